//! Books that travel: what one machine wrote, taken in by another. Nothing is decided here; rows go
//! to `desk::receive` as they stand.

pub mod address;
mod batch;
pub mod bundle;
pub mod charge;
pub mod hub;
pub mod key;
mod machine;
mod row;
mod store;
pub mod talk;
pub mod upward;
mod wire;

pub use batch::PACKED;
