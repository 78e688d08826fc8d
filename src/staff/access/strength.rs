//! PINs and passwords that others would try first are refused: one check for whoever sets one.

use super::Kind;
use crate::base::{fold::fold, lang::Say};

/// What is asked of a new PIN or password, for whoever chooses one.
pub fn rules(kind: Kind) -> Say {
    match kind {
        Kind::Pin => Say::new(
            "4–8 chữ số; không dùng số liền nhau (1234), số lặp lại (0000, 1212), năm hay ngày",
            "4–8 digits; no run (1234), no repetition (0000, 1212), no year or date",
        ),
        Kind::Password => Say::new(
            "Từ 8 ký tự, có ít nhất một chữ cái; không dùng từ dễ đoán hay tên của bạn",
            "8 letters or more, not digits alone; no common word, not your name",
        ),
    }
}

/// Checks a new PIN or password of somebody who is called by these names.
pub fn check(kind: Kind, secret: &str, names: &[&str]) -> Result<(), Say> {
    match kind {
        Kind::Pin => pin(secret),
        Kind::Password => password(secret, names),
    }
}

/// A PIN: four to eight digits that nobody guesses.
fn pin(pin: &str) -> Result<(), Say> {
    if !(4..=8).contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Say::new("Mã PIN gồm 4–8 chữ số", "A PIN has 4–8 digits"));
    }
    match run(pin.as_bytes()) || repeats(pin) || pairs(pin) || day(pin) || PINS.contains(&pin) {
        false => Ok(()),
        true => Err(Say::new(
            "Mã PIN này dễ đoán (số liền nhau, số lặp lại, ngày hoặc năm). Hãy chọn mã khác",
            "This PIN is easily guessed (a run, a repetition, a date or a year). Choose another",
        )),
    }
}

/// A password: at least eight characters, with a letter, that nobody guesses.
fn password(password: &str, names: &[&str]) -> Result<(), Say> {
    let length = password.chars().count();
    if length < 8 {
        let vi = "Mật khẩu cần ít nhất 8 ký tự";
        return Err(Say::new(vi, "A password has at least 8 characters"));
    }
    if length > 200 {
        let vi = "Mật khẩu dài nhất 200 ký tự";
        return Err(Say::new(vi, "A password has at most 200 characters"));
    }
    if !password.chars().any(char::is_alphabetic) {
        let vi = "Mật khẩu cần có chữ cái, không chỉ chữ số";
        return Err(Say::new(vi, "A password needs a letter, not digits alone"));
    }
    match common(password) || own(&letters(password), names) {
        false => Ok(()),
        true => Err(Say::new(
            "Mật khẩu này dễ đoán (từ thông dụng, dãy phím, tên của bạn). Hãy chọn mật khẩu khác",
            "This password is easily guessed (a common word, a run of keys, your name). \
             Choose another",
        )),
    }
}

/// Each digit as far from the one before, up to two: 1234, 9876, 0000, 2468; after 9 comes 0.
fn run(digits: &[u8]) -> bool {
    let step = |pair: &[u8]| (10 + pair[1] - pair[0]) % 10;
    let mut steps = digits.windows(2).map(step);
    let first = steps.next().unwrap_or_default();
    matches!(first, 0 | 1 | 2 | 8 | 9) && steps.all(|step| step == first)
}

/// One piece twice or more often: 1212, 123123.
fn repeats(text: &str) -> bool {
    (1..=text.len() / 2).any(|length| unit(text, length))
}

fn unit(text: &str, length: usize) -> bool {
    let bytes = text.as_bytes();
    bytes.len().is_multiple_of(length)
        && bytes.chunks(length).all(|piece| piece == &bytes[..length])
}

/// Every digit twice: 1122, 885500.
fn pairs(pin: &str) -> bool {
    pin.len().is_multiple_of(2) && pin.as_bytes().chunks(2).all(|pair| pair[0] == pair[1])
}

/// A year, or a day as people write it: 1990, 251190, 25111990, 19901125.
fn day(pin: &str) -> bool {
    let number = |range: std::ops::Range<usize>| {
        pin.get(range).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or_default()
    };
    let year = |at: usize| (1900..2100).contains(&number(at..at + 4));
    let day = |day: usize, month: usize| {
        (1..=31).contains(&number(day..day + 2)) && (1..=12).contains(&number(month..month + 2))
    };
    match pin.len() {
        4 => year(0),
        6 => day(0, 2),
        8 => (day(0, 2) && year(4)) || (year(0) && day(6, 4)),
        _ => false,
    }
}

/// The letters and digits of a text, without case and marks.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// A common word or a run of keys, be it repeated, with digits around it or with signs for letters.
fn common(password: &str) -> bool {
    let sign = |letter: char| match letter {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        other => other,
    };
    let folded = fold(password);
    let edge = |letter: char| !letter.is_alphabetic() && !"@$!".contains(letter);
    let inner: String = folded.trim_matches(edge).chars().map(sign).collect();
    let plain = letters(password);
    let core = plain.trim_matches(|letter: char| letter.is_ascii_digit());
    let few = |text: &str| text.chars().collect::<std::collections::HashSet<_>>().len() < 4;
    let guessed = |text: &str| {
        WORDS.contains(&text) || few(text) || RUNS.iter().any(|keys| keys.contains(text))
    };
    let once = |text: &str| {
        let length = (1..=text.len() / 2).find(|length| unit(text, *length));
        length.and_then(|length| text.get(..length)).map(str::to_owned)
    };
    let all = [plain.as_str(), core, &letters(&inner)];
    let repeated = |text: &&str| once(text).is_some_and(|it| it.len() < 6 || guessed(&it));
    all.iter().any(|text| guessed(text)) || all.iter().any(repeated)
}

