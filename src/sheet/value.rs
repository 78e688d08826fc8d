//! What stands in a cell, with its type kept until its column is known: only then can be said
//! whether a date is one, or an item code that the spreadsheet took for one.

use super::number::Number;
use crate::base::{
    code::{self, is_rounded, rounded},
    fold::{brief, tidy},
    lang::Say,
    old_letters::reading,
};
use jiff::civil::Date;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Names and sentences.
    Text,
    /// Digits that are no number: item codes, accounts, lots.
    Code,
    /// The same, of goods.
    Barcode,
    /// Bank accounts.
    Account,
    /// Telephone numbers, which begin with 0.
    Phone,
    /// Tax codes: of ten or thirteen digits, and a person's number of twelve, which begins with 0.
    Tax,
    /// Numbers, amounts and words of a closed vocabulary.
    Number,
    /// Days.
    Date,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Tidy text.
    Text(String),
    /// Bare digits of a file without types: a spreadsheet that saved it may have dropped zeros.
    Digits(String),
    /// A number.
    Number(Number),
    /// A day.
    Date(Date),
    /// A time of day, or a span of time.
    Time,
    /// True or false.
    Truth(bool),
    /// A spreadsheet's error: `#N/A`.
    Fault(String),
    /// A formula whose result the file does not hold.
    Formula,
    /// Letters that cannot be read: as they stand, and what is told of them.
    Unreadable(String, Say),
}

/// What spreadsheets write where a formula failed: `#N/A`, `#REF!`, `#TÊN?`, `#N/A N/A`,
/// `#GETTING_DATA`, `Err:502`. Each program has words of its own, in the user's language, all of
/// one form.
fn is_fault(upper: &str) -> bool {
    let word = |it: &str| {
        !it.is_empty() && it.chars().all(|it| it.is_alphabetic() || "0123456789/_".contains(it))
    };
    match (upper.strip_prefix('#'), upper.strip_prefix("ERR:")) {
        (Some("N/A" | "N/A N/A" | "GETTING_DATA"), _) => true,
        (Some(rest), _) => rest.strip_suffix(['!', '?']).is_some_and(word),
        (None, Some(number)) => is_digits(number),
        (None, None) => false,
    }
}

impl Value {
    /// Text of a cell, as it came.
    pub fn of_text(raw: &str) -> Value {
        if let Some(it) = reading(raw) {
            return Value::Unreadable(tidy(raw), it.say(raw));
        }
        let text = tidy(raw);
        let upper = text.to_uppercase();
        match text.as_str() {
            "" => Value::Empty,
            _ if is_fault(&upper) => Value::Fault(upper),
            _ if text.len() > 1 && text.bytes().all(|byte| byte == b'#') => Value::Fault(text),
            _ if has_lost_letters(&text) => {
                let say = lost_letters(&text);
                Value::Unreadable(text, say)
            }
            _ => Value::Text(text),
        }
    }

    /// Text of a file without types, in which spreadsheets wrap digits as `="0036"`.
    pub fn of_plain(raw: &str) -> Value {
        match raw.trim() {
            text if text.starts_with("=\"") && text.ends_with('"') => {
                Value::of_text(&code::unwrap(text))
            }
            text if text.starts_with('=') && text.len() > 1 => Value::Formula,
            text => Value::of_text(text),
        }
    }

    /// The same of a file that a spreadsheet may have saved: digits are told from other text.
    pub(super) fn of_untyped(raw: &str) -> Value {
        match Value::of_plain(raw) {
            Value::Text(text) if !raw.trim().starts_with('=') && is_digits(&text) => {
                Value::Digits(text)
            }
            value => value,
        }
    }

    /// Whether nothing stands in the cell.
    pub fn is_empty(&self) -> bool {
        *self == Value::Empty
    }

    /// The cell as people see it, whatever its column.
    pub fn shown(&self) -> String {
        match self {
            Value::Empty => String::new(),
            Value::Text(text)
            | Value::Digits(text)
            | Value::Fault(text)
            | Value::Unreadable(text, _) => text.clone(),
            Value::Number(number) => number.shown.clone(),
            Value::Date(day) => day.strftime("%d/%m/%Y").to_string(),
            Value::Time => "…:…".to_owned(),
            Value::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Value::Formula => "=…".to_owned(),
        }
    }

