//! What products were counted in when somebody began to fill in a form: their unit and packs.

pub mod store;
