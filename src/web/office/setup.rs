//! The first steps on an empty folder: who organises, which fair, the first booth, its goods, the
//! first phone. And the front door, which leads everyone where he or she works.

use crate::{
    base::{
        id::{BoothId, FairId, NodeId, PersonId, hex_uid},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    desk::command::Command,
    fair::{Booth, range::store::range, store as fair_store},
    node,
    staff::{
        Change, Person, Role,
        access::{self, strength},
        store::devices,
    },
    web::{
        device::{
            login::go,
            pairing::{PairingQuery, SETUP, card},
            sign_in,
        },
        http::{
            app::App,
            guard::{Anyone, Caller, Guard, Organiser, Refused},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::{booths::form, fairs::settings},
        ui::{
            answer::{Shown, again, change, marked, part, saved, shown, to},
            form::{Ask, Form, Kind, submit},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{FromRequestParts, Query, State},
    http::request::Parts,
};
use maud::{Markup, html};
use serde::Deserialize;
use sqlx::SqliteConnection;

mod goods;

pub use goods::seller;

/// Routes of the first steps.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(door))
        .route("/setup", get(begin).merge(post(found)))
        .route("/setup/fair", get(fair).merge(post(make_fair)))
        .route("/setup/booth", get(booth).merge(post(make_booth)))
        .route("/setup/goods", get(goods::ask).merge(post(goods::make)))
        .route("/setup/device", get(device))
}

async fn door(Anyone(caller): Anyone, State(app): State<App>) -> Shown {
    let place = match &caller.person {
        Some(person) if person.role.organises() => {
            let left = unfinished(&app).await.spoken(caller.lang)?;
            return to(left.as_deref().unwrap_or(overview(&caller)));
        }
        Some(person) if person.role.oversees() => overview(&caller),
        Some(person) if person.role == Role::Manager => "/booth",
        Some(person) if person.role == Role::Counter => "/gate",
        Some(_) => "/till",
        None if empty(&app).await.spoken(caller.lang)? => "/setup",
        None => "/login",
    };
    to(place)
}

/// Where those who oversee begin: at a hub with all fairs, else with the one that sells.
fn overview(caller: &Caller) -> &'static str {
    if caller.collects { "/hub" } else { "/board" }
}

/// The step at which the first setup was left; none once it is over, or where more came than its
/// steps make, as from a sheet.
async fn unfinished(app: &App) -> Result<Option<String>, Refusal> {
    let mut db = app.shop.read().await?;
    if collects(&mut db, app.shop.desk.origin()).await? {
        return Ok(None);
    }
    let fairs = fair_store::fairs(&mut db).await?;
    let [fair] = fairs.as_slice() else {
        return Ok(fairs.is_empty().then(|| "/setup/fair".to_owned()));
    };
    let booths = fair_store::booths(&mut db, fair.id).await?;
    let [booth] = booths.as_slice() else {
        return Ok(booths.is_empty().then(|| format!("/setup/booth?fair={}", part(&fair.code))));
    };
    if !devices(&mut db).await?.is_empty() {
        return Ok(None);
    }
    let goods = range(&mut db, booth.id).await?;
    let step = if goods.is_empty() { "goods" } else { "device" };
    Ok(Some(format!("/setup/{step}?booth={}", hex_uid(&booth.uid))))
}

/// Whether this folder is a hub's: its fairs are set up on their own laptops.
async fn collects(db: &mut SqliteConnection, own: NodeId) -> Result<bool, Refusal> {
    Ok(node::store::standing(db, own).await?.collects)
}

/// Whether this folder is still without anyone who could sign in with a password.
async fn empty(app: &App) -> Result<bool, Refusal> {
    let mut db = app.shop.read().await?;
    Ok(!access::store::anyone(&mut db).await?)
}

/// Whoever comes first, as long as nobody can sign in.
struct Founder(Caller);

impl Guard for Founder {}

impl FromRequestParts<App> for Founder {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Founder, Refused> {
        let Anyone(caller) = Anyone::from_request_parts(parts, app).await?;
        if empty(app).await.spoken(caller.lang)? {
            return Ok(Founder(caller));
        }
        let say = Say::new(
            "Máy này đã được thiết lập. Hãy đăng nhập.",
            "This machine has been set up already. Please sign in.",
        );
        Err(Problem(Refusal::Forbidden(say), caller.lang).into())
    }
}

/// A step's page: which of five, what it asks, what comes next.
fn step(caller: &Caller, n: u8, path: &str, title: &str, body: Markup) -> Markup {
    let lang = caller.lang;
    let next = [
        lang.say("hội chợ", "the fair"),
        lang.say("gian hàng đầu tiên", "the first booth"),
        lang.say("hàng bán", "its goods"),
        lang.say("điện thoại bán hàng", "the first phone"),
        lang.say("bán phiếu đầu tiên", "the first sale"),
    ];
    let then = next.get(usize::from(n).saturating_sub(1)).copied().unwrap_or_default();
    let body = html! {
        div class="narrow" {
            p class="sub" {
                b { (lang.say("Bước", "Step")) " " (n) "/5" }
                " · " (lang.say("tiếp theo", "next")) ": " (then)
            }
            h1 { (title) }
            (body)
        }
    };
    page::page(caller, path, title, body)
}

async fn begin(Founder(caller): Founder, State(app): State<App>) -> Shown {
    let uid = app.shop.chance.uid(app.shop.clock.now());
    shown(draw_begin(&caller, &Form::of([("uid", uid.to_string())])))
}

fn draw_begin(caller: &Caller, form: &Form) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let body = html! {
        div class="chips" role="group" aria-label="Ngôn ngữ · Language" {
            @for (tag, words, its) in
                [("vi", "Tiếng Việt", Lang::Vi), ("en", "English", Lang::En)] {
                a class="button" lang=(tag) href={ "/lang/" (tag) "?back=/setup" }
                    aria-current=[(lang == its).then_some("true")] { (words) }
            }
        }
        form class="form" method="post" action="/setup" {
            (ask.head())
            (ask.hidden("uid"))
            (ask.field("name", lang.say("Tên của bạn", "Your name"), Kind::Text, ""))
            (ask.field("login", lang.say("Tên đăng nhập", "Sign-in name"), Kind::Text, ""))
            (ask.field("password", lang.say("Mật khẩu", "Password"), Kind::Password,
                &format!("{}. {}", strength::rules(access::Kind::Password).in_lang(lang),
                    lang.say("Hãy ghi lại: trên máy này không ai đọc được.",
                        "Write it down: nobody can read it from this machine."))))
            (submit(lang.say("Tiếp tục", "Continue")))
        }
    };
    step(caller, 1, "/setup", lang.say("Bạn là ban tổ chức", "You are the organiser"), body)
}

async fn found(Founder(caller): Founder, State(app): State<App>, mut form: Form) -> Shown {
    let password = form.get("password").to_owned();
    let names = [form.get("name"), form.get("login")];
    if let Err(say) = strength::check(access::Kind::Password, &password, &names) {
        form.wrong("password", say);
    }
    match first(&app, &caller, &mut form, password).await {
        Some(cookie) => {
            let next = unfinished(&app).await.spoken(caller.lang)?;
            Ok(go(&marked(next.as_deref().unwrap_or("/hub")), cookie))
        }
        None => again(&form, draw_begin(&caller, &form)),
    }
}

/// Makes the first person, who stands above everyone, and signs him or her in.
async fn first(app: &App, caller: &Caller, form: &mut Form, password: String) -> Option<String> {
    let person = Person {
        name: form.required("name", 80),
        login: form.required("login", 80),
        uid: form.uid("uid")?,
        role: Role::Admin,
        booth: None,
        active: true,
    };
    if !form.ok() {
        return None;
    }
    let uid = person.uid;
    let made = match enthrone(app, caller, person, password).await {
        Ok(()) => sign_in::session(app, &uid.bytes(), None).await,
        Err(refusal) => Err(refusal),
    };
    made.map_err(|refusal| form.refuse("login", &refusal)).ok()
}

async fn enthrone(
    app: &App,
    caller: &Caller,
    person: Person,
    password: String,
) -> Result<(), Refusal> {
    let uid = person.uid.bytes();
    let hash = sign_in::hash(app, access::Kind::Password, password).await?;
    change(app, caller, Command::Staff(Change::Person(person))).await?;
    // Asked again inside the writer: of two browsers at once, one is the first.
    let work = app.shop.desk.local(move |db| {
        Box::pin(async move {
            let taken = access::store::anyone(db).await?;
            if !taken {
                access::store::set_secret(db, &uid, "password", &hash).await?;
            }
            Ok(!taken)
        })
    });
    match work.await? {
        true => Ok(()),
        false => Err(Refusal::Conflict(Say::new(
            "Máy này vừa được thiết lập ở nơi khác",
            "This machine was set up elsewhere a moment ago",
        ))),
    }
}

async fn fair(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    shown(draw_fair(&caller, &settings::blank(&app)))
}

fn draw_fair(caller: &Caller, form: &Form) -> Markup {
    let lang = caller.lang;
    let body = html! {
        form class="form" method="post" action="/setup/fair" {
            (settings::fields(Ask(form, lang)))
            (submit(lang.say("Tiếp tục", "Continue")))
        }
        p class="hint" {
            (lang.say("Đã có danh sách trong tệp?", "Is it in a file already?")) " "
            a href="/import" { (lang.say("Nhập hội chợ, gian và hàng từ CSV hoặc Excel",
                "Import fairs, booths and goods from CSV or Excel")) }
        }
    };
    step(caller, 2, "/setup/fair", lang.say("Hội chợ nào?", "Which fair?"), body)
}

async fn make_fair(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    match settings::write(&app, &caller, None, &mut form).await {
        Some(code) => saved(&format!("/setup/booth?fair={}", part(&code))),
        None => again(&form, draw_fair(&caller, &form)),
    }
}

#[derive(Deserialize)]
struct AtFair {
    fair: String,
}

async fn booth(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Query(at): Query<AtFair>,
) -> Shown {
    let fair = settings::find(&app, &caller, &at.fair).await?;
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let booths = fair_store::booths(&mut db, fair.id).await.spoken(caller.lang)?;
    let mut form = form::blank(&app, &booths);
    form.set("person", app.shop.chance.uid(app.shop.clock.now()).to_string());
    shown(draw_booth(&caller, &at.fair, &form))
}

fn draw_booth(caller: &Caller, fair: &str, form: &Form) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let body = html! {
        form class="form" method="post" action={ "/setup/booth?fair=" (part(fair)) } {
            (form::fields(ask))
            (ask.hidden("person"))
            div class="form-two" {
                (ask.field("keeper", lang.say("Người bán hàng", "Who sells"), Kind::Text,
                    lang.say("Chủ gian; thêm người sau", "The booth's manager; others later")))
                (ask.field("pin", lang.say("Mã PIN của người bán", "His or her PIN"),
                    Kind::Digits, strength::rules(access::Kind::Pin).in_lang(lang)))
            }
            (submit(lang.say("Tiếp tục", "Continue")))
        }
    };
    step(caller, 3, "/setup/booth", lang.say("Gian hàng đầu tiên", "The first booth"), body)
}

