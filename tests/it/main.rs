//! The shop told as stories, through the router, with a real book in a folder of its own.
#![allow(clippy::unwrap_used, reason = "a story stops at the first surprise")]

mod agree;
mod approvals;
mod books;
mod crash;
mod discounts;
mod gates;
mod guard;
mod payments;
mod rights;
mod selling;
mod shop;
mod voids;
mod wire;
