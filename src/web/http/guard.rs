//! Who is asking, and whether the request may be believed at all.

mod device_tokens;
mod joined;
mod of_booth;
mod refused;
mod rights;
mod standby;
mod who;

pub use device_tokens::Known;
pub use joined::Joined;
pub use of_booth::{ManagerOf, ReaderOf, ReviewerOf};
pub use refused::Refused;
pub use rights::{
    Anyone, AtBooth, AtGate, Changer, Insider, OnDevice, OnDuty, Open, Organiser, Overseer, SAVED,
    Seller, SignedIn,
};
pub use standby::Standby;
pub use who::{Credentials, callers};

use crate::{
    base::{
        id::{BoothId, DeviceId, GateId, PersonId},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    desk::{condition::Stop, space::Low},
    journal::clock_check::Behind,
    staff::{Role, actor},
    web::http::{
        app::App,
        cache_control, cors, hosts,
        https::{self, Scheme},
        listener::{Holder, Place},
        notices::Notice,
        problem::{Damaged, Problem},
    },
};
use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    http::{Extensions, HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{sync::Arc, time::Duration};

/// The session cookie on plain HTTP.
pub const COOKIE: &str = "sid";

/// A request is read and answered within this time, or given up.
const ANSWERED: Duration = Duration::from_secs(60);

/// Who is asking: a paired device, a signed-in person, both, or nobody. A handler has one only out
/// of a guard.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// The language of the answers.
    pub lang: Lang,
    /// The device, by its token or by the session opened on it.
    pub device: Option<Device>,
    /// The person, by the session.
    pub person: Option<Person>,
    /// The clock is behind the book; told to those who oversee the fair.
    pub behind: Option<Behind>,
    /// Nothing can be written.
    pub stop: Option<Stop>,
    /// The disk is nearly full; told to those who oversee the fair.
    pub low: Option<Low>,
    /// What else they are told on every page.
    pub notices: Vec<Notice>,
    /// The route that was asked for; the help for it is one press away.
    pub route: Option<MatchedPath>,
    /// This folder is a hub's; told to those who oversee.
    pub collects: bool,
    /// What this caller sent a moment ago was kept: the page says so.
    pub saved: bool,
}

/// What stands before a handler as its first argument (`route.rs`), and lets in only those whom it
/// names. One that only a few handlers have may stand beside them; it begins with one of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no guard",
    note = "a handler's first argument says who may come in: one of `web::http::guard`, `Open` \
            where it is everybody"
)]
pub trait Guard: FromRequestParts<App> {}

/// A paired device that is not revoked.
#[derive(Debug, Clone)]
pub struct Device {
    /// Which.
    pub uid: DeviceId,
    /// Letters on its provisional numbers.
    pub letter: String,
    /// Its booth.
    pub booth: Option<BoothId>,
    /// Its gate.
    pub gate: Option<GateId>,
}

/// A person who is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who.
    pub uid: PersonId,
    /// Name.
    pub name: String,
    /// What he or she may do.
    pub role: Role,
    /// His or her booth.
    pub booth: Option<BoothId>,
}

impl Caller {
    /// Who did it, for the journal: name and role, or the device.
    pub fn actor(&self) -> String {
        match (&self.person, &self.device) {
            (Some(person), _) => format!("{} ({})", person.name, person.role.as_str()),
            (None, Some(device)) => actor::device(&device.letter),
            (None, None) => String::new(),
        }
    }

    /// The device's uid for the journal, or empty.
    pub fn device_uid(&self) -> String {
        self.device.as_ref().map(|device| device.uid.to_string()).unwrap_or_default()
    }

    /// The booth this caller stands at: its device's, else its person's own.
    pub fn booth(&self) -> Result<BoothId, Problem> {
        let of_device = self.device.as_ref().and_then(|device| device.booth);
        let of_person = self.person.as_ref().and_then(|person| person.booth);
        of_device.or(of_person).ok_or_else(|| self.refuse())
    }

    /// The gate this caller counts at.
    pub fn gate(&self) -> Result<GateId, Problem> {
        self.device.as_ref().and_then(|device| device.gate).ok_or_else(|| self.refuse())
    }

    /// Where this caller stands: at a booth, or (none) at a gate.
    pub fn on_duty(&self) -> Result<Option<BoothId>, Problem> {
        self.booth().map(Some).or_else(|_| self.gate().map(|_| None))
    }

    /// Someone who may change fairs, booths and people.
    pub fn organiser(&self) -> Result<&Person, Problem> {
        self.person.as_ref().filter(|person| person.role.organises()).ok_or_else(|| self.refuse())
    }

    /// Someone who may read the whole fair.
    pub fn overseer(&self) -> Result<&Person, Problem> {
        self.person.as_ref().filter(|person| person.role.oversees()).ok_or_else(|| self.refuse())
    }

    /// Someone who may change this booth: its manager, or an organiser.
    pub fn manages(&self, booth: BoothId) -> Result<&Person, Problem> {
        let own = |person: &&Person| person.role == Role::Manager && person.booth == Some(booth);
        let may = |person: &&Person| person.role.organises() || own(person);
        self.person.as_ref().filter(may).ok_or_else(|| self.refuse())
    }

