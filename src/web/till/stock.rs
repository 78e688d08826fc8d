//! A booth's stock over HTTP: what it holds, and its documents. Whoever sells there may read; a
//! document is posted by the booth's manager or an organiser.

pub mod answers;

use crate::{
    base::{
        clock::Ms,
        fold::{brief, tidy},
        id::{BoothId, CommandId, DocumentId, ProducerId, ProductId, RoomId},
        lang::Say,
        quantity::Quantity,
        refusal::Refusal,
    },
    desk::command::{Answer, Command},
    stock::{
        Act, Ask, Kind, Line, Place, Posted,
        ask::Paper,
        load::store::posted,
        read::{by_product, store},
    },
    web::{
        http::{
            app::App,
            guard::{AtBooth, Caller, Seller},
            problem::{Problem, Spoken},
            route::{get, post},
            submit::{Input, submit},
        },
        till::{
            checkout::short,
            provenance::{Hands, Provenance},
        },
    },
};
use answers::{document_json, follower_json, held_json, row_json, way_json};
use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// Documents of one answer.
const LISTED: i64 = 50;

/// Routes of a booth's stock.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/stock", get(levels))
        .route("/api/v1/stock/documents", get(list).merge(post(make)))
        .route("/api/v1/stock/documents/{id}", get(one))
}

async fn levels(
    AtBooth { caller, booth }: AtBooth,
    State(app): State<App>,
) -> Result<Json<Value>, Problem> {
    held(&app, booth).await.spoken(caller.lang).map(Json)
}

async fn held(app: &App, booth: BoothId) -> Result<Value, Refusal> {
    let now = app.shop.clock.now();
    let mut db = app.shop.read_to_sell().await?;
    let held = by_product(store::lots(&mut db, booth.0).await?);
    let way = store::under_way(&mut db, booth.0).await?;
    Ok(json!({
        "now_ms": now,
        "products": held.iter().map(held_json).collect::<Vec<_>>(),
        "under_way": way.iter().map(way_json).collect::<Vec<_>>(),
    }))
}

#[derive(Deserialize)]
struct Wanted {
    /// Those before this one.
    before: Option<DocumentId>,
}

/// The newest documents of the booth, or those before one of them.
async fn list(
    AtBooth { caller, booth }: AtBooth,
    State(app): State<App>,
    Query(Wanted { before }): Query<Wanted>,
) -> Result<Json<Value>, Problem> {
    let mut db = app.shop.read_to_sell().await.spoken(caller.lang)?;
    let rows = store::documents(&mut db, booth.0, before, LISTED).await.spoken(caller.lang)?;
    let rows: Vec<Value> = rows.iter().map(|row| row_json(row, caller.lang)).collect();
    Ok(Json(json!({"documents": rows})))
}

/// A document of the booth, or a transfer that comes here.
async fn one(
    AtBooth { caller, booth }: AtBooth,
    State(app): State<App>,
    Path(id): Path<DocumentId>,
) -> Result<Json<Value>, Problem> {
    whole(&app, booth, id).await.spoken(caller.lang).map(Json)
}

async fn whole(app: &App, booth: BoothId, id: DocumentId) -> Result<Value, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let here = Place::Booth(booth);
    let mine =
        |it: &Posted| [Some(&it.place), it.to.as_ref()].iter().flatten().any(|it| it.place == here);
    let posted = posted(&mut db, id).await?.filter(mine).ok_or_else(none)?;
    let followers = store::followers(&mut db, id).await?;
    let mut said = document_json(&posted);
    said["followers"] = followers.iter().map(follower_json).collect();
    Ok(said)
}

fn none() -> Refusal {
    Refusal::NotFound(Say::new("Không có phiếu này", "No such document"))
}

#[derive(Deserialize)]
struct DocumentInput {
    id: DocumentId,
    #[serde(flatten)]
    frozen: Provenance,
    kind: String,
    /// Where a transfer goes.
    to_booth: Option<BoothId>,
    to_room: Option<RoomId>,
    /// The transfer that is received or ended, or the document that is taken back.
    about: Option<DocumentId>,
    at_ms: Option<i64>,
    #[serde(default)]
    lines: Vec<LineInput>,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    over: bool,
    paper: Option<Paper>,
    provisional_no: Option<String>,
}

#[derive(Deserialize)]
struct LineInput {
    product: ProductId,
    quantity: String,
    owner: Option<ProducerId>,
    lot: Option<String>,
    made_on: Option<Date>,
    expires_on: Option<Date>,
    #[serde(default)]
    soft: bool,
    #[serde(default)]
    area: String,
    expected: Option<String>,
    at_ms: Option<i64>,
    first: Option<String>,
    /// The unit that the quantities are of, as the device knew it.
    unit: Option<String>,
    #[serde(default)]
    by: String,
}

