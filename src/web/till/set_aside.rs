//! A refused row of a device is put aside: by the booth's manager who is signed in, or who types
//! the PIN on the seller's device.

use crate::{
    base::{
        clock::Ms,
        id::{BoothId, CommandId, DeviceId, PersonId},
        money::Money,
        refusal::Refusal,
    },
    desk::command::Command,
    sale::set_aside::{Aside, TEXT, shortened},
    web::{
        http::{
            app::App,
            guard::{Caller, Seller},
            problem::{Problem, Spoken},
            route::post,
            submit::{Input, submit},
        },
        till::{approvals::by_pin, provenance::Provenance},
    },
};
use axum::{Json, Router, extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

/// Bytes of a sentence that is kept.
const SENTENCE: usize = 600;
/// Bytes of a word that is kept: a kind, an address, a number.
const WORD: usize = 120;

/// Route of rows that are put aside.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/asides", post(put_aside))
}

#[derive(Deserialize)]
struct Refused {
    id: CommandId,
    kind: String,
    path: String,
    #[serde(default)]
    provisional_no: String,
    amount: Option<i64>,
    made_ms: i64,
    text: String,
}

#[derive(Deserialize)]
struct AsideInput {
    id: CommandId,
    #[serde(flatten)]
    frozen: Provenance,
    device: Option<DeviceId>,
    row: Refused,
    refusal: String,
    reason: String,
    person: Option<PersonId>,
    #[serde(default)]
    pin: String,
}

async fn put_aside(
    Seller(caller): Seller,
    State(app): State<App>,
    input: Input<AsideInput>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
    let booth = input.frozen.booth(&caller)?;
    let by = manager(&app, &caller, booth, &input).await.spoken(lang)?;
    let told = json!({"id": input.id, "by": by});
    let (uid, aside) = (input.id, aside(input, booth, by));
    let answer = submit(&app, &caller, uid, Command::SetAside(aside)).await.spoken(lang)?;
    let status = if answer.replay() { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(told)))
}

fn aside(input: AsideInput, booth: BoothId, by: String) -> Aside {
    let row = input.row;
    Aside {
        uid: input.id,
        booth,
        device: input.device,
        row: row.id,
        kind: shortened(&row.kind, WORD),
        path: shortened(&row.path, WORD),
        number: shortened(&row.provisional_no, WORD),
        amount: row.amount.map(Money),
        made: Ms(row.made_ms),
        text: shortened(&row.text, TEXT),
        refusal: shortened(&input.refusal, SENTENCE),
        reason: shortened(&input.reason, SENTENCE),
        by,
    }
}

/// The name of the booth's manager (or an organiser) who is signed in, else of the one whose PIN
/// was typed.
async fn manager(
    app: &App,
    caller: &Caller,
    booth: BoothId,
    input: &AsideInput,
) -> Result<String, Refusal> {
    if let Ok(person) = caller.manages(booth) {
        return Ok(person.name.clone());
    }
    let named = input.person.unwrap_or_default();
    by_pin(app, caller, booth, named, &input.pin).await.map(|row| row.name)
}
