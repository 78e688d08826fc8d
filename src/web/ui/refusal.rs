//! Refusals as pages.

use crate::{
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    web::{
        http::{
            guard,
            problem::{Problem, say_when, too_large},
        },
        ui::page,
    },
};
use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::{DOCTYPE, html};

/// An HTML page in which a refusal is spoken: for pages that could not be shown at all.
pub fn page(problem: Problem) -> Response {
    problem.log();
    draw(problem)
}

fn draw(problem: Problem) -> Response {
    let Problem(refusal, lang) = problem;
    if matches!(refusal, Refusal::SignIn(_)) {
        return Redirect::to("/login").into_response();
    }
    let say = refusal.say();
    let markup = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (page::head(lang.say("Không mở được", "Cannot open")))
            body data-page="page" {
                main id="main" class="page" {
                    h1 { (lang.say("Không mở được trang này", "This page cannot be opened")) }
                    p { (say.in_lang(lang)) }
                    p { a href="/" { (lang.say("Về trang đầu", "To the first page")) } }
                }
            }
        }
    };
    let mut answer = (Problem::status(&refusal), Html(markup.into_string())).into_response();
    say_when(&refusal, &mut answer);
    answer
}

/// What a guard refused, and what the router or an extractor refused without a word of ours, is
/// said in the caller's language: as JSON to the screens' own calls, as a page to people.
pub async fn worded(request: Request, next: Next) -> Response {
    let (lang, path) = (guard::lang(request.headers()), request.uri().path().to_owned());
    say(next.run(request).await, &path, lang)
}

fn say(answer: Response, path: &str, lang: Lang) -> Response {
    let by_screen = path.starts_with("/api/");
    if let Some(problem) = answer.extensions().get::<Problem>().filter(|_| !by_screen) {
        return draw(problem.clone());
    }
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let plain = kind.is_none_or(|kind| kind.starts_with("text/plain"));
    let status = answer.status();
    let refusal = match status {
        _ if !plain => return answer,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
            Refusal::NotFound(Say::new("Không có trang này", "There is no such page"))
        }
        StatusCode::BAD_REQUEST
        | StatusCode::UNPROCESSABLE_ENTITY
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::LENGTH_REQUIRED => Refusal::malformed(
            "request",
            "Địa chỉ hoặc dữ liệu gửi lên không đúng",
            "The address or what was sent is not right",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => return answer,
    };
    let problem = Problem(refusal, lang);
    let allow = answer.headers().get(header::ALLOW).cloned();
    let mut said = match by_screen {
        true => problem.into_response(),
        false => page(problem),
    };
    *said.status_mut() = status;
    if let Some(allow) = allow {
        said.headers_mut().insert(header::ALLOW, allow);
    }
    said
}
