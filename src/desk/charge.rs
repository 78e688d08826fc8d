//! In whose charge fairs are, for pages.

pub use super::admit::{Charge, store::charges};
