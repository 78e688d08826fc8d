//! The figures of a small book, stated one by one.

use super::{
    booth, csv, fair,
    season::{Season, season},
    table::Cell,
    tables,
    testbook::{Book, at},
    trace::{self, Filter},
};
use crate::{
    base::{lang::Lang, money::Money},
    fair::store as fairs,
    payment::event::Method,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};

fn half_year() -> (Date, Date) {
    (date(2024, 1, 1), date(2024, 6, 30))
}

async fn half_year_of(book: &Book) -> Season {
    let (from, to) = half_year();
    season(&mut book.shop.read().await.unwrap(), from, to).await.unwrap()
}

#[tokio::test]
async fn a_season_states_what_its_fairs_sold_and_what_was_published() {
    let book = Book::filled().await;
    let report = serde_json::to_value(half_year_of(&book).await).unwrap();
    let figure = |name: &str| report[name].clone();
    assert_eq!((figure("from"), figure("to")), (json!("2024-01-01"), json!("2024-06-30")));
    let levels = json!({"provincial": 1, "local": 0, "programme": 0, "not_stated": 1});
    assert_eq!(report["fairs"]["by_level"], levels);
    assert_eq!((&report["fairs"]["count"], &report["fairs"]["stated"]), (&json!(2), &json!(1)));
    assert_eq!(report["fairs"]["by_kind"]["product_week"], 1);
    assert_eq!(report["fairs"]["by_kind"]["sales_point"], Value::Null);
    assert_eq!(figure("visits"), 1_250);
    assert_eq!((figure("sales"), figure("voids")), (json!(3), json!(1)));
    assert_eq!(figure("revenue"), 1_250_000);
    assert_eq!(figure("revenue_local_zone"), 600_000);
    assert_eq!(figure("local_zone_share"), 0.48);
    // 750,000 of 1,300,000 that people paid; 50,000 in cash were given back later.
    assert_eq!(figure("cashless_share"), 0.5769);
    assert_eq!(figure("tenders"), json!({"cash": 500_000, "vietqr": 750_000}));
    assert_eq!(figure("spend_per_visit"), 1_000);
    let published = json!({"fairs": 0, "visits": 1_000, "revenue": 2_000_000,
        "revenue_local_zone": 1_000_000});
    assert_eq!(figure("published"), published);
    let difference = json!({"fairs": null, "visits": 250, "revenue": -750_000,
        "revenue_local_zone": -400_000});
    assert_eq!(figure("difference"), difference);
    let points = &report["sales_points"];
    assert_eq!((&points["count"], &points["sales"]), (&json!(1), &json!(1)));
    assert_eq!((&points["revenue"], &points["cashless_share"]), (&json!(200_000), &json!(0.0)));
}

#[tokio::test]
async fn every_breakdown_names_its_parts() {
    let book = Book::filled().await;
    let report = half_year_of(&book).await;
    let cube = &report.cube;
    let parts = |all: &[super::cube::Part]| -> Vec<(String, i64)> {
        all.iter().map(|part| (part.code.clone(), part.revenue.0)).collect()
    };
    let own = |all: &[(&str, i64)]| -> Vec<(String, i64)> {
        all.iter().map(|(code, sum)| ((*code).to_owned(), *sum)).collect()
    };
    assert_eq!(parts(&cube.by_zone), own(&[("other_province", 650_000), ("local", 600_000)]));
    assert_eq!(cube.by_zone[1].share.text(), "48\u{a0}%");
    let units = own(&[("Thái Bình", 650_000), ("Bình Liêu", 600_000)]);
    assert_eq!(parts(&cube.by_origin_unit), units);
    // Thái Bình became part of Hưng Yên. Bình Liêu was a district and a township, and is a commune:
    // which of them is not said, but all lie in Quảng Ninh.
    let units = own(&[("33", 650_000), ("Bình Liêu", 600_000)]);
    assert_eq!(parts(&cube.by_unit_today), units);
    assert_eq!(parts(&cube.by_province_today), own(&[("33", 650_000), ("22", 600_000)]));
    let names = |all: &[super::cube::Part]| -> Vec<String> {
        all.iter().map(|part| part.name.clone()).collect()
    };
    assert_eq!(names(&cube.by_province_today), ["Tỉnh Hưng Yên", "Tỉnh Quảng Ninh"]);
    assert_eq!(parts(&cube.by_star), own(&[("4", 1_150_000), ("3", 100_000)]));
    assert_eq!(parts(&cube.by_product_group), own(&[("1", 1_150_000), ("2", 100_000)]));
    assert_eq!(parts(&cube.by_producer_type), own(&[("cooperative", 1_250_000)]));
    let days = own(&[("2024-06-02", 500_000), ("2024-06-03", 750_000)]);
    assert_eq!(parts(&cube.by_day), days);
    let hours = own(&[("08", 0), ("09", 1_200_000), ("10", 100_000), ("11", -50_000)]);
    assert_eq!(parts(&cube.by_hour), hours);
    let booths: Vec<_> = cube.by_booth.iter().map(|it| (&*it.code, it.sales)).collect();
    assert_eq!(booths, [("B01", 1), ("A01", 2), ("X01", 0)]);
    let summer = &report.by_fair[0];
    assert_eq!((&*summer.code, summer.sales, summer.visits), ("he-2024", 3, 1_250));
    assert_eq!(summer.difference_revenue, Some(Money(-750_000)));
    assert_eq!((report.by_month[0].month.as_str(), report.by_month.len()), ("2024-06", 1));
}

