//! Prices that hold at one fair: after a booth's own, before those of everywhere.

use crate::{
    base::{
        fold::fold,
        id::{FairId, ProductId, hex_uid},
        lang::Say,
        money::Money,
    },
    catalog,
    desk::command::Command,
    fair::{
        shelf::store::{FairProduct, offered},
        store::FairRow,
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::fairs::settings::find,
        ui::{
            answer::{Shown, again, change_all, part, saved, shown},
            form::{Ask, Form},
            list::{Asked, Column, List},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
};
use maud::{Markup, html};

/// Routes of a fair's prices.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/prices", get(prices).merge(post(save)))
}

/// More products than a fair offers.
const GOODS: i64 = 20_000;

async fn load(
    app: &App,
    caller: &Caller,
    code: &str,
) -> Result<(FairRow, Vec<FairProduct>), Problem> {
    let fair = find(app, caller, code).await?;
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let goods = offered(&mut db, fair.id, GOODS).await.spoken(caller.lang)?;
    Ok((fair, goods))
}

async fn prices(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Shown {
    let (fair, goods) = load(&app, &caller, &code).await?;
    shown(draw(&caller, &fair, &goods, &Form::default(), &asked))
}

fn path(fair: &FairRow) -> String {
    format!("/fairs/{}/prices", part(&fair.code))
}

fn draw(
    caller: &Caller,
    fair: &FairRow,
    goods: &[FairProduct],
    form: &Form,
    asked: &Asked,
) -> Markup {
    let (lang, ask, path) = (caller.lang, Ask(form, caller.lang), path(fair));
    let changes = caller.organiser().is_ok();
    let title = lang.say("Giá tại hội chợ", "Prices at the fair");
    let list = list(&path, asked, changes, ask);
    let body = html! {
        (place::fair(caller, fair, "prices", html! {}))
        p class="hint" {
            (lang.say("Gian có giá riêng thì bán theo giá riêng. Để trống: giá chung.",
                "A booth’s own price goes first. Empty: the price of everywhere."))
        }
        @if goods.is_empty() {
            p class="empty" { (lang.say("Chưa gian nào bán hàng.", "Nothing is sold yet.")) }
        } @else {
            section class="list" {
                (list.search())
                form class="form" method="post" action=(asked.address(&path)) {
                    (ask.head())
                    (list.body(goods))
                    @if changes {
                        div class="form-end" {
                            button class="main" { (lang.say("Lưu giá", "Save prices")) }
                        }
                    }
                }
            }
        }
    };
    page::page(caller, &path, title, body)
}

fn list<'a>(path: &'a str, asked: &'a Asked, changes: bool, ask: Ask<'a>) -> List<'a, FairProduct> {
    let lang = ask.1;
    List::<FairProduct>::new(path, asked, lang.say("Giá", "Prices"), lang)
        .searched(lang.say("Tìm sản phẩm, không cần dấu", "Find a product"), |it| {
            format!("{} {}", it.name, it.unit)
        })
        .column(
            Column::new("name", lang.say("Sản phẩm", "Product"), |it: &FairProduct| {
                html! { (it.name) }
            })
            .by(|it| fold(&it.name)),
        )
        .column(Column::new("unit", lang.say("Đơn vị", "Unit"), |it: &FairProduct| {
            html! { (it.unit) }
        }))
        .column(
            Column::new(
                "price",
                lang.say("Giá chung (đ)", "Everywhere (đ)"),
                |it: &FairProduct| html! { (digits(it.price)) },
            )
            .figures()
            .by(|it| it.price),
        )
        .column(
            Column::new("fair", lang.say("Giá hội chợ (đ)", "At this fair (đ)"), move |it| {
                cell(it, changes, ask)
            })
            .figures()
            .by(|it: &FairProduct| it.fair_price),
        )
        .chip("own", lang.say("Có giá riêng", "Priced here"), |it| it.fair_price.is_some())
        .chip("unpriced", lang.say("Chưa có giá", "Without a price"), |it| {
            it.fair_price.or(it.price).is_none()
        })
}

fn digits(price: Option<i64>) -> String {
    price.map(|price| Money(price).digits()).unwrap_or_default()
}

fn cell(it: &FairProduct, changes: bool, ask: Ask) -> Markup {
    let name = format!("price.{}", hex_uid(&it.uid));
    ask.price_cell(&name, &it.name, it.fair_price, changes)
}

async fn save(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    mut form: Form,
) -> Shown {
    let (fair, goods) = load(&app, &caller, &code).await?;
    let mut changed = Vec::new();
    for it in &goods {
        let name = format!("price.{}", hex_uid(&it.uid));
        let amount = form.price(&name, it.fair_price);
        if form.has(&name) && it.fair_price != amount.map(|amount| amount.0) {
            changed.push((ProductId::of_bytes(&it.uid), amount));
        }
    }
    if form.ok() {
        let at = Some(FairId::of_bytes(&fair.uid));
        let price = |(product, amount)| {
            let price = catalog::Price { product, booth: None, fair: at, amount };
            Command::Catalog(catalog::Change::Price(price))
        };
        let prices = changed.into_iter().map(price);
        if form.takes("", change_all(&app, &caller, prices).await) {
            return saved(&asked.address(&path(&fair)));
        }
    } else {
        form.wrong("", Say::new("Chưa lưu giá nào", "No price was saved"));
    }
    again(&form, draw(&caller, &fair, &goods, &form, &asked))
}
