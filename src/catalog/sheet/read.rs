//! Reading a CSV or XLSX file into a sheet of tidy text.

use super::{FILE_LIMIT, ROW_LIMIT, Row, RowError, Sheet};
use crate::base::{fold::tidy, lang::Say};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use rust_decimal::{Decimal, prelude::FromPrimitive};
use std::io::Cursor;

/// More columns than any file has; a stray cell at the far edge of a sheet is an error, not a
/// gigabyte of empty cells.
const COLUMN_LIMIT: usize = 64;

/// Reads the file: XLSX by its name or its first bytes, CSV otherwise.
pub(super) fn read(file_name: &str, bytes: &[u8]) -> Result<Sheet, RowError> {
    if bytes.len() > FILE_LIMIT {
        return Err(file(
            "Tệp lớn hơn 16 MB; hãy chia thành nhiều tệp",
            "The file is larger than 16 MB; split it",
        ));
    }
    let excel = file_name.to_lowercase().ends_with(".xlsx") || bytes.starts_with(b"PK\x03\x04");
    let rows = if excel { xlsx(bytes)? } else { csv(bytes)? };
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

fn file(vi: &str, en: &str) -> RowError {
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

/// Adds the row unless it is blank; empty cells at its end are nothing.
fn push(rows: &mut Vec<Row>, number: usize, mut cells: Vec<String>) -> Result<(), RowError> {
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    if cells.is_empty() {
        return Ok(());
    }
    if rows.len() > ROW_LIMIT {
        return Err(too_many());
    }
    rows.push(Row { number, cells });
    Ok(())
}

fn csv(bytes: &[u8]) -> Result<Vec<Row>, RowError> {
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
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    loop {
        // The reader skips blank lines silently, but a spreadsheet counts them.
        let start = reader.position().byte() as usize;
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        number += 1 + rest.iter().take_while(|&&byte| byte == b'\n').count();
        match reader.read_record(&mut record) {
            Ok(true) => push(&mut rows, number, record.iter().map(tidy).collect())?,
            Ok(false) => return Ok(rows),
            Err(error) => {
                let say = Say::new(format!("Không đọc được: {error}"), error.to_string());
                return Err(RowError { row: number, column: String::new(), say });
            }
        }
    }
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Row>, RowError> {
    // What the reader says of it is about zip archives, not about anything a person could mend.
    let broken = |_: calamine::XlsxError| {
        file(
            "Tệp Excel bị hỏng hoặc không phải .xlsx; hãy mở ra và lưu lại dạng .xlsx",
            "The Excel file is damaged or no .xlsx; open it and save it as .xlsx",
        )
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let Some(name) = book.sheet_names().first().cloned() else {
        return Err(file("Tệp Excel không có trang nào", "The XLSX file has no sheet"));
    };
    // Cell by cell, so that a stray cell far away costs nothing.
    let mut reader = book.worksheet_cells_reader(&name).map_err(broken)?;
    let mut rows = Vec::new();
    let (mut number, mut cells) = (1, Vec::new());
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize + 1, column as usize);
        let text = tidy(&cell_text(cell.get_value()));
        if text.is_empty() {
            continue;
        }
        if column >= COLUMN_LIMIT {
            let mut error = file("Có ô nằm quá xa về bên phải", "A cell stands too far right");
            error.row = row;
            return Err(error);
        }
        if row != number {
            push(&mut rows, number, std::mem::take(&mut cells))?;
            number = row;
        }
        cells.resize(cells.len().max(column + 1), String::new());
        cells[column] = text;
    }
    push(&mut rows, number, cells)?;
    Ok(rows)
}

/// A cell as a person would have typed it.
fn cell_text(value: &DataRef) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(at) => date_text(at),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
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
