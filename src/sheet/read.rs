//! Reading a CSV or XLSX file into a sheet of tidy text.

use super::{FILE_LIMIT, File, ROW_LIMIT, Row, RowError, Sheet, Stop, unpack};
use crate::base::{fold::tidy, lang::Say};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use rust_decimal::{Decimal, prelude::FromPrimitive};
use std::{borrow::Cow, io::Cursor};

/// More columns than any file has; a stray cell at the far edge of a sheet is an error, not a
/// gigabyte of empty cells.
const COLUMN_LIMIT: usize = 64;
/// Bytes of one cell: more than any text that is read from one.
const CELL_LIMIT: usize = 8_000;
/// Bytes of all cells: a text that stands in a file once may be named by any number of cells.
const TEXT_LIMIT: usize = 32 << 20;
/// Cells read between two looks at the clock, empty ones included.
const STEP: usize = 1_024;

/// Reads the file: XLSX by its name or its first bytes, CSV otherwise.
pub(super) fn read(it: &File) -> Result<Sheet, RowError> {
    let bytes = it.bytes.as_slice();
    if bytes.len() > FILE_LIMIT {
        return Err(file(
            "Tệp lớn hơn 16 MB; hãy chia thành nhiều tệp",
            "The file is larger than 16 MB; split it",
        ));
    }
    let excel = it.name.to_lowercase().ends_with(".xlsx") || bytes.starts_with(b"PK\x03\x04");
    let rows = if excel { xlsx(bytes, &it.stop)? } else { csv(bytes, &it.stop)? };
    let mut rows = rows.into_iter();
    let header = rows.next().ok_or_else(|| file("Tệp không có dữ liệu", "The file is empty"))?;
    let columns = header.cells;
    let mut sheet = Sheet { header_row: header.number, columns, rows: Vec::new() };
    for mut row in rows {
        if row.cells.len() > sheet.columns.len() {
            let column = sheet.columns.len() + 1;
            return Err(RowError {
                row: row.number,
                column: column.to_string(),
                say: Say::new(
                    format!("Cột thứ {column} có dữ liệu nhưng không có tên"),
                    format!("Column {column} has data but no name"),
                ),
            });
        }
        row.cells.resize(sheet.columns.len(), String::new());
        sheet.rows.push(row);
    }
    Ok(sheet)
}

pub(super) fn file(vi: &str, en: &str) -> RowError {
    RowError { row: 1, column: String::new(), say: Say::new(vi, en) }
}

fn too_many() -> RowError {
    RowError {
        row: ROW_LIMIT + 2,
        column: String::new(),
        say: Say::new(
            format!("Tệp có hơn {ROW_LIMIT} dòng; hãy chia thành nhiều tệp"),
            format!("The file has more than {ROW_LIMIT} rows; split it"),
        ),
    }
}

/// Rows as they are read, within the limits.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    number: usize,
    cells: Vec<String>,
    text: usize,
}

impl Rows {
    /// Adds a cell by the number of its row and its place in it; empty ones are nothing.
    fn cell(&mut self, row: usize, column: usize, text: &str) -> Result<(), RowError> {
        let at = |vi: &str, en: &str| RowError { row, ..file(vi, en) };
        if text.len() > CELL_LIMIT {
            return Err(at("Có ô chứa quá nhiều chữ", "A cell holds too much text"));
        }
        let text = tidy(text);
        if text.is_empty() {
            return Ok(());
        }
        if column >= COLUMN_LIMIT {
            return Err(at("Có ô nằm quá xa về bên phải", "A cell stands too far right"));
        }
        self.text += text.len();
        if self.text > TEXT_LIMIT {
            return Err(unpack::too_large());
        }
        if row != self.number {
            self.end_row()?;
            self.number = row;
        }
        self.cells.resize(self.cells.len().max(column + 1), String::new());
        self.cells[column] = text;
        Ok(())
    }

    /// Ends the row that is being read.
    fn end_row(&mut self) -> Result<(), RowError> {
        if self.cells.is_empty() {
            return Ok(());
        }
        if self.rows.len() > ROW_LIMIT {
            return Err(too_many());
        }
        self.rows.push(Row { number: self.number, cells: std::mem::take(&mut self.cells) });
        Ok(())
    }

    fn done(mut self) -> Result<Vec<Row>, RowError> {
        self.end_row()?;
        Ok(self.rows)
    }
}

fn csv(bytes: &[u8], stop: &Stop) -> Result<Vec<Row>, RowError> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        file(
            "Tệp CSV không phải UTF-8; trong Excel hãy lưu dạng “CSV UTF-8”",
            "The CSV file is not UTF-8; in Excel save it as “CSV UTF-8”",
        )
    })?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    // An unclosed quotation mark would swallow the rows after it.
    if text.matches('"').count() % 2 == 1 {
        return Err(file(
            "Có dấu ngoặc kép (\") mở mà không đóng",
            "A quotation mark (\") is opened and not closed",
        ));
    }
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let semicolons = head.matches(';').count() > head.matches(',').count();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if semicolons { b';' } else { b',' })
        .from_reader(text.as_bytes());
    let mut rows = Rows::default();
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    loop {
        stop.check()?;
        // The reader skips blank lines silently, but a spreadsheet counts them.
        let start = reader.position().byte() as usize;
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        number += 1 + rest.iter().take_while(|&&byte| byte == b'\n').count();
        match reader.read_record(&mut record) {
            Ok(true) => {
                let mut cells = record.iter().enumerate();
                cells.try_for_each(|(column, cell)| rows.cell(number, column, cell))?;
            }
            Ok(false) => return rows.done(),
            Err(error) => {
                let say = Say::new(format!("Không đọc được: {error}"), error.to_string());
                return Err(RowError { row: number, column: String::new(), say });
            }
        }
    }
}

fn xlsx(bytes: &[u8], stop: &Stop) -> Result<Vec<Row>, RowError> {
    unpack::check(bytes, stop)?;
    let broken = |_: calamine::XlsxError| unpack::broken();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let Some(name) = book.sheet_names().first().cloned() else {
        return Err(file("Tệp Excel không có trang nào", "The XLSX file has no sheet"));
    };
    // Cell by cell, so that a stray cell far away costs nothing.
    let mut reader = book.worksheet_cells_reader(&name).map_err(broken)?;
    let (mut rows, mut read) = (Rows::default(), 0_usize);
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        read += 1;
        if read.is_multiple_of(STEP) {
            stop.check()?;
        }
        let (row, column) = cell.get_position();
        rows.cell(row as usize + 1, column as usize, &cell_text(cell.get_value()))?;
    }
    rows.done()
}

/// A cell as a person would have typed it.
fn cell_text<'a>(value: &'a DataRef) -> Cow<'a, str> {
    match value {
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Float(number) => number_text(*number).into(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.into()
        }
        DataRef::SharedString(text) => (*text).into(),
        DataRef::Bool(truth) => truth.to_string().into(),
        DataRef::DateTime(at) => date_text(at).into(),
        DataRef::Error(error) => error.to_string().into(),
        DataRef::Empty => "".into(),
    }
}

/// A number without the dust of binary fractions (Excel keeps fifteen digits). Three decimals
/// get a fourth, so that `1.25` thousand can never be read as `1.250`, grouped.
fn number_text(number: f64) -> String {
    let Some(value) = Decimal::from_f64(number) else { return number.to_string() };
    let mut value = value.normalize();
    if value.scale() == 3 {
        value.rescale(4);
    }
    value.to_string()
}

fn date_text(at: &ExcelDateTime) -> String {
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
