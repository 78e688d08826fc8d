//! SQL of tables that somebody chose: each over one roll-up, by what the dimension says.

use super::Dim;
use crate::report::store::FairSums;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// What a code is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// The code tells it.
    Word,
    /// So.
    Name(String),
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Named::Word => out.serialize_none(),
            Named::Name(name) => out.serialize_str(name),
        }
    }
}

/// A part of a row.
#[derive(Debug, Clone, FromRow)]
pub struct Cell {
    /// Its code; of dimensions of fairs the fair's row id.
    pub code: String,
    /// What it is called, or empty.
    pub name: String,
    /// Đồng.
    pub revenue: i64,
    /// Sales less voids, or payments.
    pub sales: Option<i64>,
    /// Thousandths.
    pub quantity: Option<i64>,
}

/// What is wanted of the roll-ups.
pub(super) struct Want<'a> {
    pub by: Dim,
    pub from: Date,
    pub to: Date,
    pub fairs: &'a [FairSums],
    /// Localities as they were written; none: all.
    pub units: Option<BTreeSet<String>>,
    pub filters: &'a BTreeMap<Dim, String>,
}

impl Want<'_> {
    /// The dimension as statements name it.
    fn by(&self) -> &'static str {
        match self.by {
            Dim::Level | Dim::Kind | Dim::Fair => "fair",
            Dim::Unit | Dim::UnitToday | Dim::ProvinceToday => "unit",
            other => other.as_str(),
        }
    }

    fn fairs(&self) -> String {
        json!(self.fairs.iter().map(|it| it.id).collect::<Vec<_>>()).to_string()
    }

    fn units(&self) -> Option<String> {
        self.units.as_ref().map(|it| json!(it).to_string())
    }

    fn filter(&self, dim: Dim) -> Option<&str> {
        self.filters.get(&dim).map(String::as_str)
    }

    fn number(&self, dim: Dim) -> Option<i64> {
        self.filter(dim).map(|it| it.parse().unwrap_or(-1))
    }

    /// What the roll-up that knows all that is asked says.
    pub(super) async fn cells(&self, db: &mut SqliteConnection) -> sqlx::Result<Vec<Cell>> {
        let has = |dims: fn(Dim) -> bool| dims(self.by) || self.filters.keys().any(|it| dims(*it));
        if has(|it| it == Dim::Tender) {
            return tenders(db, self).await;
        }
        if has(Dim::of_goods) {
            return lines(db, self).await;
        }
        sales(db, self).await
    }

    /// Visits by the same code.
    pub(super) async fn visits(
        &self,
        db: &mut SqliteConnection,
    ) -> sqlx::Result<Vec<(String, i64)>> {
        visits(db, self).await
    }
}

/// What was sold of goods.
async fn lines(db: &mut SqliteConnection, want: &Want<'_>) -> sqlx::Result<Vec<Cell>> {
    sqlx::query_as(
        "select case ?1 when 'fair' then cast(l.fair as text) when 'zone' then l.zone \
         when 'booth' then f.code || '/' || b.code when 'unit' then l.origin_unit \
         when 'group' then cast(l.ocop_group as text) when 'star' then cast(l.star as text) \
         when 'form' then l.producer_type when 'producer' then lower(hex(r.uid)) \
         when 'product' then lower(hex(p.uid)) when 'month' then substr(l.day, 1, 7) \
         when 'day' then l.day else printf('%02d', l.hour) end as code, \
         min(case ?1 when 'booth' then b.name when 'producer' then r.name \
         when 'product' then p.name || ' (' || p.unit || ')' else '' end) as name, \
         sum(l.amount) as revenue, null as sales, \
         case when ?1 = 'product' then sum(l.quantity) end as quantity \
         from rollup_line l join fair f on f.id = l.fair join booth b on b.id = l.booth \
         join product p on p.id = l.product join producer r on r.id = p.producer \
         where l.fair in (select value from json_each(?2)) and l.day between ?3 and ?4 \
         and (?5 is null or l.origin_unit in (select value from json_each(?5))) \
         and (?6 is null or l.zone = ?6) and (?7 is null or f.code || '/' || b.code = ?7) \
         and (?8 is null or l.ocop_group = ?8) and (?9 is null or l.star = ?9) \
         and (?10 is null or l.producer_type = ?10) \
         and (?11 is null or lower(hex(r.uid)) = ?11) \
         and (?12 is null or lower(hex(p.uid)) = ?12) and (?13 is null or l.hour = ?13) \
         group by 1",
    )
    .bind(want.by())
    .bind(want.fairs())
    .bind(want.from.to_string())
    .bind(want.to.to_string())
    .bind(want.units())
    .bind(want.filter(Dim::Zone))
    .bind(want.filter(Dim::Booth))
    .bind(want.number(Dim::Group))
    .bind(want.number(Dim::Star))
    .bind(want.filter(Dim::Form))
    .bind(want.filter(Dim::Producer))
    .bind(want.filter(Dim::Product))
    .bind(want.number(Dim::Hour))
    .fetch_all(db)
    .await
}

