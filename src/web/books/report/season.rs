//! The season report.

use crate::{
    base::{
        clock::date_text,
        lang::{Lang, plural},
        money::group,
    },
    report::{
        online::Sold,
        season::Season,
        sentence,
        table::{Source, Table},
        tables,
        words::short,
    },
    web::{
        books::report::{
            cashless_card, figures, head, journal_state, money_note, online, pivot, said, times,
            visits_note,
        },
        http::assets::url,
        ui::{
            chart::{Stack, stacked},
            figures::{all, all_but_long, card, contents, framed, signed, table},
            form::{Ask, Form, Kind},
        },
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

/// The season report with all that it lists, as in a file.
pub fn season_page(it: &Season, lang: Lang) -> Markup {
    report(it, html! {}, lang, |tables| all(tables, lang))
}

/// The season report on a screen: the rows of a long table come when it is opened.
pub fn season_screen(it: &Season, lang: Lang) -> Markup {
    let ways = html! {
        a.button href=(figures::PATH) { (lang.say("Công bố, chỉ tiêu", "Published, targets")) }
        a.button href={ (pivot::PATH) "?" (period(it)) "&by=zone" } {
            (lang.say("Bảng tự chọn", "Choose a table"))
        }
        a.button href=(online::PATH) { (lang.say("Bán trực tuyến", "Online sales")) }
    };
    let at = |id: &str| format!("/reports/season/{id}?{}", period(it));
    html! {
        (report(it, ways, lang, |tables| all_but_long(tables, at, it.journal_pos, lang)))
        script type="module" src=(url("js/long_tables.js")) {}
    }
}

/// The rows of one table, for a page that was drawn when the journal reached to `pos`. What came
/// meanwhile is in them, and not in the page's sums: they say so.
pub fn season_rows(it: &Season, table: &Table, pos: Option<i64>, lang: Lang) -> Markup {
    let later = pos.is_some_and(|pos| pos != it.journal_pos);
    html! {
        @if later { p.hint {
            (lang.say("Mới hơn phần trên của trang: ", "Newer than the rest of the page: "))
            (journal_state(it.journal_pos, &it.journal_head, lang))
        } }
        (framed(table, lang))
    }
}

/// One table of the season, whole, on a page of its own; the report's other tables are not there.
pub fn season_table_page(it: &Season, mut whole: Table, lang: Lang) -> Markup {
    for row in &mut whole.rows {
        row.source.take_if(|source| matches!(source, Source::Table(_)));
    }
    let back = format!("/reports/season?{}#{}", period(it), whole.id);
    html! {
        div.page-head {
            div {
                h1 { (title(lang)) }
                p.sub { (subtitle(it, lang)) }
            }
            div.actions {
                a.button href=(back) { (lang.say("Cả báo cáo", "The whole report")) }
            }
        }
        (table(&whole, lang))
    }
}

fn title(lang: Lang) -> &'static str {
    lang.say("Mùa hội chợ OCOP", "The season of OCOP fairs")
}

/// The report's period, as its address names it.
fn period(it: &Season) -> String {
    format!("from={}&to={}", it.from, it.to)
}

/// The report; `draw` draws the tables that have no place of their own.
fn report(it: &Season, ways: Markup, lang: Lang, draw: impl Fn(&[Table]) -> Markup) -> Markup {
    let all = tables::season(it, lang);
    let nothing = it.by_fair.is_empty() && it.sales_points.count == 0;
    html! {
        (head(title(lang), &subtitle(it, lang), &period(it), ways, lang))
        (period_form(&asked_period(it.from, it.to), lang))
        (said(&sentence::season(it, lang)))
        @if nothing {
            p.empty {
                (lang.say(
                    "Không có hội chợ nào trong kỳ này. Chọn kỳ khác, hoặc lập hội chợ trước.",
                    "No fair in this period. Choose another one, or set up a fair first.",
                ))
            }
        } @else {
            (season_cards(it, lang))
            @let (first, rest) = all.split_at(first_tables(&all));
            div.with-contents {
                (contents(parts_of(first, rest, lang), lang))
                div.parts {
                    (draw(first))
                    section.card id="by_month" { (months(it, lang)) }
                    (times(&it.cube, lang))
                    (draw(rest))
                }
            }
        }
    }
}

/// How many tables stand before the charts: the levels, and what was published.
fn first_tables(all: &[Table]) -> usize {
    all.iter().take_while(|table| table.id != "by_fair").count()
}

/// Every part of the page by its name and title: tables, the charts after the first of them.
fn parts_of<'a>(
    first: &'a [Table],
    rest: &'a [Table],
    lang: Lang,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let charts = [
        ("by_month", lang.say("Theo tháng và cấp", "By month and level")),
        ("times", lang.say("Ngày và giờ", "Days and hours")),
    ];
    let name = |table: &'a Table| (table.id, table.title.as_str());
    first.iter().map(name).chain(charts).chain(rest.iter().map(name))
}

