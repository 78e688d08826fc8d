//! Sheets that name communes as they were before July 2025, and as they are.

use super::*;

const HEAD: &str = "name,subject_type,unit_code,commune\n";

async fn producers(shop: &Shop) -> Vec<(String, String)> {
    let mut db = shop.read().await.unwrap();
    let mut all: Vec<_> = store::producers(&mut db).await.unwrap();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all.into_iter().map(|it| (it.unit_code, it.commune)).collect()
}

async fn done(shop: &Shop, kind: FileKind, text: &str) -> Imported {
    let file = File::new("sheet.csv", text.as_bytes());
    import(shop, kind, "thử", file, How::KEEP).await.unwrap()
}

#[tokio::test]
async fn a_producers_old_commune_gets_its_code_and_the_import_says_what_it_is_now() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    let rows = "A,HTX,,\"xã Thụy Xuân, Thái Thụy, Thái Bình\"\nB,HTX,00004,phường Trúc Bạch\n\
        C,HTX,,\"phường Tây Hồ, Hà Nội\"\nD,HTX,,Làng Hoa Ban\nE,HTX,99999,Thụy Xuân\n";
    let done = done(&shop, FileKind::Producers, &format!("{HEAD}{rows}")).await;
    assert!(done.written);
    let own = |code: &str, name: &str| (code.to_owned(), name.to_owned());
    let stand = [
        own("12862c", "xã Thụy Xuân, Thái Thụy, Thái Bình"),
        own("00004c", "phường Trúc Bạch"),
        own("00103", "phường Tây Hồ, Hà Nội"),
        own("", "Làng Hoa Ban"),
        own("99999", "Thụy Xuân"),
    ];
    assert_eq!(producers(&shop).await, stand);
    let said: Vec<&str> = done.changes.iter().map(|(_, said)| said.vi.as_str()).collect();
    let now = [
        "A: Xã Thụy Xuân, Thái Thụy, Thái Bình. Nay là xã Đông Thụy Anh, tỉnh Hưng Yên",
        "B: Phường Trúc Bạch, Ba Đình, Hà Nội. Nay là phường Ba Đình, thành phố Hà Nội",
    ];
    assert_eq!(said, now);
}

#[tokio::test]
async fn a_commune_that_changes_leaves_no_code_of_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    done(&shop, FileKind::Producers, &format!("{HEAD}A,HTX,,\"phường Tây Hồ, Hà Nội\"\n")).await;
    done(&shop, FileKind::Producers, &format!("{HEAD}A,HTX,,\n")).await;
    assert_eq!(producers(&shop).await[0].0, "00103", "an empty cell leaves what stands");
    done(&shop, FileKind::Producers, &format!("{HEAD}A,HTX,,Làng Hoa Ban\n")).await;
    assert_eq!(producers(&shop).await, [(String::new(), "Làng Hoa Ban".to_owned())]);
}

#[tokio::test]
async fn a_booths_old_locality_is_said_with_what_it_is_now() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path()).await;
    put(&shop, FileKind::Fairs, FAIRS).await.unwrap();
    let rows = "fair,code,name,zone,seller,origin_unit\nQN1,A01,Gian,local,HTX,tỉnh Thái Bình\n";
    let done = done(&shop, FileKind::Booths, rows).await;
    assert_eq!(done.changes[0].1.en, "A01: Tỉnh Thái Bình. Now tỉnh Hưng Yên");
}
