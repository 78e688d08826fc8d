//! SQL that loads what a batch needs of shifts, and the figures of an X.

use crate::{
    base::{
        clock::Ms,
        id::{BoothId, NodeId, ShiftId},
        money::Money,
    },
    db::several::Statement,
    payment::event::Method,
    sale::shift::{
        drawer::{Drawer, Drawers, Known, Loose},
        figures::Figures,
    },
};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use std::collections::{BTreeSet, HashMap};

fn bad(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the book holds an unreadable {what}").into())
}

fn uids<'a>(shifts: impl IntoIterator<Item = &'a ShiftId>) -> String {
    json!(shifts.into_iter().map(ShiftId::hex).collect::<Vec<_>>()).to_string()
}

fn booth_uids(booths: &BTreeSet<BoothId>) -> String {
    json!(booths.iter().map(BoothId::hex).collect::<Vec<_>>()).to_string()
}

/// A drawer: its booth, the last number of a Z that a node gave there, and when the last shift was
/// closed (epoch ms).
pub type DrawerRow = (BoothId, i64, i64);

/// Asks for the drawers of these booths, without their shifts; numbers are `origin`'s.
pub fn ask_drawers(booths: &BTreeSet<BoothId>, origin: NodeId) -> Statement {
    Statement::new(
        "select b.uid, coalesce(max(c.number) filter (where c.origin = ?), 0), \
         coalesce(max(c.closed_ms), 0) from json_each(?) \
         join booth b on b.uid = unhex(value) \
         left join shift_closing c on c.booth = b.id group by b.id",
    )
    .bind_bytes(&origin.bytes())
    .bind(booth_uids(booths))
}

/// The drawers of these rows.
pub fn drawers_of(rows: &[DrawerRow]) -> Drawers {
    let drawer = |(uid, last_z, closed): &(BoothId, i64, i64)| {
        let drawer = Drawer { last_z: *last_z, last_closed: Ms(*closed), ..Drawer::default() };
        (*uid, drawer)
    };
    rows.iter().map(drawer).collect()
}

/// A shift as it stands.
#[derive(Debug, FromRow)]
pub struct ShiftRow {
    uid: ShiftId,
    booth_uid: BoothId,
    opened_ms: i64,
    opened_by: String,
    holder: String,
    float_amount: i64,
    float_notes: String,
    closed_ms: Option<i64>,
    number: Option<i64>,
    z_no: Option<String>,
    supplements: i64,
    names: String,
}

impl ShiftRow {
    /// Its booth, and the shift.
    pub fn shift(self) -> sqlx::Result<(BoothId, Known)> {
        let names: Vec<(String, Ms)> =
            serde_json::from_str(&self.names).map_err(|_| bad("shift"))?;
        let named = |(hex, at): &(String, Ms)| {
            Ok::<_, sqlx::Error>((hex.parse().map_err(|_| bad("shift"))?, *at))
        };
        let known = Known {
            id: self.uid,
            opened_at: Ms(self.opened_ms),
            opened_by: self.opened_by,
            holder: self.holder,
            float: Money(self.float_amount),
            notes: serde_json::from_str(&self.float_notes).map_err(|_| bad("float"))?,
            closed: self.closed_ms.map(Ms).zip(self.number),
            z_no: self.z_no.unwrap_or_default(),
            supplements: self.supplements,
            names: names.iter().map(named).collect::<Result<_, _>>()?,
            figures: Figures::default(),
            cash: Vec::new(),
        };
        Ok((self.booth_uid, known))
    }
}

