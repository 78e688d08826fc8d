//! What a hub has afterwards.

use super::{Hub, Laptop, push};
use crate::{
    program::{Server, program, said, verify},
    shop::{Clocked, TestShop},
};
use chophien::{
    base::id::NodeId,
    db,
    sync::upward::{Me, Trouble},
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{fs, path::Path, process::Output};
use tokio::runtime::Runtime;

#[tokio::test]
async fn two_laptops_join_and_the_hub_has_the_sum_of_both_to_the_dong() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let (one, two) = (Laptop::new().await, Laptop::new().await);
    one.join(&hub).await;
    two.join(&hub).await;
    one.sell(3).await;
    two.sell(4).await;
    let sum = one.push().await.unwrap();
    assert_eq!((sum.sent, sum.added), (one.entries().await, one.entries().await));
    assert_eq!(sum.acked[&one.node()], one.entries().await);
    assert_eq!(sum.left, (0, 0));
    two.push().await.unwrap();
    assert_eq!(hub.revenue().await, 7 * 185_000);
    // Again: nothing is sent. One more sale: one entry is.
    assert_eq!(one.push().await.unwrap().sent, 0);
    one.sell(1).await;
    assert_eq!(one.push().await.unwrap().sent, 1);
    assert_eq!(hub.revenue().await, 8 * 185_000);
    let left = "select sum(rows_left) from joined";
    assert_eq!(hub.it.figure(left).await, 0);
    assert_eq!(hub.it.figure("select count(*) from carried").await, 2);
    hub.close().await;
    verify(folder.path());
}

#[tokio::test]
async fn a_hub_that_was_put_back_to_yesterday_gets_everything_again_by_itself() {
    let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let book = |n: usize| folders[n].path().join(db::FILE);
    let hub = Hub::at(folders[0].path(), 0).await;
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    laptop.sell(2).await;
    laptop.push().await.unwrap();
    let port = hub.port;
    hub.close().await;
    fs::copy(book(0), book(1)).unwrap();
    let hub = Hub::at(folders[1].path(), port).await;
    laptop.sell(5).await;
    laptop.push().await.unwrap();
    assert_eq!(hub.revenue().await, 7 * 185_000);
    hub.close().await;
    // Yesterday's book again.
    fs::copy(book(0), book(2)).unwrap();
    let hub = Hub::at(folders[2].path(), port).await;
    assert_eq!(hub.revenue().await, 2 * 185_000);
    laptop.sell(1).await;
    assert_eq!(laptop.push().await.unwrap().added, 6, "five that were lost and the new one");
    assert_eq!(hub.revenue().await, 8 * 185_000);
    hub.close().await;
    verify(folders[2].path());
}

#[tokio::test]
async fn a_provinces_hub_joins_the_nations_and_brings_every_chain() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let nation = Hub::at(folders[0].path(), 0).await;
    let province = Hub::at(folders[1].path(), 0).await;
    let laptops = [Laptop::new().await, Laptop::new().await];
    for (n, laptop) in laptops.iter().enumerate() {
        laptop.join(&province).await;
        laptop.sell(2 + n as i64).await;
        laptop.push().await.unwrap();
    }
    let code = chophien::sync::hub::invite(nation.it.shop()).await.unwrap();
    let me = Me::of(province.it.shop()).await.unwrap();
    super::join(&province.it, &nation, &code, me).await.unwrap();
    let me = Me::of(province.it.shop()).await.unwrap();
    let sum = push(&province.it, me).await.unwrap();
    assert_eq!(sum.acked.len(), 2, "the province wrote nothing of its own");
    assert_eq!(nation.revenue().await, 5 * 185_000);
    let carried = "select count(*) from carried where node = (select node from joined)";
    assert_eq!(nation.it.figure(carried).await, 2);
    for (hub, folder) in [nation, province].into_iter().zip(&folders) {
        hub.close().await;
        verify(folder.path());
    }
}

