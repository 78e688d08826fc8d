//! Sheets become commands: rows that people filled in are compared with what stands in the book,
//! and only differences are submitted, all or nothing. The command line and the screens share it.

mod catalog;
mod fair;
mod stock;
mod store;
#[cfg(test)]
mod tests;

use super::{
    book::Shop,
    command::{Command, Envelope},
};
use crate::{
    base::{
        id::CommandId,
        lang::{Lang, Say},
        refusal::Refusal,
    },
    catalog::sheet as goods_sheet,
    fair::sheet as fair_sheet,
    payment::bank,
    sheet::{self, FileKind, RowError, Stop},
    stock::sheet as stock_sheet,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

pub use sheet::File;

/// A file is read within this time, or given up.
const DEADLINE: Duration = Duration::from_secs(30);

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Rows of the file, beside its header.
    pub rows: usize,
    /// Entries that it made in the journal; none when everything stood there already.
    pub entries: usize,
}

/// Why an import changed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Rows of the file are wrong.
    Rows(Vec<RowError>),
    /// The book could not be read or written.
    Refused(Refusal),
}

impl Failure {
    /// One line for each thing that is wrong.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        match self {
            Failure::Rows(errors) => errors.iter().map(|error| error.line(lang)).collect(),
            Failure::Refused(Refusal::Failed(what)) => vec![what.clone()],
            Failure::Refused(refusal) => vec![refusal.say().in_lang(lang).to_owned()],
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(refusal)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Failure {
        Failure::Refused(error.into())
    }
}

impl From<Vec<RowError>> for Failure {
    fn from(errors: Vec<RowError>) -> Failure {
        Failure::Rows(errors)
    }
}

/// Rows of a file, of the kind that it is.
enum Rows {
    Producers(Vec<goods_sheet::ProducerRow>),
    Products(Vec<goods_sheet::ProductRow>),
    Fairs(Vec<fair_sheet::FairRow>),
    Booths(Vec<fair_sheet::BoothRow>),
    Stock(Vec<stock_sheet::StockRow>),
}

impl Rows {
    fn read(kind: FileKind, file: &File) -> Result<Rows, Vec<RowError>> {
        let is_bank = |bin: &str| bank::by_bin(bin).is_some();
        Ok(match kind {
            FileKind::Producers => Rows::Producers(goods_sheet::producers(file)?),
            FileKind::Products => Rows::Products(goods_sheet::products(file)?),
            FileKind::Fairs => Rows::Fairs(fair_sheet::fairs(file)?),
            FileKind::Booths => Rows::Booths(fair_sheet::booths(file, is_bank)?),
            FileKind::Stock => Rows::Stock(stock_sheet::stock(file)?),
        })
    }

    fn len(&self) -> usize {
        match self {
            Rows::Producers(rows) => rows.len(),
            Rows::Products(rows) => rows.len(),
            Rows::Fairs(rows) => rows.len(),
            Rows::Booths(rows) => rows.len(),
            Rows::Stock(rows) => rows.len(),
        }
    }
}

/// Asks the reading of a file to end when nobody waits for it any more.
struct Watch(Stop);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.ask();
    }
}

/// Reads a file off the async threads, one at a time and within a deadline.
async fn read(shop: &Shop, kind: FileKind, file: File) -> Result<(File, Rows), Failure> {
    let turn = shop.imports.clone().try_acquire_owned().map_err(|_| one_at_a_time())?;
    let _watch = Watch(file.stop.clone());
    let work = tokio::task::spawn_blocking(move || {
        let rows = Rows::read(kind, &file);
        drop(turn);
        rows.map(|rows| (file, rows))
    });
    match tokio::time::timeout(DEADLINE, work).await {
        Ok(Ok(read)) => Ok(read?),
        Ok(Err(error)) => Err(Refusal::Failed(error.to_string()).into()),
        Err(_) => Err(Refusal::from(sheet::too_long()).into()),
    }
}

fn one_at_a_time() -> Refusal {
    let say = Say::new(
        "Đang đọc một tệp khác. Hãy đợi vài giây rồi nhập lại",
        "Another file is being read. Wait some seconds and import again",
    );
    Refusal::TooMany { wait: 5, say }
}

