//! Whatever was typed into a form of the office is still there when it could not be written down.

use crate::{
    pages::{FORM, PAGES, address, sent},
    shift_day::day,
};
use axum::http::StatusCode;
use chophien::db;

/// The fields of a form as they were sent.
fn typed(body: &str) -> Vec<(&str, String)> {
    let fields = body.split('&').filter_map(|field| field.split_once('='));
    fields.map(|(name, value)| (name, value.replace('+', " "))).collect()
}

/// What may not be shown again. The PIN of a booth's keeper is shown to who makes it up.
const SECRETS: [&str; 4] = ["password", "secret", "old", "new"];

/// Ids are written with and without dashes; a text in a page, as its attributes have it.
fn bare(text: &str) -> String {
    text.replace('-', "").replace("&amp;", "&")
}

/// Whether a form of the office leaves this out: dates it writes in its own way, and an id that
/// stands in its address.
fn aside(path: &str, name: &str) -> bool {
    name.ends_with("_on") || (name == "uid" && !path.ends_with("/new"))
}

#[tokio::test]
async fn what_was_typed_is_on_the_page_that_says_that_nothing_can_be_written() {
    let (mut breaches, mut kept) = (Vec::new(), 0);
    let day = day().await;
    let mut forms = Vec::new();
    for (method, route, behind, expected) in PAGES {
        let whose = [(&day.admin, 9), (&day.manager, 3)];
        let who = whose
            .into_iter()
            .find(|(_, at)| expected.chars().nth(*at).is_some_and(|letter| ">wk".contains(letter)));
        let (kind, body) = sent(&day, route).await;
        if let (Some((who, _)), "POST", FORM) = (who, *method, kind)
            && body.contains('=')
        {
            forms.push((who.clone(), address(&day, route, behind).await, body));
        }
    }
    let mut other = db::writer(&day.shop.shop().lock).await.unwrap();
    sqlx::query("begin exclusive").execute(&mut other).await.unwrap();
    for (who, path, body) in forms {
        let page = day.post(&who, "en", &path, FORM, &body).await;
        if page.status != StatusCode::SERVICE_UNAVAILABLE {
            continue;
        }
        kept += 1;
        let text = bare(&page.text);
        for (name, value) in typed(&body) {
            let secret = SECRETS.contains(&name);
            let there = text.contains(&format!("value=\"{}\"", bare(&value)))
                || text.contains(&format!(">{}</textarea>", bare(&value)));
            let nothing = value.trim().is_empty() || aside(&path, name);
            if there == secret && !nothing {
                breaches.push(format!("{path}: {name}={value}"));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    assert!(kept >= 25, "only {kept} forms were refused");
}
