//! What two machines wrote down of one happening and do not agree in: both sides, for a person to
//! look at. One of each pair stands in the figures.

use crate::{
    base::{
        id::NodeId,
        lang::Lang,
        money::{Money, group},
        refusal::Refusal,
    },
    desk::chains::disputed::{self, Disputed, Side},
    sync::hub::store,
    web::{
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::Spoken,
            route::get,
        },
        office::nodes::home::called,
        ui::{
            answer::{Shown, shown},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashMap;

/// Pairs on a page.
const SHOWN: i64 = 50;

/// Route of the page.
pub fn router() -> Router<App> {
    Router::new().route("/differences", get(list))
}

/// Which page of the list.
#[derive(Deserialize)]
struct Asked {
    /// Pairs before this position of the journal.
    before: Option<i64>,
}

struct View {
    pairs: Vec<Disputed>,
    count: i64,
    own: NodeId,
    /// What machines are called that joined.
    names: HashMap<NodeId, String>,
}

async fn load(app: &App, before: i64) -> Result<View, Refusal> {
    let mut db = app.shop.read().await?;
    let pairs = disputed::list(&mut db, before, SHOWN).await?;
    let count = disputed::store::count(&mut db).await?;
    let joined = store::all_joined(&mut db).await?;
    let names = joined.iter().map(|it| (it.node, called(it))).collect();
    Ok(View { pairs, count, own: app.shop.desk.origin(), names })
}

async fn list(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Shown {
    let before = asked.before.unwrap_or(i64::MAX);
    let view = load(&app, before).await.spoken(caller.lang)?;
    shown(draw(&caller, &view))
}

fn draw(caller: &Caller, view: &View) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Hai sổ ghi khác nhau", "Two books that differ");
    let more = view.pairs.last().filter(|_| view.pairs.len() as i64 == SHOWN);
    let body = html! {
        h1 { (title) }
        p class="sub" { (lang.say(
            "Một việc được hai máy ghi, và hai bản không giống nhau. Một bản nằm trong số liệu, \
             bản kia giữ bên cạnh. Hỏi người bán; nếu bản kia mới đúng thì lập phiếu điều chỉnh.",
            "One happening that two machines wrote down, and not in the same way. One stands in \
             the figures, the other is kept beside it. Ask the seller, and correct it by a \
             document of its own where the other one is right.",
        )) }
        @if view.pairs.is_empty() {
            p class="empty" { (lang.say("Không có chỗ nào khác nhau.", "Nothing differs.")) }
        } @else {
            p { b { (group(view.count)) } " " (lang.say("chỗ khác nhau", "in all")) }
        }
        @for pair in &view.pairs { (drawn(pair, view, lang)) }
        @if let Some(last) = more {
            p { a class="big" href={ "/differences?before=" (last.left_out.pos) } {
                (lang.say("Xem tiếp", "Show more"))
            } }
        }
    };
    page::page(caller, "/differences", title, body)
}

fn drawn(pair: &Disputed, view: &View, lang: Lang) -> Markup {
    html! {
        div class="cards" {
            section class="card" {
                h2 { (what(&pair.stands.kind, lang)) " " (pair.stands.number) }
                p { span class="tag good" { (lang.say("Trong số liệu", "In the figures")) } }
                (side(&pair.stands, view, lang))
            }
            section class="card" {
                h2 { (what(&pair.left_out.kind, lang)) " " (pair.left_out.number) }
                p { span class="tag gold" { (lang.say("Không tính", "Not counted")) } }
                (side(&pair.left_out, view, lang))
            }
        }
    }
}

/// What happened, by the kind of its entry.
fn what(kind: &str, lang: Lang) -> &str {
    match kind {
        "sale.made" => lang.say("Bán hàng", "Sale"),
        "sale.voided" | "sale.refunded" => lang.say("Trả hàng", "Refund"),
        "shift.closed" | "shift.recounted" => lang.say("Chốt ca", "Z report"),
        "stock.posted" => lang.say("Phiếu kho", "Stock document"),
        "payment.stepped" => lang.say("Chuyển khoản", "Transfer"),
        "visit.counted" => lang.say("Lượt khách", "Visits"),
        _ if kind.starts_with("shift.") => lang.say("Ca bán", "Shift"),
        other => other,
    }
}

fn side(it: &Side, view: &View, lang: Lang) -> Markup {
    let machine = match view.names.get(&it.node) {
        _ if it.node == view.own => lang.say("máy này", "this machine").to_owned(),
        Some(name) => name.clone(),
        None => it.node.to_string(),
    };
    html! {
        dl class="pairs" {
            dt { (lang.say("Máy", "Machine")) }
            dd style="overflow-wrap:anywhere" {
                (machine) ", " (lang.say("mục", "entry")) " " (group(it.seq))
            }
            dt { (lang.say("Lúc", "When")) }
            dd { (it.at.text()) }
            dt { (lang.say("Ai", "Who")) }
            dd { (it.actor) }
            @if let Some(Money(amount)) = it.money {
                dt { (lang.say("Tiền", "Money")) }
                dd class="money" { (Money(amount).text()) }
            }
            @for (_, name, quantity) in &it.goods {
                dt { (name) }
                dd class="money" { (quantity.text()) }
            }
        }
    }
}
