//! What a file comes to: commands, what is wrong, what would change, and what is to be asked.

use super::{Asked, Failure, How, review};
use crate::{
    base::{id::CommandId, lang::Say, refusal::Refusal},
    desk::{
        book::Shop,
        command::{Command, Envelope},
    },
    locality::Unit,
    sheet::{FileKind, RowError},
    stock::relabel::Relabel,
};
use serde::Serialize;
use sqlx::SqliteConnection;

/// The commands that a file comes to, each with its row, and what is wrong with it.
pub(super) struct Plan<'a> {
    shop: &'a Shop,
    kind: FileKind,
    /// What the person has said.
    pub how: How,
    /// The file's own head of each column.
    heads: Vec<(&'static str, String)>,
    /// Commands with their ids and rows.
    pub steps: Vec<(usize, CommandId, Command)>,
    errors: Vec<RowError>,
    /// What stands and would change.
    pub changes: Vec<(usize, Say)>,
    /// Rows that look like a mistake, or change what a thing is.
    doubts: Vec<usize>,
    /// Products that are to be counted in another unit, each with its row.
    pub relabels: Vec<(usize, Relabel)>,
    /// Goods that were received already.
    pub received: Option<Asked>,
}

impl<'a> Plan<'a> {
    pub fn new(
        shop: &'a Shop,
        kind: FileKind,
        heads: Vec<(&'static str, String)>,
        how: How,
    ) -> Plan<'a> {
        let (steps, errors, changes) = (Vec::new(), Vec::new(), Vec::new());
        let (doubts, relabels) = (Vec::new(), Vec::new());
        Plan { shop, kind, how, heads, steps, errors, changes, doubts, relabels, received: None }
    }

    /// A new id.
    pub fn uid<T: From<uuid::Uuid>>(&self) -> T {
        T::from(self.shop.chance.uid(self.shop.clock.now()))
    }

    /// Adds a command that row `row` asks for.
    pub fn push(&mut self, row: usize, command: Command) {
        let uid = self.uid();
        self.steps.push((row, uid, command));
    }

    /// Notes what is wrong, under the head that the file has.
    pub fn wrong(&mut self, row: usize, column: &str, say: Say) {
        let head = self.heads.iter().find(|(name, _)| *name == column);
        let column = head.map_or(column, |(_, head)| head.as_str()).to_owned();
        self.errors.push(RowError { row, column, say });
    }

    /// Notes that a row changes `was`, which is named, to `now`. Gives the fields that change.
    pub fn change<T: Serialize>(
        &mut self,
        row: usize,
        name: &str,
        was: &T,
        now: &T,
    ) -> Vec<String> {
        let (fields, said) = review::differences(self.kind, name, was, now);
        if let Some(said) = said {
            self.changes.push((row, said));
        }
        fields
    }

    /// Notes what a row changes, in words.
    pub fn say(&mut self, row: usize, said: Say) {
        self.changes.push((row, said));
    }

    /// Says of products that are to be counted in another unit what becomes of what lies at places.
    pub async fn relabel(&mut self, db: &mut SqliteConnection) -> sqlx::Result<()> {
        for (row, relabel) in std::mem::take(&mut self.relabels) {
            if let Some(say) = relabel.said(db).await? {
                self.say(row, say);
            }
        }
        Ok(())
    }

    /// Notes what a former administrative unit is now, of which a row says that something is of it.
    pub fn former_unit(&mut self, row: usize, name: &str, unit: Option<&'static Unit>) {
        let Some((unit, now)) = unit.and_then(|it| Some((it.full(), it.became()?))) else { return };
        let Say { vi, en } = now;
        let said = Say::new(format!("{name}: {unit}. {vi}"), format!("{name}: {unit}. {en}"));
        self.say(row, said);
    }

    /// Has a row asked about before it is written.
    pub fn doubt(&mut self, row: usize) {
        self.doubts.push(row);
    }

    /// What is to be answered and was not.
    pub fn asked(&self) -> Vec<Asked> {
        let mut rows = self.doubts.clone();
        rows.dedup();
        let sure = (!rows.is_empty() && !self.how.sure).then_some(Asked::Sure(rows.len()));
        let received = self.received.filter(|_| self.how.again.is_none());
        sure.into_iter().chain(received).collect()
    }

    /// Submits the whole file; how many entries it made.
    pub async fn submit(self, actor: &str, keep: bool) -> Result<usize, Failure> {
        if !self.errors.is_empty() {
            return Err(Failure::Rows(self.errors));
        }
        let at = self.shop.clock.now();
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
            true => self.shop.desk.submit_all(envelopes).await,
            false => self.shop.desk.check_all(envelopes).await,
        };
        match answers {
            Ok(answers) => Ok(answers.iter().filter(|answer| !answer.replay()).count()),
            Err((_, refusal @ (Refusal::Busy | Refusal::CannotWrite(_) | Refusal::Failed(_)))) => {
                Err(refusal.into())
            }
            Err((at, refusal)) => {
                let row = rows.get(at).copied().unwrap_or_default();
                let column = refusal.field().unwrap_or_default();
                let head = self.heads.iter().find(|(name, _)| *name == column);
                let column = head.map_or(column, |(_, head)| head.as_str()).to_owned();
                Err(Failure::Rows(vec![RowError { row, column, say: refusal.say() }]))
            }
        }
    }
}

/// An empty cell leaves what stands.
pub(super) fn keep(cell: &Option<String>, stands: &str) -> String {
    cell.clone().unwrap_or_else(|| stands.to_owned())
}

/// What tells names apart: case does not, marks do.
pub(super) fn key(name: &str) -> String {
    crate::base::fold::tidy(name).to_lowercase()
}

/// Whether two things would make the same entry.
pub(super) fn same<T: Serialize>(one: &T, other: &T) -> bool {
    matches!(
        (serde_json::to_value(one), serde_json::to_value(other)),
        (Ok(one), Ok(other)) if one == other
    )
}
