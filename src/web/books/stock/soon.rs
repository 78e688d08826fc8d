//! On the board: what runs out today and where there is more, in a few lines that lead to the
//! fair's stock. The page asks for them again (`static/js/lib/attention.js`).

use crate::{
    base::{clock::Ms, lang::Lang},
    fair::store::FairRow,
    report::{
        stock::{
            held::held,
            soon::{Soon, soon},
        },
        trace::encode,
    },
    web::{
        books::report::routes::fair_row,
        http::{
            app::App,
            guard::Overseer,
            problem::{Problem, Spoken},
            route::get,
        },
        ui::answer::{Shown, shown},
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// Lines of the card.
const LINES: usize = 5;

/// The route of the lines.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/stock/soon", get(lines))
}

/// The lines alone, as the board asks for them again while it is open.
async fn lines(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let lang = caller.lang;
    let mut db = app.shop.read_to_follow().await.spoken(lang)?;
    let fair = fair_row(&mut db, &code).await.spoken(lang)?;
    drop(db);
    shown(load(&app, &fair, lang).await?)
}

/// The lines in their place on the board.
pub async fn card(app: &App, fair: &FairRow, lang: Lang) -> Result<Markup, Problem> {
    let lines = load(app, fair, lang).await?;
    let path = format!("/fairs/{}/stock/soon", encode(&fair.code));
    Ok(html! { div data-attention=(path) { (lines) } })
}

async fn load(app: &App, fair: &FairRow, lang: Lang) -> Result<Markup, Problem> {
    let now = app.shop.clock.now();
    let mut db = app.shop.read_to_follow().await.spoken(lang)?;
    let all = held(&mut db, fair, now).await.spoken(lang)?;
    drop(db);
    Ok(draw(&soon(&all, now), &fair.code, lang))
}

fn draw(all: &[Soon], fair: &str, lang: Lang) -> Markup {
    let stock = format!("/fairs/{}/stock", encode(fair));
    let named = if all.len() > LINES { LINES - 1 } else { all.len() };
    html! {
        @if !all.is_empty() {
            h2 { (lang.say("Sắp hết hàng", "Running out")) }
            ul.facts {
                @for it in &all[..named] {
                    li {
                        a href={ (stock) "?q=" (encode(&it.held.name)) } {
                            (it.held.name) " · " (it.spot.code)
                        }
                        span { (when(it.when, lang)) (more(it, lang)) }
                    }
                }
                @if all.len() > named {
                    li { a href=(stock) {
                        (lang.say("Xem cả ", "All ")) (all.len()) (lang.say(" món", " lines"))
                    } }
                }
            }
        }
    }
}

fn when(at: Option<Ms>, lang: Lang) -> Markup {
    html! {
        @match at {
            Some(at) => { (lang.say("khoảng ", "about ")) b { (at.civil().strftime("%H:%M")) } }
            None => span.tag.stop { (lang.say("hết", "out")) },
        }
    }
}

fn more(it: &Soon, lang: Lang) -> Markup {
    html! {
        @if let Some(more) = it.more {
            " · " span.hint {
                (more.code) " " (lang.say("còn", "has")) " " (it.held.shown(more.quantity))
            }
        }
    }
}
