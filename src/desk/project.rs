//! From facts to rows: the same for a live sale, a restored backup, `verify` and the
//! demonstration season. Projecting decides nothing.

use super::{
    chains::admit::{self, Verdict},
    fact::Fact,
};
use crate::{
    base::clock::Ms,
    catalog,
    db::several::Several,
    fair,
    journal::Entry,
    node, payment,
    sale::{
        self, Sold,
        rollup::Rollups,
        shift::{self, Event},
    },
    staff,
    stock::{
        self, Place,
        document::Cause,
        store::{Moves, rows::store as stock_rows},
    },
    visitor,
};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

/// The rows of a batch, netted per key where they add up.
#[derive(Default)]
pub struct Rows {
    fairs: Vec<Value>,
    gifts: Vec<Value>,
    takings: Vec<Value>,
    producers: Vec<Value>,
    products: Vec<Value>,
    booths: Vec<Value>,
    gates: Vec<Value>,
    certificates: Vec<Value>,
    prices: Vec<Value>,
    photos: Vec<Value>,
    papers: Vec<Value>,
    listings: Vec<Value>,
    online: Vec<Value>,
    rules: Vec<Value>,
    paid: Vec<Value>,
    ranges: Vec<Value>,
    opening_days: Vec<Value>,
    figures: Vec<Value>,
    views: Vec<Value>,
    promotions: Vec<Value>,
    labels: Vec<Value>,
    people: Vec<Value>,
    devices: Vec<Value>,
    rooms: Vec<Value>,
    places: Vec<Value>,
    moves: Moves,
    words: Vec<Value>,
    visits: Vec<visitor::store::VisitRow>,
    visit_rollup: visitor::store::Rollup,
    transfers: Vec<payment::store::EventRow>,
    sales: Vec<Value>,
    lines: Vec<Value>,
    tenders: Vec<Value>,
    returned: Vec<Value>,
    rollups: Rollups,
    shifts: Vec<shift::store::ShiftRow>,
    joins: Vec<shift::store::JoinRow>,
    shift_events: Vec<shift::store::EventRow>,
    closings: Vec<shift::store::ClosingRow>,
    asides: Vec<Value>,
    drawer_openings: Vec<Value>,
    nodes: Vec<node::store::NodeRow>,
    takeovers: Vec<node::store::TakeoverRow>,
    verdicts: Vec<Value>,
}

impl Rows {
    /// Adds the rows of an entry that stands; of another, why it does not.
    pub(super) fn admit(&mut self, entry: &Entry, fact: &Fact, verdict: Verdict) {
        let Some(word) = verdict.word() else { return self.add(entry, fact) };
        self.verdicts.push(json!([entry.pos, word]));
        // Whatever becomes of a second Z, what was counted for it is not lost.
        if let (Verdict::Differs, Fact::Shift(Event::Closed(it))) = (verdict, fact) {
            let row = shift::store::second_row(entry.pos, it);
            self.shift_events.push(row.of(&hex::encode(&entry.origin)));
        }
    }

    /// Adds the rows of an entry.
    pub fn add(&mut self, entry: &Entry, fact: &Fact) {
        let pos = entry.pos;
        match fact {
            Fact::Staff(staff::Change::Person(it)) => {
                self.people.push(staff::store::person_row(pos, it));
            }
            Fact::Staff(staff::Change::Device(it)) => {
                self.devices.push(staff::store::device_row(pos, it));
            }
            Fact::Catalog(change) => self.add_catalog(pos, change),
            Fact::Fair(change) => self.add_fair(pos, change),
            Fact::Room(it) => {
                self.rooms.push(stock_rows::room_row(pos, it));
                self.places.push(stock_rows::place_row(pos, Place::Store(it.uid)));
            }
            Fact::Posted(it) => self.moves.post(pos, &entry.origin, it),
            Fact::Said(it) => self.words.push(stock::block::store::word_row(pos, it)),
            Fact::Counted(it) => {
                self.visits.push(visitor::store::visit_row(pos, it));
                self.visit_rollup.add(it);
            }
            Fact::Stepped(it) => {
                let origin = hex::encode(&entry.origin);
                let row = payment::store::step_row((pos, &origin), it, &entry.actor);
                self.transfers.push(row);
            }
            Fact::Sold(it) => self.add_sale(entry, it),
            Fact::Shift(it) => self.add_shift(entry, it),
            Fact::Node(node::Event::Began(it)) => self.nodes.push(node::store::began_row(pos, it)),
            Fact::Node(node::Event::TookOver(it)) => {
                self.takeovers.push(node::store::takeover_row(pos, &entry.actor, it));
            }
            Fact::Charge(it) => self.add_charge(entry, it),
            Fact::SetAside(it) => {
                self.asides.push(sale::set_aside::store::aside_row(pos, entry.at_ms, it));
            }
            Fact::DrawerOpened(it) => {
                self.drawer_openings.push(sale::drawer_opening::store::opening_row(pos, it));
            }
        }
    }

