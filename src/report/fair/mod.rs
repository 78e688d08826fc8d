//! One fair, over all its days.

pub mod draft;

use super::{
    cube::{self, Cube, Scope},
    store,
};
use crate::{base::money::Money, fair::store::FairRow};
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};

/// The report of a fair.
#[derive(Debug, Clone, Serialize)]
pub struct FairReport {
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
    /// Last day; none for a permanent sales point.
    pub ends_on: Option<String>,
    /// Venue.
    pub place: String,
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
    /// Derived less published, đồng.
    pub difference_revenue_local_zone: Option<Money>,
    /// The figures and their breakdowns.
    #[serde(flatten)]
    pub cube: Cube,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// Adds up a fair, in one read transaction.
pub async fn fair(db: &mut SqliteConnection, fair: &FairRow) -> sqlx::Result<FairReport> {
    let mut reading = db.begin().await?;
    let head = store::head(&mut reading).await?;
    let cube = cube::load(&mut reading, &Scope::fair(fair.id)).await?;
    reading.commit().await?;
    let (pos, hash) = head.unwrap_or_default();
    let (revenue, local) = (cube.figures.revenue, cube.figures.revenue_local_zone);
    let (published, published_local) =
        (fair.published_revenue.map(Money), fair.published_revenue_local_zone.map(Money));
    Ok(FairReport {
        code: fair.code.clone(),
        name: fair.name.clone(),
        level: fair.level.clone(),
        kind: fair.kind.clone(),
        starts_on: fair.starts_on.clone(),
        ends_on: fair.ends_on.clone(),
        place: fair.place.clone(),
        published_visits: fair.published_visits,
        published_revenue: published,
        published_revenue_local_zone: published_local,
        difference_visits: fair.published_visits.map(|visits| cube.figures.visits - visits),
        difference_revenue: published.map(|published| revenue - published),
        difference_revenue_local_zone: published_local.map(|published| local - published),
        cube,
        journal_pos: pos,
        journal_head: hex::encode(hash),
    })
}
