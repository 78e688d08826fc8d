//! Reading routes out of source: those the router has, and those the walks of rights know.

use super::{
    files, is_test, none,
    source::{bare, lines_with, without_tests},
};

/// A route under one method.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub method: String,
    pub path: String,
}

/// What axum would let follow one of our ways, past the guard.
const CHAINED: [&str; 9] =
    [".get(", ".post(", ".put(", ".patch(", ".delete(", ".head(", ".options(", ".trace(", ".on("];

/// Ways by which axum reaches a handler that no walk of rights would see.
const HIDING: [&str; 6] = [
    ".nest(",
    ".nest_service(",
    ".route_service(",
    ".fallback(",
    ".fallback_service(",
    ".method_not_allowed_fallback(",
];

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Every route of the program, and what hides one.
pub fn there() -> (Vec<Route>, Vec<String>) {
    let (mut there, mut breaches) = (Vec::new(), Vec::new());
    let web = files("src/web", &[".rs"]);
    for file in web.iter().filter(|file| !is_test(&file.path)) {
        let added = added(&without_tests(&file.text));
        let added = added.map_err(|error| breaches.push(format!("{}: {error}", file.path)));
        there.extend(added.unwrap_or_default());
    }
    (there, breaches)
}

/// The routes that a router's source adds, by `.route("/path", get(one).merge(post(other)))`. A
/// path that is not a literal, and every other way to add a route, is told as an error: no test
/// would see it.
pub fn added(code: &str) -> Result<Vec<Route>, String> {
    for hidden in HIDING {
        if code.contains(hidden) {
            return Err(format!("{hidden} adds what no walk can see"));
        }
    }
    let mut found = Vec::new();
    for rest in code.split(".route(").skip(1) {
        let rest = rest.trim_start();
        let Some((path, handlers)) = rest.strip_prefix('"').and_then(|it| it.split_once('"'))
        else {
            let start: String = rest.chars().take(40).collect();
            return Err(format!("the path is not a literal: {start}"));
        };
        let handlers = inside(handlers);
        if let Some(name) = CHAINED.iter().find(|name| handlers.contains(**name)) {
            return Err(format!("{name} asks for no guard; .merge( does"));
        }
        let methods = METHODS.iter().filter(|name| calls(handlers, name));
        found.extend(methods.map(|name| route(name, path)));
    }
    Ok(found)
}

/// A route of a method in any letters.
pub fn route(method: &str, path: &str) -> Route {
    Route { method: method.to_ascii_uppercase(), path: path.to_owned() }
}

/// What stands before the bracket that closes the call.
fn inside(text: &str) -> &str {
    let mut depth = 0;
    let end = text.char_indices().find(|(_, letter)| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth < 0
    });
    end.map_or(text, |(at, _)| &text[..at])
}

fn calls(handlers: &str, name: &str) -> bool {
    let whole = |at: usize| {
        let before = handlers[..at].chars().next_back().unwrap_or(' ');
        !before.is_alphanumeric() && before != '_' && before != ':'
    };
    handlers.match_indices(&format!("{name}(")).any(|(at, _)| whole(at))
}

/// The functions that answer routes: every name in `get(name)`.
pub fn handlers(code: &str) -> Vec<&str> {
    let word = |it: &str| it.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let calls = METHODS.iter().flat_map(|name| {
        let asked = code.match_indices(name).map(move |(at, _)| &code[at + name.len()..]);
        asked.filter_map(|rest| rest.strip_prefix('(')?.split_once(')'))
    });
    calls.map(|(name, _)| name).filter(|name| !name.is_empty() && word(name)).collect()
}

/// `http/route.rs` takes no handler without a guard; axum's own ways take any.
#[test]
fn every_handler_is_reached_by_the_ways_that_ask_for_a_guard() {
    let mut breaches = Vec::new();
    for file in files("src/web", &[".rs"]) {
        if is_test(&file.path) || file.path == "src/web/http/route.rs" {
            continue;
        }
        for line in lines_with(&without_tests(&bare(&file.text)), "routing") {
            breaches.push(format!("{}:{line}: names axum's routing", file.path));
        }
    }
    none("only web/http/route.rs names axum's routing", breaches);
}

/// The routes that a table names: every `"GET", "/path"` in it.
pub fn walked(table: &str) -> Vec<Route> {
    let mut found = Vec::new();
    for name in METHODS.map(str::to_ascii_uppercase) {
        for rest in table.split(&format!("\"{name}\",")).skip(1) {
            let path = rest.trim_start().strip_prefix('"').and_then(|it| it.split_once('"'));
            found.extend(
                path.filter(|(path, _)| path.starts_with('/')).map(|it| route(&name, it.0)),
            );
        }
    }
    found
}
