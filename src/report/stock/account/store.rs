//! SQL of the goods account.

use sqlx::SqliteConnection;

/// Code and name of a fair's booths and store rooms.
pub async fn names(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as(
        "select code, name from booth where fair = ?1 \
         union all select code, name from store_room where fair = ?1",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}
