//! What files say when they are read back by those who get them.

mod paper;

use super::{
    layout::{self, Mark, PAGE},
    letters::{Letters, Style},
    proof::Verdict,
    *,
};
use crate::{
    base::{lang::Lang, money::Money},
    report::{
        letterhead::Letterhead,
        query::Query,
        season::season,
        stamp::Stamp,
        table::{Cell, Table},
        testbook::Book,
    },
};
use calamine::{Data, Reader, Xlsx};
use jiff::civil::date;
use std::io::{Cursor, Read};
use unicode_normalization::is_nfc;

async fn half_year(lang: Lang) -> Document {
    let book = Book::filled().await;
    let mut db = book.shop.read().await.unwrap();
    let it = season(&mut db, date(2024, 1, 1), date(2024, 6, 30)).await.unwrap();
    Document::season(&it, lang)
}

fn workbook(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn a_workbook_holds_numbers_and_days_and_no_words_for_them() {
    let it = half_year(Lang::Vi).await;
    let mut book = workbook(write(&it, Format::Xlsx).unwrap());
    let names = book.sheet_names();
    assert_eq!(names.len(), it.tables.len() + 1);
    assert_eq!(&names[..3], ["Tóm tắt", "1 Theo cấp hội chợ", "2 Theo sổ và theo công bố"]);
    let first = book.worksheet_range("Tóm tắt").unwrap();
    let said = "Trong kỳ đã có 2 hội chợ, thu hút 1.250 lượt khách; tổng doanh thu bán hàng đạt \
        1,25\u{a0}triệu\u{a0}đồng, trong đó khu gian hàng các địa phương trong tỉnh đạt \
        600.000\u{a0}đồng (48\u{a0}%).";
    assert_eq!(first.get_value((2, 0)), Some(&Data::String(said.to_owned())));
    let published = book.worksheet_range("2 Theo sổ và theo công bố").unwrap();
    let row: Vec<&Data> = (0..4).filter_map(|n| published.get_value((6, n))).collect();
    let number = Data::Float;
    let revenue = Data::String("Doanh thu (đ)".into());
    let (sold, said, by) = (number(1_250_000.0), number(2_000_000.0), number(-750_000.0));
    assert_eq!(row, [&revenue, &sold, &said, &by]);
    let days = names.iter().find(|name| name.ends_with("Theo ngày")).unwrap();
    let days = book.worksheet_range(days).unwrap();
    let Some(Data::DateTime(day)) = days.get_value((4, 0)) else { panic!("{days:?}") };
    // Excel counts days from the last of 1899: the second of June 2024.
    assert_eq!(day.as_f64(), 45_445.0);
    // Revenue and share of the second: 500,000 of 1,250,000.
    assert_eq!(days.get_value((4, 3)), Some(&number(500_000.0)));
    assert_eq!(days.get_value((4, 4)), Some(&number(0.4)));
}

#[tokio::test]
async fn every_figure_of_every_table_is_in_the_workbook() {
    let it = half_year(Lang::En).await;
    let mut book = workbook(write(&it, Format::Xlsx).unwrap());
    for (name, table) in book.sheet_names().into_iter().skip(1).zip(&it.tables) {
        let sheet = book.worksheet_range(&name).unwrap();
        for (n, row) in (4..).zip(&table.rows) {
            for (m, cell) in (0..).zip(&row.cells) {
                let stands = sheet.get_value((n, m)).cloned().unwrap_or(Data::Empty);
                let should = match cell {
                    Cell::Text(words) if words.is_empty() => Data::Empty,
                    Cell::Text(words) => Data::String(words.clone()),
                    Cell::Nothing => Data::Empty,
                    Cell::Date(_) => continue,
                    figure => Data::Float(figure.plain().parse().unwrap()),
                };
                assert_eq!(stands, should, "{name} row {n} column {m}");
            }
        }
    }
}

#[tokio::test]
async fn a_letter_has_the_official_form_and_the_articles_sentence() {
    let it = half_year(Lang::Vi).await;
    let bytes = write(&it, Format::Docx).unwrap();
    let body = part(&bytes, "word/document.xml");
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ……/BC-……",
        "BÁO CÁO",
        "Kết quả các hội chợ OCOP từ ngày 01/01/2024 đến ngày 30/06/2024",
        "Trong kỳ đã có 2 hội chợ",
        "Bảng 1. Theo cấp hội chợ",
        "Nơi nhận:",
        "(Chữ ký, dấu)",
        "4 sao",
        "<w:tblHeader />",
        // A4 and 20, 15, 20, 30 mm in twentieths of a point.
        r#"<w:pgSz w:w="11905" w:h="16837""#,
        r#"w:top="1133""#,
        r#"w:left="1700""#,
        r#"w:right="850""#,
    ] {
        assert!(body.contains(words), "{words}");
    }
    assert!(!body.contains('★') && is_nfc(&body));
    assert!(part(&bytes, "word/styles.xml").contains("Times New Roman"));
}

