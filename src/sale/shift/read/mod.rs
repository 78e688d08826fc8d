//! What pages, tills and papers ask about shifts.

pub mod store;
