//! Rows that a person edited, added or spoiled.

use super::*;
use crate::{
    base::{id::DocumentId, quantity::Quantity},
    stock::{Ask, Line},
};

const MARK: &str = "\u{feff}";

/// A fair with a booth that has an account, a producer, two products of hers and their prices; the
/// second is sold no more.
const SHOP: [(&str, &str); 6] = [
    ("producers.csv", "name,subject_type\nHTX Sen,cooperative\n"),
    (
        "products.csv",
        "name,unit,producer,ocop_group,sku,active\n\
         Trà sen,hộp,HTX Sen,2,T1,1\nTrà nhài,hộp,HTX Sen,2,T2,0\n",
    ),
    ("fairs.csv", "code,name,level,kind,starts_on\nF1,Hè,provincial,fair,2024-04-25\n"),
    (
        "booths.csv",
        "fair,code,name,zone,seller,bank_bin,account\n\
         F1,A01,Gian sen,local,HTX Sen,970436,1017595600\n",
    ),
    ("ranges.csv", "fair,booth,product\nF1,A01,T1\n"),
    (
        "prices.csv",
        "product,fair,booth,amount\nTrà sen,,,150000\nT1,f1,,140.000\nT1,F1,a01,130000\n",
    ),
];

fn named(files: &[(&str, &str)]) -> Vec<Named> {
    let file = |(name, text): &(&str, &str)| Named {
        name: (*name).into(),
        bytes: format!("{MARK}{text}").into_bytes(),
    };
    files.iter().map(file).collect()
}

/// Such a shop.
async fn stand(folder: &std::path::Path) -> Shop {
    let shop = shop(folder, 1).await;
    assert!(taken(&shop, named(&SHOP)).await.written);
    shop
}

fn counts(done: &Done, part: Part) -> (usize, usize, usize) {
    let it = done.counts.iter().find(|it| it.0 == part).unwrap().1;
    (it.new, it.changed, it.same)
}

#[tokio::test]
async fn rows_without_ids_are_found_by_codes_and_names_and_made_where_they_are_new() {
    let folder = tempdir().unwrap();
    let shop = stand(folder.path()).await;
    let out = files(&shop).await;
    let prices = text(&out, "prices.csv");
    let amounts: Vec<&str> =
        prices.lines().skip(1).map(|line| line.rsplit(';').next().unwrap()).collect();
    assert_eq!(amounts, ["150000", "140000", "130000"]);
    let again = taken(&shop, named(&SHOP)).await;
    assert_eq!((again.made, counts(&again, Part::Prices)), (0, (0, 0, 3)));
    let more = "fair,code,name,zone\nF1,A01,Gian sen,local\nF1,A02,Gian mới,other\n";
    let done = taken(&shop, named(&[("booths.csv", more)])).await;
    assert_eq!((done.made, counts(&done, Part::Booths)), (1, (1, 0, 1)));
    let booths = text(&files(&shop).await, "booths.csv");
    assert!(booths.contains("1017595600"), "a column that is not there changes nothing: {booths}");
}

/// Ten boxes lie at A01: with another unit they would read as ten of that.
#[tokio::test]
async fn another_unit_is_asked_about_with_what_lies_at_each_place() {
    let folder = tempdir().unwrap();
    let shop = stand(folder.path()).await;
    let mut db = shop.read().await.unwrap();
    let booth = crate::desk::import::store::booths(&mut db).await.unwrap()[0].uid;
    let all = crate::desk::import::store::products(&mut db).await.unwrap();
    drop(db);
    let product = all.iter().find(|it| it.0.sku == "T1").unwrap().0.uid;
    let line = Line { product, quantity: Quantity::units(10), ..Line::default() };
    let delivery = Ask::delivery(DocumentId(shop.chance.uid(shop.clock.now())), booth, vec![line]);
    done(&shop, vec![Command::Stock(Box::new(delivery))]).await;
    let out = files(&shop).await;
    let edited = text(&out, "products.csv").replace("Trà sen;hộp;", "Trà sen;gói;");
    let asked = taken(&shop, with(out, "products.csv", &edited)).await;
    assert_eq!((asked.written, asked.asked), (false, 1));
    let (file, row, said) = &asked.changes[0];
    assert_eq!((file.as_str(), *row), ("products.csv", 2));
    assert!(said.vi.contains("10 hộp ở A01 (F1) sẽ đọc là 10 gói"), "{}", said.vi);
}

