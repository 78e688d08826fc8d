//! Tables of the stock report: what lies where, and the goods account.

use crate::{
    base::lang::Lang,
    report::{
        stock::Stock,
        table::{Cell, Table},
    },
};

/// Both tables.
pub fn stock_account(it: &Stock, lang: Lang) -> Vec<Table> {
    vec![held(it, lang), account(it, lang)]
}

fn held(it: &Stock, lang: Lang) -> Table {
    let title = lang.say("Hàng còn ở từng nơi", "What lies where");
    let heads = match lang {
        Lang::Vi => ["Nơi", "Sản phẩm", "Đơn vị", "Lô", "Hạn dùng", "Chủ hàng", "#Còn"],
        Lang::En => ["Place", "Product", "Unit", "Lot", "Last day", "Owner", "#Left"],
    };
    let mut table = Table::new("stock", title, &heads);
    for place in &it.places {
        for line in &place.lines {
            let cells = vec![
                Cell::text(&place.code),
                Cell::text(&line.name),
                Cell::text(&line.unit),
                Cell::text(&line.lot),
                line.expires_on.as_deref().map_or(Cell::Nothing, Cell::stored_date),
                Cell::text(&line.owner),
                Cell::Quantity(line.quantity),
            ];
            table.row(cells, None);
        }
    }
    table
}

fn account(it: &Stock, lang: Lang) -> Table {
    let title = lang.say("Bảng kê hàng hóa", "Goods account");
    let heads = match lang {
        Lang::Vi => [
            "Nơi",
            "Chủ hàng",
            "Sản phẩm",
            "Đơn vị",
            "#Mang đến",
            "#Nhận chuyển",
            "#Kiểm kê ±",
            "#Đã bán",
            "#Cho, tặng, dùng",
            "#Hao hụt",
            "#Chuyển đi",
            "#Trả nhà sản xuất",
            "#Còn",
        ],
        Lang::En => [
            "Place",
            "Owner",
            "Product",
            "Unit",
            "#Brought",
            "#Received",
            "#Adjusted",
            "#Sold",
            "#Given",
            "#Lost",
            "#Sent",
            "#Returned",
            "#Left",
        ],
    };
    let mut table = Table::new("goods", title, &heads);
    for it in &it.goods {
        let words = [&it.booth, &it.owner, &it.name, &it.unit].map(Cell::text);
        let figures = [
            it.brought,
            it.received,
            it.adjusted,
            it.sold,
            it.given,
            it.lost,
            it.sent,
            it.returned,
            it.left,
        ];
        table.row(words.into_iter().chain(figures.map(Cell::Quantity)).collect(), None);
    }
    table
}
