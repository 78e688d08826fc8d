//! The live board: the page once, then whole totals over one stream.

use crate::{
    base::{id::FairId, lang::Lang, refusal::Refusal},
    fair::store as fairs,
    live::{Totals, snapshot::Snapshot},
    web::{
        books::{
            board::{PRINTERS, board_acts, board_body, fragments, printers},
            report::routes::fair_row,
            stock::soon,
        },
        http::{
            app::App,
            guard::{Caller, Overseer},
            outage::of_board,
            problem::{Problem, Spoken},
            route::get,
            sse::{Kind, message},
        },
        office::{attention::Seen, standbys},
        ui::{page::live_page, place, refusal},
    },
};
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use serde_json::{Map, Value, json};
use std::{sync::Arc, time::Duration};
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};

/// A sign of life while nothing happens.
const ALIVE: Duration = Duration::from_secs(15);

/// Routes of the board.
pub fn router() -> Router<App> {
    Router::new()
        .route("/board", get(today))
        .route("/board/{code}", get(board))
        .route("/api/v1/fairs/{code}/live", get(stream))
}

/// The fair that is open today; the list of fairs when none is.
async fn today(Overseer(caller): Overseer, State(app): State<App>) -> Response {
    match open_fair(&app).await {
        Ok(Some(code)) => Redirect::to(&format!("/board/{code}")).into_response(),
        Ok(None) => Redirect::to("/fairs").into_response(),
        Err(refusal) => refusal::page(Problem(refusal, caller.lang)),
    }
}

async fn open_fair(app: &App) -> Result<Option<String>, Refusal> {
    let day = app.shop.clock.now().date().to_string();
    let mut db = app.shop.read_to_follow().await?;
    let all = fairs::fairs(&mut db).await?;
    Ok(all.iter().find(|fair| fair.open_on(&day)).map(|fair| fair.code.clone()))
}

async fn board(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Response {
    board_of(&app, &caller, &code).await.unwrap_or_else(refusal::page)
}

async fn board_of(app: &App, caller: &Caller, code: &str) -> Result<Response, Problem> {
    let lang = caller.lang;
    let mut db = app.shop.read_to_follow().await.spoken(lang)?;
    let fair = fair_row(&mut db, code).await.spoken(lang)?;
    drop(db);
    let uid = FairId::of_bytes(&fair.uid);
    let totals = app.live.now(uid).await.spoken(lang)?;
    let url = format!("/api/v1/fairs/{}/live", fair.code);
    let seen = Seen::fair(app, caller, &fair).await?;
    let standbys = standbys::piece(app, lang).await.spoken(lang)?;
    let soon = soon::card(app, &fair, lang).await?;
    let card = html! { (standbys) (seen.list()) (soon) };
    let stuck = printers(&app.spool.stuck().borrow(), uid, lang);
    let body = html! {
        (place::fair(caller, &fair, "today", html! {
            (board_acts(lang)) (place::rare_of_fair(caller, &fair))
        }))
        (board_body(&totals, stuck, card, lang))
    };
    Ok(live_page(caller, "/board", &fair.name, &url, body).into_response())
}

async fn stream(
    Overseer(caller): Overseer,
    State(app): State<App>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let lang = caller.lang;
    let mut db = app.shop.read_to_follow().await.spoken(lang)?;
    let fair = fair_row(&mut db, &code).await.spoken(lang)?;
    drop(db);
    let uid = FairId::of_bytes(&fair.uid);
    let totals = app.live.watch(uid).await.spoken(lang)?;
    // A message is a whole snapshot, so a client that comes back is simply sent the present one.
    let seen = headers.get("last-event-id").and_then(|id| id.to_str().ok().map(str::to_owned));
    let events = events(WatchStream::new(totals), seen, lang).merge(of_board(&app, lang));
    let events = events.merge(stuck(&app, uid, lang));
    let overseer = |caller: &Caller| caller.overseer().is_ok();
    Ok(app.streams.open(Kind::Board, (&caller, &headers), overseer).answer(events, ALIVE))
}

fn events(
    totals: WatchStream<Arc<Snapshot>>,
    seen: Option<String>,
    lang: Lang,
) -> impl Stream<Item = Bytes> {
    let news = totals.filter(move |totals| seen != Some(totals.mark()));
    news.map(move |totals| Bytes::from_owner(Drawn(totals.draw_once(lang, draw))))
}

/// The printers that a person should see to, now and as they change, as a piece for their element.
fn stuck(app: &App, fair: FairId, lang: Lang) -> impl Stream<Item = Bytes> + use<> {
    WatchStream::new(app.spool.stuck()).map(move |stuck| {
        let data = json!({"html": {PRINTERS: printers(&stuck, fair, lang).into_string()}});
        message("notices", "", &data.to_string()).into()
    })
}

/// A message that all viewers of a language are sent.
struct Drawn(Arc<str>);

impl AsRef<[u8]> for Drawn {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn draw(totals: &Totals, lang: Lang) -> String {
    let mut html = Map::new();
    for (id, markup) in fragments(totals, lang) {
        html.insert(id.to_owned(), Value::from(markup.into_string()));
    }
    let data = json!({"pos": totals.pos, "totals": totals, "html": html});
    message("totals", &totals.mark(), &data.to_string())
}