#[tokio::test]
async fn an_edited_row_changes_one_thing_and_a_retired_one_stays_retired() {
    let folder = tempdir().unwrap();
    let shop = stand(folder.path()).await;
    let out = files(&shop).await;
    let products = text(&out, "products.csv");
    assert!(products.contains("T2;;;;0;0;\n"), "{products}");
    let edited = products.replace(";hộp;", ";hộp 100 g;");
    let asked = taken(&shop, with(out.clone(), "products.csv", &edited)).await;
    assert_eq!((asked.written, asked.asked), (false, 2), "another unit is another thing");
    let said: Vec<&str> = asked.changes.iter().map(|it| it.2.vi.as_str()).collect();
    assert_eq!(said, ["unit: “hộp” → “hộp 100 g”"; 2]);
    let how = How { sure: true, ..How::KEEP };
    let done = import(&shop, "thử", with(out, "products.csv", &edited), how).await.unwrap();
    assert_eq!((done.made, counts(&done, Part::Products)), (2, (0, 2, 0)));
    let now = files(&shop).await;
    assert_eq!(text(&now, "products.csv"), edited);
    assert_eq!(taken(&shop, now).await.made, 0);
}

#[tokio::test]
async fn an_account_that_changes_is_asked_about_and_a_check_writes_nothing() {
    let folder = tempdir().unwrap();
    let shop = stand(folder.path()).await;
    let out = files(&shop).await;
    let moved = text(&out, "booths.csv").replace("1017595600", "1017595601");
    let files = with(out, "booths.csv", &moved);
    let head = *shop.desk.head().borrow();
    assert_eq!(taken(&shop, files.clone()).await.asked, 1);
    let how = How { sure: true, ..How::CHECK };
    let checked = import(&shop, "thử", files, how).await.unwrap();
    assert_eq!((checked.made, checked.written), (1, false));
    assert_eq!(*shop.desk.head().borrow(), head);
}

/// Somebody copied the row of a price and typed another product, or another booth.
#[tokio::test]
async fn a_row_whose_id_and_name_mean_two_things_is_refused_and_an_old_name_is_only_read() {
    let folder = tempdir().unwrap();
    let shop = stand(folder.path()).await;
    let out = files(&shop).await;
    let products = text(&out, "products.csv");
    let names: Vec<&str> = products.lines().skip(1).filter_map(|it| it.split(';').nth(1)).collect();
    let prices = text(&out, "prices.csv");
    let named = names.iter().find(|it| prices.contains(&format!(";{it};"))).unwrap();
    let another = names.iter().find(|it| it != &named).unwrap();
    let typed = prices.replace(&format!(";{named};"), &format!(";{another};"));
    let said = wrong(&shop, with(out.clone(), "prices.csv", &typed)).await;
    assert!(
        said[0].starts_with("prices.csv, row 2, product: ") && said[0].contains("mean two things"),
        "{said:?}"
    );
    // A name that nothing has is an older one of the same thing.
    let old = prices.replace(&format!(";{named};"), ";Tên cũ;");
    assert_eq!(taken(&shop, with(out, "prices.csv", &old)).await.made, 0);
}

