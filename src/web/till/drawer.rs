//! Opening the cash drawer by hand: who, when and why stands in the journal before the pulse goes
//! out, which the spool sends when it comes to the entry.

use crate::{
    base::{
        clock::Ms,
        fold::tidy,
        id::{BoothId, CommandId},
        lang::Say,
        refusal::Refusal,
    },
    desk::command::Command,
    print::printer::store as printers,
    sale::drawer_opening::DrawerOpening,
    web::{
        http::{
            app::App,
            guard::Seller,
            problem::{Problem, Spoken},
            route::post,
            submit::{Input, submit},
        },
        till::{provenance::Provenance, shifts::hands},
    },
};
use axum::{Json, Router, extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

/// Route of the drawer.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/drawer/openings", post(open))
}

#[derive(Deserialize)]
struct OpeningInput {
    id: CommandId,
    #[serde(flatten)]
    frozen: Provenance,
    at_ms: i64,
    reason: String,
}

async fn open(
    Seller(caller): Seller,
    State(app): State<App>,
    input: Input<OpeningInput>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let OpeningInput { id: uid, frozen, at_ms, reason } = input.read(lang)?;
    let booth = frozen.booth(&caller)?;
    wired(&app, booth).await.spoken(lang)?;
    // It is never queued: whoever is there asks for it, whatever the message says.
    let here = Provenance::default();
    let (by, device) = hands(&app, &caller, here, booth).await.spoken(lang)?;
    let (at, reason) = (Ms(at_ms), tidy(&reason));
    let opening = DrawerOpening { uid, booth, device, at, by, reason };
    let answer = submit(&app, &caller, uid, Command::OpenDrawer(opening)).await.spoken(lang)?;
    let status = if answer.replay() { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(json!({"id": uid}))))
}

/// Refuses where the booth's printer opens no drawer.
async fn wired(app: &App, booth: BoothId) -> Result<(), Refusal> {
    let printer = printers::printer_of(&mut *app.shop.read_to_sell().await?, booth).await?;
    let none = || {
        Refusal::NotFound(Say::new(
            "Gian chưa có két nối với máy in",
            "No cash drawer is wired to this booth’s printer",
        ))
    };
    printer.and_then(|it| it.drawer).map(|_| ()).ok_or_else(none)
}
