//! SQL of saved views.

use super::View;
use crate::db::several::Statement;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

/// The row of a view whose entry stands at `pos`.
pub fn view_row(pos: i64, it: &View) -> Value {
    json!([pos, it.name, it.query])
}

/// Writes views; a known name asks something else from now on.
pub fn write_views(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into saved_view (id, name, query) \
         select value ->> 0, value ->> 1, value ->> 2 from json_each(?) where true \
         on conflict (name) do update set query = excluded.query",
    )
    .bind(json!(rows).to_string())
}

/// Views that stand: name and what they ask, by name.
pub async fn views(db: &mut SqliteConnection) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as("select name, query from saved_view where query <> '' order by name")
        .fetch_all(db)
        .await
}
