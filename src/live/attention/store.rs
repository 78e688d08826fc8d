//! SQL of what somebody should see to.

use crate::base::{clock::Ms, id::ProductId};
use sqlx::{FromRow, SqliteConnection};

/// A booth and when it sold last.
#[derive(Debug, Clone, FromRow)]
pub struct Silence {
    /// The booth's row id.
    pub booth: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The last of its newest sales and refunds, epoch ms: what a phone kept may come in behind
    /// what was sold after it.
    pub paid_ms: Option<i64>,
}

/// The booths in use of a fair, each with when it sold last.
pub async fn last_sales(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<Silence>> {
    sqlx::query_as(
        "select b.id as booth, b.code, b.name, (select max(n.paid_ms) from (select s.paid_ms \
         from sale s where s.booth = b.id order by s.id desc limit 100) n) as paid_ms \
         from booth b where b.fair = ? and b.closed = 0 order by b.code",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}

/// What a booth usually sells.
#[derive(Debug, Clone, FromRow)]
pub struct Usual {
    /// The booth's row id.
    pub booth: i64,
    /// Sales.
    pub sales: i64,
    /// In how many hours.
    pub hours: i64,
}

/// What each booth of a fair sold at this hour of the days since `from`, and in the hours of
/// `today` before it.
pub async fn usual(
    db: &mut SqliteConnection,
    fair: i64,
    (from, today): (&str, &str),
    hour: i64,
) -> sqlx::Result<Vec<Usual>> {
    sqlx::query_as(
        "select booth, sum(sales) as sales, count(distinct day || hour) as hours \
         from rollup_sale where fair = ?1 and day between ?2 and ?3 and sales > 0 \
         and ((day < ?3 and hour = ?4) or (day = ?3 and hour < ?4)) group by booth",
    )
    .bind(fair)
    .bind(from)
    .bind(today)
    .bind(hour)
    .fetch_all(db)
    .await
}

/// On how many days from `from` until before `today` a fair sold, and on how many of them at this
/// hour.
pub async fn days_sold(
    db: &mut SqliteConnection,
    fair: i64,
    (from, today): (&str, &str),
    hour: i64,
) -> sqlx::Result<(i64, i64)> {
    sqlx::query_as(
        "select count(distinct day), count(distinct case when hour = ?4 then day end) \
         from rollup_hour where fair = ?1 and day >= ?2 and day < ?3 and sales > 0",
    )
    .bind(fair)
    .bind(from)
    .bind(today)
    .bind(hour)
    .fetch_one(db)
    .await
}

/// The first hour of a day in which a fair sold something.
pub async fn first_hour(
    db: &mut SqliteConnection,
    fair: i64,
    day: &str,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("select min(hour) from rollup_hour where fair = ? and day = ? and sales > 0")
        .bind(fair)
        .bind(day)
        .fetch_one(db)
        .await
}

/// A device whose sales did not all come.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Unsent {
    /// The device's uid.
    pub device: Vec<u8>,
    /// Its name.
    pub name: String,
    /// Its booth's code.
    pub booth: String,
    /// How many sales by its own numbers never came.
    pub missing: i64,
    /// When it was last heard, epoch ms.
    pub heard_ms: i64,
}

/// The devices in use at a fair that gave numbers which never came.
pub async fn unsent(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<Unsent>> {
    sqlx::query_as(
        "select device, name, booth, max(given, last) - came as missing, heard_ms from \
         (select d.uid as device, d.name, b.code as booth, h.next_seq - 1 as given, h.heard_ms, \
         (select count(distinct s.device_seq) from sale s where s.device = d.uid) as came, \
         (select coalesce(max(s.device_seq), 0) from sale s where s.device = d.uid) as last \
         from booth b join device d on d.booth = b.id join device_heard h on h.device = d.uid \
         where b.fair = ? and d.revoked = 0) where max(given, last) > came order by booth, name",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}

/// Transfers in one state that somebody has still to settle.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Waiting {
    /// The state word: claimed or missing.
    pub state: String,
    /// How many.
    pub count: i64,
    /// Đồng.
    pub amount: i64,
    /// When the oldest came to that state, epoch ms.
    pub oldest_ms: i64,
}

/// Transfers of a fair, or of one booth of it, that the bank has not confirmed since `by`, or has
/// not got.
pub async fn waiting(
    db: &mut SqliteConnection,
    (fair, booth): (i64, Option<i64>),
    by: Ms,
) -> sqlx::Result<Vec<Waiting>> {
    sqlx::query_as(
        "select e.state, count(*) as count, sum(e.amount) as amount, min(e.at_ms) as oldest_ms \
         from booth b join payment_event e on e.booth = b.id where b.fair = ?1 \
         and (?3 is null or b.id = ?3) and e.state in ('claimed', 'missing') and e.at_ms < ?2 \
         and not exists (select 1 from payment_event l where l.reference = e.reference \
         and +l.booth = e.booth and l.id > e.id) group by e.state order by e.state desc",
    )
    .bind(fair)
    .bind(by.0)
    .bind(booth)
    .fetch_all(db)
    .await
}

/// A shift that was opened before today and is open still.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ShiftLeft {
    /// The shift's uid.
    pub uid: Vec<u8>,
    /// Its booth's code.
    pub booth: String,
    /// When it was opened, epoch ms.
    pub opened_ms: i64,
    /// Who opened it.
    pub opened_by: String,
}

/// The shifts of a fair that were opened before `today` began and are open still.
pub async fn shifts_left(
    db: &mut SqliteConnection,
    fair: i64,
    today: Ms,
) -> sqlx::Result<Vec<ShiftLeft>> {
    sqlx::query_as(
        "select s.uid, b.code as booth, s.opened_ms, s.opened_by from booth b \
         join shift s on s.booth = b.id and s.opened_ms < ?2 \
         left join shift_closing c on c.shift = s.id where b.fair = ?1 and c.id is null \
         order by b.code, s.opened_ms",
    )
    .bind(fair)
    .bind(today.0)
    .fetch_all(db)
    .await
}

/// A blocked lot that lies at a fair.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Recalled {
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Which lot.
    pub lot: String,
    /// The codes of the places that hold it, with commas.
    pub places: String,
    /// Thousandths that lie there.
    pub quantity: i64,
}

