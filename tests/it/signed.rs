//! Receipts that prove themselves: what a scanner reads from the paper is checked by a key alone,
//! by the hub's page, and by a few lines of Python that know nothing of this program.

use crate::shop::{TestShop, Who};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chophien::{
    base::{
        id::{NodeId, SaleId},
        lang::Lang,
        money::Money,
    },
    node::key::{self, NodeKey},
    print::{
        address::{self, PageAddress, Pages},
        block::Width,
        paper,
        signed::{Code, Said},
    },
};
use serde_json::Value;
use std::{path::Path, process};
use tower::ServiceExt;
use uuid::Uuid;

/// The hub's address on the papers of these stories.
const HUB: &str = "https://ocop.quangninh.gov.vn";

/// A laptop whose receipts are signed, and a sale of a jar for 185,000 đ there.
async fn sold() -> (TestShop, Who, Value) {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    prove(&shop, true).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    (shop, booth.who, sale)
}

async fn prove(shop: &TestShop, signed: bool) {
    let address = PageAddress::parse(HUB).unwrap();
    let kept = shop.shop().desk.local(move |db| {
        Box::pin(async move {
            address::keep(&mut *db, address).await?;
            address::keep_signed(db, signed).await
        })
    });
    kept.await.unwrap();
}

/// The id of another machine: in these stories all shops have the same.
fn elsewhere() -> NodeId {
    NodeId(Uuid::from_u128(9))
}

async fn public(shop: &TestShop) -> String {
    shop.shop().key().await.unwrap().public()
}

/// The newest sale's paper.
async fn paper(shop: &TestShop, width: Width) -> paper::Paper {
    let pages = Pages::of(shop.shop()).await.unwrap();
    let mut db = shop.shop().read().await.unwrap();
    let newest = "select max(id) from sale";
    let pos: i64 = sqlx::query_scalar(newest).fetch_one(&mut *db).await.unwrap();
    paper::document(&mut db, pos, Lang::Vi, width, 0, pages.as_ref()).await.unwrap().unwrap()
}

/// Asks the page of some machine about a code, as a customer's phone does.
async fn checked(shop: &TestShop, text: &str) -> (StatusCode, String) {
    let body = format!("code={}", text.replace('#', "%23"));
    let request = Request::post("/c").header(header::HOST, "localhost");
    let request = request.header(header::ACCEPT_LANGUAGE, "en");
    let request = request.header("sec-fetch-site", "same-origin");
    let kind = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.header(kind.0, kind.1).body(Body::from(body)).unwrap();
    let answer = shop.router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

/// What a cheap phone reads from a picture that is seen smaller and out of focus.
fn read_blurred(png: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.png");
    std::fs::write(&file, blurred(png)).unwrap();
    let read = process::Command::new("zbarimg").args(["--quiet", "--raw"]).arg(&file).output();
    let read = read.expect("zbarimg is needed: install zbar-tools");
    String::from_utf8(read.stdout).unwrap().trim().to_owned()
}

/// The picture at seven tenths of its size, each dot the mean of the three by three around it.
fn blurred(file: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(file));
    reader.set_transformations(png::Transformations::EXPAND);
    let mut reader = reader.read_info().unwrap();
    let mut dots = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut dots).unwrap();
    let (wide, high) = (frame.width as usize, frame.height as usize);
    let step = frame.line_size / wide;
    let at = |x: usize, y: usize| usize::from(dots[y * frame.line_size + x * step]);
    let mean = |x: usize, y: usize| {
        let around = (y.saturating_sub(1)..=(y + 1).min(high - 1))
            .flat_map(|y| (x.saturating_sub(1)..=(x + 1).min(wide - 1)).map(move |x| (x, y)));
        let (sum, many) = around.fold((0, 0), |(sum, many), (x, y)| (sum + at(x, y), many + 1));
        (sum / many) as u8
    };
    let (less_wide, less_high) = (wide * 7 / 10, high * 7 / 10);
    let smaller: Vec<u8> = (0..less_high)
        .flat_map(|y| (0..less_wide).map(move |x| (x * 10 / 7, y * 10 / 7)))
        .map(|(x, y)| mean(x, y))
        .collect();
    let mut out = Vec::new();
    let mut writer = png::Encoder::new(&mut out, less_wide as u32, less_high as u32);
    writer.set_color(png::ColorType::Grayscale);
    let mut writer = writer.write_header().unwrap();
    writer.write_image_data(&smaller).unwrap();
    writer.finish().unwrap();
    out
}

