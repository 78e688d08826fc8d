//! Codes of goods: the one way each is written, its check digit, and whose it is. The same rules as
//! `static/js/model/barcode.js`, by which tills compare what was scanned.

use super::{
    fold::{brief, fold, tidy},
    lang::Say,
};

/// A code as a spreadsheet or a person wrapped it: `="0036"` and `'0036` are both `0036`.
pub fn unwrap(text: &str) -> String {
    let text = tidy(text);
    let inner = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let bare = inner.unwrap_or(&text).trim_start_matches(['\'', '’', '‘', '`']);
    bare.trim().to_owned()
}

/// The one way a code is written: without spaces and wrapping, in capitals, a sound UPC-A or
/// GTIN-14 of a single piece as its EAN-13, a UPC-E as that of the number it stands for unless its
/// eight digits are sound by themselves.
pub fn normal(text: &str) -> String {
    let bare: String = unwrap(text).split_whitespace().collect();
    let bare = bare.to_uppercase();
    match bare.len() {
        8 if !is_sound(&bare) => of_upc_e(&bare).map_or(bare, |whole| format!("0{whole}")),
        12 if is_digits(&bare) && is_sound(&bare) => format!("0{bare}"),
        14 if bare.starts_with('0') && is_digits(&bare) && is_sound(&bare) => bare[1..].to_owned(),
        _ => bare,
    }
}

/// The UPC-A that eight digits of a UPC-E stand for, if they are one: its check digit is that of
/// the whole number. As `fromUpcE` in `static/js/model/code_forms.js`.
fn of_upc_e(code: &str) -> Option<String> {
    if code.len() != 8 || !is_digits(code) || !code.starts_with(['0', '1']) {
        return None;
    }
    let (system, five, last, check) = (&code[..1], &code[1..6], &code[6..7], &code[7..]);
    let long = match last {
        "0" | "1" | "2" => format!("{}{last}0000{}", &five[..2], &five[2..]),
        "3" => format!("{}00000{}", &five[..3], &five[3..]),
        "4" => format!("{}00000{}", &five[..4], &five[4..]),
        _ => format!("{five}0000{last}"),
    };
    let whole = format!("{system}{long}{check}");
    is_sound(&whole).then_some(whole)
}

/// What a text that is looked for may stand for in the book: itself, then the one way its code is
/// written, then the number that a UPC-E stands for.
pub fn readings(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned()];
    let code = normal(text);
    let long = of_upc_e(&code).map(|whole| normal(&whole));
    let whole = Some(code).filter(|code| is_digits(code));
    for one in whole.into_iter().chain(long) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// The words of a question, folded, each with what it may stand for, as the beginnings of words.
pub fn sought(question: &str) -> Vec<Vec<String>> {
    let begins = |word: &str| readings(word).iter().map(|it| format!(" {it}")).collect();
    fold(question).split_whitespace().map(begins).collect()
}

fn is_digits(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a code has a check digit: EAN-8, UPC-A, EAN-13, GTIN-14.
fn is_checked(code: &str) -> bool {
    matches!(code.len(), 8 | 12..=14) && is_digits(code)
}

/// Whether a code agrees with its check digit; one that has none does. Weights are 3 and 1, from
/// the right (GS1 General Specifications, 7.9).
pub fn is_sound(code: &str) -> bool {
    if !is_checked(code) {
        return true;
    }
    let weighed = code.bytes().rev().enumerate().map(|(n, byte)| {
        let digit = u32::from(byte - b'0');
        if n % 2 == 0 { digit } else { digit * 3 }
    });
    weighed.sum::<u32>().is_multiple_of(10)
}

/// A barcode as it was typed or stands in a sheet, in the one way it is written; refused where its
/// check digit disagrees, and where a spreadsheet rounded it.
pub fn barcode(text: &str) -> Result<String, Say> {
    let code = normal(text);
    if is_rounded(&code) {
        return Err(rounded(&code));
    }
    if is_sound(&code) {
        return Ok(code);
    }
    Err(Say::new(
        format!("Mã vạch “{}” sai chữ số kiểm tra", brief(&code)),
        format!("Barcode “{}” has a wrong check digit", brief(&code)),
    ))
}

/// `8.93E+12`: what a spreadsheet leaves of a long number.
pub fn is_rounded(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['E', 'e']) else { return false };
    let plain = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let sum = digits.split(['.', ',']);
    power.starts_with(['+', '-'])
        && plain(&power[1..])
        && sum.clone().count() <= 2
        && sum.clone().all(plain)
}

/// What is said of such a number.
pub fn rounded(text: &str) -> Say {
    Say::new(
        format!(
            "“{}” là số đã bị bảng tính làm tròn; hãy định dạng cột là văn bản rồi gõ lại",
            brief(text)
        ),
        format!(
            "“{}” was rounded by the spreadsheet; make the column text and type it again",
            brief(text)
        ),
    )
}

