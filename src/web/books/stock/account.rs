//! Addresses of the goods account: of a fair, of one of its places, of a booth for its manager.

use super::{BoothReviewer, account_page};
use crate::{
    base::{id::ProducerId, lang::Say, refusal::Refusal},
    fair::store::FairRow,
    report::{
        document::Document,
        stock::account::{Account, account},
    },
    web::{
        books::report::routes::{answer, fair_row},
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::{Problem, Spoken},
            route::get,
        },
        ui::{list::Asked, place, refusal},
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
};
use maud::Markup;
use serde::Deserialize;

/// Routes of goods accounts.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/account", get(whole))
        .route("/fairs/{code}/places/{place}/account", get(of_place))
        .route("/fairs/{code}/owners/{owner}/account", get(of_owner))
        .route("/fairs/{code}/booths/{booth}/account", get(of_booth))
}

#[derive(Deserialize)]
struct AccountQuery {
    format: Option<String>,
}

async fn whole(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<AccountQuery>,
    Query(list): Query<Asked>,
) -> Response {
    whole_of(&app, &caller, &code, (&asked, &list)).await.unwrap_or_else(refusal::page)
}

async fn whole_of(
    app: &App,
    caller: &Caller,
    code: &str,
    (asked, list): (&AccountQuery, &Asked),
) -> Result<Response, Problem> {
    let fair = find(app, caller, code).await?;
    let it = read(app, &fair, None).await.spoken(caller.lang)?;
    let frame = place::around_fair(caller, &fair, "stock");
    told(app, (caller, asked), &it, || account_page::whole(&it, frame, list, caller.lang)).await
}

async fn of_place(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path((code, place)): Path<(String, String)>,
    Query(asked): Query<AccountQuery>,
) -> Response {
    of_place_of(&app, &caller, (&code, &place), &asked).await.unwrap_or_else(refusal::page)
}

async fn of_place_of(
    app: &App,
    caller: &Caller,
    (code, place): (&str, &str),
    asked: &AccountQuery,
) -> Result<Response, Problem> {
    let fair = find(app, caller, code).await?;
    let it = read(app, &fair, Some(place)).await.spoken(caller.lang)?;
    let frame = place::around_fair(caller, &fair, "stock");
    told(app, (caller, asked), &it, || account_page::of_place(&it, frame, caller.lang)).await
}

async fn of_owner(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path((code, owner)): Path<(String, ProducerId)>,
    Query(asked): Query<AccountQuery>,
) -> Response {
    of_owner_of(&app, &caller, (&code, owner), &asked).await.unwrap_or_else(refusal::page)
}

async fn of_owner_of(
    app: &App,
    caller: &Caller,
    (code, owner): (&str, ProducerId),
    asked: &AccountQuery,
) -> Result<Response, Problem> {
    let fair = find(app, caller, code).await?;
    let all = read(app, &fair, None).await.spoken(caller.lang)?;
    let none =
        || Refusal::NotFound(Say::new("Không có hàng của chủ này", "No goods of this owner"));
    let it = all.of_owner(owner).ok_or_else(none).spoken(caller.lang)?;
    let frame = place::around_fair(caller, &fair, "stock");
    told(app, (caller, asked), &it, || account_page::of_owner(&it, frame, caller.lang)).await
}

async fn find(app: &App, caller: &Caller, code: &str) -> Result<FairRow, Problem> {
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    fair_row(&mut db, code).await.spoken(caller.lang)
}

async fn of_booth(
    at: BoothReviewer,
    State(app): State<App>,
    Query(asked): Query<AccountQuery>,
) -> Response {
    of_booth_of(&app, &at, &asked).await.unwrap_or_else(refusal::page)
}

async fn of_booth_of(
    app: &App,
    at: &BoothReviewer,
    asked: &AccountQuery,
) -> Result<Response, Problem> {
    let BoothReviewer { caller, fair, booth } = at;
    let it = read(app, fair, Some(&booth.code)).await.spoken(caller.lang)?;
    let frame = place::around_booth(caller, booth, "account");
    let body = || account_page::of_place(&it, frame, caller.lang);
    told(app, (caller, asked), &it, body).await
}

/// The account as it stands today.
async fn read(app: &App, fair: &FairRow, place: Option<&str>) -> Result<Account, Refusal> {
    let mut db = app.shop.read().await?;
    Ok(account(&mut db, fair, place, app.shop.clock.now().date()).await?)
}

async fn told(
    app: &App,
    (caller, asked): (&Caller, &AccountQuery),
    it: &Account,
    body: impl FnOnce() -> Markup,
) -> Result<Response, Problem> {
    let title = caller.lang.say("Bảng kê hàng hóa", "Goods account");
    let head = (app, caller, "/fairs", title);
    let document = |lang| Document::account(it, lang);
    answer(head, asked.format.as_deref(), it, document, body).await
}
