//! Administrative units for the fields that search them as somebody types.

use crate::{
    locality::{
        Unit,
        search::{Here, search},
        settle::advice,
    },
    web::http::{app::App, guard::SignedIn, problem::Problem, route::get},
};
use axum::{
    Json, Router,
    extract::{Query, State},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// Routes of administrative units.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/units", get(find))
}

#[derive(Deserialize)]
struct Asked {
    /// What was typed.
    #[serde(default)]
    q: String,
    /// The key of the province whose units come first.
    near: Option<String>,
    /// Units of this day come first; today's where none is named.
    day: Option<Date>,
}

async fn find(
    SignedIn { caller, .. }: SignedIn,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    let day = asked.day.unwrap_or_else(|| app.shop.clock.now().civil().date());
    let here = Here { day, near: asked.near.as_deref() };
    let answer = |unit: &'static Unit| {
        let now = unit.now().into_iter().map(|it| json!({"key": it.key(), "name": it.full()}));
        json!({
            "key": unit.key(),
            "name": unit.full_on(day),
            "former": unit.former,
            "now": now.collect::<Vec<_>>(),
            "note": unit.became().map(|it| it.in_lang(caller.lang).to_owned()),
        })
    };
    let units: Vec<Value> = search(&asked.q, here).into_iter().map(answer).collect();
    let said = advice(&asked.q, here).map(|it| it.in_lang(caller.lang).to_owned());
    Ok(Json(json!({ "units": units, "advice": said })))
}
