//! SQL of people and devices: the book's part. Secrets stand in `access/store.rs`.

use super::{Device, Person};
use crate::db::several::Statement;
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of a person whose entry stands at `pos`.
pub fn person_row(pos: i64, it: &Person) -> Value {
    let booth = it.booth.map(|booth| booth.hex());
    json!([pos, it.uid.hex(), it.name, it.login, it.role, booth, i64::from(it.active)])
}

/// Writes people; a known uid is brought up to date.
pub fn write_people(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into person (id, uid, name, login, role, booth, active) \
         select value ->> 0, unhex(value ->> 1), value ->> 2, value ->> 3, value ->> 4, \
         case when value ->> 5 is not null then \
         coalesce((select id from booth where uid = unhex(value ->> 5)), 0) end, value ->> 6 \
         from json_each(?) where true \
         on conflict (uid) do update set name = excluded.name, login = excluded.login, \
         role = excluded.role, booth = excluded.booth, active = excluded.active",
    )
    .bind(json!(rows).to_string())
}

/// The row of a device whose entry stands at `pos`.
pub fn device_row(pos: i64, it: &Device) -> Value {
    let (booth, gate) = (it.booth.map(|booth| booth.hex()), it.gate.map(|gate| gate.hex()));
    json!([pos, it.uid.hex(), it.name, it.letter, booth, gate, i64::from(it.revoked)])
}

/// Writes devices; a known uid is brought up to date.
pub fn write_devices(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into device (id, uid, name, letter, booth, gate, revoked) \
         select value ->> 0, unhex(value ->> 1), value ->> 2, value ->> 3, \
         case when value ->> 4 is not null then \
         coalesce((select id from booth where uid = unhex(value ->> 4)), 0) end, \
         case when value ->> 5 is not null then \
         coalesce((select id from gate where uid = unhex(value ->> 5)), 0) end, value ->> 6 \
         from json_each(?) where true \
         on conflict (uid) do update set name = excluded.name, letter = excluded.letter, \
         booth = excluded.booth, gate = excluded.gate, revoked = excluded.revoked",
    )
    .bind(json!(rows).to_string())
}

/// A person as stored.
#[derive(Debug, Clone, FromRow)]
pub struct PersonRow {
    /// Uid.
    pub uid: Vec<u8>,
    /// Name.
    pub name: String,
    /// Sign-in name, or empty.
    pub login: String,
    /// Role word.
    pub role: String,
    /// The booth's uid.
    pub booth: Option<Vec<u8>>,
    /// The booth's code.
    pub booth_code: Option<String>,
    /// The code of the booth's fair.
    pub fair_code: Option<String>,
    /// 0: may not sign in.
    pub active: i64,
}

impl PersonRow {
    /// The role that the word means.
    pub fn role(&self) -> Option<super::Role> {
        self.role.parse().ok()
    }

    /// Whether it says of a person what stands here already.
    pub fn is(&self, it: &super::Person) -> bool {
        self.name == it.name
            && self.login == it.login
            && self.role() == Some(it.role)
            && self.booth == it.booth.map(|booth| booth.bytes())
            && (self.active == 1) == it.active
    }
}

/// Everyone, by role and name.
pub async fn people(db: &mut SqliteConnection) -> sqlx::Result<Vec<PersonRow>> {
    sqlx::query_as("select * from person_listed order by active desc, role, name")
        .fetch_all(db)
        .await
}

/// A person by uid.
pub async fn person(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<PersonRow>> {
    sqlx::query_as("select * from person_listed where uid = ?").bind(uid).fetch_optional(db).await
}

/// An active person by sign-in name: of several, from several machines, the one who has a password
/// here.
pub async fn by_login(db: &mut SqliteConnection, login: &str) -> sqlx::Result<Option<PersonRow>> {
    sqlx::query_as(
        "select * from person_listed where login = ? and login <> '' and active = 1 \
         order by exists (select 1 from secret where person = uid) desc, id limit 1",
    )
    .bind(login)
    .fetch_optional(db)
    .await
}

/// A device as stored.
#[derive(Debug, Clone, FromRow)]
pub struct DeviceRow {
    /// Uid.
    pub uid: Vec<u8>,
    /// Name.
    pub name: String,
    /// Letters on provisional numbers.
    pub letter: String,
    /// The booth's uid.
    pub booth: Option<Vec<u8>>,
    /// The gate's uid.
    pub gate: Option<Vec<u8>>,
    /// The booth's or gate's code.
    pub place: Option<String>,
    /// The code of its fair.
    pub fair_code: Option<String>,
    /// 1: its token no longer holds.
    pub revoked: i64,
}

/// All devices but those of rehearsals, the ones in use first.
pub async fn devices(db: &mut SqliteConnection) -> sqlx::Result<Vec<DeviceRow>> {
    sqlx::query_as(
        "select d.* from device_listed d left join fair f on f.id = d.fair \
         where f.kind is not 'rehearsal' order by d.revoked, d.place, d.letter",
    )
    .fetch_all(db)
    .await
}

/// All devices that are not revoked, of whatever fair: those whose tokens hold.
pub async fn devices_in_use(db: &mut SqliteConnection) -> sqlx::Result<Vec<DeviceRow>> {
    sqlx::query_as("select * from device_listed where revoked = 0").fetch_all(db).await
}

/// The devices of a fair's booths and gates that are not revoked.
pub async fn devices_at(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<DeviceRow>> {
    sqlx::query_as("select * from device_listed where fair = ? and revoked = 0 order by id")
        .bind(fair)
        .fetch_all(db)
        .await
}

/// The name of the device that came to a booth or a gate last.
pub async fn newest_at(
    db: &mut SqliteConnection,
    booth: Option<&[u8]>,
    gate: Option<&[u8]>,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "select name from device_listed where booth is ? and gate is ? order by id desc limit 1",
    )
    .bind(booth)
    .bind(gate)
    .fetch_optional(db)
    .await
}

/// A device by uid.
pub async fn device(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<DeviceRow>> {
    sqlx::query_as("select * from device_listed where uid = ?").bind(uid).fetch_optional(db).await
}

/// How many devices a booth has ever had: the next one's letter follows from it.
pub async fn devices_of(db: &mut SqliteConnection, booth: &[u8]) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "select count(*) from device d join booth b on b.id = d.booth where b.uid = ?",
    )
    .bind(booth)
    .fetch_one(db)
    .await
}

/// The last number that a device gave to one of its sales.
pub async fn last_seq(db: &mut SqliteConnection, device: &[u8]) -> sqlx::Result<i64> {
    sqlx::query_scalar("select coalesce(max(device_seq), 0) from sale where device = ?")
        .bind(device)
        .fetch_one(db)
        .await
}
