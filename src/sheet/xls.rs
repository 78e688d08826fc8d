//! Excel's files of 1997 to 2003 (BIFF8 in a compound file), as [MS-XLS] describes them: texts,
//! numbers, dates and errors of cells, with the format that shows them. Nothing is computed, and no
//! room is made for what a file only claims.

use super::{
    Row, RowError, Stop, Value, heads,
    number::{Number, is_date},
    read::{Book, Page, Rows, file},
    xlsx::date,
};
use calamine::{ExcelDateTime, ExcelDateTimeType};
use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

/// More styles than Excel itself writes (4,050), or a format of more bytes than it takes, are of a
/// file that is meant to fill the memory: each style holds its format.
const STYLES: usize = 4_096;
const FORMAT: usize = 1_024;

/// Kinds of records.
mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000a;
    pub const DATE_MODE: u16 = 0x0022;
    pub const PASSWORD: u16 = 0x002f;
    pub const CONTINUE: u16 = 0x003c;
    pub const SHEET: u16 = 0x0085;
    pub const MANY_RK: u16 = 0x00bd;
    pub const XF: u16 = 0x00e0;
    pub const TEXTS: u16 = 0x00fc;
    pub const TEXT_OF_LIST: u16 = 0x00fd;
    pub const NUMBER: u16 = 0x0203;
    pub const TEXT: u16 = 0x0204;
    pub const TRUTH_OR_ERROR: u16 = 0x0205;
    pub const RESULT: u16 = 0x0207;
    pub const RK: u16 = 0x027e;
    pub const FORMAT: u16 = 0x041e;
    pub const BEGIN: u16 = 0x0809;
}

/// Records read between two looks at the clock.
const STEP: usize = 1_024;

fn broken() -> RowError {
    file(
        "Tệp .xls bị hỏng hoặc quá cũ; hãy mở bằng Excel và lưu dạng .xlsx",
        "The .xls file is damaged or too old; open it in Excel and save it as .xlsx",
    )
}

/// A part of the file's bytes; nothing where it ends before.
fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// The record at a place: its kind, its data, and where the next one begins.
fn record(stream: &[u8], at: usize) -> Option<(u16, &[u8], usize)> {
    let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
    let data = stream.get(at + 4..at + 4 + length)?;
    Some((kind, data, at + 4 + length))
}

/// An opened workbook.
pub(super) struct Xls {
    stream: Vec<u8>,
    /// Each page with the place of its records.
    pages: Vec<(Page, usize)>,
    texts: Vec<String>,
    /// The format of each style.
    formats: Vec<String>,
    from_1904: bool,
}

