use super::*;
use crate::{
    fair::store::fair,
    payment::event::Method,
    report::testbook::{Book, at},
};
use jiff::civil::date;

/// What is to be seen to at the summer fair at a time of a day in June 2024.
async fn seen(book: &Book, day: i8, hour: i64, minutes: i64) -> Attention {
    let now = Ms(at(date(2024, 6, day), hour).0 + minutes * MINUTE);
    book.now(now);
    let mut db = book.shop.read().await.unwrap();
    let row = fair(&mut db, &book.summer.bytes()).await.unwrap().unwrap();
    attention(&mut db, &row, None, now).await.unwrap()
}

fn silences(attention: &Attention) -> Vec<(&str, i64, i64)> {
    let mut found = Vec::new();
    for matter in &attention.matters {
        if let Matter::Silent { booth, minutes, hourly, .. } = matter {
            found.push((booth.as_str(), *minutes, *hourly));
        }
    }
    found
}

#[tokio::test]
async fn a_booth_is_silent_by_its_own_habit_and_not_by_another() {
    let book = Book::new().await;
    // A01 sells eight times in its hour, B01 twice.
    for (booth, times) in [(0, 8), (1, 2)] {
        for _ in 0..times {
            let nine = at(date(2024, 6, 2), 9);
            book.sell(booth, (0, 1_000), (Method::Cash, 100_000), nine).await;
        }
    }
    // The fair counts as open from ten; 29 minutes are 3.9 sales of A01, 30 are four.
    assert!(silences(&seen(&book, 2, 10, 29).await).is_empty());
    assert_eq!(silences(&seen(&book, 2, 10, 30).await), [("A01", 30, 8)]);
    // B01 has missed four after two hours.
    let both = [("A01", 120, 8), ("B01", 120, 2)];
    assert_eq!(silences(&seen(&book, 2, 12, 0).await), both);
    // In the evening nobody calls.
    assert!(silences(&seen(&book, 2, 21, 5).await).is_empty());
    // The next morning the fair is not open before somebody sold, and what sells is not silent.
    assert!(silences(&seen(&book, 3, 9, 30).await).is_empty());
}

#[tokio::test]
async fn what_is_put_off_comes_back_when_its_time_is_over() {
    let book = Book::new().await;
    for _ in 0..8 {
        book.sell(0, (0, 1_000), (Method::Cash, 100_000), at(date(2024, 6, 2), 9)).await;
    }
    let off = store::Off {
        fair: book.summer.bytes().to_vec(),
        matter: "silent A01".into(),
        until: Ms(at(date(2024, 6, 2), 12).0),
        reason: "nghỉ trưa".into(),
        actor: "Ban tổ chức".into(),
        at: at(date(2024, 6, 2), 11),
    };
    let kept =
        book.shop.desk.local(move |db| Box::pin(async move { store::keep_off(db, &off).await }));
    kept.await.unwrap();
    let before = seen(&book, 2, 11, 59).await;
    let off: Vec<&str> = before.off.iter().map(|(_, off)| off.reason.as_str()).collect();
    assert_eq!((silences(&before), off), (vec![], vec!["nghỉ trưa"]));
    let after = seen(&book, 2, 12, 0).await;
    assert_eq!(silences(&after), [("A01", 120, 8)]);
    assert!(after.off.is_empty());
}

#[tokio::test]
async fn a_sale_that_comes_late_makes_no_booth_silent() {
    let book = Book::new().await;
    for _ in 0..8 {
        book.sell(0, (0, 1_000), (Method::Cash, 100_000), at(date(2024, 6, 2), 9)).await;
    }
    // A phone sold at eleven, and then another one brings what it sold at nine.
    for hour in [11, 9] {
        book.sell(0, (0, 1_000), (Method::Cash, 100_000), at(date(2024, 6, 2), hour)).await;
    }
    assert!(silences(&seen(&book, 2, 11, 20).await).is_empty());
}
