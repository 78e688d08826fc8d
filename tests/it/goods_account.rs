//! The goods account of a fair: what an owner brought, sold, lost and takes home, on a page, as a
//! file, and each figure down to the papers it was summed from.

use crate::{
    day::{Day, Page},
    goods::{posted, units},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        id::{DocumentId, ProductId, RoomId},
        quantity::Quantity,
    },
    desk::command::Command,
    report::stock::account::{Account, account},
    stock::{Act, Ask, Line, Place, Posted, Room},
};
use jiff::civil::date;
use std::fmt::Write;

/// The account of our booth on that day as `product: brought+received+adjusted-sold-given-lost-sent
/// -returned=left`, in units.
fn told(it: &Account) -> String {
    let mut all = String::new();
    for part in &it.parts {
        for it in &part.goods {
            let figures = [
                it.brought,
                it.received,
                it.adjusted,
                it.sold,
                it.given,
                it.lost,
                it.sent,
                it.returned,
            ];
            let figures: Vec<String> = figures.iter().map(|it| it.text()).collect();
            let (place, name) = (&part.code, &it.name);
            writeln!(all, "{place} {name}: {}={}", figures.join(" "), it.left.text()).unwrap();
        }
    }
    all
}

async fn read(day: &Day, place: Option<&str>) -> Account {
    let mut db = day.shop.shop().read().await.unwrap();
    let fair = chophien::fair::store::fair_by_code(&mut db, "HL26").await.unwrap().unwrap();
    account(&mut db, &fair, place, date(2026, 6, 3)).await.unwrap()
}

async fn document(day: &Day, place: Place, act: Act, lines: Vec<Line>) -> Posted {
    let (reason, by) = ("Lý do".into(), "Hòa".into());
    let ask = Ask::new(DocumentId(day.shop.uid()), place, act, lines);
    posted(&day.shop, Ask { reason, by, ..ask }).await.unwrap()
}

/// Honey: 40 came, 10 more from the store room of which 8 arrived, 3 are sold and kept, 2 given, 1
/// spoilt, and a count finds one less than the book.
async fn traded(day: &Day) -> Place {
    let (uid, fair, name) = (RoomId(day.shop.uid()), day.shop.fair, "Kho chính".to_owned());
    day.shop.put(Command::Room(Room { uid, fair, code: "K2".into(), name, active: true })).await;
    let (store, here) = (Place::Store(uid), Place::Booth(day.ours.uid));
    let honey = |count: i64| vec![units(day.honey, count)];
    document(day, store, Act::Delivery, honey(30)).await;
    let sent = document(day, store, Act::Transfer(here), honey(10)).await;
    document(day, here, Act::Receipt(sent.uid), honey(8)).await;
    document(day, here, Act::Gift, honey(2)).await;
    document(day, here, Act::Loss, honey(1)).await;
    // 40 - 3 sold - 2 - 1 of the lot that came first, which ends this year: 34 in the book.
    let counted = Line { lot: Some("L2605".into()), ..units(day.honey, 33) };
    document(day, here, Act::Count, vec![counted]).await;
    store
}

fn moves(day: &Day, place: &str, it: &Account, column: &str) -> String {
    let part = it.parts.iter().find(|part| part.goods.iter().any(|it| it.product == day.honey));
    format!("/fairs/HL26/{place}/moves/{}/{}/{column}", day.honey, part.unwrap().owner)
}

fn says(page: &Page, words: &str) {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains(words), "{words} in {}", page.text);
}

