//! A table that somebody chose: what was sold by one dimension, filtered by any others, beside the
//! same of another season or fair.
//!
//! Fine roll-ups are read, so it costs hours and what is listed, not sales. What they keep apart
//! cannot be put together again: payments know neither goods nor hours, and such a wish is refused.

pub mod ask;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

pub use ask::{Ask, Dim, Versus};

use super::{
    localities::{province_today, unit_today},
    store::{self as sums, FairSums},
};
use crate::{
    base::{fold::brief, lang::Say, money::Money, quantity::Quantity, share::Share},
    fair::kinds::Kind,
};
use jiff::civil::{Date, date};
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use store::{Cell, Named, Want};

/// The report; its JSON is the address's answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pivot {
    /// What was asked.
    pub ask: Ask,
    /// What filters are called, in the order in which they are asked.
    pub filters: Vec<(Dim, Named)>,
    /// All rows together.
    pub whole: Sums,
    /// The same of what it is compared with.
    pub versus: Option<Sums>,
    /// Each row, the largest first; days, months and hours in their order.
    pub rows: Vec<Row>,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// What a row, or all of them, come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Đồng of goods, what came back taken off; of payments what was paid, rounding included.
    pub revenue: Money,
    /// Sales less voids, or payments; none where a sale may stand in several rows.
    pub sales: Option<i64>,
    /// Visits; none where gates do not tell.
    pub visits: Option<i64>,
    /// Thousandths of its unit; only of a product.
    pub quantity: Option<Quantity>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Word, number, day or id.
    pub code: String,
    /// What it is called where the code does not tell.
    pub named: Named,
    /// What it comes to.
    #[serde(flatten)]
    pub sums: Sums,
    /// Of all revenue.
    pub share: Share,
    /// What the same comes to there; none where nothing is compared.
    pub versus: Option<Sums>,
    /// Đồng more than there.
    pub difference: Option<Money>,
    /// That as a share of what it was there; none where there was nothing.
    pub change: Option<Share>,
}

/// Why a wish cannot be met.
#[derive(Debug)]
pub enum Failure {
    /// Roll-ups do not tell this.
    Untold(Say),
    /// The book could not be read.
    Store(sqlx::Error),
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Failure {
        Failure::Store(error)
    }
}

/// Reads the table, in one read transaction.
pub async fn pivot(db: &mut SqliteConnection, ask: &Ask) -> Result<Pivot, Failure> {
    ask.check().map_err(Failure::Untold)?;
    let mut reading = db.begin().await?;
    let head = sums::head(&mut reading).await?;
    let own = side(&mut reading, ask, (ask.from, ask.to), ask.filters.clone()).await?;
    let other = match &ask.versus {
        None => None,
        Some(Versus::Period(from, to)) => {
            Some(side(&mut reading, ask, (*from, *to), ask.filters.clone()).await?)
        }
        Some(Versus::Fair(code)) => {
            let ever = (date(1, 1, 1), date(9999, 12, 31));
            let mut filters = ask.filters.clone();
            filters.insert(Dim::Fair, code.clone());
            let all = sums::fairs(&mut reading, "0001-01-01", "9999-12-31").await?;
            if all.iter().all(|it| it.code != *code) {
                return Err(Failure::Untold(Say::new(
                    format!("Không có hội chợ “{}”", brief(code)),
                    format!("There is no fair “{}”", brief(code)),
                )));
            }
            Some(side(&mut reading, ask, ever, filters).await?)
        }
    };
    let mut filters = Vec::new();
    for (dim, code) in &ask.filters {
        filters.push((*dim, store::named(&mut reading, *dim, code).await?));
    }
    reading.commit().await?;
    let (journal_pos, hash) = head.unwrap_or_default();
    let versus = other.as_ref().map(whole);
    let journal_head = hex::encode(hash);
    // Booths of two fairs are compared by their own codes.
    let booths = ask.by == Dim::Booth && matches!(ask.versus, Some(Versus::Fair(_)));
    let [own, other] = [Some(own), other].map(|it| it.map(|it| if booths { bare(it) } else { it }));
    let own = own.unwrap_or_default();
    let (whole, rows) = (whole(&own), rows(ask.by, own, other));
    Ok(Pivot { ask: ask.clone(), filters, whole, versus, rows, journal_pos, journal_head })
}

