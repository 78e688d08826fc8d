//! Money counted by denomination.

use crate::base::{money::Money, refusal::Refusal};
use serde::{Deserialize, Serialize};

/// The notes that a drawer may hold, largest first, in đồng. The small ones are seldom seen but
/// still legal tender (State Bank of Vietnam).
pub const KINDS: [i64; 11] =
    [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200];
/// The most notes of one kind.
pub const MOST: i64 = 100_000;

/// So many notes of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// Đồng of one.
    pub note: i64,
    /// How many.
    pub count: i64,
}

/// Checks a count: each kind at most once, and none that does not exist.
pub fn check(notes: &[Notes]) -> Result<(), Refusal> {
    let known = |it: &Notes| KINDS.contains(&it.note) && (0..=MOST).contains(&it.count);
    let twice = |n: usize| notes[..n].iter().any(|it| it.note == notes[n].note);
    if notes.iter().all(known) && !(0..notes.len()).any(twice) {
        return Ok(());
    }
    Err(Refusal::malformed(
        "notes",
        "Bảng đếm tiền không hợp lệ: mỗi mệnh giá một dòng, từ 500.000 đến 200 đồng",
        "Not a valid count: each note once, from 500,000 to 200 đồng",
    ))
}

/// The sum in đồng.
pub fn sum(notes: &[Notes]) -> Money {
    notes.iter().map(|it| Money(it.note * it.count)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counted_drawer_is_the_sum_of_its_notes() {
        let notes = [Notes { note: 500_000, count: 3 }, Notes { note: 20_000, count: 7 }];
        assert_eq!(sum(&notes), Money(1_640_000));
        assert!(check(&notes).is_ok() && check(&[]).is_ok());
    }

    #[test]
    fn a_note_that_does_not_exist_or_is_counted_twice_is_refused() {
        assert!(check(&[Notes { note: 300_000, count: 1 }]).is_err());
        assert!(check(&[Notes { note: 1_000, count: -1 }]).is_err());
        let twice = [Notes { note: 1_000, count: 1 }, Notes { note: 1_000, count: 2 }];
        assert!(check(&twice).is_err());
    }
}
