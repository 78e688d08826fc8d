//! What a machine of another family writes of a fair that is not its own: none of it changes what
//! stands there, whether it names the fair's places or, at a booth of its own, the fair's sales,
//! shifts and documents.

use super::{
    dump, take, verified,
    world::{Machine, Stall, Things, close, forge, open, shelf, visit},
};
use crate::{
    base::{
        clock::Ms,
        id::{DocumentId, NodeId, ShiftId},
        money::Money,
    },
    desk::{chains::receive::Why, command::Command, fact::Fact},
    journal::Entry,
    sale::{
        Sold,
        shift::{self, Event},
    },
    stock::{Kind, Place, Posted, Supplement},
};
use uuid::Uuid;

/// A laptop's fair, with one of everything in it that another machine could meddle with.
struct Fair {
    stall: Stall,
    chain: Vec<Entry>,
}

impl Fair {
    async fn new(n: u64, code: &str) -> Fair {
        let mut laptop = Machine::new(n).await;
        let stall = laptop.fair(code, 20_000).await;
        let id = |k: u128| Uuid::from_u128(u128::from(n) * 1_000 + k);
        let ids = Things {
            promotion: id(1),
            certificate: id(2),
            room: id(3),
            person: id(4),
            device: id(5),
        };
        laptop.things(&stall, ids, code, 10).await;
        laptop.shift(open(&stall, id(11)), id(11)).await;
        laptop.shift(open(&stall, id(12)), id(12)).await;
        let sale = laptop.sell(&stall, 2).await;
        laptop.refund(id(13), sale.id).await;
        laptop.sell(&stall, 1).await;
        laptop.change(Command::Count(visit(&stall, id(14)))).await;
        let paid_out = shift::Move {
            id: id(15).into(),
            booth: stall.booth,
            shift: id(11).into(),
            at: laptop.at,
            amount: Money(-5_000),
            reason: "Mua túi".to_owned(),
            by: "Lan".to_owned(),
        };
        laptop.shift(shift::Ask::Move(paid_out), id(15)).await;
        let brought = laptop.deliver(&stall, 30, "2026-01-05").await;
        laptop.post(&shelf(&stall, id(16), 25)).await;
        laptop.send(&stall, ids, 10, id(17)).await;
        laptop.take_back(&stall, &brought, id(18)).await;
        if n == 9 {
            laptop.shift(close(&stall, (id(11), id(19)), laptop.at), id(19)).await;
        }
        Fair { stall, chain: laptop.chain().await }
    }

    /// The last of its entries that fits.
    fn last(&self, fits: impl Fn(&Fact) -> bool) -> Fact {
        let facts = self.chain.iter().rev();
        let mut facts = facts.filter_map(|it| Fact::parse(&it.kind, it.body_version, &it.body));
        facts.find(|it| fits(it)).unwrap()
    }

    /// A fact of one of these kinds, changed, under an id of its own.
    fn sold(&self, n: u128, change: impl Fn(&mut Sold)) -> Fact {
        self.sale(n, false, change)
    }

    fn sale(&self, n: u128, back: bool, change: impl Fn(&mut Sold)) -> Fact {
        let mut fact =
            self.last(|it| matches!(it, Fact::Sold(it) if it.reverses.is_some() == back));
        if let Fact::Sold(it) = &mut fact {
            it.id = Uuid::from_u128(n).into();
            it.number += i64::try_from(n).unwrap();
            it.receipt_no = format!("A01-{n}");
            change(it);
        }
        fact
    }

    fn posted(&self, n: u128, kind: Kind, change: impl Fn(&mut Posted)) -> Fact {
        let mut fact = self.last(|it| matches!(it, Fact::Posted(it) if it.kind == kind));
        if let Fact::Posted(it) = &mut fact {
            it.uid = Uuid::from_u128(n).into();
            it.number += i64::try_from(n).unwrap();
            change(it);
        }
        fact
    }

    fn document(&self, kind: Kind) -> DocumentId {
        match self.last(|it| matches!(it, Fact::Posted(it) if it.kind == kind)) {
            Fact::Posted(it) => it.uid,
            other => panic!("{other:?}"),
        }
    }

    fn shift(&self) -> ShiftId {
        match self.sold(0, |_| {}) {
            Fact::Sold(it) => it.shift.unwrap().uid,
            other => panic!("{other:?}"),
        }
    }

    fn event(&self, fits: fn(&Event) -> bool, change: impl Fn(&mut Event)) -> Fact {
        let mut fact = self.last(|it| matches!(it, Fact::Shift(it) if fits(it)));
        if let Fact::Shift(it) = &mut fact {
            change(it);
        }
        fact
    }
}

