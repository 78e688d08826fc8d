//! What a till shows its customer, for a second screen of the same booth. It is kept in memory
//! alone: it is no part of the book, and a restart forgets it until the till shows it again.

use crate::{
    base::{clock::Ms, id::BoothId, refusal::Refusal},
    web::http::{
        app::App,
        guard::Caller,
        problem::{Problem, Spoken},
        route::{get, put},
        sse::{Kind, message},
        submit::Input,
    },
};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch;
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};

/// The largest scene: a hundred lines with long names.
const BYTES: usize = 32 * 1024;
/// Scenes a booth may show in one second; a till shows one for each tap.
const A_SECOND: u32 = 20;
/// Tills of one booth whose scenes are kept.
const TILLS: usize = 16;

/// A sign of life while nothing is shown.
const ALIVE: Duration = Duration::from_secs(15);

/// Routes of the customer's screen.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/till/display", get(follow).merge(put(show)))
        .layer(DefaultBodyLimit::max(BYTES))
}

/// What the customer sees. Only these fields are kept, so nothing else of a till can be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Scene {
    /// Nobody is served.
    #[default]
    Idle,
    /// The goods so far, or what is left to pay of them.
    Cart {
        /// Lines as the till shows them.
        lines: Vec<Shown>,
        /// Đồng to pay.
        total: i64,
        /// Đồng already paid of it.
        #[serde(default)]
        paid: i64,
        /// Đồng left to pay as the till reckons it: what cash rounds off is not left.
        #[serde(skip_serializing_if = "Option::is_none")]
        left: Option<i64>,
        /// Đồng of transfers that are on their way.
        #[serde(skip_serializing_if = "Option::is_none")]
        awaited: Option<i64>,
        /// Đồng left to pay if all of it is paid in cash, where notes make that another sum.
        #[serde(skip_serializing_if = "Option::is_none")]
        cash: Option<i64>,
    },
    /// A VietQR to be scanned.
    Qr {
        /// Đồng.
        amount: i64,
        /// What the code says.
        payload: String,
        /// The transfer's reference.
        reference: String,
        /// Bank and account, and whose it is.
        account: String,
        /// Whose account it is.
        holder: String,
    },
    /// It is paid.
    Thanks {
        /// Đồng paid.
        total: i64,
        /// Đồng given back.
        change: i64,
    },
}

/// A line of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    name: String,
    quantity: String,
    amount: i64,
}

/// The last scene of each till of a booth, by the till's letter: when it was shown, and what.
type Scenes = BTreeMap<String, (Ms, Scene)>;

struct Booth {
    scenes: watch::Sender<Scenes>,
    /// How many screens came since the program began; its tills hear of each.
    came: watch::Sender<u64>,
    /// Epoch second of the last scene, and how many came in it.
    second: i64,
    count: u32,
}

/// The scenes of every booth that shows any.
#[derive(Clone, Default)]
pub struct Displays(Arc<Mutex<HashMap<BoothId, Booth>>>);

impl Displays {
    /// Works on a booth's scenes under the lock.
    fn with<T>(&self, booth: BoothId, work: impl FnOnce(&mut Booth) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Booth {
            scenes: watch::Sender::default(),
            came: watch::Sender::default(),
            second: 0,
            count: 0,
        };
        work(all.entry(booth).or_insert_with(new))
    }

    /// Shows a scene and counts the screens that follow; none when the booth showed too many within
    /// this second.
    fn show(&self, booth: BoothId, till: &str, scene: Scene, now: Ms) -> Option<usize> {
        self.with(booth, |booth| {
            let second = now.0 / 1000;
            booth.count = if booth.second == second { booth.count + 1 } else { 1 };
            booth.second = second;
            if booth.count > A_SECOND {
                return None;
            }
            booth.scenes.send_modify(|scenes| keep(scenes, till, (now, scene)));
            Some(booth.scenes.receiver_count())
        })
    }

    fn watch(&self, booth: BoothId) -> watch::Receiver<Scenes> {
        self.with(booth, |booth| booth.scenes.subscribe())
    }

    /// A screen follows from now on: a till that nobody watched has been quiet.
    fn come(&self, booth: BoothId) {
        self.with(booth, |booth| booth.came.send_modify(|came| *came += 1));
    }

    /// The event `screen` whenever a screen came to a booth, and at once if any did before; none at
    /// a gate.
    pub fn arrivals(&self, booth: Option<BoothId>) -> impl Stream<Item = Bytes> + use<> {
        let none = || watch::channel(0).1;
        let came = booth.map(|booth| self.with(booth, |booth| booth.came.subscribe()));
        let came = came.unwrap_or_else(none);
        let some = WatchStream::new(came).filter(|came| *came > 0);
        some.map(|_| message("screen", "", "").into())
    }
}

fn keep(scenes: &mut Scenes, till: &str, shown: (Ms, Scene)) {
    scenes.insert(till.to_owned(), shown);
    if scenes.len() > TILLS {
        let oldest = scenes.iter().min_by_key(|(_, (at, _))| *at).map(|(till, _)| till.clone());
        oldest.and_then(|till| scenes.remove(&till));
    }
}

/// The booth of a device, and the device's letter. A person without a device has no screen here.
fn till_of(caller: &Caller) -> Result<(BoothId, String), Problem> {
    let device = caller.device.as_ref().ok_or_else(|| caller.refuse())?;
    let booth = device.booth.ok_or_else(|| caller.refuse())?;
    Ok((booth, device.letter.clone()))
}

/// Answers how many screens follow, so that a till that nobody watches may be quiet.
async fn show(
    State(app): State<App>,
    caller: Caller,
    input: Input<Value>,
) -> Result<Response, Problem> {
    let (booth, till) = till_of(&caller)?;
    caller.changes()?;
    let scene = scene(input.read(caller.lang)?).spoken(caller.lang)?;
    match app.displays.show(booth, &till, scene, app.shop.clock.now()) {
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
struct Wanted {
    till: Option<String>,
}

/// A stream for a screen (`Accept: text/event-stream`), else what is shown now.
async fn follow(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let (booth, _) = till_of(&caller)?;
    let scenes = app.displays.watch(booth);
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if !accepts.is_some_and(|types| types.contains("text/event-stream")) {
        let now = picture(&scenes.borrow(), wanted.till.as_deref());
        return Ok(Json(now).into_response());
    }
    app.displays.come(booth);
    let events = events(scenes, wanted.till);
    let stands = |caller: &Caller| till_of(caller).is_ok();
    Ok(app.streams.open(Kind::Display, (&caller, &headers), stands).answer(events, ALIVE))
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
