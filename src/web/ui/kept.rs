//! What a form sent and could not be taken: the page that says so carries it on, to be sent again
//! with one press, and so does the page to sign in where the session had ended meanwhile. Secrets
//! are never carried: they are asked for anew.

use super::form::Form;
use crate::{
    base::lang::Lang,
    web::http::problem::{Problem, too_large},
};
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, Request},
    http::{Method, header},
};
use maud::{Markup, html};

/// The most bytes of a form.
const MOST: usize = 1 << 20;

/// The name under which the page to sign in carries where a form was sent; its fields stand behind
/// `kept-`.
pub const PATH: &str = "kept";
/// Before the name of a field that the page to sign in carries.
const FIELD: &str = "kept-";

/// Stands for a secret that was typed. One that was left out is not asked for.
const FILLED: &str = "1";

/// Fields whose values are never shown again, and what they are called.
const SECRETS: [(&str, &str, &str); 5] = [
    ("password", "Mật khẩu", "Password"),
    ("old", "Mật khẩu hoặc PIN hiện tại", "Present password or PIN"),
    ("new", "Mật khẩu hoặc PIN mới", "New password or PIN"),
    ("secret", "Mật khẩu hoặc PIN", "Password or PIN"),
    ("pin", "Mã PIN", "PIN"),
];

fn secret(name: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    SECRETS.iter().find(|(secret, ..)| *secret == name)
}

/// A form as it was sent, without its secrets.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    path: String,
    fields: Vec<(String, String)>,
}

/// What a request sends, if it is a form, and the request as it was.
pub async fn take(request: Request, lang: Lang) -> Result<(Request, Option<Kept>), Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let form = kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if request.method() != Method::POST || !form {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MOST).await.map_err(|_| Problem(too_large(), lang))?;
    let read = Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let read = axum::Form::<Vec<(String, String)>>::from_request(read, &()).await;
    let path = parts.uri.path_and_query().map(|path| path.to_string()).unwrap_or_default();
    let kept = read.ok().and_then(|axum::Form(fields)| Kept::of(path, fields));
    Ok((Request::from_parts(parts, Body::from(bytes)), kept))
}

impl Kept {
    /// Nothing where nothing was filled in, or where it would lead away from here.
    fn of(path: String, fields: Vec<(String, String)>) -> Option<Kept> {
        let here = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
        let filled = fields.iter().any(|(_, value)| !value.trim().is_empty());
        let bare = |(name, value): (String, String)| match secret(&name) {
            Some(_) if value.is_empty() => None,
            Some(_) => Some((name, FILLED.to_owned())),
            None => Some((name, value)),
        };
        let fields = fields.into_iter().filter_map(bare).collect();
        (here && filled).then_some(Kept { path, fields })
    }

    /// What the page to sign in carried.
    pub fn carried(form: &Form) -> Option<Kept> {
        let named = |(name, value): (&str, &str)| {
            Some((name.strip_prefix(FIELD)?.to_owned(), value.to_owned()))
        };
        Kept::of(form.get(PATH).to_owned(), form.pairs().filter_map(named).collect())
    }

    /// The form to sign in with it in it.
    pub fn into_sign_in(self) -> Form {
        let mut form = Form::default();
        form.set(PATH, self.path);
        for (name, value) in self.fields {
            form.set(&format!("{FIELD}{name}"), value);
        }
        form
    }

    /// The form that sends it again, under these words.
    pub fn again(&self, words: &str, lang: Lang) -> Markup {
        let secrets = self.fields.iter().filter_map(|(name, _)| secret(name));
        html! {
            form class="form" method="post" action=(self.path) {
                @for (name, value) in self.fields.iter().filter(|(name, _)| secret(name).is_none())
                {
                    input type="hidden" name=(name) value=(value);
                }
                @for (name, vi, en) in secrets {
                    div class="form-row" {
                        label class="label" for={ "again-" (name) } {
                            (lang.say(vi, en)) (lang.say(" (nhập lại)", " (type it again)"))
                        }
                        input class="field" id={ "again-" (name) } name=(name) type="password"
                            autocomplete="off" required;
                    }
                }
                div class="form-end" { button class="main" { (words) } }
            }
        }
    }

