//! Static files, embedded in the binary.

use super::app::App;
use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/static/"]
#[exclude = "data/*"]
#[exclude = "*.ttf"]
struct Files;

/// The route of static files. The version in the path is not looked at: it only makes a new
/// program's files new to a phone's cache. Modules and sheets name each other by relative paths,
/// so they stay within one version.
pub fn router() -> Router<App> {
    Router::new().route("/static/{version}/{*path}", get(file))
}

/// Files of a version never change: a phone may keep them, and a new navigation works while the
/// server is away.
const CACHE: &str = "public, max-age=31536000, immutable";

/// A digest over all files, so that it changes when any of them does.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Files::iter().collect();
    names.sort();
    let mut sum = Sha256::new();
    for file in names.iter().filter_map(|name| Files::get(name)) {
        sum.update(file.metadata.sha256_hash());
    }
    hex::encode(&sum.finalize()[..6])
});

/// The address of a static file: `/static/1f2e…/css/base.css`.
pub fn url(path: &str) -> String {
    format!("/static/{}/{path}", *VERSION)
}

/// The one script that compiles WebAssembly, a worker with a policy of its own: every page goes
/// without that leave.
const COMPILES: &str = "js/decoderworker.js";
const COMPILING: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

async fn file(Path((_, path)): Path<(String, String)>) -> Response {
    let Some(file) = Files::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = mime_guess::from_path(&path).first_or_octet_stream();
    let headers = [(header::CONTENT_TYPE, kind.as_ref()), (header::CACHE_CONTROL, CACHE)];
    let policy = (path == COMPILES).then_some([(header::CONTENT_SECURITY_POLICY, COMPILING)]);
    (headers, policy, file.data).into_response()
}

/// The version of the files.
pub fn version() -> &'static str {
    &VERSION
}

/// The paths of all files.
pub fn paths() -> Vec<String> {
    let mut paths: Vec<String> = Files::iter().map(|path| path.into_owned()).collect();
    paths.sort();
    paths
}

/// A module and all that it imports at its start, at any depth.
pub fn modules(entry: &str) -> Vec<String> {
    graph(entry, false)
}

/// What a module may need later, at any depth: modules that are imported or started as workers on
/// first use, and what they compile.
pub fn later(entry: &str) -> Vec<String> {
    let (first, mut all) = (graph(entry, false), graph(entry, true));
    all.retain(|module| !first.contains(module));
    if !all.is_empty() {
        all.extend(paths().into_iter().filter(|path| path.ends_with(".wasm")));
    }
    all
}

fn graph(entry: &str, with_later: bool) -> Vec<String> {
    let mut found = vec![entry.to_owned()];
    let mut at = 0;
    while let Some(path) = found.get(at).cloned() {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for name in imports(&text(&path), with_later) {
            let module = resolve(folder, &name);
            if Files::get(&module).is_some() && !found.contains(&module) {
                found.push(module);
            }
        }
        at += 1;
    }
    found
}

/// The relative modules that a module names between quotes: after `from`, and with those for
/// later, anywhere.
fn imports(code: &str, with_later: bool) -> Vec<String> {
    let pieces: Vec<&str> = code.split(['\'', '"']).collect();
    let named = pieces.windows(2).filter(|pair| {
        let [before, name] = pair else { return false };
        let relative = name.starts_with("./") || name.starts_with("../");
        let first = before.trim_end().ends_with("from");
        relative && name.ends_with(".js") && (with_later || first)
    });
    named.map(|pair| pair[1].to_owned()).collect()
}

/// `../js/a.js` seen from a folder.
fn resolve(folder: &str, name: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A text file among them; empty when there is none.
pub fn text(path: &str) -> String {
    let file = Files::get(path);
    file.map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}
