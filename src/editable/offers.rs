//! Promotions, the labels of scales and figures of sources as rows.

use super::{
    Part,
    fairs::commands,
    names::Names,
    table::{Column, code, text},
    thing::{BOOTH, FAIR, Line, Refer, Thing, flag, joined, shown},
};
use crate::{
    base::{
        clock::Ms,
        fold::brief,
        id::{BoothId, ProductId},
        lang::Say,
        money::Money,
    },
    desk::command::Command,
    fair::{
        Change,
        label::{self, ScaleLabel},
        promotion::{Deal, Promotion},
        source_figures::{Measure, SourceFigure, Unit},
    },
    sheet::cells::{count, date, money, small},
};
use jiff::civil::DateTime;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::str::FromStr;
use uuid::Uuid;

const PRODUCTS: Refer = Refer { part: Part::Products, id: "products_id", name: "products" };

crate::words! {
    /// What a promotion gives, and which columns say how much.
    Gives {
        /// Per cents off: `percent`.
        Percent = "percent", "Giảm theo phần trăm", "Per cents off";
        /// Đồng off each unit: `amount`.
        Amount = "amount", "Giảm số tiền", "Amount off";
        /// So many free: `buy` and `get`.
        BuyGet = "buy_get", "Mua tặng", "Buy and get";
        /// One of each together: `amount`.
        Bundle = "bundle", "Cả bộ", "Set";
    }
}

