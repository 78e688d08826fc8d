//! The delivered program: a copy while it sells, a laptop that dies, and another that goes on.

use crate::{
    program::{Server, said, typed},
    shop::{Booth, Clocked, TestShop, Who, request},
    wire::Wire,
};
use axum::http::StatusCode;
use chophien::{
    backup::{
        Whose, notes,
        restore::{self, Becomes},
    },
    base::{
        clock::{Clock, DAY},
        id::{Chance, ProductId},
    },
    db::{self, halt::Halt},
    staff::Role,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// Sells on a kept connection; what was sent, with what was answered.
async fn sell(wire: &mut Wire, honey: ProductId, n: i64) -> (Value, u16, Value) {
    let chance = Chance::system();
    let now = Clock::system().now();
    let sale = json!({
        "id": chance.uid(now), "device_seq": n, "paid_at_ms": now,
        "lines": [{"product": honey, "quantity": "1"}],
        "payments": [{"method": "cash", "amount": 185_000}],
    });
    let (status, answer) = send(wire, &sale).await;
    (sale, status, answer)
}

async fn send(wire: &mut Wire, sale: &Value) -> (u16, Value) {
    let (status, body) = wire.call("POST", "/api/v1/sales", &sale.to_string()).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

fn number(answer: &Value) -> String {
    answer["receipt_no"].as_str().unwrap().to_owned()
}

async fn prepare(folder: &Path) -> (Who, ProductId) {
    let shop = TestShop::at(folder, Clocked::Live).await;
    let honey = shop.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await;
    let booth: Booth = shop.booth("A03").await;
    shop.sells(&booth, &[honey]).await;
    shop.shop().close().await;
    (booth.who, honey)
}

#[test]
fn a_laptop_replaced_in_the_middle_of_a_fair_goes_on_under_its_sign_and_loses_nothing() {
    let (old, new, stick) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let runtime = Runtime::new().unwrap();
    let (who, honey) = Runtime::new().unwrap().block_on(prepare(old.path()));
    let token = who.token.unwrap();
    let copy = stick.path().join("sổ chợ.db");
    let copy = copy.to_str().unwrap();
    let mut rows: Vec<(Value, Value)> = Vec::new();
    let server = Server::start(old.path());
    runtime.block_on(async {
        let mut wire = Wire::open(server.port, &token).await.unwrap();
        for n in 1..=40 {
            let (sale, status, answer) = sell(&mut wire, honey, n).await;
            assert_eq!(status, 201);
            rows.push((sale, answer));
            if n == 20 {
                // Beside the server, and while it sells.
                let made = typed(old.path(), &["backup", copy, "--verify"], "");
                assert!(made.status.success(), "{}", said(&made));
                assert!(said(&made).contains("hashed PINs"), "{}", said(&made));
                assert!(said(&made).contains("Every figure in it agrees"), "{}", said(&made));
            }
        }
    });
    server.kill();
    let folder = new.path().join("máy mới");
    let words = ["restore", copy];
    let restored = typed(&folder, &words, "");
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("does not sell yet"), "{}", said(&restored));
    let again = typed(&folder, &words, "");
    assert_eq!(again.status.code(), Some(1), "a folder that holds a book is left alone");
    let server = Server::start(&folder);
    runtime.block_on(async {
        let mut wire = Wire::open(server.port, &token).await.unwrap();
        let (_, status, answer) = sell(&mut wire, honey, 41).await;
        assert_eq!((status, &answer["error"]), (503, &json!("not_taken_over")));
    });
    server.kill();
    // The same copy on a third machine, and this time somebody says that the old one is gone.
    let folder = new.path().join("máy ba");
    let restored = typed(&folder, &["restore", copy, "--take-over"], "hl26\n");
    assert!(restored.status.success(), "{}", said(&restored));
    goes_on(&folder, &token, honey, rows);
}

/// The restored laptop sells on, and gets again all that phones have; every number stands once.
fn goes_on(folder: &Path, token: &str, honey: ProductId, mut rows: Vec<(Value, Value)>) {
    let server = Server::start(folder);
    let mut printed: BTreeMap<String, Value> = BTreeMap::new();
    Runtime::new().unwrap().block_on(async {
        let mut wire = Wire::open(server.port, token).await.unwrap();
        for n in 41..=43 {
            let (sale, status, answer) = sell(&mut wire, honey, n).await;
            assert_eq!(status, 201, "{answer}");
            rows.push((sale, answer));
        }
        // Phones send again all that they have.
        for (row, answer) in &rows {
            let mut row = row.clone();
            let (node, receipt) = (&answer["node"], &answer["receipt_no"]);
            row["acknowledged"] = json!({"node": node, "receipt_no": receipt});
            let (status, body) = send(&mut wire, &row).await;
            assert!(status == 200 || status == 201, "{body}");
            assert_eq!(number(&body), number(answer), "it keeps the number on paper");
            assert_eq!(printed.insert(number(&body), row["id"].clone()), None, "given twice");
        }
    });
    server.kill();
    let plain = printed.keys().filter(|number| number.starts_with("A03-")).count();
    let signed: Vec<&String> = printed.keys().filter(|it| !it.starts_with("A03-")).collect();
    assert_eq!((plain, signed.len()), (40, 3), "{signed:?}");
    assert!(signed[0].ends_with("-0001") && signed[2].ends_with("-0003"), "{signed:?}");
    let verified = typed(folder, &["verify"], "");
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(said(&verified).contains("Chains (machines): 2"), "{}", said(&verified));
}

#[test]
fn a_copy_is_nobody_elses_and_never_in_the_book_or_over_a_file() {
    let (folder, stick) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    Runtime::new().unwrap().block_on(prepare(folder.path()));
    let file = stick.path().join("copy.db");
    let copy = |file: &Path| typed(folder.path(), &["backup", file.to_str().unwrap()], "");
    assert!(copy(&file).status.success());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(std::fs::read_dir(stick.path()).unwrap().count(), 1, "nothing is left beside it");
    for (file, words) in [
        (file.clone(), "is there already"),
        (folder.path().join("copy.db"), "data folder itself"),
        (stick.path().join("none/copy.db"), "There is no folder"),
    ] {
        let refused = copy(&file);
        assert_eq!(refused.status.code(), Some(1));
        assert!(said(&refused).contains(words), "{}", said(&refused));
    }
}

#[test]
fn a_damaged_or_cut_copy_is_refused_whole_and_leaves_nothing() {
    let (folder, stick) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let runtime = Runtime::new().unwrap();
    Runtime::new().unwrap().block_on(prepare(folder.path()));
    let good = stick.path().join("good.db");
    assert!(typed(folder.path(), &["backup", good.to_str().unwrap()], "").status.success());
    let bytes = std::fs::read(&good).unwrap();
    let mut cases = vec![("text", b"not a book at all".to_vec()), ("empty", Vec::new())];
    for part in [2, 3, 10] {
        cases.push(("cut", bytes[..bytes.len() - bytes.len() / part].to_vec()));
    }
    // A page of every tenth is overwritten; those of the header included.
    for page in (0..bytes.len() / 4096).step_by(10) {
        let mut bent = bytes.clone();
        bent[page * 4096..page * 4096 + 512].fill(0xa5);
        cases.push(("bent", bent));
    }
    for (n, (what, bytes)) in cases.into_iter().enumerate() {
        let file = stick.path().join(format!("{n}.db"));
        std::fs::write(&file, bytes).unwrap();
        let into = stick.path().join(format!("into-{n}"));
        let (clock, chance) = (Clock::system(), Chance::system());
        let opened = runtime.block_on(restore::open(
            &file,
            (into.as_path(), Becomes::New),
            (&clock, &chance),
            |_| (),
        ));
        assert!(opened.is_err(), "{what} {n}");
        assert!(!into.exists(), "{what} {n}: nothing is left");
    }
    let into = stick.path().join("held");
    std::fs::create_dir(&into).unwrap();
    std::fs::write(into.join("anh.jpg"), "x").unwrap();
    let refused = typed(&into, &["restore", good.to_str().unwrap()], "");
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("is not empty"), "{}", said(&refused));
}

