//! The folders of `src/web`, and who may know whom.

use super::{
    is_test, none, rust,
    source::{bare, named, without_tests},
};

/// In order of import, left to right only.
const FOLDERS: [&str; 6] = ["http", "ui", "device", "till", "office", "books"];

/// Who knows a later folder all the same: the state that every handler is given holds what two of
/// them keep in memory, a refusal of a page is drawn, and a device is told its till.
const KNOWN: [(&str, &str); 3] = [
    ("src/web/http/app.rs", "device"),
    ("src/web/http/app.rs", "till"),
    ("src/web/http/problem.rs", "ui"),
];

#[test]
fn folders_of_the_web_import_from_left_to_right_only() {
    let rank = |folder: &str| FOLDERS.iter().position(|it| *it == folder);
    let (mut breaches, mut seen) = (Vec::new(), Vec::new());
    for file in rust().iter().filter(|file| !is_test(&file.path)) {
        let Some(inside) = file.path.strip_prefix("src/web/") else { continue };
        let Some((here, _)) = inside.split_once('/') else { continue };
        let Some(mine) = rank(here) else {
            breaches.push(format!("{}: folder {here} is not in the order", file.path));
            continue;
        };
        for (line, there) in named(&without_tests(&bare(&file.text)), "web::") {
            let known = KNOWN.contains(&(file.path.as_str(), there.as_str()));
            if rank(&there).is_some_and(|theirs| theirs > mine) && !known {
                breaches.push(format!("{}:{line}: {here} imports {there}", file.path));
            }
            seen.push((file.path.clone(), there));
        }
    }
    let gone = |(path, there): &(&str, &str)| {
        !seen.iter().any(|(file, name)| (file.as_str(), name.as_str()) == (*path, *there))
    };
    breaches.extend(KNOWN.iter().filter(|it| gone(it)).map(|it| format!("{it:?} is no more")));
    none("a folder of the web knows only the folders before it", breaches);
}