#[tokio::test]
async fn what_was_sold_and_what_was_paid_are_reconciled_by_the_rounding_on_pages_and_in_files() {
    let book = Book::filled().await;
    let report = half_year_of(&book).await;
    let figures = &report.cube.figures;
    let tables = tables::season(&report, Lang::Vi);
    let payments = tables.iter().find(|table| table.id == "payments").unwrap();
    let sums = |cells: &[Cell]| cells[1].plain();
    assert_eq!(sums(&payments.rows[0].cells), figures.revenue.0.to_string());
    assert_eq!(sums(&payments.rows[1].cells), figures.rounding.0.to_string());
    let paid: i64 = report.cube.by_tender.iter().map(|part| part.amount.0).sum();
    assert_eq!(sums(payments.total.as_ref().unwrap()), paid.to_string());
    let file = String::from_utf8(csv::write(&tables, Lang::Vi).unwrap()).unwrap();
    let lines = format!("Doanh thu;{}\nLàm tròn tiền mặt;{}\n", figures.revenue.0, 0);
    assert!(file.contains(&lines), "{file}");
}

#[test]
fn a_period_that_runs_backwards_is_refused() {
    let say = super::season::check(date(2024, 6, 30), date(2024, 1, 1)).unwrap_err();
    assert_eq!(say.vi, "Kỳ báo cáo ngược ngày: từ 30/06/2024 đến 01/01/2024");
    assert!(super::season::check(date(2024, 6, 30), date(2024, 6, 30)).is_ok());
}

