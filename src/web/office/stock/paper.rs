//! A document's paper on the roll: as a picture, and printed on its booth's printer.

use crate::{
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    print::{block::Width, printer::store as printers, raster, stock},
    stock::{Place, Posted},
    web::{
        http::{
            app::App,
            problem::Spoken,
            route::{get, post},
        },
        office::stock::{document::Named, reversal::Own},
        ui::answer::{Shown, to},
    },
};
use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

/// Routes of papers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/documents/{uid}/paper.png", get(picture))
        .route("/documents/{uid}/prints", post(print))
}

async fn picture(named: Named) -> Shown {
    let lang = named.caller.lang;
    Ok(png(&named.posted, lang).spoken(lang)?)
}

fn png(posted: &Posted, lang: Lang) -> Result<Response, Refusal> {
    let failed = |error: std::io::Error| Refusal::Failed(error.to_string());
    let blocks = stock::layout(posted, lang, Width::MM80);
    let bitmap = raster::paint(&blocks, Width::MM80).map_err(failed)?;
    let bytes = raster::png(&bitmap).map_err(failed)?;
    Ok(([(header::CONTENT_TYPE, "image/png")], bytes).into_response())
}

async fn print(Own(named): Own, State(app): State<App>) -> Shown {
    let (lang, posted) = (named.caller.lang, &named.posted);
    let Place::Booth(booth) = posted.place.place else {
        let say = Say::new("Kho không có máy in: in khổ A4", "No printer here: print it on A4");
        return Err(Refusal::NotFound(say)).spoken(lang)?;
    };
    let title = format!("{} {}", posted.kind.label(lang), posted.doc_no);
    let sent = app.spool.sheet(booth, &title, |width| stock::layout(posted, lang, width)).await;
    sent.spoken(lang)?;
    to(&named.path())
}

/// Whether a document's booth has a printer.
pub async fn prints(app: &App, place: Place) -> Result<bool, Refusal> {
    let Place::Booth(booth) = place else { return Ok(false) };
    let mut db = app.shop.read().await?;
    Ok(printers::printer_of(&mut db, booth).await?.is_some())
}