    /// The cell as text that its column reads, or why it cannot be what the column means.
    pub fn text(&self, holds: Holds) -> Result<String, Say> {
        match self {
            Value::Empty => Ok(String::new()),
            Value::Text(text) if is_rounded(text) && holds != Holds::Text => Err(rounded(text)),
            Value::Digits(text) if has_lost_zero(text, holds) => Err(lost_zero(text)),
            Value::Text(text) | Value::Digits(text) => Ok(text.clone()),
            Value::Number(number) => number.text(holds),
            Value::Date(day) if holds == Holds::Date => Ok(day.to_string()),
            Value::Date(_) | Value::Time => Err(date(&self.shown())),
            Value::Truth(_) => Err(no_text(&self.shown())),
            Value::Fault(fault) => Err(Say::new(
                format!("Ô này là giá trị lỗi {fault} của bảng tính"),
                format!("The cell is the spreadsheet's error value {fault}"),
            )),
            Value::Formula => Err(Say::new(
                "Ô này là công thức chưa có kết quả; hãy mở tệp bằng bảng tính, lưu lại, hoặc gõ \
                 thẳng giá trị",
                "The cell is a formula without its result; open the file in a spreadsheet and save \
                 it, or type the value",
            )),
            Value::Unreadable(_, say) => Err(say.clone()),
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether digits are one short of what their column holds, as when a spreadsheet took them for a
/// number and saved that. Barcodes of seven and of eleven digits there are, so their check digit
/// decides; 1800 and 1900 begin numbers that are called without a 0, 84 one from abroad.
fn has_lost_zero(digits: &str, holds: Holds) -> bool {
    let begins = |starts: &[&str]| starts.iter().any(|start| digits.starts_with(start));
    match (holds, digits.len()) {
        (Holds::Barcode, 7 | 11) => code::is_sound(&format!("0{digits}")),
        (Holds::Phone, 9 | 10) => !begins(&["0", "84", "1800", "1900"]),
        (Holds::Tax, 9 | 11 | 12) => !begins(&["0"]),
        (Holds::Account, _) => account_lost_zero(digits),
        _ => false,
    }
}

/// Whether an account is one digit short of the two kinds that begin with a zero: a telephone
/// number (ten digits), and those of thirteen. Others of nine and of twelve digits there are, so
/// who means one says so; money that goes to another's account does not come back.
pub(super) fn account_lost_zero(digits: &str) -> bool {
    match digits.len() {
        9 => digits.starts_with(['3', '5', '7', '8', '9']),
        12 => !digits.starts_with('0'),
        _ => false,
    }
}

/// A question mark or the mark of lost letters within a word: `M?t ong` was saved in an encoding
/// without Vietnamese. An address of the web may have one.
fn has_lost_letters(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let within = |at: &[char]| at[1] == '?' && at[0].is_alphabetic() && at[2].is_alphabetic();
    text.contains('\u{fffd}') || (!text.contains("://") && letters.windows(3).any(within))
}

fn lost_zero(digits: &str) -> Say {
    Say::new(
        format!(
            "“{digits}” có lẽ đã mất số 0 ở đầu khi bảng tính lưu tệp; hãy ghi đủ số, hoặc ghi \
             =\"{digits}\" nếu đúng như vậy"
        ),
        format!(
            "“{digits}” has perhaps lost the 0 before it when a spreadsheet saved the file; write \
             all digits, or =\"{digits}\" if it is right"
        ),
    )
}

fn date(shown: &str) -> Say {
    Say::new(
        format!(
            "Ô này là ngày giờ ({shown}); nếu là chữ hay mã, hãy định dạng cột là văn bản rồi \
                 gõ lại"
        ),
        format!(
            "The cell is a date ({shown}); if it is text or a code, make the column text and \
                 type it again"
        ),
    )
}

fn no_text(shown: &str) -> Say {
    Say::new(
        format!("Ô này là giá trị đúng/sai ({shown}), không phải nội dung"),
        format!("The cell is a truth value ({shown}), not what the column holds"),
    )
}

fn lost_letters(text: &str) -> Say {
    let text = brief(text);
    Say::new(
        format!("“{text}” đã mất dấu khi lưu tệp; hãy lưu lại dạng .xlsx hoặc CSV UTF-8"),
        format!("“{text}” lost letters when the file was saved; save it as .xlsx or CSV UTF-8"),
    )
}
