//! What places hold on a day, and the goods account, as a sheet.

use crate::{
    base::{clock::date_text, lang::Lang},
    report::{stock::Stock, tables},
    web::{books::report::journal_state, ui::figures::all},
};
use maud::{Markup, html};

/// The stock report.
pub fn stock_page(it: &Stock, lang: Lang) -> Markup {
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    let fair = it.fair.as_deref().unwrap_or_default();
    html! {
        h1 { (lang.say("Tồn kho và bảng kê hàng hóa", "Stock and goods account")) " " (fair) }
        p class="sub" { (date_text(it.on)) " · " (book) }
        (all(&tables::stock_account(it, lang), lang))
    }
}
