//! Documents as people ask for them, and what is checked of each by itself.

use super::{LOT, place::Place};
use crate::base::{
    clock::Ms,
    fold::{NAME, within},
    id::{BoothId, DeviceId, DocumentId, ProducerId, ProductId},
    lang::Say,
    quantity::Quantity,
    refusal::Refusal,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The most lines of a document.
pub const LINES: usize = 300;

/// The most letters of a reason.
const REASON: usize = 500;

/// The most letters of a paper's number, and of a growing area.
const WORDS: usize = 60;

crate::words! {
    /// The paper that came with the goods: one of them must accompany goods that are sold at a fair
    /// (Decree 254/2026, article 6.3, points d and đ).
    PaperKind {
        /// Delivery note that is also for transport within one business.
        Internal = "internal", "Phiếu xuất kho kiêm vận chuyển nội bộ", "Internal delivery note";
        /// Delivery note for goods given to an agent to sell.
        Consigned = "consigned", "Phiếu xuất kho hàng gửi bán đại lý", "Consignment note";
        /// List of goods bought from farmers.
        Bought = "bought", "Bảng kê thu mua", "Purchase list";
        /// An invoice.
        Invoice = "invoice", "Hóa đơn", "Invoice";
        /// Another paper.
        Other = "other", "Giấy khác", "Other paper";
    }
}

crate::words! {
    /// The kind of a document.
    Kind {
        /// Goods came from the producer.
        Delivery = "delivery", "Nhập hàng", "Delivery";
        /// Goods leave for another place.
        Transfer = "transfer", "Chuyển hàng", "Transfer";
        /// Goods of a transfer arrived.
        Receipt = "receipt", "Nhận hàng chuyển", "Transfer received";
        /// What of a transfer never arrived is somebody's loss.
        Shortfall = "shortfall", "Hàng chuyển thiếu", "Transfer short";
        /// What of a transfer did not arrive went back.
        SentBack = "sent_back", "Hàng chuyển trả lại", "Transfer sent back";
        /// The shelf was counted.
        Count = "count", "Kiểm kê", "Stocktake";
        /// Goods were spoilt, broken or stolen.
        Loss = "loss", "Hao hụt", "Loss";
        /// Goods were used at the booth.
        OwnUse = "own_use", "Dùng nội bộ", "Own use";
        /// Goods were given away.
        Gift = "gift", "Hàng tặng", "Gift";
        /// Goods went home to the producer.
        Return = "return", "Trả nhà sản xuất", "Return to the producer";
        /// Another document is taken back.
        Reversal = "reversal", "Hủy phiếu", "Reversal";
    }
}

impl Kind {
    /// The letters in its numbers, of the kind's Vietnamese name.
    pub fn letters(self) -> &'static str {
        match self {
            Kind::Delivery => "NH",
            Kind::Transfer => "CH",
            Kind::Receipt => "NC",
            Kind::Shortfall => "CT",
            Kind::SentBack => "TL",
            Kind::Count => "KK",
            Kind::Loss => "HH",
            Kind::OwnUse => "DN",
            Kind::Gift => "HT",
            Kind::Return => "TN",
            Kind::Reversal => "HP",
        }
    }

    /// Whether somebody must say why.
    pub fn wants_reason(self) -> bool {
        let wanting = [Kind::Shortfall, Kind::Loss, Kind::OwnUse, Kind::Gift, Kind::Reversal];
        wanting.contains(&self)
    }
}

/// The paper that came with the goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Which.
    pub kind: PaperKind,
    /// Its number.
    pub number: String,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// What a document does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Goods come from the producer.
    Delivery,
    /// Goods leave for this place.
    Transfer(Place),
    /// Goods of this transfer arrive.
    Receipt(DocumentId),
    /// What is left of this transfer is lost; what came too much is found.
    Shortfall(DocumentId),
    /// What is left of this transfer is back where it came from.
    SentBack(DocumentId),
    /// The shelf was counted.
    Count,
    /// Goods are lost.
    Loss,
    /// Goods are used here.
    OwnUse,
    /// Goods are given away.
    Gift,
    /// Goods go home to the producer.
    Return,
    /// This document is taken back.
    Reversal(DocumentId),
}

impl Act {
    /// The kind of document that it makes.
    pub fn kind(self) -> Kind {
        match self {
            Act::Delivery => Kind::Delivery,
            Act::Transfer(_) => Kind::Transfer,
            Act::Receipt(_) => Kind::Receipt,
            Act::Shortfall(_) => Kind::Shortfall,
            Act::SentBack(_) => Kind::SentBack,
            Act::Count => Kind::Count,
            Act::Loss => Kind::Loss,
            Act::OwnUse => Kind::OwnUse,
            Act::Gift => Kind::Gift,
            Act::Return => Kind::Return,
            Act::Reversal(_) => Kind::Reversal,
        }
    }

    /// The document that it is about.
    pub fn about(self) -> Option<DocumentId> {
        match self {
            Act::Receipt(it) | Act::Shortfall(it) | Act::SentBack(it) | Act::Reversal(it) => {
                Some(it)
            }
            _ => None,
        }
    }
}

