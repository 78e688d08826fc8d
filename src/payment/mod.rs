//! Money that comes without cash: what a customer's bank app scans, and how the transfer is
//! recognised when the bank tells of it.

pub mod bank;
pub mod reference;
pub mod vietqr;
