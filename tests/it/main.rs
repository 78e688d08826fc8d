//! The shop told as stories, through the router, with a real book in a folder of its own.
#![allow(clippy::unwrap_used, reason = "a story stops at the first surprise")]

mod approvals;
mod batches;
mod books;
mod crash;
mod gates;
mod guard;
mod lockout;
mod payments;
mod rights;
mod selling;
mod sessions;
mod shop;
mod together;
mod voids;
mod wire;
