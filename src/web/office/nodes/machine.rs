//! One machine that joined: what is known of it, and what can be done when its folder was moved or
//! it is no longer ours.

use crate::{
    base::{
        clock::Ms,
        id::NodeId,
        lang::{Lang, Say},
        money::{Money, group},
        refusal::Refusal,
    },
    node::key,
    sync::hub::{
        BEHIND, COPIED,
        store::{self, JoinedRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::Spoken,
            route::{get, post},
        },
        office::nodes::home::{called, only_hub, skew},
        ui::{
            answer::{Shown, saved, shown},
            form::asked,
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// Routes of one machine.
pub fn router() -> Router<App> {
    Router::new()
        .route("/hub/machines/{uid}", get(one))
        .route("/hub/machines/{uid}/release", post(release))
        .route("/hub/machines/{uid}/end", post(let_go))
}

async fn load(app: &App, node: NodeId) -> Result<JoinedRow, Refusal> {
    let row = store::joined(&mut *app.shop.read().await?, node).await?;
    row.ok_or_else(|| Refusal::NotFound(Say::new("Không có máy này", "No such laptop")))
}

async fn one(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(node): Path<NodeId>,
) -> Shown {
    only_hub(&caller)?;
    let row = load(&app, node).await.spoken(caller.lang)?;
    shown(draw(&caller, &row))
}

async fn release(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(node): Path<NodeId>,
) -> Shown {
    only_hub(&caller)?;
    load(&app, node).await.spoken(caller.lang)?;
    let done = app.shop.desk.local(move |db| Box::pin(store::release(db, node))).await;
    done.spoken(caller.lang)?;
    saved(&format!("/hub/machines/{node}"))
}

async fn let_go(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(node): Path<NodeId>,
) -> Shown {
    only_hub(&caller)?;
    load(&app, node).await.spoken(caller.lang)?;
    let done = app.shop.desk.local(move |db| {
        Box::pin(async move {
            store::let_go(&mut *db, node).await?;
            key::forget(db, node).await
        })
    });
    let done = done.await;
    done.spoken(caller.lang)?;
    saved("/hub")
}

fn draw(caller: &Caller, row: &JoinedRow) -> Markup {
    let lang = caller.lang;
    let title = called(row);
    let body = html! {
        div class="narrow" {
            p { a href="/hub" { (lang.say("← Tổng hợp", "← All fairs")) } }
            h1 { (title) }
            @if row.trouble == COPIED { (copied(lang)) }
            @if row.trouble == BEHIND { (behind(lang)) }
            div class="table-wrap" { table class="table" { tbody {
                @for (name, value) in facts(row, lang) {
                    tr { th { (name) } td style="overflow-wrap:anywhere" { (value) } }
                }
            } } }
            @if caller.organiser().is_ok() { (acts(row, lang)) }
        }
    };
    page::page(caller, "/hub", &title, body)
}

fn copied(lang: Lang) -> Markup {
    html! {
        p class="notice stop" { (lang.say(
            "Sổ này vừa gửi từ một máy tính khác với máy đã kết nối, nên không được nhận. Hỏi xem \
             có hai máy cùng chạy một thư mục không.",
            "This book came from another computer than the one that joined, and was not taken. Ask \
             whether two computers run the same folder.",
        )) }
    }
}

fn behind(lang: Lang) -> Markup {
    html! {
        p class="notice stop" { (lang.say(
            "Ở đây có nhiều mục của máy này hơn chính nó: thư mục ở đó là bản cũ, hoặc có hai máy \
             cùng chạy một thư mục. Phiếu bán của máy ấy không về tới đây.",
            "There is more of this machine’s book here than it has itself: its folder is an older \
             copy, or two computers run one folder. What it sells does not get here.",
        )) }
    }
}

fn facts(row: &JoinedRow, lang: Lang) -> Vec<(&'static str, String)> {
    let left = format!("{} · {}", group(row.rows_left), Money(row.money_left).text());
    vec![
        (lang.say("Kết nối từ", "Joined"), Ms(row.joined_ms).text()),
        (lang.say("Liên lạc lần cuối", "Last contact"), Ms(row.seen_ms).text()),
        (lang.say("Mục sổ ở máy đó", "Entries there"), group(row.rows)),
        (lang.say("Chưa về tới đây (lúc đó)", "Not here yet (then)"), left),
        (lang.say("Đồng hồ lệch", "Its clock differs by"), skew(row.skew_ms, lang)),
        (lang.say("Phiên bản", "Version"), row.version.clone()),
        (lang.say("Mã máy", "Id"), row.node.to_string()),
    ]
}

fn acts(row: &JoinedRow, lang: Lang) -> Markup {
    let to = |act: &str| format!("/hub/machines/{}/{act}", row.node);
    html! {
        (asked(
            html! { (lang.say("Nhận từ máy tính khác…", "Take from another computer…")) },
            html! { p { (lang.say(
                "Chỉ khi thư mục dữ liệu đã được chuyển hẳn sang máy tính khác và máy cũ không \
                 chạy nó nữa. Máy nào liên lạc trước thì được nhận từ nay.",
                "Only when the data folder was moved to another computer for good, and the old one \
                 does not run it any more. Whichever is in contact first is taken from now on.",
            )) } },
            html! { form method="post" action=(to("release")) {
                button class="danger" { (lang.say("Nhận từ máy tính khác",
                    "Take from another computer")) }
            } },
        ))
        (asked(
            html! { (lang.say("Ngắt kết nối máy này…", "Let this laptop go…")) },
            html! { p { (lang.say(
                "Từ nay máy này không gửi được nữa, cho tới khi được mời lại. Sổ đã nhận vẫn còn.",
                "From now on it can send nothing until it is invited again. What it sent stays.",
            )) } },
            html! { form method="post" action=(to("end")) {
                button class="danger" { (lang.say("Ngắt kết nối", "Let it go")) }
            } },
        ))
    }
}
