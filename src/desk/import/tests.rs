use super::*;
use crate::{
    base::{
        clock::{Clock, Ms},
        id::Chance,
        money::Money,
    },
    desk::command::Command,
    fair::Booth,
};
use std::path::Path;

mod goods;
mod localities;

const FAIRS: &[u8] = b"code,name,level,kind,starts_on,ends_on\n\
    QN1,H\xe1\xbb\x99i ch\xe1\xbb\xa3,provincial,fair,2024-04-25,2024-05-01\n";
const BOOTHS: &[u8] = b"fair,code,name,zone,seller\nQN1,A01,Gian,local,HTX\n";

async fn shop(folder: &Path) -> Shop {
    let clock = Clock::by(|| Ms(1_714_000_000_000));
    Shop::open(folder, clock, Chance::seeded(7)).await.unwrap()
}

async fn put(shop: &Shop, kind: FileKind, bytes: &[u8]) -> Result<usize, Vec<String>> {
    let file = File::new("sheet.csv", bytes);
    let done = import(shop, kind, "thử", file, How::KEEP).await;
    done.map(|done| if done.written { done.entries } else { usize::MAX })
        .map_err(|failure| failure.lines(Lang::En))
}

fn catalogue() -> Vec<u8> {
    std::fs::read("static/data/ocop_products.csv").unwrap()
}

#[tokio::test]
async fn the_65_products_are_imported_and_importing_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let entries = put(&shop, FileKind::Products, &catalogue()).await.unwrap();
    let mut db = shop.read().await.unwrap();
    let products = store::products(&mut db).await.unwrap();
    let producers = store::producers(&mut db).await.unwrap();
    assert_eq!(products.len(), 65);
    assert!(products.iter().all(|(_, price)| price.is_some()));
    assert_eq!(entries, 65 + 65 + producers.len());
    assert_eq!(put(&shop, FileKind::Products, &catalogue()).await, Ok(0));
}

#[tokio::test]
async fn one_file_is_read_at_a_time_and_the_next_one_is_told_to_wait() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let reading = shop.imports.clone().try_acquire_owned().unwrap();
    let refused = put(&shop, FileKind::Products, &catalogue()).await.unwrap_err();
    assert_eq!(refused, ["Another file is being read. Wait some seconds and import again"]);
    drop(reading);
    assert!(put(&shop, FileKind::Products, &catalogue()).await.is_ok());
}

#[tokio::test]
async fn a_dry_run_counts_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let bytes = catalogue();
    let file = File::new("ocop.csv", bytes.clone());
    let dry = import(&shop, FileKind::Products, "thử", file, How::CHECK).await.unwrap();
    assert_eq!(dry.rows, 65);
    assert_eq!(*shop.desk.head().borrow(), 0);
    assert_eq!(put(&shop, FileKind::Products, &bytes).await, Ok(dry.entries));
}

#[tokio::test]
async fn one_bad_row_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let mut bytes = catalogue();
    bytes.extend_from_slice("Quảng Ninh,,Sá sùng,HTX,cooperative,9,1,kg,4000000,\n".as_bytes());
    let errors = put(&shop, FileKind::Products, &bytes).await.unwrap_err();
    assert_eq!(errors, ["Row 67, star: “9” must be a number from 3 to 5"]);
    assert_eq!(*shop.desk.head().borrow(), 0);
}

#[tokio::test]
async fn a_row_that_the_desk_refuses_takes_the_rows_before_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    put(&shop, FileKind::Fairs, FAIRS).await.unwrap();
    let before = *shop.desk.head().borrow();
    let half = "fair,code,name,zone,seller,bank_bin,account\n\
        QN1,A01,Gian,local,HTX,970436,1017595600\nQN1,A02,Gian,local,HTX,970436,\n";
    let errors = put(&shop, FileKind::Booths, half.as_bytes()).await.unwrap_err();
    assert_eq!(errors, ["Row 3, account: Enter both bank and account, or neither"]);
    assert_eq!(*shop.desk.head().borrow(), before);
    let mut db = shop.read().await.unwrap();
    assert!(store::booths(&mut db).await.unwrap().is_empty());
}

