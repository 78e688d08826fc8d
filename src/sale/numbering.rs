//! Which number a sale, a refund or a Z report gets: the next one of this node's series at the
//! booth; or, when a device sends it again that another node had numbered, the one that was printed
//! then.

pub mod store;

use crate::{
    base::{
        id::{BoothId, NodeId},
        series,
    },
    node::Signs,
};
use serde::Deserialize;
use std::collections::{BTreeSet, HashSet};

/// What a device was answered when it first sent something. Not part of a command's hash: the same
/// row is the same command with it or without.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Acknowledged {
    /// The node that took it.
    pub node: NodeId,
    /// The number it gave, as printed.
    pub receipt_no: String,
}

impl Acknowledged {
    /// The digits at its end.
    fn number(&self) -> Option<i64> {
        self.receipt_no.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    }
}

/// A booth, the node of a series, a number of it.
pub type Place = (BoothId, NodeId, i64);

/// How a number is written: `series::receipt_no` or `series::z_no`.
pub type Write = fn(&str, &str, i64) -> String;

/// The places whose numbers are to be looked for, before they are kept.
#[derive(Debug, Clone, Default)]
pub struct Need(BTreeSet<Place>);

impl Need {
    /// A device says that this was acknowledged.
    pub fn add(&mut self, booth: BoothId, said: Option<&Acknowledged>) {
        let place = said.and_then(|said| Some((booth, said.node, said.number()?)));
        self.0.extend(place);
    }
}

/// The series of a book as far as a batch needs them.
#[derive(Debug, Default)]
pub struct Series {
    own: NodeId,
    signs: Signs,
    sales: HashSet<Place>,
    closings: HashSet<Place>,
}

/// A number that was given.
#[derive(Debug, PartialEq, Eq)]
pub struct IssuedNumber {
    /// The other node whose series it is of, where one had given it before: then the paper came
    /// out there.
    pub node: Option<NodeId>,
    /// The number.
    pub number: i64,
    /// As printed.
    pub text: String,
}

impl Series {
    /// The series of `own`, and which of the needed numbers stand already: of sales, of Z reports.
    pub fn of(
        own: NodeId,
        signs: Signs,
        sales: HashSet<Place>,
        closings: HashSet<Place>,
    ) -> Series {
        Series { own, signs, sales, closings }
    }

    /// The number of a sale at a booth whose last own number is `last`.
    pub fn receipt(
        &mut self,
        booth: (BoothId, &str),
        last: i64,
        said: Option<&Acknowledged>,
    ) -> IssuedNumber {
        let kept =
            self.kept(booth, said, series::receipt_no).filter(|kept| self.sales.insert(*kept));
        self.give(booth.1, last, kept, series::receipt_no)
    }

    /// The number of a Z report.
    pub fn z(
        &mut self,
        booth: (BoothId, &str),
        last: i64,
        said: Option<&Acknowledged>,
    ) -> IssuedNumber {
        let kept = self.kept(booth, said, series::z_no).filter(|kept| self.closings.insert(*kept));
        self.give(booth.1, last, kept, series::z_no)
    }

    fn give(&self, code: &str, last: i64, kept: Option<Place>, write: Write) -> IssuedNumber {
        let (node, number) = match kept {
            Some((_, node, number)) => (Some(node), number),
            None => (None, last + 1),
        };
        let sign = self.signs.own(node.unwrap_or(self.own));
        IssuedNumber { node, number, text: write(code, sign, number) }
    }

    /// The place of a number that another node of this book gave at this booth.
    fn kept(
        &self,
        (booth, code): (BoothId, &str),
        said: Option<&Acknowledged>,
        write: Write,
    ) -> Option<Place> {
        let said = said.filter(|said| said.node != self.own)?;
        let sign = self.signs.get(said.node)?;
        let number = series::number(&said.receipt_no, (code, sign), write)?;
        Some((booth, said.node, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn id(n: u128) -> NodeId {
        NodeId(uuid::Uuid::from_u128(n))
    }

    fn restored() -> Series {
        let signs = Signs::of(vec![(id(2), id(1), "KT".into())]);
        Series::of(id(2), signs, HashSet::new(), HashSet::new())
    }

    fn acknowledged_by(node: u128, text: &str) -> Option<Acknowledged> {
        Some(Acknowledged { node: id(node), receipt_no: text.to_owned() })
    }

    #[test]
    fn a_number_that_was_printed_is_kept_once_and_anything_else_gets_the_next_of_its_own() {
        let (mut series, booth) = (restored(), (BoothId::default(), "A03"));
        let mut give = |said: Option<Acknowledged>| series.receipt(booth, 4, said.as_ref()).text;
        assert_eq!(give(None), "A03KT-0005");
        assert_eq!(give(acknowledged_by(1, "A03-0011")), "A03-0011");
        assert_eq!(
            give(acknowledged_by(1, "A03-0011")),
            "A03KT-0005",
            "printed twice it would be two sales'"
        );
        assert_eq!(give(acknowledged_by(1, "B01-0012")), "A03KT-0005", "another booth's");
        assert_eq!(give(acknowledged_by(1, "A03KT-0012")), "A03KT-0005", "not that node's sign");
        assert_eq!(
            give(acknowledged_by(2, "A03KT-0012")),
            "A03KT-0005",
            "its own series has no gap"
        );
        assert_eq!(give(acknowledged_by(9, "A03-0012")), "A03KT-0005", "a node that nobody knows");
        let z =
            |series: &mut Series, text| series.z(booth, 0, acknowledged_by(1, text).as_ref()).text;
        assert_eq!(z(&mut series, "A03-Z0003"), "A03-Z0003");
        assert_eq!(z(&mut series, "A03-0003"), "A03KT-Z0001");
    }

    proptest! {
        /// Whatever devices say and send again, in any order: no number is printed on two papers,
        /// and the node's own series has no gap.
        #[test]
        fn no_number_is_given_twice_and_own_numbers_have_no_gap(
            asks in prop::collection::vec(
                (0usize..3, prop::option::of((0u128..4, 1i64..12, any::<bool>()))), 1..80),
        ) {
            let codes = ["A03", "A03B", "B01"];
            let (mut series, mut last) = (restored(), [0i64; 3]);
            let mut printed: HashMap<String, usize> = HashMap::new();
            for (booth, said) in asks {
                let said = said.map(|(node, number, plain)| {
                    let sign = if plain { "" } else { "KT" };
                    let receipt_no = series::receipt_no(codes[booth], sign, number);
                    Acknowledged { node: id(node), receipt_no }
                });
                let place = (BoothId(uuid::Uuid::from_u128(booth as u128)), codes[booth]);
                let given = series.receipt(place, last[booth], said.as_ref());
                if given.node.is_none() {
                    last[booth] += 1;
                    prop_assert_eq!(given.number, last[booth]);
                }
                prop_assert_eq!(printed.insert(given.text.clone(), booth), None, "{}", given.text);
            }
        }
    }
}
