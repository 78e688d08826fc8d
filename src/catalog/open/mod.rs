//! What anybody may read of a product: no price, no figure.

pub mod store;
