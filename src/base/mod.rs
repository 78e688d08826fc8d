//! Pure values that every room uses. Knows nothing of the rest of the house.

pub mod base32;
pub mod clock;
pub mod code;
pub mod fold;
pub mod id;
pub mod lang;
pub mod money;
pub mod old_letters;
pub mod outage;
pub mod quantity;
pub mod rate;
pub mod refusal;
pub mod series;
pub mod share;
pub mod spell;
pub mod sums;
pub mod words;
