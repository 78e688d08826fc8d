//! Sheets of goods: what was received already, what came later, what was taken back.

use super::*;
use crate::{
    base::id::{BoothId, DocumentId},
    stock::{Act, Ask, Place},
};

/// What the booth received of the two products, in thousandths.
async fn received(shop: &Shop) -> Vec<i64> {
    let mut db = shop.read().await.unwrap();
    let booths = store::booths(&mut db).await.unwrap().iter().map(|it| it.uid).collect();
    let rows = store::received(&mut db, &booths).await.unwrap();
    let products = store::products(&mut db).await.unwrap();
    let of = |sku: &str| {
        let uid = products.iter().find(|(it, _)| it.sku == sku).unwrap().0.uid;
        rows.iter().filter(|row| row.product == uid).map(|row| row.quantity).sum()
    };
    vec![of("T1"), of("T2")]
}

#[tokio::test]
async fn goods_that_were_received_already_are_recognised_and_the_person_chooses() {
    let stock = FileKind::Stock;
    for (again, entries, held) in [
        (Again::Skip, 0, [100_000, 40_000]),
        (Again::Difference, 1, [100_000, 45_000]),
        (Again::All, 1, [200_000, 85_000]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let shop = market(folder.path()).await;
        assert!(done(&shop, stock, &case("stock.csv"), How::KEEP).await.written);
        let saved = done(&shop, stock, &case("stock_saved_again.csv"), How::KEEP).await;
        assert!(!saved.written, "saved again by a spreadsheet, it is asked about");
        assert_eq!(saved.asked, [Asked::Received { there: 2, differ: 0 }]);
        let changed = done(&shop, stock, &case("stock_one_row_changed.csv"), How::KEEP).await;
        assert_eq!(changed.asked, [Asked::Received { there: 2, differ: 1 }]);
        let said: Vec<&str> = changed.changes.iter().map(|it| it.1.en.as_str()).collect();
        assert_eq!(said, ["T2: 40 received, the file says 45 (difference +5)"]);
        assert_eq!(received(&shop).await, [100_000, 40_000]);
        let how = How { again: Some(again), ..How::KEEP };
        let answered = done(&shop, stock, &case("stock_one_row_changed.csv"), how).await;
        assert_eq!((answered.written, answered.entries), (true, entries), "{again:?}");
        assert_eq!(received(&shop).await, held, "{again:?}");
        if again == Again::Difference {
            let twice = done(&shop, stock, &case("stock_one_row_changed.csv"), how).await;
            assert_eq!((twice.entries, received(&shop).await), (0, held.to_vec()));
        }
    }
}

#[tokio::test]
async fn a_lot_whose_letters_a_spreadsheet_or_a_person_changed_is_no_other_lot() {
    let folder = tempfile::tempdir().unwrap();
    let shop = market(folder.path()).await;
    let sheet = |first: &str, second: &str, count: i64| {
        let head = "fair,booth,product,lot,quantity";
        format!("{head}\nF1,A01,T1,{first},100\nF1,A01,T2,{second},{count}\n")
    };
    put(&shop, FileKind::Stock, sheet("001", "L01", 7).as_bytes()).await.unwrap();
    for (first, second) in [("1", "l01"), ("001", "Lô L01")] {
        let again = sheet(first, second, 8);
        let asked = done(&shop, FileKind::Stock, again.as_bytes(), How::KEEP).await;
        assert_eq!(asked.asked, [Asked::Received { there: 2, differ: 1 }], "{first} {second}");
    }
    let how = How { again: Some(Again::Difference), ..How::KEEP };
    done(&shop, FileKind::Stock, sheet("1", "Lô L01", 8).as_bytes(), how).await;
    assert_eq!(received(&shop).await, [100_000, 8_000]);
    let mut db = shop.read().await.unwrap();
    let lots: Vec<String> =
        sqlx::query_scalar("select lot || ' ' || quantity from level order by 1")
            .fetch_all(&mut *db)
            .await
            .unwrap();
    assert_eq!(lots, ["001 100000", "L01 8000"]);
}

#[tokio::test]
async fn a_later_delivery_is_no_question() {
    let folder = tempfile::tempdir().unwrap();
    let shop = market(folder.path()).await;
    put(&shop, FileKind::Stock, &case("stock.csv")).await.unwrap();
    let later = "fair,booth,product,quantity\nF1,A01,T1,30\n";
    let later = done(&shop, FileKind::Stock, later.as_bytes(), How::KEEP).await;
    assert_eq!((later.written, later.asked), (true, Vec::new()));
    assert_eq!(received(&shop).await, [130_000, 40_000]);
}

#[tokio::test]
async fn a_sheet_that_was_taken_back_brings_its_goods_anew() {
    let folder = tempfile::tempdir().unwrap();
    let shop = market(folder.path()).await;
    let sheet = case("stock.csv");
    put(&shop, FileKind::Stock, &sheet).await.unwrap();
    let mut db = shop.read().await.unwrap();
    let slips: Vec<(BoothId, DocumentId)> = sqlx::query_as(
        "select b.uid, d.uid from document d join booth b on b.id = d.place order by d.id",
    )
    .fetch_all(&mut *db)
    .await
    .unwrap();
    drop(db);
    for (booth, slip) in slips {
        let uid = DocumentId(shop.chance.uid(shop.clock.now()));
        let ask = Ask::new(uid, Place::Booth(booth), Act::Reversal(slip), Vec::new());
        let ask = Ask { reason: "Nhập nhầm".into(), ..ask };
        shop.submit("thử", Command::Stock(Box::new(ask))).await.unwrap();
    }
    let anew = done(&shop, FileKind::Stock, &sheet, How::KEEP).await;
    assert_eq!((anew.written, anew.asked, anew.entries), (true, Vec::new(), 1));
    let twice = done(&shop, FileKind::Stock, &sheet, How::KEEP).await;
    assert_eq!(
        (twice.written, twice.asked),
        (false, vec![Asked::Received { there: 2, differ: 0 }])
    );
}

#[tokio::test]
async fn a_sheet_of_products_says_their_packs_and_an_empty_cell_leaves_them() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let sheet = |packs: &str| {
        "name_vi,unit,price_vnd,producer,subject_type,ocop_group,Quy cách\n\
         Bia Hạ Long,chai,20000,HTX,HTX,2,PACKS\n"
            .replace("PACKS", packs)
    };
    let goods = FileKind::Products;
    let packs = || async {
        let mut db = shop.read().await.unwrap();
        store::products(&mut db).await.unwrap()[0].0.packs.text()
    };
    // Producer, product, price.
    assert_eq!(put(&shop, goods, sheet("lốc 6; thùng = 24 chai").as_bytes()).await, Ok(3));
    assert_eq!(packs().await, "thùng=24; lốc=6");
    assert_eq!(put(&shop, goods, sheet("").as_bytes()).await, Ok(0));
    assert_eq!(put(&shop, goods, sheet("thùng=20").as_bytes()).await, Ok(1));
    assert_eq!(packs().await, "thùng=20");
    for (wrong, said) in [
        ("thùng", "Row 2, Quy cách: “thùng”: write a name and how many, such as crate=24"),
        ("chai=24", "Row 2, Quy cách: The pack's name “chai” is another's, or begins the unit's"),
    ] {
        assert_eq!(put(&shop, goods, sheet(wrong).as_bytes()).await, Err(vec![said.to_owned()]));
    }
    assert_eq!(packs().await, "thùng=20");
}

