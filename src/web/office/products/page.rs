//! The catalogue: searching it, and the form of one product.

use crate::{
    base::{
        id::ProductId,
        lang::{Lang, Say},
        money::Money,
        refusal::Refusal,
    },
    catalog::{
        kinds::{SubjectType, group_name},
        photo::store::photo,
        store::{self, Full, Rating},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::products::{
            certificates::{certificate, rated},
            elsewhere,
            new::weighed,
            photo::{field, picture},
            save,
        },
        ui::{
            answer::{Shown, again, part, saved, shown},
            form::{Ask, Form, Kind, options, submit},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};
use uuid::Uuid;

/// Routes of the catalogue.
pub fn router() -> Router<App> {
    Router::new()
        .route("/products/new", get(fresh).merge(post(make)))
        .route("/products/{uid}", get(edit).merge(post(save)))
}

async fn fresh(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    let uid = app.shop.chance.uid(app.shop.clock.now());
    let form = Form::of([
        ("uid", uid.to_string()),
        ("ocop_group", "1".into()),
        ("subject_type", SubjectType::Cooperative.as_str().into()),
        ("active", "1".into()),
    ]);
    shown(draw(&app, &caller, "/products/new", &form, &[]).await?)
}

async fn draw(
    app: &App,
    caller: &Caller,
    path: &str,
    form: &Form,
    ratings: &[Rating],
) -> Result<Markup, Problem> {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let elsewhere = elsewhere::prices(&mut db, form, app.shop.clock.now().date(), lang).await;
    let elsewhere = elsewhere.spoken(lang)?;
    let uid = ProductId(form.get("uid").parse().unwrap_or_default());
    let photo = photo(&mut db, &uid.bytes()).await.spoken(lang)?;
    let producers = store::producers(&mut db).await.spoken(lang)?;
    let producers: Vec<String> = producers.into_iter().map(|(_, name)| name).collect();
    let title = match path {
        "/products/new" => lang.say("Sản phẩm mới", "New product"),
        _ => lang.say("Sửa sản phẩm", "Edit the product"),
    };
    let ask = Ask(form, lang);
    if caller.organiser().is_err() {
        let photo = photo.map(|it| picture(&it, form.get("name")));
        let body = draw_facts(app, form, (ratings, elsewhere, photo), lang);
        return Ok(page::page(caller, path, form.get("name"), body));
    }
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            form class="form" method="post" action=(path) {
                (ask.head())
                (ask.hidden("uid"))
                (first(ask, &producers))
                (elsewhere)
                (field(ask, photo.as_ref()))
                (certificate(ask, ratings, app.shop.clock.now().date()))
                details { summary { (lang.say("Chi tiết khác", "More")) } (rest(ask)) }
                (ask.tick("active", lang.say("Còn bán", "Still sold")))
                (ask.tick("free_amount", lang.say("Tự nhập số tiền khi bán (quyên góp, tiền công…)",
                    "The seller types the amount (a collection, a service…)")))
                (submit(lang.say("Lưu", "Save")))
            }
            @if path != "/products/new" {
                p {
                    a class="button quiet" href={ "/products/" (form.get("uid")) "/listings" } {
                        (lang.say("Sàn thương mại điện tử…", "Sales platforms…"))
                    }
                    a class="button quiet" href={ "/products/" (form.get("uid")) "/recall" } {
                        (lang.say("Thu hồi một lô…", "Recall a lot…"))
                    }
                }
            }
        }
    };
    Ok(page::page(caller, path, title, body))
}

/// The product for those who may read it and change nothing.
fn draw_facts(
    app: &App,
    form: &Form,
    (ratings, elsewhere, photo): (&[Rating], Markup, Option<Markup>),
    lang: Lang,
) -> Markup {
    let price = Money::parse(form.get("price")).map(Money::text).unwrap_or_default();
    let group = form.get("ocop_group").parse().map(|group| group_name(group, lang));
    let stars = form.get("star").parse().map(|star: usize| "★".repeat(star));
    let facts = [
        (lang.say("Đơn vị tính", "Unit"), form.get("unit").to_owned()),
        (lang.say("Quy cách", "Packs"), form.get("packs").to_owned()),
        (lang.say("Giá bán", "Price"), price),
        (lang.say("Chủ thể sản xuất", "Producer"), form.get("producer").to_owned()),
        (lang.say("Nhóm OCOP", "OCOP group"), group.unwrap_or_default().to_owned()),
        (lang.say("Hạng sao", "Stars"), stars.unwrap_or_default()),
        (lang.say("Tỉnh hiện nay", "Province now"), form.get("province_now").to_owned()),
        (lang.say("Mã vạch", "Barcode"), form.get("barcode").to_owned()),
        (lang.say("Nguồn thông tin", "Evidence"), form.get("evidence").to_owned()),
    ];
    html! {
        div class="narrow" {
            h1 { (form.get("name")) }
            @if let Some(photo) = photo { (photo) }
            ul class="facts" {
                @for (label, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
                    li { span { (label) } b { (value) } }
                }
            }
            (elsewhere)
            @if !ratings.is_empty() {
                section class="card" {
                    h2 { (lang.say("Giấy chứng nhận OCOP", "OCOP certificate")) }
                    (rated(ratings, app.shop.clock.now().date(), lang))
                }
            }
        }
    }
}

