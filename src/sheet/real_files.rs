//! Files as people keep them: titles, numbered columns, hidden pages, old formats, cells whose type
//! is not that of their column. The small ones stand in `tests/data/sheets`.

use super::*;
use crate::{
    base::money::Money,
    catalog::sheet::{ProductRow, producers, products},
    fair::sheet::booths,
    payment::bank,
    stock::sheet::stock,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::{Cursor, Write};

const HEAD: [&str; 6] = ["name_vi", "unit", "price_vnd", "producer", "subject_type", "ocop_group"];
const CSV: &str = "name_vi,unit,price_vnd,producer,subject_type,ocop_group";

fn case(name: &str) -> File {
    let path = format!("tests/data/sheets/{name}");
    File::new(name, std::fs::read(path).unwrap())
}

fn said(errors: Vec<RowError>) -> Vec<String> {
    errors.iter().map(|error| error.line(Lang::En)).collect()
}

fn notes<T>(table: &Table<T>) -> Vec<&str> {
    table.notes.iter().map(|note| note.en.as_str()).collect()
}

fn read(text: &str) -> Result<Table<ProductRow>, Vec<String>> {
    products(&File::new("p.csv", text.as_bytes())).map_err(said)
}

#[test]
fn a_cell_that_cannot_be_what_its_column_means_is_refused_by_row_and_column() {
    let errors = said(products(&case("cells.xlsx")).unwrap_err());
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert_eq!(errors[0], "Row 2, name_vi: The cell is the spreadsheet's error value #N/A");
    assert!(errors[1].starts_with("Row 3, barcode: “1234567890123456"), "{}", errors[1]);
    assert!(errors[1].contains("was rounded by the spreadsheet"));
}

#[test]
fn the_error_words_of_every_spreadsheet_are_errors() {
    for fault in
        ["#N/A", "#N/A N/A", "#TÊN?", "#BLOCKED!", "#FIELD!", "Err:502", "#getting_data", "####"]
    {
        let errors = read(&format!("{CSV}\n{fault},chai,90000,HTX Ong,HTX,1\n")).unwrap_err();
        assert_eq!(errors.len(), 1, "{fault}");
        assert!(errors[0].contains("error value"), "{fault}: {}", errors[0]);
    }
    let rows = read(&format!("{CSV}\n#1 Mật ong!,chai,90000,HTX Ong,HTX,1\n")).unwrap();
    assert_eq!(rows[0].name_vi, "#1 Mật ong!");
}

#[test]
fn zeros_that_a_number_format_shows_are_kept() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let padded = Format::new().set_num_format("0000000000000");
    page.write_row(0, 0, HEAD).unwrap();
    page.write_row(0, 6, ["barcode", "sku"]).unwrap();
    page.write_row(1, 0, ["Mật ong", "chai", "90.000", "HTX Ong", "HTX", "1"]).unwrap();
    page.write_with_format(1, 6, 36_000_291_452_i64, &padded).unwrap();
    page.write_with_format(1, 7, 7, &Format::new().set_num_format("000")).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let rows = products(&File::new("p.xlsx", bytes)).unwrap();
    assert_eq!(rows[0].barcode.as_deref(), Some("0036000291452"));
    assert_eq!(rows[0].sku.as_deref(), Some("007"));
}

#[test]
fn an_account_that_the_form_refuses_is_refused_in_the_sheet_by_row_and_column() {
    let read = |file: &File| booths(file, bank::account, bank::check);
    let errors = said(read(&case("account.xlsx")).unwrap_err());
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert_eq!(errors[0], "Row 2, account: The cell is the spreadsheet's error value #N/A");
    assert!(errors[1].starts_with("Row 3, account: “97043668123456"), "{}", errors[1]);
    let head = "fair,code,name,zone,seller,bank_bin,account\n";
    let file = format!(
        "{head}F1,A01,Một,local,HTX,970436,'0451000 123456\nF1,A02,Hai,local,HTX,970436,số 1\n\
         F1,A03,Ba,local,HTX,123456,99\nF1,A04,Bốn,local,HTX,970436,9.7043668E+18\n"
    );
    let errors = said(read(&File::new("b.csv", file.as_bytes())).unwrap_err());
    assert_eq!(errors[0], "Row 3, account: An account has at most 19 digits or plain letters");
    assert_eq!(errors[1], "Row 4, bank_bin: No bank has the BIN “123456”");
    assert!(errors[2].starts_with("Row 5, account: “9.7043668E+18” was rounded"));
    assert_eq!(errors.len(), 3);
}

