//! A booth's goods: what it sells, and at which price.

use crate::{
    base::{
        id::{ProductId, hex_uid},
        lang::{Lang, Say},
        money::Money,
        refusal::Refusal,
    },
    desk::command::Command,
    fair::{
        self, Range,
        range::store::{RangeItem, range},
        shelf::store::{ShelfItem, shelf},
    },
    web::{
        http::{
            app::App,
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::{
            attention::Seen,
            booths::{
                form::{InCharge, Place},
                on_sale,
            },
        },
        ui::{
            answer::{Shown, again, change_all, part, saved, shown},
            form::{Ask, Form},
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
        .route("/booth", get(goods))
        .route("/booth/range", get(choose).merge(post(ranged)))
}

/// Products on one page of the range; a booth of a fair rarely sells more.
const LIMIT: i64 = 100;

/// What a booth sells.
pub async fn load(app: &App, place: &Place) -> Result<Vec<RangeItem>, Problem> {
    let lang = place.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    range(&mut db, place.booth.id).await.spoken(lang)
}

async fn goods(place: Place, State(app): State<App>, Query(asked): Query<Asked>) -> Shown {
    let range = load(&app, &place).await?;
    let seen = Seen::booth(&app, &place).await?;
    shown(draw(&place, &range, &asked, &Form::default(), seen.card()))
}

/// The page, with `prices` in the form of prices, and above it what is to be looked at.
pub fn draw(
    place: &Place,
    range: &[RangeItem],
    asked: &Asked,
    prices: &Form,
    to_look_at: Markup,
) -> Markup {
    let (lang, booth, base) = (place.caller.lang, &place.booth, &place.base);
    let changes = place.changes();
    let title = format!("{} · {}", booth.code, booth.name);
    let acts = html! {
        @if changes {
            a class="button" href={ (base) "/labels" } {
                (lang.say("Tem và bảng giá", "Labels and signs"))
            }
            a class="button" href={ (base) "/card" } {
                (lang.say("Thẻ người bán", "Seller’s card"))
            }
            a class="button" href={ (place.goods()) "/new" } {
                (lang.say("Thêm hàng mới", "New product"))
            }
            a class="button filled" href={ (base) "/range" } {
                (lang.say("Chọn hàng bán", "Choose products"))
            }
        }
        (place::rare_of_booth(&place.caller, booth))
    };
    let body = html! {
        (place::booth(&place.caller, booth, "goods", acts))
        (to_look_at)
        h2 { (lang.say("Hàng bán ở gian này", "Sold at this booth")) }
        (on_sale::draw(place, range, asked, Ask(prices, lang)))
    };
    page::page(&place.caller, &place.goods(), &title, body)
}

#[derive(Deserialize)]
struct GoodsQuery {
    #[serde(default)]
    q: String,
}

impl GoodsQuery {
    /// Where the form is sent, so that what comes back of it shows the same products.
    fn address(&self, path: &str) -> String {
        match self.q.trim() {
            "" => path.to_owned(),
            q => format!("{path}?q={}", part(q)),
        }
    }
}

async fn choose(
    InCharge(place): InCharge,
    State(app): State<App>,
    Query(asked): Query<GoodsQuery>,
) -> Shown {
    shown(draw_choice(&app, &place, &asked, &Form::default()).await?)
}

/// Products to choose from; a `form` that was sent has what was chosen.
async fn draw_choice(
    app: &App,
    place: &Place,
    asked: &GoodsQuery,
    form: &Form,
) -> Result<Markup, Problem> {
    let lang = place.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let mut rows = shelf(&mut db, place.booth.id, &asked.q, LIMIT).await.spoken(lang)?;
    let sold: HashSet<&str> = form.all("sold").collect();
    for it in rows.iter_mut().filter(|_| form.has("seen")) {
        it.sold_here = i64::from(sold.contains(&*hex_uid(&it.uid)));
    }
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
        form class="form" method="post" action=(asked.address(&path)) {
            (Ask(form, lang).head())
            (shelves(&rows, lang))
            div class="form-end" {
                button class="main" { (lang.say("Lưu hàng bán", "Save the range")) }
            }
        }
    };
    Ok(page::page(&place.caller, &path, title, body))
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

async fn ranged(
    InCharge(place): InCharge,
    State(app): State<App>,
    Query(asked): Query<GoodsQuery>,
    mut form: Form,
) -> Shown {
    let lang = place.caller.lang;
    let now = load(&app, &place).await?;
    let now: HashSet<String> = now.iter().map(|it| hex_uid(&it.uid)).collect();
    let mut ranges = Vec::new();
    for active in [true, false] {
        let products = changed(&form, &now, active).spoken(lang)?;
        let range = Range { booth: place.uid(), products, active };
        let some = Some(range).filter(|range| !range.products.is_empty());
        ranges.extend(some.map(|range| Command::Fair(fair::Change::Range(range))));
    }
    if form.takes("", change_all(&app, &place.caller, ranges).await) {
        return saved(&place.goods());
    }
    again(&form, draw_choice(&app, &place, &asked, &form).await?)
}

/// The products that are sold from now on, or no longer. Only what stood on the page changes: the
/// rest of the range was not looked at.
fn changed(form: &Form, now: &HashSet<String>, active: bool) -> Result<Vec<ProductId>, Refusal> {
    let sold: HashSet<&str> = form.all("sold").collect();
    let differs = |uid: &&str| sold.contains(uid) == active && now.contains(*uid) != active;
    let lost = |_| Refusal::from(Say::new("Hãy chọn lại", "Please choose again"));
    form.all("seen").filter(differs).map(|uid| uid.parse().map_err(lost)).collect()
}
