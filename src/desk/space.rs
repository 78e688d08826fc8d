//! The warning before the disk is full.

use super::book::Shop;
use crate::{
    base::{clock::DAY, clock::Ms, lang::Say, refusal::Refusal},
    db, journal,
};
use std::{path::Path, time::Duration};
use tokio::sync::watch;

/// How often the disk is looked at.
const LOOK: Duration = Duration::from_secs(20);
/// Below this many bytes a disk is nearly full, however small the fair.
pub const LEAST: u64 = 1 << 30;

/// Little room is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Low {
    /// Bytes.
    pub free: u64,
    /// Bytes that should be free.
    pub needed: u64,
}

impl Low {
    /// The warning.
    pub fn say(&self) -> Say {
        let left = self.free >> 20;
        let more = self.needed.saturating_sub(self.free).div_ceil(1 << 20);
        Say::new(
            format!(
                "Ổ đĩa máy chủ sắp đầy: còn {left} MB, cần thêm {more} MB. Hãy xóa bớt tệp trước \
                 khi không ghi được nữa."
            ),
            format!(
                "The laptop's disk is nearly full: {left} MB left. Make room for {more} MB more \
                 before nothing can be written any more."
            ),
        )
    }
}

/// Whether `free` bytes are few for a book that grows by `growth` bytes a day.
pub fn low(free: u64, growth: u64) -> Option<Low> {
    let needed = LEAST.max(growth);
    (free < needed).then_some(Low { free, needed })
}

/// Bytes by which a book grew on its last day: the part of its size that its entries of that day
/// are of all.
pub fn growth(size: u64, of_the_day: i64, all: i64) -> u64 {
    let [size, part, all] = [i128::from(size), i128::from(of_the_day), i128::from(all.max(1))];
    u64::try_from(size * part / all).unwrap_or(u64::MAX)
}

/// Looks at the disk now and again, for as long as anybody wants to know.
pub fn start(shop: Shop) -> watch::Receiver<Option<Low>> {
    let (sender, receiver) = watch::channel(None);
    let mut condition = shop.desk.condition();
    tokio::spawn(async move {
        loop {
            match look(&shop).await {
                Ok(low) => {
                    sender.send_if_modified(|known| std::mem::replace(known, low) != low);
                }
                Err(refusal) => tracing::warn!(?refusal, "the room on the disk was not looked at"),
            }
            tokio::select! {
                () = sender.closed() => return,
                () = tokio::time::sleep(LOOK) => {}
                // Room was made, or used up.
                Ok(()) = condition.changed() => {}
            }
        }
    });
    receiver
}

async fn look(shop: &Shop) -> Result<Option<Low>, Refusal> {
    let Some(free) = shop.disk.free(&shop.folder) else { return Ok(None) };
    let mut db = shop.read().await?;
    let newest = journal::store::newest(&mut db).await?;
    let of_the_day = journal::store::count_since(&mut db, Ms(newest.0 - DAY)).await?;
    let all = journal::store::last_pos(&mut db).await?;
    drop(db);
    Ok(low(free, growth(size(&shop.folder), of_the_day, all)))
}

/// Bytes of the book and of what is not yet copied into it.
fn size(folder: &Path) -> u64 {
    let names = [db::FILE.to_owned(), format!("{}-wal", db::FILE)];
    let bytes = names.map(|name| std::fs::metadata(folder.join(name)).map_or(0, |it| it.len()));
    bytes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    #[test]
    fn less_than_a_gibibyte_or_than_a_day_needs_is_little() {
        assert_eq!(low(GIB, 0), None);
        assert_eq!(low(GIB - 1, 0), Some(Low { free: GIB - 1, needed: GIB }));
        assert_eq!(low(3 * GIB, 3 * GIB), None);
        assert_eq!(low(3 * GIB - 1, 3 * GIB), Some(Low { free: 3 * GIB - 1, needed: 3 * GIB }));
    }

    #[test]
    fn a_day_is_the_part_of_the_book_that_its_entries_are() {
        assert_eq!(growth(600, 100, 300), 200);
        assert_eq!(growth(600, 300, 300), 600);
        assert_eq!(growth(u64::MAX, i64::MAX, 1), u64::MAX);
        assert_eq!(growth(4096, 0, 0), 0, "an empty book");
    }

    #[test]
    fn the_warning_says_how_much_is_left_and_how_much_more_is_needed() {
        let Say { vi, en } = Low { free: 812 << 20, needed: GIB }.say();
        assert!(vi.contains("còn 812 MB") && en.contains("812 MB left"), "{vi} {en}");
        assert!(vi.contains("thêm 212 MB") && en.contains("for 212 MB more"), "{vi} {en}");
        let Say { en, .. } = Low { free: GIB - 1, needed: GIB }.say();
        assert!(en.contains("for 1 MB more"), "what is left over is not nothing: {en}");
    }
}
