use super::*;

struct Row {
    name: &'static str,
    sold: i64,
}

fn rows() -> Vec<Row> {
    let named = [("Mật ong", 30), ("Mát mẻ", 10), ("Đường phèn", 20)];
    named.into_iter().map(|(name, sold)| Row { name, sold }).collect()
}

fn draw(rows: &[Row], asked: &Asked) -> String {
    let list = List::new("/goods", asked, "Hàng", Lang::Vi)
        .searched("Tìm hàng", |it: &Row| it.name.to_owned())
        .column(Column::new("name", "Tên", |it: &Row| html! { (it.name) }).by(|it| fold(it.name)))
        .column(Column::new("sold", "Đã bán", |it: &Row| html! { (it.sold) }).by(|it| it.sold))
        .chip("much", "Bán chạy", |it: &Row| it.sold > 15)
        .chip("none", "Chưa bán", |it: &Row| it.sold == 0);
    list.draw(rows).into_string()
}

/// The names of the rows, in order.
fn names(page: &str) -> Vec<&str> {
    let cells = page.split("<th scope=\"row\">").skip(1);
    cells.map(|cell| cell.split('<').next().unwrap()).collect()
}

fn asked(q: &str, only: &str, sort: &str, page: &str) -> Asked {
    let [q, only, sort, page] = [q, only, sort, page].map(str::to_owned);
    Asked { q, only, sort, page }
}

#[test]
fn a_list_is_searched_without_marks_and_what_is_spelt_exactly_comes_first() {
    assert_eq!(names(&draw(&rows(), &asked("mat", "", "", ""))), ["Mật ong", "Mát mẻ"]);
    assert_eq!(names(&draw(&rows(), &asked("Mát", "", "", ""))), ["Mát mẻ", "Mật ong"]);
    assert_eq!(names(&draw(&rows(), &asked("duong", "", "", ""))), ["Đường phèn"]);
    assert!(draw(&rows(), &asked("khong co", "", "", "")).contains("Không tìm thấy gì"));
}

#[test]
fn chips_count_what_was_found_and_one_without_rows_is_not_offered() {
    let page = draw(&rows(), &asked("mat", "", "", ""));
    assert!(page.contains("Tất cả <span class=\"count\">2</span>"), "{page}");
    assert!(page.contains("Bán chạy <span class=\"count\">1</span>"), "{page}");
    assert!(page.contains("href=\"/goods?q=mat&amp;only=much\""), "{page}");
    assert!(!page.contains("Chưa bán"), "{page}");
    let page = draw(&rows(), &asked("", "much", "", ""));
    assert_eq!(names(&page), ["Mật ong", "Đường phèn"]);
    assert!(draw(&rows(), &asked("", "none", "", "")).contains("Chưa bán"), "the chosen one stays");
}

#[test]
fn a_head_sorts_and_pressed_again_it_sorts_from_the_end() {
    let page = draw(&rows(), &asked("", "", "sold", ""));
    assert_eq!(names(&page), ["Mát mẻ", "Đường phèn", "Mật ong"]);
    assert!(page.contains("aria-sort=\"ascending\""));
    assert!(page.contains("href=\"/goods?sort=-sold\""), "{page}");
    let page = draw(&rows(), &asked("", "", "-name", ""));
    assert_eq!(names(&page), ["Mật ong", "Mát mẻ", "Đường phèn"]);
    assert_eq!(names(&draw(&rows(), &asked("", "", "weight", ""))).len(), 3, "no such column");
}

#[test]
fn a_page_has_fifty_rows_and_the_next_one_keeps_the_words() {
    let many: Vec<Row> = (0..120).map(|sold| Row { name: "Chè", sold }).collect();
    let page = draw(&many, &asked("che", "", "sold", "2"));
    assert_eq!(names(&page).len(), PAGE);
    assert!(page.contains("51–100 / 120"), "{page}");
    assert!(page.contains("href=\"/goods?q=che&amp;sort=sold\""), "the first page");
    assert!(page.contains("href=\"/goods?q=che&amp;sort=sold&amp;page=3\""), "{page}");
    let beyond = draw(&many, &asked("", "", "", "9"));
    assert_eq!(names(&beyond).len(), 20, "a page that is no more is the last one");
    assert!(!draw(&rows(), &asked("", "", "", "x")).contains("class=\"pages\""));
}

#[test]
fn what_is_away_stands_under_its_own_chip_alone() {
    let list = |q: &str, only: &str| {
        let asked = asked(q, only, "", "");
        let list = List::new("/goods", &asked, "Hàng", Lang::Vi)
            .searched("Tìm hàng", |it: &Row| it.name.to_owned())
            .column(Column::new("name", "Tên", |it: &Row| html! { (it.name) }))
            .chip("much", "Bán chạy", |it: &Row| it.sold > 15)
            .away("gone", "Đã đóng", |it: &Row| it.sold == 30);
        list.draw(&rows()).into_string()
    };
    let page = list("", "");
    assert_eq!(names(&page), ["Mát mẻ", "Đường phèn"]);
    for (words, count) in [("Tất cả", 2), ("Bán chạy", 1), ("Đã đóng", 1)] {
        assert!(page.contains(&format!("{words} <span class=\"count\">{count}</span>")), "{page}");
    }
    assert_eq!(names(&list("", "much")), ["Đường phèn"]);
    assert_eq!(names(&list("", "gone")), ["Mật ong"]);
    assert_eq!(names(&list("mat", "")), ["Mát mẻ"]);
    assert!(!list("duong", "").contains("Đã đóng"), "none of what was found is away");
}
