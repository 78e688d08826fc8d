//! Signing in with a password, and out.

use crate::{
    base::{lang::Say, refusal::Refusal},
    staff::{
        access::{self, Kind, tries::Place},
        store,
    },
    web::{
        device::sign_in,
        http::{
            app::App,
            guard::{Anyone, COOKIE, Caller},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, shown},
            form::Form,
            kept::Kept,
            sign_in_form::{draw, signed_in},
        },
    },
};
use axum::{
    Extension, Router,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Routes of signing in and out.
pub fn router() -> Router<App> {
    Router::new().route("/login", get(ask).merge(post(enter))).route("/sign-out", post(leave))
}

/// Where wrong tries of passwords are counted: on a paired device by itself, else at the address
/// they come from, so that a guest on the Wi-Fi locks out only himself.
fn place(caller: &Caller, from: Option<&Extension<ConnectInfo<SocketAddr>>>) -> Place {
    let nowhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let address = from.map_or(nowhere, |Extension(ConnectInfo(from))| from.ip());
    let device = caller.device.as_ref().map(|device| Place::Device(device.uid));
    device.unwrap_or_else(|| Place::of(address))
}

async fn ask(Anyone(caller): Anyone) -> Shown {
    shown(draw(&caller, &Form::default()))
}

async fn enter(
    Anyone(caller): Anyone,
    State(app): State<App>,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    mut form: Form,
) -> Shown {
    let place = place(&caller, from.as_ref());
    let login = form.required("login", 80);
    if !form.ok() {
        return again(&form, draw(&caller, &form));
    }
    match open(&app, &login, place, form.get("password")).await {
        Ok(cookie) => Ok(match Kept::carried(&form) {
            None => go("/", cookie),
            Some(kept) => {
                let page = signed_in(caller.lang, &login, &kept);
                ([(header::SET_COOKIE, cookie)], Html(page.into_string())).into_response()
            }
        }),
        Err(refusal @ (Refusal::SignIn(_) | Refusal::Locked(_))) => {
            form.wrong("password", refusal.say());
            again(&form, draw(&caller, &form))
        }
        Err(refusal) => Err(Problem(refusal, caller.lang).into()),
    }
}

async fn open(app: &App, login: &str, place: Place, password: &str) -> Result<String, Refusal> {
    let mut db = app.shop.read().await?;
    let row = store::by_login(&mut db, login).await?;
    drop(db);
    // A name that nobody has is counted and refused like a wrong password, so that names cannot
    // be found out by trying.
    let known = row.map(|row| row.uid);
    let person = known.clone().unwrap_or_else(|| access::digest(login)[..16].to_vec());
    let check = sign_in::check(app, Kind::Password, (&person, place), password);
    check.await.map_err(password_words)?;
    sign_in::session(app, &person, None).await
}

/// The same refusal with the words for a password.
fn password_words(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::SignIn(say) => Refusal::SignIn(Say::new(
            format!("Tên đăng nhập hoặc mật khẩu không đúng. {}", say.vi),
            format!("Wrong sign-in name or password. {}", say.en),
        )),
        other => other,
    }
}

/// On to a page, with a cookie.
pub fn go(path: &str, cookie: String) -> Response {
    let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, path.to_owned())];
    (StatusCode::SEE_OTHER, headers).into_response()
}

async fn leave(Anyone(caller): Anyone, State(app): State<App>, headers: HeaderMap) -> Shown {
    sign_in::end_session(&app, &headers).await.spoken(caller.lang)?;
    Ok(go("/login", format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")))
}
