//! Which machine is in charge of a fair: at a hub it is given to one that joined, and that one
//! gives it back.

use crate::{
    base::{
        id::{FairId, NodeId},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    desk::{
        charge::{Charge, charges},
        command::Command,
    },
    fair::{
        charge::{Event, Given},
        store::FairRow,
    },
    sync::hub::store::all_joined,
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::{fairs::settings::find, nodes},
        ui::{
            answer::{Shown, again, change, part, saved, shown},
            form::{Ask, Form, asked},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// The route of a fair's charge.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/charge", get(one).merge(post(give)))
}

/// In whose charge a fair is; none where no machine but this one ever was, and none could be.
pub async fn of(app: &App, caller: &Caller, fair: &FairRow) -> Result<Option<Charge>, Refusal> {
    let (own, uid) = (app.shop.desk.origin(), FairId::of_bytes(&fair.uid));
    let charge = charges(&mut *app.shop.read().await?, own, [uid]).await?.remove(&uid);
    Ok(charge.filter(|it| it.moved || !it.ours || caller.collects))
}

struct View {
    fair: FairRow,
    charge: Option<Charge>,
    /// Machines that it may be given to: id and name.
    machines: Vec<(String, String)>,
}

async fn load(app: &App, caller: &Caller, code: &str) -> Result<View, Problem> {
    let fair = find(app, caller, code).await?;
    let charge = of(app, caller, &fair).await.spoken(caller.lang)?;
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let joined = all_joined(&mut db).await.spoken(caller.lang)?;
    let machines = joined.iter().map(|it| (it.node.to_string(), nodes::called(it)));
    Ok(View { fair, charge, machines: machines.collect() })
}

async fn one(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let view = load(&app, &caller, &code).await?;
    shown(draw(&caller, &view, &Form::default()))
}

async fn give(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    mut form: Form,
) -> Shown {
    let view = load(&app, &caller, &code).await?;
    let back = view.charge.as_ref().and_then(|it| it.from);
    let chosen: Option<NodeId> = form.get("to").parse().ok();
    let to = chosen.or(back);
    if to.is_none() {
        form.wrong("to", Say::new("Hãy chọn máy", "Choose a laptop"));
    }
    if let Some(to) = to {
        let given = Given { fair: FairId::of_bytes(&view.fair.uid), to };
        match change(&app, &caller, Command::Charge(Event::Given(given))).await {
            Ok(_) => return saved(&format!("/fairs/{}/charge", part(&view.fair.code))),
            Err(refusal) => form.refuse("to", &refusal),
        }
    }
    again(&form, draw(&caller, &view, &form))
}

fn draw(caller: &Caller, view: &View, form: &Form) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let to = format!("/fairs/{}/charge", part(&view.fair.code));
    let body = html! {
        (place::fair(caller, &view.fair, "settings", html! {}))
        section class="card" {
            h2 { (lang.say("Máy phụ trách", "The machine in charge")) }
            (ask.head())
            p { (words(view.charge.as_ref(), lang)) }
            @if let Some(it) = &view.charge {
                @if it.ours && caller.collects && !it.waits { (lend(&to, ask, &view.machines)) }
                @if it.from.is_some() { (back(&to, lang)) }
            }
        }
    };
    page::page(caller, &to, &view.fair.name, body)
}

/// What the machine in charge is called.
pub fn holder(charge: Option<&Charge>, lang: Lang) -> String {
    let name = charge.and_then(|it| it.name.as_ref());
    match name {
        Some(name) => format!("“{name}”"),
        None => lang.say("máy khác", "another machine").to_owned(),
    }
}

/// In whose charge a fair is, in a sentence.
pub fn words(charge: Option<&Charge>, lang: Lang) -> String {
    let Some(it) = charge.filter(|it| !it.ours) else {
        return lang
            .say("Máy này phụ trách phiên.", "This machine is in charge of the fair.")
            .to_owned();
    };
    let name = holder(charge, lang);
    match (it.waits, lang) {
        (true, Lang::Vi) => format!("Đã giao cho {name}; máy đó chưa nhận."),
        (true, Lang::En) => format!("Given to {name}, which has not taken it yet."),
        (false, Lang::Vi) => format!("Do {name} phụ trách. Muốn sửa thì sửa ở máy đó."),
        (false, Lang::En) => {
            format!("In charge: {name}. What is to be changed is changed there.")
        }
    }
}

fn lend(to: &str, ask: Ask, machines: &[(String, String)]) -> Markup {
    let lang = ask.1;
    html! {
        @if machines.is_empty() {
            p class="empty" { (lang.say(
                "Chưa có máy nào kết nối. Mời máy hội chợ ở trang Tổng hợp.",
                "No laptop has joined yet. Invite one on the page of all fairs.",
            )) }
        } @else {
            (asked(
                html! { (lang.say("Giao cho máy…", "Give it to a laptop…")) },
                html! { p { (lang.say(
                    "Từ lúc giao, chỉ máy đó sửa được phiên này: gian, cổng, kho, hàng bán, giá, \
                     khuyến mãi, giờ mở cửa. Ở đây vẫn xem được tất cả, cho tới khi máy đó trả.",
                    "From then on that laptop alone changes this fair: booths, gates, rooms, \
                     goods, prices, promotions, hours. Everything is still seen here, until it is \
                     given back.",
                )) } },
                html! { form class="form" method="post" action=(to) {
                    (ask.select("to", lang.say("Máy", "Laptop"), machines))
                    div class="form-end" { button class="main" {
                        (lang.say("Giao phiên này", "Give this fair"))
                    } }
                } },
            ))
        }
    }
}

fn back(to: &str, lang: Lang) -> Markup {
    asked(
        html! { (lang.say("Trả phiên lại…", "Give the fair back…")) },
        html! { p { (lang.say(
            "Từ lúc trả, máy này không sửa phiên nữa. Phiếu đã bán vẫn ở đây, và phiếu điện thoại \
             gửi muộn vẫn được nhận.",
            "From then on this machine changes the fair no more. What it sold stays here, and what \
             phones send late is taken all the same.",
        )) } },
        html! { form method="post" action=(to) {
            button class="danger" { (lang.say("Trả phiên lại", "Give it back")) }
        } },
    )
}
