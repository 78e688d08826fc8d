//! A book that two machines wrote on under one name, as when a data folder was copied and both
//! sold. One of them keeps the name; the other goes on from the last entry that both have, under a
//! new name, and writes its own branch down again in its new chain: with the ids, instants, people
//! and printed numbers of before, so that nothing that was sold on it stands outside the books.
//!
//! Each row says where it stood (`came_from`): a receipt that was signed there is found by it.

mod store;

use super::anew;
use crate::{
    base::{
        clock::Clock,
        id::{Chance, CommandId, NodeId},
        lang::Say,
        refusal::Refusal,
        series::sign,
    },
    desk::{
        book::NODE,
        command::Command,
        fact::{BODY_VERSION, Fact},
        succession,
    },
    journal::{self, Draft, Entry, Head},
    node::{self, Began, Event, TookOver, family::Place},
    staff::actor::COMMAND_LINE,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{Connection, SqliteConnection};
use std::collections::HashSet;

/// Entries written again at a time.
const STEP: i64 = 500;
/// The word beside an entry's contents that says where it stood before.
const CAME_FROM: &str = "came_from";

/// Where an entry stood before it was written down again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameFrom {
    /// In whose chain.
    pub node: NodeId,
    /// Its sequence there.
    pub seq: i64,
    /// Its hash there, hexadecimal.
    pub hash: String,
}

/// What parting came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parted {
    /// The new node, whose book it is from now on.
    pub node: NodeId,
    /// Entries that were written down again.
    pub again: i64,
}

/// Makes the book in `db` that of a new node which takes over after the entry at `point`, the last
/// that it shares with the other book. All or nothing.
pub async fn part(
    db: &mut SqliteConnection,
    (clock, chance): (&Clock, &Chance),
    point: Place,
) -> Result<Parted, Refusal> {
    let (line, node) =
        (node::store::own_line(&mut *db).await?, succession::free(&mut *db, clock, chance).await?);
    let mut tx = db.begin_with("begin immediate").await?;
    let Some(cut) = store::position(&mut tx, point).await? else {
        return Err(Refusal::Failed(format!("no entry {} of {}", point.1, point.0)));
    };
    let hash = journal::store::hash_at(&mut tx, &point.0.bytes(), point.1).await?;
    let hash = hex::encode(hash.unwrap_or_default());
    let left_out = store::left_out(&mut tx).await?;
    let guards = anew::unguard(&mut tx).await?;
    store::lift(&mut tx, cut).await?;
    let older = line.iter().position(|it| it.0 == point.0).unwrap_or_default();
    let (head, uids) = (Head::of_nothing(), HashSet::new());
    let mut again = Again { node, line, older, pos: cut, head, uids, count: 0 };
    let began = Began { node, parent: point.0, seq: point.1, hash, sign: sign(node) };
    let took = TookOver { node, at: clock.now() };
    let opening = [Event::Began(began), Event::TookOver(took)].map(|event| {
        let uid = CommandId(chance.uid(clock.now()));
        again.opens(event, uid, clock)
    });
    let opening = opening.into_iter().collect::<Result<Vec<_>, _>>()?;
    journal::store::append(&opening).run(&mut tx).await?;
    again.rest(&mut tx).await?;
    anew::guard(&mut tx, guards).await?;
    journal::store::set_setting(&mut tx, NODE, &node.to_string()).await?;
    anew::project(&mut tx, node).await?;
    // Its own rows, and those of others that hang on them: a fair that a hub gave away.
    if store::left_out(&mut tx).await? > left_out {
        return Err(Refusal::Conflict(Say::new(
            "Nếu ghi lại như vậy, có mục sẽ không vào con số nào nữa: thư mục này không tách được",
            "Written down again so, some entries would be in no figure any more: this book cannot \
             be parted",
        )));
    }
    tx.commit().await?;
    Ok(Parted { node, again: again.count })
}

/// Where an entry stood before, if it was written down again.
pub fn came_from(entry: &Entry) -> Option<CameFrom> {
    #[derive(Deserialize)]
    struct Body {
        came_from: CameFrom,
    }
    serde_json::from_str::<Body>(&entry.body).ok().map(|it| it.came_from)
}

