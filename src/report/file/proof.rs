//! Whether a report's file says what the book said: the file beside the same report made again from
//! the journal as it stood. What reads a workbook and a letter stands beside.

mod contents;

use super::{Format, Unwritten, form, write};
use crate::{
    base::lang::Say,
    report::{document::Document, letterhead::Letterhead, stamp::Stamp},
};
use contents::{Grid, Letter};
use std::{
    collections::BTreeSet,
    io::{Cursor, Read},
};

/// Bytes of a file that is read; a report is a hundredth of it.
pub const LARGEST: u64 = 64 << 20;
/// Bytes that the properties of a file unpack to at most.
const PROPERTIES: u64 = 1 << 20;
/// Differences that are named.
const NAMED: usize = 20;

/// What a file proved to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As the program wrote it: nothing in it was touched.
    Untouched,
    /// Begins as the program wrote it, to the last byte; so many bytes came after, as an electronic
    /// signature does, and may change what is seen.
    Appended(usize),
    /// Saved by another program, with the values of the book. Formats, what is hidden, drawings,
    /// heads and feet of pages, and other words were not looked at.
    Values,
    /// Differs from the book.
    Refuted(Vec<Say>),
}

/// Which kind of file this is, and what it says it was made from; none of a file that is no report.
pub fn stamp(bytes: &[u8]) -> Option<(Format, Stamp)> {
    if bytes.starts_with(b"%PDF") {
        return Some((Format::Pdf, Stamp::find(bytes)?));
    }
    let zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let format =
        if zip.index_for_name("word/document.xml").is_some() { Format::Docx } else { Format::Xlsx };
    Some((format, Stamp::find(&properties(bytes)?)?))
}

/// The properties of a workbook or a letter.
fn properties(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut properties = Vec::new();
    let entry = zip.by_name("docProps/custom.xml").ok()?;
    entry.take(PROPERTIES).read_to_end(&mut properties).ok()?;
    Some(properties)
}

/// The words of the office that a letter was made with: they are its own, and no figure.
fn letterhead(bytes: &[u8], format: Format) -> Letterhead {
    match format {
        Format::Pdf => Letterhead::find(bytes),
        Format::Docx => Letterhead::find(&properties(bytes).unwrap_or_default()),
        Format::Xlsx | Format::Csv => Letterhead::default(),
    }
}

/// What a file is beside the report as the book has it.
pub fn verdict(bytes: &[u8], format: Format, made: &Document) -> Result<Verdict, Unwritten> {
    let made = &Document { letterhead: letterhead(bytes, format), ..made.clone() };
    let again = write(made, format)?;
    if again == bytes {
        return Ok(Verdict::Untouched);
    }
    let mut found = match format {
        Format::Pdf | Format::Csv => match bytes.strip_prefix(again.as_slice()) {
            Some(more) => return Ok(Verdict::Appended(more.len())),
            None => vec![Say::new(
                "Tệp không giống bản làm lại từ sổ đến từng byte",
                "The file is not, byte for byte, the one made again from the book",
            )],
        },
        Format::Xlsx | Format::Docx => {
            if contents::parts(bytes)? == contents::parts(&again)? {
                return Ok(Verdict::Untouched);
            }
            match format {
                Format::Docx => letters(bytes, &again, made)?,
                _ => tables(&contents::sheets(bytes)?, &contents::sheets(&again)?),
            }
        }
    };
    if found.is_empty() {
        return Ok(Verdict::Values);
    }
    let more = found.len().saturating_sub(NAMED);
    found.truncate(NAMED);
    if more > 0 {
        found.push(Say::new(
            format!("… và {more} chỗ khác nữa"),
            format!("… and {more} more differences"),
        ));
    }
    Ok(Verdict::Refuted(found))
}

/// What differs in a letter: its tables, and what it says it is about.
fn letters(bytes: &[u8], again: &[u8], made: &Document) -> Result<Vec<Say>, Unwritten> {
    let word = form::table(made.stamp.lang);
    let (here, should) = (contents::letter(bytes, word)?, contents::letter(again, word)?);
    let mut found = tables(&here.tables, &should.tables);
    let sentence = made.sentence.text();
    if !follows(&here, &made.subject, &sentence) {
        found.push(Say::new(
            "Tiêu đề và câu tổng hợp ngay dưới nó không còn nguyên văn như sổ",
            "The title and the sentence right below it are no longer what the book says",
        ));
    }
    if here.paragraphs.iter().filter(|it| **it == made.stamp.said()).count() != 1 {
        found.push(Say::new(
            "Dòng nói thư được lập từ sổ nào không còn nguyên văn",
            "The line that says what the letter was made from is no longer as it was",
        ));
    }
    Ok(found)
}

/// Whether a letter has its subject once, and right below it its sentence, once.
fn follows(letter: &Letter, subject: &str, sentence: &str) -> bool {
    let words: Vec<&str> =
        letter.paragraphs.iter().map(String::as_str).filter(|it| !it.trim().is_empty()).collect();
    let once = |text: &str| words.iter().filter(|it| **it == text).count() == 1;
    let after = words.iter().skip_while(|it| **it != subject).nth(1);
    once(subject) && (sentence.is_empty() || (once(sentence) && after == Some(&sentence)))
}

/// What differs between the tables that a file has and those it should have: none is missing, none
/// is there besides, and they stand in their order.
fn tables(stand: &[Grid], should: &[Grid]) -> Vec<Say> {
    let mut found = Vec::new();
    let none = Grid::default();
    for n in 0..stand.len().max(should.len()) {
        match (stand.get(n), should.get(n)) {
            (Some(here), Some(right)) if here.name == right.name => unlike(here, right, &mut found),
            (here, right) => {
                let (is, should) = (here.unwrap_or(&none), right.unwrap_or(&none));
                let (is, should) = (&is.name, &should.name);
                found.push(Say::new(
                    format!("Bảng thứ {}: tệp có “{is}”, sổ có “{should}”", n + 1),
                    format!("Table {}: the file has “{is}”, the book “{should}”", n + 1),
                ));
            }
        }
    }
    found
}

/// The cells of one table that differ.
fn unlike(stand: &Grid, should: &Grid, found: &mut Vec<Say>) {
    let places: BTreeSet<_> = stand.cells.keys().chain(should.cells.keys()).collect();
    for place in places {
        let text = |grid: &Grid| grid.cells.get(place).cloned().unwrap_or_default();
        let (is, should) = (text(stand), text(should));
        if is != should {
            let (name, row, column) = (&stand.name, place.0 + 1, place.1 + 1);
            let vi = format!("{name}, dòng {row}, cột {column}: tệp ghi “{is}”");
            let en = format!("{name}, row {row}, column {column}: the file says “{is}”");
            let (vi, en) =
                (format!("{vi}, sổ ghi “{should}”"), format!("{en}, the book “{should}”"));
            found.push(Say::new(vi, en));
        }
    }
}