#[test]
fn the_visible_page_that_has_the_heads_is_read_and_other_filled_ones_are_named() {
    let rows = products(&case("hidden_sheet.xlsx")).unwrap();
    assert_eq!((rows.len(), rows[0].name_vi.as_str()), (1, "Trà sen"));
    assert_eq!(rows[0].price, Money(50_000));
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Trống").unwrap();
    book.add_worksheet().set_name("Ghi chép").unwrap().write(0, 0, "Gọi lại cho HTX").unwrap();
    for (name, price) in [("Hàng", "90.000"), ("Hàng cũ", "80.000")] {
        let page = book.add_worksheet();
        page.set_name(name).unwrap().write_row(0, 0, HEAD).unwrap();
        page.write_row(1, 0, ["Mật ong", "chai", price, "HTX Ong", "HTX", "1"]).unwrap();
    }
    let mut file = File::new("p.xlsx", book.save_to_buffer().unwrap());
    let errors = said(products(&file).unwrap_err());
    assert_eq!(
        errors,
        ["Several pages have the columns: “Hàng”, “Hàng cũ”. Choose the one to import"]
    );
    assert_eq!(super::pages(&file), ["Trống", "Ghi chép", "Hàng", "Hàng cũ"]);
    file.page = Some("Hàng cũ".into());
    assert_eq!(products(&file).unwrap()[0].price, Money(80_000));
    book.worksheet_from_name("Hàng cũ").unwrap().set_very_hidden(true);
    let file = File::new("p.xlsx", book.save_to_buffer().unwrap());
    let table = products(&file).unwrap();
    assert_eq!(table[0].price, Money(90_000));
    assert_eq!(notes(&table), ["Page “Hàng” is read; not read: “Ghi chép”"]);
    book.worksheet_from_name("Hàng").unwrap().set_hidden(true);
    let file = File::new("p.xlsx", book.save_to_buffer().unwrap());
    assert!(said(products(&file).unwrap_err())[0].starts_with("Only the hidden page “Hàng”"));
}

#[test]
fn a_page_that_cannot_be_read_is_named_and_does_not_block_the_one_that_is_meant() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Vẽ tay").unwrap().write(0, 90, "x").unwrap();
    let page = book.add_worksheet();
    page.set_name("Hàng").unwrap().write_row(0, 0, HEAD).unwrap();
    page.write_row(1, 0, ["Mật ong", "chai", "90.000", "HTX Ong", "HTX", "1"]).unwrap();
    let table = products(&File::new("p.xlsx", book.save_to_buffer().unwrap())).unwrap();
    assert_eq!(table[0].price, Money(90_000));
    assert_eq!(
        notes(&table),
        ["Page “Hàng” is read; not read: “Vẽ tay” (A cell stands too far right)"]
    );
    // Without another page that has the heads it may be the one that is meant.
    book.worksheet_from_name("Hàng").unwrap().write(0, 0, "?").unwrap();
    let file = File::new("p.xlsx", book.save_to_buffer().unwrap());
    let errors = said(products(&file).unwrap_err());
    assert_eq!(errors, ["Page “Vẽ tay”, row 1: A cell stands too far right"]);
}

#[test]
fn titles_running_numbers_and_remarks_are_passed_over_and_said() {
    let table = products(&case("title_and_numbers.xlsx")).unwrap();
    assert_eq!((table.len(), table[0].name_vi.as_str()), (1, "Trà sen"));
    assert_eq!(
        notes(&table),
        [
            "The heads stand in row 3",
            "Passed over above the heads: row 1",
            "Passed over, numbers of columns: row 4",
            "Columns that are not read: “STT”, “Ghi chú”",
        ]
    );
    assert_eq!(table.first[0].0, 5);
    let text = format!(
        "TT,{CSV},Ghi chú\n1,Trà,hộp,50000,HTX,HTX,2,ngon\n2,,,,,,,\n,Tổng cộng,,\
        50000,,,,\n"
    );
    let table = read(&text).unwrap();
    assert_eq!(table.len(), 1);
    assert!(notes(&table).contains(&"Passed over, totals: row 4"));
    assert!(notes(&table).contains(&"Passed over, nothing in them: row 3"));
}

