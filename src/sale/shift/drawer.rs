//! The drawers of a batch: which shift a moment falls into, and what was counted so far. Decisions
//! of one batch move them on in order.

use super::{ShiftThen, Supplement, figures::Figures, notes::Notes};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, ShiftId},
        money::Money,
    },
    payment::event::Method,
    sale::Sold,
};
use std::collections::HashMap;

/// The drawers by booth.
pub type Drawers = HashMap<BoothId, Drawer>;

/// The drawer of a booth, as far as a batch needs it.
#[derive(Debug, Clone, Default)]
pub struct Drawer {
    /// The last number that this origin gave to a Z of this booth.
    pub last_z: i64,
    /// When its latest shift was closed; zero when none was.
    pub last_closed: Ms,
    /// Shifts that may matter, in the order in which they were opened.
    pub shifts: Vec<Known>,
    /// Sales in no shift that may belong to one all the same, as they were written; loaded only for
    /// who opens or counts.
    pub loose: Vec<Loose>,
}

/// A sale or refund that was written in no shift, because the laptop knew of none. If a shift was
/// open on a device without a network when it was paid, its cash lies in that shift's drawer.
#[derive(Debug, Clone)]
pub struct Loose {
    /// When it was paid; never after it was received.
    pub paid_at: Ms,
    /// The figures of this one sale.
    pub figures: Figures,
}

/// What a drawer is counted against.
#[derive(Debug, Clone)]
pub struct Should {
    /// What was sold and moved in the shift, by whenever.
    pub figures: Figures,
    /// Sales and refunds among it that were written in no shift.
    pub taken_in: i64,
    /// Đồng that came into the drawer, or left it, after the count.
    pub after: Money,
    /// Đồng that should lie there.
    pub expected: Money,
}

/// A shift as the book knows it.
#[derive(Debug, Clone)]
pub struct Known {
    /// Which.
    pub id: ShiftId,
    /// When it was opened.
    pub opened_at: Ms,
    /// By whom.
    pub opened_by: String,
    /// Who has the drawer.
    pub holder: String,
    /// The float in đồng.
    pub float: Money,
    /// The float, counted.
    pub notes: Vec<Notes>,
    /// When it was closed, and the number of its Z.
    pub closed: Option<(Ms, i64)>,
    /// The same number as printed; empty while it is open.
    pub z_no: String,
    /// How many supplements its Z has.
    pub supplements: i64,
    /// Other ids that devices know it by, each with when its device opened.
    pub names: Vec<(ShiftId, Ms)>,
    /// What was sold in its name and moved; loaded only for who counts.
    pub figures: Figures,
    /// Cash of single sales, refunds and movements and when it came: at least all that is later
    /// than the count. Loaded only for who counts.
    pub cash: Vec<(Ms, Money)>,
}

impl Known {
    /// Whether it was open at an instant.
    pub fn held_at(&self, at: Ms) -> bool {
        self.opened_at <= at && self.closed.is_none_or(|(closed, _)| at < closed)
    }

    /// Whether a device may mean it by this id.
    pub fn is(&self, shift: ShiftId) -> bool {
        self.id == shift || self.names.iter().any(|name| name.0 == shift)
    }

    /// Đồng that came into the drawer, or left it, after an instant.
    pub fn after(&self, at: Ms) -> Money {
        self.cash.iter().filter(|cash| cash.0 > at).map(|cash| cash.1).sum()
    }

    /// The next supplement to its Z; none while it is open.
    pub fn supplement(&mut self) -> Option<Supplement> {
        let (_, z_number) = self.closed?;
        self.supplements += 1;
        Some(Supplement { z_number, number: self.supplements })
    }
}

impl Drawer {
    /// The open shift.
    pub fn open_mut(&mut self) -> Option<&mut Known> {
        self.shifts.iter_mut().rev().find(|shift| shift.closed.is_none())
    }

    /// What a count at `at` is held against. What was sold in no shift is the shift's if it was
    /// paid before `until`: the end of the shift, or the count where the shift goes on.
    pub fn counted(&self, known: &Known, at: Ms, until: Ms) -> Should {
        let mut figures = sum(&self.loose, known.opened_at, until);
        let taken_in = figures.sales + figures.reversals;
        figures.add(known.figures.clone());
        let after = known.after(at) + sum(&self.loose, at, until).expected(Money::ZERO);
        let expected = figures.expected(known.float) - after;
        Should { figures, taken_in, after, expected }
    }

    /// A shift by its id, or by another that a device knows it by.
    pub fn find(&mut self, shift: ShiftId) -> Option<&mut Known> {
        self.shifts.iter_mut().find(|known| known.is(shift))
    }

    /// The same, to be looked at.
    pub fn shift(&self, shift: ShiftId) -> Option<&Known> {
        self.shifts.iter().find(|known| known.is(shift))
    }

    /// The earliest moment at which a device can have known a shift by this id. An opening that
    /// was heard of after the shift before it had been closed stands at that closing; its device
    /// may have opened at any time in that shift.
    pub fn begun(&self, shift: ShiftId) -> Option<Ms> {
        let known = self.shift(shift)?;
        let joined = known.names.iter().find(|name| name.0 == shift).map(|name| name.1);
        let closed_then = |it: &&Known| it.closed.is_some_and(|(at, _)| at == known.opened_at);
        let before = self.shifts.iter().find(closed_then).map(|it| it.opened_at);
        joined.or(before).or(Some(known.opened_at))
    }

