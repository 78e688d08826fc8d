//! How this machine's book goes to its hub, for the organiser: to which, what is not there yet,
//! what is wrong and what to do; and joining one.

use crate::{
    base::{
        clock::Ms,
        lang::Lang,
        money::{Money, group},
        refusal::Refusal,
    },
    node,
    sync::{
        address::HubAddress,
        talk::Halted,
        upward::{self, Me, State as Now, Trouble, store::HubRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::Spoken,
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, saved, shown, to},
            form::{Ask, Form, Kind, submit},
            page,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// Routes of the page.
pub fn router() -> Router<App> {
    Router::new()
        .route("/sync", get(one).merge(post(join)))
        .route("/sync/now", post(now))
        .route("/sync/state", get(state))
}

/// What the page shows.
struct View {
    hub: Option<HubRow>,
    now: Now,
    at: Ms,
    /// This folder is a hub itself.
    collects: bool,
}

async fn load(app: &App) -> Result<View, Refusal> {
    let (own, now, at) =
        (app.shop.desk.origin(), app.upward.state().borrow().clone(), app.shop.clock.now());
    let mut db = app.shop.read().await?;
    let hub = upward::store::hub(&mut db, own).await?;
    let collects = node::store::standing(&mut db, own).await?.collects;
    Ok(View { hub, now, at, collects })
}

async fn one(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    let view = load(&app).await.spoken(caller.lang)?;
    shown(draw(&caller, &view, &Form::default()))
}

/// How it stands, alone, as the page asks for it again while it is open.
async fn state(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    let view = load(&app).await.spoken(caller.lang)?;
    shown(standing(&view, caller.lang))
}

async fn now(Organiser(_): Organiser, State(app): State<App>) -> Shown {
    app.upward.wake();
    to("/sync")
}

async fn join(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    if try_joining(&app, &mut form).await.is_some() {
        app.upward.wake();
        return saved("/sync");
    }
    let view = load(&app).await.spoken(caller.lang)?;
    again(&form, draw(&caller, &view, &form))
}

async fn try_joining(app: &App, form: &mut Form) -> Option<HubRow> {
    let (url, code) = (form.required("url", 200), form.required("code", 20));
    let name = form.text("name", 60);
    let at: Option<HubAddress> =
        form.ok().then(|| url.parse().map_err(|say| form.wrong("url", say)).ok())?;
    let joined = match Me::of(&app.shop).await {
        Ok(me) => upward::join(&app.shop, &me, &at?, (&code, &name)).await,
        Err(error) => Err(error.into()),
    };
    let field = |trouble: &Trouble| match trouble {
        Trouble::Refused(word, _) if word == "invite_code" => "code",
        Trouble::Broken(_) => "url",
        _ => "",
    };
    joined.map_err(|trouble| form.wrong(field(&trouble), trouble.say())).ok()
}

fn draw(caller: &Caller, view: &View, form: &Form) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Gửi sổ lên máy tổng hợp", "The book goes to a hub");
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            (Ask(form, lang).head())
            @match &view.hub {
                Some(_) => {
                    div data-attention="/sync/state" { (standing(view, lang)) }
                    form method="post" action="/sync/now" {
                        button class="main" { (lang.say("Gửi ngay", "Send now")) }
                    }
                    details class="edit" open[!form.ok()] {
                        summary class="button quiet" {
                            (lang.say("Kết nối với máy tổng hợp khác…", "Join another hub…"))
                        }
                        (fields(form, lang))
                    }
                }
                None => {
                    p { (alone(view.collects, lang)) }
                    (fields(form, lang))
                }
            }
        }
    };
    page::page(caller, "/sync", title, body)
}

fn alone(collects: bool, lang: Lang) -> &'static str {
    match collects {
        true => lang.say(
            "Máy tổng hợp này chưa gửi đi đâu. Kết nối với máy tổng hợp cấp trên thì mọi sổ ở đây \
             cũng tới đó.",
            "This hub sends nothing on. When it joins the hub above it, every book here gets \
             there too.",
        ),
        false => lang.say(
            "Máy này chưa gửi sổ đi đâu. Kết nối với máy tổng hợp của tỉnh thì văn phòng thấy số \
             liệu ngay, và sổ vẫn còn khi máy này hỏng. Không có mạng vẫn bán bình thường.",
            "This machine sends its book nowhere. When it joins the province’s hub, the office \
             sees the figures at once, and the book outlives this machine. Without a network \
             selling goes on as always.",
        ),
    }
}

fn fields(form: &Form, lang: Lang) -> Markup {
    let ask = Ask(form, lang);
    html! {
        form class="form" method="post" action="/sync" {
            (ask.field("url", lang.say("Địa chỉ máy tổng hợp", "The hub’s address"), Kind::Text,
                lang.say("Như máy tổng hợp hiện khi mời: https://…:8443/#…",
                    "As the hub shows it with the invitation: https://…:8443/#…")))
            (ask.field("code", lang.say("Mã mời", "Invitation"), Kind::Text,
                lang.say("Tám chữ, dùng một lần trong mười phút",
                    "Eight letters, once within ten minutes")))
            (ask.maybe("name", lang.say("Tên của máy này", "What this machine is called"),
                Kind::Text, lang.say("Như: Máy Hạ Long 1", "Such as: Laptop 1")))
            (submit(lang.say("Kết nối", "Join")))
        }
    }
}

