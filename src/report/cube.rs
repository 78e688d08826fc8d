//! The cube: every breakdown that a season, a fair and a booth have in common, added up from the
//! roll-ups of one scope. The parts of each breakdown add up to the whole.

use super::{
    cells::Cells,
    counts::Counts,
    goods::{self, ProductPart, SamplePart, product_parts, sample_parts},
    localities::{self, province_today, unit_today},
    moments::{Moment, moments},
    store,
    words::stars,
};
use crate::base::share::{Share, per};
use crate::{
    base::{lang::Lang, money::Money},
    catalog::kinds::{SubjectType, group_name},
    fair::kinds::Zone,
    payment::event::Method,
};
use jiff::civil::{Date, date};
use serde::Serialize;
use sqlx::SqliteConnection;
use std::collections::BTreeMap;

/// Which rows of the roll-ups are added up.
#[derive(Debug, Clone)]
pub struct Scope {
    /// First business date.
    pub from: Date,
    /// Last business date.
    pub to: Date,
    /// Row ids of fairs.
    pub fairs: Vec<i64>,
    /// Row id of the only booth, or all.
    pub booth: Option<i64>,
}

impl Scope {
    /// All days of a fair.
    pub fn fair(fair: i64) -> Scope {
        Scope { from: date(0, 1, 1), to: date(9999, 12, 31), fairs: vec![fair], booth: None }
    }

    /// The fairs as a JSON array, as statements read them.
    pub fn fairs_json(&self) -> String {
        serde_json::json!(self.fairs).to_string()
    }
}

/// The figures that every report states.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Visits (not people).
    pub visits: i64,
    /// Sales less voids.
    pub sales: i64,
    /// Sales that were taken back.
    pub voids: i64,
    /// Đồng of goods, voids taken off.
    pub revenue: Money,
    /// Đồng of booths in the zone of the province's own localities.
    pub revenue_local_zone: Money,
    /// Its share of the revenue.
    pub local_zone_share: Share,
    /// Đồng that cash rounding added; payments = revenue + rounding.
    pub rounding: Money,
    /// Paid otherwise than in cash, as a share of all payments.
    pub cashless_share: Share,
    /// Đồng of revenue for each visit.
    pub spend_per_visit: Money,
    /// Sales for each visit.
    pub conversion: Share,
    /// Đồng by method.
    pub tenders: Counts,
}

/// A part of a breakdown.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Part {
    /// Word, number or date that names it.
    pub code: String,
    /// What people call it, in Vietnamese.
    pub name: String,
    /// Sales less voids. None for parts of lines: one sale may have several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales: Option<i64>,
    /// Visits, in breakdowns by time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visits: Option<i64>,
    /// Đồng.
    pub revenue: Money,
    /// Of all revenue.
    pub share: Share,
}

/// A booth's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoothPart {
    /// The fair's code.
    pub fair: String,
    /// The booth's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its zone.
    pub zone: String,
    /// Its locality.
    pub origin_unit: String,
    /// Sales less voids.
    pub sales: i64,
    /// Đồng.
    pub revenue: Money,
    /// Of all revenue.
    pub share: Share,
    /// Of its own payments.
    pub cashless_share: Share,
}

/// A method's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TenderPart {
    /// Method word.
    pub code: String,
    /// In Vietnamese.
    pub name: String,
    /// Payments of sales; what was given back is counted as reversals.
    pub count: i64,
    /// Đồng.
    pub amount: Money,
    /// Of all payments.
    pub share: Share,
}

/// A gate's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GatePart {
    /// The fair's code.
    pub fair: String,
    /// The gate's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Visits.
    pub visits: i64,
    /// Visits by hour of the day (`09`).
    pub by_hour: Counts,
}

/// All breakdowns of one scope.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cube {
    /// The whole.
    #[serde(flatten)]
    pub figures: Figures,
    /// By zone, as it stood at the sale.
    pub by_zone: Vec<Part>,
    /// By booth.
    pub by_booth: Vec<BoothPart>,
    /// By the locality a booth stands for, as it was written at the sale.
    pub by_origin_unit: Vec<Part>,
    /// The same by the unit that this is today.
    pub by_unit_today: Vec<Part>,
    /// The same by the province that this lies in today.
    pub by_province_today: Vec<Part>,
    /// By product.
    pub by_product: Vec<ProductPart>,
    /// Free samples by booth and product; within the quantities of products, and in no revenue.
    pub samples: Vec<SamplePart>,
    /// By OCOP group.
    pub by_product_group: Vec<Part>,
    /// By the star that held on the day.
    pub by_star: Vec<Part>,
    /// By the producer's form.
    pub by_producer_type: Vec<Part>,
    /// By business date.
    pub by_day: Vec<Part>,
    /// By hour of the day.
    pub by_hour: Vec<Part>,
    /// By hour of each business date.
    pub by_day_hour: Vec<Moment>,
    /// By method of payment.
    pub by_tender: Vec<TenderPart>,
    /// Visits by gate.
    pub by_gate: Vec<GatePart>,
}

