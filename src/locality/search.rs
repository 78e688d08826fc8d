//! Units as people type them: without marks, half a word, with or without what kind it is, the
//! district or province after it, by names of today and former ones.

use super::{Kind, Unit, list};
use crate::base::{fold::tidy, lang::Lang};
use jiff::civil::Date;
use std::cmp::Reverse;

/// The most units of one answer.
pub const FOUND: usize = 10;

/// The most letters of a question that are looked at.
const LETTERS: usize = 120;

/// How well a unit fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The name is what was typed, and every word after it names what it lies in.
    Exact,
    /// The name begins with it.
    Begins,
    /// The name, and words after it that begin what it lies in: the next word may be its own.
    Placed,
    /// A later word of the name does.
    Contains,
}

/// How well a unit fits, and what puts it before others that fit as well; the least comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// How well.
    pub fit: Fit,
    /// Its name begins with all that was typed, the marks as well where there are any.
    pub whole: Reverse<bool>,
    /// Its name has the marks that were typed.
    pub marks: Reverse<bool>,
    /// It is of the kind that was typed.
    pub kind: Reverse<bool>,
    /// It lies in the near province.
    pub near: Reverse<bool>,
}

/// A unit that fits.
pub(super) type Found = (Rank, &'static Unit);

/// What is the case where somebody types.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// Units that stand on this day come first.
    pub day: Date,
    /// The key of a province of today, whose units come first.
    pub near: Option<&'a str>,
}

impl Here<'_> {
    /// As it is today, wherever that may be.
    pub const TODAY: Here<'static> = Here { day: Date::MAX, near: None };
}

/// The units that a text means or begins to mean, the best first, at most [`FOUND`].
pub fn search(text: &str, here: Here) -> Vec<&'static Unit> {
    let mut found = fitting(text, here);
    found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.order(here.day).cmp(&b.1.order(here.day))));
    found.truncate(FOUND);
    found.into_iter().map(|(_, unit)| unit).collect()
}

