//! Several chains in one book: what other machines wrote is received, judged, and projected in an
//! order that is the same whatever came first (`docs/rooms/chains.md`).

pub(super) mod admit;
mod anew;
pub(super) mod beyond;
pub(super) mod books;
pub mod branch;
pub mod disputed;
pub mod excerpt;
pub mod receive;
pub(super) mod replay;
pub(super) mod settle;
