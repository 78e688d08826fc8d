//! SQL that reads places, their lots and their documents.

use crate::{
    base::id::{DocumentId, ProducerId, ProductId, RoomId},
    catalog::pack::Packs,
};
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

/// A lot at a place.
#[derive(Debug, Clone, FromRow)]
pub struct LotRow {
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its packs.
    pub packs: Packs,
    /// Whose goods.
    pub owner: ProducerId,
    /// The owner's name.
    pub owner_name: String,
    /// Lot, or empty.
    pub lot: String,
    /// Its last day, yyyy-mm-dd.
    pub expires_on: Option<String>,
    /// 1: best before; else use by.
    pub soft: Option<i64>,
    /// Thousandths left; may be below zero.
    pub quantity: i64,
    /// 1: it was brought, received or counted there.
    pub tracked: i64,
    /// Whether it is not to be sold.
    pub blocked: bool,
}

/// What a place holds, by product and then by last day. A transfer's place has its uid.
pub async fn lots(db: &mut SqliteConnection, place: Uuid) -> sqlx::Result<Vec<LotRow>> {
    sqlx::query_as(
        "select p.uid as product, p.name, p.unit, p.packs, o.uid as owner, \
         o.name as owner_name, l.lot, l.expires_on, l.soft, l.quantity, l.tracked, \
         exists (select 1 from blocked_lot b \
         where b.product = l.product and b.lot = l.lot) as blocked \
         from level l join product p on p.id = l.product join producer o on o.id = l.owner \
         where l.place = (select id from place where uid = ?) \
         order by p.folded, p.id, l.expires_on is null, l.expires_on, l.lot, o.id",
    )
    .bind(place.as_bytes().as_slice())
    .fetch_all(db)
    .await
}

/// A document as lists show it.
#[derive(Debug, Clone, FromRow)]
pub struct DocumentRow {
    /// Which.
    pub uid: DocumentId,
    /// Its number.
    pub doc_no: String,
    /// Its kind.
    pub kind: String,
    /// When it happened.
    pub at_ms: i64,
    /// Who made it.
    pub by: String,
    /// Why, or empty.
    pub reason: String,
    /// How many lines it has.
    pub lines: i64,
    /// 1: it was taken back.
    pub reversed: bool,
}

/// The newest documents of a place, or those before one of them.
pub async fn documents(
    db: &mut SqliteConnection,
    place: Uuid,
    before: Option<DocumentId>,
    limit: i64,
) -> sqlx::Result<Vec<DocumentRow>> {
    sqlx::query_as(
        "select d.uid, d.doc_no, d.kind, d.at_ms, d.by, d.reason, \
         (select count(*) from document_line where document = d.id) as lines, \
         exists (select 1 from document r where r.reverses = d.id) as reversed \
         from document d where d.place = (select id from place where uid = ?1) \
         and (?2 is null or d.id < (select id from document where uid = ?2)) \
         order by d.id desc limit ?3",
    )
    .bind(place.as_bytes().as_slice())
    .bind(before.map(|it| it.bytes()))
    .bind(limit)
    .fetch_all(db)
    .await
}

/// A line of an earlier delivery.
#[derive(Debug, Clone, FromRow)]
pub struct ArrivedRow {
    /// The document.
    pub uid: DocumentId,
    /// Its number.
    pub doc_no: String,
    /// When it happened.
    pub at_ms: i64,
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its packs.
    pub packs: Packs,
    /// Lot, or empty.
    pub lot: String,
    /// Thousandths; below zero corrects an earlier one.
    pub quantity: i64,
}

/// The newest lines of a place's deliveries that were not taken back.
pub async fn arrived(
    db: &mut SqliteConnection,
    place: Uuid,
    limit: i64,
) -> sqlx::Result<Vec<ArrivedRow>> {
    sqlx::query_as(
        "select d.uid, d.doc_no, d.at_ms, p.uid as product, p.name, p.unit, p.packs, l.lot, \
         l.quantity from document d join document_line l on l.document = d.id \
         join product p on p.id = l.product \
         where d.place = (select id from place where uid = ?) and d.kind = 'delivery' \
         and not exists (select 1 from document r where r.reverses = d.id) \
         order by d.id desc, l.n limit ?",
    )
    .bind(place.as_bytes().as_slice())
    .bind(limit)
    .fetch_all(db)
    .await
}

/// The lines of a place's deliveries of a day (yyyy-mm-dd) that were not taken back.
pub async fn arrived_on(
    db: &mut SqliteConnection,
    place: Uuid,
    day: &str,
) -> sqlx::Result<Vec<ArrivedRow>> {
    sqlx::query_as(
        "select d.uid, d.doc_no, d.at_ms, p.uid as product, p.name, p.unit, p.packs, l.lot, \
         l.quantity from document d join document_line l on l.document = d.id \
         join product p on p.id = l.product \
         where d.place = (select id from place where uid = ?) and d.kind = 'delivery' \
         and d.day = ? and not exists (select 1 from document r where r.reverses = d.id) \
         order by d.id desc, l.n",
    )
    .bind(place.as_bytes().as_slice())
    .bind(day)
    .fetch_all(db)
    .await
}

/// A transfer of which something is still on the way.
#[derive(Debug, Clone, FromRow)]
pub struct UnderWayRow {
    /// Which.
    pub uid: DocumentId,
    /// Its number.
    pub doc_no: String,
    /// When it was sent.
    pub at_ms: i64,
    /// The code of where it comes from.
    pub from_code: String,
    /// The code of where it goes.
    pub to_code: String,
    /// True: it comes here.
    pub comes: bool,
    /// What is left of it: name, thousandths, unit and packs joined by tabs, a line each.
    pub left: String,
}

