//! A shift that was opened on a phone without a network, heard of late: what the booth's other
//! phone sold meanwhile names no shift, and its cash lies in the same drawer.

use crate::{
    shifts::{close, count_of, float, jar, open, page_of, sell},
    shop::{Booth, OPENING, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{MINUTE, Ms},
        id::{CommandId, ProductId, ShiftId},
        money::Money,
    },
    desk::command::{Command, Envelope},
    payment::event::Method,
    sale::{
        Checkout, LineOrder, Tender,
        shift::{Ask, Close, Open, notes::Notes},
    },
    staff::Role,
};
use serde_json::{Value, json};

/// Minutes after opening time.
fn at(minutes: i64) -> i64 {
    OPENING + minutes * MINUTE
}

struct Day {
    shop: TestShop,
    booth: Booth,
    honey: ProductId,
    /// A second phone of the booth, which reaches the laptop all day.
    near: Who,
}

impl Day {
    async fn begin() -> Day {
        let (shop, booth, honey) = TestShop::with_honey(99).await;
        let (_, near) = shop.device(Some(booth.uid), None).await;
        Day { shop, booth, honey, near }
    }

    /// The second phone sells a jar now, and knows of no shift.
    async fn near_sells(&self, minutes: i64) -> Value {
        self.shop.set_now(at(minutes));
        let sale = jar(&self.shop, self.honey, at(minutes), None);
        sell(&self.shop, &self.near, &sale).await
    }

    /// The first phone sends what it wrote down at an earlier minute; gives the row's id.
    async fn sent(&self, path: &str, minutes: i64, mut row: Value) -> (String, Value) {
        row["id"] = json!(self.shop.uid());
        row["at_ms"] = json!(at(minutes));
        row["offline"] = json!(true);
        let reply = self.shop.post(&self.booth.who, path, &row).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
        (row["id"].as_str().unwrap().to_owned(), reply.body)
    }

    async fn opened(&self, minutes: i64) -> String {
        self.sent("/api/v1/shifts", minutes, json!({"float": float()})).await.0
    }

    async fn x(&self, shift: &str) -> Value {
        let hoa = self.shop.person("Hoa", Role::Manager, Some(self.booth.uid), None).await;
        let path = format!("/api/v1/shifts/{shift}");
        self.shop.get_json(&hoa.on(&self.booth.who), &path).await.body
    }
}

#[tokio::test]
async fn what_the_other_phone_sold_before_the_opening_came_is_in_the_shift() {
    let day = Day::begin().await;
    let before = day.near_sells(-10).await;
    let sold = day.near_sells(20).await;
    day.shop.set_now(at(60));
    let shift = day.opened(0).await;
    sell(&day.shop, &day.booth.who, &jar(&day.shop, day.honey, at(30), Some(&shift))).await;
    // 500,000 and two jars; the jar sold before the float was counted lies in the float.
    let x = day.x(&shift).await;
    assert_eq!((&x["figures"]["sales"], &x["expected"]), (&json!(2), &json!(870_000)), "{x}");
    assert_eq!(x["figures"]["first_no"], sold["receipt_no"]);
    day.shop.set_now(at(120));
    let z = close(&day.shop, &day.near, &shift, 870_000).await;
    assert_eq!((&z["figures"]["sales"], &z["figures"]["revenue"]), (&json!(2), &json!(370_000)));
    assert_eq!((&z["expected"], &z["difference"]), (&json!(870_000), &json!(0)));
    // The Z leads to both sales, and each sale to the Z.
    let hoa = day.shop.person("Thu", Role::Manager, Some(day.booth.uid), None).await;
    let hoa = hoa.on(&day.booth.who);
    let listed = "select count(*) from sale_in_shift where supplement is null";
    assert_eq!(day.shop.figure(listed).await, 2);
    let of = |sold: &Value| format!("/sales/{}", sold["id"].as_str().unwrap());
    let mark = "A03-Z0001";
    assert!(page_of(&day.shop, &hoa, &of(&sold)).await.contains(mark));
    assert!(!page_of(&day.shop, &hoa, &of(&before)).await.contains(mark));
    day.shop.verify().await;
}

