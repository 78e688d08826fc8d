//! Timed copies when something is not as it should be: the clock, the stick, the laptop's own disk.

use crate::{
    looks,
    shop::{Clocked, TestShop, request},
    small_disk::SmallDisk,
};
use axum::http::StatusCode;
use chophien::{
    backup::{
        notes::{self, Choices},
        rotation, store,
    },
    base::clock::{DAY, HOUR, Ms},
    desk::{command::Command, rehearsal::Rehearsal},
    fair,
    staff::Role,
};
use std::{fs, path::Path};

/// Waits until nothing is under way, and answers why the last try failed.
async fn settled(shop: &TestShop) -> Option<String> {
    let mut state = shop.app.keeper.state();
    let now = state.wait_for(|now| !now.asked).await.unwrap().clone();
    now.failed.map(|(_, say)| say.en)
}

async fn choose(shop: &TestShop, stick: &Path) {
    let folder = Some(stick.to_owned());
    notes::choose(shop.shop(), &Choices { folder, ..Default::default() }).await.unwrap();
}

fn names(stick: &Path) -> Vec<String> {
    let entries = fs::read_dir(stick).unwrap().map(|entry| entry.unwrap().file_name());
    entries.map(|name| name.into_string().unwrap()).collect()
}

#[tokio::test]
async fn a_clock_put_back_is_told_and_the_copy_just_made_stays() {
    let (shop, _, _) = TestShop::with_honey(9).await;
    let stick = tempfile::tempdir().unwrap();
    choose(&shop, stick.path()).await;
    let (origin, now) = (shop.shop().desk.origin(), shop.now());
    for n in 0..40 {
        let later = rotation::name(origin, Ms(now + n * 12 * HOUR));
        fs::write(stick.path().join(later), "x").unwrap();
    }
    shop.set_now(now + 30 * DAY);
    shop.app.keeper.copy();
    assert_eq!(settled(&shop).await, None);
    shop.set_now(now - DAY);
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    let said = looks::text(&shop, request("GET", &boss, "/fairs", None)).await;
    assert!(said.contains("is of a time to come"), "{said}");
    shop.app.keeper.copy();
    assert_eq!(settled(&shop).await, None);
    let made = rotation::name(origin, Ms(now - DAY));
    assert!(names(stick.path()).contains(&made), "{:?}", names(stick.path()));
}

#[tokio::test]
async fn what_a_pulled_stick_holds_half_is_removed_before_the_next_copy() {
    let (shop, _, _) = TestShop::with_honey(9).await;
    let stick = tempfile::tempdir().unwrap();
    choose(&shop, stick.path()).await;
    let half = format!(".{}.part", rotation::name(shop.shop().desk.origin(), Ms(shop.now() - DAY)));
    let theirs = ".chophien-ffffffff-20260601-090000.db.part".to_owned();
    for name in [half.clone(), format!("{half}-journal"), theirs.clone()] {
        fs::write(stick.path().join(name), "x").unwrap();
    }
    shop.app.keeper.copy();
    assert_eq!(settled(&shop).await, None);
    let made = rotation::name(shop.shop().desk.origin(), Ms(shop.now()));
    let mut left = names(stick.path());
    left.sort();
    assert_eq!(left, [theirs, made]);
}

#[tokio::test]
async fn a_good_copy_that_the_full_laptop_cannot_note_is_told_as_one() {
    let Some(disk) = SmallDisk::mount(12) else { return };
    let stick = tempfile::tempdir().unwrap();
    let shop = TestShop::at(&disk.folder(), Clocked::Steered).await;
    let booth = shop.booth("A03").await;
    let honey = shop.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await;
    shop.sells(&booth, &[honey]).await;
    choose(&shop, stick.path()).await;
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    disk.fill();
    for n in 0.. {
        let sold = shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
        if sold.status != StatusCode::CREATED {
            break;
        }
        assert!(n < 5_000, "the disk is never full");
    }
    shop.app.keeper.copy();
    let failed = settled(&shop).await.unwrap();
    assert!(failed.starts_with("A good copy was made, but the book could not note it"), "{failed}");
    let made = rotation::name(shop.shop().desk.origin(), Ms(shop.now()));
    assert_eq!(names(stick.path()), std::slice::from_ref(&made));
    let said = looks::text(&shop, request("GET", &boss, "/backups", None)).await;
    assert!(said.contains(&made), "the page names it: {said}");
    let state = shop.app.keeper.state().borrow().clone();
    let vi = state.failed.unwrap().1.vi;
    assert!(vi.starts_with("Đã có bản sao tốt, nhưng chưa ghi nhận được vào sổ. Không ghi được"));
    disk.make_room();
}

#[tokio::test]
async fn no_rehearsal_makes_copies_due_or_is_asked_for_at_a_take_over() {
    let (shop, _, _) = TestShop::with_honey(0).await;
    let chance = chophien::base::id::Chance::seeded(77);
    let rehearsal = Rehearsal::plan(&chance, Ms(shop.now()), 1);
    let code = rehearsal.fair.code.clone();
    shop.put(Command::Fair(fair::Change::Fair(rehearsal.fair))).await;
    let mut db = shop.shop().read().await.unwrap();
    let fairs = store::fairs(&mut db).await.unwrap();
    let open = store::open_fairs(&mut db, Ms(shop.now()).date()).await.unwrap();
    assert_eq!((fairs, open), (vec!["HL26".to_owned()], vec!["HL26".to_owned()]), "not {code}");
}
