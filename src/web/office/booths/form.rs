//! The form of a booth, and which booth an address means.

use crate::{
    base::{
        id::{BoothId, FairId},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    desk::command::Command,
    fair::{
        BOOTH_CODE, Booth, Change, check, check_code,
        kinds::Zone,
        methods::{Method, Methods},
        shelf::store::booth_by_code,
        store::{self, BoothRow},
    },
    locality::settle::province_of,
    payment::bank,
    web::{
        http::{
            app::App,
            guard::{Caller, Guard, Organiser, Refused, SignedIn},
            problem::Spoken,
            route::{get, post},
        },
        office::{booths::limits, fairs::settings},
        ui::{
            answer::{Shown, again, change, create, part, saved, shown},
            form::{Ask, Form, Kind, options, submit},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{FromRequestParts, Path, State},
    http::request::Parts,
};
use maud::{Markup, html};
use std::collections::HashMap;

/// Routes of a booth's form.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/booths/new", get(fresh).merge(post(make)))
        .route("/fairs/{code}/booths/{booth}/edit", get(edit).merge(post(save)))
        .route("/booth/edit", get(edit).merge(post(save)))
}

/// The booth that an address means, `/fairs/CODE/booths/A03` or one's own `/booth`, in the hands
/// of someone who may read it: who oversees the fair, or the booth's manager.
pub struct Place {
    /// Who asks.
    pub caller: Caller,
    /// Which booth.
    pub booth: BoothRow,
    /// Its address, by which the caller came.
    pub base: String,
}

impl Place {
    /// The booth's id.
    pub fn uid(&self) -> BoothId {
        BoothId::of_bytes(&self.booth.uid)
    }

    /// Where its goods are shown.
    pub fn goods(&self) -> String {
        match self.base.as_str() {
            "/booth" => "/booth".to_owned(),
            base => format!("{base}/goods"),
        }
    }

    /// Whether the caller may change it too.
    pub fn changes(&self) -> bool {
        self.caller.manages(self.uid()).is_ok()
    }
}

impl Guard for Place {}

impl FromRequestParts<App> for Place {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Place, Refused> {
        let SignedIn { caller, person } = SignedIn::from_request_parts(parts, app).await?;
        let named = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
        let named = named.map(|Path(names)| names).unwrap_or_default();
        let mut db = app.shop.read().await.spoken(caller.lang)?;
        let none = || Refusal::NotFound(Say::new("Không có gian hàng này", "No such booth"));
        let (uid, base) = match (named.get("code"), named.get("booth")) {
            (Some(fair), Some(code)) => {
                let uid = booth_by_code(&mut db, fair, code).await.spoken(caller.lang)?;
                (uid, format!("/fairs/{}/booths/{}", part(fair), part(code)))
            }
            _ => (person.booth.map(|booth| booth.bytes()), "/booth".to_owned()),
        };
        let uid = uid.ok_or_else(none).spoken(caller.lang)?;
        caller.reviews(BoothId::of_bytes(&uid))?;
        let booth = store::booth(&mut db, &uid).await.spoken(caller.lang)?;
        let booth = booth.ok_or_else(none).spoken(caller.lang)?;
        Ok(Place { caller, booth, base })
    }
}

/// A place in the hands of someone who may change it: an organiser, or the booth's manager.
pub struct InCharge(pub Place);

impl Guard for InCharge {}

impl FromRequestParts<App> for InCharge {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<InCharge, Refused> {
        let place = Place::from_request_parts(parts, app).await?;
        if place.changes() { Ok(InCharge(place)) } else { Err(place.caller.refuse().into()) }
    }
}

async fn fresh(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let fair = settings::find(&app, &caller, &code).await?;
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let booths = store::booths(&mut db, fair.id).await.spoken(caller.lang)?;
    let path = format!("/fairs/{}/booths/new", part(&fair.code));
    let mut form = blank(&app, &booths);
    tick(&mut form, &Methods::default(), 0);
    shown(draw(&caller, (&path, &fair.place), None, &form))
}

/// A new booth as its form begins: the next code after the last one.
pub fn blank(app: &App, booths: &[BoothRow]) -> Form {
    let uid = app.shop.chance.uid(app.shop.clock.now());
    Form::of([
        ("uid", uid.to_string()),
        ("code", next_code(booths.last().map(|booth| booth.code.as_str()))),
        ("zone", Zone::Local.as_str().into()),
    ])
}

/// `A01`, and after `A07` comes `A08`.
fn next_code(last: Option<&str>) -> String {
    let Some(last) = last else { return "A01".into() };
    let letters = last.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = &last[letters.len()..];
    let Ok(number) = digits.parse::<u32>() else { return String::new() };
    format!("{letters}{:0width$}", number.saturating_add(1), width = digits.len())
}

/// The form at `path` for a booth of a fair at `venue`, under the frame of the booth that it
/// changes.
fn draw(
    caller: &Caller,
    (path, venue): (&str, &str),
    booth: Option<&BoothRow>,
    form: &Form,
) -> Markup {
    let lang = caller.lang;
    let title = match path.ends_with("/new") {
        true => lang.say("Gian hàng mới", "New booth"),
        false => lang.say("Sửa gian hàng", "Edit the booth"),
    };
    let ask = Ask(form, lang);
    let body = html! {
        @if let Some(booth) = booth {
            (place::booth(caller, booth, "edit", place::rare_of_booth(caller, booth)))
         }
        div class="narrow" {
            @if booth.is_none() { h1 { (title) } }
            form class="form" method="post" action=(path) {
                (fields(ask))
                (more_fields(ask, venue))
                (submit(lang.say("Lưu", "Save")))
            }
        }
    };
    page::page(caller, path, title, body)
}

/// What a booth needs before its first sale.
pub fn fields(ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        (ask.head())
        (ask.hidden("uid"))
        div class="form-two" {
            (ask.field("code", lang.say("Mã gian", "Code"), Kind::Text, ""))
            (ask.select("zone", lang.say("Khu", "Zone"),
                &options(Zone::ALL, Zone::as_str, |it| it.label(lang))))
        }
        (ask.field("name", lang.say("Tên gian hàng", "Name over the booth"), Kind::Text, ""))
        (ask.maybe("seller", lang.say("Đơn vị bán (in trên phiếu)", "Seller (as printed)"),
            Kind::Text, lang.say("Để trống: như tên gian", "Empty: as the booth's name")))
        div class="form-two" {
            (ask.select("bank_bin", lang.say("Ngân hàng nhận tiền", "Bank for VietQR"),
                &banks(lang)))
            (ask.maybe("account", lang.say("Số tài khoản", "Account"), Kind::Digits, ""))
        }
    }
}

fn more_fields(ask: Ask, venue: &str) -> Markup {
    let (lang, near) = (ask.1, province_of(venue));
    html! {
        div class="form-two" {
            (ask.locality("origin_unit", lang.say("Địa phương, đơn vị", "Locality"),
                near.as_deref()))
            (ask.maybe("tax_code", lang.say("Mã số thuế", "Tax code"), Kind::Digits, ""))
            (ask.maybe("phone", lang.say("Điện thoại", "Phone"), Kind::Digits, ""))
            (ask.maybe("address", lang.say("Địa chỉ", "Address"), Kind::Text, ""))
        }
        (methods(ask))
        h2 { (lang.say("Máy bán hàng", "The till")) }
        (ask.tick("pictures", lang.say("Hiện ảnh trên ô hàng", "Show photos on the goods")))
        (limits::draw(ask))
    }
}

/// How the booth's customers may pay; cash needs no tick.
fn methods(ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        h2 { (lang.say("Khách trả bằng", "Customers pay by")) }
        p class="hint" {
            (lang.say("Tiền mặt luôn nhận. Máy bán hàng chỉ hiện cách trả được chọn ở đây.",
                "Cash is always taken. The till shows only what is ticked here."))
        }
        (ask.hidden("methods"))
        @for method in optional() { (ask.tick(method.as_str(), method.label(lang))) }
    }
}