#[tokio::test]
async fn a_pdf_is_the_same_to_the_last_byte_and_keeps_to_its_margins() {
    for lang in [Lang::Vi, Lang::En] {
        let it = half_year(lang).await;
        let bytes = write(&it, Format::Pdf).unwrap();
        assert!(bytes.starts_with(b"%PDF") && bytes == write(&it, Format::Pdf).unwrap());
        let letters = Letters::new().unwrap();
        let pages = layout::pages(&it).unwrap();
        assert!(pages.len() > 1);
        for mark in pages.iter().flatten() {
            let (x, right, y) = match mark {
                Mark::Text { x, y, style, size, text } => {
                    assert!(is_nfc(text) && !text.contains('★'), "{text}");
                    (*x, x + letters.width(text, *style, *size), *y)
                }
                Mark::Rule { x, y, across, down } | Mark::Bar { x, y, across, down } => {
                    (*x, x + across, y + down)
                }
            };
            // 30 mm on the left, 15 on the right, 10 for the foot.
            assert!(x > 84.9 && right < PAGE.0 - 42.4 && y < PAGE.1 - 28.0, "{mark:?}");
        }
    }
}

#[test]
fn a_table_over_many_pages_has_its_head_on_each() {
    let mut table = Table::new("by_booth", "Theo gian", &["Gian hàng", "#Doanh thu (đ)"]);
    for n in 0..120 {
        let name = format!("Gian {n} của Hợp tác xã sản xuất và dịch vụ nông nghiệp");
        table.row(vec![Cell::text(name), Cell::Money(Money(25_214_380_000))], None);
    }
    let query = Query::Fair { code: "QN1".into() };
    let it = Document {
        subject: "Kết quả".into(),
        sentence: Default::default(),
        tables: vec![table],
        stamp: Stamp::new(query, Lang::Vi, (9, &"7c".repeat(32))),
        letterhead: Letterhead::default(),
        charts: Vec::new(),
    };
    let pages = layout::pages(&it).unwrap();
    let count = |page: &[Mark], words: &str| {
        page.iter().filter(|it| matches!(it, Mark::Text { text, .. } if text == words)).count()
    };
    assert!(pages.len() > 2, "{}", pages.len());
    let rows = pages.iter().map(|page| count(page, "25.214.380.000")).sum::<usize>();
    assert_eq!(rows, 120);
    for (n, page) in pages.iter().enumerate().filter(|(_, page)| count(page, "25.214.380.000") > 0)
    {
        assert_eq!(count(page, "Gian hàng"), 1, "page {}", n + 1);
        assert_eq!(count(page, &(n + 1).to_string()), usize::from(n > 0));
    }
    // A letter shows forty rows and names the rest.
    let body = part(&write(&it, Format::Docx).unwrap(), "word/document.xml");
    assert_eq!(body.matches("25.214.380.000").count(), 40);
    assert!(body.contains("Còn 80 dòng nữa"));
}

#[test]
fn a_word_that_is_too_long_for_its_column_is_broken_and_none_is_lost() {
    let letters = Letters::new().unwrap();
    let text = "Mật ong hoa nhãn HTXSXDVNNBìnhLiêuQuảngNinh";
    let lines = letters.lines(text, Style::Regular, 12.0, 60.0);
    assert!(lines.iter().all(|line| letters.width(line, Style::Regular, 12.0) <= 60.0));
    assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
    assert_eq!(letters.lines("", Style::Bold, 12.0, 60.0), [""]);
}

#[tokio::test]
async fn a_file_with_one_figure_changed_is_refuted_by_name() {
    let it = half_year(Lang::Vi).await;
    let mut forged = it.clone();
    let total = forged.tables[0].total.as_mut().unwrap();
    let revenue = total.iter_mut().find(|cell| **cell == Cell::Money(Money(1_250_000)));
    *revenue.unwrap() = Cell::Money(Money(2_250_000));
    for format in [Format::Xlsx, Format::Docx, Format::Pdf] {
        let honest = write(&it, format).unwrap();
        assert_eq!(proof::stamp(&honest), Some((format, it.stamp.clone())));
        assert_eq!(proof::verdict(&honest, format, &it).unwrap(), Verdict::Untouched);
        let bytes = write(&forged, format).unwrap();
        let found = refuted(&bytes, format, &it);
        assert_eq!(found.len(), 1, "{found:?}");
        if format != Format::Pdf {
            let words = found[0].vi.replace('.', "");
            assert!(words.contains("Theo cấp hội chợ"), "{words}");
            assert!(words.contains("“2250000”") && words.contains("“1250000”"), "{words}");
        }
    }
    assert_eq!(proof::stamp(b"%PDF-1.7 of somebody else"), None);
    assert_eq!(proof::stamp(b"no file of ours"), None);
}

