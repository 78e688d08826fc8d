//! What a workbook and a letter say, read within limits: a file that is to be proved may have been
//! made to harm.

use super::Unwritten;
use calamine::{DataRef, Reader, Xlsx};
use docx_rs::{
    DocumentChild, Paragraph, ParagraphChild, RunChild, Table, TableCellContent, TableChild,
    TableRowChild,
};
use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

/// Bytes that the parts of a file unpack to at most, and that the texts of its cells take.
const UNPACKED: u64 = 96 << 20;
/// Stands for whatever is no plain text that everyone sees: a formula, a tracked change, a hidden
/// word, a picture, a table within a cell. The book's own files have none, so it always differs.
const NOT_PLAIN: &str = "[?]";

/// A sheet, or a table of a letter.
#[derive(Default)]
pub struct Grid {
    /// Its name, or the title above it.
    pub name: String,
    /// The texts of its cells that are not empty, by row and column from 0.
    pub cells: BTreeMap<(u32, u32), String>,
}

/// What a letter says: its paragraphs, and its tables of figures, each under its title. What an
/// office fills in around them is its own.
#[derive(Default)]
pub struct Letter {
    /// The texts of its paragraphs, outside tables.
    pub paragraphs: Vec<String>,
    /// The tables of figures.
    pub tables: Vec<Grid>,
}

/// The parts of a packed file by name, unpacked.
pub fn parts(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Unwritten> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(Unwritten::of)?;
    let (mut all, mut left) = (BTreeMap::new(), UNPACKED);
    for n in 0..zip.len() {
        let entry = zip.by_index(n).map_err(Unwritten::of)?;
        let name = entry.name().map_err(Unwritten::of)?.into_owned();
        let mut part = Vec::new();
        entry.take(left + 1).read_to_end(&mut part).map_err(Unwritten::of)?;
        left = left.checked_sub(part.len() as u64).ok_or_else(too_large)?;
        if all.insert(name, part).is_some() {
            return Err(Unwritten::of("two parts have one name"));
        }
    }
    Ok(all)
}

fn too_large() -> Unwritten {
    Unwritten::of("the file unpacks to more than any report")
}

/// The sheets of a workbook, cell by cell. A cell with a formula is none of ours: what a program
/// shows there is what it reckons, not what stands beside the formula.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Grid>, Unwritten> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(Unwritten::of)?;
    let (mut all, mut left) = (Vec::new(), UNPACKED);
    for name in book.sheet_names() {
        let mut grid = Grid { name, cells: BTreeMap::new() };
        let mut reader = book.worksheet_cells_reader(&grid.name).map_err(Unwritten::of)?;
        while let Some(cell) = reader.next_cell().map_err(Unwritten::of)? {
            let text = text(cell.get_value());
            if !text.is_empty() {
                // A cell costs its place too.
                left = left.checked_sub(text.len() as u64 + 16).ok_or_else(too_large)?;
                grid.cells.insert(cell.get_position(), text);
            }
        }
        drop(reader);
        let mut reader = book.worksheet_cells_reader(&grid.name).map_err(Unwritten::of)?;
        while let Some(cell) = reader.next_formula().map_err(Unwritten::of)? {
            if !cell.get_value().is_empty() {
                grid.cells.insert(cell.get_position(), NOT_PLAIN.to_owned());
            }
        }
        all.push(grid);
    }
    Ok(all)
}

fn text(cell: &DataRef) -> String {
    match cell {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(day) => day.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Reads a letter; `table` is the word that the title of a table of figures begins with.
pub fn letter(bytes: &[u8], table: &str) -> Result<Letter, Unwritten> {
    parts(bytes)?;
    let read = docx_rs::read_docx(bytes).map_err(Unwritten::of)?;
    let mut letter = Letter::default();
    for child in &read.document.children {
        match child {
            DocumentChild::Paragraph(one) => letter.paragraphs.push(words(one)),
            DocumentChild::Table(one) => {
                let name = letter.paragraphs.last().cloned().unwrap_or_default();
                if name.starts_with(table) {
                    letter.tables.push(Grid { name, cells: cells(one) });
                }
            }
            DocumentChild::StructuredDataTag(_) | DocumentChild::TableOfContents(_) => {
                letter.paragraphs.push(NOT_PLAIN.to_owned());
            }
            _ => {}
        }
    }
    Ok(letter)
}

/// The texts of a table's cells.
fn cells(table: &Table) -> BTreeMap<(u32, u32), String> {
    let mut all = BTreeMap::new();
    for (n, TableChild::TableRow(row)) in (0..).zip(&table.rows) {
        for (m, TableRowChild::TableCell(cell)) in (0..).zip(&row.cells) {
            let texts = cell.children.iter().map(|it| match it {
                TableCellContent::Paragraph(one) => words(one),
                _ => NOT_PLAIN.to_owned(),
            });
            let text = texts.collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                all.insert((n, m), text);
            }
        }
    }
    all
}

/// What everyone reads in a paragraph.
fn words(paragraph: &Paragraph) -> String {
    let mut text = String::new();
    for child in &paragraph.children {
        match child {
            ParagraphChild::Run(run) => {
                let hidden = &run.run_property;
                if hidden.vanish.is_some() || hidden.spec_vanish.is_some() {
                    text.push_str(NOT_PLAIN);
                }
                for part in &run.children {
                    match part {
                        RunChild::Text(it) => text.push_str(&it.text),
                        RunChild::Tab(_) | RunChild::Break(_) | RunChild::CarriageReturn(_) => {
                            text.push(' ');
                        }
                        _ => text.push_str(NOT_PLAIN),
                    }
                }
            }
            ParagraphChild::BookmarkStart(_) | ParagraphChild::BookmarkEnd(_) => {}
            _ => text.push_str(NOT_PLAIN),
        }
    }
    text
}
