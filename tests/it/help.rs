//! Help is one press away from every page, and leads to that page's own.

use crate::{
    pages::{PAGES, address},
    shift_day::day,
};
use axum::http::StatusCode;
use chophien::web::ui::help;

/// Pages only a hub or a restored copy has; the table of help is asked about them all the same.
const ELSEWHERE: [&str; 5] =
    ["/hub", "/hub/machines/{uid}", "/hub/chains/{uid}", "/takeover", "/setup"];

#[tokio::test]
async fn every_page_with_a_head_leads_to_help_of_its_own() {
    let day = day().await;
    let (mut breaches, mut heads) = (Vec::new(), 0);
    for (method, route, behind, _) in PAGES {
        if *method != "GET" || route.starts_with("/help") {
            continue;
        }
        let path = address(&day, route, behind).await;
        for who in [&day.nobody, &day.manager, &day.organiser] {
            let page = day.get(who, "en", &path).await;
            if page.status != StatusCode::OK || !page.text.contains("<header class=\"top\">") {
                continue;
            }
            heads += 1;
            let name = help::name(route).unwrap_or("none");
            let link = format!("href=\"/help/{name}\" aria-label=\"Help\"");
            if !page.text.contains(&link) {
                breaches.push(format!("{path}: no way to its help"));
            }
        }
    }
    breaches.extend(ELSEWHERE.iter().filter(|it| help::name(it).is_none()).map(|it| (*it).into()));
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    // Otherwise the walk has looked at nothing.
    assert!(heads > 100, "{heads}");
}

#[tokio::test]
async fn help_is_read_without_signing_in_and_what_is_not_there_is_said_to_be() {
    let day = day().await;
    let list = day.get(&day.nobody, "vi", "/help").await;
    assert!(list.text.contains("href=\"/help/trouble\""), "{}", list.text);
    let page = day.get(&day.nobody, "vi", "/help/trouble").await;
    assert!(page.text.contains("Mất Wi-Fi: cứ bán."), "{}", page.text);
    assert!(page.text.contains("<b>Lưu ra tệp</b>"), "{}", page.text);
    let none = day.get(&day.nobody, "vi", "/help/khong-co").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(none.text.contains("Không có hướng dẫn này"), "{}", none.text);
    // From a page that is not there, the way leads to all of it.
    assert!(none.text.contains("href=\"/help"), "{}", none.text);
}
