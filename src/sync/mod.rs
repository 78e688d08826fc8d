//! Books that travel: what one machine wrote, taken in by another. Nothing is decided here; rows go
//! to `desk::receive` as they stand.

pub mod bundle;
pub mod key;
mod row;
mod store;
