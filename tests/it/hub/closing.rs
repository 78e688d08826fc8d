//! A booth is closed by the machine in charge of its fair, and the hub hears of it as of any
//! change.

use super::{
    Laptop,
    down::{Planned, booth, sell, sums, till},
};
use crate::{program::verify, shop::TestShop};
use chophien::{desk::command::Command, fair};

#[tokio::test]
async fn a_booth_is_closed_by_whoever_is_in_charge_and_its_late_sale_still_comes_up() {
    let (planned, laptop) = (Planned::new().await, Laptop::new().await);
    let shut = |it: &TestShop| {
        let stands = booth(it, planned.fair, "A01", "Gian tỉnh đặt");
        let shut = fair::Booth { uid: planned.booth, closed: true, ..stands };
        Command::Fair(fair::Change::Booth(shut))
    };
    laptop.join(&planned.hub).await;
    planned.give(laptop.node()).await.unwrap();
    let refused = planned.hub.it.submit(shut(&planned.hub.it)).await.unwrap_err();
    assert!(refused.say().vi.contains("do “Máy thử” phụ trách"), "{:?}", refused.say());
    for _ in 0..2 {
        laptop.push().await.unwrap();
    }
    let till = till(&laptop.it, planned.booth).await;
    laptop.it.put(shut(&laptop.it)).await;
    assert_eq!(sell(&laptop.it, &till, planned.honey, 2, 100_000).await, 201);
    laptop.push().await.unwrap();
    let closed = planned.hub.it.figure("select closed from booth where code = 'A01'").await;
    assert_eq!((closed, sums(&planned.hub.it, planned.fair).await), (1, 200_000));
    laptop.it.shop().close().await;
    verify(laptop.folder.path());
    planned.hub.close().await;
    verify(planned.folder.path());
}
