//! The form of a delivery: goods come from the producer, line by line, with the paper that
//! travelled with them. What arrived before stands under it.

mod fields;
mod read;

use crate::{
    base::{clock::Ms, id::ProductId, lang::Lang, quantity::Quantity, refusal::Refusal},
    catalog::store as catalog,
    stock::{
        Place,
        read::{
            Held, by_product,
            store::{self, ArrivedRow},
        },
    },
    web::{
        http::{
            app::App,
            problem::Spoken,
            route::{get, post},
        },
        office::stock::{
            lines::{self, lot_words},
            place::{At, Good, InCharge},
            since::Since,
        },
        ui::{
            answer::{Shown, again, saved, shown},
            form::{Ask, Form},
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

/// Routes of deliveries.
pub fn router() -> Router<App> {
    Router::new()
        .route("/booth/stock/delivery", get(fresh).merge(post(make)))
        .route("/fairs/{code}/booths/{booth}/stock/delivery", get(fresh).merge(post(make)))
        .route("/fairs/{code}/rooms/{room}/delivery", get(fresh).merge(post(make)))
}

/// Lines of earlier deliveries that are shown.
const SHOWN: i64 = 12;

/// What a delivery is filled in beside.
struct Known {
    goods: Vec<Good>,
    held: Vec<Held>,
    before: Vec<ArrivedRow>,
    /// What came today.
    today: Vec<ArrivedRow>,
    /// Producers by name: whose goods they may be.
    owners: Vec<(Vec<u8>, String)>,
    now: Ms,
    /// The form was sent before.
    sent: bool,
    /// What changed since the form was drawn.
    since: Since,
}

async fn load(app: &App, at: &At, form: &Form) -> Result<Known, Refusal> {
    let place = at.place().uid();
    let mut db = app.shop.read().await?;
    let held = by_product(store::lots(&mut db, place).await?);
    let now = app.shop.clock.now();
    let before = store::arrived(&mut db, place, SHOWN).await?;
    let today = store::arrived_on(&mut db, place, &now.date().to_string()).await?;
    let owners = catalog::producers(&mut db).await?;
    drop(db);
    let goods = at.goods(app, &held).await?;
    let sent = lines::sent(app, form).await?;
    let since = Since::load(app, form, &read::products(form), None).await?;
    Ok(Known { goods, held, before, today, owners, now, sent, since })
}

#[derive(Deserialize)]
struct Wanted {
    product: Option<ProductId>,
}

async fn fresh(
    InCharge(at): InCharge,
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
) -> Shown {
    let mut form = lines::drawn(&app).await.spoken(at.caller.lang)?;
    let known = load(&app, &at, &form).await.spoken(at.caller.lang)?;
    form.set("lines", "1");
    if let Some(product) = wanted.product {
        form.set("product-0", product.to_string());
    }
    shown(draw(&at, &known, &form))
}

async fn make(InCharge(at): InCharge, State(app): State<App>, mut form: Form) -> Shown {
    let known = load(&app, &at, &form).await.spoken(at.caller.lang)?;
    if form.get("more") == "1" {
        let lines = fields::count(&form) + 1;
        form.replace("lines", lines.to_string());
        return shown(draw(&at, &known, &form));
    }
    if let Some(ask) = read::read(&mut form, &at, &known)
        && let Some(path) = lines::post(&app, &at.caller, ask, &mut form).await
    {
        return saved(&path);
    }
    again(&form, draw(&at, &known, &form))
}

fn draw(at: &At, known: &Known, form: &Form) -> Markup {
    let lang = at.caller.lang;
    let title = lang.say("Nhập hàng", "Delivery");
    let path = format!("{}/delivery", at.base);
    let body = html! {
        (at.frame())
        div class="narrow" {
            h2 { (title) }
            @if known.goods.is_empty() {
                p class="empty" {
                    @if matches!(at.place(), Place::Booth(_)) {
                        (lang.say("Gian chưa bán hàng nào. Hãy chọn hàng bán trước.",
                            "Nothing is sold here yet. Choose the products first."))
                    } @else {
                        (lang.say("Chưa gian nào của hội chợ chọn hàng bán.",
                            "No booth of the fair has chosen what it sells yet."))
                    }
                }
            } @else { (fields::draw(&path, known, Ask(form, lang))) }
            (before(known, lang))
        }
    };
    page::page(&at.caller, &at.base, title, body)
}

/// What arrived before.
fn before(known: &Known, lang: Lang) -> Markup {
    html! {
        @if !known.before.is_empty() {
            section class="card" {
                h2 { (lang.say("Đã nhập trước đây", "Arrived before")) }
                ul class="facts" { @for it in &known.before { li {
                    span {
                        (it.name) " · " (lot_words(&it.lot, lang))
                        br; span class="hint" {
                            a href={ "/documents/" (it.uid) } { (it.doc_no) }
                            " · " (Ms(it.at_ms).text())
                        }
                    }
                    b { (it.packs.amount(Quantity(it.quantity), &it.unit)) }
                } } }
            }
        }
    }
}
