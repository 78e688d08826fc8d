//! Online sales reckoned by hand.

use super::*;
use crate::{
    catalog::Change,
    report::{season, testbook::Book},
};
use jiff::civil::date;

async fn month(book: &Book, month: i8, platform: Platform, sum: Option<i64>, orders: i64) {
    let sales = OnlineSales {
        month: date(2024, month, 1),
        platform,
        revenue: sum.map(Money),
        orders,
        source: "Báo cáo".into(),
    };
    book.catalog(Change::Online(sales)).await;
}

/// Fairs of June sold for 1,250,000 đ, of which the sales point's 200,000 đ is no part.
async fn filled() -> Book {
    let book = Book::filled().await;
    month(&book, 5, Platform::Voso, Some(500_000), 4).await;
    month(&book, 6, Platform::Voso, Some(999), 1).await;
    // Entered again, and that one counts.
    month(&book, 6, Platform::Voso, Some(300_000), 3).await;
    month(&book, 6, Platform::Own, Some(450_000), 9).await;
    month(&book, 7, Platform::Tiki, Some(77_000), 1).await;
    month(&book, 7, Platform::Tiki, None, 0).await;
    book
}

#[tokio::test]
async fn months_stand_beside_the_fairs_and_parts_add_up() {
    let book = filled().await;
    let mut db = book.shop.read().await.unwrap();
    let it = online(&mut db, date(2024, 5, 20), date(2024, 7, 2)).await.unwrap();
    assert_eq!((it.from, it.to), (date(2024, 5, 1), date(2024, 7, 31)));
    let months =
        it.by_month.iter().map(|it| (it.month.month(), it.revenue.0, it.orders, it.fairs.0));
    assert_eq!(months.collect::<Vec<_>>(), [(5, 500_000, 4, 0), (6, 750_000, 12, 1_250_000)]);
    assert_eq!((it.sold.revenue, it.sold.orders, it.sold.months), (Money(1_250_000), 16, 2));
    assert_eq!((it.fairs, it.sold.share.text()), (Money(1_250_000), "50\u{a0}%".to_owned()));
    let parts = it.sold.by_platform.iter().map(|it| (it.platform, it.revenue.0, it.share.text()));
    let parts: Vec<_> = parts.collect();
    let voso = (Platform::Voso, 800_000, "64\u{a0}%".to_owned());
    assert_eq!(parts, [voso, (Platform::Own, 450_000, "36\u{a0}%".to_owned())]);
    assert_eq!(last_year(&mut db).await.unwrap(), Some(2024));
}

#[tokio::test]
async fn a_season_counts_the_months_that_lie_wholly_within_it() {
    let book = filled().await;
    let mut db = book.shop.read().await.unwrap();
    let half = season::season(&mut db, date(2024, 5, 2), date(2024, 6, 30)).await.unwrap();
    let (online, whole) = (&half.online, half.cube.figures.revenue);
    assert_eq!((online.revenue, online.months, whole), (Money(750_000), 1, Money(1_250_000)));
    // 750,000 of 2,000,000: 37.5.
    assert_eq!(online.share.text(), "38\u{a0}%");
    let days = season::season(&mut db, date(2024, 6, 1), date(2024, 6, 29)).await.unwrap();
    assert_eq!(days.online, Sold { share: days.online.share, ..Sold::default() });
}
