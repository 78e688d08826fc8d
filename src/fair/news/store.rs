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
         or id in (select product from movement where entry > ?2 and ?1 in (from_place, to_place)) \
         or id in (select l.product from document_line l where l.document > ?2)",
    )
    .bind(booth)
    .bind(since)
    .fetch_all(db)
    .await
}

/// What happened after position `since` that tills should hear of before they ask by themselves:
/// prices, goods, blocked lots, promotions, people, and the shift that a booth's tills share. The
/// booth (none: every booth) and the position. Sales are no news.
pub async fn moved(
    db: &mut SqliteConnection,
    since: i64,
) -> sqlx::Result<Vec<(Option<Vec<u8>>, i64)>> {
    sqlx::query_as(
        "select null, pos from journal where pos > ?1 and kind in \
         ('catalog.changed', 'fair.changed', 'staff.changed', 'stock.posted', 'lot.blocked', \
         'lot.freed') \
         union all select b.uid, n.pos from ( \
         select booth, id as pos from shift where id > ?1 \
         union all select s.booth, j.id from shift_join j join shift s on s.id = j.shift \
         where j.id > ?1 \
         union all select booth, id from shift_closing where id > ?1 \
         union all select s.booth, e.id from shift_event e join shift s on s.id = e.shift \
         where e.id > ?1 and e.kind = 'handed_over' \
         ) n join booth b on b.id = n.booth",
    )
    .bind(since)
    .fetch_all(db)
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
