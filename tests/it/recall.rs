//! A lot is recalled: what sales take, what tills are told, what pages say, and that a till and the
//! laptop agree about which carts are asked about.

use crate::{
    agree::device,
    batches::jars,
    day::Day,
    pages::FORM,
    shop::{Booth, OPENING, TestShop, Who},
    together::in_one_batch,
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{HOUR, MINUTE, Ms},
        id::{Chance, CommandId, ProductId},
        refusal::Refusal,
    },
    desk::command::{Answer, Command},
    sale::{Flag, Sold},
    staff::Role,
    stock::block::Ask,
};
use jiff::civil::date;
use serde_json::{Value, json};

fn word(shop: &TestShop, product: ProductId, lot: &str, blocked: bool) -> Command {
    let (uid, lot) = (CommandId(shop.uid()), lot.to_owned());
    let (reason, by) = ("Mẫu kiểm nghiệm không đạt".into(), "Ban".into());
    Command::Say(Ask { uid, product, lot, blocked, reason, by })
}

/// A cash sale of so many jars, paid at this moment, perhaps of a lot that was named.
async fn sell(
    shop: &TestShop,
    (booth, jar): (&Booth, ProductId),
    (count, lot): (i64, Option<&str>),
    paid: i64,
) -> Sold {
    let mut sale = jars(shop, booth, jar, count, 185_000);
    (sale.paid_at, sale.device) = (Ms(paid), None);
    sale.lines[0].lot = lot.map(str::to_owned);
    let answer = in_one_batch(shop, vec![Command::Checkout(sale)]).await.remove(0);
    let Ok(Answer::Sold { sold, .. }) = answer else { panic!("{answer:?}") };
    *sold
}

fn lots(sold: &Sold) -> Vec<(&str, i64)> {
    let draws = sold.lines.iter().flat_map(|line| &line.draws);
    draws.map(|it| (it.lot.as_str(), it.quantity.0 / 1000)).collect()
}

/// A booth with 5 jars of L1, which ends first, and 10 of L2.
async fn two_lots() -> (TestShop, Booth, ProductId) {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    shop.stock(&booth, jar, 5_000, "L1", Some(date(2026, 7, 1))).await;
    shop.stock(&booth, jar, 10_000, "L2", Some(date(2026, 9, 1))).await;
    (shop, booth, jar)
}

#[tokio::test]
async fn a_recalled_lot_is_sold_last_and_flagged_from_the_instant_on_at_which_it_was_recalled() {
    let (shop, booth, jar) = two_lots().await;
    let here = (&booth, jar);
    shop.set_now(OPENING + HOUR);
    shop.put(word(&shop, jar, "L1", true)).await;
    shop.set_now(OPENING + 2 * HOUR);
    let good = sell(&shop, here, (3, None), shop.now()).await;
    assert_eq!((lots(&good), &good.flags), (vec![("L2", 3)], &vec![]));
    // What was paid before the recall and comes late took what was sold first then.
    let late = sell(&shop, here, (2, None), OPENING + HOUR / 2).await;
    assert_eq!((lots(&late), &late.flags), (vec![("L1", 2)], &vec![]));
    // Of L2 are 7 left: the eighth jar can only be of the recalled lot, and is sold all the same.
    let last = sell(&shop, here, (8, None), shop.now()).await;
    assert_eq!(lots(&last), [("L2", 7), ("L1", 1)]);
    assert_eq!(last.flags, [Flag::LotBlocked]);
    let named = sell(&shop, here, (1, Some("L1")), shop.now()).await;
    assert_eq!((lots(&named), &named.flags), (vec![("L1", 1)], &vec![Flag::LotBlocked]));
    // A lot that never came here is known to be recalled as well.
    shop.put(word(&shop, jar, "L9", true)).await;
    let strange = sell(&shop, here, (1, Some("L9")), shop.now()).await;
    assert_eq!(strange.flags, [Flag::StockShort, Flag::LotBlocked]);
    shop.set_now(OPENING + 3 * HOUR);
    shop.put(word(&shop, jar, "L1", false)).await;
    let free = sell(&shop, here, (1, None), shop.now()).await;
    // One jar of L9 that was never entered stands beside the last one of L1: the shelf is empty.
    assert_eq!((lots(&free), &free.flags), (vec![("L1", 1)], &vec![Flag::StockShort]));
    shop.verify().await;
}