fn optional() -> impl Iterator<Item = Method> {
    Method::ALL.iter().copied().filter(|method| *method != Method::Cash)
}

/// The methods ticked; a form that does not ask, as in the first setup, means the usual ones.
fn parse_methods(form: &Form) -> Methods {
    if form.get("methods").is_empty() {
        return Methods::default();
    }
    Methods::of(optional().filter(|method| form.get(method.as_str()) == "1"))
}

/// The form with what the booth has ticked: the ways to pay, and photos.
fn tick(form: &mut Form, methods: &Methods, pictures: i64) {
    form.set("methods", "asked");
    form.set("pictures", pictures.to_string());
    for method in methods.iter().filter(|method| *method != Method::Cash) {
        form.set(method.as_str(), "1");
    }
}

fn banks(lang: Lang) -> Vec<(String, String)> {
    let none = lang.say("Chưa có (chỉ bán tiền mặt)", "None (cash only)");
    let named = bank::all().iter().map(|it| {
        let name = if it.name_vi.is_empty() { &it.code } else { &it.name_vi };
        (it.bin.clone(), format!("{} – {name}", it.short_name))
    });
    std::iter::once((String::new(), none.to_owned())).chain(named).collect()
}

/// Reads a booth of `fair`; none when something is wrong, which the form then says.
pub fn parse(form: &mut Form, fair: FairId) -> Option<Booth> {
    let name = form.required("name", 120);
    let seller = form.text("seller", 120);
    let (bank_bin, account) = (form.text("bank_bin", 6), bank::account(&form.text("account", 40)));
    if let Err((field, say)) = bank::check(&bank_bin, &account) {
        form.wrong(field, say);
    }
    let code = form.required("code", BOOTH_CODE);
    if let Err(say) = check_code(&code) {
        form.wrong("code", say);
    }
    let booth = Booth {
        uid: form.uid("uid")?,
        fair,
        code,
        seller: if seller.is_empty() { name.clone() } else { seller },
        name,
        zone: form.word("zone")?,
        origin_unit: form.text("origin_unit", 120),
        address: form.text("address", 200),
        phone: form.text("phone", 20),
        tax_code: form.text("tax_code", 20),
        bank_bin,
        account,
        limits: limits::parse(form),
        methods: parse_methods(form),
        pictures: form.get("pictures") == "1",
        closed: false,
    };
    if let Err(say) = check(&Change::Booth(booth.clone())).map_err(|say| (form.ok(), say)) {
        // What stands empty was said already.
        if say.0 {
            form.wrong("", say.1);
        }
    }
    form.ok().then_some(booth)
}

