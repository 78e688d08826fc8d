//! Identifiers: 16-byte UUIDs, one type for each kind of thing, all on this page. Version 7, made
//! by whoever asks, so that a thing sent twice is one thing. Never used for order.

use serde::{Deserialize, Serialize};
use sqlx::{
    Decode, Sqlite, Type,
    error::BoxDynError,
    sqlite::{SqliteTypeInfo, SqliteValueRef},
};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize,
            Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The sixteen bytes, as stored.
            pub fn bytes(&self) -> Vec<u8> {
                self.0.as_bytes().to_vec()
            }

            /// From the stored bytes, for showing it; nil when they are not sixteen. What is
            /// decided or written by it is decoded by its row, which refuses these.
            pub fn of_bytes(bytes: &[u8]) -> $name {
                $name(Uuid::from_slice(bytes).unwrap_or_default())
            }

            /// Thirty-two hexadecimal digits, as set-wise statements read them.
            pub fn hex(&self) -> String {
                self.0.simple().to_string()
            }
        }

        impl Type<Sqlite> for $name {
            fn type_info() -> SqliteTypeInfo {
                <Vec<u8> as Type<Sqlite>>::type_info()
            }

            fn compatible(info: &SqliteTypeInfo) -> bool {
                <Vec<u8> as Type<Sqlite>>::compatible(info)
            }
        }

        impl<'r> Decode<'r, Sqlite> for $name {
            /// An error when the stored bytes are not sixteen.
            fn decode(value: SqliteValueRef<'r>) -> Result<$name, BoxDynError> {
                let bytes = <&[u8] as Decode<Sqlite>>::decode(value)?;
                Ok($name(Uuid::from_slice(bytes)?))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<$name, uuid::Error> {
                Uuid::from_str(text.trim()).map($name)
            }
        }

        impl From<Uuid> for $name {
            fn from(uid: Uuid) -> $name {
                $name(uid)
            }
        }
    )*};
}

ids! {
    /// A node: a laptop or a hub, the origin of a journal.
    NodeId,
    /// A command, and the journal entry made of it.
    CommandId,
    /// A fair, product week or sales point.
    FairId,
    /// A booth of a fair.
    BoothId,
    /// A promotion of a fair.
    PromotionId,
    /// A gate of a fair, where visits are counted.
    GateId,
    /// A producer.
    ProducerId,
    /// A product.
    ProductId,
    /// A certificate of a product's rating.
    CertificateId,
    /// A rule by which rated products are rewarded.
    RuleId,
    /// A sale; a void or refund is a sale of its own.
    SaleId,
    /// A shift of a booth's drawer.
    ShiftId,
    /// A request for payment shown as a VietQR.
    RequestId,
    /// A person who signs in.
    PersonId,
    /// A paired device.
    DeviceId,
    /// A receipt printer.
    PrinterId,
    /// A job of the print spool.
    JobId,
    /// A store room of a fair.
    RoomId,
    /// A document that moves goods.
    DocumentId,
}

/// Fills bytes with chance.
type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// Where chance comes from: the system's, or a counted one in tests and demonstrations.
#[derive(Clone)]
pub struct Chance(std::sync::Arc<Fill>);

impl Chance {
    /// The system's randomness.
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the system for chance")]
    pub fn system() -> Chance {
        Chance::by(|out| {
            // Without randomness there are no safe tokens; stopping is the only honest answer.
            if let Err(error) = getrandom::fill(out) {
                panic!("the system gives no randomness: {error}");
            }
        })
    }

    /// Chance that somebody else makes, as tests do that let it begin anew.
    pub fn by(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Chance {
        Chance(std::sync::Arc::new(fill))
    }

    /// Repeatable bytes from a seed (splitmix64), for tests and the demonstration season.
    pub fn seeded(seed: u64) -> Chance {
        let state = std::sync::Mutex::new(seed);
        Chance::by(move |out| {
            let mut state = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            for chunk in out.chunks_mut(8) {
                let word = split_mix(&mut state).to_le_bytes();
                chunk.copy_from_slice(&word[..chunk.len()]);
            }
        })
    }

    /// Fills `out` with random bytes.
    pub fn fill(&self, out: &mut [u8]) {
        (self.0)(out);
    }

    /// A new UUIDv7 for the instant `at`.
    pub fn uid(&self, at: super::clock::Ms) -> Uuid {
        let mut random = [0u8; 10];
        self.fill(&mut random);
        uuid::Builder::from_unix_timestamp_millis(at.0.max(0).unsigned_abs(), &random).into_uuid()
    }

    /// A secret of 256 bits as hexadecimal text: tokens of devices and sessions.
    pub fn token(&self) -> String {
        let mut random = [0u8; 32];
        self.fill(&mut random);
        hex::encode(random)
    }

    /// A number below `limit` (1 or more).
    pub fn below(&self, limit: u64) -> u64 {
        let mut random = [0u8; 8];
        self.fill(&mut random);
        u64::from_le_bytes(random) % limit.max(1)
    }
}

/// A stored uid as the text that devices use.
pub fn hex_uid(bytes: &[u8]) -> String {
    Uuid::from_slice(bytes).unwrap_or_default().to_string()
}

/// The splitmix64 step: small, well spread, and the same on every machine.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut word = *state;
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}
