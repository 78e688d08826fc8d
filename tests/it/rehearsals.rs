//! A rehearsal beside a real fair: everything about the fair is as if it had never been.

use crate::{day::Day, shop::Who};
use axum::http::StatusCode;
use chophien::{base::id::Chance, payment::reference::Reference};
use serde_json::{Value, json};

/// Every report, list and total that is not the rehearsal's own, in each of its forms.
const SEEN: &[&str] = &[
    "/reports/season?from=2026-01-01&to=2026-12-31",
    "/reports/season?from=2026-01-01&to=2026-12-31&format=json",
    "/reports/season?from=2026-01-01&to=2026-12-31&format=csv",
    "/reports/products",
    "/reports/products?format=json",
    "/reports/products?format=csv",
    "/fairs/HL26",
    "/fairs/HL26?format=json",
    "/fairs/HL26?format=csv",
    "/fairs/HL26/booths/A03?format=json",
    "/fairs/HL26/booths/A03/goods",
    "/fairs/HL26/booths/A03/goods?q=hang",
    "/fairs/HL26/booths/A03/numbers",
    "/fairs/HL26/booths/A03/shifts",
    "/fairs/HL26/sales",
    "/fairs/HL26/settings",
    "/fairs/HL26/prices",
    "/board/HL26",
    "/transfers",
    "/products",
    "/products?q=hang",
    "/products/new",
    "/people",
    "/devices",
    "/devices/pair",
    "/printers",
];

/// What the organiser sees, without what every entry of the journal moves: its head.
async fn seen(day: &Day) -> Vec<(String, String)> {
    let head = day.shop.words("select lower(hex(hash)) from journal order by pos desc").await;
    let (head, pos) = (&head[0], head.len());
    let (from, to) = (&head[..4], &head[60..]);
    let moved = [
        format!("\"journal_pos\":{pos}"),
        format!("journal to entry {pos} · head {from}…{to}"),
        head.clone(),
    ];
    let mut all = Vec::new();
    for path in SEEN {
        let page = day.get(&day.organiser, "en", path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let text = moved.iter().fold(page.text, |text, known| text.replace(known, "…"));
        all.push(((*path).to_owned(), text));
    }
    let till = day.shop.get_json(&day.ours.who, "/api/v1/till").await.body;
    all.push(("the till's goods".to_owned(), till["products"].to_string()));
    let board = day.get(&day.organiser, "en", "/board").await;
    all.push(("/board".to_owned(), board.to));
    all
}

async fn begin(day: &Day, booths: i64, beside_real: bool) -> (StatusCode, Value) {
    let ask = json!({"booths": booths, "beside_real": beside_real});
    let reply = day.shop.post(&day.organiser, "/api/v1/rehearsals", &ask).await;
    (reply.status, reply.body)
}

fn device(of: &Value) -> Who {
    Who { token: of["token"].as_str().map(str::to_owned), cookie: None }
}

/// Sells at a rehearsal's booth: in cash, by a transfer, and one that is awaited for ever.
async fn play(day: &Day, rehearsal: &Value) {
    let (who, good) = (device(&rehearsal["booths"][0]), &rehearsal["products"][1]);
    let (product, price) = (good["uid"].as_str().unwrap(), good["price"].as_i64().unwrap());
    let mut sale = day.shop.sale(&[(product.parse().unwrap(), "2")], price * 2);
    let sold = day.shop.post_sale(&who, &sale).await;
    assert_eq!((sold.status, &sold.body["receipt_no"]), (StatusCode::CREATED, &json!("D001-0001")));
    for paid in [true, false] {
        let reference = Reference::mint(&Chance::seeded(40 + u64::from(paid))).to_string();
        let ask = json!({"id": day.shop.uid(), "reference": reference, "amount": price,
            "at_ms": day.shop.now()});
        let asked = day.shop.post(&who, "/api/v1/payments/requests", &ask).await;
        assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.body);
        if paid {
            sale = day.shop.sale(&[(product.parse().unwrap(), "1")], price);
            sale["payments"] = json!([{"method": "vietqr", "amount": price,
                "reference": reference}]);
            assert_eq!(day.shop.post_sale(&who, &sale).await.status, StatusCode::CREATED);
        }
    }
    let visits = json!({"id": day.shop.uid(), "count": 77, "at_ms": day.shop.now()});
    let counted = day.shop.post(&device(&rehearsal["gate"]), "/api/v1/visits", &visits).await;
    assert_eq!(counted.status, StatusCode::CREATED, "{}", counted.body);
}

