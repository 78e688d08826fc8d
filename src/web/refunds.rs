//! Refunds over HTTP: what a sale has left, and taking it back whole or by line.

use super::{
    app::App,
    approvals::{What, approver},
    frozen::{Frozen, Hands},
    guard::Caller,
    problem::{Problem, Spoken},
    sales::{booth_of, listed, sold, submit, unreadable, version_7},
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, CommandId, SaleId},
        lang::Say,
        quantity::Quantity,
        refusal::Refusal,
    },
    desk::command::Command,
    fair::store as fairs,
    payment::event::Method,
    sale::{
        refund::{Part, Refund, Right},
        shift, store,
    },
};
use axum::{
    Json, Router,
    extract::{Path, State, rejection::JsonRejection},
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Routes of refunds.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/sales/{id}", get(sale))
        .route("/api/v1/sales/{id}/refunds", post(refund))
}

/// A sale with what is left of each line, and what a seller may give back alone.
async fn sale(
    State(app): State<App>,
    caller: Caller,
    Path(sale): Path<SaleId>,
) -> Result<Json<Value>, Problem> {
    let booth = booth_of(&app, sale).await.spoken(caller.lang)?;
    caller.reads(booth)?;
    let manages = caller.manages(booth).is_ok();
    whole(&app, sale, booth, manages).await.spoken(caller.lang).map(Json)
}

async fn whole(app: &App, sale: SaleId, booth: BoothId, manages: bool) -> Result<Value, Refusal> {
    let none = || Refusal::NotFound(Say::new("Không tìm thấy phiếu", "No such sale"));
    let mut db = app.shop.read().await?;
    let row = store::one(&mut db, &sale.bytes()).await?.ok_or_else(none)?;
    let lines = store::lines(&mut db, &sale.bytes()).await?;
    let booth = fairs::booth(&mut db, &booth.bytes()).await?.ok_or_else(none)?;
    let open = shift::read::store::open(&mut db, booth.id).await?.map(|shift| shift.uid);
    // As `sale::refund::own` decides: the shift that is open, or without shifts the day.
    let in_time = match row.shift.is_some() {
        true => row.shift == open,
        false => Ms(row.paid_ms).date() == app.shop.clock.now().date(),
    };
    let line = |it: &store::LineRow| {
        json!({
            "n": it.n, "name": it.name, "unit": it.unit,
            "quantity": Quantity(it.quantity).plain(), "amount": it.amount,
            "returned": Quantity(it.returned).plain(), "given_back": it.given_back,
        })
    };
    let mut all = listed(&row);
    all["lines"] = lines.iter().map(line).collect();
    all["in_time"] = json!(in_time);
    all["cash_step"] = json!(booth.cash_rounding);
    all["limits"] = json!(booth.limits());
    all["manages"] = json!(manages);
    Ok(all)
}

#[derive(Deserialize)]
struct RefundInput {
    id: SaleId,
    #[serde(flatten)]
    frozen: Frozen,
    device_seq: Option<i64>,
    reason: String,
    at_ms: Option<i64>,
    lines: Option<Vec<PartInput>>,
    back: Option<String>,
    #[serde(default)]
    offline: bool,
}

#[derive(Deserialize)]
struct PartInput {
    n: usize,
    quantity: String,
    #[serde(default)]
    loss: bool,
}

async fn refund(
    State(app): State<App>,
    caller: Caller,
    Path(sale): Path<SaleId>,
    input: Result<Json<RefundInput>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let Json(input) = input.map_err(|error| unreadable(&error)).spoken(lang)?;
    let booth = booth_of(&app, sale).await.spoken(lang)?;
    caller.reads(booth)?;
    caller.changes()?;
    let hands = input.frozen.person(&app, &caller, booth).await.spoken(lang)?;
    let manages = hands.present && caller.manages(booth).is_ok();
    let right = right(&app, manages, input.id).await.spoken(lang)?;
    let ask = parse(input, hands, sale, right).spoken(lang)?;
    let uid = CommandId(ask.id.0);
    let answer = submit(&app, &caller, uid, Command::Refund(ask)).await.spoken(lang)?;
    Ok(sold(&answer))
}

async fn right(app: &App, manages: bool, refund: SaleId) -> Result<Right, Refusal> {
    if manages {
        return Ok(Right::Manager);
    }
    let approver = approver(app, refund, What::Refund).await?;
    Ok(approver.map_or(Right::Own, Right::Approved))
}

fn parse(input: RefundInput, hands: Hands, sale: SaleId, right: Right) -> Result<Refund, Refusal> {
    version_7(input.id)?;
    let lines = |parts: Vec<PartInput>| parts.into_iter().map(part).collect::<Result<_, _>>();
    Ok(Refund {
        id: input.id,
        sale,
        reason: crate::base::fold::tidy(&input.reason),
        seller: hands.seller,
        device: hands.device,
        device_seq: input.device_seq,
        at: input.at_ms.map(Ms),
        lines: input.lines.map(lines).transpose()?,
        back: input.back.map(|method| method.parse::<Method>()).transpose()?,
        offline: input.offline,
        right,
    })
}

fn part(input: PartInput) -> Result<Part, Refusal> {
    let Some(quantity) = Quantity::parse(&input.quantity) else {
        let vi = format!("Số lượng “{}” không hợp lệ (tối đa 3 số lẻ)", input.quantity);
        let en = format!("“{}” is not a quantity (at most 3 decimals)", input.quantity);
        return Err(Refusal::malformed("quantity", vi, en));
    };
    Ok(Part { n: input.n, quantity, loss: input.loss })
}
