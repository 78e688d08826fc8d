//! Devices: which are paired, pairing another by QR, revoking one.

use crate::{
    base::{
        fold::fold,
        id::hex_uid,
        lang::{Lang, Say},
        refusal::Refusal,
    },
    fair::store as fairs,
    staff::store::{self, DeviceRow},
    web::{
        device::pairing::{HERE, PairingQuery, SETUP, card, mint},
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, part, shown, to},
            form::{Ask, Form, submit},
            list::{Asked, Column, List},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
};
use maud::{Markup, html};

/// Routes of devices.
pub fn router() -> Router<App> {
    Router::new()
        .route("/devices", get(list))
        .route("/fairs/{code}/devices", get(of_fair))
        .route("/devices/pair", get(choose).merge(post(pair)))
        .route("/devices/code", get(code))
}

async fn list(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Shown {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let devices = store::devices(&mut db).await.spoken(lang)?;
    drop(db);
    let title = lang.say("Thiết bị", "Devices");
    let body = draw_page(&asked, &devices, title, lang);
    shown(page::page(&caller, "/devices", title, body))
}

/// The devices in use at one fair.
async fn of_fair(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Shown {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let none = || Refusal::NotFound(Say::new("Không có hội chợ này", "No such fair"));
    let fair = fairs::fair_by_code(&mut db, &code).await.spoken(lang)?;
    let fair = fair.ok_or_else(none).spoken(lang)?;
    let devices = store::devices_at(&mut db, fair.id).await.spoken(lang)?;
    drop(db);
    let path = format!("/fairs/{}/devices", part(&fair.code));
    let act = html! { (unsent(lang)) (pairing(lang)) };
    let body = html! {
        (place::fair(&caller, &fair, "devices", act))
        (drawn(&path, &asked, &devices, lang))
    };
    shown(page::page(&caller, &path, &fair.name, body))
}

fn unsent(lang: Lang) -> Markup {
    html! {
        a class="button" href="/unsent" {
            (lang.say("Nhập phiếu chưa gửi", "Bring in unsent sales"))
        }
    }
}

fn pairing(lang: Lang) -> Markup {
    html! {
        a class="button filled" href="/devices/pair" {
            (lang.say("Ghép thiết bị", "Pair a device"))
        }
    }
}

fn draw_page(asked: &Asked, devices: &[DeviceRow], title: &str, lang: Lang) -> Markup {
    html! {
        div class="page-head" {
            h1 { (title) }
            div class="actions" {
                a class="button" href="/help/card" {
                    (lang.say("Thẻ người bán", "Seller’s card"))
                }
                (unsent(lang)) (pairing(lang))
            }
        }
        p { a href="/trust" { (lang.say("Cài chứng chỉ để dùng HTTPS trên máy của ban tổ chức",
            "Install the certificate for HTTPS on the organiser’s own devices")) } }
        (drawn("/devices", asked, devices, lang))
    }
}

fn drawn(path: &str, asked: &Asked, devices: &[DeviceRow], lang: Lang) -> Markup {
    html! {
        @if devices.is_empty() {
            p class="empty" {
                (lang.say("Chưa có thiết bị nào. Bấm “Ghép thiết bị” và quét mã bằng điện thoại.",
                    "No devices yet. Press “Pair a device” and scan the code with a phone."))
            }
        } @else { (listed(path, asked, devices, lang)) }
    }
}

/// Devices at `path`: of all fairs, or of one.
fn listed(path: &str, asked: &Asked, devices: &[DeviceRow], lang: Lang) -> Markup {
    let place = |it: &DeviceRow| it.place.clone().unwrap_or_default();
    let fair = |it: &DeviceRow| it.fair_code.clone().unwrap_or_default();
    let used = |it: &DeviceRow| it.revoked == 0;
    List::<DeviceRow>::new(path, asked, lang.say("Thiết bị", "Devices"), lang)
        .searched(
            lang.say("Tìm máy, gian, hội chợ…", "Find a device, booth, fair…"),
            |it| format!("{} {} {} {}", it.name, place(it), it.letter, fair(it)),
        )
        .column(
            Column::new("name", lang.say("Thiết bị", "Device"), |it: &DeviceRow| {
                html! { (it.name) }
            })
            .by(|it| fold(&it.name)),
        )
        .column(
            Column::new("place", lang.say("Gian hoặc cổng", "Booth or gate"), |it| {
                html! { (place(it)) }
            })
            .by(place),
        )
        .column(
            Column::new("fair", lang.say("Hội chợ", "Fair"), |it| html! { (fair(it)) }).by(fair),
        )
        .column(Column::new("letter", lang.say("Ký hiệu", "Letter"), |it: &DeviceRow| {
            html! { (it.letter) }
        }))
        .column(Column::new("state", lang.say("Tình trạng", "State"), |it| state(it, lang)))
        .chip("booths", lang.say("Máy bán", "Tills"), move |it| used(it) && it.booth.is_some())
        .chip("gates", lang.say("Máy ở cổng", "At gates"), move |it| {
            used(it) && it.gate.is_some()
        })
        .chip("revoked", lang.say("Đã thu hồi", "Revoked"), move |it| !used(it))
        .actions(|it| revoke(it, lang))
        .off(move |it| !used(it))
        .draw(devices)
}

fn revoke(it: &DeviceRow, lang: Lang) -> Markup {
    html! {
        @if it.revoked == 0 {
            a class="quiet danger" href={ "/devices/" (hex_uid(&it.uid)) "/revoke" } {
                (lang.say("Thu hồi…", "Revoke…"))
                span class="hidden-words" { " " (it.name) }
            }
        }
    }
}

fn state(it: &DeviceRow, lang: Lang) -> Markup {
    match it.revoked {
        0 => html! { span class="tag good" { (lang.say("Đang dùng", "In use")) } },
        _ => html! { span class="tag" { (lang.say("Đã thu hồi", "Revoked")) } },
    }
}

async fn choose(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    shown(draw(&app, &caller, &Form::default()).await?)
}

async fn draw(app: &App, caller: &Caller, form: &Form) -> Result<Markup, Problem> {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let places = places(app, lang).await.spoken(lang)?;
    let title = lang.say("Ghép thiết bị", "Pair a device");
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            form class="form" method="post" action="/devices/pair" {
                (ask.head())
                (ask.select("place", lang.say("Thiết bị dùng ở đâu?", "Where is it used?"),
                    &places))
                (submit(lang.say("Hiện mã ghép", "Show the code")))
            }
        }
    };
    Ok(page::page(caller, "/devices/pair", title, body))
}

