//! SQL of what two machines do not agree in.

use crate::{base::id::NodeId, journal::Entry};
use sqlx::{FromRow, SqliteConnection};

/// How many pairs there are.
pub async fn count(db: &mut SqliteConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("select count(*) from verdict where verdict = 'differs'").fetch_one(db).await
}

/// Up to `limit` entries before position `before` that stand in no figure because another one of
/// the same stands, the newest first.
pub async fn left_out(
    db: &mut SqliteConnection,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select j.* from verdict v join journal j on j.pos = v.id \
         where v.verdict = 'differs' and v.id < ? order by v.id desc limit ?",
    )
    .bind(before)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// The entry that stands for a command's id.
pub async fn stands(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<Entry>> {
    sqlx::query_as(
        "select j.* from journal j where j.uid = ? \
         and not exists (select 1 from verdict v where v.id = j.pos) limit 1",
    )
    .bind(uid)
    .fetch_optional(db)
    .await
}

/// The entry that closed the shift of this name.
pub async fn closing(db: &mut SqliteConnection, shift: &[u8]) -> sqlx::Result<Option<Entry>> {
    sqlx::query_as(
        "select j.* from shift_named n join shift_closing c on c.shift = n.shift \
         join journal j on j.pos = c.id where n.uid = ?",
    )
    .bind(shift)
    .fetch_optional(db)
    .await
}

/// The entry that took a document back.
pub async fn reversal(db: &mut SqliteConnection, document: &[u8]) -> sqlx::Result<Option<Entry>> {
    sqlx::query_as(
        "select j.* from document d join document r on r.reverses = d.id \
         join journal j on j.pos = r.id where d.uid = ?",
    )
    .bind(document)
    .fetch_optional(db)
    .await
}

/// What came from a machine and stands in no figure.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct Unreckoned {
    /// Entries, but for such as another machine holds too.
    pub entries: i64,
    /// Of these sales.
    pub sales: i64,
    /// What these come to, đồng.
    pub money: i64,
}

/// What came from a machine and stands in no figure: it names what is not here, or it happened at a
/// fair that is not in that machine's charge.
pub async fn unreckoned(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<Unreckoned> {
    sqlx::query_as(
        "select count(*) as entries, coalesce(sum(j.kind = 'sale.made'), 0) as sales, \
         coalesce(sum(iif(j.kind = 'sale.made', j.body ->> '$.total', 0)), 0) as money \
         from verdict v join journal j on j.pos = v.id \
         where v.verdict in ('foreign', 'refused', 'beyond') and j.origin = ?",
    )
    .bind(node.bytes())
    .fetch_one(db)
    .await
}
