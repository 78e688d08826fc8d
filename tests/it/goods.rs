//! Goods of a fair told by hand: what came, went, was counted, lost and taken home.

use crate::{
    batches::jars,
    moment::producer,
    shop::{Booth, OPENING, TestShop},
    together::in_one_batch,
};
use chophien::{
    base::{
        clock::{HOUR, MINUTE, Ms},
        id::{DocumentId, ProducerId, ProductId, RoomId, SaleId},
        quantity::Quantity,
        refusal::Refusal,
    },
    desk::command::{Answer, Command},
    report::stock::{GoodsPart, Of, PlacePart, Stock, stock as stock_on},
    sale::{
        Flag,
        refund::{Part, Refund, Right},
    },
    stock::{Act, Ask, Line, Place, Posted, Room},
};
use jiff::civil::{Date, date};

/// What places have, lot by lot: code, lot, and the account in units.
pub const ACCOUNT: &str = "select printf('%s %s: %d+%d+%d-%d-%d-%d-%d-%d=%d', \
    coalesce(b.code, r.code, 'đường'), l.lot, l.brought / 1000, l.received / 1000, \
    l.adjusted / 1000, l.sold / 1000, l.given / 1000, l.lost / 1000, l.sent / 1000, \
    l.returned / 1000, l.quantity / 1000) as account from level l \
    left join booth b on b.id = l.place left join store_room r on r.id = l.place order by account";

/// A line of whole units.
pub fn units(product: ProductId, units: i64) -> Line {
    Line { product, quantity: Quantity::units(units), ..Line::default() }
}

/// A line of this lot.
pub fn lot(line: Line, lot: &str, expires_on: Option<Date>) -> Line {
    Line { lot: Some(lot.into()), expires_on, ..line }
}

/// Posts a document; its entry.
pub async fn posted(shop: &TestShop, ask: Ask) -> Result<Posted, Refusal> {
    let answer = in_one_batch(shop, vec![Command::Stock(Box::new(ask))]).await.remove(0)?;
    let Answer::Posted { posted, .. } = answer else { panic!("no document: {answer:?}") };
    Ok(*posted)
}

/// A document with a reason.
pub fn ask(shop: &TestShop, place: Place, act: Act, lines: Vec<Line>) -> Ask {
    let (reason, by) = ("Lý do".into(), "Lan".into());
    Ask { reason, by, ..Ask::new(DocumentId(shop.uid()), place, act, lines) }
}

/// The fair's store room.
pub async fn room(shop: &TestShop) -> Place {
    let (uid, fair, name) = (RoomId(shop.uid()), shop.fair, "Kho chính".to_owned());
    shop.put(Command::Room(Room { uid, fair, code: "K1".into(), name, active: true })).await;
    Place::Store(uid)
}

/// A cash sale of so many jars at this moment.
pub async fn sell(
    shop: &TestShop,
    booth: &Booth,
    jar: ProductId,
    count: i64,
    paid: i64,
) -> (SaleId, Vec<Flag>) {
    let mut sale = jars(shop, booth, jar, count, 185_000);
    (sale.paid_at, sale.device) = (Ms(paid), None);
    let id = sale.id;
    let answer = in_one_batch(shop, vec![Command::Checkout(sale)]).await.remove(0);
    let Ok(Answer::Sold { sold, .. }) = answer else { panic!("{answer:?}") };
    (id, sold.flags)
}

async fn give_back(shop: &TestShop, sale: SaleId, count: i64, loss: bool) {
    let part = Part { n: 0, quantity: Quantity::units(count), loss };
    let refund = Refund {
        id: SaleId(shop.uid()),
        sale,
        reason: "Khách đổi ý".into(),
        lines: Some(vec![part]),
        right: Right::Manager,
        ..Refund::default()
    };
    in_one_batch(shop, vec![Command::Refund(refund)]).await.remove(0).unwrap();
}

