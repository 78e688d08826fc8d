//! Sheets become commands: rows that people filled in are compared with what stands in the book,
//! and only differences are submitted, all or nothing. The command line and the screens share it.
//! What a file would change of what stands is shown, and what looks like a mistake is asked about,
//! before anything is written.

mod catalog;
mod fair;
mod plan;
mod review;
mod stock;
pub mod store;
#[cfg(test)]
mod tests;

use super::book::Shop;
use crate::{
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    catalog::{papers, sheet as goods_sheet},
    fair::sheet as fair_sheet,
    payment::bank,
    sheet::{self, FileKind, RowError, Stop, Table},
    stock::sheet as stock_sheet,
};
use plan::Plan;
use serde::{Deserialize, Serialize};
use std::time::Duration;

pub use review::Asked;
pub use sheet::File;

/// A file is read within this time, or given up.
const DEADLINE: Duration = Duration::from_secs(30);

crate::words! {
    /// What becomes of goods that were received already.
    Again {
        /// Lots that the booth never received come in, the others do not.
        Skip = "skip", "Bỏ qua hàng đã nhập", "Leave out what was received";
        /// Of each lot comes in what the sheet says more than was received.
        Difference = "difference", "Chỉ nhập phần chênh lệch", "Only the difference";
        /// Everything comes in once more: another delivery.
        All = "all", "Nhập thêm lần nữa tất cả", "All of it once more";
    }
}

/// What is to be done with a file, and what the person has said about it.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct How {
    /// False: everything is decided and then taken back; the same errors, nothing changed.
    pub keep: bool,
    /// What becomes of goods that were received already; none: not asked yet.
    pub again: Option<Again>,
    /// The changes were shown, and what looked like a mistake is meant.
    pub sure: bool,
}

impl How {
    /// To be written, unless something is to be asked.
    pub const KEEP: How = How { keep: true, again: None, sure: false };
    /// Only a check.
    pub const CHECK: How = How { keep: false, again: None, sure: false };
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Rows of the file that were read.
    pub rows: usize,
    /// Entries that it made in the journal; none when everything stood there already.
    pub entries: usize,
    /// Whether they were written.
    pub written: bool,
    /// What of the file was passed over.
    pub notes: Vec<Say>,
    /// What stands and would change, each with the row that says so.
    pub changes: Vec<(usize, Say)>,
    /// What is to be answered before anything is written.
    pub asked: Vec<Asked>,
    /// The heads of the columns that are read.
    pub heads: Vec<String>,
    /// The first rows beneath them, each with its number.
    pub first: Vec<(usize, Vec<String>)>,
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
    Producers(Table<goods_sheet::ProducerRow>),
    Products(Table<goods_sheet::ProductRow>),
    Fairs(Table<fair_sheet::FairRow>),
    Booths(Table<fair_sheet::BoothRow>),
    Stock(Table<stock_sheet::StockRow>),
    Online(Table<papers::sheet::OnlineRow>),
}

impl Rows {
    fn read(kind: FileKind, file: &File) -> Result<Rows, Vec<RowError>> {
        Ok(match kind {
            FileKind::Producers => Rows::Producers(goods_sheet::producers(file)?),
            FileKind::Products => Rows::Products(goods_sheet::products(file)?),
            FileKind::Fairs => Rows::Fairs(fair_sheet::fairs(file)?),
            FileKind::Booths => Rows::Booths(fair_sheet::booths(file, bank::account, bank::check)?),
            FileKind::Stock => Rows::Stock(stock_sheet::stock(file)?),
            FileKind::OnlineSales => Rows::Online(papers::sheet::online(file)?),
        })
    }

    /// What is shown of the file, its rows apart.
    fn shown(&self) -> Shown {
        match self {
            Rows::Producers(table) => Shown::of(table),
            Rows::Products(table) => Shown::of(table),
            Rows::Fairs(table) => Shown::of(table),
            Rows::Booths(table) => Shown::of(table),
            Rows::Stock(table) => Shown::of(table),
            Rows::Online(table) => Shown::of(table),
        }
    }
}

/// What people are shown of a file.
struct Shown {
    rows: usize,
    heads: Vec<(&'static str, String)>,
    notes: Vec<Say>,
    first: Vec<(usize, Vec<String>)>,
}

impl Shown {
    fn of<T>(table: &Table<T>) -> Shown {
        let (notes, first) = (table.notes.clone(), table.first.clone());
        Shown { rows: table.rows.len(), heads: table.heads.clone(), notes, first }
    }
}

/// Asks the reading of a file to end when nobody waits for it any more.
struct Watch(Stop);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.ask();
    }
}

/// Does work on a file off the async threads, one file at a time and within a deadline.
pub async fn aside<T: Send + 'static>(
    shop: &Shop,
    stop: Stop,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    let turn = shop.imports.clone().try_acquire_owned().map_err(|_| one_at_a_time())?;
    let _watch = Watch(stop);
    let work = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    match tokio::time::timeout(DEADLINE, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Refusal::Failed(error.to_string())),
        Err(_) => Err(sheet::too_long().into()),
    }
}

fn one_at_a_time() -> Refusal {
    let say = Say::new(
        "Đang đọc một tệp khác. Hãy đợi vài giây rồi nhập lại",
        "Another file is being read. Wait some seconds and import again",
    );
    Refusal::TooMany { wait: 5, say }
}

/// The visible pages of a file, among which a person chooses.
pub async fn pages(shop: &Shop, file: File) -> Result<Vec<String>, Refusal> {
    aside(shop, file.stop.clone(), move || sheet::pages(&file)).await
}

/// Imports a file on behalf of `actor`. Nothing is written where `how` says so, and where something
/// is to be answered first.
pub async fn import(
    shop: &Shop,
    kind: FileKind,
    actor: &str,
    file: File,
    how: How,
) -> Result<Imported, Failure> {
    let stop = file.stop.clone();
    let read = move || Rows::read(kind, &file).map(|rows| (file, rows));
    let (file, rows) = aside(shop, stop, read).await??;
    let shown = rows.shown();
    let mut plan = Plan::new(shop, kind, shown.heads.clone(), how);
    let mut db = shop.read().await?;
    match &rows {
        Rows::Producers(rows) => {
            catalog::producers(&mut plan, rows, store::producers(&mut db).await?);
        }
        Rows::Products(rows) => {
            let book = catalog::Book::load(&mut db).await?;
            catalog::products(&mut plan, rows, book);
            plan.relabel(&mut db).await?;
        }
        Rows::Fairs(rows) => fair::fairs(&mut plan, rows, store::fairs(&mut db).await?),
        Rows::Booths(rows) => {
            let (fairs, booths) = (store::fairs(&mut db).await?, store::booths(&mut db).await?);
            fair::booths(&mut plan, rows, (fairs, booths));
        }
        Rows::Online(rows) => {
            catalog::online(&mut plan, rows, papers::store::online(&mut db).await?);
        }
        Rows::Stock(rows) => {
            let places = stock::Places::load(&mut db).await?;
            let received = store::received(&mut db, &places.named(rows)).await?;
            stock::stock(&mut plan, rows, &places, received, &file.bytes);
        }
    }
    drop(db);
    let (changes, asked) = (plan.changes.clone(), plan.asked());
    let written = how.keep && asked.is_empty();
    let entries = plan.submit(actor, written).await?;
    let heads = shown.heads.into_iter().map(|(_, head)| head).collect();
    let (notes, first) = (shown.notes, shown.first);
    Ok(Imported { rows: shown.rows, entries, written, notes, changes, asked, heads, first })
}