#[tokio::test]
async fn no_report_and_no_list_of_the_real_fair_shows_a_rehearsal_beside_it() {
    let day = Day::open().await;
    let before = seen(&day).await;
    let (status, rehearsal) = begin(&day, 3, true).await;
    assert_eq!(status, StatusCode::CREATED, "{rehearsal}");
    assert_eq!(rehearsal["booths"].as_array().unwrap().len(), 3);
    play(&day, &rehearsal).await;
    for ((path, before), (_, after)) in before.iter().zip(seen(&day).await) {
        let differs = before.lines().zip(after.lines()).find(|(one, other)| one != other);
        assert_eq!(differs, None, "{path}");
        assert_eq!(before.len(), after.len(), "{path}");
    }
    // Its own report tells all of it, and the list of fairs says what it is.
    let code = rehearsal["fair"]["code"].as_str().unwrap();
    let own = day.get(&day.organiser, "en", &format!("/fairs/{code}?format=json")).await.text;
    let own: Value = serde_json::from_str(&own).unwrap();
    assert_eq!(
        (&own["sales"], &own["revenue"], &own["visits"]),
        (&json!(2), &json!(75_000), &json!(77),)
    );
    let fairs = day.get(&day.organiser, "en", "/fairs").await.text;
    assert!(fairs.contains(code) && fairs.contains("Rehearsals, which no report counts"));
}

#[tokio::test]
async fn a_rehearsal_waits_while_a_fair_is_open_and_its_devices_end_with_it() {
    let day = Day::open().await;
    let (status, refused) = begin(&day, 3, false).await;
    assert_eq!((status, &refused["error"]), (StatusCode::CONFLICT, &json!("fair_open")));
    let (status, refused) = begin(&day, 501, true).await;
    assert_eq!((status, &refused["error"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("booths")));
    let (_, rehearsal) = begin(&day, 1, true).await;
    let path = format!("/api/v1/rehearsals/{}", rehearsal["fair"]["code"].as_str().unwrap());
    assert_eq!(
        day.shop.call("DELETE", &day.ours.who, &path, None).await.status,
        StatusCode::FORBIDDEN
    );
    let ended = day.shop.call("DELETE", &day.organiser, &path, None).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT, "{}", ended.body);
    let till = day.shop.get_json(&device(&rehearsal["booths"][0]), "/api/v1/till").await;
    assert_eq!(till.status, StatusCode::UNAUTHORIZED);
    // A fair that counts is no rehearsal, and cannot be ended like one.
    let real = day.shop.call("DELETE", &day.organiser, "/api/v1/rehearsals/HL26", None).await;
    assert_eq!(real.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_fair_that_counts_never_becomes_a_rehearsal_nor_a_rehearsal_a_fair() {
    use chophien::fair::kinds::Kind;
    let day = Day::open().await;
    let edit = |kind| {
        format!("name=Thử&code=HL&kind={kind}&level=local&starts_on=2026-06-01&cash_rounding=0")
    };
    let form = "application/x-www-form-urlencoded";
    let (path, body) = ("/fairs/HL26/edit", edit("rehearsal"));
    let page = day.post(&day.organiser, "en", path, form, &body).await;
    assert!(page.text.contains("A rehearsal is made by chophien rehearse alone"));
    let (_, rehearsal) = begin(&day, 1, true).await;
    let path = format!("/fairs/{}/edit", rehearsal["fair"]["code"].as_str().unwrap());
    let page = day.post(&day.organiser, "en", &path, form, &edit("fair")).await;
    assert!(page.text.contains("A rehearsal does not become a fair"));
    let kinds = day.shop.words("select kind from fair order by id").await;
    assert_eq!(kinds, [Kind::Fair.as_str(), Kind::Rehearsal.as_str()]);
    let sheet = "code,name,level,kind,starts_on\nHL27,Hội chợ,local,rehearsal,2026-06-01\n";
    let read = chophien::fair::sheet::fairs(&chophien::sheet::File::new("f.csv", sheet));
    assert_eq!(read.unwrap_err()[0].column, "kind");
}
