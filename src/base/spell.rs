//! Amounts in words, as a receipt states them under its figures.

use crate::base::money::Money;

const VI: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

const EN_SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const EN_SCALES: [&str; 7] =
    ["", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion"];

/// An amount of whole đồng in Vietnamese words, as spoken in the north (`linh`, `nghìn`, `tỷ`):
/// `Bốn trăm năm mươi ba nghìn đồng`. A negative amount begins with `Âm`.
pub fn dong(amount: Money) -> String {
    let mut words = Vec::new();
    if amount.0 < 0 {
        words.push("âm");
    }
    match amount.0.unsigned_abs() {
        0 => words.push(VI[0]),
        number => vietnamese(number, false, &mut words),
    }
    words.push("đồng");
    capitalised(&words.join(" "))
}

/// An amount of whole đồng in English words: `Four hundred and fifty-three thousand dong`.
pub fn dong_en(amount: Money) -> String {
    let mut words = Vec::new();
    if amount.0 < 0 {
        words.push("minus".to_owned());
    }
    match amount.0.unsigned_abs() {
        0 => words.push(EN_SMALL[0].to_owned()),
        number => english(number, &mut words),
    }
    words.push("dong".to_owned());
    capitalised(&words.join(" "))
}

/// Words of a number above zero. `inside` says that larger words stand before it, so that its
/// hundreds are read even when they are zero (`một triệu không trăm linh một`).
fn vietnamese(number: u64, inside: bool, words: &mut Vec<&'static str>) {
    let (billions, rest) = (number / 1_000_000_000, number % 1_000_000_000);
    let mut inside = inside;
    if billions > 0 {
        // Past a thousand billions the same words begin anew: `hai nghìn tỷ`.
        vietnamese(billions, inside, words);
        words.push("tỷ");
        inside = true;
    }
    for (group, scale) in
        [(rest / 1_000_000, "triệu"), (rest / 1000 % 1000, "nghìn"), (rest % 1000, "")]
    {
        if group == 0 {
            continue;
        }
        vietnamese_group(group as usize, inside, words);
        if !scale.is_empty() {
            words.push(scale);
        }
        inside = true;
    }
}

/// Words of one group of three digits, 1 to 999.
fn vietnamese_group(group: usize, inside: bool, words: &mut Vec<&'static str>) {
    let (hundreds, tens, units) = (group / 100, group / 10 % 10, group % 10);
    let after_hundreds = hundreds > 0 || inside;
    if after_hundreds {
        words.extend([VI[hundreds], "trăm"]);
    }
    match tens {
        0 if units > 0 && after_hundreds => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([VI[tens], "mươi"]),
    }
    match (tens, units) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(VI[units]),
    }
}

/// Words of a number above zero.
fn english(number: u64, words: &mut Vec<String>) {
    for (n, scale) in EN_SCALES.iter().enumerate().rev() {
        let group = (number / 1000u64.pow(n as u32) % 1000) as usize;
        if group == 0 {
            continue;
        }
        if group >= 100 {
            words.push(format!("{} hundred", EN_SMALL[group / 100]));
        }
        let rest = group % 100;
        if rest > 0 && (group >= 100 || (n == 0 && !words.is_empty() && number >= 1000)) {
            words.push("and".to_owned());
        }
        match rest {
            0 => {}
            1..20 => words.push(EN_SMALL[rest].to_owned()),
            _ if rest.is_multiple_of(10) => words.push(EN_TENS[rest / 10].to_owned()),
            _ => words.push(format!("{}-{}", EN_TENS[rest / 10], EN_SMALL[rest % 10])),
        }
        if !scale.is_empty() {
            words.push((*scale).to_owned());
        }
    }
}

/// The same sentence with a capital first letter.
fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_in_the_north_read_them() {
        for (amount, words) in [
            (0, "Không"),
            (4, "Bốn"),
            (10, "Mười"),
            (11, "Mười một"),
            (14, "Mười bốn"),
            (15, "Mười lăm"),
            (21, "Hai mươi mốt"),
            (24, "Hai mươi tư"),
            (50, "Năm mươi"),
            (100, "Một trăm"),
            (105, "Một trăm linh năm"),
            (115, "Một trăm mười lăm"),
            (1_005, "Một nghìn không trăm linh năm"),
            (1_015, "Một nghìn không trăm mười lăm"),
            (105_005, "Một trăm linh năm nghìn không trăm linh năm"),
            (128_000, "Một trăm hai mươi tám nghìn"),
            (453_000, "Bốn trăm năm mươi ba nghìn"),
            (1_000_001, "Một triệu không trăm linh một"),
            (1_050_000, "Một triệu không trăm năm mươi nghìn"),
            (1_234_567, "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy"),
            (1_005_000_000, "Một tỷ không trăm linh năm triệu"),
            (25_004_000_005, "Hai mươi lăm tỷ không trăm linh bốn triệu không trăm linh năm"),
            (2_000_000_000_000, "Hai nghìn tỷ"),
        ] {
            assert_eq!(dong(Money(amount)), format!("{words} đồng"));
        }
    }

    #[test]
    fn a_reversal_is_read_with_its_sign() {
        assert_eq!(dong(Money(-55_000)), "Âm năm mươi lăm nghìn đồng");
        assert_eq!(dong_en(Money(-55_000)), "Minus fifty-five thousand dong");
        assert!(dong(Money(i64::MIN)).starts_with("Âm chín tỷ hai trăm hai mươi ba triệu"));
    }

    #[test]
    fn amounts_are_read_in_english_too() {
        for (amount, words) in [
            (0, "Zero dong"),
            (15, "Fifteen dong"),
            (115, "One hundred and fifteen dong"),
            (1_005, "One thousand and five dong"),
            (453_000, "Four hundred and fifty-three thousand dong"),
            (1_050_000, "One million fifty thousand dong"),
            (25_004_000_005, "Twenty-five billion four million and five dong"),
        ] {
            assert_eq!(dong_en(Money(amount)), words);
        }
    }
}
