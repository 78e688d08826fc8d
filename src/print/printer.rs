//! Printers: where their bytes go, how wide their paper is, whether they answer.

pub mod store;
pub mod target;

use super::block::Width;
use crate::base::{id::PrinterId, lang::Say};
use std::time::Duration;

pub use super::escpos::BAND;
pub use target::{PAPER, Target};

/// The band heights that printers are set to: rows in one picture command.
pub const BANDS: [u8; 4] = [24, 64, 128, 255];

crate::words! {
    /// What a printer tells. Many cheap ones tell nothing; that is learnt at the first job and at
    /// each test page, and not asked again with every job.
    Answers {
        /// Not asked yet.
        Unknown = "unknown", "Chưa biết", "Not known yet";
        /// It says how it is, and when a job is done.
        Full = "full", "Báo khi in xong", "Says when it is done";
        /// It says how it is, but not when a job is done.
        Status = "status", "Báo giấy và nắp, không báo in xong", "Tells paper and cover only";
        /// It never answers.
        Never = "none", "Không báo trạng thái", "Tells no status";
    }
}

crate::words! {
    /// How dots are sent.
    Raster {
        /// `GS v 0`: row by row.
        Rows = "rows", "Từng hàng (hầu hết máy in)", "Rows (nearly all printers)";
        /// `ESC *`: in stripes of 24 rows, for heads that know nothing else.
        Columns = "columns", "Từng cột (máy in đời cũ)", "Columns (the oldest printers)";
    }
}

/// How dots become a printer's commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its paper.
    pub width: Width,
    /// Rows in one picture command, one of `BANDS`.
    pub band: u8,
    /// Dots of the head left of the paper: whole millimetres, so that they are whole bytes.
    pub margin: u32,
    /// How dots are sent.
    pub raster: Raster,
}

impl Head {
    /// What most printers are.
    pub fn plain(width: Width) -> Head {
        Head { width, band: BAND, margin: 0, raster: Raster::Rows }
    }

    /// The bytes of its largest picture command. As zeros before a job they fill up, in white, a
    /// picture that was cut off midway; a printer that is not in a picture ignores them.
    pub fn picture(&self) -> usize {
        let dots = (self.margin + self.width.dots().next_multiple_of(8)) as usize;
        match self.raster {
            Raster::Rows => usize::from(self.band) * dots / 8,
            Raster::Columns => dots * 3,
        }
    }
}

/// The pin of a printer's socket to which the cash drawer is wired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawer {
    /// Pin 2, nearly all.
    Pin2,
    /// Pin 5, the second drawer.
    Pin5,
}

impl Drawer {
    /// By the number of its pin; none: there is no drawer.
    pub fn of_pin(pin: i64) -> Option<Drawer> {
        [Drawer::Pin2, Drawer::Pin5].into_iter().find(|it| it.pin() == pin)
    }

    /// The number of its pin.
    pub fn pin(self) -> i64 {
        match self {
            Drawer::Pin2 => 2,
            Drawer::Pin5 => 5,
        }
    }
}

/// How fast a printer works off what it is sent: bytes a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pace(pub u32);

impl Pace {
    /// The speed at which so many bytes went in a time; at least one byte a second.
    pub fn of(bytes: usize, took: Duration) -> Pace {
        let speed = bytes as u128 * 1000 / took.as_millis().max(1);
        Pace(u32::try_from(speed).unwrap_or(u32::MAX).max(1))
    }

    /// How long so many bytes take.
    pub fn time(self, bytes: usize) -> Duration {
        Duration::from_millis(bytes as u64 * 1000 / u64::from(self.0.max(1)))
    }

    /// What is known after one more job: one that was slow or fast by chance moves it a quarter.
    pub fn after(known: Option<Pace>, measured: Pace) -> Pace {
        let mean = |it: Pace| ((u64::from(it.0) * 3 + u64::from(measured.0)) / 4) as u32;
        known.map_or(measured, |it| Pace(mean(it)))
    }
}

/// A printer as people set it up.
#[derive(Debug, Clone)]
pub struct NewPrinter {
    /// Its name in lists.
    pub name: String,
    /// Where its bytes go.
    pub target: Target,
    /// Its paper, and how it is sent dots.
    pub head: Head,
    /// Its cash drawer, if any.
    pub drawer: Option<Drawer>,
}

/// Dots of a margin at most: 20 mm.
pub const MARGIN: u32 = 160;

impl NewPrinter {
    /// Checks a printer by itself.
    pub fn check(&self) -> Result<(), Say> {
        if self.name.trim().is_empty() || self.name.len() > 100 {
            return Err(Say::new("Hãy đặt tên cho máy in", "Give the printer a name"));
        }
        if self.head.margin > MARGIN || !self.head.margin.is_multiple_of(8) {
            return Err(Say::new("Lề trái từ 0 đến 20 mm", "The left margin is 0 to 20 mm"));
        }
        if !BANDS.contains(&self.head.band) {
            return Err(Say::new(
                "Số hàng mỗi dải phải là 24, 64, 128 hoặc 255",
                "Rows in a band are 24, 64, 128 or 255",
            ));
        }
        Ok(())
    }
}

/// A printer that is set up.
#[derive(Debug, Clone)]
pub struct Printer {
    /// Row id.
    pub id: i64,
    /// Which.
    pub uid: PrinterId,
    /// Its name in lists.
    pub name: String,
    /// Where its bytes go.
    pub target: Target,
    /// Its paper, and how it is sent dots.
    pub head: Head,
    /// Its cash drawer, if any.
    pub drawer: Option<Drawer>,
    /// What it tells.
    pub answers: Answers,
    /// How fast it was found to be; none: not known yet.
    pub pace: Option<Pace>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printers_speed_is_learnt_and_sets_how_long_a_job_may_take() {
        // 406 kB at 13 kB a second.
        let pace = Pace::of(406_000, Duration::from_millis(31_230));
        assert_eq!(pace, Pace(13_000));
        assert_eq!(pace.time(406_000), Duration::from_millis(31_230));
        assert_eq!(Pace::after(None, pace), pace);
        assert_eq!(Pace::after(Some(Pace(10_000)), Pace(14_000)), Pace(11_000));
        assert_eq!(Pace::of(5, Duration::from_secs(60)), Pace(1));
        assert_eq!(Pace(0).time(5), Duration::from_secs(5));
    }
}
