//! Pairing a device to a booth or a gate by its single-use code, and moving a paired device to
//! another address of this server, HTTPS or a new one, by a code of its own.

use crate::{
    base::{
        clock::Ms,
        id::{BoothId, DeviceId, GateId, hex_uid},
        lang::Say,
        refusal::Refusal,
    },
    desk::command::Command,
    fair::store as fairs,
    staff::{Change, Device, access, actor, store},
    web::{
        device::pairing::spell,
        http::{
            app::App,
            guard::{Changer, OnDevice, Open},
            problem::{Problem, Spoken},
            route::post,
            submit::Input,
        },
    },
};
use axum::{Json, Router, extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

/// Routes of devices.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/devices", post(pair))
        .route("/api/v1/devices/handovers", post(hand_over))
}

#[derive(Deserialize)]
struct Pairing {
    code: String,
    name: String,
}

async fn pair(
    Open(lang): Open,
    State(app): State<App>,
    input: Input<Pairing>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let input = input.read(lang)?;
    let answer = join(&app, &input).await.spoken(lang)?;
    Ok((StatusCode::CREATED, Json(answer)))
}

/// A code by which the asking device goes on at another address of this server as itself: what a
/// browser keeps, its token too, belongs to one scheme, host and port.
async fn hand_over(
    OnDevice { caller, device }: OnDevice,
    _: Changer,
    State(app): State<App>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let code = spell(&app.shop.chance);
    let (digest, uid) = (access::digest(&code), device.uid.bytes());
    let expires = Ms(app.shop.clock.now().0 + access::HANDOVER);
    let kept = app.shop.desk.local(move |db| {
        Box::pin(async move {
            access::store::drop_handovers(db, &uid).await?;
            access::store::add_handover(db, &digest, &uid, expires).await
        })
    });
    kept.await.spoken(lang)?;
    Ok((StatusCode::CREATED, Json(json!({"code": code, "expires_ms": expires}))))
}

/// A device as the journal names it.
pub fn device_of(row: store::DeviceRow) -> Device {
    Device {
        uid: DeviceId::of_bytes(&row.uid),
        name: row.name,
        letter: row.letter,
        booth: row.booth.as_deref().map(BoothId::of_bytes),
        gate: row.gate.as_deref().map(GateId::of_bytes),
        revoked: row.revoked == 1,
    }
}

/// The device that a hand-over code leads to, with a new token. Its old tokens and sessions end:
/// they went over the air unencrypted.
async fn moved(app: &App, uid: &[u8]) -> Result<Value, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let row = store::device(&mut db, uid).await?.filter(|row| row.revoked == 0);
    let revoked =
        || Refusal::SignIn(Say::new("Thiết bị này đã bị thu hồi", "This device was revoked"));
    let row = row.ok_or_else(revoked)?;
    let mut answer = describe(&mut db, &device_of(row)).await?;
    drop(db);
    let (token, now) = (app.shop.chance.token(), app.shop.clock.now());
    let (digest, uid) = (access::digest(&token), uid.to_vec());
    let kept = app.shop.desk.revoke(move |db| {
        Box::pin(async move {
            access::store::drop_tokens(db, &uid).await?;
            access::store::drop_sessions_on(db, &uid).await?;
            access::store::add_token(db, &digest, &uid, now).await
        })
    });
    kept.await?;
    answer["token"] = json!(token);
    Ok(answer)
}

async fn join(app: &App, input: &Pairing) -> Result<Value, Refusal> {
    let (digest, now) = (access::digest(&access::pairing_code(&input.code)), app.shop.clock.now());
    // A wrong code costs a look, and never the writer's time.
    let pairs = access::store::pairs(&mut *app.shop.read().await?, &digest, now).await?;
    if !pairs {
        return Err(no_code());
    }
    let used = app.shop.desk.local(move |db| {
        Box::pin(async move { access::store::use_pairing(db, &digest, now).await })
    });
    let Some((booth, gate, device)) = used.await? else { return Err(no_code()) };
    if let Some(device) = device {
        return moved(app, &device).await;
    }
    // The desk gives the letter: two phones paired at once get two.
    let device = Device {
        uid: DeviceId(app.shop.chance.uid(now)),
        name: input.name.trim().chars().take(60).collect(),
        letter: String::new(),
        booth: booth.as_deref().map(BoothId::of_bytes),
        gate: gate.as_deref().map(GateId::of_bytes),
        revoked: false,
    };
    let actor = actor::device(&device.name);
    app.shop.submit(&actor, Command::Staff(Change::Device(device.clone()))).await?;
    let mut db = app.shop.read_to_sell().await?;
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

fn no_code() -> Refusal {
    Refusal::malformed(
        "pairing_code",
        "Mã ghép đã dùng hoặc hết hạn. Hãy xin mã mới",
        "This pairing code was used or has expired. Ask for a new one",
    )
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
        "device": {"id": device.uid, "letter": device.letter, "name": device.name},
        "booth": booth.as_ref().map(|it| {
            json!({"id": hex_uid(&it.uid), "code": it.code, "name": it.name})
        }),
        "gate": gate.as_ref().map(|it| {
            json!({"id": hex_uid(&it.uid), "code": it.code, "name": it.name})
        }),
        "fair": fair.map(|(code, name)| json!({"code": code, "name": name})),
    }))
}
