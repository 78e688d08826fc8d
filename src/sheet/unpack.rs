//! What an Excel file unpacks to, looked at before it is read: a file of some kilobytes may unpack
//! to gigabytes, and its own list of sizes may lie.

use super::{RowError, Stop, read::file};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Parts of a file; a plain one has some ten.
const PARTS: usize = 1_000;
/// Bytes of one part, unpacked: twice a page of as many rows as are read, all columns filled.
const PART: u64 = 48 << 20;
/// Bytes of all parts, unpacked.
const ALL: u64 = 96 << 20;
/// Marks (`<`) in a part that is no page of cells: each text there is kept with some of them.
const MARKS: usize = 2_500_000;
/// Digits of the number of texts that a list of them may claim to have: room is made for as many.
const CLAIM: usize = 6;
/// Bytes that the formats of numbers may take: each style keeps its own copy of one.
const FORMATS: usize = 16 << 20;
/// Bytes of one format; Excel takes 255 letters.
const FORMAT: usize = 900;
/// Bytes unpacked between two looks at the clock.
const STEP: usize = 64 << 10;

/// Refuses a file that unpacks to more than any sheet of goods.
pub(super) fn check(bytes: &[u8], stop: &Stop) -> Result<(), RowError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > PARTS {
        return Err(too_large());
    }
    let said: u64 = (0..archive.len())
        .map(|n| archive.by_index_raw(n).map_or(0, |part| part.size()))
        .fold(0, u64::saturating_add);
    if said > ALL {
        return Err(too_large());
    }
    let mut left = ALL;
    let mut part = Vec::new();
    for n in 0..archive.len() {
        part.clear();
        let mut entry = archive.by_index(n).map_err(|_| broken())?;
        let page = entry.name().is_ok_and(|name| is_page(&name));
        unpack(&mut entry, &mut part, left.min(PART), stop)?;
        left -= part.len() as u64;
        sane(&part, page)?;
    }
    Ok(())
}

/// Reads a part to its end; one that is longer than `most` bytes is refused.
fn unpack(
    entry: &mut impl Read,
    part: &mut Vec<u8>,
    most: u64,
    stop: &Stop,
) -> Result<(), RowError> {
    let mut entry = entry.take(most + 1);
    loop {
        stop.check()?;
        let read = entry.by_ref().take(STEP as u64).read_to_end(part).map_err(|_| broken())?;
        if part.len() as u64 > most {
            return Err(too_large());
        }
        if read == 0 {
            return Ok(());
        }
    }
}

/// Whether a part is a page of cells, which is read cell by cell and not kept.
fn is_page(name: &str) -> bool {
    let name = name.to_lowercase().replace('\\', "/");
    name.contains("worksheets/") && !name.contains("sharedstrings")
}

fn sane(part: &[u8], page: bool) -> Result<(), RowError> {
    // In another encoding nothing of the following would be found; spreadsheets write UTF-8.
    let wide = [b"\xfe\xff", b"\xff\xfe", b"\0<", b"<\0"];
    if wide.iter().any(|mark| part.starts_with(*mark)) || found(part, b"<?xml").any(other_encoding)
    {
        return Err(broken());
    }
    if !page && part.iter().filter(|byte| **byte == b'<').count() > MARKS {
        return Err(too_large());
    }
    if !page && formats(part).is_none_or(|bytes| bytes > FORMATS) {
        return Err(too_large());
    }
    match claims(part).any(|digits| digits > CLAIM) {
        true => Err(too_large()),
        false => Ok(()),
    }
}

/// What the styles of a part take at most: as many as there are, with the longest format. None
/// where a format is longer than any.
fn formats(part: &[u8]) -> Option<usize> {
    let value = |rest: &[u8]| {
        let quote = rest.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
        let value = rest.get(quote + 1..)?;
        value.iter().position(|byte| *byte == rest[quote]).filter(|length| *length <= FORMAT)
    };
    let longest =
        found(part, b"formatCode").map(value).try_fold(0, |most, it| Some(most.max(it?)))?;
    let styles = if longest > 0 { found(part, b"xf").count() } else { 0 };
    Some(styles * longest)
}

/// What stands behind each of these words, some hundred bytes of it.
fn found<'a>(part: &'a [u8], word: &'static [u8]) -> impl Iterator<Item = &'a [u8]> {
    let hits = part.windows(word.len()).enumerate().filter(move |(_, window)| *window == word);
    hits.map(move |(at, _)| &part[at + word.len()..part.len().min(at + 1_000)])
}

/// Whether a declaration names an encoding other than UTF-8.
fn other_encoding(declaration: &[u8]) -> bool {
    let end = declaration.iter().position(|byte| *byte == b'>').unwrap_or(declaration.len());
    let said = String::from_utf8_lossy(&declaration[..end]).to_ascii_lowercase();
    let encoding = said.split_once("encoding").map(|(_, rest)| rest);
    let encoding =
        encoding.map(|it| it.trim_start_matches([' ', '\t', '\r', '\n', '=', '"', '\'']));
    encoding.is_some_and(|it| !it.starts_with("utf-8"))
}

/// How many digits each number of texts has that a list claims.
fn claims(part: &[u8]) -> impl Iterator<Item = usize> {
    found(part, b"uniqueCount").map(|rest| {
        let value = rest.iter().skip_while(|byte| !byte.is_ascii_digit() && **byte != b'<');
        value.take_while(|byte| byte.is_ascii_digit()).count()
    })
}

pub(super) fn broken() -> RowError {
    // What the reader says of it is about zip archives, not about anything a person could mend.
    file(
        "Tệp Excel bị hỏng hoặc không phải .xlsx; hãy mở ra và lưu lại dạng .xlsx",
        "The Excel file is damaged or no .xlsx; open it and save it as .xlsx",
    )
}

pub(super) fn too_large() -> RowError {
    file(
        "Tệp Excel mở ra quá lớn; hãy xoá trang thừa và chia thành nhiều tệp",
        "The Excel file is too large when unpacked; delete what is not needed and split it",
    )
}
