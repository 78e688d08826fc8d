//! SQL of projecting a book anew, made from its own schema.

use sqlx::{AssertSqlSafe, SqliteConnection};

/// The triggers, with what made them.
pub async fn triggers(db: &mut SqliteConnection) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as("select name, sql from sqlite_schema where type = 'trigger' order by rowid")
        .fetch_all(db)
        .await
}

/// Takes a trigger away.
pub async fn drop_trigger(db: &mut SqliteConnection, name: &str) -> sqlx::Result<()> {
    let sql = format!("drop trigger {}", quoted(name));
    sqlx::query(AssertSqlSafe(sql)).execute(db).await?;
    Ok(())
}

/// Puts a trigger back as it was.
pub async fn make_trigger(db: &mut SqliteConnection, sql: String) -> sqlx::Result<()> {
    sqlx::query(AssertSqlSafe(sql)).execute(db).await?;
    Ok(())
}

/// Which table names rows of which.
pub async fn references(db: &mut SqliteConnection) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as(
        "select distinct t.name, f.\"table\" from sqlite_schema t, \
         pragma_foreign_key_list(t.name) f where t.type = 'table'",
    )
    .fetch_all(db)
    .await
}

/// The tables, in the order in which the schema made them.
pub async fn tables(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "select name from sqlite_schema where type = 'table' \
         and name not like 'sqlite^_%' escape '^' order by rowid",
    )
    .fetch_all(db)
    .await
}

/// Takes every row away; the ends of the world, which no entry made, stay.
pub async fn empty(db: &mut SqliteConnection, table: &str) -> sqlx::Result<()> {
    let made = if table == "place" { " where id > 0" } else { "" };
    let sql = format!("delete from {}{made}", quoted(table));
    sqlx::query(AssertSqlSafe(sql)).execute(db).await?;
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
