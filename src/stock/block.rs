//! Blocked lots: goods that are not to be sold any more until somebody takes the word back. Whoever
//! hears of it first may say so, on any machine: it is something that happened, no property of the
//! machine that owns the product. What was said last holds.

pub mod store;

use super::{
    LOT, Level,
    draw::{in_order, past},
    load::store as loading,
    place::Place,
    shelf::Goods,
};
use crate::base::{
    clock::Ms,
    fold::within,
    id::{BoothId, CommandId, ProductId},
    lang::Say,
    quantity::Quantity,
    refusal::Refusal,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use std::collections::BTreeSet;

/// The most letters of a reason.
pub const REASON: usize = 500;

/// That a lot is to be blocked, or may be sold again.
#[derive(Debug, Clone, Serialize)]
pub struct Ask {
    /// Its own id: sent twice, it is said once.
    pub uid: CommandId,
    /// Of which product.
    pub product: ProductId,
    /// Which lot; never empty.
    pub lot: String,
    /// False: it may be sold again.
    pub blocked: bool,
    /// Why.
    pub reason: String,
    /// Who says so, as printed. Not part of the command's hash.
    #[serde(skip_serializing)]
    pub by: String,
}

/// The journal entry of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// Its own id.
    pub uid: CommandId,
    /// Of which product.
    pub product: ProductId,
    /// The product's name as it stood.
    pub name: String,
    /// Which lot.
    pub lot: String,
    /// False: it may be sold again.
    pub blocked: bool,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Ms,
}

impl Word {
    /// The kind of its entry.
    pub fn kind(&self) -> &'static str {
        if self.blocked { "lot.blocked" } else { "lot.freed" }
    }
}

/// What was said of a lot, as far as a sale needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The word's id, which decides between two of one instant.
    pub uid: CommandId,
    /// Which lot.
    pub lot: String,
    /// False: it may be sold again.
    pub blocked: bool,
    /// When.
    pub at: Ms,
}

/// A lot of a product that something is to be said of.
#[derive(Debug, Clone)]
pub struct Lot {
    /// The product's name.
    pub name: String,
    /// Whether the lot is blocked.
    pub blocked: bool,
    /// When something was said of it last.
    pub last: Option<Ms>,
}

/// Decides what was said at `now` of a lot: after whatever this book knows to have been said of it,
/// also where the clock fell back since.
pub fn decide(ask: &Ask, lot: &Lot, now: Ms) -> Result<Word, Refusal> {
    if ask.lot.is_empty() {
        return Err(Refusal::malformed(
            "lot",
            "Hãy ghi mã lô; hàng không ghi lô thì ngừng bán cả món",
            "Give the lot’s code; goods without one are withdrawn as a product",
        ));
    }
    within(LOT, &[&ask.lot])?;
    let reason = ask.reason.trim();
    if reason.is_empty() {
        return Err(Refusal::malformed("reason", "Hãy ghi lý do", "Give a reason"));
    }
    within(REASON, &[reason])?;
    match (ask.blocked, lot.blocked) {
        (true, true) => Err(Refusal::Conflict(Say::new(
            "Lô này đang bị thu hồi rồi",
            "This lot is blocked already",
        ))),
        (false, false) => {
            Err(Refusal::Conflict(Say::new("Lô này không bị thu hồi", "This lot is not blocked")))
        }
        (blocked, _) => Ok(Word {
            uid: ask.uid,
            product: ask.product,
            name: lot.name.clone(),
            lot: ask.lot.clone(),
            blocked,
            reason: reason.to_owned(),
            by: ask.by.clone(),
            at: lot.last.map_or(now, |last| now.max(Ms(last.0 + 1))),
        }),
    }
}

/// A product with blocked lots, as a till has to know it.
#[derive(Debug, Clone, Serialize)]
pub struct AtBooth {
    /// Which product.
    pub product: ProductId,
    /// The lots that are not to be sold, be they here or not.
    pub lots: Vec<LotHere>,
    /// The other lots of which something is here, in the order in which they are sold.
    pub others: Vec<LotHere>,
}

/// A lot at a booth.
#[derive(Debug, Clone, Serialize)]
pub struct LotHere {
    /// Its code, or empty.
    pub lot: String,
    /// Thousandths that are here.
    pub left: Quantity,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Whether it is past the day by which it is to be used.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub past: bool,
}

/// The products of a booth's range that have blocked lots at `now`, with what is there of them: by
/// the same shelf as a sale is decided.
pub async fn at_booth(
    db: &mut SqliteConnection,
    booth: BoothId,
    now: Ms,
) -> sqlx::Result<Vec<AtBooth>> {
    let blocked = store::of_range(db, booth).await?;
    if blocked.is_empty() {
        return Ok(Vec::new());
    }
    let products: BTreeSet<ProductId> = blocked.iter().map(|it| it.0).collect();
    let goods: BTreeSet<Goods> = products.iter().map(|it| (Place::Booth(booth), *it)).collect();
    let levels = loading::ask_levels(&goods).fetch(&mut *db).await?;
    let said = store::ask_said(&products).fetch(db).await?;
    let shelf = loading::shelf_of(levels, Vec::new(), Vec::new(), said)?;
    let day = now.date();
    let each = |goods: &Goods| {
        let mut levels = shelf.free(*goods, now);
        in_order(&mut levels, day);
        let named = blocked.iter().filter(|it| it.0 == goods.1).map(|it| it.1.as_str());
        let named: Vec<&str> = named.collect();
        let left = |lot: &str| {
            let mine = levels.iter().filter(|it| it.lot == lot && it.quantity > Quantity::ZERO);
            mine.map(|it| it.quantity).sum()
        };
        // Also one that a laptop whose clock is ahead blocked is offered to nobody.
        let good = levels.iter().filter(|it| !it.blocked && !named.contains(&it.lot.as_str()));
        let good = good.filter(|it| it.quantity > Quantity::ZERO);
        let others = good.map(|it| LotHere::of(it, day)).collect();
        let lot = |lot: &&str| LotHere { lot: (*lot).into(), left: left(lot), ..LotHere::none() };
        let lots = named.iter().map(lot);
        AtBooth { product: goods.1, lots: lots.collect(), others }
    };
    Ok(goods.iter().map(each).collect())
}

impl LotHere {
    fn none() -> LotHere {
        LotHere { lot: String::new(), left: Quantity::ZERO, until: None, past: false }
    }

    fn of(level: &Level, day: Date) -> LotHere {
        let (lot, left) = (level.lot.clone(), level.quantity);
        LotHere { lot, left, until: level.expires_on, past: past(level, day) }
    }
}
