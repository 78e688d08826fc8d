//! Hostile edits, made behind the program's back with the triggers dropped: each is found and
//! named.

use super::*;
use crate::{
    base::{
        clock::{Clock, Ms},
        id::{BoothId, Chance, ProductId, SaleId},
        money::Money,
        quantity::Quantity,
    },
    db,
    desk::{
        book::Shop,
        command::Command,
        import::{File, How, import},
    },
    journal::Entry,
    payment::event::Method,
    sale::{Checkout, LineOrder, Tender},
    sheet::FileKind,
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

const NOW: Ms = Ms(1_714_100_000_000); // 26/04/2024 in Vietnam
const FAIRS: &str = "code,name,level,kind,starts_on\nQN1,Hè,provincial,fair,2024-04-25\n";
const BOOTHS: &str = "fair,code,name,zone,seller\nQN1,A01,Gian,local,HTX\n";
const PRODUCTS: &str = "name_vi,unit,price_vnd,producer,subject_type,ocop_group\n\
    Miến dong,gói 500 g,55000,HTX,cooperative,1\n";
const STOCK: &str = "fair,booth,product,quantity\nQN1,A01,Miến dong,20\n";

/// A book with one booth that sold twice.
async fn book() -> TempDir {
    served().await.0
}

/// The same, still open.
pub(super) async fn served() -> (TempDir, Shop) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::by(|| NOW);
    let shop = Shop::open(folder.path(), clock, Chance::seeded(3)).await.unwrap();
    let sheets = [
        (FileKind::Fairs, FAIRS),
        (FileKind::Booths, BOOTHS),
        (FileKind::Products, PRODUCTS),
        (FileKind::Stock, STOCK),
    ];
    for (kind, text) in sheets {
        let file = File::new("sheet.csv", text.as_bytes());
        import(&shop, kind, "thử", file, How::KEEP).await.unwrap();
    }
    for _ in 0..2 {
        let sale = sale(&shop).await;
        shop.submit("HTX", Command::Checkout(sale)).await.unwrap();
    }
    (folder, shop)
}

pub(super) async fn sale(shop: &Shop) -> Checkout {
    let mut db = shop.read().await.unwrap();
    let product = crate::catalog::store::search(&mut db, "", 1).await.unwrap()[0].uid.clone();
    let booth = crate::fair::store::booths(&mut db, 1).await.unwrap()[0].uid.clone();
    let cash = Money(110_000);
    Checkout {
        id: SaleId(shop.chance.uid(NOW)),
        booth: BoothId::of_bytes(&booth),
        device: None,
        device_seq: None,
        paid_at: NOW,
        lines: vec![LineOrder::plain(ProductId::of_bytes(&product), Quantity::units(2))],
        payments: vec![Tender { method: Method::Cash, amount: cash, given: None, reference: None }],
        expected_total: Some(cash),
        priced_at_pos: None,
        provisional_no: None,
        seller: "Lan".to_owned(),
        stranger: false,
        print: false,
        ..Checkout::default()
    }
}

/// Drops every trigger, makes the edit, and says what `verify` then finds.
async fn found_after(edit: &'static str) -> Vec<String> {
    let folder = book().await;
    let options = SqliteConnectOptions::new().filename(folder.path().join(db::FILE));
    let mut hostile = SqliteConnection::connect_with(&options.foreign_keys(false)).await.unwrap();
    for table in ["journal", "sale", "sale_line", "tender", "movement", "visit"] {
        for act in ["updated", "deleted"] {
            let drop = format!("drop trigger if exists {table}_is_never_{act}");
            sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&mut hostile).await.unwrap();
        }
    }
    sqlx::query("pragma ignore_check_constraints = on").execute(&mut hostile).await.unwrap();
    let changed = sqlx::query(edit).execute(&mut hostile).await.unwrap().rows_affected();
    assert!(changed > 0, "{edit} changed nothing");
    let found = check(folder.path(), Lang::En).await.unwrap().differences;
    let (schema, rows): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|line| line.starts_with("schema: "));
    assert!(schema.contains(&gone("trigger sale_is_never_updated")), "{schema:?}");
    rows
}

fn gone(what: &str) -> String {
    format!("schema: {what} is not as the program made it")
}

/// What `verify` finds after an edit that breaks no rule of the schema.
async fn found_after_quiet(edit: &'static str) -> Vec<String> {
    let folder = book().await;
    let options = SqliteConnectOptions::new().filename(folder.path().join(db::FILE));
    let mut hostile = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(edit).execute(&mut hostile).await.unwrap();
    check(folder.path(), Lang::En).await.unwrap().differences
}

