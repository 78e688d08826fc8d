//! A booth's goods: what it sells, and what it has in stock.

use crate::{
    base::{
        clock::stored_date_text,
        id::{CommandId, DocumentId, ProductId, hex_uid},
        lang::{Lang, Say},
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
    },
    desk::command::Command,
    fair::{
        self, Range,
        range::store::{RangeItem, range},
        shelf::store::{ShelfItem, shelf},
    },
    stock::{
        Ask as Document, Line,
        store::{LevelRow, levels},
    },
    web::{
        http::{
            app::App,
            problem::{Problem, Spoken},
            route::{get, post},
            submit::submit,
        },
        office::booths::{
            form::{InCharge, Place},
            on_sale,
        },
        ui::{
            answer::{Shown, again, change_all, saved, shown},
            form::{Ask, Form, Kind},
            list::Asked,
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashSet;

/// Routes of a booth's goods: for those who oversee the fair, and for the booth's manager.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/booths/{booth}/goods", get(goods))
        .route("/fairs/{code}/booths/{booth}/range", get(choose).merge(post(ranged)))
        .route("/fairs/{code}/booths/{booth}/stock", post(receive))
        .route("/booth", get(goods))
        .route("/booth/range", get(choose).merge(post(ranged)))
        .route("/booth/stock", post(receive))
}

/// Products on one page of the range; a booth of a fair rarely sells more.
const LIMIT: i64 = 100;

/// What a booth sells and has.
pub struct Goods {
    /// What it sells.
    pub range: Vec<RangeItem>,
    levels: Vec<LevelRow>,
}

/// Loads the goods of a booth.
pub async fn load(app: &App, place: &Place) -> Result<Goods, Problem> {
    let lang = place.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let range = range(&mut db, place.booth.id).await.spoken(lang)?;
    let levels = levels(&mut db, place.booth.id).await.spoken(lang)?;
    Ok(Goods { range, levels })
}

async fn goods(place: Place, State(app): State<App>, Query(asked): Query<Asked>) -> Shown {
    let goods = load(&app, &place).await?;
    shown(draw(&place, &goods, &asked, &Form::default(), &blank(&app)))
}

/// A receipt of goods begins with its own id: sent twice, the goods arrive once.
fn blank(app: &App) -> Form {
    Form::of([("uid", app.shop.chance.uid(app.shop.clock.now()).to_string())])
}

/// The page, with `prices` in the form of prices.
pub fn with_prices(
    app: &App,
    place: &Place,
    goods: &Goods,
    asked: &Asked,
    prices: &Form,
) -> Markup {
    draw(place, goods, asked, prices, &blank(app))
}

fn draw(place: &Place, goods: &Goods, asked: &Asked, prices: &Form, stock: &Form) -> Markup {
    let (lang, booth, base) = (place.caller.lang, &place.booth, &place.base);
    let changes = place.changes();
    let title = format!("{} · {}", booth.code, booth.name);
    let acts = html! {
        @if changes {
            a class="button" href={ (place.goods()) "/new" } {
                (lang.say("Thêm hàng mới", "New product"))
            }
            a class="button filled" href={ (base) "/range" } {
                (lang.say("Chọn hàng bán", "Choose products"))
            }
        }
    };
    let body = html! {
        (place::booth(&place.caller, booth, "goods", acts))
        h2 { (lang.say("Hàng bán ở gian này", "Sold at this booth")) }
        (on_sale::draw(place, &goods.range, asked, Ask(prices, lang)))
        h2 { (lang.say("Tồn kho", "Stock")) }
        (stocked(&goods.levels, lang))
        @if changes && !goods.range.is_empty() { (delivery(goods, base, Ask(stock, lang))) }
    };
    page::page(&place.caller, &place.goods(), &title, body)
}

fn stocked(levels: &[LevelRow], lang: Lang) -> Markup {
    if levels.is_empty() {
        return html! {
            p class="hint" {
                (lang.say("Chưa nhập hàng: gian vẫn bán được, không cảnh báo hết hàng.",
                    "No goods received: the booth sells all the same, without warnings."))
            }
        };
    }
    html! {
        div class="table-wrap" {
            table class="table" {
                thead { tr {
                    th { (lang.say("Sản phẩm", "Product")) }
                    th { (lang.say("Lô", "Lot")) }
                    th { (lang.say("Hạn dùng", "Best before")) }
                    th class="num" { (lang.say("Đã nhập", "Received")) }
                    th class="num" { (lang.say("Còn", "Left")) }
                } }
                tbody {
                    @for it in levels {
                        tr {
                            th { (it.name) }
                            td { (it.lot) }
                            td {
                                (it.expires_on.as_deref().map(stored_date_text).unwrap_or_default())
                            }
                            td class="num" { (Quantity(it.received).text()) " " (it.unit) }
                            td class="num" { (Quantity(it.quantity).text()) " " (it.unit) }
                        }
                    }
                }
            }
        }
    }
}

fn delivery(goods: &Goods, base: &str, ask: Ask) -> Markup {
    let lang = ask.1;
    let mut products: Vec<(String, String)> = goods
        .range
        .iter()
        .map(|it| (hex_uid(&it.uid), format!("{} ({})", it.name, it.unit)))
        .collect();
    products.sort_by(|one, other| one.1.cmp(&other.1));
    html! {
        section class="card" {
            h2 { (lang.say("Nhập hàng", "Goods arrive")) }
            form class="form" method="post" action={ (base) "/stock" } {
                (ask.head())
                (ask.hidden("uid"))
                div class="form-two" {
                    (ask.select("product", lang.say("Sản phẩm", "Product"), &products))
                    (ask.field("quantity", lang.say("Số lượng", "Quantity"), Kind::Number,
                        lang.say("Số âm để sửa lần nhập sai", "Negative corrects a mistake")))
                    (ask.maybe("lot", lang.say("Lô", "Lot"), Kind::Text, ""))
                    (ask.maybe("expires_on", lang.say("Hạn dùng", "Best before"), Kind::Date, ""))
                }
                div class="form-end" { button { (lang.say("Nhập hàng", "Receive")) } }
            }
        }
    }
}

async fn receive(InCharge(place): InCharge, State(app): State<App>, mut form: Form) -> Shown {
    if let Some(receive) = arrived(&mut form, &place) {
        let uid = CommandId(receive.uid.0);
        match submit(&app, &place.caller, uid, Command::Stock(Box::new(receive))).await {
            Ok(_) => return saved(&place.goods()),
            Err(refusal) => form.refuse("product", &refusal),
        }
    }
    let goods = load(&app, &place).await?;
    again(&form, draw(&place, &goods, &Asked::default(), &Form::default(), &form))
}

fn arrived(form: &mut Form, place: &Place) -> Option<Document> {
    form.required("quantity", 20);
    let quantity = form.quantity("quantity");
    if quantity == Some(Quantity::ZERO) {
        form.wrong("quantity", Say::new("Số lượng phải khác 0", "The quantity is not zero"));
    }
    let line = Line {
        product: form.uid("product")?,
        quantity: quantity?,
        lot: Some(form.text("lot", 40)),
        expires_on: form.date("expires_on"),
        ..Line::default()
    };
    let uid: DocumentId = form.uid("uid")?;
    let by = place.caller.actor();
    form.ok().then(|| Document { by, ..Document::delivery(uid, place.uid(), vec![line]) })
}

#[derive(Deserialize)]
struct GoodsQuery {
    #[serde(default)]
    q: String,
}

async fn choose(
    InCharge(place): InCharge,
    State(app): State<App>,
    Query(asked): Query<GoodsQuery>,
) -> Shown {
    let lang = place.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let rows = shelf(&mut db, place.booth.id, &asked.q, LIMIT).await.spoken(lang)?;
    let path = format!("{}/range", place.base);
    let title = lang.say("Chọn hàng bán", "Choose products");
    let body = html! {
        h1 { (title) " · " (place.booth.code) }
        form class="search-form" method="get" action=(path) {
            input class="search" type="search" name="q" value=(asked.q)
                placeholder=(lang.say("Tìm sản phẩm, không cần dấu", "Find a product"))
                aria-label=(lang.say("Tìm sản phẩm", "Find a product"));
            button { (lang.say("Tìm", "Search")) }
        }
        form class="form" method="post" action=(path) {
            (shelves(&rows, lang))
            div class="form-end" {
                button class="main" { (lang.say("Lưu hàng bán", "Save the range")) }
            }
        }
    };
    shown(page::page(&place.caller, &path, title, body))
}

fn shelves(rows: &[ShelfItem], lang: Lang) -> Markup {
    if rows.is_empty() {
        return html! {
            p class="empty" { (lang.say("Không tìm thấy sản phẩm.", "No such product.")) }
        };
    }
    html! {
        div class="card" {
            @for it in rows {
                @let uid = hex_uid(&it.uid);
                input type="hidden" name="seen" value=(uid);
                label class="box" {
                    input type="checkbox" name="sold" value=(uid) checked[it.sold_here == 1];
                    span {
                        b { (it.name) } " · " (it.unit) " · " span class="hint" { (it.producer) }
                        @if let Some(price) = it.booth_price.or(it.price) {
                            " · " (Money(price).text())
                        }
                    }
                }
            }
        }
        @if rows.len() as i64 == LIMIT {
            p class="hint" {
                (lang.say("Chỉ hiện 100 sản phẩm đầu; hãy tìm theo tên.",
                    "Only the first 100 are shown; search by name."))
            }
        }
    }
}

async fn ranged(InCharge(place): InCharge, State(app): State<App>, form: Form) -> Shown {
    let lang = place.caller.lang;
    let sold: HashSet<&str> = form.all("sold").collect();
    let mut db = app.shop.read().await.spoken(lang)?;
    let now = range(&mut db, place.booth.id).await.spoken(lang)?;
    drop(db);
    let now: HashSet<String> = now.iter().map(|it| hex_uid(&it.uid)).collect();
    // Only what stood on the page changes: the rest of the range was not looked at.
    let changed = |active: bool| -> Result<Vec<ProductId>, Refusal> {
        let differs = |uid: &&str| sold.contains(uid) == active && now.contains(*uid) != active;
        let lost = |_| Refusal::from(Say::new("Hãy chọn lại", "Please choose again"));
        form.all("seen").filter(differs).map(|uid| uid.parse().map_err(lost)).collect()
    };
    let mut ranges = Vec::new();
    for active in [true, false] {
        let products = changed(active).spoken(lang)?;
        let range = Range { booth: place.uid(), products, active };
        let some = Some(range).filter(|range| !range.products.is_empty());
        ranges.extend(some.map(|range| Command::Fair(fair::Change::Range(range))));
    }
    change_all(&app, &place.caller, ranges).await.spoken(lang)?;
    saved(&place.goods())
}
