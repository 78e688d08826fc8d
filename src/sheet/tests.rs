use super::*;
use crate::{
    base::{money::Money, quantity::Quantity},
    catalog::{
        kinds::SubjectType,
        sheet::{producers, products},
    },
    stock::sheet::stock,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const HEAD: &str = "name_vi,unit,price_vnd,producer,subject_type,ocop_group";

fn messages(errors: Vec<RowError>) -> Vec<String> {
    errors.iter().map(|error| error.line(Lang::En)).collect()
}

#[test]
fn the_demonstration_catalogue_is_read_with_every_column_kept() {
    let file = include_bytes!("../../static/data/ocop_products.csv");
    let rows = products(&File::new("ocop_products.csv", file)).unwrap();
    assert_eq!(rows.len(), 65);
    let mut reader = csv::Reader::from_reader(&file[..]);
    for (record, row) in reader.records().zip(rows.iter()) {
        let kept = [
            row.province_2024.clone().unwrap(),
            row.province_now.clone().unwrap(),
            row.name_vi.clone(),
            row.producer.clone(),
            row.subject_type.as_str().to_owned(),
            row.star.unwrap().to_string(),
            row.ocop_group.to_string(),
            row.unit.clone(),
            row.price.0.to_string(),
            row.evidence.clone().unwrap(),
        ];
        assert_eq!(record.unwrap().iter().collect::<Vec<_>>(), kept);
    }
    assert_eq!(rows[2].name_vi, "Ngọc trai Akoya");
    assert_eq!(rows[2].price, Money(8_500_000));
}

#[test]
fn vietnamese_headers_semicolons_and_a_byte_order_mark_are_understood() {
    let file = "\u{feff}TÊN SẢN PHẨM;giá bán;Đơn vị tính;Chủ thể;Loại hình chủ thể;\
        Nhóm sản phẩm;Hạng sao;Ngày ký giấy chứng nhận;Mã vạch\r\n\
        \"Tra\u{300}  hoa; vàng\";1.200.000 đ;hộp;Quy Hoa;Doanh nghiệp;1;5 sao;2/2/2024;\
        8938505974194\r\n";
    let rows = products(&File::new("sản phẩm.CSV", file.as_bytes())).unwrap();
    assert_eq!(rows[0].name_vi, "Trà hoa; vàng");
    assert_eq!(rows[0].price, Money(1_200_000));
    assert_eq!(rows[0].subject_type, SubjectType::Enterprise);
    assert_eq!(rows[0].star, Some(5));
    assert_eq!(rows[0].barcode.as_deref(), Some("8938505974194"));
    let signed = rows[0].certificate_signed_on.map(|day| day.to_string());
    assert_eq!(signed.as_deref(), Some("2024-02-02"));
}

#[test]
fn headers_unknown_doubled_or_missing_are_all_named() {
    let file = "name_vi,unit,price_vnd,price_vnd_demo,màu\nTrà,hộp,1,1,đỏ\n";
    assert_eq!(
        messages(products(&File::new("p.csv", file.as_bytes())).unwrap_err()),
        [
            "Row 1, price_vnd_demo: Column “price_vnd_demo” (price_vnd) stands twice",
            "Row 1, màu: Unknown column “màu”",
            "Row 1, producer: Column “producer” (Chủ thể) is missing",
            "Row 1, subject_type: Column “subject_type” (Loại hình chủ thể) is missing",
            "Row 1, ocop_group: Column “ocop_group” (Nhóm sản phẩm) is missing",
        ]
    );
}

#[test]
fn every_error_is_told_with_the_row_a_spreadsheet_shows() {
    let file = format!(
        "{HEAD},star,barcode\n\
         Trà,hộp,50000,Quy Hoa,enterprise,1,4,\n\
         \n\n\
         ,hộp,năm mươi,Quy Hoa,trang trại,7,2,8938505974195\n\
         \"Hai\ndòng\",hộp,50000,Quy Hoa,htx,1,,\n\
         trà,hộp,60000,quy hoa,enterprise,1,4,\n"
    );
    let errors = messages(products(&File::new("p.csv", file.as_bytes())).unwrap_err());
    assert_eq!(
        errors,
        [
            "Row 5, name_vi: May not be empty",
            "Row 5, price_vnd: “năm mươi” is not an amount in whole đồng",
            "Row 5, subject_type: “trang trại” is not one of: enterprise, cooperative, \
             cooperative_group, business_household",
            "Row 5, star: “2” must be a number from 3 to 5",
            "Row 5, ocop_group: “7” is not a product group: 1 (Food), 2 (Beverages), 3 (Medicinal \
             herbs and their products), 4 (Handicrafts), 5 (Ornamental plants and animals), 6 \
             (Community tourism, eco-tourism and tourist-site services)",
            "Row 5, barcode: Barcode “8938505974195” has a wrong check digit",
            "Row 7, name_vi: The same as row 2",
        ]
    );
}

#[test]
fn a_file_nobody_can_read_is_refused_as_a_whole() {
    let refused = |name: &str, bytes: &[u8]| {
        messages(products(&File::new(name, bytes)).unwrap_err()).join("; ")
    };
    assert_eq!(refused("p.csv", b""), "Row 1: The file is empty");
    assert!(refused("p.csv", b"name_vi\n\xff").contains("not UTF-8"));
    assert!(refused("p.csv", b"name_vi\n\"Tra\n").contains("opened and not closed"));
    assert!(
        refused("p.xlsx", b"PK\x03\x04 not really").starts_with("Row 1: The Excel file is damaged")
    );
    assert!(refused("p.csv", &vec![b'a'; FILE_LIMIT + 1]).contains("16 MB"));
    let stray = format!("{HEAD}\nTrà,hộp,1,Q,htx,1,thừa\n");
    assert_eq!(refused("p.csv", stray.as_bytes()), "Row 2, 7: Column 7 has data but no name");
    let long = format!("{HEAD}\n{}", "Trà,hộp,1,Q,htx,1\n".repeat(ROW_LIMIT + 1));
    assert!(refused("p.csv", long.as_bytes()).contains("more than 20000 rows"));
}

#[test]
fn an_excel_file_is_read_with_its_numbers_and_dates() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    page.write_row(0, 0, HEAD.split(',')).unwrap();
    page.write_row(0, 6, ["certificate_signed_on", "barcode", "star", "sku"]).unwrap();
    page.write_row(2, 0, ["Chả mực", "kg"]).unwrap();
    page.write(2, 2, 480_000).unwrap();
    page.write_row(2, 3, ["cơ sở tại Hạ Long", "Hộ kinh doanh"]).unwrap();
    page.write(2, 5, 1).unwrap();
    let signed = ExcelDateTime::from_ymd(2024, 2, 2).unwrap();
    page.write_with_format(2, 6, &signed, &date).unwrap();
    page.write(2, 7, 8_938_505_974_194_i64).unwrap();
    page.write(2, 9, 42).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let rows = products(&File::new("p.xlsx", bytes)).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].price, Money(480_000));
    assert_eq!(rows[0].certificate_signed_on.map(|day| day.to_string()).unwrap(), "2024-02-02");
    assert_eq!(rows[0].barcode.as_deref(), Some("8938505974194"));
    assert_eq!(rows[0].star, None);
    assert_eq!(rows[0].sku.as_deref(), Some("42"));
}

