//! Figures on pages: cards, cells, tables, and where a figure leads.

use crate::{
    base::{
        lang::Lang,
        money::{Money, group},
        quantity::Quantity,
    },
    catalog::pack::Packs,
    report::{
        table::{Cell, Column, Row, Source, Table},
        trace::encode,
    },
};
use maud::{Markup, html};

/// `5 chai`, its figure bold; of goods with packs `2 thùng 5 chai`.
pub fn much(quantity: Quantity, unit: &str, packs: &Packs) -> Markup {
    html! {
        b { (packs.shown(quantity, unit)) }
        @if packs.is_empty() { " " (unit) }
    }
}

/// The address of what makes a figure.
pub fn address(source: &Source) -> String {
    match source {
        Source::Fair(fair) => format!("/fairs/{}", encode(fair)),
        Source::Booth(fair, booth) => format!("/fairs/{}/booths/{}", encode(fair), encode(booth)),
        Source::Sales(fair, filter) => {
            let (fair, query) = (encode(fair), filter.query());
            if query.is_empty() {
                format!("/fairs/{fair}/sales")
            } else {
                format!("/fairs/{fair}/sales?{query}")
            }
        }
        Source::Shift(uid) => format!("/shifts/{uid}"),
        Source::Day(day) => format!("/reports/season?from={day}&to={day}"),
        Source::Product(uid) => format!("/products/{uid}"),
        Source::Producer(uid) => format!("/producers/{uid}/papers"),
        Source::Page(address) => address.clone(),
        Source::Table(id) => format!("#{id}"),
    }
}

/// A card of one figure. The note says what stands beside it; `to` leads to what makes it.
pub fn card(label: &str, value: &str, note: Markup, to: Option<&str>) -> Markup {
    let inside = html! {
        span.figure-label { (label) }
        strong.figure-value { (value) }
        span.figure-note { (note) }
    };
    html! {
        @match to {
            Some(to) => a.figure href=(to) { (inside) },
            None => div.figure { (inside) },
        }
    }
}

/// `công bố 2.000.000 đ · chênh −750.000 đ`: what was published beside what the books say, and
/// the difference.
pub fn published(published: Option<&str>, difference: Option<&str>, lang: Lang) -> Markup {
    html! {
        @if let Some(published) = published {
            (lang.say("công bố ", "published ")) (published)
            @if let Some(difference) = difference {
                (lang.say(" · chênh lệch ", " · difference ")) b { (difference) }
            }
        } @else {
            (lang.say("nguồn không công bố", "not published"))
        }
    }
}

/// A number with its sign, for differences: `+438`, `−750.000`, `0`.
pub fn signed(number: i64) -> String {
    let digits = Money(number).digits();
    match number {
        1.. => format!("+{digits}"),
        0 => digits,
        _ => digits.replacen('-', "−", 1),
    }
}

/// A report's table: its question, where it answers one, a head that stays, figures to the right, a
/// total row. The first cell of a row leads to what makes the row.
pub fn table(table: &Table, lang: Lang) -> Markup {
    html! {
        section.card.flush id=(table.id) {
            h2 { (table.title) }
            @if let Some(question) = question(table.id, lang) { p.question { (question) } }
            (framed(table, lang))
        }
    }
}

/// What the bars of a table answer.
fn question(id: &str, lang: Lang) -> Option<&'static str> {
    let (vi, en) = match id {
        "by_zone" => ("Khu nào bán được nhiều?", "Which zone sells most?"),
        "by_star" => ("Hạng sao nào mang lại doanh thu?", "Which stars bring the revenue?"),
        "by_product_group" => ("Nhóm nào bán được nhiều?", "Which group sells most?"),
        "by_producer_type" => ("Chủ thể nào bán được nhiều?", "Which producers sell most?"),
        "by_origin_unit" => ("Địa phương nào bán được nhiều?", "Which locality sells most?"),
        "by_unit_today" => ("Địa phương ấy nay là đâu?", "What are these localities today?"),
        "by_province_today" => ("Tỉnh nào bán được nhiều?", "Which province sells most?"),
        "by_booth" => ("Gian nào bán được nhiều?", "Which booth sells most?"),
        "by_product" => ("Sản phẩm nào bán chạy?", "Which product sells best?"),
        "by_day" => ("Ngày nào bán được nhiều?", "Which day sells most?"),
        "by_hour" => ("Giờ nào bán được nhiều?", "Which hour sells most?"),
        "by_tender" => ("Khách trả bằng cách nào?", "How do people pay?"),
        "by_gate" => ("Khách vào cổng nào?", "Which gate do people come by?"),
        _ => return None,
    };
    Some(lang.say(vi, en))
}

/// A table in its frame.
pub fn framed(table: &Table, lang: Lang) -> Markup {
    html! {
        @if table.rows.is_empty() {
            p.empty { (lang.say("Chưa có gì trong kỳ này.", "Nothing in this period yet.")) }
        } @else {
            div.table-wrap.open { (bare(table)) }
        }
    }
}

