//! What every kind of thing with a file of its own has, and a row that is read as one.

use super::{
    Part, Wrong, cell,
    names::{Called, Names, key},
    settings::Setting,
    table::{Column, Row, Sheet},
};
use crate::{
    base::{
        fold::brief,
        id::{FairId, PersonId},
        lang::Say,
    },
    desk::command::Command,
    stock::relabel::Relabel,
};
use serde::Serialize;
use std::str::FromStr;
use uuid::Uuid;

/// The longest text of a cell, in characters: a promotion names two hundred products, each by its
/// name and what stands between two.
const CELL: usize = 200 * 202;

/// A kind of thing that has a file.
pub trait Thing: Clone + Serialize {
    /// Which file.
    const PART: Part;
    /// The file's columns; the first is `id` where things have ids of their own.
    const COLUMNS: &'static [Column];

    /// Its id; none where it is known by what it is about alone.
    fn uid(&self) -> Option<Uuid>;

    /// The same under another id.
    fn under(self, uid: Uuid) -> Self;

    /// Its row.
    fn cells(&self, names: &Names) -> Vec<String>;

    /// Reads a row. Where a column is missing, what stands remains.
    fn read(line: &mut Line, stands: Option<&Self>) -> Option<Self>;

    /// By what it is known again without its id, the most telling first.
    fn keys(&self) -> Vec<Option<String>>;

    /// What files call it that refer to it.
    fn called(&self) -> Option<Called> {
        None
    }

    /// Whether such a change is asked about first.
    fn doubtful(_was: &Self, _now: &Self) -> bool {
        false
    }

    /// That such a change counts goods in another unit.
    fn relabels(_was: &Self, _now: &Self) -> Option<Relabel> {
        None
    }

    /// Whose sessions such a change ends.
    fn ends(_was: &Self, _now: &Self) -> Option<PersonId> {
        None
    }

    /// What of it is chosen for this laptop and stands in no entry.
    fn setting(&self) -> Option<Setting> {
        None
    }

    /// Whether a change frees a code for other rows of its file.
    fn frees(_was: &Self, _now: &Self) -> bool {
        false
    }

    /// The commands that write these, each with the row that asks for it.
    fn commands(things: Vec<(usize, Self)>) -> Vec<(usize, Command)>;
}

/// A row that is read by the names of its columns; what is wrong is noted and reading goes on.
pub struct Line<'a> {
    pub names: &'a Names,
    pub sheet: &'a Sheet,
    pub row: &'a Row,
    pub wrong: &'a mut Vec<Wrong>,
}

/// A reference from a row to another thing.
#[derive(Clone, Copy)]
pub struct Refer {
    /// To what.
    pub part: Part,
    /// The column of its id.
    pub id: &'static str,
    /// The column of its name.
    pub name: &'static str,
}

/// To a fair.
pub const FAIR: Refer = Refer { part: Part::Fairs, id: "fair_id", name: "fair" };
/// To a booth, whose code stands beside its fair's.
pub const BOOTH: Refer = Refer { part: Part::Booths, id: "booth_id", name: "booth" };
/// To a product.
pub const PRODUCT: Refer = Refer { part: Part::Products, id: "product_id", name: "product" };