/// Rows by their codes.
type Side = BTreeMap<String, (Named, Sums)>;

async fn side(
    db: &mut SqliteConnection,
    ask: &Ask,
    (from, to): (Date, Date),
    filters: BTreeMap<Dim, String>,
) -> sqlx::Result<Side> {
    let fairs = sums::fairs(&mut *db, &from.to_string(), &to.to_string()).await?;
    let points = ask.means_points() || filters.contains_key(&Dim::Fair);
    let fairs = fairs.into_iter().filter(|it| of_fair(it, &filters, points));
    let fairs: Vec<FairSums> = fairs.collect();
    let units = units(&mut *db, &filters, &fairs).await?;
    let Some((from, to)) = days((from, to), &filters) else { return Ok(Side::new()) };
    let want = Want { by: ask.by, from, to, fairs: &fairs, units, filters: &filters };
    let mut side = Side::new();
    for cell in want.cells(&mut *db).await? {
        let (code, named) = coded(ask.by, cell.code.clone(), cell.name.clone(), &fairs);
        add(&mut side, (code, named), &cell);
    }
    if ask.counts_visits() {
        for (code, visits) in want.visits(db).await? {
            let (code, named) = coded(ask.by, code, String::new(), &fairs);
            let row = side.entry(code).or_insert_with(|| (named, none()));
            *row.1.visits.get_or_insert(0) += visits;
        }
        for row in side.values_mut() {
            row.1.visits.get_or_insert(0);
        }
    }
    Ok(side)
}

/// A row in which only visits are counted yet.
fn none() -> Sums {
    Sums { sales: Some(0), ..Sums::default() }
}

/// Whether a fair is among those that are meant, be it that sales points are too.
fn of_fair(it: &FairSums, filters: &BTreeMap<Dim, String>, points: bool) -> bool {
    let is = |dim: Dim, word: &str| filters.get(&dim).is_none_or(|asked| asked == word);
    let point = it.kind == Kind::SalesPoint.as_str();
    is(Dim::Level, &it.level)
        && is(Dim::Kind, &it.kind)
        && is(Dim::Fair, &it.code)
        && (points || !point)
}

/// The localities, as they were written, that a filter of today's units lets through; none: all.
async fn units(
    db: &mut SqliteConnection,
    filters: &BTreeMap<Dim, String>,
    fairs: &[FairSums],
) -> sqlx::Result<Option<BTreeSet<String>>> {
    let asked = [Dim::Unit, Dim::UnitToday, Dim::ProvinceToday];
    if !asked.iter().any(|dim| filters.contains_key(dim)) {
        return Ok(None);
    }
    let is = |dim: Dim, code: &str| filters.get(&dim).is_none_or(|asked| asked == code);
    let written = store::units(db, fairs).await?;
    let through = |it: &String| {
        is(Dim::Unit, it)
            && is(Dim::UnitToday, &unit_today(it))
            && is(Dim::ProvinceToday, &province_today(it))
    };
    Ok(Some(written.into_iter().filter(through).collect()))
}

/// The days that are left; none where no day is.
fn days((mut from, mut to): (Date, Date), filters: &BTreeMap<Dim, String>) -> Option<(Date, Date)> {
    if let Some(day) = filters.get(&Dim::Day).and_then(|it| it.parse::<Date>().ok()) {
        (from, to) = (from.max(day), to.min(day));
    }
    if let Some(month) = filters.get(&Dim::Month) {
        let first = format!("{month}-01").parse::<Date>().ok()?;
        (from, to) = (from.max(first), to.min(first.last_of_month()));
    }
    (from <= to).then_some((from, to))
}

