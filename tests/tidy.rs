//! The house's rules, as tests. A rule that matters is a test, and a test names what broke it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

use std::{
    fs,
    path::{Path, PathBuf},
};

#[path = "tidy/crates.rs"]
mod crates;

#[path = "tidy/source.rs"]
mod source;

#[path = "tidy/readers.rs"]
mod readers;

#[path = "tidy/described.rs"]
mod described;
#[path = "tidy/named.rs"]
mod named;
#[path = "tidy/plans.rs"]
mod plans;
#[path = "tidy/routes.rs"]
mod routes;

#[path = "tidy/scripts.rs"]
mod scripts;

#[path = "tidy/sizes.rs"]
mod sizes;

#[path = "tidy/web.rs"]
mod web;

use source::{Literal, bare, functions, literals, without_tests};

/// Rooms in order of import, left to right only; rooms of one rank do not know each other.
const ROOMS: &[&[&str]] = &[
    &["base"],
    &["locality"],
    &["folder", "disk"],
    &["db", "sheet"],
    &["journal"],
    &["staff", "catalog", "visitor", "node"],
    &["fair"],
    &["stock"],
    &["payment"],
    &["sale"],
    &["settlement"],
    &["desk"],
    &["print", "live", "report", "tls"],
    &["sync"],
    &["backup", "editable"],
    &["standby"],
    &["web"],
    &["cli"],
    &["main"],
];

