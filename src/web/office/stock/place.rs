//! Which place an address means, and the frame around its pages: one's own booth, a booth of a
//! fair, a store room of a fair.

use crate::{
    base::{
        id::{BoothId, ProductId},
        lang::Say,
        refusal::Refusal,
    },
    catalog::pack::Packs,
    fair::{
        range::store::range,
        shelf::store::offered,
        store::{self as fairs, BoothRow, FairRow},
    },
    stock::{
        Place,
        read::{
            Held,
            store::{self, RoomRow},
        },
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Guard, Overseer, Refused},
            problem::Spoken,
        },
        office::booths::form,
        ui::{answer::part, place},
    },
};
use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use maud::{Markup, html};
use std::collections::HashMap;

/// Products of a fair that a store room may be brought.
const OFFERED: i64 = 1000;

/// What holds the goods.
pub enum Here {
    /// A booth.
    Booth(Box<BoothRow>),
    /// A store room of a fair.
    Room(Box<(FairRow, RoomRow)>),
}

/// A place that holds goods, in the hands of someone who may read it.
pub struct At {
    /// Who asks.
    pub caller: Caller,
    /// What it is.
    pub here: Here,
    /// The address of its stock.
    pub base: String,
}

impl At {
    /// The place.
    pub fn place(&self) -> Place {
        match &self.here {
            Here::Booth(booth) => Place::Booth(BoothId::of_bytes(&booth.uid)),
            Here::Room(it) => Place::Store(it.1.uid),
        }
    }

    /// Its code.
    pub fn code(&self) -> &str {
        match &self.here {
            Here::Booth(booth) => &booth.code,
            Here::Room(it) => &it.1.code,
        }
    }

    /// The uid of its fair.
    pub fn fair(&self) -> &[u8] {
        match &self.here {
            Here::Booth(booth) => &booth.fair_uid,
            Here::Room(it) => &it.0.uid,
        }
    }

    /// Whether the caller may post documents here.
    pub fn changes(&self) -> bool {
        manages(&self.caller, self.place())
    }

    /// The frame of its pages.
    pub fn frame(&self) -> Markup {
        match &self.here {
            Here::Booth(booth) => place::booth(&self.caller, booth, "stock", html! {}),
            Here::Room(it) => html! {
                (place::around_fair(&self.caller, &it.0, "rooms"))
                h1 { (it.1.code) " · " (it.1.name) }
            },
        }
    }

    /// What may be brought here: the range of the booth or the fair, and what lies here besides.
    pub async fn goods(&self, app: &App, held: &[Held]) -> Result<Vec<Good>, Refusal> {
        let mut db = app.shop.read().await?;
        let mut goods: Vec<Good> = match &self.here {
            Here::Booth(booth) => {
                let range = range(&mut db, booth.id).await?;
                range
                    .into_iter()
                    .map(|it| Good::of(&it.uid, (it.name, it.unit, it.packs)))
                    .collect()
            }
            Here::Room(it) => {
                let range = offered(&mut db, it.0.id, OFFERED).await?;
                range
                    .into_iter()
                    .map(|it| Good::of(&it.uid, (it.name, it.unit, it.packs)))
                    .collect()
            }
        };
        drop(db);
        for it in held {
            if !goods.iter().any(|known| known.uid == it.product) {
                let (name, unit, packs) = (it.name.clone(), it.unit.clone(), it.packs.clone());
                goods.push(Good { uid: it.product, name, unit, packs });
            }
        }
        goods.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(goods)
    }
}

/// Whether someone may post documents at a place: an organiser, or its booth's manager.
pub fn manages(caller: &Caller, place: Place) -> bool {
    match place {
        Place::Booth(booth) => caller.manages(booth).is_ok(),
        _ => caller.organiser().is_ok(),
    }
}

/// A product that may be brought to a place.
pub struct Good {
    /// Which.
    pub uid: ProductId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its packs.
    pub packs: Packs,
}

impl Good {
    fn of(uid: &[u8], (name, unit, packs): (String, String, Packs)) -> Good {
        Good { uid: ProductId::of_bytes(uid), name, unit, packs }
    }

    /// As a choice of a form.
    pub fn option(&self) -> (String, String) {
        (self.uid.to_string(), format!("{} ({})", self.name, self.unit))
    }
}

impl Guard for At {}

impl FromRequestParts<App> for At {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<At, Refused> {
        let named = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
        let named = named.map(|Path(names)| names).unwrap_or_default();
        if let (Some(fair), Some(room)) = (named.get("code"), named.get("room")) {
            return room_of(parts, app, (fair, room)).await;
        }
        let form::Place { caller, booth, base } =
            form::Place::from_request_parts(parts, app).await?;
        Ok(At { caller, here: Here::Booth(Box::new(booth)), base: format!("{base}/stock") })
    }
}

/// A store room by the code of its fair and its own, for who oversees the fair.
async fn room_of(parts: &mut Parts, app: &App, (fair, room): (&str, &str)) -> Result<At, Refused> {
    let Overseer(caller) = Overseer::from_request_parts(parts, app).await?;
    let lang = caller.lang;
    let none = || Refusal::NotFound(Say::new("Không có kho này", "No such store room"));
    let mut db = app.shop.read().await.spoken(lang)?;
    let found = fairs::fair_by_code(&mut db, fair).await.spoken(lang)?;
    let fair = found.ok_or_else(Refusal::no_fair).spoken(lang)?;
    let rooms = store::rooms(&mut db, fair.id).await.spoken(lang)?;
    let found = rooms.into_iter().find(|it| it.code == room).ok_or_else(none).spoken(lang)?;
    let base = format!("/fairs/{}/rooms/{}", part(&fair.code), part(room));
    Ok(At { caller, here: Here::Room(Box::new((fair, found))), base })
}

/// A place in the hands of someone who may post documents there.
pub struct InCharge(pub At);

impl Guard for InCharge {}

impl FromRequestParts<App> for InCharge {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<InCharge, Refused> {
        let at = At::from_request_parts(parts, app).await?;
        if at.changes() { Ok(InCharge(at)) } else { Err(at.caller.refuse().into()) }
    }
}
