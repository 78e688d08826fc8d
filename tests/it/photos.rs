//! The photo of a product: chosen in its form, shown wherever the product is, gone when it is taken
//! back; and never a page of errors where its bytes are not here.

use crate::{
    day::{Day, Page},
    pages::FORM,
    shop::{Clocked, TestShop, Who, request},
};
use axum::{
    body::to_bytes,
    http::{StatusCode, header},
};
use chophien::{
    base::id::ProductId,
    catalog::photo::{Clean, look},
    staff::Role,
};
use tokio::runtime::Runtime;
use tower::ServiceExt;

pub const HONEY: &[u8] = include_bytes!("photos/honey.jpg");
pub const HONEY_TILE: &[u8] = include_bytes!("photos/honey-tile.jpg");
const TEA: &[u8] = include_bytes!("photos/tea-progressive.jpg");
const TEA_TILE: &[u8] = include_bytes!("photos/tea-tile.jpg");

/// The form of the honey with these files, as the browser sends them.
fn form(page: &[u8], tile: &[u8], more: &str) -> String {
    let photo = format!("photo_page={}&photo_tile={}", hex::encode(page), hex::encode(tile));
    let rest = "producer=HTX+Gia+Nghĩa&ocop_group=1&active=1&subject_type=cooperative";
    format!("name=Mật+ong+Tiên+Yên&unit=chai+500+ml&price=185000&{rest}&{photo}{more}")
}

async fn send(shop: &TestShop, who: &Who, product: ProductId, fields: &str) -> Page {
    Day::fill(shop, who, "vi", &format!("/products/{product}"), FORM, fields).await
}

