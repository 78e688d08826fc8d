//! EAN-13 as bars: which of its 95 modules are black (GS1 General Specifications, 5.2).

/// White modules that a scanner needs before and behind the bars.
pub const QUIET: (u32, u32) = (11, 7);

/// Modules of the bars alone.
pub const MODULES: u32 = 95;

/// The digits of the left half with an odd number of black modules. Mirrored and inverted they are
/// those with an even number, inverted alone those of the right half.
const ODD: [u8; 10] = [
    0b0001101, 0b0011001, 0b0010011, 0b0111101, 0b0100011, 0b0110001, 0b0101111, 0b0111011,
    0b0110111, 0b0001011,
];

/// Which digits of the left half are even, by the first digit, the second digit in the highest bit.
const EVEN: [u8; 10] = [
    0b000000, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110,
    0b011010,
];

/// The bars of a sound EAN-13, from left to right, true for black; none for any other code.
pub fn bars(code: &str) -> Option<Vec<bool>> {
    let digits: Vec<usize> =
        code.chars().filter_map(|it| it.to_digit(10)).map(|it| it as usize).collect();
    if digits.len() != 13 || code.len() != 13 || !crate::base::code::is_sound(code) {
        return None;
    }
    let mut bars = vec![true, false, true];
    for n in 0..6 {
        let odd = ODD[digits[n + 1]];
        let even = EVEN[digits[0]] >> (5 - n) & 1 == 1;
        let digit = if even { (!odd & 0x7f).reverse_bits() >> 1 } else { odd };
        bars.extend(modules(digit));
    }
    bars.extend([false, true, false, true, false]);
    for digit in &digits[7..] {
        bars.extend(modules(!ODD[*digit] & 0x7f));
    }
    bars.extend([true, false, true]);
    Some(bars)
}

fn modules(digit: u8) -> impl Iterator<Item = bool> {
    (0..7).rev().map(move |bit| digit >> bit & 1 == 1)
}

/// The number that a product without one gets for use within shops: two digits that no maker has
/// (20 to 29), ten that its id gives it, and the check digit. The same on every machine.
pub fn own(prefix: &str, ten: u64) -> String {
    let twelve = format!("{prefix}{:010}", ten % 10_000_000_000);
    let sum: u32 = twelve
        .bytes()
        .enumerate()
        .map(|(n, byte)| u32::from(byte - b'0') * if n % 2 == 0 { 1 } else { 3 })
        .sum();
    format!("{twelve}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(code: &str) -> String {
        let bars = bars(code).unwrap();
        bars.iter().map(|black| if *black { '1' } else { '0' }).collect()
    }

    #[test]
    fn the_bars_are_those_of_the_standards_own_example() {
        // 4006381333931: the left half is L G L L G G of 0 0 6 3 8 1.
        assert_eq!(
            text("4006381333931"),
            "101\
             000110101001110101111011110100010010110011\
             01010\
             100001010000101000010111010010000101100110\
             101"
        );
    }

    #[test]
    fn what_is_no_ean_13_has_no_bars() {
        for code in ["4006381333932", "96385074", "TRA-01", "", "40063813339311"] {
            assert_eq!(bars(code), None, "{code}");
        }
    }

    #[test]
    fn a_number_of_ones_own_has_thirteen_digits_and_its_check_digit() {
        assert_eq!(own("29", 1), "2900000000018");
        assert_eq!(own("20", 12_345_678_901), "2023456789013");
        for ten in [0, 7, 9_999_999_999, u64::MAX] {
            let code = own("27", ten);
            assert!(bars(&code).is_some() && !crate::base::code::is_gtin(&code), "{code}");
        }
    }
}
