//! One's own place: changing one's own PIN or password, and ending one's sessions elsewhere.

use crate::{
    base::{clock::Ms, lang::Say, refusal::Refusal},
    staff::{
        access::{self, Kind, strength},
        store,
    },
    web::{
        device::sign_in,
        http::{
            app::App,
            guard::{COOKIE, Caller, Person, SignedIn, cookie},
            problem::{Problem, Spoken},
            route::{get, post, put},
            submit::Input,
        },
        ui::{
            answer::{Shown, again, saved, shown},
            form::{self, Ask, Form, asked, submit},
            page,
        },
    },
};
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use maud::{Markup, html};
use serde::Deserialize;

/// Routes of one's own place.
pub fn router() -> Router<App> {
    Router::new()
        .route("/account", get(ask).merge(post(save)))
        .route("/account/sessions/end", post(end_others))
        .route("/api/v1/account/pin", put(save_pin))
}

async fn ask(
    SignedIn { caller, person }: SignedIn,
    State(app): State<App>,
    headers: HeaderMap,
) -> Shown {
    let others = others(&app, &person, &headers).await.spoken(caller.lang)?;
    shown(draw(&caller, &person, &Form::default(), others))
}

/// The digest of the session that asks.
fn session(headers: &HeaderMap) -> Vec<u8> {
    access::digest(&cookie(headers, COOKIE).unwrap_or_default())
}

/// How many sessions of the person hold beside this one.
async fn others(app: &App, person: &Person, headers: &HeaderMap) -> Result<i64, Refusal> {
    let now = app.shop.clock.now();
    let since = (Ms(now.0 - access::SESSION), Ms(now.0 - access::IDLE));
    let mut db = app.shop.read().await?;
    let here = session(headers);
    Ok(access::store::other_sessions(&mut db, (&person.uid.bytes(), &here), since).await?)
}

fn draw(caller: &Caller, person: &Person, form: &Form, others: i64) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let rules = strength::rules(Kind::of(person.role));
    let hint = rules.in_lang(lang);
    let (old, new) = match Kind::of(person.role) {
        Kind::Pin => {
            (lang.say("Mã PIN hiện tại", "Current PIN"), lang.say("Mã PIN mới", "New PIN"))
        }
        Kind::Password => (
            lang.say("Mật khẩu hiện tại", "Current password"),
            lang.say("Mật khẩu mới", "New password"),
        ),
    };
    let body = html! {
        div class="narrow" {
            h1 { (person.name) }
            p class="sub" { (person.role.label(lang)) }
            form class="form" method="post" action="/account" {
                (ask.head())
                (ask.field("old", old, form::Kind::Password, ""))
                (ask.field("new", new, form::Kind::Password, hint))
                (submit(lang.say("Đổi", "Change")))
            }
            h2 { (lang.say("Đăng nhập ở máy khác", "Signed in elsewhere")) }
            @if others > 0 {
                p { (lang.say("Bạn còn đang đăng nhập ở nơi khác: ",
                    "You are also signed in elsewhere: ")) b { (others) } }
                (asked(
                    html! { (lang.say("Đăng xuất các máy khác…", "Sign out elsewhere…")) },
                    html! { p { (lang.say(
                        "Ở đó phải đăng nhập lại; cái gì đang gõ dở mà chưa lưu thì mất.",
                        "You will have to sign in there again; what was typed and not saved there \
                         is lost.",
                    )) } },
                    html! { form method="post" action="/account/sessions/end" {
                        button class="danger" {
                            (lang.say("Đăng xuất các máy khác", "Sign out elsewhere"))
                        }
                    } },
                ))
            } @else {
                p { (lang.say("Bạn chỉ đăng nhập ở đây.", "You are signed in here only.")) }
            }
        }
    };
    page::page(caller, "/account", &person.name, body)
}

async fn save(
    SignedIn { caller, person }: SignedIn,
    State(app): State<App>,
    headers: HeaderMap,
    mut form: Form,
) -> Shown {
    if renew(&app, &caller, &person, &headers, &mut form).await.is_some() {
        return saved("/account");
    }
    let others = others(&app, &person, &headers).await.spoken(caller.lang)?;
    again(&form, draw(&caller, &person, &form, others))
}

