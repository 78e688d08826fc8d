//! One booth's statement, over all days of its fair.

use super::{
    cube::{self, Part, Scope, TenderPart},
    goods::{ProductPart, SamplePart, plain},
    store,
};
use crate::base::share::Share;
use crate::{base::money::Money, base::quantity::Quantity, fair::store::BoothRow, stock};
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};

/// The statement of a booth.
#[derive(Debug, Clone, Serialize)]
pub struct BoothReport {
    /// The fair's code.
    pub fair: String,
    /// The fair's name.
    pub fair_name: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Zone word.
    pub zone: String,
    /// The locality it stands for.
    pub origin_unit: String,
    /// Who sells.
    pub seller: String,
    /// Sales less voids.
    pub sales: i64,
    /// Sales that were taken back.
    pub voids: i64,
    /// Đồng of goods.
    pub revenue: Money,
    /// Đồng that cash rounding added.
    pub rounding: Money,
    /// Of its payments.
    pub cashless_share: Share,
    /// By method of payment.
    pub by_tender: Vec<TenderPart>,
    /// By business date.
    pub by_day: Vec<Part>,
    /// By hour of the day.
    pub by_hour: Vec<Part>,
    /// By product.
    pub by_product: Vec<ProductPart>,
    /// Free samples by product.
    pub samples: Vec<SamplePart>,
    /// What is left, where stock is kept.
    pub stock: Vec<Left>,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// What is left of a product and lot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Left {
    /// Product.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Lot, or empty.
    pub lot: String,
    /// Best before.
    pub expires_on: Option<String>,
    /// Decimal text in JSON.
    #[serde(serialize_with = "plain")]
    pub received: Quantity,
    /// Decimal text in JSON; negative when more was sold than was entered.
    #[serde(serialize_with = "plain")]
    pub left: Quantity,
}

/// Adds up a booth of the fair with row id `fair`, in one read transaction.
pub async fn booth(
    db: &mut SqliteConnection,
    fair: i64,
    booth: &BoothRow,
) -> sqlx::Result<BoothReport> {
    let mut reading = db.begin().await?;
    let head = store::head(&mut reading).await?;
    let scope = Scope { booth: Some(booth.id), ..Scope::fair(fair) };
    let cube = cube::load(&mut reading, &scope).await?;
    let levels = stock::store::levels(&mut reading, booth.id).await?;
    reading.commit().await?;
    let (pos, hash) = head.unwrap_or_default();
    let left = |level: stock::store::LevelRow| Left {
        name: level.name,
        unit: level.unit,
        lot: level.lot,
        expires_on: level.expires_on,
        received: Quantity(level.received),
        left: Quantity(level.quantity),
    };
    Ok(BoothReport {
        fair: booth.fair_code.clone(),
        fair_name: booth.fair_name.clone(),
        code: booth.code.clone(),
        name: booth.name.clone(),
        zone: booth.zone.clone(),
        origin_unit: booth.origin_unit.clone(),
        seller: booth.seller.clone(),
        sales: cube.figures.sales,
        voids: cube.figures.voids,
        revenue: cube.figures.revenue,
        rounding: cube.figures.rounding,
        cashless_share: cube.figures.cashless_share,
        by_tender: cube.by_tender,
        by_day: cube.by_day,
        by_hour: cube.by_hour,
        by_product: cube.by_product,
        samples: cube.samples,
        stock: levels.into_iter().map(left).collect(),
        journal_pos: pos,
        journal_head: hex::encode(hash),
    })
}
