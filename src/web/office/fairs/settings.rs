//! The form of a fair, and which fair a code means.

use crate::{
    base::{fold::ascii, id::FairId, lang::Say, refusal::Refusal},
    desk::command::Command,
    fair::{
        Change, FAIR_CODE, Fair, check, check_code,
        kinds::{Kind, Level},
        store::{self, FairRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, change, create, part, saved, shown},
            form::{Ask, Form, Kind as Field, options, submit},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// Routes of new fairs and of a fair's form.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/new", get(fresh).merge(post(make)))
        .route("/fairs/{code}/edit", get(edit).merge(post(save)))
}

/// A fair by its code.
pub async fn find(app: &App, caller: &Caller, code: &str) -> Result<FairRow, Problem> {
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let fair = store::fair_by_code(&mut db, code).await.spoken(caller.lang)?;
    let none = || Refusal::NotFound(Say::new("Không có hội chợ này", "No such fair"));
    fair.ok_or_else(none).spoken(caller.lang)
}

async fn fresh(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    shown(draw(&caller, "/fairs/new", &blank(&app)))
}

/// A new fair as its form begins: today, one day, local.
pub fn blank(app: &App) -> Form {
    let today = app.shop.clock.now();
    Form::of([
        ("uid", app.shop.chance.uid(today).to_string()),
        ("level", Level::Local.as_str().into()),
        ("kind", Kind::Fair.as_str().into()),
        ("starts_on", today.date().to_string()),
        ("ends_on", today.date().to_string()),
        ("cash_rounding", "0".into()),
    ])
}

fn draw(caller: &Caller, path: &str, form: &Form) -> Markup {
    let lang = caller.lang;
    let title = match path {
        "/fairs/new" => lang.say("Hội chợ mới", "New fair"),
        _ => lang.say("Sửa hội chợ", "Edit the fair"),
    };
    let ask = Ask(form, lang);
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            form class="form" method="post" action=(path) {
                (fields(ask))
                details {
                    summary { (lang.say("Số liệu đã công bố", "Published figures")) }
                    (published(ask))
                }
                (submit(lang.say("Lưu", "Save")))
            }
        }
    };
    page::page(caller, path, title, body)
}

/// What a fair needs before its first sale.
pub fn fields(ask: Ask) -> Markup {
    let lang = ask.1;
    let rounding =
        [("0", lang.say("Không làm tròn", "No rounding")), ("500", "500 đ"), ("1000", "1.000 đ")];
    let rounding = rounding.map(|(value, words)| (value.to_owned(), words.to_owned()));
    html! {
        (ask.head())
        (ask.hidden("uid"))
        (ask.field("name", lang.say("Tên hội chợ", "Name"), Field::Text, ""))
        div class="form-two" {
            (ask.select("level", lang.say("Cấp", "Level"),
                &options(Level::ALL, Level::as_str, |it| it.label(lang))))
            (ask.select("kind", lang.say("Loại", "Kind"),
                &options(Kind::REAL, Kind::as_str, |it| it.label(lang))))
            (ask.field("starts_on", lang.say("Ngày khai mạc", "First day"), Field::Date, ""))
            (ask.maybe("ends_on", lang.say("Ngày bế mạc", "Last day"), Field::Date,
                lang.say("Để trống nếu là điểm bán thường xuyên",
                    "Empty for a permanent sales point")))
        }
        (ask.venue("place", lang.say("Địa điểm", "Place"),
            lang.say("Tên nơi họp, rồi dấu phẩy và xã, phường: Quảng trường 30/10, Hồng Gai",
                "The venue, then a comma and the commune: Quảng trường 30/10, Hồng Gai")))
        div class="form-two" {
            (ask.maybe("code", lang.say("Mã ngắn", "Short code"), Field::Text,
                lang.say("Để trống: tự đặt theo tên", "Empty: made from the name")))
            (ask.select("cash_rounding",
                lang.say("Làm tròn tiền mặt", "Cash is rounded to"), &rounding))
        }
    }
}

fn published(ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        div class="form-two" {
            (ask.maybe("published_visits", lang.say("Lượt khách", "Visits"), Field::Number, ""))
            (ask.maybe("published_revenue", lang.say("Doanh thu (đ)", "Revenue (đ)"),
                Field::Number, ""))
            (ask.maybe("published_revenue_local_zone",
                lang.say("Doanh thu khu trong tỉnh (đ)", "Revenue of the local zone (đ)"),
                Field::Number, ""))
        }
    }
}

