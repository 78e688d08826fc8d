//! SQL of what changed in a booth's goods.

use sqlx::SqliteConnection;

/// The products of which anything changed at a booth after position `since`: the
/// product, its rating, a price, the booth's range, its stock.
pub async fn changed(
    db: &mut SqliteConnection,
    booth: i64,
    since: i64,
) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar(
        "select uid from product where uid in (select unhex(replace(subject, '-', '')) \
         from journal where pos > ?2 and kind = 'catalog.changed' \
         union select unhex(replace(p.value, '-', '')) from journal j, \
         json_each(j.body, '$.products') p where j.pos > ?2 and j.kind = 'fair.changed' \
         and unhex(replace(j.subject, '-', '')) = (select uid from booth where id = ?1)) \
         or id in (select product from movement where entry > ?2 and booth = ?1)",
    )
    .bind(booth)
    .bind(since)
    .fetch_all(db)
    .await
}

/// Whether anything happened after position `since` that a booth's tills should hear of before they
/// ask by themselves: prices, goods, promotions, people, and the shift they share. Sales are not.
pub async fn any(db: &mut SqliteConnection, booth: i64, since: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "select exists (select 1 from journal where pos > ?2 and kind in \
         ('catalog.changed', 'fair.changed', 'staff.changed', 'stock.received')) \
         or exists (select 1 from shift where booth = ?1 and id > ?2) \
         or exists (select 1 from shift_join j join shift s on s.id = j.shift \
         where j.id > ?2 and s.booth = ?1) \
         or exists (select 1 from shift_closing where booth = ?1 and id > ?2) \
         or exists (select 1 from shift_event e join shift s on s.id = e.shift \
         where e.id > ?2 and e.kind = 'handed_over' and s.booth = ?1)",
    )
    .bind(booth)
    .bind(since)
    .fetch_one(db)
    .await
}

/// The OCOP groups of what a booth sells, in order.
pub async fn groups(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "select distinct p.ocop_group from booth_product bp join product p on p.id = bp.product \
         where bp.booth = ? and bp.active = 1 and p.active = 1 order by p.ocop_group",
    )
    .bind(booth)
    .fetch_all(db)
    .await
}
