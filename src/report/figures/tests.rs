//! Figures of sources beside those of a small book, stated one by one.

use super::*;
use crate::{
    base::{id::CertificateId, lang::Lang, quantity::Quantity},
    catalog::{
        Change,
        papers::{Listing, Quality},
    },
    fair::source_figures::{Bound, SourceFigure},
    report::{table::Cell, tables, testbook::Book},
};
use jiff::civil::date;

fn figure(sort: Sort, measure: Measure, area: &str, last: i8, value: Option<i64>) -> SourceFigure {
    SourceFigure {
        sort,
        measure,
        area: area.into(),
        starts_on: date(2024, 6, 1),
        ends_on: date(2024, 6, last),
        value,
        bound: Bound::AtLeast,
        source: "Báo".into(),
    }
}

async fn as_of(book: &Book, day: i8) -> Figures {
    let mut db = book.shop.read().await.unwrap();
    figures(&mut db, date(2024, 6, day)).await.unwrap()
}

#[tokio::test]
async fn what_was_published_stands_beside_what_the_books_say_with_the_difference() {
    let book = Book::filled().await;
    let published = Sort::Published;
    book.figure(figure(published, Measure::Visits, "", 30, Some(1_000))).await;
    book.figure(figure(published, Measure::Products, "Quảng Ninh", 30, Some(3))).await;
    book.figure(figure(published, Measure::Growth, "", 30, Some(2_000))).await;
    book.figure(figure(Sort::Entered, Measure::VietGap, "", 30, Some(322_350))).await;
    let it = as_of(&book, 30).await;
    let of = |measure| it.published.iter().find(|one| one.measure == measure).unwrap();
    let visits = of(Measure::Visits);
    assert_eq!((visits.derived, visits.difference), (Some(1_250), Some(250)));
    let products = of(Measure::Products);
    assert_eq!((products.derived, products.difference), (Some(2), Some(-1)));
    // What no sale and no certificate tells stands alone.
    assert_eq!((of(Measure::Growth).derived, it.entered[0].derived), (None, None));
    let all = tables::figures(&it, Lang::Vi);
    let shown = |row: &crate::report::table::Row| row.cells.iter().map(Cell::shown).collect();
    let rows: Vec<Vec<String>> = all.iter().flat_map(|it| &it.rows).map(shown).collect();
    let visits = rows.iter().find(|row| row[0] == "Lượt khách · trên, ít nhất").unwrap();
    assert_eq!(visits[1..5], ["01/06\u{a0}–\u{a0}30/06/2024", "1.250", "1.000", "250"]);
    let area = rows.iter().find(|row| row[0].starts_with("Diện tích VietGAP")).unwrap();
    assert_eq!(area[2..5], ["", "322,35", ""]);
}

#[tokio::test]
async fn a_target_says_where_it_will_be_at_this_pace() {
    let book = Book::filled().await;
    book.figure(figure(Sort::Target, Measure::Revenue, "", 10, Some(2_000_000))).await;
    // 1,250,000 in five of ten days.
    let half = as_of(&book, 5).await.targets.remove(0);
    assert_eq!((half.derived, half.forecast), (Some(1_250_000), Some(2_500_000)));
    let over = as_of(&book, 10).await.targets.remove(0);
    assert_eq!((over.difference, over.forecast), (Some(-750_000), None));
}

#[tokio::test]
async fn a_figure_entered_again_takes_the_old_ones_place_and_one_taken_back_is_gone() {
    let book = Book::filled().await;
    let visits = |value| figure(Sort::Published, Measure::Visits, "", 30, value);
    book.figure(visits(Some(1_000))).await;
    book.figure(visits(Some(1_200))).await;
    let it = as_of(&book, 30).await;
    assert_eq!((it.published.len(), it.published[0].difference), (1, Some(50)));
    book.figure(visits(None)).await;
    assert_eq!(as_of(&book, 30).await.published, []);
}

#[tokio::test]
async fn areas_codes_and_platforms_are_told_by_papers_once_any_is_entered() {
    let book = Book::filled().await;
    let entered = |measure, value| figure(Sort::Entered, measure, "Quảng Ninh", 30, Some(value));
    book.figure(entered(Measure::VietGap, 322_350)).await;
    book.figure(entered(Measure::AreaCodes, 60)).await;
    book.figure(entered(Measure::OnVoso, 160)).await;
    book.figure(entered(Measure::OnPostmart, 108)).await;
    let mut db = book.shop.read().await.unwrap();
    let producer = "select uid from producer order by id limit 1";
    let producer = sqlx::query_scalar(producer).fetch_one(&mut *db).await.unwrap();
    drop(db);
    for (n, area) in [(1, 12_350), (2, 10_000)] {
        let it = Quality {
            uid: CertificateId(uuid::Uuid::from_u128(n)),
            producer,
            kind: QualityKind::VietGap,
            number: format!("{n}"),
            area_code: String::new(),
            hectares: Some(Quantity(area)),
            issued_by: String::new(),
            holds_from: date(2024, 6, 4),
            expires_on: (n == 2).then_some(date(2024, 6, 20)),
            withdrawn: false,
        };
        book.catalog(Change::Quality(it)).await;
    }
    let (product, platform, since) = (book.products[0], Platform::Voso, date(2024, 6, 5));
    let it =
        Listing { product, platform, since, until: None, link: String::new(), withdrawn: false };
    book.catalog(Change::Listing(it)).await;
    let derived = |it: &Figures| it.entered.iter().map(|it| it.derived).collect::<Vec<_>>();
    // Of codes and of Postmart nobody entered anything; the books cannot know.
    assert_eq!(derived(&as_of(&book, 10).await), [Some(22_350), None, Some(1), None]);
    assert_eq!(derived(&as_of(&book, 20).await)[0], Some(12_350), "one ran out on that day");
}
