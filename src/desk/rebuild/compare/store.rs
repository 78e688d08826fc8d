//! SQL of the comparison, made from the schema: `main` is the book, `rebuilt` what its journal
//! tells.

use sqlx::{AssertSqlSafe, SqliteConnection};
use std::borrow::Cow;
use tokio_stream::StreamExt;

/// A column of a table, and its place in the primary key, from 1; 0 for the others.
#[derive(Debug, sqlx::FromRow)]
pub struct Column {
    name: String,
    pk: i64,
}

/// A row that differs: as it stands in the book and as it should, each as a JSON object.
#[derive(Debug, sqlx::FromRow)]
pub struct Pair {
    /// The values of its key as a JSON array.
    pub key: Words,
    /// None where the book lacks it.
    pub stands: Option<Words>,
    /// None where the journal tells nothing of it.
    pub should: Option<Words>,
}

/// What of the schema is in one of the two books alone, or said otherwise there: kind and name. A
/// view that is changed changes figures, without a trigger or a unique index a rule is gone, and a
/// new one may refuse every sale.
pub async fn unlike(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "with main_one as (select type, name, sql from main.sqlite_schema), \
         rebuilt_one as (select type, name, sql from rebuilt.sqlite_schema), \
         unlike as (select * from (select * from main_one except select * from rebuilt_one) \
         union select * from (select * from rebuilt_one except select * from main_one)) \
         select distinct type || ' ' || name from unlike \
         where name not like 'sqlite^_%' escape '^' order by 1",
    )
    .fetch_all(db)
    .await
}

/// A text that may hold anything: a bit that turned over makes it no UTF-8, and it is named like
/// any other difference.
#[derive(Debug, sqlx::Type)]
#[sqlx(transparent)]
pub struct Words(Vec<u8>);

impl Words {
    /// As far as it can be read.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }
}

/// The tables that a rebuilt book has, by name.
pub async fn tables(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "select name from rebuilt.sqlite_schema where type = 'table' \
         and name not like 'sqlite^_%' escape '^' order by name",
    )
    .fetch_all(db)
    .await
}

/// The columns of a table, in order.
pub async fn columns(db: &mut SqliteConnection, table: &str) -> sqlx::Result<Vec<Column>> {
    sqlx::query_as("select name, pk from pragma_table_info(?, 'rebuilt') order by cid")
        .bind(table)
        .fetch_all(db)
        .await
}

/// Rows of the book that the rebuilt one has otherwise, or not at all.
pub async fn differing(
    db: &mut SqliteConnection,
    table: &str,
    columns: &[Column],
    each: impl FnMut(Pair),
) -> sqlx::Result<()> {
    let (key, twin) = (key(columns, "a"), first_of_key(columns, "b"));
    let (stands, should) = (object(columns, "a"), object(columns, "b"));
    let (on, same) = (on(columns), same(columns));
    let sql = format!(
        "select cast({key} as blob) as key, cast({stands} as blob) as stands, \
         case when {twin} is null then null else cast({should} as blob) end as should \
         from main.{table} a left join rebuilt.{table} b on {on} \
         where {twin} is null or not ({same})",
        table = quoted(table),
    );
    read(db, sql, each).await
}

/// Rows of the rebuilt book that the book lacks.
pub async fn missing(
    db: &mut SqliteConnection,
    table: &str,
    columns: &[Column],
    each: impl FnMut(Pair),
) -> sqlx::Result<()> {
    let (key, twin) = (key(columns, "b"), first_of_key(columns, "a"));
    let (should, on) = (object(columns, "b"), on(columns));
    let sql = format!(
        "select cast({key} as blob) as key, null as stands, cast({should} as blob) as should \
         from rebuilt.{table} b left join main.{table} a on {on} where {twin} is null",
        table = quoted(table),
    );
    read(db, sql, each).await
}

async fn read(
    db: &mut SqliteConnection,
    sql: String,
    mut each: impl FnMut(Pair),
) -> sqlx::Result<()> {
    let mut rows = sqlx::query_as(AssertSqlSafe(sql)).fetch(db);
    while let Some(row) = rows.next().await {
        each(row?);
    }
    Ok(())
}

/// A name out of the schema as SQL takes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn of_key(columns: &[Column]) -> Vec<&Column> {
    let mut key: Vec<_> = columns.iter().filter(|it| it.pk > 0).collect();
    key.sort_by_key(|it| it.pk);
    key
}

/// No column of a key is null, so a row that is not there is one whose first is.
fn first_of_key(columns: &[Column], side: &str) -> String {
    let first = of_key(columns).first().map_or("rowid".to_owned(), |it| quoted(&it.name));
    format!("{side}.{first}")
}

fn key(columns: &[Column], side: &str) -> String {
    let values: Vec<_> = of_key(columns).iter().map(|it| text(it, side)).collect();
    format!("json_array({})", values.join(", "))
}

fn on(columns: &[Column]) -> String {
    let equal = |it: &&Column| format!("a.{0} = b.{0}", quoted(&it.name));
    of_key(columns).iter().map(equal).collect::<Vec<_>>().join(" and ")
}

fn same(columns: &[Column]) -> String {
    let same = |it: &Column| format!("a.{0} is b.{0}", quoted(&it.name));
    columns.iter().map(same).collect::<Vec<_>>().join(" and ")
}

/// A value as JSON takes it: bytes in hexadecimal.
fn text(it: &Column, side: &str) -> String {
    let name = format!("{side}.{}", quoted(&it.name));
    format!("case typeof({name}) when 'blob' then lower(hex({name})) else {name} end")
}

fn object(columns: &[Column], side: &str) -> String {
    let pair = |it: &Column| format!("'{}', {}", it.name.replace('\'', "''"), text(it, side));
    format!("json_object({})", columns.iter().map(pair).collect::<Vec<_>>().join(", "))
}