/// Whole sales.
async fn sales(db: &mut SqliteConnection, want: &Want<'_>) -> sqlx::Result<Vec<Cell>> {
    sqlx::query_as(
        "select case ?1 when 'fair' then cast(l.fair as text) when 'zone' then l.zone \
         when 'booth' then f.code || '/' || b.code when 'unit' then l.origin_unit \
         when 'month' then substr(l.day, 1, 7) when 'day' then l.day \
         else printf('%02d', l.hour) end as code, \
         min(case ?1 when 'booth' then b.name else '' end) as name, \
         sum(l.revenue) as revenue, sum(l.sales - l.voids) as sales, null as quantity \
         from rollup_sale l join fair f on f.id = l.fair join booth b on b.id = l.booth \
         where l.fair in (select value from json_each(?2)) and l.day between ?3 and ?4 \
         and (?5 is null or l.origin_unit in (select value from json_each(?5))) \
         and (?6 is null or l.zone = ?6) and (?7 is null or f.code || '/' || b.code = ?7) \
         and (?8 is null or l.hour = ?8) group by 1",
    )
    .bind(want.by())
    .bind(want.fairs())
    .bind(want.from.to_string())
    .bind(want.to.to_string())
    .bind(want.units())
    .bind(want.filter(Dim::Zone))
    .bind(want.filter(Dim::Booth))
    .bind(want.number(Dim::Hour))
    .fetch_all(db)
    .await
}

/// Payments.
async fn tenders(db: &mut SqliteConnection, want: &Want<'_>) -> sqlx::Result<Vec<Cell>> {
    sqlx::query_as(
        "select case ?1 when 'fair' then cast(l.fair as text) when 'zone' then l.zone \
         when 'booth' then f.code || '/' || b.code when 'unit' then l.origin_unit \
         when 'tender' then l.method when 'month' then substr(l.day, 1, 7) \
         else l.day end as code, \
         min(case ?1 when 'booth' then b.name else '' end) as name, \
         sum(l.amount) as revenue, sum(l.count) as sales, null as quantity \
         from rollup_tender l join fair f on f.id = l.fair join booth b on b.id = l.booth \
         where l.fair in (select value from json_each(?2)) and l.day between ?3 and ?4 \
         and (?5 is null or l.origin_unit in (select value from json_each(?5))) \
         and (?6 is null or l.zone = ?6) and (?7 is null or f.code || '/' || b.code = ?7) \
         and (?8 is null or l.method = ?8) group by 1",
    )
    .bind(want.by())
    .bind(want.fairs())
    .bind(want.from.to_string())
    .bind(want.to.to_string())
    .bind(want.units())
    .bind(want.filter(Dim::Zone))
    .bind(want.filter(Dim::Booth))
    .bind(want.filter(Dim::Tender))
    .fetch_all(db)
    .await
}

/// Visits at gates.
async fn visits(db: &mut SqliteConnection, want: &Want<'_>) -> sqlx::Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "select case ?1 when 'fair' then cast(fair as text) when 'month' then substr(day, 1, 7) \
         when 'day' then day else printf('%02d', hour) end as code, sum(visits) \
         from rollup_visit where fair in (select value from json_each(?2)) \
         and day between ?3 and ?4 and (?5 is null or hour = ?5) group by 1",
    )
    .bind(want.by())
    .bind(want.fairs())
    .bind(want.from.to_string())
    .bind(want.to.to_string())
    .bind(want.number(Dim::Hour))
    .fetch_all(db)
    .await
}

/// The localities of these fairs' booths, as they were written at their sales.
pub(super) async fn units(
    db: &mut SqliteConnection,
    fairs: &[FairSums],
) -> sqlx::Result<Vec<String>> {
    let fairs = json!(fairs.iter().map(|it| it.id).collect::<Vec<_>>()).to_string();
    sqlx::query_scalar(
        "select distinct origin_unit from rollup_booth \
         where fair in (select value from json_each(?))",
    )
    .bind(fairs)
    .fetch_all(db)
    .await
}

/// What the code of a filter is called.
pub(super) async fn named(db: &mut SqliteConnection, dim: Dim, code: &str) -> sqlx::Result<Named> {
    let name: Option<String> = match dim {
        Dim::Fair => fair_name(db, code).await?,
        Dim::Booth => booth_name(db, code).await?,
        Dim::Producer => producer_name(db, code).await?,
        Dim::Product => product_name(db, code).await?,
        _ => None,
    };
    Ok(name.map_or(Named::Word, Named::Name))
}

async fn fair_name(db: &mut SqliteConnection, code: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("select name from fair where code = ?").bind(code).fetch_optional(db).await
}

async fn booth_name(db: &mut SqliteConnection, code: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "select b.name from booth b join fair f on f.id = b.fair where f.code || '/' || b.code = ?",
    )
    .bind(code)
    .fetch_optional(db)
    .await
}

async fn producer_name(db: &mut SqliteConnection, uid: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("select name from producer where uid = unhex(?)")
        .bind(uid)
        .fetch_optional(db)
        .await
}

async fn product_name(db: &mut SqliteConnection, uid: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("select name from product where uid = unhex(?)")
        .bind(uid)
        .fetch_optional(db)
        .await
}
