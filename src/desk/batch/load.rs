//! Loading what a batch needs, in one hand-over where it is sales and visits alone.

use crate::{
    base::id::{CommandId, GateId, NodeId},
    db::several::Several,
    desk::{
        chains::admit::{self, Judge},
        command::{Answer, Command, Envelope},
        fact::Fact,
        store,
    },
    journal::{self, Entry, Head, store::HeadRow},
    node::{self, store::StandingRow},
    sale::{self, load::Need, state::State},
    stock,
    visitor::{self, GateState},
};
use sqlx::SqliteConnection;
use std::collections::HashMap;
use uuid::Uuid;

/// A command that stands in the book.
pub(super) struct Done {
    /// SHA-256 of the command.
    pub hash: Vec<u8>,
    /// What was answered to it.
    pub answer: Answer,
}

/// Everything a batch was loaded with, moved on by each decision.
pub(super) struct Loaded {
    /// Commands of these ids that stand in the book.
    pub known: HashMap<CommandId, Done>,
    /// For sales, refunds, shifts and transfers.
    pub sale: State,
    /// For counts.
    pub gates: HashMap<GateId, GateState>,
    /// For a document, which is alone in its batch.
    pub stock: stock::load::State,
    /// This node.
    pub origin: NodeId,
    /// For master data.
    pub taken: store::Taken,
    /// Who may change what, where the book holds chains of several machines.
    pub judge: Option<Judge>,
    /// Where this node stands.
    pub node: node::Standing,
    /// Signs of all nodes.
    pub signs: node::Signs,
}

/// Loads what commands need, and the chain's end.
pub(super) async fn load(
    db: &mut SqliteConnection,
    origin: NodeId,
    commands: &[Envelope],
) -> sqlx::Result<(Loaded, Head)> {
    let (need, gates) = need(commands);
    let uids: Vec<String> = commands.iter().map(|envelope| envelope.uid.hex()).collect();
    let taken = store::Taken::load(&mut *db, commands).await?;
    let judge = judge(&mut *db, origin, commands).await?;
    let stock = match commands {
        [Envelope { command: Command::Stock(ask), at, .. }] => {
            stock::load::load(&mut *db, ask, (origin, *at)).await?
        }
        [Envelope { command: Command::Say(ask), .. }] => {
            let lot = stock::block::store::lot(&mut *db, ask.product, &ask.lot).await?;
            stock::load::State { lot, ..stock::load::State::default() }
        }
        _ => stock::load::State::default(),
    };
    let mut several = Several::default();
    let known = several.ask(journal::store::ask_by_uids(&uids));
    let head = several.ask::<HeadRow>(journal::store::ask_head(origin));
    let node = several.ask::<StandingRow>(node::store::ask_standing(origin));
    let signs = several.ask(node::store::ask_signs());
    let gates = several.ask(visitor::store::ask_gates(&gates));
    let sale = sale::load::Load::ask(&mut *db, &mut several, &need, origin).await?;
    let mut rows = several.fetch(&mut *db).await?;
    let (head, node) = (rows.take(head)?.pop(), rows.take(node)?.pop());
    let Some((head, node)) = head.zip(node) else { return Err(sqlx::Error::RowNotFound) };
    let signs = node::Signs::of(rows.take(signs)?);
    let loaded = Loaded {
        known: done_before(rows.take(known)?)?,
        gates: visitor::store::gates_of(rows.take(gates)?),
        taken,
        judge,
        stock,
        origin,
        node: node.into(),
        sale: sale.read(&mut rows, signs.clone(), db).await?,
        signs,
    };
    Ok((loaded, head.into()))
}

/// Who may change what the master data of a batch is about; none where it is this machine's all.
async fn judge(
    db: &mut SqliteConnection,
    origin: NodeId,
    commands: &[Envelope],
) -> sqlx::Result<Option<Judge>> {
    let changes = commands.iter().filter_map(|envelope| match &envelope.command {
        Command::Staff(it) => Some(Fact::Staff(it.clone())),
        Command::Catalog(it) => Some(Fact::Catalog(it.clone())),
        Command::Fair(it) => Some(Fact::Fair(it.clone())),
        Command::Room(it) => Some(Fact::Room(it.clone())),
        Command::Charge(it) => Some(Fact::Charge(it.clone())),
        _ => None,
    });
    let changes: Vec<Fact> = changes.collect();
    let mut sought = admit::sought(changes.iter().map(|fact| (Uuid::nil(), fact)));
    sought.things.extend(commands.iter().filter_map(|it| it.command.place()));
    let moves = commands.iter().any(|it| matches!(it.command, Command::Charge(_)));
    let apart = journal::store::holds_others(&mut *db, origin).await?
        || !changes.is_empty() && admit::store::moved(&mut *db).await?;
    if sought.things.is_empty() && changes.is_empty() || !moves && !apart {
        return Ok(None);
    }
    let judge = admit::store::judge(&mut *db, origin, sought).await?;
    let collects = node::store::standing(&mut *db, origin).await?.collects;
    Ok(Some(judge.called(admit::store::called(db).await?, collects)))
}

/// The keys that commands need, and gates.
fn need(commands: &[Envelope]) -> (Need, Vec<GateId>) {
    let (mut need, mut gates) = (Need::default(), Vec::new());
    for envelope in commands {
        match &envelope.command {
            Command::Checkout(ask) => need.checkout(ask, envelope.at),
            Command::Refund(ask) => need.refund(ask, envelope.at),
            Command::Shift(ask) => need.shift(ask, envelope.at),
            Command::Payment(step) => {
                need.booths.insert(step.booth);
                need.references.insert(step.reference.clone());
            }
            Command::Count(count) => gates.push(count.gate),
            Command::SetAside(it) => {
                need.booths.insert(it.booth);
            }
            Command::OpenDrawer(it) => {
                need.booths.insert(it.booth);
            }
            // What these name is loaded by `store::Taken`.
            Command::Staff(_) | Command::Catalog(_) | Command::Fair(_) | Command::Room(_) => {}
            // It is loaded by itself.
            Command::Stock(_) | Command::Say(_) => {}
            // Where the node stands is loaded for every batch.
            Command::Node(_) => {}
            // Who is in charge the judge knows.
            Command::Charge(_) => {}
        }
    }
    (need, gates)
}

/// The commands whose entries these are.
fn done_before(entries: Vec<Entry>) -> sqlx::Result<HashMap<CommandId, Done>> {
    let mut known = HashMap::new();
    for entry in entries {
        let unreadable = |_| unreadable(entry.pos);
        let uid = Uuid::from_slice(&entry.uid).map_err(unreadable)?;
        let node = Uuid::from_slice(&entry.origin).map_err(unreadable)?;
        let Some(fact) = Fact::parse(&entry.kind, entry.body_version, &entry.body) else {
            return Err(self::unreadable(entry.pos));
        };
        let done = done(entry.pos, NodeId(node), entry.input_hash, fact);
        known.insert(CommandId(uid), done);
    }
    Ok(known)
}

/// What was answered to the command of the entry at `pos`, which `origin` made.
pub(super) fn done(pos: i64, origin: NodeId, hash: Vec<u8>, fact: Fact) -> Done {
    let answer = match fact {
        Fact::Sold(sold) => {
            let node = sold.series.unwrap_or(origin);
            Answer::Sold { sold, node, replay: false }
        }
        Fact::Posted(posted) => Answer::Posted { posted, replay: false },
        _ => Answer::Done { pos, replay: false },
    };
    Done { hash, answer }
}

fn unreadable(pos: i64) -> sqlx::Error {
    sqlx::Error::Decode(format!("entry {pos} is unreadable").into())
}
