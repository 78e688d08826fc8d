//! The catalogue's indicators.

use crate::{
    base::{clock::date_text, lang::Lang},
    report::{products::Products, sentence, tables},
    web::{
        books::report::{head, journal_state, said},
        ui::figures::all,
    },
};
use maud::{Markup, html};

/// The catalogue's indicators.
pub fn products_page(it: &Products, lang: Lang) -> Markup {
    let on = date_text(it.on);
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    let sub = format!("{on} · {book}");
    html! {
        (head(lang.say("Sản phẩm OCOP", "OCOP products"), &sub, &format!("on={}", it.on), html! {},
            lang))
        (said(&sentence::products(it, lang)))
        (all(&tables::catalogue(it, lang), lang))
    }
}
