//! One machine after another: a new node on a restored book, and its take-over of what the one
//! before it did.

use super::{
    batch, book,
    command::{Command, Envelope},
};
use crate::{
    base::{
        clock::Clock,
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

/// Makes the book in `db` that of a new node, which goes on from the one whose copy it is. It takes
/// nothing on until a person says so.
pub async fn begin(
    db: &mut SqliteConnection,
    clock: &Clock,
    chance: &Chance,
) -> Result<Began, Refusal> {
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
async fn free(
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
