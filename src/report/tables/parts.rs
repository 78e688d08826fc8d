//! One table for each kind of breakdown.

use super::{Label, ToSource, level, method, zone};
use crate::{
    base::{clock::stored_date_text, lang::Lang, money::Money, share::Share},
    report::{
        cube::{BoothPart, Figures, GatePart, Part, TenderPart},
        products::Counted,
        season::{FairPart, Season},
        table::{Cell, Source, Table},
    },
};

pub(super) fn revenue_head(lang: Lang) -> &'static str {
    lang.say("#Doanh thu (đ)", "#Revenue (đ)")
}

pub(super) fn total(lang: Lang) -> Cell {
    Cell::text(lang.say("Cộng", "Total"))
}

/// Fairs by level: the table that the half-year report prints.
pub fn levels(it: &Season, lang: Lang) -> Table {
    let mut table = Table::new(
        "by_level",
        lang.say("Theo cấp hội chợ", "By level"),
        &[
            lang.say("Cấp hội chợ", "Level"),
            lang.say("#Số hội chợ", "#Fairs"),
            lang.say("#Lượt khách", "#Visits"),
            revenue_head(lang),
            lang.say("#Khu trong tỉnh", "#Local zone"),
            lang.say("#Không tiền mặt", "#Cashless"),
            lang.say("#Chi tiêu / lượt (đ)", "#Spend per visit (đ)"),
        ],
    );
    for part in &it.by_level {
        let cells = vec![
            Cell::Text(level(&part.code, lang)),
            Cell::Count(part.fairs),
            Cell::Count(part.visits),
            Cell::Money(part.revenue),
            Cell::Share(part.local_zone_share),
            Cell::Share(part.cashless_share),
            Cell::Money(part.spend_per_visit),
        ];
        table.row(cells, Some(Source::Table("by_fair")));
    }
    let whole = &it.cube.figures;
    table.with_total(vec![
        total(lang),
        Cell::Count(it.fairs.count),
        Cell::Count(whole.visits),
        Cell::Money(whole.revenue),
        Cell::Share(whole.local_zone_share),
        Cell::Share(whole.cashless_share),
        Cell::Money(whole.spend_per_visit),
    ])
}

