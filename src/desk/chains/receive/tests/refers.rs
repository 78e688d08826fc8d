//! What names something else: a shift by either of its names, a thing that is not here yet, and a
//! part of a thing that another machine owns.

use super::{
    take, verified,
    world::{Machine, Stall, close, forge, open, strange},
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, NodeId},
        money::Money,
        refusal::Refusal,
    },
    catalog::{self, Price},
    desk::{chains::receive::Why, command::Command, fact::Fact},
    fair,
    journal::Entry,
};
use serde_json::json;
use sqlx::SqliteConnection;
use uuid::Uuid;

async fn count(db: &mut SqliteConnection, what: &'static str) -> i64 {
    sqlx::query_scalar(what).fetch_one(db).await.unwrap()
}

/// Two phones open the drawer of one booth at a laptop, and in the other order at the one that
/// takes over: each laptop makes one shift with two names, of another one's name.
async fn two_phones() -> (Machine, Machine, Stall, i64) {
    let mut laptop = Machine::new(1).await;
    let stall = laptop.fair("HE", 20_000).await;
    let copy_at = laptop.head().await;
    let (one, two) = (Uuid::from_u128(101), Uuid::from_u128(102));
    for phone in [one, two] {
        laptop.shift(open(&stall, phone), phone).await;
    }
    laptop.sell(&stall, 1).await;
    let mut heir = laptop.copied(2, copy_at).await;
    for phone in [two, one] {
        heir.shift(open(&stall, phone), phone).await;
    }
    heir.sell(&stall, 2).await;
    let closing = Uuid::from_u128(103);
    heir.shift(close(&stall, (two, closing), Ms(1_714_100_900_000)), closing).await;
    (laptop, heir, stall, copy_at)
}

#[tokio::test]
async fn a_drawer_that_two_phones_opened_in_another_order_at_two_laptops_is_one_shift() {
    let (mut laptop, mut heir, _, copy_at) = two_phones().await;
    let (theirs, heirs) = (laptop.chain().await, heir.chain().await);
    let copy = &theirs[..usize::try_from(copy_at).unwrap()];
    let late = &theirs[usize::try_from(copy_at).unwrap()..];
    for order in [[copy, late, &heirs[..]], [copy, &heirs[..], late]] {
        let mut hub = Machine::new(77).await;
        for chain in order {
            assert_eq!(take(&mut hub, chain).await.stopped, []);
        }
        assert_eq!(count(&mut hub.db, "select count(*) from shift").await, 1);
        assert_eq!(count(&mut hub.db, "select count(*) from shift_named").await, 2);
        let apart = "select count(*) from sale where shift is null";
        assert_eq!(count(&mut hub.db, apart).await, 0, "each sale is in the shift");
        assert_eq!(count(&mut hub.db, "select count(*) from shift_closing").await, 1);
        assert_eq!(hub.revenue().await, (2, 60_000));
        verified(&mut hub).await;
    }
}

#[tokio::test]
async fn of_two_closings_of_one_drawer_under_its_two_names_one_is_its_z() {
    let (mut laptop, mut heir, stall, copy_at) = two_phones().await;
    let (one, closing) = (Uuid::from_u128(101), Uuid::from_u128(104));
    laptop.shift(close(&stall, (one, closing), Ms(1_714_100_800_000)), closing).await;
    let (theirs, heirs) = (laptop.chain().await, heir.chain().await);
    let (copy, late) = theirs.split_at(usize::try_from(copy_at).unwrap());
    let all = [&theirs[..], &heirs[..]].concat();
    for order in [vec![copy, &heirs[..], late], vec![&all[..]], vec![copy, late, &heirs[..]]] {
        let mut hub = Machine::new(77).await;
        for chain in order {
            assert_eq!(take(&mut hub, chain).await.stopped, []);
        }
        let first = "select count(*) from shift_closing where origin = \
                     x'00000000000000000000000000000001'";
        assert_eq!(count(&mut hub.db, first).await, 1, "the first laptop's");
        verified(&mut hub).await;
    }
}

