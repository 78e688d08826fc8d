//! Money: cash, and transfers by VietQR.

pub mod event;
pub mod store;