#[tokio::test]
async fn stock_is_not_doubled_by_the_same_file_and_joins_the_range() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    put(&shop, FileKind::Products, &catalogue()).await.unwrap();
    put(&shop, FileKind::Fairs, FAIRS).await.unwrap();
    put(&shop, FileKind::Booths, BOOTHS).await.unwrap();
    assert_eq!(put(&shop, FileKind::Booths, BOOTHS).await, Ok(0));
    let stock = "fair,booth,product,quantity,lot,expires_on\n\
        qn1,a01,Miến dong Bình Liêu,20,L1,2024-12-31\n\
        QN1,A01,Chả mực Hạ Long,\"2,5\",,\n";
    // One entry puts both into the range, one receives them.
    assert_eq!(put(&shop, FileKind::Stock, stock.as_bytes()).await, Ok(2));
    assert_eq!(put(&shop, FileKind::Stock, stock.as_bytes()).await, Ok(usize::MAX), "asked");
    let mut db = shop.read().await.unwrap();
    let fair = crate::fair::store::fair_by_code(&mut db, "QN1").await.unwrap().unwrap();
    let booth = crate::fair::store::booths(&mut db, fair.id).await.unwrap()[0].id;
    let held = crate::stock::store::levels(&mut db, booth).await.unwrap();
    let of = |name: &str| held.iter().find(|level| level.name == name).map(|it| it.quantity);
    assert_eq!(of("Miến dong Bình Liêu"), Some(20_000));
    assert_eq!(of("Chả mực Hạ Long"), Some(2_500));
    assert_eq!(store::ranges(&mut db).await.unwrap().len(), 2);
}

#[tokio::test]
async fn stock_for_a_booth_or_product_that_is_not_there_is_told_by_row() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    put(&shop, FileKind::Fairs, FAIRS).await.unwrap();
    put(&shop, FileKind::Booths, BOOTHS).await.unwrap();
    let stock = "fair,booth,product,quantity\nQN2,A01,X,1\nQN1,A09,X,1\nQN1,A01,X,1\n";
    let errors = put(&shop, FileKind::Stock, stock.as_bytes()).await.unwrap_err();
    assert_eq!(
        errors,
        [
            "Row 2, fair: No fair has the code “QN2”",
            "Row 3, booth: This fair has no booth “A09”",
            "Row 4, product: No product has the name, item code or barcode “X”",
        ]
    );
}

#[tokio::test]
async fn a_changed_price_is_one_entry_and_a_certificate_holds_36_months() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let header = "name_vi,unit,price_vnd,producer,subject_type,star,ocop_group,\
        certificate_no,certificate_signed_on\n";
    let row =
        |price: i64| format!("{header}Miến dong,kg,{price},HTX,cooperative,4,1,12/QĐ,2/2/2024\n");
    // Producer, product, price, certificate.
    assert_eq!(put(&shop, FileKind::Products, row(55_000).as_bytes()).await, Ok(4));
    assert_eq!(put(&shop, FileKind::Products, row(60_000).as_bytes()).await, Ok(1));
    let mut db = shop.read().await.unwrap();
    let certificates = crate::catalog::store::certificates(&mut db).await.unwrap();
    assert_eq!(certificates.len(), 1);
    assert_eq!(certificates[0].5, "2027-02-02");
    let unsigned = format!("{header}Miến dong,kg,60000,HTX,cooperative,4,1,13/QĐ,\n");
    let errors = put(&shop, FileKind::Products, unsigned.as_bytes()).await.unwrap_err();
    assert!(errors[0].starts_with("Row 2, certificate_signed_on: A certificate needs the day"));
}

fn case(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/data/sheets/{name}")).unwrap()
}

