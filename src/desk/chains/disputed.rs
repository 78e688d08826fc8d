//! What two machines wrote down of one happening and do not agree in: a person looks at both. One
//! of each pair stands in the figures, the other is kept beside them.

pub mod store;

use crate::desk::fact::Fact;
use crate::{
    base::{
        clock::Ms,
        id::{NodeId, ProductId},
        money::Money,
        quantity::Quantity,
    },
    journal::Entry,
    sale::shift::Event,
    stock::ask::Kind,
};
use sqlx::SqliteConnection;

/// Two entries of one happening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputed {
    /// What stands in no figure.
    pub left_out: Side,
    /// What stands instead.
    pub stands: Side,
}

/// One of two entries, as far as they are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Position of its entry.
    pub pos: i64,
    /// The machine that wrote it down.
    pub node: NodeId,
    /// Its place in that machine's chain.
    pub seq: i64,
    /// When.
    pub at: Ms,
    /// Who.
    pub actor: String,
    /// The kind of its entry, such as `sale.made`.
    pub kind: String,
    /// The number on its paper; empty where it has none.
    pub number: String,
    /// Đồng paid, given back, moved or counted; none where it is not about money.
    pub money: Option<Money>,
    /// Products with their names and thousandths; none where it is not about goods.
    pub goods: Vec<(ProductId, String, Quantity)>,
}

impl Side {
    fn of(entry: &Entry) -> Option<(Side, Fact)> {
        let fact = Fact::parse(&entry.kind, entry.body_version, &entry.body)?;
        let (number, money, goods) = match &fact {
            Fact::Sold(it) => {
                let line = |it: &crate::sale::Line| (it.product, it.name.clone(), it.quantity);
                let paid = Money(it.total.0 + it.rounding.0);
                (it.receipt_no.clone(), Some(paid), it.lines.iter().map(line).collect())
            }
            Fact::Posted(it) => {
                let lines = it.lines.iter();
                let lines = lines.map(|it| (it.product, it.name.clone(), it.quantity));
                (it.doc_no.clone(), None, lines.collect())
            }
            Fact::Stepped(it) => (it.step.reference.clone(), Some(it.step.amount), Vec::new()),
            Fact::Shift(it) => (z_no(it), counted(it), Vec::new()),
            _ => (String::new(), None, Vec::new()),
        };
        let side = Side {
            pos: entry.pos,
            node: NodeId::of_bytes(&entry.origin),
            seq: entry.seq,
            at: Ms(entry.at_ms),
            actor: entry.actor.clone(),
            kind: entry.kind.clone(),
            number,
            money,
            goods,
        };
        Some((side, fact))
    }
}

fn z_no(event: &Event) -> String {
    match event {
        Event::Closed(it) => it.z_no.clone(),
        Event::Recounted(it) => it.z_no.clone(),
        _ => String::new(),
    }
}

fn counted(event: &Event) -> Option<Money> {
    match event {
        Event::Opened(it) => Some(it.float),
        Event::Joined(it) => Some(it.counted),
        Event::Moved(it) => Some(it.amount),
        Event::HandedOver(it) => it.counted.as_ref().map(|it| it.counted),
        Event::Recounted(it) => it.counted,
        Event::Closed(it) => Some(it.counted),
    }
}

/// The document that a fact takes back.
fn taken_back(fact: &Fact) -> Option<Vec<u8>> {
    match fact {
        Fact::Posted(it) if it.kind == Kind::Reversal => {
            it.about.as_ref().map(|about| about.uid.bytes())
        }
        _ => None,
    }
}

/// Up to `limit` pairs whose left-out entry stands before position `before`, the newest first.
pub async fn list(
    db: &mut SqliteConnection,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<Disputed>> {
    let mut all = Vec::new();
    for entry in store::left_out(&mut *db, before, limit).await? {
        let Some((left_out, fact)) = Side::of(&entry) else { continue };
        let also = match (&fact, taken_back(&fact)) {
            (Fact::Shift(Event::Closed(it)), _) => {
                store::closing(&mut *db, &it.shift.bytes()).await?
            }
            (_, Some(document)) => store::reversal(&mut *db, &document).await?,
            _ => None,
        };
        let stands = match store::stands(&mut *db, &entry.uid).await? {
            None => also,
            stands => stands,
        };
        let stands = stands.and_then(|entry| Side::of(&entry)).map(|(side, _)| side);
        all.extend(stands.map(|stands| Disputed { left_out, stands }));
    }
    Ok(all)
}
