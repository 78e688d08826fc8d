//! When people buy and when they come: maps of days and hours.

use crate::{
    base::{clock::stored_date_text, lang::Lang},
    report::{cube::Cube, moments::Moment},
    web::ui::heat::{Line, heat},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// Days that stand one by one; of more, days of the week are put together.
const DAYS: usize = 10;

/// Revenue and visits by day and hour, each under the question it answers.
pub fn times(cube: &Cube, lang: Lang) -> Markup {
    let all = &cube.by_day_hour;
    let sold = lines(all, |it| it.revenue.0, lang);
    let came = lines(all, |it| it.visits, lang);
    let (when, crowded) = (
        lang.say("Khi nào bán được nhiều?", "When is most sold?"),
        lang.say("Khi nào đông khách?", "When do most people come?"),
    );
    html! {
        section.card id="times" {
            h2 { (lang.say("Theo ngày và giờ", "By day and hour")) }
            @if all.is_empty() {
                p.empty { (lang.say("Chưa có gì trong kỳ này.", "Nothing in this period yet.")) }
            }
            (heat(when, &sold, true, lang))
            (heat(crowded, &came, false, lang))
        }
    }
}

fn lines(all: &[Moment], figure: fn(&Moment) -> i64, lang: Lang) -> Vec<Line> {
    let mut days: Vec<&str> = all.iter().map(|it| it.day.as_str()).collect();
    days.dedup();
    let many = days.len() > DAYS;
    let mut lines: Vec<(i8, Line)> = Vec::new();
    for it in all {
        let weekday = it.day.parse::<Date>().map_or(0, |day| day.weekday().to_monday_zero_offset());
        let label = if many { weekday_name(weekday, lang) } else { stored_date_text(&it.day) };
        let at = match lines.iter().position(|(_, line)| line.label == label) {
            Some(at) => at,
            None => {
                lines.push((weekday, Line { label, hours: [0; 24] }));
                lines.len() - 1
            }
        };
        if let Some(hour) = usize::try_from(it.hour).ok().filter(|hour| *hour < 24) {
            lines[at].1.hours[hour] += figure(it);
        }
    }
    if many {
        lines.sort_by_key(|(weekday, _)| *weekday);
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

fn weekday_name(weekday: i8, lang: Lang) -> String {
    let names = match lang {
        Lang::Vi => ["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"],
        Lang::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    };
    names[usize::try_from(weekday).unwrap_or(0).min(6)].to_owned()
}
