//! SQL of the numbers that devices give.

use super::{Came, Numbers};
use crate::{
    base::{clock::Ms, id::DeviceId},
    db::several::Statement,
};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use std::collections::BTreeSet;

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
    /// The number that it will give next, as it said itself.
    pub next: Option<i64>,
    /// When it said so, epoch ms.
    pub heard_ms: Option<i64>,
}

/// The devices of a booth, those in use first.
pub async fn counted(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Vec<Counted>> {
    sqlx::query_as(
        "select d.uid as device, d.name, d.letter, d.revoked, count(s.id) as came, \
         coalesce(max(s.device_seq), 0) as last, max(s.received_ms) as last_ms, \
         h.next_seq as next, h.heard_ms from device d \
         left join device_heard h on h.device = d.uid \
         left join sale s on s.device = d.uid and s.device_seq is not null \
         where d.booth = ? group by d.id order by d.revoked, d.letter, d.id",
    )
    .bind(booth)
    .fetch_all(db)
    .await
}

/// What is known of a device before it is revoked.
#[derive(Debug, Clone, FromRow)]
pub struct Standing {
    /// Different numbers of it that came.
    came: i64,
    /// The highest of them; 0 when none came.
    last: i64,
    /// When one came last, epoch ms.
    last_ms: Option<i64>,
    /// The number that it would give next, as it said itself.
    next: Option<i64>,
    /// When it said so, epoch ms.
    heard_ms: Option<i64>,
}

impl Standing {
    /// Sales that it made, by its own numbers, and that never came.
    pub fn missing(&self) -> i64 {
        let given = self.next.map_or(0, |next| next - 1).max(self.last);
        (given - self.came).max(0)
    }

    /// When it was last seen, epoch ms; none when never.
    pub fn seen_ms(&self) -> Option<i64> {
        self.last_ms.max(self.heard_ms)
    }
}

/// What came from one device, and what it said of its numbers.
pub async fn standing(db: &mut SqliteConnection, device: &[u8]) -> sqlx::Result<Standing> {
    sqlx::query_as(
        "select count(distinct s.device_seq) as came, coalesce(max(s.device_seq), 0) as last, \
         max(s.received_ms) as last_ms, h.next_seq as next, h.heard_ms from device d \
         left join device_heard h on h.device = d.uid \
         left join sale s on s.device = d.uid and s.device_seq is not null where d.uid = ?",
    )
    .bind(device)
    .fetch_one(db)
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

/// What a device last said of its next number, and when (epoch ms).
pub async fn heard(db: &mut SqliteConnection, device: &[u8]) -> sqlx::Result<Option<(i64, i64)>> {
    sqlx::query_as("select next_seq, heard_ms from device_heard where device = ?")
        .bind(device)
        .fetch_optional(db)
        .await
}

/// Keeps what a device says of its next number.
pub async fn hear(db: &mut SqliteConnection, device: &[u8], next: i64, at: Ms) -> sqlx::Result<()> {
    sqlx::query(
        "insert into device_heard (device, next_seq, heard_ms) values (?1, ?2, ?3) \
         on conflict (device) do update set next_seq = ?2, heard_ms = ?3",
    )
    .bind(device)
    .bind(next)
    .bind(at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// The gaps among the numbers of a booth's devices, up to the last that came. Its devices are found
/// first (`cross join` keeps that order), so that no other booth's sales are read.
pub async fn gaps(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Vec<Gap>> {
    sqlx::query_as(
        "select device, before + 1 as first, seq - 1 as last from \
         (select s.device, s.device_seq as seq, coalesce(lag(s.device_seq) \
         over (partition by s.device order by s.device_seq), 0) as before \
         from device d cross join sale s on s.device = d.uid \
         where d.booth = ? and s.device_seq is not null) \
         where seq > before + 1 order by device, first",
    )
    .bind(booth)
    .fetch_all(db)
    .await
}

/// What came under a number: device, number, when (epoch ms), and whether by a clock that was
/// believed.
pub type NearRow = (DeviceId, i64, i64, bool);

/// Asks for each device and number what came under it, and the last before it that came by a clock
/// that was believed. What a device sold by a clock that is fast came when the laptop heard of it.
pub fn near(numbers: &BTreeSet<(DeviceId, i64)>) -> Statement {
    let numbers: Vec<_> = numbers.iter().map(|(device, n)| json!([device.hex(), n])).collect();
    Statement::new(
        "select s.device, s.device_seq, min(s.paid_ms, s.received_ms), \
         s.flags not like '%\"clock_wrong\"%' and s.flags not like '%\"laptop_clock\"%' \
         from json_each(?) a join sale s on s.id in (\
         (select b.id from sale b where b.device = unhex(a.value ->> 0) \
         and b.device_seq < a.value ->> 1 and b.flags not like '%\"clock_wrong\"%' \
         and b.flags not like '%\"laptop_clock\"%' \
         order by b.device_seq desc limit 1), (select t.id from sale t \
         where t.device = unhex(a.value ->> 0) and t.device_seq = a.value ->> 1 limit 1))",
    )
    .bind(json!(numbers).to_string())
}

/// What is known of numbers by these rows.
pub fn numbers_of(rows: Vec<NearRow>) -> Numbers {
    let mut numbers = Numbers::default();
    for (device, number, at, believed) in rows {
        numbers.add(device, Came { number, at: Ms(at), believed });
    }
    numbers
}

/// A number that a device gave more than once.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Twice {
    /// The device's uid.
    pub device: Vec<u8>,
    /// The number.
    pub number: i64,
    /// The receipts that came under it.
    pub receipts: String,
}

/// The numbers that a booth's devices gave more than once.
pub async fn twice(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Vec<Twice>> {
    sqlx::query_as(
        "select s.device, s.device_seq as number, \
         group_concat(s.receipt_no, ', ' order by s.id) as receipts \
         from device d cross join sale s on s.device = d.uid \
         where d.booth = ? and s.device_seq is not null \
         group by s.device, s.device_seq having count(*) > 1 order by s.device, number",
    )
    .bind(booth)
    .fetch_all(db)
    .await
}
