//! What names something that never comes, or comes too late, costs nobody else's sales: whoever
//! writes it, in whichever order it arrives, and wherever the machine is stopped meanwhile.

use super::{
    any_order, run, take, verified,
    world::{Machine, Stall, forge, strange},
};
use crate::{
    base::id::{FairId, NodeId, ProducerId, ProductId},
    catalog,
    desk::{chains::anew, chains::receive::Receiver, command::Command, fact::Fact},
    fair,
    journal::Entry,
};
use serde_json::json;
use uuid::Uuid;

async fn waiting(machine: &mut Machine) -> i64 {
    sqlx::query_scalar("select count(*) from verdict where verdict = 'waits'")
        .fetch_one(&mut machine.db)
        .await
        .unwrap()
}

fn holds(book: &[String], what: &str) -> usize {
    book.iter().filter(|row| row.contains(what)).count()
}

async fn certify(machine: &mut Machine, stall: &Stall) {
    let certificate = json!({
        "uid": Uuid::from_u128(500), "product": stall.product, "number": "12/QĐ", "star": 4,
        "signed_on": "2023-01-05", "expires_on": "2026-01-05",
    });
    let certificate = serde_json::from_value(certificate).unwrap();
    machine.change(Command::Catalog(catalog::Change::Certificate(certificate))).await;
}

/// A province enters a product of a producer that only another laptop named, prices it, certifies
/// it and renames it, and then plans a fair that the laptop takes and sells at. The chains of the
/// province, the laptop with this id, and the other one.
async fn certified(id: u64) -> [Vec<Entry>; 3] {
    let (mut hub, mut laptop, mut other) =
        (Machine::new(9).await, Machine::new(id).await, Machine::new(6).await);
    let theirs = other.fair("KHAC", 15_000).await;
    take(&mut hub, &other.chain().await).await;
    let stall = hub.fair("TINH", 20_000).await;
    let product = ProductId(Uuid::from_u128(700));
    let tea = Stall { product, producer: theirs.producer, ..stall.clone() };
    hub.rename(&tea, "Trà hoa vàng").await;
    hub.price(&tea, 60_000).await;
    certify(&mut hub, &tea).await;
    hub.rename(&tea, "Trà hoa vàng Ba Chẽ").await;
    let after = hub.fair("SAU", 30_000).await;
    hub.give(&after, laptop.node).await.unwrap();
    laptop.draw(&hub.chain().await).await;
    laptop.take_fair(&after).await;
    laptop.range(&after, true).await;
    laptop.sell(&after, 2).await;
    [hub.chain().await, laptop.chain().await, other.chain().await]
}

#[tokio::test]
async fn a_product_whose_producer_is_not_here_costs_no_sale_of_who_draws_it() {
    for id in [5, 500] {
        let [hubs, laptops, others] = certified(id).await;
        let mut nation = Machine::new(77).await;
        take(&mut nation, &hubs).await;
        assert_eq!(take(&mut nation, &laptops).await.stopped, []);
        assert_eq!((nation.beyond().await, nation.revenue().await), (4, (1, 60_000)));
        verified(&mut nation).await;
        anew::project(&mut nation.db, nation.node).await.unwrap();
        assert_eq!((nation.beyond().await, nation.revenue().await), (4, (1, 60_000)));
        verified(&mut nation).await;
        take(&mut nation, &others).await;
        assert_eq!((nation.beyond().await, nation.revenue().await), (0, (1, 60_000)));
        verified(&mut nation).await;
    }
}

