//! Small functions that draw HTML, shared by the screens.

pub mod page;
pub mod qr;
