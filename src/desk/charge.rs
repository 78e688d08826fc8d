//! In whose charge fairs are, for pages.

pub use super::chains::admit::{Charge, store::charges};
