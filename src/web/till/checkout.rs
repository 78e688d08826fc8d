//! A sale over HTTP: a till posts what it took the money for.

use crate::{
    base::{
        clock::Ms,
        fold::{brief, tidy},
        id::{BoothId, CommandId, NodeId, ProductId, SaleId, ShiftId},
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::UNIT,
    desk::command::{Answer, Command},
    payment::{event::Method, reference::Reference},
    sale::{Approval, Checkout, LineOrder, Sold, Tender, cart::Discount, numbering::Acknowledged},
    stock::LOT,
    web::{
        http::{
            app::App,
            guard::{Person, Seller},
            problem::{Problem, Spoken},
            route::post,
            submit::{Input, device_seq, submit},
        },
        till::{
            approvals,
            provenance::{Hands, Provenance},
        },
    },
};
use axum::{Json, Router, extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

/// The route by which sales come in.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/sales", post(sell))
}

#[derive(Deserialize)]
struct SaleInput {
    id: SaleId,
    #[serde(flatten)]
    frozen: Provenance,
    device_seq: Option<Value>,
    paid_at_ms: i64,
    lines: Vec<LineInput>,
    payments: Vec<PaymentInput>,
    expected_total: Option<i64>,
    priced_at_seq: Option<i64>,
    priced_at_ms: Option<i64>,
    discount: Option<Discount>,
    provisional_no: Option<String>,
    #[serde(default)]
    print: bool,
    shift: Option<ShiftId>,
    acknowledged: Option<Acknowledged>,
}

/// A line as a device sends it.
#[derive(Deserialize)]
pub struct LineInput {
    product: ProductId,
    quantity: String,
    #[serde(default)]
    note: String,
    price: Option<i64>,
    discount: Option<Discount>,
    sample: Option<String>,
    amount: Option<i64>,
    lot: Option<String>,
    unit: Option<String>,
}

#[derive(Deserialize)]
struct PaymentInput {
    method: String,
    amount: i64,
    given: Option<i64>,
    reference: Option<String>,
}

async fn sell(
    Seller(caller): Seller,
    State(app): State<App>,
    input: Input<SaleInput>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
    let booth = input.frozen.booth(&caller)?;
    let hands = input.frozen.hands(&app, &caller, booth).await.spoken(lang)?;
    let rings_up = hands.present;
    let mut checkout = parse(input, hands, booth).spoken(lang)?;
    if checkout.discounted() {
        let manager = caller.manages(booth).ok().filter(|_| rings_up);
        checkout.approved_by = approval(&app, manager, (checkout.id, booth)).await.spoken(lang)?;
    }
    let uid = CommandId(checkout.id.0);
    let answer = submit(&app, &caller, uid, Command::Checkout(checkout)).await.spoken(lang)?;
    Ok(sold(&answer))
}

fn parse(input: SaleInput, hands: Hands, booth: BoothId) -> Result<Checkout, Refusal> {
    version_7(input.id)?;
    let lines = input.lines.into_iter().map(line).collect::<Result<_, _>>()?;
    let payments = input.payments.into_iter().map(payment).collect::<Result<_, _>>()?;
    Ok(Checkout {
        id: input.id,
        booth,
        device: hands.device,
        device_seq: input.device_seq.as_ref().map(device_seq),
        paid_at: Ms(input.paid_at_ms),
        lines,
        payments,
        expected_total: input.expected_total.map(Money),
        priced_at_pos: input.priced_at_seq,
        priced_at: input.priced_at_ms.map(Ms),
        discount: input.discount,
        approved_by: None,
        provisional_no: input.provisional_no.map(short),
        seller: hands.seller,
        seller_id: hands.person,
        stranger: hands.stranger,
        print: input.print,
        shift: input.shift,
        acknowledged: input.acknowledged,
    })
}

/// A provisional number as it is kept, however long a device makes it.
pub fn short(text: String) -> String {
    text.trim().chars().take(40).collect()
}

/// Who stands for a discount beyond the seller's limit: the manager who gave a PIN for this sale,
/// or the one who rings it up.
async fn approval(
    app: &App,
    manager: Option<&Person>,
    (sale, booth): (SaleId, BoothId),
) -> Result<Option<Approval>, Refusal> {
    match manager {
        Some(person) => Ok(Some(Approval { by: person.name.clone(), most: None })),
        None => approvals::approval_for(app, sale, approvals::What::Discount, booth).await,
    }
}

/// A sale's id orders itself by time: a UUIDv7 (RFC 9562).
pub fn version_7(id: SaleId) -> Result<(), Refusal> {
    if id.0.get_version_num() == 7 {
        return Ok(());
    }
    Err(Refusal::malformed("id", "Mã phiếu phải là UUIDv7", "The id must be a UUIDv7"))
}

/// Reads a line.
pub fn line(line: LineInput) -> Result<LineOrder, Refusal> {
    let Some(quantity) = Quantity::parse(&line.quantity) else {
        let vi = format!("Số lượng “{}” không hợp lệ (tối đa 3 số lẻ)", brief(&line.quantity));
        let en = format!("“{}” is not a quantity (at most 3 decimals)", brief(&line.quantity));
        return Err(Refusal::malformed("quantity", vi, en));
    };
    let short = |text: &str| tidy(text).chars().take(120).collect::<String>();
    let sample = line.sample.as_deref().map(short);
    if sample.as_ref().is_some_and(String::is_empty) {
        let vi = "Hàng mẫu phải có lý do";
        return Err(Refusal::malformed("sample", vi, "A sample needs a reason"));
    }
    let unit = line.unit.map(|unit| tidy(&unit).chars().take(UNIT).collect::<String>());
    Ok(LineOrder {
        product: line.product,
        quantity,
        note: short(&line.note),
        price: line.price.map(Money),
        discount: line.discount,
        sample: sample.unwrap_or_default(),
        amount: line.amount.map(Money),
        lot: line.lot.map(|lot| tidy(&lot).chars().take(LOT).collect()),
        unit: unit.filter(|unit| !unit.is_empty()),
    })
}

/// A transfer's reference must be one; beside a card or a wallet it is a note; cash has none,
/// whatever was sent.
fn reference(method: Method, text: Option<String>) -> Result<Option<String>, Refusal> {
    let Some(text) = text.filter(|_| method != Method::Cash) else { return Ok(None) };
    if method != Method::VietQr {
        return Ok(Some(tidy(&text)).filter(|text| !text.is_empty()));
    }
    let reference = text.parse::<Reference>().map_err(|_| {
        Refusal::malformed("reference", "Mã chuyển khoản không đúng", "Not a valid reference")
    })?;
    Ok(Some(reference.into()))
}

fn payment(payment: PaymentInput) -> Result<Tender, Refusal> {
    let method = payment.method.parse::<Method>()?;
    let reference = reference(method, payment.reference)?;
    Ok(Tender { method, amount: Money(payment.amount), given: payment.given.map(Money), reference })
}

/// What a sale or refund is answered with: 201 the first time, 200 on replay.
pub fn sold(answer: &Answer) -> (StatusCode, Json<Value>) {
    let status = if answer.replay() { StatusCode::OK } else { StatusCode::CREATED };
    let body = match answer {
        Answer::Sold { sold, node, .. } => receipt(sold, *node),
        Answer::Done { .. } | Answer::Posted { .. } => Value::Null,
    };
    (status, Json(body))
}

fn receipt(sold: &Sold, node: NodeId) -> Value {
    json!({
        "id": sold.id,
        "node": node,
        "receipt_no": sold.receipt_no,
        "total": sold.total,
        "rounding": sold.rounding,
        "flags": sold.flags,
    })
}
