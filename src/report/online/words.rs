//! The tables and the sentence of online sales.

use super::{Online, Sold};
use crate::{
    base::{
        lang::{Lang, plural},
        money::group,
    },
    catalog::papers::month_text,
    report::{
        sentence::Sentence,
        table::{Cell, Source, Table},
        words::short,
    },
};

/// By month beside the fairs, by platform, and as entered.
pub fn tables(it: &Online, lang: Lang) -> Vec<Table> {
    let mut tables = vec![months(it, lang)];
    tables.extend(platforms(&it.sold, lang));
    tables.push(entered(it, lang));
    tables
}

fn months(it: &Online, lang: Lang) -> Table {
    let mut table = Table::new(
        "by_month",
        lang.say("Theo tháng, bên cạnh hội chợ", "By month, beside the fairs"),
        &[
            lang.say("Tháng", "Month"),
            lang.say("#Trực tuyến (đ)", "#Online (đ)"),
            lang.say("#Đơn", "#Orders"),
            lang.say("#Hội chợ (đ)", "#Fairs (đ)"),
            lang.say("%Tỷ trọng trực tuyến", "%Online share"),
        ],
    );
    for part in &it.by_month {
        let cells = vec![
            Cell::Text(month_text(part.month)),
            Cell::Money(part.revenue),
            Cell::Count(part.orders),
            Cell::Money(part.fairs),
            Cell::Share(part.share),
        ];
        table.row(cells, None);
    }
    table.with_total(vec![
        Cell::text(lang.say("Cả kỳ", "All")),
        Cell::Money(it.sold.revenue),
        Cell::Count(it.sold.orders),
        Cell::Money(it.fairs),
        Cell::Share(it.sold.share),
    ])
}

/// Platforms with their parts, where anything was entered.
pub fn platforms(it: &Sold, lang: Lang) -> Option<Table> {
    let mut table = Table::new(
        "by_platform",
        lang.say("Bán trực tuyến theo sàn", "Online sales by platform"),
        &[
            lang.say("Sàn", "Platform"),
            lang.say("#Doanh thu (đ)", "#Revenue (đ)"),
            lang.say("#Đơn", "#Orders"),
            lang.say("%Tỷ trọng", "%Share"),
        ],
    );
    for part in &it.by_platform {
        let cells = vec![
            Cell::text(part.platform.label(lang)),
            Cell::Money(part.revenue),
            Cell::Count(part.orders),
            Cell::Share(part.share),
        ];
        table.row(cells, None);
    }
    let whole = vec![
        Cell::text(lang.say("Tất cả", "All")),
        Cell::Money(it.revenue),
        Cell::Count(it.orders),
        Cell::Nothing,
    ];
    (it.months > 0).then(|| table.with_total(whole))
}

fn entered(it: &Online, lang: Lang) -> Table {
    let mut table = Table::new(
        "entered",
        lang.say("Số đã nhập", "As entered"),
        &[
            lang.say("Tháng", "Month"),
            lang.say("Sàn", "Platform"),
            lang.say("#Doanh thu (đ)", "#Revenue (đ)"),
            lang.say("#Đơn", "#Orders"),
            lang.say("Nguồn", "Source"),
        ],
    );
    for one in &it.entered {
        let cells = vec![
            Cell::Text(month_text(one.month)),
            Cell::text(one.platform.label(lang)),
            Cell::Money(one.revenue.unwrap_or_default()),
            Cell::Count(one.orders),
            Cell::text(&one.source),
        ];
        table.row(cells, None);
    }
    table
}

/// How much was sold online, and which part of all that is.
pub fn sentence(it: &Online, lang: Lang) -> Sentence {
    let (from, to) = (month_text(it.from), month_text(it.to));
    let revenue = short(it.sold.revenue, lang);
    let orders = group(it.sold.orders);
    let (fairs, share) = (short(it.fairs, lang), it.sold.share.text());
    let begun = Sentence::default();
    let there = || Source::Table("by_month");
    match lang {
        Lang::Vi => begun
            .say(format!("Từ tháng {from} đến tháng {to} bán trực tuyến "))
            .figure(revenue, there())
            .say(format!(" ({orders} đơn), hội chợ bán "))
            .figure(fairs, there())
            .say(format!("; trực tuyến chiếm {share}.")),
        Lang::En => begun
            .say(format!("From {from} to {to} goods were sold online for "))
            .figure(revenue, there())
            .say(format!(
                " ({orders} {}), at fairs for ",
                plural(it.sold.orders, "order", "orders")
            ))
            .figure(fairs, there())
            .say(format!("; online is {share}.")),
    }
}
