//! Everything that can be edited, out of the program and in again, alone and beside its server.

use crate::{
    folder::{prepare, prepared},
    program::{Server, program, said, verify},
};
use std::{fs, path::Path, process::Output};
use tokio::runtime::Runtime;

fn run(folder: &Path, words: &[&str], files: &Path) -> Output {
    program(folder).args(words).arg(files).output().unwrap()
}

/// The files of a folder by name, without ids.
fn held(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn an_export_is_written_once_beside_the_server_and_comes_in_through_it() {
    let top = tempfile::tempdir().unwrap();
    let (folder, out) = (top.path().join("Sổ"), top.path().join("Xuất ra"));
    Runtime::new().unwrap().block_on(prepare(&folder));
    let server = Server::start(&folder);
    let made = run(&folder, &["export", "all"], &out);
    assert!(made.status.success(), "{}", said(&made));
    let files = held(&out);
    let readme = files.iter().find(|it| it.0 == "README.txt").unwrap();
    assert!(readme.1.contains("MỌI THỨ SỬA ĐƯỢC") && readme.1.contains("EVERYTHING"));
    assert!(files.iter().all(|it| it.1.starts_with('\u{feff}')));
    let refused = run(&folder, &["export", "all"], &out);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("is not empty"), "{}", said(&refused));
    let within = run(&folder, &["export", "all"], &folder.join("Xuất"));
    assert!(said(&within).contains("outside the data folder"), "{}", said(&within));

    let same = run(&folder, &["import", "all"], &out);
    assert!(same.status.success(), "{}", said(&same));
    assert!(said(&same).contains("nothing new"), "{}", said(&same));
    let fairs = fs::read_to_string(out.join("fairs.csv")).unwrap();
    let head = fairs.lines().next().unwrap().to_owned();
    fs::write(out.join("fairs.csv"), format!("{fairs},,Không mã,local,fair,2026-01-01,,,,,,,\n"))
        .unwrap();
    assert!(head.starts_with("\u{feff}id,code,name"), "{head}");
    let wrong = run(&folder, &["import", "all"], &out);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(said(&wrong).contains("fairs.csv, row"), "{}", said(&wrong));
    fs::write(out.join("fairs.csv"), format!("{fairs},XUAN,Xuân,local,fair,2026-01-01,,,,,,,\n"))
        .unwrap();
    let dry = run(&folder, &["import", "all", "--dry-run"], &out);
    assert!(said(&dry).contains("1 change would be made"), "{}", said(&dry));
    let done = run(&folder, &["import", "all"], &out);
    assert!(said(&done).contains("fairs.csv: 1 new, 0 changed"), "{}", said(&done));
    server.stop("TERM");
    verify(&folder);
    // The same words where nobody serves.
    let alone = run(&folder, &["import", "all"], &out);
    assert!(said(&alone).contains("nothing new"), "{}", said(&alone));
}

#[test]
fn what_one_folder_exports_another_takes_in_as_things_of_its_own() {
    let (folder, ..) = prepared();
    let top = tempfile::tempdir().unwrap();
    let (other, out) = (top.path().join("sổ mới"), top.path().join("ra"));
    assert!(run(folder.path(), &["export", "all"], &out).status.success());
    let done = run(&other, &["import", "all"], &out);
    assert!(done.status.success(), "{}", said(&done));
    verify(&other);
    let again = run(&other, &["import", "all"], &out);
    assert!(said(&again).contains("nothing new"), "{}", said(&again));
    let lines = |files: Vec<(String, String)>| -> Vec<(String, usize)> {
        files.into_iter().map(|(name, text)| (name, text.lines().count())).collect()
    };
    let second = top.path().join("ra lần hai");
    assert!(run(&other, &["export", "all"], &second).status.success());
    assert_eq!(lines(held(&second)), lines(held(&out)));
    let id = |folder: &Path| fs::read_to_string(folder.join("fairs.csv")).unwrap();
    let id = |folder: &Path| id(folder).lines().nth(1).unwrap()[..36].to_owned();
    assert_ne!(id(&out), id(&second), "no two machines have one id for two things");
}
