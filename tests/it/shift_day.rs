//! That day of the fair with a shift: opened, moved, closed a little short, and with a sale that
//! came afterwards.

use crate::day::Day;
use axum::http::StatusCode;
use chophien::base::clock::MINUTE;
use serde_json::{Value, json};

async fn done(day: &Day, path: &str, ask: Value) {
    let reply = day.shop.post(&day.ours.who, path, &ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
}

pub async fn day() -> Day {
    let day = Day::open().await;
    let (id, at) = (day.shop.uid(), day.shop.now());
    let float = json!([{"note": 100_000, "count": 4}, {"note": 20_000, "count": 5}]);
    done(&day, "/api/v1/shifts", json!({"id": id, "at_ms": at, "float": float})).await;
    let of = |rest: &str| format!("/api/v1/shifts/{id}/{rest}");
    let moved = json!({"id": day.shop.uid(), "at_ms": at, "amount": -50_000, "reason": "Tui giay"});
    done(&day, &of("movements"), moved).await;
    let sold = day.shop.sale(&[(day.honey, "1")], 185_000);
    done(&day, "/api/v1/sales", sold).await;
    let mut late = day.shop.sale(&[(day.honey, "2")], 370_000);
    late["shift"] = json!(id);
    day.shop.set_now(at + 10 * MINUTE);
    let count = json!([{"note": 5_000, "count": 126}]);
    let close = json!({"id": day.shop.uid(), "at_ms": at + 10 * MINUTE, "count": count});
    done(&day, &of("closings"), close).await;
    done(&day, "/api/v1/sales", late).await;
    day
}