#[tokio::test]
async fn a_signed_receipt_is_read_from_narrow_and_wide_paper_by_a_cheap_phone() {
    let (shop, _, sale) = sold().await;
    for width in [Width::MM58, Width::MM80] {
        let paper = paper(&shop, width).await;
        let link = paper.receipt.page_url.clone().unwrap();
        assert!(link.starts_with("https://ocop.quangninh.gov.vn/c#"), "{link}");
        assert!(link.len() <= 200, "{} letters", link.len());
        assert_eq!(read_blurred(&paper.png().unwrap()), link);
        let code = Code::read(&link).unwrap();
        assert!(code.is_signed(&public(&shop).await));
        assert_eq!((code.said.number.as_str(), code.said.due.0), ("A03-0001", 185_000));
        assert_eq!(code.said.paid_s, sale["paid_at_ms"].as_i64().unwrap() / 1000);
        assert_eq!(paper.text().matches("QR: ").count(), 1, "never two codes on one paper");
    }
}

#[tokio::test]
async fn without_a_hub_the_short_link_stays_and_a_long_address_is_not_signed() {
    let (shop, _, sale) = sold().await;
    let short = |address: &str| format!("{address}/r/{}", sale["id"].as_str().unwrap());
    prove(&shop, false).await;
    assert_eq!(paper(&shop, Width::MM58).await.receipt.page_url, Some(short(HUB)));
    prove(&shop, true).await;
    let long = format!("https://{}.example.vn", "a".repeat(50));
    let address = PageAddress::parse(&long).unwrap();
    let kept = shop.shop().desk.local(move |db| Box::pin(address::keep(db, address)));
    kept.await.unwrap();
    assert_eq!(paper(&shop, Width::MM58).await.receipt.page_url, Some(short(&long)));
}

#[tokio::test]
async fn the_page_says_what_it_knows_of_a_code_and_no_more() {
    let (shop, _, sale) = sold().await;
    let link = paper(&shop, Width::MM80).await.receipt.page_url.unwrap();
    let (status, page) = checked(&shop, &link).await;
    assert_eq!(status, StatusCode::OK);
    let whole = format!("href=\"/r/{}\"", sale["id"].as_str().unwrap());
    for said in ["Genuine, and in the book", "A03-0001", "185.000", &whole] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let key = public(&shop).await;
    let sign = Request::get("/key").header(header::HOST, "localhost").body(Body::empty()).unwrap();
    let sign = shop.router.clone().oneshot(sign).await.unwrap();
    let sign = axum::body::to_bytes(sign.into_body(), 1 << 20).await.unwrap();
    let sign = String::from_utf8(sign.to_vec()).unwrap();
    assert!(sign.contains(&key) && sign.contains(&format!("{HUB}/c")), "{sign}");
    // A book that never met the machine cannot tell.
    let stranger = TestShop::open().await;
    let (_, page) = checked(&stranger, &link).await;
    assert!(page.contains("It is not known which machine printed it"), "{page}");
    assert!(!page.contains("185.000"), "what nobody vouches for is not repeated: {page}");
    // One that knows the key, and has not heard of the sale.
    let (node, public) = (elsewhere(), public(&shop).await);
    let learns = stranger
        .shop()
        .desk
        .local(move |db| Box::pin(async move { key::known(db, node, &public).await.map(drop) }));
    learns.await.unwrap();
    let (_, page) = checked(&stranger, &link).await;
    assert!(
        page.contains("the sale is not in this book yet") && page.contains("185.000"),
        "{page}"
    );
    // A letter of the sum changed, and half a code.
    let mut letters = link.clone().into_bytes();
    let at = letters.len() - 130;
    letters[at] = if letters[at] == b'7' { b'8' } else { b'7' };
    let altered = String::from_utf8(letters).unwrap();
    let (_, page) = checked(&stranger, &altered).await;
    assert!(page.contains("NOT genuine, or mistyped"), "{page}");
    let (status, page) = checked(&stranger, "https://x.vn/c#ABC").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("https://x.vn/c#ABC"), "what was typed stays: {page}");
}

