//! The administrative units of the whole country: the 34 provinces and 3,321 communes, wards and
//! special zones of today, and the provinces, districts and communes that ended on 30 June 2025,
//! with what became of each. Where the list comes from: `SOURCE.md` beside it.

mod list;
pub mod search;
pub mod settle;

#[cfg(test)]
mod tests;

use crate::base::lang::Say;
use jiff::civil::{Date, date};
use std::cmp::Reverse;

pub use list::{all, by_key, of_code};

crate::words! {
    /// What a unit is.
    Kind {
        /// Tỉnh.
        Province = "province", "tỉnh", "province";
        /// Thành phố, whether the centre's or, formerly, a province's.
        City = "city", "thành phố", "city";
        /// Quận, until 2025.
        UrbanDistrict = "urban_district", "quận", "urban district";
        /// Huyện, until 2025.
        District = "district", "huyện", "district";
        /// Thị xã, until 2025.
        Town = "town", "thị xã", "town";
        /// Thị trấn, until 2025.
        Township = "township", "thị trấn", "township";
        /// Phường.
        Ward = "ward", "phường", "ward";
        /// Xã.
        Commune = "commune", "xã", "commune";
        /// Đặc khu, since 2025.
        Zone = "special_zone", "đặc khu", "special zone";
    }
}

/// Where a unit stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The largest.
    Province,
    /// Between the two, until 2025.
    District,
    /// The smallest: communes, wards, townships, special zones.
    Commune,
}

/// The last day of the former provinces, of all districts and of the former communes.
pub const LAST: Date = date(2025, 6, 30);

/// What the key of a former unit ends in: "cũ". Codes were given anew in 2025: 00004 was phường
/// Trúc Bạch and is phường Ba Đình.
const FORMER: char = 'c';

/// An administrative unit.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    /// The official code: two digits, a former district three, a commune five.
    pub code: String,
    /// Where it stands.
    pub level: Level,
    /// It ended on 30 June 2025.
    pub former: bool,
    /// Without what kind it is: `Thụy Xuân`.
    pub name: String,
    kind: Kind,
    /// What it was before that day, with the same code.
    was: Option<(Kind, Date)>,
    /// The unit that it is part of, by its place in the list.
    within: Option<usize>,
    /// What it became, by their places in the list; none for today's, and for districts, which
    /// became what their communes did.
    became: Vec<usize>,
    /// The name as it is searched.
    plain: String,
}

impl Unit {
    /// By which it is known again: the official code, of a former unit followed by `c`.
    pub fn key(&self) -> String {
        let end = if self.former { FORMER.to_string() } else { String::new() };
        format!("{}{end}", self.code)
    }

    /// The unit that it is part of.
    pub fn within(&self) -> Option<&'static Unit> {
        list::at(self.within?)
    }

    /// The units that it is part of, the next larger first.
    fn around(&self) -> impl Iterator<Item = &'static Unit> {
        std::iter::successors(self.within(), |unit| unit.within())
    }

    /// What it was called on that day.
    pub fn kind_on(&self, day: Date) -> Kind {
        self.was.filter(|(_, until)| day < *until).map_or(self.kind, |(kind, _)| kind)
    }

    /// Whether it was there on that day.
    pub fn stands_on(&self, day: Date) -> bool {
        self.former == (day <= LAST)
    }

    /// `Xã Thụy Xuân`.
    pub fn title(&self) -> String {
        self.title_on(Date::MAX)
    }

    /// The same as it was called on that day.
    pub fn title_on(&self, day: Date) -> String {
        let kind = self.kind_on(day).label(crate::base::lang::Lang::Vi);
        let mut letters = kind.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{} {}", letters.as_str(), self.name)
    }

    /// As it is written where a place is named: `Xã Thụy Xuân, Thái Thụy, Thái Bình`.
    pub fn full(&self) -> String {
        self.full_on(Date::MAX)
    }

    /// The same as it was called on that day.
    pub fn full_on(&self, day: Date) -> String {
        let mut text = self.title_on(day);
        for unit in self.around() {
            text.push_str(", ");
            text.push_str(&unit.name);
        }
        text
    }

    /// `xã Thụy Xuân`, within a sentence.
    fn said(&self) -> String {
        format!("{} {}", self.kind.label(crate::base::lang::Lang::Vi), self.name)
    }

    /// What stands today where it was, by code: itself, or its successors. A divided commune has
    /// several, and so has a district.
    pub fn now(&'static self) -> Vec<&'static Unit> {
        if !self.former {
            return vec![self];
        }
        let mut now: Vec<&Unit> = match self.became.is_empty() {
            false => self.became.iter().filter_map(|at| list::at(*at)).collect(),
            true => list::parts(self).flat_map(Unit::now).collect(),
        };
        now.sort_by(|a, b| a.code.cmp(&b.code));
        now.dedup_by(|a, b| a.code == b.code);
        now
    }

    /// The province of today that it lies in.
    pub fn province(&'static self) -> Option<&'static Unit> {
        let last = self.around().last().unwrap_or(self);
        last.now().first().copied()
    }

    /// For a unit that ended: what it is now, to be said where it was chosen or typed.
    pub fn became(&'static self) -> Option<Say> {
        let province = self.province().filter(|_| self.former)?;
        let now = self.now();
        if let [one] = now.as_slice() {
            let place = match one.level {
                Level::Province => one.said(),
                _ => format!("{}, {}", one.said(), province.said()),
            };
            return Some(Say::new(format!("Nay là {place}"), format!("Now {place}")));
        }
        let mut names: Vec<String> = now.iter().take(NAMED).map(|unit| unit.said()).collect();
        if now.len() > NAMED {
            names.push("…".to_owned());
        }
        let (count, names, province) = (now.len(), names.join("; "), province.said());
        Some(match self.level {
            Level::Commune => Say::new(
                format!("Đã chia cho {count} đơn vị: {names}, {province}"),
                format!("Divided among {count} units: {names}, {province}"),
            ),
            _ => Say::new(
                format!("Nay thuộc {count} đơn vị: {names}, {province}"),
                format!("Now {count} units: {names}, {province}"),
            ),
        })
    }

    /// What is named first among units that are otherwise alike: what stands on the day, the
    /// larger, then by name and code.
    fn order(&self, day: Date) -> (Reverse<bool>, Level, &str, &str) {
        (Reverse(self.stands_on(day)), self.level, &self.plain, &self.code)
    }
}

/// How many successors a sentence names.
const NAMED: usize = 6;
