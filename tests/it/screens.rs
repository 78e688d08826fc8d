//! Stories of the screens, through the router in process.

mod first_sale;
mod lanes;
mod lists;
mod outage;
mod printers;
mod promotions;
mod rights;
mod saving;
mod scanning;
mod session_ended;
mod upkeep;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use chophien::{
    base::{
        clock::{Clock, Ms},
        id::Chance,
    },
    desk::book::Shop,
    web::http::{app::App, hosts::Hosts},
};
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

/// 3 June 2026, 14:32 in Vietnam.
const NOW: i64 = 1_780_471_920_000;

/// Where an address leads, without the word that something was saved; and whether it had it.
pub fn plain_address(address: &str) -> (String, bool) {
    let plain = address.replace("?saved=1", "").replace("&saved=1", "");
    let saved = plain != address;
    (plain, saved)
}

/// A browser before an empty folder's server.
pub struct Browser {
    pub app: App,
    router: Router,
    pub cookie: Option<String>,
    _folder: Arc<TempDir>,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    /// Where it leads, without the word that something was saved.
    pub to: String,
    /// Whether the page that it leads to says "Đã lưu".
    pub saved: bool,
    pub text: String,
}

impl Browser {
    pub async fn open() -> Browser {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let clock = Clock::by(|| Ms(NOW));
        let shop = Shop::open(folder.path(), clock, Chance::seeded(11)).await.unwrap();
        let hosts = Hosts::new(8080, None, vec!["localhost".into()]);
        let app = App::start(shop, Arc::new(hosts));
        let router = chophien::web::router(app.clone());
        Browser { app, router, cookie: None, _folder: folder }
    }

    /// How many entries the journal has.
    pub async fn head(&self) -> i64 {
        let mut db = self.app.shop.read().await.unwrap();
        chophien::journal::store::last_pos(&mut db).await.unwrap()
    }

    /// Another browser before the same server, signed in by nobody.
    pub fn other(&self) -> Browser {
        let (app, router) = (self.app.clone(), self.router.clone());
        Browser { app, router, cookie: None, _folder: self._folder.clone() }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), Body::empty()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let encode = |(name, value): &(&str, &str)| {
            format!(
                "{}={}",
                chophien::web::ui::answer::part(name),
                chophien::web::ui::answer::part(value)
            )
        };
        let body = fields.iter().map(encode).collect::<Vec<_>>().join("&");
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        self.send(request, Body::from(body)).await
    }

    pub async fn upload(&mut self, kind: &str, name: &str, sheet: &str, keep: &str) -> Page {
        let field = |name: &str, value: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = format!(
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n\
             {sheet}\r\n--x--\r\n"
        );
        let body = format!("{}{}{file}", field("kind", kind), field("keep", keep));
        let request = Request::post("/import")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.send(request, Body::from(body)).await
    }

    /// Imports the file that a page holds, with what else was said about it.
    pub async fn import_held(&mut self, page: &Page, said: &[(&str, &str)]) -> Page {
        let field = |(name, value): &(&str, &str)| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let (held, kind) = (page.value("held"), page.value("kind"));
        let kept = [("held", held.as_str()), ("kind", kind.as_str()), ("keep", "1")];
        let fields: String = kept.iter().chain(said).map(field).collect();
        let request = Request::post("/import")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.send(request, Body::from(format!("{fields}--x--\r\n"))).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Page {
        let mut request =
            request.header(header::HOST, "localhost").header(header::ORIGIN, "http://localhost");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let answer = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let head = |name| answer.headers().get(name).map(|it| it.to_str().unwrap().to_owned());
        if let Some(cookie) = head(header::SET_COOKIE) {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        let (to, saved) = plain_address(&head(header::LOCATION).unwrap_or_default());
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 8 << 20).await.unwrap();
        Page { status, to, saved, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// The organiser of a new folder, signed in.
    pub async fn organiser(&mut self) {
        let uid = self.get("/setup").await.value("uid");
        let page = self
            .post(
                "/setup",
                &[("uid", &uid), ("name", "Lan"), ("login", "lan"), ("password", "mat-khau-dai")],
            )
            .await;
        assert_eq!((page.status, page.to.as_str()), (StatusCode::SEE_OTHER, "/setup/fair"));
    }

    /// A fair of today by the code `HE`.
    pub async fn fair(&mut self) {
        let blank = self.get("/fairs/new").await;
        let page = self
            .post(
                "/fairs/new",
                &[
                    ("uid", &blank.value("uid")),
                    ("code", "HE"),
                    ("name", "Hội chợ Hè"),
                    ("level", "local"),
                    ("kind", "fair"),
                    ("starts_on", "2026-06-01"),
                    ("ends_on", "2026-06-07"),
                    ("cash_rounding", "500"),
                ],
            )
            .await;
        assert_eq!(page.to, "/fairs/HE/booths", "{}", page.text);
    }

    /// A booth of that fair.
    pub async fn booth(&mut self, code: &str) -> Page {
        let blank = self.get("/fairs/HE/booths/new").await;
        self.post(
            "/fairs/HE/booths/new",
            &[
                ("uid", &blank.value("uid")),
                ("code", code),
                ("name", "HTX Đình Trung"),
                ("zone", "local"),
            ],
        )
        .await
    }

    /// A person, by role and booth (uid, or empty).
    pub async fn person(&mut self, role: &str, booth: &str, login: &str, secret: &str) -> String {
        let uid = self.get("/people/new").await.value("uid");
        let page = self
            .post(
                "/people/new",
                &[
                    ("uid", &uid),
                    ("name", role),
                    ("role", role),
                    ("booth", booth),
                    ("login", login),
                    ("secret", secret),
                    ("active", "1"),
                ],
            )
            .await;
        assert_eq!(page.to, "/people", "{}", page.text);
        uid
    }

    /// Opens a session as someone, as a PIN on a device would.
    pub async fn enter(&mut self, person: &str) {
        let uid: uuid::Uuid = person.parse().unwrap();
        let cookie =
            chophien::web::device::sign_in::session(&self.app, uid.as_bytes(), None).await.unwrap();
        self.cookie = cookie.split(';').next().map(str::to_owned);
    }

    /// The uid of a booth of the fair `HE`.
    pub async fn booth_uid(&self, code: &str) -> String {
        let mut db = self.app.shop.read().await.unwrap();
        let uid = chophien::fair::shelf::store::booth_by_code(&mut db, "HE", code).await.unwrap();
        chophien::base::id::hex_uid(&uid.unwrap())
    }
}

impl Page {
    /// The value of a field of the page's form.
    pub fn value(&self, name: &str) -> String {
        let at = format!("name=\"{name}\"");
        let (_, rest) = self
            .text
            .split_once(&at)
            .unwrap_or_else(|| panic!("no field {name}: {} {}", self.status, self.text));
        let (tag, _) = rest.split_once('>').unwrap();
        let (_, value) = tag.split_once("value=\"").unwrap();
        value.split('"').next().unwrap().to_owned()
    }
}
