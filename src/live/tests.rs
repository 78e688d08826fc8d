//! What viewers of the board see.

use super::*;
use crate::{
    base::lang::Lang,
    db::readers::Lane,
    payment::event::Method,
    report::testbook::{Book, at},
};
use jiff::civil::date;

#[tokio::test]
async fn the_board_states_today_and_all_days() {
    let book = Book::filled().await;
    book.now(at(date(2024, 6, 3), 10));
    let live = Live::new(book.shop.clone());
    let totals = live.watch(book.summer).await.unwrap().borrow().clone();
    assert_eq!((totals.day_no, totals.days), (Some(2), Some(6)));
    assert_eq!((totals.booths, totals.booths_selling), (2, 2));
    assert_eq!((totals.today.revenue, totals.today.sales), (Money(750_000), 2));
    assert_eq!((totals.today.visits, totals.today.spend_per_visit), (550, Money(1_364)));
    assert_eq!(totals.overall.revenue, Money(1_250_000));
    assert_eq!(totals.overall.cashless_share.text(), "58\u{a0}%");
    assert_eq!((totals.yesterday.revenue, totals.full_hours.revenue.0), (Money(500_000), 700_000));
    let booths: Vec<_> = totals.best_booths.iter().map(|it| (&*it.code, it.revenue.0)).collect();
    assert_eq!(booths, [("B01", 650_000), ("A01", 100_000)]);
    assert_eq!(totals.best_products[0].quantity, Quantity(6_500));
    assert_eq!((totals.waiting, totals.waiting_amount), (2, Money(750_000)));
    assert_eq!(totals.by_hour.iter().map(|hour| hour.revenue.0).sum::<i64>(), 750_000);
    // Nothing is in a booth's range here; of three flagged sales one was taken back.
    assert_eq!(totals.flagged, 2);
}

#[tokio::test]
async fn a_sale_reaches_every_viewer_and_the_task_ends_with_the_last() {
    let book = Book::new().await;
    let live = Live::new(book.shop.clone());
    let mut first = live.watch(book.summer).await.unwrap();
    let second = live.watch(book.summer).await.unwrap();
    assert_eq!(live.fairs_watched(), 1);
    let nine = at(date(2024, 6, 2), 9);
    book.sell(0, (0, 1_000), (Method::Cash, 100_000), nine).await;
    tokio::time::timeout(Duration::from_secs(5), first.changed()).await.unwrap().unwrap();
    let seen = first.borrow_and_update().clone();
    assert_eq!(seen.today.revenue, Money(100_000));
    assert_eq!(seen.pos, *book.shop.desk.head().borrow());
    assert_eq!(second.borrow().pos, seen.pos);
    drop((first, second));
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(live.fairs_watched(), 0);
}

#[tokio::test]
async fn many_sales_make_at_most_four_snapshots_a_second() {
    let book = Book::new().await;
    let live = Live::new(book.shop.clone());
    let mut totals = live.watch(book.summer).await.unwrap();
    let seen = tokio::spawn(async move {
        let mut seen = 0;
        while totals.borrow_and_update().today.sales < 20 {
            totals.changed().await.unwrap();
            seen += 1;
        }
        seen
    });
    let started = tokio::time::Instant::now();
    for _ in 0..20 {
        book.sell(0, (0, 1_000), (Method::Cash, 100_000), at(date(2024, 6, 2), 9)).await;
    }
    let seen = tokio::time::timeout(Duration::from_secs(20), seen).await.unwrap().unwrap();
    let seconds = started.elapsed().as_secs_f64();
    assert!(f64::from(seen) <= seconds * 4.0 + 2.0, "{seen} snapshots in {seconds} s");
}

#[tokio::test]
async fn the_board_turns_at_midnight_and_at_each_full_hour_though_nothing_is_sold() {
    let book = Book::filled().await;
    book.now(Ms(at(date(2024, 6, 4), 0).0 - 100));
    let live = Live::new(book.shop.clone());
    let mut totals = live.watch(book.summer).await.unwrap();
    let evening = totals.borrow_and_update().clone();
    assert_eq!(evening.today.revenue, Money(750_000));
    for (hour, yesterday) in [(0, 0), (10, 700_000)] {
        let midnight = at(date(2024, 6, 4), hour).0;
        book.now(Ms(midnight - 100));
        tokio::time::sleep(PAUSE * 2).await;
        book.now(Ms(midnight));
        tokio::time::timeout(Duration::from_secs(5), async {
            while totals.borrow_and_update().at.0 < midnight {
                totals.changed().await.unwrap();
            }
        })
        .await
        .unwrap();
        let seen = totals.borrow().clone();
        assert_eq!((seen.today.revenue, seen.day_no), (Money(0), Some(3)));
        assert_eq!(seen.yesterday.revenue, Money(yesterday));
        // Nothing was written, and yet a viewer who comes back has not seen this.
        assert_eq!(seen.pos, evening.pos);
        assert_ne!(seen.mark(), evening.mark());
    }
}

#[tokio::test]
async fn boards_that_come_back_together_read_the_totals_once() {
    let book = Book::new().await;
    let live = Live::new(book.shop.clone());
    let before = book.shop.readers().taken(Lane::Following).taken;
    let mut boards = tokio::task::JoinSet::new();
    for _ in 0..60 {
        let (live, fair) = (live.clone(), book.summer);
        boards.spawn(async move { live.watch(fair).await });
    }
    let watching = boards.join_all().await;
    assert!(watching.iter().all(Result::is_ok));
    assert_eq!(live.fairs_watched(), 1);
    assert_eq!(book.shop.readers().taken(Lane::Following).taken - before, 1);
}

#[tokio::test]
async fn a_snapshot_is_drawn_once_in_each_language_however_many_watch() {
    let book = Book::new().await;
    let live = Live::new(book.shop.clone());
    let drawn = std::cell::Cell::new(0);
    let draw = |totals: &Totals, lang: Lang| {
        drawn.set(drawn.get() + 1);
        format!("{} {}", lang.tag(), totals.fair)
    };
    let mut viewers = Vec::new();
    for _ in 0..250 {
        viewers.push(live.watch(book.summer).await.unwrap());
    }
    let before = book.shop.readers().taken(Lane::Following).taken;
    book.sell(0, (0, 1_000), (Method::Cash, 100_000), at(date(2024, 6, 2), 9)).await;
    for viewer in &mut viewers {
        viewer.changed().await.unwrap();
        let snapshot = viewer.borrow_and_update().clone();
        assert!(snapshot.draw_once(Lang::Vi, draw).starts_with("vi "));
        assert!(snapshot.draw_once(Lang::En, draw).starts_with("en "));
    }
    assert_eq!(drawn.get(), 2);
    assert_eq!(book.shop.readers().taken(Lane::Following).taken - before, 1);
}
