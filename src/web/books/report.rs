//! Pages of reports: the body of each; the frame around it is made elsewhere.

mod booth;
mod fair;
mod figures;
mod online;
mod papers;
mod pivot;
mod products;
mod rewards;
pub mod routes;
mod sales;
mod season;
mod stock;
#[cfg(test)]
mod tests;
mod times;

pub use booth::booth_page;
pub use fair::fair_page;
pub use online::online_page;
pub use papers::papers_page;
pub use pivot::pivot_page;
pub use products::products_page;
pub use rewards::rewards_page;
pub use sales::{SalesList, sales_page};
pub use season::{season_asked_again, season_page, season_rows, season_screen, season_table_page};
pub use stock::stock_page;
use times::times;

use crate::{
    base::{
        lang::{Lang, plural},
        money::{Money, group},
    },
    payment::event::Method,
    report::{
        cube::Figures, file::Format, sentence::Sentence, table::Table, tables, trace::encode,
        words::short,
    },
    web::ui::figures::{address, card, published, signed, table},
};
use maud::{Markup, html};

/// `sổ cái đến dòng 418.204 · mã đầu chuỗi 7c1e…a90f`: which state of the book this is.
pub(super) fn journal_state(pos: i64, head: &str, lang: Lang) -> String {
    let line = group(pos);
    let short = match (head.get(..4), head.get(head.len().saturating_sub(4)..)) {
        (Some(first), Some(last)) => format!("{first}…{last}"),
        _ => "—".to_owned(),
    };
    match lang {
        Lang::Vi => format!("sổ cái đến dòng {line} · mã đầu chuỗi {short}"),
        Lang::En => format!("journal to entry {line} · head {short}"),
    }
}

/// Title, subtitle, `ways` to where this is kept, and the ways to take the report along. `query`
/// names the same report.
fn head(title: &str, sub: &str, query: &str, ways: Markup, lang: Lang) -> Markup {
    let with = |format: &str| match query {
        "" => format!("?format={format}"),
        _ => format!("?{query}&format={format}"),
    };
    html! {
        div.page-head {
            div {
                h1 { (title) }
                p.sub { (sub) }
            }
            div.actions {
                (ways)
                @for format in Format::ALL {
                    a.button href=(with(format.as_str())) download { (format.label(lang)) }
                }
                button type="button" data-print { (lang.say("In", "Print")) }
            }
        }
    }
}

/// A figure that leads to what makes it.
fn linked(to: &str, figure: &str) -> Markup {
    html! { a.figure-link href=(to) { (figure) } }
}

/// The sentence at the head of a report; each figure leads to what makes it.
fn said(sentence: &Sentence) -> Markup {
    html! {
        p.sentence {
            @for piece in &sentence.0 {
                @match &piece.source {
                    Some(source) => (linked(&address(source), &piece.text)),
                    None => (piece.text),
                }
            }
        }
    }
}

fn visits_note(said: i64, difference: Option<i64>, lang: Lang) -> Markup {
    let said = difference.map(|_| group(said));
    published(said.as_deref(), difference.map(signed).as_deref(), lang)
}

fn money_note(said: Money, difference: Option<Money>, lang: Lang) -> Markup {
    let said = difference.map(|_| short(said, lang));
    let difference = difference.map(|sum| format!("{}\u{a0}đ", signed(sum.0)));
    published(said.as_deref(), difference.as_deref(), lang)
}

fn cashless_card(whole: &Figures, to: &str, lang: Lang) -> Markup {
    let named = |(word, sum): &(String, i64)| {
        format!("{} {}", tables::method(word, lang), short(Money(*sum), lang))
    };
    let cashless = whole.tenders.0.iter().filter(|it| it.0 != Method::Cash.as_str() && it.1 != 0);
    let note = html! { (cashless.map(named).collect::<Vec<_>>().join(" · ")) };
    card(lang.say("Không tiền mặt", "Cashless"), &whole.cashless_share.text(), note, Some(to))
}

fn sales_card(sales: i64, voids: i64, to: &str, lang: Lang) -> Markup {
    let note = html! { (lang.say("đã trừ phiếu hủy: ", "less voided: ")) (voids) };
    let sales = group(sales);
    card(lang.say("Phiếu bán", "Sales"), &sales, note, Some(to))
}

/// The address of all sales of a fair.
fn all_sales(fair: &str) -> String {
    format!("/fairs/{}/sales", encode(fair))
}

/// Rows of a table that a page shows; a file has all.
const SHOWN: usize = 400;

/// The first rows; how many more a file has is said.
fn cut(mut whole: Table, lang: Lang) -> Markup {
    let left = whole.rows.len().saturating_sub(SHOWN);
    whole.rows.truncate(SHOWN);
    html! {
        (table(&whole, lang))
        @if left > 0 { p.hint { (left_out(left, lang)) } }
    }
}

/// How many rows are not shown, and where they are.
fn left_out(left: usize, lang: Lang) -> String {
    let (count, rows) = (group(left as i64), plural(left as i64, "row is", "rows are"));
    match lang {
        Lang::Vi => format!("Còn {count} dòng không hiện ở đây; tệp Excel, CSV và PDF có đủ."),
        Lang::En => {
            format!("{count} more {rows} not shown; the Excel, CSV and PDF files have all.")
        }
    }
}
