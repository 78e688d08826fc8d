//! The statement of one booth.

use crate::{
    base::{lang::Lang, money::Money},
    report::{booth::BoothReport, sentence, tables, trace::encode},
    web::{
        books::report::{all_sales, head, journal_state, said, sales_card},
        ui::figures::{all, card, signed},
    },
};
use maud::{Markup, html};

/// The statement of a booth. `ways` lead on for those who may go there.
pub fn booth_page(it: &BoothReport, ways: Markup, lang: Lang) -> Markup {
    let zone = tables::zone(&it.zone, lang);
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    let place = [&it.fair_name, &it.seller, &zone, &it.origin_unit].map(String::as_str);
    let known: Vec<&str> = place.into_iter().filter(|text| !text.is_empty()).collect();
    let sub = format!("{} · {book}", known.join(" · "));
    let sales = format!("{}?booth={}", all_sales(&it.fair), encode(&it.code));
    let cash = it.by_tender.iter().filter(|part| part.code == "cash").map(|part| part.amount);
    let cash: Money = cash.sum();
    let note = html! { (lang.say("tiền mặt ", "cash ")) (cash.text()) };
    let rounding = html! {
        (lang.say("làm tròn tiền mặt ", "cash rounding ")) (signed(it.rounding.0)) "\u{a0}đ"
    };
    html! {
        (head(&format!("{} · {}", it.code, it.name), &sub, "", ways, lang))
        (said(&sentence::booth(it, lang)))
        div.figures {
            (card(lang.say("Doanh thu", "Revenue"), &it.revenue.text(), rounding,
                Some("#by_product")))
            (sales_card(it.sales, it.voids, &sales, lang))
            (card(lang.say("Không tiền mặt", "Cashless"), &it.cashless_share.text(), note,
                Some("#by_tender")))
        }
        (all(&tables::booth(it, lang), lang))
    }
}
