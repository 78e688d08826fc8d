//! What stands on paper: where the signature is, charts, and that other programs read the same
//! words.

use super::*;
use std::{collections::BTreeSet, process::Command};

fn text_of(mark: &Mark) -> Option<&str> {
    match mark {
        Mark::Text { text, .. } => Some(text),
        _ => None,
    }
}

#[test]
fn the_signature_never_stands_alone_on_a_page() {
    for rows in 0..70 {
        for total in [false, true] {
            let mut table = Table::new("by_booth", "Theo gian", &["Gian hàng", "#Doanh thu (đ)"]);
            for n in 0..rows {
                let name = Cell::Text(format!("Gian {n}"));
                table.row(vec![name, Cell::Money(Money(25_214_380_000))], None);
            }
            if total {
                let all = vec![Cell::text("Tất cả"), Cell::Money(Money(25_214_380_000))];
                table = table.with_total(all);
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
            let last: Vec<&str> = pages.last().unwrap().iter().filter_map(text_of).collect();
            assert!(last.contains(&"(Chữ ký, dấu)"), "{rows} rows: the signature ends the letter");
            let beside = |words: &&&str| **words == "25.214.380.000" || **words == "Gian hàng";
            let kept = last.iter().filter(beside).count();
            assert!(kept > 0, "{rows} rows, total {total}: the signature stands alone");
        }
    }
}

#[tokio::test]
async fn a_letter_draws_charts_whose_longest_bar_is_the_largest_figure() {
    let it = half_year(Lang::Vi).await;
    let titles: Vec<&str> = it.charts.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles[..2], ["Doanh thu theo tháng", "Doanh thu theo khu"]);
    let zones: Vec<i64> = it.charts[1].bars.iter().map(|it| it.value).collect();
    assert_eq!(zones, [650_000, 600_000]);
    let pages = layout::pages(&it).unwrap();
    let bars = pages.iter().flatten().filter_map(|mark| match mark {
        Mark::Bar { across, .. } => Some(*across),
        _ => None,
    });
    let bars: Vec<f32> = bars.collect();
    let all: usize = it.charts.iter().map(|it| it.bars.len()).sum();
    assert_eq!(bars.len(), all);
    // After the only month's: the local zone's is 600 of 650 parts of the other one.
    assert!((bars[2] / bars[1] - 600.0 / 650.0).abs() < 0.001, "{bars:?}");
    let body = part(&write(&it, Format::Docx).unwrap(), "word/document.xml");
    assert!(body.contains("Biểu đồ 2. Doanh thu theo khu") && body.contains(&"█".repeat(24)));
}

/// Words without what other programs put between them.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

#[tokio::test]
async fn pdftotext_gives_the_same_letters_and_the_figures_of_the_json() {
    let folder = tempfile::tempdir().unwrap();
    let (from, into) = (folder.path().join("a.pdf"), folder.path().join("a.txt"));
    let book = Book::filled().await;
    let mut db = book.shop.read().await.unwrap();
    let season = season(&mut db, date(2024, 1, 1), date(2024, 6, 30)).await.unwrap();
    drop(db);
    for lang in [Lang::Vi, Lang::En] {
        let it = Document::season(&season, lang);
        std::fs::write(&from, write(&it, Format::Pdf).unwrap()).unwrap();
        let mut read = Command::new("pdftotext");
        let read = read.args(["-raw", "-enc", "UTF-8"]).args([&from, &into]).status();
        let status = read.expect("pdftotext is needed: install poppler-utils");
        assert!(status.success());
        let text = std::fs::read_to_string(&into).unwrap();
        assert!(is_nfc(&text), "the letters are composed");
        let text = bare(&text);
        let pages = layout::pages(&it).unwrap();
        let wanted: BTreeSet<&str> = pages.iter().flatten().filter_map(text_of).collect();
        for words in wanted {
            assert!(text.contains(&bare(words)), "{words}");
        }
        let json = serde_json::to_value(&season).unwrap();
        for name in ["revenue", "revenue_local_zone", "visits"] {
            let figure = crate::base::money::group(json[name].as_i64().unwrap());
            assert!(text.contains(&figure), "{name}: {figure}");
        }
        for booth in json["by_booth"].as_array().unwrap() {
            let figure = crate::base::money::group(booth["revenue"].as_i64().unwrap());
            assert!(
                text.contains(&figure) && text.contains(&bare(booth["name"].as_str().unwrap()))
            );
        }
    }
}

#[tokio::test]
async fn a_draft_of_form_14_says_that_it_is_one_and_what_is_left_to_fill_in() {
    let book = Book::filled().await;
    let mut db = book.shop.read().await.unwrap();
    let query = Query::Draft { code: "he-2024".into() };
    let it = Document::read(&mut db, &query, Lang::Vi).await.unwrap().unwrap();
    assert!(it.subject.starts_with("(DỰ THẢO – ĐỐI CHIẾU MẪU SỐ 14) Kết quả tổ chức"));
    let shown = |row: &crate::report::table::Row| (row.cells[0].shown(), row.cells[1].shown());
    let rows: Vec<_> = it.tables[0].rows.iter().map(shown).collect();
    let is = |name: &str, value: &str| rows.contains(&(name.to_owned(), value.to_owned()));
    assert!(is("Lượt khách", "1.250") && is("Doanh thu (đ)", "1.250.000"), "{rows:?}");
    assert!(is("Trong đó khu trong tỉnh (đ)", "600.000") && is("Số gian hàng", "2"));
    assert!(is("Đánh giá, kiến nghị", "[điền khi đối chiếu mẫu]"));
    let body = part(&write(&it, Format::Docx).unwrap(), "word/document.xml");
    assert!(body.contains("ĐỐI CHIẾU MẪU SỐ 14"));
}
