//! A lot: every place that holds it or held it, every sale that carried it, and what was said of
//! it. Lots of one product and one code are one, whoever owns them and wherever they came from.

pub mod store;

use crate::{
    base::{id::ProductId, quantity::Quantity},
    stock::block::store::{WordRow, words},
};
use serde::{Serialize, Serializer};
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeMap;
use store::{Named, PlaceRow, SaleRow};

/// A lot as its page tells it.
#[derive(Debug, Clone, Serialize)]
pub struct Lot {
    /// Which product.
    pub product: ProductId,
    /// The product's name and unit, and who makes it.
    #[serde(flatten)]
    pub named: Named,
    /// The lot's code.
    pub code: String,
    /// The places that have had some of it, by fair.
    pub places: Vec<PlaceRow>,
    /// What was said of it, the last first.
    pub words: Vec<WordRow>,
    /// Sales and refunds that carried it, the newest first.
    pub sales: Vec<SaleRow>,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// What of a lot a booth sold on a day, each figure in thousandths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The business date, yyyy-mm-dd.
    pub day: String,
    /// The fair's code.
    pub fair: String,
    /// The fair's name.
    pub fair_name: String,
    /// The booth's code.
    pub booth: String,
    /// Receipts that carried it, refunds not among them.
    pub receipts: usize,
    /// What they carried, samples among it.
    pub sold: Quantity,
    /// What customers brought back on that day.
    pub back: Quantity,
}

impl Lot {
    /// Whether it is not to be sold: what was said last.
    pub fn blocked(&self) -> bool {
        self.words.first().is_some_and(|it| it.blocked)
    }

    /// A quantity of it as it is shown, in packs where the product has them.
    pub fn shown(&self, quantity: Quantity) -> String {
        self.named.packs.shown(quantity, &self.named.unit)
    }

    /// Thousandths left in all places; what is missing somewhere fills no other place.
    pub fn left(&self) -> Quantity {
        self.places.iter().map(|it| Quantity(it.quantity.max(0))).sum()
    }

    /// The places that have some of it left.
    pub fn spots(&self) -> usize {
        self.places.iter().filter(|it| it.quantity > 0).count()
    }

    /// Thousandths that customers took with them, samples among them, and that they brought back.
    pub fn carried(&self) -> (Quantity, Quantity) {
        let sum = |back: bool| {
            let those = self.sales.iter().filter(|it| it.back == back);
            Quantity(those.map(|it| it.quantity.abs()).sum())
        };
        (sum(false), sum(true))
    }

    /// By day, fair and booth, the newest day first.
    pub fn days(&self) -> Vec<Day> {
        let mut days: BTreeMap<(&str, &str, &str), Day> = BTreeMap::new();
        for it in &self.sales {
            let key = (it.day.as_str(), it.fair.as_str(), it.booth.as_str());
            let day = days.entry(key).or_insert_with(|| Day {
                day: it.day.clone(),
                fair: it.fair.clone(),
                fair_name: it.fair_name.clone(),
                booth: it.booth.clone(),
                receipts: 0,
                sold: Quantity::ZERO,
                back: Quantity::ZERO,
            });
            match it.back {
                true => day.back += Quantity(-it.quantity),
                false => {
                    day.sold += Quantity(it.quantity);
                    day.receipts += 1;
                }
            }
        }
        let mut days: Vec<Day> = days.into_values().collect();
        days.sort_by(|one, next| next.day.cmp(&one.day));
        days
    }
}

/// Thousandths as decimal text.
fn plain<S: Serializer>(quantity: &i64, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&Quantity(*quantity).plain())
}

/// A lot of a product; none where there is no such product.
pub async fn lot(
    db: &mut SqliteConnection,
    product: ProductId,
    code: &str,
) -> sqlx::Result<Option<Lot>> {
    let mut reading = db.begin().await?;
    let Some(named) = store::named(&mut reading, product).await? else { return Ok(None) };
    let head = crate::report::store::head(&mut reading).await?;
    let places = store::places(&mut reading, product, code).await?;
    let mut sales = store::sales(&mut reading, product, code).await?;
    let words = words(&mut reading, product, code).await?;
    reading.commit().await?;
    sales.reverse();
    let (pos, hash) = head.unwrap_or_default();
    let code = code.to_owned();
    let (journal_pos, journal_head) = (pos, hex::encode(hash));
    Ok(Some(Lot { product, named, code, places, words, sales, journal_pos, journal_head }))
}