#[tokio::test]
async fn one_wrong_row_leaves_everything_as_it_was_and_is_told_by_file_row_and_column() {
    let folder = tempdir().unwrap();
    let shop = stand(folder.path()).await;
    let head = *shop.desk.head().borrow();
    let said = wrong(
        &shop,
        named(&[
            ("producers.csv", "name,subject_type\nHTX Mai,cooperative\nHTX Cúc,nonsense\n"),
            (
                "products.csv",
                "name,unit,producer,ocop_group,star\nÔ mai,gói,HTX Mai,1,9\n,gói,HTX Lan,8,\n",
            ),
            ("prices.csv", "product,fair,booth,amount\nT1,,,\nT1,F1,B09,1000\n"),
            ("stock.csv", "a\n1\n"),
            ("gates.csv", "fair,code,name,colour\nF1,G1,Cổng,đỏ\n"),
        ]),
    )
    .await;
    let begins = [
        "stock.csv: Nobody knows this file",
        "gates.csv, row 1, colour: There is no such column; the columns are: id, fair_id, fair",
        "producers.csv, row 3, subject_type: “nonsense” is not one of",
        "products.csv, row 2, star: “9” must be a number from 3 to 5",
        "products.csv, row 3, producer: Neither producers.csv nor the book has “HTX Lan”",
        "products.csv, row 3, ocop_group: “8” is not a product group",
        "prices.csv, row 2, amount: The price of everywhere may not be empty",
        "prices.csv, row 3, booth: Neither booths.csv nor the book has “B09”",
    ];
    assert_eq!(said.len(), begins.len(), "{said:#?}");
    for (said, begin) in said.iter().zip(begins) {
        assert!(said.starts_with(begin), "{said}");
    }
    // What only the desk refuses takes everything before it back too.
    let taken = "name,unit,producer,ocop_group,sku\nTrà ô long,hộp,HTX Sen,2,T9\n\
        Trà lài,hộp,HTX Sen,2,T9\n";
    let said = wrong(&shop, named(&[("products.csv", taken)])).await;
    assert_eq!(said, ["products.csv, row 3, sku: Item code “T9” is that of “Trà ô long”"]);
    assert_eq!(*shop.desk.head().borrow(), head);
}

#[tokio::test]
async fn what_a_spreadsheet_spoiled_is_refused_and_what_it_only_moved_is_read() {
    let folder = tempdir().unwrap();
    let shop = stand(folder.path()).await;
    let ansi = "name,subject_type\nHTX M?t ong,cooperative\n";
    let bare = vec![Named { name: "producers.csv".into(), bytes: ansi.into() }];
    assert!(wrong(&shop, bare).await[0].contains("lost letters"));
    let rounded = "name,subject_type,tax_code\nHTX Ong,cooperative,1.02E+12\n";
    let said = wrong(&shop, named(&[("producers.csv", rounded)])).await;
    assert!(said[0].starts_with("producers.csv, row 2, tax_code: “1.02E+12” was rounded"));
    let twice = "name,subject_type\nHTX Ong,cooperative\nHTX ONG,HTX\n";
    let said = wrong(&shop, named(&[("producers.csv", twice)])).await;
    assert_eq!(said, ["producers.csv, row 3: The same as row 2"]);
    // Tabs, another order, Vietnamese heads, an empty line and a day as people write it.
    let moved = "Tên hội chợ\tMã hội chợ\tNgày khai mạc\tCấp tổ chức\tLoại hình\r\n\r\n\
        Thu\tF2\t02/09/2024\tĐịa phương\tHội chợ\r\n";
    assert_eq!(taken(&shop, named(&[("fairs.csv", moved)])).await.made, 1);
    assert!(text(&files(&shop).await, "fairs.csv").contains("F2;Thu;local;fair;'2024-09-02;"));
}

#[test]
fn the_page_beside_the_files_names_each_of_them_and_every_column() {
    let page = readme();
    for part in Part::ALL {
        assert!(page.contains(&part.file()));
        for column in plan::columns(*part) {
            assert!(page.contains(column.name) && page.contains(column.vi));
        }
    }
    assert!(page.contains("cooperative (Hợp tác xã)"));
}

#[test]
fn files_are_packed_as_one_and_unpacked_within_limits() {
    let files = named(&SHOP);
    assert_eq!(unpack(&pack(&files).unwrap()).unwrap(), files);
    assert!(unpack(b"PK\x03\x04 nonsense").is_err());
    let bomb = Named { name: "fairs.csv".into(), bytes: vec![b' '; LIMIT + 1] };
    let said = unpack(&pack(&[bomb]).unwrap()).unwrap_err();
    assert!(said.en.contains("larger than 64 MB"));
}
