//! What a till shows its customer, for a second screen of the same booth (`live/display.rs`).

use crate::{
    base::{clock::Ms, id::BoothId, refusal::Refusal},
    live::display::{Scene, Scenes},
    web::http::{
        app::App,
        guard::{Caller, Changer, Guard, Insider, Refused},
        problem::{Problem, Spoken},
        route::{get, put},
        sse::{Kind, message},
        submit::Input,
    },
};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequestParts, Query, State},
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::watch;
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};

/// The largest scene: a hundred lines with long names.
const BYTES: usize = 32 * 1024;
/// A sign of life while nothing is shown.
const ALIVE: Duration = Duration::from_secs(15);

/// Routes of the customer's screen.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/till/display", get(follow).merge(put(show)))
        .layer(DefaultBodyLimit::max(BYTES))
}

/// A booth's device. A person without one has no screen here.
struct AtTill {
    caller: Caller,
    booth: BoothId,
    /// The device's letter.
    letter: String,
}

impl AtTill {
    fn of(caller: Caller) -> Result<AtTill, Problem> {
        let till = caller.device.as_ref().and_then(|it| Some((it.booth?, it.letter.clone())));
        let (booth, letter) = till.ok_or_else(|| caller.refuse())?;
        Ok(AtTill { caller, booth, letter })
    }
}

impl Guard for AtTill {}

impl FromRequestParts<App> for AtTill {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<AtTill, Refused> {
        let Insider(caller) = Insider::from_request_parts(parts, app).await?;
        Ok(AtTill::of(caller)?)
    }
}

/// Answers how many screens follow, so that a till that nobody watches may be quiet.
async fn show(
    AtTill { caller, booth, letter }: AtTill,
    _: Changer,
    State(app): State<App>,
    input: Input<Value>,
) -> Result<Response, Problem> {
    let scene = scene(input.read(caller.lang)?).spoken(caller.lang)?;
    match app.displays.show(booth, &letter, scene, app.shop.clock.now()) {
        Some(screens) => Ok(Json(json!({"screens": screens})).into_response()),
        None => Err(Problem(Refusal::too_many(1), caller.lang)),
    }
}

/// Texts of a scene, and its whole numbers. What a kind of scene does not show has its type too.
const TEXTS: [&str; 5] = ["kind", "payload", "reference", "account", "holder"];
const NUMBERS: [&str; 7] = ["total", "paid", "left", "awaited", "cash", "change", "amount"];

/// Reads a scene.
fn scene(sent: Value) -> Result<Scene, Refusal> {
    let whole = |value: &Value| value.is_i64() || value.is_u64();
    let other = |names: &[&'static str], fits: fn(&Value) -> bool| {
        let wrong = |name: &&&str| sent.get(**name).is_some_and(|it| !it.is_null() && !fits(it));
        names.iter().find(wrong).copied()
    };
    if let Some(name) = other(&TEXTS, Value::is_string).or(other(&NUMBERS, whole)) {
        let vi = format!("Dữ liệu gửi lên sai ở “{name}”");
        return Err(Refusal::malformed(
            "json",
            vi,
            format!("Not valid: {name} is of another type"),
        ));
    }
    let no_scene = || Refusal::malformed("display", "Màn hình khách không đúng", "Not a scene");
    match serde_json::from_value(sent).map_err(|_| no_scene())? {
        Scene::Cart { lines, .. } if lines.len() > crate::sale::LINES => Err(no_scene()),
        scene => Ok(scene),
    }
}

#[derive(Deserialize)]
struct DisplayQuery {
    till: Option<String>,
}

/// A stream for a screen (`Accept: text/event-stream`), else what is shown now.
async fn follow(
    AtTill { caller, booth, .. }: AtTill,
    State(app): State<App>,
    headers: HeaderMap,
    Query(wanted): Query<DisplayQuery>,
) -> Response {
    let scenes = app.displays.watch(booth);
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if !accepts.is_some_and(|types| types.contains("text/event-stream")) {
        let now = picture(&scenes.borrow(), wanted.till.as_deref());
        return Json(now).into_response();
    }
    app.displays.come(booth);
    let events = events(scenes, wanted.till);
    let stands = |caller: &Caller| AtTill::of(caller.clone()).is_ok();
    app.streams.open(Kind::Display, (&caller, &headers), stands).answer(events, ALIVE)
}

fn events(scenes: watch::Receiver<Scenes>, till: Option<String>) -> impl Stream<Item = Bytes> {
    WatchStream::new(scenes).map(move |scenes| {
        let data = picture(&scenes, till.as_deref()).to_string();
        message("scene", "", &data).into()
    })
}

/// The scene of the till that is asked for, else of whichever showed one last.
fn picture(scenes: &Scenes, till: Option<&str>) -> Value {
    let asked = |(letter, _): &(&String, &(Ms, Scene))| till.is_none_or(|till| till == *letter);
    let last = scenes.iter().filter(asked).max_by_key(|(_, (at, _))| *at);
    match last {
        Some((letter, (at, scene))) => json!({"till": letter, "at_ms": at, "scene": scene}),
        None => json!({"till": till, "at_ms": 0, "scene": Scene::Idle}),
    }
}