    /// What was typed, in short, so that one knows it again.
    pub fn said(&self) -> String {
        let shown = self.fields.iter().map(|(_, value)| value.trim());
        let shown = shown.filter(|value| value.len() > 1 && !is_id(value) && !is_word(value));
        let said: Vec<&str> = shown.take(SHOWN).collect();
        crate::base::fold::cut(&said.join(" · "), LENGTH)
    }
}

/// Values that are shown at most, and letters of them.
const SHOWN: usize = 12;
const LENGTH: usize = 240;

fn is_id(value: &str) -> bool {
    value.len() >= 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Whether it is perhaps a word of a vocabulary, as forms send those.
fn is_word(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The fields that carry it through the page to sign in.
pub fn carry(form: &Form) -> Markup {
    let carried = |(name, _): &(&str, &str)| *name == PATH || name.starts_with(FIELD);
    html! {
        @for (name, value) in form.pairs().filter(carried) {
            input type="hidden" name=(name) value=(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(path: &str, fields: &[(&str, &str)]) -> Option<Kept> {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Kept::of(path.to_owned(), fields.collect())
    }

    #[test]
    fn what_was_typed_is_told_in_short_without_ids_words_of_ours_and_secrets() {
        let id = "019e8c65-7580-7824-89b6-a29dca917ec3";
        let sent = [("uid", id), ("name", " Hội chợ Hè "), ("kind", "local"), ("secret", "2749")];
        let it = kept("/fairs/new", &[&sent[..], &[("on", "1"), ("day", "02/06/2026")]].concat());
        let it = it.unwrap();
        assert_eq!(it.said(), "Hội chợ Hè · 02/06/2026");
        let page = it.again("Gửi", Lang::Vi).into_string();
        assert!(page.contains(id) && page.contains("02/06/2026"), "{page}");
        assert!(!page.contains("2749"), "{page}");
        assert_eq!(page.matches("name=\"secret\"").count(), 1, "asked for once: {page}");
    }

    #[test]
    fn a_secret_that_was_left_out_is_not_asked_for_and_one_that_was_typed_is() {
        let sent = [("name", "Lan"), ("secret", ""), ("pin", "2749")];
        let it = kept("/people/new", &sent).unwrap();
        let carried = Kept::carried(&it.clone().into_sign_in()).unwrap();
        for page in [it, carried].map(|it| it.again("Gửi", Lang::Vi).into_string()) {
            assert!(!page.contains("name=\"secret\"") && !page.contains("2749"), "{page}");
            assert_eq!(page.matches("name=\"pin\" type=\"password\"").count(), 1, "{page}");
        }
    }

    #[test]
    fn it_leads_to_an_address_of_this_machine_and_holds_something() {
        let typed = [("name", "Lan")];
        assert!(kept("/people/new?back=1", &typed).is_some());
        for path in ["", "people", "//chophien.example", "/\\chophien.example", "https://x.example"]
        {
            assert!(kept(path, &typed).is_none(), "{path}");
        }
        assert!(kept("/people/new", &[("name", " "), ("uid", "")]).is_none());
    }

    #[test]
    fn it_passes_the_page_to_sign_in_as_it_was() {
        let it = kept("/people/new", &[("kept", "a"), ("name", "Lan"), ("login", "lan")]).unwrap();
        let form = it.clone().into_sign_in();
        assert_eq!((form.get("login"), form.get("kept")), ("", "/people/new"));
        let carried = Kept::carried(&form).unwrap();
        assert_eq!((carried.path, carried.fields), (it.path, it.fields));
        assert!(Kept::carried(&Form::default()).is_none());
    }
}
