//! A copy through the browser that is given up, that two ask for at once, or that has no room.

use crate::shop::{Clocked, TestShop, Who, request};
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
    response::Response,
};
use chophien::{disk::Disk, staff::Role};
use std::{path::Path, pin::pin, time::Duration};
use tower::ServiceExt;

/// Rows of three hundred bytes that make a copy take a while.
const ROWS: i64 = 100_000;

/// Makes the book large, by rows that nobody reads.
async fn enlarge(shop: &TestShop) {
    let rows = "with recursive n(i) as (select 1 union all select i + 1 from n where i < ?) \
                insert into copied_file (path, bytes) \
                select printf('%09d', i), zeroblob(300) from n";
    let work = shop.shop().desk.local(move |db| {
        Box::pin(async move { sqlx::query(rows).bind(ROWS).execute(db).await.map(|_| ()) })
    });
    work.await.unwrap();
}

async fn organiser(shop: &TestShop) -> Who {
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    shop.password("Ban", "mat-khau-cua-ban").await;
    boss
}

fn asked(who: &Who) -> Request<Body> {
    let mut asked = request("POST", who, "/backups/download", None);
    let form = "application/x-www-form-urlencoded".parse().unwrap();
    asked.headers_mut().insert("content-type", form);
    *asked.body_mut() = Body::from("password=mat-khau-cua-ban");
    asked
}

fn left(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("copies")).into_iter().flatten().count()
}

async fn words(answer: Response) -> String {
    String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_download_that_is_given_up_leaves_nothing_and_only_one_is_made_at_a_time() {
    let (shop, _, _) = TestShop::with_honey(9).await;
    let boss = organiser(&shop).await;
    enlarge(&shop).await;
    {
        let mut given_up = pin!(shop.router.clone().oneshot(asked(&boss)));
        while left(shop.folder()) == 0 {
            let soon = tokio::time::timeout(Duration::from_millis(1), &mut given_up).await;
            assert!(soon.is_err(), "the copy is not made yet");
        }
        let second = shop.router.clone().oneshot(asked(&boss)).await.unwrap();
        assert_eq!(second.status(), StatusCode::TOO_MANY_REQUESTS);
        let said = words(second).await;
        assert!(said.contains("is being downloaded already"), "{said}");
    }
    let mut tries = 0;
    while left(shop.folder()) > 0 {
        tries += 1;
        assert!(tries < 500, "what was given up stays in the folder");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let next = shop.router.clone().oneshot(asked(&boss)).await.unwrap();
    assert_eq!(next.status(), StatusCode::OK, "and the next one is made");
}

#[tokio::test]
async fn a_download_never_takes_the_room_that_selling_needs() {
    let folder = tempfile::tempdir().unwrap();
    let nearly_full = Disk::by(|_| Some(1 << 30));
    let shop = TestShop::opened_on(folder.path(), Clocked::Steered, nearly_full).await;
    let boss = organiser(&shop).await;
    let refused = shop.router.clone().oneshot(asked(&boss)).await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let said = words(refused).await;
    assert!(said.contains("too little room on this machine"), "{said}");
    assert_eq!(left(folder.path()), 0);
}
