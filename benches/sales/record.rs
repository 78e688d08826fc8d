//! What a sale writes, read from a book that the program has filled, so that a floor can write the
//! same columns and bytes.

use rusqlite::{
    Connection, OpenFlags,
    types::{Value, ValueRef},
};
use std::{collections::HashMap, path::Path};

/// A table that a sale writes.
pub struct Table {
    pub name: &'static str,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
    /// The rows of one sale, whose journal position is `?1`.
    select: &'static str,
    /// Whether rows are added to those that stand there.
    summed: bool,
}

/// A column of such a table.
pub struct Column {
    pub name: String,
    /// Whether it is of the primary key.
    pub key: bool,
    /// Whether it holds bytes.
    pub bytes: bool,
}

/// The rows of one sale in one table.
pub type Rows = Vec<Vec<Value>>;

/// What some sales wrote.
pub struct Record {
    pub tables: Vec<Table>,
    /// For each sale the rows of each table.
    pub sales: Vec<Vec<Rows>>,
}

/// Tables whose rows are inserted and stay.
const INSERTED: [(&str, &str); 5] = [
    ("journal", "select * from journal where pos = ?1"),
    ("sale", "select * from sale where id = ?1"),
    ("sale_line", "select * from sale_line where sale = ?1"),
    ("tender", "select * from tender where sale = ?1"),
    ("movement", "select * from movement where entry = ?1"),
];

/// Tables whose rows are sums: the keys first, then what the row holds beside the sums, then what
/// one sale adds to them.
const SUMMED: [(&str, &str); 7] = [
    (
        "level",
        "select place, product, owner, lot, null, null, null, null, 0, sum(quantity), 0, 0, 0, \
         -sum(quantity), 0, 0, 0, 0 from gain where entry = ?1 group by 1, 2, 3, 4",
    ),
    (
        "rollup_line",
        "select s.fair, s.day, s.hour, s.booth, l.product, 4, 1, 'cooperative', 'local', '', \
         sum(l.quantity), sum(l.amount), 0, 0 from sale s join sale_line l on l.sale = s.id \
         where s.id = ?1 group by l.product",
    ),
    (
        "rollup_tender",
        "select fair, day, booth, 'cash', 'local', '', 1, total, total from sale where id = ?1",
    ),
    (
        "rollup_booth",
        "select fair, day, booth, 'local', '', 1, 0, total, 0, total, 0 from sale where id = ?1",
    ),
    ("rollup_hour", "select fair, day, hour, 1, 0, total, total, 0 from sale where id = ?1"),
    (
        "rollup_product",
        "select s.fair, s.day, l.product, 4, 1, 'cooperative', sum(l.quantity), sum(l.amount) \
         from sale s join sale_line l on l.sale = s.id where s.id = ?1 group by l.product",
    ),
    (
        "rollup_sale",
        "select fair, day, hour, booth, 'local', '', 1, 0, total, 0 from sale where id = ?1",
    ),
];

/// What a sale writes beside these, and no floor does: where readers of the journal stand.
const LEFT_OUT: [&str; 1] = ["follower"];

/// How many rows each table of a book holds.
pub fn counts(book: &Path) -> HashMap<String, i64> {
    let db = open(book);
    let mut names = db.prepare("select name from sqlite_schema where type = 'table'").unwrap();
    let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let count = |name: String| {
        let sql = format!("select count(*) from {name}");
        (name, db.query_row(&sql, [], |row| row.get(0)).unwrap())
    };
    names.map(Result::unwrap).map(count).collect()
}