#[tokio::test]
async fn a_recalled_lot_that_a_scanner_writes_in_its_own_way_is_that_lot() {
    let (shop, booth, jar) = two_lots().await;
    shop.put(word(&shop, jar, "L1", true)).await;
    let sold = sell(&shop, (&booth, jar), (2, Some("l1")), shop.now() + MINUTE).await;
    assert_eq!((lots(&sold), &sold.flags), (vec![("L1", 2)], &vec![Flag::LotBlocked]));
    shop.verify().await;
}

#[tokio::test]
async fn a_lot_is_recalled_once_with_a_reason_and_by_its_code() {
    let (shop, _, jar) = two_lots().await;
    let twice = word(&shop, jar, "L1", true);
    shop.put(twice).await;
    let said = |answer: Result<Answer, Refusal>| match answer {
        Err(refusal) => refusal.say().en,
        Ok(answer) => panic!("{answer:?}"),
    };
    let again = shop.submit(word(&shop, jar, "L1", true)).await;
    assert_eq!(said(again), "This lot is blocked already");
    assert_eq!(said(shop.submit(word(&shop, jar, "L2", false)).await), "This lot is not blocked");
    shop.put(word(&shop, jar, "L1", false)).await;
    shop.put(word(&shop, jar, "L1", true)).await;
    let last = "select count(*) from blocked_lot where lot = 'L1'";
    assert_eq!(shop.figure(last).await, 1, "within one millisecond the last word holds too");
    let nameless = said(shop.submit(word(&shop, jar, "", true)).await);
    assert!(nameless.starts_with("Give the lot’s code"), "{nameless}");
    let Command::Say(ask) = word(&shop, jar, "L2", true) else { panic!() };
    let silent = Command::Say(Ask { reason: "  ".into(), ..ask.clone() });
    assert_eq!(said(shop.submit(silent).await), "Give a reason");
    let nothing = Command::Say(Ask { product: ProductId(shop.uid()), ..ask });
    assert!(matches!(shop.submit(nothing).await, Err(Refusal::NotFound(_))));
    assert_eq!(shop.figure("select count(*) from lot_word").await, 3);
}

#[tokio::test]
async fn tills_hear_of_a_recall_as_of_a_price_and_are_told_the_other_lots() {
    let (shop, booth, jar) = two_lots().await;
    shop.stock(&booth, jar, 2_000, "", None).await;
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["blocked"], json!([]));
    let since = till["pos"].as_i64().unwrap();
    shop.put(word(&shop, jar, "L1", true)).await;
    shop.put(word(&shop, jar, "X7", true)).await;
    let mut db = shop.shop().read().await.unwrap();
    let news = chophien::fair::news::store::moved(&mut db, since).await.unwrap();
    drop(db);
    assert!(news.contains(&(None, since + 1)), "every till is to ask: {news:?}");
    let till = shop.get_json(&booth.who, &format!("/api/v1/till?since={since}")).await.body;
    assert_eq!(
        till["blocked"],
        json!([{
            "product": jar,
            "lots": [{"lot": "L1", "left": 5_000}, {"lot": "X7", "left": 0}],
            "others": [
                {"lot": "L2", "left": 10_000, "until": "2026-09-01"},
                {"lot": "", "left": 2_000},
            ],
        }])
    );
}

