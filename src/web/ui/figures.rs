//! Figures on pages: cards, cells, tables, and where a figure leads.

use crate::{
    base::{
        lang::Lang,
        money::{Money, group},
    },
    report::{
        table::{Cell, Row, Source, Table},
        trace::encode,
    },
};
use maud::{Markup, html};

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

/// Rows that a table shows before it scrolls in its own frame.
const TALL: usize = 18;

/// A report's table: head that stays, figures to the right, a total row. The first cell of a row
/// leads to what makes the row.
pub fn table(table: &Table, lang: Lang) -> Markup {
    html! {
        section.card.flush id=(table.id) {
            h2 { (table.title) }
            (framed(table, lang))
        }
    }
}

/// A table in a frame of its own, in which it scrolls.
pub fn framed(table: &Table, lang: Lang) -> Markup {
    html! {
        @if table.rows.is_empty() {
            p.empty { (lang.say("Chưa có gì trong kỳ này.", "Nothing in this period yet.")) }
        } @else {
            div.table-wrap .tall[table.rows.len() > TALL] tabindex="0" role="region"
                aria-label=(table.title) {
                (bare(table))
            }
        }
    }
}

/// Rows beyond which a table is folded away, so that a page does not grow with what it lists.
pub const LONG: usize = 40;

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

/// The table alone, for cards that have a title of their own.
pub fn bare(table: &Table) -> Markup {
    html! {
        table.table {
            thead {
                tr {
                    @for column in &table.columns {
                        th scope="col" class=[column.figures.then_some("num")] { (column.head) }
                    }
                }
            }
            tbody { @for row in &table.rows { (line(row)) } }
            @if let Some(total) = &table.total {
                tfoot { tr { @for (n, cell) in total.iter().enumerate() { (ending(n, cell)) } } }
            }
        }
    }
}

fn line(row: &Row) -> Markup {
    html! {
        tr {
            @for (n, cell) in row.cells.iter().enumerate() {
                @if n == 0 {
                    th scope="row" { (linked(cell, row.source.as_ref())) }
                } @else {
                    // Any figure leads to its rows, not only the name.
                    td class=[figure(cell).then_some("num")] {
                        (linked(cell, row.source.as_ref().filter(|_| is_sum(cell))))
                    }
                }
            }
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

fn ending(n: usize, cell: &Cell) -> Markup {
    html! {
        @if n == 0 { th scope="row" { (cell.shown()) } }
        @else { td class=[figure(cell).then_some("num")] { (cell.shown()) } }
    }
}

fn figure(cell: &Cell) -> bool {
    !matches!(cell, Cell::Text(_) | Cell::Date(_))
}

fn is_sum(cell: &Cell) -> bool {
    matches!(cell, Cell::Money(_) | Cell::Count(_) | Cell::Quantity(_))
}
