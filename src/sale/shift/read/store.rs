//! SQL that reads shifts for pages, tills and papers.

use sqlx::{FromRow, SqliteConnection};

/// A shift as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct ShiftRow {
    /// Position of the entry that opened it.
    pub id: i64,
    /// Uid.
    pub uid: Vec<u8>,
    /// The booth's uid.
    pub booth_uid: Vec<u8>,
    /// Epoch ms.
    pub opened_ms: i64,
    /// By whom.
    pub opened_by: String,
    /// Who has the drawer.
    pub holder: String,
    /// Đồng in the drawer to begin with.
    pub float_amount: i64,
    /// How many supplements its Z has.
    pub supplements: i64,
    /// Position of the Z report's entry, once closed.
    pub closing: Option<i64>,
    /// The number of its Z, as printed.
    pub z_no: Option<String>,
    /// Epoch ms.
    pub closed_ms: Option<i64>,
    /// By whom.
    pub closed_by: Option<String>,
    /// Sales of the Z.
    pub sales: Option<i64>,
    /// Đồng of the Z, reversals taken off.
    pub revenue: Option<i64>,
    /// Đồng that should have lain there.
    pub expected: Option<i64>,
    /// Đồng that lay there.
    pub counted: Option<i64>,
}

/// A shift by its uid, or by another that a device knows it by.
pub async fn shift(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<ShiftRow>> {
    sqlx::query_as(
        "select n.*, b.uid as booth_uid from shift_now n join booth b on b.id = n.booth \
         where n.id = (select shift from shift_named where uid = ?)",
    )
    .bind(uid)
    .fetch_optional(db)
    .await
}

/// The open shift of a booth (row id).
pub async fn open(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Option<ShiftRow>> {
    sqlx::query_as(
        "select n.*, b.uid as booth_uid from shift_now n join booth b on b.id = n.booth \
         where n.booth = ? and n.closing is null order by n.id desc limit 1",
    )
    .bind(booth)
    .fetch_optional(db)
    .await
}

/// The shifts of a booth (row id), the latest first, before position `before`.
pub async fn of_booth(
    db: &mut SqliteConnection,
    booth: i64,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<ShiftRow>> {
    sqlx::query_as(
        "select n.*, b.uid as booth_uid from shift_now n join booth b on b.id = n.booth \
         where n.booth = ? and n.id < ? order by n.id desc limit ?",
    )
    .bind(booth)
    .bind(before)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// A movement, a handover, or a count that came after the Z.
#[derive(Debug, Clone, FromRow)]
pub struct EventRow {
    /// Position of its entry.
    pub id: i64,
    /// `moved`, `handed_over` or `recounted`.
    pub kind: String,
    /// Epoch ms.
    pub at_ms: i64,
    /// Who did it.
    pub actor: String,
    /// Đồng; below zero: taken out.
    pub amount: Option<i64>,
    /// What for.
    pub reason: String,
    /// Who has the drawer from then on.
    pub holder: Option<String>,
    /// Đồng counted.
    pub counted: Option<i64>,
    /// Đồng that should have been there.
    pub expected: Option<i64>,
    /// Its number under the Z.
    pub supplement: Option<i64>,
}

/// What happened in a shift (row id) besides sales, in order.
pub async fn events(db: &mut SqliteConnection, shift: i64) -> sqlx::Result<Vec<EventRow>> {
    sqlx::query_as("select * from shift_event where shift = ? order by id limit 500")
        .bind(shift)
        .fetch_all(db)
        .await
}

/// A device that opened this shift when it was open already.
#[derive(Debug, Clone, FromRow)]
pub struct JoinRow {
    /// Position of its entry.
    pub id: i64,
    /// Epoch ms.
    pub at_ms: i64,
    /// Who joined.
    pub actor: String,
    /// Đồng counted then.
    pub counted: i64,
}

/// The devices that joined a shift (row id), in order.
pub async fn joins(db: &mut SqliteConnection, shift: i64) -> sqlx::Result<Vec<JoinRow>> {
    sqlx::query_as(
        "select id, at_ms, actor, counted from shift_join where shift = ? order by id limit 500",
    )
    .bind(shift)
    .fetch_all(db)
    .await
}

/// A sale that came after its shift was closed.
#[derive(Debug, Clone, FromRow)]
pub struct LateRow {
    /// Position of its entry.
    pub id: i64,
    /// Uid.
    pub uid: Vec<u8>,
    /// Its number under the Z.
    pub supplement: i64,
    /// Receipt number.
    pub receipt_no: String,
    /// Epoch ms.
    pub paid_ms: i64,
    /// Epoch ms.
    pub received_ms: i64,
    /// Who sold.
    pub seller: String,
    /// Đồng.
    pub total: i64,
    /// Đồng of it in cash.
    pub cash: i64,
}

/// The sales that came after a shift (row id) was closed, in the order of their numbers.
pub async fn late(db: &mut SqliteConnection, shift: i64) -> sqlx::Result<Vec<LateRow>> {
    sqlx::query_as(
        "select s.id, s.uid, s.supplement, s.receipt_no, s.paid_ms, s.received_ms, s.seller, \
         s.total, coalesce((select sum(t.amount) from tender t where t.sale = s.id \
         and t.method = 'cash'), 0) as cash from sale s \
         where s.shift = ? and s.supplement is not null order by s.supplement limit 500",
    )
    .bind(shift)
    .fetch_all(db)
    .await
}

/// The uid of the booth of a shift.
pub async fn booth_of(db: &mut SqliteConnection, shift: &[u8]) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar(
        "select b.uid from shift_named n join shift s on s.id = n.shift \
         join booth b on b.id = s.booth where n.uid = ?",
    )
    .bind(shift)
    .fetch_optional(db)
    .await
}

/// The Z that a sale is a supplement to, or the shift it belongs to: the shift's uid, its Z as
/// printed, the sale's number under it. It asks of this one sale what the view `sale_in_shift` says
/// of all, which SQLite would make whole for it.
pub async fn of_sale(
    db: &mut SqliteConnection,
    sale: &[u8],
) -> sqlx::Result<Option<(Vec<u8>, Option<String>, Option<i64>)>> {
    sqlx::query_as(
        "select h.uid, c.z_no, s.supplement from sale s join shift h on h.id = coalesce(s.shift, \
         (select n.id from shift n left join shift_closing z on z.shift = n.id \
         where n.booth = s.booth and n.opened_ms <= min(s.paid_ms, s.received_ms) \
         and (z.id is null or min(s.paid_ms, s.received_ms) < z.counted_ms) limit 1)) \
         left join shift_closing c on c.shift = h.id where s.uid = ?",
    )
    .bind(sale)
    .fetch_optional(db)
    .await
}

/// The first hundred supplements to the Z at a journal position: number, receipt number or reason,
/// đồng, and how many there are in all.
pub async fn supplements(
    db: &mut SqliteConnection,
    closing: i64,
) -> sqlx::Result<Vec<(i64, String, i64, i64)>> {
    sqlx::query_as(
        "select number, what, amount, count(*) over () from (\
         select s.supplement as number, s.receipt_no as what, s.total as amount \
         from shift_closing c join sale s on s.shift = c.shift and s.supplement is not null \
         where c.id = ?1 union all select e.supplement, e.reason, e.amount \
         from shift_closing c join shift_event e on e.shift = c.shift \
         and e.supplement is not null where c.id = ?1) order by number limit 100",
    )
    .bind(closing)
    .fetch_all(db)
    .await
}
