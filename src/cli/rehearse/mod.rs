//! `rehearse`: plays a fair against a running server, with invented booths, and checks every
//! receipt and the books.
//!
//! Open loop: customers come when they come, and a sale's time counts from when it was due. A
//! server that stalls is therefore charged with everyone who waits, not with one sale.

pub mod books;
mod crowd;
pub mod histogram;
mod print;
pub mod tally;
mod till;
pub mod wire;

use super::plain;
use crate::{
    base::{
        clock::{Clock, Ms},
        lang::{Lang, Say},
    },
    config::RehearseArgs,
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tally::{Progress, Tally};
use till::{Good, Till};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep_until},
};
use wire::{Address, Answer, Key, Wire};

/// After the last sale was due, unanswered ones are sent again for this long.
const GRACE: Duration = Duration::from_secs(60);
/// From everybody's coming to the first customer.
const QUIET: Duration = Duration::from_secs(2);

/// Tells since when it is stopped.
pub type Stop = watch::Receiver<Option<Instant>>;

/// What is played, and against which server.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The server.
    pub at: Address,
    /// An organiser's sign-in name.
    pub user: String,
    /// The password.
    pub password: String,
    /// Booths, each with a phone that sells.
    pub booths: u64,
    /// Sales a second, of all booths together.
    pub rate: f64,
    /// How long customers come.
    pub lasts: Duration,
    /// Every phone also keeps its stream open.
    pub streams: bool,
    /// In the middle all phones lose their streams and come back at one moment.
    pub returns: bool,
    /// Screens that show the board.
    pub viewers: u64,
    /// Connections of nobody that say a letter now and then.
    pub strangers: u64,
    /// Begin although a real fair is open.
    pub beside_real: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// The rehearsal's fair.
    pub fair: String,
    /// What was seen.
    pub tally: Tally,
    /// How long customers came.
    pub lasted: Duration,
    /// Where books, receipts and numbers do not agree.
    pub differences: Vec<String>,
}

impl Outcome {
    /// Whether every sale has its receipt and the books agree.
    pub fn sound(&self) -> bool {
        let tally = &self.tally;
        let lost = tally.refused + tally.unanswered;
        lost == 0 && tally.sales.count() == tally.due && self.differences.is_empty()
    }
}

/// What everyone at the rehearsal knows.
struct Scene {
    at: Address,
    fair: String,
    goods: Vec<Good>,
    /// Between two sales of one booth, on average.
    gap: Duration,
    lasts: Duration,
    returns: bool,
    clock: Clock,
    progress: Arc<Progress>,
    /// When the first customers come; none before everybody is there.
    opens: watch::Sender<Option<Instant>>,
    /// Since when no more customers come, where a person stopped it.
    stop: Stop,
    /// True: everybody goes home.
    close: watch::Sender<bool>,
}

impl Scene {
    /// Waits until it is told when the fair opens.
    async fn ready(&self) {
        let _ = self.opens.subscribe().wait_for(Option::is_some).await;
    }

    /// When the fair opens; awaited.
    async fn opening(&self) -> Instant {
        self.ready().await;
        self.opening_at()
    }

    fn opening_at(&self) -> Instant {
        self.opens.borrow().unwrap_or_else(Instant::now)
    }

    /// No customer comes after this.
    fn end(&self) -> Instant {
        self.opening_at() + self.lasts
    }

    /// Nothing is sent again after this.
    fn patience(&self) -> Instant {
        self.stop.borrow().unwrap_or_else(|| self.end()) + GRACE
    }

    /// Waits until `due`; true when the rehearsal was stopped before.
    async fn stopped_by(&self, due: Instant) -> bool {
        let mut stop = self.stop.clone();
        tokio::select! {
            _ = stop.wait_for(Option::is_some) => true,
            () = sleep_until(due) => false,
        }
    }

    /// Waits until everybody goes home.
    async fn closed(&self) {
        let _ = self.close.subscribe().wait_for(|closed| *closed).await;
    }

