//! SQL of what anybody may read of a product.

use crate::base::id::ProductId;
use sqlx::{FromRow, SqliteConnection};

/// A product as its public page shows it.
#[derive(Debug, Clone, FromRow)]
pub struct OpenRow {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Star as listed.
    pub star: Option<i64>,
    /// Certificates as JSON: [star, signed on, expires on], ….
    pub certificates: String,
    /// Who makes it.
    pub producer: String,
    /// The producer's commune, or empty.
    pub commune: String,
    /// The province now, or empty.
    pub province: String,
}

/// A product; none where there is no such one, or only in a rehearsal.
pub async fn open(db: &mut SqliteConnection, product: ProductId) -> sqlx::Result<Option<OpenRow>> {
    sqlx::query_as(
        "select p.name, p.unit, p.star, r.name as producer, r.commune, \
         p.province_now as province, \
         coalesce((select json_group_array(json_array(star, signed_on, expires_on)) \
         from certificate where product = p.id), '[]') as certificates \
         from product p join producer r on r.id = p.producer where p.uid = ? and r.rehearsal = 0",
    )
    .bind(product.bytes())
    .fetch_optional(db)
    .await
}

/// A lot of a product as its public page shows it.
#[derive(Debug, Clone, FromRow)]
pub struct OpenLot {
    /// Its last day, yyyy-mm-dd, where a delivery said one.
    pub expires_on: Option<String>,
    /// 1: best before that day.
    pub soft: Option<i64>,
    /// Whether it is not to be sold any more.
    pub blocked: bool,
    /// Whether any of it ever was here.
    pub known: bool,
}

/// What the book knows of a lot.
pub async fn lot(
    db: &mut SqliteConnection,
    product: ProductId,
    lot: &str,
) -> sqlx::Result<OpenLot> {
    sqlx::query_as(
        "select max(l.expires_on) as expires_on, max(l.soft) as soft, \
         exists (select 1 from blocked_lot b join product p on p.id = b.product \
         where p.uid = ?1 and b.lot = ?2) as blocked, count(l.lot) > 0 as known from level l \
         where l.product = (select id from product where uid = ?1) and l.lot = ?2",
    )
    .bind(product.bytes())
    .bind(lot)
    .fetch_one(db)
    .await
}
