//! SQL of fairs that were given to other machines.

use super::{Given, Taken};
use crate::{
    base::id::{FairId, NodeId},
    db::several::Statement,
};
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of a gift whose entry stands at `pos`, in the place `origin` (hexadecimal), `seq`.
pub fn gift_row(pos: i64, (origin, seq): (&str, i64), it: &Given) -> Value {
    json!([pos, it.fair.hex(), origin, seq, it.to.hex()])
}

/// Writes gifts.
pub fn write_gifts(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into fair_gift (id, fair, origin, seq, taker) select value ->> 0, \
         (select id from fair where uid = unhex(value ->> 1)), unhex(value ->> 2), value ->> 3, \
         unhex(value ->> 4) from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// The row of a taking whose entry stands at `pos`.
pub fn taking_row(pos: i64, it: &Taken) -> Value {
    json!([pos, it.fair.hex(), it.from.hex(), it.seq])
}

/// Writes takings. One of a gift that is not here has no row.
pub fn write_takings(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into fair_taking (id, fair, gift) select value ->> 0, \
         (select id from fair where uid = unhex(value ->> 1)), \
         (select g.id from fair_gift g join fair f on f.id = g.fair \
         where g.origin = unhex(value ->> 2) and g.seq = value ->> 3 \
         and f.uid = unhex(value ->> 1)) from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// A gift to this machine, or to one that it goes on from, which nobody has taken.
#[derive(Debug, FromRow)]
pub struct Waiting {
    /// Which fair.
    pub fair: FairId,
    /// Who gave it.
    pub origin: NodeId,
    /// By which entry of its chain.
    pub seq: i64,
}

/// The gifts to this machine, or to those that it goes on from, which nobody has taken.
pub async fn waiting(db: &mut SqliteConnection) -> sqlx::Result<Vec<Waiting>> {
    sqlx::query_as(
        "select f.uid as fair, g.origin, g.seq from fair_gift g join fair f on f.id = g.fair \
         where g.taker in (select origin from own_line) \
         and not exists (select 1 from fair_taking t where t.gift = g.id) order by g.id",
    )
    .fetch_all(db)
    .await
}