/// A shop with the fair F1, its booth A01 and the products T1 and T2.
async fn market(folder: &Path) -> Shop {
    let shop = shop(folder).await;
    let fairs = "code,name,level,kind,starts_on\nF1,Hè,provincial,fair,2024-04-25\n";
    let booths = "fair,code,name,zone,seller\nF1,A01,Gian,local,HTX Sen\n";
    let goods = "name_vi,unit,price_vnd,producer,subject_type,ocop_group,sku\n\
        Trà sen,gói,50000,HTX Sen,HTX,2,T1\nTrà nhài,gói,40000,HTX Sen,HTX,2,T2\n";
    for (kind, text) in
        [(FileKind::Fairs, fairs), (FileKind::Booths, booths), (FileKind::Products, goods)]
    {
        put(&shop, kind, text.as_bytes()).await.unwrap();
    }
    shop
}

async fn done(shop: &Shop, kind: FileKind, bytes: &[u8], how: How) -> Imported {
    import(shop, kind, "thử", File::new("sheet.csv", bytes), how).await.unwrap()
}

#[tokio::test]
async fn a_name_that_is_put_right_changes_the_product_and_is_shown_first() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    put(&shop, FileKind::Products, &case("same_code_old_name.csv")).await.unwrap();
    let new = case("same_code_new_name.csv");
    let shown = done(&shop, FileKind::Products, &new, How::KEEP).await;
    assert_eq!((shown.written, shown.asked), (false, vec![Asked::Sure(1)]));
    let said: Vec<&str> = shown.changes.iter().map(|it| it.1.vi.as_str()).collect();
    assert_eq!(
        said,
        [
            "Trà sen: Tên sản phẩm: “Trà sen” → “Trà sen Hồ Tây”",
            "Trà sen: giá 50.000\u{a0}đ → 55.000\u{a0}đ",
        ]
    );
    let how = How { sure: true, ..How::KEEP };
    assert!(done(&shop, FileKind::Products, &new, how).await.written);
    let mut db = shop.read().await.unwrap();
    let products = store::products(&mut db).await.unwrap();
    assert_eq!(products.len(), 1);
    let (product, price) = &products[0];
    assert_eq!((product.name.as_str(), product.active), ("Trà sen Hồ Tây", true));
    assert_eq!(*price, Some(Money(55_000)));
}

#[tokio::test]
async fn a_row_that_means_two_products_is_refused_with_both_names() {
    let folder = tempfile::tempdir().unwrap();
    let shop = market(folder.path()).await;
    let both = "name_vi,unit,price_vnd,producer,subject_type,ocop_group,Mã hàng\n\
        Trà sen,gói,50000,HTX Sen,HTX,2,T2\n";
    let errors = put(&shop, FileKind::Products, both.as_bytes()).await.unwrap_err();
    assert_eq!(
        errors,
        ["Row 2, name_vi: The row means two products: by sku “Trà nhài”, by this column “Trà sen”"]
    );
}

#[tokio::test]
async fn two_rows_of_a_file_never_mean_one_product() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let head = "name_vi,unit,price_vnd,producer,subject_type,ocop_group,sku\n";
    let first = format!("{head}Mật ong,chai,90000,HTX Ong,HTX,1,M1\n");
    put(&shop, FileKind::Products, first.as_bytes()).await.unwrap();
    let both = format!(
        "{head}Mật ong rừng,chai,100000,HTX Ong,HTX,1,M1\nMật ong,chai,80000,HTX Ong,HTX,1,\n"
    );
    let errors = put(&shop, FileKind::Products, both.as_bytes()).await.unwrap_err();
    assert!(errors[0].starts_with("Row 3, name_vi: Row 2 is this product already"), "{errors:?}");
}

