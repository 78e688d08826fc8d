//! What a booth sells, and at what price.

pub mod store;
