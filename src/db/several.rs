//! Several statements in one hand-over: going to the driver's thread and back costs more than most
//! statements do.
//!
//! SQLite's driver takes them in one text. PostgreSQL's does not, and will send them one by one.

use sqlx::{
    Arguments, AssertSqlSafe, Either, Executor, FromRow, SqliteConnection,
    sqlite::{SqliteArguments, SqliteRow},
};
use std::marker::PhantomData;
use tokio_stream::StreamExt;

/// A statement with the values of its `?`, in their order. A number behind a `?` would be counted
/// over all statements of a hand-over, so there is none.
#[derive(Debug)]
pub struct Statement {
    sql: &'static str,
    values: Vec<Value>,
    over: bool,
}

/// How an insert begins, and how one that writes over what stands.
const INSERT: &str = "insert into ";
const OVER: &str = "insert or replace into ";

#[derive(Debug)]
enum Value {
    Text(String),
    Bytes(Vec<u8>),
    Number(i64),
}

impl Statement {
    /// A statement without values.
    pub fn new(sql: &'static str) -> Statement {
        Statement { sql, values: Vec::new(), over: false }
    }

    /// The next `?` is a text, often JSON.
    pub fn bind(self, text: String) -> Statement {
        self.with(Value::Text(text))
    }

    /// The next `?` is bytes.
    pub fn bind_bytes(self, bytes: &[u8]) -> Statement {
        self.with(Value::Bytes(bytes.to_vec()))
    }

    /// The next `?` is a number.
    pub fn bind_number(self, number: i64) -> Statement {
        self.with(Value::Number(number))
    }

    /// An insert writes over rows under the same key, if `over`.
    pub fn over(self, over: bool) -> Statement {
        Statement { over, ..self }
    }

    /// Runs it alone.
    pub async fn run(self, db: &mut SqliteConnection) -> sqlx::Result<()> {
        Several(vec![self]).run(db).await
    }

    /// Runs it alone and gives its rows.
    pub async fn fetch<T>(self, db: &mut SqliteConnection) -> sqlx::Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow>,
    {
        let mut several = Several::default();
        let slot = several.ask(self);
        several.fetch(db).await?.take(slot)
    }

    fn with(mut self, value: Value) -> Statement {
        self.values.push(value);
        self
    }
}

/// Where in the answer the rows of a question stand.
#[derive(Debug)]
pub struct Slot<T>(usize, PhantomData<T>);

/// Statements that go together.
#[derive(Debug, Default)]
pub struct Several(Vec<Statement>);

impl Several {
    /// Adds a statement that only writes.
    pub fn add(&mut self, statement: Statement) {
        self.0.push(statement);
    }

    /// Adds a statement whose rows are asked for.
    pub fn ask<T>(&mut self, statement: Statement) -> Slot<T> {
        self.0.push(statement);
        Slot(self.0.len() - 1, PhantomData)
    }

    /// Runs them one after another; the first that fails ends it.
    pub async fn run(self, db: &mut SqliteConnection) -> sqlx::Result<()> {
        self.fetch(db).await.map(drop)
    }

    /// Runs them one after another and gives their rows.
    pub async fn fetch(self, db: &mut SqliteConnection) -> sqlx::Result<Fetched> {
        let count = self.0.len();
        let mut all: Vec<Vec<SqliteRow>> = (0..count).map(|_| Vec::new()).collect();
        if count == 0 {
            return Ok(Fetched(all));
        }
        let (mut sql, mut values) = (String::new(), SqliteArguments::default());
        for statement in self.0 {
            // One value too few would be null in silence, and shift those of all that follow.
            if statement.sql.matches('?').count() != statement.values.len() {
                return Err(sqlx::Error::Protocol(format!("values of: {}", statement.sql)));
            }
            match statement.over {
                true => sql.push_str(&statement.sql.replacen(INSERT, OVER, 1)),
                false => sql.push_str(statement.sql),
            }
            sql.push_str(";\n");
            for value in statement.values {
                match value {
                    Value::Text(text) => values.add(text),
                    Value::Bytes(bytes) => values.add(bytes),
                    Value::Number(number) => values.add(number),
                }
                .map_err(sqlx::Error::Encode)?;
            }
        }
        let mut reading = db.fetch_many(sqlx::query_with(AssertSqlSafe(sql), values));
        let mut at = 0;
        while let Some(next) = reading.next().await {
            match next? {
                Either::Left(_) => at += 1,
                Either::Right(row) => {
                    if let Some(rows) = all.get_mut(at) {
                        rows.push(row);
                    }
                }
            }
        }
        drop(reading);
        // The driver's thread ended in the middle: what is lacking was not answered.
        if at == count { Ok(Fetched(all)) } else { Err(sqlx::Error::WorkerCrashed) }
    }
}

/// The rows of several statements.
#[derive(Debug)]
pub struct Fetched(Vec<Vec<SqliteRow>>);

impl Fetched {
    /// The rows of one of them.
    pub fn take<T>(&mut self, slot: Slot<T>) -> sqlx::Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow>,
    {
        let rows = self.0.get_mut(slot.0).map(std::mem::take).unwrap_or_default();
        rows.iter().map(T::from_row).collect()
    }
}
