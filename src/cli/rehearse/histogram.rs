//! Latencies in buckets of fixed bounds: bounded memory, however long a rehearsal lasts. Each power
//! of two is cut into 32, so a bucket is at most 3.2 % wide; a crate for this would bring formats
//! that nobody here reads.

use std::time::Duration;

/// Parts of each power of two.
const PARTS: u64 = 32;
/// Buckets: up to 2³⁷ µs, which is a day and a half.
const BUCKETS: usize = 33 * PARTS as usize;

/// Latencies, counted.
#[derive(Debug, Clone)]
pub struct Histogram {
    counts: Vec<u64>,
    max: Duration,
}

impl Default for Histogram {
    fn default() -> Histogram {
        Histogram { counts: vec![0; BUCKETS], max: Duration::ZERO }
    }
}

impl Histogram {
    /// Counts one.
    pub fn add(&mut self, took: Duration) {
        let at = bucket(took.as_micros() as u64).min(BUCKETS - 1);
        self.counts[at] += 1;
        self.max = self.max.max(took);
    }

    /// Adds those of another.
    pub fn merge(&mut self, other: &Histogram) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(mine, theirs)| *mine += theirs);
        self.max = self.max.max(other.max);
    }

    /// How many.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The slowest, exactly.
    pub fn max(&self) -> Duration {
        self.max
    }

    /// The latency that this share of all did not exceed, from above, to 3.2 %.
    pub fn quantile(&self, share: f64) -> Duration {
        let wanted = (self.count() as f64 * share).ceil() as u64;
        let mut seen = 0;
        for (at, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted.max(1) {
                return Duration::from_micros(bound(at)).min(self.max);
            }
        }
        self.max
    }
}

/// Below 32 µs each has a bucket of its own; above, the five bits after the leading one choose.
fn bucket(micros: u64) -> usize {
    let power = micros.max(PARTS).ilog2() - PARTS.ilog2();
    (u64::from(power) * PARTS + (micros >> power)) as usize
}

/// The largest value of a bucket.
fn bound(at: usize) -> u64 {
    let at = at as u64;
    if at < 2 * PARTS {
        return at;
    }
    let power = at / PARTS - 1;
    ((at % PARTS + PARTS + 1) << power) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_latency_falls_below_its_bound_and_above_the_one_before() {
        for micros in (0..5_000).chain([65_535, 65_536, 1_000_000, 3_599_999_999]) {
            let at = bucket(micros);
            assert!(micros <= bound(at), "{micros}");
            assert!(at == 0 || bound(at - 1) < micros, "{micros}");
            assert!(bound(at) as f64 <= (micros.max(1) as f64) * 1.032, "{micros}");
        }
    }

    #[test]
    fn quantiles_are_those_of_what_was_counted() {
        let mut all = Histogram::default();
        (1..=99).for_each(|_| all.add(Duration::from_millis(10)));
        all.add(Duration::from_millis(900));
        let near = |took: Duration, ms: u64| {
            let ms = Duration::from_millis(ms);
            took >= ms && took <= ms.mul_f64(1.032)
        };
        assert!(near(all.quantile(0.5), 10) && near(all.quantile(0.99), 10));
        assert_eq!((all.quantile(1.0), all.max()), (Duration::from_millis(900), all.max()));
        assert_eq!((all.count(), Histogram::default().quantile(0.5)), (100, Duration::ZERO));
    }
}
