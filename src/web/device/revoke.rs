//! Revoking a device. It cannot be taken back: a device that is revoked sends nothing any more, and
//! what it sold and never sent is on it alone. So it is asked first, with what is known of that;
//! where sales are missing, their count is typed.

use crate::{
    base::{
        clock::Ms,
        lang::{Lang, Say, plural},
        refusal::Refusal,
    },
    desk::command::Command,
    sale::numbers::store::{Standing, standing},
    staff::{
        Change, Device, access,
        store::{self, DeviceRow},
    },
    web::{
        device::api::device_of,
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, change, saved, shown, to},
            form::{Ask, Form, Kind},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};
use uuid::Uuid;

/// Routes of revoking.
pub fn router() -> Router<App> {
    Router::new().route("/devices/{uid}/revoke", get(ask).merge(post(revoke)))
}

/// A device, and what is known of what it has not sent.
struct Found {
    row: DeviceRow,
    standing: Standing,
}

async fn find(app: &App, uid: Uuid, lang: Lang) -> Result<Found, Problem> {
    let mut db = app.shop.read().await.spoken(lang)?;
    let row = store::device(&mut db, uid.as_bytes()).await.spoken(lang)?;
    let none = || Refusal::NotFound(Say::new("Không có thiết bị này", "No such device"));
    let row = row.ok_or_else(none).spoken(lang)?;
    let standing = standing(&mut db, uid.as_bytes()).await.spoken(lang)?;
    Ok(Found { row, standing })
}

async fn ask(Organiser(caller): Organiser, State(app): State<App>, Path(uid): Path<Uuid>) -> Shown {
    let found = find(&app, uid, caller.lang).await?;
    if found.row.revoked == 1 {
        return to("/devices");
    }
    shown(draw(&caller, &found, uid, &Form::default()))
}

fn draw(caller: &Caller, found: &Found, uid: Uuid, form: &Form) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let missing = found.standing.missing();
    let name = &found.row.name;
    let title = match lang {
        Lang::Vi => format!("Thu hồi “{name}”?"),
        Lang::En => format!("Revoke “{name}”?"),
    };
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            p class="sub" { (found.row.place.as_deref().unwrap_or_default()) }
            (unsent(found, lang))
            p { (lang.say(
                "Thu hồi rồi thì máy này không bán và không gửi gì nữa; muốn dùng lại phải ghép \
                 lại từ đầu. Phiếu chưa gửi chỉ còn trên chính máy đó, lấy ra được bằng tệp.",
                "A revoked device sells and sends nothing any more; to be used again it is paired \
                 anew. What it has not sent is on that device alone, and comes out as a file.",
            )) }
            form class="form" method="post" action={ "/devices/" (uid) "/revoke" } {
                (ask.head())
                @if missing > 0 {
                    (ask.field("missing", lang.say("Gõ số phiếu còn thiếu để xác nhận",
                        "Type how many are missing to say so"), Kind::Digits, ""))
                }
                div class="form-end" {
                    a class="button big" href="/devices" { (lang.say("Giữ máy này", "Keep it")) }
                    button class="big danger" { (lang.say("Thu hồi máy", "Revoke the device")) }
                }
            }
        }
    };
    page::page(caller, "/devices", &title, body)
}

/// What is unsent as far as this laptop knows, and when the device was last seen.
fn unsent(found: &Found, lang: Lang) -> Markup {
    let it = &found.standing;
    let missing = it.missing();
    let seen = match (it.seen_ms(), lang) {
        (Some(at), Lang::Vi) => format!("Máy nối với máy chủ lần cuối lúc {}.", Ms(at).text()),
        (Some(at), Lang::En) => format!("It was last seen on {}.", Ms(at).text()),
        (None, Lang::Vi) => "Máy chưa bán phiếu nào.".to_owned(),
        (None, Lang::En) => "It has sold nothing yet.".to_owned(),
    };
    let known = match (missing, lang) {
        (0, _) => lang
            .say(
                "Tới lúc đó máy đã gửi hết; bán sau đó mà chưa gửi thì ở đây không biết được.",
                "By then it had sent everything; what it sold since is not known here.",
            )
            .to_owned(),
        (n, Lang::Vi) => format!("{n} phiếu máy đã bán mà chưa về đây."),
        (n, Lang::En) => {
            format!("{n} {} of it never came here.", plural(n, "sale", "sales"))
        }
    };
    let class = if missing > 0 { "notice stop" } else { "notice gold" };
    html! {
        div class=(class) role="alert" { div {
            p { (seen) }
            @if it.seen_ms().is_some() { p { b { (known) } } }
        } }
    }
}

async fn revoke(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<Uuid>,
    mut form: Form,
) -> Shown {
    let found = find(&app, uid, caller.lang).await?;
    let missing = found.standing.missing();
    if missing > 0 && form.count("missing") != Some(missing) {
        form.wrong(
            "missing",
            Say::new(
                format!("Gõ {missing} nếu chắc chắn: những phiếu đó có thể mất"),
                format!("Type {missing} if you are sure: they may be lost"),
            ),
        );
        return again(&form, draw(&caller, &found, uid, &form));
    }
    end(&app, &caller, uid, found.row).await.spoken(caller.lang)?;
    saved("/devices")
}

/// Revokes a device: its token and the sessions opened on it hold no longer.
async fn end(app: &App, caller: &Caller, uid: Uuid, row: DeviceRow) -> Result<(), Refusal> {
    let device = Device { revoked: true, ..device_of(row) };
    change(app, caller, Command::Staff(Change::Device(device))).await?;
    let work = app.shop.desk.revoke(move |db| {
        Box::pin(async move {
            access::store::drop_tokens(db, uid.as_bytes()).await?;
            access::store::drop_sessions_on(db, uid.as_bytes()).await
        })
    });
    work.await
}
