//! All HTTP and HTML.

pub mod board;
pub mod report;
pub mod ui;