/// Three days: goods come to the store room, half goes to the booth two short, sales, a refund, a
/// free gift, a loss, a count during selling with a late sale, and the rest goes home.
#[tokio::test]
async fn three_days_of_goods_add_up_to_what_a_hand_reckons() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let (store, here) = (room(&shop).await, Place::Booth(booth.uid));
    let (soon, late) = (Some(date(2026, 7, 1)), Some(date(2026, 9, 1)));
    let lines = vec![lot(units(jar, 30), "L2", late), lot(units(jar, 20), "L1", soon)];
    let came = posted(&shop, ask(&shop, store, Act::Delivery, lines)).await.unwrap();
    assert_eq!(came.doc_no, "K1-NH0001");
    // 30 leave the store room, what expires first before the rest: 20 of L1, 10 of L2.
    let sent = ask(&shop, store, Act::Transfer(here), vec![units(jar, 30)]);
    let sent = posted(&shop, sent).await.unwrap();
    assert_eq!(sent.doc_no, "K1-CH0001");
    let lots: Vec<_> = sent.lines.iter().map(|it| (it.lot.as_str(), it.quantity.0)).collect();
    assert_eq!(lots, [("L1", 20_000), ("L2", 10_000)]);
    // 28 arrive in two parts; two of L2 are still on the way.
    for (name, count) in [("L1", 20), ("L2", 8)] {
        let lines = vec![lot(units(jar, count), name, None)];
        posted(&shop, ask(&shop, here, Act::Receipt(sent.uid), lines)).await.unwrap();
    }
    // Sold 5, one brought back whole and one broken; two given away, one spoilt.
    let (sale, flags) = sell(&shop, &booth, jar, 5, shop.now()).await;
    assert_eq!(flags, []);
    give_back(&shop, sale, 1, false).await;
    give_back(&shop, sale, 1, true).await;
    posted(&shop, ask(&shop, here, Act::Gift, vec![units(jar, 2)])).await.unwrap();
    posted(&shop, ask(&shop, here, Act::Loss, vec![units(jar, 1)])).await.unwrap();
    // The book says 20 - 5 + 1 - 2 - 1 = 13 of L1; 12 are counted, and sold on.
    shop.set_now(OPENING + HOUR);
    let counted = lot(units(jar, 12), "L1", None);
    let count = posted(&shop, ask(&shop, here, Act::Count, vec![counted])).await.unwrap();
    assert_eq!(count.lines[0].count.as_ref().unwrap().book, Quantity::units(13));
    shop.set_now(OPENING + HOUR + MINUTE);
    sell(&shop, &booth, jar, 3, shop.now()).await;
    // One that was paid half an hour before the count comes after it: the count already saw it.
    sell(&shop, &booth, jar, 1, OPENING + HOUR / 2).await;
    let held = "select quantity / 1000 from level where lot = 'L1' order by quantity desc limit 1";
    assert_eq!(shop.figure(held).await, 9, "12 counted less 3 sold since");
    assert_eq!(shop.figure("select count(*) from supplement").await, 1);
    // On the last day the two on the way are owned as lost, and what is left goes home.
    shop.set_now(OPENING + 48 * HOUR);
    posted(&shop, ask(&shop, store, Act::Shortfall(sent.uid), vec![])).await.unwrap();
    let lines = vec![lot(units(jar, 9), "L1", None), lot(units(jar, 8), "L2", None)];
    posted(&shop, ask(&shop, here, Act::Return, lines)).await.unwrap();
    posted(&shop, ask(&shop, store, Act::Return, vec![units(jar, 20)])).await.unwrap();
    assert_eq!(
        shop.words(ACCOUNT).await,
        [
            // Sold 5 - 1 - 1 + 3 + 1; lost 1 broken by a customer, 1 spoilt; the count took one
            // away and got it back by its supplement.
            "A03 L1: 0+20+0-7-2-2-0-9=0",
            "A03 L2: 0+8+0-0-0-0-0-8=0",
            "K1 L1: 20+0+0-0-0-0-20-0=0",
            "K1 L2: 30+0+0-0-0-0-10-20=0",
            "đường L1: 0+20+0-0-0-0-20-0=0",
            "đường L2: 0+10+0-0-0-2-8-0=0",
        ]
    );
    // The report of the first day: what lay where when it ended, and the account until then.
    let first = report(&shop, date(2026, 6, 3)).await;
    let lots = |part: &PlacePart| {
        let lots = part.lines.iter().map(|it| format!("{} {}", it.lot, it.quantity.plain()));
        format!("{} {}: {}", part.kind, part.code, lots.collect::<Vec<_>>().join(", "))
    };
    assert_eq!(
        first.places.iter().map(lots).collect::<Vec<_>>(),
        ["booth A03: L1 9, L2 8", "store K1: L2 20", "transit K1-CH0001: L2 2"]
    );
    assert_eq!(
        first.goods.iter().map(account).collect::<Vec<_>>(),
        ["A03 0+28+0-7-2-2-0-0=17", "K1 50+0+0-0-0-0-30-0=20", "K1-CH0001 0+30+0-0-0-0-28-0=2"]
    );
    let last = report(&shop, date(2026, 6, 5)).await;
    assert_eq!(last.places, []);
    assert_eq!(
        last.goods.iter().map(account).collect::<Vec<_>>(),
        ["A03 0+28+0-7-2-2-0-17=0", "K1 50+0+0-0-0-0-30-20=0", "K1-CH0001 0+30+0-0-0-2-28-0=0"]
    );
    shop.verify().await;
}