/// The blocked lots of which something is left at a fair or one booth of it, goods on the way among
/// them.
pub async fn recalled(
    db: &mut SqliteConnection,
    fair: i64,
    booth: Option<i64>,
) -> sqlx::Result<Vec<Recalled>> {
    sqlx::query_as(
        "select p.uid as product, p.name, p.unit, b.lot, group_concat(a.code, ', ') as places, \
         sum(l.quantity) as quantity from blocked_lot b \
         cross join level l on l.product = b.product and l.lot = b.lot and l.quantity > 0 \
         join held_place a on a.place = l.place \
         and a.fair = (select code from fair where id = ?1) \
         and (?2 is null or a.place = ?2) join product p on p.id = b.product \
         group by b.id order by b.at_ms",
    )
    .bind(fair)
    .bind(booth)
    .fetch_all(db)
    .await
}

/// A sale of which more came back than was sold.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Overpaid {
    /// Its uid.
    pub sale: Vec<u8>,
    /// Its number, as printed.
    pub receipt_no: String,
    /// The booth's code.
    pub booth: String,
    /// Đồng given back for it in all.
    pub back: i64,
    /// Đồng that it came to.
    pub total: i64,
}

/// The sales of a fair that two machines took back, which did not know of each other.
pub async fn overpaid(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<Overpaid>> {
    sqlx::query_as(
        "select s.uid as sale, s.receipt_no, b.code as booth, s.total, \
         (select sum(-x.total) from sale x where x.reverses = s.id) as back \
         from returned r indexed by returned_twice join sale s on s.id = r.sale \
         join booth b on b.id = s.booth \
         where r.quantity > r.sold and s.fair = $1 group by s.id order by s.id",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}

/// What this laptop and the one before it wrote down differently; a hub has a page for all of its
/// machines.
pub async fn differing(db: &mut SqliteConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "select count(*) from verdict where verdict = 'differs' \
         and not exists (select 1 from setting where name = 'receives')",
    )
    .fetch_one(db)
    .await
}

/// How many products that a fair's booths in use sell, or one of them, have a certificate that ran
/// out by `today`, and how many have one that runs out before `soon` (yyyy-mm-dd).
pub async fn certificates(
    db: &mut SqliteConnection,
    (fair, booth): (i64, Option<i64>),
    today: &str,
    soon: &str,
) -> sqlx::Result<(i64, i64)> {
    sqlx::query_as(
        "select coalesce(sum(last <= ?2), 0), coalesce(sum(last > ?2 and last <= ?3), 0) from \
         (select max(c.expires_on) as last from certificate c where c.product in \
         (select bp.product from booth_product bp join booth b on b.id = bp.booth \
         where b.fair = ?1 and b.closed = 0 and (?4 is null or b.id = ?4) and bp.active = 1) \
         group by c.product)",
    )
    .bind(fair)
    .bind(today)
    .bind(soon)
    .bind(booth)
    .fetch_one(db)
    .await
}

/// A line that is put off.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PutOff {
    /// The line's key.
    pub matter: String,
    /// Until when, epoch ms.
    pub until_ms: i64,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub actor: String,
}

/// The lines of a fair that are put off at `now`.
pub async fn put_off(db: &mut SqliteConnection, fair: &[u8], now: Ms) -> sqlx::Result<Vec<PutOff>> {
    sqlx::query_as(
        "select matter, until_ms, reason, actor from put_off where fair = ? and until_ms > ?",
    )
    .bind(fair)
    .bind(now.0)
    .fetch_all(db)
    .await
}

/// A line that somebody puts off.
#[derive(Debug, Clone)]
pub struct Off {
    /// The fair's uid.
    pub fair: Vec<u8>,
    /// The line's key.
    pub matter: String,
    /// Until when.
    pub until: Ms,
    /// Why.
    pub reason: String,
    /// Who.
    pub actor: String,
    /// When.
    pub at: Ms,
}

/// Puts a line off.
pub async fn keep_off(db: &mut SqliteConnection, it: &Off) -> sqlx::Result<()> {
    sqlx::query(
        "insert into put_off (fair, matter, until_ms, reason, actor, at_ms) \
         values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (fair, matter) do update \
         set until_ms = ?3, reason = ?4, actor = ?5, at_ms = ?6",
    )
    .bind(&it.fair)
    .bind(&it.matter)
    .bind(it.until.0)
    .bind(&it.reason)
    .bind(&it.actor)
    .bind(it.at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Looks again at a line that was put off at a fair.
pub async fn look_again(db: &mut SqliteConnection, fair: &[u8], matter: &str) -> sqlx::Result<()> {
    sqlx::query("delete from put_off where fair = ? and matter = ?")
        .bind(fair)
        .bind(matter)
        .execute(db)
        .await?;
    Ok(())
}
