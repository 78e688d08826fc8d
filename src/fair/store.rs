//! SQL of fairs, booths and gates.

use super::{Booth, Fair, Gate, Limits, OpeningDay, methods::Methods};
use crate::{base::money::Money, db::several::Statement};
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of a fair whose entry stands at `pos`.
pub fn fair_row(pos: i64, it: &Fair) -> Value {
    json!([
        pos,
        it.uid.hex(),
        it.code,
        it.name,
        it.level,
        it.kind,
        it.starts_on,
        it.ends_on,
        it.place,
        it.cash_rounding,
        it.published_visits,
        it.published_revenue,
        it.published_revenue_local_zone,
        i64::from(it.closed)
    ])
}

/// Writes fairs; a known uid is brought up to date.
pub fn write_fairs(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into fair (id, uid, code, name, level, kind, starts_on, ends_on, place, \
         cash_rounding, published_visits, published_revenue, published_revenue_local_zone, closed) \
         select value ->> 0, unhex(value ->> 1), value ->> 2, value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, \
         value ->> 11, value ->> 12, value ->> 13 from json_each(?) where true \
         on conflict (uid) do update set code = excluded.code, name = excluded.name, \
         level = excluded.level, kind = excluded.kind, starts_on = excluded.starts_on, \
         ends_on = excluded.ends_on, place = excluded.place, \
         cash_rounding = excluded.cash_rounding, \
         published_visits = excluded.published_visits, \
         published_revenue = excluded.published_revenue, \
         published_revenue_local_zone = excluded.published_revenue_local_zone, \
         closed = excluded.closed",
    )
    .bind(json!(rows).to_string())
}

/// The row of a booth whose entry stands at `pos`.
pub fn booth_row(pos: i64, it: &Booth) -> Value {
    json!([
        pos,
        it.uid.hex(),
        it.fair.hex(),
        it.code,
        it.name,
        it.zone,
        it.origin_unit,
        it.seller,
        it.address,
        it.phone,
        it.tax_code,
        it.bank_bin,
        it.account,
        it.limits.discount_percent,
        it.limits.refund,
        it.limits.offline_refund,
        it.methods.text(),
        i64::from(it.pictures),
        i64::from(it.closed)
    ])
}

/// Writes booths; a known uid is brought up to date.
pub fn write_booths(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into booth (id, uid, fair, code, name, zone, origin_unit, seller, address, \
         phone, tax_code, bank_bin, account, discount_percent, refund_limit, \
         offline_refund_limit, methods, pictures, closed) select value ->> 0, unhex(value ->> 1), \
         (select id from fair where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, \
         value ->> 11, value ->> 12, value ->> 13, value ->> 14, value ->> 15, \
         value ->> 16, value ->> 17, value ->> 18 \
         from json_each(?) where true \
         on conflict (uid) do update set code = excluded.code, name = excluded.name, \
         zone = excluded.zone, origin_unit = excluded.origin_unit, seller = excluded.seller, \
         address = excluded.address, phone = excluded.phone, tax_code = excluded.tax_code, \
         bank_bin = excluded.bank_bin, account = excluded.account, \
         discount_percent = excluded.discount_percent, refund_limit = excluded.refund_limit, \
         offline_refund_limit = excluded.offline_refund_limit, methods = excluded.methods, \
         pictures = excluded.pictures, closed = excluded.closed",
    )
    .bind(json!(rows).to_string())
}

/// The row of a gate whose entry stands at `pos`.
pub fn gate_row(pos: i64, it: &Gate) -> Value {
    json!([pos, it.uid.hex(), it.fair.hex(), it.code, it.name])
}

/// Writes gates; a known uid is brought up to date.
pub fn write_gates(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into gate (id, uid, fair, code, name) \
         select value ->> 0, unhex(value ->> 1), \
         (select id from fair where uid = unhex(value ->> 2)), value ->> 3, value ->> 4 \
         from json_each(?) where true \
         on conflict (uid) do update set code = excluded.code, name = excluded.name",
    )
    .bind(json!(rows).to_string())
}

