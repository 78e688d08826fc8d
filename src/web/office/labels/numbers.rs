//! Numbers of one's own for goods without a barcode: of the range that is kept for use within
//! shops, never one that looks like a maker's.

use super::load;
use crate::{
    base::{id::ProductId, lang::Say, refusal::Refusal},
    catalog::{self, store::full},
    desk::command::Command,
    fair::label::store::prefixes,
    print::ean,
    web::{
        http::{app::App, problem::Spoken, route::post},
        office::booths::form::InCharge,
        ui::answer::{Shown, change_all, saved},
    },
};
use axum::{Router, extract::State};

/// Routes of numbers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/booths/{booth}/labels/numbers", post(number))
        .route("/booth/labels/numbers", post(number))
}

async fn number(InCharge(at): InCharge, State(app): State<App>) -> Shown {
    let lang = at.caller.lang;
    let range = load(&app, &at).await.spoken(lang)?;
    let mut db = app.shop.read().await.spoken(lang)?;
    let taken = prefixes(&mut db).await.spoken(lang)?;
    let prefix = free(&taken).ok_or_else(none_left).spoken(lang)?;
    let mut changes = Vec::new();
    for row in range.rows.iter().filter(|it| it.barcode.is_empty()) {
        let Some(it) = full(&mut db, &row.uid.bytes()).await.spoken(lang)? else { continue };
        let barcode = own(&prefix, row.uid);
        let product = catalog::Product { barcode, ..it.product() };
        changes.push(Command::Catalog(catalog::Change::Product(product)));
    }
    drop(db);
    change_all(&app, &at.caller, changes).await.spoken(lang)?;
    saved(&format!("{}/labels", at.base))
}

/// The last two digits of the range that no fair's scales use.
fn free(taken: &[String]) -> Option<String> {
    (20..=29).rev().map(|it| it.to_string()).find(|it| !taken.contains(it))
}

/// The number of a product: its id gives it, so that every machine gives the same.
fn own(prefix: &str, product: ProductId) -> String {
    ean::own(prefix, (product.0.as_u128() % 10_000_000_000) as u64)
}

fn none_left() -> Refusal {
    Refusal::Conflict(Say::new(
        "Mọi đầu mã 20 đến 29 đã dành cho tem cân: bỏ một đầu mã ở Thiết lập hội chợ trước",
        "All of 20 to 29 are used by scales: take one away in the fair’s settings first",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::code::{is_gtin, is_sound};
    use uuid::Uuid;

    #[test]
    fn a_number_begins_as_no_makers_does_and_as_no_scale_of_any_fair() {
        assert_eq!(free(&[]).as_deref(), Some("29"));
        let taken = ["29", "28", "21"].map(str::to_owned);
        assert_eq!(free(&taken).as_deref(), Some("27"));
        let all: Vec<String> = (20..=29).map(|it| it.to_string()).collect();
        assert_eq!(free(&all), None);
        for n in [1, 7, u128::MAX] {
            let number = own("27", ProductId(Uuid::from_u128(n)));
            assert!(is_sound(&number) && !is_gtin(&number) && number.len() == 13, "{number}");
            assert!(number.starts_with("27"));
        }
    }
}
