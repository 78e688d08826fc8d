//! Loading what a batch of sales needs: one select for each table.

mod store;

use super::{
    Sold, numbering, numbers,
    shift::load as shifts,
    state::{Original, State},
};
use crate::{
    base::{
        clock::{DAY, Ms},
        id::{BoothId, DeviceId, NodeId, ProductId, SaleId},
    },
    fair::promotion,
    journal, node,
};
use sqlx::SqliteConnection;
use std::collections::BTreeSet;

/// The keys that a batch needs.
#[derive(Debug, Default)]
pub struct Need {
    /// Booths.
    pub booths: BTreeSet<BoothId>,
    /// Products.
    pub products: BTreeSet<ProductId>,
    /// Booth and product, for stock and range.
    pub places: BTreeSet<(BoothId, ProductId)>,
    /// References of transfers.
    pub references: BTreeSet<String>,
    /// Sales that are to be refunded.
    pub originals: BTreeSet<SaleId>,
    /// The earliest moment whose promotions may be asked for, epoch ms.
    pub since: Option<Ms>,
    /// Shifts.
    pub shifts: shifts::Need,
    /// Devices and the numbers that they give.
    pub numbers: BTreeSet<(DeviceId, i64)>,
    /// Numbers of receipts and Z reports that other nodes gave.
    pub printed: numbering::Need,
    /// The same of refunds, by the sale that they take back.
    pub given_back: Vec<(SaleId, numbering::Acknowledged)>,
}

impl Need {
    /// What a sale received at `now` needs.
    pub fn checkout(&mut self, ask: &super::Checkout, now: Ms) {
        self.booths.insert(ask.booth);
        self.printed.add(ask.booth, ask.acknowledged.as_ref());
        let began = Ms(ask.paid_at.min(now).0.saturating_sub(DAY));
        self.since = Some(self.since.map_or(began, |since| since.min(began)));
        self.shifts.moment(ask.paid_at.plausible(now).unwrap_or(now), ask.shift);
        self.numbers.extend(ask.device.zip(numbers::possible(ask.device_seq)));
        for line in &ask.lines {
            self.products.insert(line.product);
            self.places.insert((ask.booth, line.product));
        }
        let references = ask.payments.iter().filter_map(|it| it.transfer().map(str::to_owned));
        self.references.extend(references);
    }

    /// What a refund received at `now` needs.
    pub fn refund(&mut self, ask: &super::refund::Refund, now: Ms) {
        self.originals.insert(ask.sale);
        self.given_back.extend(ask.acknowledged.clone().map(|said| (ask.sale, said)));
        self.numbers.extend(ask.device.zip(numbers::possible(ask.device_seq)));
        self.shifts.moment(ask.at.and_then(|at| at.plausible(now)).unwrap_or(now), ask.shift);
    }

    /// What is needed to decide about a shift at `now`.
    pub fn shift(&mut self, ask: &super::shift::Ask, now: Ms) {
        self.booths.insert(ask.booth());
        self.printed.add(ask.booth(), ask.acknowledged());
        self.shifts.ask(ask, now);
    }
}

/// Loads the state for these needs. `origin` is the node whose numbers are counted.
pub async fn load(db: &mut SqliteConnection, need: &Need, origin: NodeId) -> sqlx::Result<State> {
    let mut need_booths = need.booths.clone();
    let mut state = State::default();
    for sold in store::originals(db, &need.originals).await? {
        state.originals.insert(sold.id, Original { sold, back: Vec::new() });
    }
    let mut places = need.places.clone();
    for Original { sold, .. } in state.originals.values() {
        need_booths.insert(sold.booth.uid);
        places.extend(sold.lines.iter().map(|line| (sold.booth.uid, line.product)));
    }
    if !state.originals.is_empty() {
        for refund in store::refunds(db, &need.originals).await? {
            let of = refund.reverses.as_ref().map(|reversed| reversed.sale);
            if let Some(original) = of.and_then(|sale| state.originals.get_mut(&sale)) {
                original.back.push(refund);
            }
        }
    }
    if !need_booths.is_empty() {
        state.newest = journal::store::newest(db).await?;
        state.booths = store::booths(db, &need_booths, origin).await?;
        state.drawers = shifts::load(db, &need.shifts, &need_booths, origin).await?;
        let signs = node::store::signs(db).await?;
        let printed = printed(need, &state);
        let sales = numbering::store::of_sales(db, &printed).await?;
        let closings = numbering::store::of_closings(db, &printed).await?;
        state.series = numbering::Series::of(origin, signs, sales, closings);
    }
    if !need.numbers.is_empty() {
        state.numbers = numbers::store::near(db, &need.numbers).await?;
    }
    if !need.products.is_empty() {
        state.products = store::products(db, &need.products).await?;
        state.range = store::range(db, &need.places).await?;
    }
    if let Some(since) = need.since {
        let booths: Vec<String> = need.booths.iter().map(BoothId::hex).collect();
        state.promotions = promotion::store::of_booths(db, &booths, since).await?;
    }
    if !places.is_empty() {
        state.levels = store::levels(db, &places).await?;
    }
    if !need.references.is_empty() {
        let wanted: Vec<String> = need.references.iter().cloned().collect();
        state.references = crate::payment::store::load_references(db, &wanted).await?;
    }
    Ok(state)
}

/// The numbers that were given before, refunds' included, whose booths are those of their sales.
fn printed(need: &Need, state: &State) -> numbering::Need {
    let mut all = need.printed.clone();
    for (sale, said) in &need.given_back {
        if let Some(original) = state.originals.get(sale) {
            all.add(original.sold.booth.uid, Some(said));
        }
    }
    all
}

/// Loads a sale with its refunds, its booth and the drawer at `now`, to be looked at. No number is
/// given by it, so it does not matter which node's numbers are counted.
pub async fn of_sale(db: &mut SqliteConnection, sale: SaleId, now: Ms) -> sqlx::Result<State> {
    let mut need = Need::default();
    need.originals.insert(sale);
    need.shifts.moment(now, None);
    load(db, &need, NodeId::default()).await
}

/// Reads a sale's entry body.
pub fn parse(body: &str) -> Option<Sold> {
    serde_json::from_str(body).ok()
}
