//! Pairing a device to a booth or a gate by its single-use code.

use super::{
    app::App,
    guard,
    problem::{Problem, Spoken},
};
use crate::{
    base::{
        id::{BoothId, DeviceId, GateId},
        refusal::Refusal,
    },
    desk::command::Command,
    fair::store as fairs,
    staff::{Change, Device, access, store},
};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Routes of devices.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/devices", post(pair))
}

#[derive(Deserialize)]
struct Pairing {
    code: String,
    name: String,
}

async fn pair(
    State(app): State<App>,
    headers: HeaderMap,
    Json(input): Json<Pairing>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = guard::lang(&headers);
    let answer = join(&app, &input).await.spoken(lang)?;
    Ok((StatusCode::CREATED, Json(answer)))
}

async fn join(app: &App, input: &Pairing) -> Result<Value, Refusal> {
    let (digest, now) = (access::digest(&access::pairing_code(&input.code)), app.shop.clock.now());
    let used = app.shop.desk.local(move |db| {
        Box::pin(async move { access::store::use_pairing(db, &digest, now).await })
    });
    let Some((booth, gate)) = used.await? else {
        return Err(Refusal::malformed(
            "pairing_code",
            "Mã ghép đã dùng hoặc hết hạn. Hãy xin mã mới",
            "This pairing code was used or has expired. Ask for a new one",
        ));
    };
    // The desk gives the letter: two phones paired at once get two.
    let device = Device {
        uid: DeviceId(app.shop.chance.uid(now)),
        name: input.name.trim().chars().take(60).collect(),
        letter: String::new(),
        booth: booth.as_deref().map(BoothId::of_bytes),
        gate: gate.as_deref().map(GateId::of_bytes),
        revoked: false,
    };
    let actor = format!("device {}", device.name);
    app.shop.submit(&actor, Command::Staff(Change::Device(device.clone()))).await?;
    let mut db = app.shop.read().await?;
    let row = store::device(&mut db, &device.uid.bytes()).await?;
    let device = Device { letter: row.map(|row| row.letter).unwrap_or_default(), ..device };
    let answer = describe(&mut db, &device).await?;
    drop(db);
    let token = app.shop.chance.token();
    let (digest, uid) = (access::digest(&token), device.uid.bytes());
    let kept = app.shop.desk.local(move |db| {
        Box::pin(async move { access::store::add_token(db, &digest, &uid, now).await })
    });
    kept.await?;
    let mut answer = answer;
    answer["token"] = json!(token);
    Ok(answer)
}

async fn describe(db: &mut sqlx::SqliteConnection, device: &Device) -> Result<Value, Refusal> {
    let booth = match device.booth {
        Some(booth) => fairs::booth(&mut *db, &booth.bytes()).await?,
        None => None,
    };
    let gate = match device.gate {
        Some(gate) => fairs::gate(&mut *db, &gate.bytes()).await?,
        None => None,
    };
    let of_booth = booth.as_ref().map(|it| (&it.fair_code, &it.fair_name));
    let fair = of_booth.or(gate.as_ref().map(|it| (&it.fair_code, &it.fair_name)));
    Ok(json!({
        "device": {"id": device.uid, "letter": device.letter},
        "booth": booth.as_ref().map(|it| json!({"code": it.code, "name": it.name})),
        "gate": gate.as_ref().map(|it| json!({"code": it.code, "name": it.name})),
        "fair": fair.map(|(code, name)| json!({"code": code, "name": name})),
    }))
}
