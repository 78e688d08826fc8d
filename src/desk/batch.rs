//! One batch: need, load (`batch/load.rs`), decide, append, project, commit.

mod load;

use super::{
    chains::{admit, beyond},
    command::{Answer, Bearing, Command, Envelope},
    fact::{BODY_VERSION, Fact},
    project::Rows,
};
use crate::{
    base::{
        id::{BoothId, NodeId},
        refusal::Refusal,
    },
    catalog,
    db::several::Several,
    fair,
    journal::{self, Draft, Entry},
    payment,
    sale::{
        checkout,
        drawer_opening::{self, DrawerOpening},
        refund, set_aside, shift,
        state::Original,
    },
    staff, stock, visitor,
};
use load::{Loaded, done, load};
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeSet;

/// Commands of one statement when many run in one transaction.
const CHUNK: usize = 2_000;

/// What came of a batch that was written.
#[derive(Debug)]
pub struct Outcome {
    /// The answer to each command, in order; refusals are answers.
    pub answers: Vec<Result<Answer, Refusal>>,
    /// How far the journal reaches now.
    pub pos: i64,
}

/// Runs commands in one transaction. An error means that nothing at all was written.
pub async fn run(
    db: &mut SqliteConnection,
    origin: NodeId,
    commands: &[Envelope],
) -> sqlx::Result<Outcome> {
    let mut transaction = db.begin_with("begin immediate").await?;
    let mut all = Outcome { answers: Vec::with_capacity(commands.len()), pos: 0 };
    for part in parts(commands) {
        let Outcome { answers, pos } = work(&mut transaction, origin, part).await?;
        all.answers.extend(answers);
        all.pos = pos;
    }
    transaction.commit().await?;
    Ok(all)
}

/// A batch cut where a command depends on master data that an earlier one of it changes: what was
/// loaded for the batch does not show these, so they are written first and loaded anew. The outcome
/// must not depend on how commands fall into batches.
fn parts(commands: &[Envelope]) -> Vec<&[Envelope]> {
    let (mut parts, mut from, mut changed) = (Vec::new(), 0, false);
    for (at, envelope) in commands.iter().enumerate() {
        match envelope.command.bearing() {
            Bearing::Master => changed = true,
            Bearing::Alone => {
                parts.extend([&commands[from..at], &commands[at..=at]]);
                (from, changed) = (at + 1, false);
            }
            Bearing::Moves if changed => {
                parts.push(&commands[from..at]);
                (from, changed) = (at, false);
            }
            Bearing::Moves => {}
        }
    }
    parts.push(&commands[from..]);
    // An empty part tells how far the journal reaches where there is nothing else.
    parts.retain(|part| !part.is_empty() || commands.is_empty());
    parts
}

/// Runs commands in one transaction, all or nothing: at the first refusal nothing is changed, and
/// its place among the commands is told. `keep` false: everything is decided and written, and
/// then taken back.
pub async fn run_all(
    db: &mut SqliteConnection,
    origin: NodeId,
    commands: &[Envelope],
    keep: bool,
) -> sqlx::Result<Result<Vec<Answer>, (usize, Refusal)>> {
    let mut transaction = db.begin_with("begin immediate").await?;
    let mut answers = Vec::with_capacity(commands.len());
    for chunk in commands.chunks(CHUNK).flat_map(parts) {
        for answer in work(&mut transaction, origin, chunk).await?.answers {
            match answer {
                Ok(answer) => answers.push(answer),
                Err(refusal) => {
                    transaction.rollback().await?;
                    return Ok(Err((answers.len(), refusal)));
                }
            }
        }
    }
    match keep {
        true => transaction.commit().await?,
        false => transaction.rollback().await?,
    }
    Ok(Ok(answers))
}

/// Loads, decides, appends and projects within the caller's transaction.
async fn work(
    db: &mut SqliteConnection,
    origin: NodeId,
    commands: &[Envelope],
) -> sqlx::Result<Outcome> {
    let (mut loaded, mut head) = load(db, origin, commands).await?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut rows = Rows::default();
    let mut brought = BTreeSet::new();
    let mut answers = Vec::with_capacity(commands.len());
    for envelope in commands {
        let hash = envelope.command.input_hash()?;
        if let Some(answer) = replay(&loaded, envelope, &hash) {
            answers.push(answer);
            continue;
        }
        let decided = decide(envelope, &mut loaded);
        let decided = decided.and_then(|fact| match &mut loaded.judge {
            Some(judge) if !envelope.command.is_fact() => judge.may(&fact).map(|()| fact),
            _ => Ok(fact),
        });
        let fits = decided.is_ok();
        let drafted = decided.and_then(|fact| draft(envelope, &hash, fact));
        if fits && drafted.is_err() && commands.len() > 1 {
            // Its decision has moved the state on, numbers included; it is decided again alone.
            return Err(sqlx::Error::Encode("an entry is too large".into()));
        }
        answers.push(drafted.map(|(draft, fact)| {
            let entry = head.place(origin, draft);
            rows.add(&entry, &fact);
            brought.extend(admit::brings(&fact, (origin, entry.seq)));
            let done = done(entry.pos, origin, hash, fact);
            let answer = done.answer.clone();
            loaded.known.insert(envelope.uid, done);
            entries.push(entry);
            answer
        }));
    }
    if !entries.is_empty() {
        let mut several = Several::default();
        several.add(journal::store::append(&entries));
        rows.add_to(&mut several);
        several.run(db).await?;
    }
    if !brought.is_empty() {
        beyond::revive(db, &brought).await?;
    }
    Ok(Outcome { answers, pos: head.pos })
}

