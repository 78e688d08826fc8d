//! The page to sign in with a password, with what was typed elsewhere when a session had ended.

use super::{
    form::{Ask, Form, Kind, submit},
    kept::{self, Kept},
    page,
};
use crate::{base::lang::Lang, web::http::guard::Caller};
use maud::{Markup, html};

/// The page; `form` carries what was kept.
pub fn draw(caller: &Caller, form: &Form) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let title = lang.say("Đăng nhập", "Sign in");
    let kept = Kept::carried(form);
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            @if let Some(kept) = &kept { (ended(kept, lang)) }
            form class="form" method="post" action="/login" {
                (ask.head())
                (kept::carry(form))
                (ask.field("login", lang.say("Tên đăng nhập", "Sign-in name"), Kind::Text, ""))
                (ask.field("password", lang.say("Mật khẩu", "Password"), Kind::Password, ""))
                (submit(title))
            }
            p class="hint" {
                (lang.say(
                    "Người bán hàng và chủ gian đăng nhập bằng mã PIN trên máy bán hàng.",
                    "Sellers and booth managers sign in with their PIN on the booth's device.",
                ))
                // In a page of its own: what is kept stands on this one.
                " " a href="/till" target=[kept.as_ref().map(|_| "_blank")] {
                    (lang.say("Mở máy bán hàng", "Open the till"))
                }
            }
            @if let Some(kept) = &kept { (elsewhere(kept, lang)) }
        }
    };
    page::page(caller, "/login", title, body)
}

fn ended(kept: &Kept, lang: Lang) -> Markup {
    html! {
        p class="notice gold" role="alert" {
            (lang.say(
                "Phiên đăng nhập đã hết nên chưa lưu được. Những gì vừa nhập vẫn còn: đăng nhập \
                 lại rồi gửi tiếp.",
                "The session had ended, so nothing was saved. What you entered is kept: sign in \
                 and send it on.",
            ))
        }
        @let said = kept.said();
        @if !said.is_empty() { p class="hint" { (said) } }
    }
}

/// For who signed in at the till meanwhile.
fn elsewhere(kept: &Kept, lang: Lang) -> Markup {
    html! {
        details {
            summary {
                (lang.say("Đã đăng nhập ở máy bán hàng?", "Signed in at the till already?"))
            }
            (kept.again(lang.say("Gửi tiếp những gì đã nhập", "Send what was entered"), lang))
        }
    }
}

/// The page after signing in: what was kept is sent on by who signed in, or let go.
pub fn signed_in(lang: Lang, login: &str, kept: &Kept) -> Markup {
    let title = lang.say("Đã đăng nhập", "Signed in");
    let body = html! {
        div class="narrow" {
            h1 { (title) ": " (login) }
            p class="notice good" role="status" {
                (lang.say(
                    "Những gì đã nhập trước khi phiên hết vẫn còn, và chưa lưu.",
                    "What was entered before the session ended is kept, and not saved yet.",
                ))
            }
            @let said = kept.said();
            @if !said.is_empty() { p class="hint" { (said) } }
            (kept.again(lang.say("Gửi tiếp những gì đã nhập", "Send what was entered"), lang))
            p { a href="/" { (lang.say("Bỏ đi, về trang đầu", "Let it go, to the first page")) } }
        }
    };
    page::page(&Caller { lang, ..Caller::default() }, "/", title, body)
}
