//! Rewards and support: rules that a decision gives, what is due by them, what was paid.

use crate::{
    day::{Day, Page},
    pages::FORM,
};
use axum::http::StatusCode;
use serde_json::Value;

const YEARS: &str = "from=2023-01-01&to=2026-12-31";

#[tokio::test]
async fn a_rule_is_entered_what_is_due_is_seen_and_what_was_paid_is_noted() {
    // The honey was rated with four stars on 1 July 2023.
    let day = Day::open().await;
    let get = async |path: &str| -> Page { day.get(&day.auditor, "en", path).await };
    let send = async |path: &str, body: &str| {
        day.post(&day.organiser, "en", path, FORM, &body.replace(' ', "+")).await
    };
    let rule = day.shop.uid();
    let typed = |star: &str| {
        format!(
            "uid={rule}&name=Thưởng sao&decision=12/2023/QĐ&occasion=rated&receiver=maker\
             &star={star}&amount=40.000.000&starts_on=01/01/2023"
        )
    };
    let rules = "/reports/rewards/rules";
    let wrong = send(rules, &typed("7")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("The star rating must be 3 to 5"), "{}", wrong.text);
    assert_eq!(send(rules, &typed("4")).await.status, StatusCode::SEE_OTHER);
    let own = get(rules).await.text;
    assert!(own.contains("Thưởng sao") && !own.contains("id=\"enter\""), "{own}");

    let report = format!("/reports/rewards?{YEARS}");
    let due = get(&report).await.text;
    assert!(due.contains("40.000.000") && due.contains("Mật ong Tiên Yên"), "{due}");
    let honey = day.honey;
    let choose = format!("{report}&rule={rule}&product={honey}&signed_on=2023-07-01");
    let form = day.get(&day.organiser, "en", &choose).await.text;
    assert!(form.contains("id=\"pay\"") && form.contains("value=\"40.000.000\""), "{form}");
    assert!(!get(&choose).await.text.contains("id=\"pay\""), "an auditor pays nothing");
    let paid = |amount: &str| {
        format!(
            "rule={rule}&product={honey}&signed_on=2023-07-01&amount={amount}\
             &paid_on=01/06/2026&document=UNC 15"
        )
    };
    let nothing = send("/reports/rewards", &paid("")).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send("/reports/rewards", &paid("15.000.000")).await.status, StatusCode::SEE_OTHER);
    let json = get(&format!("{report}&format=json")).await.text;
    let json: Value = serde_json::from_str(&json).unwrap();
    let whole = &json["whole"];
    assert_eq!(
        (&whole["due"], &whole["paid"], &whole["left"]),
        (&40_000_000.into(), &15_000_000.into(), &25_000_000.into())
    );
    let csv = get(&format!("{report}&format=csv")).await.text;
    assert!(csv.contains("UNC 15") && csv.contains("25000000"), "{csv}");
}
