//! SQL of sales: writing them. Loading what a batch needs stands in `load/store.rs`.

use super::{
    Sold,
    rollup::{
        Rollups,
        store::{write_booths, write_hours, write_products},
    },
};
use crate::{db::several::Statement, payment::store::EventRow};
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of a sale whose entry stands at `pos` in the chain of node `origin`, which received it
/// at `received_ms`. The series of its number may be that of another node.
pub fn sale_row(pos: i64, origin: &str, received_ms: i64, it: &Sold) -> Value {
    json!([
        pos,
        it.id.hex(),
        it.series.map_or(origin.to_owned(), |node| node.hex()),
        it.fair.uid.hex(),
        it.booth.uid.hex(),
        it.number,
        it.receipt_no,
        it.provisional_no,
        it.device.map(|device| device.hex()),
        it.device_seq,
        it.seller,
        it.paid_at,
        received_ms,
        it.day,
        it.hour,
        it.total,
        it.rounding,
        json!(it.flags).to_string(),
        it.reverses.as_ref().map(|reversed| reversed.sale.hex()),
        it.reverses.as_ref().map(|reversed| &reversed.reason),
        i64::from(it.voids()),
        it.shift.map(|shift| shift.uid.hex()),
        it.shift.and_then(|shift| shift.supplement).map(|supplement| supplement.number),
        origin
    ])
}

/// Writes sales. The sale that a refund names may stand in the same batch; only refunds look for it
/// there, since each look reads the whole batch. No row has the id 0: what is not known at the
/// booth, be it a sale or a shift, is refused.
pub fn write_sales(rows: &[Value]) -> Statement {
    Statement::new(
        "with entry as materialized (select value from json_each(?)) \
         insert into sale (id, uid, origin, fair, booth, number, receipt_no, provisional_no, \
         device, device_seq, seller, paid_ms, received_ms, day, hour, total, rounding, flags, \
         reverses, reason, void, shift, supplement, writer) \
         select value ->> 0, unhex(value ->> 1), unhex(value ->> 2), \
         (select id from fair where uid = unhex(value ->> 3)), \
         (select id from booth where uid = unhex(value ->> 4)), value ->> 5, value ->> 6, \
         value ->> 7, unhex(value ->> 8), value ->> 9, value ->> 10, value ->> 11, \
         value ->> 12, value ->> 13, value ->> 14, value ->> 15, value ->> 16, value ->> 17, \
         case when value ->> 18 is not null then \
         coalesce((select id from sale where uid = unhex(value ->> 18) \
         and booth = (select id from booth where uid = unhex(value ->> 4))), \
         (select e.value ->> 0 from entry e where e.value ->> 1 = k.value ->> 18 \
         and e.value ->> 4 = k.value ->> 4), 0) end, \
         value ->> 19, value ->> 20, case when value ->> 21 is not null then \
         coalesce((select shift from shift_named where uid = unhex(value ->> 21) \
         and booth = (select id from booth where uid = unhex(value ->> 4))), 0) end, \
         value ->> 22, unhex(value ->> 23) from entry k",
    )
    .bind(json!(rows).to_string())
}

/// The rows of a sale's lines.
pub fn line_rows(pos: i64, it: &Sold) -> Vec<Value> {
    let row = |(n, line): (usize, &super::Line)| {
        let text = |it: &str| (!it.is_empty()).then(|| it.to_owned());
        json!({
            "sale": pos,
            "n": n,
            "product": line.product.hex(),
            "name": line.name,
            "unit": line.unit,
            "star": line.star,
            "producer": line.producer_uid.hex(),
            "unit_code": text(&line.unit_code),
            "vat": text(&line.vat),
            "quantity": line.quantity,
            "price": line.price,
            "amount": line.amount,
            "sample_value": line.sample_value(),
        })
    };
    it.lines.iter().enumerate().map(row).collect()
}