/// How it stands, with what is wrong in front.
fn standing(view: &View, lang: Lang) -> Markup {
    let Some(hub) = &view.hub else { return html! {} };
    let now = &view.now;
    let halted = now.sum.iter().flat_map(|sum| sum.halted.iter().chain(&sum.drawn.stopped));
    html! {
        @if let Some((since, trouble)) = &now.failed {
            div class={ "notice " (if now.is_stuck(view.at) { "stop" } else { "gold" }) }
                role="status" {
                p { (trouble.say().in_lang(lang)) }
                p class="hint" { (lang.say("Từ", "Since")) " " (since.text()) ". "
                    (lang.say("Máy tự thử lại; bán hàng không bị ảnh hưởng.",
                        "It tries again by itself; selling goes on.")) }
            }
        }
        @for it in halted { (stopped(it, lang)) }
        div class="table-wrap" { table class="table" { tbody {
            @for (name, value) in facts(hub, view, lang) {
                tr { th { (name) } td style="overflow-wrap:anywhere" { (value) } }
            }
        } } }
    }
}

fn stopped(it: &Halted, lang: Lang) -> Markup {
    html! {
        div class="notice stop" role="status" {
            p { b { (lang.say("Một chuỗi sổ dừng ở mục", "A chain stopped at entry")) " "
                (group(it.seq)) ". " } (it.say().in_lang(lang)) }
            p class="hint" { (lang.say("Máy", "Machine")) " " (it.node) }
        }
    }
}

fn facts(hub: &HubRow, view: &View, lang: Lang) -> Vec<(&'static str, String)> {
    let now = &view.now;
    let contact = now.contact.unwrap_or(Ms(hub.seen_ms)).text();
    let left = now.sum.as_ref().map(|sum| sum.left);
    let left = match left {
        None => lang.say("chưa rõ", "not known yet").to_owned(),
        // What was counted before is no longer so: the book goes on.
        Some(_) if now.failed.is_some() => lang
            .say("chưa rõ: lần gửi gần nhất không tới", "not known: the last try did not arrive")
            .to_owned(),
        Some((0, _)) if now.sum.iter().any(|sum| !sum.halted.is_empty()) => {
            lang.say("còn chuỗi đang dừng, xem trên", "a chain stands still, see above").to_owned()
        }
        Some((0, _)) => lang.say("không còn gì, đã tới nơi cả", "nothing: all is there").to_owned(),
        Some((rows, money)) => {
            format!("{} {} · {}", group(rows), lang.say("mục", "entries"), Money(money).text())
        }
    };
    let mut rows = vec![
        (lang.say("Máy tổng hợp", "Hub"), named(hub)),
        (lang.say("Địa chỉ", "Address"), hub.address.clone()),
        (lang.say("Liên lạc lần cuối", "Last contact"), contact),
        (lang.say("Chưa tới nơi", "Not there yet"), left),
    ];
    if let Some(speed) = now.speed {
        let each = lang.say("mục/giây", "entries a second");
        rows.push((lang.say("Tốc độ", "Speed"), format!("{} {each}", group(speed))));
    }
    if let Some(skew) = now.sum.as_ref().map(|sum| sum.skew).filter(|skew| skew.abs() >= 5_000) {
        let seconds = lang.say("giây", "seconds");
        let value = format!("{} {seconds}", group((skew / 1000).abs()));
        let name = match skew > 0 {
            true => lang.say("Đồng hồ máy này chậm hơn", "This clock is slow by"),
            false => lang.say("Đồng hồ máy này nhanh hơn", "This clock is fast by"),
        };
        rows.push((name, value));
    }
    rows
}

fn named(hub: &HubRow) -> String {
    if hub.name.is_empty() { hub.hub.to_string() } else { hub.name.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::upward::Sum;

    /// Whoever gives a laptop back goes by this line.
    #[test]
    fn that_all_is_there_is_said_only_while_it_is_known() {
        let hub = HubRow {
            node: Default::default(),
            address: "http://hub".into(),
            token: String::new(),
            hub: Default::default(),
            name: "Sở".into(),
            joined_ms: 0,
            seen_ms: 0,
        };
        let said = |sum: Sum, failed: Option<Trouble>| {
            let now =
                Now { sum: Some(sum), failed: failed.map(|it| (Ms(0), it)), ..Now::default() };
            let view = View { hub: None, now, at: Ms(0), collects: false };
            facts(&hub, &view, Lang::En)[3].1.clone()
        };
        assert_eq!(said(Sum::default(), None), "nothing: all is there");
        let left = Sum { left: (3, 555_000), ..Sum::default() };
        assert!(said(left, None).starts_with("3 entries · 555.000"));
        assert_eq!(
            said(Sum::default(), Some(Trouble::Alone)),
            "not known: the last try did not arrive"
        );
        let why = crate::desk::chains::receive::Why::Unknown;
        let halted = vec![Halted::of(Default::default(), 7, &why)];
        let halted = Sum { halted, ..Sum::default() };
        assert_eq!(said(halted, None), "a chain stands still, see above");
    }
}
