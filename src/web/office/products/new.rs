//! A product that the booth does not know yet, most often because its code was scanned: chosen from
//! the catalogue, given to goods that stand at the booth without a code, or made anew.

use crate::{
    base::{
        code,
        id::{ProducerId, ProductId, hex_uid},
        lang::{Lang, Say},
        money::Money,
    },
    catalog::{
        self, Change, Price, Product,
        kinds::group_name,
        store::{self, Full, Listing},
    },
    desk::command::Command,
    fair::{self, Range, range::store::range},
    web::{
        http::{
            app::App,
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::{
            booths::form::{InCharge, Place},
            setup::seller,
        },
        ui::{
            answer::{Shown, again, change, change_all, saved, shown, to},
            form::{Ask, Form, Kind, submit},
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

/// Routes of a booth's new goods.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/booths/{booth}/goods/new", get(ask).merge(post(make)))
        .route("/fairs/{code}/booths/{booth}/codes", post(name))
        .route("/booth/new", get(ask).merge(post(make)))
        .route("/booth/codes", post(name))
}

/// Products of the catalogue with the scanned code that are offered.
const OFFERED: i64 = 5;

/// What the till's scan brings along.
#[derive(Deserialize)]
struct ScanQuery {
    #[serde(default)]
    barcode: String,
    #[serde(default)]
    sku: String,
    #[serde(default)]
    back: String,
}

async fn ask(
    InCharge(place): InCharge,
    State(app): State<App>,
    Query(brought): Query<ScanQuery>,
) -> Shown {
    let uid = app.shop.chance.uid(app.shop.clock.now());
    let form = Form::of([
        ("uid", uid.to_string()),
        ("barcode", brought.barcode),
        ("sku", brought.sku),
        ("back", brought.back),
        ("ocop_group", "1".into()),
    ]);
    shown(draw(&app, &place, &form).await?)
}

/// The booth's goods without this kind of code, and what the catalogue has under it.
struct SameCode {
    unnamed: Vec<(String, String)>,
    listed: Vec<Listing>,
}

async fn same_code(app: &App, place: &Place, form: &Form) -> Result<SameCode, Problem> {
    let lang = place.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let range = range(&mut db, place.booth.id).await.spoken(lang)?;
    let by_scale = form.get("barcode").is_empty();
    let free = range.iter().filter(|it| if by_scale { &it.sku } else { &it.barcode }.is_empty());
    let unnamed = free.map(|it| (hex_uid(&it.uid), format!("{} ({})", it.name, it.unit))).collect();
    let codes = code::readings(&code::normal(form.get("barcode")));
    let mut listed = match codes[0].as_str() {
        "" => Vec::new(),
        code => store::search(&mut db, code, OFFERED).await.spoken(lang)?,
    };
    let here = |uid: &Vec<u8>| range.iter().any(|it| it.uid == *uid);
    listed.retain(|it| codes.contains(&it.barcode) && it.active == 1 && !here(&it.uid));
    Ok(SameCode { unnamed, listed })
}

async fn draw(app: &App, place: &Place, form: &Form) -> Result<Markup, Problem> {
    let known = same_code(app, place, form).await?;
    let (lang, base) = (place.caller.lang, &place.base);
    let ask = Ask(form, lang);
    let coded = !form.get("barcode").is_empty() || !form.get("sku").is_empty();
    let title = lang.say("Thêm hàng vào gian", "Add a product to the booth");
    let body = html! {
        div class="narrow" {
            h1 { (title) " · " (place.booth.code) }
            (ask.head())
            @if !known.listed.is_empty() { (offers(&known.listed, base, lang)) }
            @if coded && !known.unnamed.is_empty() { (naming(&known.unnamed, base, ask)) }
            section class="card" {
                h2 { (lang.say("Hàng mới", "A new product")) }
                (fresh(&path(place), ask))
            }
        }
    };
    Ok(page::page(&place.caller, &path(place), title, body))
}

/// Where the form stands.
fn path(place: &Place) -> String {
    format!("{}/new", place.goods())
}

fn offers(listed: &[Listing], base: &str, lang: Lang) -> Markup {
    html! {
        section class="card" {
            h2 { (lang.say("Danh mục đã có mã này", "The catalogue has this code")) }
            form class="form" method="post" action={ (base) "/range" } {
                @for it in listed {
                    @let uid = hex_uid(&it.uid);
                    input type="hidden" name="seen" value=(uid);
                    label class="box" {
                        input type="checkbox" name="sold" value=(uid) checked;
                        span {
                            b { (it.name) } " · " (it.unit) " · "
                            span class="hint" { (it.producer) }
                            @if let Some(price) = it.price { " · " (Money(price).text()) }
                        }
                    }
                }
                div class="form-end" { button { (lang.say("Bán ở gian này", "Sell it here")) } }
            }
        }
    }
}

fn naming(unnamed: &[(String, String)], base: &str, ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        section class="card" {
            h2 { (lang.say("Hàng đã bán ở gian, chưa có mã", "Sold here already, without a code")) }
            form class="form" method="post" action={ (base) "/codes" } {
                (ask.hidden("barcode"))
                (ask.hidden("sku"))
                (ask.hidden("back"))
                (ask.select("product", lang.say("Sản phẩm", "Product"), unnamed))
                div class="form-end" {
                    button { (lang.say("Gắn mã cho món này", "Give it this code")) }
                }
            }
        }
    }
}

fn fresh(path: &str, ask: Ask) -> Markup {
    let lang = ask.1;
    let groups: Vec<_> =
        (1..=6).map(|group| (group.to_string(), group_name(group, lang).to_owned())).collect();
    html! {
        form class="form" method="post" action=(path) {
            (ask.hidden("uid"))
            (ask.hidden("back"))
            (ask.field("name", lang.say("Tên hàng", "Name"), Kind::Text, ""))
            div class="form-two" {
                (ask.field("unit", lang.say("Đơn vị tính", "Unit"), Kind::Text,
                    weighed(lang)))
                (ask.field("price", lang.say("Giá ở gian này (đ)", "Price here (đ)"),
                    Kind::Number, ""))
            }
            div class="form-two" {
                (ask.maybe("barcode", lang.say("Mã vạch", "Barcode"), Kind::Digits, ""))
                (ask.maybe("sku", lang.say("Mã hàng (trên tem cân)", "Item code (of the scale)"),
                    Kind::Text, ""))
            }
            (ask.select("ocop_group", lang.say("Nhóm hàng", "Group"), &groups))
            (submit(lang.say("Lưu hàng", "Save the product")))
        }
    }
}

/// What the unit decides: the till asks for the weight of what is sold by kilograms.
pub fn weighed(lang: Lang) -> &'static str {
    lang.say(
        "Ghi “kg” là hàng cân: máy bán hỏi số cân. Gói 500 g, hũ, chai… bán theo cái",
        "“kg” makes it weighed: the till asks for the weight. Others, such as jar, are counted",
    )
}

/// Back to the till, when the till's scan led here, else to the booth's goods.
fn back(place: &Place, form: &Form) -> Shown {
    if form.get("back") == "/till" { to("/till") } else { saved(&place.goods()) }
}

async fn make(InCharge(place): InCharge, State(app): State<App>, mut form: Form) -> Shown {
    if let Some(commands) = read(&app, &place, &mut form).await?
        && form.takes("", change_all(&app, &place.caller, commands).await)
    {
        return back(&place, &form);
    }
    again(&form, draw(&app, &place, &form).await?)
}

/// The product with its price at this booth, sold here from now on; its producer is the seller.
async fn read(app: &App, place: &Place, form: &mut Form) -> Result<Option<Vec<Command>>, Problem> {
    let (name, unit) = (form.required("name", 160), form.required("unit", 40));
    form.required("price", 20);
    let amount = form.asked_price("price").unwrap_or_default();
    let (barcode, sku) = codes(form);
    let group = form.count("ocop_group").and_then(|group| u8::try_from(group).ok());
    let Some(uid) = form.uid::<ProductId>("uid").filter(|_| form.ok()) else { return Ok(None) };
    let (producer, mut commands) = maker(app, place).await?;
    let empty = String::new;
    let product = Product {
        uid,
        name,
        unit,
        producer,
        star: None,
        ocop_group: group.unwrap_or(1),
        province_2024: empty(),
        province_now: empty(),
        barcode,
        sku,
        vat: empty(),
        lot: empty(),
        evidence: empty(),
        active: true,
        free_amount: false,
        packs: Default::default(),
    };
    if let Err(say) = catalog::check(&Change::Product(product.clone())) {
        form.wrong("", say);
        return Ok(None);
    }
    let price = Price { product: uid, booth: Some(place.uid()), fair: None, amount: Some(amount) };
    let range = Range { booth: place.uid(), products: vec![uid], active: true };
    commands.push(Command::Catalog(Change::Product(product)));
    commands.push(Command::Catalog(Change::Price(price)));
    commands.push(Command::Fair(fair::Change::Range(range)));
    Ok(Some(commands))
}

/// The codes of a form, with a wrong check digit said at its field.
fn codes(form: &mut Form) -> (String, String) {
    (form.barcode("barcode"), form.item("sku"))
}

/// The producer of the seller's name; made first when there is none yet.
async fn maker(app: &App, place: &Place) -> Result<(ProducerId, Vec<Command>), Problem> {
    let lang = place.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let producers = store::producers(&mut db).await.spoken(lang)?;
    let name = place.booth.seller.to_lowercase();
    if let Some((uid, _)) = producers.iter().find(|(_, other)| other.to_lowercase() == name) {
        return Ok((ProducerId::of_bytes(uid), Vec::new()));
    }
    let uid = ProducerId(app.shop.chance.uid(app.shop.clock.now()));
    Ok((uid, vec![Command::Catalog(Change::Producer(seller(&place.booth, uid)))]))
}

/// Gives the code to goods that the booth sells already and that have none: a code that stands is
/// the catalogue's, and changed there.
async fn name(InCharge(place): InCharge, State(app): State<App>, mut form: Form) -> Shown {
    let lang = place.caller.lang;
    let (barcode, sku) = codes(&mut form);
    let mut db = app.shop.read().await.spoken(lang)?;
    let range = range(&mut db, place.booth.id).await.spoken(lang)?;
    let chosen = range.iter().find(|it| hex_uid(&it.uid) == form.get("product"));
    let full = match chosen {
        Some(it) => store::full(&mut db, &it.uid).await.spoken(lang)?,
        None => None,
    };
    drop(db);
    match full.and_then(|full| named(full, &barcode, &sku)).filter(|_| form.ok()) {
        Some(product) => {
            let product = Command::Catalog(Change::Product(product));
            if form.takes("", change(&app, &place.caller, product).await) {
                return back(&place, &form);
            }
        }
        None => form.wrong("product", Say::new("Món này đã có mã", "It has a code already")),
    }
    again(&form, draw(&app, &place, &form).await?)
}

fn named(full: Full, barcode: &str, sku: &str) -> Option<Product> {
    let takes = |stands: &str, code: &str| code.is_empty() || stands.is_empty() || stands == code;
    let fits = takes(&full.barcode, barcode) && takes(&full.sku, sku);
    let asked = !barcode.is_empty() || !sku.is_empty();
    let mut product = full.product();
    if !barcode.is_empty() {
        product.barcode = barcode.to_owned();
    }
    if !sku.is_empty() {
        product.sku = sku.to_owned();
    }
    (fits && asked).then_some(product)
}
