//! The store rooms of a fair.

use crate::{
    base::{
        id::{FairId, RoomId},
        lang::Lang,
    },
    desk::command::Command,
    fair::{check_code, store::FairRow},
    stock::{
        Room,
        read::store::{self, RoomRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::{fairs::settings::find, stock::lines},
        ui::{
            answer::{Shown, again, change, create, part, saved, shown},
            form::{Ask, Form, Kind},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// Routes of store rooms.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/rooms", get(rooms).merge(post(room)))
}

async fn load(app: &App, caller: &Caller, code: &str) -> Result<(FairRow, Vec<RoomRow>), Problem> {
    let fair = find(app, caller, code).await?;
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let rooms = store::rooms(&mut db, fair.id).await.spoken(caller.lang)?;
    Ok((fair, rooms))
}

async fn rooms(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let (fair, rooms) = load(&app, &caller, &code).await?;
    shown(draw(&caller, &fair, &rooms, &lines::blank(&app)))
}

async fn room(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    mut form: Form,
) -> Shown {
    let (fair, rooms) = load(&app, &caller, &code).await?;
    if let Some(room) = read(&mut form, &fair) {
        let known = form.has("known") && rooms.iter().any(|it| it.uid == room.uid);
        let (uid, command) = (room.uid.0, Command::Room(room));
        let written = match known {
            true => change(&app, &caller, command).await,
            false => create(&app, &caller, uid, command).await,
        };
        if form.takes("code", written) {
            return saved(&path(&fair));
        }
    }
    again(&form, draw(&caller, &fair, &rooms, &form))
}

fn path(fair: &FairRow) -> String {
    format!("/fairs/{}/rooms", part(&fair.code))
}

fn read(form: &mut Form, fair: &FairRow) -> Option<Room> {
    let (code, name) = (form.required("code", 12), form.text("name", 120));
    if let Err(say) = check_code(&code) {
        form.wrong("code", say);
    }
    let uid = form.uid::<RoomId>("uid").filter(|_| form.ok())?;
    let name = if name.is_empty() { code.clone() } else { name };
    // A new one is in use; of one that stands the form says so.
    let active = !form.has("known") || form.get("active") == "1";
    Some(Room { uid, fair: FairId::of_bytes(&fair.uid), code, name, active })
}

fn draw(caller: &Caller, fair: &FairRow, rooms: &[RoomRow], form: &Form) -> Markup {
    let (lang, changes) = (caller.lang, caller.organiser().is_ok());
    let known = form.has("known");
    let body = html! {
        (place::fair(caller, fair, "rooms", html! {}))
        section class="card" {
            h2 { (lang.say("Kho của hội chợ", "Store rooms of the fair")) }
            ul class="facts" {
                @for room in rooms { (listed(fair, room, changes, Ask(form, lang))) }
                @if rooms.is_empty() {
                    li { (lang.say("Chưa có kho nào. Hàng nhập thẳng vào gian vẫn được.",
                        "No store rooms yet. Goods may come straight to the booths.")) }
                }
            }
            @if changes && !known {
                form class="form" method="post" action=(path(fair)) {
                    (Ask(form, lang).head())
                    (Ask(form, lang).hidden("uid"))
                    (fields(Ask(form, lang)))
                    div class="form-end" { button { (lang.say("Thêm kho", "Add the store room")) } }
                }
            }
        }
    };
    page::page(caller, &path(fair), &fair.name, body)
}

fn fields(ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        div class="form-two" {
            (ask.field("code", lang.say("Mã kho", "Code"), Kind::Text,
                lang.say("Như K1; khác mã các gian", "Such as K1; unlike any booth’s")))
            (ask.field("name", lang.say("Tên kho", "Name"), Kind::Text, ""))
        }
    }
}

/// A store room, which leads to its stock; its form is open where it was refused.
fn listed(fair: &FairRow, room: &RoomRow, changes: bool, ask: Ask) -> Markup {
    let lang = ask.1;
    let uid = room.uid.to_string();
    let mine = ask.0.has("known") && ask.0.get("uid") == uid;
    let stands = Form::of([
        ("uid", uid),
        ("known", "1".to_owned()),
        ("code", room.code.clone()),
        ("name", room.name.clone()),
        ("active", room.active.to_string()),
    ]);
    let ask = if mine { ask } else { Ask(&stands, lang) };
    html! {
        li {
            a href={ (path(fair)) "/" (part(&room.code)) } { (room.code) " · " (room.name) }
            @if room.active == 0 { span class="tag" { (lang.say("không dùng", "not in use")) } }
            @if changes { (edit(fair, room, mine, ask)) }
        }
    }
}

fn edit(fair: &FairRow, room: &RoomRow, open: bool, ask: Ask) -> Markup {
    let lang: Lang = ask.1;
    html! {
        details class="edit" open[open] {
            summary class="button quiet" {
                (lang.say("Sửa", "Edit")) span class="hidden-words" { " " (room.name) }
            }
            form class="form" method="post" action=(path(fair)) {
                (ask.head())
                (ask.hidden("uid"))
                (ask.hidden("known"))
                div class="form-two" {
                    (ask.named("code", lang.say("Mã kho", "Code"), &room.code))
                    (ask.named("name", lang.say("Tên kho", "Name"), &room.code))
                }
                (ask.tick("active", lang.say("Đang dùng", "In use")))
                div class="form-end" { button { (lang.say("Lưu kho", "Save the store room")) } }
            }
        }
    }
}