    /// The shift of a moment: the named one unless it was closed by then, else the one that was
    /// open. Who named a shift knew that it had been opened, whatever a clock says of it. When none
    /// was open, the named one all the same: at the second of closing, or with a clock that was put
    /// right, the money of a second device would else be in no Z at all.
    pub fn at(&self, named: Option<ShiftId>, at: Ms) -> Option<&Known> {
        let named = named.and_then(|id| self.shift(id));
        let held = self.shifts.iter().rev().find(|shift| shift.held_at(at));
        let lasted = |shift: &&Known| shift.closed.is_none_or(|(closed, _)| at < closed);
        named.filter(lasted).or(held).or(named)
    }
}

/// The shift that money taken or given back at a booth belongs to, with the next supplement number
/// if that shift is closed. None where nobody works with shifts.
pub fn assign(
    drawers: &mut Drawers,
    booth: BoothId,
    named: Option<ShiftId>,
    at: Ms,
) -> Option<ShiftThen> {
    let drawer = drawers.get_mut(&booth)?;
    let uid = drawer.at(named, at)?.id;
    let supplement = drawer.find(uid)?.supplement();
    Some(ShiftThen { uid, supplement })
}

/// What was sold in no shift from one instant to before another.
pub fn sum(loose: &[Loose], from: Ms, to: Ms) -> Figures {
    let mut sum = Figures::default();
    for one in loose.iter().filter(|one| from <= one.paid_at && one.paid_at < to) {
        sum.add(one.figures.clone());
    }
    sum
}

/// Counts a sale decided at `now` into its shift, so that a closing in the same batch has it.
pub fn count(drawers: &mut Drawers, sold: &Sold, now: Ms) {
    let Some(drawer) = drawers.get_mut(&sold.booth.uid) else { return };
    let Some(then) = sold.shift else {
        let mut figures = Figures::default();
        figures.sold(sold);
        drawer.loose.push(Loose { paid_at: sold.paid_at.min(now), figures });
        return;
    };
    let known = drawer.find(then.uid).filter(|_| then.supplement.is_none());
    if let Some(known) = known {
        known.figures.sold(sold);
        let cash = sold.payments.iter().filter(|tender| tender.method == Method::Cash);
        known.cash.push((sold.paid_at.min(now), cash.map(|tender| tender.amount).sum()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn shift(id: u128, opened: i64, closed: Option<i64>) -> Known {
        Known {
            id: ShiftId(Uuid::from_u128(id)),
            opened_at: Ms(opened),
            opened_by: "Lan".into(),
            holder: "Lan".into(),
            float: Money(500_000),
            notes: Vec::new(),
            closed: closed.map(|at| (Ms(at), id as i64)),
            z_no: String::new(),
            supplements: 0,
            names: Vec::new(),
            figures: Figures::default(),
            cash: Vec::new(),
        }
    }

    fn drawers(shifts: Vec<Known>) -> Drawers {
        HashMap::from([(BoothId::default(), Drawer { shifts, ..Drawer::default() })])
    }

    fn id(id: u128) -> Option<ShiftId> {
        Some(ShiftId(Uuid::from_u128(id)))
    }

    #[test]
    fn a_sale_belongs_to_the_shift_that_was_open_when_it_was_paid() {
        let two = drawers(vec![shift(1, 100, Some(200)), shift(2, 250, None)]);
        let drawer = &two[&BoothId::default()];
        let at = |named, at| drawer.at(named, Ms(at)).map(|shift| Some(shift.id));
        assert_eq!(at(None, 150), Some(id(1)), "the morning's");
        assert_eq!(at(None, 200), None, "closed at that very moment, nothing named");
        assert_eq!(at(None, 260), Some(id(2)), "the open one");
        assert_eq!(at(id(2), 150), Some(id(2)), "named, so it was open: by a clock that is slow");
        assert_eq!(at(id(1), 300), Some(id(2)), "named too late: the one that is open");
        assert_eq!(at(id(1), 220), Some(id(1)), "between two shifts: the one it names");
        assert_eq!(at(id(9), 220), None, "a shift that nobody knows");
    }

    #[test]
    fn supplements_to_a_closed_z_are_numbered_without_gaps() {
        let mut one = drawers(vec![shift(7, 100, Some(200))]);
        let mut next = |at| {
            let then = assign(&mut one, BoothId::default(), None, Ms(at)).unwrap();
            then.supplement.map(|it| (it.z_number, it.number))
        };
        assert_eq!((next(150), next(199)), (Some((7, 1)), Some((7, 2))));
        let mut open = drawers(vec![shift(8, 100, None)]);
        let then = assign(&mut open, BoothId::default(), None, Ms(150)).unwrap();
        assert_eq!(then.supplement, None);
        assert_eq!(assign(&mut Drawers::new(), BoothId::default(), id(8), Ms(150)), None);
    }
}