/// The laptop's clock was an hour ahead when a lot was recalled, and was put right.
#[tokio::test]
async fn a_lot_recalled_by_a_clock_that_was_ahead_is_offered_to_nobody() {
    let (shop, booth, jar) = two_lots().await;
    let now = shop.now();
    shop.set_now(now + HOUR);
    shop.put(word(&shop, jar, "L1", true)).await;
    shop.set_now(now);
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    let blocked = &till["blocked"][0];
    assert_eq!(blocked["lots"], json!([{"lot": "L1", "left": 5_000}]));
    let other = json!([{"lot": "L2", "left": 10_000, "until": "2026-09-01"}]);
    assert_eq!(blocked["others"], other);
}

#[tokio::test]
async fn a_lot_that_nobody_entered_is_recalled_only_after_a_second_look() {
    let (shop, _, jar) = two_lots().await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let send = async |body: String| {
        Day::fill(&shop, &organiser, "vi", &format!("/products/{jar}/recall"), FORM, &body).await
    };
    let body = format!("uid={}&lot=l1&reason=Mốc", shop.uid());
    let asked = send(body.clone()).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("đã nhập: L1, L2"), "{}", asked.text);
    assert!(asked.text.contains("value=\"l1\"") && asked.text.contains("value=\"Mốc\""));
    assert_eq!(shop.figure("select count(*) from lot_word").await, 0);
    let other = send(format!("{}&sure=l1", body.replace("lot=l1", "lot=L9"))).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "another slip is asked anew");
    assert_eq!(send(format!("{body}&sure=l1")).await.status, StatusCode::SEE_OTHER);
    let right = format!("uid={}&lot=L1&reason=Mốc", shop.uid());
    assert_eq!(send(right).await.status, StatusCode::SEE_OTHER, "what is known is not asked");
    let said = shop.words("select lot from lot_word order by lot").await;
    assert_eq!(said, ["L1", "l1"]);
}

async fn ask(shop: &TestShop, who: &Who, path: &str) -> String {
    Day::ask(shop, who, "vi", path).await.text
}