#[tokio::test]
async fn a_price_at_a_booth_that_is_not_here_waits_for_it_and_never_holds_everywhere() {
    let (mut laptop, mut other) = (Machine::new(1).await, Machine::new(2).await);
    let stall = laptop.fair("HE", 20_000).await;
    take(&mut other, &laptop.chain().await).await;
    let theirs = other.fair("THU", 30_000).await;
    let price = Price {
        product: stall.product,
        booth: Some(theirs.booth),
        fair: None,
        amount: Some(Money(1)),
    };
    let uid = Uuid::from_u128(9);
    other.tried(uid, Command::Catalog(catalog::Change::Price(price))).await.unwrap();
    let others = other.chain().await;
    let names_booth = |entry: &Entry| entry.body.contains(&theirs.booth.0.to_string());
    let (last, before) = others.split_last().unwrap();
    assert!(names_booth(last));
    let mut hub = Machine::new(77).await;
    take(&mut hub, before).await;
    let receipt = take(&mut hub, std::slice::from_ref(last)).await;
    assert_eq!((receipt.stopped, receipt.through[&other.node]), (Vec::new(), last.seq));
    assert_eq!(hub.beyond().await, 1, "the product is not here");
    let its = "select count(*) from price where amount = 1";
    assert_eq!(count(&mut hub.db, its).await, 0);
    verified(&mut hub).await;
    assert!(take(&mut hub, &laptop.chain().await).await.anew, "now it is");
    assert_eq!((hub.beyond().await, count(&mut hub.db, its).await), (0, 1));
    assert_eq!(take(&mut hub, &others).await.added, 0);
    // A booth that nobody has named is not every booth.
    let booth = Some(BoothId(Uuid::from_u128(404)));
    let price = Price { product: stall.product, booth, fair: None, amount: Some(Money(1)) };
    let stranger = strange(8, &[Command::Catalog(catalog::Change::Price(price))]);
    assert_eq!(take(&mut hub, &stranger).await.stopped, []);
    assert_eq!(hub.beyond().await, 1);
    let everywhere = "select count(*) from price where booth is null";
    assert_eq!(count(&mut hub.db, everywhere).await, 0);
    verified(&mut hub).await;
}

#[tokio::test]
async fn a_sale_in_a_shift_that_is_not_here_waits_for_the_chain_that_opened_it() {
    let mut laptop = Machine::new(1).await;
    let stall = laptop.fair("HE", 20_000).await;
    let copy_at = laptop.head().await;
    let shift = Uuid::from_u128(101);
    laptop.shift(open(&stall, shift), shift).await;
    let theirs = laptop.chain().await;
    let (copy, late) = theirs.split_at(usize::try_from(copy_at).unwrap());
    let mut heir = laptop.copied(2, copy_at).await;
    // The first laptop's disk is found, and its last rows come to the one that took over.
    take(&mut heir, late).await;
    heir.at = laptop.at;
    heir.sell(&stall, 2).await;
    let heirs = heir.chain().await;
    let mut hub = Machine::new(77).await;
    take(&mut hub, copy).await;
    let receipt = take(&mut hub, &heirs).await;
    assert!(matches!(receipt.stopped[0].why, Why::Refused(_)), "{:?}", receipt.stopped);
    assert_eq!(receipt.through[&heir.node], heir.head().await - 1);
    assert_eq!(take(&mut hub, late).await.stopped, []);
    assert_eq!(take(&mut hub, &heirs).await.stopped, []);
    let apart = "select count(*) from sale where shift is null";
    assert_eq!(count(&mut hub.db, apart).await, 0);
    verified(&mut hub).await;
}

#[tokio::test]
async fn a_chain_that_names_anothers_later_thing_is_projected_after_it() {
    let mut laptop = Machine::new(1).await;
    let stall = laptop.fair("HE", 20_000).await;
    let copy_at = laptop.head().await;
    let mut heir = laptop.copied(2, copy_at).await;
    heir.sell(&stall, 1).await;
    let mut hub = Machine::new(77).await;
    take(&mut hub, &laptop.chain().await).await;
    take(&mut hub, &heir.chain().await).await;
    // The province adds a product, which the first laptop learns of and sells while it is alone.
    let mut province = Machine::new(9).await;
    let new = province.fair("TINH", 50_000).await;
    let provinces = province.chain().await;
    take(&mut hub, &provinces).await;
    take(&mut laptop, &provinces).await;
    let late = Stall { product: new.product, ..stall.clone() };
    laptop.range(&late, true).await;
    laptop.price(&late, 50_000).await;
    laptop.sell(&late, 1).await;
    assert_eq!(take(&mut hub, &laptop.chain().await).await.stopped, []);
    assert_eq!(hub.revenue().await, (2, 70_000));
    verified(&mut hub).await;
}

