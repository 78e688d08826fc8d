//! What would be left standing at a fair or a booth that somebody wants to close.

pub mod store;
