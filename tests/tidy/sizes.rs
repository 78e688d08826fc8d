//! How long files, functions, lines and handlers may be.

use super::{
    File, files, none, routes, rust,
    source::{self, bare, functions, without_tests},
};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 70;
const COLUMNS: usize = 100;
/// A handler is a paragraph: lines of its body.
const HANDLER_LINES: usize = 25;

#[test]
fn no_file_function_or_line_is_too_long() {
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
        for function in rust_functions(file).iter().filter(|it| it.lines > FUNCTION_LINES) {
            let (line, name, lines) = (function.line, &function.name, function.lines);
            breaches.push(format!("{}:{line}: {name} has {lines} lines", file.path));
        }
    }
    none("files ≤ 400 lines, functions ≤ 70, lines ≤ 100 columns", breaches);
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

fn rust_functions(file: &File) -> Vec<source::Function> {
    if file.path.ends_with(".rs") { functions(&bare(&file.text)) } else { Vec::new() }
}
