//! What changed while somebody filled in a form: goods that moved under a count, packs and units
//! that were put right in the catalogue.

use crate::{
    day::{Day, Page},
    packs::{Fair, words},
    pages::FORM,
    shop::TestShop,
};
use axum::http::StatusCode;
use chophien::staff::Role;
use serde_json::json;

/// What places have of each lot, in units: code, lot, adjusted, left.
const LEFT: &str = "select printf('%s %s %+d =%d', coalesce(b.code, r.code, 'đường'), l.lot, \
                    l.adjusted / 1000, l.quantity / 1000) from level l \
                    left join booth b on b.id = l.place \
                    left join store_room r on r.id = l.place order by 1";

/// The value of a hidden field.
fn hidden(page: &Page, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let found = page.text.split(&mark).nth(1).and_then(|it| it.split('"').next());
    found.unwrap_or_else(|| panic!("{name}: {}", page.text)).to_owned()
}

/// A form as somebody opened it: an id of its own and when it was drawn.
async fn opened(it: &Fair, path: &str) -> String {
    let page = Day::ask(&it.shop, &it.organiser, "vi", path).await;
    format!("uid={}&drawn={}", it.shop.uid(), hidden(&page, "drawn"))
}

/// Sends a form as it was opened.
async fn sent(it: &Fair, path: &str, form: &str, rest: &str) -> Page {
    let fields = format!("{form}&{rest}").replace(' ', "+").replace(';', "%3B");
    Day::fill(&it.shop, &it.organiser, "vi", path, FORM, &fields).await
}

/// It comes back with a question, and then as it is drawn now.
fn asked(page: &Page, said: &[&str]) -> String {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    for said in said {
        assert!(words(page).contains(said), "{said}: {}", page.text);
    }
    format!("uid={}&drawn={}", hidden(page, "uid"), hidden(page, "drawn"))
}

/// The honey of an organiser with these packs, in this unit; what the page answers.
async fn counted_in(it: &Fair, unit: &str, packs: &str, more: &str) -> Page {
    let rest = "producer=HTX Gia Nghĩa&ocop_group=1&active=1&subject_type=cooperative";
    let fields = format!("name=Mật ong&unit={unit}&price=120000&{rest}&packs={packs}{more}");
    sent(it, &format!("/products/{}", it.honey), "as=1", &fields).await
}