async fn report(shop: &TestShop, on: Date) -> Stock {
    let mut db = shop.shop().read().await.unwrap();
    stock_on(&mut db, Of { fair: Some("HL26"), booth: None }, on).await.unwrap()
}

/// A row of the goods account, which adds up.
fn account(it: &GoodsPart) -> String {
    let came = [it.brought, it.received, it.adjusted];
    let went = [it.sold, it.given, it.lost, it.sent, it.returned];
    let sum = |all: &[Quantity]| all.iter().copied().sum::<Quantity>();
    assert_eq!(sum(&came) - sum(&went), it.left, "{it:?}");
    let words =
        |all: &[Quantity], by: &str| all.iter().map(|it| it.plain()).collect::<Vec<_>>().join(by);
    format!("{} {}-{}={}", it.booth, words(&came, "+"), words(&went, "-"), it.left.plain())
}

#[tokio::test]
async fn stock_that_begins_to_be_kept_counts_what_was_sold_that_day_and_forgives_earlier_days() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let here = Place::Booth(booth.uid);
    let (_, flags) = sell(&shop, &booth, jar, 4, shop.now()).await;
    assert_eq!(flags, [], "stock is not kept: nothing is short");
    shop.set_now(OPENING + 24 * HOUR);
    sell(&shop, &booth, jar, 3, shop.now()).await;
    posted(&shop, ask(&shop, here, Act::Delivery, vec![units(jar, 5)])).await.unwrap();
    assert_eq!(shop.words(ACCOUNT).await, ["A03 : 5+0+4-7-0-0-0-0=2"]);
    let (_, flags) = sell(&shop, &booth, jar, 3, shop.now()).await;
    assert_eq!(flags, [Flag::StockShort]);
    // Correcting to nothing does not end the keeping of stock.
    let minus = Line { quantity: Quantity::units(-5), ..units(jar, 0) };
    posted(&shop, ask(&shop, here, Act::Delivery, vec![minus])).await.unwrap();
    let (_, flags) = sell(&shop, &booth, jar, 1, shop.now()).await;
    assert_eq!(flags, [Flag::StockShort]);
    shop.verify().await;
}

#[tokio::test]
async fn a_document_sent_again_changes_nothing_and_other_content_is_a_conflict() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let here = Place::Booth(booth.uid);
    let first = ask(&shop, here, Act::Delivery, vec![units(jar, 5)]);
    let once = posted(&shop, first.clone()).await.unwrap();
    let other = Ask { by: "Hoa".into(), device: Some(booth.device), ..first.clone() };
    assert_eq!(posted(&shop, other).await.unwrap(), once, "by another device and person");
    let changed = Ask { lines: vec![units(jar, 6)], ..first };
    let refused = posted(&shop, changed).await.unwrap_err();
    assert!(matches!(refused, Refusal::Conflict(_)), "{refused:?}");
    assert_eq!(shop.figure("select sum(quantity) from level").await, 5000);
    let second = ask(&shop, here, Act::Delivery, vec![units(jar, 1)]);
    assert_eq!(posted(&shop, second).await.unwrap().doc_no, "A03-NH0002", "no gap");
    shop.verify().await;
}

#[tokio::test]
async fn a_document_is_taken_back_once_and_a_counted_shelf_stays_as_it_was_counted() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let here = Place::Booth(booth.uid);
    let slip = posted(&shop, ask(&shop, here, Act::Delivery, vec![units(jar, 100)])).await.unwrap();
    shop.set_now(OPENING + HOUR);
    let count = ask(&shop, here, Act::Count, vec![units(jar, 10)]);
    let count = posted(&shop, count).await.unwrap();
    let held = "select sum(quantity) / 1000 from level";
    // A hundred never came: the book is set right, and the ten on the shelf are still ten.
    let back = ask(&shop, here, Act::Reversal(slip.uid), vec![]);
    let back = posted(&shop, back).await.unwrap();
    assert_eq!(back.doc_no, "A03-HP0001");
    assert_eq!(shop.figure(held).await, 10);
    let twice = posted(&shop, ask(&shop, here, Act::Reversal(slip.uid), vec![])).await;
    assert!(matches!(twice, Err(Refusal::Conflict(_))), "{twice:?}");
    let never = posted(&shop, ask(&shop, here, Act::Reversal(back.uid), vec![])).await;
    assert!(matches!(never, Err(Refusal::Conflict(_))), "{never:?}");
    // Without its count there is nothing; what comes late is no longer weighed against it.
    posted(&shop, ask(&shop, here, Act::Reversal(count.uid), vec![])).await.unwrap();
    assert_eq!(shop.figure(held).await, 0);
    sell(&shop, &booth, jar, 1, OPENING + HOUR / 2).await;
    assert_eq!(shop.figure(held).await, -1);
    shop.verify().await;
}