    /// Someone who may read this booth: its own people and devices, or who oversees the fair.
    pub fn reads(&self, booth: BoothId) -> Result<(), Problem> {
        let person = self.person.as_ref();
        let oversees = person.is_some_and(|person| person.role.oversees());
        let own = self.booth().is_ok_and(|mine| mine == booth);
        if oversees || own { Ok(()) } else { Err(self.refuse()) }
    }

    /// Someone who may see a booth's whole account: its manager, or who oversees the fair.
    pub fn reviews(&self, booth: BoothId) -> Result<(), Problem> {
        if self.overseer().is_err() {
            self.manages(booth)?;
        }
        Ok(())
    }

    /// The refusal for this caller: sign in, or not yours.
    pub fn refuse(&self) -> Problem {
        let nobody = self.person.is_none() && self.device.is_none();
        let refusal = match nobody {
            true => Refusal::SignIn(Say::new("Hãy đăng nhập", "Please sign in")),
            false => Refusal::Forbidden(Say::new(
                "Bạn không có quyền làm việc này",
                "You may not do this",
            )),
        };
        Problem(refusal, self.lang)
    }
}

/// The connection that a request came by moves to the places of those whom it proved to come from,
/// or away from them (`listener.rs`). A request that shows nothing proves nothing either way.
fn place(extensions: &Extensions, known: &Result<Caller, Refusal>) {
    let Some(place) = extensions.get::<Arc<Place>>() else { return };
    match known {
        Ok(Caller { device: Some(device), .. }) => place.prove(Holder::Device(device.uid)),
        Ok(Caller { person: Some(person), .. }) => place.prove(Holder::Person(person.uid)),
        Ok(_) => {}
        Err(Refusal::SignIn(_)) => place.doubt(),
        Err(_) => {}
    }
}

/// The language: the cookie `lang`, else what the browser prefers, else Vietnamese.
pub fn lang(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let tag = cookie(headers, "lang").or(accepted.map(str::to_owned)).unwrap_or_default();
    Lang::of_tag(&tag)
}

/// A cookie's value.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The token of a device. A browser never sends one on its own.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.strip_prefix("Bearer "))
}

/// Refuses requests that were not made for this server (`Host`) or not from its own pages
/// (CSRF): an unsafe method with a cookie needs `Sec-Fetch-Site: same-origin` when present, else
/// an `Origin` that is our own, else it is refused. Bearer tokens are never sent by a browser on
/// its own, so they need neither; with them a page of another origin may call too, and then no
/// cookie counts (`foreign.rs`).
pub async fn gatekeeper(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let scheme = Scheme::of(request.extensions());
    if scheme == Scheme::Tls {
        https::read_secure(request.headers_mut());
    }
    let lang = lang(request.headers());
    let Some(host) = hosts::named(&request).map(str::to_owned) else {
        return (StatusCode::BAD_REQUEST, "one host must be named").into_response();
    };
    if !app.hosts.knows(&host) {
        return (StatusCode::MISDIRECTED_REQUEST, "unknown host").into_response();
    }
    if let Some(answer) = cors::preflight(&request) {
        return answer;
    }
    let comes = cors::comes(&request, scheme, &host);
    if comes {
        request.headers_mut().remove(header::COOKIE);
        request.extensions_mut().insert(cors::Foreign);
    }
    let hears = comes && cors::may_hear(&request);
    let headers = request.headers();
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && bearer(headers).is_none() && !same_origin(headers, scheme, &host) {
        let say = Say::new("Yêu cầu không đến từ trang này", "Not sent from this page");
        return Problem(Refusal::Forbidden(say), lang).into_response();
    }
    let route = request.extensions().get::<MatchedPath>().cloned();
    // Whoever sends a body drop by drop is not waited for. Streams have begun by then.
    let Ok(mut response) = tokio::time::timeout(ANSWERED, next.run(request)).await else {
        let say = Say::new("Gửi chậm quá, xin gửi lại", "Sent too slowly, please send it again");
        let mut answer =
            Problem(Refusal::malformed("too_slow", say.vi, say.en), lang).into_response();
        *answer.status_mut() = StatusCode::REQUEST_TIMEOUT;
        return answer;
    };
    if response.extensions().get::<Damaged>().is_some() {
        app.shop.desk.damaged().await;
    }
    let set = response.headers_mut();
    cache_control::settle(route.as_ref().map(MatchedPath::as_str), set);
    if scheme == Scheme::Tls {
        https::set_secure(set);
    }
    if hears {
        cors::allow(set);
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        (
            "content-security-policy",
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
    ] {
        // A page or a file may have brought a policy of its own (web/device/trust.rs,
        // web/http/assets.rs).
        if !set.contains_key(name) {
            set.insert(name, header::HeaderValue::from_static(value));
        }
    }
    response
}

fn same_origin(headers: &HeaderMap, scheme: Scheme, host: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            // The other port's pages are another origin, and have their own session.
            origin.strip_prefix(scheme.prefix()) == Some(host)
        }
        (None, None) => false,
    }
}
