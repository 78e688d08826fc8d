//! What the book's own settings hold of copies: what was chosen, and the last good one.

use super::{Made, store};
use crate::{
    base::{
        clock::{DAY, Ms},
        lang::Say,
        refusal::Refusal,
    },
    desk::book::Shop,
    journal,
};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use std::path::PathBuf;

/// The settings in which the choices and the last good copy are kept.
const CHOICES: &str = "backup";
const LAST: &str = "backup_last";

/// What an organiser chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Where copies go; none: no timed copies are made.
    pub folder: Option<PathBuf>,
    /// The folder was on another disk than the book when it was chosen.
    pub elsewhere: bool,
    /// Minutes between two copies while a fair is open.
    pub minutes: i64,
    /// How many of the newest are kept.
    pub newest: usize,
    /// Of how many days the last one is kept.
    pub days: usize,
}

impl Default for Choices {
    fn default() -> Choices {
        Choices { folder: None, elsewhere: false, minutes: 60, newest: 24, days: 14 }
    }
}

/// What was chosen, as it stands.
pub async fn choices(db: &mut SqliteConnection) -> sqlx::Result<Choices> {
    let kept = journal::store::setting(db, CHOICES).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Keeps what is chosen from now on.
pub async fn choose(shop: &Shop, choices: &Choices) -> Result<(), Refusal> {
    let text = serde_json::to_string(choices).unwrap_or_default();
    let kept = shop.desk.local(move |db| {
        Box::pin(async move { journal::store::set_setting(db, CHOICES, &text).await })
    });
    kept.await
}

/// The last good copy.
pub async fn last(db: &mut SqliteConnection) -> sqlx::Result<Option<Made>> {
    let kept = journal::store::setting(db, LAST).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Notes the last good copy.
pub async fn note(shop: &Shop, made: &Made) -> Result<(), Refusal> {
    let text = serde_json::to_string(made).unwrap_or_default();
    let kept = shop.desk.local(move |db| {
        Box::pin(async move { journal::store::set_setting(db, LAST, &text).await })
    });
    kept.await
}

/// Whether `at` is less than `milliseconds` ago. What seems to lie ahead is of a clock that was put
/// back: nobody knows how long ago that was.
pub fn within(at: Ms, milliseconds: i64, now: Ms) -> bool {
    (0..milliseconds).contains(&(now.0 - at.0))
}

/// What an organiser is warned of while a fair is open: that there is no copy, or none of the last
/// day.
pub async fn stale(db: &mut SqliteConnection, now: Ms) -> sqlx::Result<Option<Say>> {
    let last = last(&mut *db).await?;
    if last.as_ref().is_some_and(|last| within(last.at, DAY + 1, now)) {
        return Ok(None);
    }
    if store::open_fairs(db, now.date()).await?.is_empty() {
        return Ok(None);
    }
    Ok(Some(match last {
        None => Say::new(
            "Sổ chưa có bản sao nào ngoài máy này: máy hỏng là mất.",
            "There is no copy of the book outside this machine: if it breaks, the book is lost.",
        ),
        Some(last) if last.at > now => Say::new(
            format!(
                "Bản sao gần nhất ghi giờ chưa tới: {}. Hãy xem lại đồng hồ máy này và sao lưu \
                 ngay.",
                last.at.text()
            ),
            format!(
                "The last copy of the book is of a time to come: {}. Look at this machine's clock \
                 and make a copy now.",
                last.at.text()
            ),
        ),
        Some(last) => Say::new(
            format!("Bản sao gần nhất đã cũ: {}.", last.at.text()),
            format!("The last copy of the book is old: {}.", last.at.text()),
        ),
    }))
}