/// Adds up a scope. Call it within a read transaction, so that all figures are of one moment.
pub async fn load(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Cube> {
    Ok(cube(Cells::read(db, scope).await?))
}

fn cube(it: Cells) -> Cube {
    let Cells { sales, hours, tenders, lines, visits, .. } = it;
    let figures = figures(&sales, &tenders, &visits);
    let whole = figures.revenue;
    let vi = Lang::Vi;
    let zone = |code: &str| code.parse::<Zone>().map_or(code.into(), |it| it.label(vi).into());
    let form =
        |code: &str| code.parse::<SubjectType>().map_or(code.into(), |it| it.label(vi).into());
    let number = |code: &str| code.parse().unwrap_or(0);
    let place = |code: &str| localities::label(code, vi);
    let by_form = line_parts(&lines, whole, |cell| cell.producer_type.clone(), form);
    let by_star =
        line_parts(&lines, whole, |cell| cell.star.to_string(), |code| stars(number(code), vi));
    Cube {
        by_zone: sale_parts(&sales, whole, |cell| cell.zone.clone(), zone),
        by_origin_unit: sale_parts(&sales, whole, |cell| cell.origin_unit.clone(), str::to_owned),
        by_unit_today: sale_parts(&sales, whole, |cell| unit_today(&cell.origin_unit), place),
        by_province_today: sale_parts(
            &sales,
            whole,
            |cell| province_today(&cell.origin_unit),
            place,
        ),
        by_product_group: line_parts(
            &lines,
            whole,
            |cell| cell.ocop_group.to_string(),
            |code| group_name(number(code), vi).to_owned(),
        ),
        by_star: by_star.into_iter().rev().collect(),
        by_producer_type: largest_first(by_form),
        by_day: time_parts(&hours, &visits, whole, |day, _| day.to_owned(), str::to_owned),
        by_hour: time_parts(
            &hours,
            &visits,
            whole,
            |_, hour| format!("{hour:02}"),
            |code| format!("{} giờ", number(code)),
        ),
        by_day_hour: moments(&hours, &visits),
        by_tender: tender_parts(&tenders),
        by_gate: gate_parts(&visits),
        by_booth: booth_parts(it.booths, whole),
        by_product: product_parts(it.products, whole),
        samples: sample_parts(it.samples),
        figures,
    }
}

fn figures(
    sales: &[store::SaleCell],
    tenders: &[store::TenderSums],
    visits: &[store::VisitCell],
) -> Figures {
    let visits = visits.iter().map(|cell| cell.visits).sum();
    let voids: i64 = sales.iter().map(|cell| cell.voids).sum();
    let count = sales.iter().map(|cell| cell.sales).sum::<i64>() - voids;
    let revenue = sales.iter().map(|cell| cell.revenue).sum();
    let local = |cell: &&store::SaleCell| cell.zone == Zone::Local.as_str();
    let of_local = sales.iter().filter(local).map(|cell| cell.revenue).sum();
    // Cash and VietQR stand in every report; another method where somebody paid by it.
    let mut by_method = Counts::zeros([Method::Cash.as_str(), Method::VietQr.as_str()]);
    for tender in tenders {
        by_method.add(&tender.method, tender.amount);
    }
    let paid: i64 = tenders.iter().map(|tender| tender.taken).sum();
    let cash = tenders.iter().find(|tender| tender.method == Method::Cash.as_str());
    Figures {
        visits,
        sales: count,
        voids,
        revenue: Money(revenue),
        revenue_local_zone: Money(of_local),
        local_zone_share: Share::of(of_local, revenue),
        rounding: sales.iter().map(|cell| Money(cell.rounding)).sum(),
        cashless_share: Share::of(paid - cash.map_or(0, |tender| tender.taken), paid),
        spend_per_visit: Money(per(revenue, visits)),
        conversion: Share::of(count, visits),
        tenders: by_method,
    }
}

/// Parts in order of their code; `name` says what people call a code.
fn parts(cells: BTreeMap<String, Part>, whole: Money, name: impl Fn(&str) -> String) -> Vec<Part> {
    let finish = |(code, part): (String, Part)| Part {
        name: name(&code),
        code,
        share: Share::of(part.revenue.0, whole.0),
        ..part
    };
    cells.into_iter().map(finish).collect()
}

/// The largest first, for breakdowns without an order of their own.
fn largest_first(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by_key(|part| std::cmp::Reverse(part.revenue));
    parts
}

fn sale_parts(
    sales: &[store::SaleCell],
    whole: Money,
    code: impl Fn(&store::SaleCell) -> String,
    name: impl Fn(&str) -> String,
) -> Vec<Part> {
    let mut cells: BTreeMap<String, Part> = BTreeMap::new();
    for cell in sales {
        let part = cells.entry(code(cell)).or_default();
        *part.sales.get_or_insert(0) += cell.sales - cell.voids;
        part.revenue += Money(cell.revenue);
    }
    largest_first(parts(cells, whole, name))
}

fn line_parts(
    lines: &[goods::store::LineCell],
    whole: Money,
    code: impl Fn(&goods::store::LineCell) -> String,
    name: impl Fn(&str) -> String,
) -> Vec<Part> {
    let mut cells: BTreeMap<String, Part> = BTreeMap::new();
    for cell in lines {
        cells.entry(code(cell)).or_default().revenue += Money(cell.amount);
    }
    parts(cells, whole, name)
}

fn time_parts(
    hours: &[store::HourCell],
    visits: &[store::VisitCell],
    whole: Money,
    code: impl Fn(&str, i64) -> String,
    name: impl Fn(&str) -> String,
) -> Vec<Part> {
    let mut cells: BTreeMap<String, Part> = BTreeMap::new();
    let none = || Part { sales: Some(0), visits: Some(0), ..Part::default() };
    for cell in hours {
        let part = cells.entry(code(&cell.day, cell.hour)).or_insert_with(none);
        part.sales = part.sales.map(|sales| sales + cell.sales);
        part.revenue += Money(cell.revenue);
    }
    for cell in visits {
        let part = cells.entry(code(&cell.day, cell.hour)).or_insert_with(none);
        part.visits = part.visits.map(|visits| visits + cell.visits);
    }
    parts(cells, whole, name)
}

fn tender_parts(tenders: &[store::TenderSums]) -> Vec<TenderPart> {
    let paid = tenders.iter().map(|tender| tender.taken).sum();
    let label = |word: &str| word.parse::<Method>().map(|method| method.label(Lang::Vi));
    let part = |tender: &store::TenderSums| TenderPart {
        code: tender.method.clone(),
        name: label(&tender.method).unwrap_or(&tender.method).to_owned(),
        count: tender.count,
        amount: Money(tender.amount),
        share: Share::of(tender.taken, paid),
    };
    tenders.iter().map(part).collect()
}

fn gate_parts(visits: &[store::VisitCell]) -> Vec<GatePart> {
    let mut gates: BTreeMap<(&str, &str), GatePart> = BTreeMap::new();
    for cell in visits {
        let gate = gates.entry((&cell.fair, &cell.gate)).or_insert_with(|| GatePart {
            fair: cell.fair.clone(),
            code: cell.gate.clone(),
            name: cell.name.clone(),
            visits: 0,
            by_hour: Counts::default(),
        });
        gate.visits += cell.visits;
        gate.by_hour.add(&format!("{:02}", cell.hour), cell.visits);
    }
    for gate in gates.values_mut() {
        gate.by_hour.0.sort();
    }
    gates.into_values().collect()
}

fn booth_parts(booths: Vec<store::BoothSums>, whole: Money) -> Vec<BoothPart> {
    let part = |it: store::BoothSums| BoothPart {
        fair: it.fair,
        code: it.code,
        name: it.name,
        zone: it.zone,
        origin_unit: it.origin_unit,
        sales: it.sales,
        revenue: Money(it.revenue),
        share: Share::of(it.revenue, whole.0),
        cashless_share: Share::of(it.cashless, it.tendered),
    };
    booths.into_iter().map(part).collect()
}