/// 100 of T1 lie at A01: the file would make 100 boxes of 100 bags.
#[tokio::test]
async fn another_unit_in_a_file_is_asked_about_with_what_lies_at_each_place() {
    let folder = tempfile::tempdir().unwrap();
    let shop = market(folder.path()).await;
    put(&shop, FileKind::Stock, &case("stock.csv")).await.unwrap();
    let mut db = shop.read().await.unwrap();
    let all = store::products(&mut db).await.unwrap();
    drop(db);
    let (it, price) = all.iter().find(|it| it.0.sku == "T1").unwrap();
    let (name, price, unit) = (&it.name, price.unwrap().0, &it.unit);
    let file = format!(
        "uid,name_vi,unit,price_vnd,producer,subject_type,ocop_group\n\
         {},{name},két,{price},HTX Sen,cooperative,{}\n",
        it.uid, it.ocop_group
    );
    let asked = done(&shop, FileKind::Products, file.as_bytes(), How::KEEP).await;
    assert!(!asked.written && asked.asked == [Asked::Sure(1)], "{asked:?}");
    let said: Vec<&str> = asked.changes.iter().map(|it| it.1.en.as_str()).collect();
    let wanted = format!("100 {unit} at A01 (F1) would read 100 két");
    assert!(said.iter().any(|it| it.contains(&wanted)), "{said:?}");
}

#[tokio::test]
async fn a_months_online_sales_come_in_once_and_a_changed_figure_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let kind = FileKind::OnlineSales;
    let rows = |sum: &str| {
        format!("Tháng,Sàn,Doanh thu,Số đơn\n06/2024,Voso,{sum},31\n2024-06,Shopee,9000000,12\n")
    };
    assert_eq!(put(&shop, kind, rows("12.500.000").as_bytes()).await, Ok(2));
    assert_eq!(put(&shop, kind, rows("12.500.000").as_bytes()).await, Ok(0));
    let changed = done(&shop, kind, rows("13.000.000").as_bytes(), How::KEEP).await;
    assert_eq!((changed.entries, changed.written), (1, true));
    let said = &changed.changes[0].1.en;
    assert_eq!(said, "voso 06/2024: revenue: 12.500.000 → 13.000.000");
    let twice = format!("{}T6/2024,Voso,1,1\n", rows("1"));
    let errors = put(&shop, kind, twice.as_bytes()).await.unwrap_err();
    assert!(errors[0].contains("The same as row 2"), "{errors:?}");
}
