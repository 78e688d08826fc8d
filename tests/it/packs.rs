//! Packs of a product: said once in the catalogue, used wherever goods are counted.

use crate::{
    day::{Day, Page},
    pages::FORM,
    shop::{TestShop, Who},
};
use axum::http::StatusCode;
use chophien::staff::Role;

async fn send(shop: &TestShop, who: &Who, path: &str, fields: &str) -> Page {
    Day::fill(shop, who, "vi", path, FORM, &fields.replace(' ', "+").replace(';', "%3B")).await
}

#[tokio::test]
async fn a_product_says_in_its_form_how_many_a_crate_holds() {
    let (shop, _, honey) = TestShop::with_honey(0).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let auditor = shop.person("Kiểm", Role::Auditor, None, None).await;
    let path = format!("/products/{honey}");
    let kept = || async { shop.words("select packs from product").await };
    let fields = |packs: &str| {
        let rest = "producer=HTX Gia Nghĩa&ocop_group=1&active=1&subject_type=cooperative";
        format!("name=Mật ong&unit=chai 500 ml&price=120000&{rest}&packs={packs}")
    };
    let page = send(&shop, &organiser, &path, &fields("lốc=6; thùng 24 chai")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_eq!(kept().await, ["thùng=24; lốc=6"]);
    let page = Day::ask(&shop, &organiser, "vi", &path).await;
    assert!(page.text.contains("value=\"thùng=24; lốc=6\""), "{}", page.text);
    let page = Day::ask(&shop, &auditor, "vi", &path).await;
    assert!(page.text.contains("thùng=24; lốc=6"), "{}", page.text);
    for (wrong, said) in [
        ("thùng=1", "Một thùng không thể là 1 chai 500 ml"),
        ("chai=24", "Tên quy cách “chai” trùng"),
        ("thùng=24; lốc=6; khay=12; két=20", "Nhiều nhất 3 quy cách"),
    ] {
        let page = send(&shop, &organiser, &path, &fields(wrong)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.text.contains(said), "{wrong}: {}", page.text);
        assert!(page.text.contains(&format!("value=\"{wrong}\"")), "what was typed stays");
    }
    assert_eq!(kept().await, ["thùng=24; lốc=6"], "nothing was saved");
    shop.verify().await;
}
