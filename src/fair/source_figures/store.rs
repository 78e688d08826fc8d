//! SQL of figures of sources.

use super::SourceFigure;
use crate::db::several::Statement;
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of a figure whose entry stands at `pos`.
pub fn figure_row(pos: i64, it: &SourceFigure) -> Value {
    json!([
        pos,
        it.sort,
        it.measure,
        it.area,
        it.starts_on,
        it.ends_on,
        it.value,
        it.bound,
        it.source
    ])
}

/// Writes figures; a known one is brought up to date.
pub fn write_figures(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into source_figure (id, sort, measure, area, starts_on, ends_on, value, bound, \
         source) select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8 from json_each(?) where true \
         on conflict (sort, measure, area, starts_on, ends_on) do update set \
         value = excluded.value, bound = excluded.bound, source = excluded.source",
    )
    .bind(json!(rows).to_string())
}

/// A figure as stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct FigureRow {
    /// Sort word.
    pub sort: String,
    /// Measure word.
    pub measure: String,
    /// Province or locality, or empty.
    pub area: String,
    /// First day, yyyy-mm-dd.
    pub starts_on: String,
    /// Last day.
    pub ends_on: String,
    /// In the measure's unit.
    pub value: i64,
    /// Bound word.
    pub bound: String,
    /// Where it stands.
    pub source: String,
}

/// The figures that stand, those of all the book first, then by place; at most so many.
pub async fn figures(db: &mut SqliteConnection, limit: i64) -> sqlx::Result<Vec<FigureRow>> {
    sqlx::query_as(
        "select sort, measure, area, starts_on, ends_on, value, bound, source from source_figure \
         where value is not null order by area, ends_on desc, starts_on, id limit ?",
    )
    .bind(limit)
    .fetch_all(db)
    .await
}

/// How many figures stand.
pub async fn count(db: &mut SqliteConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("select count(*) from source_figure where value is not null")
        .fetch_one(db)
        .await
}

/// What was published of all that the book knows about exactly this period (yyyy-mm-dd, both days
/// included): measure word and value.
pub async fn published(
    db: &mut SqliteConnection,
    from: &str,
    to: &str,
) -> sqlx::Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "select measure, value from source_figure where sort = 'published' and area = '' \
         and starts_on = ? and ends_on = ? and value is not null order by measure",
    )
    .bind(from)
    .bind(to)
    .fetch_all(db)
    .await
}

/// The latest period of which revenue of all that the book knows was published: first and last day.
pub async fn last_published(db: &mut SqliteConnection) -> sqlx::Result<Option<(String, String)>> {
    sqlx::query_as(
        "select starts_on, ends_on from source_figure where sort = 'published' and area = '' \
         and measure = 'revenue' and value is not null order by ends_on desc limit 1",
    )
    .fetch_optional(db)
    .await
}
