//! A reader of the book is taken and given back inside one function that awaits only the database.

use super::{
    is_test, none, rust,
    source::{self, bare, functions, without_tests},
};

/// How a shop's reader is taken.
const TAKES: &[&str] =
    &[".read().await", ".read_to_sell().await", ".read_to_follow().await", ".take(lane).await"];
/// What a store's function is handed.
const HANDED: &[&str] = &["db: &mut SqliteConnection", "db: &mut sqlx::SqliteConnection"];
/// Words of a statement that waits for the database alone.
const DATABASE: &[&str] = &["db", "reading"];

#[test]
fn nothing_but_the_database_is_awaited_while_a_reader_is_held() {
    let (mut breaches, mut held) = (Vec::new(), 0);
    for file in rust().into_iter().filter(|file| !is_test(&file.path)) {
        // The desk has the write connection; the demonstration fills a folder nobody has opened.
        if file.path.starts_with("src/desk/") && file.path != "src/desk/import.rs"
            || file.path.starts_with("src/cli/demo/")
        {
            continue;
        }
        let code = without_tests(&bare(&file.text));
        for from in holds(&code) {
            held += 1;
            for await_at in awaits_of_others(&code, from) {
                let line = code[..await_at].matches('\n').count() + 1;
                breaches.push(format!("{}:{line}: waits for something else", file.path));
            }
        }
    }
    none("whoever holds a reader awaits only the database", breaches);
    assert!(held > 150, "only {held} holders of readers were found");
}

/// Where a reader begins to be held: after it was taken under the name `db`, and at the body of a
/// function that was handed one.
fn holds(code: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for take in TAKES {
        for (at, _) in code.match_indices(take) {
            let begun = code[..at].rfind([';', '{', '}']).map_or(0, |at| at + 1);
            let end = code[at..].find(';').map_or(code.len(), |n| at + n + 1);
            if code[begun..at].trim_start().starts_with("let mut db") {
                found.push(end);
            }
        }
    }
    for handed in HANDED {
        for (at, _) in code.match_indices(handed) {
            found.extend(code[at..].find('{').map(|n| at + n + 1));
        }
    }
    found
}

/// Awaits between `from` and the end of its block, or until the reader is dropped, whose statement
/// does not name the reader. Dropped on the way out of an inner block, it is held after that block.
fn awaits_of_others(code: &str, from: usize) -> Vec<usize> {
    let (mut found, mut depth, mut dropped) = (Vec::new(), 0, None);
    for (n, c) in code[from..].char_indices() {
        let at = from + n;
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => {
                dropped = dropped.filter(|block| *block < depth);
                depth -= 1;
            }
            'd' if depth == 0 && code[at..].starts_with("drop(db)") => break,
            'd' if code[at..].starts_with("drop(db)") => dropped = Some(depth),
            '.' if dropped.is_none() && code[at..].starts_with(".await") => {
                let begun = code[..at].rfind([';', '{', '}']).map_or(0, |at| at + 1);
                let words = code[begun..at].split(|c: char| !c.is_alphanumeric() && c != '_');
                if !words.into_iter().any(|word| DATABASE.contains(&word)) {
                    found.push(at);
                }
            }
            _ => {}
        }
    }
    found
}

/// A temporary lives as long as its statement: in the head of a loop or a match, as long as that.
#[test]
fn a_reader_is_named_db_or_taken_for_one_statement() {
    let mut breaches = Vec::new();
    for file in rust().into_iter().filter(|file| !is_test(&file.path)) {
        let code = without_tests(&bare(&file.text));
        for (at, _) in TAKES.iter().flat_map(|take| code.match_indices(take)) {
            let begun = code[..at].rfind([';', '{', '}']).map_or(0, |at| at + 1);
            let statement = code[begun..at].trim_start();
            let named = statement.starts_with("let ") && !statement.contains("&mut");
            let db = statement.starts_with("let mut db");
            let first = statement.split_whitespace().next().unwrap_or_default();
            if named && !db || ["for", "if", "match", "while"].contains(&first) {
                let line = code[..at].matches('\n').count() + 1;
                breaches.push(format!("{}:{line}: {}", file.path, statement.trim_end()));
            }
        }
    }
    none("a reader is named db, or a temporary of one plain statement", breaches);
}

/// A stream's own future may be set aside for as long as its listener is slow.
#[test]
fn streams_await_nothing_themselves() {
    let mut breaches = Vec::new();
    for file in rust().into_iter().filter(|file| !is_test(&file.path)) {
        let code = without_tests(&bare(&file.text));
        for (at, call) in code.match_indices(".then(") {
            let rest = code[at + call.len()..].trim_start();
            let closure = rest.strip_prefix("move ").unwrap_or(rest);
            if closure.starts_with('|') && !closure.starts_with("||") {
                let line = code[..at].matches('\n').count() + 1;
                breaches.push(format!("{}:{line}: a stream that awaits", file.path));
            }
        }
    }
    none("what a stream says comes over channels", breaches);
}

/// Whoever forgets a token or a session has the open streams looked at.
#[test]
fn access_is_taken_away_by_revoke() {
    let (mut breaches, mut seen) = (Vec::new(), 0);
    for file in rust().into_iter().filter(|file| file.path.starts_with("src/web/")) {
        let code = without_tests(&bare(&file.text));
        for function in functions(&code) {
            let words = ["drop_tokens(", "drop_session(", "drop_sessions_o"];
            if !words.iter().any(|word| function.body.contains(word)) || is_test(&file.path) {
                continue;
            }
            seen += 1;
            if source::lines_with(&function.body, ".revoke(").is_empty() {
                breaches.push(format!("{}:{}: {}", file.path, function.line, function.name));
            }
        }
    }
    none("tokens and sessions are forgotten by Desk::revoke", breaches);
    assert!(seen >= 5, "only {seen} places were found");
}