fn draft(envelope: &Envelope, hash: &[u8], fact: Fact) -> Result<(Draft, Fact), Refusal> {
    debug_assert_eq!(fact.wrong(), None, "what is decided here adds up for others too");
    let body = fact.body().map_err(|error| Refusal::Failed(error.to_string()))?;
    if body.len() > journal::BODY {
        return Err(Refusal::malformed("too_large", "Dữ liệu quá lớn", "Too much in one entry"));
    }
    let draft = Draft {
        uid: envelope.uid,
        at: envelope.at,
        kind: fact.kind(),
        subject: fact.subject(),
        actor: envelope.actor.clone(),
        device: envelope.device.clone(),
        input_hash: hash.to_vec(),
        body_version: BODY_VERSION,
        body,
    };
    Ok((draft, fact))
}

/// The first answer again for a known id with the same content; a conflict for other content.
fn replay(loaded: &Loaded, envelope: &Envelope, hash: &[u8]) -> Option<Result<Answer, Refusal>> {
    let done = loaded.known.get(&envelope.uid)?;
    if done.hash != hash {
        return Some(Err(Refusal::other_content()));
    }
    Some(Ok(match done.answer.clone() {
        Answer::Done { pos, .. } => Answer::Done { pos, replay: true },
        Answer::Posted { posted, .. } => Answer::Posted { posted, replay: true },
        Answer::Sold { sold, node, .. } => Answer::Sold { sold, node, replay: true },
    }))
}

/// Whether something may happen at a place here: nothing does at a fair in another machine's
/// charge. Refused before numbers and stock move on.
fn may(envelope: &Envelope, loaded: &Loaded) -> Result<(), Refusal> {
    match (&loaded.judge, envelope.command.place()) {
        (Some(judge), Some(place)) => judge.may_happen(place),
        _ => Ok(()),
    }
}

/// Decides one command. Everything that a constraint of the database could refuse is refused
/// here, in words.
fn decide(envelope: &Envelope, loaded: &mut Loaded) -> Result<Fact, Refusal> {
    if !matches!(envelope.command, Command::Node(_)) {
        loaded.node.may_write(envelope.command.is_fact())?;
    }
    may(envelope, loaded)?;
    match &envelope.command {
        Command::Staff(change) => {
            staff::check(change)?;
            loaded.taken.staff(change)?;
            Ok(Fact::Staff(loaded.taken.lettered(change)))
        }
        Command::Catalog(change) => {
            catalog::check(change)?;
            loaded.taken.catalog(change)?;
            Ok(Fact::Catalog(change.clone()))
        }
        Command::Fair(change) => decide_fair(change, loaded),
        Command::Room(room) => {
            stock::check_room(room)?;
            loaded.signs.check_booth(&room.code)?;
            loaded.taken.room(room)?;
            Ok(Fact::Room(room.clone()))
        }
        Command::Stock(ask) => {
            loaded.taken.stock(ask)?;
            let sign = loaded.signs.own(loaded.origin);
            let posted = stock::decide::decide(ask, &mut loaded.stock, envelope.at, sign)?;
            Ok(Fact::Posted(Box::new(posted)))
        }
        Command::Say(ask) => decide_word(ask, loaded, envelope),
        Command::Count(count) => decide_count(count, loaded, envelope),
        Command::Payment(step) => decide_step(step, loaded),
        Command::Checkout(ask) => {
            let sold = checkout::decide(ask, &mut loaded.sale, envelope.at)?;
            let original = Original { sold: sold.clone(), back: Vec::new() };
            loaded.sale.originals.insert(sold.id, original);
            shift::drawer::count(&mut loaded.sale.drawers, &sold, envelope.at);
            Ok(Fact::Sold(Box::new(sold)))
        }
        Command::Refund(ask) => {
            let sold = refund::decide(ask, &mut loaded.sale, envelope.at)?;
            shift::drawer::count(&mut loaded.sale.drawers, &sold, envelope.at);
            Ok(Fact::Sold(Box::new(sold)))
        }
        Command::Shift(ask) => {
            shift::decide::decide(ask, &mut loaded.sale, envelope.at).map(Fact::Shift)
        }
        Command::SetAside(it) => {
            set_aside::check(it)?;
            known(loaded, it.booth)?;
            Ok(Fact::SetAside(it.clone()))
        }
        Command::OpenDrawer(it) => {
            drawer_opening::check(it)?;
            known(loaded, it.booth)?;
            let at = shift::done_at(it.at, envelope.at);
            Ok(Fact::DrawerOpened(DrawerOpening { at, ..it.clone() }))
        }
        Command::Node(event) => {
            loaded.node.decide(event)?;
            Ok(Fact::Node(event.clone()))
        }
        Command::Charge(event) => {
            loaded.taken.charge(event)?;
            Ok(Fact::Charge(event.clone()))
        }
    }
}

