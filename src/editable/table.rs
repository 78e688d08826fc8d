//! A file as rows under known heads, written and read without losing a letter.

use super::{Named, Part, ROWS, Wrong, cell};
use crate::{
    base::{
        fold::{brief, fold},
        lang::{Lang, Say},
    },
    sheet::Holds,
};

/// The mark with which files in UTF-8 begin, so that spreadsheets read their letters.
const MARK: &str = "\u{feff}";
/// What may stand between cells.
const BETWEEN: [u8; 3] = [b';', b',', b'\t'];
/// Errors after which no more are looked for.
const ERRORS: usize = 2_000;

/// A column of a file.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its head.
    pub name: &'static str,
    /// Its Vietnamese name, which is taken as its head too.
    pub vi: &'static str,
    /// What its cells are.
    pub holds: Holds,
}

/// A column of texts, numbers or words.
pub const fn text(name: &'static str, vi: &'static str) -> Column {
    Column { name, vi, holds: Holds::Text }
}

/// A column of codes and numbers, which a spreadsheet may have rounded.
pub const fn code(name: &'static str, vi: &'static str) -> Column {
    Column { name, vi, holds: Holds::Code }
}

/// The file of these rows.
pub fn write(
    (part, columns): (Part, &[Column]),
    rows: impl Iterator<Item = Vec<String>>,
    lang: Lang,
) -> Result<Named, csv::Error> {
    let between = if lang == Lang::Vi { b';' } else { b',' };
    let mut out = csv::WriterBuilder::new().delimiter(between).from_writer(MARK.into());
    out.write_record(columns.iter().map(|column| column.name))?;
    for row in rows {
        out.write_record(row.iter().map(|text| cell::guarded(text)))?;
    }
    let bytes = out.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(Named { name: part.file(), bytes })
}

/// A file that was read.
pub struct Sheet {
    /// What it holds.
    pub part: Part,
    /// Its heads as they stand, each with its column.
    pub heads: Vec<(String, Option<&'static Column>)>,
    /// Its rows that hold something.
    pub rows: Vec<Row>,
    /// It has the mark with which ours begin: nobody saved it in other letters.
    pub exact: bool,
}

/// A row of a file.
pub struct Row {
    /// Its number as a spreadsheet shows it.
    pub number: usize,
    /// Its cells as they stand.
    pub cells: Vec<String>,
}

impl Sheet {
    /// Reads a file.
    pub fn read(
        part: Part,
        columns: &'static [Column],
        bytes: &[u8],
        wrong: &mut Vec<Wrong>,
    ) -> Option<Sheet> {
        let mut say = |row, column: &str, say| {
            wrong.push(Wrong { file: part.file(), row, column: column.to_owned(), say });
        };
        let Ok(text) = std::str::from_utf8(bytes) else {
            say(0, "", not_utf8());
            return None;
        };
        let exact = text.starts_with(MARK);
        let text = text.trim_start_matches(MARK).replace("\r\n", "\n");
        // An unclosed quotation mark would swallow the rows after it.
        if text.matches('"').count() % 2 == 1 {
            say(0, "", unclosed());
            return None;
        }
        let mut rows = match rows(&text, between(&text, columns)) {
            Ok(rows) => rows.into_iter(),
            Err((row, error)) => {
                say(row, "", error);
                return None;
            }
        };
        let Some(head) = rows.next() else {
            say(0, "", Say::new("Tệp trống: không có dòng tiêu đề", "The file has no heads"));
            return None;
        };
        let named = |head: &String| columns.iter().find(|column| column.is(head));
        let heads: Vec<_> = head.cells.iter().map(|it| (it.clone(), named(it))).collect();
        let before = wrong.len();
        for (at, (head_text, column)) in heads.iter().enumerate() {
            let twice = heads[..at].iter().any(|it| column.is_some() && same(it.1, *column));
            let found = match (column, twice) {
                (_, true) => Say::new("Cột này có hai lần", "This column stands there twice"),
                (None, _) if !head_text.trim().is_empty() => unknown(columns),
                _ => continue,
            };
            let (file, column) = (part.file(), brief(head_text));
            wrong.push(Wrong { file, row: head.number, column, say: found });
        }
        let sheet = Sheet { part, heads, rows: rows.collect(), exact };
        sheet.too_wide(wrong);
        (wrong.len() == before).then_some(sheet)
    }

    /// Cells beneath no head.
    fn too_wide(&self, wrong: &mut Vec<Wrong>) {
        let headed = |at: usize| self.heads.get(at).is_some_and(|head| !head.0.trim().is_empty());
        let stray = |row: &&Row| {
            let mut cells = row.cells.iter().enumerate();
            cells.any(|(at, cell)| !cell.trim().is_empty() && !headed(at))
        };
        for row in self.rows.iter().filter(stray).take(ERRORS) {
            let say = Say::new("Có ô nằm ngoài các cột", "A cell stands under no head");
            let (file, column) = (self.part.file(), String::new());
            wrong.push(Wrong { file, row: row.number, column, say });
        }
    }
}

impl Column {
    /// Case, marks and underscores do not matter in a head.
    fn is(&self, head: &str) -> bool {
        let plain = |text: &str| fold(&text.replace('_', " "));
        [self.name, self.vi].iter().any(|name| plain(name) == plain(head))
    }
}

fn same(one: Option<&Column>, other: Option<&Column>) -> bool {
    one.map(|it| it.name) == other.map(|it| it.name)
}

/// What separates the cells: that by which the first line names most columns.
fn between(text: &str, columns: &[Column]) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let named = |between: &u8| {
        let cells = head.split(char::from(*between));
        cells.filter(|cell| columns.iter().any(|it| it.is(cell.trim_matches('"')))).count()
    };
    // Of equal ones the first counts.
    BETWEEN.iter().rev().max_by_key(|between| named(between)).copied().unwrap_or(b';')
}

/// The rows that hold something, the heads among them.
fn rows(text: &str, between: u8) -> Result<Vec<Row>, (usize, Say)> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between)
        .from_reader(text.as_bytes());
    let (mut rows, mut record, mut number) = (Vec::new(), csv::StringRecord::new(), 0);
    loop {
        // The reader skips blank lines silently, but a spreadsheet counts them.
        let start = usize::try_from(reader.position().byte()).unwrap_or_default();
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        number += 1 + rest.iter().take_while(|&&byte| byte == b'\n').count();
        match reader.read_record(&mut record) {
            Ok(true) if rows.len() > ROWS => return Err((0, too_long())),
            Ok(true) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(true) => {
                rows.push(Row { number, cells: record.iter().map(str::to_owned).collect() })
            }
            Ok(false) => return Ok(rows),
            Err(error) => {
                let say = Say::new(format!("Không đọc được: {error}"), error.to_string());
                return Err((number, say));
            }
        }
    }
}

fn not_utf8() -> Say {
    Say::new(
        "Tệp không phải UTF-8; trong Excel hãy lưu dạng “CSV UTF-8”",
        "The file is not UTF-8; in Excel save it as “CSV UTF-8”",
    )
}

fn unclosed() -> Say {
    Say::new(
        "Có dấu ngoặc kép (\") mở mà không đóng",
        "A quotation mark (\") is opened and not closed",
    )
}

fn too_long() -> Say {
    Say::new(format!("Tệp có hơn {ROWS} dòng"), format!("The file has more than {ROWS} rows"))
}

fn unknown(columns: &[Column]) -> Say {
    let all = columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    Say::new(
        format!("Không có cột này; các cột là: {all}"),
        format!("There is no such column; the columns are: {all}"),
    )
}
