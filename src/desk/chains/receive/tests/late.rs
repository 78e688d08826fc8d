//! What an old laptop wrote before it knew that another one sells: it comes late, to a hub and to
//! the laptop that went on from it, and stops nobody's chain.

use super::{
    take, verified,
    world::{Machine, Stall, close, open},
};
use crate::{
    base::id::{SaleId, ShiftId},
    sale::{Checkout, numbering::Acknowledged},
};
use uuid::Uuid;

/// A laptop with a closed shift, one that took over from it, and what they sell.
struct Two {
    laptop: Machine,
    heir: Machine,
    stall: Stall,
    shift: ShiftId,
    copy_at: usize,
}

impl Two {
    async fn new() -> Two {
        let mut laptop = Machine::new(1).await;
        let stall = laptop.fair("HE", 20_000).await;
        let (shift, closing) = (Uuid::from_u128(101), Uuid::from_u128(102));
        laptop.shift(open(&stall, shift), shift).await;
        laptop.shift(close(&stall, (shift, closing), laptop.at), closing).await;
        let copy_at = laptop.head().await;
        let heir = laptop.copied(2, copy_at).await;
        let copy_at = usize::try_from(copy_at).unwrap();
        Two { laptop, heir, stall, shift: ShiftId(shift), copy_at }
    }

    /// Every book that takes in both: a hub, in either order, and the heir's own.
    async fn books(mut self) -> [Machine; 3] {
        let (theirs, heirs) = (self.laptop.chain().await, self.heir.chain().await);
        let (mut one, mut two) = (Machine::new(77).await, Machine::new(78).await);
        for (hub, order) in [(&mut one, [&theirs, &heirs]), (&mut two, [&heirs, &theirs])] {
            take(hub, &theirs[..self.copy_at]).await;
            for chain in order {
                assert_eq!(take(hub, chain).await.stopped, []);
            }
            verified(hub).await;
        }
        assert_eq!(take(&mut self.heir, &theirs).await.stopped, []);
        verified(&mut self.heir).await;
        [one, two, self.heir]
    }
}

/// A sale as a phone sends it that was answered by `node` with this number.
fn answered(sale: &Checkout, node: &Machine, receipt_no: &str) -> Checkout {
    let acknowledged = Acknowledged { node: node.node, receipt_no: receipt_no.to_owned() };
    Checkout { acknowledged: Some(acknowledged), ..sale.clone() }
}

/// Two books under one name gave one number to two customers. The one whose phone went over to the
/// new laptop keeps it on his paper, and so does the other: both sales stand.
#[tokio::test]
async fn a_number_that_two_books_gave_stands_on_both_sales() {
    let mut two = Two::new().await;
    let here = two.laptop.sell(&two.stall, 1).await;
    let mut there = here.clone();
    there.id = SaleId(two.heir.chance.uid(two.heir.at));
    let there = answered(&there, &two.laptop, "A01-0001");
    two.heir.resend(&there).await;
    two.laptop.sell(&two.stall, 2).await;
    for mut book in two.books().await {
        assert_eq!(book.revenue().await, (3, 20_000 + 20_000 + 40_000));
        let same = "select count(*) from sale where receipt_no = 'A01-0001'";
        assert_eq!(book.one(same).await, 2);
    }
}

/// Two sales of a closed shift came late at the old laptop; one of them also at the new one, which
/// knew of no other. Their numbers under the Z are of each laptop's own.
#[tokio::test]
async fn late_sales_of_one_shift_at_both_laptops_stand_each_under_its_z() {
    let mut two = Two::new().await;
    let Two { laptop, heir, stall, shift, .. } = &mut two;
    let late = |machine: &mut Machine, sale: &Checkout| Checkout {
        id: SaleId(machine.chance.uid(machine.at)),
        shift: Some(*shift),
        ..sale.clone()
    };
    let like = laptop.sell(stall, 1).await;
    let (first, second) = (late(laptop, &like), late(laptop, &like));
    laptop.resend(&first).await;
    laptop.resend(&second).await;
    heir.resend(&answered(&second, laptop, "A01-0003")).await;
    laptop.sell(stall, 2).await;
    for mut book in two.books().await {
        assert_eq!(book.revenue().await, (4, 3 * 20_000 + 40_000));
        let late = "select count(*) from sale where supplement is not null";
        assert_eq!(book.one(late).await, 2);
        assert_eq!(book.twins().await, 1, "one of them was written by both");
    }
}

/// The last jar was given back at both laptops: money left both drawers, and both stand.
#[tokio::test]
async fn what_was_given_back_at_both_laptops_is_in_every_book_and_stops_nothing() {
    let mut laptop = Machine::new(1).await;
    let stall = laptop.fair("HE", 20_000).await;
    let sale = laptop.sell(&stall, 2).await;
    let copy_at = laptop.head().await;
    let mut heir = laptop.copied(2, copy_at).await;
    laptop.refund(Uuid::from_u128(201), sale.id).await;
    heir.refund(Uuid::from_u128(202), sale.id).await;
    laptop.sell(&stall, 3).await;
    let two = Two {
        copy_at: usize::try_from(copy_at).unwrap(),
        shift: ShiftId::default(),
        laptop,
        heir,
        stall,
    };
    for mut book in two.books().await {
        let revenue = "select sum(revenue) from rollup_booth";
        assert_eq!(book.one(revenue).await, 40_000 - 40_000 - 40_000 + 60_000);
        let back = "select max(quantity - sold) from returned";
        assert_eq!(book.one(back).await, 2_000, "more came back than was sold: a person sees it");
    }
}