#[test]
fn excel_rows_keep_their_numbers_and_a_fraction_is_no_price() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write_row(1, 0, HEAD.split(',')).unwrap();
    page.write_row(4, 0, ["Trà", "hộp", "", "Quy Hoa", "htx"]).unwrap();
    page.write(4, 2, 55.125).unwrap();
    page.write(4, 5, 1).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let errors = messages(products(&File::new("p.xlsx", bytes)).unwrap_err());
    assert_eq!(errors, ["Row 5, price_vnd: “55.1250” is not an amount in whole đồng"]);
    let mut far = Workbook::new();
    far.add_worksheet().write(9, 16_000, "xa").unwrap();
    let errors =
        messages(products(&File::new("p.xlsx", far.save_to_buffer().unwrap())).unwrap_err());
    assert_eq!(errors, ["Row 10: A cell stands too far right"]);
}

#[test]
fn stock_is_weighed_in_thousandths_and_never_guessed() {
    let head = "fair;booth;product;quantity;lot;expires_on\n";
    let file = format!("{head}QN;B01;Chả mực;0,350;L1;2024-12-31\nQN;B01;Trà;12;;\n");
    let rows = stock(&File::new("s.csv", file.as_bytes())).unwrap();
    assert_eq!(rows[0].quantity, Quantity(350));
    assert_eq!(rows[0].expires_on.map(|day| day.to_string()).as_deref(), Some("2024-12-31"));
    assert_eq!(rows[1].quantity, Quantity::units(12));
    let file = format!("{head}QN;B01;Gạo;1.250;;\nQN;B01;Gạo;1,000;;\nQN;B01;Gạo;0;;\n");
    assert_eq!(
        messages(stock(&File::new("s.csv", file.as_bytes())).unwrap_err()),
        [
            "Row 2, quantity: “1.250” can mean two things; write 1250 or 1,25",
            "Row 3, quantity: “1,000” can mean two things; write 1000 or 1",
            "Row 4, quantity: “0” is not a quantity: above 0, at most 1,000,000",
        ]
    );
}

