//! The goods account of a fair, place by place and owner by owner: what a producer signs when he
//! takes his goods home.

pub mod store;

use super::{GoodsPart, Of, Stock, stock};
use crate::{
    base::{fold::fold, id::ProducerId, quantity::Quantity},
    fair::store::FairRow,
};
use jiff::civil::Date;
use serde::Serialize;
use sqlx::SqliteConnection;

/// The account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// At the end of this day.
    pub on: Date,
    /// The fair's code.
    pub fair: String,
    /// The fair's name.
    pub fair_name: String,
    /// Of which place alone, by its code; none: of all.
    pub place: Option<String>,
    /// Of which owner alone, with his name; none: of all.
    pub owner: Option<(ProducerId, String)>,
    /// Of each place and owner.
    pub parts: Vec<Part>,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// What one owner has at one place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// booth, store or transit.
    pub kind: String,
    /// The place's code; of a transfer its number.
    pub code: String,
    /// The place's name; of a transfer empty.
    pub name: String,
    /// Whose goods.
    pub owner: ProducerId,
    /// The owner's name.
    pub owner_name: String,
    /// Product by product.
    pub goods: Vec<GoodsPart>,
}

impl Account {
    /// The same of one owner at all places; none where the fair has no goods of his.
    pub fn of_owner(mut self, owner: ProducerId) -> Option<Account> {
        self.parts.retain(|part| part.owner == owner);
        self.owner = Some((owner, self.parts.first()?.owner_name.clone()));
        Some(self)
    }

    /// Product by product, what all places together tell. What one place sent another received,
    /// transfers under way among them, so that of moves within the fair nothing is left.
    pub fn sums(&self) -> Vec<GoodsPart> {
        let mut sums: Vec<GoodsPart> = Vec::new();
        for it in self.parts.iter().flat_map(|part| &part.goods) {
            match sums.iter_mut().find(|sum| sum.product == it.product) {
                Some(sum) => sum.add(it),
                None => sums.push(it.clone()),
            }
        }
        for sum in &mut sums {
            (sum.received, sum.sent) = (sum.received - sum.sent, Quantity::ZERO);
        }
        sums.sort_by_cached_key(|it| fold(&it.name));
        sums
    }
}

impl Part {
    /// Whether it is what a transfer has on the way.
    pub fn on_the_way(&self) -> bool {
        self.kind == "transit"
    }

    /// Products of which something is left, or stands below zero, where stock is kept.
    pub fn left(&self) -> usize {
        self.goods.iter().filter(|it| it.tracked && it.left != Quantity::ZERO).count()
    }

    /// Products that a count found otherwise, or of which something is lost.
    pub fn differing(&self) -> usize {
        self.goods.iter().filter(|it| it.differs).count()
    }

    /// Whether it has nothing to tell: a transfer that arrived whole.
    fn is_over(&self) -> bool {
        self.on_the_way() && self.goods.iter().all(|it| !it.differs && !it.holds)
    }
}

/// The account at the end of a day, of the whole fair or of the place with this code.
pub async fn account(
    db: &mut SqliteConnection,
    fair: &FairRow,
    place: Option<&str>,
    on: Date,
) -> sqlx::Result<Account> {
    let of = Of { fair: Some(&fair.code), booth: place };
    let it = stock(db, of, on).await?;
    let names = store::names(db, fair.id).await?;
    let name = |code: &str| names.iter().find(|it| it.0 == code).map(|it| it.1.clone());
    Ok(Account {
        on,
        fair: fair.code.clone(),
        fair_name: fair.name.clone(),
        place: place.map(str::to_owned),
        owner: None,
        parts: parts(&it, name),
        journal_pos: it.journal_pos,
        journal_head: it.journal_head,
    })
}

fn parts(it: &Stock, name: impl Fn(&str) -> Option<String>) -> Vec<Part> {
    let same = |one: &GoodsPart, next: &GoodsPart| {
        (&one.kind, &one.booth, one.owner_uid) == (&next.kind, &next.booth, next.owner_uid)
    };
    let part = |goods: &[GoodsPart]| {
        let first = goods.first()?;
        let mut goods = goods.to_vec();
        goods.sort_by_cached_key(|it| fold(&it.name));
        Some(Part {
            kind: first.kind.clone(),
            code: first.booth.clone(),
            name: name(&first.booth).unwrap_or_default(),
            owner: first.owner_uid,
            owner_name: first.owner.clone(),
            goods,
        })
    };
    it.goods.chunk_by(same).filter_map(part).filter(|part| !part.is_over()).collect()
}
