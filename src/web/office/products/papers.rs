//! A maker's quality certificates and codes of areas, and the form that takes another or mends one.

use crate::{
    base::{
        clock::date_text,
        id::{CertificateId, ProducerId},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    catalog::{
        Change,
        makers::store::{ProducerListing, producer_listed},
        papers::{Quality, QualityKind, store::quality},
    },
    desk::command::Command,
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, change, saved, shown},
            form::{Ask, Form, Kind, options, submit},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

/// The routes of a maker's papers.
pub fn router() -> Router<App> {
    Router::new().route("/producers/{uid}/papers", get(papers).merge(post(keep)))
}

#[derive(Deserialize)]
struct Which {
    paper: Option<CertificateId>,
}

/// A maker with all papers.
struct Maker {
    uid: Uuid,
    it: ProducerListing,
    papers: Vec<Quality>,
    today: Date,
}

impl Maker {
    fn path(&self) -> String {
        format!("/producers/{}/papers", self.uid)
    }
}

async fn load(app: &App, caller: &Caller, uid: Uuid) -> Result<Maker, Problem> {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let none = || Refusal::NotFound(Say::new("Không có chủ thể này", "No such producer"));
    let row = producer_listed(&mut db, uid.as_bytes()).await.spoken(lang)?;
    let it = row.ok_or_else(none).spoken(lang)?;
    let papers = quality(&mut db, Some(uid.as_bytes())).await.spoken(lang)?;
    Ok(Maker { uid, it, papers, today: app.shop.clock.now().date() })
}

async fn papers(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(uid): Path<Uuid>,
    Query(which): Query<Which>,
) -> Shown {
    let maker = load(&app, &caller, uid).await?;
    let paper = which.paper.and_then(|uid| maker.papers.iter().find(|it| it.uid == uid));
    let form = paper.map(filled).unwrap_or_else(|| {
        let fresh = app.shop.chance.uid(app.shop.clock.now());
        Form::of([("paper", fresh.to_string()), ("kind", QualityKind::VietGap.as_str().into())])
    });
    shown(draw(&caller, &maker, &form))
}

fn filled(it: &Quality) -> Form {
    let day = |day: Option<Date>| day.map(|it| it.to_string()).unwrap_or_default();
    Form::of([
        ("paper", it.uid.to_string()),
        ("kind", it.kind.as_str().into()),
        ("number", it.number.clone()),
        ("area_code", it.area_code.clone()),
        ("hectares", it.hectares.map(|it| it.text()).unwrap_or_default()),
        ("issued_by", it.issued_by.clone()),
        ("holds_from", it.holds_from.to_string()),
        ("expires_on", day(it.expires_on)),
        ("withdrawn", u8::from(it.withdrawn).to_string()),
    ])
}

async fn keep(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<Uuid>,
    mut form: Form,
) -> Shown {
    let maker = load(&app, &caller, uid).await?;
    if let Some(paper) = read(&mut form, ProducerId(uid)) {
        let command = Command::Catalog(Change::Quality(paper));
        if form.takes("", change(&app, &caller, command).await) {
            return saved(&maker.path());
        }
    }
    again(&form, draw(&caller, &maker, &form))
}

/// The paper that was typed; none where something of it is wrong.
fn read(form: &mut Form, producer: ProducerId) -> Option<Quality> {
    let (uid, kind) = (form.uid::<CertificateId>("paper"), form.word::<QualityKind>("kind"));
    let holds_from = form.date("holds_from");
    if holds_from.is_none() && form.get("holds_from").trim().is_empty() {
        form.wrong("holds_from", Say::new("Hãy nhập ngày cấp", "Enter the day"));
    }
    let paper = Quality {
        number: form.text("number", 80),
        area_code: form.text("area_code", 80),
        hectares: form.quantity("hectares"),
        issued_by: form.text("issued_by", 200),
        expires_on: form.date("expires_on"),
        withdrawn: form.get("withdrawn") == "1",
        uid: uid?,
        kind: kind?,
        holds_from: holds_from?,
        producer,
    };
    if let Err(say) = paper.check() {
        form.wrong("", say);
    }
    form.ok().then_some(paper)
}

fn draw(caller: &Caller, maker: &Maker, form: &Form) -> Markup {
    let (lang, writes) = (caller.lang, caller.organiser().is_ok());
    let title = lang.say("Giấy chứng nhận chất lượng", "Quality certificates");
    let body = html! {
        div class="narrow" {
            p class="crumbs" {
                a href="/producers" { (lang.say("Chủ thể", "Producers")) } " › "
                @if writes { a href={ "/producers/" (maker.uid) } { (maker.it.name) } " ›" }
                @else { (maker.it.name) }
            }
            h1 { (title) }
            p class="sub" { (maker.it.name) }
            @if maker.papers.is_empty() {
                p class="empty" { (lang.say("Chưa ghi giấy nào.", "No papers yet.")) }
            }
            @for paper in maker.papers.iter().rev() { (card(maker, paper, writes, lang)) }
            @if writes { (entering(maker, form, lang)) }
        }
    };
    page::page(caller, "/products", title, body)
}

fn card(maker: &Maker, it: &Quality, writes: bool, lang: Lang) -> Markup {
    let (class, state) = if it.withdrawn {
        ("tag stop", lang.say("Đã rút", "Taken back"))
    } else if it.holds(maker.today) {
        ("tag good", lang.say("Còn hiệu lực", "Valid"))
    } else if maker.today < it.holds_from {
        ("tag wait", lang.say("Chưa hiệu lực", "Not yet valid"))
    } else {
        ("tag stop", lang.say("Đã hết hạn", "Expired"))
    };
    let to = it.expires_on.map(date_text);
    let area = it.hectares.map(|it| format!("{} ha", it.text())).unwrap_or_default();
    html! {
        section class="card" {
            h2 { (it.kind.label(lang)) " " span class=(class) { (state) } }
            ul class="facts" {
                @for (label, value) in [
                    (lang.say("Số giấy", "Number"), it.number.as_str()),
                    (lang.say("Mã số vùng, cơ sở", "Code of the area"), it.area_code.as_str()),
                    (lang.say("Diện tích", "Area"), area.as_str()),
                    (lang.say("Nơi cấp", "Issued by"), it.issued_by.as_str()),
                    (lang.say("Cấp ngày", "Holds from"), date_text(it.holds_from).as_str()),
                    (lang.say("Hết hạn", "Expires"),
                        to.as_deref().unwrap_or(lang.say("Không thời hạn", "Does not expire"))),
                ] {
                    @if !value.is_empty() { li { span { (label) } b { (value) } } }
                }
            }
            @if writes {
                a class="button quiet" href={ (maker.path()) "?paper=" (it.uid) "#enter" } {
                    (lang.say("Sửa", "Edit"))
                }
            }
        }
    }
}

fn entering(maker: &Maker, form: &Form, lang: Lang) -> Markup {
    let ask = Ask(form, lang);
    let known = maker.papers.iter().any(|it| it.uid.to_string() == form.get("paper"));
    html! {
        section class="card" id="enter" {
            h2 {
                @if known { (lang.say("Sửa giấy", "Edit the paper")) }
                @else { (lang.say("Thêm giấy", "Another paper")) }
            }
            form class="form" method="post" action=(maker.path()) {
                (ask.head())
                (ask.hidden("paper"))
                (ask.select("kind", lang.say("Loại giấy", "Kind"),
                    &options(QualityKind::ALL, QualityKind::as_str, |it| it.label(lang))))
                div class="form-two" {
                    (ask.maybe("number", lang.say("Số giấy", "Number"), Kind::Text, ""))
                    (ask.maybe("issued_by", lang.say("Nơi cấp", "Issued by"), Kind::Text, ""))
                    (ask.maybe("area_code", lang.say("Mã số vùng, cơ sở", "Code of the area"),
                        Kind::Text, ""))
                    (ask.maybe("hectares", lang.say("Diện tích (ha)", "Area (ha)"), Kind::Number,
                        lang.say("Ví dụ 12,35", "Such as 12.35")))
                    (ask.field("holds_from", lang.say("Cấp ngày", "Holds from"), Kind::Date, ""))
                    (ask.maybe("expires_on", lang.say("Hết hạn ngày", "Expires on"), Kind::Date,
                        lang.say("Ngày đầu tiên không còn hiệu lực",
                            "The first day on which it no longer holds")))
                }
                @if known {
                    (ask.tick("withdrawn", lang.say("Rút giấy này (ghi nhầm, bị thu hồi)",
                        "Take this paper back (a mistake, or withdrawn)")))
                }
                (submit(lang.say("Lưu giấy", "Save the paper")))
            }
        }
    }
}
