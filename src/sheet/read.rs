//! Reading a file into a sheet: which page is meant, within limits.

use super::{
    FILE_LIMIT, File, FileKind, ROW_LIMIT, Row, RowError, Sheet, Stop, Value, heads, plain, unpack,
    xls::Xls, xlsx::Xlsx,
};
use crate::base::{fold::brief, lang::Say};

/// More columns than any file has; a stray cell at the far edge of a sheet is an error, not a
/// gigabyte of empty cells.
pub(super) const COLUMN_LIMIT: usize = 64;
/// Bytes of one cell: more than any text that is read from one.
pub(super) const CELL_LIMIT: usize = 8_000;
/// Bytes of all cells: a text that stands in a file once may be named by any number of cells.
const TEXT_LIMIT: usize = 32 << 20;
/// Pages that are looked at.
const PAGES: usize = 50;

/// A page of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    /// Its name.
    pub name: String,
    /// Hidden from who looks at the file.
    pub hidden: bool,
}

/// A workbook of several pages.
pub(super) trait Book {
    /// Its pages, in order.
    fn pages(&self) -> Vec<Page>;
    /// The rows of a page that hold something; of the first rows alone where only heads are sought.
    fn rows(&mut self, page: usize, first: bool, stop: &Stop) -> Result<Vec<Row>, RowError>;
}

/// Reads the file: what it is, its first bytes say.
pub(super) fn read(kind: FileKind, it: &File) -> Result<Sheet, Vec<RowError>> {
    if it.bytes.len() > FILE_LIMIT {
        return Err(vec![file(
            "Tệp lớn hơn 16 MB; hãy chia thành nhiều tệp",
            "The file is larger than 16 MB; split it",
        )]);
    }
    match open(it).map_err(|error| vec![error])? {
        Some(mut book) => of_book(kind, book.as_mut(), it),
        None => heads::sheet(kind, plain::rows(kind, &it.bytes, &it.stop).map_err(|it| vec![it])?),
    }
}

/// The names of a workbook's visible pages; none of a file that has none.
pub fn pages(it: &File) -> Vec<String> {
    let book = open(it).ok().flatten();
    let pages = book.map(|book| book.pages()).unwrap_or_default();
    pages.into_iter().filter(|page| !page.hidden).map(|page| page.name).collect()
}

/// The workbook of a file; none when it is text.
fn open(it: &File) -> Result<Option<Box<dyn Book + '_>>, RowError> {
    let bytes = it.bytes.as_slice();
    let excel = it.name.to_lowercase().ends_with(".xlsx");
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Ok(Some(Box::new(Xls::open(bytes)?)));
    }
    match excel || bytes.starts_with(b"PK\x03\x04") {
        true => Ok(Some(Box::new(Xlsx::open(bytes, &it.stop)?))),
        false => Ok(None),
    }
}

/// The page that was asked for, else the only visible one that has the heads.
fn of_book(kind: FileKind, book: &mut dyn Book, it: &File) -> Result<Sheet, Vec<RowError>> {
    let wrong = |error: RowError| vec![error];
    let pages = book.pages();
    if let Some(asked) = &it.page {
        let at = pages.iter().position(|page| page.name == *asked);
        let at = at.ok_or_else(|| vec![no_page(asked)])?;
        return heads::sheet(kind, book.rows(at, false, &it.stop).map_err(wrong)?);
    }
    let mut looks = Vec::new();
    for (at, page) in pages.iter().enumerate().take(PAGES) {
        let rows = book.rows(at, true, &it.stop);
        it.stop.check().map_err(wrong)?;
        looks.push(Look::of(kind, (at, page.hidden), rows));
    }
    let seen: Vec<_> = looks.iter().filter(|it| !it.hidden).collect();
    let whole: Vec<usize> = seen.iter().filter(|it| it.whole()).map(|it| it.at).collect();
    let at = match whole[..] {
        [only] => only,
        [_, _, ..] => return Err(vec![several(whole.iter().map(|at| &pages[*at]))]),
        [] => best(&seen, &looks, &pages)?,
    };
    let mut sheet = heads::sheet(kind, book.rows(at, false, &it.stop).map_err(wrong)?)?;
    let others = seen.iter().filter(|it| it.at != at && (it.filled || it.wrong.is_some()));
    let others: Vec<_> = others.map(|it| it.named(&pages)).collect();
    sheet.notes.splice(0..0, passed_over(&pages[at], &others));
    Ok(sheet)
}

/// Which page is read, and which others are not.
fn passed_over(page: &Page, others: &[Say]) -> Option<Say> {
    let page = brief(&page.name);
    let list = |each: fn(&Say) -> &str| others.iter().map(each).collect::<Vec<_>>().join(", ");
    let (vi, en) = (list(|it| &it.vi), list(|it| &it.en));
    (!others.is_empty()).then(|| {
        Say::new(
            format!("Đọc trang “{page}”; không đọc trang {vi}"),
            format!("Page “{page}” is read; not read: {en}"),
        )
    })
}

/// What of a page its first rows say.
struct Look {
    at: usize,
    hidden: bool,
    heads: Option<heads::Heads>,
    filled: bool,
    /// Why it cannot be read. That matters only where it may be the page that is meant.
    wrong: Option<RowError>,
}

