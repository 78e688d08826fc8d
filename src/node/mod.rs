//! The nodes of a book. The first is the laptop on which it was begun; each other was made by
//! restoring a copy. It names its parent's last entry, gives numbers of its own series, and takes
//! nothing on until a person has said that the machine before it is gone: two laptops never sell
//! at one fair.

pub mod charge;
pub mod family;
pub mod key;
pub mod store;

use crate::{
    base::{
        clock::Ms,
        id::NodeId,
        lang::Say,
        refusal::Refusal,
        series::{misread, sign},
    },
    journal::Entry,
};
use serde::{Deserialize, Serialize};

/// The kind of the first entry of a chain that goes on from another.
const BEGAN: &str = "node.began";

crate::entries! {
    /// The shape of a node in its entries.
    #[derive(Debug, Clone, Serialize)]
    #[serde(tag = "node", content = "event", rename_all = "snake_case")]
    Event {
        /// The first entry of its chain.
        Began(it: Began) = "node.began", it.node;
        /// The machine before it is gone.
        TookOver(it: TookOver) = "node.took_over", it.node;
    }
}

/// A copy was restored: a chain begins that goes on from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Began {
    /// The new node.
    pub node: NodeId,
    /// The node whose copy it was made from.
    pub parent: NodeId,
    /// The parent's last sequence in that copy; 0: it had written nothing.
    pub seq: i64,
    /// That entry's hash, hexadecimal.
    pub hash: String,
    /// The two letters on the numbers it prints.
    pub sign: String,
}

/// From which chain an entry says that its own goes on; none: it begins none. Read as loosely as
/// may be: whoever lies about it writes what others read more strictly.
pub fn heir_of(entry: &Entry) -> Option<NodeId> {
    #[derive(Deserialize)]
    struct Heir {
        parent: NodeId,
    }
    let began = entry.kind == BEGAN;
    began.then(|| serde_json::from_str::<Heir>(&entry.body).ok()).flatten().map(|it| it.parent)
}

/// A person said that the machine before it is no longer used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TookOver {
    /// The node that sells from now on.
    pub node: NodeId,
    /// When.
    pub at: Ms,
}

/// Where this node stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its chain holds an entry.
    pub wrote: bool,
    /// It was made from a copy.
    pub restored: bool,
    /// A person said that it takes over.
    pub took_over: bool,
    /// Another machine took over from it, and it knows.
    pub followed: bool,
    /// It takes in the books of other machines, and sells nothing itself.
    pub collects: bool,
    /// It follows another machine live, and its own chain has not begun.
    pub follows: bool,
}

impl Standing {
    /// Whether it shows its book and takes nothing on.
    pub fn waits(&self) -> bool {
        (self.restored || self.follows) && !self.took_over
    }

    /// Whether anything but a take-over may be written now.
    fn takes_on(&self) -> Result<(), Refusal> {
        match (self.waits(), self.followed) {
            (true, _) => Err(Refusal::Waiting),
            (false, true) => Err(Refusal::Followed),
            (false, false) => Ok(()),
        }
    }

    /// Whether anything but a take-over may be written now, be it a `fact` of a fair or not.
    pub fn may_write(&self, fact: bool) -> Result<(), Refusal> {
        self.takes_on()?;
        if fact { self.sells() } else { Ok(()) }
    }

    /// Whether what happens at a fair may be written here: a book that takes in others' would give
    /// their booths numbers, goods and money that their laptops do not know of.
    fn sells(&self) -> Result<(), Refusal> {
        match self.collects {
            true => Err(Refusal::Conflict(Say::new(
                "Sổ này gộp sổ của nhiều máy: bán, trả, nhập hàng ở máy của hội chợ",
                "This book takes in those of others: sales, refunds and goods are entered at the \
                 fair’s own laptop",
            ))),
            false => Ok(()),
        }
    }

    /// Checks what is to be written, and moves on. A chain begins once, at its first entry; a node
    /// takes over once.
    pub fn decide(&mut self, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Began(_) if self.wrote => Err(Refusal::Conflict(Say::new(
                "Sổ của máy này đã được bắt đầu",
                "This machine's book has begun already",
            ))),
            Event::Began(_) => {
                (self.restored, self.follows) = (true, false);
                Ok(())
            }
            Event::TookOver(_) if !self.waits() => Err(Refusal::Conflict(Say::new(
                "Máy này đã là máy chính",
                "This machine is in charge already",
            ))),
            Event::TookOver(_) => {
                self.took_over = true;
                Ok(())
            }
        }
    }
}

