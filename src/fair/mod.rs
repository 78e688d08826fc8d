//! Fairs and sales points, their booths, gates and opening days.

pub mod charge;
pub mod closing;
pub mod kinds;
pub mod label;
pub mod methods;
pub mod news;
pub mod promotion;
pub mod range;
pub mod sheet;
pub mod shelf;
pub mod source_figures;
pub mod store;
pub mod view;

use crate::base::{
    fold::{NAME, within},
    id::{BoothId, FairId, GateId, ProductId},
    lang::Say,
    money::Money,
};
use jiff::civil::Date;
use kinds::{Kind, Level, Zone};
pub use label::ScaleLabel;
use methods::Methods;
pub use promotion::Promotion;
use serde::{Deserialize, Serialize};
use source_figures::SourceFigure;
use uuid::Uuid;
use view::View;

/// A change of fairs; its contents are the journal entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Change {
    /// A fair as it now stands.
    Fair(Fair),
    /// A booth as it now stands.
    Booth(Booth),
    /// A gate as it now stands.
    Gate(Gate),
    /// What a booth sells.
    Range(Range),
    /// A day on which the fair is open.
    OpeningDay(OpeningDay),
    /// What a source says of a period.
    Figure(SourceFigure),
    /// A table that somebody saved.
    View(View),
    /// A promotion as it now stands.
    Promotion(Promotion),
    /// How labels of scales with a prefix are read.
    ScaleLabel(ScaleLabel),
}

impl Change {
    /// The uid of what is changed: of what has none, its booth's or its fair's.
    pub fn subject(&self) -> String {
        match self {
            Change::Fair(it) => it.uid.to_string(),
            Change::Booth(it) => it.uid.to_string(),
            Change::Gate(it) => it.uid.to_string(),
            Change::Range(it) => it.booth.to_string(),
            Change::OpeningDay(it) => it.fair.to_string(),
            Change::Promotion(it) => it.uid.to_string(),
            Change::ScaleLabel(it) => it.fair.to_string(),
            Change::View(it) => it.name.clone(),
            Change::Figure(it) => {
                format!("{}/{}/{}/{}", it.measure.as_str(), it.area, it.starts_on, it.ends_on)
            }
        }
    }

    /// The things that it names and that have to be there before it: not what it is itself.
    pub fn refers(&self) -> Vec<Uuid> {
        match self {
            Change::Fair(_) | Change::Figure(_) | Change::View(_) => Vec::new(),
            Change::Booth(it) => vec![it.fair.0],
            Change::Gate(it) => vec![it.fair.0],
            Change::Range(it) => it.products.iter().map(|it| it.0).chain([it.booth.0]).collect(),
            Change::OpeningDay(it) => vec![it.fair.0],
            Change::Promotion(it) => {
                let products = it.products.iter().map(|it| it.0);
                products.chain(it.booth.map(|it| it.0)).chain([it.fair.0]).collect()
            }
            Change::ScaleLabel(it) => vec![it.fair.0],
        }
    }
}

/// A fair, product week or permanent sales point.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fair {
    /// Which.
    pub uid: FairId,
    /// Short code, unique.
    pub code: String,
    /// Name.
    pub name: String,
    /// Who holds it.
    pub level: Level,
    /// What it is.
    pub kind: Kind,
    /// First day.
    pub starts_on: Date,
    /// Last day; none for a permanent sales point.
    pub ends_on: Option<Date>,
    /// Venue.
    pub place: String,
    /// Cash is rounded to this many đồng: 0, 500 or 1,000.
    pub cash_rounding: i64,
    /// Visits as a source published them.
    pub published_visits: Option<i64>,
    /// Revenue as a source published it.
    pub published_revenue: Option<Money>,
    /// Revenue of the local zone as a source published it.
    pub published_revenue_local_zone: Option<Money>,
    /// It is not to be used any more: no list and no choice offers it. What it sold stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
}

/// A booth: one seller with its own account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Booth {
    /// Which.
    pub uid: BoothId,
    /// Of which fair.
    pub fair: FairId,
    /// Short code, unique within the fair: `A03`.
    pub code: String,
    /// Name over the booth.
    pub name: String,
    /// Where it stands.
    pub zone: Zone,
    /// The locality it stands for.
    pub origin_unit: String,
    /// Who sells, as printed.
    pub seller: String,
    /// Seller's address, or empty.
    pub address: String,
    /// Seller's phone, or empty.
    pub phone: String,
    /// Seller's tax code (MST), or empty.
    pub tax_code: String,
    /// Six digits, or empty: no VietQR.
    pub bank_bin: String,
    /// Account at that bank, or empty.
    pub account: String,
    /// What its sellers may do without the manager.
    pub limits: Limits,
    /// How its customers may pay; the usual way is left out.
    #[serde(default, skip_serializing_if = "Methods::usual")]
    pub methods: Methods,
    /// Its tills show photos of the goods.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pictures: bool,
    /// It is not to be used any more, as a fair's own. No sale is refused because of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
}

