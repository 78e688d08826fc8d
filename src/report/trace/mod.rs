//! What makes a figure: the sales behind it.

pub mod store;

use crate::base::{
    code::percent,
    id::{ProductId, ShiftId},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Which sales of a fair make a figure; what is left out lets all through. Read from and written
/// to the address of the list of sales.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// The booth's code.
    pub booth: Option<String>,
    /// The business date.
    pub day: Option<Date>,
    /// The hour of payment, 0–23.
    pub hour: Option<i64>,
    /// Only lines of this product.
    pub product: Option<ProductId>,
    /// Only payments of this method.
    pub method: Option<String>,
    /// Only lines of this star; 0: none valid on the day.
    pub star: Option<i64>,
    /// Only sales of this shift.
    pub shift: Option<ShiftId>,
    /// Whether supplements to the shift's Z are meant, or what is in the Z itself.
    pub late: Option<bool>,
    /// Only lines given away as free samples, at what they were worth.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub samples: bool,
}

impl Filter {
    /// As the query of an address, without the question mark: `day=2024-06-02&hour=9`.
    pub fn query(&self) -> String {
        let parts = [
            ("booth", self.booth.clone()),
            ("day", self.day.map(|day| day.to_string())),
            ("hour", self.hour.map(|hour| hour.to_string())),
            ("product", self.product.map(|product| product.to_string())),
            ("method", self.method.clone()),
            ("star", self.star.map(|star| star.to_string())),
            ("shift", self.shift.map(|shift| shift.to_string())),
            ("late", self.late.map(|late| late.to_string())),
            ("samples", self.samples.then(|| "true".to_owned())),
        ];
        let set = parts.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        set.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }
}

/// Percent-encodes all but letters, digits and `-._~` (RFC 3986).
pub fn encode(text: &str) -> String {
    percent(text)
}