/// What an office set once stands in both letters, which prove to be untouched whatever it sets
/// later.
#[tokio::test]
async fn a_letter_carries_its_offices_words_and_is_proved_with_them() {
    let letterhead = Letterhead {
        parent: "ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH".into(),
        office: "SỞ CÔNG THƯƠNG".into(),
        symbol: "BC-SCT".into(),
        place: "Quảng Ninh".into(),
        receiver: "UBND tỉnh".into(),
        drafter: "QLTM".into(),
        rank: "GIÁM ĐỐC".into(),
        signer: "Nguyễn Văn A".into(),
    };
    let plain = half_year(Lang::Vi).await;
    let it = Document { letterhead, ..plain.clone() };
    let docx = write(&it, Format::Docx).unwrap();
    let body = part(&docx, "word/document.xml");
    let pages = layout::pages(&it).unwrap();
    let set = |words: &str| {
        pages.iter().flatten().any(|it| matches!(it, Mark::Text { text, .. } if text == words))
    };
    for words in [
        "SỞ CÔNG THƯƠNG",
        "Số: ……/BC-SCT",
        "Quảng Ninh, ngày …… tháng …… năm ……",
        "- UBND tỉnh;",
        "- Lưu: VT, QLTM.",
        "GIÁM ĐỐC",
        "Nguyễn Văn A",
    ] {
        assert!(body.contains(words) && set(words), "{words}");
    }
    assert!(!body.contains("[TÊN CƠ QUAN"), "{body}");
    for format in [Format::Docx, Format::Pdf] {
        let bytes = write(&it, format).unwrap();
        assert_eq!(proof::stamp(&bytes), Some((format, it.stamp.clone())));
        assert_eq!(proof::verdict(&bytes, format, &plain).unwrap(), Verdict::Untouched);
    }
}

#[tokio::test]
async fn an_office_may_fill_in_a_letter_but_not_its_figures() {
    let it = half_year(Lang::Vi).await;
    let bytes = write(&it, Format::Docx).unwrap();
    let body = part(&bytes, "word/document.xml");
    let filled = body.replace("[TÊN CƠ QUAN, TỔ CHỨC]", "SỞ CÔNG THƯƠNG").replace("……", "12");
    let verdict = proof::verdict(&replaced(&bytes, &filled), Format::Docx, &it).unwrap();
    assert_eq!(verdict, Verdict::Values);
    let title = "The title and the sentence right below it are no longer what the book says";
    let sentence = it.sentence.text();
    let forged = body.replace("600.000\u{a0}đồng", "900.000\u{a0}đồng");
    let hidden = format!(
        "{}<w:p><w:r><w:t>{sentence}</w:t></w:r></w:p><w:sectPr",
        forged.split("<w:sectPr").next().unwrap()
    );
    let hidden = hidden + forged.split_once("<w:sectPr").unwrap().1;
    let retitled = body.replace("01/01/2024", "01/01/2025");
    for body in [forged, hidden, retitled] {
        let found = refuted(&replaced(&bytes, &body), Format::Docx, &it);
        assert_eq!(found[0].en, title);
    }
    // True figures that nobody sees, beside false ones that everyone does.
    let cell = "<w:t xml:space=\"preserve\">1.250.000</w:t>";
    assert!(body.contains(cell), "{body}");
    let unseen = body.replacen(
        cell,
        &format!(
            "{cell}</w:r><w:ins w:id=\"1\" w:author=\"x\" w:date=\"2024-01-01T00:00:00Z\">\
             <w:r><w:t>9</w:t></w:r></w:ins><w:r>"
        ),
        1,
    );
    let found = refuted(&replaced(&bytes, &unseen), Format::Docx, &it);
    assert!(found[0].vi.contains("[?]"), "{found:?}");
}

#[tokio::test]
async fn a_workbook_with_a_sheet_more_or_a_formula_is_refuted() {
    let it = half_year(Lang::Vi).await;
    let mut more = it.clone();
    more.tables.push(it.tables[0].clone());
    more.tables.last_mut().unwrap().title = "Bảng khác".into();
    let found = refuted(&write(&more, Format::Xlsx).unwrap(), Format::Xlsx, &it);
    assert!(found[0].vi.contains("Bảng khác"), "{found:?}");
    let bytes = write(&it, Format::Xlsx).unwrap();
    let name = "xl/worksheets/sheet2.xml";
    let sheet = part(&bytes, name);
    assert!(sheet.contains("<v>1250000</v>"), "{sheet}");
    let forged = sheet.replacen("<v>1250000</v>", "<f>9*9</f><v>1250000</v>", 1);
    let found = refuted(&with(&bytes, name, &forged), Format::Xlsx, &it);
    assert!(found[0].vi.contains("[?]"), "{found:?}");
}

/// The differences of a file that is refuted.
fn refuted(bytes: &[u8], format: Format, it: &Document) -> Vec<crate::base::lang::Say> {
    match proof::verdict(bytes, format, it).unwrap() {
        Verdict::Refuted(found) => found,
        other => panic!("{other:?}"),
    }
}

/// The letter with another body.
fn replaced(bytes: &[u8], body: &str) -> Vec<u8> {
    with(bytes, "word/document.xml", body)
}

/// A packed file with another part of this name.
fn with(bytes: &[u8], part: &str, body: &str) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..zip.len() {
        let mut entry = zip.by_index(n).unwrap();
        if entry.is_dir() {
            continue;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let name = entry.name().unwrap().into_owned();
        out.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        let own = name == part;
        out.write_all(if own { body.as_bytes() } else { &content }).unwrap();
    }
    out.finish().unwrap().into_inner()
}
