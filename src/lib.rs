//! Chợ Phiên, the trade-fair till: a server for one laptop at one fair.
//!
//! The modules in reading order; each may use those above it and none below.

pub mod base;
pub mod catalog;
pub mod fair;
pub mod payment;
