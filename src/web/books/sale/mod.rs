//! A sale: its page, and the form that takes goods back.

pub mod page;
pub mod refund_form;

pub use page::router;