/// The way to every part of a long page.
pub fn contents<'a>(parts: impl Iterator<Item = (&'a str, &'a str)>, lang: Lang) -> Markup {
    html! {
        nav.contents.no-print aria-label=(lang.say("Mục lục", "Contents")) {
            @for (id, title) in parts { a href={ "#" (id) } { (title) } }
        }
    }
}

/// Rows beyond which a table is folded away, so that a page does not grow with what it lists.
pub const LONG: usize = 24;

/// A long table folded away. `at` is the address of the whole table: its rows come from there when
/// it is opened (`static/js/long_tables.js`), and the link leads there where no script runs.
fn folded(table: &Table, at: &str, pos: i64, lang: Lang) -> Markup {
    html! {
        section.card.flush id=(table.id) {
            details.long data-rows={ (at) "&format=rows&pos=" (pos) } {
                summary {
                    h2 { (table.title) }
                    span.hint {
                        (group(table.rows.len() as i64)) (lang.say(" dòng", " rows"))
                    }
                }
                p.empty role="status" {
                    a href=(at) { (lang.say("Xem cả bảng", "See the whole table")) }
                }
            }
        }
    }
}

/// Columns and rows of a table that fits beside others.
const SMALL: (usize, usize) = (5, 12);

/// Tables in their order; small ones that follow each other stand in pairs.
pub fn all(tables: &[Table], lang: Lang) -> Markup {
    in_order(tables, |one| table(one, lang))
}

/// The same, but long ones are folded away; `at` gives the address of one by its name, and `pos` is
/// how far the journal reached.
pub fn all_but_long(tables: &[Table], at: impl Fn(&str) -> String, pos: i64, lang: Lang) -> Markup {
    in_order(tables, |one| match one.rows.len() > LONG {
        true => folded(one, &at(one.id), pos, lang),
        false => table(one, lang),
    })
}

fn in_order(tables: &[Table], draw: impl Fn(&Table) -> Markup) -> Markup {
    let small = |it: &Table| it.columns.len() <= SMALL.0 && it.rows.len() <= SMALL.1;
    html! {
        @for run in tables.chunk_by(|one, next| small(one) && small(next)) {
            @for pair in run.chunks(2) {
                @if let [one] = pair {
                    (draw(one))
                } @else {
                    div.cards { @for one in pair { (draw(one)) } }
                }
            }
        }
    }
}

/// The table alone, for cards that have a title of their own. On a phone each row is a card, whose
/// figures say their column's head.
pub fn bare(table: &Table) -> Markup {
    html! {
        table.table.report {
            thead {
                tr {
                    @for column in &table.columns {
                        th scope="col" class=[column.figures.then_some("num")] { (column.head) }
                    }
                }
            }
            tbody { @for row in &table.rows { (line(row, &table.columns)) } }
            @if let Some(total) = &table.total {
                tfoot {
                    tr {
                        @for (n, (cell, column)) in total.iter().zip(&table.columns).enumerate() {
                            (ending(n, cell, column))
                        }
                    }
                }
            }
        }
    }
}

fn line(row: &Row, columns: &[Column]) -> Markup {
    let share = row
        .cells
        .iter()
        .zip(columns)
        .filter(|(_, column)| column.bars)
        .find_map(|it| if let Cell::Share(share) = it.0 { Some(share.number()) } else { None });
    html! {
        tr {
            @for (n, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
                @if n == 0 {
                    th scope="row" {
                        (linked(cell, row.source.as_ref()))
                        @if let Some(share) = share { (bar(share)) }
                    }
                } @else {
                    // Any figure leads to its rows, not only the name.
                    td class=[figure(cell).then_some("num")] data-label=(column.head) {
                        (linked(cell, row.source.as_ref().filter(|_| is_sum(cell))))
                    }
                }
            }
        }
    }
}

/// A share as a bar, from nothing to the whole. The figure itself stands in its column.
fn bar(share: f64) -> Markup {
    let length = format!("{:.1}", (share * 100.0).clamp(0.0, 100.0));
    html! {
        svg.part viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" {
            rect.bar width=(length) height="6" {}
        }
    }
}

fn linked(cell: &Cell, source: Option<&Source>) -> Markup {
    html! {
        @match source {
            Some(source) => a href=(address(source)) { (cell.shown()) },
            None => (cell.shown()),
        }
    }
}

fn ending(n: usize, cell: &Cell, column: &Column) -> Markup {
    html! {
        @if n == 0 { th scope="row" { (cell.shown()) } }
        @else {
            td class=[figure(cell).then_some("num")] data-label=(column.head) { (cell.shown()) }
        }
    }
}

fn figure(cell: &Cell) -> bool {
    !matches!(cell, Cell::Text(_) | Cell::Date(_))
}

fn is_sum(cell: &Cell) -> bool {
    matches!(cell, Cell::Money(_) | Cell::Count(_) | Cell::Quantity(_))
}
