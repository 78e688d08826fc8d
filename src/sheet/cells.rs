//! Reading the cells of one row by the names of their columns, and the values cells may hold.

use super::{Column, File, FileKind, Row, RowError, Sheet, columns, read};
use crate::base::{fold::brief, lang::Say, money::Money, quantity::Quantity};
use jiff::civil::Date;
use std::collections::HashMap;

/// The longest text of a cell, in characters: a sentence, a link.
const CELL_LIMIT: usize = 1_000;

/// Errors after which no more rows are looked at.
const ERRORS: usize = 2_000;

/// Reads a whole file: each row by `parse`, no two rows with the same `key` (what a person would
/// call the same thing, told of column `key_column`). Every error, or every row.
pub fn rows<T>(
    kind: FileKind,
    file: &File,
    parse: impl Fn(&mut Cells) -> Option<T>,
    key_column: &str,
    key: impl Fn(&T) -> Option<String>,
) -> Result<Vec<T>, Vec<RowError>> {
    let sheet = read::read(file).map_err(|error| vec![error])?;
    let columns = columns::find(kind, &sheet)?;
    let mut errors = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut parsed = Vec::new();
    for row in &sheet.rows {
        if errors.len() >= ERRORS {
            break;
        }
        let mut cells = Cells { sheet: &sheet, columns: &columns, row, errors: &mut errors };
        let Some(value) = parse(&mut cells) else { continue };
        // Case does not make another thing, but marks do: `Trà` is not `Tra`.
        if let Some(key) = key(&value).map(|key| key.to_lowercase()) {
            match seen.get(&key) {
                Some(first) => cells.wrong(key_column, same_as(*first)),
                None => {
                    seen.insert(key, row.number);
                }
            }
        }
        parsed.push(value);
    }
    if errors.is_empty() { Ok(parsed) } else { Err(errors) }
}

fn same_as(row: usize) -> Say {
    Say::new(format!("Trùng với dòng {row}"), format!("The same as row {row}"))
}

/// One row, its cells found by column; what is wrong is noted and reading goes on.
pub struct Cells<'a> {
    sheet: &'a Sheet,
    columns: &'a [&'static Column],
    row: &'a Row,
    errors: &'a mut Vec<RowError>,
}

impl Cells<'_> {
    /// The cell as text; `None` when it is empty, which is an error for a required column.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.read(name, |text| Ok(text.to_owned()))
    }

    /// The cell as what `parse` makes of it.
    pub fn read<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, Say>) -> Option<T> {
        let at = self.columns.iter().position(|column| column.name == name)?;
        let row = self.row;
        let text = row.cells[at].as_str();
        let said = match text {
            "" if self.columns[at].required => Say::new("Không được để trống", "May not be empty"),
            "" => return None,
            long if long.chars().count() > CELL_LIMIT => Say::new(
                format!("Dài hơn {CELL_LIMIT} ký tự"),
                format!("Longer than {CELL_LIMIT} characters"),
            ),
            _ => match parse(text) {
                Ok(value) => return Some(value),
                Err(said) => said,
            },
        };
        self.wrong(name, said);
        None
    }

    /// The row's number as a spreadsheet shows it.
    pub fn number(&self) -> usize {
        self.row.number
    }

    /// Notes an error at the column, under the header the file itself has.
    pub fn wrong(&mut self, name: &str, say: Say) {
        let at = self.columns.iter().position(|column| column.name == name);
        let column = at.map_or(name, |at| self.sheet.columns[at].as_str()).to_owned();
        self.errors.push(RowError { row: self.row.number, column, say });
    }
}

/// A price or a published amount in đồng, grouped or not, from nothing up to the limit.
pub fn money(text: &str) -> Result<Money, Say> {
    // `1.200.000 VND` is how reports write it.
    let bare = text.trim_end_matches(['V', 'N', 'D', 'v', 'n', 'd', ' ']);
    Money::parse(bare).filter(|money| (Money::ZERO..=Money::LIMIT).contains(money)).ok_or_else(
        || {
            Say::new(
                format!("“{}” không phải số tiền (đồng, không có phần lẻ)", brief(text)),
                format!("“{}” is not an amount in whole đồng", brief(text)),
            )
        },
    )
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

/// A barcode. Thirteen digits are an EAN-13, whose last digit must agree with the others.
pub fn barcode(text: &str) -> Result<String, Say> {
    let digits: Vec<u32> = text.chars().filter_map(|letter| letter.to_digit(10)).collect();
    if digits.len() != 13 || text.len() != 13 {
        return Ok(text.to_owned());
    }
    let sum: u32 =
        digits.iter().enumerate().map(|(n, d)| if n % 2 == 0 { *d } else { d * 3 }).sum();
    if sum.is_multiple_of(10) {
        return Ok(text.to_owned());
    }
    Err(Say::new(
        format!("Mã vạch “{}” sai chữ số kiểm tra", brief(text)),
        format!("Barcode “{}” has a wrong check digit", brief(text)),
    ))
}
