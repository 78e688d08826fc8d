//! A heat map as SVG drawn by the server: hours across, days down. Each field says its figure, so
//! that the shade is never read alone; the map is its own table.

use super::chart::Scale;
use crate::base::lang::Lang;
use maud::{Markup, html};

// Units of the view: a map of fifteen hours is as wide as a card in pixels.
const SIDE: usize = 100;
const WIDE: usize = 50;
const HIGH: usize = 32;
const HEAD: usize = 26;
/// Shades beside none.
const SHADES: i64 = 5;

/// A day, or a day of the week, with a figure for each hour.
#[derive(Debug, Clone)]
pub struct Line {
    /// Beside it.
    pub label: String,
    /// One for each hour of the day; đồng or visits.
    pub hours: [i64; 24],
}

/// The map under the question it answers. Money is said in the unit that the largest figure has.
pub fn heat(question: &str, lines: &[Line], money: bool, lang: Lang) -> Markup {
    let all = || lines.iter().flat_map(|line| line.hours);
    let most = all().max().unwrap_or(0);
    let used = |hour: &usize| lines.iter().any(|line| line.hours[*hour] != 0);
    let (Some(first), Some(last)) = ((0..24).find(used), (0..24).rfind(used)) else {
        return html! {};
    };
    let scale = Scale::of(most, money);
    let unit = if money { scale.money_name(lang) } else { lang.say("lượt khách", "visits") };
    let size = (SIDE + (last - first + 1) * WIDE, HEAD + lines.len() * HIGH);
    html! {
        figure.chart.heat tabindex="0" {
            figcaption { (question) " (" (unit) ")" }
            svg viewBox=(format!("0 0 {} {}", size.0, size.1)) role="img" aria-label=(question) {
                @for (n, hour) in (first..=last).enumerate() {
                    text.axis x=(SIDE + n * WIDE + WIDE / 2) y="16" text-anchor="middle" {
                        (hour) (lang.say("h", ":00"))
                    }
                }
                @for (row, line) in lines.iter().enumerate() {
                    text.axis x="0" y=(HEAD + row * HIGH + 21) { (line.label) }
                    @for (n, value) in line.hours[first..=last].iter().enumerate() {
                        (field((n, row), *value, most, scale, lang))
                    }
                }
            }
        }
    }
}

fn field((n, row): (usize, usize), value: i64, most: i64, scale: Scale, lang: Lang) -> Markup {
    let shade = if value <= 0 { 0 } else { (value * SHADES + most - 1) / most.max(1) };
    let (x, y) = (SIDE + n * WIDE, HEAD + row * HIGH);
    html! {
        @if value != 0 {
            rect class={ "heat-" (shade) } x=(x) y=(y) width=(WIDE - 2) height=(HIGH - 2) {}
            text .on-dark[shade >= 4] x=(x + WIDE / 2 - 1) y=(y + 20) text-anchor="middle" {
                (scale.said(value, lang))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_says_its_figure_and_hours_without_any_are_left_out() {
        let mut hours = [0; 24];
        (hours[9], hours[10], hours[12]) = (61_000_000, 12_340_000, 5_000_000);
        let lines = [Line { label: "Thứ bảy".into(), hours }];
        let drawn = heat("Khi nào bán được nhiều?", &lines, true, Lang::Vi).into_string();
        for words in ["Khi nào bán được nhiều? (triệu đồng)", ">9h<", ">12h<", ">61<", ">12,3<"]
        {
            assert!(drawn.contains(words), "{words} in {drawn}");
        }
        assert!(!drawn.contains(">8h<") && !drawn.contains(">13h<"));
        assert!(drawn.contains("class=\"heat-5\"") && drawn.contains("class=\"heat-1\""));
        assert_eq!(heat("?", &[], true, Lang::Vi).into_string(), "");
    }
}
