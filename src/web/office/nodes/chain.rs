//! A chain that stands still: the entry that could not be taken, beside the one that stands here
//! under its number where there is one, and why.

use crate::{
    base::{
        clock::Ms,
        id::NodeId,
        lang::{Lang, Say},
        money::group,
        refusal::Refusal,
    },
    journal::{self, Entry},
    sync::hub::{
        self,
        store::{self, StoppedRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::Spoken,
            route::{get, post},
        },
        office::nodes::home::only_hub,
        ui::{
            answer::{Shown, saved, shown},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// Routes of a chain.
pub fn router() -> Router<App> {
    Router::new().route("/hub/chains/{uid}", get(one)).route("/hub/chains/{uid}/seen", post(seen))
}

/// Letters of an entry's contents that are shown.
const SHOWN: usize = 4_000;

/// What came, and what stands under its number.
struct View {
    row: StoppedRow,
    came: Option<Entry>,
    stands: Option<Entry>,
}

async fn load(app: &App, chain: NodeId) -> Result<View, Refusal> {
    let mut db = app.shop.read().await?;
    let row = store::stopped(&mut db).await?.into_iter().find(|row| row.origin == chain);
    let none = || Say::new("Chuỗi này không còn dừng", "This chain stands still no longer");
    let row = row.ok_or_else(|| Refusal::NotFound(none()))?;
    let stands = journal::store::chain(&mut db, chain, row.seq - 1, 1).await?.pop();
    Ok(View { came: hub::entry(&row), stands: stands.filter(|it| it.seq == row.seq), row })
}

async fn one(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(chain): Path<NodeId>,
) -> Shown {
    only_hub(&caller)?;
    let view = load(&app, chain).await.spoken(caller.lang)?;
    shown(draw(&caller, &view))
}

async fn seen(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(chain): Path<NodeId>,
) -> Shown {
    only_hub(&caller)?;
    let done = app.shop.desk.local(move |db| Box::pin(store::forget_stop(db, chain))).await;
    done.spoken(caller.lang)?;
    saved("/hub")
}

fn draw(caller: &Caller, view: &View) -> Markup {
    let (lang, row) = (caller.lang, &view.row);
    let title = lang.say("Một chuỗi sổ đang dừng", "A chain stands still");
    let body = html! {
        p { a href="/hub" { (lang.say("← Tổng hợp", "← All fairs")) } }
        h1 { (title) }
        p class="notice stop" { (lang.say("Mục", "Entry")) " " (group(row.seq)) ": "
            (hub::halted(row.clone()).say().in_lang(lang)) }
        p class="sub" { (lang.say("Chuỗi", "Chain")) " " (row.origin) " · "
            (lang.say("gửi bởi", "sent by")) " " (row.node) " · " (Ms(row.at_ms).text()) }
        div class="cards" {
            section class="card" {
                h2 { (lang.say("Mục vừa gửi tới, không nhận", "What came, and was not taken")) }
                (entry(view.came.as_ref(), lang))
            }
            section class="card" {
                h2 { (lang.say("Mục đang có ở đây", "What stands here")) }
                (entry(view.stands.as_ref(), lang))
            }
        }
        @if caller.organiser().is_ok() {
            form method="post" action={ "/hub/chains/" (row.origin) "/seen" } {
                button class="big" { (lang.say("Đã xem, bỏ khỏi danh sách",
                    "Seen: take it off the list")) }
            }
            p class="hint" { (lang.say("Nếu lại dừng thì lại hiện. Không mục sổ nào bị xoá.",
                "Should it stop again it is told again. No entry is removed.")) }
        }
    };
    page::page(caller, "/hub", title, body)
}

fn entry(it: Option<&Entry>, lang: Lang) -> Markup {
    let Some(it) = it else {
        return html! { p { (lang.say("Không có", "None")) } };
    };
    let rows = [
        (lang.say("Lúc", "When"), Ms(it.at_ms).text()),
        (lang.say("Việc gì", "What"), it.kind.clone()),
        (lang.say("Ai", "Who"), it.actor.clone()),
        (lang.say("Mã băm", "Hash"), hex::encode(&it.hash)),
        (lang.say("Nối sau", "After"), hex::encode(&it.prev_hash)),
    ];
    let body: String = it.body.chars().take(SHOWN).collect();
    html! {
        div class="table-wrap" { table class="table" { tbody {
            @for (name, value) in rows {
                tr { th { (name) } td style="overflow-wrap:anywhere" { (value) } }
            }
        } } }
        details {
            summary { (lang.say("Nội dung", "Contents")) }
            pre style="white-space:pre-wrap;overflow-wrap:anywhere" { (body) }
        }
    }
}
