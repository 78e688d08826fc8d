//! A small fair is rehearsed against a real listener: everybody sells, looks on or dawdles at once,
//! no sale is refused, and the books agree.

use crate::shop::{Clocked, TestShop};
use chophien::{
    cli::rehearse::{Outcome, Plan, play},
    staff::{Role, access},
    web,
};
use std::{sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch};

const PASSWORD: &str = "mật khẩu để diễn tập";

/// A shop on a port of its own, and an organiser's sign-in name.
async fn served(folder: &std::path::Path) -> (TestShop, String) {
    let shop = TestShop::at(folder, Clocked::Live).await;
    shop.person("ban", Role::Organiser, None, None).await;
    let hash = access::hashing::hash_secret(PASSWORD, &shop.shop().chance).unwrap();
    let kept = shop.shop().desk.local(move |db| {
        Box::pin(async move {
            let uid = chophien::staff::store::by_login(db, "ban").await?.unwrap().uid;
            access::store::set_secret(db, &uid, "password", &hash).await
        })
    });
    kept.await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = shop.app.clone();
    tokio::spawn(web::serve(listener, None, app, std::future::pending()));
    (shop, url)
}

async fn rehearse(url: &str, change: impl FnOnce(&mut Plan)) -> Outcome {
    let mut plan = Plan {
        at: url.parse().unwrap(),
        user: "ban".into(),
        password: PASSWORD.into(),
        booths: 20,
        rate: 40.0,
        lasts: Duration::from_secs(4),
        streams: true,
        returns: true,
        viewers: 10,
        strangers: 40,
        beside_real: false,
    };
    change(&mut plan);
    let (_tell, stop) = watch::channel(None);
    play(&plan, Arc::default(), stop).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fair_sells_while_phones_come_back_viewers_look_on_and_strangers_dawdle() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, url) = served(folder.path()).await;
    let it = rehearse(&url, |_| ()).await;
    assert_eq!(it.differences, Vec::<String>::new());
    assert!(it.sound(), "{:?}", it.tally);
    let tally = &it.tally;
    assert_eq!((tally.refused, tally.unanswered, tally.sales.count()), (0, 0, tally.due));
    assert!(tally.errors.is_empty(), "{:?}", tally.errors);
    assert!(tally.due > 40 && tally.resent > 0 && tally.visits > 0 && tally.heard > 0);
    assert_eq!((tally.opened.count(), tally.returned.count()), (20, 20));
    // Its devices sell no more, and nothing of it is in the season.
    let live = "select count(*) from device d join booth b on b.id = d.booth \
                join fair f on f.id = b.fair where f.kind = 'rehearsal' and d.revoked = 0";
    assert_eq!(shop.figure(live).await, 0);
    let mut db = shop.shop().read().await.unwrap();
    let (from, to) = (jiff::civil::date(2020, 1, 1), jiff::civil::date(2100, 1, 1));
    let season = chophien::report::season::season(&mut db, from, to).await.unwrap();
    assert_eq!((season.cube.figures.sales, season.cube.figures.visits), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_no_organiser_rehearses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, url) = served(folder.path()).await;
    let (_tell, stop) = watch::channel(None);
    let plan = Plan {
        at: url.parse().unwrap(),
        user: "ban".into(),
        password: "đoán mò".into(),
        booths: 1,
        rate: 1.0,
        lasts: Duration::from_secs(1),
        streams: false,
        returns: false,
        viewers: 0,
        strangers: 0,
        beside_real: true,
    };
    let refused = play(&plan, Arc::default(), stop).await.unwrap_err();
    assert!(refused.en.contains("could not sign in"), "{}", refused.en);
    assert_eq!(shop.figure("select count(*) from fair where kind = 'rehearsal'").await, 0);
}
