//! SQL of prices.

use super::Price;
use crate::db::several::Statement;
use serde_json::{Value, json};

/// The row of a price whose entry stands at `pos`.
pub fn price_row(pos: i64, it: &Price) -> Value {
    json!([
        pos,
        it.product.hex(),
        it.booth.map(|booth| booth.hex()),
        it.amount,
        it.fair.map(|fair| fair.hex())
    ])
}

/// Marks the prices that these follow though they came later: of a fair that went to another
/// machine and back, whose two chains arrived the other way round.
pub fn mark_followed_prices(rows: &[Value]) -> Statement {
    Statement::new(
        "update price_version set followed = 1 where id in (select x.id from json_each(?) \
         join product p on p.uid = unhex(value ->> 1) \
         join price_version x on x.product = p.id and x.id > value ->> 0 \
         where x.booth is (select id from booth where uid = unhex(value ->> 2)) \
         and x.fair is (select id from fair where uid = unhex(value ->> 4)))",
    )
    .bind(json!(rows).to_string())
}

/// Writes prices. No row has the id 0: a price at a booth or fair that is not known is refused.
pub fn write_prices(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into price_version (id, product, booth, amount, fair) \
         select value ->> 0, (select id from product where uid = unhex(value ->> 1)), \
         case when value ->> 2 is not null then \
         coalesce((select id from booth where uid = unhex(value ->> 2)), 0) end, value ->> 3, \
         case when value ->> 4 is not null then \
         coalesce((select id from fair where uid = unhex(value ->> 4)), 0) end from json_each(?)",
    )
    .bind(json!(rows).to_string())
}
