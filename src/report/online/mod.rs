//! What platforms sold, beside what the fairs did. Whole months count: of a month that lies only
//! partly in a period nobody can say how much of it falls there.

#[cfg(test)]
mod tests;
pub mod words;

use super::{
    cube::Scope,
    store::{self, FairSums},
};
use crate::{
    base::{money::Money, share::Share},
    catalog::papers::{OnlineSales, Platform, store::online as read_online},
    fair::kinds::Kind,
};
use jiff::civil::Date;
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// Online sales of a period.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Sold {
    /// Đồng.
    pub revenue: Money,
    /// Orders.
    pub orders: i64,
    /// Months of which somebody entered any.
    pub months: i64,
    /// Of what was sold online and at the fairs together.
    pub share: Share,
    /// By platform.
    pub by_platform: Vec<PlatformPart>,
}

/// A platform's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlatformPart {
    /// Which.
    pub platform: Platform,
    /// Đồng.
    pub revenue: Money,
    /// Orders.
    pub orders: i64,
    /// Of all that was sold online.
    pub share: Share,
}

/// The report of online sales, over whole months.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Online {
    /// The first month's first day.
    pub from: Date,
    /// The last month's last day.
    pub to: Date,
    /// The sums.
    #[serde(flatten)]
    pub sold: Sold,
    /// Đồng that the fairs of these months sold for.
    pub fairs: Money,
    /// Every month of the period.
    pub by_month: Vec<MonthPart>,
    /// As they were entered.
    pub entered: Vec<OnlineSales>,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// A month's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthPart {
    /// Its first day.
    pub month: Date,
    /// Đồng.
    pub revenue: Money,
    /// Orders.
    pub orders: i64,
    /// Đồng that the fairs sold for.
    pub fairs: Money,
    /// Of both together what was sold online.
    pub share: Share,
}

/// Online sales of the whole months from `from` to `to`, beside what the fairs sold for.
pub async fn sold(
    db: &mut SqliteConnection,
    (from, to): (Date, Date),
    fairs: Money,
) -> sqlx::Result<Sold> {
    let rows = read_online(db).await?;
    Ok(sums(rows.iter().filter(|it| within(it, from, to)), fairs))
}

/// Whether a month lies wholly in a period, and was not taken back.
fn within(it: &OnlineSales, from: Date, to: Date) -> bool {
    it.revenue.is_some() && from <= it.month && it.month.last_of_month() <= to
}

fn sums<'a>(rows: impl Iterator<Item = &'a OnlineSales>, fairs: Money) -> Sold {
    let mut platforms: BTreeMap<Platform, (Money, i64)> = BTreeMap::new();
    let mut months = BTreeSet::new();
    for it in rows {
        let sum = platforms.entry(it.platform).or_default();
        sum.0 += it.revenue.unwrap_or_default();
        sum.1 += it.orders;
        months.insert(it.month);
    }
    let revenue: Money = platforms.values().map(|it| it.0).sum();
    let part = |(platform, (sum, orders)): (&Platform, &(Money, i64))| PlatformPart {
        platform: *platform,
        revenue: *sum,
        orders: *orders,
        share: Share::of(sum.0, revenue.0),
    };
    Sold {
        revenue,
        orders: platforms.values().map(|it| it.1).sum(),
        months: months.len() as i64,
        share: Share::of(revenue.0, revenue.0 + fairs.0),
        by_platform: platforms.iter().map(part).collect(),
    }
}

/// The latest year of which online sales were entered.
pub async fn last_year(db: &mut SqliteConnection) -> sqlx::Result<Option<i16>> {
    let rows = read_online(db).await?;
    Ok(rows.iter().filter(|it| it.revenue.is_some()).map(|it| it.month.year()).max())
}

/// Reads online sales of the months that `from` to `to` touches, in one read transaction.
pub async fn online(db: &mut SqliteConnection, from: Date, to: Date) -> sqlx::Result<Online> {
    let (from, to) = (from.first_of_month(), to.last_of_month());
    let mut reading = db.begin().await?;
    let head = store::head(&mut reading).await?;
    let rows = read_online(&mut reading).await?;
    let all = store::fairs(&mut reading, &from.to_string(), &to.to_string()).await?;
    let point = |fair: &&FairSums| fair.kind != Kind::SalesPoint.as_str();
    let fairs: Vec<i64> = all.iter().filter(point).map(|fair| fair.id).collect();
    let scope = Scope { from, to, fairs, booth: None };
    let months = store::months(&mut reading, &scope).await?;
    reading.commit().await?;
    let entered: Vec<OnlineSales> = rows.into_iter().filter(|it| within(it, from, to)).collect();
    let fairs = Money(months.iter().map(|it| it.2).sum());
    let (journal_pos, hash) = head.unwrap_or_default();
    Ok(Online {
        from,
        to,
        sold: sums(entered.iter(), fairs),
        fairs,
        by_month: by_month((from, to), &entered, &months),
        entered,
        journal_pos,
        journal_head: hex::encode(hash),
    })
}

/// Months in which anything was sold, online or at a fair.
fn by_month(
    (from, to): (Date, Date),
    entered: &[OnlineSales],
    fairs: &[(String, String, i64)],
) -> Vec<MonthPart> {
    let mut parts = Vec::new();
    let mut month = from;
    while month <= to {
        let own = || entered.iter().filter(|it| it.month == month);
        let name = month.to_string();
        let revenue: Money = own().filter_map(|it| it.revenue).sum();
        let fairs = fairs.iter().filter(|it| name.starts_with(&it.0)).map(|it| Money(it.2)).sum();
        parts.push(MonthPart {
            month,
            revenue,
            orders: own().map(|it| it.orders).sum(),
            fairs,
            share: Share::of(revenue.0, revenue.0 + fairs.0),
        });
        match month.last_of_month().tomorrow() {
            Ok(next) => month = next,
            Err(_) => break,
        }
    }
    parts.retain(|it| it.revenue != Money::ZERO || it.fairs != Money::ZERO || it.orders > 0);
    parts
}
