//! What places hold on a day, and a fair's goods account: what each booth, store room and transfer
//! brought, received, sold, gave, lost, sent on and took home, owner by owner.

pub mod account;
pub mod foresight;
pub mod held;
pub mod lot;
pub mod moved;
pub mod refill;
pub mod soon;
pub mod store;

use super::goods::plain;
use crate::{
    base::{
        clock::{DAY, Ms},
        id::{ProducerId, ProductId},
        quantity::Quantity,
    },
    catalog::pack::Packs,
    stock::{
        document::{Cause, Column},
        place::Place,
    },
};
use jiff::civil::Date;
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeMap;
use store::{HeldRow, LaterRow};

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stock {
    /// At the end of this day.
    pub on: Date,
    /// Of which fair; none: of all.
    pub fair: Option<String>,
    /// What each place holds, lot by lot.
    pub places: Vec<PlacePart>,
    /// The goods account, without lots.
    pub goods: Vec<GoodsPart>,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlacePart {
    /// booth, store or transit.
    pub kind: String,
    /// Its fair's code.
    pub fair: String,
    /// Its code; of a transfer its number.
    pub code: String,
    /// What it holds.
    pub lines: Vec<LotPart>,
}

/// A lot at a place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LotPart {
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Lot, or empty.
    pub lot: String,
    /// Its last day.
    pub expires_on: Option<String>,
    /// Whose goods.
    pub owner: String,
    /// What is left; below zero where more was sold than was entered. Decimal text in JSON.
    #[serde(serialize_with = "plain")]
    pub quantity: Quantity,
    /// False: stock is not kept of it here.
    pub tracked: bool,
}

/// An owner's product at a place: brought + received + adjusted − sold − given − lost − sent −
/// returned = left. Decimal text in JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GoodsPart {
    /// The place's code.
    pub booth: String,
    /// booth, store or transit.
    #[serde(skip)]
    pub kind: String,
    /// Whose goods.
    pub owner: String,
    /// The same, by id.
    #[serde(skip)]
    pub owner_uid: ProducerId,
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Packs, for people; files have figures of the unit.
    #[serde(skip)]
    pub packs: Packs,
    /// From the producer.
    #[serde(serialize_with = "plain")]
    pub brought: Quantity,
    /// From another place.
    #[serde(serialize_with = "plain")]
    pub received: Quantity,
    /// To customers, less what they brought back.
    #[serde(serialize_with = "plain")]
    pub sold: Quantity,
    /// Samples, gifts, own use.
    #[serde(serialize_with = "plain")]
    pub given: Quantity,
    /// Lost, with what came back unfit for sale.
    #[serde(serialize_with = "plain")]
    pub lost: Quantity,
    /// To another place.
    #[serde(serialize_with = "plain")]
    pub sent: Quantity,
    /// To the producer.
    #[serde(serialize_with = "plain")]
    pub returned: Quantity,
    /// By counts and openings.
    #[serde(serialize_with = "plain")]
    pub adjusted: Quantity,
    /// What is left.
    #[serde(serialize_with = "plain")]
    pub left: Quantity,
    /// False: stock is not kept of it here.
    pub tracked: bool,
    /// A lot of it was counted otherwise, or lost: what one lot lacks another may have too much.
    #[serde(skip)]
    pub differs: bool,
    /// A lot of it is left, or stands below zero.
    #[serde(skip)]
    pub holds: bool,
}

impl GoodsPart {
    /// A figure of the account.
    pub fn figure(&self, column: Column) -> Quantity {
        match column {
            Column::Brought => self.brought,
            Column::Received => self.received,
            Column::Adjusted => self.adjusted,
            Column::Sold => self.sold,
            Column::Given => self.given,
            Column::Lost => self.lost,
            Column::Sent => self.sent,
            Column::Returned => self.returned,
        }
    }

    /// Adds what the same product came to elsewhere.
    pub fn add(&mut self, other: &GoodsPart) {
        self.brought += other.brought;
        self.received += other.received;
        self.sold += other.sold;
        self.given += other.given;
        self.lost += other.lost;
        self.sent += other.sent;
        self.returned += other.returned;
        self.adjusted += other.adjusted;
        self.left += other.left;
        self.tracked |= other.tracked;
        self.differs |= other.differs;
        self.holds |= other.holds;
    }

    /// Whether nothing ever came or went.
    fn is_empty(&self) -> bool {
        Column::ALL.iter().all(|column| self.figure(*column) == Quantity::ZERO)
    }
}

/// Of which fair and booth; none: of all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Of<'a> {
    /// The fair's code.
    pub fair: Option<&'a str>,
    /// The code of a booth or store room.
    pub booth: Option<&'a str>,
}

