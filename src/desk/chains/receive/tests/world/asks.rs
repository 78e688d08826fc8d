//! What is asked for at a booth.

use super::{NOW, Stall};
use crate::{
    base::{
        clock::Ms,
        id::{Chance, CommandId},
        money::Money,
        quantity::Quantity,
    },
    payment::{
        event::{State, Step},
        reference::Reference,
    },
    sale::shift,
    stock::ask::{Act, Ask, Line},
    visitor::Count,
};
use uuid::Uuid;

pub fn open(stall: &Stall, id: Uuid) -> shift::Ask {
    shift::Ask::Open(shift::Open {
        id: id.into(),
        booth: stall.booth,
        device: None,
        at: NOW,
        float: Vec::new(),
        offline: false,
        by: "Lan".into(),
    })
}

pub fn close(stall: &Stall, (shift, id): (Uuid, Uuid), at: Ms) -> shift::Ask {
    shift::Ask::Close(shift::Close {
        id: id.into(),
        booth: stall.booth,
        shift: shift.into(),
        at,
        count: Vec::new(),
        offline: false,
        by: "Lan".into(),
        acknowledged: None,
    })
}

pub fn visit(stall: &Stall, uid: Uuid) -> Count {
    Count { uid: uid.into(), gate: stall.gate, count: 7, at: NOW }
}

pub fn shelf(stall: &Stall, uid: Uuid, units: i64) -> Ask {
    let line = Line { lot: Some("L1".to_owned()), ..line(stall, units) };
    let act = Act::Count;
    Ask { act, ..Ask::delivery(uid.into(), stall.booth, vec![line]) }
}

pub fn request(stall: &Stall, uid: Uuid) -> Step {
    Step {
        uid: CommandId(uid),
        request: uid.into(),
        booth: stall.booth,
        state: State::Requested,
        reference: Reference::mint(&Chance::seeded(7)).as_str().to_owned(),
        amount: Money(20_000),
        at: NOW,
    }
}

pub fn line(stall: &Stall, units: i64) -> Line {
    let (product, quantity) = (stall.product, Quantity::units(units));
    Line { product, quantity, ..Line::default() }
}

pub fn step_to(asked: &Step, uid: Uuid, state: State) -> Step {
    Step { uid: CommandId(uid), state, ..asked.clone() }
}

pub fn hand_over(stall: &Stall, (shift, id): (Uuid, Uuid), to: &str) -> shift::Ask {
    shift::Ask::HandOver(shift::HandOver {
        id: id.into(),
        booth: stall.booth,
        shift: shift.into(),
        at: NOW,
        to: Uuid::from_u128(3).into(),
        to_name: to.to_owned(),
        counted: None,
        offline: false,
        by: "Lan".into(),
    })
}
