//! Tables of a lot: where it is, what was sold when, and which sales carried it.

use crate::{
    base::{lang::Lang, quantity::Quantity},
    report::{
        stock::lot::Lot,
        table::{Cell, Table},
    },
};

/// All tables of a lot.
pub fn lot(it: &Lot, lang: Lang) -> Vec<Table> {
    vec![places(it, lang), days(it, lang), sales(it, lang)]
}

fn places(it: &Lot, lang: Lang) -> Table {
    let title = lang.say("Ở đâu", "Where it is");
    let heads = match lang {
        Lang::Vi => [
            "Hội chợ",
            "Nơi",
            "Chủ hàng",
            "Hạn dùng",
            "#Vào",
            "#Đã bán",
            "#Cho · hao hụt",
            "#Chuyển · trả",
            "#Kiểm kê ±",
            "#Còn",
        ],
        Lang::En => [
            "Fair",
            "Place",
            "Owner",
            "Last day",
            "#In",
            "#Sold",
            "#Given · lost",
            "#Sent · returned",
            "#Count ±",
            "#Left",
        ],
    };
    let mut table = Table::new("places", title, &heads);
    for place in &it.places {
        let words = [&place.fair, &place.code, &place.owner_name].map(Cell::text);
        let day = place.expires_on.as_deref().map_or(Cell::Nothing, Cell::stored_date);
        let gone = [place.came, place.sold, place.gone, place.left_for];
        let figures = gone.into_iter().chain([place.adjusted, place.quantity]);
        let figures = figures.map(|figure| Cell::Quantity(Quantity(figure)));
        table.row(words.into_iter().chain([day]).chain(figures).collect(), None);
    }
    table
}

fn days(it: &Lot, lang: Lang) -> Table {
    let title = lang.say("Đã bán ngày nào, ở đâu", "Sold when and where");
    let heads = match lang {
        Lang::Vi => ["Ngày", "Hội chợ", "Gian", "#Số phiếu", "#Đã bán", "#Khách trả"],
        Lang::En => ["Day", "Fair", "Booth", "#Receipts", "#Sold", "#Brought back"],
    };
    let mut table = Table::new("days", title, &heads);
    for day in it.days() {
        let cells = vec![
            Cell::stored_date(&day.day),
            Cell::text(&day.fair_name),
            Cell::text(&day.booth),
            Cell::Count(day.receipts as i64),
            Cell::Quantity(day.sold),
            Cell::Quantity(day.back),
        ];
        table.row(cells, None);
    }
    table
}

fn sales(it: &Lot, lang: Lang) -> Table {
    let title = lang.say("Phiếu có lô này", "Sales that carried it");
    let heads = match lang {
        Lang::Vi => ["Số phiếu", "Hội chợ", "Gian", "Ngày", "#Khách lấy"],
        Lang::En => ["Receipt", "Fair", "Booth", "Day", "#Taken by the customer"],
    };
    let mut table = Table::new("sales", title, &heads);
    for sale in &it.sales {
        let words = [&sale.receipt_no, &sale.fair, &sale.booth].map(Cell::text);
        let rest = [Cell::stored_date(&sale.day), Cell::Quantity(Quantity(sale.quantity))];
        table.row(words.into_iter().chain(rest).collect(), None);
    }
    table
}
