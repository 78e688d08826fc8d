//! The certificates of a product's rating, on its page.

use crate::{
    base::{
        clock::{DAY, Ms, date_text, stored_date_text},
        lang::Lang,
    },
    catalog::store::Rating,
    web::ui::form::{Ask, Kind},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// A certificate that runs out within this many days is shown as expiring.
const SOON: i64 = 90;

/// The certificates, each with whether it holds today.
pub fn rated(ratings: &[Rating], today: Date, lang: Lang) -> Markup {
    html! {
        @for (number, star, signed_on, expires_on) in ratings {
            p {
                (state(signed_on, expires_on, today, lang)) " "
                b { (number) } " · " (star) "★ · "
                (lang.say("ký ngày", "signed on")) " " (stored_date_text(signed_on)) ", "
                (lang.say("hiệu lực đến trước", "holds until before")) " "
                (stored_date_text(expires_on))
            }
        }
    }
}

/// The certificates with the fields of a new one.
pub fn certificate(ask: Ask, ratings: &[Rating], today: Date) -> Markup {
    let lang = ask.1;
    html! {
        section class="card" {
            h2 { (lang.say("Giấy chứng nhận OCOP", "OCOP certificate")) }
            (rated(ratings, today, lang))
            div class="form-two" {
                (ask.maybe("certificate_no", lang.say("Số giấy mới", "New number"), Kind::Text, ""))
                (ask.maybe("certificate_signed_on", lang.say("Ngày ký", "Signed on"), Kind::Date,
                    lang.say("Hiệu lực 36 tháng từ ngày ký", "Holds 36 months from that day")))
            }
        }
    }
}

/// Whether a certificate holds today, in words and colour.
fn state(signed_on: &str, expires_on: &str, today: Date, lang: Lang) -> Markup {
    let (Ok(signed_on), Ok(expires_on)) = (signed_on.parse::<Date>(), expires_on.parse::<Date>())
    else {
        return html! {};
    };
    let soon = Ms::start_of(expires_on).0 - Ms::start_of(today).0 <= SOON * DAY;
    let (class, words) = if today < signed_on {
        ("tag wait", lang.say("Chưa hiệu lực", "Not yet valid"))
    } else if today >= expires_on {
        ("tag stop", lang.say("Đã hết hạn", "Expired"))
    } else if soon {
        ("tag gold", lang.say("Sắp hết hạn", "Expiring"))
    } else {
        ("tag good", lang.say("Còn hiệu lực", "Valid"))
    };
    html! { span class=(class) title=(date_text(expires_on)) { (words) } }
}
