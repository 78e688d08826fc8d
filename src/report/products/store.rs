//! SQL of the catalogue's indicators.

use sqlx::{FromRow, SqliteConnection};

/// A product with what its indicators need.
#[derive(Debug, Clone, FromRow)]
pub struct IndicatorRow {
    /// Uid.
    pub uid: Vec<u8>,
    /// Name.
    pub name: String,
    /// The star as listed.
    pub star: Option<i64>,
    /// 1 to 6.
    pub ocop_group: i64,
    /// The producer's row id.
    pub producer: i64,
    /// The producer's name.
    pub producer_name: String,
    /// The producer's form.
    pub producer_type: String,
    /// Whether it has a barcode.
    pub coded: bool,
    /// Certificates as JSON: [star, signed on, expires on], ….
    pub certificates: String,
    /// The province before July 2025.
    pub province_2024: String,
    /// The province of today.
    pub province_now: String,
}

/// The products that are sold, by name.
pub async fn indicator_rows(db: &mut SqliteConnection) -> sqlx::Result<Vec<IndicatorRow>> {
    sqlx::query_as(
        "select p.uid, p.name, p.star, p.ocop_group, p.producer, r.name as producer_name, \
         r.subject_type as producer_type, p.barcode <> '' as coded, \
         p.province_2024, p.province_now, \
         coalesce((select json_group_array(json_array(c.star, c.signed_on, c.expires_on)) \
         from certificate c where c.product = p.id), '[]') as certificates \
         from product p join producer r on r.id = p.producer where p.active = 1 \
         and r.rehearsal = 0 order by p.folded",
    )
    .fetch_all(db)
    .await
}
