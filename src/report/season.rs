//! The season: the roll-up over all fairs of some months, as the half-year reports state it, with
//! what was published beside what the books say.

use super::{
    counts::Counts,
    cube::{self, Cube, Scope},
    online::{self, Sold},
    store::{self, FairSums},
};
use crate::base::share::{Share, per};
use crate::{
    base::{
        clock::date_text,
        lang::{Lang, Say},
        money::Money,
    },
    fair::{
        kinds::{Kind, Level},
        source_figures::{self, Measure},
    },
};
use jiff::civil::Date;
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};

/// The season report; its JSON is the command's and the address's answer.
#[derive(Debug, Clone, Serialize)]
pub struct Season {
    /// First business date.
    pub from: Date,
    /// Last business date.
    pub to: Date,
    /// How many fairs, and which.
    pub fairs: FairCounts,
    /// The figures and their breakdowns, over the fairs. Sales points are not among them.
    #[serde(flatten)]
    pub cube: Cube,
    /// As published, added up over the fairs.
    pub published: Published,
    /// Derived less published; none where nothing was published.
    pub difference: Difference,
    /// Every fair.
    pub by_fair: Vec<FairPart>,
    /// Sums by level.
    pub by_level: Vec<LevelPart>,
    /// Revenue by month and level.
    pub by_month: Vec<MonthPart>,
    /// Permanent sales points, beside the fairs.
    pub sales_points: SalesPoints,
    /// What was sold online in the whole months of the period, beside the fairs.
    pub online: Sold,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal; empty in an empty book.
    pub journal_head: String,
}

/// Fairs of the period: those that overlap it, without permanent sales points.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FairCounts {
    /// All.
    pub count: i64,
    /// Those that a source names by level.
    pub stated: i64,
    /// By level.
    pub by_level: Counts,
    /// By kind.
    pub by_kind: Counts,
}

/// What sources published.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Published {
    /// Fairs, those not named included; 0 where no source says how many.
    pub fairs: i64,
    /// Visits.
    pub visits: i64,
    /// Đồng.
    pub revenue: Money,
    /// Đồng.
    pub revenue_local_zone: Money,
}

/// Derived less published.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Difference {
    /// Fairs named by level less those published.
    pub fairs: Option<i64>,
    /// Visits.
    pub visits: Option<i64>,
    /// Đồng.
    pub revenue: Option<Money>,
    /// Đồng.
    pub revenue_local_zone: Option<Money>,
}

/// One fair's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FairPart {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Level word.
    pub level: String,
    /// Kind word.
    pub kind: String,
    /// First day.
    pub starts_on: String,
    /// Last day.
    pub ends_on: Option<String>,
    /// False: only late sales of it fall into the period; it is not counted.
    pub in_period: bool,
    /// Visits.
    pub visits: i64,
    /// Sales less voids.
    pub sales: i64,
    /// Đồng.
    pub revenue: Money,
    /// Đồng.
    pub revenue_local_zone: Money,
    /// Of the revenue of all fairs.
    pub share: Share,
    /// Of its own payments.
    pub cashless_share: Share,
    /// As published.
    pub published_visits: Option<i64>,
    /// As published, đồng.
    pub published_revenue: Option<Money>,
    /// As published, đồng.
    pub published_revenue_local_zone: Option<Money>,
    /// Derived less published.
    pub difference_visits: Option<i64>,
    /// Derived less published, đồng.
    pub difference_revenue: Option<Money>,
}

/// One level's sums.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelPart {
    /// Level word.
    pub code: String,
    /// In Vietnamese.
    pub name: String,
    /// Fairs.
    pub fairs: i64,
    /// Visits.
    pub visits: i64,
    /// Sales less voids.
    pub sales: i64,
    /// Đồng.
    pub revenue: Money,
    /// Of all revenue.
    pub share: Share,
    /// The local zone's share of this level's revenue.
    pub local_zone_share: Share,
    /// Of its own payments.
    pub cashless_share: Share,
    /// Đồng.
    pub spend_per_visit: Money,
}

