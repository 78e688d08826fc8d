//! Charts as SVG drawn by the server: each answers the question above it, starts at zero, labels
//! its units, and has its table below it. Nothing here reads the book.

use crate::base::{lang::Lang, money::group};
use maud::{Markup, html};

// The box in units of the view; it is as wide as a card in pixels, so that text is 14 px.
const WIDTH: i64 = 680;
const HEIGHT: i64 = 300;
const SIDE: i64 = 64;
const TOP: i64 = 34;
const FOOT: i64 = 32;
const PLOT: i64 = HEIGHT - TOP - FOOT;
/// Labels that fit below the columns.
const LABELS: usize = 12;

/// A scale from zero: the value of its top, the step between its lines, and what one unit of its
/// labels is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    top: i64,
    step: i64,
    unit: i64,
}

impl Scale {
    /// The scale that holds `max`, with at most five lines at round values. Amounts of money are
    /// labelled in thousands, millions or billions.
    pub fn of(max: i64, money: bool) -> Scale {
        let max = max.max(4);
        let mut step = 1;
        let rounds = (0..18).flat_map(|n| [1, 2, 5].map(|round| round * 10i64.pow(n)));
        for round in rounds {
            step = round;
            if round.saturating_mul(5) >= max {
                break;
            }
        }
        let unit = match step {
            1_000_000_000.. if money => 1_000_000_000,
            1_000_000.. if money => 1_000_000,
            1_000.. if money => 1_000,
            _ => 1,
        };
        Scale { top: (max + step - 1) / step * step, step, unit }
    }

    fn height(self, value: i64) -> i64 {
        // Voids may leave an hour below zero; the table below says so, the column stays at zero.
        let value = value.clamp(0, self.top);
        i64::try_from(i128::from(value) * i128::from(PLOT) / i128::from(self.top)).unwrap_or(0)
    }

    fn y(self, value: i64) -> i64 {
        HEIGHT - FOOT - self.height(value)
    }

    fn ticks(self) -> impl Iterator<Item = i64> {
        (0..=self.top / self.step).map(move |n| n * self.step)
    }

    /// A value in the unit of the labels: `9,1`.
    pub fn said(self, value: i64, lang: Lang) -> String {
        tick(value, self.unit, lang)
    }

    /// `triệu đồng`.
    pub fn money_name(self, lang: Lang) -> &'static str {
        let (vi, en) = match self.unit {
            1_000_000_000 => ("tỷ đồng", "billion đồng"),
            1_000_000 => ("triệu đồng", "million đồng"),
            1_000 => ("nghìn đồng", "thousand đồng"),
            _ => ("đồng", "đồng"),
        };
        if lang == Lang::Vi { vi } else { en }
    }
}

/// A column with its bar and its point of the line.
#[derive(Debug, Clone)]
pub struct Point {
    /// Below the column.
    pub label: String,
    /// Đồng.
    pub bar: i64,
    /// Visits.
    pub line: i64,
    /// Whether this hour still runs.
    pub now: bool,
}

/// Revenue as bars (left scale) and visits as a line (right scale).
pub fn bars_and_line(question: &str, points: &[Point], lang: Lang) -> Markup {
    let bars = Scale::of(points.iter().map(|it| it.bar).max().unwrap_or(0), true);
    let lines = Scale::of(points.iter().map(|it| it.line).max().unwrap_or(0), false);
    let (money, visits) = (bars.money_name(lang), lang.say("lượt khách", "visits"));
    let column = Columns::new(points.len(), true);
    let path: Vec<String> = (points.iter().enumerate())
        .map(|(n, it)| format!("{},{}", column.middle(n), lines.y(it.line)))
        .collect();
    let running = points.iter().any(|it| it.now);
    frame(
        question,
        points.is_empty(),
        lang,
        html! {
            svg viewBox=(view()) role="img" aria-label=(question) {
                (left_scale(bars, money, column))
                (right_scale(lines, visits))
                @for (n, it) in points.iter().enumerate() {
                    rect .bar .now[it.now] x=(column.x_of(n)) y=(bars.y(it.bar))
                        width=(column.width()) height=(bars.height(it.bar)) {}
                }
                polyline.line-2 points=(path.join(" ")) {}
                @for (n, it) in points.iter().enumerate() {
                    circle.dot-2 cx=(column.middle(n)) cy=(lines.y(it.line)) r="4" {}
                }
                (labels(column, points.iter().map(|it| it.label.as_str())))
            }
            ul.legend {
                (swatch("bar", &format!("{} ({money})", lang.say("Doanh thu", "Revenue"))))
                li {
                    svg.swatch viewBox="0 0 16 12" aria-hidden="true" {
                        line.line-2 x1="0" y1="6" x2="16" y2="6" {}
                    }
                    (lang.say("Lượt khách (thang bên phải)", "Visits (scale on the right)"))
                }
                @if running {
                    (swatch("bar now", lang.say("Giờ đang bán", "The hour that runs")))
                }
            }
        },
    )
}