async fn make(
    Seller(caller): Seller,
    State(app): State<App>,
    input: Input<DocumentInput>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
    let booth = input.frozen.booth(&caller)?;
    let hands = input.frozen.hands(&app, &caller, booth).await;
    let hands = hands.and_then(Hands::of_the_booth).spoken(lang)?;
    manager(&caller, booth).spoken(lang)?;
    let ask = parse(input, booth).spoken(lang)?;
    let ask = Box::new(Ask { by: hands.seller, device: hands.device, ..ask });
    let answer = submit(&app, &caller, CommandId(ask.uid.0), Command::Stock(ask)).await;
    answer.map(|it| answered(&it)).spoken(lang)
}

/// A device alone or its seller posts nothing: what they hold waits until the booth's manager signs
/// in. What no sign-in helps is refused before this, in other words.
fn manager(caller: &Caller, booth: BoothId) -> Result<(), Refusal> {
    let waits = Say::new("Chủ gian đăng nhập để gửi phiếu kho", "The booth’s manager must sign in");
    match caller.person {
        None => Err(Refusal::SignIn(waits)),
        Some(_) => caller.manages(booth).map(drop).map_err(|_| Refusal::NeedsManager(waits)),
    }
}

/// 201 the first time, 200 when it is sent again.
fn answered(answer: &Answer) -> (StatusCode, Json<Value>) {
    let status = if answer.replay() { StatusCode::OK } else { StatusCode::CREATED };
    let body = match answer {
        Answer::Posted { posted, .. } => document_json(posted),
        Answer::Done { .. } | Answer::Sold { .. } => Value::Null,
    };
    (status, Json(body))
}

fn parse(input: DocumentInput, booth: BoothId) -> Result<Ask, Refusal> {
    let act = act(&input)?;
    let lines = input.lines.into_iter().map(line).collect::<Result<_, _>>()?;
    let paper = input.paper.map(|it| Paper { number: tidy(&it.number), ..it });
    Ok(Ask {
        at: input.at_ms.map(Ms),
        reason: tidy(&input.reason),
        over: input.over,
        paper,
        provisional_no: input.provisional_no.map(short),
        ..Ask::new(input.id, Place::Booth(booth), act, lines)
    })
}

fn act(input: &DocumentInput) -> Result<Act, Refusal> {
    let about = || {
        let say =
            Say::new("Thiếu phiếu gốc (about)", "The document it is about is missing (about)");
        input.about.ok_or_else(|| Refusal::malformed("about", say.vi, say.en))
    };
    let kind: Kind = input.kind.parse()?;
    Ok(match kind {
        Kind::Delivery => Act::Delivery,
        Kind::Transfer => match (input.to_booth, input.to_room) {
            (Some(booth), None) => Act::Transfer(Place::Booth(booth)),
            (None, Some(room)) => Act::Transfer(Place::Store(room)),
            _ => {
                let (vi, en) = ("Chọn một nơi nhận", "Choose one place where it goes");
                return Err(Refusal::malformed("to", vi, en));
            }
        },
        Kind::Receipt => Act::Receipt(about()?),
        Kind::Shortfall => Act::Shortfall(about()?),
        Kind::SentBack => Act::SentBack(about()?),
        Kind::Count => Act::Count,
        Kind::Loss => Act::Loss,
        Kind::OwnUse => Act::OwnUse,
        Kind::Gift => Act::Gift,
        Kind::Return => Act::Return,
        Kind::Reversal => Act::Reversal(about()?),
    })
}

fn line(input: LineInput) -> Result<Line, Refusal> {
    Ok(Line {
        product: input.product,
        quantity: quantity(&input.quantity)?,
        owner: input.owner,
        lot: input.lot.map(|lot| tidy(&lot)),
        made_on: input.made_on,
        expires_on: input.expires_on,
        soft: input.soft,
        area: tidy(&input.area),
        expected: input.expected.as_deref().map(quantity).transpose()?,
        at: input.at_ms.map(Ms),
        first: input.first.as_deref().map(quantity).transpose()?,
        unit: input.unit,
        by: tidy(&input.by),
    })
}

/// Decimal text, as in a sale.
fn quantity(text: &str) -> Result<Quantity, Refusal> {
    Quantity::parse(text).ok_or_else(|| {
        let vi = format!("Số lượng “{}” không hợp lệ (tối đa 3 số lẻ)", brief(text));
        let en = format!("“{}” is not a quantity (at most 3 decimals)", brief(text));
        Refusal::malformed("quantity", vi, en)
    })
}
