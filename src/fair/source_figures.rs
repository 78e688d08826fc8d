//! What sources published about whole periods.

pub mod store;

use crate::base::money::Money;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a source published about all fairs of a period, kept beside the derived figures: where
/// they differ the difference is shown, never hidden.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Published {
    /// First day of the period.
    pub starts_on: Date,
    /// Last day of the period.
    pub ends_on: Date,
    /// Fairs, if the source says.
    pub fairs: Option<i64>,
    /// Visits, not people, if the source says.
    pub visits: Option<i64>,
    /// Revenue in đồng, if the source says.
    pub revenue: Option<Money>,
    /// Revenue of the zone of the province's localities in đồng, if the source says.
    pub revenue_local_zone: Option<Money>,
    /// Where it was published.
    pub source: String,
}
