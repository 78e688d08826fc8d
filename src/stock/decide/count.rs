//! The stocktake: each line is a count at an instant. Its difference is what was counted less what
//! the book had at that instant; what moved later stays untouched, and what was not counted is no
//! part of it.

use super::{Draft, line, moved, named, open, owner_here};
use crate::{
    base::{
        clock::{MINUTE, Ms},
        id::{ProducerId, ProductId},
        quantity::Quantity,
        refusal::Refusal,
    },
    stock::{
        Level,
        ask::{Ask, Line},
        document::{Cause, Counted},
        load::State,
        place::Place,
        shelf::Goods,
    },
};
use std::collections::HashMap;

/// Goods that moved within so many milliseconds of their count may want counting again.
const NEAR: i64 = 5 * MINUTE;

/// A lot of a product.
type Lot = (ProductId, ProducerId, String);

/// Decides a count received at `now`. Of a lot that was counted twice the later instant holds, and
/// both stand in the document.
pub fn count(ask: &Ask, state: &mut State, now: Ms) -> Result<Draft, Refusal> {
    let mut each: Vec<(&Line, Level, Ms)> = Vec::new();
    for asked in &ask.lines {
        let goods = (ask.place, asked.product);
        let owner = owner_here(state, goods, asked)?;
        let at = counted_at(asked.at.or(ask.at), now);
        lot_named(state, (goods, owner), asked, at)?;
        let lot = lot_here(state, goods, owner, asked);
        each.push((asked, lot, at));
    }
    let mut last: HashMap<Lot, (Ms, usize)> = HashMap::new();
    for (n, (asked, lot, at)) in each.iter().enumerate() {
        let it = last.entry((asked.product, lot.owner, lot.lot.clone())).or_insert((*at, n));
        *it = (*it).max((*at, n));
    }
    let mut draft = Draft::default();
    for (n, (asked, lot, at)) in each.iter().enumerate() {
        let it = last.get(&(asked.product, lot.owner, lot.lot.clone()));
        let holds = it.is_some_and(|it| it.1 == n);
        counted((asked, lot, *at, holds), ask.place, state, &mut draft);
    }
    let first = |product| {
        let mine = each.iter().filter(|it| it.0.product == product).map(|it| it.2);
        mine.min().unwrap_or(now)
    };
    open(ask, state, |product| (first(product), first(product)), &mut draft);
    Ok(draft)
}

/// When a line was counted: by its device's clock if that can be believed. What is sold between the
/// count and its saving comes after it, however soon it was saved.
fn counted_at(said: Option<Ms>, now: Ms) -> Ms {
    said.and_then(|said| said.plausible(now)).map_or(now, |said| said.min(now))
}

/// Refuses a count without a lot of goods that lay here in lots at that instant: a device that had
/// not heard of a delivery would count its jars a second time, beside the lot that they are of.
fn lot_named(
    state: &State,
    (goods, owner): (Goods, ProducerId),
    asked: &Line,
    at: Ms,
) -> Result<(), Refusal> {
    let mine = |level: &&Level| level.owner == owner;
    let levels: Vec<&Level> =
        state.shelf.levels.get(&goods).into_iter().flatten().filter(mine).collect();
    let named = asked.lot.as_deref().is_some_and(|lot| !lot.is_empty());
    let nameless = levels.iter().any(|level| level.lot.is_empty());
    // That none lies there without one may be said.
    if named || nameless || asked.quantity == Quantity::ZERO {
        return Ok(());
    }
    let lay = |level: &&&Level| state.shelf.held(goods, owner, &level.lot, at) > Quantity::ZERO;
    let here = levels.iter().filter(lay);
    let lots: Vec<&str> = here.map(|level| level.lot.as_str()).collect();
    let Some(product) = state.products.get(&goods.1).filter(|_| !lots.is_empty()) else {
        return Ok(());
    };
    let (name, lots) = (&product.name, lots.join(", "));
    Err(Refusal::malformed(
        "lots_here",
        format!("{name} ở đây có lô {lots}: đếm từng lô, bỏ dòng không ghi lô"),
        format!("{name} lies here in lots ({lots}): count each, and leave out the line without"),
    ))
}

/// The lot that was counted. Of one that is known here a count says how much there is, and nothing
/// of its last day.
fn lot_here(state: &State, goods: Goods, owner: ProducerId, asked: &Line) -> Level {
    let lot = state.shelf.known_as(goods, asked.lot.as_deref().unwrap_or_default());
    let mut known = state.shelf.levels.get(&goods).into_iter().flatten();
    let known = known.find(|level| level.is(owner, lot)).cloned();
    known.unwrap_or_else(|| named(state, goods, owner, asked))
}

fn counted(
    (asked, lot, at, holds): (&Line, &Level, Ms, bool),
    place: Place,
    state: &mut State,
    draft: &mut Draft,
) {
    let goods = (place, asked.product);
    let book = state.shelf.held(goods, lot.owner, &lot.lot, at);
    let gains = state.shelf.gains.get(&goods).into_iter().flatten();
    let mut mine = gains.filter(|it| lot.is(it.owner, &it.lot));
    let busy = mine.any(|it| (it.at.0 - at.0).abs() <= NEAR);
    let (by, first) = (asked.by.clone(), asked.first.filter(|first| *first != asked.quantity));
    let mut line = line(state, asked, lot, asked.quantity);
    line.count = Some(Counted { at, by, book, first, holds, busy });
    draft.lines.push(line);
    let difference = asked.quantity - book;
    if holds && difference.0 != 0 {
        let ends = (Place::Adjustment, place);
        draft.moves(state, moved(asked, lot, ends, difference, (Cause::Counted, at)));
    }
}
