//! Charts of letters: bars under the question that each answers. The figures are those of tables.

use super::{
    cube::Part,
    season::Season,
    tables::{self, Label},
    words::{short, stars},
};
use crate::{
    base::{lang::Lang, money::Money},
    catalog::kinds::group_name,
};
use std::collections::BTreeMap;

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The question.
    pub title: String,
    /// Its bars, one below the other.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// How long it is; none of a chart's bars is below zero.
    pub value: i64,
    /// The figure, as people read it.
    pub shown: String,
}

impl Chart {
    /// The longest bar.
    pub fn most(&self) -> i64 {
        self.bars.iter().map(|bar| bar.value).max().unwrap_or(0)
    }
}

/// More bars than these say nothing at a glance; the table says all.
const BARS: usize = 24;

/// Months, zones, stars, groups and hours of a season.
pub fn season(it: &Season, lang: Lang) -> Vec<Chart> {
    let mut months: BTreeMap<&str, i64> = BTreeMap::new();
    for part in &it.by_month {
        *months.entry(&part.month).or_default() += part.revenue.0;
    }
    let month = |(month, sum): (&&str, &i64)| bar(month_label(month), *sum, lang);
    let cube = &it.cube;
    let star = |code: &str, lang: Lang| stars(code.parse().unwrap_or(0), lang);
    let group = |code: &str, lang: Lang| group_name(code.parse().unwrap_or(0), lang).to_owned();
    let parts = |title: &str, parts: &[Part], label: Label| Chart {
        title: title.to_owned(),
        bars: parts.iter().map(|it| bar(label(&it.code, lang), it.revenue.0, lang)).collect(),
    };
    let all = [
        Chart {
            title: lang.say("Doanh thu theo tháng", "Revenue by month").to_owned(),
            bars: months.iter().map(month).collect(),
        },
        parts(lang.say("Doanh thu theo khu", "Revenue by zone"), &cube.by_zone, tables::zone),
        parts(lang.say("Doanh thu theo hạng sao", "Revenue by star"), &cube.by_star, star),
        parts(
            lang.say("Doanh thu theo nhóm sản phẩm", "Revenue by product group"),
            &cube.by_product_group,
            group,
        ),
        parts(lang.say("Doanh thu theo giờ", "Revenue by hour"), &cube.by_hour, tables::hour),
    ];
    let worth = |it: &Chart| (1..=BARS).contains(&it.bars.len()) && it.most() > 0;
    all.into_iter().filter(worth).collect()
}

fn bar(label: String, value: i64, lang: Lang) -> Bar {
    Bar { label, value: value.max(0), shown: short(Money(value), lang) }
}

/// `06/2024` of `2024-06`.
fn month_label(month: &str) -> String {
    match month.split_once('-') {
        Some((year, month)) => format!("{month}/{year}"),
        None => month.to_owned(),
    }
}
