//! Who gets the copy, and who does not.

use super::{World, enrol, figure};
use crate::program::{said, verify};
use std::fs;

#[test]
fn a_code_is_for_one_laptop_over_https_and_nothing_is_left_where_it_is_refused() {
    let world = World::new();
    let first = world.first();
    let command = world.invited(first.port, "");
    let (url, code) = (&command[0], &command[1]);
    assert!(url.starts_with("https://127.0.0.1:") && code.len() == 8, "{command:?}");
    let refused = |folder: &str, url: &str, code: &str, more: &[&str]| {
        let folder = world.second.with_file_name(folder);
        let done = enrol(&folder, url, code, more);
        assert!(!done.status.success() && !folder.exists(), "{}", said(&done));
        said(&done)
    };
    // Somebody else's authority, no fingerprint at all, a wrong code.
    let other = format!("{}#{}", url.split_once('#').unwrap().0, "7".repeat(20));
    assert!(refused("a", &other, code, &[]).contains("is not the laptop of this fingerprint"));
    let plain = format!("http://127.0.0.1:{}", first.port);
    assert!(refused("b", &plain, code, &[]).contains("is not encrypted"));
    let asked = refused("b", &plain, code, &["--without-encryption"]);
    assert!(asked.contains("This code is for https alone"), "{asked}");
    assert!(refused("c", url, "ABCDEFGH", &[]).contains("was used, is wrong or has expired"));
    // Each of these left the code as it was; it is used once.
    let done = enrol(&world.second, url, code, &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(refused("d", url, code, &[]).contains("was used, is wrong or has expired"));
    let count = "select count(*) from standby where gone_ms = 0";
    assert_eq!(figure(&world.runtime, &world.first, count), 1);
    assert_eq!(figure(&world.runtime, &world.second, count), 0, "a copy lets no standby in");
    // A folder that holds a book takes no other.
    let command = world.invited(first.port, "");
    let again = enrol(&world.second, &command[0], &command[1], &[]);
    assert!(!again.status.success(), "{}", said(&again));
    let names = fs::read_dir(&world.second).unwrap();
    let names: Vec<_> = names.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!names.iter().any(|it| it.contains("received")), "{names:?}");
    assert!(names.iter().any(|it| it.starts_with("node-")), "{names:?}");
    verify(&world.second);
    first.stop("TERM");
}

#[test]
fn without_encryption_only_where_it_was_allowed_on_both_sides() {
    let world = World::new();
    let first = world.first();
    let command = world.invited(first.port, "plain=1");
    let plain = format!("http://127.0.0.1:{}", first.port);
    let refused = enrol(&world.second, &plain, &command[1], &[]);
    assert!(said(&refused).contains("is not encrypted"), "{}", said(&refused));
    let done = enrol(&world.second, &plain, &command[1], &["--without-encryption"]);
    assert!(done.status.success(), "{}", said(&done));
    first.stop("TERM");
}
