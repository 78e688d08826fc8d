//! Producers with how much of each is sold.

pub mod store;
