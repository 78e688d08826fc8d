//! Papers of makers and products: entered by hand, seen to before they run out, told in a file.

use crate::{
    day::{Day, Page},
    pages::FORM,
    shop::{TestShop, Who},
};
use axum::http::StatusCode;
use chophien::staff::Role;

struct Office {
    shop: TestShop,
    organiser: Who,
    auditor: Who,
    honey: String,
    maker: String,
}

impl Office {
    async fn open() -> Office {
        let shop = TestShop::open().await;
        let organiser = shop.person("Chu", Role::Organiser, None, None).await;
        let auditor = shop.person("Kim", Role::Auditor, None, None).await;
        let honey = shop.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await.to_string();
        let maker = shop.words("select lower(hex(uid)) from producer").await.remove(0);
        Office { shop, organiser, auditor, honey, maker }
    }

    async fn get(&self, who: &Who, path: &str) -> Page {
        Day::ask(&self.shop, who, "en", path).await
    }

    async fn send(&self, path: &str, body: &str) -> Page {
        Day::fill(&self.shop, &self.organiser, "en", path, FORM, &body.replace(' ', "+")).await
    }
}

#[tokio::test]
async fn a_makers_certificate_is_entered_mended_and_seen_to_before_it_runs_out() {
    let it = Office::open().await;
    let path = format!("/producers/{}/papers", it.maker);
    let paper = it.shop.uid();
    let typed = |end: &str| {
        format!(
            "paper={paper}&kind=vietgap&number=12/GCN&hectares=12,35&issued_by=Sở NN\
                 &holds_from=01/07/2024&expires_on={end}"
        )
    };
    let backwards = it.send(&path, &typed("01/07/2024")).await;
    assert_eq!(backwards.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(backwards.text.contains("The end must be after the beginning"), "{}", backwards.text);
    assert!(backwards.text.contains("value=\"12/GCN\""), "what was typed stays");
    // The shop's day is 3 June 2026: twenty-eight days are left.
    assert_eq!(it.send(&path, &typed("01/07/2026")).await.status, StatusCode::SEE_OTHER);
    let list = it.get(&it.auditor, "/reports/papers?only=in30").await.text;
    assert!(list.contains("VietGAP 12/GCN · 12,35 ha") && list.contains("Up to 30 days"), "{list}");
    assert!(list.contains(&format!("href=\"{path}\"")) || list.contains("/papers\">"), "{list}");
    // It is renewed under the same number of another day.
    assert_eq!(it.send(&path, &typed("01/07/2028")).await.status, StatusCode::SEE_OTHER);
    let none = it.get(&it.auditor, "/reports/papers?only=in30").await.text;
    assert!(!none.contains("VietGAP 12/GCN"), "{none}");
    let own = it.get(&it.auditor, &path).await.text;
    assert!(own.contains("01/07/2028") && !own.contains("id=\"enter\""), "{own}");
    let csv = it.get(&it.auditor, "/reports/papers?format=csv").await.text;
    assert!(csv.contains(",VietGAP 12/GCN · \"") || csv.contains("VietGAP 12/GCN · 12"), "{csv}");
    let withdrawn = format!("{}&withdrawn=1", typed("01/07/2028"));
    assert_eq!(it.send(&path, &withdrawn).await.status, StatusCode::SEE_OTHER);
    let json = it.get(&it.auditor, "/reports/papers?format=json").await.text;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["papers"], serde_json::json!([]));
}

#[tokio::test]
async fn a_product_stands_on_a_platform_until_it_is_taken_down() {
    let it = Office::open().await;
    let path = format!("/products/{}/listings", it.honey);
    let link = it.send(&path, "platform=voso&since=01/05/2026&link=voso.vn").await;
    assert_eq!(link.status, StatusCode::UNPROCESSABLE_ENTITY);
    let typed = "platform=voso&since=01/05/2026&link=https://voso.vn/1";
    assert_eq!(it.send(&path, typed).await.status, StatusCode::SEE_OTHER);
    let own = it.get(&it.auditor, &path).await.text;
    assert!(own.contains("On sale") && own.contains("href=\"https://voso.vn/1\""), "{own}");
    let report = it.get(&it.auditor, "/reports/products?format=json").await.text;
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["by_platform"][0]["code"], "voso");
    assert_eq!(report["by_platform"][0]["count"], 1);
    let down = it.send(&path, &format!("{typed}&until=02/06/2026")).await;
    assert_eq!(down.status, StatusCode::SEE_OTHER);
    let report = it.get(&it.auditor, "/reports/products?format=json").await.text;
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["by_platform"], serde_json::json!([]));
}

#[tokio::test]
async fn a_month_of_online_sales_is_entered_and_a_season_says_its_share() {
    let it = Office::open().await;
    let wrong = it.send("/reports/online", "month=13/2026&platform=voso&revenue=1").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("is no month"), "{}", wrong.text);
    let typed = "month=05/2026&platform=voso&revenue=12.500.000&orders=31";
    let kept = it.send("/reports/online", typed).await;
    assert_eq!((kept.status, kept.to.contains("from=2026-01")), (StatusCode::SEE_OTHER, true));
    let page = it.get(&it.auditor, "/reports/online").await.text;
    assert!(page.contains("12.500.000") && !page.contains("id=\"enter\""), "{page}");
    let season = "/reports/season?from=2026-05-01&to=2026-05-31";
    let season = it.get(&it.auditor, &format!("{season}&format=json")).await.text;
    let season: serde_json::Value = serde_json::from_str(&season).unwrap();
    assert_eq!(
        (&season["online"]["revenue"], &season["online"]["orders"]),
        (&12_500_000.into(), &31.into())
    );
    let gone = it.send("/reports/online", "month=05/2026&platform=voso&withdrawn=1").await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let page = it.get(&it.auditor, "/reports/online").await.text;
    assert!(page.contains("Nothing in this period yet"), "{page}");
}
