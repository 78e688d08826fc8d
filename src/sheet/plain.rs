//! Files of text: CSV with commas or semicolons, tabs, with or without a first line `sep=;`.

use super::{FileKind, Row, RowError, Stop, Value, heads, read::Rows, read::file};
use crate::base::lang::Say;

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The rows of a file of text.
pub(super) fn rows(kind: FileKind, bytes: &[u8], stop: &Stop) -> Result<Vec<Row>, RowError> {
    let text = decode(bytes)?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    if text.trim_start().starts_with('<') {
        return Err(file(
            "Tệp này là trang web, không phải bảng tính; hãy mở bằng Excel và lưu dạng .xlsx",
            "The file is a web page, not a sheet; open it in Excel and save it as .xlsx",
        ));
    }
    // An unclosed quotation mark would swallow the rows after it.
    if text.matches('"').count() % 2 == 1 {
        return Err(file(
            "Có dấu ngoặc kép (\") mở mà không đóng",
            "A quotation mark (\") is opened and not closed",
        ));
    }
    let (said, text) = separator(&text);
    let delimiter = match said {
        Some(said) => said,
        None => likely(kind, text, stop)?,
    };
    split(text, delimiter, usize::MAX, stop)
}

/// Text in UTF-8, or in the UTF-16 that a spreadsheet calls Unicode text.
fn decode(bytes: &[u8]) -> Result<String, RowError> {
    let wide = |low: usize| {
        let pairs = bytes[2..].chunks_exact(2);
        let units: Vec<u16> =
            pairs.map(|two| u16::from(two[low]) | u16::from(two[1 - low]) << 8).collect();
        String::from_utf16(&units).ok()
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => wide(0),
        [0xfe, 0xff, ..] => wide(1),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    };
    text.ok_or_else(|| {
        file(
            "Tệp CSV không phải UTF-8; trong Excel hãy lưu dạng “CSV UTF-8”",
            "The CSV file is not UTF-8; in Excel save it as “CSV UTF-8”",
        )
    })
}

/// The separator that a first line `sep=;` says, and the text after it. A spreadsheet does not show
/// that line, so it is not counted.
fn separator(text: &str) -> (Option<u8>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_matches(['"', ' ']);
    match line.to_ascii_lowercase().strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter, ..]) if DELIMITERS.contains(delimiter) => (Some(*delimiter), rest),
        // A tab that was trimmed away, or a sign that nobody uses.
        Some(_) => (Some(b'\t'), rest),
        None => (None, text),
    }
}

/// The separator by which the first rows name most columns; of several the one that stands most
/// often in the first line.
fn likely(kind: FileKind, text: &str, stop: &Stop) -> Result<u8, RowError> {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut best = (0, 0, DELIMITERS[0]);
    for delimiter in DELIMITERS {
        let rows = split(text, delimiter, heads::ROWS, stop).unwrap_or_default();
        let named = heads::find(kind, &rows).map_or(0, |heads| heads.named);
        let count = head.bytes().filter(|byte| *byte == delimiter).count();
        if (named, count) > (best.0, best.1) {
            best = (named, count, delimiter);
        }
    }
    stop.check()?;
    Ok(best.2)
}

/// The rows up to row `most`.
fn split(text: &str, delimiter: u8, most: usize, stop: &Stop) -> Result<Vec<Row>, RowError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
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
            Ok(true) if number <= most => {
                let mut cells = record.iter().enumerate();
                cells.try_for_each(|(column, cell)| {
                    rows.cell((number, column), cell.len(), || Value::of_untyped(cell))
                })?;
            }
            Ok(_) => return rows.done(),
            Err(error) => {
                let say = Say::new(format!("Không đọc được: {error}"), error.to_string());
                return Err(RowError { row: number, column: String::new(), say });
            }
        }
    }
}
