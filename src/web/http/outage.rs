//! What is told of a desk that cannot write, and of a disk that is nearly full: on pages, on the
//! board without a reload, to tills and gates.

use crate::{
    base::{lang::Lang, outage::Outage},
    desk::{condition::Stop, space::Low},
    web::http::{app::App, sse::message},
};
use axum::body::Bytes;
use maud::{Markup, html};
use serde_json::{Value, json};
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};

/// The id of the notices' element on a live page.
pub const ID: &str = "notices";

/// The notices; nothing where all is well.
pub fn notices(stop: Option<&Stop>, low: Option<Low>, lang: Lang) -> Markup {
    html! {
        @if let Some(stop) = stop {
            div class="notice stop" role="alert" { div { p { (stop.say().in_lang(lang)) "." } } }
        } @else if let Some(low) = low {
            div class="notice gold" role="status" { div { p { (low.say().in_lang(lang)) } } }
        }
    }
}

/// The notices of a live page as they change, as pieces for its element.
pub fn of_board(app: &App, lang: Lang) -> impl Stream<Item = Bytes> + use<> {
    let (condition, space) = (app.shop.desk.condition(), app.space.clone());
    let changes = WatchStream::new(condition.clone()).map(|_| ());
    let changes = changes.merge(WatchStream::new(space.clone()).map(|_| ()));
    changes.map(move |()| {
        let notices = notices(condition.borrow().as_ref(), *space.borrow(), lang);
        let data = json!({"html": {ID: notices.into_string()}});
        message("notices", "", &data.to_string()).into()
    })
}

/// Whether the laptop can write, now and at each change, for a till: null when it can.
pub fn of_till(app: &App) -> impl Stream<Item = Bytes> + use<> {
    let condition = WatchStream::new(app.shop.desk.condition());
    condition.map(|stop| {
        let data = stop.map_or(Value::Null, |stop| short(stop.outage));
        message("writing", "", &data.to_string()).into()
    })
}

/// The few words that a till shows, in both languages: it may change its own meanwhile. Where room
/// is to be made, how much, for who stands beside the laptop.
pub fn short(outage: Outage) -> Value {
    let say = outage.say();
    let (vi, en) = match outage {
        Outage::Full => (", cần trống 1 MB", ", 1 MB must be free"),
        _ => ("", ""),
    };
    json!({"vi": format!("{}{vi}", say.vi), "en": format!("{}{en}", say.en)})
}