/// Waits until nothing is under way, and answers why the last try failed.
async fn settled(shop: &TestShop) -> Option<String> {
    let mut state = shop.app.keeper.state();
    let now = state.wait_for(|now| !now.asked).await.unwrap().clone();
    now.failed.map(|(_, say)| say.en)
}

async fn page(shop: &TestShop, who: &Who, path: &str) -> String {
    crate::looks::text(shop, request("GET", who, path, None)).await
}

#[tokio::test]
async fn an_organiser_chooses_a_place_makes_a_copy_and_is_told_when_it_cannot_be_made() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    assert!(page(&shop, &boss, "/fairs").await.contains("There is no copy of the book"));
    let stick = tempfile::tempdir().unwrap();
    let folder = stick.path().join("usb");
    std::fs::create_dir(&folder).unwrap();
    let choices = notes::Choices { folder: Some(folder.clone()), ..Default::default() };
    notes::choose(shop.shop(), &choices).await.unwrap();
    shop.app.keeper.copy();
    assert_eq!(settled(&shop).await, None);
    let last = || async { notes::last(&mut shop.shop().read().await.unwrap()).await.unwrap() };
    let first = last().await.unwrap();
    assert!(first.file.is_file() && first.pos == *shop.shop().desk.head().borrow());
    assert!(!page(&shop, &boss, "/fairs").await.contains("There is no copy"));
    shop.app.keeper.verify();
    assert_eq!(settled(&shop).await, None);
    assert!(last().await.unwrap().verified.is_some());
    assert!(page(&shop, &boss, "/backups").await.contains("Checked whole on"));
    shop.set_now(shop.now() + DAY + 1);
    let boss = shop.person("Ban hai", Role::Organiser, None, None).await;
    assert!(page(&shop, &boss, "/fairs").await.contains("last copy of the book is old"));
    // The stick is gone, and selling goes on.
    std::fs::remove_dir_all(&folder).unwrap();
    shop.app.keeper.copy();
    let failed = settled(&shop).await.unwrap();
    assert!(failed.contains("plug it in again"), "{failed}");
    assert!(page(&shop, &boss, "/board/HL26").await.contains("plug it in again"));
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_copy_through_the_browser_asks_for_the_password_and_is_stored_nowhere() {
    let (shop, _, _) = TestShop::with_honey(9).await;
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    shop.password("Ban", "mat-khau-cua-ban").await;
    let ask = |password: &str| {
        let mut asked = request("POST", &boss, "/backups/download", None);
        let form = "application/x-www-form-urlencoded".parse().unwrap();
        asked.headers_mut().insert("content-type", form);
        *asked.body_mut() = axum::body::Body::from(format!("password={password}"));
        shop.router.clone().oneshot(asked)
    };
    let refused = ask("khac").await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let sent = ask("mat-khau-cua-ban").await.unwrap();
    assert_eq!(sent.status(), StatusCode::OK);
    assert_eq!(sent.headers()["cache-control"], "no-store");
    let bytes = axum::body::to_bytes(sent.into_body(), 1 << 26).await.unwrap();
    let away = tempfile::tempdir().unwrap();
    let file = away.path().join("copy.db");
    std::fs::write(&file, &bytes).unwrap();
    let (clock, chance) = (Clock::system(), Chance::system());
    let into = away.path().join("new");
    let restored = restore::open(&file, (into.as_path(), Becomes::New), (&clock, &chance), |_| ())
        .await
        .unwrap();
    restored.finish().await.unwrap();
    assert!(into.join(db::FILE).is_file());
    for _ in 0..100 {
        if std::fs::read_dir(shop.folder().join("copies")).unwrap().count() == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("what was sent stays in the folder");
}

#[tokio::test]
async fn only_the_typed_code_of_the_fair_makes_a_restored_laptop_sell() {
    let (old, booth, honey) = TestShop::with_honey(9).await;
    let boss = old.person("Ban", Role::Organiser, None, None).await;
    let away = tempfile::tempdir().unwrap();
    let file = away.path().join("copy.db");
    let now = old.shop().clock.now();
    chophien::backup::make((old.folder(), Whose::Own), &file, now, &Halt::default()).await.unwrap();
    let (clock, chance) = (Clock::system(), Chance::system());
    let into = away.path().join("new");
    let restored = restore::open(&file, (into.as_path(), Becomes::New), (&clock, &chance), |_| ())
        .await
        .unwrap();
    restored.finish().await.unwrap();
    let new = TestShop::opened(&into, Clocked::Steered).await;
    new.shop().chance.fill(&mut vec![0; 1 << 20]);
    let said = page(&new, &boss, "/fairs").await;
    assert!(said.contains("does not sell yet") && said.contains("href=\"/takeover\""), "{said}");
    let take = |code: &str| {
        let mut asked = request("POST", &boss, "/takeover", None);
        let form = "application/x-www-form-urlencoded".parse().unwrap();
        asked.headers_mut().insert("content-type", form);
        *asked.body_mut() = axum::body::Body::from(format!("code={code}"));
        new.router.clone().oneshot(asked)
    };
    for wrong in ["", "HL27"] {
        assert_eq!(take(wrong).await.unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let sale = new.sale(&[(honey, "1")], 185_000);
    let waits = new.post_sale(&booth.who, &sale).await;
    assert_eq!(waits.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(take("hl26").await.unwrap().status(), StatusCode::SEE_OTHER);
    assert_eq!(new.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    assert!(!page(&new, &boss, "/fairs").await.contains("does not sell yet"));
    new.verify().await;
}
