//! SQL of what products were counted in at an earlier position of the journal.

use crate::{base::id::ProductId, catalog::pack::Packs};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};

/// A product that was changed since.
#[derive(Debug, Clone, FromRow)]
pub struct CountedIn {
    /// Its uid as the journal writes it.
    pub uid: String,
    /// Its unit then.
    pub unit: String,
    /// Its packs then.
    pub packs: Packs,
}

/// Of these products those that an entry after `pos` changed, as they were at `pos`.
pub async fn counted_in(
    db: &mut SqliteConnection,
    products: &[ProductId],
    pos: i64,
) -> sqlx::Result<Vec<CountedIn>> {
    let products: Vec<String> = products.iter().map(ToString::to_string).collect();
    sqlx::query_as(
        "select uid, body ->> 'unit' as unit, coalesce(body ->> 'packs', '') as packs from \
         (select a.value as uid, (select j.body from journal j indexed by journal_of_things \
         where j.subject = a.value and j.pos <= ?2 and j.body ->> 'what' = 'product' \
         and j.kind in ('staff.changed', 'catalog.changed', 'fair.changed', 'stock.room') \
         and coalesce(j.body ->> '$.what', '') not in \
         ('price', 'certificate', 'range', 'opening_day', 'promotion', 'scale_label', 'figure') \
         order by j.pos desc limit 1) as body from json_each(?1) a where exists \
         (select 1 from journal n indexed by journal_of_things \
         where n.subject = a.value and n.pos > ?2 and n.body ->> 'what' = 'product' \
         and n.kind in ('staff.changed', 'catalog.changed', 'fair.changed', 'stock.room') \
         and coalesce(n.body ->> '$.what', '') not in \
         ('price', 'certificate', 'range', 'opening_day', 'promotion', 'scale_label', 'figure'))) \
         where body is not null",
    )
    .bind(json!(products).to_string())
    .bind(pos)
    .fetch_all(db)
    .await
}