#[tokio::test]
async fn two_producers_may_give_their_goods_the_same_code_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let head = "name_vi,unit,price_vnd,producer,subject_type,ocop_group,barcode\n";
    for (name, maker) in [("Mật ong", "HTX Ong"), ("Trà sen", "HTX Sen")] {
        let row = format!("{head}{name},chai,90000,{maker},HTX,1,2000010000012\n");
        put(&shop, FileKind::Products, row.as_bytes()).await.unwrap();
    }
    let mut db = shop.read().await.unwrap();
    let products = store::products(&mut db).await.unwrap();
    let mut names: Vec<&str> = products.iter().map(|(it, _)| it.name.as_str()).collect();
    names.sort();
    assert_eq!(names, ["Mật ong", "Trà sen"]);
}

#[tokio::test]
async fn a_code_of_another_product_is_refused_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    put(&shop, FileKind::Products, &case("same_code_old_name.csv")).await.unwrap();
    let head = "name_vi,unit,price_vnd,producer,subject_type,ocop_group,sku\n";
    let goods =
        format!("{head}Mật ong,chai,90000,HTX Ong,HTX,1,01\nMiến,gói,45000,HTX Ong,HTX,1,\n");
    put(&shop, FileKind::Products, goods.as_bytes()).await.unwrap();
    let mut db = shop.read().await.unwrap();
    let products = store::products(&mut db).await.unwrap();
    drop(db);
    let by = |name: &str| products.iter().find(|(it, _)| it.name == name).unwrap().0.clone();
    let give = |barcode: &str, sku: &str| {
        let (barcode, sku) = (barcode.to_owned(), sku.to_owned());
        Command::Catalog(crate::catalog::Change::Product(crate::catalog::Product {
            barcode,
            sku,
            ..by("Miến")
        }))
    };
    let said = |done: Result<_, Refusal>| match done {
        Err(refusal) => (refusal.field(), refusal.say().en),
        Ok(_) => (None, String::new()),
    };
    assert_eq!(
        said(shop.submit("thử", give("8934680033015", "")).await),
        (Some("barcode"), "Barcode “8934680033015” is that of “Trà sen (HTX Sen)”".into())
    );
    assert_eq!(
        said(shop.submit("thử", give("", "1")).await),
        (Some("sku"), "Item code “1” is that of “Mật ong (HTX Ong)”".into())
    );
    assert_eq!(said(shop.submit("thử", give("", "02")).await), (None, String::new()));
}

#[tokio::test]
async fn what_looks_alike_is_one_product_and_search_finds_it() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let text = String::from_utf8(case("look_alike.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let first = [lines[0], lines[1], lines[3]].join("\n");
    let second =
        [lines[0], lines[2], lines[4]].join("\n").replace(",T2", ",T1").replace(",T4", ",T3");
    put(&shop, FileKind::Products, first.as_bytes()).await.unwrap();
    // The price of one of them is all that changes.
    assert_eq!(put(&shop, FileKind::Products, second.as_bytes()).await, Ok(1));
    let mut db = shop.read().await.unwrap();
    assert_eq!(store::products(&mut db).await.unwrap().len(), 2);
    assert_eq!(store::producers(&mut db).await.unwrap().len(), 2);
    for (words, name) in
        [("duong phen", "Đường phèn"), ("tra sen", "Trà sen"), ("Ðường", "Đường phèn")]
    {
        let found = crate::catalog::store::search(&mut db, words, 5).await.unwrap();
        let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, [name], "{words}");
    }
}

#[tokio::test]
async fn a_code_that_no_form_takes_is_taken_from_no_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let shop = market(folder.path()).await;
    let long = "A".repeat(60);
    let head = "code,name,level,kind,starts_on,ends_on";
    for code in ["new", "A/B", "HC số 1?", "a#1", &long] {
        let booth = format!("fair,code,name,zone,seller\nF1,{code},Gian,local,HTX Sen\n");
        assert!(put(&shop, FileKind::Booths, booth.as_bytes()).await.is_err(), "{code}");
        let fair = format!("{head}\n{code},Hội chợ,provincial,fair,2026-06-01,\n");
        assert!(put(&shop, FileKind::Fairs, fair.as_bytes()).await.is_err(), "{code}");
    }
    let sound = "fair,code,name,zone,seller\nF1,Khu A-1,Gian,local,HTX Sen\n";
    put(&shop, FileKind::Booths, sound.as_bytes()).await.unwrap();
}

