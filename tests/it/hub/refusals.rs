//! What a hub refuses, and what it says.

use super::{Hub, Laptop, join, push};
use crate::{shop::TestShop, wire::Wire};
use chophien::{
    base::clock::MINUTE,
    sync::{
        hub as hubs,
        talk::{Contact, Taken},
        upward::Trouble,
    },
};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use std::io::Write;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// The word by which something was refused.
fn word(outcome: Result<impl Sized, Trouble>) -> String {
    match outcome {
        Err(Trouble::Refused(word, _)) => word,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was not refused"),
    }
}

#[tokio::test]
async fn an_invitation_is_for_one_machine_and_for_ten_minutes() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let (one, two) = (Laptop::new().await, Laptop::new().await);
    let code = hubs::invite(hub.it.shop()).await.unwrap();
    assert_eq!(code.len(), 8);
    let typed = format!("{}-{}", &code[..4].to_lowercase(), &code[4..]);
    join(&one.it, &hub, &typed, one.me().await).await.unwrap();
    assert_eq!(word(join(&two.it, &hub, &code, two.me().await).await), "invite_code");
    assert!(matches!(two.push().await, Err(Trouble::Alone)));
    // Ten minutes later.
    let code = hubs::invite(hub.it.shop()).await.unwrap();
    let later = hub.it.now() + 10 * MINUTE;
    let kept = hub.it.figure("select expires_ms from invite").await;
    assert!((kept - later).abs() < 10_000, "{kept} {later}");
    let expire = hub.it.shop().desk.local(|db| {
        let expire = sqlx::query("update invite set expires_ms = expires_ms - 600000");
        Box::pin(async move { expire.execute(db).await.map(drop) })
    });
    expire.await.unwrap();
    assert_eq!(word(join(&two.it, &hub, &code, two.me().await).await), "invite_code");
    // Only digests stand in the hub's book.
    let secret = "select count(*) from joined where length(token) = 32";
    assert_eq!(hub.it.figure(secret).await, 1);
    hub.close().await;
}

#[tokio::test]
async fn a_folder_that_sells_invites_nobody_and_becomes_no_hub() {
    let laptop = Laptop::new().await;
    for refused in [
        hubs::begin(laptop.it.shop()).await.unwrap_err(),
        hubs::invite(laptop.it.shop()).await.unwrap_err(),
    ] {
        assert!(refused.say().en.contains("a laptop that sells"), "{refused:?}");
    }
}

#[tokio::test]
async fn a_folder_copied_to_another_computer_is_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    laptop.push().await.unwrap();
    laptop.sell(1).await;
    let elsewhere = async || laptop.me().await.on("another computer");
    assert_eq!(word(push(&laptop.it, elsewhere().await).await), "copied");
    let code = hubs::invite(hub.it.shop()).await.unwrap();
    let Err(Trouble::Refused(word, said)) = join(&laptop.it, &hub, &code, elsewhere().await).await
    else {
        panic!("a copy joined")
    };
    assert_eq!(word, "copied");
    assert!(said.contains("chophien restore") && said.contains("--take-over"), "{said}");
    assert_eq!(hub.it.words("select trouble from joined").await, ["copied"]);
    assert_eq!(hub.revenue().await, 0);
    // The computer that joined goes on, and the trouble is forgotten.
    laptop.push().await.unwrap();
    assert_eq!(hub.it.words("select trouble from joined").await, [""]);
    assert_eq!(hub.revenue().await, 185_000);
    hub.close().await;
}

/// What a machine that joined sends by hand.
struct Hand<'a> {
    hub: &'a Hub,
    laptop: &'a Laptop,
}

impl Hand<'_> {
    /// A signed batch of these lines.
    async fn send(&self, lines: &[String]) -> (u16, Value) {
        let mut out = GzEncoder::new(Vec::new(), Compression::default());
        lines.iter().for_each(|line| writeln!(out, "{line}").unwrap());
        self.packed(out.finish().unwrap()).await
    }

    async fn packed(&self, packed: Vec<u8>) -> (u16, Value) {
        let me = self.laptop.me().await;
        let joined = chophien::sync::upward::joined(self.laptop.it.shop()).await.unwrap().unwrap();
        let mut head = format!(
            "POST /api/v1/journal/{} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Type: application/gzip\r\nContent-Length: {}\r\n",
            self.laptop.node(),
            packed.len()
        );
        for (name, value) in chophien::sync::upward::head(&me, &joined, &packed, (0, 0)) {
            head += &format!("{name}: {value}\r\n");
        }
        let mut stream = TcpStream::connect(("127.0.0.1", self.hub.port)).await.unwrap();
        stream.write_all(format!("{head}\r\n").as_bytes()).await.unwrap();
        let _ = stream.write_all(&packed).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let text = String::from_utf8_lossy(&answer);
        let status = text.split(' ').nth(1).unwrap().parse().unwrap();
        let body = text.split_once("\r\n\r\n").unwrap().1;
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    /// The entries of the laptop's chain as they travel.
    async fn lines(&self) -> Vec<String> {
        self.laptop
            .it
            .words(
                "select json_array(lower(hex(origin)), seq, lower(hex(uid)), at_ms, kind, \
                 subject, actor, device, lower(hex(input_hash)), body_version, body, \
                 hash_version, lower(hex(prev_hash)), lower(hex(hash))) from journal order by seq",
            )
            .await
    }
}

