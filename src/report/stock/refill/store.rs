//! SQL of what is on the way.

use crate::base::id::ProductId;
use sqlx::SqliteConnection;

/// Booth code, product and thousandths of what transfers of a fair have on the way to booths.
pub async fn coming(
    db: &mut SqliteConnection,
    fair: i64,
) -> sqlx::Result<Vec<(String, ProductId, i64)>> {
    sqlx::query_as(
        "select b.code, p.uid, sum(l.quantity) from held_place a join document d on d.id = a.place \
         join booth b on b.id = d.other join level l on l.place = a.place and l.quantity > 0 \
         join product p on p.id = l.product \
         where a.kind = 'transit' and a.fair = (select code from fair where id = ?) \
         group by b.id, p.id",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}
