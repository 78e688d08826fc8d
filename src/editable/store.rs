//! SQL of what a person may edit: everything of one kind, in the order in which it was made.

use super::places::OnSale;
use crate::{
    base::money::Money,
    catalog::{
        Certificate, Price,
        photo::{Image, Photo, Shown},
    },
    fair::{
        Gate, OpeningDay,
        label::ScaleLabel,
        promotion::{Promotion, store::VersionRow},
        source_figures::SourceFigure,
    },
    staff::Person,
    stock::Room,
};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use std::str::FromStr;

/// A day or a word as stored.
fn word<T: FromStr>(row: &SqliteRow, column: &str) -> sqlx::Result<T> {
    let text: String = row.try_get(column)?;
    let unreadable = || format!("the book holds an unreadable word: {text}");
    text.parse().map_err(|_| sqlx::Error::Decode(unreadable().into()))
}

/// All certificates.
pub async fn certificates(db: &mut SqliteConnection) -> sqlx::Result<Vec<Certificate>> {
    let rows = sqlx::query(
        "select c.uid, p.uid as product, c.number, c.star, c.signed_on, c.expires_on \
         from certificate c join product p on p.id = c.product order by c.id",
    )
    .fetch_all(db)
    .await?;
    let certificate = |row: &SqliteRow| {
        Ok(Certificate {
            uid: row.try_get("uid")?,
            product: row.try_get("product")?,
            number: row.try_get("number")?,
            star: row.try_get("star")?,
            signed_on: word(row, "signed_on")?,
            expires_on: word(row, "expires_on")?,
        })
    };
    rows.iter().map(certificate).collect()
}

/// What products show.
pub async fn photos(db: &mut SqliteConnection) -> sqlx::Result<Vec<Shown>> {
    let rows = sqlx::query(
        "select p.uid, x.page, x.width, x.height, x.bytes, x.tile, x.tile_side, x.tile_bytes \
         from product_photo x join product p on p.id = x.product where x.page is not null \
         order by p.id",
    )
    .fetch_all(db)
    .await?;
    let shown = |row: &SqliteRow| {
        let side = row.try_get("tile_side")?;
        let page = Image {
            sha256: word(row, "page")?,
            width: row.try_get("width")?,
            height: row.try_get("height")?,
            bytes: row.try_get::<i64, _>("bytes")?.unsigned_abs(),
        };
        let tile = Image {
            sha256: word(row, "tile")?,
            width: side,
            height: side,
            bytes: row.try_get::<i64, _>("tile_bytes")?.unsigned_abs(),
        };
        Ok(Shown { product: row.try_get("uid")?, photo: Some(Photo { page, tile }) })
    };
    rows.iter().map(shown).collect()
}

/// All opening days of fairs.
pub async fn days(db: &mut SqliteConnection) -> sqlx::Result<Vec<OpeningDay>> {
    let rows = sqlx::query(
        "select f.uid as fair, d.day, d.opens, d.closes from opening_day d \
         join fair f on f.id = d.fair order by f.id, d.day",
    )
    .fetch_all(db)
    .await?;
    let day = |row: &SqliteRow| {
        let (opens, closes) = (row.try_get("opens")?, row.try_get("closes")?);
        Ok(OpeningDay { fair: row.try_get("fair")?, day: word(row, "day")?, opens, closes })
    };
    rows.iter().map(day).collect()
}

/// All gates.
pub async fn gates(db: &mut SqliteConnection) -> sqlx::Result<Vec<Gate>> {
    let rows = sqlx::query(
        "select g.uid, f.uid as fair, g.code, g.name from gate g join fair f on f.id = g.fair \
         order by g.id",
    )
    .fetch_all(db)
    .await?;
    let gate = |row: &SqliteRow| {
        let (code, name) = (row.try_get("code")?, row.try_get("name")?);
        Ok(Gate { uid: row.try_get("uid")?, fair: row.try_get("fair")?, code, name })
    };
    rows.iter().map(gate).collect()
}

/// All store rooms.
pub async fn rooms(db: &mut SqliteConnection) -> sqlx::Result<Vec<Room>> {
    let rows = sqlx::query(
        "select r.uid, f.uid as fair, r.code, r.name, r.active from store_room r \
         join fair f on f.id = r.fair order by r.id",
    )
    .fetch_all(db)
    .await?;
    let room = |row: &SqliteRow| {
        Ok(Room {
            uid: row.try_get("uid")?,
            fair: row.try_get("fair")?,
            code: row.try_get("code")?,
            name: row.try_get("name")?,
            active: row.try_get("active")?,
        })
    };
    rows.iter().map(room).collect()
}