#[test]
fn errors_name_the_column_as_the_file_names_it() {
    let text = "Tên sản phẩm;ĐVT;Giá bán (đồng);Chủ thể;Loại hình chủ thể;Nhóm sản phẩm\n\
        Trà;hộp;rẻ;HTX;HTX;Đồ uống\n";
    let errors = read(text).unwrap_err();
    assert_eq!(errors, ["Row 2, Giá bán (đồng): “rẻ” is not an amount in whole đồng"]);
}

#[test]
fn separators_are_found_or_said_by_the_first_line() {
    let row = "Trà,hộp,50000,HTX,HTX,2";
    let plain = format!("{CSV}\n{row}\n");
    let tabs = plain.replace(',', "\t");
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(tabs.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let files: [Vec<u8>; 6] = [
        plain.clone().into(),
        format!("sep=;\n{}", plain.replace(',', ";")).into(),
        format!("\u{feff}sep=;\r\n{}", plain.replace(',', ";")).into(),
        tabs.into(),
        wide,
        format!(
            "DANH SÁCH, hội chợ, 2026, Hà Nội, tháng 5, tuần 1, ngày 2\n{}",
            plain.replace(',', ";")
        )
        .into(),
    ];
    for file in files {
        let shown = String::from_utf8_lossy(&file).into_owned();
        let rows = products(&File::new("p.csv", file)).map_err(said);
        assert_eq!(rows.map(|rows| rows[0].price), Ok(Money(50_000)), "{shown}");
    }
    let page = read("<html><table><tr><td>name_vi</td></tr></table></html>").unwrap_err();
    assert!(page[0].contains("is a web page"));
}

#[test]
fn numbers_with_two_kinds_of_separators_are_refused_with_both_readings() {
    let errors = said(products(&case("separators.csv")).unwrap_err());
    assert_eq!(
        errors,
        ["Row 2, price_vnd: “1.200,000” can mean two things; write 1200000 or 1200"]
    );
    let rows = read(&format!("{CSV}\nMật ong,chai,90.000 đồng,HTX Ong,HTX,Thực phẩm\n")).unwrap();
    assert_eq!((rows[0].price, rows[0].ocop_group), (Money(90_000), 1));
}

#[test]
fn what_looks_alike_is_the_same_row() {
    let errors = said(products(&case("look_alike.csv")).unwrap_err());
    assert_eq!(errors, ["Row 3, name_vi: The same as row 2", "Row 5, name_vi: The same as row 4"]);
}

#[test]
fn a_code_stands_once_in_a_file_however_it_is_written() {
    let text = format!(
        "{CSV},barcode,sku\nTrà,hộp,50000,HTX,HTX,2,8938505974194,01\n\
         Chè,hộp,50000,HTX,HTX,2,=\"8938505974194\",02\nNước,hộp,50000,HTX,HTX,2,,1\n\
         Mật,hộp,50000,HTX Ong,HTX,1,,01\n"
    );
    let errors = read(&text).unwrap_err();
    assert_eq!(errors, ["Row 3, barcode: The same as row 2", "Row 4, sku: The same as row 2"]);
}

#[test]
fn old_letters_and_lost_ones_are_told() {
    let text = format!(
        "{CSV}\n§\u{ad}êng phÌn,gói,50000,HTX,HTX,2\nBaùnh ñaäu,gói,50000,HTX,HTX,2\n\
         M?t ong,chai,90000,HTX,HTX,1\n#REF!,gói,50000,HTX,HTX,2\n=A1,gói,50000,HTX,HTX,2\n"
    );
    let errors = read(&text).unwrap_err();
    assert!(errors[0].ends_with("in TCVN3 letters, perhaps “Đường phèn”; convert it to Unicode"));
    assert!(errors[1].contains("VNI letters, perhaps “Bánh đậu”"));
    assert!(errors[2].starts_with("Row 4, name_vi: “M?t ong” lost letters"));
    assert!(errors[3].contains("error value #REF!"));
    assert!(errors[4].starts_with("Row 6, name_vi: The cell is a formula without its result"));
}

#[test]
fn a_date_is_no_item_code_and_a_formula_counts_by_its_stored_value() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write_row(0, 0, HEAD).unwrap();
    page.write_row(0, 6, ["sku", "certificate_no"]).unwrap();
    for row in 1..4 {
        page.write_row(row, 0, [format!("Trà {row}")]).unwrap();
        page.write_row(row, 1, ["hộp", "50.000", "HTX", "HTX", "2"]).unwrap();
    }
    let day = ExcelDateTime::from_ymd(2026, 5, 1).unwrap();
    page.write_with_format(1, 6, &day, &Format::new().set_num_format("d/m")).unwrap();
    page.write_formula(2, 2, Formula::new("=40000+5000").set_result("45000")).unwrap();
    page.write(3, 7, 1.5).unwrap();
    page.write_boolean(3, 1, true).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let errors = said(products(&File::new("p.xlsx", bytes)).unwrap_err());
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert!(errors[0].starts_with("Row 2, sku: The cell is a date (01/05/2026)"));
    assert!(errors[1].starts_with("Row 4, unit: The cell is a truth value"));
    assert!(errors[2].starts_with("Row 4, certificate_no: “1.5” has decimals and is no code"));
}