/// Whether a normal code was given by GS1, and so belongs to one product in the world: neither a
/// code of a shop's own making nor one of the numbers for use within a shop (02, 04 and 20 to 29 of
/// thirteen digits, 0 and 2 of eight).
pub fn is_gtin(code: &str) -> bool {
    if !is_checked(code) {
        return false;
    }
    let own = match code.len() {
        8 => matches!(code.as_bytes()[0], b'0' | b'2'),
        13 => code.starts_with("02") || code.starts_with("04") || code.starts_with('2'),
        _ => false,
    };
    !own
}

/// By what codes are compared: leading zeros of a short number do not count, because the label of a
/// scale says `00042` where people write `42`.
pub fn key(text: &str) -> String {
    let code = normal(text);
    if !is_digits(&code) || is_checked(&code) {
        return code;
    }
    let bare = code.trim_start_matches('0');
    if bare.is_empty() { "0".to_owned() } else { bare.to_owned() }
}

/// By what lots are compared that people write each in their own way: `B77`, `b77`, `Lô B-77` and
/// `lot B 77` are one, and so are `001` and the `1` that a spreadsheet leaves of it.
pub fn lot_key(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    let mut words = words.filter(|word| !word.is_empty()).peekable();
    let named = |word: &&str| matches!(*word, "lo" | "lot" | "batch");
    if words.next_if(named).is_some() && words.peek().is_none() {
        return folded.trim().to_owned();
    }
    let whole: String = words.collect();
    let bare = if is_digits(&whole) { whole.trim_start_matches('0') } else { &whole };
    if bare.is_empty() { whole } else { bare.to_owned() }
}

/// A text as one part of an address (RFC 3986): codes may hold spaces and Vietnamese letters.
pub fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let each = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_in_one_way_however_it_came() {
        for text in [
            "8938505974194",
            " 8938505 974194 ",
            "'8938505974194",
            "=\"8938505974194\"",
            "8938505974194\u{200b}",
            "\u{feff}8938505974194",
            "08938505974194",
        ] {
            assert_eq!(barcode(text).as_deref(), Ok("8938505974194"), "{text:?}");
        }
        assert_eq!(barcode("036000291452").as_deref(), Ok("0036000291452"), "UPC-A");
        assert_eq!(normal("sp 01"), "SP01");
    }

    #[test]
    fn a_lot_is_one_however_it_is_written() {
        // The same pairs as in tests/browser/unit/lot_key.test.mjs.
        for text in ["B77", "b77", "Lô B-77", "lot B 77", " LÔ  b77 "] {
            assert_eq!(lot_key(text), "b77", "{text}");
        }
        assert_eq!(lot_key("001"), lot_key("1"));
        assert_eq!(lot_key("000"), "000");
        assert_ne!(lot_key("L01"), lot_key("L1"));
        assert_eq!(lot_key("lô"), "lo");
        assert_eq!(lot_key(""), "");
    }

    #[test]
    fn a_number_that_a_spreadsheet_rounded_is_no_barcode_at_any_door() {
        assert!(barcode("8.93851E+12").unwrap_err().en.contains("was rounded"));
    }

    #[test]
    fn a_upc_e_is_the_number_that_it_stands_for_at_every_door() {
        // The same pairs as in tests/browser/unit/barcode.test.mjs.
        assert_eq!(barcode("04252614").as_deref(), Ok("0042100005264"));
        assert_eq!(key("0425 2614"), "0042100005264");
        assert!(barcode("04252615").is_err());
        // Sound as the eight digits that they are: letter by letter goes first, as at the till, and
        // who searches finds both.
        assert_eq!(barcode("01234565").as_deref(), Ok("01234565"));
        assert_eq!(readings("01234565"), ["01234565", "0012345000065"]);
        assert_eq!(readings("04252614"), ["04252614", "0042100005264"]);
        assert_eq!(readings("036000291452"), ["036000291452", "0036000291452"]);
        assert_eq!(readings("mat"), ["mat"]);
        assert_eq!(readings("96385074"), ["96385074"]);
    }

    #[test]
    fn a_misread_digit_is_told_for_every_kind_that_has_one() {
        assert!(barcode("8938505974195").is_err());
        assert!(barcode("96385075").is_err());
        assert!(barcode("036000291453").is_err());
        assert!(barcode("18938505974195").is_err());
        assert_eq!(barcode("96385074").as_deref(), Ok("96385074"));
        assert_eq!(barcode("TRA-01").as_deref(), Ok("TRA-01"));
        assert_eq!(barcode("1234567").as_deref(), Ok("1234567"));
    }

    #[test]
    fn numbers_for_use_within_a_shop_belong_to_nobody_in_the_world() {
        assert!(is_gtin("8938505974194") && is_gtin("0036000291452") && is_gtin("96385074"));
        for own in ["2000010000012", "0212345678900", "20000011", "TRA-01", "42"] {
            assert!(!is_gtin(own), "{own}");
        }
        assert_eq!(key("00042"), key("42"));
        assert_ne!(key("0036000291452"), key("36000291452"));
    }
}
