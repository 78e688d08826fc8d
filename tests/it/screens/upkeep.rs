//! Fairs, booths, goods and sheets as they are kept up.

use crate::screens::Browser;
use axum::http::StatusCode;

const AGAIN: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

pub(super) async fn one_booth() -> Browser {
    let mut it = Browser::open().await;
    it.organiser().await;
    it.fair().await;
    assert_eq!(it.booth("A01").await.to, "/fairs/HE/booths/A01/goods");
    it
}

/// A product by its name, at 55.000 đ.
pub(super) async fn product(it: &mut Browser, name: &str) -> String {
    let uid = it.get("/products/new").await.value("uid");
    let page = it
        .post(
            "/products/new",
            &[
                ("uid", &uid),
                ("name", name),
                ("unit", "kg"),
                ("price", "55.000"),
                ("producer", "HTX Đình Trung"),
                ("subject_type", "cooperative"),
                ("ocop_group", "1"),
                ("star", "4"),
                ("certificate_no", "12/QĐ"),
                ("certificate_signed_on", "2023-08-01"),
                ("active", "1"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    uid
}

#[tokio::test]
async fn a_taken_booth_code_says_so_at_the_code_and_keeps_the_rest() {
    let mut it = one_booth().await;
    let page = it.booth("A01").await;
    assert_eq!(page.status, AGAIN);
    let (_, field) = page.text.split_once("id=\"code-said\"").unwrap();
    let (said, _) = field.split_once("</div>").unwrap();
    assert!(said.contains("“A01” đã được dùng"), "{said}");
    assert_eq!(page.value("name"), "HTX Đình Trung");
    assert_eq!(it.get("/fairs/HE/booths/new").await.value("code"), "A02");
}

#[tokio::test]
async fn a_fair_that_ends_before_it_begins_keeps_what_was_typed() {
    let mut it = Browser::open().await;
    it.organiser().await;
    let uid = it.get("/fairs/new").await.value("uid");
    let page = it
        .post(
            "/fairs/new",
            &[
                ("uid", &uid),
                ("name", "Hội chợ Hè"),
                ("level", "local"),
                ("kind", "product_week"),
                ("starts_on", "2026-06-07"),
                ("ends_on", "2026-06-01"),
                ("cash_rounding", "0"),
            ],
        )
        .await;
    assert_eq!(page.status, AGAIN);
    assert!(page.text.contains("Ngày kết thúc phải sau ngày khai mạc"));
    assert_eq!(page.value("name"), "Hội chợ Hè");
    assert!(page.text.contains("<option value=\"product_week\" selected"));
    assert!(it.get("/fairs").await.text.contains("Chưa có hội chợ nào"));
}

#[tokio::test]
async fn gates_and_opening_days_are_added_and_changed_where_they_stand() {
    let mut it = one_booth().await;
    let uid = it.get("/fairs/HE/gates").await.value("uid");
    let gate = [("uid", uid.as_str()), ("code", "G1"), ("name", "Cổng chính")];
    assert_eq!(it.post("/fairs/HE/gates", &gate).await.to, "/fairs/HE/gates");
    let day = [("day", "2026-06-03"), ("opens", "08:00"), ("closes", "21:30")];
    assert_eq!(it.post("/fairs/HE/days", &day).await.to, "/fairs/HE/gates");
    let page = it.get("/fairs/HE/gates").await;
    assert!(page.text.contains("Cổng chính") && page.text.contains("08:00 – 21:30"));
    let late = [("day", "2026-06-04"), ("opens", "22:00"), ("closes", "21:30")];
    assert_eq!(it.post("/fairs/HE/days", &late).await.status, AGAIN);
    let other = [("uid", uid.as_str()), ("code", "G1"), ("name", "Cổng biển")];
    let again = it.post("/fairs/HE/gates", &other).await;
    assert!(again.text.contains("Mẫu này đã được lưu trước đó"), "a form of a new gate");
    let known = [other[0], ("known", "1"), other[1], other[2]];
    assert_eq!(it.post("/fairs/HE/gates", &known).await.to, "/fairs/HE/gates");
    let sooner = [("day", "2026-06-03"), ("opens", "08:00"), ("closes", "20:00")];
    assert_eq!(it.post("/fairs/HE/days", &sooner).await.to, "/fairs/HE/gates");
    let page = it.get("/fairs/HE/gates").await.text;
    assert!(page.contains("Cổng biển") && !page.contains("Cổng chính"), "{page}");
    assert!(page.contains("08:00 – 20:00") && !page.contains("21:30</b>"), "{page}");
    let nameless = [other[0], ("known", "1"), ("code", ""), ("name", "Cổng biển")];
    let page = it.post("/fairs/HE/gates", &nameless).await;
    assert_eq!(page.status, AGAIN);
    assert!(page.text.contains("<details class=\"edit\" open"), "{}", page.text);
}

#[tokio::test]
async fn a_product_is_found_without_marks_and_its_certificate_tells_its_state() {
    let mut it = one_booth().await;
    let uid = product(&mut it, "Mật ong Tiên Yên").await;
    product(&mut it, "Miến dong").await;
    let found = it.get("/products?q=mat%20ong").await.text;
    assert!(found.contains("Mật ong Tiên Yên") && !found.contains("Miến dong"));
    let page = it.get(&format!("/products/{uid}")).await;
    assert!(page.text.contains("Sắp hết hạn") && page.text.contains("01/08/2026"), "{}", page.text);
    let mut db = it.app.shop.read().await.unwrap();
    let producers = chophien::catalog::store::producers(&mut db).await.unwrap();
    assert_eq!(producers.len(), 1, "the second product found its producer by name");
}

#[tokio::test]
async fn a_booth_chooses_its_goods_sets_its_own_price_and_receives_stock_once() {
    let mut it = one_booth().await;
    let uid = product(&mut it, "Mật ong").await;
    let base = "/fairs/HE/booths/A01";
    let ticked = [("seen", uid.as_str()), ("sold", uid.as_str())];
    it.post(&format!("{base}/range"), &ticked).await;
    let name = format!("price.{uid}");
    let wrong = it.post(&format!("{base}/price"), &[(&name, "năm mươi")]).await;
    assert_eq!((wrong.status, wrong.value(&name)), (AGAIN, "năm mươi".into()));
    it.post(&format!("{base}/price"), &[(&name, "60.000")]).await;
    let page = it.get(&format!("{base}/goods")).await;
    assert_eq!(page.value(&name), "60.000");
    let delivery = format!("{base}/stock/delivery");
    let minted = it.get(&delivery).await.value("uid");
    let goods = [
        ("uid", minted.as_str()),
        ("lines", "1"),
        ("product-0", &uid),
        ("quantity-0", "12,5"),
        ("lot-0", "L1"),
        ("expires_on-0", "2026-12-31"),
    ];
    let mut doubtful = goods;
    doubtful[3] = ("quantity-0", "1.250");
    let page = it.post(&delivery, &doubtful).await;
    assert_eq!(page.status, AGAIN);
    assert!(page.text.contains("hãy viết 1250 hoặc 1,25"), "{}", page.text);
    it.post(&delivery, &goods).await;
    it.post(&delivery, &goods).await;
    let page = it.get(&format!("{base}/stock")).await;
    assert!(page.text.contains("<b>12,5</b> kg"), "{}", page.text);
    assert!(page.text.contains("31/12/2026"), "{}", page.text);
    it.post(&format!("{base}/range"), &[("seen", &uid)]).await;
    assert!(it.get(&format!("{base}/goods")).await.text.contains("Gian chưa bán hàng nào"));
}

#[tokio::test]
async fn a_sale_is_shown_from_its_entry_and_taken_back_once_with_a_reason() {
    let mut it = one_booth().await;
    let uid = product(&mut it, "Mật ong").await;
    it.post("/fairs/HE/booths/A01/range", &[("seen", &uid), ("sold", &uid)]).await;
    let booth = it.booth_uid("A01").await;
    let manager = it.person("manager", &booth, "", "2749").await;
    it.enter(&manager).await;
    let id = it.app.shop.chance.uid(it.app.shop.clock.now());
    let sale = serde_json::json!({
        "id": id, "paid_at_ms": super::NOW, "lines": [{"product": uid, "quantity": "0.35"}],
        "payments": [{"method": "vietqr", "amount": 19250, "reference": "OC7K3M9QE"}],
    });
    let request =
        axum::http::Request::post("/api/v1/sales").header("content-type", "application/json");
    let sold = it.send(request, sale.to_string().into()).await;
    assert_eq!(sold.status, StatusCode::CREATED, "{}", sold.text);
    let list = it.get("/fairs/HE/sales?booth=A01").await.text;
    assert!(list.contains(&format!("/sales/{id}")), "{list}");
    let page = it.get(&format!("/sales/{id}")).await;
    assert!(page.text.contains("0,35 kg") && page.text.contains("19.250\u{a0}đ"), "{}", page.text);
    let minted = page.value("uid");
    let path = format!("/sales/{id}/refunds");
    let page = it.post(&path, &[("uid", &minted), ("reason", "")]).await;
    assert_eq!((page.status, page.value("uid")), (AGAIN, minted.clone()));
    let all = [("uid", minted.as_str()), ("quantity-0", "0,4"), ("reason", "Khách trả lại")];
    let page = it.post(&path, &all).await;
    assert_eq!((page.status, page.value("quantity-0")), (AGAIN, "0,4".to_owned()));
    let all = [("uid", minted.as_str()), ("quantity-0", "0,35"), ("reason", "Khách trả lại")];
    let page = it.post(&path, &all).await;
    assert_eq!(page.to, format!("/sales/{minted}"));
    assert!(it.get(&page.to).await.text.contains("Khách trả lại"));
    let page = it.get(&format!("/sales/{id}")).await;
    assert!(page.text.contains("Đã trả hàng bởi phiếu") && !page.text.contains("/refunds"));
}

#[tokio::test]
async fn a_revoked_device_sells_no_more() {
    let mut it = one_booth().await;
    let booth = format!("booth {}", it.booth_uid("A01").await);
    let wrong = it.post("/devices/pair", &[("place", "")]).await;
    assert_eq!(wrong.status, AGAIN);
    let code = it.post("/devices/pair", &[("place", &booth)]).await.to;
    let code = code.split_once("code=").unwrap().1.to_owned();
    let request =
        axum::http::Request::post("/api/v1/devices").header("content-type", "application/json");
    let body = serde_json::json!({"code": code, "name": "Máy 1"}).to_string();
    let paired = it.send(request, body.into()).await;
    let paired: serde_json::Value = serde_json::from_str(&paired.text).unwrap();
    let token = format!("Bearer {}", paired["token"].as_str().unwrap());
    let uid = paired["device"]["id"].as_str().unwrap();
    let till = |it: &Browser| (it.other(), axum::http::Request::get("/api/v1/till"));
    let (mut phone, request) = till(&it);
    let request = request.header("authorization", &token);
    assert_eq!(phone.send(request, Default::default()).await.status, StatusCode::OK);
    assert_eq!(it.post(&format!("/devices/{uid}/revoke"), &[]).await.to, "/devices");
    let (mut phone, request) = till(&it);
    let request = request.header("authorization", &token);
    assert_eq!(phone.send(request, Default::default()).await.status, StatusCode::UNAUTHORIZED);
    assert!(it.get("/devices").await.text.contains("Đã thu hồi"));
}

#[tokio::test]
async fn what_the_bank_says_of_a_transfer_is_noted_by_a_person() {
    let mut it = one_booth().await;
    let booth = it.booth_uid("A01").await;
    let account = [
        ("code", "A01"),
        ("zone", "local"),
        ("name", "Mật ong"),
        ("bank_bin", "970436"),
        ("account", "0123456789"),
    ];
    it.post("/fairs/HE/booths/A01/edit", &account).await;
    let shop = it.app.shop.clone();
    let request = chophien::base::id::RequestId(shop.chance.uid(shop.clock.now()));
    let step = chophien::payment::event::Step {
        uid: chophien::base::id::CommandId(request.0),
        request,
        booth: booth.parse().unwrap(),
        state: chophien::payment::event::State::Requested,
        reference: "OC7K3M9QE".into(),
        amount: chophien::base::money::Money(453_000),
        at: shop.clock.now(),
    };
    shop.submit("test", chophien::desk::command::Command::Payment(step)).await.unwrap();
    let page = it.get("/transfers?fair=HE").await;
    assert!(page.text.contains("Chờ thanh toán") && page.text.contains("453.000"));
    let said = |state| [("booth", booth.as_str()), ("reference", "OC7K3M9QE"), ("state", state)];
    let early = it.post("/transfers?fair=HE", &said("missing")).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "only money said to have come can be missing");
    assert_eq!(it.post("/transfers?fair=HE", &said("confirmed")).await.to, "/transfers?fair=HE");
    assert!(it.get("/transfers?fair=HE").await.text.contains("Ngân hàng xác nhận"));
}

#[tokio::test]
async fn a_sheet_is_checked_first_and_imported_all_or_nothing() {
    let mut it = one_booth().await;
    let head = "name_vi,unit,price_vnd,producer,subject_type,ocop_group\n";
    let good = format!("{head}Mật ong,kg,55000,HTX Đình Trung,cooperative,1\n");
    let bad = format!("{good}Chè,kg,rất đắt,HTX Đình Trung,cooperative,1\n");
    let page = it.upload("products", "a.csv", &bad, "1").await;
    assert_eq!(page.status, AGAIN);
    assert!(page.text.contains("price_vnd"), "{}", page.text);
    assert!(it.get("/products").await.text.contains("Không có sản phẩm nào"));
    let page = it.upload("products", "a.csv", &good, "").await;
    assert!(page.text.contains("Tệp đúng, chưa ghi gì"), "{}", page.text);
    assert!(page.text.contains("Mật ong"), "the first rows are shown");
    assert!(it.get("/products").await.text.contains("Không có sản phẩm nào"));
    let looked = page;
    let page = it.import_held(&looked, &[]).await;
    assert!(page.text.contains("Đã nhập xong: 1 dòng"), "{}", page.text);
    assert!(it.get("/products?q=mat%20ong").await.text.contains("55.000"));
    // A second press of the same button is told the same, and writes nothing.
    let entries = it.head().await;
    let again = it.import_held(&looked, &[]).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text);
    assert!(again.text.contains("Đã nhập xong: 1 dòng"), "{}", again.text);
    assert_eq!(it.head().await, entries);
    // Nobody else is told what was imported.
    let mut other = it.other();
    let uid = it.person("organiser", "", "khac", "mat-khau-khac").await;
    other.enter(&uid).await;
    let other = other.import_held(&looked, &[]).await;
    assert_eq!(other.status, AGAIN, "{}", other.text);
}