impl Line<'_> {
    /// Notes an error at a column, under the head that the file has.
    pub fn wrong(&mut self, name: &str, say: Say) {
        let head = self.sheet.heads.iter().find(|head| head.1.is_some_and(|it| it.name == name));
        let column = head.map_or(name, |head| head.0.as_str()).to_owned();
        let (file, row) = (self.sheet.part.file(), self.row.number);
        self.wrong.push(Wrong { file, row, column, say });
    }

    /// The text of a cell; none where its column is missing.
    fn cell(&self, name: &str) -> Option<Result<String, Say>> {
        let heads = self.sheet.heads.iter().enumerate();
        let (at, column) =
            heads.filter_map(|(at, it)| Some((at, it.1?))).find(|it| it.1.name == name)?;
        let text = self.row.cells.get(at).map_or("", String::as_str);
        let fits = text.chars().count() <= CELL;
        Some(if fits { cell::plain(text, column.holds) } else { Err(too_long()) })
    }

    /// A text, which may be empty.
    pub fn text(&mut self, name: &str, stands: Option<&String>) -> String {
        match self.cell(name) {
            None => stands.cloned().unwrap_or_default(),
            Some(Ok(text)) if stands.is_some_and(|it| *it == text) => text,
            Some(Ok(text)) => {
                let lost = if self.sheet.exact { None } else { cell::lost(&text) };
                if let Some(say) = lost {
                    self.wrong(name, say);
                }
                cell::settled(&text)
            }
            Some(Err(say)) => {
                self.wrong(name, say);
                String::new()
            }
        }
    }

    /// What `parse` makes of a cell that may be empty.
    pub fn maybe<T>(
        &mut self,
        name: &str,
        stands: Option<T>,
        parse: impl FnOnce(&str) -> Result<T, Say>,
    ) -> Option<T> {
        let parsed = match self.cell(name) {
            None => return stands,
            Some(Ok(text)) if text.trim().is_empty() => return None,
            Some(text) => text.and_then(|text| parse(text.trim())),
        };
        parsed.map_err(|say| self.wrong(name, say)).ok()
    }

    /// What `parse` makes of a cell that may not be empty.
    pub fn read<T>(
        &mut self,
        name: &str,
        stands: Option<T>,
        parse: impl FnOnce(&str) -> Result<T, Say>,
    ) -> Option<T> {
        let before = self.wrong.len();
        let read = self.maybe(name, stands, parse);
        if read.is_none() && self.wrong.len() == before {
            self.wrong(name, Say::new("Không được để trống", "May not be empty"));
        }
        read
    }

    /// A word of a closed vocabulary.
    pub fn word<T: FromStr<Err = Say>>(&mut self, name: &str, stands: Option<T>) -> Option<T> {
        self.read(name, stands, str::parse)
    }

    /// Yes or no; an empty cell leaves what stands.
    pub fn yes(&mut self, name: &str, stands: bool) -> bool {
        self.maybe(name, Some(stands), yes).unwrap_or(stands)
    }

    /// The row's own id, as its file says.
    pub fn id(&mut self) -> Option<Uuid> {
        self.maybe("id", None, uid)
    }

    /// The thing that a row refers to, which it must.
    pub fn refer<T: From<Uuid>>(&mut self, to: Refer, stands: Option<Uuid>) -> Option<T> {
        let before = self.wrong.len();
        let found = self.maybe_refer(to, stands);
        if found.is_none() && self.wrong.len() == before {
            self.wrong(to.name, Say::new("Không được để trống", "May not be empty"));
        }
        found.map(T::from)
    }

    /// The thing that a row refers to: by its id where that is known, else by its name.
    pub fn maybe_refer(&mut self, to: Refer, stands: Option<Uuid>) -> Option<Uuid> {
        let absent = self.cell(to.id).is_none() && self.cell(to.name).is_none();
        if absent {
            return stands;
        }
        let before = self.wrong.len();
        let id = self.maybe(to.id, None, uid);
        let name = self.text(to.name, None);
        if let Some(known) = id.and_then(|id| self.names.of_id(to.part, id)) {
            self.agree(to, known, &name);
            return Some(known);
        }
        if self.wrong.len() > before {
            return None;
        }
        if name.is_empty() {
            if id.is_some() {
                self.wrong(to.id, none(to.part, ""));
            }
            return None;
        }
        let within =
            if to.part == Part::Booths { Some(self.refer::<FairId>(FAIR, None)?) } else { None };
        self.find(to, within, &name)
    }
}

