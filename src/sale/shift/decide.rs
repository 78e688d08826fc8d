//! Deciding what is asked of a shift. Pure: the same request against the same state gives the
//! same entry.

use super::{
    Ask, Close, Closed, Counted, Event, HandOver, HandedOver, Joined, Move, Moved, Open, Opened,
    Recounted,
    ask::{counted_at, done_at},
    drawer::{Drawer, Known},
    figures::Figures,
    notes,
};
use crate::{
    base::{clock::Ms, id::ShiftId, lang::Say, money::Money, refusal::Refusal},
    sale::{state::State, trust::SLACK},
};

/// Decides a request received at `now`, and moves the drawer on.
pub fn decide(ask: &Ask, state: &mut State, now: Ms) -> Result<Event, Refusal> {
    match ask {
        Ask::Open(it) => open(it, state, now),
        Ask::Move(it) => moving(it, state, now).map(Event::Moved),
        Ask::HandOver(it) => hand_over(it, state, now),
        Ask::Close(it) => close(it, state, now),
    }
}

/// A booth has one drawer, so one open shift: a second opening joins it. It is not refused, because
/// what hangs on it, on a device that was offline, is money that was taken and paid out.
fn open(ask: &Open, state: &mut State, now: Ms) -> Result<Event, Refusal> {
    notes::check(&ask.float)?;
    let at = state.booths.get(&ask.booth).cloned().ok_or_else(Refusal::no_booth)?;
    let drawer = state.drawers.entry(ask.booth).or_default();
    if let Some(open) = drawer.open_mut() {
        return Ok(Event::Joined(Box::new(join(ask, open, now))));
    }
    // Two shifts of a drawer never overlap, whatever the clocks of two devices say.
    let opened_at = counted_at(ask.at, ask.offline, now).max(drawer.last_closed.min(now));
    let float = notes::sum(&ask.float);
    drawer.shifts.push(Known {
        id: ask.id,
        opened_at,
        opened_by: ask.by.clone(),
        holder: ask.by.clone(),
        float,
        notes: ask.float.clone(),
        closed: None,
        z_no: String::new(),
        supplements: 0,
        names: Vec::new(),
        figures: Figures::default(),
        cash: Vec::new(),
    });
    Ok(Event::Opened(Box::new(Opened {
        id: ask.id,
        fair: at.fair,
        booth: at.booth,
        device: ask.device,
        at: opened_at,
        by: ask.by.clone(),
        notes: ask.float.clone(),
        float,
    })))
}

fn join(ask: &Open, open: &mut Known, now: Ms) -> Joined {
    open.names.push((ask.id, done_at(ask.at, now)));
    Joined {
        id: ask.id,
        shift: open.id,
        booth: ask.booth,
        opened_at: open.opened_at,
        opened_by: open.opened_by.clone(),
        holder: open.holder.clone(),
        float: open.float,
        device: ask.device,
        at: done_at(ask.at, now),
        by: ask.by.clone(),
        notes: ask.float.clone(),
        counted: notes::sum(&ask.float),
    }
}

fn shift_of(drawer: &mut Drawer, shift: ShiftId) -> Result<&mut Known, Refusal> {
    drawer.find(shift).ok_or_else(|| {
        Refusal::NotFound(Say::new(
            "Ca này không có trong sổ của gian",
            "The booth's book has no such shift",
        ))
    })
}

/// Money that left the drawer has left it: after the close it is a supplement to the Z.
fn moving(ask: &Move, state: &mut State, now: Ms) -> Result<Moved, Refusal> {
    let size = ask.amount.0.unsigned_abs();
    if size == 0 || size > Money::LIMIT.0.unsigned_abs() {
        return Err(Refusal::malformed("amount", "Số tiền không hợp lệ", "Not a valid amount"));
    }
    let reason = ask.reason.trim();
    if reason.is_empty() || reason.chars().count() > 160 {
        return Err(Refusal::malformed("reason", "Hãy ghi lý do thu, chi", "Give a reason"));
    }
    let drawer = state.drawers.entry(ask.booth).or_default();
    let said = done_at(ask.at, now);
    // As a sale's: another device may have closed the shift that it names before that, and opened
    // the next one.
    shift_of(drawer, ask.shift)?;
    let shift = drawer.at(Some(ask.shift), said).map_or(ask.shift, |known| known.id);
    // A clock that says it was long before the shift was opened fell back.
    let fell = drawer.begun(ask.shift).is_some_and(|begun| said.0 < begun.0 - SLACK);
    let at = if fell { now } else { said };
    let known = shift_of(drawer, shift)?;
    let supplement = known.supplement();
    if supplement.is_none() {
        known.figures.moved(ask.amount);
        known.cash.push((at, ask.amount));
    }
    Ok(Moved {
        id: ask.id,
        shift: known.id,
        booth: ask.booth,
        at,
        by: ask.by.clone(),
        amount: ask.amount,
        reason: reason.to_owned(),
        supplement,
    })
}