fn known(loaded: &Loaded, booth: BoothId) -> Result<(), Refusal> {
    loaded.sale.booths.get(&booth).map(|_| ()).ok_or_else(Refusal::no_booth)
}

fn decide_fair(change: &fair::Change, loaded: &mut Loaded) -> Result<Fact, Refusal> {
    fair::check(change)?;
    if let fair::Change::Booth(it) = change {
        payment::bank::check(&it.bank_bin, &it.account).map_err(|(_, say)| say)?;
        loaded.signs.check_booth(&it.code)?;
    }
    loaded.taken.fair(change)?;
    Ok(Fact::Fair(change.clone()))
}

fn decide_word(
    ask: &stock::block::Ask,
    loaded: &Loaded,
    envelope: &Envelope,
) -> Result<Fact, Refusal> {
    let lot = loaded.stock.lot.as_ref().ok_or_else(Refusal::no_product)?;
    stock::block::decide(ask, lot, envelope.at).map(Fact::Said)
}

fn decide_count(
    count: &visitor::Count,
    loaded: &Loaded,
    envelope: &Envelope,
) -> Result<Fact, Refusal> {
    let Some(gate) = loaded.gates.get(&count.gate) else {
        return Err(Refusal::no_gate());
    };
    if count.count == 0 || count.count.unsigned_abs() > visitor::LIMIT.unsigned_abs() {
        return Err(Refusal::malformed(
            "count",
            "Số lượt phải khác 0 và không quá 10.000",
            "A count is not zero and at most 10,000",
        ));
    }
    Ok(Fact::Counted(visitor::decide(count, gate, envelope.at)))
}

fn decide_step(step: &payment::event::Step, loaded: &mut Loaded) -> Result<Fact, Refusal> {
    let at = loaded.sale.booths.get(&step.booth).ok_or_else(Refusal::no_booth)?;
    let key = (step.booth, step.reference.clone());
    let known = loaded.sale.references.get(&key);
    let stepped = payment::event::decide(step, &at.booth.account, known)?;
    let now = payment::event::Known {
        account: stepped.account.clone(),
        claimed: known.is_some_and(|known| known.claimed),
        request: known.and_then(|known| known.request).or(Some(step.request)),
        state: step.state,
        amount: step.amount,
    };
    loaded.sale.references.insert(key, now);
    Ok(Fact::Stepped(stepped))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{clock::Ms, id::CommandId},
        sale::Checkout,
    };

    /// How many commands fall into each part.
    fn sizes(commands: Vec<Command>) -> Vec<usize> {
        let envelope = |command| Envelope {
            uid: CommandId::default(),
            at: Ms(0),
            actor: String::new(),
            device: String::new(),
            command,
        };
        let commands: Vec<Envelope> = commands.into_iter().map(envelope).collect();
        parts(&commands).iter().map(|part| part.len()).collect()
    }

    #[test]
    fn only_master_data_cuts_a_batch_and_only_where_something_depends_on_it() {
        let sale = || Command::Checkout(Checkout::default());
        let (product, amount) = (Default::default(), None);
        let price = catalog::Price { product, booth: None, fair: None, amount };
        let master = || Command::Catalog(catalog::Change::Price(price.clone()));
        let (uid, booth) = Default::default();
        let goods = || Command::Stock(Box::new(stock::Ask::delivery(uid, booth, Vec::new())));
        assert_eq!(sizes(vec![goods(), sale(), sale(), goods(), sale()]), [1, 2, 1, 1]);
        assert_eq!(sizes(vec![sale(), master(), master(), sale(), sale()]), [3, 2]);
        assert_eq!(sizes(vec![sale(), master(), goods(), master(), sale()]), [2, 1, 1, 1]);
        assert_eq!(sizes(Vec::new()), [0]);
        assert_eq!(sizes(vec![master(), sale(), master()]), [1, 2]);
    }
}
