//! A report as a file that an office keeps, signs and sends on.

mod docx;
mod form;
mod layout;
mod letters;
mod pdf;
pub mod proof;
#[cfg(test)]
mod tests;
mod widths;
mod xlsx;

use super::{csv, document::Document};
use std::fmt::Display;

crate::words! {
    /// The kinds of files.
    Format {
        /// A workbook: every table a sheet, every figure a number.
        Xlsx = "xlsx", "Excel", "Excel";
        /// A letter in the official form, to be finished in a word processor.
        Docx = "docx", "Word", "Word";
        /// The same letter, finished, with its own letters in it.
        Pdf = "pdf", "PDF", "PDF";
        /// The tables for other programs.
        Csv = "csv", "CSV", "CSV";
    }
}

impl Format {
    /// The type that the web calls it by.
    pub fn content_type(self) -> &'static str {
        match self {
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Format::Pdf => "application/pdf",
            Format::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// The property of a workbook or a letter that holds the stamp, and of a letter its letterhead.
const PROPERTY: &str = "chophien";

/// Why a file could not be written: a fault of the program, or of the machine's memory.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unwritten(String);

impl Unwritten {
    fn of(error: impl Display) -> Unwritten {
        Unwritten(error.to_string())
    }
}

/// Writes a report. The same report of the same state of the book is the same to the last byte in
/// PDF, and to the last cell in the others: no file holds the hour at which it was written.
pub fn write(it: &Document, format: Format) -> Result<Vec<u8>, Unwritten> {
    match format {
        Format::Xlsx => xlsx::write(it).map_err(Unwritten::of),
        Format::Docx => docx::write(it).map_err(Unwritten::of),
        Format::Pdf => pdf::write(it),
        Format::Csv => csv::write(&it.tables, it.stamp.lang).map_err(Unwritten::of),
    }
}
