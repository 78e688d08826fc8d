//! What was sold, and who came, in each hour of each day.

use super::store;
use crate::base::money::Money;
use serde::Serialize;
use std::collections::BTreeMap;

/// An hour of a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moment {
    /// Business date.
    pub day: String,
    /// Hour, 0–23.
    pub hour: i64,
    /// Sales less voids.
    pub sales: i64,
    /// Đồng.
    pub revenue: Money,
    /// Visits.
    pub visits: i64,
}

/// Hours in which something was sold or somebody came, in order of time.
pub fn moments(hours: &[store::HourCell], visits: &[store::VisitCell]) -> Vec<Moment> {
    let mut moments: BTreeMap<(&str, i64), Moment> = BTreeMap::new();
    let none = |(day, hour): (&str, i64)| {
        let day = day.to_owned();
        Moment { day, hour, sales: 0, revenue: Money::ZERO, visits: 0 }
    };
    for cell in hours {
        let at = (cell.day.as_str(), cell.hour);
        let moment = moments.entry(at).or_insert_with(|| none(at));
        moment.sales += cell.sales;
        moment.revenue += Money(cell.revenue);
    }
    for cell in visits {
        let at = (cell.day.as_str(), cell.hour);
        moments.entry(at).or_insert_with(|| none(at)).visits += cell.visits;
    }
    moments.into_values().collect()
}