fn first(ask: Ask, producers: &[String]) -> Markup {
    let lang = ask.1;
    let groups: Vec<_> =
        (1..=6).map(|group| (group.to_string(), group_name(group, lang).to_owned())).collect();
    html! {
        (ask.field("name", lang.say("Tên sản phẩm", "Name"), Kind::Text, ""))
        div class="form-two" {
            (ask.field("unit", lang.say("Đơn vị tính", "Unit"), Kind::Text,
                weighed(lang)))
            (ask.field("price", lang.say("Giá bán (đ)", "Price (đ)"), Kind::Number, ""))
        }
        (ask.maybe("packs", lang.say("Quy cách đóng gói", "Packs"), Kind::Text,
            lang.say("Ví dụ: thùng=24; lốc=6. Kho nhập và đếm được theo thùng, theo lốc",
                "Such as: crate=24; six=6. Stock is then entered and counted in them too")))
        (ask.offered("producer", lang.say("Chủ thể sản xuất", "Producer"),
            lang.say("Chọn tên đã có hoặc gõ tên mới", "Choose a known one or type a new name"),
            producers))
        div class="form-two" {
            (ask.select("subject_type", lang.say("Loại chủ thể mới", "A new producer's form"),
                &options(SubjectType::ALL, SubjectType::as_str, |it| it.label(lang))))
            (ask.select("ocop_group", lang.say("Nhóm OCOP", "OCOP group"), &groups))
            (ask.select("star", lang.say("Hạng sao", "Stars"), &star_options(lang)))
        }
    }
}

/// Three to five stars, or none yet.
pub fn star_options(lang: Lang) -> Vec<(String, String)> {
    let none = (String::new(), lang.say("Chưa xếp hạng", "Not rated").to_owned());
    let each = |star: usize| (star.to_string(), "★".repeat(star));
    std::iter::once(none).chain((3..=5).map(each)).collect()
}

fn rest(ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        div class="form-two" {
            (ask.field("province_now", lang.say("Tỉnh hiện nay", "Province now"), Kind::Text, ""))
            (ask.field("province_2024",
                lang.say("Tỉnh trước 01/07/2025", "Province before 07/2025"),
                Kind::Text, ""))
            (ask.field("barcode", lang.say("Mã vạch", "Barcode"), Kind::Digits, ""))
            (ask.field("sku", lang.say("Mã hàng", "Item code"), Kind::Text, ""))
            (ask.field("vat", lang.say("Thuế GTGT", "VAT"), Kind::Text, ""))
            (ask.maybe("lot", lang.say("Lô mặc định", "Default lot"), Kind::Text, ""))
        }
        (ask.maybe("evidence", lang.say("Nguồn thông tin", "Evidence"), Kind::Text, ""))
    }
}

async fn make(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    match save::keep(&app, &caller, None, &mut form).await {
        Some(()) => saved(&format!("/products?q={}", part(form.get("name")))),
        None => again(&form, draw(&app, &caller, "/products/new", &form, &[]).await?),
    }
}

async fn load(
    app: &App,
    caller: &Caller,
    uid: Uuid,
) -> Result<(Full, String, Vec<Rating>), Problem> {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let none = || Refusal::NotFound(Say::new("Không có sản phẩm này", "No such product"));
    let full = store::full(&mut db, uid.as_bytes()).await.spoken(lang)?;
    let full = full.ok_or_else(none).spoken(lang)?;
    let listed = store::listed(&mut db, uid.as_bytes()).await.spoken(lang)?;
    let producer = listed.map(|it| it.producer).unwrap_or_default();
    let ratings = store::ratings(&mut db, uid.as_bytes()).await.spoken(lang)?;
    Ok((full, producer, ratings))
}

async fn edit(Overseer(caller): Overseer, State(app): State<App>, Path(uid): Path<Uuid>) -> Shown {
    let (full, producer, ratings) = load(&app, &caller, uid).await?;
    let form = Form::of([
        ("uid", uid.to_string()),
        ("name", full.name),
        ("unit", full.unit),
        ("price", full.price.map(|it| Money(it).digits()).unwrap_or_default()),
        ("producer", producer),
        ("star", full.star.map(|it| it.to_string()).unwrap_or_default()),
        ("ocop_group", full.ocop_group.to_string()),
        ("province_2024", full.province_2024),
        ("province_now", full.province_now),
        ("barcode", full.barcode),
        ("sku", full.sku),
        ("vat", full.vat),
        ("lot", full.lot),
        ("evidence", full.evidence),
        ("packs", full.packs.text()),
        ("active", full.active.to_string()),
        ("free_amount", full.free_amount.to_string()),
    ]);
    shown(draw(&app, &caller, &format!("/products/{uid}"), &form, &ratings).await?)
}

async fn save(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<Uuid>,
    mut form: Form,
) -> Shown {
    let (full, producer, ratings) = load(&app, &caller, uid).await?;
    form.replace("uid", uid.to_string());
    match save::keep(&app, &caller, Some((&full, &producer)), &mut form).await {
        Some(()) => saved(&format!("/products/{uid}")),
        None => {
            again(&form, draw(&app, &caller, &format!("/products/{uid}"), &form, &ratings).await?)
        }
    }
}
