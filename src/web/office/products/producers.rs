//! Who makes the goods: their list, and the form of one.

use crate::{
    base::{
        fold::fold,
        id::{ProducerId, hex_uid},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    catalog::{
        Change, Producer,
        kinds::SubjectType,
        makers::store::{self, ProducerListing},
    },
    desk::command::Command,
    locality::{Unit, search::Here, settle::find},
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, change, part, saved, shown},
            form::{Ask, Form, Kind, options, submit},
            list::{Asked, Column, List},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
};
use maud::{Markup, html};
use uuid::Uuid;

/// Routes of producers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/producers", get(list))
        .route("/producers/{uid}", get(edit).merge(post(save)))
}

async fn list(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Shown {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let rows = store::producers_listed(&mut db).await.spoken(lang)?;
    drop(db);
    let title = lang.say("Chủ thể sản xuất", "Producers");
    let body = html! {
        div class="page-head" {
            div {
                p class="crumbs" { a href="/products" { (lang.say("Sản phẩm", "Products")) } " ›" }
                h1 { (title) }
            }
            div class="actions" {
                a class="button" href="/reports/papers" {
                    (lang.say("Giấy chứng nhận", "Certificates"))
                }
            }
        }
        @if rows.is_empty() {
            p class="empty" {
                (lang.say("Chưa có chủ thể nào; họ đến cùng sản phẩm đầu tiên.",
                    "No producers yet; they come with the first product."))
            }
        } @else { (listed(&caller, &asked, &rows)) }
    };
    shown(page::page(&caller, "/products", title, body))
}

fn form_of(word: &str, lang: Lang) -> &'static str {
    word.parse::<SubjectType>().map(|it| it.label(lang)).unwrap_or_default()
}

fn listed(caller: &Caller, asked: &Asked, rows: &[ProducerListing]) -> Markup {
    let (lang, changes) = (caller.lang, caller.organiser().is_ok());
    let name = |it: &ProducerListing| {
        html! {
            @if changes {
                a href={ "/producers/" (hex_uid(&it.uid)) } { (it.name) }
            } @else { a href={ "/producers/" (hex_uid(&it.uid)) "/papers" } { (it.name) } }
        }
    };
    let products = |it: &ProducerListing| {
        html! { a href={ "/products?q=" (part(&it.name)) } { (it.products) } }
    };
    let mut list =
        List::<ProducerListing>::new("/producers", asked, lang.say("Chủ thể", "Producers"), lang)
            .searched(
                lang.say("Tìm tên, xã, điện thoại…", "Find a name, commune, phone…"),
                |it| format!("{} {} {} {}", it.name, it.commune, it.phone, it.tax_code),
            )
            .column(Column::new("name", lang.say("Tên", "Name"), name).by(|it| fold(&it.name)))
            .column(
                Column::new("kind", lang.say("Loại", "Form"), |it: &ProducerListing| {
                    html! { (form_of(&it.subject_type, lang)) }
                })
                .by(|it| it.subject_type.clone()),
            )
            .column(
                Column::new(
                    "commune",
                    lang.say("Xã, phường", "Commune"),
                    |it: &ProducerListing| {
                        html! { (it.commune) }
                    },
                )
                .by(|it| fold(&it.commune)),
            )
            .column(Column::new(
                "phone",
                lang.say("Điện thoại", "Phone"),
                |it: &ProducerListing| {
                    html! { (it.phone) }
                },
            ))
            .column(
                Column::new("products", lang.say("Sản phẩm", "Products"), products)
                    .figures()
                    .by(|it| it.products),
            );
    for kind in SubjectType::ALL {
        list = list.chip(kind.as_str(), kind.label(lang), |it: &ProducerListing| {
            it.subject_type == kind.as_str()
        });
    }
    list.draw(rows)
}

/// Where a form leads, and what it changes.
async fn load(app: &App, caller: &Caller, uid: Uuid) -> Result<ProducerListing, Problem> {
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let none = || Refusal::NotFound(Say::new("Không có chủ thể này", "No such producer"));
    let row = store::producer_listed(&mut db, uid.as_bytes()).await.spoken(caller.lang)?;
    row.ok_or_else(none).spoken(caller.lang)
}

async fn edit(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<Uuid>,
) -> Shown {
    let it = load(&app, &caller, uid).await?;
    let form = Form::of([
        ("name", it.name),
        ("subject_type", it.subject_type),
        ("commune", it.commune),
        ("phone", it.phone),
        ("tax_code", it.tax_code),
    ]);
    shown(draw(&caller, uid, &form))
}

fn draw(caller: &Caller, uid: Uuid, form: &Form) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let title = lang.say("Sửa chủ thể", "Edit the producer");
    let body = html! {
        div class="narrow" {
            p class="crumbs" { a href="/producers" { (lang.say("Chủ thể", "Producers")) } " ›" }
            h1 { (title) }
            form class="form" method="post" action={ "/producers/" (uid) } {
                (ask.head())
                (ask.field("name", lang.say("Tên", "Name"), Kind::Text, ""))
                (ask.select("subject_type", lang.say("Loại chủ thể", "Legal form"),
                    &options(SubjectType::ALL, SubjectType::as_str, |it| it.label(lang))))
                div class="form-two" {
                    (ask.locality("commune", lang.say("Xã, phường", "Commune"), None))
                    (ask.maybe("phone", lang.say("Điện thoại", "Phone"), Kind::Digits, ""))
                    (ask.maybe("tax_code", lang.say("Mã số thuế", "Tax code"), Kind::Digits, ""))
                }
                (submit(lang.say("Lưu", "Save")))
            }
            p { a class="button quiet" href={ "/producers/" (uid) "/papers" } {
                (lang.say("Giấy chứng nhận chất lượng…", "Quality certificates…"))
            } }
        }
    };
    page::page(caller, "/products", title, body)
}

async fn save(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<Uuid>,
    mut form: Form,
) -> Shown {
    let stands = load(&app, &caller, uid).await?;
    if let Some(producer) = parse(&mut form, uid, stands) {
        let command = Command::Catalog(Change::Producer(producer));
        match change(&app, &caller, command).await {
            Ok(_) => return saved("/producers"),
            Err(refusal) => form.refuse("name", &refusal),
        }
    }
    again(&form, draw(&caller, uid, &form))
}

fn parse(form: &mut Form, uid: Uuid, stands: ProducerListing) -> Option<Producer> {
    let commune = form.text("commune", 120);
    let unit_code = match commune == stands.commune && !stands.unit_code.is_empty() {
        true => stands.unit_code,
        false => find(&commune, Here::TODAY).map(Unit::key).unwrap_or_default(),
    };
    let producer = Producer {
        uid: ProducerId(uid),
        name: form.required("name", 160),
        subject_type: form.word("subject_type")?,
        unit_code,
        commune,
        tax_code: form.text("tax_code", 20),
        phone: form.text("phone", 20),
        rehearsal: false,
    };
    form.ok().then_some(producer)
}
