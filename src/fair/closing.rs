//! A fair or a booth that will not be used any more is closed, and opened again: the same thing
//! with another flag. Nothing that was sold or lies there goes away, and no sale is refused.

use super::{
    Booth, Fair,
    store::{BoothRow, FairRow},
};
use crate::base::{
    id::{BoothId, FairId},
    money::Money,
};

/// A fair as it stands, but closed or not; none where a word of it is not read.
pub fn fair(row: &FairRow, closed: bool) -> Option<Fair> {
    let ends_on = row.ends_on.as_deref().map(str::parse).transpose();
    Some(Fair {
        uid: FairId::of_bytes(&row.uid),
        code: row.code.clone(),
        name: row.name.clone(),
        level: row.level.parse().ok()?,
        kind: row.kind.parse().ok()?,
        starts_on: row.starts_on.parse().ok()?,
        ends_on: ends_on.ok()?,
        place: row.place.clone(),
        cash_rounding: row.cash_rounding,
        published_visits: row.published_visits,
        published_revenue: row.published_revenue.map(Money),
        published_revenue_local_zone: row.published_revenue_local_zone.map(Money),
        closed,
    })
}

/// A booth as it stands, but closed or not; none where a word of it is not read.
pub fn booth(row: &BoothRow, closed: bool) -> Option<Booth> {
    Some(Booth {
        uid: BoothId::of_bytes(&row.uid),
        fair: FairId::of_bytes(&row.fair_uid),
        code: row.code.clone(),
        name: row.name.clone(),
        zone: row.zone.parse().ok()?,
        origin_unit: row.origin_unit.clone(),
        seller: row.seller.clone(),
        address: row.address.clone(),
        phone: row.phone.clone(),
        tax_code: row.tax_code.clone(),
        bank_bin: row.bank_bin.clone(),
        account: row.account.clone(),
        limits: row.limits(),
        methods: row.methods.parse().ok()?,
        pictures: row.pictures == 1,
        closed,
    })
}
