//! What makes no sense in a form is said at its field, in the reader's language, and changes
//! nothing.

use crate::{
    day::{Day, Page},
    pages::FORM,
    shop::{TestShop, Who},
};
use axum::http::StatusCode;
use chophien::staff::Role;

/// What a form is answered with, by an organiser who reads English.
async fn sent(shop: &TestShop, who: &Who, path: &str, fields: &str) -> Page {
    Day::fill(shop, who, "en", path, FORM, fields).await
}

#[tokio::test]
async fn what_makes_no_sense_in_a_form_is_said_at_its_field() {
    let (shop, _, honey) = TestShop::with_honey(9).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let entries = shop.figure("select count(*) from journal").await;
    let promotion = format!(
        "uid={}&name=Tet&sort=percent&percent=10&product={}&starts_on=2020-01-01&starts_at=08:00\
         &ends_on=2020-01-02&ends_at=08:00",
        shop.uid(),
        honey.0,
    );
    for (path, fields, said) in [
        ("/fairs/HL26/prices", format!("price.{}=0", honey.0), "A price is above 0 đồng"),
        ("/fairs/HL26/booths/A03/price", format!("price.{}=0", honey.0), "A price is above"),
        (
            "/fairs/HL26/days",
            "day=2020-01-01&opens=08:00&closes=20:00".to_owned(),
            "Not a day on which the fair takes place",
        ),
        (
            "/fairs/HL26/booths/A03/edit",
            "refund_limit=1.000.000&offline_refund_limit=9.999.999".to_owned(),
            "Not more than the limit while online",
        ),
        ("/fairs/HL26/promotions/new", promotion, "That is over already"),
    ] {
        let page = sent(&shop, &organiser, path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(page.text.contains(said), "{path}: {said}");
    }
    assert_eq!(shop.figure("select count(*) from journal").await, entries);
}

#[tokio::test]
async fn a_price_that_may_be_a_slip_is_asked_about_where_fairs_and_booths_set_theirs() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let prices = "select count(*) from price";
    let before = shop.figure(prices).await;
    let doors = [("/fairs/HL26/prices", 55), ("/fairs/HL26/booths/A03/price", 66)];
    for (n, (path, amount)) in doors.into_iter().enumerate() {
        let price = format!("price.{}", honey.0);
        let typed = format!("{price}={amount}");
        let page = sent(&shop, &organiser, path, &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(page.text.contains("save again"), "{path}");
        let sure = format!("name=\"{price}.sure\" value=\"{amount}\"");
        assert!(page.text.contains(&sure), "{path}: what was asked travels along");
        assert_eq!(shop.figure(prices).await, before + n as i64, "nothing is saved yet");
        let meant = format!("{typed}&{price}.sure={amount}");
        assert_eq!(sent(&shop, &organiser, path, &meant).await.status, StatusCode::SEE_OTHER);
        // What stands is no slip.
        assert_eq!(sent(&shop, &organiser, path, &typed).await.status, StatusCode::SEE_OTHER);
        assert_eq!(shop.figure(prices).await, before + n as i64 + 1);
    }
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["products"][0]["price"], 66);
}

#[tokio::test]
async fn people_one_may_not_change_are_named_and_lead_nowhere() {
    let (shop, ..) = TestShop::with_honey(1).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    shop.person("Quản trị", Role::Admin, None, None).await;
    let page = Day::ask(&shop, &organiser, "en", "/people").await;
    assert!(page.text.contains(">Ban</a>"), "oneself one may change");
    assert!(page.text.contains("Quản trị") && !page.text.contains(">Quản trị</a>"));
}
