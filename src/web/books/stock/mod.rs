//! Stock as it is read: what a fair holds, its goods account, and what each figure of that is
//! summed from.

mod account;
mod account_page;
mod fair;
mod lot;
mod lot_sales;
mod lots;
mod moves;
pub mod soon;

use crate::{
    base::id::BoothId,
    fair::store::{BoothRow, FairRow},
    web::{
        books::report::routes::{booth_row, fair_row},
        http::{
            app::App,
            guard::{Caller, Guard, Refused, SignedIn},
            problem::Spoken,
        },
    },
};
use axum::{
    Router,
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use serde::Deserialize;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .merge(account::router())
        .merge(fair::router())
        .merge(lot::router())
        .merge(lot_sales::router())
        .merge(lots::router())
        .merge(moves::router())
        .merge(soon::router())
}

/// Someone who may see the goods of the booth that the address names by codes: its manager, or who
/// oversees the fair.
struct BoothReviewer {
    caller: Caller,
    fair: FairRow,
    booth: BoothRow,
}

/// The codes in the address, which may name more.
#[derive(Deserialize)]
struct Codes {
    code: String,
    booth: String,
}

impl Guard for BoothReviewer {}

impl FromRequestParts<App> for BoothReviewer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<BoothReviewer, Refused> {
        let SignedIn { caller, .. } = SignedIn::from_request_parts(parts, app).await?;
        let Path(Codes { code, booth }) = Path::<Codes>::from_request_parts(parts, app).await?;
        let mut db = app.shop.read().await.spoken(caller.lang)?;
        let fair = fair_row(&mut db, &code).await.spoken(caller.lang)?;
        let booth = booth_row(&mut db, &fair, &booth).await.spoken(caller.lang)?;
        drop(db);
        caller.reviews(BoothId::of_bytes(&booth.uid))?;
        Ok(BoothReviewer { caller, fair, booth })
    }
}
