//! The desk cannot write for a while: every command is refused in words that a till takes for "try
//! again", everybody is told, and it comes back by itself. Told where every machine can tell it: by
//! limits that SQLite sets on the writer's own connection, and by another program's lock.

use crate::{
    outage::{Commands, books_agree, health, hear, listen, page, refused, until_it_writes},
    shop::{Booth, Clocked, Reply, TestShop, request},
    together::at_once,
};
use axum::http::StatusCode;
use chophien::{
    base::{clock::Ms, id::ProductId, refusal::Refusal},
    db,
    disk::Disk,
    staff::{Role, access},
};
use serde_json::{Value, json};

/// Asks the writer's own connection.
async fn asked(shop: &TestShop, sql: &'static str) -> i64 {
    let asked = shop
        .shop()
        .desk
        .local(move |db| Box::pin(async move { sqlx::query_scalar(sql).fetch_one(db).await }));
    asked.await.unwrap()
}

/// Sets something on the writer's own connection.
async fn set(shop: &TestShop, sql: &'static str) {
    let set = shop
        .shop()
        .desk
        .local(move |db| Box::pin(async move { sqlx::query(sql).execute(db).await.map(|_| ()) }));
    set.await.unwrap();
}

/// Sells until a sale is refused; gives that one.
async fn sell_until_refused(shop: &TestShop, booth: &Booth, honey: ProductId) -> (Value, Reply) {
    for _ in 0..500 {
        let sale = shop.sale(&[(honey, "1")], 185_000);
        let reply = shop.post_sale(&booth.who, &sale).await;
        if reply.status != StatusCode::CREATED {
            return (sale, reply);
        }
    }
    panic!("nothing is refused");
}

#[tokio::test]
async fn every_commit_of_the_writer_waits_for_the_disk() {
    const FULL: i64 = 2;
    let (shop, ..) = TestShop::with_honey(1).await;
    assert_eq!(asked(&shop, "pragma synchronous").await, FULL);
    // After a failed write the desk goes on with another connection.
    let before = asked(&shop, "pragma max_page_count").await;
    set(&shop, "pragma max_page_count = 1000000").await;
    let failed = shop.shop().desk.local(|db| {
        Box::pin(
            async move { sqlx::query("insert into journal (pos) values (0)").execute(db).await },
        )
    });
    assert!(failed.await.is_err());
    assert_eq!(asked(&shop, "pragma max_page_count").await, before, "another connection");
    assert_eq!(asked(&shop, "pragma synchronous").await, FULL);
}

#[tokio::test]
async fn a_full_disk_does_not_end_the_day() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    // As many pages as there are: SQLite takes a smaller number for that.
    set(&shop, "pragma max_page_count = 1").await;
    let (sale, reply) = sell_until_refused(&shop, &booth, honey).await;
    refused(&reply, "disk_full", "Cannot write: disk full");
    until_it_writes(&shop).await;
    let number = shop.figure("select count(*) + 1 from sale").await;
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!(reply.body["receipt_no"], json!(format!("A03-{number:04}")));
    let again = shop.post_sale(&booth.who, &sale).await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &reply.body));
    books_agree(&shop).await;
}

#[tokio::test]
async fn many_sales_at_once_are_all_refused_for_the_disk_and_none_is_taken_for_a_culprit() {
    let (shop, booth, honey) = TestShop::with_honey(50).await;
    set(&shop, "pragma query_only = on").await;
    let sales: Vec<Value> = (0..20).map(|_| shop.sale(&[(honey, "1")], 185_000)).collect();
    let send = |sale| request("POST", &booth.who, "/api/v1/sales", Some(sale));
    for reply in at_once(&shop, sales.iter().map(send).collect()).await {
        refused(&reply, "read_only", "Cannot write: disk is read-only");
    }
    until_it_writes(&shop).await;
    for reply in at_once(&shop, sales.iter().map(send).collect()).await {
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    }
    assert_eq!(shop.figure("select count(*) from sale").await, 20);
    books_agree(&shop).await;
}