/// A file of the house: its path from the root, and its text.
struct File {
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    walk(&root().join(folder), endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<File>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && !["vendor", "node_modules", "data", "shots"].contains(&name) {
            walk(&path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push(File { path, text });
        }
    }
}

fn rust() -> Vec<File> {
    files("src", &[".rs"])
}

/// Fails with every breach by name.
fn none(rule: &str, breaches: Vec<String>) {
    assert!(breaches.is_empty(), "{rule}\n  {}", breaches.join("\n  "));
}

/// Whether a file is compiled for tests alone: its parent, or one of theirs, declares it under
/// `#[cfg(test)]`.
fn is_test(path: &str) -> bool {
    Path::new(path).ancestors().any(declared_for_tests)
}

fn declared_for_tests(path: &Path) -> bool {
    let (Some(folder), Some(stem)) = (path.parent(), path.file_stem()) else { return false };
    let declared = format!("mod {};", stem.to_string_lossy());
    let parents = [folder.join("mod.rs"), folder.with_extension("rs"), folder.join("lib.rs")];
    let texts = parents.iter().filter_map(|parent| fs::read_to_string(root().join(parent)).ok());
    let mut texts = texts.flat_map(|text| {
        let after = text.split("#[cfg(test)]").skip(1);
        after
            .map(|rest| rest.trim_start().lines().next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    });
    texts.any(|line| line.ends_with(&declared))
}

fn room(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split(['/', '.']).next().unwrap_or_default()
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|rooms| rooms.contains(&room))
}

#[test]
fn the_top_level_holds_what_it_should_and_nothing_that_was_left_there() {
    let known = [
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "benches",
        "docs",
        "migrations",
        "src",
        "static",
        "tests",
    ];
    let ignored = fs::read_to_string(root().join(".gitignore")).unwrap();
    let ignored: Vec<&str> = ignored.lines().map(|line| line.trim_start_matches('/')).collect();
    let entries = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.map(|name| name.to_string_lossy().into_owned());
    let strange = |name: &String| {
        !name.starts_with('.')
            && !known.contains(&name.as_str())
            && !ignored.contains(&name.as_str())
    };
    none("only the files of the house stand at the top", names.filter(strange).collect());
}

#[test]
fn rooms_import_from_left_to_right_only() {
    let mut breaches = Vec::new();
    for file in rust() {
        let here = room(&file.path);
        if is_test(&file.path) || ["lib", "config"].contains(&here) {
            continue;
        }
        let Some(mine) = rank(here) else {
            breaches.push(format!("{}: room {here} is not in the order", file.path));
            continue;
        };
        for (line, there) in source::rooms(&without_tests(&bare(&file.text))) {
            let fits = there == here || rank(&there).is_some_and(|theirs| theirs < mine);
            if !fits && there != "config" {
                breaches.push(format!("{}:{line}: {here} imports {there}", file.path));
            }
        }
    }
    none("a room knows only the rooms before it", breaches);
}

#[test]
fn only_the_rooms_that_may_name_these_crates_do() {
    let owners: &[(&str, &[&str])] = &[
        ("axum", &["src/web/"]),
        ("tower_http", &["src/web/"]),
        ("maud", &["src/web/"]),
        ("rust_embed", &["src/web/", "src/print/", "src/fair/", "src/payment/"]),
        ("escpos", &["src/print/escpos.rs"]),
        ("clap", &["src/cli/", "src/config", "src/main.rs"]),
        ("calamine", &["src/sheet/", "src/report/file/"]),
        ("docx_rs", &["src/report/file/"]),
        ("krilla", &["src/report/file/pdf.rs"]),
        ("argon2", &["src/staff/"]),
        ("zune_jpeg", &["src/catalog/photo/jpeg.rs"]),
        ("rcgen", &["src/tls/"]),
        (
            "rustix",
            &[
                "src/disk.rs",
                "src/folder/process.rs",
                "src/cli/handles.rs",
                "src/print/wire/serial.rs",
            ],
        ),
        ("tokio_rustls", &["src/tls/", "src/web/http/https.rs"]),
    ];
    let mut breaches = Vec::new();
    for file in rust() {
        let code = bare(&file.text);
        for (name, places) in owners {
            let own = places.iter().any(|place| file.path.starts_with(place))
                || source::imports_room(&code, name);
            let named = source::lines_naming(&code, name);
            for line in named.into_iter().filter(|_| !own) {
                breaches.push(format!("{}:{line}: names {name}", file.path));
            }
        }
    }
    none("each of these crates belongs to one room", breaches);
}

#[test]
fn sql_stands_only_in_stores() {
    let mut breaches = Vec::new();
    for file in rust().into_iter().filter(|file| !may_hold_sql(&file.path)) {
        let code = without_tests(&file.text);
        for Literal { line, text } in literals(&code).into_iter().filter(is_sql) {
            let start: String = text.chars().take(40).collect();
            breaches.push(format!("{}:{line}: {start}", file.path));
        }
    }
    none("SQL text stands in files named store.rs", breaches);
}

fn may_hold_sql(path: &str) -> bool {
    let store = path.ends_with("/store.rs") || path.contains("/store/");
    store || path == "src/db.rs" || path.starts_with("src/hub/postgres/") || is_test(path)
}

/// Whether a literal is a statement: it begins as one, in lowercase, as the house writes it.
fn is_sql(literal: &Literal) -> bool {
    let text = literal.text.trim_start();
    let verbs = ["select ", "insert into ", "update ", "delete from ", "create ", "drop ", "with "];
    let begins = verbs.iter().any(|verb| text.to_ascii_lowercase().starts_with(verb));
    begins && text.contains(' ') && (!text.starts_with("with ") || text.contains(" as ("))
}

#[test]
fn a_store_function_is_one_statement_in_lowercase_within_someone_elses_transaction() {
    let mut breaches = Vec::new();
    for file in rust().into_iter().filter(|file| file.path.ends_with("store.rs")) {
        let code = bare(&file.text);
        for function in functions(&code) {
            let statements = function.body.matches("sqlx::query").count();
            if statements > 1 {
                let (path, line, name) = (&file.path, function.line, &function.name);
                breaches.push(format!("{path}:{line}: {name} has {statements} statements"));
            }
        }
        for word in [".begin(", ".begin_with(", ".commit(", ".rollback("] {
            for line in source::lines_with(&code, word) {
                breaches.push(format!("{}:{line}: {word} in a store", file.path));
            }
        }
        for Literal { line, text } in literals(&file.text).into_iter().filter(is_sql) {
            let shouted = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", " FROM ", " WHERE "];
            if shouted.iter().any(|word| text.contains(word)) {
                breaches.push(format!("{}:{line}: SQL in capitals", file.path));
            }
        }
    }
    none("a store function is one lowercase statement, and begins no transaction", breaches);
}

#[test]
fn only_the_desk_begins_a_write_transaction() {
    // The demonstration writes its secrets into a folder of its own before any desk is open.
    let named = ["src/desk/", "src/db.rs", "src/cli/demo/secrets.rs"];
    let mut breaches = Vec::new();
    for file in rust().into_iter().filter(|file| !is_test(&file.path)) {
        if named.iter().any(|place| file.path.starts_with(place)) {
            continue;
        }
        let code = without_tests(&bare(&file.text));
        // Reports begin plain transactions on readers, to see one state of the book.
        for line in source::lines_with(&code, ".begin_with(") {
            breaches.push(format!("{}:{line}: .begin_with(", file.path));
        }
    }
    none("only the desk owns a write transaction", breaches);
}

#[tokio::test]
async fn every_statement_prepares_against_the_migrated_schema() {
    use sqlx::{Executor, SqlSafeStr};
    let mut db = chophien::db::scratch().await.unwrap();
    // The comparison of two books has the other one beside it.
    sqlx::query("attach database ':memory:' as rebuilt").execute(&mut db).await.unwrap();
    let (mut breaches, mut prepared) = (Vec::new(), 0);
    let stores = rust().into_iter().filter(|file| file.path.ends_with("/store.rs"));
    for file in stores.filter(|file| !file.path.starts_with("src/hub/postgres/")) {
        // What has gaps is made from the schema, and run by the stories of `verify`.
        let whole = |it: &Literal| is_sql(it) && !it.text.contains('{');
        for Literal { line, text } in literals(&file.text).into_iter().filter(whole) {
            prepared += 1;
            let sql = sqlx::AssertSqlSafe(text).into_sql_str();
            if let Err(error) = (&mut db).prepare(sql).await {
                breaches.push(format!("{}:{line}: {error}", file.path));
            }
        }
    }
    none("every statement prepares", breaches);
    assert!(prepared > 50, "only {prepared} statements were found");
}

#[test]
fn time_and_chance_come_from_base_alone() {
    let sources = [
        "SystemTime::now",
        "Timestamp::now",
        "Zoned::now",
        "Utc::now",
        "Local::now",
        "now_v7",
        "Uuid::new_v4",
        "getrandom::",
        "OsRng",
        "thread_rng",
        "rand::random",
        "fastrand::",
    ];
    let mut breaches = Vec::new();
    for file in rust().into_iter().filter(|file| !file.path.starts_with("src/base/")) {
        let code = without_tests(&bare(&file.text));
        for word in sources {
            for line in source::lines_with(&code, word) {
                breaches.push(format!("{}:{line}: {word}", file.path));
            }
        }
    }
    none("time and chance are parameters; they come from base::clock and base::id", breaches);
}

#[test]
fn no_page_looks_at_a_disk_in_the_threads_that_answer_tills() {
    let looks = ["std::fs", ".is_dir()", ".is_file()", ".metadata()", ".canonicalize()"];
    let mut breaches = Vec::new();
    for file in rust().into_iter().filter(|file| file.path.starts_with("src/web/")) {
        let code = without_tests(&bare(&file.text));
        for word in looks {
            for line in source::lines_with(&code, word) {
                breaches.push(format!("{}:{line}: {word}", file.path));
            }
        }
    }
    none("a disk may hang: what looks at one has a thread of its own (backup::places)", breaches);
}

#[test]
fn what_is_allowed_is_allowed_for_a_reason() {
    let mut breaches = Vec::new();
    let mut all = rust();
    all.extend(files("tests", &[".rs"]));
    all.extend(files("benches", &[".rs"]));
    for file in all {
        let code = bare(&file.text);
        for opening in ["#[allow(", "#![allow(", "#[expect("] {
            for (at, _) in code.match_indices(opening) {
                let line = code[..at].lines().count().max(1);
                let attribute = code[at..].split(']').next().unwrap_or_default();
                if !attribute.contains("reason =") {
                    breaches.push(format!("{}:{line}: no reason", file.path));
                }
            }
        }
        for line in source::lines_with(&code, "#[ignore") {
            breaches.push(format!("{}:{line}: a test that is not run", file.path));
        }
    }
    none("#[allow] has a reason, and no test is ignored", breaches);
}

/// A new route fails here until someone has said who may use it.
#[test]
fn every_route_is_walked_by_a_test_of_rights() {
    let tables = ["tests/it/rights.rs", "tests/it/pages.rs"];
    let tables = tables.map(|path| fs::read_to_string(root().join(path)).unwrap());
    let walked: Vec<_> = tables.iter().flat_map(|table| routes::walked(table)).collect();
    let (there, mut breaches) = routes::there();
    let missing = there.iter().filter(|route| !walked.contains(route));
    breaches.extend(missing.map(|it| format!("{} {} is not walked", it.method, it.path)));
    let gone = walked.iter().filter(|route| !there.contains(route));
    breaches.extend(gone.map(|it| format!("{} {} is walked and not there", it.method, it.path)));
    none("every route stands in a table of rights", breaches);
    assert!(there.len() > 80, "only {} routes were found", there.len());
}
