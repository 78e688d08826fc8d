//! Small functions that draw HTML, shared by the screens.

pub mod answer;
pub mod chart;
pub mod clock;
pub mod figures;
pub mod form;
pub mod heat;
pub mod help;
pub mod kept;
pub mod list;
pub mod page;
pub mod place;
pub mod qr;
pub mod ranks;
pub mod refusal;
pub mod sign_in_form;