/// The table of `bars_and_line`, for where the page has none of the same figures.
pub fn point_table(points: &[Point], lang: Lang) -> Markup {
    let heads = [
        lang.say("Giờ", "Hour"),
        lang.say("Doanh thu (đ)", "Revenue (đ)"),
        lang.say("Lượt khách", "Visits"),
    ];
    numbers(&heads, points.iter().map(|it| (it.label.clone(), vec![it.bar, it.line])))
}

/// A table folded away under its chart.
pub fn folded(table: Markup, lang: Lang) -> Markup {
    html! {
        details.no-print {
            summary { (lang.say("Xem bảng số", "See the numbers")) }
            (table)
        }
    }
}

/// A column of parts.
#[derive(Debug, Clone)]
pub struct Stack {
    /// Below the column.
    pub label: String,
    /// Đồng, one for each name.
    pub parts: Vec<i64>,
}

/// Revenue by month, stacked by what `names` say (at most four).
pub fn stacked(question: &str, names: &[String], stacks: &[Stack], lang: Lang) -> Markup {
    let sum = |stack: &Stack| stack.parts.iter().map(|part| part.max(&0)).sum::<i64>();
    let scale = Scale::of(stacks.iter().map(sum).max().unwrap_or(0), true);
    let money = scale.money_name(lang);
    let column = Columns::new(stacks.len(), false);
    let mut heads = vec![question];
    heads.extend(names.iter().map(String::as_str));
    frame(
        question,
        stacks.is_empty(),
        lang,
        html! {
            svg viewBox=(view()) role="img" aria-label=(question) {
                (left_scale(scale, money, column))
                @for (n, stack) in stacks.iter().enumerate() {
                    @for (k, (from, to)) in layers(&stack.parts).into_iter().enumerate() {
                        rect class=(bar_class(k)) x=(column.x_of(n)) y=(scale.y(to))
                            width=(column.width()) height=(scale.y(from) - scale.y(to)) {}
                    }
                    text.value x=(column.middle(n)) y=(scale.y(sum(stack)) - 6)
                        text-anchor="middle" {
                        (tick(sum(stack), scale.unit, lang))
                    }
                }
                (labels(column, stacks.iter().map(|it| it.label.as_str())))
            }
            ul.legend {
                @for (k, name) in names.iter().enumerate() { (swatch(bar_class(k), name)) }
            }
            (folded(
                numbers(&heads, stacks.iter().map(|it| (it.label.clone(), it.parts.clone()))),
                lang,
            ))
        },
    )
}

/// Where each layer begins and ends, from the ground up.
fn layers(parts: &[i64]) -> Vec<(i64, i64)> {
    let mut ground = 0;
    let layer = |part: &i64| {
        let from = ground;
        ground += part.max(&0);
        (from, ground)
    };
    parts.iter().map(layer).collect()
}

fn view() -> String {
    format!("0 0 {WIDTH} {HEIGHT}")
}

fn frame(question: &str, nothing: bool, lang: Lang, drawn: Markup) -> Markup {
    html! {
        // On a phone it scrolls sideways: the keyboard must be able to get into it.
        figure.chart tabindex=[(!nothing).then_some("0")] {
            figcaption { (question) }
            @if nothing {
                p.empty { (lang.say("Chưa có số liệu để vẽ.", "No figures to draw yet.")) }
            } @else {
                (drawn)
            }
        }
    }
}

/// Where columns stand.
#[derive(Debug, Clone, Copy)]
struct Columns {
    count: i64,
    right: i64,
}

impl Columns {
    fn new(count: usize, two_scales: bool) -> Columns {
        let right = if two_scales { WIDTH - SIDE } else { WIDTH };
        Columns { count: i64::try_from(count).unwrap_or(1).max(1), right }
    }

    fn slot(self) -> i64 {
        (self.right - SIDE) / self.count
    }

    fn width(self) -> i64 {
        (self.slot() * 2 / 3).clamp(2, 72)
    }

    fn middle(self, n: usize) -> i64 {
        SIDE + self.slot() * n as i64 + self.slot() / 2
    }