#[tokio::test]
async fn a_text_that_is_none_is_named_and_the_check_goes_on() {
    let found = found_after_quiet("update product set name = cast(x'ff41' as text)").await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("product [4]: name is \"\u{fffd}A\", by the journal"),
        "{found:?}"
    );
    let found = found_after_quiet(
        "drop trigger journal_is_never_updated; \
         update journal set body = cast(x'ff' as text) where pos = 8",
    );
    let found = found.await;
    assert!(found[0].starts_with("journal position 8: error occurred while decoding"), "{found:?}");
    let unlinked = "journal entry 9 (sale.made): sequence 8 is missing before it";
    assert!(found.iter().any(|line| line == unlinked), "{found:?}");
    assert!(found.iter().any(|line| line.starts_with("sale [8]: stands in the book")), "{found:?}");
}

#[tokio::test]
async fn a_rule_that_was_taken_away_or_added_is_named() {
    let found = found_after_quiet("drop index person_by_login").await;
    assert_eq!(found, [gone("index person_by_login")]);
    let found = found_after_quiet("create index hurt on sale (fair)").await;
    assert_eq!(found, [gone("index hurt")]);
}

#[tokio::test]
async fn a_book_of_a_node_that_never_wrote_into_it_is_named_and_not_sold_with() {
    let folder = book().await;
    let other = "018c6afc-c680-75ec-8ef8-ec8f6d9fd2f2";
    let options = SqliteConnectOptions::new().filename(folder.path().join(db::FILE));
    let mut hostile = SqliteConnection::connect_with(&options).await.unwrap();
    journal::store::set_setting(&mut hostile, "node", other).await.unwrap();
    hostile.close().await.unwrap();
    let found = check(folder.path(), Lang::En).await.unwrap().differences;
    assert_eq!(found, [format!("setting node: no chain of the journal belongs to {other}")]);
    let clock = Clock::by(|| NOW);
    let refused = Shop::open(folder.path(), clock, Chance::seeded(3)).await.err().unwrap();
    let words = refused.say(folder.path());
    assert!(words.vi.contains(other) && words.en.contains("chophien restore"), "{words:?}");
}

#[tokio::test]
async fn a_view_that_was_changed_is_named() {
    let folder = book().await;
    let options = SqliteConnectOptions::new().filename(folder.path().join(db::FILE));
    let mut hostile = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("drop view shift_now; create view shift_now as select * from shift")
        .execute(&mut hostile)
        .await
        .unwrap();
    let found = check(folder.path(), Lang::En).await.unwrap().differences;
    assert_eq!(found, [gone("view shift_now")]);
}

/// Adds an entry to the book and its chain behind the program's back: the last, with this changed.
async fn slip_in(change: impl FnOnce(&mut Entry)) -> Vec<String> {
    let folder = book().await;
    let options = SqliteConnectOptions::new().filename(folder.path().join(db::FILE));
    let mut hostile = SqliteConnection::connect_with(&options).await.unwrap();
    let last = journal::store::at(&mut hostile, 9).await.unwrap().unwrap();
    let mut next = Entry { pos: 10, seq: last.seq + 1, prev_hash: last.hash.clone(), ..last };
    next.uid[0] ^= 1;
    change(&mut next);
    next.hash = journal::chain::hash(&next);
    journal::store::append(&[next]).run(&mut hostile).await.unwrap();
    check(folder.path(), Lang::En).await.unwrap().differences
}

#[tokio::test]
async fn an_entry_that_the_schema_refuses_is_named_alone() {
    let found = slip_in(|_| ()).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("journal entry 10 (sale.made): "), "{found:?}");
    assert!(found[0].contains("UNIQUE constraint failed: sale."), "{found:?}");
}