/// What is the stranger's to write, with one word of it changed to the other fair's: a fair or a
/// place, which leaves it foreign.
fn elsewhere(own: &Fair, theirs: &Fair) -> Vec<(&'static str, Fact)> {
    let (fair, booth) = (theirs.stall.fair, theirs.stall.booth);
    let place = Place::Booth(booth);
    let mut visits = own.last(|it| matches!(it, Fact::Counted(_)));
    if let Fact::Counted(it) = &mut visits {
        (it.uid, it.fair, it.count) = (Uuid::from_u128(17).into(), fair, -7);
    }
    let moved = |it: &Event| matches!(it, Event::Moved(_));
    let paid_out = own.event(moved, |it| {
        if let Event::Moved(it) = it {
            (it.id, it.shift, it.booth) = (Uuid::from_u128(5).into(), theirs.shift(), booth);
        }
    });
    let sent = |n, change: fn(&mut Posted, Place)| {
        own.posted(n, Kind::Transfer, move |it| change(it, place))
    };
    vec![
        ("a sale's fair", own.sold(1, |it| it.fair.uid = fair)),
        ("a refund's fair", own.sale(2, true, |it| it.fair.uid = fair)),
        ("visits' fair", visits),
        ("the booth of money that is paid out", paid_out),
        ("where goods come from", sent(10, |it, place| it.moves[0].from = place)),
        ("where goods go", sent(11, |it, place| it.moves[0].to = place)),
        ("where a transfer goes", sent(12, |it, at| it.to.as_mut().unwrap().place = at)),
    ]
}

/// The same with what is named by its number, which stops its chain: there is none at the booth.
fn another(own: &Fair, theirs: &Fair) -> Vec<(&'static str, Fact)> {
    let (Fact::Sold(back), shift) = (theirs.sale(0, true, |_| {}), theirs.shift()) else {
        panic!()
    };
    let taken_back = back.reverses.unwrap().sale;
    let (sent, count) = (theirs.document(Kind::Transfer), theirs.document(Kind::Count));
    let in_shift = |fits: fn(&Event) -> bool| {
        own.event(fits, |it| match it {
            Event::Moved(it) => (it.id, it.shift) = (Uuid::from_u128(6).into(), shift),
            Event::Joined(it) => (it.id, it.shift) = (Uuid::from_u128(8).into(), shift),
            Event::Closed(it) => {
                (it.id, it.shift, it.number) = (Uuid::from_u128(7).into(), shift, 2);
            }
            other => panic!("{other:?}"),
        })
    };
    let late = Supplement { count, n: 9, at: Ms(1) };
    vec![
        ("a sale's shift", own.sold(3, |it| it.shift.as_mut().unwrap().uid = shift)),
        (
            "the sale that a refund takes back",
            own.sale(4, true, |it| it.reverses.as_mut().unwrap().sale = taken_back),
        ),
        ("the shift of money", in_shift(|it| matches!(it, Event::Moved(_)))),
        ("the shift that is closed", in_shift(|it| matches!(it, Event::Closed(_)))),
        ("the shift that is joined", in_shift(|it| matches!(it, Event::Joined(_)))),
        (
            "what is on the way",
            own.posted(13, Kind::Delivery, |it| it.moves[0].from = Place::Transit(sent)),
        ),
        (
            "a booth that is said to be on the way",
            own.posted(16, Kind::Delivery, |it| {
                it.moves[0].from = Place::Transit(DocumentId(theirs.stall.booth.0));
            }),
        ),
        (
            "a document that is taken back",
            own.posted(14, Kind::Reversal, |it| it.about.as_mut().unwrap().uid = sent),
        ),
        (
            "a count that something came after",
            own.posted(15, Kind::Delivery, |it| it.moves[0].to_late = Some(late)),
        ),
    ]
}

async fn book(machine: &mut Machine) -> Vec<String> {
    let mut all = dump(&mut machine.db).await;
    all.retain(|row| !row.starts_with("verdict "));
    all
}

#[tokio::test]
async fn what_a_machine_of_another_family_writes_of_a_fair_changes_none_of_its_figures() {
    let (theirs, own) = (Fair::new(1, "HE").await, Fair::new(9, "THU").await);
    let mut hub = Machine::new(77).await;
    for chain in [&theirs.chain, &own.chain] {
        assert_eq!(take(&mut hub, chain).await.stopped, []);
    }
    let before = book(&mut hub).await;
    let stranger = NodeId::of_bytes(&own.chain[0].origin);
    let mut chain = own.chain.clone();
    let foreign = elsewhere(&own, &theirs).into_iter().map(|it| (it, false));
    let stopping = another(&own, &theirs).into_iter().map(|it| (it, true));
    for ((what, fact), stops) in foreign.chain(stopping) {
        let row = forge(stranger, &chain, &fact);
        let receipt = take(&mut hub, std::slice::from_ref(&row)).await;
        let refused = |it: &Why| matches!(it, Why::Refused(_));
        assert_eq!(receipt.stopped.iter().any(|it| refused(&it.why)), stops, "{what}: {receipt:?}");
        assert!(book(&mut hub).await == before, "{what}");
        if !stops {
            chain.push(row);
        }
    }
    verified(&mut hub).await;
    // The other way round: the stranger's rows are here before the fair.
    let mut hub = Machine::new(78).await;
    take(&mut hub, &chain).await;
    assert_eq!(take(&mut hub, &theirs.chain).await.stopped, []);
    assert_eq!(take(&mut hub, &chain).await.stopped, []);
    assert!(book(&mut hub).await == before);
    verified(&mut hub).await;
}
