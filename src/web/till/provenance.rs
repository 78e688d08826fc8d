//! What a device wrote down about itself when the money was taken: at which booth, on which
//! device, by whom. Such a row may be delivered after another sign-in, after another pairing, or
//! by another device out of a file. What it says then holds, as far as it belongs to the booth; a
//! row that says nothing is the present caller's.

use crate::{
    base::{
        id::{BoothId, DeviceId, PersonId},
        lang::Say,
        refusal::Refusal,
    },
    staff::{Role, store},
    web::http::{app::App, guard::Caller, problem::Problem},
};
use serde::Deserialize;

/// The words of a row about itself.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Provenance {
    booth: Option<BoothId>,
    device: Option<DeviceId>,
    seller: Option<PersonId>,
}

/// Whose hands took or gave the money.
#[derive(Debug, Clone, Default)]
pub struct Hands {
    /// On which device.
    pub device: Option<DeviceId>,
    /// The seller's name as it stands; empty for a device without a person.
    pub seller: String,
    /// The same person by id.
    pub person: Option<PersonId>,
    /// The named seller is not of this booth.
    pub stranger: bool,
    /// The person is the one who is signed in. Who merely delivers another's row lends it no right.
    pub present: bool,
}

impl Provenance {
    /// The booth of the row: only the caller's own, or one that the caller manages.
    pub fn booth(&self, caller: &Caller) -> Result<BoothId, Problem> {
        let Some(named) = self.booth else { return caller.booth() };
        match caller.booth() {
            Ok(own) if own == named => Ok(named),
            own => match caller.manages(named) {
                Ok(_) => Ok(named),
                Err(problem) => own.and(Err(elsewhere(problem))),
            },
        }
    }

    /// Who did it, and on which device of `booth`.
    pub async fn hands(
        &self,
        app: &App,
        caller: &Caller,
        booth: BoothId,
    ) -> Result<Hands, Refusal> {
        let device = match self.device {
            Some(named) if Some(named) != caller.device.as_ref().map(|it| it.uid) => {
                Some(device_of(app, named, booth).await?)
            }
            _ => caller.device.as_ref().map(|it| it.uid),
        };
        let Some(named) = self.seller else {
            let seller = caller.person.as_ref().map(|it| it.name.clone()).unwrap_or_default();
            let person = caller.person.as_ref().map(|it| it.uid);
            return Ok(Hands { device, seller, person, stranger: false, present: true });
        };
        let mut db = app.shop.read_to_sell().await?;
        let row = store::person(&mut db, &named.bytes()).await?;
        let of_booth = |row: &store::PersonRow| {
            let organises = row.role.parse().is_ok_and(Role::organises);
            organises || row.booth.as_deref() == Some(booth.bytes().as_slice())
        };
        let stranger = !row.as_ref().is_some_and(of_booth);
        let person = row.as_ref().map(|_| named);
        let seller = row.map(|row| row.name).unwrap_or_default();
        let present = caller.person.as_ref().is_some_and(|it| it.uid == named);
        Ok(Hands { device, seller, person, stranger, present })
    }
}

impl Hands {
    /// Nobody signs here who belongs to another booth.
    pub fn of_the_booth(self) -> Result<Hands, Refusal> {
        match self.stranger {
            false => Ok(self),
            true => Err(Refusal::Forbidden(Say::new(
                "Người ghi trên phiếu không thuộc gian này",
                "The person on this row does not belong to this booth",
            ))),
        }
    }

    /// For giving money back it takes a person; without a manager's word, one of the booth.
    pub fn person(self, approved: bool) -> Result<Hands, Refusal> {
        let hands = if approved { self } else { self.of_the_booth()? };
        if hands.seller.is_empty() {
            return Err(Refusal::SignIn(Say::new(
                "Hãy đăng nhập trước khi trả lại tiền",
                "Sign in before giving money back",
            )));
        }
        Ok(hands)
    }
}

fn elsewhere(problem: Problem) -> Problem {
    let say = Say::new(
        "Phiếu này của gian khác. Ghép máy lại với gian đó, hoặc lưu ra tệp để chủ gian nhập",
        "This is another booth's. Pair with that booth again, or save it to a file for its manager",
    );
    Problem(Refusal::Forbidden(say), problem.1)
}

/// A device of the booth, revoked or not: what it sold before stands.
async fn device_of(app: &App, named: DeviceId, booth: BoothId) -> Result<DeviceId, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let row = store::device(&mut db, &named.bytes()).await?;
    let here = row.is_some_and(|row| row.booth.as_deref() == Some(booth.bytes().as_slice()));
    here.then_some(named).ok_or_else(|| {
        Refusal::malformed(
            "device",
            "Máy ghi trên phiếu không thuộc gian này",
            "The device on this row does not belong to this booth",
        )
    })
}
