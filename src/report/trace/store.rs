//! SQL of the sales behind a figure.

use super::Filter;
use sqlx::{FromRow, SqliteConnection};

/// A sale that makes part of a figure.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SaleTrace {
    /// Position of its journal entry.
    pub pos: i64,
    /// Its uid.
    pub uid: Vec<u8>,
    /// Receipt number.
    pub receipt_no: String,
    /// The booth's code.
    pub booth: String,
    /// Who sold.
    pub seller: String,
    /// Epoch ms.
    pub paid_ms: i64,
    /// Đồng of the whole sale; negative in a reversal.
    pub total: i64,
    /// Đồng that it adds to the figure: of the lines or payments asked for, else the total.
    pub part: i64,
    /// Whether it takes back another sale.
    pub void: bool,
}

/// The sales of a fair (row id) behind a figure, the newest first, before position `before`.
pub async fn rows(
    db: &mut SqliteConnection,
    fair: i64,
    filter: &Filter,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<SaleTrace>> {
    sqlx::query_as(
        "select s.id as pos, s.uid, s.receipt_no, b.code as booth, s.seller, s.paid_ms, s.total, \
         s.void, case \
         when ?12 then (select sum(l.sample_value) from sale_line l where l.sale = s.id \
         and (?5 is null or l.product = (select id from product where uid = ?5))) \
         when ?5 is not null or ?7 is not null then (select sum(l.amount) from sale_line l \
         where l.sale = s.id and (?5 is null or l.product = (select id from product \
         where uid = ?5)) and (?7 is null or coalesce(l.star, 0) = ?7)) \
         when ?6 is not null then (select sum(t.amount) from tender t \
         where t.sale = s.id and t.method = ?6) \
         else s.total end as part \
         from sale s join booth b on b.id = s.booth where s.fair = ?1 \
         and (?2 is null or b.code = ?2) and (?3 is null or s.day = ?3) \
         and (?4 is null or s.hour = ?4) and s.id < ?8 and part is not null \
         and (?10 is null or s.id in (select i.sale from sale_in_shift i \
         where i.shift = (select id from shift where uid = ?10))) \
         and (?11 is null or (s.supplement is not null) = ?11) \
         order by s.id desc limit ?9",
    )
    .bind(fair)
    .bind(&filter.booth)
    .bind(filter.day.map(|day| day.to_string()))
    .bind(filter.hour)
    .bind(filter.product.map(|product| product.bytes()))
    .bind(&filter.method)
    .bind(filter.star)
    .bind(before)
    .bind(limit)
    .bind(filter.shift.map(|shift| shift.bytes()))
    .bind(filter.late)
    .bind(filter.samples)
    .fetch_all(db)
    .await
}

/// Sales less voids, and đồng, of everything that `rows` would list; by a method, which a void need
/// not give back, sales alone. A sale that came back in parts counts for none of its goods,
/// whatever the last part brought.
pub async fn sums(
    db: &mut SqliteConnection,
    fair: i64,
    filter: &Filter,
) -> sqlx::Result<(i64, i64)> {
    sqlx::query_as(
        "select coalesce(sum(made) - sum(gone), 0), coalesce(sum(part), 0) from (select \
         s.reverses is null and part is not null as made, \
         s.void and ?6 is null and (not ?10 and ?5 is null and ?7 is null \
         or exists (select 1 from sale_line l where l.sale = s.reverses \
         and (?5 is null or l.product = (select id from product where uid = ?5)) \
         and (?7 is null or ?10 or coalesce(l.star, 0) = ?7) \
         and (not ?10 or l.sample_value is not null))) as gone, part from (select s.*, case \
         when ?10 then (select sum(l.sample_value) from sale_line l where l.sale = s.id \
         and (?5 is null or l.product = (select id from product where uid = ?5))) \
         when ?5 is not null or ?7 is not null then (select sum(l.amount) from sale_line l \
         where l.sale = s.id and (?5 is null or l.product = (select id from product \
         where uid = ?5)) and (?7 is null or coalesce(l.star, 0) = ?7)) \
         when ?6 is not null then (select sum(t.amount) from tender t \
         where t.sale = s.id and t.method = ?6) \
         else s.total end as part \
         from sale s join booth b on b.id = s.booth where s.fair = ?1 \
         and (?2 is null or b.code = ?2) and (?3 is null or s.day = ?3) \
         and (?4 is null or s.hour = ?4) \
         and (?8 is null or s.id in (select i.sale from sale_in_shift i \
         where i.shift = (select id from shift where uid = ?8))) \
         and (?9 is null or (s.supplement is not null) = ?9)) s)",
    )
    .bind(fair)
    .bind(&filter.booth)
    .bind(filter.day.map(|day| day.to_string()))
    .bind(filter.hour)
    .bind(filter.product.map(|product| product.bytes()))
    .bind(&filter.method)
    .bind(filter.star)
    .bind(filter.shift.map(|shift| shift.bytes()))
    .bind(filter.late)
    .bind(filter.samples)
    .fetch_one(db)
    .await
}
