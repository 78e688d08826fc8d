//! What an entry changes.

use crate::{catalog, desk::fact::Fact, fair, node::owner::Kind, staff};

/// What an entry changes.
pub(super) struct Touch {
    /// The thing.
    pub key: String,
    /// What it is, where the entry says how it stands: the first such entry names it.
    pub names: Option<Kind>,
}

/// What an entry changes; none for facts, which are new each time.
pub(super) fn touch(fact: &Fact) -> Option<Touch> {
    match fact {
        Fact::Staff(staff::Change::Person(it)) => Some(names(it.uid.hex(), Kind::Staff)),
        Fact::Staff(staff::Change::Device(it)) => Some(names(it.uid.hex(), Kind::Device)),
        Fact::Catalog(change) => Some(of_catalog(change)),
        Fact::Fair(change) => Some(of_fair(change)),
        _ => None,
    }
}

/// The key and kind of the thing that an entry says how it stands.
pub(crate) fn named(fact: &Fact) -> Option<(String, Kind)> {
    touch(fact).and_then(|touch| Some((touch.key, touch.names?)))
}

fn names(key: String, kind: Kind) -> Touch {
    Touch { key, names: Some(kind) }
}

fn goes_with(key: String) -> Touch {
    Touch { key, names: None }
}

fn of_catalog(change: &catalog::Change) -> Touch {
    use catalog::Change;
    match change {
        Change::Producer(it) => names(it.uid.hex(), Kind::Catalog),
        Change::Product(it) => names(it.uid.hex(), Kind::Catalog),
        Change::Certificate(it) => names(it.uid.hex(), Kind::Catalog),
        // A booth's price goes with the booth, a fair's with the fair.
        Change::Price(it) => goes_with(match (it.booth, it.fair) {
            (Some(booth), _) => booth.hex(),
            (None, Some(fair)) => fair.hex(),
            (None, None) => it.product.hex(),
        }),
    }
}

fn of_fair(change: &fair::Change) -> Touch {
    use fair::Change;
    match change {
        Change::Fair(it) => names(it.uid.hex(), Kind::Fair(it.uid)),
        Change::Booth(it) => names(it.uid.hex(), Kind::Fair(it.fair)),
        Change::Gate(it) => names(it.uid.hex(), Kind::Fair(it.fair)),
        Change::Promotion(it) => names(it.uid.hex(), Kind::Fair(it.fair)),
        Change::Range(it) => goes_with(it.booth.hex()),
        Change::OpeningDay(it) => goes_with(it.fair.hex()),
        Change::ScaleLabel(it) => goes_with(it.fair.hex()),
        Change::Published(it) => names(format!("{}/{}", it.starts_on, it.ends_on), Kind::Published),
    }
}
