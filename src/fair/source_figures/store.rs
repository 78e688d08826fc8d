//! SQL of published figures.

use super::Published;
use crate::db::several::Statement;
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of published figures whose entry stands at `pos`.
pub fn published_row(pos: i64, it: &Published) -> Value {
    json!([
        pos,
        it.starts_on,
        it.ends_on,
        it.fairs,
        it.visits,
        it.revenue,
        it.revenue_local_zone,
        it.source
    ])
}

/// Writes published figures; those of a known period are brought up to date.
pub fn write_published(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into published (id, starts_on, ends_on, fairs, visits, revenue, \
         revenue_local_zone, source) select value ->> 0, value ->> 1, value ->> 2, value ->> 3, \
         value ->> 4, value ->> 5, value ->> 6, value ->> 7 from json_each(?) where true \
         on conflict (starts_on, ends_on) do update set fairs = excluded.fairs, \
         visits = excluded.visits, revenue = excluded.revenue, \
         revenue_local_zone = excluded.revenue_local_zone, source = excluded.source",
    )
    .bind(json!(rows).to_string())
}

/// Published figures as stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PublishedRow {
    /// First day of the period, yyyy-mm-dd.
    pub starts_on: String,
    /// Last day.
    pub ends_on: String,
    /// Fairs.
    pub fairs: Option<i64>,
    /// Visits.
    pub visits: Option<i64>,
    /// Đồng.
    pub revenue: Option<i64>,
    /// Đồng.
    pub revenue_local_zone: Option<i64>,
    /// Where it was published.
    pub source: String,
}

/// What was published about exactly this period (yyyy-mm-dd, both days included).
pub async fn published(
    db: &mut SqliteConnection,
    from: &str,
    to: &str,
) -> sqlx::Result<Option<PublishedRow>> {
    sqlx::query_as(
        "select starts_on, ends_on, fairs, visits, revenue, revenue_local_zone, source \
         from published where starts_on = ? and ends_on = ?",
    )
    .bind(from)
    .bind(to)
    .fetch_optional(db)
    .await
}
