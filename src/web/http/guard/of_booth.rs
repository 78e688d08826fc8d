//! The guards of what belongs to one booth and is named by its id in the address: a sale, a shift,
//! a request for a transfer. They look up whose it is; whom the machine does not know they refuse
//! before that.

use crate::{
    base::{
        id::{BoothId, JobId, RequestId, SaleId, ShiftId},
        lang::Say,
        refusal::Refusal,
    },
    payment::store as payments,
    print::store as printing,
    sale::{shift::read::store as shifts, store as sales},
    web::http::{
        app::App,
        guard::{Caller, Guard, Insider, Person, Refused, SignedIn},
        problem::Spoken,
    },
};
use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

/// The id of what belongs to one booth.
pub trait OfBooth: DeserializeOwned + Copy + Send + Sync {
    /// The uid of its booth; none where there is no such thing.
    fn booth(
        self,
        db: &mut SqliteConnection,
    ) -> impl Future<Output = sqlx::Result<Option<Vec<u8>>>> + Send;

    /// The words for a thing that is not there.
    fn none() -> Say;
}

impl OfBooth for SaleId {
    async fn booth(self, db: &mut SqliteConnection) -> sqlx::Result<Option<Vec<u8>>> {
        sales::booth_of(db, &self.bytes()).await
    }

    fn none() -> Say {
        Say::new("Không tìm thấy phiếu", "No such sale")
    }
}

impl OfBooth for ShiftId {
    async fn booth(self, db: &mut SqliteConnection) -> sqlx::Result<Option<Vec<u8>>> {
        shifts::booth_of(db, &self.bytes()).await
    }

    fn none() -> Say {
        Say::new("Không tìm thấy ca này", "No such shift")
    }
}

impl OfBooth for RequestId {
    async fn booth(self, db: &mut SqliteConnection) -> sqlx::Result<Option<Vec<u8>>> {
        let known = payments::request(db, &self.bytes()).await?;
        Ok(known.map(|known| known.booth))
    }

    fn none() -> Say {
        Say::new("Không có yêu cầu này", "No such request")
    }
}

impl OfBooth for JobId {
    async fn booth(self, db: &mut SqliteConnection) -> sqlx::Result<Option<Vec<u8>>> {
        let known = printing::job_by_uid(db, self).await?;
        Ok(known.and_then(|job| job.booth).map(|booth| booth.bytes()))
    }

    fn none() -> Say {
        Say::new("Không có lệnh in này", "No such print job")
    }
}

/// What the address of a request names, and its booth.
async fn named<K: OfBooth>(
    caller: &Caller,
    parts: &mut Parts,
    app: &App,
) -> Result<(K, BoothId), Refused> {
    let Path(id) = Path::<K>::from_request_parts(parts, app).await?;
    let mut db = app.shop.read_to_sell().await.spoken(caller.lang)?;
    let booth = id.booth(&mut db).await.spoken(caller.lang)?;
    let booth = booth.ok_or_else(|| Refusal::NotFound(K::none())).spoken(caller.lang)?;
    Ok((id, BoothId::of_bytes(&booth)))
}

/// Someone who may read what the address names: the booth's own people and devices, or who
/// oversees the fair.
pub struct ReaderOf<K> {
    /// Who asks.
    pub caller: Caller,
    /// What the address names.
    pub id: K,
    /// Its booth.
    pub booth: BoothId,
}

impl<K: OfBooth> Guard for ReaderOf<K> {}

impl<K: OfBooth> FromRequestParts<App> for ReaderOf<K> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<ReaderOf<K>, Refused> {
        let Insider(caller) = Insider::from_request_parts(parts, app).await?;
        let (id, booth) = named(&caller, parts, app).await?;
        caller.reads(booth)?;
        Ok(ReaderOf { caller, id, booth })
    }
}

/// Someone who may see the booth's whole account of what the address names: its manager, or who
/// oversees the fair; not those who sell there.
pub struct ReviewerOf<K> {
    /// Who asks.
    pub caller: Caller,
    /// What the address names.
    pub id: K,
}

impl<K: OfBooth> Guard for ReviewerOf<K> {}

impl<K: OfBooth> FromRequestParts<App> for ReviewerOf<K> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<ReviewerOf<K>, Refused> {
        let SignedIn { caller, .. } = SignedIn::from_request_parts(parts, app).await?;
        let (id, booth) = named(&caller, parts, app).await?;
        caller.reviews(booth)?;
        Ok(ReviewerOf { caller, id })
    }
}

/// Someone who may change what the address names: the booth's manager, or an organiser.
pub struct ManagerOf<K> {
    /// Who asks.
    pub caller: Caller,
    /// The same, by name.
    pub person: Person,
    /// What the address names.
    pub id: K,
    /// Its booth.
    pub booth: BoothId,
}

impl<K: OfBooth> Guard for ManagerOf<K> {}

impl<K: OfBooth> FromRequestParts<App> for ManagerOf<K> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<ManagerOf<K>, Refused> {
        let SignedIn { caller, person } = SignedIn::from_request_parts(parts, app).await?;
        let (id, booth) = named(&caller, parts, app).await?;
        caller.manages(booth)?;
        Ok(ManagerOf { caller, person, id, booth })
    }
}