    fn add_charge(&mut self, entry: &Entry, event: &fair::charge::Event) {
        use fair::charge::{Event, store};
        match event {
            Event::Given(it) => {
                let place = (hex::encode(&entry.origin), entry.seq);
                self.gifts.push(store::gift_row(entry.pos, (&place.0, place.1), it));
            }
            Event::Taken(it) => self.takings.push(store::taking_row(entry.pos, it)),
        }
    }

    fn add_shift(&mut self, entry: &Entry, event: &Event) {
        use shift::store;
        let (pos, own) = (entry.pos, hex::encode(&entry.origin));
        match event {
            Event::Opened(it) => self.shifts.push(store::shift_row(pos, it)),
            Event::Joined(it) => self.joins.push(store::joined_row(pos, it)),
            Event::Moved(it) => self.shift_events.push(store::moved_row(pos, it).of(&own)),
            Event::HandedOver(it) => self.shift_events.push(store::handed_row(pos, it).of(&own)),
            Event::Recounted(it) => self.shift_events.push(store::recounted_row(pos, it).of(&own)),
            Event::Closed(it) => self.closings.push(store::closing_row(pos, &own, it)),
        }
    }

    fn add_catalog(&mut self, pos: i64, change: &catalog::Change) {
        use catalog::{Change, papers::store as papers, store};
        match change {
            Change::Producer(it) => self.producers.push(store::producer_row(pos, it)),
            Change::Product(it) => self.products.push(store::product_row(pos, it)),
            Change::Certificate(it) => self.certificates.push(store::certificate_row(pos, it)),
            Change::Price(it) => self.prices.push(catalog::price::store::price_row(pos, it)),
            Change::Photo(it) => self.photos.push(catalog::photo::store::photo_row(it)),
            Change::Quality(it) => self.papers.push(papers::quality_row(pos, it)),
            Change::Listing(it) => self.listings.push(papers::listing_row(pos, it)),
            Change::Rule(it) => self.rules.push(catalog::rewards::store::rule_row(pos, it)),
            Change::Paid(it) => self.paid.push(catalog::rewards::store::paid_row(pos, it)),
            Change::Online(it) => self.online.push(papers::online_row(pos, it)),
        }
    }

    fn add_fair(&mut self, pos: i64, change: &fair::Change) {
        use fair::{Change, range, store};
        match change {
            Change::Fair(it) => self.fairs.push(store::fair_row(pos, it)),
            Change::Booth(it) => {
                self.booths.push(store::booth_row(pos, it));
                self.places.push(stock_rows::place_row(pos, Place::Booth(it.uid)));
            }
            Change::Gate(it) => self.gates.push(store::gate_row(pos, it)),
            Change::Range(it) => self.ranges.extend(range::store::range_rows(it)),
            Change::OpeningDay(it) => self.opening_days.push(store::opening_row(it)),
            Change::Promotion(it) => {
                self.promotions.push(fair::promotion::store::promotion_row(pos, it))
            }
            Change::ScaleLabel(it) => self.labels.push(fair::label::store::label_row(it)),
            Change::View(it) => self.views.push(fair::view::store::view_row(pos, it)),
            Change::Figure(it) => {
                self.figures.push(fair::source_figures::store::figure_row(pos, it))
            }
        }
    }

