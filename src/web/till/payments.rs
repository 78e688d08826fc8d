//! Transfers over HTTP: showing a QR, changing to another way of paying, confirming by the bank.

use crate::{
    base::{
        clock::Ms,
        id::{BoothId, CommandId, RequestId, SaleId},
        lang::Say,
        money::Money,
        refusal::Refusal,
    },
    desk::command::{Answer, Command},
    fair::store as fairs,
    payment::{
        event::{Method, State as Transfer, Step},
        reference::Reference,
        store,
        vietqr::VietQr,
    },
    print::spool::ToPay,
    sale::{Checkout, Tender, cart::Discount},
    web::{
        http::{
            app::App,
            guard::{Caller, Changer, ReaderOf, Seller},
            problem::{Problem, Spoken, no_booth},
            route::post,
            submit::{Input, submit},
        },
        till::{
            checkout::{LineInput, line},
            provenance::Provenance,
        },
    },
};
use axum::{Json, Router, extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

/// Routes of transfers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/payments/requests", post(ask))
        .route("/api/v1/payments/requests/{id}/withdrawals", post(withdraw))
        .route("/api/v1/payments/requests/{id}/prints", post(print))
}

#[derive(Deserialize)]
struct AskInput {
    id: RequestId,
    #[serde(flatten)]
    frozen: Provenance,
    reference: String,
    amount: i64,
    at_ms: i64,
}

async fn ask(
    Seller(caller): Seller,
    State(app): State<App>,
    input: Input<AskInput>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
    let booth = input.frozen.booth(&caller)?;
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

/// The payload that the customer scans: of the account that stands in the request's entry, else of
/// the booth's.
async fn payload(app: &App, booth: BoothId, step: &Step) -> Result<String, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let known = store::request(&mut db, &step.request.bytes()).await?;
    let asked = known.as_ref().and_then(|known| known.account.split_once('/'));
    let booth = fairs::booth(&mut db, &booth.bytes()).await?.ok_or_else(no_booth)?;
    let (bin, account) = asked.unwrap_or((&booth.bank_bin, &booth.account));
    let malformed = |error: crate::payment::vietqr::Malformed| Refusal::from(error.say());
    VietQr::transfer(bin, account, Some(step.amount), &step.reference).encode().map_err(malformed)
}

#[derive(Deserialize)]
struct WithdrawInput {
    id: CommandId,
    at_ms: i64,
}

async fn withdraw(
    _: Changer,
    ReaderOf { caller, id: request, booth }: ReaderOf<RequestId>,
    State(app): State<App>,
    input: Input<WithdrawInput>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
    let known = load_transfer(&app, request).await.spoken(lang)?;
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

/// What the device shows on its screen, as it would send the sale.
#[derive(Deserialize)]
struct PrintInput {
    lines: Vec<LineInput>,
    priced_at_seq: Option<i64>,
    priced_at_ms: Option<i64>,
    discount: Option<Discount>,
}

/// Prints the slip to pay, at the seller's word. Its goods are the device's, because a request
/// keeps the sum alone; they must come to that sum.
async fn print(
    _: Changer,
    ReaderOf { caller, id: request, booth }: ReaderOf<RequestId>,
    State(app): State<App>,
    input: Input<PrintInput>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
    let known = load_transfer(&app, request).await.spoken(lang)?;
    let ask = to_pay(&app, &caller, (known, booth), input, request).spoken(lang)?;
    let copy = app.spool.print_to_pay(ask).await.spoken(lang)?;
    Ok((StatusCode::CREATED, Json(json!({"copy": copy}))))
}

fn to_pay(
    app: &App,
    caller: &Caller,
    (known, booth): (store::Transfer, BoothId),
    input: PrintInput,
    request: RequestId,
) -> Result<ToPay, Refusal> {
    let transfer = Tender {
        method: Method::VietQr,
        amount: Money(known.amount),
        given: None,
        reference: Some(known.reference.clone()),
    };
    let checkout = Checkout {
        id: SaleId(request.0),
        booth,
        device: None,
        device_seq: None,
        paid_at: app.shop.clock.now(),
        lines: input.lines.into_iter().map(line).collect::<Result<_, _>>()?,
        payments: vec![transfer],
        expected_total: Some(Money(known.amount)),
        priced_at_pos: input.priced_at_seq,
        priced_at: input.priced_at_ms.map(Ms),
        discount: input.discount,
        approved_by: None,
        provisional_no: None,
        seller: caller.person.as_ref().map(|person| person.name.clone()).unwrap_or_default(),
        stranger: false,
        print: false,
        ..Checkout::default()
    };
    Ok(ToPay { request, reference: known.reference, account: known.account, checkout })
}

async fn load_transfer(app: &App, request: RequestId) -> Result<store::Transfer, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let known = store::request(&mut db, &request.bytes()).await?;
    known.ok_or_else(|| Refusal::NotFound(Say::new("Không có yêu cầu này", "No such request")))
}
