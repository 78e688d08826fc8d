//! SQL of rewards: what was signed, and whose it is.

use crate::base::id::{CertificateId, NodeId, ProducerId, ProductId, RuleId};
use sqlx::{FromRow, SqliteConnection};

/// A certificate with its product, its maker and the one before it.
#[derive(Debug, Clone, FromRow)]
pub struct SignedRow {
    /// The certificate.
    pub uid: CertificateId,
    /// Its number, or empty.
    pub number: String,
    /// 3 to 5.
    pub star: u8,
    /// yyyy-mm-dd.
    pub signed_on: String,
    /// The product.
    pub product: ProductId,
    /// The product's name.
    pub product_name: String,
    /// The province before July 2025.
    pub province_2024: String,
    /// The province of today.
    pub province_now: String,
    /// The maker.
    pub producer: ProducerId,
    /// The maker's name.
    pub producer_name: String,
    /// The maker's form.
    pub form: String,
    /// The maker's commune, or empty.
    pub commune: String,
    /// The machine that owns the product.
    pub owner: NodeId,
    /// The star of the certificate before it; none: it is the first.
    pub star_before: Option<u8>,
}

/// Certificates of products that were signed in a period (yyyy-mm-dd, both days included), the
/// earliest first. Products that are no longer sold were rated all the same.
pub async fn signed(
    db: &mut SqliteConnection,
    (from, to): (&str, &str),
) -> sqlx::Result<Vec<SignedRow>> {
    sqlx::query_as(
        "select c.uid, c.number, c.star, c.signed_on, p.uid as product, p.name as product_name, \
         p.province_2024, p.province_now, r.uid as producer, r.name as producer_name, \
         r.subject_type as form, r.commune, j.origin as owner, \
         (select b.star from certificate b where b.product = c.product \
         and (b.signed_on, b.id) < (c.signed_on, c.id) order by b.signed_on desc, b.id desc \
         limit 1) as star_before \
         from certificate c join product p on p.id = c.product \
         join producer r on r.id = p.producer join journal j on j.pos = p.id \
         where r.rehearsal = 0 and c.signed_on between ? and ? \
         order by c.signed_on, p.folded, c.id",
    )
    .bind(from)
    .bind(to)
    .fetch_all(db)
    .await
}

/// Which machine wrote each rule.
pub async fn writers(db: &mut SqliteConnection) -> sqlx::Result<Vec<(RuleId, NodeId)>> {
    sqlx::query_as("select r.uid, j.origin from reward_rule r join journal j on j.pos = r.id")
        .fetch_all(db)
        .await
}
