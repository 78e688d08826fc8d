//! What changed in a booth's goods since a position of the journal, so that a till need not ask
//! for ten thousand products each minute.

pub mod store;
