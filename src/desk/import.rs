//! Sheets become commands: rows that people filled in are compared with what stands in the book,
//! and only differences are submitted, all or nothing. The command line and the screens share it.

mod catalog;
mod fair;
mod stock;
mod store;
#[cfg(test)]
mod tests;

use super::{
    command::{Command, Envelope},
    shop::Shop,
};
use crate::{
    base::{
        id::CommandId,
        lang::{Lang, Say},
        refusal::Refusal,
    },
    catalog::sheet::{self, FileKind, RowError},
    fair::sheet as fair_sheet,
    payment::bank,
};
use serde::{Deserialize, Serialize};
use std::path::Path;

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

/// A file as it was handed over: its name tells CSV from XLSX.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Name, or path.
    pub name: &'a str,
    /// Contents.
    pub bytes: &'a [u8],
}

impl<'a> File<'a> {
    /// A file read from `path`.
    pub fn of(path: &'a Path, bytes: &'a [u8]) -> File<'a> {
        File { name: path.to_str().unwrap_or_default(), bytes }
    }

    fn sheet(&self) -> (&'a str, &'a [u8]) {
        (self.name, self.bytes)
    }
}

/// Imports a file on behalf of `actor`. Without `keep` everything is decided and then taken back:
/// the same errors, the same count, nothing changed.
pub async fn import(
    shop: &Shop,
    kind: FileKind,
    actor: &str,
    file: File<'_>,
    keep: bool,
) -> Result<Imported, Failure> {
    let (name, bytes) = file.sheet();
    let mut plan = Plan::new(shop);
    let mut db = shop.read().await?;
    let rows = match kind {
        FileKind::Producers => {
            let rows = sheet::producers(name, bytes)?;
            catalog::producers(&mut plan, &rows, store::producers(&mut db).await?);
            rows.len()
        }
        FileKind::Products => {
            let rows = sheet::products(name, bytes)?;
            let book = catalog::Book::load(&mut db).await?;
            catalog::products(&mut plan, &rows, book);
            rows.len()
        }
        FileKind::Fairs => {
            let rows = fair_sheet::fairs(name, bytes)?;
            fair::fairs(&mut plan, &rows, store::fairs(&mut db).await?);
            rows.len()
        }
        FileKind::Booths => {
            let rows = fair_sheet::booths(name, bytes, |bin| bank::by_bin(bin).is_some())?;
            let (fairs, booths) = (store::fairs(&mut db).await?, store::booths(&mut db).await?);
            fair::booths(&mut plan, &rows, (fairs, booths));
            rows.len()
        }
        FileKind::Stock => {
            let rows = sheet::stock(name, bytes)?;
            let places = stock::Places::load(&mut db).await?;
            stock::stock(&mut plan, &rows, &places, bytes);
            rows.len()
        }
    };
    drop(db);
    let entries = plan.submit(shop, actor, keep).await?;
    Ok(Imported { rows, entries })
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
            Err((_, refusal @ (Refusal::Busy | Refusal::Failed(_)))) => Err(refusal.into()),
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
