//! Excel's files of today.

use super::{
    ROW_LIMIT, Row, RowError, Stop, Value, heads,
    number::Number,
    read::{Book, CELL_LIMIT, COLUMN_LIMIT, Page, Rows, too_far, too_many},
    unpack,
};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible};
use jiff::civil::Date;
use std::io::Cursor;

/// Cells read between two looks at the clock, empty ones included.
const STEP: usize = 1_024;

/// An opened workbook.
pub(super) struct Xlsx<'a>(calamine::Xlsx<Cursor<&'a [u8]>>);

impl Xlsx<'_> {
    /// Opens a file, once it is known to unpack to no more than sheets of goods do.
    pub fn open<'a>(bytes: &'a [u8], stop: &Stop) -> Result<Xlsx<'a>, RowError> {
        unpack::check(bytes, stop)?;
        calamine::Xlsx::new(Cursor::new(bytes)).map(Xlsx).map_err(broken)
    }

    /// The place of each page among all sheets of the file; charts and macros are none.
    fn sheets(&self) -> Vec<(String, bool)> {
        let pages = self.0.sheets_metadata().iter().filter(|it| it.typ == SheetType::WorkSheet);
        pages.map(|it| (it.name.clone(), it.visible != SheetVisible::Visible)).collect()
    }
}

fn broken(_: calamine::XlsxError) -> RowError {
    unpack::broken()
}

impl Book for Xlsx<'_> {
    fn pages(&self) -> Vec<Page> {
        self.sheets().into_iter().map(|(name, hidden)| Page { name, hidden }).collect()
    }

    fn rows(&mut self, page: usize, first: bool, stop: &Stop) -> Result<Vec<Row>, RowError> {
        let Some((name, _)) = self.sheets().into_iter().nth(page) else { return Ok(Vec::new()) };
        let most = if first { heads::ROWS } else { usize::MAX };
        // Cell by cell, so that a stray cell far away costs nothing.
        let mut reader = self.0.worksheet_cells_reader(&name).map_err(broken)?;
        let formats: Vec<String> = reader
            .styles()
            .iter()
            .map(|style| style.number_format.clone().unwrap_or_default().format_code)
            .collect();
        let (mut rows, mut read) = (Rows::default(), 0_usize);
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
            read += 1;
            if read.is_multiple_of(STEP) {
                stop.check()?;
            }
            let (row, column) = cell.get_position();
            let at = (row as usize + 1, column as usize);
            if at.0 > most {
                break;
            }
            let format = formats.get(style).map_or("General", String::as_str);
            let value = cell.get_value();
            rows.cell(at, length(value), || value_of(value, format))?;
        }
        drop(reader);
        let mut rows = rows.done()?;
        if !first {
            self.formulas(&name, &mut rows, stop)?;
        }
        Ok(rows)
    }
}

impl Xlsx<'_> {
    /// Marks formulas whose result the file does not hold: their cells would look empty, and a row
    /// of nothing else would not be there.
    fn formulas(&mut self, name: &str, rows: &mut Vec<Row>, stop: &Stop) -> Result<(), RowError> {
        let mut reader = self.0.worksheet_cells_reader(name).map_err(broken)?;
        let mut read = 0_usize;
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(broken)? {
            read += 1;
            if read.is_multiple_of(STEP) {
                stop.check()?;
            }
            if cell.formula.is_none() || cell.value != DataRef::Empty {
                continue;
            }
            let (number, column) = (cell.pos.0 as usize + 1, cell.pos.1 as usize);
            if column >= COLUMN_LIMIT {
                return Err(too_far(number));
            }
            let at = match rows.binary_search_by_key(&number, |row| row.number) {
                Ok(at) => at,
                Err(_) if rows.len() > ROW_LIMIT => return Err(too_many()),
                Err(at) => {
                    rows.insert(at, Row { number, cells: Vec::new() });
                    at
                }
            };
            let cells = &mut rows[at].cells;
            cells.resize(cells.len().max(column + 1), Value::Empty);
            cells[column] = Value::Formula;
        }
        Ok(())
    }
}

/// Bytes of a cell's text.
fn length(value: &DataRef) -> usize {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.len()
        }
        DataRef::SharedString(text) => text.len(),
        _ => 0,
    }
}

fn value_of(value: &DataRef, format: &str) -> Value {
    debug_assert!(length(value) <= CELL_LIMIT);
    match value {
        DataRef::Int(number) => Value::Number(Number::new(*number as f64, format)),
        DataRef::Float(number) => Value::Number(Number::new(*number, format)),
        DataRef::String(text) => Value::of_text(text),
        DataRef::SharedString(text) => Value::of_text(text),
        DataRef::DateTimeIso(text) => {
            text.get(..10).and_then(|day| day.parse().ok()).map_or(Value::Time, Value::Date)
        }
        DataRef::DurationIso(_) => Value::Time,
        DataRef::Bool(truth) => Value::Truth(*truth),
        DataRef::DateTime(at) => date(at),
        DataRef::Error(error) => Value::Fault(error.to_string()),
        DataRef::Empty => Value::Empty,
    }
}

/// A day, whatever time of it; a number below one is a time alone.
pub(super) fn date(at: &ExcelDateTime) -> Value {
    if at.is_duration() || at.as_f64() < 1.0 {
        return Value::Time;
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    let date = Date::new(year as i16, month as i8, day as i8);
    date.map_or(Value::Time, Value::Date)
}
