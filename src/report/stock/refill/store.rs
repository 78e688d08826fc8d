//! SQL of what is on the way.

use crate::base::id::ProductId;
use sqlx::SqliteConnection;

/// Booth code, product and thousandths of what transfers of a fair have on the way to booths.
pub async fn coming(
    db: &mut SqliteConnection,
    fair: i64,
) -> sqlx::Result<Vec<(String, ProductId, i64)>> {
    sqlx::query_as(
        "select b.code, p.uid, sum(l.quantity) from booth b \
         cross join document d on d.other = b.id \
         cross join level l on l.place = d.id and l.quantity > 0 \
         join product p on p.id = l.product where b.fair = ? group by b.id, p.id",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}
