//! One machine that joined: what is known of it, and what can be done when its folder was moved or
//! it is no longer ours.

use crate::{
    backup::Whose,
    base::{
        clock::Ms,
        id::NodeId,
        lang::{Lang, Say},
        money::{Money, group},
        refusal::Refusal,
    },
    desk::chains::disputed::store::{Unreckoned, unreckoned},
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
        office::{
            backups::copy,
            nodes::home::{called, only_hub, skew},
        },
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
        .route("/hub/machines/{uid}/book", post(book))
}

async fn load(app: &App, node: NodeId) -> Result<(JoinedRow, Unreckoned), Refusal> {
    let mut db = app.shop.read().await?;
    let none = || Refusal::NotFound(Say::new("Không có máy này", "No such laptop"));
    let row = store::joined(&mut db, node).await?.ok_or_else(none)?;
    Ok((row, unreckoned(&mut db, node).await?))
}

async fn one(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(node): Path<NodeId>,
) -> Shown {
    only_hub(&caller)?;
    let (row, left_out) = load(&app, node).await.spoken(caller.lang)?;
    shown(draw(&caller, &row, left_out))
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

/// The book of a lost laptop, as far as it is here.
async fn book(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(node): Path<NodeId>,
) -> Shown {
    only_hub(&caller)?;
    load(&app, node).await.spoken(caller.lang)?;
    Ok(copy(&app, Whose::Lost(node)).await.spoken(caller.lang)?)
}

fn draw(caller: &Caller, row: &JoinedRow, left_out: Unreckoned) -> Markup {
    let lang = caller.lang;
    let title = called(row);
    let body = html! {
        div class="narrow" {
            p { a href="/hub" { (lang.say("← Tổng hợp", "← All fairs")) } }
            h1 { (title) }
            @if row.trouble == COPIED { (copied(lang)) }
            @if row.trouble == BEHIND { (behind(lang)) }
            @if left_out.sales > 0 { (uncounted(lang, left_out)) }
            div class="table-wrap" { table class="table" { tbody {
                @for (name, value) in facts(row, left_out, lang) {
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

fn uncounted(lang: Lang, Unreckoned { sales, money, .. }: Unreckoned) -> Markup {
    let (sales, money) = (group(sales), Money(money).text());
    html! {
        p class="notice stop" { (match lang {
            Lang::Vi => format!(
                "Chưa vào con số nào: {sales} phiếu bán của máy này ({money}), bán ở phiên mà theo \
                 sổ ở đây máy này không phụ trách. Nếu phiên ấy được giao từ một máy tổng hợp \
                 khác, hoặc sau bản sao lưu đang dùng ở đây, hãy đưa sổ đó về đây."
            ),
            Lang::En => format!(
                "Sales of this machine in no figure yet: {sales} ({money}), made at a fair that, \
                 by the book here, is not in its charge. If it was given that fair by another \
                 hub, or after the backup that is used here, bring that book here."
            ),
        }) }
    }
}

fn facts(row: &JoinedRow, out: Unreckoned, lang: Lang) -> Vec<(&'static str, String)> {
    let left = format!("{} · {}", group(row.rows_left), Money(row.money_left).text());
    vec![
        (lang.say("Kết nối từ", "Joined"), Ms(row.joined_ms).text()),
        (lang.say("Liên lạc lần cuối", "Last contact"), Ms(row.seen_ms).text()),
        (lang.say("Mục sổ ở máy đó", "Entries there"), group(row.rows)),
        (lang.say("Chưa về tới đây (lúc đó)", "Not here yet (then)"), left),
        (lang.say("Không vào con số nào", "In no figure"), group(out.entries)),
        (lang.say("Đồng hồ lệch", "Its clock differs by"), skew(row.skew_ms, lang)),
        (lang.say("Phiên bản", "Version"), row.version.clone()),
        (lang.say("Mã máy", "Id"), row.node.to_string()),
    ]
}

/// Its laptop is lost: the book that is here is restored on another one.
fn lost(row: &JoinedRow, lang: Lang) -> Markup {
    let left = match (row.rows_left, lang) {
        (0, _) => None,
        (left, Lang::Vi) => Some(format!("Lần cuối còn {} mục chưa về tới đây.", group(left))),
        (left, Lang::En) => {
            Some(format!("At the last contact {} entries were not here yet.", group(left)))
        }
    };
    asked(
        html! { (lang.say("Máy hỏng hay mất: lấy sổ…", "It is lost or broken: take its book…")) },
        html! {
            p { (lang.say(
                "Chỉ khi máy đó không còn, và không có bản sao lưu nào mới hơn. Tệp này có mọi thứ \
                 máy đó đã gửi về đây, trừ mã PIN, mật khẩu, thiết bị đã ghép và máy in. Ở máy \
                 mới: chophien restore TỆP --data THƯ_MỤC --take-over, rồi kết nối lại. Điện thoại \
                 ghép lại, và tự gửi những phiếu chưa về.",
                "Only when that laptop is gone and there is no newer backup. The file has all that \
                 it had sent, but no PINs, passwords, paired devices or printers. On the new \
                 laptop: chophien restore FILE --data FOLDER --take-over, then join again. Phones \
                 are paired anew, and send what had not come.",
            )) }
            @if let Some(left) = left { p class="notice" { (left) } }
        },
        html! { form method="post" action={ "/hub/machines/" (row.node) "/book" } {
            button { (lang.say("Tải sổ của máy này", "Download its book")) }
        } },
    )
}

fn acts(row: &JoinedRow, lang: Lang) -> Markup {
    let to = |act: &str| format!("/hub/machines/{}/{act}", row.node);
    html! {
        (lost(row, lang))
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