impl Xls {
    /// Opens a file and reads what its pages share.
    pub fn open(bytes: &[u8]) -> Result<Xls, RowError> {
        let mut parts = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| broken())?;
        let mut stream = Vec::new();
        let mut book = parts.open_stream("/Workbook").map_err(|_| broken())?;
        book.read_to_end(&mut stream).map_err(|_| broken())?;
        let (pages, texts, formats) = (Vec::new(), Vec::new(), Vec::new());
        let mut book = Xls { stream: Vec::new(), pages, texts, formats, from_1904: false };
        book.globals(&stream)?;
        book.stream = stream;
        Ok(book)
    }

    fn globals(&mut self, stream: &[u8]) -> Result<(), RowError> {
        let (mut named, mut styles) = (HashMap::new(), Vec::new());
        let mut at = 0;
        while let Some((kind, data, next)) = record(stream, at) {
            match kind {
                kind::BEGIN if u16_at(data, 0) != Some(0x0600) => return Err(broken()),
                kind::PASSWORD => {
                    return Err(file(
                        "Tệp .xls có mật khẩu; hãy bỏ mật khẩu rồi lưu lại",
                        "The .xls file has a password; take it off and save it",
                    ));
                }
                kind::DATE_MODE => self.from_1904 = u16_at(data, 0) == Some(1),
                kind::FORMAT => {
                    let code = u16_at(data, 0).zip(data.get(2..).and_then(long_text));
                    named.extend(code.filter(|(_, text)| text.len() <= FORMAT));
                }
                kind::XF if styles.len() == STYLES => return Err(broken()),
                kind::XF => styles.push(u16_at(data, 2).unwrap_or_default()),
                kind::SHEET => self.pages.extend(page(data)),
                kind::TEXTS => self.texts = Texts::read(stream, at).ok_or_else(broken)?,
                kind::END => break,
                _ => {}
            }
            at = next;
        }
        let format = |id: &u16| named.get(id).cloned().unwrap_or_else(|| built_in(*id).to_owned());
        self.formats = styles.iter().map(format).collect();
        Ok(())
    }

    fn number(&self, value: f64, style: Option<u16>) -> Value {
        let format = style.and_then(|it| self.formats.get(usize::from(it)));
        let format = format.map_or("General", String::as_str);
        match is_date(format) {
            true => date(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, self.from_1904)),
            false => Value::Number(Number::new(value, format)),
        }
    }

    /// The cells of a record, each with its column.
    fn cells(&self, kind: u16, data: &[u8]) -> Option<Vec<(usize, Value)>> {
        let (column, style) = (usize::from(u16_at(data, 2)?), u16_at(data, 4));
        let one = |value| Some(vec![(column, value)]);
        match kind {
            kind::NUMBER => {
                let bits = data.get(6..14)?.try_into().ok()?;
                one(self.number(f64::from_le_bytes(bits), style))
            }
            kind::RK => one(self.number(rk(u32_at(data, 6)?), style)),
            kind::MANY_RK => {
                let pairs = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6);
                let cell = |(n, pair): (usize, &[u8])| {
                    Some((column + n, self.number(rk(u32_at(pair, 2)?), u16_at(pair, 0))))
                };
                pairs.enumerate().map(cell).collect()
            }
            kind::TEXT_OF_LIST => {
                let text = self.texts.get(u32_at(data, 6)? as usize)?;
                one(Value::of_text(text))
            }
            kind::TEXT => one(Value::of_text(&long_text(data.get(6..)?)?)),
            kind::TRUTH_OR_ERROR => one(truth_or_error(*data.get(6)?, *data.get(7)? == 1)),
            kind::FORMULA => {
                let result: [u8; 8] = data.get(6..14)?.try_into().ok()?;
                one(match result {
                    // Its text comes in the next record.
                    [0, .., 0xff, 0xff] => Value::Formula,
                    [1, _, truth, .., 0xff, 0xff] => Value::Truth(truth != 0),
                    [2, _, error, .., 0xff, 0xff] => truth_or_error(error, true),
                    [3, .., 0xff, 0xff] => Value::Empty,
                    bits => self.number(f64::from_le_bytes(bits), style),
                })
            }
            _ => Some(Vec::new()),
        }
    }
}

impl Book for Xls {
    fn pages(&self) -> Vec<Page> {
        self.pages.iter().map(|(page, _)| page.clone()).collect()
    }

    fn rows(&mut self, page: usize, first: bool, stop: &Stop) -> Result<Vec<Row>, RowError> {
        let most = if first { heads::ROWS } else { usize::MAX };
        let Some((_, start)) = self.pages.get(page) else { return Ok(Vec::new()) };
        let (mut rows, mut at, mut depth, mut read) = (Rows::default(), *start, 0, 0_usize);
        // A formula whose text is awaited.
        let mut awaited = None;
        while let Some((kind, data, next)) = record(&self.stream, at) {
            at = next;
            read += 1;
            if read.is_multiple_of(STEP) {
                stop.check()?;
            }
            match kind {
                // Charts within a page have records of their own.
                kind::BEGIN => depth += 1,
                kind::END => depth -= 1,
                _ if depth != 1 => {}
                kind::RESULT => {
                    let text = long_text(data).ok_or_else(broken)?;
                    if let Some(place) = awaited.take() {
                        rows.cell(place, text.len(), || Value::of_text(&text))?;
                    }
                }
                _ => {
                    let number = usize::from(u16_at(data, 0).unwrap_or_default()) + 1;
                    let cells = if is_cell(kind) { self.cells(kind, data) } else { Some(vec![]) };
                    if is_cell(kind) && number > most {
                        break;
                    }
                    for (column, value) in cells.ok_or_else(broken)? {
                        let place = (number, column);
                        awaited = (value == Value::Formula).then_some(place).or(awaited);
                        rows.cell(place, value.shown().len(), || value)?;
                    }
                }
            }
            if depth == 0 {
                break;
            }
        }
        rows.done()
    }
}

fn is_cell(kind: u16) -> bool {
    use kind::{FORMULA, MANY_RK, NUMBER, RK, TEXT, TEXT_OF_LIST, TRUTH_OR_ERROR};
    [FORMULA, MANY_RK, NUMBER, RK, TEXT, TEXT_OF_LIST, TRUTH_OR_ERROR].contains(&kind)
}

