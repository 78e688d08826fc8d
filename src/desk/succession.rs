//! One machine after another: a new node on a restored book, and its take-over of what the one
//! before it did.

pub mod store;

use super::{
    batch, book,
    command::{Command, Envelope},
};
use crate::{
    base::{
        clock::{Clock, Ms},
        id::{Chance, CommandId, NodeId},
        refusal::Refusal,
        series::sign,
    },
    journal,
    node::{self, Began, Event, TookOver},
    staff::actor::COMMAND_LINE,
};
use sqlx::SqliteConnection;

/// Ids that are tried for a sign that is free. A few hundred signs there are.
const TRIES: usize = 100_000;

/// What a standby is told of whom it follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leader {
    /// Who follows.
    pub own: NodeId,
    /// Whom.
    pub node: NodeId,
    /// Its address.
    pub address: String,
    /// By which it knows this machine.
    pub token: String,
    /// Its name.
    pub name: String,
}

/// Makes the book in `db`, a copy of the leader's, that of a standby. Its own chain begins when it
/// takes over.
pub async fn stand_by(db: &mut SqliteConnection, it: &Leader) -> sqlx::Result<()> {
    journal::store::set_setting(&mut *db, book::NODE, &it.own.to_string()).await?;
    store::follow(db, it).await
}

/// Makes a copy of a standby's book what it is: a copy of the book that the standby follows. The
/// standby's own token stays out of it.
pub async fn of_leader(db: &mut SqliteConnection) -> sqlx::Result<()> {
    if let Some(own) = book::own(&mut *db).await? {
        let keeper = node::store::keeper(&mut *db, own).await?;
        journal::store::set_setting(&mut *db, book::NODE, &keeper.to_string()).await?;
    }
    store::follow_nobody(db).await
}

/// What is written down when this machine takes over: a standby's chain begins by it.
pub async fn taking_over(
    db: &mut SqliteConnection,
    own: NodeId,
    at: Ms,
) -> sqlx::Result<Vec<Command>> {
    let mut events = Vec::new();
    if node::store::standing(&mut *db, own).await?.follows {
        let parent = node::store::keeper(&mut *db, own).await?;
        let last = journal::store::head(db, parent).await?;
        let (seq, hash) = (last.seq, hex::encode(last.hash));
        events.push(Event::Began(Began { node: own, parent, seq, hash, sign: sign(own) }));
    }
    events.push(Event::TookOver(TookOver { node: own, at }));
    Ok(events.into_iter().map(Command::Node).collect())
}

/// Makes the book in `db` that of a new node, which goes on from the one whose copy it is. It takes
/// nothing on until a person says so.
pub async fn begin(
    db: &mut SqliteConnection,
    clock: &Clock,
    chance: &Chance,
) -> Result<Began, Refusal> {
    of_leader(&mut *db).await?;
    let parent = book::node(db, clock, chance).await?;
    let last = journal::store::head(db, parent).await?;
    let node = free(db, clock, chance).await?;
    let (seq, hash) = (last.seq, hex::encode(last.hash));
    let began = Began { node, parent, seq, hash, sign: sign(node) };
    journal::store::set_setting(db, book::NODE, &node.to_string()).await?;
    let command = Command::Node(Event::Began(began.clone()));
    write(db, (clock, chance), node, command).await?;
    Ok(began)
}

/// The node of the book in `db` takes over: a person said that the machine before it is gone.
pub async fn take_over(
    db: &mut SqliteConnection,
    clock: &Clock,
    chance: &Chance,
) -> Result<(), Refusal> {
    let node = book::node(db, clock, chance).await?;
    let took = TookOver { node, at: clock.now() };
    write(db, (clock, chance), node, Command::Node(Event::TookOver(took))).await
}

/// A node's id whose sign nobody prints.
pub async fn free(
    db: &mut SqliteConnection,
    clock: &Clock,
    chance: &Chance,
) -> Result<NodeId, Refusal> {
    let signs = node::store::signs(db).await?;
    let booths = node::store::booth_codes(db).await?;
    let mut minted = (0..TRIES).map(|_| NodeId(chance.uid(clock.now())));
    let free = minted.find(|node| signs.fits(*node, &booths));
    free.ok_or_else(|| Refusal::Failed("every sign of a series is taken".to_owned()))
}

async fn write(
    db: &mut SqliteConnection,
    (clock, chance): (&Clock, &Chance),
    node: NodeId,
    command: Command,
) -> Result<(), Refusal> {
    let (at, actor) = (clock.now(), COMMAND_LINE.to_owned());
    let uid = CommandId(chance.uid(at));
    let envelope = Envelope { uid, at, actor, device: String::new(), command };
    let answers = batch::run(db, node, &[envelope]).await?.answers;
    answers.into_iter().next().unwrap_or(Err(Refusal::Busy)).map(|_| ())
}