#[test]
fn producers_are_read_and_stand_once() {
    let file = "name,subject_type,tax_code,phone\nHTX Việt Hoàng,HTX,5700123456,0203 382 1234\n";
    let rows = producers(&File::new("p.csv", file.as_bytes())).unwrap();
    assert_eq!(rows[0].subject_type, SubjectType::Cooperative);
    assert_eq!(rows[0].phone.as_deref(), Some("0203 382 1234"));
    let twice = format!("{file}htx việt hoàng,HTX,,\n");
    let errors = messages(producers(&File::new("p.csv", twice.as_bytes())).unwrap_err());
    assert_eq!(errors, ["Row 3, name: The same as row 2"]);
}

#[test]
fn the_columns_of_a_file_are_listed_with_both_headers() {
    let lines = columns(FileKind::Products, Lang::Vi);
    assert_eq!(lines.len(), 18);
    assert!(lines[0].starts_with("name_vi ") && lines[0].contains("Tên sản phẩm"));
    assert!(lines[0].ends_with("bắt buộc"));
    assert_eq!("booths".parse(), Ok(FileKind::Booths));
    // What is printed is accepted.
    for &kind in FileKind::ALL {
        let cells = kind.columns().iter().map(|column| Value::Text(column.vi.to_owned()));
        let row = Row { number: 1, cells: cells.collect() };
        let sheet = super::heads::sheet(kind, vec![row]).unwrap();
        assert!(sheet.columns.iter().all(|(_, column)| column.is_some()));
    }
}

#[test]
fn a_zero_that_a_spreadsheet_took_from_a_file_of_text_is_asked_for() {
    let errors = |barcode: &str| {
        let row = format!("Mật ong,chai,90000,HTX Ong,HTX,1,{barcode}");
        let text = format!("{HEAD},barcode\n{row}\n");
        let rows = products(&File::new("p.csv", text.as_bytes())).map_err(messages);
        rows.map(|rows| rows[0].barcode.clone())
    };
    let lost = errors("36000291452").unwrap_err();
    assert!(
        lost[0].starts_with("Row 2, barcode: “36000291452” has perhaps lost the 0"),
        "{lost:?}"
    );
    assert!(lost[0].contains("=\"36000291452\""), "what to write where it is right: {lost:?}");
    assert_eq!(errors("=\"36000291452\"").unwrap().as_deref(), Some("36000291452"));
    // With a zero before them these are no code that a shop is given.
    assert_eq!(errors("36000291453").unwrap().as_deref(), Some("36000291453"));
    let makers = |tax: &str, phone: &str| {
        let text = format!("name,subject_type,tax_code,phone\nHTX,HTX,{tax},{phone}\n");
        producers(&File::new("p.csv", text.as_bytes())).map_err(messages)
    };
    let lost = makers("101234567", "912345678").unwrap_err();
    assert_eq!(lost.len(), 2, "{lost:?}");
    assert!(lost[0].starts_with("Row 2, tax_code: “101234567” has perhaps lost the 0"));
    assert!(lost[1].starts_with("Row 2, phone: “912345678” has perhaps lost the 0"));
    for (tax, phone) in [
        ("0101234567", "0912345678"),
        ("001099012345", "84912345678"),
        ("5700123456", "1900545481"),
        ("0101234567-001", "19001009"),
        ("", "0203 382 1234"),
    ] {
        assert!(makers(tax, phone).is_ok(), "{tax} {phone}");
    }
}

#[test]
fn an_account_that_lost_its_zero_is_asked_for() {
    let booth = |account: &str| Value::of_untyped(account).text(Holds::Account);
    assert!(booth("451000123456").unwrap_err().en.contains("lost the 0"));
    assert!(booth("912345678").unwrap_err().en.contains("lost the 0"), "a telephone number");
    assert!(booth("=\"451000123456\"").is_ok(), "who means it says so");
    assert!(booth("0451000123456").is_ok() && booth("1017595600").is_ok());
}