impl Line<'_> {
    /// The things that a row refers to, a line of the cell for each: by their ids where all of them
    /// are known, else by their names.
    pub fn refer_all<T: From<Uuid>>(&mut self, to: Refer, stands: Option<Vec<T>>) -> Vec<T> {
        if self.cell(to.id).is_none() && self.cell(to.name).is_none() {
            return stands.unwrap_or_default();
        }
        let before = self.wrong.len();
        let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let (ids, names) = (lines(self.text(to.id, None)), lines(self.text(to.name, None)));
        if !ids.is_empty() && !names.is_empty() && ids.len() != names.len() {
            self.wrong(to.name, unequal(to.id));
        }
        let mut known = Vec::new();
        for id in &ids {
            match uid(id.trim()) {
                Ok(id) => known.extend(self.names.of_id(to.part, id)),
                Err(say) => self.wrong(to.id, say),
            }
        }
        if self.wrong.len() > before {
            return Vec::new();
        }
        if known.len() == ids.len() && !known.is_empty() {
            for (id, name) in known.iter().zip(&names) {
                self.agree(to, *id, name);
            }
            return known.into_iter().map(T::from).collect();
        }
        let found = names.iter().map(|name| self.find(to, None, name));
        found.collect::<Vec<_>>().into_iter().flatten().map(T::from).collect()
    }

    /// Whoever copies a row and types another name means that one. A name that nothing has any more
    /// is an old one, and only for reading.
    fn agree(&mut self, to: Refer, known: Uuid, name: &str) {
        let called = self.names.find(to.part, self.names.within(known), name);
        if !name.is_empty() && !called.is_empty() && !called.contains(&known) {
            let say = Say::new(
                format!(
                    "“{}” và {} chỉ hai mục khác nhau: sửa một bên, hoặc để trống {}",
                    brief(name),
                    to.id,
                    to.id
                ),
                format!(
                    "“{}” and {} mean two things: mend one of them, or leave {} empty",
                    brief(name),
                    to.id,
                    to.id
                ),
            );
            self.wrong(to.name, say);
        }
    }

    /// The one thing that is called so.
    fn find(&mut self, to: Refer, within: Option<FairId>, name: &str) -> Option<Uuid> {
        match self.names.find(to.part, within, name) {
            [only] => return Some(*only),
            [] => self.wrong(to.name, none(to.part, name)),
            _ => self.wrong(to.name, several(name, to.id)),
        }
        None
    }
}

fn unequal(id: &str) -> Say {
    Say::new(
        format!("Số dòng khác với cột {id}; muốn đổi theo tên thì để trống cột đó"),
        format!("Another number of lines than {id}; to choose by name leave that empty"),
    )
}

fn uid(text: &str) -> Result<Uuid, Say> {
    text.parse().map_err(|_| {
        Say::new(
            "Mã hệ thống không đúng; để trống ô này nếu là dòng mới",
            "This is no id; leave the cell empty in a new row",
        )
    })
}

fn yes(text: &str) -> Result<bool, Say> {
    match key(text).as_str() {
        "1" | "có" | "co" | "yes" | "true" | "x" | "đúng" => Ok(true),
        "0" | "không" | "khong" | "no" | "false" | "sai" => Ok(false),
        _ => Err(Say::new("Hãy ghi 1 (có) hoặc 0 (không)", "Write 1 (yes) or 0 (no)")),
    }
}

fn too_long() -> Say {
    Say::new(format!("Dài hơn {CELL} ký tự"), format!("Longer than {CELL} characters"))
}

fn none(part: Part, name: &str) -> Say {
    let file = part.file();
    let name = if name.is_empty() { String::new() } else { format!(" “{}”", brief(name)) };
    Say::new(
        format!("Không có{name} trong {file} hay trong sổ"),
        format!("Neither {file} nor the book has{}", if name.is_empty() { " it" } else { &name }),
    )
}

fn several(name: &str, id: &str) -> Say {
    let name = brief(name);
    Say::new(
        format!("Nhiều mục tên “{name}”; hãy ghi cột {id}"),
        format!("Several are called “{name}”; fill in {id}"),
    )
}

/// A key of what is known by several words.
pub fn joined(words: &[&str]) -> Option<String> {
    Some(words.iter().map(|word| key(word)).collect::<Vec<_>>().join("\n"))
}

/// `1` or `0`.
pub fn flag(yes: bool) -> String {
    u8::from(yes).to_string()
}

/// What stands, or nothing.
pub fn shown<T: ToString>(it: Option<T>) -> String {
    it.map(|it| it.to_string()).unwrap_or_default()
}
