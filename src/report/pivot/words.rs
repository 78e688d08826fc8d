//! The table and the sentence of a wish.

use super::{Dim, Pivot, Row, Sums, Versus, ask::label, store::Named};
use crate::{
    base::{clock::date_text, lang::Lang, money::Money},
    report::{
        sentence::Sentence,
        table::{Cell, Source, Table},
        words::short,
    },
};

/// The columns beside name, revenue and share.
struct Beside {
    sales: bool,
    visits: bool,
    quantity: bool,
    versus: bool,
}

impl Beside {
    fn of(it: &Pivot) -> Beside {
        let any = |pick: fn(&Sums) -> bool| it.rows.iter().any(|row| pick(&row.sums));
        let versus = it.versus.is_some();
        Beside {
            sales: it.whole.sales.is_some(),
            // At most seven columns.
            visits: it.whole.visits.is_some() && !versus,
            quantity: any(|sums| sums.quantity.is_some()),
            versus,
        }
    }
}

/// The table; each row leads to what is within it.
pub fn table(it: &Pivot, lang: Lang) -> Table {
    let beside = Beside::of(it);
    let paid = it.ask.of_payments();
    let revenue = match paid {
        true => lang.say("#Đã trả (đ)", "#Paid (đ)"),
        false => lang.say("#Doanh thu (đ)", "#Revenue (đ)"),
    };
    let mut heads = vec![it.ask.by.label(lang), revenue, lang.say("%Tỷ trọng", "%Share")];
    if beside.sales {
        heads.push(match paid {
            true => lang.say("#Lượt trả", "#Payments"),
            false => lang.say("#Phiếu", "#Sales"),
        });
    }
    heads.extend(beside.quantity.then(|| lang.say("#Số lượng", "#Quantity")));
    heads.extend(beside.visits.then(|| lang.say("#Lượt khách", "#Visits")));
    if beside.versus {
        heads.push(lang.say("#So với (đ)", "#Against (đ)"));
        heads.push(lang.say("#Chênh lệch (đ)", "#Difference (đ)"));
        heads.push(lang.say("#Tăng, giảm", "#Change"));
    }
    let mut table = Table::new("pivot", &title(it, lang), &heads);
    for row in &it.rows {
        table.row(cells(row, &beside, it.ask.by, lang), source(it, row));
    }
    table.with_total(total(it, &beside, lang))
}

/// `Doanh thu theo khu`.
pub fn title(it: &Pivot, lang: Lang) -> String {
    let by = it.ask.by.label(lang).to_lowercase();
    match (lang, it.ask.of_payments()) {
        (Lang::Vi, true) => format!("Tiền trả theo {by}"),
        (Lang::En, true) => format!("Payments by {by}"),
        (Lang::Vi, false) => format!("Doanh thu theo {by}"),
        (Lang::En, false) => format!("Revenue by {by}"),
    }
}

/// What a row is called.
pub fn name(dim: Dim, code: &str, named: &Named, lang: Lang) -> String {
    match named {
        Named::Name(name) if matches!(dim, Dim::Booth | Dim::Fair) => format!("{code} · {name}"),
        Named::Name(name) => name.clone(),
        Named::Word => label(dim, code, lang),
    }
}

fn cells(row: &Row, beside: &Beside, by: Dim, lang: Lang) -> Vec<Cell> {
    let count = |it: Option<i64>| it.map_or(Cell::Nothing, Cell::Count);
    let named = Cell::Text(name(by, &row.code, &row.named, lang));
    let mut cells = vec![named, Cell::Money(row.sums.revenue), Cell::Share(row.share)];
    cells.extend(beside.sales.then(|| count(row.sums.sales)));
    let quantity = row.sums.quantity.map_or(Cell::Nothing, Cell::Quantity);
    cells.extend(beside.quantity.then_some(quantity));
    cells.extend(beside.visits.then(|| count(row.sums.visits)));
    if beside.versus {
        let money = |it: Option<Money>| it.map_or(Cell::Nothing, Cell::Money);
        cells.push(money(row.versus.map(|it| it.revenue)));
        cells.push(money(row.difference));
        cells.push(row.change.map_or(Cell::Nothing, Cell::Share));
    }
    cells
}

fn total(it: &Pivot, beside: &Beside, lang: Lang) -> Vec<Cell> {
    let share = crate::base::share::Share::of;
    let revenue = it.whole.revenue;
    let difference = it.versus.map(|there| revenue - there.revenue);
    let base = it.versus.map(|it| it.revenue).filter(|it| *it > Money::ZERO);
    let whole = Row {
        code: String::new(),
        named: Named::Name(lang.say("Tất cả", "All").to_owned()),
        sums: it.whole,
        share: share(revenue.0, revenue.0),
        versus: it.versus,
        difference,
        change: difference.zip(base).map(|(by, base)| share(by.0, base.0)),
    };
    cells(&whole, beside, Dim::Product, lang)
}

/// Where the parts of a row are. What only the other side has leads nowhere.
fn source(it: &Pivot, row: &Row) -> Option<Source> {
    let finest = it.ask.by == Dim::Hour && it.ask.filters.contains_key(&Dim::Product);
    let there = row.sums != Sums::default() && !row.code.is_empty();
    (there && !finest).then(|| Source::Page(format!("{PATH}?{}", it.ask.within(&row.code).query())))
}

/// Where such tables stand.
pub const PATH: &str = "/reports/table";

/// `01/01/2024 – 30/06/2024 · Khu: Trong tỉnh · so với 01/01/2023 – 30/06/2023`.
pub fn subject(it: &Pivot, lang: Lang) -> String {
    let days = |from, to| format!("{} – {}", date_text(from), date_text(to));
    let mut said = vec![days(it.ask.from, it.ask.to)];
    for (dim, named) in &it.filters {
        let code = it.ask.filters.get(dim).map_or("", String::as_str);
        said.push(format!("{}: {}", dim.label(lang), name(*dim, code, named, lang)));
    }
    let against = lang.say("so với", "against");
    said.extend(match &it.ask.versus {
        None => None,
        Some(Versus::Period(from, to)) => Some(format!("{against} {}", days(*from, *to))),
        Some(Versus::Fair(code)) => {
            Some(format!("{against} {} {code}", lang.say("hội chợ", "the fair")))
        }
    });
    said.join(" · ")
}

/// How much in all, and against what.
pub fn sentence(it: &Pivot, lang: Lang) -> Sentence {
    let begun = Sentence::default();
    let whole = short(it.whole.revenue, lang);
    let here = || Source::Table("pivot");
    let begun = match lang {
        Lang::Vi => begun.say("Cộng ").figure(whole, here()),
        Lang::En => begun.say("In all ").figure(whole, here()),
    };
    let apart = match it.ask.means_points() {
        true => ".",
        false => lang.say(", không kể điểm bán hàng.", ", sales points apart."),
    };
    let Some(there) = it.versus else { return begun.say(apart) };
    let by = it.whole.revenue - there.revenue;
    let (more, there) = (by >= Money::ZERO, short(there.revenue, lang));
    let by = short(if more { by } else { -by }, lang);
    match lang {
        Lang::Vi => begun
            .say(if more { ", hơn " } else { ", kém " })
            .figure(by, here())
            .say(format!(" so với {there}{apart}")),
        Lang::En => begun
            .say(", ")
            .figure(by, here())
            .say(if more { " more than " } else { " less than " })
            .say(format!("the {there} there{apart}")),
    }
}
