//! Which tables are compared.

use super::{LOCAL, SOURCE};

/// Tables that the journal tells.
const BOOK: &[&str] = &[
    "booth",
    "booth_product",
    "certificate",
    "counted",
    "device",
    "document",
    "document_line",
    "drawer_opening",
    "fair",
    "fair_gift",
    "fair_taking",
    "gate",
    "level",
    "listing",
    "lot_word",
    "movement",
    "node",
    "online_sales",
    "opening_day",
    "payment_event",
    "person",
    "place",
    "price_version",
    "producer",
    "product",
    "product_photo",
    "promotion_version",
    "quality_certificate",
    "returned",
    "reward_paid",
    "reward_rule",
    "rollup_booth",
    "rollup_hour",
    "rollup_line",
    "rollup_product",
    "rollup_sale",
    "rollup_tender",
    "rollup_visit",
    "sale",
    "sale_line",
    "saved_view",
    "scale_label",
    "set_aside",
    "shift",
    "shift_closing",
    "shift_event",
    "shift_join",
    "source_figure",
    "store_room",
    "supplement",
    "takeover",
    "tender",
    "verdict",
    "visit",
];

#[tokio::test]
async fn every_table_is_the_books_or_local_and_a_row_of_a_book_has_a_key() {
    let mut db = crate::db::scratch().await.unwrap();
    sqlx::query("attach database ':memory:' as rebuilt").execute(&mut db).await.unwrap();
    let there = "select name from main.sqlite_schema where type = 'table' \
                 and name not like 'sqlite^_%' escape '^' order by name";
    let there: Vec<String> = sqlx::query_scalar(there).fetch_all(&mut db).await.unwrap();
    let mut listed: Vec<&str> = [BOOK, LOCAL, &[SOURCE]].concat();
    listed.sort_unstable();
    assert_eq!(there, listed, "a table is in one list, and each list names only tables");
    for table in BOOK {
        let keyless = "select count(*) = 0 or sum(\"notnull\" = 0 and type <> 'INTEGER') > 0 \
                       from pragma_table_info(?) where pk > 0";
        let keyless: bool =
            sqlx::query_scalar(keyless).bind(table).fetch_one(&mut db).await.unwrap();
        assert!(!keyless, "{table}: a row is found by a key, none of it null");
    }
}
