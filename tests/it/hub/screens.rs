//! What people see of it, at the hub and on the laptop.

use super::{Hub, Laptop, join, push};
use crate::{
    looks::text,
    shop::{TestShop, Who, request},
};
use chophien::{staff::Role, sync::hub as hubs};
use serde_json::json;

async fn page(it: &TestShop, who: &Who, path: &str) -> String {
    text(it, request("GET", who, path, None)).await
}

/// Sends a form, and gives what is answered.
async fn press(it: &TestShop, who: &Who, path: &str, form: &'static str) -> String {
    let mut sent = request("POST", who, path, None);
    let kind = "application/x-www-form-urlencoded".parse().unwrap();
    sent.headers_mut().insert("content-type", kind);
    *sent.body_mut() = form.into();
    text(it, sent).await
}

#[tokio::test]
async fn the_hubs_first_page_tells_todays_sums_and_each_laptop() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let boss = hub.it.person("Sở", Role::Organiser, None, None).await;
    assert!(page(&hub.it, &boss, "/hub").await.contains("No laptop has joined yet"));
    let (one, two) = (Laptop::new().await, Laptop::new().await);
    for laptop in [&one, &two] {
        laptop.join(&hub).await;
        laptop.sell(3).await;
        laptop.push().await.unwrap();
    }
    let home = page(&hub.it, &boss, "/hub").await;
    for words in ["2 fairs are open", "1.110.000", "555.000", "All here", "Máy thử", "Hạ Long"]
    {
        assert!(home.contains(words), "{words} in {home}");
    }
    // What is sold after the last contact is not here, and a copy is told.
    one.sell(1).await;
    push(&one.it, one.me().await.on("another computer")).await.unwrap_err();
    let home = page(&hub.it, &boss, "/hub").await;
    assert!(home.contains("Copied"), "{home}");
    let machine = format!("/hub/machines/{}", one.node());
    assert!(page(&hub.it, &boss, &machine).await.contains("came from another computer"));
    // Taken from the other computer from now on: from that one, and from no other.
    press(&hub.it, &boss, &format!("{machine}/release"), "").await;
    push(&one.it, one.me().await.on("another computer")).await.unwrap();
    assert!(one.push().await.is_err());
    assert_eq!(hub.revenue().await, 7 * 185_000);
    // Let go, it is nobody.
    press(&hub.it, &boss, &format!("{machine}/end"), "").await;
    push(&one.it, one.me().await.on("another computer")).await.unwrap_err();
    assert_eq!(hub.revenue().await, 7 * 185_000, "what it sent stays");
    hub.close().await;
}

#[tokio::test]
async fn an_invitation_shows_code_and_addresses_and_a_stopped_chain_both_entries() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let boss = hub.it.person("Sở", Role::Organiser, None, None).await;
    let invited = press(&hub.it, &boss, "/hub/invitations", "").await;
    assert!(invited.contains("Invitation: <b>") && invited.contains("class=\"qr\""), "{invited}");
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    laptop.sell(1).await;
    laptop.push().await.unwrap();
    let (node, joined) = (laptop.node(), laptop.node().bytes());
    let stop = hubs::store::StoppedRow {
        origin: node,
        seq: 1,
        why: "fork".into(),
        detail: String::new(),
        node,
        line: "[]".into(),
        at_ms: hub.it.now(),
    };
    let noted = hub
        .it
        .shop()
        .desk
        .local(move |db| Box::pin(async move { hubs::store::stop(db, &stop).await }));
    noted.await.unwrap();
    assert_eq!(joined.len(), 16);
    let home = page(&hub.it, &boss, "/hub").await;
    assert!(home.contains("has two books") && home.contains("Stopped"), "{home}");
    let chain = page(&hub.it, &boss, &format!("/hub/chains/{node}")).await;
    assert!(chain.contains("What stands here") && chain.contains("fair.changed"), "{chain}");
    press(&hub.it, &boss, &format!("/hub/chains/{node}/seen"), "").await;
    assert!(!page(&hub.it, &boss, "/hub").await.contains("has two books"));
    hub.close().await;
}

#[tokio::test]
async fn a_laptops_page_joins_keeps_what_was_typed_and_tells_where_the_book_goes() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    let laptop = Laptop::new().await;
    let boss = laptop.it.person("Ban", Role::Organiser, None, None).await;
    assert!(page(&laptop.it, &boss, "/sync").await.contains("sends its book nowhere"));
    let wrong = press(&laptop.it, &boss, "/sync", "url=192.168.1.5&code=ABCDEFGH&name=Hong+Gai");
    let wrong = wrong.await;
    assert!(wrong.contains("hub’s address is like") && wrong.contains("Hong Gai"), "{wrong}");
    let code = hubs::invite(hub.it.shop()).await.unwrap();
    let form = format!("url={}&code={code}&name=Hong+Gai", hub.url());
    press(&laptop.it, &boss, "/sync", form.leak()).await;
    let joined = page(&laptop.it, &boss, "/sync").await;
    assert!(joined.contains(&hub.url()) && joined.contains("Last contact"), "{joined}");
    assert_eq!(hub.it.words("select name from joined").await, ["Hong Gai"]);
    // Joining is also refused in words where the code is wrong.
    let again = join(&laptop.it, &hub, &code, laptop.me().await).await;
    assert!(again.is_err());
    let reply = laptop.it.post(&boss, "/api/v1/nodes", &json!({})).await;
    assert_eq!(reply.status.as_u16(), 422);
    hub.close().await;
}
