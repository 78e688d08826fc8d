//! SQL that loads what documents and sales are decided against.

use super::ProductThen;
use crate::{
    base::{
        clock::Ms,
        id::{DocumentId, FairId, NodeId, ProducerId, ProductId},
        quantity::Quantity,
    },
    catalog::pack::Packs,
    db::several::Statement,
    stock::{
        Level,
        ask::Kind,
        block::{Said, store::SaidRow},
        document::{Cause, Move, Posted},
        place::{Place, PlaceThen},
        shelf::{Gain, Goods, Mark, Shelf},
    },
};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use std::{
    collections::{BTreeSet, HashMap},
    str::FromStr,
};
use uuid::Uuid;

fn bad(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the book holds an unreadable {what}").into())
}

fn pairs(goods: &BTreeSet<Goods>) -> String {
    let pairs: Vec<_> = goods.iter().map(|(place, it)| [place.hex(), it.hex()]).collect();
    json!(pairs).to_string()
}

fn place(kind: &str, uid: &[u8]) -> sqlx::Result<Place> {
    let uid = Uuid::from_slice(uid).map_err(|_| bad("place"))?;
    Place::of(kind, uid).ok_or_else(|| bad("place"))
}

/// A lot of a product at a place.
#[derive(Debug, FromRow)]
pub struct LevelRow {
    kind: String,
    place: Vec<u8>,
    product: ProductId,
    owner: ProducerId,
    lot: String,
    expires_on: Option<String>,
    soft: Option<i64>,
    since_ms: Option<i64>,
    quantity: i64,
    tracked: i64,
}

/// Asks for the levels of these goods, lot by lot.
pub fn ask_levels(goods: &BTreeSet<Goods>) -> Statement {
    Statement::new(
        "select a.kind, a.uid as place, p.uid as product, o.uid as owner, l.lot, l.expires_on, \
         l.soft, l.since_ms, l.quantity, l.tracked from json_each(?) \
         join place a on a.uid = unhex(value ->> 0) \
         join product p on p.uid = unhex(value ->> 1) \
         join level l on l.place = a.id and l.product = p.id join producer o on o.id = l.owner",
    )
    .bind(pairs(goods))
}

/// What a place gained of a lot at an instant.
#[derive(Debug, FromRow)]
pub struct GainRow {
    kind: String,
    place: Vec<u8>,
    product: ProductId,
    owner: ProducerId,
    lot: String,
    at_ms: i64,
    quantity: i64,
}

/// Asks what these goods gained after an instant.
pub fn ask_gains(goods: &BTreeSet<Goods>, since: Ms) -> Statement {
    Statement::new(
        "with asked as (select a.id as place, a.kind, a.uid, p.id as product, p.uid as goods \
         from json_each(?) join place a on a.uid = unhex(value ->> 0) \
         join product p on p.uid = unhex(value ->> 1)) \
         select k.kind, k.uid as place, k.goods as product, o.uid as owner, m.lot, m.at_ms, \
         m.quantity from asked k join movement m indexed by movement_in \
         on m.to_place = k.place and m.to_place > 0 and m.product = k.product and m.at_ms > ? \
         join producer o on o.id = m.owner \
         union all select k.kind, k.uid, k.goods, o.uid, m.lot, m.at_ms, -m.quantity \
         from asked k join movement m indexed by movement_out \
         on m.from_place = k.place and m.from_place > 0 and m.product = k.product \
         and m.at_ms > ? join producer o on o.id = m.owner",
    )
    .bind(pairs(goods))
    .bind_number(since.0)
    .bind_number(since.0)
}

/// A lot that a count counted, or a product whose stock began to be kept.
#[derive(Debug, FromRow)]
pub struct MarkRow {
    kind: String,
    place: Vec<u8>,
    product: ProductId,
    owner: Option<ProducerId>,
    lot: Option<String>,
    at_ms: i64,
    count: DocumentId,
    supplements: i64,
}

