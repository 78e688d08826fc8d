//! Deciding a document. Pure: the same request against the same state gives the same entry.

mod about;
mod count;

use super::{
    Level, Supplement,
    ask::{self, Act, Ask, Line},
    document::{About, Cause, Move, Opened, Posted, PostedLine},
    draw::Wish,
    instant,
    load::{ProductThen, State},
    place::{Place, PlaceThen},
    shelf::Goods,
};
use crate::base::{
    clock::Ms,
    id::{ProducerId, ProductId},
    lang::Say,
    quantity::Quantity,
    refusal::Refusal,
    series::document_no,
};
use crate::catalog::kinds::measured;
use std::collections::BTreeSet;

/// What a document comes to before it has its number.
#[derive(Debug, Default)]
struct Draft {
    to: Option<PlaceThen>,
    about: Option<About>,
    lines: Vec<PostedLine>,
    moves: Vec<Move>,
    opened: Vec<Opened>,
}

/// Decides a document received at `now` at the node with this sign, and moves the state on.
pub fn decide(ask: &Ask, state: &mut State, now: Ms, sign: &str) -> Result<Posted, Refusal> {
    ask::check(ask)?;
    let Some(place) = state.places.get(&ask.place).filter(|it| it.place.posts()).cloned() else {
        return Err(no_place());
    };
    if ask.lines.iter().any(|line| !state.products.contains_key(&line.product)) {
        return Err(Refusal::no_product());
    }
    same_unit(ask, state)?;
    whole(ask, state)?;
    let owners = ask.lines.iter().filter_map(|line| line.owner);
    if owners.into_iter().any(|owner| !state.owners.contains_key(&owner)) {
        return Err(Refusal::no_producer());
    }
    let at = at(ask.at, now);
    let draft = match ask.act {
        Act::Delivery => delivery(ask, state, at)?,
        Act::Transfer(to) => transfer(ask, state, (to, at))?,
        Act::Count => count::count(ask, state, now)?,
        Act::Loss => leave(ask, state, (Place::Loss, Cause::Lost), at),
        Act::OwnUse => leave(ask, state, (Place::Loss, Cause::Used), at),
        Act::Gift => leave(ask, state, (Place::Loss, Cause::Gifted), at),
        Act::Return => leave(ask, state, (Place::Producer, Cause::HandedBack), at),
        Act::Receipt(_) => about::receipt(ask, state, at)?,
        Act::Shortfall(_) | Act::SentBack(_) => about::ended(ask, state, at)?,
        Act::Reversal(_) => about::reversal(ask, state)?,
    };
    state.last += 1;
    let kind = ask.act.kind();
    let doc_no = document_no(&place.code, sign, kind.letters(), state.last);
    Ok(Posted {
        uid: ask.uid,
        kind,
        place,
        to: draft.to,
        number: state.last,
        series: None,
        doc_no,
        provisional_no: ask.provisional_no.clone(),
        at,
        day: at.date(),
        by: ask.by.clone(),
        device: ask.device,
        reason: ask.reason.trim().to_owned(),
        paper: ask.paper.clone(),
        about: draft.about,
        lines: draft.lines,
        moves: draft.moves,
        opened: draft.opened,
    })
}

/// Refuses a part of a piece: what is not measured out is counted whole.
fn whole(ask: &Ask, state: &State) -> Result<(), Refusal> {
    let parts = |line: &&Line| {
        let said = [Some(line.quantity), line.expected, line.first];
        said.iter().flatten().any(|it| it.0 % 1000 != 0)
    };
    let unit = |line: &Line| state.products.get(&line.product).map(|it| (&it.name, &it.unit));
    let named = ask.lines.iter().filter(parts).filter_map(unit);
    match named.into_iter().find(|(_, unit)| !measured(unit)) {
        None => Ok(()),
        Some((name, unit)) => Err(Refusal::malformed(
            "part_of_a_piece",
            format!("{name} đếm theo {unit}: ghi số nguyên"),
            format!("{name} is counted by {unit}: give a whole number"),
        )),
    }
}

/// Refuses a quantity of another unit than the product has by now.
fn same_unit(ask: &Ask, state: &State) -> Result<(), Refusal> {
    let other = |line: &Line| {
        let (then, it) = (line.unit.as_ref()?, state.products.get(&line.product)?);
        (*then != it.unit).then(|| (it.name.clone(), then.clone(), it.unit.clone()))
    };
    match ask.lines.iter().find_map(other) {
        None => Ok(()),
        Some((name, then, now)) => Err(Refusal::malformed(
            "unit_changed",
            format!("{name} nay tính bằng {now}, phiếu này ghi theo {then}: đếm lại món này"),
            format!("{name} is counted in {now} now, and this is in {then}: count it again"),
        )),
    }
}

