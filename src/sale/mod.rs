//! The sale: from the cart a device sends to the entry the journal keeps.

pub mod cart;
pub mod checkout;
pub mod drawer_opening;
mod flag;
pub mod load;
pub mod numbering;
pub mod numbers;
pub mod refund;
pub mod rollup;
pub mod set_aside;
pub mod shift;
mod snapshot;
pub mod sought;
pub mod state;
pub mod store;
mod sums;
pub mod tenders;
#[cfg(test)]
mod tests;
mod trust;

use crate::{
    base::{
        clock::Ms,
        id::{BoothId, DeviceId, NodeId, PersonId, ProducerId, ProductId, SaleId, ShiftId},
        money::Money,
        quantity::Quantity,
    },
    catalog::kinds::SubjectType,
    payment::event::{Method, State},
    stock::Draw,
};
use cart::{Discount, Off};
pub use flag::Flag;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
pub use snapshot::{BoothThen, FairThen};

/// The most lines one sale may have.
pub const LINES: usize = 100;
/// The most payments one sale may have.
pub const PAYMENTS: usize = 8;

/// A sale as a device asks for it. The id is the device's and is never reused for other content.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Checkout {
    /// Minted when the payment panel opened.
    pub id: SaleId,
    /// The booth of the device (or of the person at the organiser's laptop).
    pub booth: BoothId,
    /// Which device. Not part of the command's hash: the same sale sent by a phone that was
    /// paired anew, or by another one out of a file, is the same sale.
    #[serde(skip_serializing)]
    pub device: Option<DeviceId>,
    /// The device's own count of its sales.
    pub device_seq: Option<i64>,
    /// When the money was taken, by the device's corrected clock.
    pub paid_at: Ms,
    /// What was bought, 1 to 100 lines.
    pub lines: Vec<LineOrder>,
    /// How it was paid, 1 to 8 payments.
    pub payments: Vec<Tender>,
    /// The total the device showed, before rounding.
    pub expected_total: Option<Money>,
    /// The journal position whose prices the device knew.
    pub priced_at_pos: Option<i64>,
    /// When the cart was begun, epoch ms: the promotions that held then were told the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priced_at: Option<Ms>,
    /// What the seller takes off the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// Who approved what is beyond the seller's limit. Not part of the command's hash: the server
    /// looks it up.
    #[serde(skip_serializing)]
    pub approved_by: Option<Approval>,
    /// The number shown while offline.
    pub provisional_no: Option<String>,
    /// Who sold, as printed. Not part of the command's hash: the same sale sent again after
    /// another sign-in is the same sale.
    #[serde(skip_serializing)]
    pub seller: String,
    /// The same person by id; none for a device without a person.
    #[serde(skip_serializing)]
    pub seller_id: Option<PersonId>,
    /// The seller who is named in it is not of this booth.
    #[serde(skip_serializing)]
    pub stranger: bool,
    /// Whether paper was asked for.
    pub print: bool,
    /// The shift that the device knew to be open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftId>,
    /// What the device was answered before, perhaps by another node.
    #[serde(skip_serializing)]
    pub acknowledged: Option<numbering::Acknowledged>,
}

impl Checkout {
    /// Whether the seller took anything off.
    pub fn discounted(&self) -> bool {
        self.discount.is_some() || self.lines.iter().any(|line| line.discount.is_some())
    }
}

/// A manager's word for what is beyond a seller's right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Whose.
    pub by: String,
    /// For at most this many đồng; none: for whatever it comes to.
    pub most: Option<Money>,
}

impl Approval {
    /// Whether it holds for so many đồng.
    pub fn covers(&self, amount: Money) -> bool {
        self.most.is_none_or(|most| amount <= most)
    }
}

/// A line as asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LineOrder {
    /// Which product.
    pub product: ProductId,
    /// Thousandths, above zero.
    pub quantity: Quantity,
    /// A note on paper, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Đồng for one unit, as the customer was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// What the seller takes off this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// Why it is given away as a free sample; empty: it is sold.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sample: String,
    /// Đồng typed at the till, for one unit of a product that allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The lot that the seller or a code named, or empty; none: whichever expires first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// The unit that the customer was told; none: the product's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl LineOrder {
    /// A line that is sold at its price.
    pub fn plain(product: ProductId, quantity: Quantity) -> LineOrder {
        LineOrder {
            product,
            quantity,
            note: String::new(),
            price: None,
            discount: None,
            sample: String::new(),
            amount: None,
            lot: None,
            unit: None,
        }
    }
}

/// Money of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tender {
    /// How.
    pub method: Method,
    /// Đồng applied to the sale.
    pub amount: Money,
    /// Đồng handed over, cash only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Money>,
    /// The transfer's reference; with a card or a wallet, what its machine says, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Tender {
    /// The reference by which a transfer is known. Only VietQR has one: what is typed beside a card
    /// or a wallet is a note, and cash has none, whatever was sent with it.
    pub fn transfer(&self) -> Option<&str> {
        self.reference.as_deref().filter(|_| self.method == Method::VietQr)
    }
}