/// Asks for the counts of these goods after an instant that were not taken back, and where their
/// stock began to be kept after it.
pub fn ask_marks(goods: &BTreeSet<Goods>, since: Ms) -> Statement {
    Statement::new(
        "select a.kind, a.uid as place, p.uid as product, o.uid as owner, c.lot, c.at_ms, \
         d.uid as count, (select count(*) from supplement where count = d.id) as supplements \
         from json_each(?) join place a on a.uid = unhex(value ->> 0) \
         join product p on p.uid = unhex(value ->> 1) \
         join counted c on c.place = a.id and c.product = p.id and c.at_ms > ? \
         join document d on d.id = c.document left join producer o on o.id = c.owner \
         where c.owner is null or not exists (select 1 from document r where r.reverses = d.id)",
    )
    .bind(pairs(goods))
    .bind_number(since.0)
}

/// What these rows say.
pub fn shelf_of(
    levels: Vec<LevelRow>,
    gains: Vec<GainRow>,
    marks: Vec<MarkRow>,
    said: Vec<SaidRow>,
) -> sqlx::Result<Shelf> {
    let mut shelf = Shelf::default();
    for row in levels {
        let goods = (place(&row.kind, &row.place)?, row.product);
        let day = row.expires_on.as_deref().map(FromStr::from_str).transpose();
        shelf.levels.entry(goods).or_default().push(Level {
            owner: row.owner,
            lot: row.lot,
            expires_on: day.map_err(|_| bad("date"))?,
            soft: row.soft == Some(1),
            since: row.since_ms.map(Ms),
            quantity: Quantity(row.quantity),
            tracked: row.tracked == 1,
            blocked: false,
        });
    }
    for row in gains {
        let goods = (place(&row.kind, &row.place)?, row.product);
        let (at, quantity) = (Ms(row.at_ms), Quantity(row.quantity));
        let gain = Gain { owner: row.owner, lot: row.lot, at, quantity };
        shelf.gains.entry(goods).or_default().push(gain);
    }
    for row in marks {
        let goods = (place(&row.kind, &row.place)?, row.product);
        let mark = Mark { lot: row.owner.zip(row.lot), at: Ms(row.at_ms), count: row.count };
        shelf.supplements.insert(row.count, row.supplements);
        shelf.marks.entry(goods).or_default().push(mark);
    }
    for row in said {
        let it = Said { uid: row.uid, lot: row.lot, blocked: row.blocked, at: Ms(row.at_ms) };
        shelf.said.entry(row.product).or_default().push(it);
    }
    Ok(shelf)
}

#[derive(FromRow)]
struct PlaceRow {
    kind: String,
    uid: Vec<u8>,
    code: String,
    name: String,
    fair: FairId,
    fair_code: String,
}

/// Those of these places that post documents.
pub async fn places(
    db: &mut SqliteConnection,
    wanted: &BTreeSet<Place>,
) -> sqlx::Result<HashMap<Place, PlaceThen>> {
    let uids: Vec<String> = wanted.iter().map(|place| place.hex()).collect();
    let rows: Vec<PlaceRow> = sqlx::query_as(
        "select a.kind, a.uid, coalesce(b.code, r.code) as code, coalesce(b.name, r.name) as name, \
         f.uid as fair, f.code as fair_code from json_each(?) \
         join place a on a.uid = unhex(value) left join booth b on b.id = a.id \
         left join store_room r on r.id = a.id join fair f on f.id = coalesce(b.fair, r.fair)",
    )
    .bind(json!(uids).to_string())
    .fetch_all(db)
    .await?;
    let read = |row: PlaceRow| {
        let place = place(&row.kind, &row.uid)?;
        let (code, name) = (row.code, row.name);
        let then = PlaceThen { place, code, name, fair: row.fair, fair_code: row.fair_code };
        Ok((place, then))
    };
    rows.into_iter().map(read).collect()
}

/// Products with who makes them.
pub async fn products(
    db: &mut SqliteConnection,
    wanted: &BTreeSet<ProductId>,
) -> sqlx::Result<HashMap<ProductId, ProductThen>> {
    let uids: Vec<String> = wanted.iter().map(|product| product.hex()).collect();
    let rows: Vec<(ProductId, String, String, Packs, ProducerId)> = sqlx::query_as(
        "select p.uid, p.name, p.unit, p.packs, o.uid from json_each(?) \
         join product p on p.uid = unhex(value) join producer o on o.id = p.producer",
    )
    .bind(json!(uids).to_string())
    .fetch_all(db)
    .await?;
    let read =
        |(uid, name, unit, packs, producer)| (uid, ProductThen { name, unit, packs, producer });
    Ok(rows.into_iter().map(read).collect())
}