/// Booths and gates in use of fairs that are not over, as (`booth UID`, words).
async fn places(app: &App, lang: Lang) -> Result<Vec<(String, String)>, Refusal> {
    let today = app.shop.clock.now().date().to_string();
    let mut db = app.shop.read().await?;
    let mut places = Vec::new();
    for fair in fairs::fairs(&mut db).await? {
        if !fair.in_use(&today) {
            continue;
        }
        for it in fairs::booths_in_use(&mut db, fair.id).await? {
            let words =
                format!("{} {} · {} ({})", lang.say("Gian", "Booth"), it.code, it.name, fair.name);
            places.push((format!("booth {}", hex_uid(&it.uid)), words));
        }
        for it in fairs::gates(&mut db, fair.id).await? {
            let words =
                format!("{} {} · {} ({})", lang.say("Cổng", "Gate"), it.code, it.name, fair.name);
            places.push((format!("gate {}", hex_uid(&it.uid)), words));
        }
    }
    Ok(places)
}

async fn pair(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    let chosen = form.get("place").split_once(' ');
    let chosen = chosen.and_then(|(kind, uid)| Some((kind == "gate", uid.parse().ok()?)));
    let Some((gate, uid)) = chosen else {
        form.wrong("place", Say::new("Hãy chọn gian hoặc cổng", "Choose a booth or a gate"));
        return again(&form, draw(&app, &caller, &form).await?);
    };
    let (booth, gate) = if gate { (None, Some(uid)) } else { (Some(uid), None) };
    let code = mint(&app, booth, gate).await.spoken(caller.lang)?;
    let code = part(&code);
    to(&match form.get("back") {
        HERE => format!("{HERE}/{code}"),
        SETUP => format!("{SETUP}?code={code}"),
        _ => format!("/devices/code?code={code}"),
    })
}

async fn code(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Query(asked): Query<PairingQuery>,
) -> Shown {
    let lang = caller.lang;
    let title = lang.say("Quét mã để ghép", "Scan to pair");
    let card = card(&app, lang, &asked, "/devices/code").await.spoken(lang)?;
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            (card)
            div class="form-end" {
                a class="button" href="/devices/pair" {
                    (lang.say("Ghép máy khác", "Pair another"))
                }
                a class="button" href="/devices" { (lang.say("Xong", "Done")) }
            }
        }
    };
    shown(page::page(&caller, "/devices/code", title, body))
}
