//! Reports: one cube of roll-ups, many tables. What a report states can be traced to the sales
//! that make it.
//!
//! Architecture invariant: reports read roll-ups and master data; only `trace` reads sales. So a
//! report's cost grows with booths and hours, not with sales.

pub mod booth;
pub mod counts;
pub mod csv;
pub mod cube;
pub mod fair;
pub mod goods;
pub mod products;
pub mod season;
pub mod store;
pub mod table;
pub mod tables;
#[cfg(test)]
pub mod testbook;
#[cfg(test)]
mod tests;
pub mod trace;
pub mod words;
