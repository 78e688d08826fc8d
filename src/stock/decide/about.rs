//! Documents about another one: what receives or ends a transfer, and what takes a document back.

use super::{Draft, eve, line, moved, open, take};
use crate::{
    base::{clock::Ms, lang::Say, quantity::Quantity, refusal::Refusal},
    stock::{
        Level,
        ask::{Act, Ask, Kind, Line},
        document::{About, Cause, Move, Posted},
        load::{State, Target},
        place::Place,
    },
};
use std::collections::{BTreeMap, BTreeSet};

fn none() -> Refusal {
    Refusal::NotFound(Say::new("Không có phiếu này", "No such document"))
}

fn conflict(vi: &str, en: &str) -> Refusal {
    Refusal::Conflict(Say::new(vi, en))
}

fn about(posted: &Posted) -> Option<About> {
    Some(About { uid: posted.uid, doc_no: posted.doc_no.clone() })
}

/// A transfer that stands.
fn transfer(state: &State) -> Result<Posted, Refusal> {
    let Some(target) = &state.target else { return Err(none()) };
    if target.posted.kind != Kind::Transfer {
        return Err(none());
    }
    if target.reversed {
        return Err(conflict("Phiếu chuyển này đã hủy", "This transfer was taken back"));
    }
    Ok(target.posted.clone())
}

/// Refuses goods that are not in the transfer.
fn known(ask: &Ask, state: &State, sent: &Posted) -> Result<(), Refusal> {
    let goods: BTreeSet<_> = sent.lines.iter().map(|line| line.product).collect();
    let strange = ask.lines.iter().find(|line| !goods.contains(&line.product));
    strange.map_or(Ok(()), |it| {
        Err(of(it, state, ("không có trong phiếu chuyển", "is not in the transfer")))
    })
}

/// A refusal about a line, by its product's name.
fn of(asked: &Line, state: &State, (vi, en): (&str, &str)) -> Refusal {
    let name = state.products.get(&asked.product).map_or("", |it| it.name.as_str());
    Say::new(format!("{name} {vi}"), format!("{name} {en}")).into()
}

/// Refuses more than is still on the way.
fn left(ask: &Ask, state: &State, transit: Place) -> Result<(), Refusal> {
    for asked in &ask.lines {
        let levels = state.shelf.levels.get(&(transit, asked.product)).into_iter().flatten();
        let held: Quantity = levels.map(|level| level.quantity).sum();
        let lines = ask.lines.iter().filter(|it| it.product == asked.product);
        if lines.map(|it| it.quantity).sum::<Quantity>() > held {
            let words = ("không còn nhiều như vậy trên đường", "has not so much left on the way");
            return Err(of(asked, state, words));
        }
    }
    Ok(())
}

/// Goods of a transfer arrive, perhaps a part of them; what is not received stays on the way.
pub fn receipt(ask: &Ask, state: &mut State, at: Ms) -> Result<Draft, Refusal> {
    let sent = transfer(state)?;
    if sent.to.as_ref().map(|to| to.place) != Some(ask.place) {
        return Err(none());
    }
    known(ask, state, &sent)?;
    if !ask.over {
        left(ask, state, Place::Transit(sent.uid))?;
    }
    let mut draft = Draft { about: about(&sent), ..Draft::default() };
    let ends = (Place::Transit(sent.uid), ask.place);
    for asked in &ask.lines {
        take(asked, state, ends, (Cause::Received, at), &mut draft);
    }
    open(ask, state, |_| (eve(at), at), &mut draft);
    Ok(draft)
}

/// What is left of a transfer is owned by somebody: lost (or found, where too much came), or back
/// where it came from. Without lines it is all that is left.
pub fn ended(ask: &Ask, state: &mut State, at: Ms) -> Result<Draft, Refusal> {
    let sent = transfer(state)?;
    let back = matches!(ask.act, Act::SentBack(_));
    let here = [Some(sent.place.place), sent.to.as_ref().map(|to| to.place)];
    let mine = if back { &here[..1] } else { &here[..] };
    if !mine.contains(&Some(ask.place)) {
        return Err(none());
    }
    let mut draft = Draft { about: about(&sent), ..Draft::default() };
    let transit = Place::Transit(sent.uid);
    known(ask, state, &sent)?;
    left(ask, state, transit)?;
    let (to, cause) = match back {
        true => (ask.place, Cause::Received),
        false => (Place::Loss, Cause::Lost),
    };
    for asked in &ask.lines {
        take(asked, state, (transit, to), (cause, at), &mut draft);
    }
    if ask.lines.is_empty() {
        rest(state, transit, (to, cause, at), &mut draft);
    }
    if draft.moves.is_empty() {
        return Err(conflict("Không còn hàng trên đường", "Nothing is left on the way"));
    }
    Ok(draft)
}