/// Writes lines.
pub fn write_lines(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into sale_line (sale, n, product, name, unit, star, producer, unit_code, vat, \
         quantity, price, amount, sample_value) select value ->> 'sale', value ->> 'n', \
         (select id from product where uid = unhex(value ->> 'product')), value ->> 'name', \
         value ->> 'unit', value ->> 'star', \
         (select id from producer where uid = unhex(value ->> 'producer')), \
         value ->> 'unit_code', value ->> 'vat', value ->> 'quantity', value ->> 'price', \
         value ->> 'amount', value ->> 'sample_value' from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// The rows of a sale's payments.
pub fn tender_rows(pos: i64, it: &Sold) -> Vec<Value> {
    let row = |(n, tender): (usize, &super::Tender)| {
        json!([pos, n, tender.method, tender.amount, tender.given, tender.reference])
    };
    it.payments.iter().enumerate().map(row).collect()
}

/// Writes payments.
pub fn write_tenders(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into tender (sale, n, method, amount, given, reference) \
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 \
         from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// What a refund took back of each line of its original, as rows of `returned`.
pub fn returned_rows(it: &Sold) -> Vec<Value> {
    let Some(reversed) = &it.reverses else { return Vec::new() };
    let row = |line: &super::Line| {
        let of = line.of.as_ref()?;
        Some(json!([reversed.sale.hex(), of.n, -line.quantity, of.sold, -line.amount]))
    };
    it.lines.iter().filter_map(row).collect()
}

/// Adds to what came back of each line. The table of a book that sells refuses more than was sold.
pub fn write_returned(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into returned (sale, n, quantity, sold, amount) \
         select (select id from sale where uid = unhex(value ->> 0)), value ->> 1, \
         value ->> 2, value ->> 3, value ->> 4 from json_each(?) where true \
         on conflict (sale, n) do update set quantity = quantity + excluded.quantity, \
         amount = amount + excluded.amount",
    )
    .bind(json!(rows).to_string())
}

/// The transfers of a sale, as rows of `payment_event`. They name no request, as steps do.
pub fn claim_rows((pos, origin): (i64, &str), it: &Sold) -> Vec<EventRow> {
    let row = |(n, tender): (usize, &super::Tender)| {
        let reference = tender.transfer().filter(|_| it.reverses.is_none())?;
        let claim = it.transfers.iter().find(|claim| claim.reference == reference)?;
        Some(EventRow {
            id: pos * 8 + n as i64,
            request: None,
            booth: it.booth.uid.hex(),
            account: claim.account.clone(),
            reference: reference.to_owned(),
            state: claim.state,
            amount: tender.amount,
            at_ms: it.paid_at,
            actor: it.seller.clone(),
            origin: origin.to_owned(),
        })
    };
    it.payments.iter().enumerate().filter_map(row).collect()
}

/// Writes the roll-ups of sales.
pub fn write_rollups(rollups: &Rollups) -> [Statement; 6] {
    [
        write_rollup_lines(&rollups.line_rows()),
        write_rollup_tenders(&rollups.tender_rows()),
        write_rollup_sales(&rollups.sale_rows()),
        write_products(&rollups.product_rows()),
        write_booths(&rollups.booth_rows()),
        write_hours(&rollups.hour_rows()),
    ]
}

fn write_rollup_lines(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into rollup_line (fair, day, hour, booth, product, star, ocop_group, \
         producer_type, zone, origin_unit, quantity, amount, sampled, sample_value) \
         select (select id from fair where uid = unhex(value ->> 0)), value ->> 1, value ->> 2, \
         (select id from booth where uid = unhex(value ->> 3)), \
         (select id from product where uid = unhex(value ->> 4)), value ->> 5, value ->> 6, \
         value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, \
         value ->> 13 \
         from json_each(?) where true \
         on conflict do update set quantity = quantity + excluded.quantity, \
         amount = amount + excluded.amount, sampled = sampled + excluded.sampled, \
         sample_value = sample_value + excluded.sample_value",
    )
    .bind(json!(rows).to_string())
}

fn write_rollup_tenders(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into rollup_tender (fair, day, booth, method, zone, origin_unit, count, amount, \
         taken) \
         select (select id from fair where uid = unhex(value ->> 0)), value ->> 1, \
         (select id from booth where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8 from json_each(?) where true \
         on conflict do update set count = count + excluded.count, \
         amount = amount + excluded.amount, taken = taken + excluded.taken",
    )
    .bind(json!(rows).to_string())
}

fn write_rollup_sales(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into rollup_sale (fair, day, hour, booth, zone, origin_unit, sales, voids, \
         revenue, rounding) \
         select (select id from fair where uid = unhex(value ->> 0)), value ->> 1, value ->> 2, \
         (select id from booth where uid = unhex(value ->> 3)), value ->> 4, value ->> 5, \
         value ->> 6, value ->> 7, value ->> 8, value ->> 9 from json_each(?) where true \
         on conflict do update set sales = sales + excluded.sales, \
         voids = voids + excluded.voids, revenue = revenue + excluded.revenue, \
         rounding = rounding + excluded.rounding",
    )
    .bind(json!(rows).to_string())
}

