//! How sales were paid, as pages and tills show it.

pub mod store;
