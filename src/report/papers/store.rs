//! SQL of papers: those of ratings and those of makers, in one shape.

use super::{Paper, state};
use crate::base::{
    id::{ProducerId, ProductId},
    quantity::Quantity,
};
use jiff::civil::Date;
use sqlx::{FromRow, SqliteConnection};

/// A paper as stored.
#[derive(Debug, Clone, FromRow)]
pub struct PaperRow {
    /// `ocop`, or the word of a kind.
    pub kind: String,
    /// 3 to 5, of a rating.
    pub star: Option<i64>,
    /// The product's uid.
    pub product: Option<Vec<u8>>,
    /// The product's name, or empty.
    pub product_name: String,
    /// The maker's uid.
    pub producer: Vec<u8>,
    /// The maker's name.
    pub producer_name: String,
    /// Number, or empty.
    pub number: String,
    /// Code, or empty.
    pub area_code: String,
    /// Thousandths of a hectare.
    pub hectares: Option<i64>,
    /// Who issued it, or empty.
    pub issued_by: String,
    /// yyyy-mm-dd.
    pub holds_from: String,
    /// The first day on which it no longer holds.
    pub expires_on: Option<String>,
}

impl PaperRow {
    /// Of which product, or of which maker.
    pub(super) fn of(&self) -> &[u8] {
        self.product.as_deref().unwrap_or(&self.producer)
    }

    /// The paper as it stands on a day; none where its days cannot be read.
    pub(super) fn paper(self, on: Date) -> Option<Paper> {
        let expires_on = self.expires_on.map(|it| it.parse::<Date>()).transpose().ok()?;
        let left = |end: Date| on.until(end).ok().map(|it| i64::from(it.get_days()));
        Some(Paper {
            kind: self.kind,
            star: self.star,
            product: self.product.as_deref().map(ProductId::of_bytes),
            product_name: self.product_name,
            producer: ProducerId::of_bytes(&self.producer),
            producer_name: self.producer_name,
            number: self.number,
            area_code: self.area_code,
            hectares: self.hectares.map(Quantity),
            issued_by: self.issued_by,
            holds_from: self.holds_from.parse().ok()?,
            expires_on,
            days_left: expires_on.and_then(left),
            state: state(expires_on, on),
        })
    }
}

/// Certificates of ratings of products that are sold.
pub async fn ratings(db: &mut SqliteConnection) -> sqlx::Result<Vec<PaperRow>> {
    sqlx::query_as(
        "select 'ocop' as kind, c.star, p.uid as product, p.name as product_name, \
         r.uid as producer, r.name as producer_name, c.number, '' as area_code, \
         null as hectares, '' as issued_by, c.signed_on as holds_from, c.expires_on \
         from certificate c join product p on p.id = c.product \
         join producer r on r.id = p.producer \
         where p.active = 1 and r.rehearsal = 0 order by p.folded, c.signed_on",
    )
    .fetch_all(db)
    .await
}

/// Makers' papers that were not taken back.
pub async fn quality(db: &mut SqliteConnection) -> sqlx::Result<Vec<PaperRow>> {
    sqlx::query_as(
        "select q.kind, null as star, null as product, '' as product_name, r.uid as producer, \
         r.name as producer_name, q.number, q.area_code, q.hectares, q.issued_by, q.holds_from, \
         q.expires_on from quality_certificate q join producer r on r.id = q.producer \
         where q.withdrawn = 0 and r.rehearsal = 0 order by r.name, q.holds_from, q.id",
    )
    .fetch_all(db)
    .await
}