#[tokio::test]
async fn of_two_books_under_one_name_the_hub_keeps_the_first_and_shows_where_they_part() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    laptop.sell(2).await;
    laptop.push().await.unwrap();
    // The folder is copied on the same computer, and both go on.
    let copied = tempfile::tempdir().unwrap();
    copy(&laptop, copied.path()).await;
    let first = laptop.entries().await + 1;
    laptop.sell(6).await;
    laptop.push().await.unwrap();
    let copy = TestShop::opened(copied.path(), Clocked::Live).await;
    for _ in 0..9 {
        let sale = copy.sale(&[(laptop.honey, "1")], 185_000);
        assert_eq!(copy.post_sale(&laptop.booth.who, &sale).await.status.as_u16(), 201);
    }
    let me = Me::of(copy.shop()).await.unwrap();
    let trouble = push(&copy, me).await.unwrap_err();
    assert!(matches!(trouble, Trouble::Forked(seq) if seq == first), "{trouble:?}");
    assert_eq!(hub.revenue().await, 8 * 185_000, "what the copy sold is not counted");
    let stopped = "select seq from stopped_chain where why = 'fork' and line <> ''";
    assert_eq!(hub.it.figure(stopped).await, first);
    // The first laptop goes on as before.
    laptop.sell(1).await;
    assert_eq!(laptop.push().await.unwrap().added, 1);
    assert_eq!(hub.revenue().await, 9 * 185_000);
    hub.close().await;
    verify(folder.path());
}

/// Whoever has the stick cannot speak at the hub as this laptop.
#[tokio::test]
async fn a_copy_of_the_book_knows_no_hub() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    assert_eq!(laptop.it.figure("select count(*) from hub").await, 1);
    let file = folder.path().join("copy.db");
    let file = file.to_str().unwrap();
    let done = run(laptop.folder.path(), &["backup", file]);
    assert!(done.status.success(), "{done:?}");
    let options = SqliteConnectOptions::new().filename(file);
    let mut copy = SqliteConnection::connect_with(&options).await.unwrap();
    let knows = "select (select count(*) from hub) + 10 * (select count(*) > 0 from journal)";
    let knows: i64 = sqlx::query_scalar(knows).fetch_one(&mut copy).await.unwrap();
    assert_eq!(knows, 10, "the book, and no hub");
    hub.close().await;
}

/// The copy sold more and was first: the hub has more entries than the laptop, and others.
#[tokio::test]
async fn a_laptop_whose_copy_sold_more_is_shown_where_the_two_part() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    laptop.push().await.unwrap();
    let copied = tempfile::tempdir().unwrap();
    copy(&laptop, copied.path()).await;
    let first = laptop.entries().await + 1;
    let copy = TestShop::opened(copied.path(), Clocked::Live).await;
    for _ in 0..7 {
        let sale = copy.sale(&[(laptop.honey, "1")], 185_000);
        assert_eq!(copy.post_sale(&laptop.booth.who, &sale).await.status.as_u16(), 201);
    }
    push(&copy, Me::of(copy.shop()).await.unwrap()).await.unwrap();
    laptop.sell(2).await;
    let trouble = laptop.push().await.unwrap_err();
    assert!(matches!(trouble, Trouble::Forked(seq) if seq == first), "{trouble:?}");
    let stopped = "select seq from stopped_chain where why = 'fork' and line <> ''";
    assert_eq!(hub.it.figure(stopped).await, first);
    assert_eq!(hub.revenue().await, 7 * 185_000);
    hub.close().await;
}

#[tokio::test]
async fn a_folder_that_is_older_than_what_the_hub_has_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    let old = tempfile::tempdir().unwrap();
    copy(&laptop, old.path()).await;
    laptop.sell(1).await;
    laptop.push().await.unwrap();
    let old = TestShop::opened(old.path(), Clocked::Live).await;
    let me = Me::of(old.shop()).await.unwrap();
    assert!(matches!(push(&old, me).await, Err(Trouble::Behind)));
    // The office sees it too, until the folder that is not behind is in contact.
    assert_eq!(hub.it.words("select trouble from joined").await, ["behind"]);
    laptop.push().await.unwrap();
    assert_eq!(hub.it.words("select trouble from joined").await, [""]);
    hub.close().await;
}

