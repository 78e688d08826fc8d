//! The parts of a shift's page: cards, tables, supplements, the journal.

use crate::{
    base::{
        clock::Ms,
        id::ShiftId,
        lang::{Lang, plural},
        money::Money,
    },
    report::{
        table::{Cell, Source, Table},
        trace::Filter,
    },
    sale::{
        drawer_opening::store::OpeningRow,
        shift::{Closed, read::store::EventRow},
    },
    web::{
        books::{report::routes::sale_path, shifts::Whole, transfers::by},
        ui::figures::{address, card, signed},
    },
};
use maud::{Markup, html};

/// How it was paid, the drawer, and what was counted in it.
pub fn tables(it: &Whole, lang: Lang) -> Vec<Table> {
    let mut tables = vec![payments(it, lang), drawer(it, lang)];
    tables.extend(it.z.as_ref().map(|(_, z)| counted(z, lang)));
    tables
}

/// The sales behind the figures of the Z, or behind its supplements.
fn sales(it: &Whole, late: bool, method: Option<String>) -> Source {
    let filter = Filter {
        booth: Some(it.booth.code.clone()),
        shift: Some(ShiftId::of_bytes(&it.row.uid)),
        late: Some(late),
        method,
        ..Filter::default()
    };
    Source::Sales(it.booth.fair_code.clone(), filter)
}

/// The figures that matter, as cards.
pub fn cards(it: &Whole, lang: Lang) -> Markup {
    let to = address(&sales(it, false, None));
    let sums = &it.figures;
    let made = html! {
        (sums.sales) (lang.say(" phiếu, ", plural(sums.sales, " sale, ", " sales, ")))
        (sums.reversals)
        (lang.say(" phiếu hủy, trả hàng, ", plural(sums.reversals, " reversal, ", " reversals, ")))
        (sums.flagged)
        (lang.say(" phiếu cần xem lại", " to look at"))
    };
    let counted = it.row.counted.map(Money);
    let gap = counted.zip(it.expected).map(|(is, was)| (is - was).0);
    let expected = it.expected.map(Money::text);
    let unknown = lang.say("đếm xong mới biết", "told after the count");
    let float = Money(it.row.float_amount).text();
    html! {
        div.figures {
            (card(lang.say("Doanh thu", "Revenue"), &sums.revenue.text(), made, Some(&to)))
            (card(lang.say("Phải có trong két", "Expected"), expected.as_deref().unwrap_or("–"),
                html! { (lang.say("tiền lẻ đầu ca ", "float ")) (float) },
                Some("#drawer")))
            (card(lang.say("Đếm được", "Counted"),
                &counted.map_or("–".to_owned(), Money::text),
                html! { @if counted.is_none() { (unknown) } }, counted.map(|_| "#counted")))
            @if let Some(gap) = gap {
                (card(difference(gap, lang), &Money(gap.abs()).text(), html! {}, None))
            }
        }
    }
}

/// What is over or missing, in words.
fn difference(gap: i64, lang: Lang) -> &'static str {
    match gap {
        0 => lang.say("Đủ tiền", "Exact"),
        1.. => lang.say("Thừa", "Over"),
        _ => lang.say("Thiếu", "Short"),
    }
}

fn payments(it: &Whole, lang: Lang) -> Table {
    let heads = [
        lang.say("Cách trả", "Payment"),
        lang.say("#Số lần", "#Count"),
        lang.say("#Số tiền (đ)", "#Amount (đ)"),
    ];
    let title = lang.say("Theo cách trả", "By payment");
    let mut table = Table::new("payments", title, &heads);
    for sum in &it.figures.methods {
        let label = Cell::text(sum.method.label(lang));
        let source = sales(it, false, Some(sum.method.as_str().to_owned()));
        table.row(vec![label, Cell::Count(sum.count), Cell::Money(sum.amount)], Some(source));
    }
    table
}