/// One month's revenue of one level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthPart {
    /// yyyy-mm.
    pub month: String,
    /// Level word.
    pub level: String,
    /// Đồng.
    pub revenue: Money,
}

/// Permanent sales points.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SalesPoints {
    /// How many.
    pub count: i64,
    /// Visits.
    pub visits: i64,
    /// Sales less voids.
    pub sales: i64,
    /// Đồng.
    pub revenue: Money,
    /// Of their own payments.
    pub cashless_share: Share,
    /// Every one.
    pub by_point: Vec<FairPart>,
}

/// Refuses a period that ends before it begins; nothing would fall into it.
pub fn check(from: Date, to: Date) -> Result<(), Say> {
    if from <= to {
        return Ok(());
    }
    let (from, to) = (date_text(from), date_text(to));
    Err(Say::new(
        format!("Kỳ báo cáo ngược ngày: từ {from} đến {to}"),
        format!("The period ends before it begins: {from} to {to}"),
    ))
}

/// Adds up the season from `from` to `to`, in one read transaction.
pub async fn season(db: &mut SqliteConnection, from: Date, to: Date) -> sqlx::Result<Season> {
    let mut reading = db.begin().await?;
    let it = read(&mut reading, from, to).await?;
    reading.commit().await?;
    Ok(it)
}

/// Adds up the season within a read transaction that is begun.
pub async fn read(reading: &mut SqliteConnection, from: Date, to: Date) -> sqlx::Result<Season> {
    let head = store::head(&mut *reading).await?;
    let all = store::fairs(&mut *reading, &from.to_string(), &to.to_string()).await?;
    let point = |fair: &FairSums| fair.kind == Kind::SalesPoint.as_str();
    let (points, fairs): (Vec<_>, Vec<_>) = all.into_iter().partition(point);
    let scope = Scope { from, to, fairs: fairs.iter().map(|fair| fair.id).collect(), booth: None };
    let cube = cube::load(&mut *reading, &scope).await?;
    let months = store::months(&mut *reading, &scope).await?;
    let (first, last) = (from.to_string(), to.to_string());
    let whole = source_figures::store::published(reading, &first, &last).await?;
    let online = online::sold(reading, (from, to), cube.figures.revenue).await?;
    let (pos, hash) = head.unwrap_or_default();
    let (published, difference) = published(&fairs, &cube, whole);
    let month = |(month, level, revenue)| MonthPart { month, level, revenue: Money(revenue) };
    Ok(Season {
        from,
        to,
        fairs: counts(&fairs),
        by_fair: fair_parts(&fairs),
        by_level: levels(&fairs),
        by_month: months.into_iter().map(month).collect(),
        sales_points: sales_points(&points),
        online,
        cube,
        published,
        difference,
        journal_pos: pos,
        journal_head: hex::encode(hash),
    })
}

fn counts(fairs: &[FairSums]) -> FairCounts {
    let mut by_level = Counts::zeros(Level::ALL.iter().map(|level| level.as_str()));
    let kinds = Kind::REAL.iter().filter(|kind| **kind != Kind::SalesPoint);
    let mut by_kind = Counts::zeros(kinds.map(|kind| kind.as_str()));
    for fair in fairs.iter().filter(|fair| fair.in_period) {
        by_level.add(&fair.level, 1);
        by_kind.add(&fair.kind, 1);
    }
    let count = by_level.sum();
    let stated = count - by_level.get(Level::NotStated.as_str());
    FairCounts { count, stated, by_level, by_kind }
}

