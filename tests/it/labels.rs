//! Labels of goods and price signs: what stands on them, what a scanner reads from them, and the
//! page that their code leads to.

use crate::{
    day::{Day, Page},
    pages::FORM,
    shop::{TestShop, Who, request},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        code::is_gtin,
        id::{CertificateId, ProductId},
    },
    catalog,
    desk::command::Command,
    fair,
    print::address::{self, PageAddress},
    staff::Role,
    stock::block,
};
use jiff::civil::date;
use std::process;
use tower::ServiceExt;

/// What the customers' address is in these stories.
const ADDRESS: &str = "http://192.168.1.20:8080";

/// What `zbarimg` reads from a picture, a line for each code, in the order of their letters. CI
/// installs it (Debian: zbar-tools).
fn scanned(png: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("label.png");
    std::fs::write(&file, png).unwrap();
    let read = process::Command::new("zbarimg").args(["--quiet", "--raw"]).arg(&file).output();
    let read = read.expect("zbarimg is needed: install zbar-tools");
    let text = String::from_utf8(read.stdout).unwrap();
    let mut codes: Vec<String> = text.lines().map(str::to_owned).collect();
    codes.sort();
    codes
}

struct Stand {
    shop: TestShop,
    honey: ProductId,
    squid: ProductId,
    manager: Who,
}