#[tokio::test]
async fn a_part_of_a_thing_that_another_machine_owns_is_added_there_alone() {
    let (mut laptop, mut hub) = (Machine::new(1).await, Machine::new(77).await);
    let stall = laptop.fair("HE", 20_000).await;
    take(&mut hub, &laptop.chain().await).await;
    let booth = json!({
        "uid": Uuid::from_u128(50), "fair": stall.fair, "code": "A02", "name": "Gian lạ",
        "zone": "local", "origin_unit": "", "seller": "HTX", "address": "", "phone": "",
        "tax_code": "", "bank_bin": "970436", "account": "0123456789",
        "limits": fair::Limits::default(),
    });
    let booth: fair::Booth = serde_json::from_value(booth).unwrap();
    let gate = fair::Gate {
        uid: Uuid::from_u128(51).into(),
        fair: stall.fair,
        code: "C2".into(),
        name: "Cổng".into(),
    };
    let certificate = json!({
        "uid": Uuid::from_u128(52), "product": stall.product, "number": "12/QĐ", "star": 5,
        "signed_on": "2024-01-05", "expires_on": "2027-01-05",
    });
    let certificate: catalog::Certificate = serde_json::from_value(certificate).unwrap();
    let changes = [
        Command::Fair(fair::Change::Booth(booth)),
        Command::Fair(fair::Change::Gate(gate)),
        Command::Catalog(catalog::Change::Certificate(certificate)),
    ];
    for (n, change) in changes.iter().enumerate() {
        let refused = hub.tried(Uuid::from_u128(60 + n as u128), change.clone()).await;
        assert!(matches!(refused, Err(Refusal::Conflict(_))), "{refused:?}");
    }
    // A machine that does not know whose they are: what it says of them stands nowhere else.
    let stranger = strange(9, &changes);
    let receipt = take(&mut hub, &stranger).await;
    assert_eq!((receipt.stopped.len(), receipt.added), (0, 3));
    assert_eq!(count(&mut hub.db, "select count(*) from booth").await, 1);
    assert_eq!(count(&mut hub.db, "select count(*) from certificate").await, 0);
    assert_eq!(count(&mut hub.db, "select count(*) from verdict").await, 3);
    verified(&mut hub).await;
}

#[tokio::test]
async fn a_code_or_a_name_of_another_machines_thing_is_free_here() {
    let (mut laptop, mut hub) = (Machine::new(1).await, Machine::new(77).await);
    let stall = laptop.fair("HE", 20_000).await;
    let copy_at = laptop.head().await;
    take(&mut hub, &laptop.chain().await).await;
    hub.fair("HE", 30_000).await;
    // After the accident the fair of autumn is made anew, and the old laptop had made it too.
    let mut heir = laptop.copied(2, copy_at).await;
    heir.fair("THU", 30_000).await;
    laptop.fair("THU", 25_000).await;
    take(&mut heir, &laptop.chain().await).await;
    heir.rename(&stall, "Miến dong Bình Liêu").await;
    let own = "select hex(origin) from own_line order by until desc";
    let line: Vec<String> = sqlx::query_scalar(own).fetch_all(&mut heir.db).await.unwrap();
    assert_eq!(line.len(), 2, "its own chain, and as much of the first laptop's as it was copied");
    let fairs = "select count(*) from fair where code = 'THU'";
    assert_eq!(count(&mut heir.db, fairs).await, 2);
    heir.recode(&stall, "THU").await.unwrap_err();
    heir.recode(&stall, "THU2").await.unwrap();
    verified(&mut heir).await;
}

#[tokio::test]
async fn a_sale_that_a_machine_of_another_family_wrote_at_a_booth_changes_none_of_its_figures() {
    let (mut laptop, mut hub) = (Machine::new(1).await, Machine::new(77).await);
    let stall = laptop.fair("HE", 20_000).await;
    laptop.sell(&stall, 1).await;
    let theirs = laptop.chain().await;
    let last = theirs.last().unwrap();
    let mut fact = Fact::parse(&last.kind, last.body_version, &last.body).unwrap();
    if let Fact::Sold(it) = &mut fact {
        it.id = Uuid::from_u128(55).into();
    }
    let stranger = NodeId(Uuid::from_u128(9));
    take(&mut hub, &theirs).await;
    let receipt = take(&mut hub, &[forge(stranger, &[], &fact)]).await;
    assert_eq!((receipt.added, receipt.stopped), (1, Vec::new()));
    assert_eq!(hub.revenue().await, (1, 20_000));
    assert_eq!(
        count(&mut hub.db, "select count(*) from verdict where verdict = 'foreign'").await,
        1
    );
    verified(&mut hub).await;
}