#[tokio::test]
async fn anybody_checks_a_receipt_by_the_key_alone() {
    let (shop, _, _) = sold().await;
    let link = paper(&shop, Width::MM80).await.receipt.page_url.unwrap();
    let key = public(&shop).await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/signed/check.py");
    let python = |link: &str| {
        let out = process::Command::new("python3").arg(&script).args([&key, link]).output();
        let out = out.expect("python3 is needed");
        String::from_utf8(out.stdout).unwrap().trim().to_owned()
    };
    let paid_s = Code::read(&link).unwrap().said.paid_s;
    assert_eq!(python(&link), format!("genuine A03-0001 185000 {paid_s}"));
    let wrong = |at: usize| {
        let mut letters = link.clone().into_bytes();
        letters[at] = if letters[at] == b'7' { b'8' } else { b'7' };
        String::from_utf8(letters).unwrap()
    };
    assert_eq!(python(&wrong(link.len() - 3)), "forged");
    let here = |args: &[&str]| {
        let run = process::Command::new(env!("CARGO_BIN_EXE_chophien"));
        let mut run = run;
        let out = run.args(["--lang", "en", "check"]).args(args).output().unwrap();
        (out.status.code(), String::from_utf8(out.stdout).unwrap())
    };
    let (code, said) = here(&[&link, "--key", &key]);
    assert_eq!(code, Some(0));
    assert!(said.starts_with("Signed by this key\nA03-0001 · 185.000"), "{said}");
    assert_eq!(here(&[&wrong(link.len() - 3), "--key", &key]).0, Some(1));
    let folder = shop.shop().folder.display().to_string();
    assert_eq!(here(&[&link, "--data", &folder]).0, Some(0));
}

#[tokio::test]
async fn what_was_taken_back_is_genuine_and_said_to_be_taken_back() {
    let (shop, who, sale) = sold().await;
    let link = paper(&shop, Width::MM80).await.receipt.page_url.unwrap();
    let ask = serde_json::json!({"id": shop.uid(), "reason": "Nhầm", "at_ms": shop.now()});
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    assert_eq!(shop.post(&who, &path, &ask).await.status, StatusCode::CREATED);
    let (_, page) = checked(&shop, &link).await;
    assert!(page.contains("Genuine, but taken back") && page.contains("A03-0002"), "{page}");
    // The paper of the money that went back says so itself.
    let link = paper(&shop, Width::MM58).await.receipt.page_url.unwrap();
    assert_eq!(Code::read(&link).unwrap().said.due.0, -185_000);
    let (_, page) = checked(&shop, &link).await;
    assert!(page.contains("Given back") && page.contains("185.000"), "{page}");
}

#[tokio::test]
async fn a_key_alone_signs_nothing_into_the_book() {
    let (shop, _, _) = sold().await;
    let key = shop.shop().key().await.unwrap();
    let link = paper(&shop, Width::MM80).await.receipt.page_url.unwrap();
    let said = Code::read(&link).unwrap().said;
    // A place that this machine never reached, and the sale's own place with another sum.
    let never = Said { seq: said.seq + 1_000, ..said.clone() };
    let dearer = Said { due: Money(1_850_000), ..said };
    for forged in [never, dearer] {
        let (_, page) = checked(&shop, &forged.sign(&key)).await;
        assert!(page.contains("Signed, but NOT as the book says"), "{page}");
    }
}

#[tokio::test]
async fn a_machine_that_was_let_go_leaves_its_key_behind() {
    let (shop, _, _) = sold().await;
    let link = paper(&shop, Width::MM80).await.receipt.page_url.unwrap();
    let (node, public) = (elsewhere(), public(&shop).await);
    let hub = TestShop::open().await;
    let met = hub.shop().desk.local(move |db| {
        Box::pin(async move {
            key::known(&mut *db, node, &public).await?;
            key::forget(db, node).await
        })
    });
    met.await.unwrap();
    let (_, page) = checked(&hub, &link).await;
    assert!(page.contains("the sale is not in this book yet"), "{page}");
}

#[tokio::test]
async fn a_machine_signs_only_what_it_wrote() {
    let (shop, _, sale) = sold().await;
    let id: SaleId = sale["id"].as_str().unwrap().parse().unwrap();
    let other = tempfile::tempdir().unwrap();
    let key = NodeKey::open(other.path(), NodeId(id.0)).unwrap();
    let mut db = shop.shop().read().await.unwrap();
    let newest = "select max(id) from sale";
    let pos: i64 = sqlx::query_scalar(newest).fetch_one(&mut *db).await.unwrap();
    let pages = Pages::beside(&mut db, Some(key)).await.unwrap();
    let paper = paper::document(&mut db, pos, Lang::Vi, Width::MM58, 0, pages.as_ref()).await;
    assert_eq!(paper.unwrap().unwrap().receipt.page_url, Some(format!("{HUB}/r/{id}")));
}
