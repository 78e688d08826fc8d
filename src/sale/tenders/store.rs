//! SQL of payments within sales, with where their transfers stand.

use serde_json::json;
use sqlx::{FromRow, SqliteConnection};

/// A payment of a sale.
#[derive(Debug, Clone, FromRow)]
pub struct PaidRow {
    /// Position of the sale's entry.
    pub sale: i64,
    /// Method word.
    pub method: String,
    /// Đồng applied to the sale.
    pub amount: i64,
    /// Đồng handed over in cash; none where nobody typed them.
    pub given: Option<i64>,
    /// The transfer's reference, or what was typed beside a card or a wallet.
    pub reference: Option<String>,
    /// Where the transfer stands now: the word of its last step; none without a transfer.
    pub state: Option<String>,
    /// When it came to stand so, epoch ms.
    pub at_ms: Option<i64>,
    /// By whom.
    pub actor: Option<String>,
}

/// The payments of these sales (positions), in order.
pub async fn of_sales(db: &mut SqliteConnection, sales: &[i64]) -> sqlx::Result<Vec<PaidRow>> {
    sqlx::query_as(
        "select t.sale, t.method, t.amount, t.given, t.reference, e.state, e.at_ms, e.actor \
         from tender t join sale s on s.id = t.sale \
         left join payment_event e on t.method = 'vietqr' and s.reverses is null \
         and e.id = (select max(id) from payment_event x where x.reference = t.reference \
         and x.booth = s.booth) \
         where t.sale in (select value from json_each(?)) order by t.sale, t.n",
    )
    .bind(json!(sales).to_string())
    .fetch_all(db)
    .await
}

/// A payment by a card or a wallet, as a list of money to be looked for shows it.
#[derive(Debug, Clone, FromRow)]
pub struct CardPaymentRow {
    /// The sale's uid.
    pub uid: Vec<u8>,
    /// Its receipt number.
    pub receipt_no: String,
    /// The booth's uid.
    pub booth: Vec<u8>,
    /// The booth's code.
    pub booth_code: String,
    /// Method word.
    pub method: String,
    /// What was typed beside it.
    pub reference: Option<String>,
    /// Đồng; negative where it was given back.
    pub amount: i64,
    /// Epoch ms.
    pub paid_ms: i64,
    /// Who sold.
    pub seller: String,
}

/// What a fair's booths (or the one of this uid) took by cards and wallets, the newest 500.
pub async fn noted(
    db: &mut SqliteConnection,
    fair: i64,
    booth: Option<&[u8]>,
) -> sqlx::Result<Vec<CardPaymentRow>> {
    sqlx::query_as(
        "select s.uid, s.receipt_no, b.uid as booth, b.code as booth_code, t.method, \
         t.reference, t.amount, s.paid_ms, s.seller from tender t join sale s on s.id = t.sale \
         join booth b on b.id = s.booth where s.fair = ?1 and (?2 is null or b.uid = ?2) \
         and t.method not in ('cash', 'vietqr') order by s.id desc, t.n limit 500",
    )
    .bind(fair)
    .bind(booth)
    .fetch_all(db)
    .await
}
