//! The step of the first goods: a few products by hand, sold at the first booth.

use crate::{
    base::{
        id::{BoothId, ProducerId, ProductId},
        lang::Say,
        money::Money,
        refusal::Refusal,
    },
    catalog::{Change, Price, Producer, Product, kinds::SubjectType},
    desk::command::Command,
    fair::{
        self, Range,
        store::{self, BoothRow},
    },
    locality::{Unit, search::Here, settle},
    web::{
        device::pairing::mint,
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::{Problem, Spoken},
        },
        office::{
            products::new::weighed,
            setup::{AtBooth, step},
        },
        ui::{
            answer::{Shown, again, change_all, part, saved, shown},
            form::{Ask, Form},
        },
    },
};
use axum::extract::{Query, State};
use maud::{Markup, html};

/// Rows that the page begins with, and that one press adds.
const ROWS: usize = 5;
/// Rows that one page takes; more come by import or on the catalogue's page.
const MOST: usize = 40;

pub async fn ask(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Query(at): Query<AtBooth>,
) -> Shown {
    let booth = find(&app, &caller, at.booth).await?;
    let mut form = Form::default();
    add_rows(&app, &mut form);
    form.set("producer", app.shop.chance.uid(app.shop.clock.now()).to_string());
    shown(draw(&caller, &booth, at.booth, &form))
}

/// Adds empty rows, each with the id of the product that it will be.
fn add_rows(app: &App, form: &mut Form) {
    let from = rows(form);
    for n in from..(from + ROWS).min(MOST) {
        form.set(&format!("uid.{n}"), app.shop.chance.uid(app.shop.clock.now()).to_string());
    }
}

/// How many rows a form has.
fn rows(form: &Form) -> usize {
    (0..MOST).take_while(|n| form.has(&format!("uid.{n}"))).count()
}

async fn find(app: &App, caller: &Caller, uid: BoothId) -> Result<BoothRow, Problem> {
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let booth = store::booth(&mut db, &uid.bytes()).await.spoken(caller.lang)?;
    let none = || Refusal::NotFound(Say::new("Không có gian hàng này", "No such booth"));
    booth.ok_or_else(none).spoken(caller.lang)
}

fn draw(caller: &Caller, booth: &BoothRow, uid: BoothId, form: &Form) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let path = format!("/setup/goods?booth={uid}");
    let body = html! {
        form class="form" method="post" action=(path) {
            (ask.head())
            (ask.hidden("producer"))
            div class="form-three" aria-hidden="true" {
                @for (_, label, _) in CELLS { b { (lang.say(label.0, label.1)) } }
            }
            @for n in 0..rows(form) {
                (ask.hidden(&format!("uid.{n}")))
                div class="form-three" { (cells(ask, n)) }
            }
            p class="hint" { (weighed(lang)) }
            div class="form-end" {
                button class="main" { (lang.say("Tiếp tục", "Continue")) }
                @if rows(form) < MOST {
                    button class="big" name="more" value="1" {
                        (lang.say("Thêm 5 dòng", "5 more rows"))
                    }
                }
            }
        }
        p class="hint" {
            (lang.say("Nhiều hàng?", "Many goods?")) " "
            a href="/import" { (lang.say("Nhập từ CSV hoặc Excel", "Import CSV or Excel")) } " · "
            a href={ "/fairs/" (part(&booth.fair_code)) "/booths/" (part(&booth.code)) "/range" } {
                (lang.say("Chọn từ danh mục", "Choose from the catalogue"))
            }
        }
    };
    let title = lang.say("Gian bán những gì?", "What does it sell?");
    step(caller, 4, &path, &format!("{} · {title}", booth.code), body)
}

/// A row's fields: name, label in both languages, an example.
const CELLS: [(&str, (&str, &str), &str); 3] = [
    ("name", ("Tên hàng", "Name"), "Miến dong"),
    ("unit", ("Đơn vị", "Unit"), "kg"),
    ("price", ("Giá (đ)", "Price (đ)"), "55.000"),
];

