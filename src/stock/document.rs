//! Documents as the journal keeps them: contents as they stood, and what moved.

use super::{
    ask::{Kind, Paper},
    place::{Place, PlaceThen},
};
use crate::{
    base::{
        clock::Ms,
        id::{DeviceId, DocumentId, NodeId, ProducerId, ProductId},
        quantity::Quantity,
    },
    catalog::pack::Packs,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::words! {
    /// Why goods moved.
    Cause {
        /// They came from the producer.
        Delivered = "delivered", "nhập", "delivered";
        /// They left for another place.
        Sent = "sent", "chuyển đi", "sent";
        /// They came from another place.
        Received = "received", "nhận", "received";
        /// A count found it otherwise.
        Counted = "counted", "kiểm kê", "counted";
        /// What stood below zero before stock was kept.
        Opened = "opened", "mở sổ", "opened";
        /// A customer bought them.
        Sold = "sold", "bán", "sold";
        /// A customer brought them back.
        Returned = "returned", "khách trả", "brought back";
        /// A customer got them as a free sample.
        Sampled = "sampled", "hàng thử", "sampled";
        /// They were given away without a sale.
        Gifted = "gifted", "tặng", "given away";
        /// They were used at the booth.
        Used = "used", "dùng nội bộ", "used";
        /// They are lost, or came back unfit to be sold.
        Lost = "lost", "hao hụt", "lost";
        /// They went home to the producer.
        HandedBack = "handed_back", "trả nhà sản xuất", "handed back";
    }
}

crate::words! {
    /// A column of the goods account, in the order of the table of levels.
    Column {
        /// From the producer.
        Brought = "brought", "Mang đến", "Brought";
        /// From another place.
        Received = "received", "Nhận chuyển", "Received";
        /// By counts and openings.
        Adjusted = "adjusted", "Kiểm kê ±", "Count ±";
        /// To customers, less what they brought back.
        Sold = "sold", "Đã bán", "Sold";
        /// Samples, gifts, own use.
        Given = "given", "Cho, tặng, dùng", "Given, used";
        /// Lost.
        Lost = "lost", "Hao hụt", "Lost";
        /// To another place.
        Sent = "sent", "Chuyển đi", "Sent";
        /// To the producer.
        Returned = "returned", "Trả nhà sản xuất", "Returned";
    }
}

impl Cause {
    /// The column of a place's account that it counts in. What is on the way receives what was
    /// sent, and sends what is received.
    pub fn column(self, place: Place) -> Column {
        self.column_where(matches!(place, Place::Transit(_)))
    }

    /// The same, by whether the place is one on the way.
    pub fn column_where(self, on_the_way: bool) -> Column {
        match self {
            Cause::Delivered => Column::Brought,
            Cause::Sent if on_the_way => Column::Received,
            Cause::Sent => Column::Sent,
            Cause::Received if on_the_way => Column::Sent,
            Cause::Received => Column::Received,
            Cause::Counted | Cause::Opened => Column::Adjusted,
            Cause::Sold | Cause::Returned => Column::Sold,
            Cause::Sampled | Cause::Gifted | Cause::Used => Column::Given,
            Cause::Lost => Column::Lost,
            Cause::HandedBack => Column::Returned,
        }
    }

    /// Whether stock is kept of what moved so.
    pub fn tracks(self) -> bool {
        matches!(self, Cause::Delivered | Cause::Sent | Cause::Received | Cause::Counted)
    }
}

impl Column {
    /// Whether what a place gains adds to it; else what the place loses does.
    pub fn gains(self) -> bool {
        matches!(self, Column::Brought | Column::Received | Column::Adjusted)
    }
}

/// Something that happened before a count and came after it was posted: the count's difference
/// changes by as much as the place gained, so that what was counted stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// The count's document.
    pub count: DocumentId,
    /// 1, 2, 3 … of the count.
    pub n: i64,
    /// The instant of the count.
    pub at: Ms,
}

/// Goods of one lot that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Which product.
    pub product: ProductId,
    /// Whose.
    pub owner: ProducerId,
    /// Lot, or empty.
    pub lot: String,
    /// The lot's last day, as it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// True: best before that day; false: use by it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub soft: bool,
    /// From where.
    pub from: Place,
    /// To where.
    pub to: Place,
    /// Thousandths, above zero.
    pub quantity: Quantity,
    /// Why.
    pub cause: Cause,
    /// When, as counts see it.
    pub at: Ms,
    /// The supplement that it makes where it left from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_late: Option<Supplement>,
    /// The supplement that it makes where it came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_late: Option<Supplement>,
}

impl Move {
    /// The same goods back again, at the same instant: as if they had never moved.
    pub fn back(&self) -> Move {
        Move { from: self.to, to: self.from, from_late: None, to_late: None, ..self.clone() }
    }
}

/// A counted line as it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// When.
    pub at: Ms,
    /// By whom, where several counted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Thousandths that the book had at that instant.
    pub book: Quantity,
    /// Thousandths typed before the book's figure was seen, where they were changed then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Quantity>,
    /// False: the same lot was counted again later in this document, and that one holds.
    pub holds: bool,
    /// Goods of this lot moved within five minutes of its count: it may want counting again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub busy: bool,
}

/// A line of a posted document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedLine {
    /// Which product.
    pub product: ProductId,
    /// Its name as it stood.
    pub name: String,
    /// Its unit as it stood.
    pub unit: String,
    /// Its packs as they stood.
    #[serde(default, skip_serializing_if = "Packs::is_empty")]
    pub packs: Packs,
    /// Whose goods.
    pub owner: ProducerId,
    /// The owner's name as it stood.
    pub owner_name: String,
    /// Lot, or empty.
    pub lot: String,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_on: Option<Date>,
    /// The lot's last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// True: best before that day; false: use by it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub soft: bool,
    /// The growing area's code, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub area: String,
    /// Thousandths that were announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Quantity>,
    /// Thousandths; of a count what was counted; below zero where a document is taken back.
    pub quantity: Quantity,
    /// How it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Counted>,
}

/// Stock of a product began to be kept at the document's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Which product.
    pub product: ProductId,
    /// What happened up to this instant does not count.
    pub at: Ms,
}

/// Another document that this one is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Which.
    pub uid: DocumentId,
    /// Its number as printed.
    pub doc_no: String,
}

/// The journal entry of a document: all that its paper and its rows need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// Which.
    pub uid: DocumentId,
    /// Of which kind.
    pub kind: Kind,
    /// Whose document it is.
    pub place: PlaceThen,
    /// Where a transfer goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PlaceThen>,
    /// Gapless for each place, kind and origin.
    pub number: i64,
    /// The node whose series the number is of, where another had given it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<NodeId>,
    /// As printed: `A03-NH0007`.
    pub doc_no: String,
    /// As shown while offline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisional_no: Option<String>,
    /// When it happened.
    pub at: Ms,
    /// Business date of it.
    pub day: Date,
    /// Who made it, as printed.
    pub by: String,
    /// On which device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// Why, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The paper that came with the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
    /// The transfer that it receives or ends, or the document that it takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// The goods.
    pub lines: Vec<PostedLine>,
    /// What moved.
    pub moves: Vec<Move>,
    /// Products of which stock began to be kept here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opened: Vec<Opened>,
}