fn subtitle(it: &Season, lang: Lang) -> String {
    let (from, to) = (date_text(it.from), date_text(it.to));
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    format!("{from} – {to} · {book}")
}

/// The form of a period as it stands.
fn asked_period(from: Date, to: Date) -> Form {
    Form::of([("from", from.to_string()), ("to", to.to_string())])
}

fn period_form(form: &Form, lang: Lang) -> Markup {
    let ask = Ask(form, lang);
    html! {
        form.form-inline.no-print method="get" action="/reports/season" {
            (ask.field("from", lang.say("Từ ngày", "From"), Kind::Date, ""))
            (ask.field("to", lang.say("Đến ngày", "To"), Kind::Date, ""))
            button { (lang.say("Xem kỳ này", "Show this period")) }
        }
    }
}

/// What stands in the report's place when the period that was asked for is none.
pub fn season_asked_again(form: &Form, lang: Lang) -> Markup {
    html! {
        div.page-head { h1 { (title(lang)) } }
        (period_form(form, lang))
        p { a href="/reports/season" { (lang.say("Kỳ gần nhất", "The latest period")) } }
    }
}

fn season_cards(it: &Season, lang: Lang) -> Markup {
    let whole = &it.cube.figures;
    let fairs = html! {
        @if it.difference.fairs.is_some() {
            (lang.say("công bố ", "published ")) (it.published.fairs) " · "
        }
        (lang.say("kể tên ", "named ")) (it.fairs.stated)
        @if let Some(by) = it.difference.fairs {
            (lang.say(" · chênh lệch ", " · difference ")) b { (signed(by)) }
        }
    };
    let visits = visits_note(it.published.visits, it.difference.visits, lang);
    let revenue = money_note(it.published.revenue, it.difference.revenue, lang);
    let local = money_note(it.published.revenue_local_zone, it.difference.revenue_local_zone, lang);
    let points = html! {
        (short(it.sales_points.revenue, lang)) " · " (it.sales_points.sales) " "
        (lang.say("phiếu, không tính vào hội chợ", plural(it.sales_points.sales,
            "sale, not counted among the fairs", "sales, not counted among the fairs")))
    };
    html! {
        div.figures.three {
            (card(lang.say("Hội chợ", "Fairs"), &it.fairs.count.to_string(), fairs,
                Some("#by_fair")))
            (card(lang.say("Lượt khách", "Visits"), &group(whole.visits),
                visits, Some("#by_gate")))
            (card(lang.say("Doanh thu", "Revenue"), &whole.revenue.text(), revenue,
                Some("#by_booth")))
            (card(lang.say("Khu trong tỉnh", "Local zone"), &whole.revenue_local_zone.text(),
                local, Some("#by_zone")))
            (cashless_card(whole, "#by_tender", lang))
            (card(lang.say("Điểm bán hàng OCOP", "Sales points"),
                &it.sales_points.count.to_string(), points, Some("#sales_points")))
            @if it.online.months > 0 { (online_card(&it.online, lang)) }
        }
    }
}

/// What was sold online, and which part that is of all.
fn online_card(it: &Sold, lang: Lang) -> Markup {
    let months = plural(it.months, "whole month", "whole months");
    let note = html! {
        (it.share.text()) (lang.say(" tổng bán cả hội chợ · ", " of all sales, fairs included · "))
        (it.months) " " (lang.say("tháng trọn vẹn", months))
    };
    let title = lang.say("Bán trực tuyến", "Online sales");
    card(title, &it.revenue.text(), note, Some("#by_platform"))
}

/// Revenue by month and level, stacked.
fn months(it: &Season, lang: Lang) -> Markup {
    let question = lang.say("Doanh thu theo tháng và cấp", "Revenue by month and level");
    let names: Vec<String> =
        it.by_level.iter().map(|level| tables::level(&level.code, lang)).collect();
    let mut stacks: Vec<(String, Stack)> = Vec::new();
    for part in &it.by_month {
        if stacks.last().is_none_or(|(month, _)| *month != part.month) {
            let label = month_label(&part.month, lang);
            let parts = vec![0; names.len()];
            stacks.push((part.month.clone(), Stack { label, parts }));
        }
        let level = it.by_level.iter().position(|level| level.code == part.level);
        if let (Some(level), Some((_, stack))) = (level, stacks.last_mut()) {
            stack.parts[level] += part.revenue.0;
        }
    }
    let stacks: Vec<Stack> = stacks.into_iter().map(|(_, stack)| stack).collect();
    stacked(question, &names, &stacks, lang)
}

/// `T6/2024`, `06/2024` of `2024-06`.
fn month_label(month: &str, lang: Lang) -> String {
    match month.split_once('-') {
        Some((year, month)) if lang == Lang::Vi => {
            format!("T{}/{year}", month.trim_start_matches('0'))
        }
        Some((year, month)) => format!("{month}/{year}"),
        None => month.to_owned(),
    }
}