/// Reads a fair; none when something is wrong, which the form then says.
pub fn parse(form: &mut Form) -> Option<Fair> {
    let name = form.required("name", 160);
    let starts_on = form.date("starts_on");
    if starts_on.is_none() && form.ok() {
        form.wrong("starts_on", Say::new("Hãy chọn ngày", "Choose a day"));
    }
    let code = form.text("code", FAIR_CODE);
    let code = if code.is_empty() { code_of(&name, starts_on) } else { code };
    if let Err(say) = check_code(&code) {
        form.wrong("code", say);
    }
    let rounding = form.count("cash_rounding").unwrap_or_default();
    let fair = Fair {
        uid: form.uid("uid")?,
        code,
        name,
        level: form.word("level")?,
        kind: kind_of(form)?,
        starts_on: starts_on?,
        ends_on: form.date("ends_on"),
        place: form.text("place", 200),
        cash_rounding: rounding,
        published_visits: form.count("published_visits"),
        published_revenue: form.money("published_revenue"),
        published_revenue_local_zone: form.money("published_revenue_local_zone"),
        closed: false,
    };
    if let Err(say) = check(&Change::Fair(fair.clone())) {
        let last = fair.ends_on.is_some_and(|end| end < fair.starts_on);
        form.wrong(if last { "ends_on" } else { "" }, say);
    }
    form.ok().then_some(fair)
}

fn kind_of(form: &mut Form) -> Option<Kind> {
    let kind = Kind::real(form.get("kind"));
    kind.map_err(|say| form.wrong("kind", say)).ok()
}

/// A code made of a name's first letters and the year: “Hội chợ OCOP Hè” of 2026 is `HCOH-26`.
fn code_of(name: &str, starts_on: Option<Date>) -> String {
    let first = |word: &str| word.chars().next().map(|letter| letter.to_ascii_uppercase());
    let letters: String = ascii(name).split_whitespace().filter_map(first).take(8).collect();
    match starts_on {
        Some(day) => format!("{letters}-{:02}", day.year() % 100),
        None => letters,
    }
}

async fn make(Organiser(caller): Organiser, State(app): State<App>, form: Form) -> Shown {
    keep(&app, &caller, "/fairs/new", None, form).await
}

/// Writes the fair of a form, a new one or the one that `stands`: its code, or none when the form
/// says what is wrong.
pub async fn write(
    app: &App,
    caller: &Caller,
    stands: Option<&FairRow>,
    form: &mut Form,
) -> Option<String> {
    let closed = stands.is_some_and(|it| it.closed == 1);
    let fair = Fair { closed, ..parse(form)? };
    let (code, uid) = (fair.code.clone(), fair.uid.0);
    let command = Command::Fair(Change::Fair(fair));
    let written = match stands {
        None => create(app, caller, uid, command).await,
        Some(_) => change(app, caller, command).await,
    };
    written.map_err(|refusal| form.refuse("code", &refusal)).ok().map(|_| code)
}

async fn keep(
    app: &App,
    caller: &Caller,
    path: &str,
    stands: Option<&FairRow>,
    mut form: Form,
) -> Shown {
    // A new fair needs booths next.
    let next = if stands.is_none() { "booths" } else { "settings" };
    match write(app, caller, stands, &mut form).await {
        Some(code) => saved(&format!("/fairs/{}/{next}", part(&code))),
        None => again(&form, draw(caller, path, &form)),
    }
}

async fn edit(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let fair = find(&app, &caller, &code).await?;
    let number = |value: Option<i64>| value.map(|it| it.to_string()).unwrap_or_default();
    let form = Form::of([
        ("uid", FairId::of_bytes(&fair.uid).to_string()),
        ("code", fair.code.clone()),
        ("name", fair.name),
        ("level", fair.level),
        ("kind", fair.kind),
        ("starts_on", fair.starts_on),
        ("ends_on", fair.ends_on.unwrap_or_default()),
        ("place", fair.place),
        ("cash_rounding", fair.cash_rounding.to_string()),
        ("published_visits", number(fair.published_visits)),
        ("published_revenue", number(fair.published_revenue)),
        ("published_revenue_local_zone", number(fair.published_revenue_local_zone)),
    ]);
    shown(draw(&caller, &format!("/fairs/{}/edit", part(&fair.code)), &form))
}

async fn save(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    mut form: Form,
) -> Shown {
    let fair = find(&app, &caller, &code).await?;
    // The fair is the one of the address, whatever the form says.
    form.replace("uid", FairId::of_bytes(&fair.uid).to_string());
    keep(&app, &caller, &format!("/fairs/{}/edit", part(&code)), Some(&fair), form).await
}