/// The row of an opening day.
pub fn opening_row(it: &OpeningDay) -> Value {
    json!([it.fair.hex(), it.day, it.opens, it.closes])
}

/// Writes opening days.
pub fn write_opening_days(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into opening_day (fair, day, opens, closes) \
         select (select id from fair where uid = unhex(value ->> 0)), value ->> 1, value ->> 2, \
         value ->> 3 from json_each(?) where true \
         on conflict (fair, day) do update set opens = excluded.opens, closes = excluded.closes",
    )
    .bind(json!(rows).to_string())
}

/// A fair as stored.
#[derive(Debug, Clone, FromRow)]
pub struct FairRow {
    /// Row id.
    pub id: i64,
    /// Uid.
    pub uid: Vec<u8>,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Level word.
    pub level: String,
    /// Kind word.
    pub kind: String,
    /// First day, yyyy-mm-dd.
    pub starts_on: String,
    /// Last day.
    pub ends_on: Option<String>,
    /// Venue.
    pub place: String,
    /// 0, 500 or 1,000 đồng.
    pub cash_rounding: i64,
    /// As published.
    pub published_visits: Option<i64>,
    /// As published, đồng.
    pub published_revenue: Option<i64>,
    /// As published, đồng.
    pub published_revenue_local_zone: Option<i64>,
    /// 1 when it is not to be used any more.
    pub closed: i64,
}

impl FairRow {
    /// Whether the fair is open on `day` (yyyy-mm-dd), or has no last day.
    pub fn runs_on(&self, day: &str) -> bool {
        self.starts_on.as_str() <= day && self.ends_on.as_deref().is_none_or(|end| end >= day)
    }

    /// Whether it is a fair with a last day that is open on `day`; a permanent sales point is not,
    /// nor is one that was closed.
    pub fn open_on(&self, day: &str) -> bool {
        self.closed == 0 && self.ends_on.is_some() && self.runs_on(day)
    }

    /// Whether something may still be set up for it on `day`: it is neither over nor closed.
    pub fn in_use(&self, day: &str) -> bool {
        self.closed == 0 && self.ends_on.as_deref().is_none_or(|end| end >= day)
    }
}

/// Fairs and sales points, the latest first. Rehearsals are not among them.
pub async fn fairs(db: &mut SqliteConnection) -> sqlx::Result<Vec<FairRow>> {
    sqlx::query_as("select * from fair where kind <> 'rehearsal' order by starts_on desc, code")
        .fetch_all(db)
        .await
}

/// Rehearsals, the latest first.
pub async fn rehearsals(db: &mut SqliteConnection) -> sqlx::Result<Vec<FairRow>> {
    sqlx::query_as("select * from fair where kind = 'rehearsal' order by id desc")
        .fetch_all(db)
        .await
}