/// All that fit the first part of an address that anything fits: `Thôn 3, xã Thụy Xuân` is in the
/// commune.
pub(super) fn fitting(text: &str, here: Here) -> Vec<Found> {
    let text = short(text);
    let parts = parts(&text);
    for (at, head) in parts.iter().enumerate() {
        let asked = Asked::new(head, &parts[at + 1..]);
        let found: Vec<Found> =
            list::all().iter().filter_map(|unit| Some((asked.rank(unit, here)?, unit))).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Those whose name is meant exactly. Only an address that begins with something else costs a
/// look at all names.
pub(super) fn meant(text: &str, here: Here) -> Vec<Found> {
    let text = short(text);
    let parts = parts(&text);
    let Some((head, rest)) = parts.split_first() else { return Vec::new() };
    let mut found = Asked::new(head, rest).meant(here);
    if found.is_empty() && !rest.is_empty() {
        found = fitting(&text, here);
        found.retain(|(rank, _)| rank.fit == Fit::Exact);
    }
    found
}

fn short(text: &str) -> String {
    tidy(text).chars().take(LETTERS).collect()
}

fn parts(text: &str) -> Vec<&str> {
    let parts = text.split([',', ';', '(', ')']).map(str::trim);
    parts.filter(|part| !list::plain(part).is_empty()).collect()
}

/// What was typed, read.
struct Asked {
    /// The name as it may be meant, with the kind before it taken off or left.
    readings: Vec<(String, Option<Kind>)>,
    /// Words after a comma.
    rest: Vec<String>,
    /// In small letters with its marks, if it has any.
    marked: Option<String>,
}

impl Asked {
    fn new(head: &str, rest: &[&str]) -> Asked {
        let plain = list::plain(head);
        let lower = head.to_lowercase();
        let mut readings = Vec::new();
        if let Some((name, kind)) = without_kind(&plain).filter(|it| means_kind(&lower, it.1)) {
            readings.push((name.to_owned(), Some(kind)));
        }
        readings.push((plain, None));
        let rest = rest.iter().flat_map(|part| words(&list::plain(part))).collect();
        Asked { readings, rest, marked: Some(lower).filter(|it| !it.is_ascii()) }
    }

    /// The units whose name is the first words of what was typed, and that lie in the others.
    fn meant(&self, here: Here) -> Vec<Found> {
        let ends = |name: &str| {
            let mut ends: Vec<usize> = name.match_indices(' ').map(|(at, _)| at).collect();
            ends.push(name.len());
            ends
        };
        let mut found: Vec<Found> = Vec::new();
        for (name, _) in &self.readings {
            for unit in ends(name).into_iter().flat_map(|end| list::named(&name[..end])) {
                let known = found.iter().any(|(_, it)| std::ptr::eq(*it, unit));
                if let Some(rank) = self.rank(unit, here).filter(|_| !known) {
                    found.push((rank, unit));
                }
            }
        }
        found.retain(|(rank, _)| rank.fit == Fit::Exact);
        found
    }

    fn rank(&self, unit: &'static Unit, here: Here) -> Option<Rank> {
        let fits = self.readings.iter().filter_map(|(name, kind)| {
            let fit = fit(unit, name)?;
            let same = kind.is_some_and(|kind| unit.kind == kind);
            Some((fit, Reverse(same)))
        });
        let (fit, kind) = fits.min()?;
        if !self.rest.iter().all(|word| lies_in(unit, word, begins)) {
            return None;
        }
        let marks =
            self.marked.as_ref().is_some_and(|typed| typed.contains(&unit.name.to_lowercase()));
        let near = here.near.is_some_and(|near| unit.province().is_some_and(|it| it.code == near));
        let whole = Reverse(fit == Fit::Begins && self.begins(unit));
        Some(Rank { fit, whole, marks: Reverse(marks), kind, near: Reverse(near) })
    }
}

impl Asked {
    /// Whether a name begins with all that was typed: `Phương L` is no ward (`phường L`).
    fn begins(&self, unit: &Unit) -> bool {
        match &self.marked {
            Some(typed) => unit.name.to_lowercase().starts_with(typed),
            None => self.readings.last().is_some_and(|(name, _)| unit.plain.starts_with(name)),
        }
    }
}

/// How a name that was typed fits a unit, if it does.
fn fit(unit: &'static Unit, name: &str) -> Option<Fit> {
    if name.is_empty() {
        return None;
    }
    let own = unit.plain.as_str();
    if let Some(after) = name.strip_prefix(own) {
        if after.is_empty() {
            return Some(Fit::Exact);
        }
        let after = words(after.strip_prefix(' ')?);
        let named = ends_whole(unit, &after)
            && after.iter().all(|word| lies_in(unit, word, |one, other| one == other));
        let begun = || after.iter().all(|word| lies_in(unit, word, begins));
        return match named {
            true => Some(Fit::Exact),
            false => begun().then_some(Fit::Placed),
        };
    }
    if own.starts_with(name) {
        return Some(Fit::Begins);
    }
    let mut later = own.match_indices(name);
    later.any(|(at, _)| own[..at].ends_with(' ')).then_some(Fit::Contains)
}

/// Whether words end with a whole name of what a unit lies in, or a kind: a single letter or half a
/// name (`Đông Gia`, of Gia Lai) may be the next word of a name that is being typed.
fn ends_whole(unit: &'static Unit, after: &[String]) -> bool {
    let typed = format!(" {}", after.join(" "));
    let ends = |name: &str| typed.ends_with(&format!(" {name}"));
    KINDS.iter().any(|(kind, _)| kind.len() > 1 && ends(kind))
        || unit.around().any(|it| ends(&it.plain))
        || unit.former && unit.province().is_some_and(|it| ends(&it.plain))
}

fn words(plain: &str) -> Vec<String> {
    plain.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a word is meant by one of the names of what a unit lies in, formerly or today, or says
/// of what kind that is. `means`: whether a word of a name is meant by it.
fn lies_in(unit: &'static Unit, word: &str, means: fn(&str, &str) -> bool) -> bool {
    let named = |name: &str| name.split(' ').any(|it| means(it, word));
    KINDS.iter().any(|(kind, _)| kind.split(' ').any(|it| it == word))
        || unit.around().any(|it| named(&it.plain))
        || unit.former && unit.province().is_some_and(|it| named(&it.plain))
}

fn begins(name: &str, word: &str) -> bool {
    name.starts_with(word)
}

/// How people write what kind a unit is, in full and short.
const KINDS: [(&str, Kind); 18] = [
    ("thi tran", Kind::Township),
    ("tt", Kind::Township),
    ("thi xa", Kind::Town),
    ("tx", Kind::Town),
    ("thanh pho", Kind::City),
    ("tp", Kind::City),
    ("dac khu", Kind::Zone),
    ("dk", Kind::Zone),
    ("tinh", Kind::Province),
    ("t", Kind::Province),
    ("huyen", Kind::District),
    ("h", Kind::District),
    ("quan", Kind::UrbanDistrict),
    ("q", Kind::UrbanDistrict),
    ("phuong", Kind::Ward),
    ("p", Kind::Ward),
    ("xa", Kind::Commune),
    ("x", Kind::Commune),
];

/// Whether the first word of a text may be a kind's, by its marks: `Tĩnh Túc` is no province
/// (`tỉnh`), `Phương Liệt` no ward (`phường`). Without marks, or short, it may.
fn means_kind(lower: &str, kind: Kind) -> bool {
    let first = lower.split_whitespace().next().unwrap_or_default();
    let label = kind.label(Lang::Vi);
    first.is_ascii() || first.chars().count() <= 2 || label.split(' ').any(|it| it == first)
}

fn without_kind(plain: &str) -> Option<(&str, Kind)> {
    KINDS.iter().find_map(|(word, kind)| {
        let name = plain.strip_prefix(word)?.strip_prefix(' ')?;
        Some((name, *kind))
    })
}