impl Record {
    /// Reads what all sales of a book wrote; `before` are the counts before the first of them. A
    /// table that grew and is not read here stops the measurement: the floor would write less.
    pub fn read(book: &Path, before: &HashMap<String, i64>) -> Record {
        let known: Vec<&str> =
            INSERTED.iter().chain(&SUMMED).map(|it| it.0).chain(LEFT_OUT).collect();
        for (name, count) in counts(book) {
            let grew = count > *before.get(&name).unwrap_or(&0);
            assert!(!grew || known.contains(&name.as_str()), "a sale writes {name} too");
        }
        let db = open(book);
        let inserted = INSERTED.iter().map(|it| table(&db, *it, false));
        let tables: Vec<Table> =
            inserted.chain(SUMMED.iter().map(|it| table(&db, *it, true))).collect();
        let mut ids = db.prepare("select id from sale order by id").unwrap();
        let ids = ids.query_map([], |row| row.get::<_, i64>(0)).unwrap().map(Result::unwrap);
        let of_sale = |id| tables.iter().map(|table| rows(&db, table, id)).collect();
        let sales = ids.map(of_sale).collect();
        Record { tables, sales }
    }
}

impl Table {
    /// Writes one row; its values are bound in the order of the columns.
    pub fn one_row(&self) -> String {
        let places = vec!["?"; self.columns.len()].join(", ");
        format!("insert into {} values ({places}) {}", self.name, self.on_conflict())
    }

    /// Writes the rows that one JSON array of arrays holds, each key once.
    pub fn all_rows(&self) -> String {
        let read = |(n, column): (usize, &Column)| {
            let value = format!("value ->> '$[{n}]'");
            let value = if column.bytes { format!("unhex({value})") } else { value };
            match self.summed && !column.key && n >= self.first_sum() {
                true => format!("sum({value})"),
                false => value,
            }
        };
        let values: Vec<String> = self.columns.iter().enumerate().map(read).collect();
        let keys = self.columns.iter().take_while(|it| it.key).count();
        let group = match self.summed {
            true => format!("group by {}", numbers(keys)),
            false => "where true".to_owned(),
        };
        format!(
            "insert into {} select {} from json_each(?1) {group} {}",
            self.name,
            values.join(", "),
            self.on_conflict()
        )
    }

    /// The first column that is a sum: those of goods that lie somewhere stand behind what is
    /// known of them.
    fn first_sum(&self) -> usize {
        self.columns
            .iter()
            .position(|it| it.name == "quantity" || it.name == "sales")
            .or_else(|| self.columns.iter().position(|it| it.name == "count"))
            .unwrap_or(self.columns.len())
    }

    fn on_conflict(&self) -> String {
        if !self.summed {
            return String::new();
        }
        let sums = &self.columns[self.first_sum()..];
        let add = |it: &Column| format!("{0} = {0} + excluded.{0}", it.name);
        let sums: Vec<String> = sums.iter().map(add).collect();
        format!("on conflict do update set {}", sums.join(", "))
    }
}

/// `1, 2, 3`
fn numbers(last: usize) -> String {
    let all: Vec<String> = (1..=last).map(|n| n.to_string()).collect();
    all.join(", ")
}

fn open(book: &Path) -> Connection {
    Connection::open_with_flags(book, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

fn table(db: &Connection, (name, select): (&'static str, &'static str), summed: bool) -> Table {
    let mut info = db.prepare(&format!("pragma table_info({name})")).unwrap();
    let column = |row: &rusqlite::Row| {
        let kind: String = row.get("type")?;
        let key: i64 = row.get("pk")?;
        Ok(Column { name: row.get("name")?, key: key > 0, bytes: kind == "BLOB" })
    };
    let columns = info.query_map([], column).unwrap().map(Result::unwrap).collect();
    Table { name, columns, select, summed }
}

fn rows(db: &Connection, table: &Table, sale: i64) -> Rows {
    let mut select = db.prepare_cached(table.select).unwrap();
    let all = select.query_map([sale], |row| {
        (0..table.columns.len()).map(|n| Ok(owned(row.get_ref(n)?))).collect()
    });
    all.unwrap().map(Result::unwrap).collect()
}

fn owned(value: ValueRef<'_>) -> Value {
    value.try_into().unwrap()
}
