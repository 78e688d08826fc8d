//! A whole book as text that does not depend on the order of arrival: positions by what stands
//! there, ids by the uids of their things.

use crate::desk::rebuild::compare::{LOCAL, SOURCE};
use sqlx::{AssertSqlSafe, SqliteConnection};

/// Every row of every table of the book, in order. A roll-up of zeros says nothing.
pub async fn dump(db: &mut SqliteConnection) -> Vec<String> {
    let tables = "select name from sqlite_schema where type = 'table' \
                  and name not like 'sqlite^_%' escape '^' order by name";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut *db).await.unwrap();
    let mut all = Vec::new();
    for table in tables.iter().filter(|name| *name != SOURCE && !LOCAL.contains(&name.as_str())) {
        let columns = "select name, type, pk from pragma_table_info(?)";
        let columns: Vec<(String, String, i64)> =
            sqlx::query_as(columns).bind(table).fetch_all(&mut *db).await.unwrap();
        let named = columns.iter().any(|it| it.0 == "uid") && table != "promotion_version";
        let said: Vec<String> = columns
            .iter()
            .filter(|it| it.0 != "id" || !named)
            // By positions, which differ. What holds in the end is compared by views.
            .filter(|it| it.0 != "followed")
            .map(|(name, kind, _)| format!("'{name}', {}", shown(table, name, kind)))
            .collect();
        let counts = columns.iter().filter(|it| it.2 == 0).map(|it| format!("{} <> 0", it.0));
        let counts = counts.collect::<Vec<_>>().join(" or ");
        let sums = table.starts_with("rollup") || table == "level" || table == "returned";
        let only = if sums { format!("where {counts}") } else { String::new() };
        let sql = format!("select json_object({}) from {table} {only}", said.join(", "));
        let mut rows: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *db).await.unwrap();
        rows.sort();
        all.extend(rows.into_iter().map(|row| format!("{table} {row}")));
    }
    for (what, sql) in VIEWS {
        let mut rows: Vec<String> = sqlx::query_scalar(*sql).fetch_all(&mut *db).await.unwrap();
        rows.sort();
        all.extend(rows.into_iter().map(|row| format!("{what} {row}")));
    }
    all
}

/// What holds in the end, by whatever order the rows are read in.
const VIEWS: &[(&str, &str)] = &[
    (
        "last step",
        "select json_array(hex(booth), reference, state, amount) from transfer_listed where last",
    ),
    ("holder", "select json_array(hex(uid), holder, z_no, counted) from shift_now"),
    (
        "price",
        "select json_array(hex(p.uid), hex(b.uid), x.amount) from price x \
         join product p on p.id = x.product left join booth b on b.id = x.booth where not exists \
         (select 1 from price y where y.product = x.product and y.booth is x.booth \
         and y.fair is x.fair and y.id > x.id)",
    ),
    (
        "promotion now",
        "select json_array(hex(x.uid), x.name, x.deal) from promotion x where not exists \
         (select 1 from promotion y where y.uid = x.uid and y.id > x.id)",
    ),
    (
        "in shift",
        "select json_array(hex(s.uid), hex(h.uid), v.supplement) from sale_in_shift v \
         join sale s on s.id = v.sale join shift h on h.id = v.shift",
    ),
];

fn shown(table: &str, name: &str, kind: &str) -> String {
    let of = |there: &str| format!("(select hex(uid) from {there} x where x.id = {table}.{name})");
    match (table, name) {
        _ if kind == "BLOB" => format!("hex({name})"),
        ("payment_event", "id") => {
            "(select hex(origin) || seq from journal where pos = payment_event.id / 8) || (id % 8)"
                .to_owned()
        }
        (
            "source_figure" | "saved_view" | "listing" | "online_sales" | "reward_paid" | "place",
            "id",
        ) => "''".to_owned(),
        (_, "id" | "entry") => {
            format!("(select hex(origin) || seq from journal where pos = {table}.{name})")
        }
        (_, "place" | "from_place" | "to_place" | "other") => {
            format!("(select hex(uid) from place x where x.id = {table}.{name})")
        }
        ("supplement", "count") | (_, "document" | "follows") => {
            format!("(select hex(uid) from document x where x.id = {table}.{name})")
        }
        ("fair_taking", "gift") => {
            "(select hex(origin) || seq from fair_gift x where x.id = fair_taking.gift)".to_owned()
        }
        ("document", "reverses") => {
            "(select hex(uid) from document x where x.id = document.reverses)".to_owned()
        }
        (_, "fair" | "booth" | "gate" | "product" | "producer" | "sale" | "shift") => of(name),
        (_, "owner") => of("producer"),
        (_, "reverses") => of("sale"),
        _ => name.to_owned(),
    }
}