/// Why a secret stays as it is.
enum Wrong {
    /// The new one is easily guessed, or none.
    New(Say),
    /// The old one is another.
    Old(Refusal),
    /// Nothing of what was typed.
    Else(Refusal),
}

/// The old secret, and the one to hold from now on.
#[derive(Deserialize)]
struct Change {
    old: String,
    new: String,
}

async fn renew(
    app: &App,
    caller: &Caller,
    person: &Person,
    headers: &HeaderMap,
    form: &mut Form,
) -> Option<()> {
    let change = Change { old: form.get("old").to_owned(), new: form.get("new").to_owned() };
    match exchange(app, caller, person, headers, change).await {
        Ok(()) => return Some(()),
        Err(Wrong::New(say)) => form.wrong("new", say),
        Err(Wrong::Old(refusal)) => form.refuse_at("old", &refusal),
        Err(Wrong::Else(refusal)) => form.refuse("", &refusal),
    }
    None
}

/// Sets a new secret for whoever knows the old one; the sessions elsewhere end with it.
async fn exchange(
    app: &App,
    caller: &Caller,
    person: &Person,
    headers: &HeaderMap,
    Change { old, new }: Change,
) -> Result<(), Wrong> {
    let (kind, uid) = (Kind::of(person.role), person.uid.bytes());
    let login = login(app, person).await.map_err(Wrong::Else)?;
    strength::check(kind, &new, &[&person.name, &login]).map_err(Wrong::New)?;
    let place = sign_in::place(caller).map_err(Wrong::Else)?;
    sign_in::check(app, kind, (&uid, place), &old).await.map_err(Wrong::Old)?;
    set(app, (kind, uid), new, session(headers)).await.map_err(Wrong::Else)
}

/// The same on a till or at a gate, where people have a PIN.
async fn save_pin(
    SignedIn { caller, person }: SignedIn,
    State(app): State<App>,
    headers: HeaderMap,
    input: Input<Change>,
) -> Result<StatusCode, Problem> {
    let lang = caller.lang;
    if !person.role.uses_pin() {
        return Err(caller.refuse());
    }
    let change = input.read(lang)?;
    let done = exchange(&app, &caller, &person, &headers, change).await;
    done.map_err(|wrong| match wrong {
        Wrong::New(say) => Refusal::malformed("guessable", say.vi, say.en),
        // It must not read as "sign in again": the person is signed in.
        Wrong::Old(Refusal::SignIn(say)) => Refusal::Forbidden(say),
        Wrong::Old(refusal) | Wrong::Else(refusal) => refusal,
    })
    .spoken(lang)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn login(app: &App, person: &Person) -> Result<String, Refusal> {
    let row = store::person(&mut *app.shop.read().await?, &person.uid.bytes()).await?;
    let gone = || Refusal::NotFound(Say::new("Không có người này", "No such person"));
    Ok(row.ok_or_else(gone)?.login)
}

async fn set(
    app: &App,
    (kind, person): (Kind, Vec<u8>),
    secret: String,
    here: Vec<u8>,
) -> Result<(), Refusal> {
    let hash = sign_in::hash(app, kind, secret).await?;
    app.checks.tries.forgive(&person);
    let work = app.shop.desk.revoke(move |db| {
        Box::pin(async move {
            access::store::set_secret(db, &person, kind.as_str(), &hash).await?;
            access::store::drop_other_sessions(db, &person, &here).await
        })
    });
    work.await
}

async fn end_others(
    SignedIn { caller, person }: SignedIn,
    State(app): State<App>,
    headers: HeaderMap,
) -> Shown {
    let (uid, here) = (person.uid.bytes(), session(&headers));
    let work = app.shop.desk.revoke(move |db| {
        Box::pin(async move { access::store::drop_other_sessions(db, &uid, &here).await })
    });
    work.await.spoken(caller.lang)?;
    saved("/account")
}
