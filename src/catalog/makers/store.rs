//! SQL of producers as lists show them.

use sqlx::{FromRow, SqliteConnection};

/// A producer as lists show it.
#[derive(Debug, Clone, FromRow)]
pub struct ProducerListing {
    /// Uid.
    pub uid: Vec<u8>,
    /// Name.
    pub name: String,
    /// Legal form.
    pub subject_type: String,
    /// Administrative unit, or empty.
    pub unit_code: String,
    /// Commune or ward, or empty.
    pub commune: String,
    /// Phone, or empty.
    pub phone: String,
    /// Tax code, or empty.
    pub tax_code: String,
    /// How many of its products are still sold.
    pub products: i64,
}

/// Producers by name, with how many products of each are still sold.
pub async fn producers_listed(db: &mut SqliteConnection) -> sqlx::Result<Vec<ProducerListing>> {
    sqlx::query_as(
        "select r.uid, r.name, r.subject_type, r.unit_code, r.commune, r.phone, r.tax_code, \
         count(p.id) as products from producer r \
         left join product p on p.producer = r.id and p.active = 1 \
         where r.rehearsal = 0 group by r.id order by r.name",
    )
    .fetch_all(db)
    .await
}

/// A producer by its uid, as lists show it.
pub async fn producer_listed(
    db: &mut SqliteConnection,
    uid: &[u8],
) -> sqlx::Result<Option<ProducerListing>> {
    sqlx::query_as(
        "select r.uid, r.name, r.subject_type, r.unit_code, r.commune, r.phone, r.tax_code, \
         (select count(*) from product where producer = r.id and active = 1) as products \
         from producer r where r.uid = ? and r.rehearsal = 0",
    )
    .bind(uid)
    .fetch_optional(db)
    .await
}
