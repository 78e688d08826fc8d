//! The folders of `static/js`, and who may know whom.

use super::{File, files, none};

/// In order of import, left to right only. What others wrote knows nothing of ours; the entries
/// (what a page, a worker's start or the till's second half names) stand on top and know all.
const FOLDERS: [&str; 13] = [
    "vendor", "lib", "model", "net", "scan", "print", "till", "sell", "pay", "refund", "shift",
    "stock", "gate",
];

/// The modules on top: the script of a page, a worker, and what the till fetches when its first
/// screen stands.
const ENTRIES: [&str; 17] = [
    "backups.js",
    "board.js",
    "check.js",
    "customer.js",
    "decoder_worker.js",
    "gate.js",
    "import_unsent.js",
    "join.js",
    "long_tables.js",
    "page.js",
    "pairing.js",
    "paper.js",
    "screens.js",
    "sw.js",
    "theme.js",
    "till.js",
    "trust.js",
];

/// What starts a worker names its script, which is no import.
const WORKERS: [(&str, &str); 1] = [("scan/decoder.js", "../decoder_worker.js")];

/// A module's folder; empty on top.
fn folder(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

/// The modules that a module names between quotes by a relative address, with their lines: what it
/// imports at its start, on first use, and what it starts as a worker.
fn named(text: &str) -> Vec<(usize, String)> {
    let quoted = |(n, line): (usize, &str)| {
        let pieces: Vec<&str> = line.split(['\'', '"', '`']).collect();
        let names = pieces.iter().skip(1).step_by(2);
        let names = names.filter(|it| it.starts_with('.') && it.ends_with(".js"));
        names.map(|it| (n + 1, (*it).to_owned())).collect::<Vec<_>>()
    };
    let code = text.lines().enumerate().filter(|(_, line)| {
        let line = line.trim_start();
        !line.starts_with("//") && !line.starts_with('*') && !line.starts_with("/*")
    });
    code.flat_map(quoted).collect()
}

/// `../model/money.js`, seen from a module's folder, as a path within `static/js`.
fn resolved(path: &str, name: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn scripts() -> Vec<File> {
    let inside = |file: File| {
        let path = file.path.strip_prefix("static/js/")?.to_owned();
        Some(File { path, text: file.text })
    };
    files("static/js", &[".js"]).into_iter().filter_map(inside).collect()
}

#[test]
fn folders_of_scripts_import_from_left_to_right_only() {
    let rank = |folder: &str| FOLDERS.iter().position(|it| *it == folder);
    let (mut breaches, mut imports) = (Vec::new(), 0);
    for file in scripts() {
        let here = folder(&file.path);
        let mine = if here.is_empty() { Some(FOLDERS.len()) } else { rank(here) };
        let Some(mine) = mine else {
            breaches.push(format!("{}: folder {here} is not in the order", file.path));
            continue;
        };
        for (line, name) in named(&file.text) {
            if WORKERS.contains(&(file.path.as_str(), name.as_str())) {
                continue;
            }
            let there = resolved(&file.path, &name);
            let theirs = rank(folder(&there));
            // The till fetches its second half; no other entry knows one.
            let half = file.path == "till.js" && there == "screens.js";
            if !half && theirs.is_none_or(|theirs| theirs > mine) {
                breaches.push(format!("{}:{line}: imports {there}", file.path));
            }
            imports += 1;
        }
    }
    assert!(imports > 400, "{imports} imports were read");
    none("a folder of scripts knows only itself and the folders before it", breaches);
}

#[test]
fn only_entries_stand_on_top_of_the_scripts() {
    let on_top: Vec<String> =
        scripts().into_iter().map(|file| file.path).filter(|it| folder(it).is_empty()).collect();
    assert_eq!(on_top, ENTRIES, "a module that is no entry belongs into a folder");
}

#[test]
fn the_pure_model_knows_no_page_and_no_network() {
    let worlds = ["document", "window", "fetch(", "indexedDB", "localStorage", "await "];
    let mut breaches = Vec::new();
    for file in scripts().iter().filter(|file| folder(&file.path) == "model") {
        for (n, line) in file.text.lines().enumerate() {
            let line = line.trim_start();
            let comment = line.starts_with("//") || line.starts_with('*');
            if !comment && worlds.iter().any(|it| line.contains(it)) {
                breaches.push(format!("{}:{}: {line}", file.path, n + 1));
            }
        }
    }
    none("what agrees with the server is arithmetic alone", breaches);
}