/// The code of a cell's row: of fairs and units the statements tell something finer.
fn coded(by: Dim, code: String, name: String, fairs: &[FairSums]) -> (String, Named) {
    let fair = || fairs.iter().find(|it| it.id.to_string() == code);
    match by {
        Dim::Level => (fair().map(|it| it.level.clone()).unwrap_or_default(), Named::Word),
        Dim::Kind => (fair().map(|it| it.kind.clone()).unwrap_or_default(), Named::Word),
        Dim::Fair => match fair() {
            Some(it) => (it.code.clone(), Named::Name(it.name.clone())),
            None => (code, Named::Word),
        },
        Dim::UnitToday => (unit_today(&code), Named::Word),
        Dim::ProvinceToday => (province_today(&code), Named::Word),
        _ if name.is_empty() => (code, Named::Word),
        _ => (code, Named::Name(name)),
    }
}

fn add(side: &mut Side, (code, named): (String, Named), cell: &Cell) {
    let row = side.entry(code).or_insert_with(|| (named, Sums::default()));
    let sums = &mut row.1;
    sums.revenue += Money(cell.revenue);
    sums.sales = cell.sales.map(|it| it + sums.sales.unwrap_or(0));
    sums.quantity = cell.quantity.map(|it| Quantity(it + sums.quantity.map_or(0, |it| it.0)));
}

fn whole(side: &Side) -> Sums {
    let all = || side.values().map(|(_, sums)| sums);
    let some = |pick: fn(&Sums) -> Option<i64>| {
        let told: Vec<i64> = all().filter_map(pick).collect();
        (!told.is_empty()).then(|| told.iter().sum())
    };
    Sums {
        revenue: all().map(|it| it.revenue).sum(),
        sales: some(|it| it.sales),
        visits: some(|it| it.visits),
        // Jars and kilograms have no sum.
        quantity: None,
    }
}

/// Booths by their codes without their fairs'; of one fair each stands once.
fn bare(side: Side) -> Side {
    let of_fair: BTreeSet<&str> =
        side.keys().filter_map(|it| it.rsplit_once('/')).map(|it| it.0).collect();
    if of_fair.len() > 1 {
        return side;
    }
    let own = |code: String| code.rsplit_once('/').map(|it| it.1.to_owned()).unwrap_or(code);
    side.into_iter().map(|(code, row)| (own(code), row)).collect()
}

fn rows(by: Dim, own: Side, other: Option<Side>) -> Vec<Row> {
    let revenue = whole(&own).revenue;
    let compared = other.is_some();
    let mut other = other.unwrap_or_default();
    let mut all: BTreeMap<String, (Named, Sums, Option<Sums>)> = BTreeMap::new();
    for (code, (named, sums)) in own {
        let there = other.remove(&code).map(|it| it.1);
        let there = compared.then(|| there.unwrap_or_default());
        all.insert(code, (named, sums, there));
    }
    for (code, (named, sums)) in other {
        all.insert(code, (named, Sums::default(), Some(sums)));
    }
    let row = |(code, (named, sums, versus)): (String, (Named, Sums, Option<Sums>))| {
        let there = versus.map(|it| it.revenue);
        let difference = there.map(|there| sums.revenue - there);
        // Of nothing, or of less, there is no share.
        let base = there.filter(|it| *it > Money::ZERO);
        let change = difference.zip(base).map(|(by, base)| Share::of(by.0, base.0));
        let share = Share::of(sums.revenue.0, revenue.0);
        Row { code, named, sums, share, versus, difference, change }
    };
    let mut rows: Vec<Row> = all.into_iter().map(row).collect();
    if !by.runs() {
        rows.sort_by_key(|row| std::cmp::Reverse(row.sums.revenue));
    }
    rows
}
