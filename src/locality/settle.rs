//! Which unit a text is, where a person may have typed it freely and nobody can be asked.

use super::{
    Level, Unit, by_key, list, of_code,
    search::{Found, Here, meant},
};
use crate::base::lang::Say;

/// The unit that a text means, if it means one only. Where a name was and is that of several
/// (phường Đông Triều, and the former town), the text has to say which, unless all of them are one
/// place today.
pub fn find(text: &str, here: Here) -> Option<&'static Unit> {
    let mut full: Vec<&Unit> = list::of_full(text).collect();
    full.sort_by_key(|unit| !unit.stands_on(here.day));
    if let Some(unit) = full.first() {
        return Some(unit);
    }
    let mut found = best(text, here);
    // Whoever writes a province's bare name means the province, today's or the former one.
    let provinces = found.iter().filter(|(_, unit)| unit.level == Level::Province);
    if let Some((_, unit)) = provinces.min_by_key(|(_, unit)| !unit.stands_on(here.day)) {
        return Some(unit);
    }
    let written = list::plain(text);
    let whole = |found: &&Found| list::plain(&found.1.full()) == written;
    let standing = |found: &&Found| found.1.stands_on(here.day);
    let wholly: Vec<&Found> = found.iter().filter(whole).collect();
    let first = wholly.iter().find(|it| standing(it)).or(wholly.first());
    if let Some((_, unit)) = first {
        return Some(unit);
    }
    let nearest = found.iter().map(|it| it.0.near).min()?;
    found.retain(|it| it.0.near == nearest);
    found.sort_by(|a, b| a.1.order(here.day).cmp(&b.1.order(here.day)));
    let (_, first) = found.first()?;
    let now = first.now();
    let same = found.iter().all(|(_, unit)| std::ptr::eq(*unit, *first) || unit.now() == now);
    same.then_some(*first)
}

/// What a text may mean, as far as its marks and the kind that it names tell.
fn best(text: &str, here: Here) -> Vec<Found> {
    let mut found = meant(text, here);
    let told = |found: &Found| (found.0.marks, found.0.kind);
    if let Some(best) = found.iter().map(told).min() {
        found.retain(|it| told(it) == best);
    }
    found
}

/// The unit that a key or official code means beside a text that does not speak against it. The
/// same digits were given to two units: the text tells which, today's where it is empty.
pub fn believed(text: &str, key: &str) -> Option<&'static Unit> {
    by_key(key).into_iter().chain(of_code(key)).find(|unit| agrees(unit, text))
}

/// What is to be said of a text that was typed: what a former unit is now, that a name is that of
/// several, that there is none. Nothing where it means a unit of today, and where it is empty.
pub fn advice(text: &str, here: Here) -> Option<Say> {
    if list::plain(text).is_empty() {
        return None;
    }
    match find(text, here) {
        Some(unit) => unit.became(),
        None if meant(text, here).is_empty() => Some(Say::new(
            "Không có trong danh mục xã, phường: vẫn lưu như đã viết",
            "Not in the list of communes: kept as it is written",
        )),
        None => Some(Say::new(
            "Nhiều nơi có tên này: hãy chọn, hoặc viết thêm xã, phường, huyện, tỉnh",
            "Several places have this name: choose one, or add its kind, district, province",
        )),
    }
}

/// The province of today that a text lies in, where all that it may mean lies in one.
pub fn province_in(text: &str) -> Option<&'static Unit> {
    if let Some(unit) = find(text, Here::TODAY) {
        return unit.province();
    }
    let mut found = best(text, Here::TODAY).into_iter().map(|(_, unit)| unit.province());
    let first = found.next()??;
    found.all(|it| it == Some(first)).then_some(first)
}

/// The key of the province that a venue lies in, to find others near it.
pub fn province_of(venue: &str) -> Option<String> {
    let last = venue.rsplit([',', ';', '-', '–']).next().unwrap_or_default();
    Some(province_in(venue).or_else(|| province_in(last))?.key())
}

/// Whether a text names this unit, whatever else it says of where that lies.
fn agrees(unit: &Unit, text: &str) -> bool {
    let text = format!(" {} ", list::plain(text));
    text.trim().is_empty() || text.contains(&format!(" {} ", unit.plain))
}
