//! Money: cash, and transfers by VietQR.

pub mod bank;
pub mod event;
pub mod reference;
pub mod store;
pub mod vietqr;
