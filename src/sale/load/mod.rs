//! Loading what a batch of sales needs: one select for each table, all in one hand-over.

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
    db::several::{Fetched, Several, Slot},
    fair::promotion,
    journal, node, payment,
    stock::{self, Place},
};
use sqlx::SqliteConnection;
use std::collections::{BTreeSet, HashMap};

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
    /// The earliest instant that something happened which came late; what moved and was counted
    /// since then matters to it.
    pub late: Option<Ms>,
}

impl Need {
    /// What a sale received at `now` needs.
    pub fn checkout(&mut self, ask: &super::Checkout, now: Ms) {
        self.booths.insert(ask.booth);
        self.printed.add(ask.booth, ask.acknowledged.as_ref());
        let began = Ms(ask.paid_at.min(now).0.saturating_sub(DAY));
        self.since = Some(self.since.map_or(began, |since| since.min(began)));
        self.late(Some(ask.paid_at), now);
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
        self.late(ask.at, now);
        self.numbers.extend(ask.device.zip(numbers::possible(ask.device_seq)));
        self.shifts.moment(ask.at.and_then(|at| at.plausible(now)).unwrap_or(now), ask.shift);
    }

    /// Something happened at `said` by its device's clock.
    fn late(&mut self, said: Option<Ms>, now: Ms) {
        let said = said.and_then(|said| said.plausible(now)).map(|said| stock::instant(said, now));
        let late = said.filter(|at| *at < now);
        self.late = self.late.into_iter().chain(late).min();
    }

    /// What is needed to decide about a shift at `now`.
    pub fn shift(&mut self, ask: &super::shift::Ask, now: Ms) {
        self.booths.insert(ask.booth());
        self.printed.add(ask.booth(), ask.acknowledged());
        self.shifts.ask(ask, now);
    }
}

/// What is asked for a batch of sales, on its way: all tables in one hand-over.
pub struct Load<'a> {
    need: &'a Need,
    origin: NodeId,
    state: State,
    slots: Option<Slots>,
}

struct Slots {
    newest: Slot<(i64,)>,
    booths: Slot<store::BoothRow>,
    drawers: Option<shifts::Load>,
    numbers: Slot<numbers::store::NearRow>,
    sales: Slot<numbering::Place>,
    closings: Slot<numbering::Place>,
    products: Slot<store::ProductRow>,
    range: Slot<(BoothId, ProductId)>,
    promotions: Option<Slot<promotion::store::VersionRow>>,
    levels: Slot<stock::load::store::LevelRow>,
    said: Slot<stock::block::store::SaidRow>,
    late: Option<(Slot<stock::load::store::GainRow>, Slot<stock::load::store::MarkRow>)>,
    references: Slot<payment::store::LastRow>,
}

