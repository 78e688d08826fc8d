//! The folders of `src/web`, and who may know whom.

use super::{
    is_test, none, rust,
    source::{bare, named, without_tests},
};

/// In order of import, left to right only.
const FOLDERS: [&str; 6] = ["http", "ui", "device", "till", "office", "books"];

#[test]
fn folders_of_the_web_import_from_left_to_right_only() {
    let rank = |folder: &str| FOLDERS.iter().position(|it| *it == folder);
    let mut breaches = Vec::new();
    for file in rust().iter().filter(|file| !is_test(&file.path)) {
        let Some(inside) = file.path.strip_prefix("src/web/") else { continue };
        let Some((here, _)) = inside.split_once('/') else { continue };
        let Some(mine) = rank(here) else {
            breaches.push(format!("{}: folder {here} is not in the order", file.path));
            continue;
        };
        for (line, there) in named(&without_tests(&bare(&file.text)), "web::") {
            if rank(&there).is_some_and(|theirs| theirs > mine) {
                breaches.push(format!("{}:{line}: {here} imports {there}", file.path));
            }
        }
    }
    none("a folder of the web knows only the folders before it", breaches);
}
