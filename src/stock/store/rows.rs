//! Rows of documents and movements, and the levels they change, netted per place and lot.

pub mod store;

use crate::{
    base::{
        clock::Ms,
        id::{BoothId, ProductId},
    },
    stock::{
        Draw, Supplement,
        ask::Kind,
        document::{Cause, Column, Move, Posted},
        place::Place,
    },
};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Rows of a batch.
#[derive(Debug, Default)]
pub struct Moves {
    documents: Vec<Value>,
    lines: Vec<Value>,
    counted: Vec<Value>,
    supplements: Vec<Value>,
    movements: Vec<Value>,
    levels: BTreeMap<Key, Net>,
    entry: i64,
    n: i64,
}

/// A lot at a place: place, product, owner, lot.
type Key = (String, String, String, String);

/// What a lot gained.
#[derive(Debug, Default)]
struct Net {
    /// Its last day, as it was given last: the instant, the day, and whether it is a best-before.
    said: Option<(Ms, Date, bool)>,
    since: Option<Ms>,
    tracked: bool,
    quantity: i64,
    account: [i64; 8],
}

impl Net {
    /// A lot's last day was given at an instant. What was given last holds, whatever of it came
    /// first: chains that did not know of each other give the same in any order.
    fn say(&mut self, at: Ms, day: Option<Date>, soft: bool) {
        self.said = self.said.max(day.map(|day| (at, day, soft)));
    }
}

impl Moves {
    /// A movement, and the levels at both ends of it. `says`: it says until when the lot may be
    /// sold, too; else its day stays as it was said last.
    fn add(&mut self, pos: i64, it: &Move, says: bool) {
        self.n = if self.entry == pos { self.n + 1 } else { 0 };
        self.entry = pos;
        self.movements.push(json!([
            pos,
            self.n,
            it.product.hex(),
            it.owner.hex(),
            it.lot,
            it.expires_on,
            it.from.hex(),
            it.to.hex(),
            it.quantity,
            it.cause,
            it.at,
            it.from.kind(),
            it.to.kind()
        ]));
        for (place, gained) in [(it.from, -it.quantity.0), (it.to, it.quantity.0)] {
            if place.holds() {
                self.level(place, gained, it, says);
            }
        }
    }

    fn level(&mut self, place: Place, gained: i64, it: &Move, says: bool) {
        let key = (place.hex(), it.product.hex(), it.owner.hex(), it.lot.clone());
        let net = self.levels.entry(key).or_default();
        net.quantity += gained;
        let column = it.cause.column(place);
        net.account[column as usize] += if column.gains() { gained } else { -gained };
        let came = gained > 0 && it.cause.tracks();
        net.tracked |= it.cause.tracks() && column != Column::Sent;
        if came {
            net.since = Some(net.since.map_or(it.at, |since| since.min(it.at)));
            if says {
                net.say(it.at, it.expires_on, it.soft);
            }
        }
    }

    /// The movement that was just added makes a supplement where a place gained by it.
    fn late(&mut self, pos: i64, it: &Move, place: Place, late: Option<Supplement>) {
        let Some(late) = late else { return };
        // The count's difference changes against what was gained.
        let (from, to) = match it.to == place {
            true => (place, Place::Adjustment),
            false => (Place::Adjustment, place),
        };
        let (cause, at) = (Cause::Counted, late.at);
        self.add(pos, &Move { from, to, cause, at, ..it.clone() }, false);
        self.supplements.push(json!([late.count.hex(), late.n, pos, self.n]));
    }

    fn add_whole(&mut self, pos: i64, it: &Move, says: bool) {
        self.add(pos, it, says);
        self.late(pos, it, it.from, it.from_late);
        self.late(pos, it, it.to, it.to_late);
    }

