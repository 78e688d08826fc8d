//! SQL of goods in reports, over roll-ups. Every statement takes the same scope.

use crate::report::cube::Scope;
use sqlx::{FromRow, SqliteConnection};

/// A cell of the cube of lines: by star, OCOP group and producer's form.
#[derive(Debug, Clone, FromRow)]
pub struct LineCell {
    /// Star that held on the day; 0: none.
    pub star: i64,
    /// 1 to 6.
    pub ocop_group: i64,
    /// Form of the producer, as it stood at the sale.
    pub producer_type: String,
    /// Đồng.
    pub amount: i64,
}

/// Lines by star, OCOP group and producer's form.
pub async fn lines(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Vec<LineCell>> {
    sqlx::query_as(
        "select star, ocop_group, producer_type, sum(amount) as amount from rollup_product \
         where day between ?1 and ?2 and fair in (select value from json_each(?3)) \
         group by star, ocop_group, producer_type \
         order by star desc, ocop_group, producer_type",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .fetch_all(db)
    .await
}

/// A product with its sums.
#[derive(Debug, Clone, FromRow)]
pub struct ProductSums {
    /// Uid.
    pub uid: Vec<u8>,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Thousandths sold.
    pub quantity: i64,
    /// Đồng.
    pub amount: i64,
}

/// Products sold, the largest revenue first.
pub async fn products(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Vec<ProductSums>> {
    sqlx::query_as(
        "select p.uid, p.name, p.unit, sum(l.quantity) as quantity, sum(l.amount) as amount \
         from rollup_product l join product p on p.id = l.product \
         where l.day between ?1 and ?2 and l.fair in (select value from json_each(?3)) \
         group by p.id order by amount desc, p.folded",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .fetch_all(db)
    .await
}

/// Products that the scope's booth sold, the largest revenue first.
pub async fn booth_products(
    db: &mut SqliteConnection,
    scope: &Scope,
) -> sqlx::Result<Vec<ProductSums>> {
    sqlx::query_as(
        "select p.uid, p.name, p.unit, sum(l.quantity) as quantity, sum(l.amount) as amount \
         from rollup_line l join product p on p.id = l.product \
         where l.day between ?1 and ?2 and l.fair in (select value from json_each(?3)) \
         and l.booth = ?4 group by p.id order by amount desc, p.folded",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .bind(scope.booth)
    .fetch_all(db)
    .await
}

/// Free samples of a product at a booth.
#[derive(Debug, Clone, FromRow)]
pub struct SampleSums {
    /// The fair's code.
    pub fair: String,
    /// The booth's code.
    pub booth: String,
    /// Uid of the product.
    pub uid: Vec<u8>,
    /// Its name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Thousandths given away.
    pub quantity: i64,
    /// Đồng at the prices that held.
    pub value: i64,
}

/// Free samples by booth and product, the most valuable first.
pub async fn samples(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Vec<SampleSums>> {
    sqlx::query_as(
        "select f.code as fair, b.code as booth, p.uid, p.name, p.unit, \
         sum(l.sampled) as quantity, sum(l.sample_value) as value \
         from rollup_line l join product p on p.id = l.product join booth b on b.id = l.booth \
         join fair f on f.id = l.fair \
         where l.day between ?1 and ?2 and l.fair in (select value from json_each(?3)) \
         and (?4 is null or l.booth = ?4) and (l.sampled <> 0 or l.sample_value <> 0) \
         group by f.id, b.id, p.id \
         having sum(l.sampled) <> 0 or sum(l.sample_value) <> 0 \
         order by value desc, f.code, b.code, p.folded",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .bind(scope.booth)
    .fetch_all(db)
    .await
}
