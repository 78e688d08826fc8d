//! Shifts over HTTP: opening, money in and out, handing over, closing, and what an X says. Who
//! sells at a booth counts blind: what should lie in the drawer is told after the closing.

pub mod answers;

use crate::{
    base::{
        clock::Ms,
        fold::tidy,
        id::{BoothId, CommandId, DeviceId, PersonId, ShiftId},
        lang::{Lang, Say},
        money::Money,
        refusal::Refusal,
    },
    desk::{
        command::{Answer, Command},
        fact::Fact,
    },
    fair::store as fairs,
    journal::{self, Entry},
    sale::{
        numbering::Acknowledged,
        shift::{
            Ask, Close, Closed, Event, HandOver, Move, Open,
            figures::Figures,
            load,
            notes::Notes,
            read::store::{self, ShiftRow},
        },
    },
    staff::{actor, store as staff},
    web::{
        http::{
            app::App,
            guard::{AtBooth, Caller, Changer, ReaderOf, Seller},
            problem::{Problem, Spoken, no_booth},
            route::{get, post},
            submit::{Input, submit},
        },
        till::provenance::Provenance,
    },
};
use axum::{Json, Router, extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

/// Routes of shifts.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/shifts", post(open))
        .route("/api/v1/shifts/current", get(current))
        .route("/api/v1/shifts/{id}", get(one))
        .route("/api/v1/shifts/{id}/movements", post(moves))
        .route("/api/v1/shifts/{id}/handovers", post(hand_over))
        .route("/api/v1/shifts/{id}/closings", post(close))
        .route("/api/v1/shifts/{id}/prints", post(print))
}

type Answered = Result<(StatusCode, Json<Value>), Problem>;

/// Who does it, as printed, and on which device: as the row says, else whoever is there.
pub(super) async fn hands(
    app: &App,
    caller: &Caller,
    frozen: Provenance,
    booth: BoothId,
) -> Result<(String, Option<DeviceId>), Refusal> {
    let hands = frozen.hands(app, caller, booth).await?;
    if !hands.seller.is_empty() {
        return Ok((hands.seller, hands.device));
    }
    let Some(device) = hands.device else { return Ok(Default::default()) };
    let mut db = app.shop.read_to_sell().await?;
    let known = staff::device(&mut db, &device.bytes()).await?;
    Ok((known.map(|row| actor::device(&row.letter)).unwrap_or_default(), Some(device)))
}

fn no_shift() -> Refusal {
    Refusal::NotFound(Say::new("Không tìm thấy ca này", "No such shift"))
}

/// Hands the request to the desk; answers from its entry, so that a replay says the same.
async fn ask(app: &App, caller: &Caller, uid: CommandId, ask: Ask) -> Result<Value, Refusal> {
    let answer = submit(app, caller, uid, Command::Shift(ask)).await?;
    let Answer::Done { pos, replay } = answer else { return Err(Refusal::Busy) };
    let mut db = app.shop.read_to_sell().await?;
    let entry = journal::store::at(&mut db, pos).await?.ok_or(Refusal::Busy)?;
    let mut said = answers::event(&entry, caller.lang)?;
    said["replay"] = json!(replay);
    Ok(said)
}

fn answered(result: Result<Value, Refusal>, caller: &Caller) -> Answered {
    let mut said = result.spoken(caller.lang)?;
    let replay = said.as_object_mut().and_then(|said| said.remove("replay"));
    let status = if replay == Some(json!(true)) { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(said)))
}

#[derive(Deserialize)]
struct OpenInput {
    id: ShiftId,
    #[serde(flatten)]
    frozen: Provenance,
    at_ms: i64,
    float: Vec<Notes>,
    #[serde(default)]
    offline: bool,
}

async fn open(Seller(caller): Seller, State(app): State<App>, input: Input<OpenInput>) -> Answered {
    let input = input.read(caller.lang)?;
    let booth = input.frozen.booth(&caller)?;
    if input.id.0.get_version_num() != 7 {
        let wrong = Refusal::malformed("id", "Mã ca phải là UUIDv7", "The id must be a UUIDv7");
        return Err(Problem(wrong, caller.lang));
    }
    let (by, device) = hands(&app, &caller, input.frozen, booth).await.spoken(caller.lang)?;
    let (id, at, float, offline) = (input.id, Ms(input.at_ms), input.float, input.offline);
    let open = Ask::Open(Open { id, booth, device, at, float, offline, by });
    answered(ask(&app, &caller, CommandId(id.0), open).await, &caller)
}

#[derive(Deserialize)]
struct MoveInput {
    id: CommandId,
    #[serde(flatten)]
    frozen: Provenance,
    at_ms: i64,
    /// Đồng put in; below zero: taken out.
    amount: i64,
    reason: String,
}

async fn moves(
    _: Changer,
    ReaderOf { caller, id: shift, booth }: ReaderOf<ShiftId>,
    State(app): State<App>,
    input: Input<MoveInput>,
) -> Answered {
    let input = input.read(caller.lang)?;
    let (by, _) = hands(&app, &caller, input.frozen, booth).await.spoken(caller.lang)?;
    let (id, at, amount) = (input.id, Ms(input.at_ms), Money(input.amount));
    let reason = tidy(&input.reason);
    let moving = Ask::Move(Move { id, booth, shift, at, amount, reason, by });
    answered(ask(&app, &caller, id, moving).await, &caller)
}