/// A line as sold; negative in a reversal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    /// Which product.
    pub product: ProductId,
    /// Name as it stood.
    pub name: String,
    /// Unit as it stood, or as the customer was told (flagged `unit_changed`): it is what the
    /// quantity counts.
    pub unit: String,
    /// OCOP group.
    pub ocop_group: u8,
    /// The star that held on the day.
    pub star: Option<u8>,
    /// Who made it.
    pub producer_uid: ProducerId,
    /// Producer's name.
    pub producer: String,
    /// Producer's legal form.
    pub producer_type: SubjectType,
    /// The producer's administrative unit, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit_code: String,
    /// The product's VAT treatment, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vat: String,
    /// Thousandths.
    pub quantity: Quantity,
    /// Đồng for one unit.
    pub price: Money,
    /// Đồng charged, after everything that was taken off.
    pub amount: Money,
    /// What was taken off: quantity at the price, less this, is the amount, unless the sale is
    /// flagged `total_differs`: then the amount is what the customer was told.
    #[serde(default, skip_serializing_if = "Off::is_none")]
    pub off: Off,
    /// What the seller took off this line, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// Why it was given away as a free sample; empty: it was sold.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sample: String,
    /// The lots it came from; empty lots where none are kept.
    pub draws: Vec<Draw>,
    /// A note on paper.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// In a refund: what of the original comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Of>,
}

/// The line of a sale that a line of its refund takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Of {
    /// Which line of the original, from 0.
    pub n: usize,
    /// Thousandths that were sold.
    pub sold: Quantity,
    /// True: not fit to be sold again; the goods are a loss of the booth.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub loss: bool,
}

impl Line {
    /// What a free sample was worth, at the price it would have been sold for; none where the line
    /// was sold. Negative where it comes back.
    pub fn sample_value(&self) -> Option<Money> {
        let worth = || self.quantity.at(self.price).unwrap_or(Money::LIMIT);
        (!self.sample.is_empty()).then(|| worth().clamp(-Money::LIMIT, Money::LIMIT))
    }

    /// Whether the goods of this refunded line are not fit to be sold again.
    pub fn lost(&self) -> bool {
        self.of.as_ref().is_some_and(|of| of.loss)
    }
}

/// The journal entry of a sale or of its reversal: everything a report or a receipt needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sold {
    /// Which.
    pub id: SaleId,
    /// At which fair.
    pub fair: FairThen,
    /// At which booth.
    pub booth: BoothThen,
    /// Gapless for each booth and origin.
    pub number: i64,
    /// The node whose series the number is of, where another had given it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<NodeId>,
    /// As printed: `A03-0142`.
    pub receipt_no: String,
    /// As shown while offline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisional_no: Option<String>,
    /// On which device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// The device's own count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_seq: Option<i64>,
    /// Who sold, as printed.
    pub seller: String,
    /// The same person by id; none for a device without a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller_id: Option<PersonId>,
    /// When the money was taken.
    pub paid_at: Ms,
    /// Business date of the payment.
    pub day: Date,
    /// Hour of the payment, 0–23.
    pub hour: i64,
    /// What was sold.
    pub lines: Vec<Line>,
    /// Revenue in đồng: the sum of the lines.
    pub total: Money,
    /// What the seller took off the whole, as typed; its đồng stand in the lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// The manager who approved a discount beyond the seller's limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// Cash rounding in đồng; tenders = total + rounding.
    pub rounding: Money,
    /// Cash was rounded to this many đồng, and is when it goes back; 0: not at all.
    pub cash_step: i64,
    /// How it was paid.
    pub payments: Vec<Tender>,
    /// The transfers among the payments, as they stand by this sale.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transfers: Vec<Claim>,
    /// What the manager should look at.
    pub flags: Vec<Flag>,
    /// How far the money taken is from the server's prices, in đồng.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub difference: Money,
    /// Whether paper was asked for.
    pub print: bool,
    /// The sale this one reverses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<Reversed>,
    /// The shift that was open when the money was taken or given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<shift::ShiftThen>,
}

/// What a sale makes of one transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its reference.
    pub reference: String,
    /// The account that its QR showed: bank BIN, a slash, the number.
    pub account: String,
    /// Claimed, or confirmed already when the bank was quicker than the seller.
    pub state: State,
}

/// Which sale is reversed, and why.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Reversed {
    /// The original.
    pub sale: SaleId,
    /// The original's receipt number.
    pub receipt_no: String,
    /// Why, in the person's own words.
    pub reason: String,
    /// Everything came back at once: the sale is void, and no sale is counted for it.
    pub whole: bool,
    /// It came back in parts, and with this one nothing is left: void in every count as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub last: bool,
    /// The manager whose PIN allowed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// A manager or an organiser gave it back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub managed: bool,
}

impl Sold {
    /// The kind of its entry.
    pub fn kind(&self) -> &'static str {
        match &self.reverses {
            None => "sale.made",
            Some(reversed) if reversed.whole => "sale.voided",
            Some(_) => "sale.refunded",
        }
    }

    /// Whether it says all that its rows are made of: what goes back names its line, and each
    /// transfer of a sale is claimed. What says less would be left out of the figures in silence.
    pub fn is_whole(&self) -> bool {
        if self.reverses.is_some() {
            return self.lines.iter().all(|line| line.of.is_some());
        }
        let claimed = |by: &str| self.transfers.iter().any(|claim| claim.reference == by);
        self.payments.iter().filter_map(Tender::transfer).all(claimed)
    }

    /// Whether nothing is left of a sale after it, which so counts for none.
    pub fn voids(&self) -> bool {
        self.reverses.as_ref().is_some_and(|reversed| reversed.whole || reversed.last)
    }
}
