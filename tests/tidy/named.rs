//! What comments and docs call files by.

use super::{files, none};

/// Names of files that are not ours, or made while the program runs.
const OTHERS: &[&str] = &["Node.js"];

#[test]
fn a_file_that_is_named_is_there() {
    let [code, pages] = [&[".rs", ".js", ".mjs", ".css", ".sql"][..], &[".md"]];
    let all: Vec<_> = ["src", "static", "tests/it", "tests/tidy", "migrations", "benches"]
        .into_iter()
        .flat_map(|folder| files(folder, code))
        .chain(files("docs", pages))
        .filter(|file| !file.path.contains("/vendor/"))
        .collect();
    let tests = files("tests", code);
    let there: Vec<&str> = all.iter().chain(&tests).map(|file| file.path.as_str()).collect();
    let known = |name: &str| {
        let end = format!("/{name}");
        OTHERS.contains(&name) || there.iter().any(|path| *path == name || path.ends_with(&end))
    };
    let mut breaches = Vec::new();
    for file in &all {
        let page = file.path.ends_with(".md");
        for (number, line) in file.text.lines().enumerate() {
            if !page && !comment(line) {
                continue;
            }
            let gone = names(line).filter(|name| !known(name));
            breaches.extend(gone.map(|name| format!("{}:{}: {name}", file.path, number + 1)));
        }
    }
    none("a file that a comment names is there", breaches);
}

fn comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "*", "/*", "--"].iter().any(|begins| line.starts_with(begins))
}

/// The names of sources in a line: words with slashes that end as sources do.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let part = |letter: char| letter.is_alphanumeric() || "_./-".contains(letter);
    let words = line.split(move |letter: char| !part(letter)).map(|it| it.trim_matches('.'));
    words
        .filter(|word| [".rs", ".js", ".sql"].iter().any(|end| word.ends_with(end)))
        .filter(|word| word.len() > 4 && !word.contains("..") && !word.starts_with('/'))
}

#[test]
fn names_are_found_in_a_sentence() {
    let line = "// As it stands (`web/http/guard.rs`, see app.js.), not in .rs files.";
    assert_eq!(names(line).collect::<Vec<_>>(), ["web/http/guard.rs", "app.js"]);
}
