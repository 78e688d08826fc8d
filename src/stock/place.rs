//! Where goods are: booths and store rooms, on the way between them, and the ends of the world,
//! which hold nothing.

use crate::base::id::{BoothId, DocumentId, FairId, RoomId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A booth: every sale leaves from here.
    Booth(BoothId),
    /// A store room.
    Store(RoomId),
    /// What a transfer sent and nobody received yet.
    Transit(DocumentId),
    /// Where goods come from, and where they go home to.
    Producer,
    /// Who buys.
    Customer,
    /// What is lost, used up or given away.
    Loss,
    /// What a count found to be otherwise.
    Adjustment,
}

impl Place {
    /// Its kind as stored.
    pub fn kind(self) -> &'static str {
        match self {
            Place::Booth(_) => "booth",
            Place::Store(_) => "store",
            Place::Transit(_) => "transit",
            Place::Producer => "producer",
            Place::Customer => "customer",
            Place::Loss => "loss",
            Place::Adjustment => "adjustment",
        }
    }

    /// Its id. Those of the ends of the world stand in the schema.
    pub fn uid(self) -> Uuid {
        match self {
            Place::Booth(it) => it.0,
            Place::Store(it) => it.0,
            Place::Transit(it) => it.0,
            Place::Producer => Uuid::from_u128(1),
            Place::Customer => Uuid::from_u128(2),
            Place::Loss => Uuid::from_u128(3),
            Place::Adjustment => Uuid::from_u128(4),
        }
    }

    /// The place that is stored so; none for an end of the world.
    pub fn of(kind: &str, uid: Uuid) -> Option<Place> {
        match kind {
            "booth" => Some(Place::Booth(BoothId(uid))),
            "store" => Some(Place::Store(RoomId(uid))),
            "transit" => Some(Place::Transit(DocumentId(uid))),
            _ => None,
        }
    }

    /// Thirty-two hexadecimal digits, as set-wise statements read them.
    pub fn hex(self) -> String {
        self.uid().simple().to_string()
    }

    /// Whether it holds goods.
    pub fn holds(self) -> bool {
        matches!(self, Place::Booth(_) | Place::Store(_) | Place::Transit(_))
    }

    /// Whether somebody is there who posts documents.
    pub fn posts(self) -> bool {
        matches!(self, Place::Booth(_) | Place::Store(_))
    }
}

/// A place as it stood when a document was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceThen {
    /// Which.
    pub place: Place,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The fair it belongs to.
    pub fair: FairId,
    /// That fair's code.
    pub fair_code: String,
}

/// A store room of a fair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Which.
    pub uid: RoomId,
    /// Of which fair.
    pub fair: FairId,
    /// Its code, unlike any booth's of the fair.
    pub code: String,
    /// Its name.
    pub name: String,
    /// False: no longer used.
    pub active: bool,
}
