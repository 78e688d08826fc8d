//! SQL of reports, over roll-ups. Every statement takes the same scope: days, fairs, perhaps one
//! booth.

use super::cube::Scope;
use sqlx::{FromRow, SqliteConnection};

/// The journal's last position and its hash there; what a printed report names.
pub async fn head(db: &mut SqliteConnection) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    sqlx::query_as("select pos, hash from journal order by pos desc limit 1")
        .fetch_optional(db)
        .await
}

/// A fair with its sums over the days asked for.
#[derive(Debug, Clone, FromRow)]
pub struct FairSums {
    /// Row id.
    pub id: i64,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Level word.
    pub level: String,
    /// Kind word.
    pub kind: String,
    /// First day, yyyy-mm-dd.
    pub starts_on: String,
    /// Last day; none for a permanent sales point.
    pub ends_on: Option<String>,
    /// Venue.
    pub place: String,
    /// As published.
    pub published_visits: Option<i64>,
    /// As published, đồng.
    pub published_revenue: Option<i64>,
    /// As published, đồng.
    pub published_revenue_local_zone: Option<i64>,
    /// Whether the fair itself overlaps the days; else only some of its sales fall into them.
    pub in_period: bool,
    /// Visits.
    pub visits: i64,
    /// Sales less voids.
    pub sales: i64,
    /// Đồng.
    pub revenue: i64,
    /// Đồng.
    pub revenue_local_zone: i64,
    /// Đồng paid in all, rounding included, before anything was given back.
    pub tendered: i64,
    /// Đồng of it paid otherwise than in cash.
    pub cashless: i64,
}

/// Fairs and sales points that overlap the days `from` to `to` (yyyy-mm-dd), or of which sales or
/// visits fall into them, with their sums; in order of time. Rehearsals are left out.
pub async fn fairs(db: &mut SqliteConnection, from: &str, to: &str) -> sqlx::Result<Vec<FairSums>> {
    sqlx::query_as(
        "select f.id, f.code, f.name, f.level, f.kind, f.starts_on, f.ends_on, f.place, \
         f.published_visits, f.published_revenue, f.published_revenue_local_zone, \
         f.starts_on <= ?2 and coalesce(f.ends_on, '9999-12-31') >= ?1 as in_period, \
         coalesce((select sum(v.visits) from rollup_visit v where v.fair = f.id \
         and v.day between ?1 and ?2), 0) as visits, \
         coalesce(sum(s.sales - s.voids), 0) as sales, coalesce(sum(s.revenue), 0) as revenue, \
         coalesce(sum(case when s.zone = 'local' then s.revenue else 0 end), 0) \
         as revenue_local_zone, \
         coalesce(sum(s.taken), 0) as tendered, coalesce(sum(s.cashless), 0) as cashless \
         from fair f left join rollup_booth s on s.fair = f.id and s.day between ?1 and ?2 \
         where f.kind <> 'rehearsal' group by f.id \
         having in_period or count(s.fair) > 0 or exists (select 1 from rollup_visit v \
         where v.fair = f.id and v.day between ?1 and ?2) \
         order by f.starts_on, f.code",
    )
    .bind(from)
    .bind(to)
    .fetch_all(db)
    .await
}