/// The nodes of a book with the signs on their numbers.
#[derive(Debug, Clone, Default)]
pub struct Signs(Vec<(NodeId, String)>);

impl Signs {
    /// From what stands in the book: node, parent and sign of each that was made from a copy, or
    /// may take over one day.
    pub fn of(rows: Vec<(NodeId, NodeId, String)>) -> Signs {
        let made: Vec<NodeId> = rows.iter().map(|row| row.0).collect();
        let first = rows.iter().map(|row| row.1).filter(|parent| !made.contains(parent));
        let mut all: Vec<_> = first.map(|node| (node, String::new())).collect();
        all.extend(rows.into_iter().map(|(node, _, sign)| (node, sign)));
        Signs(all)
    }

    /// The sign of a node; none where the book does not know it.
    pub fn get(&self, node: NodeId) -> Option<&str> {
        self.0.iter().find(|known| known.0 == node).map(|known| known.1.as_str())
    }

    /// What a node prints on its own numbers.
    pub fn own(&self, node: NodeId) -> &str {
        self.get(node).unwrap_or_default()
    }

    /// A booth's code may not end in a sign: `A03KT-0001` is a number of booth `A03` alone.
    pub fn check_booth(&self, code: &str) -> Result<(), Refusal> {
        let ends = |sign: &&str| !sign.is_empty() && misread(code, sign);
        match self.0.iter().map(|known| known.1.as_str()).find(ends) {
            None => Ok(()),
            Some(sign) => Err(Refusal::malformed(
                "code_like_sign",
                format!("Mã gian không được kết thúc bằng {sign}: đó là ký hiệu số phiếu của máy"),
                format!("A booth's code cannot end in {sign}: that is a sign on receipt numbers"),
            )),
        }
    }

    /// Whether a new node may have this id: no other prints its sign, and no booth's code ends in
    /// it.
    pub fn fits(&self, node: NodeId, booths: &[String]) -> bool {
        let new = sign(node);
        let taken = self.0.iter().any(|(_, sign)| *sign == new);
        !taken && !booths.iter().any(|booth| misread(booth, &new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> NodeId {
        NodeId(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn a_restored_node_takes_nothing_on_until_somebody_said_so_once() {
        let began =
            Began { node: id(2), parent: id(1), seq: 0, hash: "".into(), sign: "KT".into() };
        let (began, took) = (Event::Began(began), TookOver { node: id(2), at: Ms(1) });
        let mut node = Standing::default();
        assert_eq!(node.takes_on(), Ok(()), "the first laptop of a book");
        assert!(node.decide(&Event::TookOver(took.clone())).is_err());
        node.decide(&began).unwrap();
        assert_eq!(node.takes_on(), Err(Refusal::Waiting));
        node.decide(&Event::TookOver(took.clone())).unwrap();
        assert_eq!(node.takes_on(), Ok(()));
        assert!(node.decide(&Event::TookOver(took)).is_err());
        let mut older = Standing { wrote: true, ..Standing::default() };
        assert!(older.decide(&began).is_err(), "a chain has one beginning");
    }

    #[test]
    fn a_standby_takes_nothing_on_until_its_chain_begins_by_taking_over() {
        let began = Began { node: id(2), parent: id(1), seq: 3, hash: "".into(), sign: "".into() };
        let mut node = Standing { follows: true, ..Standing::default() };
        assert_eq!(node.takes_on(), Err(Refusal::Waiting));
        node.decide(&Event::Began(began)).unwrap();
        assert_eq!(node.takes_on(), Err(Refusal::Waiting));
        node.decide(&Event::TookOver(TookOver { node: id(2), at: Ms(1) })).unwrap();
        assert_eq!(node.takes_on(), Ok(()));
    }

    #[test]
    fn a_new_node_has_no_sign_that_another_prints_or_that_a_booths_code_ends_in() {
        let (one, two) = (id(1), id(2));
        let signs = Signs::of(vec![(two, one, sign(two))]);
        assert_eq!((signs.get(one), signs.get(two)), (Some(""), Some(&*sign(two))));
        assert_eq!((signs.get(id(3)), signs.own(id(3))), (None, ""));
        assert!(!signs.fits(two, &[]));
        let other = (3..).map(id).find(|node| sign(*node) != sign(two)).unwrap();
        assert!(signs.fits(other, &["A03".into()]));
        let clash = format!("a03{}", sign(other).to_lowercase());
        assert!(!signs.fits(other, &["A03".into(), clash]));
        assert!(signs.check_booth(&format!("A03{}", sign(two))).is_err());
        assert!(signs.check_booth("A03").is_ok());
    }
}