impl Thing for Promotion {
    const PART: Part = Part::Promotions;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        text("fair_id", "Mã hệ thống của hội chợ"),
        code("fair", "Mã hội chợ"),
        text("booth_id", "Mã hệ thống của gian"),
        code("booth", "Mã gian hàng"),
        text("name", "Tên khuyến mãi"),
        text("deal", "Hình thức"),
        code("percent", "Phần trăm giảm"),
        code("amount", "Số tiền (đồng)"),
        code("buy", "Mua"),
        code("get", "Tặng"),
        text("starts", "Bắt đầu"),
        text("ends", "Kết thúc"),
        text("products_id", "Mã hệ thống của các sản phẩm"),
        text("products", "Các sản phẩm"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Promotion {
        Promotion { uid: uid.into(), ..self }
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        let (gives, [percent, amount, buy, get]) = terms(&self.deal);
        let ids: Vec<String> = self.products.iter().map(|it| it.to_string()).collect();
        let products: Vec<&str> = self.products.iter().map(|it| names.name(it.0)).collect();
        vec![
            self.uid.to_string(),
            self.fair.to_string(),
            names.name(self.fair.0).to_owned(),
            shown(self.booth),
            shown(self.booth.map(|it| names.name(it.0))),
            self.name.clone(),
            gives.as_str().to_owned(),
            shown(percent),
            shown(amount),
            shown(buy),
            shown(get),
            instant_text(self.starts),
            instant_text(self.ends),
            ids.join("\n"),
            products.iter().map(|it| it.replace('\n', " ")).collect::<Vec<_>>().join("\n"),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Promotion>) -> Option<Promotion> {
        let fair = line.refer(FAIR, stands.map(|it| it.fair.0));
        let booth = line.maybe_refer(BOOTH, stands.and_then(|it| it.booth).map(|it| it.0));
        let name = line.text("name", stands.map(|it| &it.name));
        let deal = deal(line, stands.map(|it| &it.deal));
        let starts = line.read("starts", stands.map(|it| it.starts), instant);
        let ends = line.read("ends", stands.map(|it| it.ends), instant);
        let products = products(line, stands);
        Some(Promotion {
            uid: Default::default(),
            fair: fair?,
            booth: booth.map(BoothId),
            name,
            products,
            deal: deal?,
            starts: starts?,
            ends: ends?,
        })
    }

    fn keys(&self) -> Vec<Option<String>> {
        let (fair, booth) = (self.fair.to_string(), shown(self.booth));
        vec![joined(&[&fair, &booth, &self.name, &self.starts.0.to_string()])]
    }

    fn commands(things: Vec<(usize, Promotion)>) -> Vec<(usize, Command)> {
        commands(things, Change::Promotion)
    }
}

/// What a deal is called, and its figures: per cents, đồng, bought, free.
fn terms(deal: &Deal) -> (Gives, [Option<i64>; 4]) {
    match *deal {
        Deal::Percent(percent) => (Gives::Percent, [Some(percent), None, None, None]),
        Deal::Amount(amount) => (Gives::Amount, [None, Some(amount.0), None, None]),
        Deal::BuyGet { buy, get } => (Gives::BuyGet, [None, None, Some(buy), Some(get)]),
        Deal::Bundle(price) => (Gives::Bundle, [None, Some(price.0), None, None]),
    }
}

fn deal(line: &mut Line, stands: Option<&Deal>) -> Option<Deal> {
    let (was, figures) = stands.map(terms).map_or((None, [None; 4]), |it| (Some(it.0), it.1));
    let [percent, amount, buy, get] = figures;
    Some(match line.word("deal", was)? {
        Gives::Percent => Deal::Percent(line.read("percent", percent, count)?),
        Gives::Amount => Deal::Amount(line.read("amount", amount.map(Money), money)?),
        Gives::Bundle => Deal::Bundle(line.read("amount", amount.map(Money), money)?),
        Gives::BuyGet => {
            let (buy, get) = (line.read("buy", buy, count), line.read("get", get, count));
            Deal::BuyGet { buy: buy?, get: get? }
        }
    })
}

/// A line of the cell for each product.
fn products(line: &mut Line, stands: Option<&Promotion>) -> Vec<ProductId> {
    let was = stands.map(|it| it.products.clone());
    line.refer_all(PRODUCTS, was)
}

/// `2026-06-03 14:32`; to the millisecond where somebody ended it in between.
fn instant_text(at: Ms) -> String {
    let civil = at.civil();
    match at.0 % 60_000 {
        0 => civil.strftime("%Y-%m-%d %H:%M").to_string(),
        _ => civil.strftime("%Y-%m-%d %H:%M:%S%.3f").to_string(),
    }
}

/// An instant in Vietnam: a day, and a time that may be left out.
fn instant(text: &str) -> Result<Ms, Say> {
    let wrong = || {
        Say::new(
            format!("“{}” không phải ngày giờ; viết 03/06/2026 14:32", brief(text)),
            format!("“{}” is not a day and time; write 2026-06-03 14:32", brief(text)),
        )
    };
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
    let day = date(day)?;
    let padded = if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() };
    let civil = DateTime::from_str(&format!("{day}T{padded}")).map_err(|_| wrong())?;
    let time = civil.time();
    let ms = i64::from(time.hour()) * 3_600_000
        + i64::from(time.minute()) * 60_000
        + i64::from(time.second()) * 1_000
        + i64::from(time.millisecond());
    Ok(Ms(Ms::start_of(day).0 + ms))
}

impl Thing for ScaleLabel {
    const PART: Part = Part::ScaleLabels;
    const COLUMNS: &'static [Column] = &[
        text("fair_id", "Mã hệ thống của hội chợ"),
        code("fair", "Mã hội chợ"),
        code("prefix", "Hai số đầu"),
        text("kind", "Giá trị trên tem"),
        code("item_digits", "Số chữ số của mã hàng"),
        code("step", "Bước"),
        text("verifier", "Có số kiểm tra giá trị"),
        text("active", "Còn dùng"),
    ];

    fn uid(&self) -> Option<Uuid> {
        None
    }

    fn under(self, _uid: Uuid) -> ScaleLabel {
        self
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        vec![
            self.fair.to_string(),
            names.name(self.fair.0).to_owned(),
            self.prefix.clone(),
            self.kind.as_str().to_owned(),
            self.item_digits.to_string(),
            self.step.to_string(),
            flag(self.verifier),
            flag(self.active),
        ]
    }

    fn read(line: &mut Line, stands: Option<&ScaleLabel>) -> Option<ScaleLabel> {
        let before = line.wrong.len();
        let fair = line.refer(FAIR, stands.map(|it| it.fair.0));
        let prefix = line.text("prefix", stands.map(|it| &it.prefix));
        let kind = line.word("kind", stands.map(|it| it.kind));
        let digits = stands.map(|it| it.item_digits);
        let item_digits = line.read("item_digits", digits, |text| small(text, 4, 6));
        let step = line.read("step", stands.map(|it| it.step), count);
        let verifier = line.yes("verifier", stands.is_some_and(|it| it.verifier));
        let active = line.yes("active", stands.is_none_or(|it| it.active));
        let (kind, item_digits, step) = (kind?, item_digits?, step?);
        let label = ScaleLabel { fair: fair?, prefix, kind, item_digits, step, active, verifier };
        if line.wrong.len() == before
            && let Err((column, say)) = label::check(&label)
        {
            line.wrong(column, say);
        }
        Some(label)
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.fair.to_string(), &self.prefix])]
    }

    fn commands(things: Vec<(usize, ScaleLabel)>) -> Vec<(usize, Command)> {
        commands(things, Change::ScaleLabel)
    }
}