    fn over(&self) -> bool {
        *self.close.borrow()
    }

    /// The wall clock at an instant near now.
    fn when(&self, at: Instant) -> Ms {
        let (now, here) = (self.clock.now(), Instant::now());
        let ahead = at.saturating_duration_since(here).as_millis() as i64;
        let behind = here.saturating_duration_since(at).as_millis() as i64;
        Ms(now.0 + ahead - behind)
    }
}

/// Runs the command.
pub async fn run(args: RehearseArgs, lang: Lang) -> Result<(), Say> {
    // Every caller is a connection.
    super::handles::raise();
    let plan = plan(args)?;
    let (tell, stop) = watch::channel(None);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            let _ = tell.send(Some(Instant::now()));
        }
        // Held for ever: a sender that is gone would look like a stop.
        std::future::pending::<()>().await;
    });
    let progress = Arc::new(Progress::default());
    let shown = tokio::spawn(print::progress(progress.clone(), lang));
    let played = play(&plan, progress, stop).await;
    shown.abort();
    let outcome = played?;
    print::outcome(&plan, &outcome, lang);
    match outcome.sound() {
        true => Ok(()),
        false => Err(Say::new(
            "Diễn tập không đạt: xem các dòng trên",
            "The rehearsal failed: see the lines above",
        )),
    }
}

fn plan(args: RehearseArgs) -> Result<Plan, Say> {
    let password = match (args.password, args.password_file) {
        (Some(password), _) => password,
        (None, Some(file)) => std::fs::read_to_string(&file).map_err(plain)?,
        (None, None) => String::new(),
    };
    Ok(Plan {
        at: args.url,
        user: args.user,
        password: password.trim_end_matches(['\r', '\n']).to_owned(),
        booths: args.booths,
        rate: args.rate,
        lasts: Duration::from_secs_f64(args.minutes * 60.0),
        streams: args.streams || args.returns,
        returns: args.returns,
        viewers: args.viewers,
        strangers: args.strangers,
        beside_real: args.beside_real,
    })
}

/// Plays a fair, and checks it. The devices it made are revoked at its end.
pub async fn play(plan: &Plan, progress: Arc<Progress>, stop: Stop) -> Result<Outcome, Say> {
    let cookie = sign_in(plan).await?;
    let mut office = Wire::new(plan.at.clone(), Key::Session(cookie.clone()));
    let ask = json!({"booths": plan.booths, "beside_real": plan.beside_real}).to_string();
    let made = answer(office.post("/api/v1/rehearsals", ask).await, 201)?;
    let made: Value = serde_json::from_slice(&made.body).map_err(plain)?;
    let scene = scene(plan, &made, progress, stop);
    let mut screens = Vec::new();
    for _ in 0..plan.viewers.div_ceil(SCREENS) {
        screens.push(sign_in(plan).await?);
    }
    let (tally, lasted) = perform(plan, &made, &screens, scene.clone()).await;
    let report = answer(office.get(&format!("/fairs/{}?format=json", scene.fair)).await, 200)?;
    let report: Value = serde_json::from_slice(&report.body).map_err(plain)?;
    let path = format!("/api/v1/rehearsals/{}", scene.fair);
    answer(office.call(("DELETE", &path, "", String::new())).await, 204)?;
    for cookie in screens.into_iter().chain([cookie]) {
        let mut screen = Wire::new(plan.at.clone(), Key::Session(cookie));
        answer(screen.call(("POST", "/sign-out", FORM, String::new())).await, 303)?;
    }
    let differences = books::differences(&tally, &report);
    Ok(Outcome { fair: scene.fair.clone(), tally, lasted, differences })
}

/// Viewers with one sign-in: the server lets a session follow a few streams only.
const SCREENS: u64 = 5;
const FORM: &str = "application/x-www-form-urlencoded";