async fn make_booth(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Query(at): Query<AtFair>,
    mut form: Form,
) -> Shown {
    let fair = settings::find(&app, &caller, &at.fair).await?;
    match settle(&app, &caller, FairId::of_bytes(&fair.uid), &mut form).await {
        Some(booth) => saved(&format!("/setup/goods?booth={}", booth.uid)),
        None => again(&form, draw_booth(&caller, &at.fair, &form)),
    }
}

/// Writes the booth and the person who keeps it.
async fn settle(app: &App, caller: &Caller, fair: FairId, form: &mut Form) -> Option<Booth> {
    let (pin, keeper) = (form.get("pin").trim().to_owned(), form.required("keeper", 80));
    if let Err(say) = strength::check(access::Kind::Pin, &pin, &[&keeper]) {
        form.wrong("pin", say);
    }
    let uid: Option<PersonId> = form.uid("person");
    let booth = form::write(app, caller, fair, None, form).await?;
    let person = Person {
        uid: uid?,
        name: keeper,
        login: String::new(),
        role: Role::Manager,
        booth: Some(booth.uid),
        active: true,
    };
    match crate::web::office::people::make_new(app, caller, person, pin).await {
        Ok(()) => Some(booth),
        Err(refusal) => {
            form.refuse("keeper", &refusal);
            None
        }
    }
}

#[derive(Deserialize)]
struct AtBooth {
    booth: BoothId,
}

/// The last step: a code for the first phone, or the button that makes one.
async fn device(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Query(minted): Query<PairingQuery>,
) -> Shown {
    let lang = caller.lang;
    let card = card(&app, lang, &minted, SETUP).await.spoken(lang)?;
    let body = html! {
        (card)
        ul class="facts" {
            li {
                span { (lang.say("Có máy in? Có thể để sau.", "A receipt printer? It may wait.")) }
                a class="button" href="/printers" { (lang.say("Cài máy in", "Set up the printer")) }
            }
            li {
                span { (lang.say("Thêm gian, người và thiết bị", "More booths, people, devices")) }
                a class="button" href="/fairs" { (lang.say("Hội chợ", "Fairs")) }
            }
        }
    };
    let title = lang.say("Quét mã bằng điện thoại bán hàng", "Scan with the seller's phone");
    shown(step(&caller, 5, SETUP, title, body))
}
