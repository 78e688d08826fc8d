//! Static files, embedded in the binary.

use crate::web::http::{app::App, guard::Open, route::get};
use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, io::Write, sync::LazyLock};

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
const COMPILES: &str = "js/decoder_worker.js";
const COMPILING: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/// A file as it is sent.
struct Sent {
    plain: Vec<u8>,
    /// At gzip's best, when that is smaller. Not Brotli: browsers offer to read it on HTTPS only,
    /// and phones of a fair mostly come over plain HTTP.
    gzip: Option<Vec<u8>>,
}

/// Every file, compressed once.
static SENT: LazyLock<HashMap<String, Sent>> = LazyLock::new(|| {
    let sent = |name: std::borrow::Cow<'static, str>| {
        let plain = match own_text(&name) {
            true => without_comments(&text(&name)).into_bytes(),
            false => Files::get(&name)?.data.into_owned(),
        };
        let gzip = gzipped(&plain).filter(|packed| packed.len() < plain.len());
        Some((name.into_owned(), Sent { plain, gzip }))
    };
    let whole = |(name, parts): &(&str, &[&str])| {
        let text: String = parts.iter().map(|part| text(&format!("css/{part}.css"))).collect();
        let plain = without_comments(&text).into_bytes();
        let gzip = gzipped(&plain);
        ((*name).to_owned(), Sent { plain, gzip })
    };
    Files::iter().filter_map(sent).chain(JOINED.iter().map(whole)).collect()
});

/// Sheets that are fetched as one: a phone asks once, and they compress the better together.
const JOINED: &[(&str, &[&str])] = &[(TILL_SHEETS, &["tokens", "base", "pad", "till", "signin"])];

/// The sheets that the till begins with.
pub const TILL_SHEETS: &str = "css/till-first.css";

fn gzipped(plain: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok()
}

/// Scripts and sheets of our own; those of others keep their comments, which name their licences.
fn own_text(path: &str) -> bool {
    (path.ends_with(".js") || path.ends_with(".css")) && !path.starts_with("js/vendor/")
}

/// Blanks the lines that are comments and nothing else, and what indents the others: a fifth of
/// what a phone would fetch. Lines keep their numbers, so that an error names the line of the
/// source. Comments behind code stay; no text of ours goes over several lines (see the test), so
/// none is mistaken.
fn without_comments(text: &str) -> String {
    let mut inside = false;
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        let bare = line.trim();
        let begins = !inside && bare.starts_with("/*");
        let comment = inside || begins || bare.starts_with("//");
        if inside || begins {
            inside = !bare.ends_with("*/");
        }
        kept.push_str(if comment { "" } else { bare });
        kept.push('\n');
    }
    kept
}

async fn file(_: Open, Path((_, path)): Path<(String, String)>, asked: HeaderMap) -> Response {
    let Some(file) = SENT.get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = mime_guess::from_path(&path).first_or_octet_stream();
    let headers = [
        (header::CONTENT_TYPE, kind.as_ref()),
        (header::CACHE_CONTROL, CACHE),
        (header::VARY, "accept-encoding"),
    ];
    let policy = (path == COMPILES).then_some([(header::CONTENT_SECURITY_POLICY, COMPILING)]);
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let reads = accepted.is_some_and(|value| value.contains("gzip"));
    match file.gzip.as_ref().filter(|_| reads) {
        Some(packed) => (headers, policy, PACKED, packed.as_slice()).into_response(),
        None => (headers, policy, file.plain.as_slice()).into_response(),
    }
}

/// Said of a file that was compressed beforehand; the router's own compression then leaves it.
const PACKED: [(HeaderName, &str); 1] = [(header::CONTENT_ENCODING, "gzip")];

/// The version of the files.
pub fn version() -> &'static str {
    &VERSION
}

/// The paths of all files.
pub fn paths() -> Vec<String> {
    let mut paths: Vec<String> = SENT.keys().cloned().collect();
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
        let first = before.ends_with("from ") || before.ends_with("import ");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_blanked_and_lines_keep_their_numbers() {
        let source =
            "// one\nconst a = 1; // stays\n  /** two\n   * three */\n  b('//x');\n/* c */\n";
        assert_eq!(without_comments(source), "\nconst a = 1; // stays\n\n\nb('//x');\n\n");
    }

    #[test]
    fn no_text_of_a_script_goes_over_several_lines() {
        for name in Files::iter().filter(|name| own_text(name)) {
            let text = text(&name);
            let lines = text.lines().map(str::trim).enumerate();
            let code = lines.filter(|(_, it)| !it.starts_with("//") && !it.starts_with('*'));
            for (n, line) in code {
                let even = line.matches('`').count() % 2 == 0 || line.starts_with("/*");
                assert!(even, "{name}:{}: {line}", n + 1);
                // A comment that begins a line also ends it, or goes on to a line's end.
                let one = !line.starts_with("/*")
                    || line.find("*/").is_none_or(|at| at + 2 == line.len());
                assert!(one, "{name}:{}: {line}", n + 1);
            }
        }
    }

    #[test]
    fn what_the_till_begins_with_is_the_least_and_the_rest_is_known() {
        let (first, rest) = (modules("js/till.js"), later("js/till.js"));
        let behind = modules("js/screens.js");
        assert!(behind.iter().all(|it| first.contains(it) || rest.contains(it)));
        for later in [
            "js/sell/sell.js",
            "js/pay/pay.js",
            "js/pay/sale_result.js",
            "js/refund/recent_sales.js",
            "js/vendor/qrcode.js",
        ] {
            let it = later.to_owned();
            assert!(rest.contains(&it) && behind.contains(&it) && !first.contains(&it), "{later}");
        }
        for now in ["js/till.js", "js/net/store.js", "js/net/outbox.js"] {
            assert!(first.contains(&now.to_owned()), "{now}");
        }
    }
}