/// A fair by its uid.
pub async fn fair(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<FairRow>> {
    sqlx::query_as("select * from fair where uid = ?").bind(uid).fetch_optional(db).await
}

/// A fair by its code.
pub async fn fair_by_code(db: &mut SqliteConnection, code: &str) -> sqlx::Result<Option<FairRow>> {
    sqlx::query_as("select * from fair where code = ?").bind(code).fetch_optional(db).await
}

/// A booth as stored, with its fair.
#[derive(Debug, Clone, FromRow)]
pub struct BoothRow {
    /// Row id.
    pub id: i64,
    /// Uid.
    pub uid: Vec<u8>,
    /// The fair's uid.
    pub fair_uid: Vec<u8>,
    /// The fair's code.
    pub fair_code: String,
    /// The fair's name.
    pub fair_name: String,
    /// The fair's venue.
    pub fair_place: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Zone word.
    pub zone: String,
    /// Locality.
    pub origin_unit: String,
    /// Seller.
    pub seller: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// Tax code.
    pub tax_code: String,
    /// Bank BIN.
    pub bank_bin: String,
    /// Account.
    pub account: String,
    /// Seller's limit of discounts, percent.
    pub discount_percent: i64,
    /// Seller's limit of refunds, đồng.
    pub refund_limit: i64,
    /// The same while the laptop is out of reach, đồng.
    pub offline_refund_limit: i64,
    /// How its customers may pay, words joined by commas.
    pub methods: String,
    /// 1 when its tills show photos of the goods.
    pub pictures: i64,
    /// 1 when it is not to be used any more.
    pub closed: i64,
    /// 1 when its whole fair is not.
    pub fair_closed: i64,
    /// The fair's cash rounding.
    pub cash_rounding: i64,
}

impl BoothRow {
    /// What its sellers may do without the manager.
    pub fn limits(&self) -> Limits {
        Limits {
            discount_percent: self.discount_percent,
            refund: Money(self.refund_limit),
            offline_refund: Money(self.offline_refund_limit),
        }
    }

    /// How its customers may pay.
    pub fn methods(&self) -> Methods {
        self.methods.parse().unwrap_or_default()
    }
}

/// The booths of a fair, by code.
pub async fn booths(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<BoothRow>> {
    sqlx::query_as(
        "select b.id, b.uid, f.uid as fair_uid, f.code as fair_code, f.name as fair_name, \
         f.place as fair_place, b.code, b.name, b.zone, b.origin_unit, b.seller, b.address, \
         b.phone, b.tax_code, \
         b.bank_bin, b.account, b.discount_percent, b.refund_limit, b.offline_refund_limit, \
         b.methods, b.pictures, b.closed, f.closed as fair_closed, f.cash_rounding \
         from booth b join fair f on f.id = b.fair \
         where b.fair = ? order by b.code",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}

/// The booths of a fair that were not closed, by code.
pub async fn booths_in_use(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<BoothRow>> {
    let mut all = booths(db, fair).await?;
    all.retain(|it| it.closed == 0);
    Ok(all)
}

/// A booth by its uid.
pub async fn booth(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<BoothRow>> {
    sqlx::query_as(
        "select b.id, b.uid, f.uid as fair_uid, f.code as fair_code, f.name as fair_name, \
         f.place as fair_place, b.code, b.name, b.zone, b.origin_unit, b.seller, b.address, \
         b.phone, b.tax_code, \
         b.bank_bin, b.account, b.discount_percent, b.refund_limit, b.offline_refund_limit, \
         b.methods, b.pictures, b.closed, f.closed as fair_closed, f.cash_rounding \
         from booth b join fair f on f.id = b.fair \
         where b.uid = ?",
    )
    .bind(uid)
    .fetch_optional(db)
    .await
}

/// A gate as stored, with its fair.
#[derive(Debug, Clone, FromRow)]
pub struct GateRow {
    /// Row id.
    pub id: i64,
    /// Uid.
    pub uid: Vec<u8>,
    /// The fair's uid.
    pub fair_uid: Vec<u8>,
    /// The fair's code.
    pub fair_code: String,
    /// The fair's name.
    pub fair_name: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// The gates of a fair, by code.
pub async fn gates(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<GateRow>> {
    sqlx::query_as(
        "select g.id, g.uid, f.uid as fair_uid, f.code as fair_code, f.name as fair_name, \
         g.code, g.name from gate g join fair f on f.id = g.fair where g.fair = ? order by g.code",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}

/// A gate by its uid.
pub async fn gate(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<GateRow>> {
    sqlx::query_as(
        "select g.id, g.uid, f.uid as fair_uid, f.code as fair_code, f.name as fair_name, \
         g.code, g.name from gate g join fair f on f.id = g.fair where g.uid = ?",
    )
    .bind(uid)
    .fetch_optional(db)
    .await
}

/// The uids of the gates with this code, of whichever fair.
pub async fn gates_by_code(db: &mut SqliteConnection, code: &str) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar("select uid from gate where code = ?").bind(code).fetch_all(db).await
}