fn no_place() -> Refusal {
    let say = Say::new("Không có gian hàng hay kho này", "No such booth or store room");
    Refusal::NotFound(say)
}

/// When something happened: by the device's clock if that can be believed.
fn at(said: Option<Ms>, now: Ms) -> Ms {
    let said = said.and_then(|said| said.plausible(now)).unwrap_or(now);
    instant(said, now)
}

impl Draft {
    /// Adds a movement: moves the shelf on at both ends of it, and notes what came after a count.
    fn moves(&mut self, state: &mut State, mut it: Move) {
        let mut gain = |place: Place, quantity| -> Option<Supplement> {
            let goods: Goods = (place, it.product);
            place.holds().then(|| state.shelf.gain(goods, (it.owner, &it.lot), quantity, it.at))?
        };
        (it.from_late, it.to_late) = (gain(it.from, -it.quantity), gain(it.to, it.quantity));
        self.moves.push(it);
    }
}

/// A line of a product with what is known of it.
fn line(state: &State, asked: &Line, lot: &Level, quantity: Quantity) -> PostedLine {
    let product = state.products.get(&asked.product);
    let text = |of: fn(&ProductThen) -> &str| product.map(of).unwrap_or_default().to_owned();
    PostedLine {
        product: asked.product,
        name: text(|it| &it.name),
        unit: text(|it| &it.unit),
        packs: product.map(|it| it.packs.clone()).unwrap_or_default(),
        owner: lot.owner,
        owner_name: state.owners.get(&lot.owner).cloned().unwrap_or_default(),
        lot: lot.lot.clone(),
        made_on: asked.made_on,
        expires_on: lot.expires_on,
        soft: lot.soft,
        area: asked.area.clone(),
        expected: asked.expected,
        quantity,
        count: None,
    }
}

/// Whose goods a line means where no lot tells.
fn usual(state: &State, asked: &Line) -> ProducerId {
    let made = state.products.get(&asked.product).map(|product| product.producer);
    asked.owner.or(made).unwrap_or_default()
}

/// Whose goods a line means that speaks of goods which lie here: whichever owner's the lot is. One
/// that several owners have is asked about.
fn owner_here(state: &State, goods: Goods, asked: &Line) -> Result<ProducerId, Refusal> {
    let lot = state.shelf.known_as(goods, asked.lot.as_deref().unwrap_or_default());
    let here = state.shelf.levels.get(&goods).into_iter().flatten();
    let owners: BTreeSet<_> = here.filter(|it| it.lot == lot).map(|it| it.owner).collect();
    match (asked.owner, owners.len()) {
        (None, 1) => Ok(owners.into_iter().next().unwrap_or_default()),
        (None, 2..) => {
            let name = state.products.get(&goods.1).map_or("", |it| it.name.as_str());
            let (vi, en) =
                ("là hàng của nhiều chủ: chọn chủ hàng", "has several owners: choose one");
            let say = Say::new(format!("{name} “{lot}” {vi}"), format!("{name} “{lot}” {en}"));
            Err(say.into())
        }
        _ => Ok(usual(state, asked)),
    }
}

/// The lot of an owner that a line names, as the place knows it, with what the line says of it.
fn named(state: &State, goods: Goods, owner: ProducerId, asked: &Line) -> Level {
    let lot = state.shelf.known_as(goods, asked.lot.as_deref().unwrap_or_default());
    let mut known = state.shelf.levels.get(&goods).into_iter().flatten();
    let known = known.find(|level| level.is(owner, lot)).cloned();
    let mut level = known.unwrap_or_else(|| Level::empty(owner, lot));
    if asked.expires_on.is_some() {
        (level.expires_on, level.soft) = (asked.expires_on, asked.soft);
    }
    level
}

/// A movement of a lot.
fn moved(
    asked: &Line,
    lot: &Level,
    (from, to): (Place, Place),
    quantity: Quantity,
    (cause, at): (Cause, Ms),
) -> Move {
    // A correction goes the other way.
    let (from, to) = if quantity < Quantity::ZERO { (to, from) } else { (from, to) };
    Move {
        product: asked.product,
        owner: lot.owner,
        lot: lot.lot.clone(),
        expires_on: lot.expires_on,
        soft: lot.soft,
        from,
        to,
        quantity: Quantity(quantity.0.abs()),
        cause,
        at,
        from_late: None,
        to_late: None,
    }
}

