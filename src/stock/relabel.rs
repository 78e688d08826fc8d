//! What a product's new unit would make of what lies at places. A unit is a word: where it becomes
//! another, every figure of the book stays as it is and is read in the new one.

use super::read::store::{LyingRow, lying};
use crate::{
    base::{
        fold::tidy,
        id::ProductId,
        lang::{Lang, Say, plural},
        quantity::Quantity,
    },
    catalog::{Product, pack::Packs},
};
use sqlx::SqliteConnection;

/// Places that are named; of more only how many there are.
const NAMED: usize = 4;

/// A product that is to be counted in another unit.
#[derive(Debug, Clone)]
pub struct Relabel {
    product: ProductId,
    name: String,
    was: (String, Packs),
    now: (String, Packs),
}

impl Relabel {
    /// None where the unit stays, but for case.
    pub fn of(was: &Product, now: &Product) -> Option<Relabel> {
        let key = |it: &Product| tidy(&it.unit).to_lowercase();
        (key(was) != key(now)).then(|| Relabel {
            product: was.uid,
            name: was.name.clone(),
            was: (was.unit.clone(), was.packs.clone()),
            now: (now.unit.clone(), now.packs.clone()),
        })
    }

    /// What would be read otherwise, place by place; none where nothing lies anywhere.
    pub async fn said(&self, db: &mut SqliteConnection) -> sqlx::Result<Option<Say>> {
        let rows = lying(db, self.product).await?;
        Ok((!rows.is_empty()).then(|| self.words(&rows)))
    }

    fn words(&self, rows: &[LyingRow]) -> Say {
        let amount = |(unit, packs): &(String, Packs), row: &LyingRow| {
            packs.amount(Quantity(row.quantity), unit)
        };
        let one = |row: &LyingRow, lang: Lang| {
            let (at, reads) = (lang.say("ở", "at"), lang.say("sẽ đọc là", "would read"));
            let (was, now) = (amount(&self.was, row), amount(&self.now, row));
            format!("{was} {at} {} ({}) {reads} {now}", row.code, row.fair)
        };
        let said = |lang: Lang| {
            let mut all: Vec<String> = rows.iter().take(NAMED).map(|row| one(row, lang)).collect();
            if rows.len() > NAMED {
                let more = rows.len() - NAMED;
                let places = plural(i64::try_from(more).unwrap_or(i64::MAX), "place", "places");
                all.push(match lang {
                    Lang::Vi => format!("và {more} nơi nữa"),
                    Lang::En => format!("and {more} more {places}"),
                });
            }
            all.join("; ")
        };
        let (name, unit) = (&self.name, &self.now.0);
        Say::new(
            format!(
                "{name}: đổi đơn vị thành “{unit}” thì mọi số trong sổ giữ nguyên: {}. Chưa bán \
                 hết thì nên lập sản phẩm mới.",
                said(Lang::Vi)
            ),
            format!(
                "{name}: with the unit “{unit}” every figure of the book stays as it is: {}. \
                 Better make a new product while there is some left.",
                said(Lang::En)
            ),
        )
    }
}