#[tokio::test]
async fn a_gap_is_a_conflict_that_names_what_is_expected_and_a_row_sent_again_is_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let (laptop, other) = (Laptop::new().await, Laptop::new().await);
    laptop.join(&hub).await;
    laptop.sell(2).await;
    let hand = Hand { hub: &hub, laptop: &laptop };
    let (lines, node) = (hand.lines().await, laptop.node().to_string());
    let (status, said) = hand.send(&lines[..3]).await;
    assert_eq!(
        (status, &said["acked_through"][&node], &said["added"]),
        (200, &json!(3), &json!(3))
    );
    let (status, said) = hand.send(&lines[1..3]).await;
    assert_eq!(
        (status, &said["acked_through"][&node], &said["added"]),
        (200, &json!(3), &json!(0))
    );
    // Row 4 is missing; another chain in the same batch flows on.
    let theirs = Hand { hub: &hub, laptop: &other }.lines().await;
    let mixed: Vec<String> = [&lines[4..5], &theirs[..2]].concat();
    let (status, said) = hand.send(&mixed).await;
    assert_eq!((status, &said["stopped"][0]["why"]), (409, &json!("gap")));
    assert_eq!(said["stopped"][0]["expected"], 4);
    assert_eq!(said["acked_through"][other.node().to_string()], 2);
    // An altered row stops its chain, and is kept beside it for a person.
    let altered = lines[3].replace("Ban tổ chức", "Ban tổ chứa");
    assert_ne!(altered, lines[3], "{}", lines[3]);
    let (status, said) = hand.send(&[altered]).await;
    assert_eq!((status, &said["stopped"][0]["why"]), (200, &json!("altered")));
    assert_eq!(hub.it.words("select why from stopped_chain").await, ["altered"]);
    // Sent as it stands it is taken, and the trouble is over.
    assert_eq!(laptop.push().await.unwrap().halted, []);
    assert_eq!(hub.it.figure("select count(*) from stopped_chain").await, 0);
    assert_eq!(hub.revenue().await, 2 * 185_000);
    hub.close().await;
}

#[tokio::test]
async fn what_is_no_batch_is_refused_in_words_and_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    let hand = Hand { hub: &hub, laptop: &laptop };
    let error = |(status, said): (u16, Value)| (status, said["error"].as_str().unwrap().to_owned());
    assert_eq!(error(hand.packed(b"{}".to_vec()).await), (422, "not_a_batch".into()));
    assert_eq!(error(hand.send(&[]).await), (422, "empty".into()));
    assert_eq!(error(hand.send(&["[1, 2]".into()]).await), (422, "not_a_batch".into()));
    let bomb = vec![" ".repeat(9 << 20)];
    assert_eq!(error(hand.send(&bomb).await), (413, "too_large".into()));
    let long = vec![0; (1 << 20) + 1];
    assert_eq!(error(hand.packed(long).await), (413, "too_large".into()));
    assert_eq!(hub.it.figure("select count(*) from journal").await, 0);
    hub.close().await;
}

#[tokio::test]
async fn who_did_not_join_is_answered_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    let head = format!(
        "POST /api/v1/journal/{} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer nonsense\
         \r\nContent-Length: 1000000\r\n\r\n",
        laptop.node()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", hub.port)).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 401");
    // Who read the token on the way cannot sign, and so writes nothing.
    let joined = chophien::sync::upward::joined(laptop.it.shop()).await.unwrap().unwrap();
    let mut wire = Wire::open(hub.port, &joined.token).await.unwrap();
    let path = format!("/api/v1/journal/{}", laptop.node());
    assert_eq!(wire.call("POST", &path, "x").await.unwrap().0, 409, "another computer");
    let path = format!("/api/v1/journal/{}", hub.it.shop().desk.origin());
    assert_eq!(wire.call("POST", &path, "x").await.unwrap().0, 403, "another machine");
    let stranger = Laptop::new().await;
    let signed = chophien::sync::upward::head(&stranger.me().await, &joined, b"x", (0, 0));
    let sent = signed.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let head = format!(
        "POST /api/v1/journal/{} HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: 1\r\n\r\nx",
        laptop.node(),
        sent.collect::<String>()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", hub.port)).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 403", "the signature is a stranger's");
    hub.close().await;
}