#[test]
fn such_a_product_gives_the_same_book_in_any_order() {
    let orders = [vec![0, 16], vec![1, 16, 0, 3, 2, 5], vec![2, 16], vec![0, 0, 1, 0, 2, 0]];
    run(async {
        let (_, book) = any_order((0, certified(5).await.to_vec()), &orders).await;
        assert_eq!(holds(&book, r#""verdict""#), 0);
        assert_eq!(book.iter().filter(|row| row.starts_with("certificate {")).count(), 1);
    });
}

/// The program ends between the transaction that took something in and the next.
#[tokio::test]
async fn what_can_stand_now_waits_from_the_same_transaction_on_in_which_it_came() {
    let [hubs, laptops, others] = certified(5).await;
    let mut nation = Machine::new(77).await;
    take(&mut nation, &hubs).await;
    take(&mut nation, &laptops).await;
    assert_eq!((nation.beyond().await, waiting(&mut nation).await), (4, 0));
    let mut receiver = Receiver::new(nation.node);
    receiver.take(&mut nation.db, &others).await.unwrap();
    drop(receiver);
    let left = (nation.beyond().await, waiting(&mut nation).await);
    assert_eq!(left, (2, 2), "the product, twice, and what names it is judged with it");
}

fn product(uid: u128, producer: ProducerId) -> Command {
    let product = json!({
        "uid": Uuid::from_u128(uid), "name": "Của người lạ", "unit": "gói", "producer": producer,
        "star": null, "ocop_group": 1, "province_2024": "", "province_now": "", "barcode": "",
        "sku": "", "vat": "", "lot": "", "evidence": "", "active": true,
    });
    Command::Catalog(catalog::Change::Product(serde_json::from_value(product).unwrap()))
}

fn producer(uid: u128) -> Command {
    let producer = json!({
        "uid": Uuid::from_u128(uid), "name": "HTX lạ", "subject_type": "cooperative",
        "unit_code": "", "commune": "", "tax_code": "", "phone": "",
    });
    Command::Catalog(catalog::Change::Producer(serde_json::from_value(producer).unwrap()))
}

fn price(product: u128) -> Command {
    let price = json!({"product": Uuid::from_u128(product), "booth": null, "fair": null,
        "amount": 9_000});
    Command::Catalog(catalog::Change::Price(serde_json::from_value(price).unwrap()))
}

/// Two chains of strangers name each other's goods before these are named, and the province's
/// people use one of them at a booth.
#[tokio::test]
async fn strangers_that_wait_for_each_other_in_a_circle_cost_nobody_else_anything() {
    let (mut hub, mut laptop) = (Machine::new(9).await, Machine::new(5).await);
    let maker = ProducerId(Uuid::from_u128(801));
    let one = strange(901, &[price(812), producer(801), product(811, maker)]);
    let makers = ProducerId(Uuid::from_u128(802));
    let two = strange(902, &[price(811), producer(802), product(812, makers)]);
    let stall = hub.fair("TINH", 20_000).await;
    for chain in [&one, &two] {
        assert_eq!(take(&mut hub, chain).await.stopped, []);
    }
    let theirs = Stall { product: ProductId(Uuid::from_u128(811)), ..stall.clone() };
    hub.price(&theirs, 12_000).await;
    let after = hub.fair("SAU", 30_000).await;
    hub.give(&after, laptop.node).await.unwrap();
    laptop.draw(&hub.chain().await).await;
    laptop.take_fair(&after).await;
    laptop.sell(&after, 2).await;
    assert_eq!(take(&mut hub, &laptop.chain().await).await.stopped, []);
    for _ in 0..2 {
        assert_eq!(hub.revenue().await, (1, 60_000));
        let refused = "select count(*) from verdict where verdict = 'refused'";
        let refused: i64 = sqlx::query_scalar(refused).fetch_one(&mut hub.db).await.unwrap();
        assert_eq!(refused, 1, "the first of the strangers' prices, and nothing else");
        verified(&mut hub).await;
        anew::project(&mut hub.db, hub.node).await.unwrap();
    }
}

/// A stranger says where a booth stands that another laptop has sold at all day, at a fair that it
/// names only afterwards.
#[tokio::test]
async fn a_booth_is_whose_who_could_name_it_first() {
    let (mut laptop, mut nation) = (Machine::new(5).await, Machine::new(77).await);
    let stall = laptop.fair("RIENG", 15_000).await;
    laptop.sell(&stall, 4).await;
    let chain = laptop.chain().await;
    let text = |what: &str| chain.iter().find(|it| it.body.contains(what)).unwrap().body.clone();
    let change = |body: String, from: FairId, to: u128| -> Fact {
        let body = body.replace(&from.0.to_string(), &Uuid::from_u128(to).to_string());
        Fact::Fair(serde_json::from_str::<fair::Change>(&body).unwrap())
    };
    let booth = change(text(r#""what":"booth""#), stall.fair, 404);
    let fair = change(text(r#""what":"fair""#), stall.fair, 404);
    let (one, two) = (NodeId(Uuid::from_u128(1)), NodeId(Uuid::from_u128(2)));
    take(&mut nation, &[forge(one, &[], &booth)]).await;
    assert_eq!(nation.beyond().await, 1);
    assert_eq!(take(&mut nation, &chain).await.stopped, []);
    assert_eq!(nation.revenue().await, (1, 60_000));
    take(&mut nation, &[forge(two, &[], &fair)]).await;
    assert_eq!(nation.revenue().await, (1, 60_000), "the stranger's word came too late");
    verified(&mut nation).await;
}

/// The province lost its fair and the gift of it; the laptop that has it changes the fair.
#[test]
fn who_took_a_fair_did_not_name_it() {
    let orders = [vec![0, 16], vec![1, 16, 0, 3], vec![1, 0, 1, 0, 0, 0]];
    run(async {
        let (mut hub, mut laptop) = (Machine::new(9).await, Machine::new(5).await);
        laptop.fair("RIENG", 15_000).await;
        let stall = hub.fair("TINH", 20_000).await;
        hub.give(&stall, laptop.node).await.unwrap();
        laptop.draw(&hub.chain().await).await;
        laptop.take_fair(&stall).await;
        laptop.recode(&stall, "TINH2").await.unwrap();
        laptop.booth(&stall, "Gian máy đổi").await;
        let chains = vec![hub.chain().await, laptop.chain().await];
        let (_, book) = any_order((0, chains), &orders).await;
        assert_eq!(holds(&book, r#""code":"TINH2""#), 1);
        assert_eq!(holds(&book, r#""verdict""#), 0);
    });
}

/// Put back to before its gift, a province writes another one in its place.
#[tokio::test]
async fn another_gift_in_the_place_of_a_lost_one_is_not_that_one() {
    let (mut hub, mut laptop) = (Machine::new(9).await, Machine::new(5).await);
    let own = laptop.fair("RIENG", 15_000).await;
    let (stall, other) = (hub.fair("TINH", 20_000).await, hub.fair("KHAC", 20_000).await);
    let yesterday = hub.chain().await;
    hub.give(&stall, laptop.node).await.unwrap();
    laptop.draw(&hub.chain().await).await;
    laptop.take_fair(&stall).await;
    laptop.sell(&own, 1).await;
    let given = fair::charge::Given { fair: other.fair, to: NodeId(Uuid::from_u128(6)) };
    let given = Fact::Charge(fair::charge::Event::Given(given));
    let mut nation = Machine::new(77).await;
    let anothers = forge(hub.node, &yesterday, &given);
    take(&mut nation, &[yesterday, vec![anothers]].concat()).await;
    assert_eq!(take(&mut nation, &laptop.chain().await).await.stopped, []);
    assert_eq!((nation.beyond().await, nation.revenue().await), (1, (1, 15_000)));
    verified(&mut nation).await;
}

/// A price of what nobody has at a booth that is not here yet: whoever came first.
#[test]
fn what_lacks_something_is_beyond_also_where_it_would_be_a_strangers() {
    run(async {
        let mut hub = Machine::new(9).await;
        let stall = hub.fair("TINH", 20_000).await;
        hub.sell(&stall, 1).await;
        let missing = json!({"product": Uuid::from_u128(812), "booth": stall.booth, "fair": null,
            "amount": 9_000});
        let missing = catalog::Change::Price(serde_json::from_value(missing).unwrap());
        let strangers = strange(901, &[Command::Catalog(missing)]);
        let orders = [vec![0, 16], vec![1, 16], vec![1, 0, 0, 0]];
        let (_, book) = any_order((0, vec![hub.chain().await, strangers]), &orders).await;
        assert_eq!(holds(&book, r#""verdict":"beyond""#), 1);
    });
}
