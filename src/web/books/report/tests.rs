//! What the pages of reports say, and where they lead.

use crate::{
    report::{
        season::{Season, season},
        testbook::Book,
    },
    web::books::report::*,
};
use jiff::civil::date;
use maud::PreEscaped;

async fn half_year(book: &Book) -> Season {
    let mut db = book.shop.read().await.unwrap();
    let mut it = season(&mut db, date(2024, 1, 1), date(2024, 6, 30)).await.unwrap();
    // The head hangs on the node's id; the page shows only its ends.
    it.journal_head = "7c1e0000a90f".into();
    it
}

fn lines(page: &Markup) -> String {
    let PreEscaped(text) = page;
    text.replace("><", ">\n<")
}

#[tokio::test]
async fn the_season_page_in_both_languages() {
    let it = half_year(&Book::filled().await).await;
    insta::assert_snapshot!("season_vi", lines(&season_page(&it, Lang::Vi)));
    insta::assert_snapshot!("season_en", lines(&season_page(&it, Lang::En)));
}

#[tokio::test]
async fn the_pages_of_a_fair_and_a_booth_lead_to_their_sales() {
    let book = Book::filled().await;
    let mut db = book.shop.read().await.unwrap();
    let row = crate::fair::store::fair_by_code(&mut db, "he-2024").await.unwrap().unwrap();
    let summer = row.id;
    let fair = crate::report::fair::fair(&mut db, &row).await.unwrap();
    let page = fair_page(&fair, Markup::default(), Lang::Vi).into_string();
    for to in [
        "/fairs/he-2024/sales?day=2024-06-02",
        "/fairs/he-2024/sales?hour=9",
        "/fairs/he-2024/booths/A01",
        "/fairs/he-2024/sales?star=4",
        "/fairs/he-2024/sales?method=vietqr",
    ] {
        assert!(page.contains(&format!("href=\"{to}\"")), "{to}");
    }
    let row = crate::fair::store::booth(&mut db, &book.booths[0].bytes()).await;
    let row = row.unwrap().unwrap();
    let booth = crate::report::booth::booth(&mut db, summer, &row).await;
    let page = booth_page(&booth.unwrap(), Markup::default(), Lang::En).into_string();
    assert!(page.contains("/fairs/he-2024/sales?booth=A01&amp;day=2024-06-03"), "{page}");
    let products = crate::report::products::products(&mut db, date(2024, 6, 30)).await;
    let page = products_page(&products.unwrap(), Lang::Vi).into_string();
    assert!(page.contains("có 2 sản phẩm của 2 chủ thể"), "{page}");
}

#[tokio::test]
async fn an_empty_season_says_what_to_do_next() {
    let it = half_year(&Book::empty().await).await;
    let page = season_page(&it, Lang::Vi).into_string();
    assert!(page.contains("Chọn kỳ khác") && page.contains("(0\u{a0}%)"), "{page}");
}

#[tokio::test]
async fn the_list_of_sales_states_the_figure_it_explains() {
    let book = Book::filled().await;
    let mut db = book.shop.read().await.unwrap();
    let fair = crate::fair::store::fair_by_code(&mut db, "he-2024").await.unwrap().unwrap();
    let filter = crate::report::trace::Filter {
        day: Some(date(2024, 6, 3)),
        hour: Some(9),
        ..Default::default()
    };
    let rows = crate::report::trace::store::rows(&mut db, fair.id, &filter, i64::MAX, 1).await;
    let sums = crate::report::trace::store::sums(&mut db, fair.id, &filter).await.unwrap();
    let rows = rows.unwrap();
    let list = SalesList {
        fair: &fair.code,
        fair_name: &fair.name,
        filter: &filter,
        rows: &rows,
        sums,
        next: Some(rows[0].pos),
    };
    let page = sales_page(&list, Lang::Vi).into_string();
    for words in
        ["2 phiếu", "700.000\u{a0}đ", "03/06/2024 · 9 giờ", "day=2024-06-03&amp;hour=9&amp;before="]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
}