/// What a booth's sellers may do on their own; beyond it the manager's PIN is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Discounts up to this whole percent of a sale, 0–100.
    pub discount_percent: i64,
    /// Refunds of own sales up to this many đồng each.
    pub refund: Money,
    /// The same while the laptop is out of reach.
    pub offline_refund: Money,
}

impl Default for Limits {
    fn default() -> Limits {
        let (refund, offline_refund) = (Money(1_000_000), Money(200_000));
        Limits { discount_percent: 10, refund, offline_refund }
    }
}

impl Limits {
    fn sane(&self) -> bool {
        let money = Money::ZERO..=Money::LIMIT;
        (0..=100).contains(&self.discount_percent)
            && money.contains(&self.refund)
            && money.contains(&self.offline_refund)
    }
}

/// A gate where visits are counted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Gate {
    /// Which.
    pub uid: GateId,
    /// Of which fair.
    pub fair: FairId,
    /// Short code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Products that a booth starts or stops selling.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Range {
    /// Which booth.
    pub booth: BoothId,
    /// Which products, at most 500 in one entry.
    pub products: Vec<ProductId>,
    /// True: sold from now on; false: no longer.
    pub active: bool,
}

/// The hours of one day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpeningDay {
    /// Which fair.
    pub fair: FairId,
    /// Which day.
    pub day: Date,
    /// `08:00`.
    pub opens: String,
    /// `21:30`.
    pub closes: String,
}

/// The texts of a booth that stand in each of its sales.
fn check_texts(booth: &Booth) -> Result<(), Say> {
    let names = [&booth.code, &booth.name, &booth.origin_unit, &booth.seller, &booth.address];
    let numbers = [&booth.phone, &booth.tax_code, &booth.account];
    let texts: Vec<&str> = names.into_iter().chain(numbers).map(String::as_str).collect();
    within(NAME, &texts)?;
    within(BOOTH_CODE, &[&booth.code])?;
    check_code(&booth.code)
}

/// Letters of a fair's code, and of a booth's.
pub const FAIR_CODE: usize = 20;
/// The same of a booth.
pub const BOOTH_CODE: usize = 12;

/// Refuses a code of a fair or booth that cannot stand in an address: `/fairs/new` is the form of a
/// new one.
pub fn check_code(code: &str) -> Result<(), Say> {
    // A browser takes dots for a way up.
    match ["new", ".", ".."].contains(&code) || code.contains(['/', '?', '#']) {
        true => Err(Say::new("Mã chỉ gồm chữ, số và “-”", "Letters, digits and “-” only")),
        false => Ok(()),
    }
}

/// Checks a change by itself.
pub fn check(change: &Change) -> Result<(), Say> {
    if let Change::Booth(booth) = change {
        check_texts(booth)?;
    }
    match change {
        Change::Fair(fair) => check_fair(fair),
        Change::Booth(booth) if booth.code.is_empty() || booth.name.is_empty() => {
            Err(Say::new("Hãy nhập mã và tên gian hàng", "Enter the booth's code and name"))
        }
        Change::Booth(booth) if !booth.limits.sane() => Err(Say::new(
            "Giới hạn của người bán không hợp lệ",
            "The seller's limits are not valid",
        )),
        Change::Gate(gate) if gate.code.is_empty() => {
            Err(Say::new("Hãy nhập mã cổng", "Enter the gate's code"))
        }
        Change::Promotion(it) => promotion::check(it),
        Change::Figure(it) => source_figures::check(it),
        Change::View(it) => view::check(it),
        Change::ScaleLabel(it) => label::check(it).map_err(|(_, say)| say),
        Change::Range(range) if range.products.len() > 500 => {
            Err(Say::new("Tối đa 500 sản phẩm mỗi lần", "At most 500 products at a time"))
        }
        _ => Ok(()),
    }
}

fn check_fair(fair: &Fair) -> Result<(), Say> {
    within(NAME, &[&fair.name, &fair.place])?;
    within(FAIR_CODE, &[&fair.code])?;
    check_code(&fair.code)?;
    if fair.code.is_empty() || fair.name.is_empty() {
        return Err(Say::new("Hãy nhập mã và tên hội chợ", "Enter the fair's code and name"));
    }
    if fair.ends_on.is_some_and(|end| end < fair.starts_on) {
        return Err(Say::new(
            "Ngày kết thúc phải sau ngày khai mạc",
            "The last day must not be before the first",
        ));
    }
    if ![0, 500, 1000].contains(&fair.cash_rounding) {
        return Err(Say::new(
            "Tiền mặt chỉ làm tròn đến 500 hoặc 1.000 đồng",
            "Cash is rounded to 500 or 1,000 đồng only",
        ));
    }
    Ok(())
}
