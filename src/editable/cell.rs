//! A cell of a file: text that a spreadsheet would run or change on opening it gets an apostrophe
//! in front, and one is taken off when it comes back. So a formula is only text, a leading zero, a
//! long code and a day stay as they are, and the round trip changes no letter.

use crate::{
    base::{fold::tidy, lang::Say},
    sheet::{Holds, Value},
};

/// What keeps a spreadsheet from touching a cell.
const GUARD: char = '\'';
/// The longest whole number that spreadsheets show and save with all its digits.
const DIGITS: usize = 11;
/// The longest text that a spreadsheet may take for a day with a month in letters.
const DAY: usize = 14;
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The cell that holds a text.
pub fn guarded(text: &str) -> String {
    let begins = text.starts_with(['=', '+', '-', '@', '#', GUARD, '\t', '\r']);
    let truth = ["true", "false"].iter().any(|it| text.eq_ignore_ascii_case(it));
    match begins || truth || is_figure(text) || is_day(text) {
        true => format!("{GUARD}{text}"),
        false => text.to_owned(),
    }
}

/// Digits with nothing but signs around them, but for numbers that stay as they are.
fn is_figure(text: &str) -> bool {
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let whole = |it: &str| digits(it) && it.len() <= DIGITS && (it == "0" || !it.starts_with('0'));
    let letter = |it: char| it.is_alphabetic() && !matches!(it, 'e' | 'E');
    let some = text.bytes().any(|byte| byte.is_ascii_digit());
    some && !text.contains(letter) && !whole(text.strip_suffix('%').unwrap_or(text))
}

/// `MAR1`, `1-May`: codes that are days to a spreadsheet.
fn is_day(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.len() <= DAY
        && text.is_ascii()
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && MONTHS.iter().any(|month| text.contains(month))
}

/// The text that a cell holds, or why it holds none: a formula, an error of the spreadsheet, a
/// number that it rounded.
pub fn plain(cell: &str, holds: Holds) -> Result<String, Say> {
    if let Some(exact) = cell.strip_prefix(GUARD) {
        return Ok(exact.to_owned());
    }
    let wrapped = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) = wrapped {
        return Ok(inner.to_owned());
    }
    match Value::of_plain(cell) {
        Value::Unreadable(..) => Ok(cell.to_owned()),
        value => value.text(holds).map(|_| cell.to_owned()),
    }
}

/// Whether letters of a text were lost when the file was saved, or are those of an old font: asked
/// only of files that lack the mark with which ours begin.
pub fn lost(text: &str) -> Option<Say> {
    match Value::of_plain(text) {
        Value::Unreadable(_, say) => Some(say),
        _ => None,
    }
}

/// A text as it is kept: each of its lines tidy.
pub fn settled(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(tidy).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_change_is_kept_from_it_and_comes_back_as_it_was() {
        for text in [
            "=1+2",
            "+84 912",
            "-5",
            "@SUM(A1)",
            "#N/A",
            "'đã có dấu",
            "''",
            "0101234567",
            "8938505974194",
            "2024-06-02",
            "08:00",
            "1E5",
            "3/4",
            "TRUE",
            "MAR1",
            "1-May",
            "=\"0036\"",
        ] {
            let cell = guarded(text);
            assert_eq!(cell, format!("'{text}"));
            assert_eq!(plain(&cell, Holds::Code).as_deref(), Ok(text));
        }
        for text in ["Miến dong", "1 kg", "8%", "12/QĐ-UBND", "55000", "0", "TS01", "", "3 sao"]
        {
            assert_eq!(guarded(text), text);
            assert_eq!(plain(text, Holds::Code).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_a_spreadsheet_left_of_a_cell_is_refused_where_it_is_no_text() {
        assert_eq!(plain("=\"0036\"", Holds::Code).as_deref(), Ok("0036"));
        for cell in ["=A1+2", "#N/A", "####"] {
            assert!(plain(cell, Holds::Text).is_err(), "{cell}");
        }
        assert!(plain("8.93E+12", Holds::Code).is_err());
        assert!(lost("M?t ong").is_some() && lost("Mật ong").is_none());
        assert_eq!(settled("  Mật  ong \n rừng "), "Mật ong\nrừng");
    }
}
