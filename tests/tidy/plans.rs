//! How SQLite means to answer each statement: none may read a table that grows with the sales from
//! end to end each time it is asked.

use super::{Literal, is_sql, literals, none, rust};
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

/// Tables that grow with every sale, transfer, visit or movement.
const GROWING: &[&str] = &[
    "counted",
    "document",
    "document_line",
    "journal",
    "movement",
    "payment_event",
    "print_job",
    "returned",
    "sale",
    "sale_line",
    "shift_event",
    "supplement",
    "tender",
    "visit",
];

/// Statements that begin at one end of such a table or read all of it on purpose, by a part of
/// their text, and why.
const ALLOWED: &[(&str, &str)] = &[
    ("indexed by journal_of_nodes", "that index holds beginnings and take-overs alone"),
    ("select uid from journal group by uid", "verify, and projecting anew, look for twins"),
    ("select id, bytes, digest from print_job", "verify looks at every paper"),
    ("delete from print_job where changed_ms", "once, at the start of the spool"),
    ("from print_job j join printer p", "begins at the newest and ends at the limit"),
    ("select pos, hash from journal order by pos desc limit 1", "begins and ends at the newest"),
];

#[tokio::test]
async fn no_statement_reads_a_growing_table_from_end_to_end() {
    let mut db = chophien::db::scratch().await.unwrap();
    sqlx::query("attach database ':memory:' as rebuilt").execute(&mut db).await.unwrap();
    let (mut breaches, mut used) = (Vec::new(), Vec::new());
    for file in rust().into_iter().filter(|file| file.path.ends_with("/store.rs")) {
        // What has gaps is made from the schema; another test prepares the rest.
        let whole = |it: &Literal| is_sql(it) && !it.text.contains('{');
        for Literal { line, text } in literals(&file.text).into_iter().filter(whole) {
            let Some(scans) = scans(&mut db, &text).await else { continue };
            match ALLOWED.iter().position(|(part, _)| text.contains(part)) {
                Some(at) => used.push(at),
                None => breaches.push(format!("{}:{line}: {scans}", file.path)),
            }
        }
    }
    let idle = (0..ALLOWED.len()).filter(|at| !used.contains(at));
    breaches.extend(idle.map(|at| format!("nothing needs this any more: {}", ALLOWED[at].0)));
    none("no statement reads a growing table from end to end", breaches);
}

/// The steps by which the statement of a store that has this part is answered.
async fn steps(store: &str, part: &str) -> Vec<String> {
    let mut db = chophien::db::scratch().await.unwrap();
    let store = rust().into_iter().find(|file| file.path == store).unwrap();
    let statement = literals(&store.text).into_iter().find(|it| it.text.contains(part));
    let plan = AssertSqlSafe(format!("explain query plan {}", statement.unwrap().text));
    let steps = sqlx::query(plan).fetch_all(&mut db).await.unwrap();
    steps.iter().map(|step| step.get("detail")).collect()
}

#[tokio::test]
async fn samples_are_found_by_an_index_that_holds_nothing_else() {
    let steps = steps("src/report/goods/store.rs", "l.sampled").await;
    assert!(steps.iter().any(|step| step.contains("COVERING INDEX rollup_line_sampled")));
}

#[tokio::test]
async fn a_receipt_is_found_by_its_number_without_a_look_at_the_booths_other_sales() {
    let steps = steps("src/sale/sought/store.rs", "s.number").await;
    let number = "INDEX sale_by_number (booth=? AND origin=? AND number=?)";
    assert!(steps.iter().any(|step| step.contains(number)), "{steps:?}");
    assert!(!steps.iter().any(|step| step.contains("sale_by_booth")), "{steps:?}");
}

/// The steps of a statement that read a growing table from end to end; none where there is none.
async fn scans(db: &mut SqliteConnection, sql: &str) -> Option<String> {
    let plan = AssertSqlSafe(format!("explain query plan {sql}"));
    let steps = sqlx::query(plan).fetch_all(db).await.unwrap_or_default();
    let steps = steps.iter().map(|step| step.get::<String, _>("detail"));
    let scans = steps.filter(|step| {
        let name = step.strip_prefix("SCAN ").and_then(|it| it.split(' ').next());
        name.is_some_and(|name| GROWING.iter().any(|table| names(sql, table, name)))
    });
    Some(scans.collect::<Vec<_>>().join("; ")).filter(|scans| !scans.is_empty())
}

/// Whether a statement calls a table by this name. A table that it does not name at all is one
/// whose foreign keys would be looked at if a key changed, which no statement does.
fn names(sql: &str, table: &str, name: &str) -> bool {
    let words: Vec<&str> = sql
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty() && *word != "as")
        .collect();
    let alias = words.windows(2).any(|pair| pair == [table, name]);
    alias || (name == table && words.contains(&table))
}

#[test]
fn a_table_is_known_by_its_name_and_by_its_alias() {
    let sql = "select s.id from sale s join tender as t on t.sale = s.id";
    assert!(names(sql, "sale", "s") && names(sql, "tender", "t"));
    assert!(!names(sql, "sale", "t") && !names(sql, "visit", "visit"));
    assert!(names("delete from visit", "visit", "visit"));
}