/// A laptop's folder as it stands, its key with it.
async fn copy(laptop: &Laptop, to: &Path) {
    let book = to.join(db::FILE).to_str().unwrap().to_owned();
    let mut db = db::reader(laptop.folder.path()).await.unwrap();
    sqlx::query("vacuum into ?").bind(&book).execute(&mut db).await.unwrap();
    let key = format!("node-{}.key", laptop.node());
    fs::copy(laptop.folder.path().join(&key), to.join(&key)).unwrap();
}

fn run(folder: &Path, args: &[&str]) -> Output {
    program(folder).args(args).output().unwrap()
}

/// The lines of an invitation that say how to join.
pub fn invitation(folder: &Path) -> Vec<Vec<String>> {
    let output = run(folder, &["hub", "invite"]);
    assert!(output.status.success(), "{}", said(&output));
    let said = said(&output);
    let lines = said.lines().filter_map(|line| line.trim().strip_prefix("chophien join "));
    lines.map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

#[test]
fn by_the_command_line_a_laptop_joins_a_served_hub_and_sends_its_book_over_https() {
    let top = tempfile::tempdir().unwrap();
    let (hub, laptop) = (top.path().join("hub"), top.path().join("laptop"));
    let revenue = Runtime::new().unwrap().block_on(async {
        let it = Laptop::new().await;
        it.sell(3).await;
        it.it.shop().close().await;
        fs::create_dir(&laptop).unwrap();
        fs::copy(it.folder.path().join(db::FILE), laptop.join(db::FILE)).unwrap();
        3 * 185_000
    });
    let mut serving = program(&hub);
    let server = Server::run(serving.args(["hub", "serve", "--listen", "127.0.0.1:0"]));
    let alone = run(&laptop, &["sync", "--once"]);
    assert!(!alone.status.success() && said(&alone).contains("has joined no hub"));
    let ways = invitation(&hub);
    assert!(ways[0][0].starts_with("https://127.0.0.1:"), "{ways:?}");
    assert_eq!(ways[1][0], format!("http://127.0.0.1:{}", server.port));
    // Somebody else's authority is not believed.
    let (url, code) = (&ways[0][0], &ways[0][1]);
    let (at, _) = url.split_once('#').unwrap();
    let other = format!("{at}#{}", "7".repeat(20));
    let refused = run(&laptop, &["join", &other, code]);
    assert!(said(&refused).contains("is not the hub"), "{}", said(&refused));
    let joined = run(&laptop, &["join", url, code]);
    assert!(joined.status.success(), "{}", said(&joined));
    let again = run(&laptop, &["join", url, code]);
    assert!(said(&again).contains("invitation was used"), "{}", said(&again));
    let sent = run(&laptop, &["sync", "--once"]);
    assert!(sent.status.success() && said(&sent).contains("entries sent"), "{}", said(&sent));
    server.stop("TERM");
    let node: NodeId = said(&sent).lines().find_map(chain).unwrap();
    assert_ne!(node, NodeId::default());
    let report = ["report", "season", "--from", "2026-01-01", "--to", "2027-12-31"];
    let season: serde_json::Value = serde_json::from_slice(&run(&hub, &report).stdout).unwrap();
    assert_eq!(season["revenue"], revenue);
    verify(&hub);
    // The laptop's folder becomes no hub.
    let sells = run(&laptop, &["hub", "serve", "--listen", "127.0.0.1:0"]);
    assert!(said(&sells).contains("book of a laptop that sells"), "{}", said(&sells));
    let sells = run(&laptop, &["hub", "invite"]);
    assert!(said(&sells).contains("book of a laptop that sells"), "{}", said(&sells));
}

fn chain(line: &str) -> Option<NodeId> {
    line.strip_prefix("Chain ")?.split(':').next()?.parse().ok()
}