/// What was published of the whole period goes before the sum of what was published fair by fair.
fn published(
    fairs: &[FairSums],
    cube: &Cube,
    whole: Vec<(String, i64)>,
) -> (Published, Difference) {
    let said = |measure: Measure| {
        whole.iter().find(|(word, _)| word == measure.as_str()).map(|(_, value)| *value)
    };
    let sum = |pick: fn(&FairSums) -> Option<i64>| {
        // A fair of another period, of which only late sales fall here, was published there.
        let counted = fairs.iter().filter(|fair| fair.in_period);
        let stated: Vec<i64> = counted.filter_map(pick).collect();
        (!stated.is_empty()).then(|| stated.iter().sum::<i64>())
    };
    let visits = said(Measure::Visits).or(sum(|fair| fair.published_visits));
    let revenue = said(Measure::Revenue).or(sum(|fair| fair.published_revenue)).map(Money);
    let local = said(Measure::RevenueLocalZone)
        .or(sum(|fair| fair.published_revenue_local_zone))
        .map(Money);
    let count = said(Measure::Fairs);
    let published = Published {
        fairs: count.unwrap_or_default(),
        visits: visits.unwrap_or_default(),
        revenue: revenue.unwrap_or_default(),
        revenue_local_zone: local.unwrap_or_default(),
    };
    let difference = Difference {
        fairs: count.map(|count| counts(fairs).stated - count),
        visits: visits.map(|visits| cube.figures.visits - visits),
        revenue: revenue.map(|revenue| cube.figures.revenue - revenue),
        revenue_local_zone: local.map(|local| cube.figures.revenue_local_zone - local),
    };
    (published, difference)
}

fn fair_parts(fairs: &[FairSums]) -> Vec<FairPart> {
    let whole = fairs.iter().map(|fair| fair.revenue).sum();
    let part = |fair: &FairSums| FairPart {
        code: fair.code.clone(),
        name: fair.name.clone(),
        level: fair.level.clone(),
        kind: fair.kind.clone(),
        starts_on: fair.starts_on.clone(),
        ends_on: fair.ends_on.clone(),
        in_period: fair.in_period,
        visits: fair.visits,
        sales: fair.sales,
        revenue: Money(fair.revenue),
        revenue_local_zone: Money(fair.revenue_local_zone),
        share: Share::of(fair.revenue, whole),
        cashless_share: Share::of(fair.cashless, fair.tendered),
        published_visits: fair.published_visits,
        published_revenue: fair.published_revenue.map(Money),
        published_revenue_local_zone: fair.published_revenue_local_zone.map(Money),
        difference_visits: fair.published_visits.map(|visits| fair.visits - visits),
        difference_revenue: fair.published_revenue.map(|sum| Money(fair.revenue - sum)),
    };
    fairs.iter().map(part).collect()
}

fn levels(fairs: &[FairSums]) -> Vec<LevelPart> {
    let whole = fairs.iter().map(|fair| fair.revenue).sum();
    let part = |level: &Level| {
        let of_level: Vec<_> = fairs.iter().filter(|it| it.level == level.as_str()).collect();
        let sum = |pick: fn(&FairSums) -> i64| of_level.iter().map(|fair| pick(fair)).sum::<i64>();
        let (visits, revenue) = (sum(|fair| fair.visits), sum(|fair| fair.revenue));
        LevelPart {
            code: level.as_str().to_owned(),
            name: level.label(Lang::Vi).to_owned(),
            fairs: sum(|fair| i64::from(fair.in_period)),
            visits,
            sales: sum(|fair| fair.sales),
            revenue: Money(revenue),
            share: Share::of(revenue, whole),
            local_zone_share: Share::of(sum(|fair| fair.revenue_local_zone), revenue),
            cashless_share: Share::of(sum(|fair| fair.cashless), sum(|fair| fair.tendered)),
            spend_per_visit: Money(per(revenue, visits)),
        }
    };
    Level::ALL.iter().map(part).collect()
}

fn sales_points(points: &[FairSums]) -> SalesPoints {
    let sum = |pick: fn(&FairSums) -> i64| points.iter().map(pick).sum::<i64>();
    SalesPoints {
        count: points.len() as i64,
        visits: sum(|point| point.visits),
        sales: sum(|point| point.sales),
        revenue: Money(sum(|point| point.revenue)),
        cashless_share: Share::of(sum(|point| point.cashless), sum(|point| point.tendered)),
        by_point: fair_parts(points),
    }
}
