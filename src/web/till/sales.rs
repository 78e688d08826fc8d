//! The sales of a booth over HTTP: listed for its devices, and printed again.

use crate::{
    base::{
        id::{BoothId, JobId, SaleId, hex_uid},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    fair::store as fairs,
    sale::{
        sought::{self, Sought},
        store, tenders,
    },
    staff::actor::spoken,
    web::http::{
        app::App,
        guard::{AtBooth, Changer, ReaderOf},
        problem::{Problem, Spoken, no_booth},
        route::{get, post},
    },
};
use axum::{
    Json, Router,
    extract::{Query, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

/// Routes of sales that were made.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/sales", get(list))
        .route("/api/v1/sales/{id}/prints", post(reprint))
}

#[derive(Deserialize)]
struct SalesQuery {
    number: Option<String>,
    /// The end of a number, an amount, goods: what is typed to find a sale.
    find: Option<String>,
    /// The position before which to look on.
    before: Option<i64>,
}

/// The newest sales of the booth, or those with a receipt or provisional number; or ten at a time,
/// those that fit what somebody types.
async fn list(
    AtBooth { caller, booth }: AtBooth,
    State(app): State<App>,
    Query(wanted): Query<SalesQuery>,
) -> Result<Json<Value>, Problem> {
    recent(&app, booth, &wanted, caller.lang).await.spoken(caller.lang).map(Json)
}

/// Sales of one answer to what somebody types.
const FOUND: usize = 10;
/// Sales that are looked through at once, and for one answer: more than a booth makes in a fair.
const LOOKED: (i64, usize) = (500, 10);

/// Sales of one answer.
#[derive(Default)]
struct Found {
    rows: Vec<store::SaleRow>,
    /// The position before which there may be more.
    before: Option<i64>,
}

/// The sales that fit what was typed, the newest first. What was not looked through yet may hold
/// more; but by its number a sale is found at once, however old it is.
async fn find(
    db: &mut SqliteConnection,
    booth: i64,
    (text, mut before): (&str, i64),
) -> Result<Found, Refusal> {
    let (sought, mut ids, mut ended) = (Sought::of(text), Vec::new(), false);
    let old = sought::store::counted(&mut *db, booth, before, &sought.counts()).await?;
    for _ in 0..LOOKED.1 {
        let traces = sought::store::traces(&mut *db, booth, before, LOOKED.0).await?;
        ids.extend(traces.iter().filter(|it| sought.fits(it)).map(|it| it.id));
        ended = (traces.len() as i64) < LOOKED.0;
        before = traces.last().map_or(before, |last| last.id);
        if ended || ids.len() > FOUND {
            break;
        }
    }
    if ids.len() > FOUND {
        ids.truncate(FOUND);
        (before, ended) = (ids[FOUND - 1], false);
    }
    ids.extend(old.iter().filter(|it| it.id < before && sought.fits(it)).map(|it| it.id));
    let rows = sought::store::at(&mut *db, &ids).await?;
    Ok(Found { rows, before: (!ended).then_some(before) })
}

async fn recent(
    app: &App,
    booth: BoothId,
    wanted: &SalesQuery,
    lang: Lang,
) -> Result<Value, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let booth = fairs::booth(&mut db, &booth.bytes()).await?.ok_or_else(no_booth)?;
    let before = wanted.before.unwrap_or(i64::MAX);
    let Found { rows, before } = match (&wanted.number, &wanted.find) {
        (Some(number), _) => {
            let rows = store::numbered(&mut db, booth.id, number.trim()).await?;
            Found { rows, before: None }
        }
        (None, Some(text)) => find(&mut db, booth.id, (text, before)).await?,
        (None, None) => {
            let rows = store::by_booth(&mut db, booth.id, i64::MAX, 50).await?;
            Found { before: rows.last().map(|row| row.id), rows }
        }
    };
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let paid = tenders::store::of_sales(&mut db, &ids).await?;
    let each = |row: &store::SaleRow| {
        let mut sale = sale_json(row);
        sale["payments"] = payments_of(row, &paid, lang);
        sale
    };
    let sales: Vec<Value> = rows.iter().map(each).collect();
    Ok(json!({"sales": sales, "more": before.is_some(), "before": before}))
}

/// The payments of one of these sales.
pub fn payments_of(row: &store::SaleRow, paid: &[tenders::store::PaidRow], lang: Lang) -> Value {
    let own = paid.iter().filter(|it| it.sale == row.id);
    own.map(|it| payment_listed(it, lang)).collect()
}

/// A payment as a till lists it: with where its transfer stands, since when and by whose word.
fn payment_listed(it: &tenders::store::PaidRow, lang: Lang) -> Value {
    let by = it.actor.as_deref().map(|actor| spoken(actor, lang));
    json!({
        "method": it.method, "amount": it.amount, "given": it.given, "reference": it.reference,
        "state": it.state, "state_at_ms": it.at_ms, "state_by": by,
    })
}

/// A sale as a till lists it.
pub fn sale_json(row: &store::SaleRow) -> Value {
    json!({
        "id": hex_uid(&row.uid),
        "pos": row.id,
        "receipt_no": row.receipt_no,
        "provisional_no": row.provisional_no,
        "at_ms": row.paid_ms,
        "total": row.total,
        "rounding": row.rounding,
        "methods": row.methods.split(',').collect::<Vec<_>>(),
        "voided": row.reverses.is_none() && !row.open,
        "given_back": row.given_back,
        "refunds": row.refunds,
        "void_of": row.reverses_uid.as_deref().map(hex_uid),
        "seller": row.seller,
    })
}

/// One press of the button: sent again, it prints nothing more.
#[derive(Deserialize)]
struct Press {
    id: Option<JobId>,
}

async fn reprint(
    _: Changer,
    ReaderOf { caller, id: sale, .. }: ReaderOf<SaleId>,
    State(app): State<App>,
    press: Option<Json<Press>>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let pos = pos_of(&app, sale).await.spoken(caller.lang)?;
    let press = press.and_then(|Json(press)| press.id);
    let copy = app.spool.reprint(pos, press).await.spoken(caller.lang)?;
    Ok((StatusCode::CREATED, Json(json!({"copy": copy}))))
}

/// The journal position of a sale.
async fn pos_of(app: &App, sale: SaleId) -> Result<i64, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let none = || Refusal::NotFound(Say::new("Không tìm thấy phiếu", "No such sale"));
    store::pos_of(&mut db, &sale.bytes()).await?.ok_or_else(none)
}
