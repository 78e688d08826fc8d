//! How long files, lines and handlers may be; clippy says it of functions.

use super::{
    files, none, routes, rust,
    source::{bare, functions, without_tests},
};

const FILE_LINES: usize = 400;
const COLUMNS: usize = 100;
/// A handler is a paragraph: lines of its body.
const HANDLER_LINES: usize = 25;

#[test]
fn no_file_or_line_is_too_long() {
    let mut breaches = Vec::new();
    let mut all = rust();
    all.extend(files("tests", &[".rs", ".mjs"]));
    all.extend(files("benches", &[".rs"]));
    all.extend(files("static", &[".js", ".css"]));
    for file in &all {
        let lines = file.text.lines().count();
        if lines > FILE_LINES {
            breaches.push(format!("{}: {lines} lines", file.path));
        }
        for (n, line) in file.text.lines().enumerate() {
            let columns = line.chars().count();
            if columns > COLUMNS {
                breaches.push(format!("{}:{}: {columns} columns", file.path, n + 1));
            }
        }
    }
    none("files ≤ 400 lines, lines ≤ 100 columns", breaches);
}

#[test]
fn a_handler_is_a_paragraph() {
    let mut breaches = Vec::new();
    for file in rust().iter().filter(|file| file.path.starts_with("src/web/")) {
        let code = bare(&without_tests(&file.text));
        let named = routes::handlers(&code);
        for handler in functions(&code).iter().filter(|it| named.contains(&it.name.as_str())) {
            let lines = handler.body.lines().count().saturating_sub(2);
            if lines > HANDLER_LINES {
                breaches.push(format!("{}: {} has {lines} lines", file.path, handler.name));
            }
        }
    }
    none("handlers ≤ 25 lines", breaches);
}