/// A sale as lists show it.
#[derive(Debug, Clone, FromRow)]
pub struct SaleRow {
    /// Position of its entry.
    pub id: i64,
    /// Uid.
    pub uid: Vec<u8>,
    /// Receipt number.
    pub receipt_no: String,
    /// The number shown while offline.
    pub provisional_no: Option<String>,
    /// Who sold.
    pub seller: String,
    /// Epoch ms.
    pub paid_ms: i64,
    /// Đồng.
    pub total: i64,
    /// Đồng.
    pub rounding: i64,
    /// JSON array of flag words.
    pub flags: String,
    /// Methods, comma-separated.
    pub methods: String,
    /// The receipt number it reverses.
    pub reverses: Option<String>,
    /// The uid of the sale it reverses.
    pub reverses_uid: Option<Vec<u8>>,
    /// The receipt numbers of its refunds.
    pub refunds: Option<String>,
    /// Đồng given back so far.
    pub given_back: i64,
    /// Whether something of it is left to take back.
    pub open: bool,
    /// The uid of the shift that was open when it was paid.
    pub shift: Option<Vec<u8>>,
}

/// The sales of a booth, the newest first, before position `before`.
pub async fn by_booth(
    db: &mut SqliteConnection,
    booth: i64,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<SaleRow>> {
    sqlx::query_as("select * from sale_listed where booth = ? and id < ? order by id desc limit ?")
        .bind(booth)
        .bind(before)
        .bind(limit)
        .fetch_all(db)
        .await
}

/// The sales of a booth with this receipt number or provisional number, the newest first.
pub async fn numbered(
    db: &mut SqliteConnection,
    booth: i64,
    number: &str,
) -> sqlx::Result<Vec<SaleRow>> {
    sqlx::query_as(
        "select * from sale_listed where booth = ? and ? in (receipt_no, provisional_no) order \
         by id desc limit 20",
    )
    .bind(booth)
    .bind(number)
    .fetch_all(db)
    .await
}

/// The position of a sale by its uid.
pub async fn pos_of(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("select id from sale where uid = ?").bind(uid).fetch_optional(db).await
}

/// Position and uid of the sales with this receipt number, the newest first.
pub async fn by_number(
    db: &mut SqliteConnection,
    number: &str,
    fair: Option<&str>,
) -> sqlx::Result<Vec<NumberRow>> {
    sqlx::query_as(
        "select s.id as pos, s.uid, f.code as fair, f.name as fair_name, b.name as booth, \
         s.paid_ms, s.total from sale s join fair f on f.id = s.fair \
         join booth b on b.id = s.booth \
         where s.receipt_no = ?1 and (?2 is null or f.code = ?2) order by s.id desc limit 50",
    )
    .bind(number)
    .bind(fair)
    .fetch_all(db)
    .await
}

/// A sale of a number, told apart from others of the same.
#[derive(Debug, Clone, FromRow)]
pub struct NumberRow {
    /// The journal position of its entry.
    pub pos: i64,
    /// Its uid.
    pub uid: Vec<u8>,
    /// The fair's code.
    pub fair: String,
    /// The fair's name.
    pub fair_name: String,
    /// The booth's name.
    pub booth: String,
    /// When it was paid, epoch ms.
    pub paid_ms: i64,
    /// Đồng.
    pub total: i64,
}

/// The uid of a sale's booth.
pub async fn booth_of(db: &mut SqliteConnection, sale: &[u8]) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar("select b.uid from sale s join booth b on b.id = s.booth where s.uid = ?")
        .bind(sale)
        .fetch_optional(db)
        .await
}

/// A line of a sale with what of it came back.
#[derive(Debug, Clone, FromRow)]
pub struct LineRow {
    /// Which line, from 0.
    pub n: i64,
    /// Name as it stood.
    pub name: String,
    /// Unit as it stood.
    pub unit: String,
    /// Thousandths sold.
    pub quantity: i64,
    /// Đồng charged.
    pub amount: i64,
    /// Thousandths that came back.
    pub returned: i64,
    /// Đồng of it given back.
    pub given_back: i64,
}

/// The lines of a sale, in order.
pub async fn lines(db: &mut SqliteConnection, sale: &[u8]) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as(
        "select l.n, l.name, l.unit, l.quantity, l.amount, coalesce(d.quantity, 0) as returned, \
         coalesce(d.amount, 0) as given_back from sale s join sale_line l on l.sale = s.id \
         left join returned d on d.sale = l.sale and d.n = l.n where s.uid = ? order by l.n",
    )
    .bind(sale)
    .fetch_all(db)
    .await
}

/// The refunds of a sale: uid and receipt number, in order.
pub async fn refunds(
    db: &mut SqliteConnection,
    sale: &[u8],
) -> sqlx::Result<Vec<(Vec<u8>, String)>> {
    sqlx::query_as(
        "select r.uid, r.receipt_no from sale s join sale r on r.reverses = s.id \
         where s.uid = ? order by r.id",
    )
    .bind(sale)
    .fetch_all(db)
    .await
}

/// One sale as lists show it.
pub async fn one(db: &mut SqliteConnection, sale: &[u8]) -> sqlx::Result<Option<SaleRow>> {
    sqlx::query_as("select * from sale_listed where uid = ?").bind(sale).fetch_optional(db).await
}
