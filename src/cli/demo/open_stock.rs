//! What happened to the open fair's goods until this morning: a store room was filled, goods were
//! carried from it to two booths, one transfer arrived short and another is on its way, a booth
//! lost some and another counted its shelf. Pure.

use super::{
    fair::{Timed, envelope},
    open_fair::{OpenFair, Stand},
};
use crate::{
    base::{
        clock::{DAY, HOUR, MINUTE, Ms},
        id::{Chance, CommandId, DocumentId, ProductId, RoomId},
        quantity::Quantity,
    },
    desk::command::{Command, Envelope},
    stock::{
        Act, Ask, Line, Place, Room,
        ask::{Paper, PaperKind},
    },
};
use jiff::Span;
use std::collections::BTreeMap;

/// What the booth's own chance begins with, so that the rest of the demonstration does not change.
const SEED: u64 = 20_241;

/// What the people of the fair do, hour by hour, as one hand writes it down.
struct Hand<'a> {
    chance: Chance,
    open: &'a OpenFair,
    done: Vec<Envelope>,
}

/// The documents of the open fair, after what set it up.
pub fn commands(open: &OpenFair, setup: &[Envelope]) -> Vec<Envelope> {
    let mut hand = Hand { chance: Chance::seeded(SEED), open, done: Vec::new() };
    let room = Room {
        uid: RoomId(hand.chance.uid(open.at)),
        fair: open.fair.uid,
        code: "KA".to_owned(),
        name: "Kho dãy A".to_owned(),
        active: true,
    };
    let [_, broken, waiting, counted, refilled, ..] = open.stands.as_slice() else {
        return Vec::new();
    };
    let store = Place::Store(room.uid);
    hand.put(eve(17, 0), Command::Room(room));
    hand.fill(store, &[broken, waiting, counted, refilled]);
    hand.near(refilled);
    hand.refill(store, refilled);
    hand.lose(broken);
    hand.send(store, waiting);
    hand.count(counted, setup);
    hand.done
}

/// Milliseconds from the beginning of today to an hour of the day before the first day.
fn eve(hour: i64, minute: i64) -> i64 {
    first(hour, minute) - DAY
}

/// The same, of the first day, which was yesterday.
fn first(hour: i64, minute: i64) -> i64 {
    hour * HOUR + minute * MINUTE - DAY
}

fn of(product: ProductId, units: i64) -> Line {
    Line { product, quantity: Quantity::units(units), ..Line::default() }
}

