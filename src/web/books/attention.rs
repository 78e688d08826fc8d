//! What somebody should see to, as a card on a fair's and a booth's pages: each line leads to where
//! it is mended, and can be put off for a while with a reason.

use crate::{
    base::{
        clock::{HOUR, Ms},
        id::hex_uid,
        lang::{Lang, Say, plural},
        money::{Money, group},
        quantity::Quantity,
    },
    live::attention::{
        Attention, Matter, attention,
        store::{self, PutOff},
    },
    web::{
        books::report::routes::fair_row,
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, part, saved, shown},
            form::Form,
            place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// Routes of the card.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/attention", get(lines).merge(post(put_off)))
        .route("/fairs/{code}/attention/all", post(look_again))
}

/// For how long a line may be put off, in hours.
const HOURS: [i64; 3] = [1, 3, 12];

/// What is to be seen to at a fair of this code.
pub async fn load(app: &App, code: &str, lang: Lang) -> Result<Attention, Problem> {
    let mut db = app.shop.read_to_follow().await.spoken(lang)?;
    let fair = fair_row(&mut db, code).await.spoken(lang)?;
    attention(&mut db, &fair, app.shop.clock.now()).await.spoken(lang)
}

/// The lines alone, as a page asks for them again while it is open.
async fn lines(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let it = load(&app, &code, caller.lang).await?;
    shown(draw(&caller, &code, &it))
}

/// The lines in their place; the page asks for them again (`static/js/lib/attention.js`).
pub fn card(caller: &Caller, code: &str, it: &Attention) -> Markup {
    html! {
        div data-attention={ "/fairs/" (part(code)) "/attention" } { (draw(caller, code, it)) }
    }
}

fn draw(caller: &Caller, code: &str, it: &Attention) -> Markup {
    let (lang, base) = (caller.lang, format!("/fairs/{}", part(code)));
    let changes = caller.organiser().is_ok();
    html! {
        ul class="facts attention" {
            @for matter in &it.matters { (line(matter, &base, changes, lang)) }
            @if it.matters.is_empty() {
                li { span { (lang.say("Không có việc gì cần xem.", "Nothing to look at.")) } }
            }
            @if !it.off.is_empty() { (put_aside(&it.off, &base, changes, lang)) }
        }
    }
}

fn line(matter: &Matter, base: &str, changes: bool, lang: Lang) -> Markup {
    let (class, tag) = tag(matter, lang);
    let (what, more) = words(matter, lang);
    html! {
        li {
            span class={ "tag " (class) } { (tag) }
            span {
                a href=(address(matter, base)) { (what) }
                br;
                span class="hint" { (more) }
            }
            @if changes { (later(matter, &what, base, lang)) }
        }
    }
}

/// The form that puts a line off.
fn later(matter: &Matter, what: &str, base: &str, lang: Lang) -> Markup {
    let key = matter.key();
    html! {
        details class="edit" {
            summary class="button quiet" {
                (lang.say("Để sau…", "Later…")) span class="hidden-words" { " " (what) }
            }
            form class="form-inline" method="post" action={ (base) "/attention" } {
                input type="hidden" name="matter" value=(key);
                label { (lang.say("Vì sao?", "Why?"))
                    input class="field" name="reason" maxlength="80" required;
                }
                @for hours in HOURS {
                    button name="hours" value=(hours) {
                        (hours) " " (lang.say("giờ", plural(hours, "hour", "hours")))
                    }
                }
            }
        }
    }
}

/// What was put off: who did, why and until when stands under its number.
fn put_aside(off: &[(Matter, PutOff)], base: &str, changes: bool, lang: Lang) -> Markup {
    let count = match lang {
        Lang::Vi => format!("{} việc để sau", off.len()),
        Lang::En => format!("{} put off", off.len()),
    };
    let until = |off: &PutOff| {
        let until = lang.say("đến", "until");
        format!("{} · {} · {until} {}", off.reason, off.actor, Ms(off.until_ms).text())
    };
    html! {
        li {
            details {
                summary { (count) }
                @for (matter, off) in off {
                    p {
                        a href=(address(matter, base)) { (words(matter, lang).0) }
                        br;
                        span class="hint" { (until(off)) }
                    }
                }
            }
            @if changes {
                form method="post" action={ (base) "/attention/all" } {
                    button class="quiet" name="all" value="1" {
                        (lang.say("Xem lại ngay", "Look again now"))
                    }
                }
            }
        }
    }
}

fn tag(matter: &Matter, lang: Lang) -> (&'static str, &'static str) {
    match matter {
        Matter::Silent { .. } => ("gold", lang.say("Im lặng", "Silent")),
        Matter::Unsent(_) => ("wait", lang.say("Chưa gửi", "Unsent")),
        Matter::Uncertain(_) => ("wait", lang.say("Chuyển khoản", "Transfers")),
        Matter::Missing(_) => ("stop", lang.say("Không thấy tiền", "Money missing")),
        Matter::Shift(_) => ("gold", lang.say("Ca", "Shift")),
        Matter::Recalled(_) => ("stop", lang.say("Thu hồi", "Recall")),
        Matter::Certificates { .. } => ("gold", lang.say("Giấy OCOP", "Certificates")),
        Matter::Flagged(_) => ("gold", lang.say("Phiếu", "Sales")),
    }
}