impl<'a> Load<'a> {
    /// Asks for the state for these needs. The sales that are to be refunded are loaded first:
    /// their booths and goods are needed too. `origin` is the node whose numbers are counted.
    pub async fn ask(
        db: &mut SqliteConnection,
        several: &mut Several,
        need: &'a Need,
        origin: NodeId,
    ) -> sqlx::Result<Load<'a>> {
        let mut state = State::default();
        if !need.originals.is_empty() {
            state.originals = originals(db, &need.originals).await?;
        }
        let (mut booths, mut places) = (need.booths.clone(), need.places.clone());
        for Original { sold, .. } in state.originals.values() {
            booths.insert(sold.booth.uid);
            places.extend(sold.lines.iter().map(|line| (sold.booth.uid, line.product)));
        }
        if booths.is_empty() {
            return Ok(Load { need, origin, state, slots: None });
        }
        let printed = printed(need, &state);
        let goods = places.iter().map(|(booth, it)| (Place::Booth(*booth), *it)).collect();
        let products = places.iter().map(|place| place.1).collect();
        let promotions = need.since.map(|since| {
            let booths: Vec<String> = need.booths.iter().map(BoothId::hex).collect();
            several.ask(promotion::store::ask_of_booths(&booths, since))
        });
        let slots = Slots {
            newest: several.ask(journal::store::ask_newest()),
            booths: several.ask(store::ask_booths(&booths, origin)),
            drawers: shifts::Load::ask(several, &need.shifts, &booths, origin),
            numbers: several.ask(numbers::store::near(&need.numbers)),
            sales: several.ask(numbering::store::of_sales(&printed)),
            closings: several.ask(numbering::store::of_closings(&printed)),
            products: several.ask(store::ask_products(&need.products)),
            range: several.ask(store::ask_range(&need.places)),
            promotions,
            levels: several.ask(stock::load::store::ask_levels(&goods)),
            said: several.ask(stock::block::store::ask_said(&products)),
            late: need.late.map(|since| {
                let gains = several.ask(stock::load::store::ask_gains(&goods, since));
                (gains, several.ask(stock::load::store::ask_marks(&goods, since)))
            }),
            references: several.ask(payment::store::ask_references(&need.references)),
        };
        Ok(Load { need, origin, state, slots: Some(slots) })
    }

    /// Reads the answer; `signs` are the book's.
    pub async fn read(
        self,
        rows: &mut Fetched,
        signs: node::Signs,
        db: &mut SqliteConnection,
    ) -> sqlx::Result<State> {
        let Load { need, origin, mut state, slots } = self;
        let Some(slots) = slots else { return Ok(state) };
        state.newest = rows.take(slots.newest)?.pop().map(|(at,)| Ms(at)).unwrap_or_default();
        for row in rows.take(slots.booths)? {
            let booth = row.state()?;
            state.booths.insert(booth.booth.uid, booth);
        }
        if let Some(drawers) = slots.drawers {
            state.drawers = drawers.read(rows, &need.shifts, db).await?;
        }
        state.numbers = numbers::store::numbers_of(rows.take(slots.numbers)?);
        let sales = rows.take(slots.sales)?.into_iter().collect();
        let closings = rows.take(slots.closings)?.into_iter().collect();
        state.series = numbering::Series::of(origin, signs, sales, closings);
        let products = rows.take(slots.products)?.into_iter();
        state.products = products.map(store::ProductRow::state).collect::<sqlx::Result<_>>()?;
        state.range = rows.take(slots.range)?.into_iter().collect();
        if let Some(promotions) = slots.promotions {
            let versions = rows.take(promotions)?.into_iter();
            let versions = versions.map(promotion::store::VersionRow::version);
            state.promotions = versions.collect::<sqlx::Result<_>>()?;
        }
        let (gains, marks) = match slots.late {
            Some((gains, marks)) => (rows.take(gains)?, rows.take(marks)?),
            None => (Vec::new(), Vec::new()),
        };
        let levels = rows.take(slots.levels)?;
        let said = rows.take(slots.said)?;
        state.shelf = stock::load::store::shelf_of(levels, gains, marks, said)?;
        state.references = payment::store::references_of(rows.take(slots.references)?)?;
        Ok(state)
    }
}

/// Loads the state for these needs alone.
pub async fn load(db: &mut SqliteConnection, need: &Need, origin: NodeId) -> sqlx::Result<State> {
    let mut several = Several::default();
    let load = Load::ask(&mut *db, &mut several, need, origin).await?;
    let signs = several.ask(node::store::ask_signs());
    let mut rows = several.fetch(&mut *db).await?;
    let signs = node::Signs::of(rows.take(signs)?);
    load.read(&mut rows, signs, db).await
}

/// The sales that are to be refunded, each with its refunds so far.
async fn originals(
    db: &mut SqliteConnection,
    sales: &BTreeSet<SaleId>,
) -> sqlx::Result<HashMap<SaleId, Original>> {
    let mut several = Several::default();
    let sold = several.ask(store::ask_originals(sales));
    let refunds = several.ask(store::ask_refunds(sales));
    let mut rows = several.fetch(db).await?;
    let mut originals = HashMap::new();
    for sold in store::sales_of(&rows.take(sold)?)? {
        originals.insert(sold.id, Original { sold, back: Vec::new() });
    }
    for refund in store::sales_of(&rows.take(refunds)?)? {
        let of = refund.reverses.as_ref().map(|reversed| reversed.sale);
        if let Some(original) = of.and_then(|sale| originals.get_mut(&sale)) {
            original.back.push(refund);
        }
    }
    Ok(originals)
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