impl Look {
    fn of(kind: FileKind, (at, hidden): (usize, bool), rows: Result<Vec<Row>, RowError>) -> Look {
        let (rows, wrong) = match rows {
            Ok(rows) => (rows, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        Look { at, hidden, heads: heads::find(kind, &rows), filled: !rows.is_empty(), wrong }
    }

    /// Whether it has all heads.
    fn whole(&self) -> bool {
        self.heads.is_some_and(|heads| heads.whole)
    }

    /// Its name, and why it cannot be read if it cannot.
    fn named(&self, pages: &[Page]) -> Say {
        let name = brief(&pages[self.at].name);
        match &self.wrong {
            None => Say::new(format!("“{name}”"), format!("“{name}”")),
            Some(RowError { say: Say { vi, en }, .. }) => {
                Say::new(format!("“{name}” ({vi})"), format!("“{name}” ({en})"))
            }
        }
    }
}

/// Where no visible page has all heads: the one that has most of them, for its errors to be told.
fn best(seen: &[&Look], all: &[Look], pages: &[Page]) -> Result<usize, Vec<RowError>> {
    if let Some((it, error)) = seen.iter().find_map(|it| Some((it, it.wrong.as_ref()?))) {
        if let [_] = seen {
            return Err(vec![error.clone()]);
        }
        // As of the file as a whole, so that another page may be chosen.
        let (name, row, Say { vi, en }) = (brief(&pages[it.at].name), error.row, &error.say);
        let (vi, en) = (
            format!("Trang “{name}”, dòng {row}: {vi}"),
            format!("Page “{name}”, row {row}: {en}"),
        );
        return Err(vec![RowError { row: 0, column: String::new(), say: Say::new(vi, en) }]);
    }
    if let Some(it) = all.iter().find(|it| it.hidden && it.whole()) {
        let name = brief(&pages[it.at].name);
        return Err(vec![RowError {
            row: 0,
            column: String::new(),
            say: Say::new(
                format!(
                    "Chỉ trang ẩn “{name}” có các cột cần thiết; hãy bỏ ẩn trang đó rồi nhập lại"
                ),
                format!(
                    "Only the hidden page “{name}” has the columns; unhide it and import again"
                ),
            ),
        }]);
    }
    let named = seen
        .iter()
        .filter(|it| it.heads.is_some())
        .max_by_key(|it| (it.heads.map_or(0, |heads| heads.named), std::cmp::Reverse(it.at)));
    let filled = seen.iter().find(|it| it.filled);
    let none = || vec![file("Tệp không có dữ liệu", "The file is empty")];
    named.or(filled).map(|it| it.at).ok_or_else(none)
}

fn several<'a>(pages: impl Iterator<Item = &'a Page>) -> RowError {
    let names: Vec<String> = pages.map(|page| format!("“{}”", brief(&page.name))).collect();
    let names = names.join(", ");
    RowError {
        row: 0,
        column: String::new(),
        say: Say::new(
            format!("Nhiều trang có đủ cột: {names}. Hãy chọn trang cần nhập"),
            format!("Several pages have the columns: {names}. Choose the one to import"),
        ),
    }
}

fn no_page(name: &str) -> RowError {
    let name = brief(name);
    RowError {
        row: 0,
        column: String::new(),
        say: Say::new(
            format!("Tệp không có trang “{name}”"),
            format!("The file has no page “{name}”"),
        ),
    }
}

pub(super) fn file(vi: &str, en: &str) -> RowError {
    RowError { row: 1, column: String::new(), say: Say::new(vi, en) }
}

pub(super) fn too_many() -> RowError {
    RowError {
        row: ROW_LIMIT + 2,
        column: String::new(),
        say: Say::new(
            format!("Tệp có hơn {ROW_LIMIT} dòng; hãy chia thành nhiều tệp"),
            format!("The file has more than {ROW_LIMIT} rows; split it"),
        ),
    }
}

/// A cell beyond the columns that are read.
pub(super) fn too_far(row: usize) -> RowError {
    RowError { row, ..file("Có ô nằm quá xa về bên phải", "A cell stands too far right") }
}

/// Rows as they are read, within the limits.
#[derive(Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    number: usize,
    cells: Vec<Value>,
    text: usize,
}

impl Rows {
    /// Adds a cell by the number of its row and its place in it; empty ones are nothing. `length`
    /// is that of its text, in bytes.
    pub fn cell(
        &mut self,
        (row, column): (usize, usize),
        length: usize,
        value: impl FnOnce() -> Value,
    ) -> Result<(), RowError> {
        let at = |vi: &str, en: &str| RowError { row, ..file(vi, en) };
        if length > CELL_LIMIT {
            return Err(at("Có ô chứa quá nhiều chữ", "A cell holds too much text"));
        }
        let value = value();
        if value.is_empty() {
            return Ok(());
        }
        if column >= COLUMN_LIMIT {
            return Err(too_far(row));
        }
        self.text += length;
        if self.text > TEXT_LIMIT {
            return Err(unpack::too_large());
        }
        if row != self.number {
            self.end_row()?;
            self.number = row;
        }
        self.cells.resize(self.cells.len().max(column + 1), Value::Empty);
        self.cells[column] = value;
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

    pub fn done(mut self) -> Result<Vec<Row>, RowError> {
        self.end_row()?;
        Ok(self.rows)
    }
}
