//! Transfers over HTTP: showing a QR, changing to another way of paying, confirming by the bank.

use super::{
    app::App,
    guard::Caller,
    problem::{Problem, Spoken, no_booth},
    sales::{submit, unreadable},
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, CommandId, RequestId},
        lang::Say,
        money::Money,
        refusal::Refusal,
    },
    desk::command::{Answer, Command},
    fair::store as fairs,
    payment::{
        event::{State as Transfer, Step},
        reference::Reference,
        store,
        vietqr::VietQr,
    },
};
use axum::{
    Json, Router,
    extract::{Path, State, rejection::JsonRejection},
    http::StatusCode,
    routing::post,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Routes of transfers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/payments/requests", post(ask))
        .route("/api/v1/payments/requests/{id}/withdrawals", post(withdraw))
}

#[derive(Deserialize)]
struct AskInput {
    id: RequestId,
    reference: String,
    amount: i64,
    at_ms: i64,
}

async fn ask(
    State(app): State<App>,
    caller: Caller,
    input: Result<Json<AskInput>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let booth = caller.booth()?;
    caller.changes()?;
    let Json(input) = input.map_err(|error| unreadable(&error)).spoken(lang)?;
    let step = parse(&input, booth).spoken(lang)?;
    let payload = payload(&app, booth, &step).await.spoken(lang)?;
    let uid = CommandId(input.id.0);
    let answer = submit(&app, &caller, uid, Command::Payment(step)).await.spoken(lang)?;
    Ok((status(&answer), Json(json!({"id": input.id, "payload": payload}))))
}

fn status(answer: &Answer) -> StatusCode {
    if answer.replay() { StatusCode::OK } else { StatusCode::CREATED }
}

fn parse(input: &AskInput, booth: BoothId) -> Result<Step, Refusal> {
    let reference: Reference = input.reference.parse().map_err(|_| {
        Refusal::malformed("reference", "Mã chuyển khoản không đúng", "Not a valid reference")
    })?;
    if !(1..=Money::LIMIT.0).contains(&input.amount) {
        return Err(Refusal::malformed("amount", "Số tiền không hợp lệ", "Not a valid amount"));
    }
    Ok(Step {
        uid: CommandId(input.id.0),
        request: input.id,
        booth,
        state: Transfer::Requested,
        reference: reference.as_str().to_owned(),
        amount: Money(input.amount),
        at: Ms(input.at_ms),
    })
}

/// The payload that the customer scans.
async fn payload(app: &App, booth: BoothId, step: &Step) -> Result<String, Refusal> {
    let mut db = app.shop.read().await?;
    let booth = fairs::booth(&mut db, &booth.bytes()).await?.ok_or_else(no_booth)?;
    let malformed = |error: crate::payment::vietqr::Malformed| Refusal::from(error.say());
    VietQr::transfer(&booth.bank_bin, &booth.account, Some(step.amount), &step.reference)
        .encode()
        .map_err(malformed)
}

#[derive(Deserialize)]
struct WithdrawInput {
    id: CommandId,
    at_ms: i64,
}

async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Path(request): Path<RequestId>,
    input: Result<Json<WithdrawInput>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let Json(input) = input.map_err(|error| unreadable(&error)).spoken(lang)?;
    let (known, booth) = known(&app, request).await.spoken(lang)?;
    caller.reads(booth)?;
    caller.changes()?;
    let step = Step {
        uid: input.id,
        request,
        booth,
        state: Transfer::Withdrawn,
        reference: known.reference,
        amount: Money(known.amount),
        at: Ms(input.at_ms),
    };
    let answer = submit(&app, &caller, input.id, Command::Payment(step)).await.spoken(lang)?;
    Ok((status(&answer), Json(json!({"id": request, "state": "withdrawn"}))))
}

async fn known(app: &App, request: RequestId) -> Result<(store::Transfer, BoothId), Refusal> {
    let mut db = app.shop.read().await?;
    let known = store::request(&mut db, &request.bytes()).await?;
    let none = || Refusal::NotFound(Say::new("Không có yêu cầu này", "No such request"));
    let known = known.ok_or_else(none)?;
    let booth = BoothId::of_bytes(&known.booth);
    Ok((known, booth))
}
