//! Files that unpack to far more than they hold are refused before they cost anything.

use super::{File, Lang, ROW_LIMIT, Stop, unpack};
use crate::catalog::sheet::products;
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

const RELS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// An Excel file by hand: its page of cells, its list of texts, and other parts.
pub(super) fn book(cells: &str, texts: &str, others: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"{MAIN}\"><sheetData>{cells}\
         </sheetData></worksheet>"
    );
    let relation = |target: &str, kind: &str| {
        format!(
            "<Relationships xmlns=\"{RELS}\"><Relationship Id=\"rId1\" \
             Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"A\" sheetId=\"1\" \
         r:id=\"rId1\"/></sheets></workbook>"
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    };
    put("_rels/.rels", relation("xl/workbook.xml", "officeDocument").as_bytes());
    put("xl/workbook.xml", workbook.as_bytes());
    put("xl/_rels/workbook.xml.rels", relation("worksheets/sheet1.xml", "worksheet").as_bytes());
    put("xl/worksheets/sheet1.xml", sheet.as_bytes());
    if !texts.is_empty() {
        put("xl/sharedStrings.xml", texts.as_bytes());
    }
    others.iter().for_each(|(name, bytes)| put(name, bytes));
    zip.finish().unwrap().into_inner()
}

fn texts(inner: &str) -> String {
    format!("<sst xmlns=\"{MAIN}\">{inner}</sst>")
}

/// What is said of a file, in both languages; its size says how small it is.
fn refused(bytes: Vec<u8>) -> String {
    assert!(bytes.len() < 1 << 20, "{} bytes are no bomb", bytes.len());
    let errors = products(&File::new("p.xlsx", bytes)).unwrap_err();
    let said = |lang| errors[0].line(lang);
    format!("{} / {}", said(Lang::En), said(Lang::Vi))
}

const TOO_LARGE: &str = "Row 1: The Excel file is too large when unpacked; delete what is not \
                         needed and split it / Dòng 1: Tệp Excel mở ra quá lớn; hãy xoá trang \
                         thừa và chia thành nhiều tệp";

#[test]
fn a_file_made_by_hand_is_read_as_any_other() {
    let cell = |at: &str, n: usize| format!("<c r=\"{at}\" t=\"s\"><v>{n}</v></c>");
    let texts = texts("<si><t>name_vi</t></si>");
    let row = format!("<row r=\"1\">{}</row>", cell("A1", 0));
    let errors = products(&File::new("p.xlsx", book(&row, &texts, &[]))).unwrap_err();
    assert_eq!(errors.len(), 5, "{errors:?}");
    assert_eq!(errors[0].line(Lang::En), "Row 1, unit: Column “unit” (Đơn vị tính) is missing");
}

#[test]
fn a_page_of_hundreds_of_megabytes_is_refused() {
    let blank = "<row r=\"1\"><c r=\"A1\"/></row>".repeat(2_000_000);
    assert_eq!(refused(book(&blank, "", &[])), TOO_LARGE);
}

#[test]
fn texts_beyond_number_are_refused_be_they_there_or_claimed() {
    let many = texts(&"<si><t/></si>".repeat(1_000_000));
    assert_eq!(refused(book("", &many, &[])), TOO_LARGE);
    for claim in ["9999999999999999999", " 77777777 ", "18446744073709551615"] {
        let sst =
            format!("<sst xmlns=\"{MAIN}\" uniqueCount = \"{claim}\"><si><t>a</t></si></sst>");
        assert_eq!(refused(book("", &sst, &[])), TOO_LARGE, "{claim}");
    }
    // Said in an encoding in which nothing could be looked for.
    let wide: Vec<u8> = texts("").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for hidden in [wide, b"<!-- --><?xml version='1.0' encoding='utf-16le'?><sst/>".to_vec()] {
        let said = refused(book("", "", &[("xl/sharedStrings.xml", &hidden)]));
        assert!(said.contains("damaged or no .xlsx"), "{said}");
    }
}