/// A page of cells, and where its records begin; charts and macros are none.
fn page(data: &[u8]) -> Option<(Page, usize)> {
    let (start, hidden) = (u32_at(data, 0)? as usize, data.get(4)? & 3 != 0);
    if *data.get(5)? != 0 {
        return None;
    }
    let count = usize::from(*data.get(6)?);
    let (name, _) = letters(data.get(8..)?, count, *data.get(7)?)?;
    Some((Page { name, hidden }, start))
}

/// A text whose length has two bytes.
fn long_text(data: &[u8]) -> Option<String> {
    let count = usize::from(u16_at(data, 0)?);
    letters(data.get(3..)?, count, *data.get(2)?).map(|(text, _)| text)
}

/// `count` letters of one byte or, as the flag says, of two; as many as there are. Gives how many
/// bytes they took too.
fn letters(data: &[u8], count: usize, flags: u8) -> Option<(String, usize)> {
    let width = if flags & 1 == 1 { 2 } else { 1 };
    let bytes = data.get(..(count * width).min(data.len() / width * width))?;
    let units: Vec<u16> = match width {
        1 => bytes.iter().map(|byte| u16::from(*byte)).collect(),
        _ => bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect(),
    };
    Some((String::from_utf16_lossy(&units), bytes.len()))
}

/// A number in four bytes: an integer or the upper half of a fraction, or a hundredth of either.
fn rk(bits: u32) -> f64 {
    let value = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits.cast_signed() >> 2),
    };
    if bits & 1 == 1 { value / 100.0 } else { value }
}

fn truth_or_error(value: u8, error: bool) -> Value {
    if !error {
        return Value::Truth(value != 0);
    }
    let said = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    Value::Fault(said.to_owned())
}

/// The formats that files do not spell out, as far as they matter here.
fn built_in(id: u16) -> &'static str {
    match id {
        1 => "0",
        9 => "0%",
        10 => "0.00%",
        14..=22 | 27..=36 | 45..=47 | 50..=58 => "dd/mm/yyyy",
        _ => "General",
    }
}

/// The list of texts, which goes on in further records wherever one is full.
struct Texts<'a> {
    /// The data of its records.
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl<'a> Texts<'a> {
    fn read(stream: &'a [u8], at: usize) -> Option<Vec<String>> {
        let (_, first, mut next) = record(stream, at)?;
        let mut parts = vec![first];
        while let Some((kind::CONTINUE, data, after)) = record(stream, next) {
            parts.push(data);
            next = after;
        }
        let count = u32_at(first, 4)?;
        let mut list = Texts { parts, part: 0, at: 8 };
        let mut texts = Vec::new();
        for _ in 0..count {
            let Some(text) = list.text() else { break };
            texts.push(text);
        }
        Some(texts)
    }

    fn text(&mut self) -> Option<String> {
        let count = usize::from(u16_at(self.take(2)?, 0)?);
        let mut flags = *self.take(1)?.first()?;
        let runs = if flags & 8 != 0 { usize::from(u16_at(self.take(2)?, 0)?) } else { 0 };
        let phonetic = if flags & 4 != 0 { u32_at(self.take(4)?, 0)? as usize } else { 0 };
        let (mut text, mut left) = (String::new(), count);
        while left > 0 {
            if self.at >= self.parts.get(self.part)?.len() {
                // The letters go on in the next record, which says anew how wide they are.
                (self.part, self.at) = (self.part + 1, 1);
                flags = *self.parts.get(self.part)?.first()?;
            }
            let (some, bytes) = letters(&self.parts[self.part][self.at..], left, flags)?;
            if bytes == 0 {
                return None;
            }
            left -= if flags & 1 == 1 { bytes / 2 } else { bytes };
            self.at += bytes;
            text.push_str(&some);
        }
        self.skip(runs * 4 + phonetic)?;
        Some(text)
    }

    /// The next bytes, which stand in one record.
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        if self.at >= self.parts.get(self.part)?.len() {
            (self.part, self.at) = (self.part + 1, 0);
        }
        let bytes = self.parts.get(self.part)?.get(self.at..self.at + count)?;
        self.at += count;
        Some(bytes)
    }

    /// Passes over bytes that may go on in further records.
    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            let here = self.parts.get(self.part)?.len().saturating_sub(self.at);
            let step = count.min(here);
            (self.at, count) = (self.at + step, count - step);
            if count > 0 {
                (self.part, self.at) = (self.part + 1, 0);
            }
        }
        Some(())
    }
}