/// The stock at the end of a day, in one read transaction.
pub async fn stock(db: &mut SqliteConnection, of: Of<'_>, on: Date) -> sqlx::Result<Stock> {
    let mut reading = db.begin().await?;
    let head = super::store::head(&mut reading).await?;
    let until = Ms(Ms::start_of(on).0 + DAY - 1);
    let mut held = store::held(&mut reading, of.fair, of.booth).await?;
    for later in store::later(&mut reading, of.fair, of.booth, until).await? {
        take_back(&mut held, &later);
    }
    reading.commit().await?;
    let (pos, hash) = head.unwrap_or_default();
    Ok(Stock {
        on,
        fair: of.fair.map(str::to_owned),
        places: places(&held),
        goods: goods(&held),
        journal_pos: pos,
        journal_head: hex::encode(hash),
    })
}

/// What moved after the day is taken off again.
fn take_back(held: &mut [HeldRow], later: &LaterRow) {
    let mine = |row: &&mut HeldRow| {
        (row.place, row.product_id, row.owner_id) == (later.place, later.product, later.owner)
            && row.lot == later.lot
    };
    let Some(row) = held.iter_mut().find(mine) else { return };
    let Ok(cause) = later.cause.parse::<Cause>() else { return };
    let place = Place::of(&row.kind, Default::default()).unwrap_or(Place::Adjustment);
    let column = cause.column(place);
    let off = if column.gains() { later.quantity } else { -later.quantity };
    let figure = match column {
        Column::Brought => &mut row.brought,
        Column::Received => &mut row.received,
        Column::Adjusted => &mut row.adjusted,
        Column::Sold => &mut row.sold,
        Column::Given => &mut row.given,
        Column::Lost => &mut row.lost,
        Column::Sent => &mut row.sent,
        Column::Returned => &mut row.returned,
    };
    *figure -= off;
    row.quantity -= later.quantity;
}

fn places(held: &[HeldRow]) -> Vec<PlacePart> {
    let mut places: Vec<PlacePart> = Vec::new();
    for row in held.iter().filter(|row| row.quantity != 0) {
        let (kind, fair, code) = (row.kind.clone(), row.fair.clone(), row.code.clone());
        let same = |it: &PlacePart| it.kind == kind && it.fair == fair && it.code == code;
        if !places.last().is_some_and(same) {
            places.push(PlacePart { kind, fair, code, lines: Vec::new() });
        }
        let Some(place) = places.last_mut() else { continue };
        place.lines.push(LotPart {
            product: row.product,
            name: row.name.clone(),
            unit: row.unit.clone(),
            lot: row.lot.clone(),
            expires_on: row.expires_on.clone(),
            owner: row.owner.clone(),
            quantity: Quantity(row.quantity),
            tracked: row.tracked == 1,
        });
    }
    places
}

fn goods(held: &[HeldRow]) -> Vec<GoodsPart> {
    let mut parts: BTreeMap<(usize, i64, i64), GoodsPart> = BTreeMap::new();
    let mut order: Vec<i64> = Vec::new();
    for row in held {
        let at = order.iter().position(|place| *place == row.place).unwrap_or_else(|| {
            order.push(row.place);
            order.len() - 1
        });
        let part = parts.entry((at, row.owner_id, row.product_id)).or_insert_with(|| GoodsPart {
            booth: row.code.clone(),
            kind: row.kind.clone(),
            owner_uid: row.owner_uid,
            owner: row.owner.clone(),
            product: row.product,
            name: row.name.clone(),
            unit: row.unit.clone(),
            packs: row.packs.clone(),
            brought: Quantity::ZERO,
            received: Quantity::ZERO,
            sold: Quantity::ZERO,
            given: Quantity::ZERO,
            lost: Quantity::ZERO,
            sent: Quantity::ZERO,
            returned: Quantity::ZERO,
            adjusted: Quantity::ZERO,
            left: Quantity::ZERO,
            tracked: row.tracked == 1,
            differs: false,
            holds: false,
        });
        part.holds |= row.quantity != 0;
        part.differs |= row.adjusted != 0 || row.lost != 0;
        part.brought += Quantity(row.brought);
        part.received += Quantity(row.received);
        part.sold += Quantity(row.sold);
        part.given += Quantity(row.given);
        part.lost += Quantity(row.lost);
        part.sent += Quantity(row.sent);
        part.returned += Quantity(row.returned);
        part.adjusted += Quantity(row.adjusted);
        part.left += Quantity(row.quantity);
    }
    parts.into_values().filter(|it| !it.is_empty()).collect()
}
