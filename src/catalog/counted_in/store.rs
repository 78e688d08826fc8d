//! SQL of what products were counted in at earlier positions of the journal.

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
         (select a.value as uid, (select j.body from journal j indexed by journal_of_products \
         where j.subject = a.value and j.pos <= ?2 and j.body ->> 'what' = 'product' \
         and j.kind = 'catalog.changed' order by j.pos desc limit 1) as body \
         from json_each(?1) a where exists \
         (select 1 from journal n indexed by journal_of_products \
         where n.subject = a.value and n.pos > ?2 and n.body ->> 'what' = 'product' \
         and n.kind = 'catalog.changed')) where body is not null",
    )
    .bind(json!(products).to_string())
    .bind(pos)
    .fetch_all(db)
    .await
}

/// What an entry said of a product's unit.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct UnitSaid {
    /// The product's uid as the journal writes it.
    pub product: String,
    /// The unit.
    pub unit: String,
    /// Whether the hub said so, and nobody here.
    pub from_above: bool,
    /// The position of the entry here.
    pub pos: i64,
}

/// All that was said of the units of these products: by product, oldest first.
pub async fn units_said(
    db: &mut SqliteConnection,
    products: &[ProductId],
) -> sqlx::Result<Vec<UnitSaid>> {
    let products: Vec<String> = products.iter().map(ToString::to_string).collect();
    sqlx::query_as(
        "select j.subject as product, j.body ->> 'unit' as unit, j.pos, \
         j.origin in (select origin from drawn) as from_above \
         from json_each(?1) a cross join journal j indexed by journal_of_products \
         on j.subject = a.value and j.kind = 'catalog.changed' and j.body ->> 'what' = 'product' \
         order by j.subject, j.pos",
    )
    .bind(json!(products).to_string())
    .fetch_all(db)
    .await
}