    /// A document whose entry stands at `pos`.
    pub fn post(&mut self, pos: i64, origin: &[u8], posted: &Posted) {
        let refers = |kind: &[&str]| {
            let about = posted.about.as_ref().filter(|_| kind.contains(&posted.kind.as_str()));
            about.map(|about| about.uid.hex())
        };
        self.documents.push(json!([
            pos,
            posted.uid.hex(),
            posted.place.place.hex(),
            posted.kind,
            posted.series.map_or_else(|| hex::encode(origin), |node| node.hex()),
            posted.number,
            posted.doc_no,
            posted.provisional_no,
            posted.at,
            posted.day,
            posted.by,
            posted.reason,
            posted.paper.as_ref().map(|paper| paper.kind),
            posted.paper.as_ref().map(|paper| &paper.number),
            posted.paper.as_ref().and_then(|paper| paper.on),
            posted.to.as_ref().map(|to| to.place.hex()),
            refers(&["receipt", "shortfall", "sent_back"]),
            refers(&["reversal"]),
            hex::encode(origin)
        ]));
        let place = posted.place.place;
        for (n, line) in posted.lines.iter().enumerate() {
            let count = line.count.as_ref();
            self.lines.push(json!([
                pos,
                n,
                line.product.hex(),
                line.owner.hex(),
                line.lot,
                line.quantity,
                line.expected,
                line.made_on,
                line.expires_on,
                i64::from(line.soft),
                line.area,
                count.map(|count| count.at),
                count.and_then(|count| count.first),
                count.map(|count| count.book)
            ]));
            if let Some(count) = count.filter(|count| count.holds) {
                let goods = (place.hex(), line.product.hex(), line.owner.hex());
                self.counted.push(json!([pos, n, goods.0, goods.1, goods.2, line.lot, count.at]));
                // A lot that was counted is kept, also where nothing differs.
                let key = (goods.0, goods.1, goods.2, line.lot.clone());
                let net = self.levels.entry(key).or_default();
                net.tracked = true;
                net.say(count.at, line.expires_on, line.soft);
            }
        }
        for (n, it) in (posted.lines.len()..).zip(&posted.opened) {
            let (place, product) = (place.hex(), it.product.hex());
            self.counted.push(json!([pos, n, place, product, null, null, it.at]));
        }
        // What goes back says nothing new of its lot.
        let says = posted.kind != Kind::Reversal;
        for it in &posted.moves {
            self.add_whole(pos, it, says);
        }
    }

    /// Goods that leave a booth by a sale whose entry stands at `pos`, or come back to it.
    pub fn draw(&mut self, (pos, at): (i64, Ms), goods: (BoothId, ProductId), it: (&Draw, Cause)) {
        let ((booth, product), (draw, cause)) = (goods, it);
        let booth = Place::Booth(booth);
        let end = if cause == Cause::Lost { Place::Loss } else { Place::Customer };
        // What comes back unfit goes out again by the next movement.
        let gained = if cause == Cause::Lost { draw.quantity } else { -draw.quantity };
        let back = gained.0 > 0;
        let moved = Move {
            product,
            owner: draw.owner,
            lot: draw.lot.clone(),
            expires_on: draw.expires_on,
            soft: false,
            from: if back { end } else { booth },
            to: if back { booth } else { end },
            quantity: if back { gained } else { -gained },
            cause,
            at,
            from_late: draw.late.filter(|_| !back),
            to_late: draw.late.filter(|_| back),
        };
        self.add_whole(pos, &moved, false);
    }

    /// Whether nothing moved and nothing was posted.
    pub fn is_empty(&self) -> bool {
        self.movements.is_empty() && self.documents.is_empty()
    }

    /// The places that transfers made, as rows of `place`.
    pub fn transits(&self) -> Vec<Value> {
        let sent = self.documents.iter().filter(|row| row[3] == "transfer");
        sent.map(|row| json!([row[0], row[1], "transit"])).collect()
    }

    /// Rows of `level`.
    fn level_rows(&self) -> Vec<Value> {
        let row = |((place, product, owner, lot), net): (&Key, &Net)| {
            let (at, day) = (net.said.map(|it| it.0), net.said.map(|it| it.1));
            let soft = net.said.map(|it| i64::from(it.2));
            let head = json!([place, product, owner, lot, day, soft, at, net.since]);
            let tail = [i64::from(net.tracked), net.quantity];
            let mut row = head.as_array().cloned().unwrap_or_default();
            row.extend(tail.iter().chain(&net.account).map(|figure| json!(figure)));
            Value::Array(row)
        };
        self.levels.iter().map(row).collect()
    }
}