/// Goods come from the producer.
fn delivery(ask: &Ask, state: &mut State, at: Ms) -> Result<Draft, Refusal> {
    let mut draft = Draft::default();
    let ends = (Place::Producer, ask.place);
    for asked in &ask.lines {
        let goods = (ask.place, asked.product);
        // What is corrected lies here; what comes is the usual owner's.
        let owner = match asked.quantity < Quantity::ZERO {
            true => owner_here(state, goods, asked)?,
            false => usual(state, asked),
        };
        let lot = named(state, goods, owner, asked);
        draft.lines.push(line(state, asked, &lot, asked.quantity));
        draft.moves(state, moved(asked, &lot, ends, asked.quantity, (Cause::Delivered, at)));
    }
    open(ask, state, |_| (eve(at), at), &mut draft);
    Ok(draft)
}

/// The last instant of the day before.
fn eve(at: Ms) -> Ms {
    Ms(Ms::start_of(at.date()).0 - 1)
}

/// Stock begins to be kept of products of which none was kept here. `instants` of a product are
/// until when what happened does not count, and when what a lot had below zero by then comes in:
/// what was sold later counts, and what was sold before does not, also where it comes later still.
/// Lots that are counted are set by their counts.
fn open(ask: &Ask, state: &mut State, instants: impl Fn(ProductId) -> (Ms, Ms), draft: &mut Draft) {
    let ends = (Place::Adjustment, ask.place);
    let mut seen = BTreeSet::new();
    for asked in &ask.lines {
        let goods = (ask.place, asked.product);
        if state.shelf.tracked(goods) || !seen.insert(asked.product) {
            continue;
        }
        let (until, at) = instants(asked.product);
        draft.opened.push(Opened { product: asked.product, at: until });
        for level in state.shelf.levels.get(&goods).cloned().unwrap_or_default() {
            let counted = draft.lines.iter().any(|it| {
                it.count.is_some() && it.product == asked.product && level.is(it.owner, &it.lot)
            });
            let held = state.shelf.held(goods, level.owner, &level.lot, until);
            if held < Quantity::ZERO && !counted {
                draft.moves(state, moved(asked, &level, ends, -held, (Cause::Opened, at)));
            }
        }
    }
}

/// Takes a line out of a place, lot by lot: a line and a movement of each.
fn take(
    asked: &Line,
    state: &mut State,
    ends: (Place, Place),
    why: (Cause, Ms),
    draft: &mut Draft,
) {
    let goods = (ends.0, asked.product);
    let wish = Wish {
        owner: asked.owner,
        lot: asked.lot.as_deref(),
        // A document names every lot; one that grows too large for it is refused.
        lots: usize::MAX,
        ..Wish::any(asked.quantity, why.1.date(), usual(state, asked))
    };
    for draw in state.shelf.pick(goods, &wish, why.1).draws {
        let mut levels = state.shelf.levels.get(&goods).into_iter().flatten();
        let known = levels.find(|level| level.is(draw.owner, &draw.lot)).cloned();
        let lot = known.unwrap_or_else(|| Level::empty(draw.owner, &draw.lot));
        draft.lines.push(line(state, asked, &lot, draw.quantity));
        draft.moves(state, moved(asked, &lot, ends, draw.quantity, why));
    }
}

/// Goods leave a place for an end of the world.
fn leave(ask: &Ask, state: &mut State, (to, cause): (Place, Cause), at: Ms) -> Draft {
    let mut draft = Draft::default();
    for asked in &ask.lines {
        take(asked, state, (ask.place, to), (cause, at), &mut draft);
    }
    draft
}

/// Goods leave for another place of the fair; until they are received they are on the way.
fn transfer(ask: &Ask, state: &mut State, (to, at): (Place, Ms)) -> Result<Draft, Refusal> {
    let here = state.places.get(&ask.place).map(|place| place.fair);
    let there = state.places.get(&to).filter(|it| it.place.posts()).cloned();
    let Some(there) = there else { return Err(no_place()) };
    if to == ask.place || Some(there.fair) != here {
        return Err(Refusal::malformed(
            "to",
            "Chỉ chuyển sang gian hàng hay kho khác của cùng hội chợ",
            "Goods go to another booth or store room of the same fair",
        ));
    }
    let mut draft = Draft { to: Some(there), ..Draft::default() };
    let transit = Place::Transit(ask.uid);
    for asked in &ask.lines {
        take(asked, state, (ask.place, transit), (Cause::Sent, at), &mut draft);
    }
    Ok(draft)
}
