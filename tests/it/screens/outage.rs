//! Forms while the book cannot be written.

use crate::screens::{
    Browser,
    upkeep::{one_booth, product},
};
use axum::http::StatusCode;

/// From now on the writer's connection refuses to write, until it is opened anew.
async fn stop_writing(it: &Browser) {
    let stop = it.app.shop.desk.local(|db| {
        Box::pin(async move { sqlx::query("pragma query_only = on").execute(db).await.map(|_| ()) })
    });
    stop.await.unwrap();
}

#[tokio::test]
async fn a_form_that_cannot_be_written_now_says_so_by_its_status_and_keeps_what_was_typed() {
    let mut it = Browser::open().await;
    it.organiser().await;
    it.fair().await;
    stop_writing(&it).await;
    let page = it.booth("A01").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.text);
    assert!(page.text.contains("Không ghi được"), "{}", page.text);
    assert_eq!(page.value("name"), "HTX Đình Trung");
}

#[tokio::test]
async fn prices_that_cannot_be_written_now_stand_in_the_form_as_they_were_typed() {
    let mut it = one_booth().await;
    let uid = product(&mut it, "Miến dong").await;
    let ticked = [("seen", uid.as_str()), ("sold", uid.as_str())];
    it.post("/fairs/HE/booths/A01/range", &ticked).await;
    stop_writing(&it).await;
    let price = format!("price.{uid}");
    let page = it.post("/fairs/HE/booths/A01/price", &[(price.as_str(), "54.000")]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.text);
    assert_eq!(page.value(&price), "54.000");
}

#[tokio::test]
async fn goods_that_were_chosen_for_a_booth_stay_chosen_while_nothing_can_be_written() {
    let mut it = one_booth().await;
    let noodles = product(&mut it, "Miến dong").await;
    let honey = product(&mut it, "Mật ong").await;
    let path = "/fairs/HE/booths/A01/range?q=m";
    let chosen = [("seen", &*noodles), ("seen", &*honey), ("sold", &*honey)];
    stop_writing(&it).await;
    let page = it.post(path, &chosen).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.text);
    assert!(page.text.contains("Không ghi được"), "{}", page.text);
    let ticked = |uid: &str| {
        let (_, rest) = page.text.split_once(&format!("name=\"sold\" value=\"{uid}\"")).unwrap();
        rest.split_once('>').unwrap().0.contains("checked")
    };
    assert!(ticked(&honey) && !ticked(&noodles), "{}", page.text);
    assert!(page.text.contains("action=\"/fairs/HE/booths/A01/range?q=m\""), "the same list");
}