    fn add_sale(&mut self, entry: &Entry, sold: &Sold) {
        let pos = entry.pos;
        let origin = hex::encode(&entry.origin);
        self.sales.push(sale::store::sale_row(pos, &origin, entry.at_ms, sold));
        self.lines.extend(sale::store::line_rows(pos, sold));
        self.tenders.extend(sale::store::tender_rows(pos, sold));
        self.transfers.extend(sale::store::claim_rows((pos, &origin), sold));
        self.rollups.add(sold);
        self.returned.extend(sale::store::returned_rows(sold));
        let moment = (pos, stock::instant(sold.paid_at, Ms(entry.at_ms)));
        for line in &sold.lines {
            let cause = match sold.reverses {
                _ if !line.sample.is_empty() => Cause::Sampled,
                Some(_) => Cause::Returned,
                None => Cause::Sold,
            };
            for draw in &line.draws {
                let goods = (sold.booth.uid, line.product);
                self.moves.draw(moment, goods, (draw, cause));
                if line.lost() {
                    self.moves.draw(moment, goods, (draw, Cause::Lost));
                }
            }
        }
    }

    /// Writes all rows in one hand-over, one statement for each table, in an order that foreign
    /// keys allow.
    pub async fn write(&self, db: &mut SqliteConnection) -> sqlx::Result<()> {
        let mut all = Several::default();
        self.add_to(&mut all);
        all.run(db).await
    }

    /// Adds what writes the rows to a hand-over. A table without rows is left alone.
    pub fn add_to(&self, all: &mut Several) {
        macro_rules! write {
            ($rows:expr, $store:path) => {
                if !$rows.is_empty() {
                    all.add($store(&$rows));
                }
            };
        }
        write!(self.verdicts, admit::store::write_verdicts);
        write!(self.nodes, node::store::write_began);
        write!(self.takeovers, node::store::write_takeovers);
        write!(self.fairs, fair::store::write_fairs);
        write!(self.gifts, fair::charge::store::write_gifts);
        write!(self.takings, fair::charge::store::write_takings);
        write!(self.producers, catalog::store::write_producers);
        write!(self.products, catalog::store::write_products);
        write!(self.booths, fair::store::write_booths);
        write!(self.gates, fair::store::write_gates);
        write!(self.rooms, stock_rows::write_rooms);
        write!(self.places, stock_rows::write_places);
        write!(self.certificates, catalog::store::write_certificates);
        write!(self.prices, catalog::price::store::mark_followed_prices);
        write!(self.prices, catalog::price::store::write_prices);
        write!(self.photos, catalog::photo::store::write_photos);
        write!(self.papers, catalog::papers::store::write_quality);
        write!(self.listings, catalog::papers::store::write_listings);
        write!(self.online, catalog::papers::store::write_online);
        write!(self.rules, catalog::rewards::store::write_rules);
        write!(self.paid, catalog::rewards::store::write_paid);
        write!(self.ranges, fair::range::store::write_ranges);
        write!(self.opening_days, fair::store::write_opening_days);
        write!(self.figures, fair::source_figures::store::write_figures);
        write!(self.views, fair::view::store::write_views);
        write!(self.promotions, fair::promotion::store::mark_followed_versions);
        write!(self.promotions, fair::promotion::store::write_promotions);
        write!(self.labels, fair::label::store::write_labels);
        write!(self.people, staff::store::write_people);
        write!(self.devices, staff::store::write_devices);
        write!(self.shifts, shift::store::write_shifts);
        write!(self.joins, shift::store::write_joins);
        write!(self.shift_events, shift::store::write_events);
        write!(self.closings, shift::store::write_closings);
        write!(self.asides, sale::set_aside::store::write_asides);
        write!(self.drawer_openings, sale::drawer_opening::store::write_openings);
        if !self.sales.is_empty() {
            write!(self.sales, sale::store::write_sales);
            write!(self.lines, sale::store::write_lines);
            write!(self.tenders, sale::store::write_tenders);
            write!(self.returned, sale::store::write_returned);
            for rollup in sale::store::write_rollups(&self.rollups) {
                all.add(rollup);
            }
        }
        write!(self.transfers, payment::store::write_events);
        write!(self.words, stock::block::store::write_words);
        stock_rows::write(&self.moves, all);
        if !self.visits.is_empty() {
            write!(self.visits, visitor::store::write_visits);
            write!(self.visit_rollup.rows(), visitor::store::write_rollup);
        }
    }
}