/// Revenue in đồng by month (yyyy-mm) and level of fair.
pub async fn months(
    db: &mut SqliteConnection,
    scope: &Scope,
) -> sqlx::Result<Vec<(String, String, i64)>> {
    sqlx::query_as(
        "select substr(s.day, 1, 7) as month, f.level, sum(s.revenue) from rollup_hour s \
         join fair f on f.id = s.fair where s.day between ?1 and ?2 \
         and s.fair in (select value from json_each(?3)) \
         group by month, f.level order by month, f.level",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .fetch_all(db)
    .await
}

/// A cell of the cube of sales: by zone and origin unit.
#[derive(Debug, Clone, FromRow)]
pub struct SaleCell {
    /// Zone word, as it stood at the sale.
    pub zone: String,
    /// Locality.
    pub origin_unit: String,
    /// Sales.
    pub sales: i64,
    /// Voids.
    pub voids: i64,
    /// Đồng.
    pub revenue: i64,
    /// Đồng.
    pub rounding: i64,
}

/// Sales by zone and origin unit, the booths and days summed.
pub async fn sales(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Vec<SaleCell>> {
    sqlx::query_as(
        "select zone, origin_unit, sum(sales) as sales, sum(voids) as voids, \
         sum(revenue) as revenue, sum(rounding) as rounding from rollup_booth \
         where day between ?1 and ?2 and fair in (select value from json_each(?3)) \
         and (?4 is null or booth = ?4) group by zone, origin_unit order by zone, origin_unit",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .bind(scope.booth)
    .fetch_all(db)
    .await
}

/// What was sold in an hour of a day.
#[derive(Debug, Clone, FromRow)]
pub struct HourCell {
    /// Business date.
    pub day: String,
    /// Hour, 0–23.
    pub hour: i64,
    /// Sales less voids.
    pub sales: i64,
    /// Đồng.
    pub revenue: i64,
}

/// Sales of all booths by day and hour.
pub async fn hours(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Vec<HourCell>> {
    sqlx::query_as(
        "select day, hour, sum(sales - voids) as sales, sum(revenue) as revenue from rollup_hour \
         where day between ?1 and ?2 and fair in (select value from json_each(?3)) \
         group by day, hour order by day, hour",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .fetch_all(db)
    .await
}

/// Sales of the scope's booth by day and hour.
pub async fn booth_hours(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Vec<HourCell>> {
    sqlx::query_as(
        "select day, hour, sum(sales - voids) as sales, sum(revenue) as revenue from rollup_sale \
         where day between ?1 and ?2 and fair in (select value from json_each(?3)) \
         and booth = ?4 group by day, hour order by day, hour",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .bind(scope.booth)
    .fetch_all(db)
    .await
}

/// A booth with its sums.
#[derive(Debug, Clone, FromRow)]
pub struct BoothSums {
    /// The fair's code.
    pub fair: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Zone word.
    pub zone: String,
    /// Locality.
    pub origin_unit: String,
    /// Sales less voids.
    pub sales: i64,
    /// Đồng.
    pub revenue: i64,
    /// Đồng paid in all, before anything was given back.
    pub tendered: i64,
    /// Đồng of it paid otherwise than in cash.
    pub cashless: i64,
}

/// Every booth of these fairs, also those that sold nothing, the largest revenue first.
pub async fn booths(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Vec<BoothSums>> {
    sqlx::query_as(
        "select f.code as fair, b.code, b.name, b.zone, b.origin_unit, \
         coalesce(s.sales, 0) as sales, coalesce(s.revenue, 0) as revenue, \
         coalesce(s.taken, 0) as tendered, coalesce(s.cashless, 0) as cashless \
         from booth b join fair f on f.id = b.fair \
         left join (select booth, sum(sales - voids) as sales, sum(revenue) as revenue, \
         sum(taken) as taken, sum(cashless) as cashless from rollup_booth \
         where day between ?1 and ?2 and fair in (select value from json_each(?3)) \
         group by booth) s on s.booth = b.id \
         where b.fair in (select value from json_each(?3)) \
         order by revenue desc, f.code, b.code",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .fetch_all(db)
    .await
}

/// A method with how many payments and how much.
#[derive(Debug, Clone, FromRow)]
pub struct TenderSums {
    /// Method word.
    pub method: String,
    /// Payments of sales.
    pub count: i64,
    /// Đồng, what was given back taken off.
    pub amount: i64,
    /// Đồng of sales alone.
    pub taken: i64,
}

/// Payments by method.
pub async fn tenders(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Vec<TenderSums>> {
    sqlx::query_as(
        "select method, sum(count) as count, sum(amount) as amount, sum(taken) as taken \
         from rollup_tender where day between ?1 and ?2 \
         and fair in (select value from json_each(?3)) and (?4 is null or booth = ?4) \
         group by method order by method",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .bind(scope.booth)
    .fetch_all(db)
    .await
}

/// Visits of a gate in an hour.
#[derive(Debug, Clone, FromRow)]
pub struct VisitCell {
    /// The fair's code.
    pub fair: String,
    /// The gate's code.
    pub gate: String,
    /// The gate's name.
    pub name: String,
    /// Business date.
    pub day: String,
    /// Hour, 0–23.
    pub hour: i64,
    /// Visits.
    pub visits: i64,
}

/// Visits by gate, day and hour.
pub async fn visits(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Vec<VisitCell>> {
    sqlx::query_as(
        "select f.code as fair, g.code as gate, g.name, v.day, v.hour, v.visits \
         from rollup_visit v join gate g on g.id = v.gate join fair f on f.id = v.fair \
         where v.day between ?1 and ?2 and v.fair in (select value from json_each(?3)) \
         order by f.code, g.code, v.day, v.hour",
    )
    .bind(scope.from.to_string())
    .bind(scope.to.to_string())
    .bind(scope.fairs_json())
    .fetch_all(db)
    .await
}
