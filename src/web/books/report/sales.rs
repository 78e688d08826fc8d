//! The sales that make a figure.

use crate::{
    base::{
        clock::Ms,
        lang::{Lang, plural},
        money::{Money, group},
    },
    report::{
        tables,
        trace::{Filter, encode, store::SaleTrace},
        words::stars,
    },
    web::books::report::{all_sales, linked, routes::sale_path},
};
use maud::{Markup, html};

/// One page of the sales behind a figure.
#[derive(Debug, Clone)]
pub struct SalesList<'a> {
    /// The fair's code.
    pub fair: &'a str,
    /// The fair's name.
    pub fair_name: &'a str,
    /// Which sales.
    pub filter: &'a Filter,
    /// This page of them, the newest first.
    pub rows: &'a [SaleTrace],
    /// Sales less voids, and đồng, of all pages: the figure itself.
    pub sums: (i64, i64),
    /// The position before which the next page begins; none on the last page.
    pub next: Option<i64>,
}

/// A list of sales with its sum. The next page is asked for by `before`.
pub fn sales_page(it: &SalesList, lang: Lang) -> Markup {
    let (sales, sum) = (group(it.sums.0), Money(it.sums.1).text());
    html! {
        div.page-head {
            div {
                h1 { (lang.say("Các phiếu làm nên con số", "The sales behind the figure")) }
                p.sub { (linked(&format!("/fairs/{}", encode(it.fair)), it.fair_name))
                    " · " (chosen(it.filter, lang)) }
            }
        }
        p.sentence {
            (sales) (lang.say(" phiếu (đã trừ phiếu hủy), cộng ",
                plural(it.sums.0, " sale less voids, in all ", " sales less voids, in all ")))
            b { (sum) } "."
        }
        @if it.rows.is_empty() {
            p.empty { (lang.say("Không có phiếu nào.", "No such sales.")) }
        } @else {
            section.card.flush { div.table-wrap { (list(it, lang)) } }
        }
        @if let Some(next) = it.next {
            a.button href=(next_page(it, next)) {
                (lang.say("Các phiếu trước đó", "Earlier sales"))
            }
        }
    }
}

fn next_page(it: &SalesList, next: i64) -> String {
    let query = it.filter.query();
    let and = if query.is_empty() { "" } else { "&" };
    format!("{}?{query}{and}before={next}", all_sales(it.fair))
}

fn list(it: &SalesList, lang: Lang) -> Markup {
    html! {
        table.table {
            thead {
                tr {
                    th scope="col" { (lang.say("Số phiếu", "Receipt")) }
                    th scope="col" { (lang.say("Lúc", "At")) }
                    th scope="col" { (lang.say("Người bán", "Seller")) }
                    th.num scope="col" { (lang.say("Dòng sổ cái", "Journal entry")) }
                    th.num scope="col" { (lang.say("Cả phiếu (đ)", "Whole sale (đ)")) }
                    th.num scope="col" { (lang.say("Trong con số (đ)", "In the figure (đ)")) }
                }
            }
            tbody {
                @for sale in it.rows {
                    tr {
                        th scope="row" {
                            (linked(&sale_path(&sale.uid), &sale.receipt_no))
                            @if sale.void { " " span.tag.stop { (lang.say("Hủy", "Void")) } }
                        }
                        td { (Ms(sale.paid_ms).text()) }
                        td { (sale.seller) }
                        td.num { (group(sale.pos)) }
                        td.num { (Money(sale.total).digits()) }
                        td.num { (Money(sale.part).digits()) }
                    }
                }
            }
        }
    }
}

/// What was chosen, in words: `ngày 03/06/2024 · 9 giờ`.
fn chosen(filter: &Filter, lang: Lang) -> String {
    let parts = [
        filter.booth.as_ref().map(|code| format!("{} {code}", lang.say("gian", "booth"))),
        filter.day.map(crate::base::clock::date_text),
        filter.hour.map(|hour| tables::hour(&format!("{hour:02}"), lang)),
        filter.method.as_ref().map(|word| tables::method(word, lang)),
        filter.star.map(|star| stars(star, lang)),
        filter.product.map(|_| lang.say("một sản phẩm", "one product").to_owned()),
        filter.shift.map(|_| lang.say("một ca", "one shift").to_owned()),
        filter
            .late
            .filter(|late| *late)
            .map(|_| lang.say("đến sau khi chốt ca", "late").to_owned()),
        filter
            .samples
            .then(|| lang.say("hàng mẫu, theo giá bán", "samples, at their price").into()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return lang.say("tất cả phiếu", "all sales").to_owned();
    }
    parts.join(" · ")
}
