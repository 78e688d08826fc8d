//! How each standby keeps up, on the page of copies; and, on a standby, whom it follows.

use crate::{
    base::{
        clock::Ms,
        id::NodeId,
        lang::{Lang, plural},
        money::group,
        refusal::Refusal,
    },
    node,
    standby::{
        State,
        follow::KEPT_UP,
        leader::{self, Standing},
    },
    web::{
        http::{
            app::App,
            guard::{Organiser, Overseer},
            problem::Spoken,
            route::{get, post},
        },
        ui::{
            answer::{Shown, saved, shown},
            form::{Ask, Form, asked},
        },
    },
};
use axum::{
    Router,
    extract::{Path, State as With},
};
use maud::{Markup, html};

/// Routes of standbys that are there.
pub fn router() -> Router<App> {
    Router::new().route("/standbys/state", get(state)).route("/standbys/{uid}/end", post(end))
}

/// What is shown.
struct View {
    all: Vec<Standing>,
    own: State,
    node: node::Standing,
    now: Ms,
}

async fn load(app: &App) -> Result<View, Refusal> {
    let mut db = app.shop.read().await?;
    let all = app.standbys.standing_in(&mut db).await?;
    let node = node::store::standing(&mut db, app.shop.desk.origin()).await?;
    drop(db);
    Ok(View { all, own: app.follower.state(), node, now: app.shop.clock.now() })
}

/// How it stands, alone, as the page asks for it again while it is open.
async fn state(Overseer(caller): Overseer, With(app): With<App>) -> Shown {
    let view = load(&app).await.spoken(caller.lang)?;
    shown(standing(&view, caller.lang))
}

async fn end(
    Organiser(caller): Organiser,
    With(app): With<App>,
    Path(node): Path<NodeId>,
) -> Shown {
    leader::let_go(&app.shop, node).await.spoken(caller.lang)?;
    saved("/backups")
}

/// The same for the board, where there is a standby.
pub async fn piece(app: &App, lang: Lang) -> Result<Markup, Refusal> {
    let view = load(app).await?;
    let any = !view.all.is_empty() || view.own.leader.is_some();
    Ok(html! {
        @if any { div data-attention="/standbys/state" { (standing(&view, lang)) } }
    })
}

/// The section on the page of copies.
pub async fn section(app: &App, lang: Lang) -> Result<Markup, Refusal> {
    let view = load(app).await?;
    if view.node.collects {
        return Ok(html! {});
    }
    Ok(html! {
        section class="card" id="standbys" {
            h2 { (lang.say("Máy dự phòng", "Standby")) }
            div data-attention="/standbys/state" { (standing(&view, lang)) }
            @if !view.node.waits() && !view.node.followed {
                @for it in &view.all { (let_go(it, lang)) }
                (add(lang))
            }
        }
    })
}

fn standing(view: &View, lang: Lang) -> Markup {
    html! {
        @if let Some(words) = following(&view.own, view.node.waits(), view.now, lang) {
            p { (words) }
        } @else if view.all.is_empty() {
            p { (lang.say(
                "Máy thứ hai theo sát máy này từng giây. Máy này hỏng thì bán tiếp ở máy kia trong \
                 chưa tới một phút, không mất phiếu nào đã bán.",
                "A second laptop follows this one second by second. When this one breaks, selling \
                 goes on there within a minute, and no sale is lost.",
            )) }
        }
        @for it in &view.all {
            @let silent = it.is_silent(view.now);
            p class={ "notice " (if silent { "stop" } else { "" }) } role="status" {
                (line(it, view.now, lang))
            }
        }
    }
}

/// `Máy dự phòng Quầy 2: theo kịp, lần cuối 14:32:05`.
pub fn line(it: &Standing, now: Ms, lang: Lang) -> String {
    let name = format!("{} {}", lang.say("Máy dự phòng", "Standby"), it.row.name);
    let Some(seen) = it.seen else {
        return format!("{name}: {}", lang.say("chưa nối lần nào", "never came yet"));
    };
    let seen = time(seen);
    let behind = it.left.filter(|left| *left > 0);
    match (it.is_silent(now), behind, lang) {
        (true, _, Lang::Vi) => format!("{name}: mất liên lạc, lần cuối {seen}"),
        (true, _, Lang::En) => format!("{name}: not heard, last at {seen}"),
        (false, Some(left), Lang::Vi) => {
            format!("{name}: chậm {} bút toán, lần cuối {seen}", group(left))
        }
        (false, Some(left), Lang::En) => {
            let entries = plural(left, "entry", "entries");
            format!("{name}: {} {entries} behind, last at {seen}", group(left))
        }
        (false, None, Lang::Vi) => format!("{name}: theo kịp, lần cuối {seen}"),
        (false, None, Lang::En) => format!("{name}: keeps up, last at {seen}"),
    }
}