fn drawer(it: &Whole, lang: Lang) -> Table {
    let heads = [lang.say("Trong két", "In the drawer"), lang.say("#Số tiền (đ)", "#Amount (đ)")];
    let mut table = Table::new("drawer", lang.say("Tiền trong két", "The drawer"), &heads);
    let sums = &it.figures;
    let cash = sales(it, false, Some("cash".to_owned()));
    let events = || Some(Source::Table("events"));
    for (label, amount, source) in [
        (lang.say("Tiền lẻ đầu ca", "Float"), Money(it.row.float_amount), None),
        (lang.say("Bán thu tiền mặt", "Cash from sales"), sums.cash(), Some(cash)),
        (lang.say("Thu thêm vào két", "Paid in"), sums.paid_in, events()),
        (lang.say("Chi ra từ két", "Paid out"), -sums.paid_out, events()),
    ] {
        table.row(vec![Cell::text(label), Cell::Money(amount)], source);
    }
    let after = it.z.as_ref().map(|(_, z)| z.after_count).filter(|after| !after.is_zero());
    if let Some(after) = after {
        let label = lang.say("Trừ tiền vào két sau khi đếm", "Less: after the count");
        table.row(vec![Cell::text(label), Cell::Money(-after)], None);
    }
    match it.expected {
        Some(sum) => table.with_total(vec![
            Cell::text(lang.say("Phải có trong két", "Expected")),
            Cell::Money(sum),
        ]),
        None => table,
    }
}

/// What lay in the drawer, note by note.
fn counted(z: &Closed, lang: Lang) -> Table {
    let heads = [
        lang.say("Tờ", "Note"),
        lang.say("#Số tờ", "#Count"),
        lang.say("#Số tiền (đ)", "#Amount (đ)"),
    ];
    let mut table = Table::new("counted", lang.say("Đếm được", "Counted"), &heads);
    // An empty drawer was counted too.
    if z.counted == Money::ZERO {
        table.row(vec![Cell::text("–"), Cell::Count(0), Cell::Money(Money::ZERO)], None);
    }
    for notes in z.notes.iter().filter(|notes| notes.count > 0) {
        let sum = Money(notes.note * notes.count);
        let note = Cell::text(Money(notes.note).digits());
        table.row(vec![note, Cell::Count(notes.count), Cell::Money(sum)], None);
    }
    let total = Cell::text(lang.say("Cộng", "Total"));
    table.with_total(vec![total, Cell::Nothing, Cell::Money(z.counted)])
}

/// Devices that opened this shift when it was open already, with what was counted then.
pub fn joins(it: &Whole, lang: Lang) -> Table {
    let heads = [
        lang.say("Lúc", "At"),
        lang.say("Người", "By"),
        lang.say("#Đếm được (đ)", "#Counted (đ)"),
        lang.say("#Mục sổ cái", "#Journal entry"),
    ];
    let title = lang.say("Máy mở ca sau, vào chung ca này", "Devices that joined this shift");
    let mut table = Table::new("joins", title, &heads);
    for join in &it.joins {
        let (at, who) = (Cell::text(Ms(join.at_ms).text()), Cell::text(by(&join.actor, lang)));
        let counted = Cell::Money(Money(join.counted));
        table.row(vec![at, who, counted, Cell::Count(join.id)], None);
    }
    table
}

/// Money put in and taken out, and handovers.
pub fn events(it: &Whole, lang: Lang) -> Table {
    let heads = [
        lang.say("Lúc", "At"),
        lang.say("Người", "By"),
        lang.say("Việc", "What"),
        lang.say("#Số tiền (đ)", "#Amount (đ)"),
        lang.say("#Bổ sung số", "#Supplement"),
        lang.say("#Mục sổ cái", "#Journal entry"),
    ];
    let title = lang.say("Thu chi và bàn giao", "Money in and out, handovers");
    let mut table = Table::new("events", title, &heads);
    for event in &it.events {
        let what = match &event.holder {
            Some(holder) => {
                let gap = event.counted.zip(event.expected);
                let gap = gap.map(|(is, was)| format!(", {} đ", signed(is - was)));
                let to = lang.say("bàn giao cho", "handed over to");
                format!("{to} {}{}", by(holder, lang), gap.unwrap_or_default())
            }
            None if event.kind == "recounted" && !event.reason.is_empty() => {
                let also = lang.say("phiếu chốt khác", "another Z");
                format!("{also} {}", event.reason)
            }
            None if event.kind == "recounted" => lang.say("đếm két", "counted").to_owned(),
            None => event.reason.clone(),
        };
        let what = match event.kind == "recounted" {
            true => format!("{what} {}", lang.say("(đến sau khi chốt)", "(heard after the Z)")),
            false => what,
        };
        let amount = event.amount.or(event.counted);
        table.row(
            vec![
                Cell::text(Ms(event.at_ms).text()),
                Cell::text(by(&event.actor, lang)),
                Cell::text(what),
                amount.map_or(Cell::Nothing, |sum| Cell::Money(Money(sum))),
                event.supplement.map_or(Cell::Nothing, Cell::Count),
                Cell::Count(event.id),
            ],
            None,
        );
    }
    table
}

