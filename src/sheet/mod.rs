//! Sheets people fill in: CSV, XLSX or XLS files, read strictly. Every error is told by row and
//! column, and nothing is returned unless all is well. What a row of each file means, the rooms
//! say.

#[cfg(test)]
mod bombs;
pub mod cells;
mod columns;
mod heads;
mod number;
mod plain;
mod read;
#[cfg(test)]
mod real_files;
pub mod template;
#[cfg(test)]
mod tests;
mod unpack;
mod value;
mod xls;
mod xlsx;

use crate::base::lang::{Lang, Say};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

pub use columns::{Column, FileKind, columns};
pub use read::pages;
pub use value::{Holds, Value};

/// The largest file, in bytes.
pub const FILE_LIMIT: usize = 16 * 1024 * 1024;
/// The most rows of a file, beside its header.
pub const ROW_LIMIT: usize = 20_000;

/// A file as it was handed over; what it is, its first bytes say.
#[derive(Debug, Clone)]
pub struct File {
    /// Name, or path.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
    /// The page that is to be read; none: the visible one that has the heads.
    pub page: Option<String>,
    /// Whether reading it should end.
    pub stop: Stop,
}

impl File {
    /// A file by its name and contents.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> File {
        File { name: name.into(), bytes: bytes.into(), page: None, stop: Stop::default() }
    }
}

/// Asks whoever reads a file to end. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks to end.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Refuses once it was asked.
    fn check(&self) -> Result<(), RowError> {
        match self.0.load(Ordering::Relaxed) {
            true => Err(RowError { row: 1, column: String::new(), say: too_long() }),
            false => Ok(()),
        }
    }
}

/// Reading a file took too long.
pub fn too_long() -> Say {
    Say::new(
        "Đọc tệp lâu quá nên đã dừng; hãy chia thành nhiều tệp",
        "Reading the file took too long and was ended; split it",
    )
}

/// A page of a file, its columns known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The row of the heads as a spreadsheet shows it, mostly 1.
    pub header_row: usize,
    /// The heads as they stand, and the column that each names; none is passed over.
    pub columns: Vec<(String, Option<&'static Column>)>,
    /// The rows that hold something.
    pub rows: Vec<Row>,
    /// What of the file was passed over.
    pub notes: Vec<Say>,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row's number as a spreadsheet shows it.
    pub number: usize,
    /// Its cells; what stands at its end may be missing.
    pub cells: Vec<Value>,
}

impl Row {
    /// The cell at a place.
    pub fn at(&self, column: usize) -> &Value {
        const EMPTY: &Value = &Value::Empty;
        self.cells.get(column).unwrap_or(EMPTY)
    }
}

/// Rows of a file as their room reads them, and what people are shown of it.
#[derive(Debug, Clone)]
pub struct Table<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The head of each column of the file by the column's name.
    pub heads: Vec<(&'static str, String)>,
    /// What of the file was passed over.
    pub notes: Vec<Say>,
    /// The first rows as they stand, each with its number; beneath the heads of what is read.
    pub first: Vec<(usize, Vec<String>)>,
}

impl<T> std::ops::Deref for Table<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.rows
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The row as a spreadsheet shows it; 0 where the file as a whole is meant.
    pub row: usize,
    /// The header of the column in the file; empty when the whole row or file is meant.
    pub column: String,
    /// What is wrong.
    pub say: Say,
}

impl RowError {
    /// The error as one line: `Dòng 5, star: …`.
    pub fn line(&self, lang: Lang) -> String {
        let place = format!("{} {}", lang.say("Dòng", "Row"), self.row);
        let said = self.say.in_lang(lang);
        if self.row == 0 {
            return said.to_owned();
        }
        match self.column.as_str() {
            "" => format!("{place}: {said}"),
            column => format!("{place}, {column}: {said}"),
        }
    }
}
