//! A report's table, whatever it is shown on: screen, paper, CSV or a workbook.

use super::trace::Filter;
use crate::base::share::Share;
use crate::base::{clock::date_text, money::Money, quantity::Quantity};
use jiff::civil::Date;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number of things.
    Count(i64),
    /// Đồng.
    Money(Money),
    /// A share.
    Share(Share),
    /// Thousandths of a unit.
    Quantity(Quantity),
    /// A day.
    Date(Date),
    /// Nothing to say.
    Nothing,
}

impl Cell {
    /// Words.
    pub fn text(words: impl Into<String>) -> Cell {
        Cell::Text(words.into())
    }

    /// A day as it is stored (yyyy-mm-dd); what is none stays as it stands.
    pub fn stored_date(text: &str) -> Cell {
        text.parse().map_or_else(|_| Cell::text(text), Cell::Date)
    }

    /// As people read it: `1.250.000`, `48 %`, `0,35`.
    pub fn shown(&self) -> String {
        match self {
            Cell::Text(words) => words.clone(),
            Cell::Count(count) => crate::base::money::group(*count),
            Cell::Money(amount) => amount.digits(),
            Cell::Share(share) => share.text(),
            Cell::Quantity(quantity) => quantity.text(),
            Cell::Date(day) => date_text(*day),
            Cell::Nothing => String::new(),
        }
    }

    /// As machines read it: `1250000`, `0.48`, `0.35`.
    pub fn plain(&self) -> String {
        match self {
            Cell::Text(words) => words.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Money(amount) => amount.0.to_string(),
            Cell::Share(share) => share.plain(),
            Cell::Quantity(quantity) => quantity.plain(),
            Cell::Date(day) => day.to_string(),
            Cell::Nothing => String::new(),
        }
    }
}

/// What makes a row's figures, and where one goes to see it.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// The report of a fair, by its code.
    Fair(String),
    /// A booth's statement: codes of fair and booth.
    Booth(String, String),
    /// The sales of a fair (its code) that the filter lets through.
    Sales(String, Filter),
    /// A shift of a booth, by its uid.
    Shift(String),
    /// The season report of one day (yyyy-mm-dd).
    Day(String),
    /// A product, by its uid.
    Product(String),
    /// The papers of a maker, by the maker's uid.
    Producer(String),
    /// Another page, by its address.
    Page(String),
    /// Another table of the same page, which lists the parts.
    Table(&'static str),
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As many as the table has columns.
    pub cells: Vec<Cell>,
    /// What makes it.
    pub source: Option<Source>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its head, with the unit.
    pub head: String,
    /// Figures stand to the right.
    pub figures: bool,
    /// Shares of the whole: a screen draws each as a bar.
    pub bars: bool,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// A stable name: anchor of the page, name of the sheet.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// The total row, where a total makes sense.
    pub total: Option<Vec<Cell>>,
}

impl Table {
    /// A table without rows. A head that begins with `#` is a column of figures, with `%` one of
    /// shares of the whole.
    pub fn new(id: &'static str, title: &str, heads: &[&str]) -> Table {
        let column = |head: &&str| {
            let bars = head.starts_with('%');
            let figures = bars || head.starts_with('#');
            let head = if figures { &head[1..] } else { head };
            Column { head: head.to_owned(), figures, bars }
        };
        let columns = heads.iter().map(column).collect();
        Table { id, title: title.to_owned(), columns, rows: Vec::new(), total: None }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>, source: Option<Source>) {
        self.rows.push(Row { cells, source });
    }

    /// With a total row.
    pub fn with_total(mut self, total: Vec<Cell>) -> Table {
        self.total = Some(total);
        self
    }
}