#[tokio::test]
async fn a_sale_that_leaves_out_what_its_rows_are_made_of_is_unreadable() {
    let unclaimed = (r#""method":"cash""#, r#""method":"vietqr","reference":"CP1""#);
    let reversed = (
        r#""lines":"#,
        concat!(
            r#""reverses":{"sale":"01900000-0000-7000-8000-0000000000aa","receipt_no":"A01-0001","#,
            r#""reason":"x","whole":true},"lines":"#
        ),
    );
    for (from, to) in [unclaimed, reversed] {
        let found = slip_in(|entry| {
            assert!(entry.body.contains(from), "{}", entry.body);
            entry.body = entry.body.replacen(from, to, 1);
            let read = serde_json::from_str::<crate::sale::Sold>(&entry.body);
            assert!(read.is_ok(), "{read:?}");
        });
        assert_eq!(found.await, ["journal entry 10: unreadable body"], "{to}");
    }
}

#[tokio::test]
async fn an_honest_book_has_no_differences() {
    let folder = book().await;
    let report = check(folder.path(), Lang::En).await.unwrap();
    assert_eq!(report.differences, Vec::<String>::new());
    // Fair, booth, producer, product, price, range, stock, and two sales.
    assert_eq!(report.entries, 9);
    assert_eq!(report.head.len(), 64);
}

#[tokio::test]
async fn a_folder_without_a_book_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let said = run(folder.path(), Lang::En).await.unwrap_err();
    assert!(said.en.starts_with("There is no book in"));
    assert!(!folder.path().join(db::FILE).exists());
}

#[tokio::test]
async fn an_altered_body_is_named_with_the_rows_it_made() {
    let found = found_after(
        "update journal set body = replace(body, '110000', '90000') where kind = 'sale.made' \
         and pos = 8",
    )
    .await;
    assert_eq!(found[0], "journal entry 8 (sale.made): it was altered");
    assert!(found.iter().any(|line| line.contains("rollup_sale")), "{found:#?}");
}

#[tokio::test]
async fn an_altered_hash_is_named_and_breaks_the_entry_after_it() {
    let found = found_after("update journal set hash = zeroblob(32) where pos = 5").await;
    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with("journal entry 5") && found[0].ends_with("it was altered"));
    assert!(found[1].starts_with("journal entry 6"), "{found:#?}");
}

#[tokio::test]
async fn a_removed_entry_leaves_a_gap_and_its_rows_stand_without_it() {
    let found = found_after("delete from journal where pos = 8").await;
    assert!(found.iter().any(|line| line.contains("positions missing")), "{found:#?}");
    let gap = "journal entry 9 (sale.made): sequence 8 is missing before it";
    assert!(found.iter().any(|line| line == gap), "{found:#?}");
    let orphan = |line: &String| line.starts_with("sale [8]: stands in the book, not in the");
    assert!(found.iter().any(orphan), "{found:#?}");
}

#[tokio::test]
async fn changed_rows_of_the_book_are_named_with_both_values() {
    let edits = [
        (
            "update sale_line set amount = 1000 where sale = 9",
            "sale_line [9,0]: amount is 1000, by the journal 110000",
        ),
        (
            "update rollup_sale set revenue = revenue + 5",
            "revenue is 220005, by the journal 220000",
        ),
        ("update level set quantity = 20000", "quantity is 20000, by the journal 16000"),
        (
            "update product set name = 'Miến khác'",
            "name is \"Miến khác\", by the journal \"Miến dong\"",
        ),
        ("delete from tender where sale = 9", "tender [9,0]: missing from the book"),
    ];
    for (edit, named) in edits {
        let found = found_after(edit).await;
        assert_eq!(found.len(), 1, "{edit}: {found:#?}");
        assert!(found[0].contains(named), "{edit}: {found:#?}");
    }
}

/// What lies in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_book_that_is_served_is_checked_on_a_copy_and_nothing_stays_of_it() {
    let (folder, shop) = served().await;
    let before = names(folder.path());
    assert!(lock::is_held(folder.path()));
    let report = check(folder.path(), Lang::En).await.unwrap();
    assert_eq!((report.differences, report.entries), (Vec::new(), 9));
    assert_eq!(names(folder.path()), before);
    // It goes on selling, and what it sells is checked too.
    let sale = sale(&shop).await;
    shop.submit("HTX", Command::Checkout(sale)).await.unwrap();
    assert_eq!(check(folder.path(), Lang::En).await.unwrap().entries, 10);
}

#[tokio::test]
async fn a_check_that_has_no_room_says_how_much_it_needs() {
    let folder = book().await;
    let mut book = db::reader(folder.path()).await.unwrap();
    let before = names(folder.path());
    let full = Disk::by(|_| Some(1 << 10));
    let place = rebuild::Place { folder: folder.path(), disk: &full, spare: space::LEAST };
    let refused = rebuild::verify(&mut book, place, |_| ()).await.unwrap_err();
    let RebuildError::NoRoom { need, free } = refused else { panic!("{refused}") };
    assert!(need > space::LEAST + (1 << 17) && free == 1 << 10, "{need} of {free}");
    let words = refused.say();
    assert!(words.en.contains("0 MB are") && words.vi.contains("còn 0 MB"), "{words:?}");
    assert_eq!(names(folder.path()), before);
}
