//! SQL of stock.

use super::{Draw, Receive};
use crate::{
    base::id::{BoothId, ProducerId, ProductId},
    db::several::Statement,
};
use jiff::civil::Date;
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};
use std::collections::BTreeMap;

/// Movements of a batch and the levels they change, netted per booth, product and lot.
#[derive(Debug, Default)]
pub struct Moves {
    movements: Vec<Value>,
    levels: BTreeMap<(String, String, String), Netted>,
    entry: i64,
    n: i64,
}

/// What moves: goods of one lot at a booth.
struct Goods<'a> {
    booth: BoothId,
    product: ProductId,
    lot: &'a str,
    expires_on: Option<Date>,
    owner: Option<ProducerId>,
}

/// What a lot gained, what it received in all, and its best-before day.
type Netted = (i64, i64, Option<String>);

/// Why goods moved.
#[derive(Debug, Clone, Copy)]
pub enum Cause {
    /// They arrived at the booth.
    Received,
    /// A customer bought them.
    Sold,
    /// A customer brought them back.
    Returned,
    /// They came back unfit to be sold again.
    Lost,
}

impl Moves {
    /// Goods that the booth gains (negative: loses) by the entry at `pos`.
    fn add(&mut self, pos: i64, goods: &Goods<'_>, quantity: i64, cause: Cause) {
        self.n = if self.entry == pos { self.n + 1 } else { 0 };
        self.entry = pos;
        let word = match cause {
            Cause::Received => "received",
            Cause::Sold => "sold",
            Cause::Returned => "returned",
            Cause::Lost => "lost",
        };
        let (booth, product) = (goods.booth.hex(), goods.product.hex());
        self.movements.push(json!({
            "entry": pos,
            "n": self.n,
            "booth": booth,
            "product": product,
            "lot": goods.lot,
            "expires_on": goods.expires_on,
            "owner": goods.owner.map(|owner| owner.hex()),
            "quantity": quantity,
            "cause": word,
        }));
        let level = self.levels.entry((booth, product, goods.lot.to_owned())).or_default();
        level.0 += quantity;
        if matches!(cause, Cause::Received) {
            level.1 += quantity;
        }
    }

    /// Goods received by the entry at `pos`.
    pub fn receive(&mut self, pos: i64, receive: &Receive) {
        for line in &receive.lines {
            let goods = Goods {
                booth: receive.booth,
                product: line.product,
                lot: &line.lot,
                expires_on: line.expires_on,
                owner: None,
            };
            self.add(pos, &goods, line.quantity.0, Cause::Received);
            let key = (receive.booth.hex(), line.product.hex(), line.lot.clone());
            if let (Some(level), Some(day)) = (self.levels.get_mut(&key), line.expires_on) {
                level.2 = Some(day.to_string());
            }
        }
    }

    /// Goods that leave the booth by a sale whose entry stands at `pos`, or come back to it.
    pub fn draw(&mut self, pos: i64, place: (BoothId, ProductId), draw: &Draw, cause: Cause) {
        let (booth, product) = place;
        let goods = Goods {
            booth,
            product,
            lot: &draw.lot,
            expires_on: draw.expires_on,
            owner: Some(draw.owner),
        };
        // What comes back unfit goes out again by the next movement.
        let gained = if matches!(cause, Cause::Lost) { draw.quantity } else { -draw.quantity };
        self.add(pos, &goods, gained.0, cause);
    }

    /// Takes off the levels what a worse twin's movements had added.
    pub fn take_off(&mut self, gone: Moves) {
        for (key, (quantity, received, _)) in gone.levels {
            let level = self.levels.entry(key).or_default();
            (level.0, level.1) = (level.0 - quantity, level.1 - received);
        }
    }

    /// Rows of `movement`.
    pub fn movement_rows(&self) -> &[Value] {
        &self.movements
    }

    /// Rows of `level`.
    pub fn level_rows(&self) -> Vec<Value> {
        let row = |((booth, product, lot), net): (&(String, String, String), &Netted)| {
            json!([booth, product, lot, net.2, net.0, net.1])
        };
        self.levels.iter().map(row).collect()
    }
}

/// Writes movements.
pub fn write_movements(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into movement (entry, n, booth, product, lot, expires_on, owner, quantity, cause) \
         select value ->> 'entry', value ->> 'n', \
         (select id from booth where uid = unhex(value ->> 'booth')), \
         (select id from product where uid = unhex(value ->> 'product')), value ->> 'lot', \
         value ->> 'expires_on', (select id from producer where uid = unhex(value ->> 'owner')), \
         value ->> 'quantity', value ->> 'cause' from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// Adds to levels.
pub fn write_levels(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into level (booth, product, lot, expires_on, quantity, received) \
         select (select id from booth where uid = unhex(value ->> 0)), \
         (select id from product where uid = unhex(value ->> 1)), value ->> 2, value ->> 3, \
         value ->> 4, value ->> 5 from json_each(?) where true \
         on conflict (booth, product, lot) do update set \
         quantity = quantity + excluded.quantity, received = received + excluded.received, \
         expires_on = coalesce(excluded.expires_on, expires_on)",
    )
    .bind(json!(rows).to_string())
}

/// A level as lists show it.
#[derive(Debug, Clone, FromRow)]
pub struct LevelRow {
    /// The product's uid.
    pub product: Vec<u8>,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Lot, or empty.
    pub lot: String,
    /// Best before, yyyy-mm-dd.
    pub expires_on: Option<String>,
    /// Thousandths left.
    pub quantity: i64,
    /// Thousandths ever received.
    pub received: i64,
}

/// The stock of a booth, by product and lot, where stock is kept: what was received, and what was
/// sold before its lot was entered, which stands below zero.
pub async fn levels(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Vec<LevelRow>> {
    sqlx::query_as(
        "select p.uid as product, p.name, p.unit, l.lot, l.expires_on, l.quantity, l.received \
         from level l join product p on p.id = l.product \
         where l.booth = ? and (l.received > 0 or l.quantity <> 0) \
         and exists (select 1 from level x where x.booth = l.booth and x.product = l.product \
         and x.received > 0) order by p.folded, l.expires_on, l.lot",
    )
    .bind(booth)
    .fetch_all(db)
    .await
}