/// A figure of the books beside what a source published of it; none where none did.
pub type Beside = (&'static str, Cell, Option<(Cell, Cell)>);

/// What the books say beside what was published, with the difference; no table where nothing was.
pub fn published(all: Vec<Beside>, lang: Lang) -> Option<Table> {
    let mut table = Table::new(
        "published",
        lang.say("Theo sổ và theo công bố", "By the books and as published"),
        &[
            lang.say("Chỉ tiêu", "Figure"),
            lang.say("#Theo sổ", "#By the books"),
            lang.say("#Công bố", "#Published"),
            lang.say("#Chênh lệch", "#Difference"),
        ],
    );
    let any = all.iter().any(|(_, _, published)| published.is_some());
    for (name, derived, published) in all {
        let (published, difference) = published.unwrap_or((Cell::Nothing, Cell::Nothing));
        table.row(vec![Cell::text(name), derived, published, difference], None);
    }
    any.then_some(table)
}

/// Fairs or sales points.
pub fn fairs(id: &'static str, all: &[FairPart], lang: Lang) -> Table {
    let title = match id {
        "sales_points" => lang.say("Điểm bán hàng OCOP (không tính vào hội chợ)", "Sales points"),
        _ => lang.say("Từng hội chợ", "Every fair"),
    };
    let mut table = Table::new(
        id,
        title,
        &[
            lang.say("Hội chợ", "Fair"),
            lang.say("Cấp", "Level"),
            lang.say("Thời gian", "Days"),
            lang.say("#Lượt khách", "#Visits"),
            revenue_head(lang),
            lang.say("#Khu trong tỉnh (đ)", "#Local zone (đ)"),
            lang.say("#Không tiền mặt", "#Cashless"),
        ],
    );
    for fair in all {
        let late = match fair.in_period {
            true => "",
            false => lang.say(" – chỉ phiếu đến muộn", " – late sales only"),
        };
        let cells = vec![
            Cell::Text(format!("{} ({}){late}", fair.name, fair.code)),
            Cell::Text(level(&fair.level, lang)),
            Cell::Text(days(&fair.starts_on, fair.ends_on.as_deref(), lang)),
            Cell::Count(fair.visits),
            Cell::Money(fair.revenue),
            Cell::Money(fair.revenue_local_zone),
            Cell::Share(fair.cashless_share),
        ];
        table.row(cells, Some(Source::Fair(fair.code.clone())));
    }
    let sum = |of: fn(&FairPart) -> Money| Cell::Money(all.iter().map(of).sum());
    table.with_total(vec![
        total(lang),
        Cell::Nothing,
        Cell::Nothing,
        Cell::Count(all.iter().map(|fair| fair.visits).sum()),
        sum(|fair| fair.revenue),
        sum(|fair| fair.revenue_local_zone),
        Cell::Nothing,
    ])
}

/// `04/01 – 08/01/2024`, `từ 01/12/2023`.
pub(super) fn days(from: &str, to: Option<&str>, lang: Lang) -> String {
    let from = stored_date_text(from);
    let Some(to) = to.map(stored_date_text) else {
        return format!("{}\u{a0}{from}", lang.say("từ", "since"));
    };
    // The year is said once.
    let (day, year) = from.split_at_checked(5).unwrap_or((&from, ""));
    let from = if to.ends_with(year) { day } else { from.as_str() };
    format!("{from}\u{a0}–\u{a0}{to}")
}

/// Fairs of which something was published, beside what the books say; none where nothing was.
pub fn fairs_published(all: &[FairPart], lang: Lang) -> Option<Table> {
    let mut table = Table::new(
        "fairs_published",
        lang.say("Từng hội chợ: theo sổ và theo công bố", "Every fair, and as published"),
        &[
            lang.say("Hội chợ", "Fair"),
            lang.say("#Lượt khách", "#Visits"),
            lang.say("#Công bố", "#Published"),
            lang.say("#Chênh lệch", "#Difference"),
            revenue_head(lang),
            lang.say("#Công bố (đ)", "#Published (đ)"),
            lang.say("#Chênh lệch (đ)", "#Difference (đ)"),
        ],
    );
    let count = |count: Option<i64>| count.map_or(Cell::Nothing, Cell::Count);
    let money = |sum: Option<Money>| sum.map_or(Cell::Nothing, Cell::Money);
    // A fair of another period, of which only late sales fall here, was published there.
    let said = |fair: &&FairPart| {
        fair.in_period && (fair.published_visits.is_some() || fair.published_revenue.is_some())
    };
    for fair in all.iter().filter(said) {
        let cells = vec![
            Cell::text(&fair.name),
            Cell::Count(fair.visits),
            count(fair.published_visits),
            count(fair.difference_visits),
            Cell::Money(fair.revenue),
            money(fair.published_revenue),
            money(fair.difference_revenue),
        ];
        table.row(cells, Some(Source::Fair(fair.code.clone())));
    }
    (!table.rows.is_empty()).then_some(table)
}

/// A breakdown into parts; sales and visits are columns where the parts have them.
pub(super) fn parts(
    id: &'static str,
    title: &str,
    all: &[Part],
    (label, lang): (Label, Lang),
    source: ToSource,
) -> Table {
    let timed = all.iter().any(|part| part.visits.is_some_and(|visits| visits != 0));
    let counted = all.iter().any(|part| part.sales.is_some());
    let mut heads = vec![lang.say("Mục", "Item")];
    if timed {
        heads.push(lang.say("#Lượt khách", "#Visits"));
    }
    if counted {
        heads.push(lang.say("#Phiếu bán", "#Sales"));
    }
    heads.extend([revenue_head(lang), lang.say("%Tỷ trọng", "%Share")]);
    let line = |name: Cell, visits: i64, sales: i64, revenue: Money, share: Share| {
        let mut cells = vec![name];
        cells.extend(timed.then_some(Cell::Count(visits)));
        cells.extend(counted.then_some(Cell::Count(sales)));
        cells.extend([Cell::Money(revenue), Cell::Share(share)]);
        cells
    };
    let mut table = Table::new(id, title, &heads);
    let (mut visits, mut sales, mut revenue) = (0, 0, Money::ZERO);
    for part in all {
        let (here, sold) = (part.visits.unwrap_or(0), part.sales.unwrap_or(0));
        // A day stays a day, so that a sheet can sort it.
        let day = (id == "by_day").then(|| Cell::stored_date(&part.code));
        let name = day.unwrap_or_else(|| Cell::Text(label(&part.code, lang)));
        table.row(line(name, here, sold, part.revenue, part.share), source(&part.code));
        visits += here;
        sales += sold;
        revenue += part.revenue;
    }
    table.with_total(line(total(lang), visits, sales, revenue, Share::of(revenue.0, revenue.0)))
}

/// Booths, the largest revenue first.
pub fn booths(all: &[BoothPart], whole: &Figures, lang: Lang) -> Table {
    let mut table = Table::new(
        "by_booth",
        lang.say("Theo gian hàng", "By booth"),
        &[
            lang.say("Gian hàng", "Booth"),
            lang.say("Hội chợ", "Fair"),
            lang.say("Khu, địa phương", "Zone, locality"),
            lang.say("#Phiếu bán", "#Sales"),
            revenue_head(lang),
            lang.say("%Tỷ trọng", "%Share"),
            lang.say("#Không tiền mặt", "#Cashless"),
        ],
    );
    for booth in all {
        let zone = zone(&booth.zone, lang);
        let place = match booth.origin_unit.as_str() {
            "" => zone,
            unit => format!("{zone} · {unit}"),
        };
        let cells = vec![
            Cell::Text(format!("{} · {}", booth.code, booth.name)),
            Cell::text(&booth.fair),
            Cell::Text(place),
            Cell::Count(booth.sales),
            Cell::Money(booth.revenue),
            Cell::Share(booth.share),
            Cell::Share(booth.cashless_share),
        ];
        table.row(cells, Some(Source::Booth(booth.fair.clone(), booth.code.clone())));
    }
    table.with_total(vec![
        total(lang),
        Cell::Nothing,
        Cell::Nothing,
        Cell::Count(whole.sales),
        Cell::Money(whole.revenue),
        Cell::Share(Share::of(whole.revenue.0, whole.revenue.0)),
        Cell::Share(whole.cashless_share),
    ])
}

/// What was sold and what was paid differ by the rounding of cash, which stands between them.
pub fn payments(revenue: Money, rounding: Money, lang: Lang) -> Table {
    let mut table = Table::new(
        "payments",
        lang.say("Doanh thu và tiền đã trả", "Revenue and payments"),
        &[lang.say("Mục", "Item"), lang.say("#Số tiền (đ)", "#Amount (đ)")],
    );
    let booths = Some(Source::Table("by_product"));
    let sold = Cell::text(lang.say("Doanh thu", "Revenue"));
    table.row(vec![sold, Cell::Money(revenue)], booths);
    let rounded = Cell::text(lang.say("Làm tròn tiền mặt", "Cash rounding"));
    table.row(vec![rounded, Cell::Money(rounding)], None);
    let paid = Cell::text(lang.say("Tiền đã trả", "Paid"));
    table.with_total(vec![paid, Cell::Money(revenue + rounding)])
}

/// Payments by method.
pub fn tenders(all: &[TenderPart], lang: Lang, source: impl Fn(String) -> Option<Source>) -> Table {
    let mut table = Table::new(
        "by_tender",
        lang.say("Theo cách trả tiền", "By method of payment"),
        &[
            lang.say("Cách trả", "Method"),
            lang.say("#Số khoản", "#Payments"),
            lang.say("#Số tiền (đ)", "#Amount (đ)"),
            lang.say("%Tỷ trọng", "%Share"),
        ],
    );
    for part in all {
        let cells = vec![
            Cell::Text(method(&part.code, lang)),
            Cell::Count(part.count),
            Cell::Money(part.amount),
            Cell::Share(part.share),
        ];
        table.row(cells, source(part.code.clone()));
    }
    let paid: Money = all.iter().map(|part| part.amount).sum();
    table.with_total(vec![
        total(lang),
        Cell::Count(all.iter().map(|part| part.count).sum()),
        Cell::Money(paid),
        Cell::Share(Share::of(paid.0, paid.0)),
    ])
}

/// Visits by gate.
pub fn gates(all: &[GatePart], lang: Lang, source: impl Fn(&GatePart) -> Option<Source>) -> Table {
    let mut table = Table::new(
        "by_gate",
        lang.say("Lượt khách theo cổng", "Visits by gate"),
        &[
            lang.say("Cổng", "Gate"),
            lang.say("Hội chợ", "Fair"),
            lang.say("#Lượt khách", "#Visits"),
            lang.say("%Tỷ trọng", "%Share"),
        ],
    );
    let whole: i64 = all.iter().map(|gate| gate.visits).sum();
    for gate in all {
        let cells = vec![
            Cell::text(&gate.name),
            Cell::text(&gate.fair),
            Cell::Count(gate.visits),
            Cell::Share(Share::of(gate.visits, whole)),
        ];
        table.row(cells, source(gate));
    }
    let share = Cell::Share(Share::of(whole, whole));
    table.with_total(vec![total(lang), Cell::Nothing, Cell::Count(whole), share])
}

/// Visits by gate and hour of the day.
pub fn gate_hours(all: &[GatePart], lang: Lang) -> Table {
    let mut table = Table::new(
        "by_gate_hour",
        lang.say("Lượt khách theo cổng và giờ", "Visits by gate and hour"),
        &[lang.say("Cổng", "Gate"), lang.say("Giờ", "Hour"), lang.say("#Lượt khách", "#Visits")],
    );
    for gate in all {
        for (code, visits) in &gate.by_hour.0 {
            let hour = Cell::Text(super::hour(code, lang));
            table.row(vec![Cell::text(&gate.name), hour, Cell::Count(*visits)], None);
        }
    }
    let whole = all.iter().map(|gate| gate.visits).sum();
    table.with_total(vec![total(lang), Cell::Nothing, Cell::Count(whole)])
}

/// Counts of things with their shares.
pub(super) fn counted(
    id: &'static str,
    title: &str,
    all: &[Counted],
    (label, lang): (Label, Lang),
) -> Table {
    let heads = [
        lang.say("Mục", "Item"),
        lang.say("#Số lượng", "#Number"),
        lang.say("%Tỷ trọng", "%Share"),
    ];
    let mut table = Table::new(id, title, &heads);
    for part in all {
        let name = Cell::Text(label(&part.code, lang));
        table.row(vec![name, Cell::Count(part.count), Cell::Share(part.share)], None);
    }
    let sum = all.iter().map(|part| part.count).sum();
    table.with_total(vec![total(lang), Cell::Count(sum), Cell::Share(Share::of(sum, sum))])
}
