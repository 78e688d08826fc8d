//! Tables of what sources say beside what the books say.

use super::parts::days;
use crate::{
    base::{lang::Lang, money::Money, quantity::Quantity, share::Share},
    fair::source_figures::{Bound, Measure, Unit},
    report::{
        figures::{Beside, Figures},
        table::{Cell, Table},
    },
};

/// What was published, aimed at, entered: each a table, where there is any.
pub fn figures(it: &Figures, lang: Lang) -> Vec<Table> {
    let published = lang.say("Đã công bố, bên cạnh sổ", "Published, beside the books");
    let targets = lang.say("Chỉ tiêu kế hoạch và thực hiện", "Targets and where they stand");
    let entered = lang.say("Số nhập tay", "Entered by hand");
    let said = lang.say("#Công bố", "#Published");
    let aimed = lang.say("#Chỉ tiêu", "#Target");
    let counted = lang.say("#Đã nhập", "#Entered");
    [
        besides(("published", published, said), &it.published, false, lang),
        besides(("targets", targets, aimed), &it.targets, true, lang),
        besides(("entered", entered, counted), &it.entered, false, lang),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn besides(
    (id, title, said): (&'static str, &str, &str),
    all: &[Beside],
    aimed: bool,
    lang: Lang,
) -> Option<Table> {
    let mut heads = vec![
        lang.say("Chỉ tiêu", "Figure"),
        lang.say("Địa bàn, kỳ", "Place, period"),
        lang.say("#Theo sổ", "#By the books"),
        said,
        lang.say("#Chênh lệch", "#Difference"),
    ];
    heads.extend(aimed.then_some(lang.say("#Dự báo cuối kỳ", "#At this pace")));
    heads.push(lang.say("Nguồn", "Source"));
    let mut table = Table::new(id, title, &heads);
    for it in all {
        let cell =
            |value: Option<i64>| value.map_or(Cell::Nothing, |it_is| in_unit(it.measure, it_is));
        let mut cells = vec![
            Cell::Text(name(it, lang)),
            Cell::Text(place_and_period(it, lang)),
            cell(it.derived),
            cell(Some(it.value)),
            cell(it.difference),
        ];
        cells.extend(aimed.then(|| cell(it.forecast)));
        cells.push(Cell::text(&it.source));
        table.row(cells, None);
    }
    (!all.is_empty()).then_some(table)
}

/// `Quảng Ninh, 01/01 – 30/06/2024`.
fn place_and_period(it: &Beside, lang: Lang) -> String {
    let days = days(&it.starts_on.to_string(), Some(&it.ends_on.to_string()), lang);
    if it.area.is_empty() { days } else { format!("{}, {days}", it.area) }
}

/// `Lượt khách · trên, ít nhất`.
fn name(it: &Beside, lang: Lang) -> String {
    let label = it.measure.label(lang);
    match it.bound.parse() {
        Ok(Bound::Exact) | Err(_) => label.to_owned(),
        Ok(bound) => format!("{label} · {}", bound.label(lang)),
    }
}

fn in_unit(measure: Measure, value: i64) -> Cell {
    match measure.unit() {
        Unit::Count => Cell::Count(value),
        Unit::Money => Cell::Money(Money(value)),
        Unit::Share => Cell::Share(Share::of(value, 10_000)),
        Unit::Area => Cell::Quantity(Quantity(value)),
    }
}
