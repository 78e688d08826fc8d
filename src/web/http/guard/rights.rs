//! The guards that look at nothing but who asks. A handler names one as its first argument
//! (`route.rs`), so it refuses before an address is read, a thing looked up, a body taken; of
//! several in a row each is asked.

use crate::{
    base::{
        id::{BoothId, GateId},
        lang::Lang,
    },
    staff::Role,
    web::http::{
        app::App,
        guard::{Caller, Device, Guard, Person, Refused, lang, place, who::identify},
        problem::Problem,
    },
};
use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
};
use std::convert::Infallible;

/// What an address carries that leads on from a save (`ui/answer.rs`).
pub const SAVED: &str = "saved=1";

/// Who sent a request, beside it once a guard has looked: those after it need not.
#[derive(Clone)]
struct Sender(Caller);

async fn sender(parts: &mut Parts, app: &App) -> Result<Caller, Problem> {
    if let Some(Sender(caller)) = parts.extensions.get() {
        return Ok(caller.clone());
    }
    let lang = lang(&parts.headers);
    let found = identify(&parts.headers, app, lang).await;
    place(&parts.extensions, &found);
    let mut caller = found.map_err(|refusal| Problem(refusal, lang))?;
    let said = parts.uri.query().unwrap_or_default().split('&').any(|part| part == SAVED);
    caller.route = parts.extensions.get().cloned();
    caller.saved = said && parts.method == Method::GET;
    parts.extensions.insert(Sender(caller.clone()));
    Ok(caller)
}

/// Open to everybody, and nobody is looked up: the language of the answer.
pub struct Open(pub Lang);

impl Guard for Open {}

impl FromRequestParts<App> for Open {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Open, Infallible> {
        Ok(Open(lang(&parts.headers)))
    }
}

/// Open to everybody; the page depends on who asks, and that may be nobody.
pub struct Anyone(pub Caller);

impl Guard for Anyone {}

impl FromRequestParts<App> for Anyone {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Anyone, Refused> {
        Ok(Anyone(sender(parts, app).await?))
    }
}

/// Someone whom this machine knows, a person or a device. Alone it keeps only strangers out, who
/// cannot find out by trying what there is.
pub struct Insider(pub Caller);

impl Guard for Insider {}

impl FromRequestParts<App> for Insider {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Insider, Refused> {
        let caller = sender(parts, app).await?;
        let known = caller.person.is_some() || caller.device.is_some();
        if known { Ok(Insider(caller)) } else { Err(caller.refuse().into()) }
    }
}

/// An insider who may change something: everyone but an auditor, who reads everything.
pub struct Changer(pub Caller);

impl Guard for Changer {}

impl FromRequestParts<App> for Changer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Changer, Refused> {
        let Insider(caller) = Insider::from_request_parts(parts, app).await?;
        let audits = caller.person.as_ref().is_some_and(|it| it.role == Role::Auditor);
        if audits { Err(caller.refuse().into()) } else { Ok(Changer(caller)) }
    }
}

/// A paired device, whoever holds it.
pub struct OnDevice {
    /// Who asks.
    pub caller: Caller,
    /// On which device.
    pub device: Device,
}

impl Guard for OnDevice {}

impl FromRequestParts<App> for OnDevice {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<OnDevice, Refused> {
        let caller = sender(parts, app).await?;
        let device = caller.device.clone().ok_or_else(|| caller.refuse())?;
        Ok(OnDevice { caller, device })
    }
}

/// Someone who stands at a booth: by the device, or as one of its people.
pub struct AtBooth {
    /// Who asks.
    pub caller: Caller,
    /// At which booth.
    pub booth: BoothId,
}

impl Guard for AtBooth {}

impl FromRequestParts<App> for AtBooth {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<AtBooth, Refused> {
        let caller = sender(parts, app).await?;
        let booth = caller.booth()?;
        Ok(AtBooth { caller, booth })
    }
}

/// A device that counts at a gate.
pub struct AtGate {
    /// Who asks.
    pub caller: Caller,
    /// At which gate.
    pub gate: GateId,
}

impl Guard for AtGate {}

impl FromRequestParts<App> for AtGate {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<AtGate, Refused> {
        let caller = sender(parts, app).await?;
        let gate = caller.gate()?;
        Ok(AtGate { caller, gate })
    }
}

/// Someone who stands at a booth or counts at a gate.
pub struct OnDuty {
    /// Who asks.
    pub caller: Caller,
    /// At which booth; none at a gate.
    pub booth: Option<BoothId>,
}

impl Guard for OnDuty {}

impl FromRequestParts<App> for OnDuty {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<OnDuty, Refused> {
        let caller = sender(parts, app).await?;
        let booth = caller.on_duty()?;
        Ok(OnDuty { caller, booth })
    }
}

/// Who may take money at a booth: one of its devices or people, or an organiser; an auditor only
/// looks on.
pub struct Seller(pub Caller);

impl Guard for Seller {}

impl FromRequestParts<App> for Seller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Seller, Refused> {
        let Changer(caller) = Changer::from_request_parts(parts, app).await?;
        if caller.organiser().is_err() {
            caller.booth()?;
        }
        Ok(Seller(caller))
    }
}

/// A person who is signed in.
pub struct SignedIn {
    /// Who asks.
    pub caller: Caller,
    /// The person.
    pub person: Person,
}

impl Guard for SignedIn {}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<SignedIn, Refused> {
        let caller = sender(parts, app).await?;
        let person = caller.person.clone().ok_or_else(|| caller.refuse())?;
        Ok(SignedIn { caller, person })
    }
}

/// Someone who may change fairs, booths and people.
pub struct Organiser(pub Caller);

impl Guard for Organiser {}

impl FromRequestParts<App> for Organiser {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Organiser, Refused> {
        let caller = sender(parts, app).await?;
        caller.organiser()?;
        Ok(Organiser(caller))
    }
}

/// Someone who may read the whole fair.
pub struct Overseer(pub Caller);

impl Guard for Overseer {}

impl FromRequestParts<App> for Overseer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Overseer, Refused> {
        let caller = sender(parts, app).await?;
        caller.overseer()?;
        Ok(Overseer(caller))
    }
}
