//! The season's page does not grow with what it lists: the rows of a long table come when it is
//! opened, and stand whole on a page of their own.

use crate::{day::Day, shop::TestShop};
use axum::http::StatusCode;
use chophien::staff::Role;

/// One more than the page shows in a table.
const BOOTHS: usize = 25;
const YEAR: &str = "from=2026-01-01&to=2026-12-31";

#[tokio::test]
async fn a_long_table_of_the_season_comes_when_it_is_opened() {
    let shop = TestShop::open().await;
    for n in 0..BOOTHS {
        shop.booth(&format!("A{n:02}")).await;
    }
    let chu = shop.person("Chu", Role::Organiser, None, None).await;
    let page = Day::ask(&shop, &chu, "vi", &format!("/reports/season?{YEAR}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let whole = format!("/reports/season/by_booth?{YEAR}").replace('&', "&amp;");
    let pos = shop.words("select cast(max(pos) as text) from journal").await.remove(0);
    let rows = format!("data-rows=\"{whole}&amp;format=rows&amp;pos={pos}\"");
    assert!(page.text.contains(&rows), "{}", page.text);
    assert!(page.text.contains("25 dòng") && page.text.contains(&format!("href=\"{whole}\"")));
    assert!(!page.text.contains(">A07 · "), "{}", page.text);

    let address = format!("/reports/season/by_booth?{YEAR}");
    let rows = Day::ask(&shop, &chu, "vi", &format!("{address}&format=rows")).await.text;
    assert!(rows.starts_with("<div class=\"table-wrap open\""), "{rows}");
    assert_eq!(rows.matches("<tr>").count(), BOOTHS + 2, "with its head and its total");
    let later = Day::ask(&shop, &chu, "vi", &format!("{address}&format=rows&pos=1")).await;
    assert!(
        later.text.starts_with("<p class=\"hint\">Mới hơn phần trên của trang"),
        "{}",
        later.text
    );
    let alone = Day::ask(&shop, &chu, "vi", &address).await.text;
    assert!(alone.contains("<h2>Theo gian hàng</h2>") && alone.contains(">A07 · "));
    let unknown = Day::ask(&shop, &chu, "en", "/reports/season/by_weather").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
