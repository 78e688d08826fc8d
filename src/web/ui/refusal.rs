//! Refusals as pages.

use crate::{
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    web::{
        http::{
            app::App,
            guard::{self, Anyone, Caller},
            problem::{Problem, say_when, too_large},
        },
        ui::{
            kept::{self, Kept},
            page, sign_in_form,
        },
    },
};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

/// A refusal of a page that could not be shown at all: `worded` draws it, in the frame of whoever
/// asked.
pub fn page(problem: Problem) -> Response {
    let beside = problem.clone();
    let mut answer = problem.into_response();
    answer.extensions_mut().insert(beside);
    answer
}

/// Who asked for a page, and how: what a refusal of it is drawn with.
struct Asked {
    method: Method,
    headers: HeaderMap,
    /// What a form sent, if it was one.
    kept: Option<Kept>,
}

impl Asked {
    async fn draw(self, app: &App, problem: Problem) -> Response {
        let Problem(refusal, lang) = problem;
        if matches!(refusal, Refusal::SignIn(_)) {
            return sign_in(self.kept, lang);
        }
        let sent = self.method != Method::GET && self.method != Method::HEAD;
        // What failed because nothing can be read, or the laptop is busy, asks for nothing more.
        let failed = Problem::status(&refusal).is_server_error();
        let caller = if failed { None } else { self.caller(app).await };
        let caller = caller.unwrap_or(Caller { lang, ..Caller::default() });
        // Sent again by the same page it would be refused again, where it is not for the moment.
        let kept = self.kept.filter(|_| failed || matches!(refusal, Refusal::TooMany { .. }));
        let (title, body) = (title(sent, lang), body(&refusal, sent, kept.as_ref(), lang));
        // The way to the other language leads to where something is.
        let markup = page::page(&caller, "/", title, body);
        let mut answer = (Problem::status(&refusal), Html(markup.into_string())).into_response();
        say_when(&refusal, &mut answer);
        answer
    }

    /// Who asked; none where that cannot be found out either.
    async fn caller(&self, app: &App) -> Option<Caller> {
        let mut request = axum::http::Request::new(());
        *request.headers_mut() = self.headers.clone();
        let (mut parts, ()) = request.into_parts();
        let Anyone(caller) = Anyone::from_request_parts(&mut parts, app).await.ok()?;
        Some(caller)
    }
}

/// To the page to sign in; what was typed is carried on by it.
fn sign_in(kept: Option<Kept>, lang: Lang) -> Response {
    let Some(kept) = kept else { return Redirect::to("/login").into_response() };
    let caller = Caller { lang, ..Caller::default() };
    let page = sign_in_form::draw(&caller, &kept.into_sign_in());
    (StatusCode::UNAUTHORIZED, Html(page.into_string())).into_response()
}

fn title(sent: bool, lang: Lang) -> &'static str {
    match sent {
        true => lang.say("Chưa lưu được", "Not saved"),
        false => lang.say("Không mở được trang này", "This page cannot be opened"),
    }
}

/// What was refused, and the way on. What a form sent is carried on where it may be taken in a
/// moment; else the browser may still have it in the page before this one.
fn body(refusal: &Refusal, sent: bool, kept: Option<&Kept>, lang: Lang) -> Markup {
    let say = refusal.say();
    html! {
        div class="narrow" {
            h1 { (title(sent, lang)) }
            p class="notice stop" role="alert" { (say.in_lang(lang)) }
            @if let Some(kept) = kept {
                p { (lang.say(
                    "Những gì bạn đã nhập vẫn còn ở trang này.",
                    "What you entered is kept on this page.",
                )) }
                (kept.again(lang.say("Gửi lại", "Send it again"), lang))
            } @else if sent {
                p { (lang.say(
                    "Quay lại trang trước: những gì bạn đã nhập vẫn còn ở đó.",
                    "Go back: what you entered is still there.",
                )) }
            }
            div class="form-end" {
                @if sent {
                    button class="big" type="button" data-back {
                        (lang.say("Quay lại", "Go back"))
                    }
                }
                a class="button big" href="/" { (lang.say("Về trang đầu", "To the first page")) }
            }
        }
    }
}

/// What a guard refused, and what the router or an extractor refused without a word of ours, is
/// said in the caller's language: as JSON to the screens' own calls, as a page to people.
pub async fn worded(State(app): State<App>, request: Request, next: Next) -> Response {
    let lang = guard::lang(request.headers());
    if request.uri().path().starts_with("/api/") {
        let answer = next.run(request).await;
        return match refused(&answer) {
            Some(refusal) => like(&answer, Problem(refusal, lang).into_response()),
            None => answer,
        };
    }
    let (method, headers) = (request.method().clone(), request.headers().clone());
    let (request, kept) = match kept::take(request, lang).await {
        Ok(taken) => taken,
        Err(problem) => return Asked { method, headers, kept: None }.draw(&app, problem).await,
    };
    let asked = Asked { method, headers, kept };
    let answer = next.run(request).await;
    if let Some(problem) = answer.extensions().get::<Problem>() {
        let problem = problem.clone();
        return asked.draw(&app, problem).await;
    }
    match refused(&answer) {
        Some(refusal) => {
            let drawn = asked.draw(&app, Problem(refusal, lang)).await;
            like(&answer, drawn)
        }
        None => answer,
    }
}

/// What the router or an extractor refused without a word of ours.
fn refused(answer: &Response) -> Option<Refusal> {
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| !kind.starts_with("text/plain")) {
        return None;
    }
    match answer.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
            Some(Refusal::NotFound(Say::new("Không có trang này", "There is no such page")))
        }
        StatusCode::BAD_REQUEST
        | StatusCode::UNPROCESSABLE_ENTITY
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::LENGTH_REQUIRED => Some(Refusal::malformed(
            "request",
            "Địa chỉ hoặc dữ liệu gửi lên không đúng",
            "The address or what was sent is not right",
        )),
        StatusCode::PAYLOAD_TOO_LARGE => Some(too_large()),
        _ => None,
    }
}

/// An answer in words, with the status of the one without.
fn like(bare: &Response, mut said: Response) -> Response {
    *said.status_mut() = bare.status();
    if let Some(allow) = bare.headers().get(header::ALLOW) {
        said.headers_mut().insert(header::ALLOW, allow.clone());
    }
    said
}