/// Transfers to and from a place of which something is still on the way, the oldest first.
pub async fn under_way(db: &mut SqliteConnection, place: Uuid) -> sqlx::Result<Vec<UnderWayRow>> {
    sqlx::query_as(
        "select d.uid, d.doc_no, d.at_ms, coalesce(fb.code, fr.code) as from_code, \
         coalesce(tb.code, tr.code) as to_code, d.other = h.id as comes, \
         (select group_concat(p.name || char(9) || l.quantity || char(9) || p.unit || char(9) \
         || p.packs, char(10)) \
         from level l join product p on p.id = l.product \
         where l.place = d.id and l.quantity <> 0) as left \
         from place h join document d on d.id in (\
         select id from document where other = h.id union \
         select id from document where place = h.id and kind = 'transfer') \
         left join booth fb on fb.id = d.place left join store_room fr on fr.id = d.place \
         left join booth tb on tb.id = d.other left join store_room tr on tr.id = d.other \
         where h.uid = ? and exists (select 1 from level l where l.place = d.id \
         and l.quantity <> 0) order by d.id",
    )
    .bind(place.as_bytes().as_slice())
    .fetch_all(db)
    .await
}

/// A document that came after another one because of it.
#[derive(Debug, Clone, FromRow)]
pub struct FollowerRow {
    /// Which.
    pub uid: DocumentId,
    /// Its number.
    pub doc_no: String,
    /// Its kind.
    pub kind: String,
    /// When it happened.
    pub at_ms: i64,
    /// 1: it was taken back.
    pub reversed: bool,
}

/// What received, ended or took back a document.
pub async fn followers(
    db: &mut SqliteConnection,
    uid: DocumentId,
) -> sqlx::Result<Vec<FollowerRow>> {
    sqlx::query_as(
        "select n.uid, n.doc_no, n.kind, n.at_ms, \
         exists (select 1 from document r where r.reverses = n.id) as reversed \
         from document d join document n on n.id in (\
         select id from document where follows = d.id union \
         select id from document where reverses = d.id) where d.uid = ? order by n.id",
    )
    .bind(uid.bytes())
    .fetch_all(db)
    .await
}

/// A store room as stored.
#[derive(Debug, Clone, FromRow)]
pub struct RoomRow {
    /// Which.
    pub uid: RoomId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// 1: in use.
    pub active: i64,
}

/// The store rooms of a fair, by code.
pub async fn rooms(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<RoomRow>> {
    sqlx::query_as("select uid, code, name, active from store_room where fair = ? order by code")
        .bind(fair)
        .fetch_all(db)
        .await
}

/// A place of a fair: its kind, uid, code and name.
pub type PlaceRow = (String, Vec<u8>, String, String);

/// The booths and the store rooms of a fair that are in use, store rooms first.
pub async fn places(db: &mut SqliteConnection, fair: &[u8]) -> sqlx::Result<Vec<PlaceRow>> {
    sqlx::query_as(
        "select 'store' as kind, r.uid, r.code, r.name from store_room r \
         join fair f on f.id = r.fair where f.uid = ?1 and r.active = 1 \
         union all select 'booth', b.uid, b.code, b.name from booth b \
         join fair f on f.id = b.fair where f.uid = ?1 and b.closed = 0 order by 1 desc, 3",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}

/// What a document moved of a lot at its place.
#[derive(Debug, Clone, FromRow)]
pub struct MovedRow {
    /// Which product.
    pub product: ProductId,
    /// Whose goods.
    pub owner: ProducerId,
    /// Lot, or empty.
    pub lot: String,
    /// The document's number.
    pub doc_no: String,
    /// Thousandths that the place gained; below zero: lost.
    pub quantity: i64,
}

/// What the documents of a place moved there that were written down after position `pos`, in their
/// order. Whatever moves at a store room is a document of its own.
pub async fn moved_since(
    db: &mut SqliteConnection,
    place: Uuid,
    pos: i64,
) -> sqlx::Result<Vec<MovedRow>> {
    sqlx::query_as(
        "select p.uid as product, o.uid as owner, m.lot, d.doc_no, \
         iif(m.to_place = a.id, m.quantity, -m.quantity) as quantity from place a \
         cross join document d indexed by document_by_place on d.place = a.id and d.id > ?2 \
         cross join movement m on m.entry = d.id and a.id in (m.from_place, m.to_place) \
         join product p on p.id = m.product join producer o on o.id = m.owner \
         where a.uid = ?1 order by d.id, m.n",
    )
    .bind(place.as_bytes().as_slice())
    .bind(pos)
    .fetch_all(db)
    .await
}

/// What lies of a product at a place.
#[derive(Debug, Clone, FromRow)]
pub struct LyingRow {
    /// The code of the place's fair.
    pub fair: String,
    /// The place's code; of a transfer its number.
    pub code: String,
    /// Thousandths; below zero: more was sold than came.
    pub quantity: i64,
}

/// Where something of a product lies, or is missing, at every fair.
pub async fn lying(db: &mut SqliteConnection, product: ProductId) -> sqlx::Result<Vec<LyingRow>> {
    sqlx::query_as(
        "select a.fair, a.code, sum(l.quantity) as quantity from product p \
         cross join level l indexed by level_by_lot on l.product = p.id and l.quantity <> 0 \
         join held_place a on a.place = l.place where p.uid = ? group by l.place \
         order by a.fair, a.kind, a.code",
    )
    .bind(product.bytes())
    .fetch_all(db)
    .await
}
