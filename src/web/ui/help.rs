//! Which page of help belongs to which screen, and the way to it in the head of every page.

use crate::{base::lang::Lang, web::http::guard::Caller};
use maud::{Markup, html};

/// What routes begin with, and the name of the help for them (`office/help`); the longest holds.
const PAGES: &[(&str, &str)] = &[
    ("/login", "people"),
    ("/account", "people"),
    ("/trust", "join"),
    ("/unsent", "trouble"),
    ("/setup", "first-run"),
    ("/settings", "settings"),
    ("/letterhead", "settings"),
    ("/devices", "join"),
    ("/printers", "printers"),
    ("/backups", "backups"),
    ("/standbys", "backups"),
    ("/takeover", "backups"),
    ("/sync", "hub"),
    ("/hub", "hub"),
    ("/differences", "hub"),
    ("/people", "people"),
    ("/board", "board"),
    ("/reports", "reports"),
    ("/reports/papers", "papers"),
    ("/reports/online", "papers"),
    ("/reports/rewards", "papers"),
    ("/transfers", "transfers"),
    ("/import", "products"),
    ("/products", "products"),
    ("/products/{uid}/recall", "recall"),
    ("/products/{uid}/listings", "papers"),
    ("/producers", "products"),
    ("/producers/{uid}/papers", "papers"),
    ("/lots", "recall"),
    ("/documents", "delivery"),
    ("/sales", "refund"),
    ("/shifts", "shift"),
    ("/fairs", "fair"),
    ("/fairs/{code}", "reports"),
    ("/fairs/{code}/edit", "fair"),
    ("/fairs/{code}/settings", "fair"),
    ("/fairs/{code}/charge", "hub"),
    ("/fairs/{code}/close", "fair"),
    ("/fairs/{code}/booths", "fair"),
    ("/fairs/{code}/gates", "gate"),
    ("/fairs/{code}/prices", "prices"),
    ("/fairs/{code}/promotions", "prices"),
    ("/fairs/{code}/devices", "join"),
    ("/fairs/{code}/sales", "refund"),
    ("/fairs/{code}/stock", "account"),
    ("/fairs/{code}/account", "account"),
    ("/fairs/{code}/places", "account"),
    ("/fairs/{code}/owners", "account"),
    ("/fairs/{code}/lots", "recall"),
    ("/fairs/{code}/rooms", "delivery"),
    ("/fairs/{code}/rooms/{room}/count", "count"),
    ("/fairs/{code}/booths/{booth}", "booth"),
    ("/fairs/{code}/booths/{booth}/stock", "delivery"),
    ("/fairs/{code}/booths/{booth}/account", "account"),
    ("/fairs/{code}/booths/{booth}/moves", "account"),
    ("/fairs/{code}/booths/{booth}/shifts", "shift"),
    ("/fairs/{code}/booths/{booth}/numbers", "trouble"),
    ("/booth", "booth"),
    ("/booth/stock", "delivery"),
    ("/booth/shifts", "shift"),
    ("/booth/numbers", "trouble"),
    ("/booth/people", "people"),
    ("/booth/promotions", "prices"),
];

/// The name of the help for a route as the router writes it.
pub fn name(route: &str) -> Option<&'static str> {
    let under = |page: &str| {
        let rest = route.strip_prefix(page);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let found = PAGES.iter().filter(|(page, _)| under(page));
    found.max_by_key(|(page, _)| page.len()).map(|(_, name)| *name)
}

/// The names that pages lead to.
pub fn names() -> impl Iterator<Item = &'static str> {
    PAGES.iter().map(|(_, name)| *name)
}

/// The way from a page to its help; from one that has none, to all of it.
pub fn link(caller: &Caller) -> Markup {
    let route = caller.route.as_ref().map(|route| route.as_str());
    let name = route.and_then(name).map(|name| format!("/{name}"));
    html! {
        a class="quiet ask" href={ "/help" (name.unwrap_or_default()) }
            aria-label=(words(caller.lang)) title=(words(caller.lang)) { "?" }
    }
}

/// What the help is called.
pub fn words(lang: Lang) -> &'static str {
    lang.say("Hướng dẫn", "Help")
}