/// Imports a file on behalf of `actor`. Without `keep` everything is decided and then taken back:
/// the same errors, the same count, nothing changed.
pub async fn import(
    shop: &Shop,
    kind: FileKind,
    actor: &str,
    file: File,
    keep: bool,
) -> Result<Imported, Failure> {
    let (file, rows) = read(shop, kind, file).await?;
    let mut plan = Plan::new(shop);
    let mut db = shop.read().await?;
    match &rows {
        Rows::Producers(rows) => {
            catalog::producers(&mut plan, rows, store::producers(&mut db).await?);
        }
        Rows::Products(rows) => {
            let book = catalog::Book::load(&mut db).await?;
            catalog::products(&mut plan, rows, book);
        }
        Rows::Fairs(rows) => fair::fairs(&mut plan, rows, store::fairs(&mut db).await?),
        Rows::Booths(rows) => {
            let (fairs, booths) = (store::fairs(&mut db).await?, store::booths(&mut db).await?);
            fair::booths(&mut plan, rows, (fairs, booths));
        }
        Rows::Stock(rows) => {
            let places = stock::Places::load(&mut db).await?;
            stock::stock(&mut plan, rows, &places, &file.bytes);
        }
    }
    drop(db);
    let entries = plan.submit(shop, actor, keep).await?;
    Ok(Imported { rows: rows.len(), entries })
}

/// The commands that a file comes to, each with its row, and what is wrong with it.
struct Plan<'a> {
    shop: &'a Shop,
    steps: Vec<(usize, CommandId, Command)>,
    errors: Vec<RowError>,
}

impl<'a> Plan<'a> {
    fn new(shop: &'a Shop) -> Plan<'a> {
        Plan { shop, steps: Vec::new(), errors: Vec::new() }
    }

    /// A new id.
    fn uid<T: From<uuid::Uuid>>(&self) -> T {
        T::from(self.shop.chance.uid(self.shop.clock.now()))
    }

    /// Adds a command that row `row` asks for.
    fn push(&mut self, row: usize, command: Command) {
        let uid = self.uid();
        self.steps.push((row, uid, command));
    }

    fn wrong(&mut self, row: usize, column: &str, say: Say) {
        self.errors.push(RowError { row, column: column.to_owned(), say });
    }

    /// Submits the whole file; how many entries it made.
    async fn submit(self, shop: &Shop, actor: &str, keep: bool) -> Result<usize, Failure> {
        if !self.errors.is_empty() {
            return Err(Failure::Rows(self.errors));
        }
        let at = shop.clock.now();
        let rows: Vec<usize> = self.steps.iter().map(|step| step.0).collect();
        let envelope = |(_, uid, command): (usize, CommandId, Command)| {
            let (actor, device) = (actor.to_owned(), String::new());
            Envelope { uid, at, actor, device, command }
        };
        let envelopes: Vec<Envelope> = self.steps.into_iter().map(envelope).collect();
        if envelopes.is_empty() {
            return Ok(0);
        }
        let answers = match keep {
            true => shop.desk.submit_all(envelopes).await,
            false => shop.desk.check_all(envelopes).await,
        };
        match answers {
            Ok(answers) => Ok(answers.iter().filter(|answer| !answer.replay()).count()),
            Err((_, refusal @ (Refusal::Busy | Refusal::CannotWrite(_) | Refusal::Failed(_)))) => {
                Err(refusal.into())
            }
            Err((at, refusal)) => {
                let row = rows.get(at).copied().unwrap_or_default();
                let say = refusal.say();
                Err(Failure::Rows(vec![RowError { row, column: String::new(), say }]))
            }
        }
    }
}

/// An empty cell leaves what stands.
fn keep(cell: &Option<String>, stands: &str) -> String {
    cell.clone().unwrap_or_else(|| stands.to_owned())
}

/// What tells names apart: case does not, marks do.
fn key(name: &str) -> String {
    name.to_lowercase()
}
