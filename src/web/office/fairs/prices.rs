//! Prices that hold at one fair: after a booth's own, before those of everywhere.

use crate::{
    base::{
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
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// Routes of a fair's prices.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/prices", get(prices).merge(post(save)))
}

async fn load(
    app: &App,
    caller: &Caller,
    code: &str,
) -> Result<(FairRow, Vec<FairProduct>), Problem> {
    let fair = find(app, caller, code).await?;
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let goods = offered(&mut db, fair.id).await.spoken(caller.lang)?;
    Ok((fair, goods))
}

async fn prices(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let (fair, goods) = load(&app, &caller, &code).await?;
    shown(draw(&caller, &fair, &goods, &Form::default()))
}

fn path(fair: &FairRow) -> String {
    format!("/fairs/{}/prices", part(&fair.code))
}

fn draw(caller: &Caller, fair: &FairRow, goods: &[FairProduct], form: &Form) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let changes = caller.organiser().is_ok();
    let title = lang.say("Giá tại hội chợ", "Prices at the fair");
    let body = html! {
        div class="page-head" { div { h1 { (title) } p class="sub" { (fair.name) } } }
        p class="hint" {
            (lang.say("Gian có giá riêng thì bán theo giá riêng. Để trống: giá chung.",
                "A booth’s own price goes first. Empty: the price of everywhere."))
        }
        @if goods.is_empty() {
            p class="empty" { (lang.say("Chưa gian nào bán hàng.", "Nothing is sold yet.")) }
        } @else {
            form class="form" method="post" action=(path(fair)) {
                (ask.head())
                (table(goods, changes, ask))
                @if changes {
                    div class="form-end" {
                        button class="main" { (lang.say("Lưu giá", "Save prices")) }
                    }
                }
            }
        }
    };
    page::page(caller, &path(fair), title, body)
}

fn table(goods: &[FairProduct], changes: bool, ask: Ask) -> Markup {
    let lang = ask.1;
    let everywhere = lang.say("Giá chung (đ)", "Everywhere (đ)");
    html! {
        div class="table-wrap" {
            table class="table edit" {
                thead { tr {
                    th { (lang.say("Sản phẩm", "Product")) }
                    th { (lang.say("Đơn vị", "Unit")) }
                    th class="num" { (everywhere) }
                    th class="num" { (lang.say("Giá hội chợ (đ)", "At this fair (đ)")) }
                } }
                tbody {
                    @for it in goods {
                        tr {
                            th { (it.name) }
                            td { (it.unit) }
                            td class="num" data-label=(everywhere) { (digits(it.price)) }
                            td class="num" { (cell(it, changes, ask)) }
                        }
                    }
                }
            }
        }
    }
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
            return saved(&path(&fair));
        }
    } else {
        form.wrong("", Say::new("Chưa lưu giá nào", "No price was saved"));
    }
    again(&form, draw(&caller, &fair, &goods, &form))
}
