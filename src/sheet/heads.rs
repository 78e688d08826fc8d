//! Finding the heads of a page: people write a title above them, number their rows and columns, and
//! add remarks.

use super::{
    Column, FileKind, Row, RowError, Sheet, Value,
    columns::{is_beside, is_named},
};
use crate::base::{
    fold::{brief, fold},
    lang::Say,
};

/// The heads stand among the first rows.
pub(super) const ROWS: usize = 40;

/// Where the heads of a page stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heads {
    /// Their place among the rows that hold something.
    pub at: usize,
    /// How many columns they name.
    pub named: usize,
    /// Whether every required column is among them.
    pub whole: bool,
}

/// The row among the first that names most columns; none names any.
pub(super) fn find(kind: FileKind, rows: &[Row]) -> Option<Heads> {
    let near = rows.iter().enumerate().take_while(|(_, row)| row.number <= ROWS);
    let heads = near.map(|(at, row)| {
        let texts: Vec<String> = row.cells.iter().map(Value::shown).collect();
        let has = |column: &&Column| texts.iter().any(|text| is_named(column, text));
        let named = kind.columns().iter().filter(has).count();
        let whole = kind.columns().iter().filter(|it| it.required).all(|it| has(&it));
        Heads { at, named, whole }
    });
    // Of two rows that name as many the first is meant.
    let more = |best: Heads, next: Heads| if next.named > best.named { next } else { best };
    heads.filter(|it| it.named > 0).reduce(more)
}

/// The rows of a page as a sheet; every unknown, doubled and missing column is told at once.
pub(super) fn sheet(kind: FileKind, rows: Vec<Row>) -> Result<Sheet, Vec<RowError>> {
    let none = || vec![super::read::file("Tệp không có dữ liệu", "The file is empty")];
    let at = find(kind, &rows).map_or(0, |heads| heads.at);
    let mut rows = rows.into_iter();
    let before: Vec<usize> = rows.by_ref().take(at).map(|row| row.number).collect();
    let head = rows.next().ok_or_else(none)?;
    let columns = columns(kind, &head)?;
    let mut sheet = Sheet { header_row: head.number, columns, rows: Vec::new(), notes: Vec::new() };
    let mut over = Passed::default();
    for (n, row) in rows.enumerate() {
        if n == 0 && is_numbering(&row) {
            over.numbering = Some(row.number);
        } else if is_total(&sheet, &row) {
            over.totals.push(row.number);
        } else if !is_blank(&sheet, &row) {
            unnamed(&sheet, &row).map_err(|error| vec![error])?;
            sheet.rows.push(row);
        } else {
            over.blank.push(row.number);
        }
    }
    sheet.notes = over.notes(&before, &sheet);
    Ok(sheet)
}