/// Ends what a transfer still has, lot by lot. What came too much is found.
fn rest(state: &mut State, transit: Place, (to, cause, at): (Place, Cause, Ms), draft: &mut Draft) {
    let of = |goods: &&(Place, _)| goods.0 == transit;
    let mut goods: Vec<_> = state.shelf.levels.keys().filter(of).copied().collect();
    goods.sort();
    for goods in goods {
        let asked = Line { product: goods.1, ..Line::default() };
        let mut levels = state.shelf.levels.get(&goods).cloned().unwrap_or_default();
        levels.sort_by(|a, b| (a.owner, &a.lot).cmp(&(b.owner, &b.lot)));
        for lot in levels {
            let left = lot.quantity;
            let it = match left.cmp(&Quantity::ZERO) {
                std::cmp::Ordering::Equal => continue,
                std::cmp::Ordering::Greater => {
                    moved(&asked, &lot, (transit, to), left, (cause, at))
                }
                std::cmp::Ordering::Less => {
                    moved(&asked, &lot, (Place::Adjustment, transit), -left, (Cause::Counted, at))
                }
            };
            draft.lines.push(line(state, &asked, &lot, left));
            draft.moves(state, it);
        }
    }
}

/// The supplements of a count, one movement of each lot: a count may have more of them than an
/// entry has room for.
fn summed<'a>(supplements: impl Iterator<Item = &'a Move>) -> Vec<Move> {
    let mut sums: BTreeMap<_, (Quantity, Move)> = BTreeMap::new();
    for it in supplements {
        let gain = if it.to.holds() { it.quantity } else { -it.quantity };
        let lot = (it.product, it.owner, it.lot.clone(), it.at);
        sums.entry(lot).or_insert_with(|| (Quantity::ZERO, it.clone())).0 += gain;
    }
    let one = |(sum, mut it): (Quantity, Move)| {
        if (sum > Quantity::ZERO) != it.to.holds() {
            (it.from, it.to) = (it.to, it.from);
        }
        it.quantity = Quantity(sum.0.abs());
        it
    };
    sums.into_values().filter(|(sum, _)| *sum != Quantity::ZERO).map(one).collect()
}

/// A document is taken back: what it moved goes back at the instant at which it moved, as if it
/// had never been. A count takes its supplements with it, and gets no more.
pub fn reversal(ask: &Ask, state: &mut State) -> Result<Draft, Refusal> {
    let Some(Target { posted, reversed, followed, supplements }) = state.target.clone() else {
        return Err(none());
    };
    if posted.place.place != ask.place {
        return Err(none());
    }
    if posted.kind == Kind::Reversal {
        return Err(conflict("Phiếu hủy không hủy được", "A reversal cannot be taken back"));
    }
    if reversed {
        return Err(conflict("Phiếu này đã hủy", "This document was taken back already"));
    }
    if followed {
        return Err(conflict(
            "Hàng đã nhận; hãy hủy phiếu nhận trước",
            "Goods of it were received; take that back first",
        ));
    }
    state.shelf.end(posted.uid);
    let mut draft = Draft { about: about(&posted), ..Draft::default() };
    // Stock was kept from then on, and what stood below zero before stays forgiven.
    let moved = posted.moves.iter().filter(|it| it.cause != Cause::Opened);
    let counted = |it: &&Move| {
        let mut lines = posted.lines.iter().filter(|line| line.count.is_some());
        lines.any(|line| (line.product, line.owner, &line.lot) == (it.product, it.owner, &it.lot))
    };
    let late = summed(supplements.iter().filter(counted));
    let all: Vec<Move> = moved.chain(&late).map(Move::back).collect();
    for it in all {
        let lot =
            Level { expires_on: it.expires_on, soft: it.soft, ..Level::empty(it.owner, &it.lot) };
        let asked = Line { product: it.product, ..Line::default() };
        draft.lines.push(line(state, &asked, &lot, -it.quantity));
        draft.moves(state, it);
    }
    // What never moved anything is taken back all the same.
    Ok(draft)
}
