//! Tables of goods: sold, given away, left.

use super::parts::{revenue_head, total};
use crate::{
    base::{id::ProductId, lang::Lang, money::Money, share::Share},
    report::{
        booth::BoothReport,
        goods::{ProductPart, SamplePart},
        table::{Cell, Source, Table},
        trace::Filter,
    },
};

/// Products, the largest revenue first. Quantities of different units have no sum.
pub fn products(
    all: &[ProductPart],
    lang: Lang,
    source: impl Fn(ProductId) -> Option<Source>,
) -> Table {
    let mut table = Table::new(
        "by_product",
        lang.say("Theo sản phẩm", "By product"),
        &[
            lang.say("Sản phẩm", "Product"),
            lang.say("Đơn vị", "Unit"),
            lang.say("#Số lượng", "#Quantity"),
            revenue_head(lang),
            lang.say("%Tỷ trọng", "%Share"),
        ],
    );
    for product in all {
        let cells = vec![
            Cell::text(&product.name),
            Cell::text(&product.unit),
            Cell::Quantity(product.quantity),
            Cell::Money(product.revenue),
            Cell::Share(product.share),
        ];
        table.row(cells, source(product.uid));
    }
    let sum: Money = all.iter().map(|product| product.revenue).sum();
    table.with_total(vec![
        total(lang),
        Cell::Nothing,
        Cell::Nothing,
        Cell::Money(sum),
        Cell::Share(Share::of(sum.0, sum.0)),
    ])
}

/// Free samples; none where nothing was given away.
pub fn samples(all: &[SamplePart], lang: Lang) -> Option<Table> {
    let mut table = Table::new(
        "samples",
        lang.say("Hàng mẫu đã cho", "Free samples"),
        &[
            lang.say("Hội chợ", "Fair"),
            lang.say("Gian", "Booth"),
            lang.say("Sản phẩm", "Product"),
            lang.say("Đơn vị", "Unit"),
            lang.say("#Số lượng", "#Quantity"),
            lang.say("#Trị giá theo giá bán (đ)", "#Worth at its price (đ)"),
        ],
    );
    for part in all {
        let cells = vec![
            Cell::text(&part.fair),
            Cell::text(&part.booth),
            Cell::text(&part.name),
            Cell::text(&part.unit),
            Cell::Quantity(part.quantity),
            Cell::Money(part.value),
        ];
        let (booth, product) = (Some(part.booth.clone()), Some(part.uid));
        let filter = Filter { booth, product, samples: true, ..Filter::default() };
        table.row(cells, Some(Source::Sales(part.fair.clone(), filter)));
    }
    let sum = Cell::Money(all.iter().map(|part| part.value).sum());
    let none = || Cell::Nothing;
    let table = table.with_total(vec![total(lang), none(), none(), none(), none(), sum]);
    (!all.is_empty()).then_some(table)
}

/// What a booth has left.
pub fn stock(it: &BoothReport, lang: Lang) -> Table {
    let mut table = Table::new(
        "stock",
        lang.say("Hàng còn lại", "Stock left"),
        &[
            lang.say("Sản phẩm", "Product"),
            lang.say("Lô", "Lot"),
            lang.say("Hạn dùng", "Best before"),
            lang.say("Đơn vị", "Unit"),
            lang.say("#Đã nhập", "#Received"),
            lang.say("#Còn lại", "#Left"),
        ],
    );
    for left in &it.stock {
        let cells = vec![
            Cell::text(&left.name),
            Cell::text(&left.lot),
            left.expires_on.as_deref().map_or(Cell::Nothing, Cell::stored_date),
            Cell::text(&left.unit),
            Cell::Quantity(left.received),
            Cell::Quantity(left.left),
        ];
        table.row(cells, None);
    }
    table
}