/// For each head the column it names, or none for one that is passed over.
fn columns(
    kind: FileKind,
    head: &Row,
) -> Result<Vec<(String, Option<&'static Column>)>, Vec<RowError>> {
    let mut errors = Vec::new();
    let mut found: Vec<(String, Option<&'static Column>)> = Vec::new();
    let mut wrong = |column: &str, vi: String, en: String| {
        let say = Say::new(vi, en);
        errors.push(RowError { row: head.number, column: column.to_owned(), say });
    };
    for header in head.cells.iter().map(Value::shown) {
        let named = kind.columns().iter().find(|column| is_named(column, &header));
        match named {
            None if header.is_empty() || is_beside(&header) => {}
            None => wrong(
                &header,
                format!("Không biết cột “{}”", brief(&header)),
                format!("Unknown column “{}”", brief(&header)),
            ),
            Some(column) if found.iter().any(|it| it.1 == named) => wrong(
                &header,
                format!("Cột “{}” ({}) có hai lần", brief(&header), column.name),
                format!("Column “{}” ({}) stands twice", brief(&header), column.name),
            ),
            Some(_) => {}
        }
        found.push((header, named));
    }
    for column in kind.columns().iter().filter(|column| column.required) {
        if !found.iter().any(|it| it.1 == Some(column)) {
            wrong(
                column.name,
                format!("Thiếu cột “{}” ({})", column.name, column.vi),
                format!("Column “{}” ({}) is missing", column.name, column.vi),
            );
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// Data beneath no head would be lost in silence.
fn unnamed(sheet: &Sheet, row: &Row) -> Result<(), RowError> {
    let named = |at: usize| sheet.columns.get(at).is_some_and(|(head, _)| !head.is_empty());
    let stray = row.cells.iter().enumerate().find(|(at, cell)| !cell.is_empty() && !named(*at));
    let Some((at, _)) = stray else { return Ok(()) };
    let column = at + 1;
    Err(RowError {
        row: row.number,
        column: column.to_string(),
        say: Say::new(
            format!("Cột thứ {column} có dữ liệu nhưng không có tên"),
            format!("Column {column} has data but no name"),
        ),
    })
}

/// `1 2 3 …` or `(1) (2) (3) …` beneath the heads.
fn is_numbering(row: &Row) -> bool {
    let texts = row.cells.iter().map(Value::shown).filter(|text| !text.is_empty());
    let numbers: Vec<Option<usize>> =
        texts.map(|text| text.trim_matches(['(', ')', '[', ']']).parse().ok()).collect();
    numbers.len() >= 3
        && numbers.windows(2).all(|two| two[0].is_some() && two[1] == two[0].map(|it| it + 1))
}

/// Only a running number and remarks.
fn is_blank(sheet: &Sheet, row: &Row) -> bool {
    let read = sheet.columns.iter().enumerate().filter(|(_, (_, column))| column.is_some());
    let stray = row.cells.len() > sheet.columns.len();
    !stray && read.map(|(at, _)| at).all(|at| row.at(at).is_empty())
}

/// The row of sums at the end of a list.
fn is_total(sheet: &Sheet, row: &Row) -> bool {
    let first = row.cells.iter().find(|cell| !cell.is_empty()).map(Value::shown);
    let sums = ["tong", "tong cong", "tong so", "cong", "total"];
    let said = first.is_some_and(|text| sums.contains(&fold(text.trim_end_matches(':')).as_str()));
    let needed = sheet.columns.iter().enumerate();
    let mut needed = needed.filter(|(_, (_, column))| column.is_some_and(|it| it.required));
    said && needed.any(|(at, _)| row.at(at).is_empty())
}

/// Rows that were passed over.
#[derive(Default)]
struct Passed {
    numbering: Option<usize>,
    totals: Vec<usize>,
    blank: Vec<usize>,
}

impl Passed {
    fn notes(&self, before: &[usize], sheet: &Sheet) -> Vec<Say> {
        let mut notes = Vec::new();
        let mut note = |vi: &str, en: &str, what: &str| {
            notes.push(Say::new(format!("{vi}{what}"), format!("{en}{what}")));
        };
        if !before.is_empty() {
            let row = sheet.header_row.to_string();
            note("Tên cột đứng ở dòng ", "The heads stand in row ", &row);
            note(
                "Bỏ qua phía trên tên cột: dòng ",
                "Passed over above the heads: row ",
                &list(before),
            );
        }
        if let Some(row) = self.numbering {
            note(
                "Bỏ qua dòng đánh số cột: dòng ",
                "Passed over, numbers of columns: row ",
                &row.to_string(),
            );
        }
        if !self.totals.is_empty() {
            note("Bỏ qua dòng tổng cộng: dòng ", "Passed over, totals: row ", &list(&self.totals));
        }
        if !self.blank.is_empty() {
            note(
                "Bỏ qua dòng không có nội dung: dòng ",
                "Passed over, nothing in them: row ",
                &list(&self.blank),
            );
        }
        let beside =
            sheet.columns.iter().filter(|(head, column)| column.is_none() && !head.is_empty());
        let beside: Vec<String> = beside.map(|(head, _)| format!("“{}”", brief(head))).collect();
        if !beside.is_empty() {
            note("Cột không đọc: ", "Columns that are not read: ", &beside.join(", "));
        }
        notes
    }
}

/// Numbers of rows, the first ten of them.
fn list(rows: &[usize]) -> String {
    let shown: Vec<String> = rows.iter().take(10).map(usize::to_string).collect();
    let more = if rows.len() > 10 { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