/// The styles of a book: so many, each with a format of so many letters.
fn styles(count: usize, letters: usize) -> Vec<u8> {
    let format = format!("0.{}", "0".repeat(letters));
    let styles = "<xf numFmtId=\"164\"/>".repeat(count);
    format!(
        "<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" \
         formatCode=\"{format}\"/></numFmts><cellXfs>{styles}</cellXfs></styleSheet>"
    )
    .into_bytes()
}

#[test]
fn styles_that_each_keep_a_long_format_are_refused() {
    for (count, letters) in [(60_000, 800), (10, 5_000)] {
        let bytes = styles(count, letters);
        assert_eq!(refused(book("", "", &[("xl/styles.xml", &bytes)])), TOO_LARGE);
    }
    let bytes = styles(60_000, 20);
    let usual = book("", "", &[("xl/styles.xml", &bytes)]);
    assert!(unpack::check(&usual, &Stop::default()).is_ok());
}

#[test]
fn parts_that_nobody_reads_count_as_well() {
    let zeros = vec![0; 40 << 20];
    let three = [("xl/media/1", &zeros[..]), ("xl/media/2", &zeros), ("xl/media/3", &zeros)];
    assert_eq!(refused(book("", "", &three)), TOO_LARGE);
    let names: Vec<String> = (0..1_001).map(|n| format!("p{n}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refused(book("", "", &parts)), TOO_LARGE);
}

#[test]
fn a_size_that_lies_is_found_out_while_unpacking() {
    let mut bytes = book(&" ".repeat(60 << 20), "", &[]);
    // The size of every part is made 100 bytes in the list at the end, where it is read.
    let heads: Vec<usize> =
        (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect();
    assert_eq!(heads.len(), 4);
    for at in heads {
        bytes[at + 24..at + 28].copy_from_slice(&100_u32.to_le_bytes());
    }
    let said = refused(bytes);
    assert!(said.contains("damaged or no .xlsx"), "{said}");
}

#[test]
fn one_long_text_named_by_a_million_cells_is_refused() {
    let long = texts(&format!("<si><t>{}</t></si>", "a".repeat(7_000)));
    let row = |n: usize| format!("<row r=\"{n}\"><c r=\"A{n}\" t=\"s\"><v>0</v></c></row>");
    let cells: String = (1..6_000).map(row).collect();
    assert_eq!(refused(book(&cells, &long, &[])), TOO_LARGE);
    let longer = texts(&format!("<si><t>{}</t></si>", "a".repeat(8_001)));
    let said = refused(book(&cells, &longer, &[]));
    assert!(said.starts_with("Row 1: A cell holds too much text / "), "{said}");
}

#[test]
fn rows_and_columns_have_their_limits_in_excel_and_in_csv() {
    let mut many = Workbook::new();
    let page = many.add_worksheet();
    for row in 0..=ROW_LIMIT as u32 + 1 {
        page.write(row, 0, 1).unwrap();
    }
    let said = refused(many.save_to_buffer().unwrap());
    assert!(said.contains("more than 20000 rows"), "{said}");
    let csv = |text: String| products(&File::new("p.csv", text)).unwrap_err()[0].line(Lang::En);
    assert_eq!(csv(format!("{}a", ",".repeat(1_000_000))), "Row 1: A cell stands too far right");
    assert_eq!(csv("a".repeat(8_001)), "Row 1: A cell holds too much text");
    let wrong = format!(
        "name_vi,unit,price_vnd,producer,subject_type,ocop_group\n{}",
        "a,b,c,d,e,f\n".repeat(ROW_LIMIT)
    );
    let errors = products(&File::new("p.csv", wrong)).unwrap_err();
    assert!(errors.len() < 2_010, "{}", errors.len());
}

#[test]
fn reading_ends_when_nobody_waits_for_it() {
    let file = File::new("p.xlsx", book("", "", &[]));
    file.stop.ask();
    let errors = products(&file).unwrap_err();
    assert!(errors[0].line(Lang::En).contains("took too long"), "{errors:?}");
    assert!(unpack::check(&file.bytes, &Stop::default()).is_ok());
}
