//! SQL of which chains a hub gives down.

use crate::base::id::NodeId;
use sqlx::SqliteConnection;

/// The chains that this book goes on from, its own among them.
pub async fn own_line(db: &mut SqliteConnection, own: NodeId) -> sqlx::Result<Vec<NodeId>> {
    sqlx::query_scalar("select origin from own_line union select ?")
        .bind(own.bytes())
        .fetch_all(db)
        .await
}

/// The chains that came down from the hub above.
pub async fn drawn(db: &mut SqliteConnection) -> sqlx::Result<Vec<NodeId>> {
    sqlx::query_scalar("select origin from drawn").fetch_all(db).await
}

/// The chains that a hub gives down: those of its own line, and what came down to it.
pub async fn downward(db: &mut SqliteConnection, own: NodeId) -> sqlx::Result<Vec<NodeId>> {
    sqlx::query_scalar(
        "select c.origin from (select origin from own_line union select ? \
         union select origin from drawn) c where exists (select 1 from journal j \
         where j.origin = c.origin limit 1)",
    )
    .bind(own.bytes())
    .fetch_all(db)
    .await
}