/// Asks for the shifts of these booths that were open at `since` or later, and for those that are
/// named, in the order in which they were opened.
pub fn ask_shifts(booths: &BTreeSet<BoothId>, since: Ms, named: &BTreeSet<ShiftId>) -> Statement {
    Statement::new(
        "with wanted as (select s.id from json_each(?) join booth b on b.uid = unhex(value) \
         join shift s on s.booth = b.id left join shift_closing c on c.shift = s.id \
         where c.closed_ms is null or c.closed_ms > ? \
         union select s.shift from json_each(?) join shift_named s on s.uid = unhex(value)) \
         select n.uid, b.uid as booth_uid, n.opened_ms, n.opened_by, n.holder, n.float_amount, \
         n.float_notes, n.closed_ms, n.number, n.z_no, n.supplements, \
         (select json_group_array(json_array(lower(hex(j.uid)), j.at_ms)) from shift_join j \
         where j.shift = n.id) as names from wanted w \
         join shift_now n on n.id = w.id join booth b on b.id = n.booth order by n.id",
    )
    .bind(booth_uids(booths))
    .bind_number(since.0)
    .bind(uids(named))
}

#[derive(FromRow)]
struct SalesRow {
    uid: ShiftId,
    sales: i64,
    reversals: i64,
    revenue: i64,
    rounding: i64,
    flagged: i64,
    last_paid: i64,
    first_no: String,
    last_no: String,
}

/// The sales of these shifts: all figures but payments and movements.
pub async fn sales(
    db: &mut SqliteConnection,
    shifts: &BTreeSet<ShiftId>,
) -> sqlx::Result<Vec<(ShiftId, Figures)>> {
    let rows: Vec<SalesRow> = sqlx::query_as(
        "with sums as (select h.uid, count(*) filter (where s.reverses is null) as sales, \
         count(s.reverses) as reversals, sum(s.total) as revenue, sum(s.rounding) as rounding, \
         count(*) filter (where s.flags <> '[]') as flagged, max(s.paid_ms) as last_paid, \
         min(s.id) as first, max(s.id) as last \
         from json_each(?) join shift h on h.uid = unhex(value) \
         join sale s on s.shift = h.id and s.supplement is null group by h.id) \
         select sums.*, f.receipt_no as first_no, l.receipt_no as last_no from sums \
         join sale f on f.id = sums.first join sale l on l.id = sums.last",
    )
    .bind(uids(shifts))
    .fetch_all(db)
    .await?;
    let figures = |row: SalesRow| {
        let figures = Figures {
            sales: row.sales,
            reversals: row.reversals,
            revenue: Money(row.revenue),
            rounding: Money(row.rounding),
            flagged: row.flagged,
            first_no: Some(row.first_no),
            last_no: Some(row.last_no),
            last_paid_at: Some(Ms(row.last_paid)),
            ..Figures::default()
        };
        (row.uid, figures)
    };
    Ok(rows.into_iter().map(figures).collect())
}

/// The payments of these shifts: method, payments of sales, đồng less what was given back.
pub async fn tenders(
    db: &mut SqliteConnection,
    shifts: &BTreeSet<ShiftId>,
) -> sqlx::Result<Vec<(ShiftId, Method, i64, Money)>> {
    let rows: Vec<(ShiftId, String, i64, i64)> = sqlx::query_as(
        "select h.uid, t.method, sum(s.reverses is null), sum(t.amount) \
         from json_each(?) join shift h on h.uid = unhex(value) \
         join sale s on s.shift = h.id and s.supplement is null \
         join tender t on t.sale = s.id group by h.id, t.method",
    )
    .bind(uids(shifts))
    .fetch_all(db)
    .await?;
    let sum = |(uid, method, count, amount): (ShiftId, String, i64, i64)| {
        let method = method.parse::<Method>().map_err(|_| bad("payment"))?;
        Ok((uid, method, count, Money(amount)))
    };
    rows.into_iter().map(sum).collect()
}

/// What was put into the drawer or taken out in these shifts, one by one.
pub async fn moves(
    db: &mut SqliteConnection,
    shifts: &BTreeSet<ShiftId>,
) -> sqlx::Result<Vec<(ShiftId, Money)>> {
    let rows: Vec<(ShiftId, i64)> = sqlx::query_as(
        "select h.uid, e.amount from json_each(?) join shift h on h.uid = unhex(value) \
         join shift_event e on e.shift = h.id where e.kind = 'moved' and e.supplement is null",
    )
    .bind(uids(shifts))
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(|(uid, amount)| (*uid, Money(*amount))).collect())
}

