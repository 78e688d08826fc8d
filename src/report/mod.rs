//! Reports: one cube of roll-ups, many tables. What a report states can be traced to the sales
//! that make it.
//!
//! Architecture invariant: reports read roll-ups and master data; only `trace` reads sales, and
//! `stock` what moved since the day it is asked for. Season
//! and fair read the coarse ones, so they cost fairs, days and what is listed, not sales.

pub mod booth;
pub mod cells;
pub mod charts;
pub mod counts;
pub mod csv;
pub mod cube;
pub mod document;
pub mod fair;
pub mod figures;
pub mod file;
pub mod goods;
pub mod letterhead;
pub mod localities;
pub mod moments;
pub mod online;
pub mod papers;
pub mod pivot;
pub mod products;
pub mod query;
pub mod rewards;
pub mod season;
pub mod sentence;
pub mod stamp;
pub mod stock;
pub mod store;
pub mod table;
pub mod tables;
#[cfg(test)]
pub mod testbook;
#[cfg(test)]
mod tests;
pub mod trace;
pub mod words;
