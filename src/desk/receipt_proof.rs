//! Whether one sale stands in the journal unaltered: what `verify` asks of the whole book, asked of
//! a single receipt in a few reads, so that every customer may ask it.

mod store;

use super::fact::Fact;
use crate::{
    journal::{self, Entry, chain},
    sale::{Line, Sold, Tender},
};
use sqlx::SqliteConnection;

/// What looking at one sale's entry found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The entry's place in its chain, 1 and up.
    pub seq: i64,
    /// The entry's stored hash, hexadecimal.
    pub hash: String,
    /// What does not agree; none when all does.
    pub broken: Option<Broken>,
}

/// What was altered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The entry's stored bytes do not give its hash.
    Entry,
    /// The entry does not follow the one before it.
    Chain,
    /// The rows that reports and lists read are not those of the entry.
    Rows,
}

/// Looks at the sale whose entry stands at `pos`; none when nothing stands there.
pub async fn seal(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<Option<Seal>> {
    let Some(entry) = journal::store::at(db, pos).await? else { return Ok(None) };
    let broken = match chained(db, &entry).await? {
        Some(broken) => Some(broken),
        None => (!projected(db, &entry).await?).then_some(Broken::Rows),
    };
    Ok(Some(Seal { seq: entry.seq, hash: hex::encode(&entry.hash), broken }))
}

async fn chained(db: &mut SqliteConnection, entry: &Entry) -> sqlx::Result<Option<Broken>> {
    let before = journal::store::hash_at(db, &entry.origin, entry.seq - 1).await?;
    let (seq, hash) = match before {
        Some(hash) => (entry.seq - 1, hash),
        // Only the first entry of a chain follows nothing; any other misses the one before it.
        None => (0, vec![0; 32]),
    };
    Ok(match chain::check(entry, seq, &hash) {
        Ok(()) => None,
        Err(chain::Break::Altered) => Some(Broken::Entry),
        Err(chain::Break::Gap { .. } | chain::Break::Unlinked) => Some(Broken::Chain),
    })
}

/// Whether the sale's row, lines and payments say what the entry says.
async fn projected(db: &mut SqliteConnection, entry: &Entry) -> sqlx::Result<bool> {
    let Some(Fact::Sold(sold)) = Fact::parse(&entry.kind, entry.body_version, &entry.body) else {
        return Ok(false);
    };
    let head = store::head(db, entry.pos).await?;
    let lines = store::lines(db, entry.pos).await?;
    let tenders = store::tenders(db, entry.pos).await?;
    Ok(head.is_some_and(|row| row == of_sale(&sold))
        && lines == sold.lines.iter().map(of_line).collect::<Vec<_>>()
        && tenders == sold.payments.iter().map(of_tender).collect::<Vec<_>>())
}

fn of_sale(sold: &Sold) -> store::Head {
    store::Head {
        uid: sold.id.bytes(),
        receipt_no: sold.receipt_no.clone(),
        provisional_no: sold.provisional_no.clone(),
        seller: sold.seller.clone(),
        paid_ms: sold.paid_at.0,
        total: sold.total.0,
        rounding: sold.rounding.0,
        reverses: sold.reverses.as_ref().map(|reversed| reversed.sale.bytes()),
    }
}

fn of_line(line: &Line) -> store::Goods {
    store::Goods {
        name: line.name.clone(),
        unit: line.unit.clone(),
        star: line.star.map(i64::from),
        quantity: line.quantity.0,
        price: line.price.0,
        amount: line.amount.0,
    }
}

fn of_tender(tender: &Tender) -> store::Paid {
    store::Paid {
        method: tender.method.as_str().to_owned(),
        amount: tender.amount.0,
        given: tender.given.map(|given| given.0),
        reference: tender.reference.clone(),
    }
}