#[tokio::test]
async fn a_laptop_is_no_hub_for_others() {
    let (one, two) = (TestShop::open().await, Laptop::new().await);
    let asks = json!({
        "code": "ABCDEFGH", "node": two.node(), "name": "x", "key": "", "machine": "m",
        "version": "0", "proof": "",
    });
    let reply = one.post(&Default::default(), "/api/v1/nodes", &asks).await;
    assert_eq!(reply.status.as_u16(), 409);
    assert!(reply.body["message"].as_str().unwrap().contains("a laptop that sells"));
}

/// That a batch's answer is what senders read.
#[test]
fn what_a_hub_answers_is_read_by_older_and_newer_machines() {
    let more = br#"{"acked_through": {}, "added": 0, "stopped": [], "later": {"a": 1}}"#;
    assert_eq!(super::taken(more).added, 0);
    assert!(serde_json::from_slice::<Taken>(b"{\"error\": \"x\"}").is_err());
}

/// Two laptops of one hub, and what the first says of itself by hand.
async fn two(hub: &Hub) -> (Laptop, Laptop) {
    let (one, two) = (Laptop::new().await, Laptop::new().await);
    for laptop in [&one, &two] {
        laptop.join(hub).await;
        laptop.sell(1).await;
        laptop.push().await.unwrap();
    }
    (one, two)
}

async fn told(hub: &Hub, laptop: &Laptop, of: &Laptop) -> Vec<chophien::base::id::NodeId> {
    let mut db = hub.it.shop().read().await.unwrap();
    let row = hubs::store::joined(&mut db, laptop.node()).await.unwrap().unwrap();
    drop(db);
    let (machine, version, at_ms) =
        (row.machine.clone(), "0".to_owned(), chophien::base::clock::Ms(0));
    let chains = [(laptop.node(), i64::MAX), (of.node(), i64::MAX)].into();
    let contact = Contact { machine, version, at_ms, chains };
    hubs::contact(hub.it.shop(), &row, contact).await.unwrap().chains.into_keys().collect()
}

/// The end of another's chain is what it takes to go on from it.
#[tokio::test]
async fn a_laptop_hears_of_no_chain_that_it_did_not_bring_and_says_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let (one, two) = two(&hub).await;
    assert_eq!(told(&hub, &one, &two).await, [one.node()]);
    // A row that is none of theirs: the chain is not marked for the one whose it is.
    let lines = Hand { hub: &hub, laptop: &two }.lines().await;
    let mut row: Vec<Value> = serde_json::from_str(&lines[0]).unwrap();
    row[13] = json!("00".repeat(32));
    let hand = Hand { hub: &hub, laptop: &one };
    let (status, body) = hand.send(&[serde_json::to_string(&row).unwrap()]).await;
    assert_eq!((status, &body["stopped"][0]["why"]), (200, &json!("fork")));
    assert_eq!(told(&hub, &one, &two).await, [one.node()], "it did not bring it");
    // Nor by one that is here already, from an old bundle perhaps.
    let (status, body) = hand.send(&lines[..1]).await;
    assert_eq!((status, &body["added"]), (200, &json!(0)), "{body}");
    assert_eq!(told(&hub, &one, &two).await, [one.node()], "it brought nothing of it");
    two.sell(2).await;
    let sum = two.push().await.unwrap();
    assert!(sum.halted.is_empty() && sum.left == (0, 0), "{sum:?}");
    assert_eq!(hub.revenue().await, 4 * 185_000);
    // What a machine says of its clock and its rows fits into a page.
    let most = "select max(rows) < (1 << 52) and max(abs(skew_ms)) <= (1 << 50) from joined";
    assert_eq!(hub.it.figure(most).await, 1);
    hub.close().await;
}

#[tokio::test]
async fn no_laptop_goes_on_from_the_hub_itself() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let (one, _) = two(&hub).await;
    let hand = Hand { hub: &hub, laptop: &one };
    let lines = hand.lines().await;
    let row: Vec<Value> = serde_json::from_str(&lines[0]).unwrap();
    let hub_id = hub.it.shop().desk.origin().to_string();
    let escaped = format!("\\u{:04x}{}", u32::from(hub_id.as_bytes()[0]), &hub_id[1..]);
    for parent in [hub_id.clone(), hub_id.to_uppercase(), hub_id.replace('-', ""), escaped] {
        let mut heir = row.clone();
        heir[0] = json!("00112233445566778899aabbccddeeff");
        heir[4] = json!("node.began");
        let body = json!({"node": one.node(), "parent": "PARENT", "seq": 1});
        heir[10] = json!(body.to_string().replace("PARENT", &parent));
        let (status, body) = hand.send(&[serde_json::to_string(&heir).unwrap()]).await;
        assert_eq!((status, &body["stopped"][0]["why"]), (200, &json!("heir")), "{body}");
    }
    // Nothing of the sender's own is kept back by it.
    one.sell(1).await;
    let sum = one.push().await.unwrap();
    assert!(sum.halted.is_empty() && sum.left == (0, 0), "{sum:?}");
    hub.close().await;
}
