//! The warning on the organiser's pages that the clock is behind the book.

use crate::web::{http::guard::Caller, ui::form::asked};
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
                        (asked(
                            html! { (lang.say("Giờ của máy đã đúng…", "The clock is right…")) },
                            html! { p { (lang.say(
                                "Nếu giờ bây giờ đã đúng thì trước đó đồng hồ bị chạy nhanh. Nói \
                                 vậy rồi thì không rút lại được: hãy xem đồng hồ của điện thoại.",
                                "If it is right now, it was ahead before. That cannot be taken \
                                 back: look at a phone’s clock first.",
                            )) } },
                            html! { form method="post" action="/clock" {
                                button { (lang.say("Giờ của máy đã đúng", "The clock is right")) }
                            } },
                        ))
                    }
                }
            }
        }
    }
}
