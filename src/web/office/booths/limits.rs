//! What a booth's sellers may do without its manager, as part of the booth's form.

use crate::{
    base::lang::Say,
    fair::Limits,
    web::ui::form::{Ask, Form, Kind},
};
use maud::{Markup, html};

/// The limits, each a field.
pub fn draw(ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        h2 { (lang.say("Người bán được tự làm", "What a seller may do alone")) }
        p class="hint" {
            (lang.say("Vượt mức này, máy hỏi mã PIN của chủ gian.",
                "Beyond this, the till asks for the manager’s PIN."))
        }
        div class="form-two" {
            (ask.field("discount_percent", lang.say("Giảm giá đến (%)", "Discount up to (%)"),
                Kind::Digits, ""))
            (ask.field("refund_limit", lang.say("Trả hàng đến (đ)", "Refund up to (đ)"),
                Kind::Digits, ""))
            (ask.field("offline_refund_limit",
                lang.say("Trả hàng khi mất mạng đến (đ)", "Refund while offline up to (đ)"),
                Kind::Digits, ""))
        }
    }
}

/// The limits of a form; what it does not ask for, as in the first setup, is as usual.
pub fn parse(form: &mut Form) -> Limits {
    let usual = Limits::default();
    let discount_percent = form.count("discount_percent").unwrap_or(usual.discount_percent);
    if discount_percent > 100 {
        form.wrong("discount_percent", Say::new("Từ 0 đến 100", "0 to 100"));
    }
    let refund = form.money("refund_limit").unwrap_or(usual.refund);
    let offline_refund = form.money("offline_refund_limit").unwrap_or(usual.offline_refund);
    if offline_refund > refund {
        let vi = "Không hơn mức trả hàng khi có mạng";
        form.wrong("offline_refund_limit", Say::new(vi, "Not more than the limit while online"));
    }
    Limits { discount_percent, refund, offline_refund }
}
