//! Packs of a product: names for so many of its unit, such as `thùng=24; lốc=6`. One text is how
//! they are typed, kept, sent and written into files.

mod mixed;
#[cfg(test)]
mod tests;

use super::kinds::measured;
use crate::base::{
    fold::{brief, fold, tidy},
    lang::Say,
    quantity::Quantity,
};
use serde::{Deserialize, Serialize};
use sqlx::{
    Decode, Sqlite, Type,
    error::BoxDynError,
    sqlite::{SqliteTypeInfo, SqliteValueRef},
};
use std::cmp::Reverse;

/// The most packs of a product.
pub const PACKS: usize = 3;
/// The most letters of a pack's name.
const NAME: usize = 20;

/// A pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// What people call it: `thùng`.
    pub name: String,
    /// Thousandths of the product's unit in one.
    pub holds: Quantity,
}

/// A product's packs, the largest first; most products have none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Packs(Vec<Pack>);

impl Packs {
    /// What a person or a sheet says, for goods of this unit: `thùng=24; lốc=6`. An equals sign may
    /// be left out and the unit may follow.
    pub fn parse(text: &str, unit: &str) -> Result<Packs, Say> {
        let packs = Packs::read(text, |after, part| of_unit(after, unit, part))?;
        packs.check(unit)?;
        Ok(packs)
    }

    fn read(text: &str, after: impl Fn(&str, &str) -> Result<(), Say>) -> Result<Packs, Say> {
        let parts = text.split([';', '\n']).map(tidy).filter(|part| !part.is_empty());
        let mut packs = parts.map(|part| pack(&part, &after)).collect::<Result<Vec<_>, Say>>()?;
        packs.sort_by_key(|pack| Reverse(pack.holds));
        Ok(Packs(packs))
    }

    /// Whether goods of this unit may have these packs.
    pub fn check(&self, unit: &str) -> Result<(), Say> {
        if self.0.len() > PACKS {
            let vi = format!("Nhiều nhất {PACKS} quy cách");
            return Err(Say::new(vi, format!("At most {PACKS} packs")));
        }
        let unit_words = format!("{} ", fold(unit));
        for (at, pack) in self.0.iter().enumerate() {
            let name = fold(&pack.name);
            let again = self.0[..at].iter().any(|other| fold(&other.name) == name);
            if again || unit_words.starts_with(&format!("{name} ")) {
                return Err(taken(&pack.name));
            }
            pack.check(unit)?;
        }
        Ok(())
    }

    /// Whether the product has no pack.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Thousandths of what is carried at the least: the smallest pack that is more than a unit, or
    /// one unit.
    pub fn least(&self) -> Quantity {
        let mut sizes = self.0.iter().rev().map(|pack| pack.holds);
        sizes.find(|holds| *holds > Quantity::units(1)).unwrap_or(Quantity::units(1))
    }

    /// Each pack, the largest first.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.0.iter()
    }

    /// As it is kept and as a person would type it: `thùng=24; lốc=6`.
    pub fn text(&self) -> String {
        let pack = |it: &Pack| format!("{}={}", it.name, it.holds.digits());
        self.0.iter().map(pack).collect::<Vec<_>>().join("; ")
    }
}

impl Pack {
    fn check(&self, unit: &str) -> Result<(), Say> {
        let letters = |it: char| it.is_alphabetic() || matches!(it, ' ' | '-' | '/');
        if self.name.chars().count() > NAME || !self.name.chars().all(letters) {
            let name = brief(&self.name);
            return Err(Say::new(
                format!("“{name}”: tên quy cách chỉ gồm chữ, nhiều nhất {NAME} chữ cái"),
                format!("“{name}”: a pack's name is letters only, {NAME} at most"),
            ));
        }
        let (name, holds) = (&self.name, self.holds.text());
        if self.holds > Quantity::LIMIT {
            return Err(Say::new(
                format!("Một {name} chứa {holds} {unit} là quá nhiều"),
                format!("{holds} {unit} are too many for one {name}"),
            ));
        }
        let one = Quantity::units(1);
        if measured(unit) && self.holds > Quantity::ZERO && self.holds != one {
            return Ok(());
        }
        if self.holds > one && self.holds.0 % one.0 == 0 {
            return Ok(());
        }
        Err(Say::new(
            format!("Một {name} không thể là {holds} {unit}: phải là số nguyên lớn hơn 1"),
            format!("One {name} cannot be {holds} {unit}: it takes a whole number above 1"),
        ))
    }
}

/// One pack as it is typed: its name, how many, and what stands after the figure.
fn pack(part: &str, after: impl Fn(&str, &str) -> Result<(), Say>) -> Result<Pack, Say> {
    let figure = part.find(|it: char| it.is_ascii_digit()).unwrap_or(part.len());
    let name = part[..figure].trim_end_matches([' ', '=', ':']);
    let rest = &part[figure..];
    let end = rest.find(|it: char| !(it.is_ascii_digit() || matches!(it, '.' | ',')));
    let (figure, unit) = rest.split_at(end.unwrap_or(rest.len()));
    if name.is_empty() || figure.is_empty() {
        let part = brief(part);
        return Err(Say::new(
            format!("“{part}”: hãy ghi tên và số lượng, ví dụ thùng=24"),
            format!("“{part}”: write a name and how many, such as crate=24"),
        ));
    }
    after(unit.trim(), part)?;
    Ok(Pack { name: name.to_owned(), holds: Quantity::parse_typed(figure)? })
}

/// Nothing may follow the figure but the unit that is counted.
fn of_unit(after: &str, unit: &str, part: &str) -> Result<(), Say> {
    let (said, unit_words) = (fold(after), fold(unit));
    if said.is_empty() || said == unit_words || said == fold(mixed::spoken(unit)) {
        return Ok(());
    }
    let part = brief(part);
    Err(Say::new(
        format!("“{part}”: hãy ghi một gói chứa bao nhiêu {unit}, mỗi quy cách cách nhau dấu ;"),
        format!("“{part}”: write how many {unit} one holds, with ; between packs"),
    ))
}

fn taken(name: &str) -> Say {
    let name = brief(name);
    Say::new(
        format!("Tên quy cách “{name}” trùng với tên khác hay với đơn vị tính"),
        format!("The pack's name “{name}” is another's, or begins the unit's"),
    )
}

impl TryFrom<String> for Packs {
    type Error = String;

    fn try_from(text: String) -> Result<Packs, String> {
        let alone = |after: &str, _: &str| match after {
            "" => Ok(()),
            _ => Err(Say::new("Quy cách không đọc được", "Unreadable packs")),
        };
        Packs::read(&text, alone).map_err(|say| say.en)
    }
}

impl From<Packs> for String {
    fn from(packs: Packs) -> String {
        packs.text()
    }
}

impl Type<Sqlite> for Packs {
    fn type_info() -> SqliteTypeInfo {
        <String as Type<Sqlite>>::type_info()
    }

    fn compatible(info: &SqliteTypeInfo) -> bool {
        <String as Type<Sqlite>>::compatible(info)
    }
}

impl<'r> Decode<'r, Sqlite> for Packs {
    fn decode(value: SqliteValueRef<'r>) -> Result<Packs, BoxDynError> {
        Ok(Packs::try_from(<String as Decode<Sqlite>>::decode(value)?)?)
    }
}
