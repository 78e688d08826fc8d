//! The names of timed copies, and which of them stay.

use crate::base::{clock::Ms, id::NodeId};
use std::collections::BTreeSet;

/// `chophien-1a2b3c4d-20260603-1432.db`: the node, and the time in Vietnam. FAT takes it too.
pub fn name(origin: NodeId, at: Ms) -> String {
    format!("{}{}{ENDING}", beginning(origin), at.civil().strftime("%Y%m%d-%H%M%S"))
}

const ENDING: &str = ".db";

/// Ids of one moment begin alike, so it is their end that names a node.
fn beginning(origin: NodeId) -> String {
    format!("chophien-{}-", &origin.hex()[24..])
}

/// The day and the second of a name, if it is of a timed copy of this node. Nothing else in a
/// folder is ever touched.
fn moment(origin: NodeId, name: &str) -> Option<(&str, &str)> {
    let moment = name.strip_prefix(&beginning(origin))?.strip_suffix(ENDING)?;
    let (day, second) = moment.split_once('-')?;
    let digits =
        |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(day, 8) && digits(second, 6)).then_some((day, moment))
}

/// Which of the copies in a folder are to go, now that one was made at `at`: all but the `newest`
/// last ones, and the last of each of the last `days` days that have one. Names of a later time are
/// of a clock that was put back since, and count as the oldest.
pub fn superfluous(
    (origin, at): (NodeId, Ms),
    names: &[String],
    newest: usize,
    days: usize,
) -> BTreeSet<String> {
    let made = name(origin, at);
    let mut ours: Vec<(&str, &str, &String)> = names
        .iter()
        .filter_map(|name| moment(origin, name).map(|(day, at)| (day, at, name)))
        .collect();
    let late = |name: &String| *name > made;
    ours.sort_by(|one, other| (late(one.2), other.1).cmp(&(late(other.2), one.1)));
    let (mut kept, mut seen) = (0, BTreeSet::new());
    let mut gone = BTreeSet::new();
    for (day, _, name) in ours {
        let of_day = !seen.contains(day) && seen.len() < days;
        seen.insert(day);
        if kept < newest || of_day || *name == made {
            kept += usize::from(kept < newest);
        } else {
            gone.insert(name.clone());
        }
    }
    gone
}

/// The files of a folder that copies of this node left which never came to their end.
pub fn unfinished(origin: NodeId, names: &[String]) -> Vec<String> {
    let ours = names.iter().filter(|name| {
        let name = name.strip_suffix("-journal").unwrap_or(name);
        let whole = name.strip_prefix('.').and_then(|name| name.strip_suffix(".part"));
        whole.is_some_and(|whole| moment(origin, whole).is_some())
    });
    ours.cloned().collect()
}

/// The oldest copy of a folder that may go to make room: two always stay.
pub fn oldest(origin: NodeId, names: &[String]) -> Option<String> {
    let ours = names.iter().filter_map(|name| Some((moment(origin, name)?.1, name)));
    let mut ours: Vec<_> = ours.collect();
    ours.sort();
    (ours.len() > 2).then(|| ours[0].1.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::{DAY, HOUR};

    const AT: Ms = Ms(1_780_471_920_000); // 3 June 2026, 14:32 in Vietnam

    fn node() -> NodeId {
        "0197c1b2-0000-7000-8000-00001a2b3c4d".parse().unwrap()
    }

    #[test]
    fn a_day_of_hours_and_two_weeks_of_days_stay_and_nothing_else_is_touched() {
        assert_eq!(name(node(), AT), "chophien-1a2b3c4d-20260603-143200.db");
        let hourly = |n: i64| name(node(), Ms(AT.0 - n * HOUR));
        let mut names: Vec<String> = (0..24 * 20).map(hourly).collect();
        let strange = ["anh.jpg", "chophien-ffffffff-20200101-000000.db", "chophien-1a2b3c4d-x.db"];
        names.extend(strange.map(str::to_owned));
        let gone = superfluous((node(), AT), &names, 24, 14);
        let stay: Vec<&String> = names.iter().filter(|name| !gone.contains(*name)).collect();
        // 24 hours reach over two days, whose last ones are among them.
        assert_eq!(stay.len(), 24 + 12 + strange.len());
        assert!((0..24).all(|n| !gone.contains(&hourly(n))));
        let last_of = |days: i64| {
            name(node(), Ms(Ms::start_of(AT.date()).0 - days * DAY + 1_920_000 + 23 * HOUR))
        };
        assert!((1..14).all(|days| !gone.contains(&last_of(days))), "{gone:?}");
        assert!(gone.contains(&last_of(14)));
        assert_eq!(superfluous((node(), AT), &names[..10], 24, 14).len(), 0);
    }

    #[test]
    fn a_copy_made_after_the_clock_was_put_back_is_the_last_to_go() {
        let later: Vec<String> = (1..=40).map(|n| name(node(), Ms(AT.0 + n * DAY))).collect();
        let names = [later.clone(), vec![name(node(), AT)]].concat();
        let gone = superfluous((node(), AT), &names, 24, 14);
        let stay: Vec<&String> = names.iter().filter(|name| !gone.contains(*name)).collect();
        assert_eq!(stay.len(), 24);
        assert!(stay.contains(&&name(node(), AT)) && stay.contains(&&later[39]));
        let gone = superfluous((node(), AT), &names, 0, 0);
        assert_eq!((gone.len(), gone.contains(&name(node(), AT))), (40, false));
    }

    #[test]
    fn what_a_pulled_stick_holds_half_is_told_from_everything_else() {
        let part = |name: &str| format!(".{name}.part");
        let ours = part(&name(node(), AT));
        let journal = format!("{ours}-journal");
        let other = part("chophien-ffffffff-20200101-000000.db");
        let names = [ours.clone(), journal.clone(), name(node(), AT), other, part("anh.jpg")];
        assert_eq!(unfinished(node(), &names), [ours, journal]);
    }

    #[test]
    fn room_is_made_by_the_oldest_and_two_always_stay() {
        let names: Vec<String> = (0..3).map(|n| name(node(), Ms(AT.0 + n * HOUR))).collect();
        assert_eq!(oldest(node(), &names), Some(names[0].clone()));
        assert_eq!(oldest(node(), &names[1..]), None);
    }
}