#[tokio::test]
async fn what_was_sold_after_the_count_is_not_drawn_into_a_late_shift() {
    let day = Day::begin().await;
    for minutes in [30, 90] {
        day.near_sells(minutes).await;
    }
    day.shop.set_now(at(120));
    let shift = day.opened(0).await;
    let path = format!("/api/v1/shifts/{shift}/closings");
    let (_, z) = day.sent(&path, 60, json!({"count": count_of(685_000)})).await;
    assert_eq!((&z["figures"]["sales"], &z["expected"]), (&json!(1), &json!(685_000)), "{z}");
    assert_eq!((&z["difference"], &z["closed_at_ms"]), (&json!(0), &json!(at(60))));
    // The next float is counted with that jar's cash in it.
    day.shop.set_now(at(121));
    let next = open(&day.shop, &day.near).await;
    assert_eq!(day.x(&next).await["figures"]["sales"], json!(0));
    let listed = "select count(*) from sale_in_shift";
    assert_eq!(day.shop.figure(listed).await, 1);
    day.shop.verify().await;
}

#[tokio::test]
async fn what_was_sold_in_no_shift_between_a_late_count_and_the_last_sale_is_in_that_z() {
    let day = Day::begin().await;
    for minutes in [30, 65] {
        day.near_sells(minutes).await;
    }
    day.shop.set_now(at(70));
    let shift = day.opened(0).await;
    day.shop.set_now(at(90));
    let named = jar(&day.shop, day.honey, at(90), Some(&shift));
    sell(&day.shop, &day.near, &named).await;
    day.shop.set_now(at(120));
    let path = format!("/api/v1/shifts/{shift}/closings");
    let (_, z) = day.sent(&path, 60, json!({"count": count_of(685_000)})).await;
    assert_eq!((&z["figures"]["sales"], &z["expected"]), (&json!(3), &json!(685_000)), "{z}");
    assert_eq!((&z["after_count"], &z["difference"]), (&json!(370_000), &json!(0)), "{z}");
    assert_eq!(z["closed_at_ms"], json!(at(90)));
    assert_eq!(day.shop.figure("select count(*) from sale_in_shift").await, 3);
    day.shop.verify().await;
}

#[tokio::test]
async fn money_moved_after_another_phone_closed_the_shift_is_of_the_next_one() {
    let day = Day::begin().await;
    let shop = &day.shop;
    let first = open(shop, &day.near).await;
    // Out of reach the first phone still knows the first shift; the second one closes it and opens
    // the next, with 500,000 again.
    shop.set_now(at(30));
    close(shop, &day.near, &first, 500_000).await;
    shop.set_now(at(31));
    let next = open(shop, &day.near).await;
    shop.set_now(at(60));
    let movements = format!("/api/v1/shifts/{first}/movements");
    let out = |amount: i64| json!({"amount": amount, "reason": "Mua túi ni lông"});
    let (_, moved) = day.sent(&movements, 40, out(-50_000)).await;
    assert_eq!((&moved["shift"], &moved["supplement"]), (&json!(next), &Value::Null));
    let (_, earlier) = day.sent(&movements, 20, out(-10_000)).await;
    assert_eq!((&earlier["shift"], &earlier["supplement"]["number"]), (&json!(first), &json!(1)));
    let z = close(shop, &day.near, &next, 450_000).await;
    assert_eq!((&z["expected"], &z["difference"]), (&json!(450_000), &json!(0)));
    // Heard of only after that one was closed too, it is a supplement to the Z of its moment.
    shop.set_now(at(90));
    let (_, late) = day.sent(&movements, 50, out(-20_000)).await;
    assert_eq!((&late["shift"], &late["supplement"]["z_number"]), (&json!(next), &json!(2)));
    shop.verify().await;
}

#[tokio::test]
async fn a_count_and_a_handover_heard_after_the_z_stand_beside_it_and_nobody_has_to_look() {
    let day = Day::begin().await;
    let shop = &day.shop;
    let hoa = shop.person("Hoa", Role::Manager, Some(day.booth.uid), None).await;
    let hoa = hoa.on(&day.booth.who);
    let shift = open(shop, &day.near).await;
    shop.set_now(at(30));
    close(shop, &day.near, &shift, 500_000).await;
    shop.set_now(at(60));
    let till = shop.get_json(&day.near, "/api/v1/till").await.body;
    let to = &till["people"][0];
    let path = |rest: &str| format!("/api/v1/shifts/{shift}/{rest}");
    let hand = json!({"to": to["id"], "counted": count_of(450_000)});
    let (_, handed) = day.sent(&path("handovers"), 10, hand).await;
    assert_eq!(handed["recounted"], json!({"z_no": "A03-Z0001", "counted": 450_000}));
    let (_, counted) = day.sent(&path("closings"), 40, json!({"count": count_of(495_000)})).await;
    assert_eq!(counted["recounted"], json!({"z_no": "A03-Z0001", "counted": 495_000}));
    // The Z is what it was, and no supplement of it.
    let z = day.x(&shift).await;
    assert_eq!((&z["counted"], &z["supplements"]), (&json!(500_000), &json!(0)));
    assert_eq!(shop.figure("select count(*) from shift_closing").await, 1);
    let page = page_of(shop, &hoa, &format!("/shifts/{shift}")).await;
    let name = to["name"].as_str().unwrap();
    assert!(page.contains(&format!("handed over to {name} (heard after the Z)")), "{page}");
    assert!(page.contains("counted (heard after the Z)") && page.contains("495.000"), "{page}");
    shop.verify().await;
}