/// 48 bottles lie in the store room when the count begins. While the keeper counts, a crate of 24
/// goes to the booth: the 48 that he wrote down are not what is there. He counts again, 24, and
/// nothing is made up. The next time two sixes come meanwhile: 24 + 12 = 36 in the book; he means
/// his 24, so 12 are missing.
#[tokio::test]
async fn a_store_room_that_is_counted_while_goods_come_and_go_is_asked_about_what_moved() {
    let (it, booth) = Fair::open().await;
    let room = format!("{}/rooms/K1", it.fair);
    it.done(&format!("{room}/delivery"), &it.delivery("2 thùng")).await;
    let other = it.delivery("5 chai").replace("lot-0=L1", "lot-0=L2");
    it.done(&format!("{room}/delivery"), &other).await;
    let (path, field) = (format!("{room}/count"), it.field().await);
    let second = field.replace(&hex::encode("L1"), &hex::encode("L2"));
    let form = opened(&it, &path).await;
    let transfer = format!("to=booth {}&{field}=1 thùng", booth.uid);
    it.done(&format!("{room}/transfer"), &transfer).await;
    let page = sent(&it, &path, &form, &format!("{field}=48&{second}=5")).await;
    let form = asked(&page, &["lô này đã chuyển: K1-CH0001 -1 thùng.", "value=\"48\""]);
    assert_eq!(page.text.matches("đã chuyển:").count(), 1, "L2 lay still: {}", page.text);
    assert!(page.text.contains("value=\"5\""), "what was typed stays");
    let before = ["K1 L1 +0 =24", "K1 L2 +0 =5", "đường L1 +0 =24"];
    assert_eq!(it.shop.words(LEFT).await, before, "nothing was saved");
    let page = sent(&it, &path, &form, &format!("{field}=24&{second}=5")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_eq!(it.shop.words(LEFT).await, before, "24 and 5 are counted, and 24 and 5 are there");
    let form = opened(&it, &path).await;
    it.done(&format!("{room}/delivery"), &it.delivery("2 lốc")).await;
    let page = sent(&it, &path, &form, &format!("{field}=24")).await;
    let meant = asked(&page, &["lô này đã chuyển: K1-NH0003 +2 lốc."]);
    let page = sent(&it, &path, &meant, &format!("{field}=24")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    // Sent once more as it was first, it is the same document and asks nothing.
    let again = sent(&it, &path, &form, &format!("{field}=24")).await;
    assert_eq!(again.to, page.to, "{}", again.text);
    assert_eq!(it.shop.words(LEFT).await, ["K1 L1 -12 =24", "K1 L2 +0 =5", "đường L1 +0 =24"]);
    it.shop.verify().await;
}

/// A transfer that is taken back moves at the instant at which it was made, which is before the
/// count began.
#[tokio::test]
async fn what_was_taken_back_while_the_room_was_counted_is_asked_about_too() {
    let (it, booth) = Fair::open().await;
    let room = format!("{}/rooms/K1", it.fair);
    it.done(&format!("{room}/delivery"), &it.delivery("2 thùng")).await;
    let (path, field) = (format!("{room}/count"), it.field().await);
    let transfer = format!("to=booth {}&{field}=1 thùng", booth.uid);
    let document = it.done(&format!("{room}/transfer"), &transfer).await;
    let form = opened(&it, &path).await;
    it.done(&format!("{document}/reversal"), "reason=Nhầm gian").await;
    let page = sent(&it, &path, &form, &format!("{field}=24")).await;
    asked(&page, &["lô này đã chuyển: K1-HP0001 +1 thùng."]);
    assert_eq!(it.shop.words(LEFT).await, ["K1 L1 +0 =48", "đường L1 +0 =0"]);
}

/// Two crates of 24 were 48 bottles when the page was opened, and are 40 by now.
#[tokio::test]
async fn a_pack_that_is_put_right_while_somebody_types_in_it_is_shown_before_it_is_saved() {
    let (it, booth) = Fair::open().await;
    let room = format!("{}/rooms/K1", it.fair);
    let (path, fields) = (format!("{room}/delivery"), it.delivery("2 thùng"));
    let form = opened(&it, &path).await;
    let kept = counted_in(&it, "chai 500 ml", "thùng=20; lốc=6", "").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let page = sent(&it, &path, &form, &fields).await;
    let said = [
        "Lúc mở trang, hàng này tính bằng chai 500 ml (thùng=24; lốc=6)",
        "nay tính bằng chai 500 ml (thùng=20; lốc=6)",
        "value=\"2 thùng\"",
    ];
    let meant = asked(&page, &said);
    assert_eq!(it.shop.figure("select count(*) from document").await, 0, "nothing was saved");
    let page = sent(&it, &path, &meant, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_eq!(it.shop.words(LEFT).await, ["K1 L1 +0 =40"]);
    // Sent once more as it was first, it is the same document and asks nothing.
    assert_eq!(sent(&it, &path, &form, &fields).await.to, page.to);
    // What a form filled in by itself is no surer.
    let home = format!("{room}/return");
    let form = opened(&it, &home).await;
    let filled = sent(&it, &home, &form, "fill=1").await;
    assert!(filled.text.contains("value=\"2 thùng\""), "{}", filled.text);
    counted_in(&it, "chai 500 ml", "thùng=18", "").await;
    let field = it.field().await;
    let page = sent(&it, &home, &form, &format!("{field}=2 thùng")).await;
    asked(&page, &["nay tính bằng chai 500 ml (thùng=18)", "value=\"2 thùng\""]);
    // Another price, another name: nothing that a quantity hangs on.
    let transfer = format!("{room}/transfer");
    let form = opened(&it, &transfer).await;
    counted_in(&it, "chai 500 ml", "thùng=18", "&evidence=Sổ tay").await;
    let rest = format!("to=booth {}&{field}=1 thùng", booth.uid);
    let page = sent(&it, &transfer, &form, &rest).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    it.shop.verify().await;
}

/// 53 bottles lie in the store room: with the unit crate they would be 53 crates.
#[tokio::test]
async fn another_unit_is_asked_about_with_what_lies_at_each_place() {
    let (it, booth) = Fair::open().await;
    let room = format!("{}/rooms/K1", it.fair);
    it.done(&format!("{room}/delivery"), &it.delivery("2 thùng 5 chai")).await;
    let field = it.field().await;
    let transfer = format!("to=booth {}&{field}=5 chai", booth.uid);
    let sent = it.done(&format!("{room}/transfer"), &transfer).await;
    let code = it.fair.replace("/fairs/", "");
    let page = counted_in(&it, "thùng", "", "").await;
    let said = [
        format!("2 thùng ở K1 ({code}) sẽ đọc là 48 thùng"),
        format!("5 chai ở K1-CH0001 ({code}) sẽ đọc là 5 thùng"),
        "value=\"thùng\"".into(),
        "Nếu đúng, hãy lưu lần nữa".into(),
    ];
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    for said in &said {
        assert!(words(&page).contains(said.as_str()), "{said}: {}", page.text);
    }
    let unit = "select unit from product";
    assert_eq!(it.shop.words(unit).await, ["chai 500 ml"], "nothing was saved");
    // What was asked is about these figures: others are asked about anew.
    let sure = format!("&unit.sure={}", hidden(&page, "unit.sure"));
    it.done(&format!("{sent}/receipt"), &format!("{field}=5 chai")).await;
    let page = counted_in(&it, "thùng", "", &sure).await;
    assert!(words(&page).contains("5 chai ở A03"), "{}", page.text);
    let sure = format!("&unit.sure={}", hidden(&page, "unit.sure"));
    let page = counted_in(&it, "thùng", "", &sure).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_eq!(it.shop.words(unit).await, ["thùng"]);
    it.shop.verify().await;
}

#[tokio::test]
async fn a_unit_is_another_word_as_long_as_nothing_lies_anywhere() {
    let (it, _) = Fair::open().await;
    let page = counted_in(&it, "thùng", "", "").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

/// The phone counted ten crates; the unit is bottles by now. Ten bottles would be written down.
#[tokio::test]
async fn a_count_in_another_unit_is_refused_in_words() {
    let (shop, booth, honey) = TestShop::with_honey(12).await;
    let hoa = shop.person("Hòa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let hoa = hoa.on(&booth.who);
    let before = shop.figure("select count(*) from journal").await;
    let count = |unit: &str| {
        let line = json!({"product": honey, "quantity": "10", "unit": unit, "at_ms": shop.now()});
        json!({"id": shop.uid(), "kind": "count", "lines": [line]})
    };
    let path = "/api/v1/stock/documents";
    let refused = shop.post(&hoa, path, &count("thùng")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert_eq!(refused.body["error"], "unit_changed");
    let said = refused.body["message"].as_str().unwrap();
    assert!(said.contains("is counted in chai 500 ml now, and this is in thùng"), "{said}");
    assert_eq!(shop.figure("select count(*) from journal").await, before);
    let taken = shop.post(&hoa, path, &count("chai 500 ml")).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
    assert_eq!(shop.figure("select sum(quantity) from level").await, 10_000);
    shop.verify().await;
}

/// 302 lots lie in the store room; a document has 300 lines.
#[tokio::test]
async fn what_is_more_than_a_document_holds_is_said_and_filled_in_part_by_part() {
    let (it, _) = Fair::open().await;
    let room = format!("{}/rooms/K1", it.fair);
    for (from, many) in [(0, 300), (300, 2)] {
        let line =
            |n: usize| format!("product-{n}={}&quantity-{n}=1&lot-{n}=L{:03}", it.honey, from + n);
        let lines: Vec<String> = (0..many).map(line).collect();
        let fields = format!("lines={many}&{}", lines.join("&"));
        it.done(&format!("{room}/delivery"), &fields).await;
    }
    let home = format!("{room}/return");
    let form = opened(&it, &home).await;
    let page = sent(&it, &home, &form, "fill=1").await;
    assert_eq!(page.text.matches("value=\"1 chai\"").count(), 300);
    assert!(page.text.contains("đã đủ 300 dòng, còn 2 dòng chưa điền"), "{}", page.text);
    let sql = "select lower(hex(o.uid)) from product p join producer o on o.id = p.producer";
    let owner = it.shop.words(sql).await[0].clone();
    let field = |n: usize| {
        format!("quantity.{}.{owner}.{}=1", it.honey.hex(), hex::encode(format!("L{n:03}")))
    };
    let count = format!("{room}/count");
    it.says(&count, &["Kho có 302 lô, mỗi phiếu tối đa 300 dòng"]).await;
    let form = opened(&it, &count).await;
    let all: Vec<String> = (0..302).map(field).collect();
    let page = sent(&it, &count, &form, &all.join("&")).await;
    asked(&page, &["ở đây có 302: bỏ trống 2 dòng"]);
    assert_eq!(page.text.matches("value=\"1\"").count(), 302, "what was typed stays");
    let page = sent(&it, &count, &form, &all[..300].join("&")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    it.shop.verify().await;
}