/// The drawer as it was opened by hand, without a sale.
pub fn openings(all: &[OpeningRow], lang: Lang) -> Table {
    let heads = [lang.say("Lúc", "At"), lang.say("Ai", "Who"), lang.say("Lý do", "Reason")];
    let title = lang.say("Mở két bằng tay", "Drawer opened by hand");
    let mut table = Table::new("openings", title, &heads);
    for one in all {
        let reason = Cell::text(one.reason.clone());
        let who = Cell::text(by(&one.actor, lang));
        table.row(vec![Cell::text(Ms(one.at_ms).text()), who, reason], None);
    }
    table
}

/// What came after the closing.
pub fn supplements(it: &Whole, lang: Lang) -> Markup {
    let all = address(&sales(it, true, None));
    let moved: Vec<&EventRow> = it.events.iter().filter(|it| it.supplement.is_some()).collect();
    let more = it.row.supplements - (it.late.len() + moved.len()) as i64;
    html! {
        section.card.flush id="supplements" {
            h2 { (lang.say("Bổ sung sau khi chốt ca", "Supplements after the closing")) }
            p.hint {
                (lang.say("Phiếu và thu chi đến sau khi chốt; bảng Z ở trên không đổi. ",
                    "What came after the closing; the Z above is unchanged. "))
                a href=(all) { (lang.say("Các phiếu này", "These sales")) }
            }
            div.table-wrap {
                table.table {
                    thead { tr {
                        th.num scope="col" { (lang.say("Số", "No.")) }
                        th scope="col" { (lang.say("Phiếu", "Receipt")) }
                        th scope="col" { (lang.say("Trả tiền lúc", "Paid")) }
                        th scope="col" { (lang.say("Máy chủ nhận lúc", "Received")) }
                        th scope="col" { (lang.say("Người bán", "Seller")) }
                        th.num scope="col" { (lang.say("Tiền mặt (đ)", "Cash (đ)")) }
                        th.num scope="col" { (lang.say("Cả phiếu (đ)", "Whole sale (đ)")) }
                        th.num scope="col" { (lang.say("Mục sổ cái", "Journal entry")) }
                    } }
                    tbody {
                        @for late in &it.late {
                            tr {
                                td.num { (late.supplement) }
                                th scope="row" {
                                    a href=(sale_path(&late.uid)) { (late.receipt_no) }
                                }
                                td { (Ms(late.paid_ms).text()) }
                                td { (Ms(late.received_ms).text()) }
                                td { (late.seller) }
                                td.num { (Money(late.cash).digits()) }
                                td.num { (Money(late.total).digits()) }
                                td.num { (late.id) }
                            }
                        }
                        @for event in &moved { (moved_late(event, lang)) }
                    }
                }
            }
            @if more > 0 {
                p.hint { (lang.say("và ", "and ")) (more) (lang.say(" bổ sung nữa", " more")) }
            }
        }
    }
}

/// Money put in or taken out that came after the closing.
fn moved_late(event: &EventRow, lang: Lang) -> Markup {
    let amount = event.amount.map(|sum| Money(sum).digits()).unwrap_or_default();
    html! {
        tr {
            td.num { (event.supplement.unwrap_or_default()) }
            th scope="row" { (event.reason) }
            td { (Ms(event.at_ms).text()) }
            td {}
            td { (by(&event.actor, lang)) }
            td.num { (amount) }
            td.num {}
            td.num { (event.id) }
        }
    }
}

/// Where the shift stands in the journal, to be held against the paper.
pub fn book(it: &Whole, lang: Lang) -> Markup {
    let opened = it.opened.as_ref().map(|entry| (lang.say("Mở ca", "Opened"), entry));
    let closed = it.z.as_ref().map(|(entry, _)| (lang.say("Chốt ca", "Closed"), entry));
    html! {
        section.card {
            h2 { (lang.say("Trong sổ cái", "In the journal")) }
            dl.pairs {
                @for (label, entry) in opened.into_iter().chain(closed) {
                    dt { (label) " · " (lang.say("mục", "entry")) " " (entry.seq) }
                    dd style="overflow-wrap:anywhere" {
                        (Ms(entry.at_ms).text()) " · " (by(&entry.actor, lang)) br;
                        (grouped(&hex::encode(&entry.hash)))
                    }
                }
            }
        }
    }
}

/// Hexadecimal digits in groups of four, as on paper.
fn grouped(hash: &str) -> String {
    let letters: Vec<char> = hash.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}