/// Writing rows down again, after the last common entry.
struct Again {
    node: NodeId,
    /// The chains that its book goes on from, its own last, and how far from each.
    line: Vec<Place>,
    /// So many of these stand before the one that is parted from.
    older: usize,
    /// The last position.
    pos: i64,
    /// The end of the new chain.
    head: Head,
    /// The commands whose entries were written down again.
    uids: HashSet<Vec<u8>>,
    /// Rows of the branch so far.
    count: i64,
}

impl Again {
    /// An entry by which the new chain begins.
    fn opens(&mut self, event: Event, uid: CommandId, clock: &Clock) -> Result<Entry, Refusal> {
        let input_hash = Command::Node(event.clone()).input_hash()?;
        let fact = Fact::Node(event);
        let body = fact.body().map_err(|error| Refusal::Failed(error.to_string()))?;
        let draft = Draft {
            uid,
            at: clock.now(),
            kind: fact.kind(),
            subject: fact.subject(),
            actor: COMMAND_LINE.to_owned(),
            device: String::new(),
            input_hash,
            body_version: BODY_VERSION,
            body,
        };
        self.head.pos = self.pos;
        self.pos += 1;
        Ok(self.head.place(self.node, draft))
    }

    async fn rest(&mut self, db: &mut SqliteConnection) -> Result<(), Refusal> {
        let readers = store::followers(&mut *db).await?;
        loop {
            let rows = store::lifted(&mut *db, STEP).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            store::take(&mut *db, last.pos).await?;
            let mut kept = Vec::with_capacity(rows.len());
            for row in rows {
                let was = -row.pos;
                kept.extend(self.next(row)?);
                for (name, _) in readers.iter().filter(|it| it.1 == was) {
                    journal::store::follow_to(&mut *db, name, self.pos).await?;
                }
            }
            journal::store::append(&kept).run(&mut *db).await?;
        }
    }

    /// A row in its new position; none: it said how a chain began that is no more, or the command
    /// of a row that stands already.
    fn next(&mut self, row: Entry) -> Result<Option<Entry>, Refusal> {
        let ours = self.is_ours(&row);
        let known = ours && !self.uids.insert(row.uid.clone());
        if known || ours && row.kind.starts_with("node.") {
            return Ok(None);
        }
        let row = if ours { self.rewritten(row)? } else { row };
        self.pos += 1;
        Ok(Some(Entry { pos: self.pos, ..row }))
    }

    /// Whether a row can stand in the new chain alone. What an older machine wrote after its heir
    /// went on from it is a row of others, unless what it follows is written down again itself.
    fn is_ours(&self, row: &Entry) -> bool {
        let node = NodeId::of_bytes(&row.origin);
        let at = self.line.iter().position(|it| it.0 == node);
        at.is_some_and(|at| at >= self.older || row.seq <= self.line[at].1)
    }

    fn rewritten(&mut self, row: Entry) -> Result<Entry, Refusal> {
        let node = NodeId::of_bytes(&row.origin);
        let from = CameFrom { node, seq: row.seq, hash: hex::encode(&row.hash) };
        let unreadable = || Refusal::Failed(format!("entry {} has no contents", row.seq));
        let mut body: Value = serde_json::from_str(&row.body).map_err(|_| unreadable())?;
        let fields = body.as_object_mut().ok_or_else(unreadable)?;
        // A number is of the series that it was given in, whoever writes it down.
        if numbered(&row.kind) {
            fields.entry("series").or_insert_with(|| node.to_string().into());
        }
        // What was written again before keeps where it stood first.
        if !fields.contains_key(CAME_FROM) {
            let from = serde_json::to_value(from).map_err(|_| unreadable())?;
            fields.insert(CAME_FROM.to_owned(), from);
        }
        self.count += 1;
        Ok(self.head.again(self.node, Entry { body: body.to_string(), ..row }))
    }
}

/// Whether an entry gives a number of its node's series that it does not name.
fn numbered(kind: &str) -> bool {
    kind.starts_with("sale.") || ["shift.closed", "stock.posted"].contains(&kind)
}