#[tokio::test]
async fn an_owner_signs_what_a_hand_reckons_and_nothing_is_left_once_goods_are_home() {
    let day = Day::open().await;
    traded(&day).await;
    // 40 + 8 - 1 - 3 - 2 - 1 = 41.
    let booth = read(&day, Some("A03")).await;
    assert_eq!(told(&booth), "A03 Mật ong Tiên Yên: 40 8 -1 3 2 1 0 0=41\n");
    let all = told(&read(&day, None).await);
    for line in ["K2 Mật ong Tiên Yên: 30 0 0 0 0 0 10 0=20\n", ": 0 10 0 0 0 0 8 0=2\n"] {
        assert!(all.contains(line), "{line} in {all}");
    }
    let here = Place::Booth(day.ours.uid);
    document(&day, here, Act::Return, vec![units(day.honey, 41)]).await;
    assert_eq!(
        told(&read(&day, Some("A03")).await),
        "A03 Mật ong Tiên Yên: 40 8 -1 3 2 1 0 41=0\n"
    );
    let page = day.get(&day.manager, "vi", "/fairs/HL26/booths/A03/account").await;
    says(&page, "1 mặt hàng của 1 chủ hàng; 0 mặt hàng còn tồn, 1 mặt hàng có chênh lệch");
    says(&page, "Chủ hàng");
    let file = day.get(&day.manager, "vi", "/fairs/HL26/booths/A03/account?format=csv").await;
    says(&file, ";40;8;-1;3;2;1;0;41;0\n");
}