impl Thing for SourceFigure {
    const PART: Part = Part::Figures;
    const COLUMNS: &'static [Column] = &[
        text("sort", "Loại số liệu"),
        text("measure", "Chỉ tiêu"),
        text("area", "Địa bàn"),
        text("starts_on", "Từ ngày"),
        text("ends_on", "Đến ngày"),
        code("value", "Giá trị"),
        text("bound", "Mức"),
        text("source", "Nguồn"),
    ];

    fn uid(&self) -> Option<Uuid> {
        None
    }

    fn under(self, _uid: Uuid) -> SourceFigure {
        self
    }

    fn cells(&self, _names: &Names) -> Vec<String> {
        vec![
            self.sort.as_str().to_owned(),
            self.measure.as_str().to_owned(),
            self.area.clone(),
            self.starts_on.to_string(),
            self.ends_on.to_string(),
            shown(self.value.map(|it| value_text(it, self.measure))),
            self.bound.as_str().to_owned(),
            self.source.clone(),
        ]
    }

    fn read(line: &mut Line, stands: Option<&SourceFigure>) -> Option<SourceFigure> {
        let sort = line.word("sort", stands.map(|it| it.sort));
        let measure = line.word("measure", stands.map(|it| it.measure))?;
        let area = line.text("area", stands.map(|it| &it.area));
        let starts_on = line.read("starts_on", stands.map(|it| it.starts_on), date);
        let ends_on = line.read("ends_on", stands.map(|it| it.ends_on), date);
        let was = stands.and_then(|it| it.value);
        let value = line.maybe("value", was, |text| value(text, measure));
        let bound = line.word("bound", stands.map(|it| it.bound));
        let source = line.text("source", stands.map(|it| &it.source));
        Some(SourceFigure {
            sort: sort?,
            measure,
            area,
            starts_on: starts_on?,
            ends_on: ends_on?,
            value,
            bound: bound?,
            source,
        })
    }

    fn keys(&self) -> Vec<Option<String>> {
        let (from, to) = (self.starts_on.to_string(), self.ends_on.to_string());
        // Areas that differ in case alone are two to the book.
        let words = [self.sort.as_str(), self.measure.as_str(), &self.area, &from, &to];
        vec![Some(words.join("\n"))]
    }

    fn commands(things: Vec<(usize, SourceFigure)>) -> Vec<(usize, Command)> {
        commands(things, Change::Figure)
    }
}

/// How many decimals a measure has: per cents two, hectares three.
fn decimals(measure: Measure) -> u32 {
    match measure.unit() {
        Unit::Count | Unit::Money => 0,
        Unit::Share => 2,
        Unit::Area => 3,
    }
}

/// A figure with all its decimals, and one more of hectares: `1.500` would be thousands to a
/// Vietnamese reader.
fn value_text(value: i64, measure: Measure) -> String {
    let decimals = decimals(measure);
    let text = Decimal::new(value, decimals).to_string();
    if decimals == 3 { format!("{text}0") } else { text }
}

/// A figure as people write it: a comma or a point before decimals.
fn value(text: &str, measure: Measure) -> Result<i64, Say> {
    let decimals = decimals(measure);
    if decimals == 0 {
        return count(text);
    }
    let figure = Decimal::from_str(&text.replace(',', ".")).ok();
    let whole = figure.and_then(|it| it.checked_mul(Decimal::from(10_i64.pow(decimals))));
    let whole = whole.map(|it| it.normalize()).filter(|it| it.scale() == 0);
    whole.and_then(|it| it.to_i64()).ok_or_else(|| {
        Say::new(
            format!("“{}” phải là số, nhiều nhất {decimals} chữ số lẻ", brief(text)),
            format!("“{}” must be a number of at most {decimals} decimals", brief(text)),
        )
    })
}
