//! Administrative units: found by the name that somebody types, old names with what they are now.

use crate::{
    day::Day,
    pages::FORM,
    shop::{TestShop, Who},
};
use axum::http::StatusCode;
use chophien::staff::Role;
use serde_json::{Value, json};

fn names(answer: &Value) -> Vec<String> {
    let units = answer["units"].as_array().unwrap().iter();
    units.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_person_finds_a_unit_by_what_it_was_called_and_reads_what_it_is_now() {
    let shop = TestShop::open().await;
    let lan = shop.person("Lan", Role::Organiser, None, None).await;
    let found = shop.get_json(&lan, "/api/v1/units?q=xa+thuy+xuan,+thai+thuy").await.body;
    assert_eq!(names(&found), ["Xã Thụy Xuân, Thái Thụy, Thái Bình"]);
    let unit = &found["units"][0];
    assert_eq!((&unit["key"], &unit["former"]), (&json!("12862c"), &json!(true)));
    assert_eq!(unit["note"], "Now xã Đông Thụy Anh, tỉnh Hưng Yên");
    assert_eq!(unit["now"], json!([{"key": "12862", "name": "Xã Đông Thụy Anh, Hưng Yên"}]));

    let today = shop.get_json(&lan, "/api/v1/units?q=dong+trieu&near=22").await.body;
    let [ward, city] = ["Phường Đông Triều, Quảng Ninh", "Thành phố Đông Triều, Quảng Ninh"];
    assert_eq!(names(&today)[..2], [ward, city]);
    assert_eq!(today["units"][0]["note"], Value::Null);
    let path = "/api/v1/units?q=dong+trieu&near=22&day=2025-05-01";
    assert_eq!(names(&shop.get_json(&lan, path).await.body)[..2], [city, ward]);
}

#[tokio::test]
async fn an_answer_is_short_whatever_is_typed_and_nobody_unknown_gets_one() {
    let shop = TestShop::open().await;
    let lan = shop.person("Lan", Role::Seller, None, None).await;
    let long = "a".repeat(5000);
    for (typed, most) in [("a", 10), ("", 0), (",,,", 0), (long.as_str(), 0), ("%25", 0)] {
        let found = shop.get_json(&lan, &format!("/api/v1/units?q={typed}")).await;
        assert_eq!(found.status, StatusCode::OK, "{typed}");
        assert_eq!(names(&found.body).len(), most, "{typed}");
    }
    let stranger = shop.get_json(&Who::default(), "/api/v1/units?q=ha+noi").await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_form_keeps_what_was_typed_and_says_what_it_is_now() {
    let (shop, _, _) = TestShop::with_honey(9).await;
    let ban = shop.person("Ban", Role::Organiser, None, None).await;
    let form = "/fairs/HL26/booths/A03/edit";
    let locality = "select origin_unit from booth where code = 'A03'";
    for (typed, said) in [
        ("xã Thụy Xuân, Thái Thụy", "Now xã Đông Thụy Anh, tỉnh Hưng Yên"),
        ("Làng Hoa Ban", "Not in the list of communes: kept as it is written"),
        ("Tân Thành", "Several places have this name"),
    ] {
        let sent = Day::fill(&shop, &ban, "en", form, FORM, &format!("origin_unit={typed}")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{typed}");
        assert_eq!(shop.words(locality).await, [typed]);
        let page = Day::ask(&shop, &ban, "en", form).await;
        assert!(page.text.contains(said), "{typed}: {said}");
    }
    let today = "Phường Đông Triều, Quảng Ninh";
    Day::fill(&shop, &ban, "en", form, FORM, &format!("origin_unit={today}")).await;
    let page = Day::ask(&shop, &ban, "en", form).await;
    assert!(!page.text.contains("Now ") && !page.text.contains("Not in the list"));
}

#[tokio::test]
async fn a_producers_commune_brings_its_code_and_another_name_takes_it_away() {
    let (shop, _, _) = TestShop::with_honey(9).await;
    let ban = shop.person("Ban", Role::Organiser, None, None).await;
    let uid = shop.words("select lower(hex(uid)) from producer").await.remove(0);
    let code = "select unit_code from producer";
    let form = format!("/producers/{uid}");
    for (typed, key) in [
        ("Xã Thụy Xuân, Thái Thụy, Thái Bình", "12862c"),
        ("Phường Đông Triều, Quảng Ninh", "07093"),
        ("Đông Triều", ""),
    ] {
        let fields = format!("name=HTX&subject_type=cooperative&commune={typed}");
        let sent = Day::fill(&shop, &ban, "vi", &form, FORM, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{typed}");
        assert_eq!(shop.words(code).await, [key], "{typed}");
    }
}
