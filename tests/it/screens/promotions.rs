//! Promotions and prices of a fair, from their pages.

use crate::screens::Browser;
use axum::http::StatusCode;

async fn fair() -> Browser {
    let mut it = Browser::open().await;
    it.organiser().await;
    it.fair().await;
    it.booth("A01").await;
    it.booth("A02").await;
    it
}

/// A product that booth A01 sells; its uid.
async fn honey(it: &mut Browser) -> String {
    let uid = it.get("/products/new").await.value("uid");
    let fields = [
        ("uid", uid.as_str()),
        ("name", "Mật ong"),
        ("unit", "chai"),
        ("price", "185.000"),
        ("producer", "HTX Tiên Yên"),
        ("subject_type", "cooperative"),
        ("ocop_group", "1"),
        ("active", "1"),
    ];
    let made = it.post("/products/new", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let range = [("seen", uid.as_str()), ("sold", uid.as_str())];
    assert_eq!(it.post("/fairs/HE/booths/A01/range", &range).await.status, StatusCode::SEE_OTHER);
    uid
}

fn fields<'a>(uid: &'a str, product: &'a str, name: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("uid", uid),
        ("name", name),
        ("sort", "buy_get"),
        ("buy", "2"),
        ("get", "1"),
        ("starts_on", "2026-06-03"),
        ("starts_at", "08:00"),
        ("ends_on", "2026-06-03"),
        ("ends_at", "22:00"),
        ("product", product),
    ]
}

#[tokio::test]
async fn an_organiser_makes_a_promotion_and_ends_it() {
    let mut it = fair().await;
    let honey = honey(&mut it).await;
    let path = "/fairs/HE/promotions";
    let uid = it.get("/fairs/HE/promotions/new").await.value("uid");
    let made = it.post("/fairs/HE/promotions/new", &fields(&uid, &honey, "Mua 2 tặng 1")).await;
    assert_eq!((made.status, made.to.as_str()), (StatusCode::SEE_OTHER, path));
    // The same form again changes nothing, whatever it says now.
    it.post("/fairs/HE/promotions/new", &fields(&uid, &honey, "Khác")).await;
    let list = it.get(path).await.text;
    assert!(list.contains("Mua 2 tặng 1") && list.contains("Đang chạy"), "{list}");
    assert!(!list.contains("Khác"));
    let end = it.post(&format!("{path}/{uid}/end"), &[]).await;
    assert_eq!(end.to, path);
    let list = it.get(path).await.text;
    assert!(list.contains("Đã hết") && list.contains("03/06/2026 14:32"), "{list}");
    assert!(!list.contains("Kết thúc ngay"));
}

#[tokio::test]
async fn a_promotion_that_was_ended_before_it_began_is_withdrawn() {
    let mut it = fair().await;
    let honey = honey(&mut it).await;
    let path = "/fairs/HE/promotions";
    let uid = it.get("/fairs/HE/promotions/new").await.value("uid");
    let mut later = fields(&uid, &honey, "Mua 2 tặng 1");
    later.retain(|(key, _)| !key.starts_with("starts_on") && !key.starts_with("ends_on"));
    later.extend([("starts_on", "2026-06-04"), ("ends_on", "2026-06-04")]);
    it.post("/fairs/HE/promotions/new", &later).await;
    let list = it.get(path).await.text;
    assert!(list.contains("Chưa bắt đầu") && list.contains("Kết thúc ngay"), "{list}");
    it.post(&format!("{path}/{uid}/end"), &[]).await;
    let list = it.get(path).await.text;
    assert!(list.contains("Đã bỏ") && !list.contains("Chưa bắt đầu"), "{list}");
    assert!(!list.contains("Kết thúc ngay") && !list.contains(&uid), "nothing left to end");
    assert_eq!(it.get(&format!("{path}/{uid}")).await.to, path, "nor to change");
}

#[tokio::test]
async fn a_mistyped_promotion_is_put_right_under_its_own_name() {
    let mut it = fair().await;
    let honey = honey(&mut it).await;
    let uid = it.get("/fairs/HE/promotions/new").await.value("uid");
    it.post("/fairs/HE/promotions/new", &fields(&uid, &honey, "Mua 2 tặng 1")).await;
    let path = format!("/fairs/HE/promotions/{uid}");
    assert!(it.get("/fairs/HE/promotions").await.text.contains(&path));
    let form = it.get(&path).await;
    let filled = ["name", "buy", "get", "starts_on", "starts_at", "ends_on", "ends_at"];
    let values = filled.map(|name| form.value(name));
    let typed = ["Mua 2 tặng 1", "2", "1", "03/06/2026", "08:00", "03/06/2026", "22:00"];
    assert_eq!(values, typed);
    assert!(form.text.contains(&format!("value=\"{honey}\" checked")), "{}", form.text);
    let mut wrong = fields(&uid, &honey, "Mua 3 tặng 1");
    wrong.retain(|(key, _)| *key != "buy");
    let page = it.post(&path, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("Nhập số từ 1 đến 1000") && page.text.contains(&path));
    wrong.push(("buy", "3"));
    // Sent twice by a double tap, and under another's uid: it is the one of the address.
    wrong[0] = ("uid", "019e8b00-0000-7000-8000-000000000000");
    for _ in 0..2 {
        assert_eq!(it.post(&path, &wrong).await.to, "/fairs/HE/promotions");
    }
    let list = it.get("/fairs/HE/promotions").await.text;
    assert!(list.contains("Mua 3 tặng 1") && !list.contains("Mua 2 tặng 1"), "{list}");
    it.post(&format!("{path}/end"), &[]).await;
    let over = it.get(&path).await;
    assert_eq!(over.to, "/fairs/HE/promotions", "what is over stays as it was");
    assert_eq!(it.post(&path, &wrong).await.to, "/fairs/HE/promotions");
    assert!(it.get("/fairs/HE/promotions").await.text.contains("Đã hết"));
}

