//! What the screens of a fair ask beside its lists: a booth by its code, opening days, and the
//! shelf of products from which a booth's range is chosen.

pub mod store;
