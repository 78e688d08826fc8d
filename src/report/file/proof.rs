//! Whether a report's file says what the book said: the file beside the same report made again from
//! the journal as it stood.

use super::{Format, Unwritten, form::form, write};
use crate::{
    base::lang::Say,
    report::{document::Document, stamp::Stamp},
};
use calamine::{Data, Reader, Xlsx};
use docx_rs::{DocumentChild, ParagraphChild, TableCellContent, TableChild, TableRowChild};
use std::io::{Cursor, Read};

/// Bytes of a file that is read; a report is a hundredth of it.
pub const LARGEST: u64 = 64 << 20;
/// Bytes that the properties of a file unpack to at most.
const PROPERTIES: u64 = 1 << 20;
/// Differences that are named.
const NAMED: usize = 20;

/// Which kind of file this is, and what it says it was made from; none of a file that is no report.
pub fn stamp(bytes: &[u8]) -> Option<(Format, Stamp)> {
    if bytes.starts_with(b"%PDF") {
        return Some((Format::Pdf, Stamp::find(bytes)?));
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let format =
        if zip.index_for_name("word/document.xml").is_some() { Format::Docx } else { Format::Xlsx };
    let mut properties = Vec::new();
    let entry = zip.by_name("docProps/custom.xml").ok()?;
    entry.take(PROPERTIES).read_to_end(&mut properties).ok()?;
    Some((format, Stamp::find(&properties)?))
}

/// Every difference between a file and the report as the book has it; empty when it is proved.
pub fn differences(bytes: &[u8], format: Format, made: &Document) -> Result<Vec<Say>, Unwritten> {
    let again = write(made, format)?;
    if again == bytes {
        return Ok(Vec::new());
    }
    let mut found = match format {
        Format::Xlsx => cells(&sheets(bytes)?, &sheets(&again)?),
        Format::Docx => {
            let word = form(made.stamp.lang).table;
            let (here, should) = (letter(bytes, word)?, letter(&again, word)?);
            let mut found = cells(&here.tables, &should.tables);
            if !here.paragraphs.contains(&made.sentence.text()) {
                found.push(Say::new(
                    "Câu tổng hợp không còn nguyên văn như sổ",
                    "The sentence at the head is no longer what the book says",
                ));
            }
            found
        }
        Format::Pdf | Format::Csv => vec![Say::new(
            "Tệp không giống bản làm lại từ sổ đến từng byte",
            "The file is not, byte for byte, the one made again from the book",
        )],
    };
    found.truncate(NAMED);
    Ok(found)
}

/// A sheet, or a table of a letter: its name and its rows.
type Grid = (String, Vec<Vec<String>>);

/// The cells that a file has beside those it should have.
fn cells(stands: &[Grid], should: &[Grid]) -> Vec<Say> {
    let mut found = Vec::new();
    for (name, rows) in should {
        match stands.iter().find(|(other, _)| other == name) {
            Some((_, here)) => unlike(name, here, rows, &mut found),
            None => {
                found.push(Say::new(format!("Thiếu “{name}”"), format!("“{name}” is missing")));
            }
        }
    }
    found
}

/// The cells of one table that differ.
fn unlike(name: &str, stand: &[Vec<String>], should: &[Vec<String>], found: &mut Vec<Say>) {
    let at = |rows: &[Vec<String>], n: usize, m: usize| {
        rows.get(n).and_then(|row| row.get(m)).cloned().unwrap_or_default()
    };
    for n in 0..stand.len().max(should.len()) {
        let length = |rows: &[Vec<String>]| rows.get(n).map_or(0, Vec::len);
        for m in 0..length(stand).max(length(should)) {
            let (is, should) = (at(stand, n, m), at(should, n, m));
            if is != should {
                let (row, column) = (n + 1, m + 1);
                let vi = format!("{name}, dòng {row}, cột {column}: tệp ghi “{is}”");
                let en = format!("{name}, row {row}, column {column}: the file says “{is}”");
                let (vi, en) =
                    (format!("{vi}, sổ ghi “{should}”"), format!("{en}, the book “{should}”"));
                found.push(Say::new(vi, en));
            }
        }
    }
}

/// The sheets of a workbook, cell by cell.
fn sheets(bytes: &[u8]) -> Result<Vec<Grid>, Unwritten> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(Unwritten::of)?;
    let mut all = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(Unwritten::of)?;
        let text = |cell: &Data| match cell {
            Data::Float(number) => number.to_string(),
            Data::Int(number) => number.to_string(),
            Data::DateTime(day) => day.as_f64().to_string(),
            other => other.to_string(),
        };
        all.push((name, range.rows().map(|row| row.iter().map(text).collect()).collect()));
    }
    Ok(all)
}

/// What a letter says: its paragraphs, and its tables of figures, each under its title. What an
/// office fills in around them is its own.
struct Letter {
    paragraphs: Vec<String>,
    tables: Vec<Grid>,
}

fn letter(bytes: &[u8], table: &str) -> Result<Letter, Unwritten> {
    let read = docx_rs::read_docx(bytes).map_err(Unwritten::of)?;
    let mut letter = Letter { paragraphs: Vec::new(), tables: Vec::new() };
    for child in &read.document.children {
        match child {
            DocumentChild::Paragraph(one) => letter.paragraphs.push(words(one)),
            DocumentChild::Table(one) => {
                let title = letter.paragraphs.last().cloned().unwrap_or_default();
                if title.starts_with(table) {
                    letter.tables.push((title, rows(one)));
                }
            }
            _ => {}
        }
    }
    Ok(letter)
}

/// The texts of a table's cells.
fn rows(table: &docx_rs::Table) -> Vec<Vec<String>> {
    let text = |TableRowChild::TableCell(cell): &TableRowChild| {
        let texts = cell.children.iter().filter_map(|it| match it {
            TableCellContent::Paragraph(one) => Some(words(one)),
            _ => None,
        });
        texts.collect::<Vec<_>>().join(" ")
    };
    let row = |TableChild::TableRow(row): &TableChild| row.cells.iter().map(text).collect();
    table.rows.iter().map(row).collect()
}

fn words(paragraph: &docx_rs::Paragraph) -> String {
    let mut text = String::new();
    for child in &paragraph.children {
        if let ParagraphChild::Run(run) = child {
            for part in &run.children {
                if let docx_rs::RunChild::Text(it) = part {
                    text.push_str(&it.text);
                }
            }
        }
    }
    text
}
