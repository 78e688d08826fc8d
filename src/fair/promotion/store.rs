//! SQL of promotions.

use super::Promotion;
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, FairId, PromotionId},
    },
    db::several::Statement,
};
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of a promotion whose entry stands at `pos`.
pub fn promotion_row(pos: i64, it: &Promotion) -> Value {
    let products: Vec<String> = it.products.iter().map(|product| product.hex()).collect();
    json!([
        pos,
        it.uid.hex(),
        it.fair.hex(),
        it.booth.map(|booth| booth.hex()),
        it.name,
        json!(products).to_string(),
        json!(it.deal).to_string(),
        it.starts,
        it.ends
    ])
}

/// Marks the versions that these follow though they came later, as of prices.
pub fn mark_followed_versions(rows: &[Value]) -> Statement {
    Statement::new(
        "update promotion_version set followed = 1 where id in (select m.id from json_each(?) \
         join promotion_version m on m.uid = unhex(value ->> 1) and m.id > value ->> 0)",
    )
    .bind(json!(rows).to_string())
}

/// Writes promotions: each a version that holds from its position.
pub fn write_promotions(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into promotion_version (id, uid, fair, booth, name, products, deal, starts_ms, \
         ends_ms) select value ->> 0, unhex(value ->> 1), \
         (select id from fair where uid = unhex(value ->> 2)), \
         case when value ->> 3 is not null then \
         coalesce((select id from booth where uid = unhex(value ->> 3)), 0) end, \
         value ->> 4, value ->> 5, \
         value ->> 6, value ->> 7, value ->> 8 from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// A version of a promotion as it stands in the book.
#[derive(Debug, FromRow)]
pub struct VersionRow {
    id: i64,
    uid: PromotionId,
    fair: FairId,
    booth: Option<BoothId>,
    name: String,
    products: String,
    deal: String,
    starts_ms: i64,
    ends_ms: i64,
}

impl VersionRow {
    /// The position from which it holds, and the promotion.
    pub fn version(self) -> sqlx::Result<(i64, Promotion)> {
        let bad = |_| sqlx::Error::Decode("the book holds an unreadable promotion".into());
        let promotion = Promotion {
            uid: self.uid,
            fair: self.fair,
            booth: self.booth,
            name: self.name,
            products: serde_json::from_str(&self.products).map_err(bad)?,
            deal: serde_json::from_str(&self.deal).map_err(bad)?,
            starts: Ms(self.starts_ms),
            ends: Ms(self.ends_ms),
        };
        Ok((self.id, promotion))
    }
}

/// Asks for every version of the promotions at the fairs of these booths (uids, hexadecimal) that
/// had not ended for good before `since`, by uid and position.
pub fn ask_of_booths(booths: &[String], since: Ms) -> Statement {
    Statement::new(
        "select m.id, m.uid, f.uid as fair, (select uid from booth where id = m.booth) as booth, \
         m.name, m.products, m.deal, m.starts_ms, m.ends_ms \
         from promotion m join fair f on f.id = m.fair \
         where m.fair in (select fair from booth where uid in \
         (select unhex(value) from json_each(?))) \
         and (select ends_ms from promotion l where l.uid = m.uid \
         order by l.id desc limit 1) >= ? \
         order by m.uid, m.id",
    )
    .bind(json!(booths).to_string())
    .bind_number(since.0)
}

/// What [`ask_of_booths`] asks for, with the position from which each version holds.
pub async fn of_booths(
    db: &mut SqliteConnection,
    booths: &[String],
    since: Ms,
) -> sqlx::Result<Vec<(i64, Promotion)>> {
    let rows = ask_of_booths(booths, since).fetch::<VersionRow>(db).await?;
    rows.into_iter().map(VersionRow::version).collect()
}

/// The promotions of a fair as they now stand, the latest to start first; with `booth`, only
/// that booth's and the fair's own.
pub async fn of_fair(
    db: &mut SqliteConnection,
    fair: i64,
    booth: Option<i64>,
) -> sqlx::Result<Vec<Promotion>> {
    let rows: Vec<VersionRow> = sqlx::query_as(
        "select m.id, m.uid, f.uid as fair, (select uid from booth where id = m.booth) as booth, \
         m.name, m.products, m.deal, m.starts_ms, m.ends_ms \
         from promotion m join fair f on f.id = m.fair \
         where m.fair = ?1 and (?2 is null or m.booth is null or m.booth = ?2) \
         and m.id = (select max(id) from promotion where uid = m.uid) \
         order by m.starts_ms desc, m.id desc limit 200",
    )
    .bind(fair)
    .bind(booth)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| row.version().map(|it| it.1)).collect()
}

/// Whether a promotion of this uid stands in the book.
pub async fn is_known(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<bool> {
    sqlx::query_scalar("select exists (select 1 from promotion where uid = ?)")
        .bind(uid)
        .fetch_one(db)
        .await
}