#[tokio::test]
async fn an_organiser_recalls_a_lot_and_takes_it_back_and_the_fair_sees_where_it_lies() {
    let (shop, booth, jar) = two_lots().await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let manager = shop.person("Hòa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let form = ask(&shop, &organiser, &format!("/lots/{jar}/L1/recall")).await;
    assert!(form.contains("Đang còn") && form.contains("ở A03"), "{form}");
    let fields = |reason: &str| format!("uid={}&reason={}", shop.uid(), reason.replace(' ', "+"));
    let send = async |who: &Who, what: &str, body: String| {
        let path = format!("/lots/{jar}/L1/{what}");
        Day::fill(&shop, who, "vi", &path, FORM, &body).await
    };
    let refused = send(&organiser, "recall", fields("")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = send(&manager.on(&booth.who), "recall", fields("Mốc")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let body = fields("Mẫu không đạt");
    for _ in 0..2 {
        let saved = send(&organiser, "recall", body.clone()).await;
        assert_eq!(saved.to, format!("/lots/{jar}/L1?saved=1"), "sent twice it is said once");
    }
    let page = ask(&shop, &organiser, &format!("/lots/{jar}/L1")).await;
    assert!(page.contains("Lô này bị thu hồi") && page.contains("Mẫu không đạt"), "{page}");
    assert!(page.contains("Còn 5 chai 500 ml ở 1 nơi; chưa bán."), "{page}");
    let seen = ask(&shop, &organiser, "/fairs/HL26/attention").await;
    assert!(seen.contains("Lô L1 bị thu hồi còn ở A03"), "{seen}");
    let shelf = ask(&shop, &organiser, "/fairs/HL26/booths/A03/stock").await;
    assert!(shelf.contains("thu hồi"), "{shelf}");
    // Whoever takes goods off the shelf sees so at its row, and at no other’s.
    for form in ["loss", "return"] {
        let form = ask(&shop, &organiser, &format!("/fairs/HL26/booths/A03/stock/{form}")).await;
        let (before, after) = form.split_once(">Thu hồi</span>").expect(&form);
        assert!(!before.contains("Lô L1") && after.contains("Lô L1"), "{form}");
        assert!(!after.contains(">Thu hồi</span>"), "{form}");
    }
    let again = send(&organiser, "recall", fields("Mẫu không đạt")).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains("Lô này đang bị thu hồi rồi"), "{}", again.text);
    send(&organiser, "release", fields("Kiểm lại đạt")).await;
    let page = ask(&shop, &organiser, &format!("/lots/{jar}/L1")).await;
    assert!(!page.contains("Lô này bị thu hồi") && page.contains("Kiểm lại đạt"), "{page}");
    assert!(!ask(&shop, &organiser, "/fairs/HL26/attention").await.contains("L1"));
    shop.verify().await;
}

/// Carts of the agreement.
const CARTS: usize = 120;

/// Some goods, some with a lot that was named; several lines of one product where one is a sample.
fn cart(chance: &Chance, goods: &[ProductId]) -> Value {
    let line = |_| {
        let product = goods[chance.below(goods.len() as u64) as usize];
        let lot = match chance.below(5) {
            0 => Some(["A", "B", "C", ""][chance.below(4) as usize]),
            _ => None,
        };
        json!({
            "uid": product, "key": format!("{product}:{}", chance.below(1 << 30)), "lot": lot,
            "thousandths": (1000 * (1 + chance.below(9))).to_string(),
        })
    };
    let lines: Vec<Value> = (0..1 + chance.below(4)).map(line).collect();
    json!({"lines": lines})
}

#[tokio::test]
async fn a_till_asks_wherever_the_laptop_would_flag_and_wherever_a_recalled_lot_may_be_in_hand() {
    let (shop, chance) = (TestShop::open().await, Chance::seeded(0x0107));
    let booth = shop.booth("A03").await;
    let mut goods = Vec::new();
    for name in ["Mật ong", "Chả mực", "Miến dong"] {
        goods.push(shop.product(name, "hộp", 100_000).await);
    }
    shop.sells(&booth, &goods).await;
    let (mut asked, mut quiet) = (0, 0);
    for n in 0..CARTS {
        shop.set_now(shop.now() + 2 * MINUTE);
        let product = goods[chance.below(3) as usize];
        let lot = ["A", "B", "C"][chance.below(3) as usize];
        if n % 3 == 0 {
            let day = date(2026, 6, 1 + chance.below(28) as i8);
            let many = 1000 * (1 + chance.below(30) as i64);
            shop.stock(&booth, product, many, lot, Some(day)).await;
        }
        if n % 4 == 0 {
            // Some are refused: they are so already.
            drop(shop.submit(word(&shop, product, lot, chance.below(2) == 0)).await);
        }
        let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
        let cart = cart(&chance, &goods);
        let answer = device("lots.mjs", &json!({"blocked": till["blocked"], "carts": [cart]}));
        let lines = answer[0]["lines"].as_array().unwrap();
        let count = |line: &Value| line["quantity"].as_str().unwrap().parse::<i64>().unwrap();
        let sum = lines.iter().map(count).sum::<i64>() * 100_000;
        let mut sale = shop.sale(&[], sum);
        sale["lines"] = json!(lines);
        let reply = shop.post_sale(&booth.who, &sale).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
        let flagged = reply.body["flags"].as_array().unwrap().contains(&json!("lot_blocked"));
        // Whoever names no lot may have in hand what lies here.
        let lies = |line: &Value| {
            line["lot"].is_null()
                && till["blocked"].as_array().unwrap().iter().any(|it| {
                    let left = |lot: &Value| lot["left"].as_i64().unwrap() > 0;
                    it["product"] == line["product"]
                        && it["lots"].as_array().unwrap().iter().any(left)
                })
        };
        let asks = answer[0]["asked"] == json!(true);
        assert_eq!(flagged || lines.iter().any(lies), asks, "{}: {cart}", till["blocked"]);
        asked += usize::from(asks);
        quiet += usize::from(!asks && till["blocked"] != json!([]));
    }
    assert!(asked > CARTS / 8 && quiet > CARTS / 8, "{asked} asked, {quiet} not");
    shop.verify().await;
}
