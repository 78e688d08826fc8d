//! Books that travel: what one machine wrote, taken in by another. Nothing is decided here; rows go
//! to `desk::chains::receive` as they stand.

pub mod address;
pub mod batch;
pub mod bundle;
pub mod charge;
pub mod hub;
pub mod machine;
pub mod outgoing;
pub mod parting;
mod row;
mod store;
pub mod talk;
pub mod upward;
pub mod wire;

pub use batch::PACKED;