/// `14:32:05`.
fn time(at: Ms) -> String {
    at.civil().strftime("%H:%M:%S").to_string()
}

/// Whom this machine follows, or followed, and how far; none where it never did.
pub fn following(own: &State, waits: bool, now: Ms, lang: Lang) -> Option<String> {
    let leader = own.leader.as_ref()?;
    let heard = own.heard.or(Some(Ms(leader.heard_ms)).filter(|at| at.0 > 0));
    let name = &leader.name;
    let last = heard.map_or("—".to_owned(), time);
    if !waits {
        if let (None, Some((_, trouble))) = (leader.settled_ms, &own.failed) {
            let why = trouble.say();
            return Some(match lang {
                Lang::Vi => format!(
                    "Máy này đã thay máy {name}; chưa nhận hết những gì máy cũ ghi: {}.",
                    why.vi
                ),
                Lang::En => {
                    format!("It took over from {name}; not all that it wrote came yet: {}.", why.en)
                }
            });
        }
        return Some(match (leader.settled_ms, lang) {
            (None, Lang::Vi) => format!("Máy này đã thay máy {name}; máy cũ chưa trả lời lại."),
            (None, Lang::En) => format!("It took over from {name}, which has not answered since."),
            (Some(_), Lang::Vi) => {
                format!("Máy này đã thay máy {name}; máy cũ đã biết, và mọi bút toán của nó ở đây.")
            }
            (Some(_), Lang::En) => {
                format!("It took over from {name}, which knows; all that it wrote is here.")
            }
        });
    }
    if let Some((_, trouble)) = &own.failed {
        let why = trouble.say();
        return Some(match lang {
            Lang::Vi => format!("Dự phòng cho máy {name}: lần cuối {last}. {}.", why.vi),
            Lang::En => format!("Standby of {name}: last at {last}. {}.", why.en),
        });
    }
    let fresh = heard.is_some_and(|at| now.0 - at.0 < KEPT_UP);
    Some(match (fresh && own.left == 0, lang) {
        (true, Lang::Vi) => format!("Dự phòng cho máy {name}: theo kịp, lần cuối {last}."),
        (true, Lang::En) => format!("Standby of {name}: keeps up, last at {last}."),
        (false, Lang::Vi) => {
            format!("Dự phòng cho máy {name}: còn {} bút toán, lần cuối {last}.", group(own.left))
        }
        (false, Lang::En) => {
            let entries = plural(own.left, "entry", "entries");
            format!("Standby of {name}: {} {entries} to come, last at {last}.", group(own.left))
        }
    })
}

fn add(lang: Lang) -> Markup {
    let form = Form::default();
    html! {
        form class="form" method="post" action="/standbys/codes" {
            details class="edit" {
                summary class="button quiet" { (lang.say("Không có HTTPS…", "Without HTTPS…")) }
                p { (lang.say(
                    "Bản sao có mã PIN đã băm, quyền của thiết bị và khoá HTTPS. Không mã hoá thì \
                     ai ở cùng mạng cũng đọc được: chỉ dùng khi hai máy nối thẳng bằng dây.",
                    "The copy holds hashed PINs, the rights of devices and the key of HTTPS. \
                     Without encryption everybody on the network can read them: only where a \
                     cable joins the two.",
                )) }
                (Ask(&form, lang).tick("plain", lang.say("Cho phép không mã hoá",
                    "Allow without encryption")))
            }
            div class="form-end" {
                button class="big" { (lang.say("Thêm máy dự phòng", "Add a standby")) }
            }
        }
    }
}

fn let_go(it: &Standing, lang: Lang) -> Markup {
    let name = &it.row.name;
    asked(
        html! { (lang.say("Gỡ", "Remove")) " " (name) "…" },
        html! { p { (lang.say(
            "Gỡ rồi, máy đó không theo được nữa; muốn dùng lại phải thêm từ đầu. Nếu trước khi gỡ \
             nó đã bán thay máy này, máy này vẫn được báo và dừng bán; gỡ rồi nó mới bán thay thì \
             máy này không nghe nữa. Những gì nó đã có vẫn ở trên nó, kể cả mã PIN đã băm.",
            "Removed, it can follow no more; to be used again it is added anew. If it took over \
             before it was removed, this machine still hears it and stops selling; if it takes \
             over afterwards, this one does not listen. What it has stays on it, hashed PINs among \
             it.",
        )) } },
        html! { form method="post" action={ "/standbys/" (it.row.node) "/end" } {
            button class="big danger" { (lang.say("Gỡ máy dự phòng", "Remove the standby")) }
        } },
    )
}
