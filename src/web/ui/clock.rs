//! The warning on the organiser's pages that the clock is behind the book.

use crate::web::http::guard::Caller;
use maud::{Markup, html};

/// The warning; nothing where the clock is right, or for who does not oversee the fair.
pub fn warning(caller: &Caller) -> Markup {
    let lang = caller.lang;
    let may = caller.organiser().is_ok();
    html! {
        @if let Some(behind) = caller.behind {
            div class="notice stop" role="alert" {
                div {
                    p { (behind.say().in_lang(lang)) }
                    @if may {
                        form method="post" action="/clock" {
                            (lang.say(
                                "Nếu giờ bây giờ đã đúng thì trước đó đồng hồ bị chạy nhanh: ",
                                "If it is right now, it was ahead before: ",
                            ))
                            button class="button" {
                                (lang.say("Giờ của máy đã đúng", "The clock is right"))
                            }
                        }
                    }
                }
            }
        }
    }
}
