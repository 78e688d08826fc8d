//! SQL of the live board: a fair's totals on one business day and in all.

use sqlx::{FromRow, SqliteConnection};

/// Sums of sales and payments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct Sums {
    /// Sales less voids.
    pub sales: i64,
    /// Đồng.
    pub revenue: i64,
    /// Đồng paid in all, before anything was given back.
    pub tendered: i64,
    /// Đồng of it paid otherwise than in cash.
    pub cashless: i64,
    /// Visits.
    pub visits: i64,
}

/// Sums of a fair over the days `from` to `to`, hours before `hour` only (24: all).
pub async fn sums(
    db: &mut SqliteConnection,
    fair: i64,
    (from, to, hour): (&str, &str, i64),
) -> sqlx::Result<Sums> {
    sqlx::query_as(
        "select s.sales, s.revenue, s.tendered, s.cashless, v.visits from \
         (select coalesce(sum(sales - voids), 0) as sales, coalesce(sum(revenue), 0) as revenue, \
         coalesce(sum(taken), 0) as tendered, coalesce(sum(cashless), 0) as cashless \
         from rollup_hour where fair = ?1 and day between ?2 and ?3 and hour < ?4) s, \
         (select coalesce(sum(visits), 0) as visits \
         from rollup_visit where fair = ?1 and day between ?2 and ?3 and hour < ?4) v",
    )
    .bind(fair)
    .bind(from)
    .bind(to)
    .bind(hour)
    .fetch_one(db)
    .await
}

/// Revenue in đồng and visits by hour of a day.
pub async fn hours(
    db: &mut SqliteConnection,
    fair: i64,
    day: &str,
) -> sqlx::Result<Vec<(i64, i64, i64)>> {
    sqlx::query_as(
        "select hour, sum(revenue), sum(visits) from \
         (select hour, revenue, 0 as visits from rollup_hour where fair = ?1 and day = ?2 \
         union all select hour, 0, visits from rollup_visit where fair = ?1 and day = ?2) \
         group by hour order by hour",
    )
    .bind(fair)
    .bind(day)
    .fetch_all(db)
    .await
}

/// Code, name, sales and đồng of the booths that sold most on a day.
pub async fn booths(
    db: &mut SqliteConnection,
    fair: i64,
    day: &str,
    limit: i64,
) -> sqlx::Result<Vec<(String, String, i64, i64)>> {
    sqlx::query_as(
        "select b.code, b.name, sum(s.sales - s.voids), sum(s.revenue) as revenue \
         from rollup_booth s join booth b on b.id = s.booth where s.fair = ? and s.day = ? \
         group by b.id order by revenue desc, b.code limit ?",
    )
    .bind(fair)
    .bind(day)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Name, unit, thousandths and đồng of the products that sold most on a day.
pub async fn products(
    db: &mut SqliteConnection,
    fair: i64,
    day: &str,
    limit: i64,
) -> sqlx::Result<Vec<(String, String, i64, i64)>> {
    sqlx::query_as(
        "select p.name, p.unit, sum(l.quantity), sum(l.amount) as amount \
         from rollup_product l join product p on p.id = l.product where l.fair = ? and l.day = ? \
         group by p.id order by amount desc, p.folded limit ?",
    )
    .bind(fair)
    .bind(day)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Zone word and đồng of a day.
pub async fn zones(
    db: &mut SqliteConnection,
    fair: i64,
    day: &str,
) -> sqlx::Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "select zone, sum(revenue) as revenue from rollup_booth where fair = ? and day = ? \
         group by zone order by revenue desc, zone",
    )
    .bind(fair)
    .bind(day)
    .fetch_all(db)
    .await
}

/// Booths of a fair, and how many of them sold on a day.
pub async fn open_booths(
    db: &mut SqliteConnection,
    fair: i64,
    day: &str,
) -> sqlx::Result<(i64, i64)> {
    sqlx::query_as(
        "select (select count(*) from booth where fair = ?1), \
         (select count(distinct booth) from rollup_booth where fair = ?1 and day = ?2)",
    )
    .bind(fair)
    .bind(day)
    .fetch_one(db)
    .await
}

/// Transfers of a fair that the bank has not confirmed: how many, and đồng. Those of sales that
/// were taken back are counted until someone settles them.
pub async fn waiting(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<(i64, i64)> {
    sqlx::query_as(
        "select count(*), coalesce(sum(e.amount), 0) from payment_event e \
         join booth b on b.id = e.booth where b.fair = ? and e.state in ('claimed', 'missing') \
         and not exists (select 1 from payment_event l where l.reference = e.reference \
         and +l.booth = e.booth and l.id > e.id)",
    )
    .bind(fair)
    .fetch_one(db)
    .await
}

/// Sales of a fair, or of one booth of it, on a day with something the booth's manager should look
/// at; those taken back need nobody any more.
pub async fn flagged(
    db: &mut SqliteConnection,
    (fair, booth): (i64, Option<i64>),
    day: &str,
) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "select count(*) from sale s where s.fair = ?1 and s.day = ?2 and s.flags <> '[]' \
         and (?3 is null or s.booth = ?3) and s.reverses is null and not exists \
         (select 1 from sale r where r.reverses = s.id and r.void = 1)",
    )
    .bind(fair)
    .bind(day)
    .bind(booth)
    .fetch_one(db)
    .await
}
