use super::*;
use crate::base::{
    clock::{Clock, Ms},
    id::Chance,
};
use std::path::Path;

const FAIRS: &[u8] = b"code,name,level,kind,starts_on,ends_on\n\
    QN1,H\xe1\xbb\x99i ch\xe1\xbb\xa3,provincial,fair,2024-04-25,2024-05-01\n";
const BOOTHS: &[u8] = b"fair,code,name,zone,seller\nQN1,A01,Gian,local,HTX\n";

async fn shop(folder: &Path) -> Shop {
    let clock = Clock::by(|| Ms(1_714_000_000_000));
    Shop::open(folder, clock, Chance::seeded(7)).await.unwrap()
}

async fn put(shop: &Shop, kind: FileKind, bytes: &[u8]) -> Result<usize, Vec<String>> {
    let file = File::new("sheet.csv", bytes);
    let done = import(shop, kind, "thử", file, true).await;
    done.map(|done| done.entries).map_err(|failure| failure.lines(Lang::En))
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
    let dry = import(&shop, FileKind::Products, "thử", file, false).await.unwrap();
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
    assert_eq!(errors, ["Row 3: Enter both bank and account, or neither"]);
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
    assert_eq!(put(&shop, FileKind::Stock, stock.as_bytes()).await, Ok(0));
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
