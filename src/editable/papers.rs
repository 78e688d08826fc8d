//! Makers' papers, listings of products and online sales as rows.

use super::{
    Part,
    catalog::{PRODUCER, commands},
    names::Names,
    table::{Column, code, text},
    thing::{Line, PRODUCT, Thing, flag, joined, shown},
};
use crate::{
    base::{lang::Say, quantity::Quantity},
    catalog::{
        Change,
        papers::{Listing, OnlineSales, Quality, month},
    },
    desk::command::Command,
    sheet::cells::{count, date, money},
};
use uuid::Uuid;

/// Notes at a column what a check says of a row.
fn checked(line: &mut Line, before: usize, column: &str, checked: Result<(), Say>) {
    if line.wrong.len() == before
        && let Err(say) = checked
    {
        line.wrong(column, say);
    }
}

/// Hectares with a decimal more than are kept: `1.500` would be thousands to a Vietnamese reader.
fn hectares_text(it: Quantity) -> String {
    let text = format!("{}.{:03}0", it.0 / 1000, it.0 % 1000);
    text.strip_suffix(".0000").unwrap_or(&text).to_owned()
}

fn hectares(text: &str) -> Result<Quantity, Say> {
    let bare = text.strip_suffix('0').filter(|it| it.contains(['.', ',']));
    bare.and_then(Quantity::parse).map_or_else(|| Quantity::parse_typed(text), Ok)
}

impl Thing for Quality {
    const PART: Part = Part::Papers;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        text("producer_id", "Mã hệ thống của chủ thể"),
        text("producer", "Chủ thể"),
        text("kind", "Loại giấy"),
        code("number", "Số giấy"),
        code("area_code", "Mã số vùng, cơ sở"),
        code("hectares", "Diện tích (ha)"),
        text("issued_by", "Nơi cấp"),
        text("holds_from", "Ngày cấp"),
        text("expires_on", "Ngày hết hạn"),
        text("withdrawn", "Đã rút"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Quality {
        Quality { uid: uid.into(), ..self }
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        vec![
            self.uid.to_string(),
            self.producer.to_string(),
            names.name(self.producer.0).to_owned(),
            self.kind.as_str().to_owned(),
            self.number.clone(),
            self.area_code.clone(),
            shown(self.hectares.map(hectares_text)),
            self.issued_by.clone(),
            self.holds_from.to_string(),
            shown(self.expires_on),
            flag(self.withdrawn),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Quality>) -> Option<Quality> {
        let before = line.wrong.len();
        let producer = line.refer(PRODUCER, stands.map(|it| it.producer.0));
        let kind = line.word("kind", stands.map(|it| it.kind));
        let number = line.text("number", stands.map(|it| &it.number));
        let area_code = line.text("area_code", stands.map(|it| &it.area_code));
        let hectares = line.maybe("hectares", stands.and_then(|it| it.hectares), hectares);
        let issued_by = line.text("issued_by", stands.map(|it| &it.issued_by));
        let holds_from = line.read("holds_from", stands.map(|it| it.holds_from), date);
        let expires_on = line.maybe("expires_on", stands.and_then(|it| it.expires_on), date);
        let withdrawn = line.yes("withdrawn", stands.is_some_and(|it| it.withdrawn));
        let paper = Quality {
            uid: Default::default(),
            producer: producer?,
            kind: kind?,
            number,
            area_code,
            hectares,
            issued_by,
            holds_from: holds_from?,
            expires_on,
            withdrawn,
        };
        checked(line, before, "kind", paper.check());
        Some(paper)
    }

    /// Without a number it is known by its area and its first day.
    fn keys(&self) -> Vec<Option<String>> {
        let day = self.holds_from.to_string();
        let number = if self.number.is_empty() { &day } else { &self.number };
        let (producer, kind) = (self.producer.to_string(), self.kind.as_str());
        vec![joined(&[&producer, kind, &self.area_code, number])]
    }

    fn commands(things: Vec<(usize, Quality)>) -> Vec<(usize, Command)> {
        commands(things, Change::Quality)
    }
}

impl Thing for Listing {
    const PART: Part = Part::Listings;
    const COLUMNS: &'static [Column] = &[
        text("product_id", "Mã hệ thống của sản phẩm"),
        text("product", "Sản phẩm"),
        text("platform", "Sàn"),
        text("since", "Từ ngày"),
        text("until", "Gỡ ngày"),
        text("link", "Liên kết"),
        text("withdrawn", "Đã rút"),
    ];

    fn uid(&self) -> Option<Uuid> {
        None
    }

    fn under(self, _uid: Uuid) -> Listing {
        self
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        vec![
            self.product.to_string(),
            names.name(self.product.0).to_owned(),
            self.platform.as_str().to_owned(),
            self.since.to_string(),
            shown(self.until),
            self.link.clone(),
            flag(self.withdrawn),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Listing>) -> Option<Listing> {
        let before = line.wrong.len();
        let product = line.refer(PRODUCT, stands.map(|it| it.product.0));
        let platform = line.word("platform", stands.map(|it| it.platform));
        let since = line.read("since", stands.map(|it| it.since), date);
        let until = line.maybe("until", stands.and_then(|it| it.until), date);
        let link = line.text("link", stands.map(|it| &it.link));
        let withdrawn = line.yes("withdrawn", stands.is_some_and(|it| it.withdrawn));
        let (product, platform, since) = (product?, platform?, since?);
        let listing = Listing { product, platform, since, until, link, withdrawn };
        checked(line, before, "link", listing.check());
        Some(listing)
    }

    fn keys(&self) -> Vec<Option<String>> {
        let (product, since) = (self.product.to_string(), self.since.to_string());
        vec![joined(&[&product, self.platform.as_str(), &since])]
    }

    fn commands(things: Vec<(usize, Listing)>) -> Vec<(usize, Command)> {
        commands(things, Change::Listing)
    }
}

impl Thing for OnlineSales {
    const PART: Part = Part::OnlineSales;
    const COLUMNS: &'static [Column] = &[
        text("month", "Tháng"),
        text("platform", "Sàn"),
        code("revenue", "Doanh thu (đồng)"),
        code("orders", "Số đơn"),
        text("source", "Nguồn"),
    ];

    fn uid(&self) -> Option<Uuid> {
        None
    }

    fn under(self, _uid: Uuid) -> OnlineSales {
        self
    }

    fn cells(&self, _names: &Names) -> Vec<String> {
        vec![
            self.month.to_string(),
            self.platform.as_str().to_owned(),
            shown(self.revenue.map(|it| it.0)),
            self.orders.to_string(),
            self.source.clone(),
        ]
    }

    fn read(line: &mut Line, stands: Option<&OnlineSales>) -> Option<OnlineSales> {
        let before = line.wrong.len();
        let month = line.read("month", stands.map(|it| it.month), month);
        let platform = line.word("platform", stands.map(|it| it.platform));
        let revenue = line.maybe("revenue", stands.and_then(|it| it.revenue), money);
        let orders = line.maybe("orders", stands.map(|it| it.orders), count).unwrap_or_default();
        let source = line.text("source", stands.map(|it| &it.source));
        let sales = OnlineSales { month: month?, platform: platform?, revenue, orders, source };
        checked(line, before, "revenue", sales.check());
        Some(sales)
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.month.to_string(), self.platform.as_str()])]
    }

    fn commands(things: Vec<(usize, OnlineSales)>) -> Vec<(usize, Command)> {
        commands(things, Change::Online)
    }
}
