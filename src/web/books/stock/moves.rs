//! What a figure of the goods account is summed from: movements, each with the document or the
//! receipt that made it.

use super::BoothReviewer;
use crate::{
    base::{
        clock::{Ms, stored_date_text},
        id::{ProducerId, ProductId},
        lang::{Lang, Say, plural},
        money::group,
        quantity::Quantity,
        refusal::Refusal,
    },
    report::{
        stock::{
            moved::{Asked, Moved, behind},
            store::MovedRow,
        },
        trace::encode,
    },
    stock::document::{Cause, Column},
    web::{
        books::report::routes::fair_row,
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::Spoken,
            route::get,
        },
        ui::{
            answer::{Shown, shown},
            list::{self, List},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
};
use maud::{Markup, html};
use serde::Deserialize;

/// Routes of movements.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/places/{place}/moves/{product}/{owner}/{column}", get(of_place))
        .route("/fairs/{code}/booths/{booth}/moves/{product}/{owner}/{column}", get(of_booth))
}

/// The last part of an address that means every movement.
pub const ALL: &str = "all";

/// Which figure an address names.
#[derive(Deserialize)]
struct Figure {
    product: ProductId,
    owner: ProducerId,
    column: String,
}

impl Figure {
    fn column(&self) -> Result<Option<Column>, Refusal> {
        match self.column.as_str() {
            ALL => Ok(None),
            word => Ok(Some(word.parse()?)),
        }
    }
}

/// The place that an address names by codes.
#[derive(Deserialize)]
struct Codes {
    code: String,
    place: String,
}

async fn of_place(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(at): Path<Codes>,
    Path(figure): Path<Figure>,
    Query(list): Query<list::Asked>,
) -> Shown {
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let fair = fair_row(&mut db, &at.code).await.spoken(caller.lang)?;
    drop(db);
    let base = format!("/fairs/{}/places/{}", encode(&fair.code), encode(&at.place));
    let frame = place::around_fair(&caller, &fair, "stock");
    told(&app, &caller, (&fair.code, &at.place, &figure), (frame, &base, &list)).await
}

async fn of_booth(
    at: BoothReviewer,
    State(app): State<App>,
    Path(figure): Path<Figure>,
    Query(list): Query<list::Asked>,
) -> Shown {
    let BoothReviewer { caller, fair, booth } = &at;
    let base = format!("/fairs/{}/booths/{}", encode(&fair.code), encode(&booth.code));
    let frame = place::around_booth(caller, booth, "account");
    told(&app, caller, (&fair.code, &booth.code, &figure), (frame, &base, &list)).await
}

async fn told(
    app: &App,
    caller: &Caller,
    (fair, place, figure): (&str, &str, &Figure),
    (frame, base, list): (Markup, &str, &list::Asked),
) -> Shown {
    let lang = caller.lang;
    let column = figure.column().spoken(lang)?;
    let (product, owner) = (figure.product, figure.owner);
    let asked = Asked { fair: fair.into(), place: place.into(), product, owner, column };
    let mut db = app.shop.read().await.spoken(lang)?;
    let moved = behind(&mut db, &asked).await.spoken(lang)?;
    drop(db);
    let none = || Refusal::NotFound(Say::new("Không có hàng này ở đây", "No such goods here"));
    let moved = moved.ok_or_else(none).spoken(lang)?;
    let path = format!("{base}/moves/{product}/{owner}/{}", figure.column);
    let title = column.map_or(lang.say("Mọi lần hàng vào ra", "All movements"), |column| {
        column.label(lang)
    });
    let title = format!("{} · {title}", moved.name);
    let body = html! {
        (frame)
        div.page-head {
            div {
                h1 { (title) }
                p.sub { (place) " · " (moved.owner) }
            }
            div.actions {
                a.button href={ (base) "/account" } {
                    (lang.say("Bảng kê hàng hóa", "Goods account"))
                }
            }
        }
        p.sentence { (summed(&moved, lang)) }
        (listed(&moved, &path, list, lang))
    };
    shown(page::page(caller, "/fairs", &title, body))
}

/// `12 lần, cộng lại 85 hộp`.
fn summed(it: &Moved, lang: Lang) -> String {
    let (count, sum) = (it.rows.len() as i64, it.packs.amount(it.sum, &it.unit));
    match lang {
        Lang::Vi => format!("{} lần, cộng lại {sum}.", group(count)),
        Lang::En => {
            format!("{} {}, {sum} in all.", group(count), plural(count, "row", "rows"))
        }
    }
}

fn listed(it: &Moved, path: &str, asked: &list::Asked, lang: Lang) -> Markup {
    let why = move |row: &MovedRow| {
        row.cause.parse::<Cause>().map(|cause| cause.label(lang)).unwrap_or_default()
    };
    let quantity =
        |row: &MovedRow| html! { b { (it.packs.shown(Quantity(row.quantity), &it.unit)) } };
    List::<MovedRow>::new(path, asked, lang.say("Các lần hàng vào ra", "Movements"), lang)
        .searched(lang.say("Tìm số phiếu, lô…", "Find a number, a lot…"), |row| {
            format!("{} {}", row.number(), row.lot)
        })
        .column(
            list::Column::new("paper", lang.say("Phiếu", "Paper"), paper)
                .by(|row| row.number().to_owned()),
        )
        .column(
            list::Column::new("at", lang.say("Lúc", "When"), |row: &MovedRow| {
                html! { (Ms(row.at_ms).text()) }
            })
            .by(|row| row.at_ms),
        )
        .column(list::Column::new("why", lang.say("Vì sao", "Why"), move |row| {
            html! { (why(row)) }
        }))
        .column(list::Column::new("lot", lang.say("Lô", "Lot"), lot).by(|row| row.lot.clone()))
        .column(
            list::Column::new("quantity", lang.say("Số lượng", "Quantity"), quantity)
                .figures()
                .by(|row| row.quantity),
        )
        .draw(&it.rows)
}

/// The receipt or the document that moved the goods.
fn paper(row: &MovedRow) -> Markup {
    html! {
        @match (row.sale, row.document) {
            (Some(sale), _) => a href={ "/sales/" (sale) } { (row.number()) },
            (_, Some(document)) => a href={ "/documents/" (document) } { (row.number()) },
            _ => (row.number()),
        }
    }
}

fn lot(row: &MovedRow) -> Markup {
    html! {
        (row.lot)
        @if let Some(day) = &row.expires_on { " " span.hint { (stored_date_text(day)) } }
    }
}