#[test]
fn a_formula_without_its_result_is_refused_and_not_taken_for_an_empty_cell() {
    let cells = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>name</t></is></c>\
        <c r=\"B1\" t=\"inlineStr\"><is><t>subject_type</t></is></c>\
        <c r=\"C1\" t=\"inlineStr\"><is><t>commune</t></is></c></row>\
        <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>HTX Sen</t></is></c>\
        <c r=\"B2\" t=\"inlineStr\"><is><t>HTX</t></is></c><c r=\"C2\"><f>X!A1</f></c></row>";
    let file = File::new("p.xlsx", bombs::book(cells, "", &[]));
    let errors = said(producers(&file).unwrap_err());
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].starts_with("Row 2, commune: The cell is a formula without its result"));
    // A row of nothing else is there all the same.
    let bare = cells.replace("<c r=\"A2\" t=\"inlineStr\"><is><t>HTX Sen</t></is></c>", "");
    let bare = bare.replace("<c r=\"B2\" t=\"inlineStr\"><is><t>HTX</t></is></c>", "");
    let file = File::new("p.xlsx", bombs::book(&bare, "", &[]));
    let errors = said(producers(&file).unwrap_err());
    let told = |it: &String| it.starts_with("Row 2, commune: The cell is a formula without");
    assert!(errors.iter().any(told), "{errors:?}");
    let far = bare.replace("\"C2\"", "\"CC2\"");
    let file = File::new("p.xlsx", bombs::book(&far, "", &[]));
    assert_eq!(said(producers(&file).unwrap_err()), ["Row 2: A cell stands too far right"]);
}

#[test]
fn the_template_is_read_by_the_import_and_holds_codes_as_text() {
    for kind in FileKind::ALL {
        for lang in [Lang::Vi, Lang::En] {
            let bytes = template::workbook(*kind, lang).unwrap();
            let file = File::new("mau.xlsx", bytes);
            let sheet = read::read(*kind, &file).unwrap();
            assert!(sheet.rows.is_empty(), "{kind:?}");
            assert_eq!(sheet.columns.len(), kind.columns().len());
        }
    }
}

/// A BIFF8 record.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = kind.to_le_bytes().to_vec();
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
    out
}

/// A text with a length of two bytes, in letters of two.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u16).to_le_bytes().to_vec();
    out.push(1);
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    out
}