/// A line as asked for. What does not concern its kind of document is left out.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Line {
    /// Which product.
    pub product: ProductId,
    /// Thousandths. Above zero; a delivery's may be below, which corrects an earlier one; a count's
    /// may be zero.
    pub quantity: Quantity,
    /// Whose goods; none: those of the product's producer, or whichever a lot belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<ProducerId>,
    /// The lot, or empty; none: where goods leave, the lots that expire first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_on: Option<Date>,
    /// The last day on which it may be sold, or should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// True: best before that day; false: use by it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub soft: bool,
    /// The growing area's code, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub area: String,
    /// Thousandths that were announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Quantity>,
    /// When this line was counted, by the device's corrected clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Ms>,
    /// Thousandths typed before the book's figure was seen, where they were changed then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Quantity>,
    /// The unit that the quantities are of, as whoever typed them saw it; none: the product's as it
    /// stands. Another one is refused: its figures would be read as so many of something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Who counted this line, where several did.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
}

/// A document as asked for.
#[derive(Debug, Clone, Serialize)]
pub struct Ask {
    /// Its own id, minted by whoever asks and never reused for other content.
    pub uid: DocumentId,
    /// Whose document it is: where goods come to, leave from or are counted.
    pub place: Place,
    /// What it does.
    pub act: Act,
    /// When it happened, by the device's corrected clock; none: now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Ms>,
    /// The goods.
    pub lines: Vec<Line>,
    /// Why, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// More of a transfer arrived than is on the way, and a person says so. Without it a receipt
    /// that two people save is refused the second time.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
    /// The paper that came with the goods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
    /// The number that the device showed while it was offline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional_no: Option<String>,
    /// Who made it, as printed. Not part of the command's hash, as in a sale.
    #[serde(skip_serializing)]
    pub by: String,
    /// On which device; not part of the hash either.
    #[serde(skip_serializing)]
    pub device: Option<DeviceId>,
}

impl Ask {
    /// A document of these lines, made now.
    pub fn new(uid: DocumentId, place: Place, act: Act, lines: Vec<Line>) -> Ask {
        Ask {
            uid,
            place,
            act,
            at: None,
            lines,
            reason: String::new(),
            over: false,
            paper: None,
            provisional_no: None,
            by: String::new(),
            device: None,
        }
    }

    /// Goods that arrive at a booth.
    pub fn delivery(uid: DocumentId, booth: BoothId, lines: Vec<Line>) -> Ask {
        Ask::new(uid, Place::Booth(booth), Act::Delivery, lines)
    }
}

/// Checks a document by itself.
pub fn check(ask: &Ask) -> Result<(), Refusal> {
    let kind = ask.act.kind();
    // What ends a transfer may leave the lines out: then it is about all that is left.
    let all = matches!(kind, Kind::Reversal | Kind::Shortfall | Kind::SentBack);
    if ask.lines.len() > LINES || (ask.lines.is_empty() && !all) {
        return Err(Say::new("Mỗi phiếu từ 1 đến 300 dòng", "A document has 1 to 300 lines").into());
    }
    if kind == Kind::Reversal && !ask.lines.is_empty() {
        return Err(Say::new("Phiếu hủy hủy cả phiếu", "A reversal takes all back").into());
    }
    let reason = ask.reason.trim();
    if reason.is_empty() && kind.wants_reason() {
        return Err(Refusal::malformed("reason", "Hãy ghi lý do", "Give a reason"));
    }
    within(REASON, &[reason])?;
    let number = ask.paper.as_ref().map_or("", |paper| paper.number.as_str());
    within(WORDS, &[number, ask.provisional_no.as_deref().unwrap_or_default()])?;
    ask.lines.iter().try_for_each(|line| check_line(line, kind))
}

fn check_line(line: &Line, kind: Kind) -> Result<(), Refusal> {
    within(LOT, &[line.lot.as_deref().unwrap_or_default()])?;
    within(WORDS, &[&line.area])?;
    within(NAME, &[&line.by])?;
    let quantities = [Some(line.quantity), line.expected, line.first];
    let large = |it: &Quantity| it.0.unsigned_abs() > Quantity::LIMIT.0.unsigned_abs();
    if quantities.iter().flatten().any(large) {
        return Err(Refusal::malformed(
            "quantity",
            "Số lượng quá lớn",
            "The quantity is too large",
        ));
    }
    let fits = match kind {
        Kind::Delivery => line.quantity != Quantity::ZERO,
        Kind::Count => line.quantity >= Quantity::ZERO,
        _ => line.quantity > Quantity::ZERO,
    };
    let said = [line.expected, line.first];
    if !fits || said.iter().flatten().any(|it| *it < Quantity::ZERO) {
        return Err(Refusal::malformed(
            "quantity",
            "Số lượng phải lớn hơn 0",
            "The quantity is above zero",
        ));
    }
    Ok(())
}