/// Little more than one's own names.
fn own(plain: &str, names: &[&str]) -> bool {
    let mut words: Vec<String> = names.iter().map(|name| letters(name)).collect();
    words.extend(names.iter().flat_map(|name| name.split_whitespace()).map(letters));
    words.retain(|word| word.chars().count() >= 3);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = words.iter().fold(plain.to_owned(), |rest, word| rest.replace(word.as_str(), ""));
    let bare = rest.chars().count() < 6 || !rest.chars().any(char::is_alphabetic);
    rest.len() < plain.len() && bare
}

/// PINs that are often chosen and are none of the above.
const PINS: &[&str] = &[
    "0852", "1221", "1236", "1313", "1368", "1379", "1397", "1470", "1478", "1590", "2580", "2589",
    "3579", "3979", "4078", "7410", "7939", "112113", "113114", "123321", "147258", "159753",
    "258369", "789456",
];

/// Neighbours on keyboards and in the alphabet.
const RUNS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiopasdfghjklzxcvbnm",
    "poiuytrewqlkjhgfdsamnbvcxz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8",
    "1a2b3c4d5e6f7g8h",
];

/// Words that are tried first, here and elsewhere.
const WORDS: &[&str] = &[
    "abcabc",
    "admin",
    "administrator",
    "anhyeu",
    "anhyeuem",
    "asdfgh",
    "asdfghjkl",
    "banhang",
    "bantochuc",
    "baseball",
    "batman",
    "changeme",
    "chophien",
    "congty",
    "dangnhap",
    "default",
    "dragon",
    "emyeuanh",
    "football",
    "giadinh",
    "halong",
    "hanoi",
    "hochiminh",
    "hoicho",
    "hoichoocop",
    "iloveu",
    "iloveyou",
    "khongbiet",
    "khongco",
    "letmein",
    "login",
    "master",
    "matkhau",
    "matkhaucuatoi",
    "matkhaumoi",
    "monkey",
    "mothaiba",
    "motthaiba",
    "ocop",
    "ocopvietnam",
    "passcode",
    "passwd",
    "password",
    "princess",
    "quangninh",
    "quanly",
    "quantri",
    "qwerty",
    "qwertyuiop",
    "root",
    "saigon",
    "secret",
    "shadow",
    "sunshine",
    "superman",
    "taikhoan",
    "tinhyeu",
    "trustno",
    "vietnam",
    "welcome",
    "xinchao",
    "yeuanh",
    "yeuem",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_that_others_try_first_are_refused() {
        for guessed in [
            "0000", "1111", "1234", "4321", "123456", "7890", "2468", "1357", "1212", "123123",
            "1122", "885500", "1990", "2026", "251190", "25111990", "19901125", "2580", "112113",
        ] {
            assert!(
                check(Kind::Pin, guessed, &[]).unwrap_err().vi.contains("dễ đoán"),
                "{guessed}"
            );
        }
        for wrong in ["", "123", "123456789", "12a4", "１２３４", "matkhau"] {
            assert!(check(Kind::Pin, wrong, &[]).unwrap_err().vi.contains("4–8"), "{wrong}");
        }
        for good in ["2749", "3816", "9375", "4071", "246813", "905817", "73520846"] {
            assert_eq!(check(Kind::Pin, good, &[]), Ok(()), "{good}");
        }
    }

    #[test]
    fn passwords_that_others_try_first_are_refused() {
        let names = ["Nguyễn Thị Hương", "huong.nt"];
        for guessed in [
            "password",
            "Password",
            "P@ssw0rd",
            "password123",
            "123password",
            "aaaaaaaa",
            "abababab",
            "abcdabcd",
            "abcdefgh",
            "qwertyui",
            "QWERTYUIOP",
            "1qaz2wsx",
            "matkhau1",
            "Mật khẩu",
            "mật khẩu 2026",
            "matkhaumatkhau",
            "anhyeuem",
            "anhyeuem123",
            "iloveyou",
            "i love you",
            "chophien",
            "Chợ Phiên 2026",
            "vietnam1",
            "huong123",
            "Huong.nt1",
            "nguyenhuong",
            "NguyenThiHuong",
            "huong12345678",
            "trustno1",
            "asdfghjk",
        ] {
            assert!(
                check(Kind::Password, guessed, &names).unwrap_err().en.contains("guessed"),
                "{guessed}"
            );
        }
        for digits in ["12345678", "0912345678", "25111990"] {
            assert!(check(Kind::Password, digits, &names).unwrap_err().en.contains("letter"));
        }
        assert!(check(Kind::Password, "ngan", &names).unwrap_err().en.contains("at least 8"));
        for good in ["mat-khau-dai", "phiên chợ sớm mai", "huong va ba con meo", "T7k!vq9zLw"]
        {
            assert_eq!(check(Kind::Password, good, &names), Ok(()), "{good}");
        }
    }
}
