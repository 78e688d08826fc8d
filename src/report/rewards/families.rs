//! Whose rules speak of whose products where the books of several machines lie together.

use crate::{base::id::NodeId, desk::book, node};
use sqlx::SqliteConnection;
use std::collections::{HashMap, HashSet};

/// The machines of a book.
#[derive(Debug, Default)]
pub struct Families {
    /// It takes in the books of others: a hub.
    collects: bool,
    /// The chains that this book goes on from, and its own.
    own: HashSet<NodeId>,
    /// From which machine each heir went on.
    parents: HashMap<NodeId, NodeId>,
}

impl Families {
    /// Reads them.
    pub async fn load(db: &mut SqliteConnection) -> sqlx::Result<Families> {
        let Some(own) = book::own(&mut *db).await? else { return Ok(Families::default()) };
        let births = node::store::births(&mut *db).await?;
        let line = node::store::own_line(&mut *db).await?;
        Ok(Families {
            collects: node::store::standing(db, own).await?.collects,
            own: line.into_iter().map(|(node, _)| node).chain([own]).collect(),
            parents: births.into_iter().map(|(node, parent, _)| (node, parent)).collect(),
        })
    }

    /// Whether a rule that one machine wrote speaks of a product that one owns. A hub's own rules
    /// speak of all products, and so do those that lie at a laptop: they are its own or its hub's.
    /// What a laptop wrote speaks at the hub of its own products alone: two laptops that enter one
    /// decision would promise each product twice.
    pub fn meets(&self, rule: NodeId, product: NodeId) -> bool {
        !self.collects || self.own.contains(&rule) || self.first(rule) == self.first(product)
    }

    /// The machine with which a line began.
    fn first(&self, mut node: NodeId) -> NodeId {
        // No line is longer than all machines, so one that bites its own tail ends somewhere.
        for _ in 0..self.parents.len() {
            match self.parents.get(&node) {
                Some(parent) => node = *parent,
                None => break,
            }
        }
        node
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_laptops_rule_promises_nothing_for_anothers_products_at_the_hub() {
        let node = |n: u128| NodeId(uuid::Uuid::from_u128(n));
        let (hub, [a, heir, b]) = (node(1), [node(2), node(3), node(4)]);
        let parents = HashMap::from([(heir, a)]);
        let at = |collects| Families { collects, own: [hub].into(), parents: parents.clone() };
        let (there, laptop) = (at(true), at(false));
        assert!(there.meets(hub, a) && there.meets(hub, b), "the office's rule");
        assert!(there.meets(a, a) && there.meets(a, heir) && there.meets(heir, a), "its own");
        assert!(!there.meets(a, b) && !there.meets(b, heir), "another's");
        assert!(laptop.meets(hub, a) && laptop.meets(a, hub));
    }
}
