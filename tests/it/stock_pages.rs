//! Documents of stock as people fill them in: what is asked, what is refused, what is kept of what
//! was typed, and what every form leaves on the shelf.

use crate::{
    day::{Day, Page},
    pages::FORM,
    shop::{Booth, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::id::{ProductId, RoomId},
    desk::command::Command,
    staff::Role,
    stock::Room,
};

/// A booth without goods, its manager, an organiser, and a store room.
struct Fair {
    shop: TestShop,
    booth: Booth,
    honey: ProductId,
    manager: Who,
    organiser: Who,
}

impl Fair {
    async fn open() -> Fair {
        let (shop, booth, honey) = TestShop::with_honey(0).await;
        let manager = shop.person("Hòa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
        let organiser = shop.person("Ban", Role::Organiser, None, None).await;
        let (uid, fair) = (RoomId(shop.uid()), shop.fair);
        let room = Room { uid, fair, code: "K1".into(), name: "Kho chính".into(), active: true };
        shop.put(Command::Room(room)).await;
        Fair { manager: manager.on(&booth.who), shop, booth, honey, organiser }
    }

    async fn send(&self, who: &Who, path: &str, fields: &str) -> Page {
        let body = fields.replace(' ', "+");
        Day::fill(&self.shop, who, "en", path, FORM, &body).await
    }

    /// Sends a form that is taken; where it leads.
    async fn done(&self, who: &Who, path: &str, fields: &str) -> String {
        let page = self.send(who, path, fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.text);
        page.to.replace("?saved=1", "")
    }

    fn delivery(&self, quantity: &str, more: &str) -> String {
        let (uid, honey) = (self.shop.uid(), self.honey);
        format!("uid={uid}&lines=1&product-0={honey}&quantity-0={quantity}{more}")
    }

    /// The field of a lot of the honey in a form of what leaves.
    async fn field(&self, lot: &str) -> String {
        let sql = "select lower(hex(p.uid)) || '.' || lower(hex(o.uid)) from product p \
                   join producer o on o.id = p.producer";
        format!("quantity.{}.{}", self.shop.words(sql).await[0], hex::encode(lot))
    }

    async fn held(&self) -> Vec<String> {
        let sql = "select printf('%s %s %d', coalesce(b.code, r.code, 'đường'), l.lot, \
                   l.quantity / 1000) from level l left join booth b on b.id = l.place \
                   left join store_room r on r.id = l.place order by 1";
        self.shop.words(sql).await
    }
}

/// The value of a hidden field.
fn hidden(page: &Page, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    page.text.split(&mark).nth(1).and_then(|it| it.split('"').next()).unwrap().to_owned()
}

#[tokio::test]
async fn a_delivery_asks_about_slips_of_the_finger_and_means_what_is_sent_again() {
    let it = Fair::open().await;
    let path = "/booth/stock/delivery";
    let fields = it.delivery("24", "&lot-0=L1&expires_on-0=2026-12-31&paper_no=0012");
    let document = it.done(&it.manager, path, &fields).await;
    let page = Day::ask(&it.shop, &it.manager, "en", &document).await;
    assert!(page.text.contains("Delivery A03-NH0001"), "{}", page.text);
    assert!(page.text.contains("Other paper no. 0012") && page.text.contains("31/12/2026"));
    // The same form again is the same document.
    assert_eq!(it.done(&it.manager, path, &fields).await, document);
    for (quantity, more, said) in [
        ("24", "&lot-0=L1", "brought the same 24"),
        ("-100000", "&lot-0=L1", "24 here becomes -99.976"),
        ("20000", "", "is a great deal"),
        ("5", "&expires_on-0=2026-06-02", "past their last day, 02/06/2026"),
        ("5", "&lot-0=L1&expires_on-0=2026-11-30", "This lot has 31/12/2026 here"),
    ] {
        let page = it.send(&it.manager, path, &it.delivery(quantity, more)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{quantity} {more}");
        assert!(page.text.contains(said), "{quantity}: {}", page.text);
        assert!(page.text.contains(&format!("value=\"{quantity}\"")), "what was typed stays");
    }
    assert_eq!(it.held().await, ["A03 L1 24"], "nothing was saved");
    let fields = it.delivery("-4", "&lot-0=L1");
    let asked = it.send(&it.manager, path, &fields).await;
    let sure = hidden(&asked, "sure");
    it.done(&it.manager, path, &format!("{fields}&sure={sure}")).await;
    assert_eq!(it.held().await, ["A03 L1 20"]);
    for (quantity, more, said) in [
        ("1,5", "", "Counted by chai 500 ml: give a whole number"),
        ("", "", "Please fill this in"),
        ("0", "", "The quantity is not zero"),
        ("2000000000", "", "The quantity is too large"),
        ("5", "&expected-0=-5", "The quantity is above zero"),
        ("5", "&owner-0=Ai đó", "No such producer"),
    ] {
        let page = it.send(&it.manager, path, &it.delivery(quantity, more)).await;
        assert!(page.text.contains(said), "{quantity}: {}", page.text);
    }
    let empty = it.send(&it.manager, path, &format!("uid={}&lines=2", it.shop.uid())).await;
    assert!(empty.text.contains("No quantity was given"));
    let more = it.send(&it.manager, path, &(it.delivery("5", "&lot-0=L9") + "&more=1")).await;
    assert_eq!(more.status, StatusCode::OK);
    assert!(more.text.contains("name=\"product-1\"") && more.text.contains("value=\"L9\""));
    // Two corrections of one lot are one after the other.
    let honey = it.honey;
    let second = format!("&lot-0=L1&product-1={honey}&quantity-1=-15&lot-1=L1");
    let both = it.delivery("-15", &second).replace("lines=1", "lines=2");
    let page = it.send(&it.manager, path, &both).await;
    assert!(page.text.contains("20 here becomes 5"), "{}", page.text);
    assert!(page.text.contains("5 here becomes -10"), "{}", page.text);
    it.shop.verify().await;
}

#[tokio::test]
async fn every_document_of_a_place_is_found_however_many_there_are() {
    let it = Fair::open().await;
    for n in 1..=23 {
        let fields = it.delivery(&n.to_string(), "");
        it.done(&it.manager, "/booth/stock/delivery", &fields).await;
    }
    let page = Day::ask(&it.shop, &it.manager, "en", "/booth/stock").await;
    assert!(page.text.contains("A03-NH0023") && !page.text.contains("A03-NH0003"));
    assert!(page.text.contains("/booth/stock/documents"), "{}", page.text);
    let page = Day::ask(&it.shop, &it.manager, "en", "/booth/stock/documents?q=nh0003").await;
    assert!(page.text.contains("A03-NH0003") && !page.text.contains("A03-NH0004"));
    let page = Day::ask(&it.shop, &it.manager, "en", "/booth/stock/documents?only=count").await;
    assert!(page.text.contains("Nothing found"), "{}", page.text);
}

#[tokio::test]
async fn a_transfer_arrives_in_parts_and_what_never_came_is_owned() {
    let it = Fair::open().await;
    let room = "/fairs/HL26/rooms/K1";
    let fields = it.delivery("30", "&lot-0=L1");
    it.done(&it.organiser, &format!("{room}/delivery"), &fields).await;
    let (uid, field) = (it.shop.uid(), it.field("L1").await);
    let to = it.booth.uid;
    let sent = format!("uid={uid}&to=booth {to}&{field}=12");
    let transfer = it.done(&it.organiser, &format!("{room}/transfer"), &sent).await;
    assert_eq!(it.held().await, ["K1 L1 18", "đường L1 12"]);
    // The booth sees it come, and receives seven, then three.
    let page = Day::ask(&it.shop, &it.manager, "en", "/booth/stock").await;
    assert!(page.text.contains("K1-CH0001") && page.text.contains("Mật ong Tiên Yên 12 chai"));
    let receive = format!("{transfer}/receipt");
    for count in [7, 3] {
        let fields = format!("uid={}&{field}={count}", it.shop.uid());
        assert_eq!(it.done(&it.manager, &receive, &fields).await, transfer);
    }
    assert_eq!(it.held().await, ["A03 L1 10", "K1 L1 18", "đường L1 2"]);
    let page = Day::ask(&it.shop, &it.manager, "en", &transfer).await;
    assert!(page.text.contains("Still on the way"), "{}", page.text);
    assert!(page.text.contains("A03-NC0001") && page.text.contains("A03-NC0002"));
    // More than is on the way is asked about; "back" is the sender's to say, not the booth's.
    let five = format!("uid={}&{field}=5", it.shop.uid());
    let page = it.send(&it.manager, &receive, &five).await;
    assert!(page.text.contains("Only 2 are left, not 5"), "{}", page.text);
    let sure = format!("{five}&sure={}", hidden(&page, "sure"));
    it.done(&it.manager, &receive, &sure).await;
    assert_eq!(it.held().await, ["A03 L1 15", "K1 L1 18", "đường L1 -3"], "it was meant");
    let receipts = "select lower(hex(uid)) from document where kind = 'receipt' order by id desc";
    let over = it.shop.words(receipts).await.remove(0);
    let undo = format!("uid={}&reason=Nhầm", it.shop.uid());
    it.done(&it.manager, &format!("/documents/{over}/reversal"), &undo).await;
    let ending = format!("{transfer}/ending");
    let back = format!("uid={}&sort=sent_back&reason=Về kho", it.shop.uid());
    let page = it.send(&it.manager, &ending, &back).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    // What he looked at is on the way no more: he is asked to look again.
    let lost = format!("uid={}&sort=shortfall&reason=Vỡ dọc đường", it.shop.uid());
    let page = it.send(&it.manager, &ending, &format!("{lost}&seen=other")).await;
    assert!(page.text.contains("What is on the way has changed"), "{}", page.text);
    it.done(&it.manager, &ending, &lost).await;
    let again = format!("uid={}&sort=shortfall&reason=Vỡ", it.shop.uid());
    let page = it.send(&it.manager, &ending, &again).await;
    assert!(page.text.contains("Nothing is left on the way"), "{}", page.text);
    assert_eq!(it.held().await, ["A03 L1 10", "K1 L1 18", "đường L1 0"]);
    // With goods received it cannot be taken back before they are.
    let undo = format!("uid={}&reason=Nhầm", it.shop.uid());
    let page = it.send(&it.organiser, &format!("{transfer}/reversal"), &undo).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text);
    assert!(page.text.contains("take that back first"), "{}", page.text);
    it.shop.verify().await;
}

#[tokio::test]
async fn what_leaves_says_why_and_a_document_is_taken_back_once() {
    let it = Fair::open().await;
    let path = "/booth/stock/delivery";
    it.done(&it.manager, path, &it.delivery("20", "&lot-0=L1")).await;
    let field = it.field("L1").await;
    let loss = |more: &str| format!("uid={}&sort=gift&{field}=3{more}", it.shop.uid());
    let page = it.send(&it.manager, "/booth/stock/loss", &loss("")).await;
    assert!(page.text.contains("Please fill this in") && page.text.contains("value=\"3\""));
    let gift = it.done(&it.manager, "/booth/stock/loss", &loss("&reason=Mời đoàn khách")).await;
    assert_eq!(it.held().await, ["A03 L1 17"]);
    let page = Day::ask(&it.shop, &it.manager, "en", &format!("{gift}/reversal")).await;
    assert!(page.text.contains("Take back A03-HT0001?"), "{}", page.text);
    let undo = format!("uid={}&reason=Ghi nhầm", it.shop.uid());
    let back = it.done(&it.manager, &format!("{gift}/reversal"), &undo).await;
    assert_eq!(it.held().await, ["A03 L1 20"]);
    let page = Day::ask(&it.shop, &it.manager, "en", &gift).await;
    assert!(page.text.contains("Taken back by") && page.text.contains("A03-HP0001"));
    assert!(!page.text.contains(&format!("{gift}/reversal")), "nothing more to take back");
    let twice = format!("uid={}&reason=Lần nữa", it.shop.uid());
    let page = it.send(&it.manager, &format!("{gift}/reversal"), &twice).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let page = Day::ask(&it.shop, &it.manager, "en", &back).await;
    assert!(page.text.contains("Ghi nhầm"), "{}", page.text);
    // At the end of the fair all that is left is filled in and goes home.
    let fill = format!("uid={}&fill=1", it.shop.uid());
    let page = it.send(&it.manager, "/booth/stock/return", &fill).await;
    assert!(page.text.contains("value=\"20\""), "{}", page.text);
    let home = format!("uid={}&{field}=20", it.shop.uid());
    let slip = it.done(&it.manager, "/booth/stock/return", &home).await;
    assert_eq!(it.held().await, ["A03 L1 0"]);
    // A second press finds the shelf empty, and is the same document.
    assert_eq!(it.done(&it.manager, "/booth/stock/return", &home).await, slip);
    it.shop.verify().await;
}

#[tokio::test]
async fn a_store_room_has_a_code_of_its_own_and_is_changed_where_it_stands() {
    let it = Fair::open().await;
    let path = "/fairs/HL26/rooms";
    let taken = format!("uid={}&code=A03&name=Kho", it.shop.uid());
    let page = it.send(&it.organiser, path, &taken).await;
    assert!(page.status.is_client_error(), "a booth has this code");
    let uid = it.shop.uid();
    it.done(&it.organiser, path, &format!("uid={uid}&code=K2&name=Kho phụ")).await;
    let stands = format!("uid={uid}&known=1&code=K2&name=Kho lạnh");
    it.done(&it.organiser, path, &stands).await;
    let rooms = it.shop.words("select code || name || active from store_room order by code").await;
    assert_eq!(rooms, ["K1Kho chính1", "K2Kho lạnh0"]);
}

#[tokio::test]
async fn a_store_room_is_counted_blind_and_none_left_is_a_number() {
    let it = Fair::open().await;
    let room = "/fairs/HL26/rooms/K1";
    for (lot, count) in [("L1", "30"), ("L2", "5"), ("L3", "8")] {
        let fields = it.delivery(count, &format!("&lot-0={lot}"));
        it.done(&it.organiser, &format!("{room}/delivery"), &fields).await;
    }
    let path = format!("{room}/count");
    let page = Day::ask(&it.shop, &it.organiser, "en", &path).await;
    let rows = page.text.split("<tbody>").nth(1).unwrap();
    assert!(!rows.contains(">30 ") && !rows.contains(">5 "), "blind: {rows}");
    let (one, two) = (it.field("L1").await, it.field("L2").await);
    let fields = format!("uid={}&{one}=28&{two}=0", it.shop.uid());
    let count = it.done(&it.organiser, &path, &fields).await;
    // 28 counted of 30, none of 5; the eight nobody counted stay.
    assert_eq!(it.held().await, ["K1 L1 28", "K1 L2 0", "K1 L3 8"]);
    let page = Day::ask(&it.shop, &it.organiser, "en", &count).await;
    assert!(page.text.contains("Stocktake K1-KK0001"), "{}", page.text);
    assert!(page.text.contains(">-2<") && page.text.contains(">-5<"), "{}", page.text);
    let none = it.send(&it.organiser, &path, &format!("uid={}", it.shop.uid())).await;
    assert!(none.text.contains("No quantity was given"));
    it.shop.verify().await;
}
