//! What others wrote and we ship: from where, under which licences, and what we do without.

use super::{none, root};
use std::{fs, process::Command};

/// Licences whose terms one program that is handed out under Apache-2.0 can keep.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates under another licence, each with its reason.
const BY_NAME: &[(&str, &str)] = &[
    // Weak copyleft by file: it is used unchanged, and its source stands where it came from.
    ("option-ext", "MPL-2.0"),
];

/// What must not come in, not even through others: a second library of TLS or of time, a compiler
/// of C that takes minutes, and whatever calls a server somewhere.
const BANNED: &[&str] = &[
    "aws-lc-rs",
    "aws-lc-sys",
    "native-tls",
    "openssl",
    "openssl-sys",
    "chrono",
    "reqwest",
    "ureq",
    "curl",
    "sentry",
    "opentelemetry",
];

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The values of `key = "…"` in the list of crates.
fn locked(key: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let value = |line: &str| {
        let value = line.strip_prefix(key)?.trim().strip_prefix('=')?.trim();
        Some(value.trim_matches('"').to_owned())
    };
    text.lines().filter_map(value).collect()
}

#[test]
fn every_crate_comes_from_the_registry_and_none_that_is_banned() {
    let elsewhere = locked("source").into_iter().filter(|source| source != REGISTRY);
    none("crates come from crates.io alone", elsewhere.collect());
    let names = locked("name");
    assert!(names.len() > 100, "{} crates", names.len());
    let banned = names.into_iter().filter(|name| BANNED.contains(&name.as_str()));
    none("these crates stay out", banned.collect());
}

#[test]
fn every_crate_has_a_licence_that_we_can_keep() {
    let mut breaches = Vec::new();
    for (name, licence) in packages() {
        let known = BY_NAME.contains(&(name.as_str(), licence.as_str()));
        if !known && !may(&licence) {
            breaches.push(format!("{name}: {licence}"));
        }
    }
    none("licences that one program can keep", breaches);
}

/// The crates that are built here, each with its licence.
fn packages() -> Vec<(String, String)> {
    let said = Command::new("rustc").arg("-vV").output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    let host = said.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let listed = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", host])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("none").to_owned();
    let packages = listed["packages"].as_array().unwrap().iter();
    packages.map(|it| (text(&it["name"]), text(&it["license"]))).collect()
}

/// Whether the terms of an expression can be kept: of `OR` one side, of `AND` both. The older `/`
/// means `OR`; an exception only allows more.
fn may(expression: &str) -> bool {
    let words = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut rest = words.as_slice();
    let fits = any(&mut rest);
    fits && rest.is_empty()
}

fn any(rest: &mut &[&str]) -> bool {
    let mut fits = all(rest);
    while let Some(("OR", more)) = rest.split_first().map(|(word, more)| (*word, more)) {
        *rest = more;
        fits |= all(rest);
    }
    fits
}

fn all(rest: &mut &[&str]) -> bool {
    let mut fits = one(rest);
    while let Some(("AND", more)) = rest.split_first().map(|(word, more)| (*word, more)) {
        *rest = more;
        fits &= one(rest);
    }
    fits
}

fn one(rest: &mut &[&str]) -> bool {
    let Some((word, more)) = rest.split_first() else { return false };
    *rest = more;
    if *word == "(" {
        let fits = any(rest);
        let closed = rest.first() == Some(&")");
        *rest = rest.get(1..).unwrap_or_default();
        return fits && closed;
    }
    if let ["WITH", _, more @ ..] = more {
        *rest = more;
    }
    LICENCES.contains(word)
}

#[test]
fn an_expression_of_licences_is_read_as_it_is_meant() {
    for good in [
        "MIT",
        "MIT OR GPL-3.0",
        "GPL-3.0/MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
    ] {
        assert!(may(good), "{good}");
    }
    for bad in ["", "none", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR ISC) AND AGPL-3.0", "MIT)"] {
        assert!(!may(bad), "{bad}");
    }
}
