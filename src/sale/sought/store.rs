//! SQL of looking for sales.

use crate::sale::store::SaleRow;
use sqlx::{FromRow, SqliteConnection};

/// What a sale is looked for by.
#[derive(Debug, Clone, FromRow)]
pub struct Trace {
    /// Its position.
    pub id: i64,
    /// Its receipt number.
    pub receipt_no: String,
    /// What its device called it.
    pub provisional_no: Option<String>,
    /// Đồng.
    pub total: i64,
    /// The names of its goods.
    pub goods: Option<String>,
}

/// What the sales of a booth are looked for by, the newest first, before position `before`.
pub async fn traces(
    db: &mut SqliteConnection,
    booth: i64,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<Trace>> {
    sqlx::query_as(
        "select s.id, s.receipt_no, s.provisional_no, s.total, (select group_concat(l.name, ' ') \
         from sale_line l where l.sale = s.id) as goods from sale s \
         where s.booth = ? and s.id < ? order by s.id desc limit ?",
    )
    .bind(booth)
    .bind(before)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// The same of the sales of a booth that are the first, second … of their series, by whichever node
/// they were numbered.
pub async fn counted(
    db: &mut SqliteConnection,
    booth: i64,
    before: i64,
    counts: &[i64],
) -> sqlx::Result<Vec<Trace>> {
    sqlx::query_as(
        // By number, not by position: else a booth's every sale is looked at.
        "with recursive series(origin) as (select min(origin) from sale where booth = ?1 \
         union all select (select min(origin) from sale where booth = ?1 and origin > o.origin) \
         from series o where o.origin is not null) \
         select s.id, s.receipt_no, s.provisional_no, s.total, \
         (select group_concat(l.name, ' ') from sale_line l where l.sale = s.id) as goods \
         from series o cross join json_each(?3) c cross join sale s on s.booth = ?1 \
         and s.origin = o.origin and s.number = c.value and +s.id < ?2 order by s.id desc",
    )
    .bind(booth)
    .bind(before)
    .bind(serde_json::json!(counts).to_string())
    .fetch_all(db)
    .await
}

/// The sales at these positions, the newest first.
pub async fn at(db: &mut SqliteConnection, ids: &[i64]) -> sqlx::Result<Vec<SaleRow>> {
    sqlx::query_as(
        "select * from sale_listed where id in (select value from json_each(?)) order by id desc",
    )
    .bind(serde_json::json!(ids).to_string())
    .fetch_all(db)
    .await
}
