//! All documents of a place: searched by number, reason or person, by kind, a page at a time.

use crate::{
    base::clock::Ms,
    base::{fold::fold, lang::Lang},
    stock::{
        Kind,
        read::store::{self, DocumentRow},
    },
    web::{
        http::{app::App, problem::Spoken, route::get},
        office::stock::{page::kind, place::At},
        ui::{
            answer::{Shown, shown},
            list::{Asked, Column, List},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};

/// Routes of the lists of documents.
pub fn router() -> Router<App> {
    Router::new()
        .route("/booth/stock/documents", get(documents))
        .route("/fairs/{code}/booths/{booth}/stock/documents", get(documents))
        .route("/fairs/{code}/rooms/{room}/documents", get(documents))
}

async fn documents(at: At, State(app): State<App>, Query(asked): Query<Asked>) -> Shown {
    let lang = at.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let rows = store::documents(&mut db, at.place().uid(), None, i64::MAX).await.spoken(lang)?;
    drop(db);
    shown(draw(&at, &rows, &asked))
}

fn draw(at: &At, rows: &[DocumentRow], asked: &Asked) -> Markup {
    let lang = at.caller.lang;
    let title = lang.say("Phiếu kho", "Stock documents");
    let path = format!("{}/documents", at.base);
    let body = html! {
        (at.frame())
        h2 { (title) }
        (list(&path, asked, title, lang).draw(rows))
    };
    page::page(&at.caller, &at.base, &format!("{title} · {}", at.code()), body)
}

fn list<'a>(path: &'a str, asked: &'a Asked, title: &'a str, lang: Lang) -> List<'a, DocumentRow> {
    let mut list = List::<DocumentRow>::new(path, asked, title, lang)
        .searched(
            lang.say("Tìm số phiếu, lý do, người lập…", "Find a number, reason, person…"),
            move |it| format!("{} {} {} {}", it.doc_no, it.reason, it.by, kind(&it.kind, lang)),
        )
        .column(
            Column::new("number", lang.say("Số phiếu", "Number"), move |it: &DocumentRow| {
                html! {
                    a href={ "/documents/" (it.uid) } { (it.doc_no) }
                    @if it.reversed {
                        " " span class="tag stop" { (lang.say("đã hủy", "taken back")) }
                    }
                }
            })
            .by(|it| it.doc_no.clone()),
        )
        .column(
            Column::new("kind", lang.say("Loại", "Kind"), move |it: &DocumentRow| {
                html! {
                    (kind(&it.kind, lang))
                    @if !it.reason.is_empty() { p class="hint" { (it.reason) } }
                }
            })
            .by(move |it| fold(kind(&it.kind, lang))),
        )
        .column(
            Column::new("lines", lang.say("Số dòng", "Lines"), |it: &DocumentRow| {
                html! { (it.lines) }
            })
            .figures()
            .by(|it| it.lines),
        )
        .column(
            Column::new("at", lang.say("Lúc", "When"), |it: &DocumentRow| {
                html! { (Ms(it.at_ms).text()) }
            })
            .by(|it| it.at_ms),
        )
        .column(
            Column::new("by", lang.say("Người lập", "By"), |it: &DocumentRow| html! { (it.by) })
                .by(|it| fold(&it.by)),
        );
    for one in Kind::ALL {
        let word = one.as_str();
        list = list.chip(word, one.label(lang), move |it: &DocumentRow| it.kind == word);
    }
    list.chip("reversed", lang.say("Đã hủy", "Taken back"), |it| it.reversed)
}
