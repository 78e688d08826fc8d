//! What the program is measured against: the same requests to a bare axum server, whose one writer
//! puts the rows of the next recorded sale into an empty book of the same schema, with the same
//! indexes, and answers once they are durable.
//!
//! It leaves out what makes a till of it: who asks, prices, stock, what the sale was asked before,
//! and reading anything at all.

use crate::record::{Record, Table};
use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use chophien::{db, folder::lock::Lock};
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::sync::{mpsc, oneshot};

/// The desk's largest batch.
const BATCH: usize = 256;

/// Who writes.
#[derive(Clone, Copy)]
pub enum Writer {
    /// One statement for each table of a batch, through the driver that the program has.
    Sqlx,
    /// A thread of its own that calls SQLite for each row.
    Raw,
}

/// The number of a recorded sale, and whom to tell that it is written.
type Ask = (usize, oneshot::Sender<()>);

#[derive(Clone)]
struct Bare {
    next: Arc<AtomicUsize>,
    last: usize,
    asks: mpsc::Sender<Ask>,
}

/// A server on this port of loopback over a book in `folder`; who asks beyond the last recorded
/// sale gets 503.
pub async fn serve(folder: &Path, from: &Path, record: &Arc<Record>, writer: Writer) -> u16 {
    let lock = Lock::take(folder).unwrap();
    let mut db = db::writer(&lock).await.unwrap();
    stand(&mut db, from).await;
    let (asks, asked) = mpsc::channel(BATCH * 4);
    let record = record.clone();
    let last = record.sales.len();
    match writer {
        Writer::Sqlx => {
            tokio::spawn(async move { write_batches(db, &record, asked).await });
        }
        Writer::Raw => {
            db.close().await.unwrap();
            let file = folder.join(db::FILE);
            std::thread::spawn(move || write_rows(&file, &record, asked));
        }
    }
    // The folder is this measurement's until the process ends.
    std::mem::forget(lock);
    let next = Arc::new(AtomicUsize::new(0));
    let router = Router::new().route("/api/v1/sales", post(sale));
    let router = router.with_state(Bare { next, last, asks });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    port
}

async fn sale(State(bare): State<Bare>, Json(_): Json<Value>) -> (StatusCode, Json<Value>) {
    let n = bare.next.fetch_add(1, Ordering::Relaxed);
    if n >= bare.last {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(Value::Null));
    }
    let (done, written) = oneshot::channel();
    bare.asks.send((n, done)).await.unwrap();
    written.await.unwrap();
    (StatusCode::CREATED, Json(json!({ "number": n })))
}

/// What the rows of sales name must stand there.
async fn stand(db: &mut SqliteConnection, from: &Path) {
    let book = from.join(db::FILE).to_string_lossy().into_owned();
    sqlx::query("attach ? as book").bind(book).execute(&mut *db).await.unwrap();
    for table in ["fair", "gate", "booth", "producer", "product"] {
        let copy = sqlx::AssertSqlSafe(format!("insert into {table} select * from book.{table}"));
        sqlx::query(copy).execute(&mut *db).await.unwrap();
    }
    // The ends of the world stand there already.
    let places = "insert into place select * from book.place where id > 0";
    sqlx::query(places).execute(&mut *db).await.unwrap();
    sqlx::query("detach book").execute(&mut *db).await.unwrap();
}

/// The rows of each sale in each table, as JSON.
fn as_json(record: &Record) -> Vec<Vec<String>> {
    let cell = |cell: &Cell| match cell {
        Cell::Null => Value::Null,
        Cell::Integer(number) => json!(number),
        Cell::Real(number) => json!(number),
        Cell::Text(text) => json!(text),
        Cell::Blob(bytes) => json!(hex::encode(bytes)),
    };
    let rows = |rows: &Vec<Vec<Cell>>| {
        let rows = rows.iter().map(|row| Value::Array(row.iter().map(cell).collect()).to_string());
        rows.collect::<Vec<_>>().join(",")
    };
    record.sales.iter().map(|sale| sale.iter().map(rows).collect()).collect()
}

async fn write_batches(mut db: SqliteConnection, record: &Record, mut asked: mpsc::Receiver<Ask>) {
    let sales = as_json(record);
    let statements: Vec<String> = record.tables.iter().map(Table::all_rows).collect();
    let mut batch = Vec::new();
    while asked.recv_many(&mut batch, BATCH).await > 0 {
        let mut transaction = db.begin_with("begin immediate").await.unwrap();
        for (n, statement) in statements.iter().enumerate() {
            let rows: Vec<&str> = batch.iter().map(|(sale, _)| sales[*sale][n].as_str()).collect();
            let rows = format!("[{}]", rows.join(","));
            let insert = sqlx::query(sqlx::AssertSqlSafe(statement.clone())).bind(rows);
            insert.execute(&mut *transaction).await.unwrap();
        }
        transaction.commit().await.unwrap();
        answer(&mut batch);
    }
}

fn write_rows(file: &Path, record: &Record, mut asked: mpsc::Receiver<Ask>) {
    let db = rusqlite::Connection::open(file).unwrap();
    db.pragma_update(None, "synchronous", "full").unwrap();
    db.pragma_update(None, "foreign_keys", "on").unwrap();
    db.pragma_update(None, "cache_size", -8192).unwrap();
    db.set_prepared_statement_cache_capacity(64);
    let statements: Vec<String> = record.tables.iter().map(Table::one_row).collect();
    let mut batch = Vec::new();
    while asked.blocking_recv_many(&mut batch, BATCH) > 0 {
        db.execute_batch("begin immediate").unwrap();
        for (sale, _) in &batch {
            for (rows, statement) in record.sales[*sale].iter().zip(&statements) {
                for row in rows {
                    let mut insert = db.prepare_cached(statement).unwrap();
                    insert.execute(rusqlite::params_from_iter(row)).unwrap();
                }
            }
        }
        db.execute_batch("commit").unwrap();
        answer(&mut batch);
    }
}

fn answer(batch: &mut Vec<Ask>) {
    for (_, done) in batch.drain(..) {
        // A client that its time ended has gone.
        let _ = done.send(());
    }
}