/// Cash of the single sales, refunds and movements of these shifts that came after an instant. What
/// a device sold by a clock that is fast came when the laptop heard of it.
pub async fn cash_after(
    db: &mut SqliteConnection,
    shifts: &[(ShiftId, Ms)],
) -> sqlx::Result<HashMap<ShiftId, Vec<(Ms, Money)>>> {
    let asked: Vec<_> = shifts.iter().map(|(shift, at)| json!([shift.hex(), at])).collect();
    let rows: Vec<(ShiftId, i64, i64)> = sqlx::query_as(
        "select h.uid, min(s.paid_ms, s.received_ms), t.amount from json_each(?1) a \
         join shift h on h.uid = unhex(a.value ->> 0) \
         join sale s on s.shift = h.id and s.supplement is null \
         and min(s.paid_ms, s.received_ms) > a.value ->> 1 \
         join tender t on t.sale = s.id and t.method = 'cash' \
         union all select h.uid, e.at_ms, e.amount from json_each(?1) a \
         join shift h on h.uid = unhex(a.value ->> 0) join shift_event e on e.shift = h.id \
         where e.kind = 'moved' and e.supplement is null and e.at_ms > a.value ->> 1",
    )
    .bind(json!(asked).to_string())
    .fetch_all(db)
    .await?;
    let mut cash: HashMap<ShiftId, Vec<(Ms, Money)>> = HashMap::new();
    for (uid, at, amount) in rows {
        cash.entry(uid).or_default().push((Ms(at), Money(amount)));
    }
    Ok(cash)
}

#[derive(FromRow)]
struct LooseRow {
    booth: BoothId,
    came_ms: i64,
    made: bool,
    total: i64,
    rounding: i64,
    flagged: bool,
    receipt_no: String,
    tenders: String,
}

impl LooseRow {
    fn loose(self) -> sqlx::Result<(BoothId, Loose)> {
        let tenders: Vec<(String, i64)> =
            serde_json::from_str(&self.tenders).map_err(|_| bad("payment"))?;
        let paid_at = Ms(self.came_ms);
        let mut figures = Figures {
            sales: i64::from(self.made),
            reversals: i64::from(!self.made),
            revenue: Money(self.total),
            rounding: Money(self.rounding),
            flagged: i64::from(self.flagged),
            first_no: Some(self.receipt_no.clone()),
            last_no: Some(self.receipt_no),
            last_paid_at: Some(paid_at),
            ..Figures::default()
        };
        for (method, amount) in tenders {
            let method = method.parse::<Method>().map_err(|_| bad("payment"))?;
            figures.paid(method, i64::from(self.made), Money(amount));
        }
        Ok((self.booth, Loose { paid_at, figures }))
    }
}

/// The sales and refunds of these booths that are in no shift and were paid since an instant, as
/// they were written. What a device sold by a clock that is fast came when the laptop heard of it.
pub async fn loose(
    db: &mut SqliteConnection,
    since: &[(BoothId, Ms)],
) -> sqlx::Result<Vec<(BoothId, Loose)>> {
    let asked: Vec<_> = since.iter().map(|(booth, at)| json!([booth.hex(), at])).collect();
    let rows: Vec<LooseRow> = sqlx::query_as(
        "select b.uid as booth, min(s.paid_ms, s.received_ms) as came_ms, \
         s.reverses is null as made, s.total, s.rounding, \
         s.flags <> '[]' as flagged, s.receipt_no, \
         (select json_group_array(json_array(t.method, t.amount)) from tender t \
         where t.sale = s.id) as tenders from json_each(?) a \
         join booth b on b.uid = unhex(a.value ->> 0) join sale s on s.booth = b.id \
         and s.shift is null and s.paid_ms >= a.value ->> 1 \
         and s.received_ms >= a.value ->> 1 order by s.id",
    )
    .bind(json!(asked).to_string())
    .fetch_all(db)
    .await?;
    rows.into_iter().map(LooseRow::loose).collect()
}