#[tokio::test]
async fn what_a_constraint_refuses_is_one_commands_own_fault_and_stops_nobody() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let twice = shop.shop().desk.local(|db| {
        Box::pin(async move {
            for _ in 0..2 {
                access::store::add_session(&mut *db, &[1; 32], &[2; 16], None, Ms(0)).await?;
            }
            Ok(())
        })
    });
    assert!(matches!(twice.await, Err(Refusal::Failed(_))));
    assert_eq!(health(&shop).await.status, StatusCode::OK);
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    books_agree(&shop).await;
}

/// Acknowledged means on disk: 2 is `full`.
#[tokio::test]
async fn the_writer_waits_for_the_disk_and_still_does_after_a_failed_write() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    for failed in [false, true] {
        if failed {
            set(&shop, "pragma query_only = on").await;
            sell_until_refused(&shop, &booth, honey).await;
            until_it_writes(&shop).await;
        }
        assert_eq!(asked(&shop, "pragma synchronous").await, 2, "{failed}");
        assert_eq!(asked(&shop, "pragma foreign_keys").await, 1, "{failed}");
        assert_eq!(asked(&shop, "pragma busy_timeout").await, 5000, "{failed}");
    }
}

#[tokio::test]
async fn while_another_program_holds_the_book_everybody_is_told_and_it_comes_back_by_itself() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    shop.printer(&booth).await;
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    let commands = Commands::of(&shop, &booth, honey).await;
    let mut board = listen(&shop, &boss, "/api/v1/fairs/HL26/live").await;
    let mut till = listen(&shop, &booth.who, "/api/v1/till/stream").await;
    let mut other = db::writer(&shop.shop().lock).await.unwrap();
    sqlx::query("begin exclusive").execute(&mut other).await.unwrap();
    let (words, vi) = (
        "Cannot write: another program holds the book",
        "Không ghi được: chương trình khác đang giữ sổ",
    );
    commands.are_refused(&shop, "locked", words).await;
    let ill = health(&shop).await;
    assert_eq!(ill.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ill.body["status"], "cannot_write");
    let since = shop.now();
    assert_eq!(ill.body["writing"], json!({"why": "locked", "since_ms": since, "message": words}));
    assert_eq!(ill.body["seq"], json!(shop.figure("select count(*) from journal").await));
    hear(&mut board, words).await;
    hear(&mut till, words).await;
    for path in ["/fairs", "/board/HL26"] {
        let [in_vietnamese, in_english] = page(&shop, &boss, path).await;
        assert!(in_vietnamese.contains(vi), "{in_vietnamese}");
        assert!(in_english.contains(words), "{in_english}");
    }
    assert_eq!(shop.get_json(&booth.who, "/api/v1/till?next=9").await.status, StatusCode::OK);
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    until_it_writes(&shop).await;
    hear(&mut board, r#""html":{"notices":""}"#).await;
    hear(&mut till, "data: null").await;
    assert_eq!(health(&shop).await.body["writing"], json!(null));
    assert!(!page(&shop, &boss, "/fairs").await[1].contains(words));
    commands.are_done(&shop).await;
    books_agree(&shop).await;
}

#[tokio::test]
async fn before_the_disk_is_full_those_who_oversee_the_fair_are_warned() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::by(|_| Some(812 << 20));
    let shop = TestShop::opened_on(folder.path(), Clocked::Steered, disk).await;
    shop.fair_with(|_| ()).await;
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    let seller = shop.person("Mai", Role::Seller, None, None).await;
    shop.app.space.clone().wait_for(Option::is_some).await.unwrap();
    let well = health(&shop).await;
    assert_eq!(well.status, StatusCode::OK, "it still writes");
    assert_eq!(well.body["disk"], json!({"free": 812 << 20, "low": true}));
    let [vi, en] = page(&shop, &boss, "/board/HL26").await;
    assert!(vi.contains("Ổ đĩa máy chủ sắp đầy: còn 812 MB"), "{vi}");
    assert!(en.contains("disk is nearly full: 812 MB left"), "{en}");
    assert!(vi.contains("cần thêm 212 MB") && en.contains("Make room for 212 MB"), "{en}");
    assert!(page(&shop, &boss, "/fairs").await[1].contains("nearly full"));
    assert!(!page(&shop, &seller, "/").await[1].contains("nearly full"));
    let mut board = listen(&shop, &boss, "/api/v1/fairs/HL26/live").await;
    hear(&mut board, "nearly full").await;
}
