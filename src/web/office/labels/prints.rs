//! Labels and signs on the booth's own printer, and as pictures.

use super::load;
use crate::{
    base::{id::ProductId, lang::Say, refusal::Refusal},
    print::{
        label::{self, Kind, Roll},
        raster,
    },
    web::{
        http::{
            app::App,
            problem::Spoken,
            route::{get, post},
        },
        office::booths::form::InCharge,
        ui::{
            answer::{Shown, saved},
            form::Form,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::header,
    response::IntoResponse,
};
use serde::Deserialize;
use std::collections::HashMap;

/// Routes of printing.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/booths/{booth}/labels/prints", post(print))
        .route("/booth/labels/prints", post(print))
        .route("/fairs/{code}/booths/{booth}/labels/{product}", get(picture))
        .route("/booth/labels/{product}", get(picture))
}

/// Labels of one printing: more is a roll, and nobody could stop it.
const RUN: u32 = 300;

/// How a picture is asked for.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    roll: String,
    #[serde(default)]
    lot: String,
}

fn failed(error: std::io::Error) -> Refusal {
    Refusal::Failed(error.to_string())
}

async fn picture(
    InCharge(at): InCharge,
    State(app): State<App>,
    Path(named): Path<HashMap<String, String>>,
    Query(asked): Query<Asked>,
) -> Shown {
    let lang = at.caller.lang;
    let (kind, roll) = (asked.kind.parse().unwrap_or(Kind::Label), asked.roll.parse());
    let product = named.get("product").and_then(|uid| uid.parse::<ProductId>().ok());
    let range = load(&app, &at).await.spoken(lang)?;
    let row = range.rows.iter().find(|it| Some(it.uid) == product);
    let row = row.ok_or_else(Refusal::no_product).spoken(lang)?;
    let goods = range.goods(row, &asked.lot, lang);
    let label = label::paint(&goods, kind, roll.unwrap_or(Roll::Middle)).map_err(failed);
    let bytes = raster::png(&label.spoken(lang)?).map_err(failed).spoken(lang)?;
    Ok(([(header::CONTENT_TYPE, "image/png")], bytes).into_response())
}

async fn print(InCharge(at): InCharge, State(app): State<App>, form: Form) -> Shown {
    let lang = at.caller.lang;
    let kind: Kind = form.get("kind").parse().unwrap_or(Kind::Label);
    let roll: Roll = form.get("roll").parse().unwrap_or(Roll::Middle);
    let range = load(&app, &at).await.spoken(lang)?;
    let chosen = range.chosen(&form);
    if chosen.iter().map(|it| it.1).sum::<u32>() > RUN {
        let say = Say::new(
            format!("Mỗi lần in không quá {RUN} tem: chọn ít món hơn"),
            format!("At most {RUN} labels at a time: choose fewer"),
        );
        return Err(Refusal::from(say)).spoken(lang)?;
    }
    let mut labels = Vec::new();
    for (row, count) in chosen {
        let goods = range.goods(row, "", lang);
        labels.push((label::paint(&goods, kind, roll).map_err(failed).spoken(lang)?, count));
    }
    let title = format!("{} {}", kind.label(lang), roll.label(lang));
    app.spool.labels(at.uid(), &title, &labels).await.spoken(lang)?;
    saved(&format!("{}/labels", at.base))
}
