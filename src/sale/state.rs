//! What the desk loads before a sale can be decided. Decisions of one batch update it in order, so
//! that the next one sees what the last one did.

use super::{BoothThen, FairThen, Sold};
use crate::{
    base::{
        id::{BoothId, ProductId, SaleId},
        money::Money,
    },
    catalog::kinds::SubjectType,
    fair::Limits,
    payment::event::Known,
    stock::Level,
};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// The book as far as a batch of sales needs it.
#[derive(Debug, Default)]
pub struct State {
    /// Booths by id.
    pub booths: HashMap<BoothId, BoothState>,
    /// Products by id.
    pub products: HashMap<ProductId, ProductState>,
    /// What each booth sells.
    pub range: HashSet<(BoothId, ProductId)>,
    /// Levels by booth and product.
    pub levels: HashMap<(BoothId, ProductId), Vec<Level>>,
    /// Transfers by booth and reference: a booth may change its account while they are open.
    pub references: HashMap<(BoothId, String), Known>,
    /// Sales that may be refunded, by id.
    pub originals: HashMap<SaleId, Original>,
}

/// A sale with its refunds so far, in order.
#[derive(Debug, Clone)]
pub struct Original {
    /// The sale.
    pub sold: Sold,
    /// What was taken back of it.
    pub back: Vec<Sold>,
}

/// A booth with its fair.
#[derive(Debug, Clone)]
pub struct BoothState {
    /// The fair, as it stands.
    pub fair: FairThen,
    /// Cash is rounded to this many đồng.
    pub cash_rounding: i64,
    /// The booth, as it stands.
    pub booth: BoothThen,
    /// What its sellers may do without the manager.
    pub limits: Limits,
    /// The last number given by this origin at this booth.
    pub last_number: i64,
}

/// A product with what a sale needs of it.
#[derive(Debug, Clone)]
pub struct ProductState {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// OCOP group.
    pub ocop_group: u8,
    /// Producer's name.
    pub producer: String,
    /// Producer's form.
    pub producer_type: SubjectType,
    /// The star as listed.
    pub listed_star: Option<u8>,
    /// Certificates: star, signed on, expires on.
    pub certificates: Vec<(u8, Date, Date)>,
    /// Prices: position from which they hold, booth or everywhere, đồng; in order of position.
    pub prices: Vec<(i64, Option<BoothId>, Money)>,
}

impl ProductState {
    /// The price at `booth` as it stood at position `pos` (none: now). A booth's own price goes
    /// before the price of everywhere.
    pub fn price(&self, booth: BoothId, pos: Option<i64>) -> Option<Money> {
        let held = |price: &&(i64, Option<BoothId>, Money)| pos.is_none_or(|pos| price.0 <= pos);
        let of = |whose: Option<BoothId>| {
            let mine = self.prices.iter().filter(held).filter(|price| price.1 == whose);
            mine.max_by_key(|price| price.0).map(|price| price.2)
        };
        of(Some(booth)).or_else(|| of(None))
    }
}
