//! A secret that nobody looked at was no wrong one.

use crate::{
    base::refusal::Refusal,
    staff::{
        access::{
            Kind,
            tries::{AT_PLACE, Place},
        },
        store,
    },
    web::{device::sign_in, tests::Browser},
};

#[tokio::test]
async fn a_password_that_came_while_the_lane_was_full_is_no_wrong_try() {
    let mut it = Browser::open().await;
    it.organiser().await;
    let app = &it.app;
    let row = store::by_login(&mut app.shop.read().await.unwrap(), "lan").await.unwrap().unwrap();
    let here = Place::of([192, 168, 1, 20].into());
    let tries = || sign_in::check(app, Kind::Password, (&row.uid, here), "mat-khau-dai");
    let flood = app.checks.hashing.full(Kind::Password);
    for _ in 0..=AT_PLACE {
        assert_eq!(tries().await, Err(Refusal::too_many(5)), "the lane is full, nobody is locked");
    }
    drop(flood);
    assert_eq!(tries().await, Ok(()));
}