#[tokio::test]
async fn goods_sold_and_taken_back_by_a_phone_that_had_not_heard_of_the_closing_are_of_that_shift()
{
    let day = Day::begin().await;
    let shop = &day.shop;
    let shift = open(shop, &day.near).await;
    shop.set_now(at(30));
    close(shop, &day.near, &shift, 500_000).await;
    shop.set_now(at(60));
    let on = Some(day.booth.device);
    let lan = shop.person("Lan", Role::Seller, Some(day.booth.uid), on).await.on(&day.booth.who);
    let sale = jar(shop, day.honey, at(40), Some(&shift));
    sell(shop, &lan, &sale).await;
    let back = json!({
        "id": shop.uid(), "at_ms": at(45), "shift": shift, "reason": "Khách đổi ý",
        "offline": true, "expected_back": 185_000,
    });
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let reply = shop.post(&lan, &path, &back).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    // Together they are nothing: two supplements to the one Z.
    let sum = "select sum(total) from sale s join sale_in_shift i on i.sale = s.id \
               where i.supplement is not null";
    assert_eq!(shop.figure(sum).await, 0);
    assert_eq!(day.x(&shift).await["supplements"], json!(2));
    shop.verify().await;
}

#[tokio::test]
async fn an_opening_that_is_heard_at_once_takes_nothing_by_a_slow_clock() {
    let day = Day::begin().await;
    day.near_sells(10).await;
    day.shop.set_now(at(11));
    let row = json!({"id": day.shop.uid(), "at_ms": at(8), "float": float()});
    let reply = day.shop.post(&day.booth.who, "/api/v1/shifts", &row).await;
    assert_eq!(reply.body["opened_at_ms"], json!(at(11)), "{}", reply.body);
    assert_eq!(day.x(row["id"].as_str().unwrap()).await["figures"]["sales"], json!(0));
}

#[tokio::test]
async fn a_late_opening_and_its_count_are_the_same_in_one_batch() {
    let day = Day::begin().await;
    day.near_sells(10).await;
    day.shop.set_now(at(60));
    let (now, by, booth) = (Ms(at(60)), || "Lan".to_owned(), day.booth.uid);
    let (id, shut) = (ShiftId(day.shop.uid()), CommandId(day.shop.uid()));
    let float = vec![Notes { note: 100_000, count: 5 }];
    let count = vec![Notes { note: 5_000, count: 174 }];
    let open = Open { id, booth, device: None, at: Ms(at(0)), float, offline: true, by: by() };
    let (at_50, acknowledged) = (Ms(at(50)), None);
    let close = Close {
        id: shut,
        booth,
        shift: id,
        at: at_50,
        count,
        offline: true,
        by: by(),
        acknowledged,
    };
    let sale = |paid: i64| {
        let amount = Money(185_000);
        let cash = Tender { method: Method::Cash, amount, given: None, reference: None };
        Checkout {
            id: chophien::base::id::SaleId(day.shop.uid()),
            booth,
            paid_at: Ms(at(paid)),
            lines: vec![LineOrder::plain(day.honey, chophien::base::quantity::Quantity(1000))],
            payments: vec![cash],
            expected_total: Some(amount),
            seller: by(),
            ..Checkout::default()
        }
    };
    let (early, late) = (sale(20), sale(55));
    let commands = [
        (CommandId(early.id.0), Command::Checkout(early)),
        (CommandId(late.id.0), Command::Checkout(late)),
        (CommandId(id.0), Command::Shift(Ask::Open(open))),
        (shut, Command::Shift(Ask::Close(close))),
    ];
    let enveloped = |(uid, command)| Envelope {
        uid,
        at: now,
        actor: "Lan (seller)".into(),
        device: String::new(),
        command,
    };
    day.shop.shop().desk.submit_all(commands.into_iter().map(enveloped).collect()).await.unwrap();
    let z = day.x(&id.to_string()).await;
    // The jar of the 10th minute and the one of the 20th, not the one of the 55th.
    assert_eq!((&z["figures"]["sales"], &z["expected"]), (&json!(2), &json!(870_000)), "{z}");
    assert_eq!(day.shop.figure("select count(*) from sale_in_shift").await, 2);
    day.shop.verify().await;
}