#[derive(Deserialize)]
struct HandOverInput {
    id: CommandId,
    #[serde(flatten)]
    frozen: Provenance,
    at_ms: i64,
    to: PersonId,
    counted: Option<Vec<Notes>>,
    #[serde(default)]
    offline: bool,
}

async fn hand_over(
    _: Changer,
    ReaderOf { caller, id: shift, booth }: ReaderOf<ShiftId>,
    State(app): State<App>,
    input: Input<HandOverInput>,
) -> Answered {
    let input = input.read(caller.lang)?;
    let to_name = person_of(&app, booth, input.to).await.spoken(caller.lang)?;
    let (by, _) = hands(&app, &caller, input.frozen, booth).await.spoken(caller.lang)?;
    let (id, to, counted, at) = (input.id, input.to, input.counted, Ms(input.at_ms));
    let offline = input.offline;
    let hand = HandOver { id, booth, shift, at, to, to_name, counted, offline, by };
    answered(ask(&app, &caller, id, Ask::HandOver(hand)).await, &caller)
}

/// The name of one of the booth's people.
async fn person_of(app: &App, booth: BoothId, person: PersonId) -> Result<String, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let row = staff::person(&mut db, &person.bytes()).await?;
    let own = row.filter(|row| row.booth.as_deref() == Some(booth.bytes().as_slice()));
    own.map(|row| row.name).ok_or_else(|| {
        Refusal::malformed("to", "Người nhận ca phải là người của gian", "Not of this booth")
    })
}

#[derive(Deserialize)]
struct CloseInput {
    id: CommandId,
    #[serde(flatten)]
    frozen: Provenance,
    at_ms: i64,
    count: Vec<Notes>,
    #[serde(default)]
    offline: bool,
    acknowledged: Option<Acknowledged>,
}

async fn close(
    _: Changer,
    ReaderOf { caller, id: shift, booth }: ReaderOf<ShiftId>,
    State(app): State<App>,
    input: Input<CloseInput>,
) -> Answered {
    let input = input.read(caller.lang)?;
    let (by, _) = hands(&app, &caller, input.frozen, booth).await.spoken(caller.lang)?;
    let (id, at, count) = (input.id, Ms(input.at_ms), input.count);
    let (offline, acknowledged) = (input.offline, input.acknowledged);
    let close = Close { id, booth, shift, at, count, offline, by, acknowledged };
    let close = Ask::Close(close);
    answered(ask(&app, &caller, id, close).await, &caller)
}

async fn current(
    AtBooth { caller, booth }: AtBooth,
    State(app): State<App>,
) -> Result<Json<Value>, Problem> {
    let told = may_know_expected(&caller, booth);
    let now = now(&app, booth, told, caller.lang).await.spoken(caller.lang)?;
    Ok(Json(json!({ "shift": now })))
}

async fn now(app: &App, booth: BoothId, told: bool, lang: Lang) -> Result<Option<Value>, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let booth = fairs::booth(&mut db, &booth.bytes()).await?.ok_or_else(no_booth)?;
    match store::open(&mut db, booth.id).await? {
        Some(row) => answers::standing(&mut db, &row, told, lang).await.map(Some),
        None => Ok(None),
    }
}

async fn one(
    ReaderOf { caller, id: shift, booth }: ReaderOf<ShiftId>,
    State(app): State<App>,
) -> Result<Json<Value>, Problem> {
    let told = may_know_expected(&caller, booth);
    load_shift(&app, shift, told, caller.lang).await.spoken(caller.lang).map(Json)
}

async fn load_shift(app: &App, shift: ShiftId, told: bool, lang: Lang) -> Result<Value, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let row = store::shift(&mut db, &shift.bytes()).await?.ok_or_else(no_shift)?;
    answers::standing(&mut db, &row, told, lang).await
}

/// Whether this caller may know what should lie in an open drawer: who counts it may not.
pub fn may_know_expected(caller: &Caller, booth: BoothId) -> bool {
    caller.overseer().is_ok() || caller.manages(booth).is_ok()
}

/// The figures of a shift: as its Z has them, or as they stand.
pub async fn figures(db: &mut SqliteConnection, row: &ShiftRow) -> Result<Figures, Refusal> {
    if let Some(closed) = closed(&mut *db, row).await? {
        return Ok(closed.1.figures);
    }
    let of = (ShiftId::of_bytes(&row.uid), BoothId::of_bytes(&row.booth_uid));
    Ok(load::standing(db, of, Ms(row.opened_ms)).await?)
}

/// The Z report of a shift with its entry, once it is closed.
pub async fn closed(
    db: &mut SqliteConnection,
    row: &ShiftRow,
) -> Result<Option<(Entry, Box<Closed>)>, Refusal> {
    let Some(pos) = row.closing else { return Ok(None) };
    let entry = journal::store::at(db, pos).await?.ok_or(Refusal::Busy)?;
    match Fact::parse(&entry.kind, entry.body_version, &entry.body) {
        Some(Fact::Shift(Event::Closed(closed))) => Ok(Some((entry, closed))),
        _ => Err(Refusal::Failed(format!("entry {pos} is no Z report"))),
    }
}

/// Prints the Z of a closed shift, or an X of an open one.
async fn print(
    _: Changer,
    ReaderOf { caller, id: shift, booth }: ReaderOf<ShiftId>,
    State(app): State<App>,
) -> Answered {
    let told = may_know_expected(&caller, booth);
    let copy = app.spool.shift(shift, told, caller.lang).await.spoken(caller.lang)?;
    Ok((StatusCode::CREATED, Json(json!({"copy": copy}))))
}
