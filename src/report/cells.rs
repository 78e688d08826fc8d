//! Reading the cells of a scope. A season and a fair read coarse roll-ups alone, so they cost what
//! is listed on each day and not what was sold; a booth's statement reads the fine ones.

use super::{cube::Scope, goods, store};
use sqlx::SqliteConnection;

/// What the roll-ups say of one scope.
pub struct Cells {
    /// By zone and locality.
    pub sales: Vec<store::SaleCell>,
    /// By day and hour.
    pub hours: Vec<store::HourCell>,
    /// By method.
    pub tenders: Vec<store::TenderSums>,
    /// By product.
    pub products: Vec<goods::store::ProductSums>,
    /// Free samples by booth and product.
    pub samples: Vec<goods::store::SampleSums>,
    /// By star, group and form of producer.
    pub lines: Vec<goods::store::LineCell>,
    /// By booth.
    pub booths: Vec<store::BoothSums>,
    /// By gate, day and hour.
    pub visits: Vec<store::VisitCell>,
}

impl Cells {
    /// Reads them.
    pub async fn read(db: &mut SqliteConnection, scope: &Scope) -> sqlx::Result<Cells> {
        let sales = store::sales(&mut *db, scope).await?;
        let tenders = store::tenders(&mut *db, scope).await?;
        let samples = goods::store::samples(&mut *db, scope).await?;
        // Only the fine roll-ups tell what one booth sold by hour and by product.
        let (hours, products) = match scope.booth {
            Some(_) => {
                let hours = store::booth_hours(&mut *db, scope).await?;
                (hours, goods::store::booth_products(&mut *db, scope).await?)
            }
            None => {
                let hours = store::hours(&mut *db, scope).await?;
                (hours, goods::store::products(&mut *db, scope).await?)
            }
        };
        // Visitors come to a fair, not to a booth; and a booth's own statement has one booth.
        let (lines, booths, visits) = match scope.booth {
            Some(_) => Default::default(),
            None => {
                let lines = goods::store::lines(&mut *db, scope).await?;
                let booths = store::booths(&mut *db, scope).await?;
                (lines, booths, store::visits(&mut *db, scope).await?)
            }
        };
        Ok(Cells { sales, hours, tenders, products, samples, lines, booths, visits })
    }
}