fn hand_over(ask: &HandOver, state: &mut State, now: Ms) -> Result<Event, Refusal> {
    notes::check(ask.counted.as_deref().unwrap_or_default())?;
    let drawer = state.drawers.entry(ask.booth).or_default();
    let open = shift_of(drawer, ask.shift)?.clone();
    let then = counted_at(ask.at, ask.offline, now);
    if open.closed.is_some() {
        return Ok(Event::Recounted(Recounted {
            id: ask.id,
            shift: open.id,
            booth: ask.booth,
            z_no: open.z_no,
            at: then,
            by: ask.by.clone(),
            to_name: Some(ask.to_name.clone()),
            counted: ask.counted.as_deref().map(notes::sum),
            notes: ask.counted.clone(),
        }));
    }
    let counted = ask.counted.clone().map(|notes| {
        let expected = drawer.counted(&open, then, then).expected;
        Counted { counted: notes::sum(&notes), expected, notes }
    });
    let known = shift_of(drawer, open.id)?;
    let from = std::mem::replace(&mut known.holder, ask.to_name.clone());
    Ok(Event::HandedOver(HandedOver {
        id: ask.id,
        shift: known.id,
        booth: ask.booth,
        at: then,
        from,
        to: ask.to,
        to_name: ask.to_name.clone(),
        counted,
    }))
}

fn close(ask: &Close, state: &mut State, now: Ms) -> Result<Event, Refusal> {
    notes::check(&ask.count)?;
    let at = state.booths.get(&ask.booth).cloned().ok_or_else(Refusal::no_booth)?;
    let drawer = state.drawers.entry(ask.booth).or_default();
    let known = shift_of(drawer, ask.shift)?.clone();
    let counted_at = counted_at(ask.at, ask.offline, now).max(known.opened_at);
    let counted = notes::sum(&ask.count);
    if known.closed.is_some() {
        return Ok(Event::Recounted(Recounted {
            id: ask.id,
            shift: known.id,
            booth: ask.booth,
            z_no: known.z_no,
            at: counted_at,
            by: ask.by.clone(),
            to_name: None,
            notes: Some(ask.count.clone()),
            counted: Some(counted),
        }));
    }
    // What the other device sold after the count is in this Z all the same: it was written first.
    // Its cash was not counted, so it is not missing either.
    let last = known.figures.last_paid_at;
    let closed_at = last.map_or(counted_at, |paid| paid.min(now).max(counted_at));
    let should = drawer.counted(&known, counted_at, closed_at);
    let place = (ask.booth, at.booth.code.as_str());
    let given = state.series.z(place, drawer.last_z, ask.acknowledged.as_ref());
    let closed = Closed {
        id: ask.id,
        shift: known.id,
        z_no: given.text,
        fair: at.fair,
        booth: at.booth,
        number: given.number,
        series: given.node,
        opened_at: known.opened_at,
        opened_by: known.opened_by,
        closed_at,
        counted_at,
        by: ask.by.clone(),
        float_notes: known.notes,
        float: known.float,
        figures: should.figures,
        expected: should.expected,
        after_count: should.after,
        taken_in: should.taken_in,
        taken_until: Some(closed_at).filter(|at| *at != counted_at),
        notes: ask.count.clone(),
        counted,
        difference: counted - should.expected,
    };
    if let Some(known) = drawer.find(known.id) {
        known.closed = Some((closed_at, closed.number));
        known.z_no.clone_from(&closed.z_no);
    }
    if closed.series.is_none() {
        drawer.last_z = closed.number;
    }
    drawer.last_closed = drawer.last_closed.max(closed_at);
    Ok(Event::Closed(Box::new(closed)))
}
