//! SQL of the coarse roll-ups: writing them.

use crate::db::several::Statement;
use serde_json::{Value, json};

/// Adds to what products sold on a day.
pub fn write_products(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into rollup_product (fair, day, product, star, ocop_group, producer_type, \
         quantity, amount) \
         select (select id from fair where uid = unhex(value ->> 0)), value ->> 1, \
         (select id from product where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7 from json_each(?) where true \
         on conflict do update set quantity = quantity + excluded.quantity, \
         amount = amount + excluded.amount",
    )
    .bind(json!(rows).to_string())
}

/// Adds to what booths sold on a day.
pub fn write_booths(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into rollup_booth (fair, day, booth, zone, origin_unit, sales, voids, revenue, \
         rounding, taken, cashless) \
         select (select id from fair where uid = unhex(value ->> 0)), value ->> 1, \
         (select id from booth where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10 \
         from json_each(?) where true \
         on conflict do update set sales = sales + excluded.sales, \
         voids = voids + excluded.voids, revenue = revenue + excluded.revenue, \
         rounding = rounding + excluded.rounding, taken = taken + excluded.taken, \
         cashless = cashless + excluded.cashless",
    )
    .bind(json!(rows).to_string())
}

/// Adds to what fairs sold in an hour.
pub fn write_hours(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into rollup_hour (fair, day, hour, sales, voids, revenue, taken, cashless) \
         select (select id from fair where uid = unhex(value ->> 0)), value ->> 1, value ->> 2, \
         value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7 \
         from json_each(?) where true \
         on conflict do update set sales = sales + excluded.sales, \
         voids = voids + excluded.voids, revenue = revenue + excluded.revenue, \
         taken = taken + excluded.taken, cashless = cashless + excluded.cashless",
    )
    .bind(json!(rows).to_string())
}