#[tokio::test]
async fn what_is_wrong_with_a_promotion_is_said_at_its_field() {
    let mut it = fair().await;
    let honey = honey(&mut it).await;
    let uid = it.get("/fairs/HE/promotions/new").await.value("uid");
    for (name, value, said) in [
        ("name", "", "Hãy nhập ô này"),
        ("buy", "0", "Nhập số từ 1 đến 1000"),
        ("ends_at", "07:00", "Phải sau lúc bắt đầu"),
        ("starts_at", "8 giờ", "Giờ không hợp lệ"),
        ("product", "", "Hãy chọn sản phẩm"),
        ("booth", "019e8b00-0000-7000-8000-000000000000", "Không có gian hàng này"),
    ] {
        let mut form = fields(&uid, &honey, "Mua 2 tặng 1");
        form.retain(|(key, _)| *key != name);
        form.push((name, value));
        let page = it.post("/fairs/HE/promotions/new", &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(page.text.contains(said), "{name}");
    }
    let mut form = fields(&uid, &honey, "Bộ quà");
    form.retain(|(key, _)| *key != "sort");
    form.extend([("sort", "bundle"), ("amount", "100.000")]);
    let page = it.post("/fairs/HE/promotions/new", &form).await;
    assert!(page.text.contains("Một bộ gồm ít nhất 2 sản phẩm"), "{}", page.text);
}

#[tokio::test]
async fn a_manager_makes_promotions_of_the_own_booth_and_ends_no_others() {
    let mut it = fair().await;
    let honey = honey(&mut it).await;
    let uid = it.get("/fairs/HE/promotions/new").await.value("uid");
    it.post("/fairs/HE/promotions/new", &fields(&uid, &honey, "Cả hội chợ")).await;
    let booth = it.booth_uid("A01").await;
    let person = it.person("manager", &booth, "", "2749").await;
    let mut manager = it.other();
    manager.enter(&person).await;
    let own = manager.get("/booth/promotions/new").await.value("uid");
    let made = manager.post("/booth/promotions/new", &fields(&own, &honey, "Của gian")).await;
    assert_eq!(made.to, "/booth/promotions", "{}", made.text);
    let list = manager.get("/booth/promotions").await.text;
    assert!(list.contains("Của gian") && list.contains("Cả hội chợ"));
    let others = manager.post(&format!("/booth/promotions/{uid}/end"), &[]).await;
    assert_eq!(others.status, StatusCode::FORBIDDEN);
    let path = format!("/booth/promotions/{uid}");
    let taken = manager.post(&path, &fields(&uid, &honey, "Của gian")).await;
    assert_eq!(
        (manager.get(&path).await.status, taken.status),
        (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN)
    );
    let ended = manager.post(&format!("/booth/promotions/{own}/end"), &[]).await;
    assert_eq!(ended.to, "/booth/promotions");
    for page in ["/fairs/HE/promotions", "/fairs/HE/promotions/new", "/fairs/HE/prices"] {
        assert_eq!(manager.get(page).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    let auditor = it.person("auditor", "", "kiem-tra", "mat-khau-dai").await;
    let mut reader = it.other();
    reader.enter(&auditor).await;
    assert_eq!(reader.get("/fairs/HE/promotions").await.status, StatusCode::OK);
    assert_eq!(reader.get("/fairs/HE/prices").await.status, StatusCode::OK);
    let end = reader.post(&format!("/fairs/HE/promotions/{uid}/end"), &[]).await;
    assert_eq!(end.status, StatusCode::FORBIDDEN);
    assert_eq!(reader.post("/fairs/HE/prices", &[]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_price_at_a_fair_goes_before_the_price_of_everywhere() {
    let mut it = fair().await;
    let honey = honey(&mut it).await;
    let name = format!("price.{honey}");
    let wrong = it.post("/fairs/HE/prices", &[(&name, "rẻ")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Chưa lưu giá nào"));
    let saved = it.post("/fairs/HE/prices", &[(&name, "170.000")]).await;
    assert_eq!(saved.to, "/fairs/HE/prices");
    assert_eq!(it.get("/fairs/HE/prices").await.value(&name), "170.000");
    let goods = it.get("/fairs/HE/booths/A01/goods").await;
    assert_eq!(goods.value(&name), "170.000", "the booth sells at it");
}
