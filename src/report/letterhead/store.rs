//! Where the letterhead of this machine's reports is kept.

use super::Letterhead;
use crate::journal::store::{set_setting, setting};
use sqlx::SqliteConnection;

/// The name of the setting: JSON.
const SETTING: &str = "letterhead";

/// The letterhead as it is set; an empty one where none is.
pub async fn load(db: &mut SqliteConnection) -> sqlx::Result<Letterhead> {
    let kept = setting(db, SETTING).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Keeps it.
pub async fn keep(db: &mut SqliteConnection, it: &Letterhead) -> sqlx::Result<()> {
    let text = serde_json::to_string(it).map_err(|error| sqlx::Error::Encode(error.into()))?;
    set_setting(db, SETTING, &text).await
}
