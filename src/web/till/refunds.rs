//! Refunds over HTTP: what a sale has left, and taking it back whole or by line.

use crate::{
    base::{
        clock::Ms,
        fold::brief,
        id::{CommandId, SaleId, ShiftId, hex_uid},
        lang::{Lang, Say},
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
    },
    desk::command::Command,
    payment::event::Method,
    sale::{
        load,
        numbering::Acknowledged,
        refund::{Part, Refund, Right, standing},
        store, tenders,
    },
    web::{
        http::{
            app::App,
            cors::Foreign,
            guard::{Caller, Changer, ReaderOf},
            problem::{Problem, Spoken},
            route::{get, post},
            submit::{Input, device_seq, submit},
        },
        till::{
            approvals::{self, What},
            checkout::{short, sold, version_7},
            provenance::{Hands, Provenance},
            sales::{payments_of, sale_json},
        },
    },
};
use axum::{Extension, Json, Router, extract::State, http::StatusCode};
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
    ReaderOf { caller, id: sale, booth }: ReaderOf<SaleId>,
    State(app): State<App>,
) -> Result<Json<Value>, Problem> {
    let manages = caller.manages(booth).is_ok();
    whole(&app, sale, manages, caller.lang).await.spoken(caller.lang).map(Json)
}

async fn whole(app: &App, sale: SaleId, manages: bool, lang: Lang) -> Result<Value, Refusal> {
    let none = || Refusal::NotFound(Say::new("Không tìm thấy phiếu", "No such sale"));
    let now = app.shop.clock.now();
    let mut db = app.shop.read_to_sell().await?;
    let row = store::one(&mut db, &sale.bytes()).await?.ok_or_else(none)?;
    let lines = store::lines(&mut db, &sale.bytes()).await?;
    let refunds = store::refunds(&mut db, &sale.bytes()).await?;
    let paid = tenders::store::of_sales(&mut db, &[row.id]).await?;
    let state = load::of_sale(&mut db, sale, now).await?;
    let stands = standing(sale, &state, now).ok_or_else(none)?;
    let line = |it: &store::LineRow| {
        json!({
            "n": it.n, "name": it.name, "unit": it.unit,
            "quantity": Quantity(it.quantity).plain(), "amount": it.amount,
            "returned": Quantity(it.returned).plain(), "given_back": it.given_back,
        })
    };
    let mut all = sale_json(&row);
    all["lines"] = lines.iter().map(line).collect();
    all["payments"] = payments_of(&row, &paid, lang);
    all["seller_id"] = json!(stands.seller_id);
    all["refund_ids"] = refunds.iter().map(|(uid, _)| hex_uid(uid)).collect();
    all["in_time"] = json!(stands.in_time);
    all["alone"] = json!(stands.alone);
    all["cash_step"] = json!(stands.cash_step);
    all["ways"] = stands.ways.iter().map(way).collect();
    all["limits"] = json!(stands.limits);
    all["manages"] = json!(manages);
    Ok(all)
}

fn way(&(method, amount, gone): &(Method, Money, Money)) -> Value {
    json!({"method": method, "amount": amount, "gone": gone})
}

#[derive(Deserialize)]
struct RefundInput {
    id: SaleId,
    #[serde(flatten)]
    frozen: Provenance,
    device_seq: Option<Value>,
    provisional_no: Option<String>,
    reason: String,
    at_ms: Option<i64>,
    shift: Option<ShiftId>,
    lines: Option<Vec<PartInput>>,
    back: Option<String>,
    expected_back: Option<i64>,
    #[serde(default)]
    offline: bool,
    acknowledged: Option<Acknowledged>,
}

#[derive(Deserialize)]
struct PartInput {
    n: usize,
    quantity: String,
    #[serde(default)]
    loss: bool,
}

async fn refund(
    _: Changer,
    ReaderOf { caller, id: sale, booth }: ReaderOf<SaleId>,
    State(app): State<App>,
    foreign: Option<Extension<Foreign>>,
    input: Input<RefundInput>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
    let word = approvals::approval_for(&app, input.id, What::Refund, booth).await.spoken(lang)?;
    let hands = input.frozen.hands(&app, &caller, booth).await.spoken(lang)?;
    let hands = hands.person(word.is_some()).spoken(lang)?;
    let right = match word {
        _ if hands.present && caller.manages(booth).is_ok() => Right::Manager,
        Some(word) => Right::Approved(word),
        None => Right::Own,
    };
    let ask = parse(input, hands, sale, right).spoken(lang)?;
    let uid = CommandId(ask.id.0);
    let answer = submit(&app, &caller, uid, Command::Refund(ask)).await;
    answer.map_err(|refusal| unmanned(refusal, &caller, foreign)).map(|it| sold(&it)).spoken(lang)
}

/// A till that was opened anew sends what it holds before anybody signs in: what is beyond the
/// small limit waits for its seller, who may give back more. At another address nobody can sign in.
fn unmanned(refusal: Refusal, caller: &Caller, foreign: Option<Extension<Foreign>>) -> Refusal {
    match refusal {
        Refusal::Forbidden(_) if caller.person.is_none() && foreign.is_none() => Refusal::SignIn(
            Say::new("Hãy đăng nhập để gửi phiếu trả hàng", "Sign in, and the refund is sent"),
        ),
        other => other,
    }
}

fn parse(input: RefundInput, hands: Hands, sale: SaleId, right: Right) -> Result<Refund, Refusal> {
    version_7(input.id)?;
    let lines = |parts: Vec<PartInput>| parts.into_iter().map(part).collect::<Result<_, _>>();
    Ok(Refund {
        id: input.id,
        sale,
        reason: crate::base::fold::tidy(&input.reason),
        seller: hands.seller,
        seller_id: hands.person,
        stranger: hands.stranger,
        by_other_hands: !hands.present,
        device: hands.device,
        device_seq: input.device_seq.as_ref().map(device_seq),
        provisional_no: input.provisional_no.map(short),
        at: input.at_ms.map(Ms),
        shift: input.shift,
        lines: input.lines.map(lines).transpose()?,
        back: input.back.map(|method| method.parse::<Method>()).transpose()?,
        expected_back: input.expected_back.map(Money),
        offline: input.offline,
        right,
        acknowledged: input.acknowledged,
    })
}

fn part(input: PartInput) -> Result<Part, Refusal> {
    let Some(quantity) = Quantity::parse(&input.quantity) else {
        let vi = format!("Số lượng “{}” không hợp lệ (tối đa 3 số lẻ)", brief(&input.quantity));
        let en = format!("“{}” is not a quantity (at most 3 decimals)", brief(&input.quantity));
        return Err(Refusal::malformed("quantity", vi, en));
    };
    Ok(Part { n: input.n, quantity, loss: input.loss })
}