/// 24 and 30 in two store rooms and 40 at the booth, 3 sold, 2 given, 1 spoilt and 2 lost on the
/// way, one less by count: 85 are to be taken home, six of them still under way, and he signs for
/// all of them on one sheet.
#[tokio::test]
async fn an_owner_signs_one_sheet_over_all_places_with_what_was_lost_on_the_way() {
    let day = Day::open().await;
    let store = traded(&day).await;
    let sent = day
        .shop
        .words(
            "select lower(hex(uid)) from document where kind = 'transfer' and doc_no = 'K2-CH0001'",
        )
        .await;
    let sent: DocumentId = sent[0].parse().unwrap();
    document(&day, store, Act::Shortfall(sent), Vec::new()).await;
    let all = read(&day, None).await;
    let of_honey = |part: &&chophien::report::stock::account::Part| {
        part.goods.iter().any(|it| it.product == day.honey)
    };
    let owner = all.parts.iter().find(of_honey).unwrap().owner;
    let it = all.of_owner(owner).unwrap();
    let sum = it.sums().into_iter().find(|it| it.product == day.honey).unwrap();
    let figures = [sum.brought, sum.received, sum.adjusted, sum.sold, sum.given, sum.lost];
    assert_eq!(figures, [94, 0, -1, 3, 2, 3].map(Quantity::units));
    assert_eq!([sum.sent, sum.returned, sum.left], [0, 0, 85].map(Quantity::units));
    let path = format!("/fairs/HL26/owners/{owner}/account");
    let page = day.get(&day.auditor, "vi", &path).await;
    says(&page, "Cả hội chợ");
    says(&page, "<b>85</b>");
    says(&page, "Đang chuyển K2-CH0001");
    let file = day.get(&day.auditor, "vi", &format!("{path}?format=csv")).await;
    says(&file, ";0;10;0;0;0;2;8;0;0\n");
    let none = format!("/fairs/HL26/owners/{}/account", day.shop.uid());
    assert_eq!(day.get(&day.auditor, "vi", &none).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_figure_leads_to_the_papers_that_make_it_and_their_sum_is_the_figure() {
    let day = Day::open().await;
    traded(&day).await;
    let it = read(&day, Some("A03")).await;
    let figures = [
        ("brought", "1 lần, cộng lại 40 chai", "A03-NH0001"),
        ("received", "1 lần, cộng lại 8 chai", "A03-NC0001"),
        // Two sold, one sold and voided, one sold by transfer.
        ("sold", "4 lần, cộng lại 3 chai", "A03-0001"),
        ("given", "1 lần, cộng lại 2 chai", "A03-HT0001"),
        ("lost", "1 lần, cộng lại 1 chai", "A03-HH0001"),
        ("adjusted", "1 lần, cộng lại -1 chai", "A03-KK0001"),
        ("returned", "0 lần, cộng lại 0 chai", "A03"),
        ("all", "9 lần, cộng lại 41 chai", "A03-NH0001"),
    ];
    for (column, sum, paper) in figures {
        let page = day.get(&day.manager, "vi", &moves(&day, "booths/A03", &it, column)).await;
        says(&page, sum);
        says(&page, paper);
    }
    let store = moves(&day, "places/K2", &it, "sent");
    says(&day.get(&day.auditor, "vi", &store).await, "1 lần, cộng lại 10 chai");
    // What is on the way received what was sent, and sent what was received.
    for (column, sum) in [("received", 10), ("sent", 8), ("all", 2)] {
        let way = moves(&day, "places/K2-CH0001", &it, column);
        says(&day.get(&day.auditor, "vi", &way).await, &format!("cộng lại {sum} chai"));
    }
    let wrong = moves(&day, "booths/A03", &it, "stolen");
    assert_eq!(day.get(&day.manager, "vi", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = moves(&day, "booths/B01", &it, "sold");
    assert_eq!(day.get(&day.organiser, "vi", &none).await.status, StatusCode::NOT_FOUND);
}

/// The file of an account is proved by the journal like any other report's.
#[tokio::test]
async fn the_account_of_a_day_stays_what_it_was_when_goods_moved_on_later() {
    let day = Day::open().await;
    traded(&day).await;
    let before = told(&read(&day, Some("A03")).await);
    day.shop.set_now(day.shop.now() + chophien::base::clock::DAY);
    let honey: ProductId = day.honey;
    document(&day, Place::Booth(day.ours.uid), Act::Return, vec![units(honey, 5)]).await;
    assert_eq!(told(&read(&day, Some("A03")).await), before);
    let mut db = day.shop.shop().read().await.unwrap();
    let fair = chophien::fair::store::fair_by_code(&mut db, "HL26").await.unwrap().unwrap();
    let later = account(&mut db, &fair, Some("A03"), date(2026, 6, 4)).await.unwrap();
    assert_eq!(later.parts[0].goods[0].returned, Quantity::units(5));
}

/// Three were sold since eight, two are left: they are gone about four hours and a third later, and
/// the store room has more. What is past or near its last day, or short at a booth, comes first.
#[tokio::test]
async fn a_fairs_stock_says_what_runs_out_when_and_where_there_is_more() {
    let day = Day::open().await;
    let path = "/fairs/HL26/stock";
    // 37 in the booth, 18 in the store room, 6 on the way.
    let page = day.get(&day.organiser, "vi", path).await;
    says(&page, "<b>61</b> chai 500 ml");
    says(&page, "đủ tới hết chợ");
    let room = day.shop.words("select lower(hex(uid)) from store_room").await.remove(0);
    let room = Place::Store(RoomId(room.parse().unwrap()));
    let (lot, last) = (Some("S".to_owned()), Some(date(2026, 6, 4)));
    let fresh = Line { lot, expires_on: last, ..units(day.honey, 5) };
    document(&day, room, Act::Delivery, vec![fresh]).await;
    let counted = Line { lot: Some("L2605".into()), ..units(day.honey, 2) };
    document(&day, Place::Booth(day.ours.uid), Act::Count, vec![counted]).await;
    // 6 h 32 min made 3: 2 last 4 h 21 min from 14:32.
    let page = day.get(&day.auditor, "vi", path).await;
    says(&page, "A03 <b>18:53</b>");
    says(&page, "K1 còn 23");
    says(&page, "<td class=\"num\" data-label=\"Bán mỗi giờ\"><div>0,459</div></td>");
    says(&page, "5 sắp hết hạn");
    let short = day.get(&day.organiser, "en", "/fairs/HL26/stock?only=short").await;
    says(&short, "Nothing found");
    // Sold out at the booth, and said so first.
    let counted = Line { lot: Some("L2605".into()), ..units(day.honey, 0) };
    document(&day, Place::Booth(day.ours.uid), Act::Count, vec![counted]).await;
    let short = day.get(&day.organiser, "en", "/fairs/HL26/stock?only=short").await;
    says(&short, "Mật ong Tiên Yên");
    says(&short, "<span class=\"tag stop\">0</span>");
}
