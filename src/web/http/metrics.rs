//! The counters of the server as Prometheus text.

use crate::{
    base::refusal::Refusal,
    db::readers::{Lane, Readers},
    journal,
    web::http::{
        app::App,
        guard::Open,
        listener::{CLASSES, Figures},
        problem::{Problem, Spoken},
        route::get,
        sse::Kind,
    },
};
use axum::{Router, extract::State};
use std::fmt::Display;

/// The route of the counters.
pub fn router() -> Router<App> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(Open(lang): Open, State(app): State<App>) -> Result<String, Problem> {
    let entries = entries(&app).await.spoken(lang)?;
    let help = "Entries in this node's journal.";
    let mut text = family("journal_entries", "counter", help, [(String::new(), entries)]);
    count_readers(&mut text, app.shop.readers());
    let streams = Kind::ALL.map(|(kind, word)| (label("kind", word), app.streams.count(kind)));
    text += &family("streams_open", "gauge", "Streams that someone listens to.", streams);
    count_connections(&mut text, &app.places.figures());
    Ok(text)
}

/// Readers by lane: those taken, and those that were not free in time.
fn count_readers(text: &mut String, readers: &Readers) {
    let lanes = Lane::ALL.map(|lane| (label("lane", lane.as_str()), readers.taken(lane)));
    let taken = lanes.iter().map(|(lane, it)| (lane.clone(), it.taken));
    *text += &family("readers_taken_total", "counter", "Readers of the book taken.", taken);
    let timeouts = lanes.iter().map(|(lane, it)| (lane.clone(), it.timeouts));
    let help = "Readers that were asked for and not free within a second.";
    *text += &family("reader_timeouts_total", "counter", help, timeouts);
}

/// Connections by class: those there are, those sent away and why, and what found no place.
fn count_connections(text: &mut String, figures: &Figures) {
    let here = figures.here.map(|count| u64::try_from(count).unwrap_or(u64::MAX));
    let counted = [
        ("connections", "gauge", "Connections that are held.", here),
        ("connections_displaced_total", "counter", "Left because one came.", figures.displaced),
        ("connections_late_total", "counter", "Waited for too long.", figures.late),
        ("connections_refused_total", "counter", "Known, without a place.", figures.refused),
    ];
    for (name, kind, help, counts) in counted {
        let classes = CLASSES.map(|class| label("class", class));
        *text += &family(name, kind, help, classes.into_iter().zip(counts));
    }
    let help = "Times that no connection could be taken on.";
    let failed = [(String::new(), figures.failed)];
    *text += &family("accept_failed_total", "counter", help, failed);
}

fn label(name: &str, value: &str) -> String {
    format!("{{{name}=\"{value}\"}}")
}

async fn entries(app: &App) -> Result<i64, Refusal> {
    let mut db = app.shop.read_to_follow().await?;
    Ok(journal::store::head(&mut db, app.shop.desk.origin()).await?.seq)
}

/// A counter with its values, each with its labels.
fn family<T: Display>(
    name: &str,
    kind: &str,
    help: &str,
    values: impl IntoIterator<Item = (String, T)>,
) -> String {
    let mut text = format!("# HELP chophien_{name} {help}\n# TYPE chophien_{name} {kind}\n");
    for (labels, value) in values {
        text += &format!("chophien_{name}{labels} {value}\n");
    }
    text
}