#[tokio::test]
async fn a_season_without_fairs_is_all_zeros() {
    let book = Book::empty().await;
    let report = half_year_of(&book).await;
    let text = serde_json::to_string(&report).unwrap();
    assert!(!text.contains("NaN") && text.contains(r#""cashless_share":0.0"#), "{text}");
    assert_eq!((report.fairs.count, report.cube.figures.revenue), (0, Money::ZERO));
    assert_eq!((report.journal_pos, report.difference.revenue), (0, None));
    let file = csv::write(&tables::season(&report, Lang::Vi), Lang::Vi).unwrap();
    assert!(file.starts_with("\u{feff}".as_bytes()));
}

#[tokio::test]
async fn a_sale_after_the_last_day_is_not_lost_though_its_fair_is_not_counted() {
    let book = Book::new().await;
    book.sell(0, (0, 1_000), (Method::Cash, 100_000), at(date(2024, 7, 2), 9)).await;
    let mut db = book.shop.read().await.unwrap();
    let july = season(&mut db, date(2024, 7, 1), date(2024, 7, 31)).await.unwrap();
    assert_eq!((july.fairs.count, july.cube.figures.revenue), (0, Money(100_000)));
    assert!(!july.by_fair[0].in_period);
    assert_eq!((july.published.visits, july.difference.visits), (0, None));
}

#[tokio::test]
async fn every_figure_of_a_fair_leads_to_the_sales_that_make_it() {
    let book = Book::filled().await;
    let mut db = book.shop.read().await.unwrap();
    let row = fairs::fair_by_code(&mut db, "he-2024").await.unwrap().unwrap();
    let report = fair::fair(&mut db, &row).await.unwrap();
    for part in &report.cube.by_day {
        let filter = Filter { day: part.code.parse().ok(), ..Filter::default() };
        let sums = trace::store::sums(&mut db, row.id, &filter).await.unwrap();
        assert_eq!(sums, (part.sales.unwrap(), part.revenue.0));
    }
    for part in &report.cube.by_star {
        let filter = Filter { star: part.code.parse().ok(), ..Filter::default() };
        let sums = trace::store::sums(&mut db, row.id, &filter).await.unwrap();
        assert_eq!(sums.1, part.revenue.0);
    }
    for part in &report.cube.by_tender {
        let filter = Filter { method: Some(part.code.clone()), ..Filter::default() };
        let sums = trace::store::sums(&mut db, row.id, &filter).await.unwrap();
        assert_eq!(sums, (part.count, part.amount.0));
    }
    for part in &report.cube.by_product {
        let filter = Filter { product: Some(part.uid), ..Filter::default() };
        let sums = trace::store::sums(&mut db, row.id, &filter).await.unwrap();
        assert_eq!(sums.1, part.revenue.0);
    }
    let nine = Filter { booth: Some("B01".into()), hour: Some(9), ..Filter::default() };
    let first = trace::store::rows(&mut db, row.id, &nine, i64::MAX, 1).await.unwrap();
    assert_eq!((&*first[0].receipt_no, first[0].part), ("B01-0002", 50_000));
    let rest = trace::store::rows(&mut db, row.id, &nine, first[0].pos, 9).await.unwrap();
    assert_eq!((rest.len(), &*rest[0].receipt_no, rest[0].part), (1, "B01-0001", 650_000));
    assert_eq!(nine.query(), "booth=B01&hour=9");
}

#[tokio::test]
async fn a_booth_gets_its_own_statement() {
    let book = Book::filled().await;
    let mut db = book.shop.read().await.unwrap();
    let row = fairs::booth(&mut db, &book.booths[1].bytes()).await.unwrap().unwrap();
    let summer = fairs::fair_by_code(&mut db, "he-2024").await.unwrap().unwrap();
    let report = booth::booth(&mut db, summer.id, &row).await.unwrap();
    assert_eq!((report.sales, report.voids, report.revenue), (1, 1, Money(650_000)));
    assert_eq!(report.cashless_share.text(), "93\u{a0}%");
    assert_eq!(report.by_product.len(), 2);
    assert_eq!(report.by_product[0].quantity.text(), "6,5");
}

/// A sale as proptest makes it: booth, product, units, by transfer, day, hour, voided.
type Random = (usize, usize, i64, bool, i8, i64, bool);

async fn sold_at_random(sales: &[Random]) -> Season {
    let book = Book::new().await;
    for &(booth, product, units, transfer, day, hour, voided) in sales {
        let price = [100_000, 50_000][product];
        let method = if transfer { Method::VietQr } else { Method::Cash };
        let when = at(date(2024, 6, day), hour);
        let sold = (product, units * 1_000);
        let id = book.sell(booth, sold, (method, price * units), when).await;
        if voided {
            book.void(id, when).await;
        }
    }
    half_year_of(&book).await
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]
    #[test]
    fn the_parts_of_every_breakdown_add_up_to_the_whole(
        sales in proptest::collection::vec(
            (0usize..4, 0usize..2, 1i64..20, any::<bool>(), 2i8..8, 8i64..20, any::<bool>()),
            0..12,
        ),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let report = runtime.block_on(sold_at_random(&sales));
        let kept = |point: bool| sales.iter().filter(move |it| (it.0 == 2) == point && !it.6);
        let worth = |it: &Random| [100_000, 50_000][it.1] * it.2;
        let whole: i64 = kept(false).map(worth).sum();
        let figures = &report.cube.figures;
        prop_assert_eq!(figures.revenue, Money(whole));
        prop_assert_eq!(figures.sales, kept(false).count() as i64);
        prop_assert_eq!(report.sales_points.revenue, Money(kept(true).map(worth).sum()));
        prop_assert_eq!(figures.tenders.sum(), whole + figures.rounding.0);
        let cube = &report.cube;
        for parts in [
            &cube.by_zone, &cube.by_origin_unit, &cube.by_unit_today, &cube.by_province_today,
            &cube.by_product_group, &cube.by_star, &cube.by_producer_type, &cube.by_day,
            &cube.by_hour,
        ] {
            prop_assert_eq!(parts.iter().map(|part| part.revenue).sum::<Money>(), Money(whole));
        }
        let booths: Money = cube.by_booth.iter().map(|part| part.revenue).sum();
        let fairs: Money = report.by_fair.iter().map(|part| part.revenue).sum();
        let levels: Money = report.by_level.iter().map(|part| part.revenue).sum();
        let months: Money = report.by_month.iter().map(|part| part.revenue).sum();
        prop_assert_eq!([booths, fairs, levels, months], [Money(whole); 4]);
    }
}
