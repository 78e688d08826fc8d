//! What a booth sells and at which price, as a list in which prices are set.

use crate::{
    base::{
        fold::fold,
        id::{ProductId, hex_uid},
        lang::Say,
        quantity::Quantity,
    },
    catalog,
    desk::command::Command,
    fair::range::store::RangeItem,
    web::{
        http::{app::App, route::post},
        office::booths::{
            form::{InCharge, Place},
            goods,
        },
        ui::{
            answer::{Shown, again, change_all, saved},
            form::{Ask, Form},
            list::{Asked, Column, List},
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};

/// Routes of the list's form.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/booths/{booth}/price", post(price))
        .route("/booth/price", post(price))
}

/// The list with the form of prices around it.
pub fn draw(place: &Place, range: &[RangeItem], asked: &Asked, ask: Ask) -> Markup {
    let (lang, path) = (ask.1, place.goods());
    if range.is_empty() {
        return html! {
            p class="empty" {
                (lang.say("Gian chưa bán hàng nào. Bấm “Chọn hàng bán”.",
                    "Nothing is sold here yet. Press “Choose products”."))
            }
        };
    }
    let list = list(&path, asked, place.changes(), ask);
    html! {
        section class="list" {
            (list.search())
            form class="form" method="post"
                action=(asked.address(&format!("{}/price", place.base))) {
                (ask.head())
                p class="hint" {
                    (lang.say("Để trống: theo giá của hội chợ, hoặc giá chung.",
                        "Empty: the fair’s price, or that of everywhere."))
                }
                (list.body(range))
                @if place.changes() {
                    div class="form-end" { button { (lang.say("Lưu giá", "Save prices")) } }
                }
            }
        }
    }
}

fn list<'a>(path: &'a str, asked: &'a Asked, changes: bool, ask: Ask<'a>) -> List<'a, RangeItem> {
    let lang = ask.1;
    let left = move |it: &RangeItem| {
        html! {
            @match it.stock {
                Some(left) => (Quantity(left).text()),
                None => span class="hint" { (lang.say("không theo dõi", "not kept")) },
            }
        }
    };
    List::<RangeItem>::new(path, asked, lang.say("Hàng bán ở gian này", "Sold at this booth"), lang)
        .searched(
            lang.say("Tìm sản phẩm, mã vạch…", "Find a product, a barcode…"),
            |it| format!("{} {} {}", it.name, it.barcode, it.sku),
        )
        .column(
            Column::new("name", lang.say("Sản phẩm", "Product"), |it: &RangeItem| {
                html! { (it.name) }
            })
            .by(|it| fold(&it.name)),
        )
        .column(Column::new("unit", lang.say("Đơn vị", "Unit"), |it: &RangeItem| {
            html! { (it.unit) }
        }))
        .column(
            Column::new("price", lang.say("Giá tại gian (đ)", "Price here (đ)"), move |it| {
                price_cell(it, changes, ask)
            })
            .figures()
            .by(|it: &RangeItem| it.price),
        )
        .column(
            Column::new("left", lang.say("Còn", "Left"), left)
                .figures()
                .by(|it: &RangeItem| it.stock),
        )
        .chip("unpriced", lang.say("Chưa có giá", "Without a price"), |it| it.price.is_none())
        .chip("out", lang.say("Hết hàng", "Sold out"), |it| it.stock.is_some_and(|it| it <= 0))
}

fn price_cell(it: &RangeItem, changes: bool, ask: Ask) -> Markup {
    let name = format!("price.{}", hex_uid(&it.uid));
    ask.price_cell(&name, &it.name, it.price, changes)
}

async fn price(
    InCharge(place): InCharge,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    mut form: Form,
) -> Shown {
    let range = goods::load(&app, &place).await?;
    let mut changed = Vec::new();
    for it in &range {
        let name = format!("price.{}", hex_uid(&it.uid));
        let amount = form.price(&name, it.price);
        if form.has(&name) && it.price != amount.map(|amount| amount.0) {
            changed.push((ProductId::of_bytes(&it.uid), amount));
        }
    }
    if form.ok() {
        let price = |(product, amount)| {
            let price = catalog::Price { product, booth: Some(place.uid()), fair: None, amount };
            Command::Catalog(catalog::Change::Price(price))
        };
        let prices = changed.into_iter().map(price);
        if form.takes("", change_all(&app, &place.caller, prices).await) {
            return saved(&asked.address(&place.goods()));
        }
    } else {
        form.wrong("", Say::new("Chưa lưu giá nào", "No price was saved"));
    }
    again(&form, goods::draw(&place, &range, &asked, &form, html! {}))
}
