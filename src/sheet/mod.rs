//! Sheets people fill in: CSV or XLSX files, read strictly. Every error is told by row and column,
//! and nothing is returned unless all is well. What a row of each file means, the rooms say.

#[cfg(test)]
mod bombs;
pub mod cells;
mod columns;
mod read;
#[cfg(test)]
mod tests;
mod unpack;

use crate::base::lang::{Lang, Say};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

pub use columns::{Column, FileKind, columns};

/// The largest file, in bytes.
pub const FILE_LIMIT: usize = 16 * 1024 * 1024;
/// The most rows of a file, beside its header.
pub const ROW_LIMIT: usize = 20_000;

/// A file as it was handed over: its name tells CSV from XLSX.
#[derive(Debug, Clone)]
pub struct File {
    /// Name, or path.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
    /// Whether reading it should end.
    pub stop: Stop,
}

impl File {
    /// A file by its name and contents.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> File {
        File { name: name.into(), bytes: bytes.into(), stop: Stop::default() }
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

/// A file as text: every cell composed (NFC) and trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The row of the header as a spreadsheet shows it, mostly 1.
    pub header_row: usize,
    /// The headers as they stand.
    pub columns: Vec<String>,
    /// The rows that are not blank.
    pub rows: Vec<Row>,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row's number as a spreadsheet shows it.
    pub number: usize,
    /// As many cells as there are columns.
    pub cells: Vec<String>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The row as a spreadsheet shows it; the header is 1.
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
        match self.column.as_str() {
            "" => format!("{place}: {said}"),
            column => format!("{place}, {column}: {said}"),
        }
    }
}