/// Signs the organiser in, by the form that people use.
async fn sign_in(plan: &Plan) -> Result<Arc<str>, Say> {
    let encode = |text: &str| text.bytes().map(|it| format!("%{it:02X}")).collect::<String>();
    let form = format!("login={}&password={}", encode(&plan.user), encode(&plan.password));
    let mut wire = Wire::new(plan.at.clone(), Key::Nobody);
    let answer = wire.call(("POST", "/login", FORM, form)).await.map_err(|it| away(plan, it))?;
    match answer.cookie {
        Some(cookie) if answer.status == 303 => Ok(cookie.into()),
        _ => Err(Say::new(
            format!("Không đăng nhập được bằng “{}”: sai mật khẩu, hoặc bị khóa", plan.user),
            format!("“{}” could not sign in: a wrong password, or locked out", plan.user),
        )),
    }
}

fn away(plan: &Plan, broken: wire::Broken) -> Say {
    let (host, name) = (plan.at.host(), broken.name());
    Say::new(format!("Không gọi được {host} ({name})"), format!("{host} does not answer ({name})"))
}

/// The answer of this status, or what was said instead.
fn answer(answer: Result<Answer, wire::Broken>, status: u16) -> Result<Answer, Say> {
    let answer = answer.map_err(|broken| plain(broken.name()))?;
    if answer.status == status {
        return Ok(answer);
    }
    let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let said = said["message"].as_str().unwrap_or_default().to_owned();
    Err(plain(format!("HTTP {}: {said}", answer.status)))
}

fn scene(plan: &Plan, made: &Value, progress: Arc<Progress>, stop: Stop) -> Arc<Scene> {
    let good = |it: &Value| Good {
        uid: it["uid"].as_str().unwrap_or_default().to_owned(),
        price: it["price"].as_i64().unwrap_or_default(),
    };
    Arc::new(Scene {
        at: plan.at.clone(),
        fair: made["fair"]["code"].as_str().unwrap_or_default().to_owned(),
        goods: made["products"].as_array().into_iter().flatten().map(good).collect(),
        gap: Duration::from_secs_f64(plan.booths as f64 / plan.rate),
        lasts: plan.lasts,
        returns: plan.returns,
        clock: Clock::system(),
        progress,
        opens: watch::Sender::new(None),
        stop,
        close: watch::Sender::new(false),
    })
}

/// Everybody comes, customers buy, everybody goes.
async fn perform(
    plan: &Plan,
    made: &Value,
    screens: &[Arc<str>],
    scene: Arc<Scene>,
) -> (Tally, Duration) {
    let text = |of: &Value, name: &str| of[name].as_str().unwrap_or_default().to_owned();
    let (mut sellers, mut crowd) = (JoinSet::new(), JoinSet::new());
    for booth in made["booths"].as_array().into_iter().flatten() {
        let (code, token) = (text(booth, "code"), text(booth, "token"));
        if plan.streams {
            let (token, scene) = (token.clone(), scene.clone());
            crowd.spawn(async move { crowd::listener(&token, scene).await });
        }
        sellers.spawn(Till::new(code, &token, scene.clone()).work());
    }
    let (token, gate) = (text(&made["gate"], "token"), scene.clone());
    sellers.spawn(async move { till::gate(&token, gate).await });
    for n in 0..plan.viewers {
        let cookie = screens[(n / SCREENS) as usize].clone();
        crowd.spawn(crowd::viewer(cookie, scene.clone()));
    }
    for n in 0..plan.strangers {
        crowd.spawn(crowd::stranger(n, scene.clone()));
    }
    let opening = Instant::now() + QUIET;
    scene.opens.send_replace(Some(opening));
    let mut tally = Tally::default();
    while let Some(one) = sellers.join_next().await {
        tally.merge(one.unwrap_or_default());
    }
    let lasted = opening.elapsed();
    scene.close.send_replace(true);
    while let Some(one) = crowd.join_next().await {
        tally.merge(one.unwrap_or_default());
    }
    (tally, lasted)
}
