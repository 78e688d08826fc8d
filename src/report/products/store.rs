//! SQL of the catalogue's indicators.

use crate::{base::id::ProducerId, catalog::papers::Platform};
use jiff::civil::Date;
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
    /// Platforms as JSON: [platform, since, until or null], ….
    pub listings: String,
    /// The province before July 2025.
    pub province_2024: String,
    /// The province of today.
    pub province_now: String,
}

impl IndicatorRow {
    /// Whether the product is on a platform on a day.
    pub fn is_on(&self, platform: Platform, day: Date) -> bool {
        self.listed().iter().any(|(there, since, until)| {
            *there == platform && *since <= day && until.is_none_or(|until| day < until)
        })
    }

    /// Platform, first day, first day on which it is gone.
    pub fn listed(&self) -> Vec<(Platform, Date, Option<Date>)> {
        serde_json::from_str(&self.listings).unwrap_or_default()
    }
}

/// A maker with a province of one of its products: maker's uid, province before July 2025, and of
/// today.
pub type MakerPlace = (ProducerId, String, String);

/// Where makers are, by what their products that are sold say; those of rehearsals left out.
pub async fn makers(db: &mut SqliteConnection) -> sqlx::Result<Vec<MakerPlace>> {
    sqlx::query_as(
        "select distinct r.uid, p.province_2024, p.province_now from product p \
         join producer r on r.id = p.producer where p.active = 1 and r.rehearsal = 0",
    )
    .fetch_all(db)
    .await
}

/// The products that are sold, by name.
pub async fn indicator_rows(db: &mut SqliteConnection) -> sqlx::Result<Vec<IndicatorRow>> {
    sqlx::query_as(
        "select p.uid, p.name, p.star, p.ocop_group, p.producer, r.name as producer_name, \
         r.subject_type as producer_type, p.barcode <> '' as coded, \
         p.province_2024, p.province_now, \
         coalesce((select json_group_array(json_array(c.star, c.signed_on, c.expires_on)) \
         from certificate c where c.product = p.id), '[]') as certificates, \
         coalesce((select json_group_array(json_array(l.platform, l.since, l.until)) \
         from listing l where l.product = p.id and l.withdrawn = 0), '[]') as listings \
         from product p join producer r on r.id = p.producer where p.active = 1 \
         and r.rehearsal = 0 order by p.folded",
    )
    .fetch_all(db)
    .await
}