fn cells(ask: Ask, n: usize) -> Markup {
    html! {
        @for (field, label, example) in CELLS {
            @let name = format!("{field}.{n}");
            div {
                (ask.sure(&name))
                input class="field" name=(name) value=(ask.0.get(&name))
                    placeholder=[(n == 0).then_some(example)] autocomplete="off"
                    aria-label={ (ask.1.say(label.0, label.1)) " " (n + 1) };
                (ask.0.error(&name, ask.1))
            }
        }
    }
}

pub async fn make(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Query(at): Query<AtBooth>,
    mut form: Form,
) -> Shown {
    let booth = find(&app, &caller, at.booth).await?;
    if form.has("more") {
        add_rows(&app, &mut form);
        return shown(draw(&caller, &booth, at.booth, &form));
    }
    if let Some(commands) = read(&mut form, &booth, at.booth)
        && form.takes("", change_all(&app, &caller, commands).await)
    {
        let code = mint(&app, Some(at.booth.0), None).await.spoken(caller.lang)?;
        return saved(&format!("/setup/device?code={}", part(&code)));
    }
    again(&form, draw(&caller, &booth, at.booth, &form))
}

/// The products of a form as commands: the booth's seller as their producer, each product, its
/// price, and the booth's range. An empty form is an answer too: goods may come later.
fn read(form: &mut Form, booth: &BoothRow, uid: BoothId) -> Option<Vec<Command>> {
    let producer: ProducerId = form.uid("producer")?;
    let mut products = Vec::new();
    let mut commands = Vec::new();
    for n in 0..rows(form) {
        let (name, price) = (format!("name.{n}"), format!("price.{n}"));
        if form.get(&name).trim().is_empty() && form.get(&price).trim().is_empty() {
            continue;
        }
        let product = product(form, n, producer)?;
        form.required(&price, 20);
        let amount = form.asked_price(&price).unwrap_or(Money::ZERO);
        products.push(product.uid);
        let price = Price { product: product.uid, booth: None, fair: None, amount: Some(amount) };
        commands.push(Command::Catalog(Change::Product(product)));
        commands.push(Command::Catalog(Change::Price(price)));
    }
    if !form.ok() {
        return None;
    }
    if !products.is_empty() {
        commands.insert(0, Command::Catalog(Change::Producer(seller(booth, producer))));
        let range = Range { booth: uid, products, active: true };
        commands.push(Command::Fair(fair::Change::Range(range)));
    }
    Some(commands)
}

/// The seller of a booth as a producer of its own goods.
pub fn seller(booth: &BoothRow, uid: ProducerId) -> Producer {
    let unit = settle::find(&booth.origin_unit, Here::TODAY);
    Producer {
        uid,
        name: booth.seller.clone(),
        // A guess from the name, which the organiser may correct; most who sell alone are one.
        subject_type: guess(&booth.seller),
        unit_code: unit.map(Unit::key).unwrap_or_default(),
        commune: booth.origin_unit.clone(),
        tax_code: booth.tax_code.clone(),
        phone: booth.phone.clone(),
        rehearsal: false,
    }
}

fn guess(name: &str) -> SubjectType {
    let folded = crate::base::fold::fold(name);
    let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
    if begins(&["htx", "hop tac xa"]) {
        SubjectType::Cooperative
    } else if begins(&["tht", "to hop tac"]) {
        SubjectType::CooperativeGroup
    } else if begins(&["cong ty", "cty", "doanh nghiep", "dn "]) {
        SubjectType::Enterprise
    } else {
        SubjectType::BusinessHousehold
    }
}

fn product(form: &mut Form, n: usize, producer: ProducerId) -> Option<Product> {
    let empty = String::new;
    Some(Product {
        uid: form.uid::<ProductId>(&format!("uid.{n}"))?,
        name: form.required(&format!("name.{n}"), 160),
        unit: form.required(&format!("unit.{n}"), 40),
        producer,
        star: None,
        ocop_group: 1,
        province_2024: empty(),
        province_now: empty(),
        barcode: empty(),
        sku: empty(),
        vat: empty(),
        lot: empty(),
        evidence: empty(),
        active: true,
        free_amount: false,
        packs: Default::default(),
    })
}