/// What booths sell, or no longer.
pub async fn ranges(db: &mut SqliteConnection) -> sqlx::Result<Vec<OnSale>> {
    let rows = sqlx::query(
        "select b.uid as booth, p.uid as product, s.active from booth_product s \
         join booth b on b.id = s.booth join product p on p.id = s.product order by b.id, p.id",
    )
    .fetch_all(db)
    .await?;
    let sold = |row: &SqliteRow| {
        let (booth, product) = (row.try_get("booth")?, row.try_get("product")?);
        Ok(OnSale { booth, product, active: row.try_get("active")? })
    };
    rows.iter().map(sold).collect()
}

/// Of each product the price that was said last of everywhere, of each fair and of each booth;
/// those that were taken back without an amount.
pub async fn prices(db: &mut SqliteConnection) -> sqlx::Result<Vec<Price>> {
    let rows = sqlx::query(
        "select p.uid as product, b.uid as booth, f.uid as fair, x.amount, max(x.id) \
         from price x join product p on p.id = x.product \
         left join booth b on b.id = x.booth left join fair f on f.id = x.fair \
         group by x.product, x.booth, x.fair order by max(x.id)",
    )
    .fetch_all(db)
    .await?;
    let price = |row: &SqliteRow| {
        let (product, booth) = (row.try_get("product")?, row.try_get("booth")?);
        let amount = row.try_get::<Option<i64>, _>("amount")?.map(Money);
        Ok(Price { product, booth, fair: row.try_get("fair")?, amount })
    };
    rows.iter().map(price).collect()
}

/// All promotions as they now stand, those that are over too.
pub async fn promotions(db: &mut SqliteConnection) -> sqlx::Result<Vec<Promotion>> {
    let rows: Vec<VersionRow> = sqlx::query_as(
        "select m.id, m.uid, f.uid as fair, (select uid from booth where id = m.booth) as booth, \
         m.name, m.products, m.deal, m.starts_ms, m.ends_ms, \
         (select min(id) from promotion where uid = m.uid) as made \
         from promotion m join fair f on f.id = m.fair \
         where m.id = (select max(id) from promotion where uid = m.uid) order by made",
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| row.version().map(|it| it.1)).collect()
}

/// All rules for labels of scales, those that are no longer read too.
pub async fn labels(db: &mut SqliteConnection) -> sqlx::Result<Vec<ScaleLabel>> {
    let rows = sqlx::query(
        "select f.uid as fair, l.prefix, l.kind, l.item_digits, l.step, l.active, l.verifier \
         from scale_label l join fair f on f.id = l.fair order by f.id, l.prefix",
    )
    .fetch_all(db)
    .await?;
    let label = |row: &SqliteRow| {
        Ok(ScaleLabel {
            fair: row.try_get("fair")?,
            prefix: row.try_get("prefix")?,
            kind: word(row, "kind")?,
            item_digits: row.try_get("item_digits")?,
            step: row.try_get("step")?,
            active: row.try_get("active")?,
            verifier: row.try_get("verifier")?,
        })
    };
    rows.iter().map(label).collect()
}

/// All figures of sources, those that were taken back without a value.
pub async fn figures(db: &mut SqliteConnection) -> sqlx::Result<Vec<SourceFigure>> {
    let rows = sqlx::query(
        "select sort, measure, area, starts_on, ends_on, value, bound, source \
         from source_figure order by id",
    )
    .fetch_all(db)
    .await?;
    let figure = |row: &SqliteRow| {
        Ok(SourceFigure {
            sort: word(row, "sort")?,
            measure: word(row, "measure")?,
            area: row.try_get("area")?,
            starts_on: word(row, "starts_on")?,
            ends_on: word(row, "ends_on")?,
            value: row.try_get("value")?,
            bound: word(row, "bound")?,
            source: row.try_get("source")?,
        })
    };
    rows.iter().map(figure).collect()
}

/// Everybody, those who may no longer sign in too.
pub async fn people(db: &mut SqliteConnection) -> sqlx::Result<Vec<Person>> {
    let rows = sqlx::query("select * from person_listed order by id").fetch_all(db).await?;
    let person = |row: &SqliteRow| {
        Ok(Person {
            uid: row.try_get("uid")?,
            name: row.try_get("name")?,
            login: row.try_get("login")?,
            role: word(row, "role")?,
            booth: row.try_get("booth")?,
            active: row.try_get("active")?,
        })
    };
    rows.iter().map(person).collect()
}