/// What a line says, and what stands below it.
fn words(matter: &Matter, lang: Lang) -> (String, String) {
    let say = |vi: String, en: String| Say::new(vi, en).in_lang(lang).to_owned();
    match matter {
        Matter::Silent { booth, name, minutes, hourly } => (
            say(
                format!("{booth} không bán gì {minutes} phút"),
                format!("{booth} has sold nothing for {minutes} minutes"),
            ),
            say(
                format!("{name} · bình thường {hourly} phiếu mỗi giờ"),
                format!("{name} · usually {hourly} sales an hour"),
            ),
        ),
        Matter::Unsent(it) => (
            say(
                format!("{} còn giữ {} phiếu chưa gửi", it.booth, group(it.missing)),
                format!(
                    "{} holds {} unsent {}",
                    it.booth,
                    group(it.missing),
                    plural(it.missing, "sale", "sales")
                ),
            ),
            say(
                format!("{} · nối lần cuối {}", it.name, Ms(it.heard_ms).text()),
                format!("{} · last heard {}", it.name, Ms(it.heard_ms).text()),
            ),
        ),
        Matter::Uncertain(it) | Matter::Missing(it) => (
            say(
                format!("{} khoản · {}", group(it.count), Money(it.amount).text()),
                format!(
                    "{} {} · {}",
                    group(it.count),
                    plural(it.count, "transfer", "transfers"),
                    Money(it.amount).text()
                ),
            ),
            say(
                format!("lâu nhất từ {}", Ms(it.oldest_ms).text()),
                format!("the oldest since {}", Ms(it.oldest_ms).text()),
            ),
        ),
        Matter::Shift(it) => (
            say(
                format!("{} chưa đóng ca từ hôm trước", it.booth),
                format!("{} has a shift open since before today", it.booth),
            ),
            say(
                format!("{} mở lúc {}", it.opened_by, Ms(it.opened_ms).text()),
                format!("opened by {} on {}", it.opened_by, Ms(it.opened_ms).text()),
            ),
        ),
        Matter::Recalled(it) => (
            say(
                format!("Lô {} bị thu hồi còn ở {}", it.lot, it.places),
                format!("Recalled lot {} still lies at {}", it.lot, it.places),
            ),
            format!("{} · {} {}", it.name, Quantity(it.quantity).text(), it.unit),
        ),
        Matter::Certificates { expired, soon } => certificates(*expired, *soon, lang),
        Matter::Flagged(count) => {
            let (count, sales) = (group(*count), plural(*count, "sale", "sales"));
            let en = format!("{count} {sales} of today to be looked at");
            (say(format!("{count} phiếu hôm nay cần xem lại"), en), String::new())
        }
    }
}

/// What has run out comes first, and what will soon below it; of none nothing is said.
fn certificates(expired: i64, soon: i64, lang: Lang) -> (String, String) {
    let some = |count: i64, vi: &str, (one, many): (&str, &str)| match count {
        0 => None,
        _ => Some(format!("{count} {}", lang.say(vi, plural(count, one, many)))),
    };
    let past = (
        "product on sale has an expired certificate",
        "products on sale have an expired certificate",
    );
    let near = ("certificate expires within 30 days", "certificates expire within 30 days");
    let past = some(expired, "sản phẩm đang bán đã hết hạn giấy", past);
    let near = some(soon, "sản phẩm đang bán hết hạn giấy trong 30 ngày", near);
    match (past, near) {
        (Some(past), near) => (past, near.unwrap_or_default()),
        (None, near) => (near.unwrap_or_default(), String::new()),
    }
}

/// Where a line is mended.
fn address(matter: &Matter, base: &str) -> String {
    let fair = base.trim_start_matches("/fairs/");
    match matter {
        Matter::Silent { booth, .. } => format!("{base}/booths/{}/shifts", part(booth)),
        Matter::Unsent(it) => format!("{base}/booths/{}/numbers", part(&it.booth)),
        Matter::Uncertain(it) | Matter::Missing(it) => {
            format!("/transfers?fair={fair}&state={}", it.state)
        }
        Matter::Shift(it) => format!("/shifts/{}", hex_uid(&it.uid)),
        Matter::Recalled(it) => place::lot(it.product, &it.lot),
        Matter::Certificates { .. } => "/reports/products".to_owned(),
        Matter::Flagged(_) => format!("{base}/sales"),
    }
}

async fn put_off(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    mut form: Form,
) -> Shown {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let fair = fair_row(&mut db, &code).await.spoken(lang)?;
    drop(db);
    if let Some(off) = read(&mut form, fair.uid, &caller, app.shop.clock.now()) {
        let kept =
            app.shop.desk.local(move |db| Box::pin(async move { store::keep_off(db, &off).await }));
        kept.await.spoken(lang)?;
    }
    match form.first_error() {
        Some(say) => Err(Problem(say.clone().into(), lang).into()),
        None => saved(&format!("/board/{}", part(&code))),
    }
}

fn read(form: &mut Form, fair: Vec<u8>, caller: &Caller, now: Ms) -> Option<store::Off> {
    let (matter, reason) = (form.required("matter", 80), form.required("reason", 80));
    let hours = form.count("hours").filter(|hours| HOURS.contains(hours));
    if hours.is_none() {
        form.wrong("hours", Say::new("Hãy chọn lại", "Please choose again"));
    }
    let until = Ms(now.0 + hours? * HOUR);
    let off = store::Off { fair, matter, until, reason, actor: caller.actor(), at: now };
    form.ok().then_some(off)
}

async fn look_again(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let fair = fair_row(&mut db, &code).await.spoken(lang)?;
    drop(db);
    let again = app
        .shop
        .desk
        .local(move |db| Box::pin(async move { store::look_again(db, &fair.uid).await }));
    again.await.spoken(lang)?;
    saved(&format!("/board/{}", part(&code)))
}