impl Stand {
    /// A booth with honey that has a maker's barcode and squid that has none.
    async fn open() -> Stand {
        let (shop, booth, honey) = TestShop::with_honey(0).await;
        let squid =
            shop.product("Chả mực Hạ Long giã tay thượng hạng loại một", "kg", 420_000).await;
        shop.sells(&booth, &[squid]).await;
        let manager = shop.person("Hòa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
        let manager = manager.on(&booth.who);
        let stand = Stand { shop, honey, squid, manager };
        stand.coded(honey, "8938505974194").await;
        let address = PageAddress::parse(ADDRESS).unwrap();
        let kept = stand
            .shop
            .shop()
            .desk
            .local(move |db| Box::pin(async move { address::keep(db, address).await }));
        kept.await.unwrap();
        stand
    }

    async fn coded(&self, product: ProductId, barcode: &str) {
        let mut db = self.shop.shop().read().await.unwrap();
        let full = catalog::store::full(&mut db, &product.bytes()).await.unwrap().unwrap();
        drop(db);
        let it = catalog::Product { barcode: barcode.into(), ..full.product() };
        self.shop.put(Command::Catalog(catalog::Change::Product(it))).await;
    }

    async fn png(&self, product: ProductId, behind: &str) -> Vec<u8> {
        let path = format!("/booth/labels/{product}{behind}");
        let answer = self.shop.router.clone();
        let answer = answer.oneshot(request("GET", &self.manager, &path, None)).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()
    }

    async fn ask(&self, who: &Who, path: &str) -> Page {
        Day::ask(&self.shop, who, "vi", path).await
    }

    async fn barcodes(&self) -> Vec<String> {
        self.shop.words("select barcode from product order by id").await
    }
}

#[tokio::test]
async fn every_label_and_sign_of_every_roll_is_read_by_a_scanner() {
    let it = Stand::open().await;
    let page = format!("{ADDRESS}/p/{}", it.honey);
    for roll in ["40x30", "50x30", "60x40"] {
        let label = it.png(it.honey, &format!("?roll={roll}")).await;
        assert_eq!(scanned(&label), ["8938505974194"], "{roll}");
        let sign = it.png(it.honey, &format!("?kind=sign&roll={roll}")).await;
        let expected: &[String] = match roll {
            "40x30" => &[],
            _ => std::slice::from_ref(&page),
        };
        assert_eq!(scanned(&sign), expected, "{roll}: a narrow sign has no room for a code");
    }
}

#[tokio::test]
async fn goods_without_a_barcode_get_a_number_of_their_own_that_no_scale_of_any_fair_prints() {
    let it = Stand::open().await;
    let rule = |prefix: &str, active| {
        fair::Change::ScaleLabel(fair::ScaleLabel {
            fair: it.shop.fair,
            prefix: prefix.into(),
            kind: fair::label::LabelKind::Weight,
            item_digits: 5,
            step: 1,
            active,
            verifier: false,
        })
    };
    it.shop.put(Command::Fair(rule("29", true))).await;
    it.shop.put(Command::Fair(rule("28", false))).await;
    let choose = it.ask(&it.manager, "/booth/labels").await;
    assert!(choose.text.contains("Cấp mã riêng cho 1 món chưa có mã vạch"), "{}", choose.text);
    assert!(scanned(&it.png(it.squid, "").await).is_empty(), "nothing is invented");
    for _ in 0..2 {
        let done = Day::fill(&it.shop, &it.manager, "vi", "/booth/labels/numbers", FORM, "").await;
        assert_eq!(done.to, "/booth/labels?saved=1");
    }
    let codes = it.barcodes().await;
    assert_eq!(codes[0], "8938505974194", "a maker's barcode stays");
    assert!(codes[1].starts_with("27") && codes[1].len() == 13, "{}", codes[1]);
    assert!(!is_gtin(&codes[1]), "it is no maker's, and never looks Vietnamese (893)");
    for roll in ["40x30", "50x30", "60x40"] {
        let label = it.png(it.squid, &format!("?roll={roll}")).await;
        assert_eq!(scanned(&label), codes[1..], "{roll}");
    }
    it.shop.verify().await;
}

#[tokio::test]
async fn stars_stand_on_a_sign_only_while_the_certificate_holds() {
    let it = Stand::open().await;
    let certificate = catalog::Certificate {
        uid: CertificateId(it.shop.uid()),
        product: it.honey,
        number: "QĐ 2156".into(),
        star: 4,
        signed_on: date(2023, 7, 1),
        expires_on: date(2026, 7, 1),
    };
    it.shop.put(Command::Catalog(catalog::Change::Certificate(certificate))).await;
    let sheet = format!("/booth/labels/sheet?kind=sign&product={}", it.honey);
    let (page, nobody) = (format!("/p/{}", it.honey), Who::default());
    let sign = it.ask(&it.manager, &sheet).await.text;
    assert!(sign.contains("★★★★") && sign.contains("185.000"), "{sign}");
    assert!(!sign.contains("Chả mực"), "only what was chosen");
    let open = it.ask(&nobody, &page).await.text;
    assert!(open.contains("★★★★ 4 sao") && open.contains("01/07/2026"), "{open}");
    assert!(!open.contains("185.000"), "the page tells no price");
    it.shop.set_now(it.shop.now() + 40 * 86_400_000);
    let sign = it.ask(&it.manager, &sheet).await.text;
    assert!(!sign.contains('★'), "{sign}");
    let open = it.ask(&nobody, &page).await.text;
    assert!(open.contains("Hiện không có hạng sao OCOP còn hiệu lực"), "{open}");
}

#[tokio::test]
async fn a_sheet_has_as_many_labels_as_were_asked_for_and_a_sign_its_code() {
    let it = Stand::open().await;
    let path = format!(
        "/booth/labels/sheet?kind=label&product={0}&count.{0}=30&count.{1}=5",
        it.honey, it.squid
    );
    let sheet = it.ask(&it.manager, &path).await.text;
    assert_eq!(sheet.matches("<article class=\"one\"").count(), 30, "what was not chosen has none");
    assert_eq!(sheet.matches("class=\"sheet-a4 labels\"").count(), 2, "24 on a page");
    assert_eq!(sheet.matches("<svg class=\"bars\"").count(), 30);
    let all = it.ask(&it.manager, "/booth/labels/sheet?kind=sign").await.text;
    assert_eq!(all.matches("<article class=\"one\"").count(), 2, "all goods where none is chosen");
    assert_eq!(all.matches("<svg class=\"qr\"").count(), 2);
}

#[tokio::test]
async fn a_recalled_lot_says_so_to_whoever_scans_it() {
    let it = Stand::open().await;
    let (nobody, path) = (Who::default(), format!("/p/{}/2611A", it.honey));
    let page = it.ask(&nobody, &path).await.text;
    assert!(page.contains("2611A") && page.contains("chưa có trong sổ"), "{page}");
    let ask = block::Ask {
        uid: it.shop.uid().into(),
        product: it.honey,
        lot: "2611A".into(),
        blocked: true,
        reason: "Mốc".into(),
        by: "Ban".into(),
    };
    it.shop.put(Command::Say(ask)).await;
    let page = it.ask(&nobody, &path).await.text;
    assert!(page.contains("Lô bị thu hồi") && page.contains("Đừng dùng"), "{page}");
    assert!(!page.contains("Mốc") && !page.contains("Ban"), "who said why is the fair's own");
    let other = it.ask(&nobody, &format!("/p/{}", it.honey)).await.text;
    assert!(!other.contains("thu hồi"));
    let none = it.ask(&nobody, &format!("/p/{}", it.shop.uid())).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}