/// Names of producers.
pub async fn owners(
    db: &mut SqliteConnection,
    wanted: &BTreeSet<ProducerId>,
) -> sqlx::Result<HashMap<ProducerId, String>> {
    let uids: Vec<String> = wanted.iter().map(|owner| owner.hex()).collect();
    let rows: Vec<(ProducerId, String)> = sqlx::query_as(
        "select o.uid, o.name from json_each(?) join producer o on o.uid = unhex(value)",
    )
    .bind(json!(uids).to_string())
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// The last number that a node gave to a document of this kind at a place.
pub async fn last_number(
    db: &mut SqliteConnection,
    place: Place,
    kind: Kind,
    origin: NodeId,
) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "select coalesce(max(number), 0) from document \
         where place = (select id from place where uid = ?) and kind = ? and origin = ?",
    )
    .bind(place.uid().as_bytes().as_slice())
    .bind(kind.as_str())
    .bind(origin.bytes())
    .fetch_one(db)
    .await
}

/// A document as it was posted.
pub async fn posted(db: &mut SqliteConnection, uid: DocumentId) -> sqlx::Result<Option<Posted>> {
    let body: Option<String> = sqlx::query_scalar(
        "select j.body from document d join journal j on j.pos = d.id where d.uid = ?",
    )
    .bind(uid.bytes())
    .fetch_optional(db)
    .await?;
    let read = |body: String| serde_json::from_str(&body).map_err(|_| bad("document"));
    body.map(read).transpose()
}

/// Whether a document was taken back.
pub async fn reversed(db: &mut SqliteConnection, uid: DocumentId) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "select exists (select 1 from document d join document r on r.reverses = d.id \
         where d.uid = ?)",
    )
    .bind(uid.bytes())
    .fetch_one(db)
    .await
}

/// Whether a document stands that received or ended a transfer.
pub async fn followed(db: &mut SqliteConnection, uid: DocumentId) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "select exists (select 1 from document d join document n on n.follows = d.id \
         where d.uid = ? and not exists (select 1 from document r where r.reverses = n.id))",
    )
    .bind(uid.bytes())
    .fetch_one(db)
    .await
}

#[derive(FromRow)]
struct SupplementRow {
    kind: String,
    place: Vec<u8>,
    product: ProductId,
    owner: ProducerId,
    lot: String,
    expires_on: Option<String>,
    inward: bool,
    quantity: i64,
    at_ms: i64,
}

/// The supplements of a count as movements between its place and what a count found otherwise.
pub async fn supplements(db: &mut SqliteConnection, uid: DocumentId) -> sqlx::Result<Vec<Move>> {
    let rows: Vec<SupplementRow> = sqlx::query_as(
        "select a.kind, a.uid as place, p.uid as product, o.uid as owner, m.lot, m.expires_on, \
         m.to_place > 0 as inward, m.quantity, m.at_ms from document d \
         join supplement s on s.count = d.id \
         join movement m on m.entry = s.entry and m.n = s.moved \
         join place a on a.id = max(m.from_place, m.to_place) \
         join product p on p.id = m.product join producer o on o.id = m.owner \
         where d.uid = ? order by s.n",
    )
    .bind(uid.bytes())
    .fetch_all(db)
    .await?;
    let read = |row: SupplementRow| {
        let held = place(&row.kind, &row.place)?;
        let (from, to) =
            if row.inward { (Place::Adjustment, held) } else { (held, Place::Adjustment) };
        let day = row.expires_on.as_deref().map(FromStr::from_str).transpose();
        Ok(Move {
            product: row.product,
            owner: row.owner,
            lot: row.lot,
            expires_on: day.map_err(|_| bad("date"))?,
            soft: false,
            from,
            to,
            quantity: Quantity(row.quantity),
            cause: Cause::Counted,
            at: Ms(row.at_ms),
            from_late: None,
            to_late: None,
        })
    };
    rows.into_iter().map(read).collect()
}
