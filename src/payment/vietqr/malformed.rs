//! What can be wrong with a VietQR, and how it is said.

use crate::base::lang::Say;

/// The longest payload of the EMVCo standard, in characters.
pub(super) const LONGEST: usize = 512;

/// The longest text of field 62, in letters.
const TEXT: usize = super::PURPOSE;

/// Why a payload is refused, or cannot be made. Fields are named by their path, `38/01`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// A character that is not printable ASCII, whose length could be counted in two ways.
    NotAscii,
    /// Longer than 512 characters.
    TooLong(usize),
    /// The checksum is not that of the text.
    Checksum {
        /// As it stands in the payload.
        stated: String,
        /// As it should be.
        right: String,
    },
    /// The text ends, or the field around it ends, before this object does.
    Cut(String),
    /// Where an id and a length are due stands something else, in this field.
    NotATag(String),
    /// The object has no value.
    Empty(String),
    /// The object stands twice.
    Doubled(String),
    /// The object is needed and not there.
    Missing(String),
    /// A text of field 62 is longer than 25 letters.
    Long {
        /// The object.
        field: String,
        /// How long it is.
        length: usize,
    },
    /// Not an account by which a MoMo wallet can be reached.
    Wallet(String),
    /// The first object is not 00.
    Start,
    /// The value is not one that the object may have.
    Value {
        /// The object.
        field: String,
        /// What stood there.
        value: String,
    },
}

impl Malformed {
    /// A value that the object may not have.
    pub(super) fn value(field: &str, value: &str) -> Malformed {
        Malformed::Value { field: field.to_owned(), value: value.to_owned() }
    }

    /// The reason in both languages.
    pub fn say(&self) -> Say {
        match self {
            Malformed::NotAscii => Say::new(
                "Mã VietQR chỉ được chứa chữ không dấu, chữ số và dấu câu thông thường",
                "A VietQR may hold only plain letters, digits and punctuation",
            ),
            Malformed::TooLong(length) => Say::new(
                format!("Mã VietQR dài {length} ký tự, tối đa là {LONGEST}"),
                format!("The VietQR has {length} characters; {LONGEST} is the most"),
            ),
            Malformed::Checksum { stated, right } => Say::new(
                format!("Mã kiểm tra CRC sai: ghi {stated}, đúng ra là {right}"),
                format!("Wrong CRC: it says {stated}, it should be {right}"),
            ),
            Malformed::Cut(field) => Say::new(
                format!("Trường {field} bị cắt: độ dài ghi lớn hơn nội dung"),
                format!("Field {field} is cut short: its length says more than is there"),
            ),
            Malformed::NotATag(field) => Say::new(
                format!("Sau trường {field} không phải là mã trường và độ dài hợp lệ"),
                format!("What follows field {field} is not an id and a length"),
            ),
            Malformed::Empty(field) => {
                Say::new(format!("Trường {field} để trống"), format!("Field {field} is empty"))
            }
            Malformed::Doubled(field) => Say::new(
                format!("Trường {field} có hai lần"),
                format!("Field {field} stands twice"),
            ),
            Malformed::Missing(field) => {
                Say::new(format!("Thiếu trường {field}"), format!("Field {field} is missing"))
            }
            Malformed::Long { field, length } => {
                let (vi, en) = match field.as_str() {
                    "62/08" => ("Nội dung chuyển khoản", "The purpose"),
                    _ => ("Chữ của trường", "The text of field"),
                };
                Say::new(
                    format!("{vi} {field} dài {length} ký tự, tối đa là {TEXT}"),
                    format!("{en} {field} has {length} letters; {TEXT} is the most"),
                )
            }
            Malformed::Wallet(account) => Say::new(
                format!(
                    "“{account}” không phải số tài khoản nhận tiền của ví MoMo; hãy lấy số dạng \
                     99MM…M… trong ứng dụng MoMo, mục nhận tiền từ ngân hàng"
                ),
                format!(
                    "“{account}” is no account by which banks reach a MoMo wallet; take the one \
                     of the form 99MM…M… from the MoMo app, under receiving from banks"
                ),
            ),
            Malformed::Start => {
                Say::new("Mã VietQR phải bắt đầu bằng trường 00", "A VietQR begins with field 00")
            }
            Malformed::Value { field, value } => Say::new(
                format!("Trường {field} không nhận giá trị “{value}”"),
                format!("Field {field} cannot be “{value}”"),
            ),
        }
    }
}
