//! Two devices that open the booth's shift while neither knows of the other: there is one drawer,
//! so the later opening joins the shift that is open, and nothing hangs on a device.

use crate::{
    shifts::{count_of, jar, open, page_of, sell},
    shop::{OPENING, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{MINUTE, Ms},
        id::{CommandId, ShiftId},
    },
    desk::command::{Command, Envelope},
    sale::shift::{Ask, Close, Open, notes::Notes},
    staff::Role,
};
use serde_json::{Value, json};

async fn posted(shop: &TestShop, who: &Who, path: &str, ask: &Value) -> Value {
    let reply = shop.post(who, path, ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{path}: {}", reply.body);
    reply.body
}

#[tokio::test]
async fn two_phones_that_opened_without_a_network_work_in_one_shift() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let (_, second) = shop.device(Some(booth.uid), None).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let at = |minutes: i64| OPENING + minutes * MINUTE;
    let row = |minutes: i64, mut fields: Value| {
        fields["id"] = json!(shop.uid());
        fields["at_ms"] = json!(at(minutes));
        fields
    };
    let opening = |minutes: i64| row(minutes, json!({"float": count_of(500_000)}));
    let (ours, theirs) = (opening(0), opening(5));
    let name = |opening: &Value| opening["id"].as_str().unwrap().to_owned();
    let (one, two) = (name(&ours), name(&theirs));
    let of = |rest: &str| format!("/api/v1/shifts/{two}/{rest}");
    let out = row(30, json!({"amount": -50_000, "reason": "Mua túi ni lông"}));
    let shut = row(480, json!({"count": count_of(820_000)}));
    let theirs_sold = jar(&shop, honey, at(40), Some(&two));
    // The first phone reaches the laptop after an hour, the second one shortly after it.
    shop.set_now(at(60));
    posted(&shop, &booth.who, "/api/v1/shifts", &ours).await;
    sell(&shop, &booth.who, &jar(&shop, honey, at(20), Some(&one))).await;
    shop.set_now(at(65));
    let said = posted(&shop, &second, "/api/v1/shifts", &theirs).await;
    let open = &said["joined"];
    assert_eq!((&said["id"], &open["id"]), (&json!(two), &json!(one)), "kept under its own id");
    assert_eq!((&open["float"], &open["opened_at_ms"]), (&json!(500_000), &json!(at(0))));
    let again = shop.post(&second, "/api/v1/shifts", &theirs).await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &said));
    let moved = posted(&shop, &second, &of("movements"), &out).await;
    assert_eq!(moved["shift"], json!(one));
    assert_eq!(sell(&shop, &second, &theirs_sold).await["flags"], json!([]));
    let till = shop.get_json(&second, "/api/v1/till").await.body;
    assert_eq!(till["shift"]["id"], json!(one));
    let known = shop.get_json(&second, &format!("/api/v1/shifts/{two}")).await.body;
    assert_eq!((&known["id"], &known["figures"]["sales"]), (&json!(one), &json!(2)));
    shop.set_now(at(481));
    let z = posted(&shop, &second, &of("closings"), &shut).await;
    // 500,000 once, two jars, less 50,000 = 820,000.
    assert_eq!((&z["shift"], &z["z_no"]), (&json!(one), &json!("A03-Z0001")));
    assert_eq!((&z["float"], &z["expected"]), (&json!(500_000), &json!(820_000)));
    assert_eq!((&z["difference"], &z["figures"]["sales"]), (&json!(0), &json!(2)));
    // A sale of theirs that comes later still is a supplement of the one Z.
    let late = sell(&shop, &second, &jar(&shop, honey, at(400), Some(&two))).await;
    assert_eq!(late["flags"], json!(["shift_closed"]));
    let page = page_of(&shop, &hoa.on(&booth.who), &format!("/shifts/{one}")).await;
    assert!(page.contains("Devices that joined this shift") && page.contains("500.000"), "{page}");
    let kinds = "select kind from journal where kind like 'shift.%' order by pos";
    assert_eq!(
        shop.words(kinds).await,
        ["shift.opened", "shift.joined", "shift.moved", "shift.closed"]
    );
    assert_eq!(shop.figure("select count(*) from shift").await, 1);
    shop.verify().await;
}

#[tokio::test]
async fn a_day_of_a_phone_that_joins_is_counted_alike_when_it_comes_in_one_batch() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let one = open(&shop, &booth.who).await;
    sell(&shop, &booth.who, &jar(&shop, honey, shop.now(), Some(&one))).await;
    let (at, two, by) = (Ms(shop.now()), ShiftId(shop.uid()), || "Lan".to_owned());
    let float = vec![Notes { note: 100_000, count: 2 }];
    let ours =
        Open { id: two, booth: booth.uid, device: None, at, float, offline: false, by: by() };
    let (id, count) = (CommandId(shop.uid()), vec![Notes { note: 5_000, count: 137 }]);
    let (at_booth, offline, acknowledged) = (booth.uid, false, None);
    let shut =
        Close { id, booth: at_booth, shift: two, at, count, offline, by: by(), acknowledged };
    let commands = [(CommandId(two.0), Ask::Open(ours)), (id, Ask::Close(shut))];
    let enveloped = |(uid, ask)| Envelope {
        uid,
        at,
        actor: "Lan (seller)".into(),
        device: String::new(),
        command: Command::Shift(ask),
    };
    let commands = commands.into_iter().map(enveloped).collect();
    shop.shop().desk.submit_all(commands).await.unwrap();
    let z = shop.get_json(&booth.who, &format!("/api/v1/shifts/{one}")).await.body;
    assert_eq!((&z["expected"], &z["difference"]), (&json!(685_000), &json!(0)));
    shop.verify().await;
}

#[tokio::test]
async fn an_opening_after_the_close_is_a_shift_of_its_own() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let (_, second) = shop.device(Some(booth.uid), None).await;
    let one = open(&shop, &booth.who).await;
    let shut = json!({"id": shop.uid(), "at_ms": shop.now(), "count": count_of(500_000)});
    posted(&shop, &booth.who, &format!("/api/v1/shifts/{one}/closings"), &shut).await;
    let two = open(&shop, &second).await;
    let till = shop.get_json(&second, "/api/v1/till").await.body;
    assert_eq!(till["shift"]["id"], json!(two));
    assert_eq!(shop.figure("select count(*) from shift").await, 2);
    shop.verify().await;
}
