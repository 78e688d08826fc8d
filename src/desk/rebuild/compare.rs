//! Comparing two books that one connection has open, table by table, row by row, both ways.

mod store;
#[cfg(test)]
mod tests;

use serde_json::Value;
use sqlx::SqliteConnection;
use std::collections::BTreeMap;
use store::{Pair, Words};

/// Differences named for one table before the rest is only counted.
const NAMED: usize = 50;

/// Tables that belong to one laptop alone: no journal tells them, so nothing compares them.
pub const LOCAL: &[&str] = &[
    "_sqlx_migrations",
    "approval",
    "booth_printer",
    "carried",
    "copied_file",
    "device_heard",
    "drawn",
    "follower",
    "hub",
    "invite",
    "joined",
    "leader",
    "pairing",
    "print_job",
    "printer",
    "put_off",
    "secret",
    "session",
    "setting",
    "standby",
    "standby_code",
    "stopped_chain",
    "token",
];

/// What the rows are rebuilt from; its own check is the walk along the chains.
pub const SOURCE: &str = "journal";

/// Compares what the two schemas say, and every table of the book but the local ones with the
/// rebuilt book, which came from the journal alone. Tables and columns are read from the rebuilt
/// book's schema, so that none can be forgotten.
pub async fn compare(db: &mut SqliteConnection, differences: &mut Vec<String>) -> sqlx::Result<()> {
    for unlike in store::unlike(db).await? {
        differences.push(format!("schema: {unlike} is not as the program made it"));
    }
    for name in store::tables(db).await? {
        if name == SOURCE || LOCAL.contains(&name.as_str()) {
            continue;
        }
        let columns = store::columns(db, &name).await?;
        let mut found = Found::default();
        store::differing(db, &name, &columns, |pair| found.add(&name, pair)).await?;
        store::missing(db, &name, &columns, |pair| found.add(&name, pair)).await?;
        found.tell(&name, differences);
    }
    Ok(())
}

/// What differs in one table.
#[derive(Default)]
struct Found {
    named: Vec<String>,
    more: usize,
}

impl Found {
    fn add(&mut self, table: &str, pair: Pair) {
        if self.named.len() == NAMED {
            self.more += 1;
            return;
        }
        let (key, text) =
            (pair.key.text(), |it: &Option<Words>| it.as_ref().map(|it| it.text().into_owned()));
        self.named.push(match (text(&pair.stands), text(&pair.should)) {
            (Some(row), Some(twin)) => format!("{table} {key}: {}", fields(&row, &twin)),
            (Some(row), None) => {
                format!("{table} {key}: stands in the book, not in the journal: {row}")
            }
            (None, row) => {
                format!("{table} {key}: missing from the book: {}", row.unwrap_or_default())
            }
        });
    }

    fn tell(self, table: &str, differences: &mut Vec<String>) {
        differences.extend(self.named);
        if self.more > 0 {
            differences.push(format!("{table}: {} more rows differ", self.more));
        }
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
