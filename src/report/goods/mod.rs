//! What became of the goods: sold, and given away.

pub mod store;

use crate::base::{id::ProductId, money::Money, quantity::Quantity, share::Share};
use serde::{Serialize, Serializer};

/// A product's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductPart {
    /// Which.
    pub uid: ProductId,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// How much of it, decimal text in JSON.
    #[serde(serialize_with = "plain")]
    pub quantity: Quantity,
    /// Đồng.
    pub revenue: Money,
    /// Of all revenue.
    pub share: Share,
}

/// Free samples of a product at a booth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SamplePart {
    /// The fair's code.
    pub fair: String,
    /// The booth's code.
    pub booth: String,
    /// Which product.
    pub uid: ProductId,
    /// Its name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// How much of it, what came back taken off; decimal text in JSON.
    #[serde(serialize_with = "plain")]
    pub quantity: Quantity,
    /// Đồng that it would have been sold for.
    pub value: Money,
}

/// A quantity as decimal text.
pub fn plain<S: Serializer>(quantity: &Quantity, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&quantity.plain())
}

/// Products with their shares of the `whole` revenue.
pub fn product_parts(products: Vec<store::ProductSums>, whole: Money) -> Vec<ProductPart> {
    let part = |it: store::ProductSums| ProductPart {
        uid: ProductId::of_bytes(&it.uid),
        name: it.name,
        unit: it.unit,
        quantity: Quantity(it.quantity),
        revenue: Money(it.amount),
        share: Share::of(it.amount, whole.0),
    };
    products.into_iter().map(part).collect()
}

/// Free samples.
pub fn sample_parts(samples: Vec<store::SampleSums>) -> Vec<SamplePart> {
    let part = |it: store::SampleSums| SamplePart {
        fair: it.fair,
        booth: it.booth,
        uid: ProductId::of_bytes(&it.uid),
        name: it.name,
        unit: it.unit,
        quantity: Quantity(it.quantity),
        value: Money(it.value),
    };
    samples.into_iter().map(part).collect()
}
