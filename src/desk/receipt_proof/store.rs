//! SQL of the rows that one sale left in the book.

use sqlx::{FromRow, SqliteConnection};

/// A sale's own row, as far as its paper tells it.
#[derive(Debug, PartialEq, Eq, FromRow)]
pub struct Head {
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
    /// Đồng before rounding.
    pub total: i64,
    /// Đồng.
    pub rounding: i64,
    /// The uid of the sale it takes back.
    pub reverses: Option<Vec<u8>>,
}

/// A line's row.
#[derive(Debug, PartialEq, Eq, FromRow)]
pub struct Goods {
    /// Name as it stood.
    pub name: String,
    /// Unit as it stood.
    pub unit: String,
    /// Star as it stood.
    pub star: Option<i64>,
    /// Thousandths.
    pub quantity: i64,
    /// Đồng for one unit.
    pub price: i64,
    /// Đồng.
    pub amount: i64,
}

/// A payment's row.
#[derive(Debug, PartialEq, Eq, FromRow)]
pub struct Paid {
    /// The method's word.
    pub method: String,
    /// Đồng applied.
    pub amount: i64,
    /// Đồng handed over.
    pub given: Option<i64>,
    /// The transfer's reference.
    pub reference: Option<String>,
}

/// The row of the sale whose entry stands at `pos`.
pub async fn head(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<Option<Head>> {
    sqlx::query_as(
        "select s.uid, s.receipt_no, s.provisional_no, s.seller, s.paid_ms, s.total, s.rounding, \
         o.uid as reverses from sale s left join sale o on o.id = s.reverses where s.id = ?",
    )
    .bind(pos)
    .fetch_optional(db)
    .await
}

/// Its lines, in order.
pub async fn lines(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<Vec<Goods>> {
    sqlx::query_as(
        "select name, unit, star, quantity, price, amount from sale_line where sale = ? order by n",
    )
    .bind(pos)
    .fetch_all(db)
    .await
}

/// Its payments, in order.
pub async fn tenders(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<Vec<Paid>> {
    sqlx::query_as("select method, amount, given, reference from tender where sale = ? order by n")
        .bind(pos)
        .fetch_all(db)
        .await
}
