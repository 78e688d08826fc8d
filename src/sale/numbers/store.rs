//! SQL of the numbers that devices give.

use sqlx::{FromRow, SqliteConnection};

/// A device of a booth and what came from it.
#[derive(Debug, Clone, FromRow)]
pub struct Counted {
    /// The device's uid.
    pub device: Vec<u8>,
    /// Its name.
    pub name: String,
    /// Letters on its provisional numbers.
    pub letter: String,
    /// 1: it is revoked.
    pub revoked: i64,
    /// Sales and refunds that came with a number of this device.
    pub came: i64,
    /// The highest of these numbers; 0 when none came.
    pub last: i64,
    /// When the last one came, epoch ms.
    pub last_ms: Option<i64>,
}

/// The devices of a booth, those in use first.
pub async fn counted(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Vec<Counted>> {
    sqlx::query_as(
        "select d.uid as device, d.name, d.letter, d.revoked, count(s.id) as came, \
         coalesce(max(s.device_seq), 0) as last, max(s.received_ms) as last_ms \
         from device d left join sale s on s.device = d.uid and s.device_seq is not null \
         where d.booth = ? group by d.id order by d.revoked, d.letter, d.id",
    )
    .bind(booth)
    .fetch_all(db)
    .await
}

/// Numbers of a device that never came: `first` to `last`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Gap {
    /// The device's uid.
    pub device: Vec<u8>,
    /// The first missing number.
    pub first: i64,
    /// The last missing number.
    pub last: i64,
}

/// The gaps among the numbers of a booth's devices. What a device made after its last number
/// here cannot be seen.
pub async fn gaps(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Vec<Gap>> {
    sqlx::query_as(
        "select device, before + 1 as first, seq - 1 as last from \
         (select s.device, s.device_seq as seq, coalesce(lag(s.device_seq) \
         over (partition by s.device order by s.device_seq), 0) as before \
         from device d join sale s on s.device = d.uid \
         where d.booth = ? and s.device_seq is not null) \
         where seq > before + 1 order by device, first",
    )
    .bind(booth)
    .fetch_all(db)
    .await
}
