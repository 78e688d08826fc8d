//! The tables of each report, in the order of the page, in the language asked for. CSV, workbooks
//! and pages are all made of these.

mod account;
mod figures;
mod goods;
mod lot;
mod parts;

use super::{
    booth::BoothReport,
    cube::Cube,
    fair::FairReport,
    localities::label,
    online::words::platforms,
    products::{Products, Status},
    season::Season,
    table::{Cell, Source, Table},
    trace::Filter,
    words::stars,
};
use crate::{
    base::{lang::Lang, money::Money},
    catalog::{
        kinds::{SubjectType, group_name},
        papers::Platform,
    },
    fair::kinds::{Kind, Level, Zone},
    payment::event::Method,
};
pub use account::{goods_account, stock_account};
pub use figures::figures;
use goods::{products, samples, stock};
pub use lot::lot;
use parts::{
    booths, counted, fairs, fairs_published, gate_hours, gates, levels, parts, payments, published,
    tenders,
};
use std::str::FromStr;

/// Which label a code has in a language.
pub type Label = fn(&str, Lang) -> String;

/// The label of a zone word.
pub fn zone(code: &str, lang: Lang) -> String {
    Zone::from_str(code).map_or(code.to_owned(), |it| it.label(lang).to_owned())
}

/// The label of a level word.
pub fn level(code: &str, lang: Lang) -> String {
    Level::from_str(code).map_or(code.to_owned(), |it| it.label(lang).to_owned())
}

/// The label of a kind word.
pub fn kind(code: &str, lang: Lang) -> String {
    Kind::from_str(code).map_or(code.to_owned(), |it| it.label(lang).to_owned())
}

/// The label of a method word.
pub fn method(code: &str, lang: Lang) -> String {
    Method::from_str(code).map_or(code.to_owned(), |it| it.label(lang).to_owned())
}

fn form(code: &str, lang: Lang) -> String {
    SubjectType::from_str(code).map_or(code.to_owned(), |it| it.label(lang).to_owned())
}

fn status(code: &str, lang: Lang) -> String {
    Status::from_str(code).map_or(code.to_owned(), |it| it.label(lang).to_owned())
}

fn group(code: &str, lang: Lang) -> String {
    group_name(code.parse().unwrap_or(0), lang).to_owned()
}

fn star(code: &str, lang: Lang) -> String {
    stars(code.parse().unwrap_or(0), lang)
}

fn same(code: &str, lang: Lang) -> String {
    if code.is_empty() { lang.say("Không ghi", "Not stated").to_owned() } else { code.to_owned() }
}

/// `03/06/2024` of `2024-06-03`.
pub fn day(code: &str, _: Lang) -> String {
    crate::base::clock::stored_date_text(code)
}

/// `9 giờ`, `09:00`.
pub fn hour(code: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{} giờ", code.parse::<i64>().unwrap_or(0)),
        Lang::En => format!("{code}:00"),
    }
}

/// A season beside what was published of it.
fn season_published(it: &Season, lang: Lang) -> Option<Table> {
    let (whole, said, by) = (&it.cube.figures, &it.published, &it.difference);
    let money = |said: Money, by: Option<Money>| by.map(|by| (Cell::Money(said), Cell::Money(by)));
    let fairs = by.fairs.map(|by| (Cell::Count(said.fairs), Cell::Count(by)));
    let visits = by.visits.map(|by| (Cell::Count(said.visits), Cell::Count(by)));
    let all = vec![
        (lang.say("Hội chợ nêu cấp", "Fairs named by level"), Cell::Count(it.fairs.stated), fairs),
        (lang.say("Lượt khách", "Visits"), Cell::Count(whole.visits), visits),
        (
            lang.say("Doanh thu (đ)", "Revenue (đ)"),
            Cell::Money(whole.revenue),
            money(said.revenue, by.revenue),
        ),
        (
            lang.say("Khu trong tỉnh (đ)", "Local zone (đ)"),
            Cell::Money(whole.revenue_local_zone),
            money(said.revenue_local_zone, by.revenue_local_zone),
        ),
    ];
    published(all, lang)
}

