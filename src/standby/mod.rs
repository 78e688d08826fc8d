//! A second laptop that follows the first one live, and takes over when it dies: nothing that was
//! sold since the last copy is lost then.
//!
//! It gets a consistent copy once, by a code, and from then on whatever the first laptop's journal
//! has after the last entry here, and the local tables by which a take-over can serve at once
//! (tokens' digests, hashes, printers, settings). There is no cursor but the journal itself. Until
//! a person says that the first laptop is gone it sells nothing.
//!
//! Architecture invariant: secrets go out to whoever holds a standby's token, and over a connection
//! without encryption only where somebody allowed that in words.

pub mod enrol;
pub mod follow;
pub mod leader;
pub mod returning;
pub mod store;
mod succeed;
pub mod tables;
pub mod talk;
mod trouble;

pub use follow::{Follower, State};
pub use trouble::Trouble;
