//! The local tables that a take-over needs at once: who may sign in and sell, on which devices, and
//! where papers come out. No journal tells them; they go whole, and only when they changed.
//! Sessions and codes stay where they are.

use super::store;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

/// Rows of local tables as lists, in JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tables {
    /// Hashes of PINs and passwords.
    pub secrets: String,
    /// Digests of devices' tokens.
    pub tokens: String,
    /// Managers' words for sales still to come.
    pub approvals: String,
    /// Printers.
    pub printers: String,
    /// Which booth prints where.
    pub booth_printers: String,
    /// Settings that hold on any machine.
    pub settings: String,
}

impl Tables {
    /// As they stand.
    pub async fn read(db: &mut SqliteConnection) -> sqlx::Result<Tables> {
        Ok(Tables {
            secrets: store::secrets(&mut *db).await?,
            tokens: store::tokens(&mut *db).await?,
            approvals: store::approvals(&mut *db).await?,
            printers: store::printers(&mut *db).await?,
            booth_printers: store::booth_printers(&mut *db).await?,
            settings: store::settings(db).await?,
        })
    }

    /// By which they are compared.
    pub fn digest(&self) -> String {
        let mut sum = Sha256::new();
        for table in [
            &self.secrets,
            &self.tokens,
            &self.approvals,
            &self.printers,
            &self.booth_printers,
            &self.settings,
        ] {
            sum.update((table.len() as u64).to_be_bytes());
            sum.update(table.as_bytes());
        }
        hex::encode(sum.finalize())
    }

    /// Puts them in the place of what stands here, in the caller's transaction. Papers of printers
    /// keep theirs.
    pub async fn write(&self, db: &mut SqliteConnection) -> sqlx::Result<()> {
        store::clear_secrets(&mut *db).await?;
        store::add_secrets(&mut *db, &self.secrets).await?;
        store::clear_tokens(&mut *db).await?;
        store::add_tokens(&mut *db, &self.tokens).await?;
        store::clear_approvals(&mut *db).await?;
        store::add_approvals(&mut *db, &self.approvals).await?;
        store::clear_booth_printers(&mut *db).await?;
        store::set_printers(&mut *db, &self.printers).await?;
        store::add_booth_printers(&mut *db, &self.booth_printers).await?;
        store::clear_settings(&mut *db).await?;
        store::add_settings(db, &self.settings).await
    }
}