/// A fair beside what was published of it.
fn fair_published(it: &FairReport, lang: Lang) -> Option<Table> {
    let whole = &it.cube.figures;
    let money = |said: Option<Money>, by: Option<Money>| {
        said.zip(by).map(|(said, by)| (Cell::Money(said), Cell::Money(by)))
    };
    let visits = it.published_visits.zip(it.difference_visits);
    let all = vec![
        (
            lang.say("Lượt khách", "Visits"),
            Cell::Count(whole.visits),
            visits.map(|(said, by)| (Cell::Count(said), Cell::Count(by))),
        ),
        (
            lang.say("Doanh thu (đ)", "Revenue (đ)"),
            Cell::Money(whole.revenue),
            money(it.published_revenue, it.difference_revenue),
        ),
        (
            lang.say("Khu trong tỉnh (đ)", "Local zone (đ)"),
            Cell::Money(whole.revenue_local_zone),
            money(it.published_revenue_local_zone, it.difference_revenue_local_zone),
        ),
    ];
    published(all, lang)
}

/// The tables of a season.
pub fn season(it: &Season, lang: Lang) -> Vec<Table> {
    let cube = &it.cube;
    let to_booths = |_: &str| Some(Source::Table("by_booth"));
    let to_fairs = |_: &str| Some(Source::Table("by_fair"));
    let to_day = |code: &str| Some(Source::Day(code.to_owned()));
    let mut tables = vec![levels(it, lang)];
    tables.extend(season_published(it, lang));
    tables.push(fairs("by_fair", &it.by_fair, lang));
    tables.extend(fairs_published(&it.by_fair, lang));
    tables.extend(common(cube, lang, (&to_booths, &to_day, &to_fairs, &to_fairs)));
    tables.push(products(&cube.by_product, lang, |_| None));
    tables.extend(samples(&cube.samples, lang));
    tables.push(payments(cube.figures.revenue, cube.figures.rounding, lang));
    tables.push(tenders(&cube.by_tender, lang, |_| Some(Source::Table("by_fair"))));
    tables.push(gates(&cube.by_gate, lang, |gate| Some(Source::Fair(gate.fair.clone()))));
    tables.extend(platforms(&it.online, lang));
    if !it.sales_points.by_point.is_empty() {
        tables.push(fairs("sales_points", &it.sales_points.by_point, lang));
    }
    tables
}

/// The tables of a fair.
pub fn fair(it: &FairReport, lang: Lang) -> Vec<Table> {
    let sales = |filter: Filter| Some(Source::Sales(it.code.clone(), filter));
    let to_booths = |_: &str| Some(Source::Table("by_booth"));
    let to_day = |code: &str| sales(Filter { day: code.parse().ok(), ..Filter::default() });
    let to_hour = |code: &str| sales(Filter { hour: code.parse().ok(), ..Filter::default() });
    let to_star = |code: &str| sales(Filter { star: code.parse().ok(), ..Filter::default() });
    let mut tables: Vec<Table> = fair_published(it, lang).into_iter().collect();
    tables.extend(common(&it.cube, lang, (&to_booths, &to_day, &to_hour, &to_star)));
    let product = |id| Filter { product: Some(id), ..Filter::default() };
    let method = |word| Filter { method: Some(word), ..Filter::default() };
    tables.push(products(&it.cube.by_product, lang, |id| sales(product(id))));
    tables.extend(samples(&it.cube.samples, lang));
    let whole = &it.cube.figures;
    tables.push(payments(whole.revenue, whole.rounding, lang));
    tables.push(tenders(&it.cube.by_tender, lang, |word| sales(method(word))));
    tables.push(gates(&it.cube.by_gate, lang, |_| Some(Source::Table("by_gate_hour"))));
    tables.push(gate_hours(&it.cube.by_gate, lang));
    tables
}

/// The tables of a booth's statement.
pub fn booth(it: &BoothReport, lang: Lang) -> Vec<Table> {
    let base = || Filter { booth: Some(it.code.clone()), ..Filter::default() };
    let sales = |filter: Filter| Some(Source::Sales(it.fair.clone(), filter));
    let to_day = |code: &str| sales(Filter { day: code.parse().ok(), ..base() });
    let to_hour = |code: &str| sales(Filter { hour: code.parse().ok(), ..base() });
    let title = |vi, en| lang.say(vi, en);
    let mut tables = vec![
        parts("by_day", title("Theo ngày", "By day"), &it.by_day, (day, lang), &to_day),
        parts("by_hour", title("Theo giờ", "By hour"), &it.by_hour, (hour, lang), &to_hour),
        products(&it.by_product, lang, |id| sales(Filter { product: Some(id), ..base() })),
        payments(it.revenue, it.rounding, lang),
        tenders(&it.by_tender, lang, |word| sales(Filter { method: Some(word), ..base() })),
    ];
    tables.extend(samples(&it.samples, lang));
    tables.push(stock(it, lang));
    tables
}