#[tokio::test]
async fn of_a_lot_counted_twice_the_later_instant_holds_and_nothing_is_not_uncounted() {
    let (shop, booth, jar) = TestShop::with_honey(9).await;
    let here = Place::Booth(booth.uid);
    shop.set_now(OPENING + HOUR);
    let at = |minutes: i64, count: i64, by: &str| {
        let at = Some(Ms(OPENING + HOUR - minutes * MINUTE));
        Line { at, by: by.into(), ..units(jar, count) }
    };
    let lines = vec![at(10, 0, "Hoa"), at(20, 7, "Lan")];
    let count = posted(&shop, ask(&shop, here, Act::Count, lines)).await.unwrap();
    let holds: Vec<bool> = count.lines.iter().map(|it| it.count.as_ref().unwrap().holds).collect();
    assert_eq!(holds, [true, false]);
    assert_eq!(shop.figure("select sum(quantity) from level").await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_in_words_and_leaves_no_trace() {
    let (shop, booth, jar) = TestShop::with_honey(9).await;
    let (here, store) = (Place::Booth(booth.uid), room(&shop).await);
    let nowhere = Place::Store(RoomId(shop.uid()));
    let none = DocumentId(shop.uid());
    let mut silent = ask(&shop, here, Act::Loss, vec![units(jar, 1)]);
    silent.reason = " ".into();
    let asks = [
        silent,
        ask(&shop, nowhere, Act::Delivery, vec![units(jar, 1)]),
        ask(&shop, here, Act::Transfer(here), vec![units(jar, 1)]),
        ask(&shop, here, Act::Transfer(nowhere), vec![units(jar, 1)]),
        ask(&shop, here, Act::Receipt(none), vec![units(jar, 1)]),
        ask(&shop, here, Act::Reversal(none), vec![]),
        ask(&shop, here, Act::Count, vec![]),
        ask(&shop, here, Act::Gift, vec![units(jar, 0)]),
        ask(&shop, here, Act::Gift, vec![units(ProductId(shop.uid()), 1)]),
    ];
    let before = shop.figure("select count(*) from journal").await;
    for ask in asks {
        let act = ask.act;
        assert!(posted(&shop, ask).await.is_err(), "{act:?}");
    }
    assert_eq!(shop.figure("select count(*) from journal").await, before);
    let _ = store;
    shop.verify().await;
}

#[tokio::test]
async fn a_late_sale_and_what_is_taken_back_say_nothing_of_a_lots_last_day() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let here = Place::Booth(booth.uid);
    let cake = lot(units(jar, 10), "B1", Some(date(2026, 6, 5)));
    let cake = Line { soft: true, ..cake };
    posted(&shop, ask(&shop, here, Act::Delivery, vec![cake])).await.unwrap();
    shop.set_now(OPENING + HOUR);
    let count = ask(&shop, here, Act::Count, vec![lot(units(jar, 10), "B1", None)]);
    let count = posted(&shop, count).await.unwrap();
    sell(&shop, &booth, jar, 1, OPENING + HOUR / 2).await;
    assert_eq!(shop.figure("select count(*) from supplement").await, 1);
    let best_before = "select expires_on || ' ' || soft from level where lot = 'B1'";
    assert_eq!(shop.words(best_before).await, ["2026-06-05 1"]);
    posted(&shop, ask(&shop, here, Act::Reversal(count.uid), vec![])).await.unwrap();
    assert_eq!(shop.words(best_before).await, ["2026-06-05 1"]);
    // Past its best it is sold without a word.
    shop.set_now(OPENING + 30 * 24 * HOUR);
    assert_eq!(sell(&shop, &booth, jar, 1, shop.now()).await.1, []);
    shop.verify().await;
}

#[tokio::test]
async fn what_was_forgiven_when_stock_began_stays_so_when_the_first_slip_is_taken_back() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let here = Place::Booth(booth.uid);
    sell(&shop, &booth, jar, 3, shop.now()).await;
    shop.set_now(OPENING + 24 * HOUR);
    let wrong = posted(&shop, ask(&shop, here, Act::Delivery, vec![units(jar, 500)])).await;
    let back = ask(&shop, here, Act::Reversal(wrong.unwrap().uid), vec![]);
    posted(&shop, back).await.unwrap();
    posted(&shop, ask(&shop, here, Act::Delivery, vec![units(jar, 50)])).await.unwrap();
    assert_eq!(shop.words(ACCOUNT).await, ["A03 : 50+0+3-3-0-0-0-0=50"]);
    shop.verify().await;
}

