//! The list of people: everyone's for organisers, a booth's own for its manager.

use crate::{
    base::{fold::fold, id::hex_uid, lang::Lang},
    fair::store as fairs,
    staff::{
        Role, access,
        store::{self, PersonRow},
    },
    web::{
        http::{app::App, problem::Spoken, route::get},
        office::people::Employer,
        ui::{
            answer::{Shown, shown},
            list::{Asked, Column, List},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};
use std::collections::HashSet;

/// Routes of the list.
pub fn router() -> Router<App> {
    Router::new().route("/people", get(list)).route("/booth/people", get(list))
}

async fn list(by: Employer, State(app): State<App>, Query(asked): Query<Asked>) -> Shown {
    let lang = by.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let people = store::people(&mut db).await.spoken(lang)?;
    let secrets = access::store::with_secret(&mut db).await.spoken(lang)?;
    let own = match by.booth {
        Some(booth) => fairs::booth(&mut db, &booth.bytes()).await.spoken(lang)?,
        None => None,
    };
    drop(db);
    let secrets: HashSet<Vec<u8>> = secrets.into_iter().collect();
    let people: Vec<_> = people.into_iter().filter(|row| by.holds(row)).collect();
    let title = lang.say("Nhân sự", "People");
    let act = html! {
        a class="button filled" href={ (by.base) "/new" } {
            (lang.say("Thêm người", "New person"))
        }
    };
    let body = html! {
        @match &own {
            Some(booth) => (place::booth(&by.caller, booth, "people", act)),
            None => div class="page-head" { h1 { (title) } (act) },
        }
        (listed(&asked, &people, &secrets, &by))
    };
    shown(page::page(&by.caller, by.base, title, body))
}

fn listed(
    asked: &Asked,
    people: &[PersonRow],
    secrets: &HashSet<Vec<u8>>,
    by: &Employer,
) -> Markup {
    let lang = by.caller.lang;
    let name = |row: &PersonRow| {
        html! {
            @if by.may_change(row) {
                a href={ (by.base) "/" (hex_uid(&row.uid)) } { (row.name) }
            } @else { (row.name) }
        }
    };
    let role = |row: &PersonRow| row.role().map(|it| it.label(lang)).unwrap_or_default();
    let has = |row: &PersonRow| secrets.contains(&row.uid);
    let mut list = List::<PersonRow>::new(by.base, asked, lang.say("Nhân sự", "People"), lang)
        .searched(
            lang.say("Tìm tên, gian, tên đăng nhập…", "Find a name, booth, sign-in…"),
            |it| format!("{} {} {} {}", it.name, it.login, place(it), role(it)),
        )
        .column(Column::new("name", lang.say("Tên", "Name"), name).by(|it| fold(&it.name)))
        .column(
            Column::new("role", lang.say("Vai trò", "Role"), |it| html! { (role(it)) })
                .by(|it: &PersonRow| it.role.clone()),
        )
        .column(
            Column::new("booth", lang.say("Gian", "Booth"), |it| html! { (place(it)) }).by(place),
        )
        .column(Column::new(
            "login",
            lang.say("Tên đăng nhập", "Sign-in name"),
            |it: &PersonRow| {
                html! { (it.login) }
            },
        ))
        .column(Column::new("state", lang.say("Tình trạng", "State"), |it| {
            state(it, has(it), lang)
        }))
        .off(|it| it.active == 0);
    if by.booth.is_none() {
        for held in Role::ALL {
            list = list.chip(held.as_str(), held.label(lang), move |it: &PersonRow| {
                it.active == 1 && it.role() == Some(*held)
            });
        }
    }
    list.chip("unset", lang.say("Chưa có mã", "No PIN yet"), |it| it.active == 1 && !has(it))
        .chip("left", lang.say("Đã nghỉ", "Inactive"), |it| it.active == 0)
        .draw(people)
}

/// `A03 · HL26`: a booth's code alone is that of many fairs.
fn place(row: &PersonRow) -> String {
    match (&row.booth_code, &row.fair_code) {
        (Some(booth), Some(fair)) => format!("{booth} · {fair}"),
        _ => String::new(),
    }
}

fn state(row: &PersonRow, secret: bool, lang: Lang) -> Markup {
    let (class, words) = match (row.active == 1, secret) {
        (false, _) => ("tag", lang.say("Đã nghỉ", "Inactive")),
        (true, true) => ("tag good", lang.say("Đăng nhập được", "May sign in")),
        (true, false) => ("tag gold", lang.say("Chưa có mã", "No PIN or password yet")),
    };
    html! { span class=(class) { (words) } }
}
