//! SQL of what is left standing.

use sqlx::{FromRow, SqliteConnection};

/// What stands open at a fair, or at one booth of it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Left {
    /// Shifts that were opened and not closed.
    pub shifts: i64,
    /// Goods of which something lies at a booth: booth by booth, whatever their lots.
    pub goods: i64,
    /// Devices that are paired with a booth and not revoked.
    pub devices: i64,
}

/// What stands open at the booths of a fair, or at one of them.
pub async fn left(
    db: &mut SqliteConnection,
    (fair, booth): (i64, Option<i64>),
) -> sqlx::Result<Left> {
    sqlx::query_as(
        "with here as (select id from booth where fair = ?1 and (?2 is null or id = ?2)) \
         select (select count(*) from here h cross join shift s on s.booth = h.id \
         left join shift_closing c on c.shift = s.id where c.id is null) as shifts, \
         (select count(*) from (select distinct l.place, l.product from here h \
         cross join level l on l.place = h.id and l.quantity > 0)) as goods, \
         (select count(*) from here h cross join device d on d.booth = h.id \
         where d.revoked = 0) as devices",
    )
    .bind(fair)
    .bind(booth)
    .fetch_one(db)
    .await
}
