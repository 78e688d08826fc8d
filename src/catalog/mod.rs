//! The catalogue: products, their producers and certificates, and the sheets they come from.

pub mod kinds;
pub mod sheet;
