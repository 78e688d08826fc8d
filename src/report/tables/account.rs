//! Tables of the stock report: what lies where, and the goods account.

use crate::{
    base::lang::Lang,
    report::{
        stock::{GoodsPart, Stock, account::Account},
        table::{Cell, Table},
    },
    stock::document::Column,
};

/// Both tables.
pub fn stock_account(it: &Stock, lang: Lang) -> Vec<Table> {
    vec![held(it, lang), goods(it.goods.iter(), lang)]
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

/// The table of a goods account.
pub fn goods_account(it: &Account, lang: Lang) -> Vec<Table> {
    vec![goods(it.parts.iter().flat_map(|part| &part.goods), lang)]
}

fn goods<'a>(all: impl Iterator<Item = &'a GoodsPart>, lang: Lang) -> Table {
    let title = lang.say("Bảng kê hàng hóa", "Goods account");
    let words = match lang {
        Lang::Vi => ["Nơi", "Chủ hàng", "Sản phẩm", "Đơn vị"],
        Lang::En => ["Place", "Owner", "Product", "Unit"],
    };
    let figures = Column::ALL.iter().map(|column| format!("#{}", column.label(lang)));
    let left = lang.say("#Còn", "#Left").to_owned();
    let heads: Vec<String> = words.map(str::to_owned).into_iter().chain(figures).collect();
    let heads: Vec<&str> = heads.iter().chain([&left]).map(String::as_str).collect();
    let mut table = Table::new("goods", title, &heads);
    for it in all {
        let words = [&it.booth, &it.owner, &it.name, &it.unit].map(Cell::text);
        let figures = Column::ALL.iter().map(|column| it.figure(*column)).chain([it.left]);
        table.row(words.into_iter().chain(figures.map(Cell::Quantity)).collect(), None);
    }
    table
}