async fn saved(shop: &TestShop, who: &Who, product: ProductId, fields: &str) {
    let page = send(shop, who, product, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

fn address(clean: &Clean) -> [String; 2] {
    let of = |hash| format!("/photos/{hash}.jpg");
    [of(clean.photo.page.sha256), of(clean.photo.tile.sha256)]
}

async fn status(shop: &TestShop, path: &str) -> StatusCode {
    let asked = request("GET", &Who::default(), path, None);
    shop.router.clone().oneshot(asked).await.unwrap().status()
}

/// The files in the folder of photos.
fn files(shop: &TestShop) -> usize {
    std::fs::read_dir(shop.folder().join("photos")).map_or(0, |all| all.count())
}

#[tokio::test]
async fn a_photo_is_shown_wherever_the_product_is_and_kept_by_whoever_saw_it() {
    let (shop, _, honey) = TestShop::with_honey(0).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let auditor = shop.person("Kiểm", Role::Auditor, None, None).await;
    saved(&shop, &organiser, honey, &form(HONEY, HONEY_TILE, "")).await;
    let clean = look(HONEY, HONEY_TILE).unwrap();
    let [page, tile] = address(&clean);
    let open = format!("/p/{honey}");
    let own = format!("/products/{honey}");
    let nobody = Who::default();
    for (who, path, shown) in [
        (&organiser, own.as_str(), &page),
        (&auditor, own.as_str(), &page),
        (&nobody, open.as_str(), &page),
        (&organiser, "/products", &tile),
    ] {
        let text = Day::ask(&shop, who, "vi", path).await.text;
        assert!(text.contains(&format!("src=\"{shown}\"")), "{path}: {text}");
    }
    let text = Day::ask(&shop, &nobody, "vi", &open).await.text;
    assert!(text.contains("width=\"480\" height=\"320\""), "the page does not jump: {text}");
    for (path, bytes) in [(&page, &clean.page), (&tile, &clean.tile)] {
        let answer = shop.router.clone().oneshot(request("GET", &nobody, path, None));
        let answer = answer.await.unwrap();
        let said = |name: header::HeaderName| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(said(header::CONTENT_TYPE), "image/jpeg");
        assert_eq!(said(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
        assert_eq!(said(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(said(header::CONTENT_SECURITY_POLICY).contains("img-src 'self' data:"));
        assert_eq!(to_bytes(answer.into_body(), 1 << 20).await.unwrap(), bytes.as_slice());
    }
    let body = shop.words("select body from journal order by pos desc limit 1").await.remove(0);
    let entry: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(entry["what"], "photo");
    assert_eq!(entry["photo"]["page"]["sha256"], clean.photo.page.sha256.to_string());
    assert_eq!(entry["photo"]["tile"]["width"], 240);
    assert_eq!(entry["photo"]["tile"]["bytes"], clean.tile.len());
    shop.verify().await;
}

#[tokio::test]
async fn a_photo_that_is_changed_or_taken_back_is_gone_with_its_bytes() {
    let (shop, _, honey) = TestShop::with_honey(0).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let entries = || shop.figure("select count(*) from journal");
    saved(&shop, &organiser, honey, &form(HONEY, HONEY_TILE, "")).await;
    let first = address(&look(HONEY, HONEY_TILE).unwrap());
    // The same photo again changes nothing of it: the product alone is an entry.
    let before = entries().await;
    saved(&shop, &organiser, honey, &form(HONEY, HONEY_TILE, "")).await;
    assert_eq!(entries().await, before + 1);
    // Saving without choosing one leaves it.
    saved(&shop, &organiser, honey, &form(b"", b"", "")).await;
    assert_eq!(status(&shop, &first[0]).await, StatusCode::OK);

    saved(&shop, &organiser, honey, &form(TEA, TEA_TILE, "")).await;
    let second = address(&look(TEA, TEA_TILE).unwrap());
    assert_eq!(files(&shop), 2);
    for (path, there) in [(&first[0], false), (&first[1], false), (&second[0], true)] {
        let expected = if there { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(status(&shop, path).await, expected, "{path}");
    }
    saved(&shop, &organiser, honey, &form(b"", b"", "&photo_gone=1")).await;
    assert_eq!(files(&shop), 0);
    assert_eq!(status(&shop, &second[0]).await, StatusCode::NOT_FOUND);
    let text = Day::ask(&shop, &organiser, "vi", &format!("/products/{honey}")).await.text;
    assert!(text.contains("Chọn ảnh") && !text.contains("/photos/"), "{text}");
    // Taken back twice is taken back once.
    let before = entries().await;
    saved(&shop, &organiser, honey, &form(b"", b"", "&photo_gone=1")).await;
    assert_eq!(entries().await, before + 1);
    shop.verify().await;
}

#[tokio::test]
async fn two_products_may_show_one_photo_and_it_stays_until_neither_does() {
    let (shop, _, honey) = TestShop::with_honey(0).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let wax = shop.product("Sáp ong", "hộp", 50_000).await;
    for product in [honey, wax] {
        saved(&shop, &organiser, product, &form(HONEY, HONEY_TILE, "")).await;
    }
    let [page, _] = address(&look(HONEY, HONEY_TILE).unwrap());
    saved(&shop, &organiser, honey, &form(b"", b"", "&photo_gone=1")).await;
    assert_eq!(status(&shop, &page).await, StatusCode::OK);
    saved(&shop, &organiser, wax, &form(b"", b"", "&photo_gone=1")).await;
    assert_eq!(status(&shop, &page).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_that_is_no_photo_is_said_at_its_field_and_the_rest_of_the_form_stays() {
    let (shop, _, honey) = TestShop::with_honey(0).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let entries = shop.figure("select count(*) from journal").await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    let cut = &HONEY[..HONEY.len() / 2];
    let garbled = form(b"", b"", "").replace("photo_page=", "photo_page=xyz");
    for (fields, said) in [
        (form(png, HONEY_TILE, ""), "Tệp này không phải ảnh JPEG. Hãy chọn lại ảnh"),
        (form(cut, HONEY_TILE, ""), "Ảnh bị hỏng hoặc thiếu. Hãy chọn lại ảnh"),
        (form(HONEY, HONEY, ""), "Ảnh quá lớn. Hãy chọn lại ảnh ở mẫu này"),
        (garbled, "Không đọc được ảnh. Hãy chọn lại ảnh"),
    ] {
        let fields = fields.replace("185000", "190000");
        let page = send(&shop, &organiser, honey, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.text.contains(said), "{said}: {}", page.text);
        assert!(page.text.contains("value=\"190000\""), "what was typed stays: {}", page.text);
    }
    assert_eq!(shop.figure("select count(*) from journal").await, entries);
    assert_eq!(files(&shop), 0);
    // Another thing is wrong: the photo that was chosen comes back with the form.
    let digits = hex::encode(HONEY);
    let page =
        send(&shop, &organiser, honey, &form(HONEY, HONEY_TILE, "&lot=&packs=thùng=1")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains(&digits), "the photo stays chosen");
    assert_eq!(files(&shop), 0, "nothing is written for a form that is refused");
}

#[test]
fn a_program_that_ends_between_file_and_entry_leaves_no_photo_behind() {
    let folder = tempfile::tempdir().unwrap();
    let photos = || std::fs::read_dir(folder.path().join("photos")).unwrap().count();
    // Each runtime is one life of the program.
    let honey = Runtime::new().unwrap().block_on(async {
        let shop = TestShop::at(folder.path(), Clocked::Live).await;
        let honey = shop.product("Mật ong", "chai", 185_000).await;
        let (page, tile) = (HONEY.to_vec(), HONEY_TILE.to_vec());
        drop(shop.shop().photos.keep(page, tile).await.unwrap());
        honey
    });
    assert_eq!(photos(), 2);
    std::fs::write(folder.path().join("photos").join("0.jpg.new"), b"half").unwrap();
    Runtime::new().unwrap().block_on(async {
        let shop = TestShop::opened(folder.path(), Clocked::Live).await;
        assert_eq!(photos(), 0);
        // A photo that an entry names outlives the next start.
        let organiser = shop.person("Ban", Role::Organiser, None, None).await;
        saved(&shop, &organiser, honey, &form(HONEY, HONEY_TILE, "")).await;
    });
    Runtime::new().unwrap().block_on(async {
        let shop = TestShop::opened(folder.path(), Clocked::Live).await;
        let [page, _] = address(&look(HONEY, HONEY_TILE).unwrap());
        assert_eq!((photos(), status(&shop, &page).await), (2, StatusCode::OK));
    });
}

#[tokio::test]
async fn where_the_bytes_are_not_here_every_page_stands_all_the_same() {
    let (shop, _, honey) = TestShop::with_honey(0).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    saved(&shop, &organiser, honey, &form(HONEY, HONEY_TILE, "")).await;
    std::fs::remove_dir_all(shop.folder().join("photos")).unwrap();
    let [page, _] = address(&look(HONEY, HONEY_TILE).unwrap());
    assert_eq!(status(&shop, &page).await, StatusCode::NOT_FOUND);
    for path in [format!("/products/{honey}"), "/products".into(), format!("/p/{honey}")] {
        let shown = Day::ask(&shop, &organiser, "vi", &path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        assert!(shown.text.contains("Mật ong Tiên Yên"), "{path}");
    }
    for odd in ["/photos/..%2fchophien.db", "/photos/abc.jpg", "/photos/.jpg"] {
        assert_eq!(status(&shop, odd).await, StatusCode::NOT_FOUND, "{odd}");
    }
    shop.verify().await;
    // Choosing it again brings it back.
    saved(&shop, &organiser, honey, &form(HONEY, HONEY_TILE, "")).await;
    assert_eq!(status(&shop, &page).await, StatusCode::OK);
}

#[tokio::test]
async fn a_till_hears_of_photos_and_whether_its_booth_wants_them() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let manager = shop.person("Hòa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let manager = manager.on(&booth.who);
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["booth"]["pictures"], false);
    assert!(till["products"][0].get("photo").is_none());
    let since = format!("/api/v1/till?since={}", till["pos"]);

    saved(&shop, &organiser, honey, &form(HONEY, HONEY_TILE, "")).await;
    let wants = "methods=asked&vietqr=1&pictures=1";
    let page = Day::fill(&shop, &manager, "vi", "/booth/edit", FORM, wants).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let till = shop.get_json(&booth.who, &since).await.body;
    let tile = look(HONEY, HONEY_TILE).unwrap().photo.tile.sha256.to_string();
    assert_eq!(till["booth"]["pictures"], true);
    assert_eq!(till["products"][0]["photo"], tile.as_str());
    let text = Day::ask(&shop, &manager, "en", "/booth/edit").await.text;
    assert!(text.contains("name=\"pictures\" value=\"1\" checked"), "{text}");
    // A form that does not ask leaves it; one without the tick takes it off.
    let page = Day::fill(&shop, &manager, "vi", "/booth/edit", FORM, "name=Gian+A03").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let till = shop.get_json(&booth.who, &since).await.body;
    assert_eq!(till["booth"]["pictures"], true);
    Day::fill(&shop, &manager, "vi", "/booth/edit", FORM, "methods=asked&vietqr=1").await;
    saved(&shop, &organiser, honey, &form(b"", b"", "&photo_gone=1")).await;
    let till = shop.get_json(&booth.who, &since).await.body;
    assert_eq!(till["booth"]["pictures"], false);
    assert!(till["products"][0].get("photo").is_none(), "{till}");
    shop.verify().await;
}