/// Writes the booth of a form, a new one or the one that `stands`; none when the form says what is
/// wrong.
pub async fn write(
    app: &App,
    caller: &Caller,
    fair: FairId,
    stands: Option<&BoothRow>,
    form: &mut Form,
) -> Option<Booth> {
    let closed = stands.is_some_and(|it| it.closed == 1);
    let booth = Booth { closed, ..parse(form, fair)? };
    let command = Command::Fair(Change::Booth(booth.clone()));
    let written = match stands {
        None => create(app, caller, booth.uid.0, command).await,
        Some(_) => change(app, caller, command).await,
    };
    written.map_err(|refusal| form.refuse("code", &refusal)).ok().map(|_| booth)
}

async fn make(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    mut form: Form,
) -> Shown {
    let fair = settings::find(&app, &caller, &code).await?;
    match write(&app, &caller, FairId::of_bytes(&fair.uid), None, &mut form).await {
        Some(booth) => saved(&format!("/fairs/{}/booths/{}/goods", part(&code), part(&booth.code))),
        None => {
            let path = format!("/fairs/{}/booths/new", part(&code));
            again(&form, draw(&caller, (&path, &fair.place), None, &form))
        }
    }
}

async fn edit(InCharge(place): InCharge) -> Shown {
    let mut form = Form::of([("uid", place.uid().to_string())]);
    for (name, value) in stands(&place.booth) {
        form.set(name, value);
    }
    tick(&mut form, &place.booth.methods(), place.booth.pictures);
    let path = format!("{}/edit", place.base);
    shown(draw(&place.caller, (&path, &place.booth.fair_place), Some(&place.booth), &form))
}

/// A booth as it stands, by the names of its form's fields.
fn stands(booth: &BoothRow) -> [(&'static str, String); 13] {
    [
        ("code", booth.code.clone()),
        ("name", booth.name.clone()),
        ("zone", booth.zone.clone()),
        ("origin_unit", booth.origin_unit.clone()),
        ("seller", booth.seller.clone()),
        ("address", booth.address.clone()),
        ("phone", booth.phone.clone()),
        ("tax_code", booth.tax_code.clone()),
        ("bank_bin", booth.bank_bin.clone()),
        ("account", booth.account.clone()),
        ("discount_percent", booth.discount_percent.to_string()),
        ("refund_limit", booth.refund_limit.to_string()),
        ("offline_refund_limit", booth.offline_refund_limit.to_string()),
    ]
}

async fn save(InCharge(place): InCharge, State(app): State<App>, mut form: Form) -> Shown {
    form.replace("uid", place.uid().to_string());
    if place.caller.organiser().is_err() {
        // Where a booth stands is the organiser's to say; the rest is its manager's.
        form.replace("code", place.booth.code.clone());
        form.replace("zone", place.booth.zone.clone());
    }
    for (name, stands) in stands(&place.booth) {
        form.fill(name, &stands);
    }
    if form.get("methods").is_empty() {
        tick(&mut form, &place.booth.methods(), place.booth.pictures);
    }
    let fair = FairId::of_bytes(&place.booth.fair_uid);
    let path = format!("{}/edit", place.base);
    match write(&app, &place.caller, fair, Some(&place.booth), &mut form).await {
        None => {
            let (path, booth) = ((path.as_str(), place.booth.fair_place.as_str()), &place.booth);
            again(&form, draw(&place.caller, path, Some(booth), &form))
        }
        Some(_) if place.base == "/booth" => saved("/booth"),
        Some(booth) => {
            let fair = part(&place.booth.fair_code);
            saved(&format!("/fairs/{fair}/booths/{}/goods", part(&booth.code)))
        }
    }
}