impl Hand<'_> {
    fn put(&mut self, after: i64, command: Command) {
        let at = Ms(self.open.at.0 + after);
        let uid: CommandId = self.chance.uid(at).into();
        self.done.push(envelope(Timed { at, uid, command }));
    }

    /// Posts a document; its id.
    fn post(&mut self, after: i64, by: &str, (place, act): (Place, Act), ask: Ask) -> DocumentId {
        let uid: DocumentId = self.chance.uid(Ms(self.open.at.0 + after)).into();
        let ask = Ask { uid, place, act, by: by.to_owned(), ..ask };
        self.put(after, Command::Stock(Box::new(ask)));
        uid
    }

    fn lines(&mut self, after: i64, by: &str, what: (Place, Act), lines: Vec<Line>) -> DocumentId {
        self.post(after, by, what, Ask::new(DocumentId::default(), what.0, what.1, lines))
    }

    fn keeper(&self) -> String {
        self.open.office.first().map(|it| it.name.clone()).unwrap_or_default()
    }

    /// A day so many days from today.
    fn day(&self, days: i64) -> jiff::civil::Date {
        self.open.at.date().saturating_add(Span::new().days(days))
    }

    /// The store room gets what the row's booths sell: forty of each, of which some arrived fewer
    /// than announced; three also in a lot that must be sold within days, and one that no longer
    /// may be.
    fn fill(&mut self, store: Place, stands: &[&Stand]) {
        let mut lines = Vec::new();
        let goods: Vec<ProductId> =
            stands.iter().flat_map(|it| it.range.iter().take(4)).copied().collect();
        for (n, product) in goods.iter().enumerate() {
            if lines.iter().any(|line: &Line| line.product == *product) {
                continue;
            }
            let (lot, last) = (Some("K1".to_owned()), self.day(150));
            let expected = Some(Quantity::units(if n == 2 { 44 } else { 40 }));
            lines.push(Line { lot, expected, expires_on: Some(last), ..of(*product, 40) });
        }
        let soon: Vec<ProductId> = lines.iter().take(4).map(|line| line.product).collect();
        for (product, days) in soon.into_iter().zip([-2, 1, 2, 3]) {
            let (lot, last) = (Some("K0".to_owned()), self.day(days));
            lines.push(Line { lot, expires_on: Some(last), ..of(product, 12) });
        }
        let on = Some(self.day(-2));
        let number = "PXK-0126".to_owned();
        let paper = Some(Paper { kind: PaperKind::Internal, number, on });
        let ask = Ask { paper, ..Ask::new(DocumentId::default(), store, Act::Delivery, lines) };
        let by = self.keeper();
        self.post(eve(17, 10), &by, (store, Act::Delivery), ask);
    }

    /// A booth gets goods that keep until the day after tomorrow only.
    fn near(&mut self, stand: &Stand) {
        let (lot, last) = (Some("L0".to_owned()), Some(self.day(2)));
        let fresh =
            |product: &ProductId| Line { lot: lot.clone(), expires_on: last, ..of(*product, 15) };
        let lines = stand.range.iter().skip(1).take(2).map(fresh).collect();
        let what = (Place::Booth(stand.booth.uid), Act::Delivery);
        self.lines(first(7, 40), &stand.manager.name, what, lines);
    }

    /// Goods go to a booth; two pieces of what was sent have not arrived yet.
    fn refill(&mut self, store: Place, stand: &Stand) {
        let booth = Place::Booth(stand.booth.uid);
        let sent: Vec<Line> = stand.range.iter().take(3).map(|product| of(*product, 10)).collect();
        let mut arrived = sent.clone();
        arrived[0].quantity = Quantity::units(8);
        let by = self.keeper();
        let transfer = self.lines(first(10, 30), &by, (store, Act::Transfer(booth)), sent);
        let what = (booth, Act::Receipt(transfer));
        self.lines(first(10, 55), &stand.manager.name, what, arrived);
    }

    fn lose(&mut self, stand: &Stand) {
        let place = Place::Booth(stand.booth.uid);
        let ask = Ask::new(DocumentId::default(), place, Act::Loss, vec![of(stand.range[0], 2)]);
        let ask = Ask { reason: "Vỡ khi bốc xếp".to_owned(), ..ask };
        self.post(first(12, 15), &stand.manager.name, (place, Act::Loss), ask);
    }

    /// Goods are on their way to a booth since the evening.
    fn send(&mut self, store: Place, stand: &Stand) {
        let lines = stand.range.iter().take(2).map(|product| of(*product, 10)).collect();
        let by = self.keeper();
        let what = (store, Act::Transfer(Place::Booth(stand.booth.uid)));
        self.lines(first(19, 50), &by, what, lines);
    }

    /// A booth counts what it brought: one piece of its first product is missing, of the second
    /// there are two more; the third was typed wrong at first.
    fn count(&mut self, stand: &Stand, setup: &[Envelope]) {
        let place = Place::Booth(stand.booth.uid);
        let brought = setup.iter().find_map(|it| match &it.command {
            Command::Stock(ask) if ask.place == place => Some(&ask.lines),
            _ => None,
        });
        let found: BTreeMap<usize, i64> = BTreeMap::from([(0, -1), (1, 2)]);
        let line = |(n, line): (usize, &Line)| Line {
            product: line.product,
            quantity: line.quantity + Quantity::units(found.get(&n).copied().unwrap_or(0)),
            lot: line.lot.clone(),
            first: (n == 2).then(|| line.quantity + Quantity::units(10)),
            ..Line::default()
        };
        let lines = brought.into_iter().flatten().enumerate().map(line).collect();
        self.lines(first(20, 30), &stand.manager.name, (place, Act::Count), lines);
    }
}