#[tokio::test]
async fn a_price_that_nobody_charges_and_an_account_that_changes_are_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let shop = market(folder.path()).await;
    let goods = "name_vi,unit,price_vnd,producer,subject_type,ocop_group\n\
        Ô mai,gói,55,HTX Mai,HTX,1\nTượng,cái,3000000000,HTX Mộc,HTX,4\n";
    let asked = done(&shop, FileKind::Products, goods.as_bytes(), How::KEEP).await;
    assert_eq!((asked.written, asked.asked), (false, vec![Asked::Sure(2)]));
    assert!(asked.changes[0].1.vi.contains("giá 55\u{a0}đ có đúng không?"));
    let how = How { sure: true, ..How::KEEP };
    assert!(done(&shop, FileKind::Products, goods.as_bytes(), how).await.written);
    let booth = |account: &str| {
        let head = "fair,code,name,zone,seller,bank_bin,account";
        format!("{head}\nF1,A01,Gian,local,HTX Sen,970436,{account}\n")
    };
    assert!(done(&shop, FileKind::Booths, booth("1017595600").as_bytes(), How::KEEP).await.written);
    let moved = done(&shop, FileKind::Booths, booth("1017595601").as_bytes(), How::KEEP).await;
    assert_eq!((moved.written, moved.asked), (false, vec![Asked::Sure(1)]));
    let half = "fair,code,name,zone,seller,bank_bin\nF1,A01,Gian,local,HTX Sen,970000\n";
    let errors = put(&shop, FileKind::Booths, half.as_bytes()).await.unwrap_err();
    assert_eq!(errors, ["Row 2, bank_bin: No bank has the BIN “970000”"]);
}

#[tokio::test]
async fn an_account_that_no_bank_has_reaches_no_till_by_whatever_door() {
    let folder = tempfile::tempdir().unwrap();
    let shop = market(folder.path()).await;
    let mut db = shop.read().await.unwrap();
    let booth = store::booths(&mut db).await.unwrap().remove(0);
    drop(db);
    let wrong = Booth { bank_bin: "970436".into(), account: "#N/A".into(), ..booth };
    let command = Command::Fair(crate::fair::Change::Booth(wrong));
    let refused = shop.submit("thử", command).await.unwrap_err();
    assert_eq!(refused.say().en, "An account has at most 19 digits or plain letters");
}

#[tokio::test]
async fn a_sheet_opens_nothing_that_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let shop = market(folder.path()).await;
    let mut db = shop.read().await.unwrap();
    let fair = store::fairs(&mut db).await.unwrap().remove(0);
    let booth = store::booths(&mut db).await.unwrap().remove(0);
    drop(db);
    let sheets = (
        format!("code,name,level,kind,starts_on\n{},Tên mới,local,fair,2026-01-01\n", fair.code),
        format!("fair,code,name,zone,seller\n{},{},Tên mới,local,HTX\n", fair.code, booth.code),
    );
    for change in [
        crate::fair::Change::Fair(crate::fair::Fair { closed: true, ..fair }),
        crate::fair::Change::Booth(Booth { closed: true, ..booth }),
    ] {
        shop.submit("thử", Command::Fair(change)).await.unwrap();
    }
    for (kind, sheet) in [(FileKind::Fairs, &sheets.0), (FileKind::Booths, &sheets.1)] {
        assert!(done(&shop, kind, sheet.as_bytes(), How::KEEP).await.written);
    }
    let mut db = shop.read().await.unwrap();
    let fair = store::fairs(&mut db).await.unwrap().remove(0);
    let booth = store::booths(&mut db).await.unwrap().remove(0);
    assert_eq!((fair.closed, fair.name.as_str()), (true, "Tên mới"));
    assert_eq!((booth.closed, booth.name.as_str()), (true, "Tên mới"));
}
