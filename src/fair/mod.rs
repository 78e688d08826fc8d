//! Fairs, product weeks and sales points, their booths and zones.

pub mod kinds;
pub mod sheet;
