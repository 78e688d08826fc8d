//! Rehearsals: an organiser's program asks for a fair of invented booths, tries sales out on it,
//! and ends it. Who may do that is who may make a fair.

use crate::{
    base::{id::ProductId, lang::Say, money::Money, refusal::Refusal},
    desk::{
        command::Command,
        rehearsal::{BOOTHS, Rehearsal},
    },
    fair::{Booth, kinds::Kind, store as fairs},
    staff::{Change, Device, access, store},
    web::{
        device::api,
        http::{
            app::App,
            guard::Organiser,
            problem::{Problem, Spoken},
            route::{delete, post},
            submit::Input,
        },
        office::fairs::settings::find,
        ui::answer::change_all,
    },
};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Routes of rehearsals.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/rehearsals", post(begin))
        .route("/api/v1/rehearsals/{code}", delete(end))
}

#[derive(Deserialize)]
struct Beginning {
    booths: i64,
    /// Begin although a fair that counts is open today.
    #[serde(default)]
    beside_real: bool,
}

async fn begin(
    Organiser(caller): Organiser,
    State(app): State<App>,
    input: Input<Beginning>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
    check(&app, &input).await.spoken(lang)?;
    let now = app.shop.clock.now();
    let it = Rehearsal::plan(&app.shop.chance, now, input.booths);
    let commands = it.commands(&app.shop.chance, now);
    change_all(&app, &caller, commands).await.spoken(lang)?;
    let tokens = tokens(&app, &it).await.spoken(lang)?;
    Ok((StatusCode::CREATED, Json(describe(&it, &tokens))))
}

async fn check(app: &App, input: &Beginning) -> Result<(), Refusal> {
    if !(1..=BOOTHS).contains(&input.booths) {
        return Err(Refusal::malformed(
            "booths",
            format!("Diễn tập có từ 1 đến {BOOTHS} gian"),
            format!("A rehearsal has 1 to {BOOTHS} booths"),
        ));
    }
    let day = app.shop.clock.now().date().to_string();
    let mut db = app.shop.read().await?;
    let open = fairs::fairs(&mut db).await?.into_iter().find(|fair| fair.open_on(&day));
    match open {
        Some(fair) if !input.beside_real => {
            let (code, name) = (&fair.code, &fair.name);
            Err(Refusal::Settled {
                code: "fair_open",
                say: Say::new(
                    format!("{name} ({code}) đang mở. Diễn tập làm máy chậm đi"),
                    format!("{name} ({code}) is open. A rehearsal slows it down"),
                ),
            })
        }
        _ => Ok(()),
    }
}

/// A token for each device, in their order.
async fn tokens(app: &App, it: &Rehearsal) -> Result<Vec<String>, Refusal> {
    let now = app.shop.clock.now();
    let tokens: Vec<String> = it.devices().map(|_| app.shop.chance.token()).collect();
    let pair = |(device, token): (&Device, &String)| (access::digest(token), device.uid.bytes());
    let kept: Vec<_> = it.devices().zip(&tokens).map(pair).collect();
    let work = app.shop.desk.local(move |db| {
        Box::pin(async move {
            for (digest, device) in &kept {
                access::store::add_token(db, digest, device, now).await?;
            }
            Ok(())
        })
    });
    work.await?;
    Ok(tokens)
}

fn describe(it: &Rehearsal, tokens: &[String]) -> Value {
    let mut tokens = tokens.iter();
    let gate = json!({"code": it.gate.0.code, "token": tokens.next()});
    let booth = |(stand, token): (&(Booth, Device), &String)| {
        let code = &stand.0.code;
        json!({"code": code, "token": token})
    };
    let goods = |(uid, price): &(ProductId, Money)| json!({"uid": uid, "price": price});
    json!({
        "fair": {"code": it.fair.code, "name": it.fair.name},
        "gate": gate,
        "booths": it.stands.iter().zip(tokens).map(booth).collect::<Vec<_>>(),
        "products": it.goods.iter().map(goods).collect::<Vec<_>>(),
    })
}

/// Ends a rehearsal: its devices sell no more. What they sold stays, in no total.
async fn end(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Result<StatusCode, Problem> {
    let lang = caller.lang;
    let fair = find(&app, &caller, &code).await?;
    if fair.kind != Kind::Rehearsal.as_str() {
        let say = Say::new("Đây không phải diễn tập", "This is no rehearsal");
        return Err(Problem(Refusal::Conflict(say), lang));
    }
    let mut db = app.shop.read().await.spoken(lang)?;
    let rows = store::devices_at(&mut db, fair.id).await.spoken(lang)?;
    drop(db);
    let revoke = |row| Change::Device(Device { revoked: true, ..api::device_of(row) });
    let commands = rows.into_iter().map(|row| Command::Staff(revoke(row)));
    change_all(&app, &caller, commands).await.spoken(lang)?;
    Ok(StatusCode::NO_CONTENT)
}
