//! SQL of what a bundle says of itself.

use sqlx::{FromRow, SqliteConnection};

/// A fair in few figures.
#[derive(Debug, FromRow)]
pub struct FairSums {
    /// Its name.
    pub name: String,
    /// Days on which something was sold.
    pub days: i64,
    /// Sales.
    pub sales: i64,
    /// Đồng, voids and refunds taken off.
    pub revenue: i64,
}

/// The figures of the fair of a code; none where there is no such fair.
pub async fn fair(db: &mut SqliteConnection, code: &str) -> sqlx::Result<Option<FairSums>> {
    sqlx::query_as(
        "select f.name, count(distinct r.day) as days, coalesce(sum(r.sales), 0) as sales, \
         coalesce(sum(r.revenue), 0) as revenue from fair f \
         left join rollup_booth r on r.fair = f.id where f.code = ? group by f.id limit 1",
    )
    .bind(code)
    .fetch_optional(db)
    .await
}
