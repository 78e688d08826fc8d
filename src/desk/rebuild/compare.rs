//! Comparing two books, table by table, row by row.

mod store;

use serde_json::Value;
use sqlx::SqliteConnection;
use std::collections::BTreeMap;

/// Differences named for one table before the rest is only counted.
const NAMED: usize = 50;

/// Compares every book table. `rebuilt` came from the journal alone.
pub async fn compare(
    book: &mut SqliteConnection,
    rebuilt: &mut SqliteConnection,
    differences: &mut Vec<String>,
) -> sqlx::Result<()> {
    for table in store::TABLES {
        let (mut stands, mut should) = (Rest::default(), Rest::default());
        let mut after = (0, 0);
        loop {
            let left = store::page(&mut *book, table, after.0).await?;
            let right = store::page(&mut *rebuilt, table, after.1).await?;
            if left.is_empty() && right.is_empty() {
                break;
            }
            after = (after.0 + left.len() as i64, after.1 + right.len() as i64);
            settle(left, &mut stands, &mut should);
            settle(right, &mut should, &mut stands);
        }
        name(table.name, &stands, &should, differences);
    }
    Ok(())
}

/// Rows by key that have not yet met their twin.
type Rest = BTreeMap<String, String>;

/// Meets rows with their twins on the other side; what has none waits.
fn settle(rows: Vec<(String, String)>, mine: &mut Rest, theirs: &mut Rest) {
    for (key, row) in rows {
        if theirs.get(&key).is_some_and(|twin| *twin == row) {
            theirs.remove(&key);
        } else {
            mine.insert(key, row);
        }
    }
}

fn name(table: &str, stands: &Rest, should: &Rest, differences: &mut Vec<String>) {
    let mut found = Vec::new();
    for (key, row) in stands {
        found.push(match should.get(key) {
            Some(twin) => format!("{table} {key}: {}", fields(row, twin)),
            None => format!("{table} {key}: stands in the book, not in the journal: {row}"),
        });
    }
    for (key, row) in should.iter().filter(|(key, _)| !stands.contains_key(*key)) {
        found.push(format!("{table} {key}: missing from the book: {row}"));
    }
    let rest = found.len().saturating_sub(NAMED);
    differences.extend(found.into_iter().take(NAMED));
    if rest > 0 {
        differences.push(format!("{table}: {rest} more rows differ"));
    }
}

/// The fields in which two rows differ, with both values.
fn fields(row: &str, twin: &str) -> String {
    let read = |text: &str| serde_json::from_str::<BTreeMap<String, Value>>(text);
    let (Ok(row), Ok(twin)) = (read(row), read(twin)) else { return "differs".to_owned() };
    let differ = row.iter().filter(|(column, value)| twin.get(*column) != Some(*value));
    let say = |(column, value): (&String, &Value)| {
        let should = twin.get(column).cloned().unwrap_or_default();
        format!("{column} is {value}, by the journal {should}")
    };
    differ.map(say).collect::<Vec<_>>().join("; ")
}
