//! What the desk loads before a sale can be decided. Decisions of one batch update it in order, so
//! that the next one sees what the last one did.

use super::{
    BoothThen, FairThen, Sold, numbering::Series, numbers::Numbers, shift::drawer::Drawers,
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, FairId, ProducerId, ProductId, SaleId},
        money::Money,
    },
    catalog::kinds::SubjectType,
    fair::{Limits, promotion::Promotion},
    payment::event::Known,
    stock::shelf::Shelf,
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
    /// What the booths hold.
    pub shelf: Shelf,
    /// Transfers by booth and reference: a booth may change its account while they are open.
    pub references: HashMap<(BoothId, String), Known>,
    /// Promotions: the position from which a version holds, the version; by uid and position.
    pub promotions: Vec<(i64, Promotion)>,
    /// Sales that may be refunded, by id.
    pub originals: HashMap<SaleId, Original>,
    /// The booths' drawers with their shifts.
    pub drawers: Drawers,
    /// What came from the devices under their own numbers.
    pub numbers: Numbers,
    /// The series of printed numbers.
    pub series: Series,
    /// When the newest entry was written.
    pub newest: Ms,
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
    /// Who makes it.
    pub producer_uid: ProducerId,
    /// Producer's name.
    pub producer: String,
    /// Producer's form.
    pub producer_type: SubjectType,
    /// The producer's administrative unit, or empty.
    pub unit_code: String,
    /// VAT treatment, or empty.
    pub vat: String,
    /// The star as listed.
    pub listed_star: Option<u8>,
    /// Certificates: star, signed on, expires on.
    pub certificates: Vec<(u8, Date, Date)>,
    /// False: it was withdrawn from sale.
    pub active: bool,
    /// Whether its amount may be typed at the till.
    pub free_amount: bool,
    /// Prices: position from which they hold, where, đồng (none: taken back); in order of
    /// position.
    pub prices: Vec<(i64, Place, Option<Money>)>,
}

/// Where a price holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At one booth.
    Booth(BoothId),
    /// At one fair.
    Fair(FairId),
    /// Everywhere.
    Everywhere,
}

impl State {
    /// The promotions at a booth that hold at `at`, as they stood at position `pos` (none: now);
    /// by uid, which decides between two that save the same.
    pub fn promotions(&self, booth: &BoothState, pos: Option<i64>, at: Ms) -> Vec<&Promotion> {
        let known: Vec<&Promotion> = self
            .promotions
            .iter()
            .filter(|version| pos.is_none_or(|pos| version.0 <= pos))
            .map(|version| &version.1)
            .collect();
        let last = known.chunk_by(|one, next| one.uid == next.uid).filter_map(|all| all.last());
        let here = |it: &&&Promotion| {
            it.fair == booth.fair.uid && it.booth.is_none_or(|only| only == booth.booth.uid)
        };
        last.filter(here).filter(|it| it.holds(at)).copied().collect()
    }
}

impl ProductState {
    /// The price at a booth as it stood at position `pos` (none: now). A booth's own price goes
    /// before its fair's, and that before the price of everywhere.
    pub fn price(&self, at: &BoothState, pos: Option<i64>) -> Option<Money> {
        let held = |price: &&(i64, Place, Option<Money>)| pos.is_none_or(|pos| price.0 <= pos);
        let of = |place: Place| {
            let mine = self.prices.iter().filter(held).filter(|price| price.1 == place);
            mine.max_by_key(|price| price.0).and_then(|price| price.2)
        };
        let places = [Place::Booth(at.booth.uid), Place::Fair(at.fair.uid), Place::Everywhere];
        places.into_iter().find_map(of)
    }

    /// Whether this was ever the price at a booth: its own, its fair's, or that of everywhere.
    pub fn ever(&self, at: &BoothState, amount: Money) -> bool {
        let places = [Place::Booth(at.booth.uid), Place::Fair(at.fair.uid), Place::Everywhere];
        self.prices.iter().any(|price| places.contains(&price.1) && price.2 == Some(amount))
    }
}