/// An old Excel file with one page: the first row from the list of texts, which is cut in the
/// middle of one; then a row of a text, numbers in each way they are kept, and a formula.
fn old_book() -> Vec<u8> {
    let heads = ["fair", "booth", "product", "quantity", "lot", "Hạn sử dụng"];
    let mut texts =
        [(heads.len() as u32).to_le_bytes(), (heads.len() as u32).to_le_bytes()].concat();
    heads.iter().for_each(|text| texts.extend(wide(text)));
    // The last four letters go on in a further record, in letters of one byte.
    let cut = texts.len() - 4 * 2;
    let rest: Vec<u8> = [1].into_iter().chain(texts[cut..].iter().copied()).collect();
    let mut globals = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let padded = [&[164, 0][..], &wide("00000")].concat();
    globals.extend(record(0x041e, &padded));
    for format in [0_u16, 14, 164] {
        globals.extend(record(0x00e0, &[&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat()));
    }
    let texts = [record(0x00fc, &texts[..cut]), record(0x003c, &rest)].concat();
    let name = [4, 0, b'K', b'h', b'o', b'!'];
    let start = globals.len() + 4 + 6 + name.len() + texts.len() + 4;
    globals.extend(record(0x0085, &[&(start as u32).to_le_bytes()[..], &[0, 0], &name].concat()));
    globals.extend(texts);
    globals.extend(record(0x000a, &[]));
    let at = |row: u16, column: u16, style: u16| {
        [row.to_le_bytes(), column.to_le_bytes(), style.to_le_bytes()].concat()
    };
    let mut page = record(0x0809, &[0, 6, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for n in 0..heads.len() as u32 {
        page.extend(record(0x00fd, &[at(0, n as u16, 0), n.to_le_bytes().to_vec()].concat()));
    }
    page.extend(record(0x0204, &[at(1, 0, 0), wide("F1")].concat()));
    let formula = [at(1, 1, 0), vec![0, 0, 0, 0, 0, 0, 0xff, 0xff], vec![0; 6]].concat();
    page.extend(record(0x0006, &formula));
    page.extend(record(0x0207, &wide("A01")));
    page.extend(record(0x0203, &[at(1, 2, 2), 42_f64.to_le_bytes().to_vec()].concat()));
    let hundredths = (1250_u32 << 2) | 3;
    page.extend(record(0x027e, &[at(1, 3, 0), hundredths.to_le_bytes().to_vec()].concat()));
    page.extend(record(0x0205, &[at(2, 0, 0), vec![0x2a, 1]].concat()));
    let day = ((46_388_u32 << 2) | 2).to_le_bytes();
    page.extend(record(0x00bd, &[&at(1, 5, 1)[..], &day, &[5, 0]].concat()));
    page.extend(record(0x000a, &[]));
    globals.extend(page);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&globals).unwrap();
    file.into_inner().into_inner()
}

#[test]
fn old_excel_files_are_read_with_their_texts_numbers_dates_and_errors() {
    let file = File::new("kho.xls", old_book());
    let errors = said(stock(&file).unwrap_err());
    assert_eq!(errors[0], "Row 3, fair: The cell is the spreadsheet's error value #N/A");
    let mut bytes = old_book();
    let error = [0x05, 0x02, 8, 0, 2, 0];
    let at = bytes.windows(6).position(|window| window == error).unwrap();
    bytes[at] = 0x01; // A record that nobody reads.
    let rows = stock(&File::new("kho.xls", bytes)).map_err(said).unwrap();
    assert_eq!((rows[0].fair.as_str(), rows[0].booth.as_str()), ("F1", "A01"));
    assert_eq!(rows[0].product, "00042");
    assert_eq!(rows[0].quantity.0, 12_500);
    assert_eq!(rows[0].expires_on.unwrap().to_string(), "2027-01-01");
}

#[test]
fn a_damaged_old_excel_file_is_refused_and_breaks_nothing() {
    let whole = old_book();
    for length in (0..whole.len()).step_by(97) {
        let _ = stock(&File::new("kho.xls", &whole[..length]));
    }
    for at in (512..whole.len()).step_by(11) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        let _ = stock(&File::new("kho.xls", bytes));
    }
    let errors = said(stock(&File::new("kho.xls", b"\xd0\xcf\x11\xe0".to_vec())).unwrap_err());
    assert!(errors[0].contains("damaged or too old"), "{errors:?}");
}