#[tokio::test]
async fn a_lot_is_its_owners_also_where_the_count_does_not_say_so() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let here = Place::Booth(booth.uid);
    let member = ProducerId(shop.uid());
    producer(&shop, member, "06862").await;
    let theirs = Line { owner: Some(member), ..lot(units(jar, 10), "L1", None) };
    posted(&shop, ask(&shop, here, Act::Delivery, vec![theirs])).await.unwrap();
    let counted = lot(units(jar, 10), "L1", None);
    posted(&shop, ask(&shop, here, Act::Count, vec![counted])).await.unwrap();
    let less = lot(units(jar, -4), "L1", None);
    posted(&shop, ask(&shop, here, Act::Delivery, vec![less])).await.unwrap();
    assert_eq!(shop.words(ACCOUNT).await, ["A03 L1: 6+0+0-0-0-0-0-0=6"]);
    // A second owner's lot of the same name: whose is counted has to be said.
    posted(&shop, ask(&shop, here, Act::Delivery, vec![lot(units(jar, 5), "L1", None)]))
        .await
        .unwrap();
    let count = ask(&shop, here, Act::Count, vec![lot(units(jar, 11), "L1", None)]);
    let refused = posted(&shop, count).await.unwrap_err().say();
    assert!(refused.vi.ends_with("chọn chủ hàng"), "{refused:?}");
    shop.verify().await;
}

#[tokio::test]
async fn no_more_comes_back_from_the_way_than_is_on_it() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let (store, here) = (room(&shop).await, Place::Booth(booth.uid));
    posted(&shop, ask(&shop, store, Act::Delivery, vec![units(jar, 10)])).await.unwrap();
    let sent = ask(&shop, store, Act::Transfer(here), vec![units(jar, 4)]);
    let sent = posted(&shop, sent).await.unwrap();
    posted(&shop, ask(&shop, here, Act::Receipt(sent.uid), vec![units(jar, 2)])).await.unwrap();
    let back = |count| ask(&shop, store, Act::SentBack(sent.uid), vec![units(jar, count)]);
    let refused = posted(&shop, back(3)).await.unwrap_err().say();
    assert!(refused.en.contains("has not so much left on the way"), "{refused:?}");
    posted(&shop, back(2)).await.unwrap();
    let rows = ["A03 : 0+2+0-0-0-0-0-0=2", "K1 : 10+2+0-0-0-0-4-0=8", "đường : 0+4+0-0-0-0-4-0=0"];
    assert_eq!(shop.words(ACCOUNT).await, rows);
    shop.verify().await;
}

#[tokio::test]
async fn what_was_sold_before_stock_was_kept_does_not_count_whenever_it_comes() {
    for late in [false, true] {
        let (shop, booth, jar) = TestShop::with_honey(0).await;
        let here = Place::Booth(booth.uid);
        let next = OPENING + 24 * HOUR;
        let delivery = || ask(&shop, here, Act::Delivery, vec![lot(units(jar, 50), "L1", None)]);
        sell(&shop, &booth, jar, 2, OPENING).await;
        shop.set_now(next);
        if late {
            posted(&shop, delivery()).await.unwrap();
        }
        // Five of the day before wait on a phone.
        let (_, flags) = sell(&shop, &booth, jar, 5, OPENING + HOUR).await;
        assert!(!flags.contains(&Flag::StockShort), "{late}: {flags:?}");
        if !late {
            posted(&shop, delivery()).await.unwrap();
        }
        let held = "select sum(quantity) / 1000 from level";
        assert_eq!(shop.figure(held).await, 50, "fifty lie on the shelf ({late})");
        assert_eq!(sell(&shop, &booth, jar, 50, shop.now()).await.1, [], "{late}");
        assert_eq!(shop.figure(held).await, 0);
        shop.verify().await;
    }
}
