//! A fair or a booth is closed, and opened again. What stands open there is told first; nothing of
//! it is lost, and no sale is ever refused because of it.

use crate::{
    base::{
        lang::{Lang, Say, plural},
        money::group,
        refusal::Refusal,
    },
    desk::command::Command,
    fair::{Change, closing, store::FairRow},
    live::{
        attention::store::unsent,
        leaving::store::{Left, left},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::{booths::form::Place, fairs::settings::find},
        ui::{
            answer::{Shown, again, change, part, saved, shown},
            form::{Ask, Form},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// Routes of closing and of opening again.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/close", get(of_fair).merge(post(close_fair)))
        .route("/fairs/{code}/booths/{booth}/close", get(of_booth).merge(post(close_booth)))
}

/// What is asked about: its frame, its address, where it is shown afterwards, and what stands open.
struct Subject {
    frame: Markup,
    title: String,
    base: String,
    back: String,
    closed: bool,
    /// Whether it is a whole fair.
    whole: bool,
    left: Left,
    /// Devices that did not send everything: name, booth's code, sales.
    unsent: Vec<(String, String, i64)>,
}

async fn fair_of(app: &App, caller: &Caller, fair: &FairRow) -> Result<Subject, Problem> {
    let base = format!("/fairs/{}", part(&fair.code));
    let (left, unsent) = stands(app, (fair.id, None)).await.spoken(caller.lang)?;
    Ok(Subject {
        frame: place::fair(caller, fair, "settings", html! {}),
        title: fair.name.clone(),
        back: format!("{base}/settings"),
        base,
        closed: fair.closed == 1,
        whole: true,
        left,
        unsent,
    })
}

async fn booth_of(app: &App, caller: &Caller, at: &Place) -> Result<Subject, Problem> {
    let booth = &at.booth;
    let fair = find(app, caller, &booth.fair_code).await?;
    let only = (fair.id, Some(booth.id));
    let (left, mut unsent) = stands(app, only).await.spoken(caller.lang)?;
    unsent.retain(|it| it.1 == booth.code);
    Ok(Subject {
        frame: place::booth(caller, booth, "edit", html! {}),
        title: format!("{} · {}", booth.code, booth.name),
        base: at.base.clone(),
        back: at.goods(),
        closed: booth.closed == 1,
        whole: false,
        left,
        unsent,
    })
}

type Unsent = Vec<(String, String, i64)>;

async fn stands(app: &App, (fair, booth): (i64, Option<i64>)) -> Result<(Left, Unsent), Refusal> {
    let mut db = app.shop.read().await?;
    let left = left(&mut db, (fair, booth)).await?;
    let unsent = unsent(&mut db, fair).await?;
    Ok((left, unsent.into_iter().map(|it| (it.name, it.booth, it.missing)).collect()))
}

async fn of_fair(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let fair = find(&app, &caller, &code).await?;
    let subject = fair_of(&app, &caller, &fair).await?;
    shown(draw(&caller, &subject, &Form::default()))
}

async fn of_booth(Organiser(caller): Organiser, place: Place, State(app): State<App>) -> Shown {
    let subject = booth_of(&app, &caller, &place).await?;
    shown(draw(&caller, &subject, &Form::default()))
}

async fn close_fair(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    form: Form,
) -> Shown {
    let fair = find(&app, &caller, &code).await?;
    let subject = fair_of(&app, &caller, &fair).await?;
    let now = closing::fair(&fair, form.get("closed") == "1").map(Change::Fair);
    keep(&app, &caller, (now, subject), form).await
}

async fn close_booth(
    Organiser(caller): Organiser,
    place: Place,
    State(app): State<App>,
    form: Form,
) -> Shown {
    let subject = booth_of(&app, &caller, &place).await?;
    let now = closing::booth(&place.booth, form.get("closed") == "1").map(Change::Booth);
    keep(&app, &caller, (now, subject), form).await
}

/// Writes what stands from now on.
async fn keep(
    app: &App,
    caller: &Caller,
    (now, subject): (Option<Change>, Subject),
    mut form: Form,
) -> Shown {
    let unread = || Refusal::from(Say::new("Không đọc được dữ liệu", "It could not be read"));
    let now = now.ok_or_else(unread).spoken(caller.lang)?;
    match change(app, caller, Command::Fair(now)).await {
        Ok(_) => saved(&subject.back),
        Err(refusal) => {
            form.refuse("", &refusal);
            again(&form, draw(caller, &subject, &form))
        }
    }
}

fn draw(caller: &Caller, it: &Subject, form: &Form) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let question = match it.whole {
        true => lang.say("Đóng hội chợ này?", "Close this fair?"),
        false => lang.say("Đóng gian hàng này?", "Close this booth?"),
    };
    let act = match it.whole {
        true => lang.say("Đóng hội chợ", "Close the fair"),
        false => lang.say("Đóng gian hàng", "Close the booth"),
    };
    let body = html! {
        (it.frame)
        (ask.head())
        @if !it.closed {
            section class="card narrow" {
                h2 { (question) }
                (open(it, lang))
                p { (lang.say(
                    "Danh sách, ghép máy, hàng cần mang tới và các ô chọn sẽ không hiện nữa; tìm \
                     lại bằng nút “Đã đóng” trong danh sách. Phiếu đã bán, tồn kho và báo cáo giữ \
                     nguyên. Phiếu điện thoại gửi muộn vẫn được nhận; chuyển khoản chờ và ca chưa \
                     kết vẫn được nhắc. Mở lại được bất cứ lúc nào.",
                    "Lists, pairing, what to bring and the choices of forms will not show it; \
                     “Closed” in the list finds it. What was sold, the stock and the reports stay \
                     as they are. Sales that phones send late are still taken; waiting transfers \
                     and open shifts are still told. It can be opened again at any time.",
                )) }
                form class="actions" method="post" action={ (it.base) "/close" } {
                    input type="hidden" name="closed" value="1";
                    button class="danger" { (act) }
                    a class="button" href=(it.back) { (lang.say("Thôi", "Cancel")) }
                }
            }
        }
    };
    page::page(caller, &format!("{}/close", it.base), &it.title, body)
}

/// What stands open, where anything does.
fn open(it: &Subject, lang: Lang) -> Markup {
    let count = |n: i64, vi: &str, (one, more): (&str, &str)| match lang {
        Lang::Vi => format!("{} {vi}", group(n)),
        Lang::En => format!("{} {}", group(n), plural(n, one, more)),
    };
    let Left { shifts, goods, devices } = it.left;
    let mut lines = Vec::new();
    if shifts > 0 {
        lines.push(count(shifts, "ca chưa kết", ("open shift", "open shifts")));
    }
    if goods > 0 {
        lines.push(count(goods, "mặt hàng còn tồn", ("product left", "products left")));
    }
    if devices > 0 {
        lines.push(count(devices, "máy đang ghép", ("paired device", "paired devices")));
    }
    for (name, booth, sales) in &it.unsent {
        let sales = count(*sales, "phiếu chưa gửi về", ("sale not sent", "sales not sent"));
        lines.push(format!("{booth} · {name}: {sales}"));
    }
    html! {
        @if lines.is_empty() {
            p { (lang.say(
                "Không có ca mở, hàng tồn, máy đang ghép hay phiếu chưa gửi.",
                "There is no open shift, no goods left, no paired device and no unsent sale.",
            )) }
        } @else {
            p { (lang.say("Ở đây còn:", "Still here:")) }
            ul class="left-open" { @for line in &lines { li { b { (line) } } } }
        }
    }
}
