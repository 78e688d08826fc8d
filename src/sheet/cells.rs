//! Reading the cells of one row by the names of their columns, and the values cells may hold.

use super::{Column, File, FileKind, Row, RowError, Sheet, Table, read};
use crate::base::{code, fold::brief, lang::Say, money::Money, quantity::Quantity};
use jiff::civil::Date;
use std::collections::{HashMap, hash_map::Entry};

/// The longest text of a cell, in characters: a sentence, a link.
const CELL_LIMIT: usize = 1_000;

/// Errors after which no more rows are looked at.
const ERRORS: usize = 2_000;

/// Rows that are shown as they stand before anything is written.
const FIRST: usize = 10;

/// Reads a whole file: each row by `parse`, no two rows with the same key. `keys` gives what no two
/// rows may share, each with the column that is told. Every error, or every row.
pub fn rows<T>(
    kind: FileKind,
    file: &File,
    parse: impl Fn(&mut Cells) -> Option<T>,
    keys: impl Fn(&T) -> Vec<(&'static str, String)>,
) -> Result<Table<T>, Vec<RowError>> {
    let sheet = read::read(kind, file)?;
    let mut errors = Vec::new();
    let mut seen: HashMap<(&'static str, String), usize> = HashMap::new();
    let mut parsed = Vec::new();
    for row in &sheet.rows {
        if errors.len() >= ERRORS {
            break;
        }
        let mut cells = Cells { sheet: &sheet, row, errors: &mut errors };
        let Some(value) = parse(&mut cells) else { continue };
        for (column, key) in keys(&value) {
            // Case does not make another thing, but marks do: `Trà` is not `Tra`.
            match seen.entry((column, key.to_lowercase())) {
                Entry::Occupied(first) => cells.wrong(column, same_as(*first.get())),
                Entry::Vacant(free) => {
                    free.insert(row.number);
                }
            }
        }
        parsed.push(value);
    }
    if errors.is_empty() { Ok(table(sheet, parsed)) } else { Err(errors) }
}

fn table<T>(sheet: Sheet, rows: Vec<T>) -> Table<T> {
    let read: Vec<(usize, &'static str, String)> = sheet
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, (head, column))| Some((at, (*column)?.name, head.clone())))
        .collect();
    let shown = |row: &Row| {
        let cells = read.iter().map(|(at, ..)| row.at(*at).shown()).collect();
        (row.number, cells)
    };
    let first = sheet.rows.iter().take(FIRST).map(shown).collect();
    let heads = read.into_iter().map(|(_, name, head)| (name, head)).collect();
    Table { rows, heads, notes: sheet.notes, first }
}

fn same_as(row: usize) -> Say {
    Say::new(format!("Trùng với dòng {row}"), format!("The same as row {row}"))
}

/// One row, its cells found by column; what is wrong is noted and reading goes on.
pub struct Cells<'a> {
    sheet: &'a Sheet,
    row: &'a Row,
    errors: &'a mut Vec<RowError>,
}

impl Cells<'_> {
    /// The cell as text; `None` when it is empty, which is an error for a required column.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.read(name, |text| Ok(text.to_owned()))
    }

    /// The place of a column among the sheet's, and the column.
    fn find(&self, name: &str) -> Option<(usize, &'static Column)> {
        let columns = self.sheet.columns.iter().enumerate();
        columns.filter_map(|(at, it)| Some((at, it.1?))).find(|(_, column)| column.name == name)
    }

    /// The cell as what `parse` makes of it.
    pub fn read<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, Say>) -> Option<T> {
        let (at, column) = self.find(name)?;
        let text = self.row.at(at).text(column.holds);
        let parsed = text.and_then(|text| match text.as_str() {
            "" if column.required => Err(Say::new("Không được để trống", "May not be empty")),
            "" => Ok(None),
            long if long.chars().count() > CELL_LIMIT => Err(Say::new(
                format!("Dài hơn {CELL_LIMIT} ký tự"),
                format!("Longer than {CELL_LIMIT} characters"),
            )),
            text => parse(text).map(Some),
        });
        parsed.map_err(|say| self.wrong(name, say)).ok().flatten()
    }

    /// The row's number as a spreadsheet shows it.
    pub fn number(&self) -> usize {
        self.row.number
    }

    /// Notes an error at the column, under the header the file itself has.
    pub fn wrong(&mut self, name: &str, say: Say) {
        let head = self.find(name).map(|(at, _)| self.sheet.columns[at].0.as_str());
        let column = head.unwrap_or(name).to_owned();
        self.errors.push(RowError { row: self.row.number, column, say });
    }
}

/// A price or a published amount in đồng, grouped or not, from nothing up to the limit.
pub fn money(text: &str) -> Result<Money, Say> {
    let money = Money::parse_typed(text)?;
    let fits = (Money::ZERO..=Money::LIMIT).contains(&money);
    fits.then_some(money).ok_or_else(|| {
        Say::new(
            format!("“{}” không phải số tiền từ 0 đến {}", brief(text), Money::LIMIT.text()),
            format!("“{}” is not an amount from 0 to {}", brief(text), Money::LIMIT.text()),
        )
    })
}

/// A whole number from nothing up, grouped or not.
pub fn count(text: &str) -> Result<i64, Say> {
    Money::parse(text).map(|number| number.0).filter(|number| *number >= 0).ok_or_else(|| {
        Say::new(
            format!("“{}” không phải số nguyên", brief(text)),
            format!("“{}” is not a whole number", brief(text)),
        )
    })
}

/// A small whole number within bounds; `sao` or `★` may follow it.
pub fn small(text: &str, from: u8, to: u8) -> Result<u8, Say> {
    let bare = text.trim_end_matches('★').trim_end_matches("sao");
    let number = bare.trim().parse::<u8>().ok().filter(|number| (from..=to).contains(number));
    number.ok_or_else(|| {
        Say::new(
            format!("“{}” phải là số từ {from} đến {to}", brief(text)),
            format!("“{}” must be a number from {from} to {to}", brief(text)),
        )
    })
}

/// A quantity in thousandths, more than nothing.
pub fn quantity(text: &str) -> Result<Quantity, Say> {
    let bounds = Quantity(1)..=Quantity::LIMIT;
    let quantity = Quantity::parse_typed(text)?;
    bounds.contains(&quantity).then_some(quantity).ok_or_else(|| {
        Say::new(
            format!("“{}” không phải số lượng: phải lớn hơn 0, nhiều nhất 1.000.000", brief(text)),
            format!("“{}” is not a quantity: above 0, at most 1,000,000", brief(text)),
        )
    })
}

/// A date as `2024-06-02` or `02/06/2024`, the year in four digits.
pub fn date(text: &str) -> Result<Date, Say> {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let date = match parts[..] {
        [year, month, day] if text.contains('-') => civil(year, month, day),
        [day, month, year] => civil(year, month, day),
        _ => None,
    };
    date.ok_or_else(|| {
        Say::new(
            format!("“{}” không phải ngày; viết 02/06/2024 hoặc 2024-06-02", brief(text)),
            format!("“{}” is not a date; write 02/06/2024 or 2024-06-02", brief(text)),
        )
    })
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let four = year.len() == 4;
    four.then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())?
}

/// An item code, a lot or another code of people's own making, unwrapped.
pub fn item(text: &str) -> Result<String, Say> {
    Ok(code::unwrap(text))
}
