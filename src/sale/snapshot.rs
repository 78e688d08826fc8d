//! Fair and booth as they stood when something was written down about them.

use crate::{
    base::id::{BoothId, FairId},
    fair::kinds::Zone,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A fair as it stood at the sale.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FairThen {
    /// Which.
    pub uid: FairId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Venue.
    pub place: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Option<Date>,
}

/// A booth as it stood at the sale.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BoothThen {
    /// Which.
    pub uid: BoothId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Zone.
    pub zone: Zone,
    /// Locality it stands for.
    pub origin_unit: String,
    /// Who sells, as printed.
    pub seller: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// Tax code.
    pub tax_code: String,
    /// Bank BIN, a slash, the account; empty without one.
    pub account: String,
}
