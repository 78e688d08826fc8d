//! Whoever is not known here never stands before a sale.

use crate::screens::Browser;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chophien::{
    base::id::{BoothId, DeviceId},
    db::readers::Lane,
    desk::command::Command,
    staff::{Change, Device, access},
};
use uuid::Uuid;

const OK: StatusCode = StatusCode::OK;
const STRANGER: StatusCode = StatusCode::UNAUTHORIZED;

/// A new phone of the booth `A01`, with its token.
async fn phone(it: &Browser, letter: &str) -> (Device, String) {
    let booth = it.booth_uid("A01").await.parse().unwrap();
    let device = Device {
        uid: DeviceId(Uuid::from_u128(letter.as_bytes()[0].into())),
        name: "Máy".into(),
        letter: letter.into(),
        booth: Some(BoothId(booth)),
        gate: None,
        revoked: false,
    };
    keep(it, &device).await;
    let (token, now) = (letter.repeat(64), it.app.shop.clock.now());
    let (digest, uid) = (access::digest(&token), device.uid.bytes());
    let kept = it.app.shop.desk.local(move |db| {
        Box::pin(async move { access::store::add_token(db, &digest, &uid, now).await })
    });
    kept.await.unwrap();
    (device, token)
}

async fn keep(it: &Browser, device: &Device) {
    let change = Command::Staff(Change::Device(device.clone()));
    it.app.shop.submit("Ban tổ chức", change).await.unwrap();
}

/// What a device of this token is answered, and how many readers of the selling lane that took.
async fn asks(it: &mut Browser, token: &str) -> (StatusCode, u64) {
    let taken = |it: &Browser| it.app.shop.readers().taken(Lane::Selling).taken;
    let before = taken(it);
    let bearer = format!("Bearer {token}");
    let asked = Request::get("/api/v1/till").header(header::AUTHORIZATION, bearer);
    let status = it.send(asked, Body::empty()).await.status;
    (status, taken(it) - before)
}

#[tokio::test]
async fn an_invented_token_takes_no_reader_of_the_selling_lane() {
    let mut it = Browser::open().await;
    it.organiser().await;
    it.fair().await;
    it.booth("A01").await;
    let (mut device, token) = phone(&it, "A").await;
    // All tokens of the book are read once.
    let (status, first) = asks(&mut it, &token).await;
    let asked = first - 1;
    assert_eq!((status, asks(&mut it, &token).await), (OK, (OK, asked)));
    for n in 0..10 {
        assert_eq!(asks(&mut it, &format!("{n:064}")).await, (STRANGER, 0));
    }
    let (_, new) = phone(&it, "B").await;
    assert_eq!(asks(&mut it, &new).await, (OK, asked - 1), "nobody knew it yet");
    assert_eq!(asks(&mut it, &new).await, (OK, asked));
    device.revoked = true;
    keep(&it, &device).await;
    assert_eq!(asks(&mut it, &token).await, (STRANGER, 1), "at once");
    assert_eq!(asks(&mut it, &token).await, (STRANGER, 0));
}

#[tokio::test]
async fn whoever_tries_passwords_takes_no_reader_of_the_selling_lane() {
    let mut it = Browser::open().await;
    it.organiser().await;
    let mut stranger = it.other();
    let before = it.app.shop.readers().taken(Lane::Selling).taken;
    for (password, wanted) in
        [("sai", StatusCode::UNPROCESSABLE_ENTITY), ("mat-khau-dai", StatusCode::SEE_OTHER)]
    {
        let page = stranger.post("/login", &[("login", "lan"), ("password", password)]).await;
        assert_eq!(page.status, wanted);
    }
    assert_eq!(it.app.shop.readers().taken(Lane::Selling).taken, before);
}
