use super::*;
use crate::web::{http::assets, ui::help};
use std::{collections::HashSet, fs, path::Path};

/// Words of a page of help that a person reads before selling goes on.
const WORDS: usize = 200;
/// Bytes of a picture, and of all.
const PICTURE: usize = 40 * 1024;
const PICTURES: usize = 1 << 20;

fn texts(help: &Help) -> impl Iterator<Item = Text> {
    let body = help.steps.iter().chain(help.notes).copied();
    [help.title, help.about].into_iter().chain(body)
}

fn names(text: &str) -> Vec<&str> {
    text.split('*').skip(1).step_by(2).collect()
}

#[test]
fn every_page_is_short_in_both_languages() {
    for help in all() {
        for lang in [Lang::Vi, Lang::En] {
            let words: usize = texts(help).map(|it| say(it, lang).split_whitespace().count()).sum();
            assert!(words <= WORDS, "{} in {}: {words} words", help.name, lang.tag());
        }
        assert!((3..=7).contains(&help.steps.len()), "{}", help.name);
    }
}

#[test]
fn pages_lead_to_help_that_is_there_and_no_name_stands_twice() {
    let there: Vec<&str> = all().map(|it| it.name).collect();
    let once: HashSet<&str> = there.iter().copied().collect();
    assert_eq!(once.len(), there.len());
    for name in help::names() {
        assert!(once.contains(name), "{name}");
    }
}

#[test]
fn every_page_has_its_pictures_and_they_are_light() {
    let pictures = all().flat_map(|it| [Lang::Vi, Lang::En].map(|lang| picture(it, lang)));
    let mut wanted: Vec<String> = pictures.collect();
    wanted.sort();
    let there = assets::paths().into_iter().filter(|path| path.starts_with("help/"));
    assert_eq!(there.collect::<Vec<_>>(), wanted);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static");
    let size = |path: &String| fs::read(folder.join(path)).unwrap().len();
    let sizes: Vec<(&String, usize)> = wanted.iter().map(|path| (path, size(path))).collect();
    let heavy: Vec<_> = sizes.iter().filter(|(_, size)| *size > PICTURE).collect();
    assert!(heavy.is_empty(), "{heavy:?}");
    assert!(sizes.iter().map(|(_, size)| size).sum::<usize>() <= PICTURES);
}

/// All source but that of help itself.
fn source(folder: &Path, found: &mut String) {
    let Ok(inside) = fs::read_dir(folder) else { return };
    for path in inside.map(|entry| entry.unwrap().path()) {
        if !path.ends_with("help") && !path.ends_with("vendor") {
            source(&path, found);
        }
        if path.extension().is_some_and(|kind| kind == "rs" || kind == "js") {
            found.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// A button that is renamed and still called by its old name here would send people looking for
/// what is not there.
#[test]
fn help_names_what_is_on_the_screens_as_they_do() {
    let mut code = String::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    source(&root.join("src"), &mut code);
    source(&root.join("static/js"), &mut code);
    for (vi, en) in all().flat_map(texts) {
        let (named, other) = (names(vi), names(en));
        assert_eq!(named.len(), other.len(), "{vi} – {en}");
        for name in named.iter().chain(&other) {
            let written = [format!("\"{name}\""), format!("'{name}'")];
            assert!(written.iter().any(|it| code.contains(it)), "{name}: no screen says so");
        }
    }
}
