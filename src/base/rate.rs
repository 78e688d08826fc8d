//! How often something may be done within one second.

use super::clock::Ms;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts within the second that runs; clones count together.
#[derive(Debug, Clone, Default)]
pub struct Rate(Arc<Mutex<(i64, u32)>>);

impl Rate {
    /// Counts one more; false when there were `most` in this second already.
    pub fn take(&self, now: Ms, most: u32) -> bool {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let second = now.0.div_euclid(1000);
        let count = if counted.0 == second { counted.1.saturating_add(1) } else { 1 };
        *counted = (second, count);
        count <= most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_second_begins_anew_and_no_other_moment_does() {
        let rate = Rate::default();
        let took: Vec<bool> =
            [0, 1, 999, 1000, 1001].iter().map(|ms| rate.take(Ms(*ms), 2)).collect();
        assert_eq!(took, [true, true, false, true, true]);
        assert!(!rate.clone().take(Ms(1999), 2));
    }
}
