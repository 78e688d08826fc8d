//! Fairs and booths of a sheet, compared with those that stand in the book.

use super::plan::{Plan, keep, key, same};
use crate::{
    base::{fold::brief, lang::Say},
    desk::command::Command,
    fair::{
        Booth, Change, Fair,
        sheet::{BoothRow, FairRow},
    },
    locality::{search::Here, settle::find},
    payment::bank,
};

/// Cash of a fair made by a sheet is rounded to what change is at hand: no smaller notes than
/// 1,000 đồng are in use.
const CASH_ROUNDING: i64 = 1000;

/// Plans a fairs file; a fair is known by its code.
pub fn fairs(plan: &mut Plan, rows: &[FairRow], stand: Vec<Fair>) {
    for row in rows {
        let known = stand.iter().find(|it| key(&it.code) == key(&row.code));
        let now = Fair {
            uid: known.map_or_else(|| plan.uid(), |it| it.uid),
            code: known.map_or_else(|| row.code.clone(), |it| it.code.clone()),
            name: row.name.clone(),
            level: row.level,
            kind: row.kind,
            starts_on: row.starts_on,
            ends_on: row.ends_on.or(known.and_then(|it| it.ends_on)),
            place: keep(&row.place, known.map_or("", |it| &it.place)),
            cash_rounding: known.map_or(CASH_ROUNDING, |it| it.cash_rounding),
            published_visits: row.published_visits.or(known.and_then(|it| it.published_visits)),
            published_revenue: row.published_revenue.or(known.and_then(|it| it.published_revenue)),
            published_revenue_local_zone: row
                .published_revenue_local_zone
                .or(known.and_then(|it| it.published_revenue_local_zone)),
            closed: known.is_some_and(|it| it.closed),
        };
        if known.is_none_or(|known| !same(known, &now)) {
            if let Some(known) = known {
                plan.change(row.row, &known.code, known, &now);
            }
            plan.push(row.row, Command::Fair(Change::Fair(now)));
        }
    }
}

/// Plans a booths file; a booth is known by its fair's code and its own.
pub fn booths(plan: &mut Plan, rows: &[BoothRow], (fairs, stand): (Vec<Fair>, Vec<Booth>)) {
    for row in rows {
        let Some(fair) = fairs.iter().find(|it| key(&it.code) == key(&row.fair)) else {
            plan.wrong(row.row, "fair", no_fair(&row.fair));
            continue;
        };
        let known = stand.iter().find(|it| it.fair == fair.uid && key(&it.code) == key(&row.code));
        let stands = |field: fn(&Booth) -> &String| known.map_or("", |it| field(it).as_str());
        let now = Booth {
            uid: known.map_or_else(|| plan.uid(), |it| it.uid),
            fair: fair.uid,
            code: known.map_or_else(|| row.code.clone(), |it| it.code.clone()),
            name: row.name.clone(),
            zone: row.zone,
            origin_unit: keep(&row.origin_unit, stands(|it| &it.origin_unit)),
            seller: row.seller.clone(),
            address: stands(|it| &it.address).to_owned(),
            phone: stands(|it| &it.phone).to_owned(),
            tax_code: keep(&row.tax_code, stands(|it| &it.tax_code)),
            bank_bin: keep(&row.bank_bin, stands(|it| &it.bank_bin)),
            account: keep(&row.account, stands(|it| &it.account)),
            limits: known.map_or_else(Default::default, |it| it.limits),
            methods: known.map_or_else(Default::default, |it| it.methods.clone()),
            pictures: known.is_some_and(|it| it.pictures),
            closed: known.is_some_and(|it| it.closed),
        };
        // One of the two may stand in the book, and the other in the sheet.
        if let Err((column, say)) = bank::check(&now.bank_bin, &now.account) {
            plan.wrong(row.row, column, say);
        }
        if known.is_none_or(|known| !same(known, &now)) {
            if let Some(known) = known {
                plan.change(row.row, &known.code, known, &now);
                // From here on the money of the booth goes elsewhere.
                let pays = |it: &Booth| (it.bank_bin.clone(), it.account.clone());
                if !known.account.is_empty() && pays(known) != pays(&now) {
                    plan.doubt(row.row);
                }
            }
            let unit = find(&now.origin_unit, Here::TODAY);
            plan.former_unit(row.row, &now.code, unit);
            plan.push(row.row, Command::Fair(Change::Booth(now)));
        }
    }
}

/// No fair has this code.
pub(super) fn no_fair(code: &str) -> Say {
    Say::new(
        format!("Không có hội chợ mang mã “{}”", brief(code)),
        format!("No fair has the code “{}”", brief(code)),
    )
}