    fn x_of(self, n: usize) -> i64 {
        self.middle(n) - self.width() / 2
    }
}

fn left_scale(scale: Scale, name: &str, columns: Columns) -> Markup {
    html! {
        text.axis x="0" y="16" { (name) }
        @for value in scale.ticks() {
            line class=(if value == 0 { "baseline" } else { "gridline" })
                x1=(SIDE) x2=(columns.right)
                y1=(scale.y(value)) y2=(scale.y(value)) {}
            text.axis x=(SIDE - 8) y=(scale.y(value) + 5) text-anchor="end" {
                (group(value / scale.unit))
            }
        }
    }
}

fn right_scale(scale: Scale, name: &str) -> Markup {
    html! {
        text.axis x=(WIDTH) y="16" text-anchor="end" { (name) }
        @for value in scale.ticks() {
            text.axis x=(WIDTH - SIDE + 8) y=(scale.y(value) + 5) { (group(value)) }
        }
    }
}

fn labels<'a>(columns: Columns, all: impl Iterator<Item = &'a str>) -> Markup {
    let every = usize::try_from(columns.count).unwrap_or(1).div_ceil(LABELS);
    html! {
        @for (n, label) in all.enumerate().filter(|(n, _)| n % every == 0) {
            text.axis x=(columns.middle(n)) y=(HEIGHT - 10) text-anchor="middle" { (label) }
        }
    }
}

/// A sum over its column, with one decimal where it has one: `9,1`.
fn tick(value: i64, unit: i64, lang: Lang) -> String {
    let tenths = (value * 10 + unit / 2) / unit;
    let (whole, rest) = (group(tenths / 10), tenths % 10);
    if rest == 0 { whole } else { format!("{whole}{}{rest}", lang.say(",", ".")) }
}

fn bar_class(n: usize) -> &'static str {
    ["bar", "bar-2", "bar-3", "bar-4"][n.min(3)]
}

fn swatch(class: &str, name: &str) -> Markup {
    html! {
        li {
            svg.swatch viewBox="0 0 16 12" aria-hidden="true" {
                rect class=(class) width="16" height="12" {}
            }
            (name)
        }
    }
}

fn numbers(heads: &[&str], rows: impl Iterator<Item = (String, Vec<i64>)>) -> Markup {
    html! {
        table.table {
            thead {
                tr {
                    @for (n, head) in heads.iter().enumerate() {
                        th scope="col" class=[(n > 0).then_some("num")] { (head) }
                    }
                }
            }
            tbody {
                @for (label, values) in rows {
                    tr {
                        th scope="row" { (label) }
                        @for value in values { td.num { (group(value)) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_starts_at_zero_and_ends_at_a_round_value() {
        let scale = |max, money| {
            let it = Scale::of(max, money);
            (it.top, it.step, it.unit)
        };
        assert_eq!(scale(97_000_000, true), (100_000_000, 20_000_000, 1_000_000));
        assert_eq!(scale(7_400_000_000, true), (8_000_000_000, 2_000_000_000, 1_000_000_000));
        assert_eq!(scale(1_530, false), (2_000, 500, 1));
        assert_eq!(scale(0, true), (4, 1, 1));
        assert!(Scale::of(i64::MAX / 100, true).top > 0);
    }

    #[test]
    fn every_colour_and_both_scales_are_labelled() {
        let point = |label: &str, bar, now| Point { label: label.into(), bar, line: 800, now };
        let points = [point("9 giờ", 61_000_000, false), point("10 giờ", -50_000, true)];
        let drawn = bars_and_line("Theo giờ", &points, Lang::Vi).into_string();
        for words in
            ["Doanh thu (triệu đồng)", "Lượt khách (thang bên phải)", "Giờ đang bán", ">800</text>"]
        {
            assert!(drawn.contains(words), "{words} in {drawn}");
        }
        assert!(!drawn.contains("height=\"-"), "{drawn}");
        let table = point_table(&points, Lang::Vi).into_string();
        assert!(table.contains("<td class=\"num\">-50.000</td>"), "{table}");
    }

    #[test]
    fn stacked_columns_state_their_sum() {
        let names = ["Cấp tỉnh".to_owned(), "Địa phương".to_owned()];
        let stacks =
            [Stack { label: "Tháng 5".into(), parts: vec![5_000_000_000, 4_100_000_000] }];
        let drawn = stacked("Theo tháng", &names, &stacks, Lang::Vi).into_string();
        assert!(drawn.contains(">9,1</text>") && drawn.contains("Địa phương</li>"), "{drawn}");
    }
}