/// The tables of the catalogue's indicators.
pub fn catalogue(it: &Products, lang: Lang) -> Vec<Table> {
    let mut tables = vec![
        counted("by_star", lang.say("Theo hạng sao", "By star"), &it.by_star, (star, lang)),
        counted(
            "by_product_group",
            lang.say("Theo nhóm sản phẩm", "By product group"),
            &it.by_product_group,
            (group, lang),
        ),
        counted(
            "by_producer_type",
            lang.say("Sản phẩm theo loại chủ thể", "Products by kind of producer"),
            &it.by_producer_type,
            (form, lang),
        ),
        counted(
            "producers_by_type",
            lang.say("Chủ thể theo loại", "Producers by kind"),
            &it.producers_by_type,
            (form, lang),
        ),
        counted(
            "by_certificate",
            lang.say("Giấy chứng nhận", "Certificates"),
            &it.by_certificate,
            (status, lang),
        ),
    ];
    let mut renew = Table::new(
        "to_renew",
        lang.say("Cần đánh giá lại", "To be rated anew"),
        &[
            lang.say("Sản phẩm", "Product"),
            lang.say("Chủ thể", "Producer"),
            lang.say("Hết hạn", "Expires"),
            lang.say("Tình trạng", "State"),
        ],
    );
    for one in &it.to_renew {
        let cells = vec![
            Cell::text(&one.name),
            Cell::text(&one.producer),
            Cell::Date(one.expires_on),
            Cell::text(one.status.label(lang)),
        ];
        renew.row(cells, Some(Source::Product(one.uid.to_string())));
    }
    tables.push(listings(it, lang));
    tables.push(renew);
    tables
}

/// How many products stand on which platform.
fn listings(it: &Products, lang: Lang) -> Table {
    let (heads, title) = (
        [
            lang.say("Sàn", "Platform"),
            lang.say("#Sản phẩm", "#Products"),
            lang.say("%Trên tổng số", "%Of all"),
        ],
        lang.say("Trên sàn thương mại điện tử", "On sales platforms"),
    );
    let mut table = Table::new("by_platform", title, &heads);
    for part in &it.by_platform {
        let name = part.code.parse::<Platform>().map_or("", |it| it.label(lang));
        let cells = vec![Cell::text(name), Cell::Count(part.count), Cell::Share(part.share)];
        table.row(cells, None);
    }
    table
}

type ToSource<'a> = &'a dyn Fn(&str) -> Option<Source>;

/// The breakdowns that a season and a fair have in common. Sources of places, days, hours, stars.
fn common(
    cube: &Cube,
    lang: Lang,
    (place, of_day, of_hour, of_star): (ToSource, ToSource, ToSource, ToSource),
) -> Vec<Table> {
    let title = |vi, en| lang.say(vi, en);
    let nowhere = |_: &str| None;
    let zones = title("Theo khu gian hàng", "By zone");
    let units = title("Theo địa phương", "By locality");
    let today = title("Theo địa phương ngày nay", "By locality of today");
    let provinces = title("Theo tỉnh ngày nay", "By province of today");
    let to_units = &|_: &str| Some(Source::Table("by_origin_unit"));
    let groups = title("Theo nhóm sản phẩm", "By product group");
    let stars = title("Theo hạng sao", "By star");
    let forms = title("Theo loại chủ thể", "By kind of producer");
    vec![
        parts("by_zone", zones, &cube.by_zone, (zone, lang), place),
        parts("by_star", stars, &cube.by_star, (star, lang), of_star),
        parts("by_product_group", groups, &cube.by_product_group, (group, lang), &nowhere),
        parts("by_producer_type", forms, &cube.by_producer_type, (form, lang), &nowhere),
        parts("by_day", title("Theo ngày", "By day"), &cube.by_day, (day, lang), of_day),
        parts("by_hour", title("Theo giờ", "By hour"), &cube.by_hour, (hour, lang), of_hour),
        parts("by_origin_unit", units, &cube.by_origin_unit, (same, lang), place),
        parts("by_unit_today", today, &cube.by_unit_today, (label, lang), to_units),
        parts("by_province_today", provinces, &cube.by_province_today, (label, lang), to_units),
        booths(&cube.by_booth, &cube.figures, lang),
    ]
}
