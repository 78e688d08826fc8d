//! Small pieces of pages.

pub mod chart;
pub mod figures;
pub mod ranks;
