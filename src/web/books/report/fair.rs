//! The report of one fair.

use crate::{
    base::{clock::stored_date_text, lang::Lang, money::group},
    report::{cube::Part, fair::FairReport, sentence, tables},
    web::{
        books::report::{
            all_sales, cashless_card, head, journal_state, money_note, said, sales_card, times,
            visits_note,
        },
        ui::{
            chart::{Point, bars_and_line},
            figures::{all, card, contents},
        },
    },
};
use maud::{Markup, html};

/// The report of a fair. `ways` lead on for those who may go there; a report in a file has none.
pub fn fair_page(it: &FairReport, ways: Markup, lang: Lang) -> Markup {
    let until = it.ends_on.as_deref().map(stored_date_text);
    let until = until.as_deref().unwrap_or(lang.say("thường xuyên", "permanent"));
    let kind = tables::kind(&it.kind, lang);
    let level = tables::level(&it.level, lang);
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    let sub = format!(
        "{kind} · {level} · {} – {until} · {} · {book}",
        stored_date_text(&it.starts_on),
        it.place
    );
    html! {
        (head(&it.name, &sub, "", ways, lang))
        (said(&sentence::fair(it, lang)))
        (fair_cards(it, lang))
        @let tables = tables::fair(it, lang);
        div.with-contents {
            (contents(tables.iter().map(|table| (table.id, table.title.as_str())), lang))
            div.parts {
                section.card { (hours(&it.cube.by_hour, lang)) }
                (times(&it.cube, lang))
                (all(&tables, lang))
            }
        }
    }
}

/// The way to the draft of form 14, in a word processor.
pub(super) fn form_14(lang: Lang) -> Markup {
    html! {
        a.button href="?draft=14&format=docx" download {
            (lang.say("Dự thảo Mẫu 14", "Draft of form 14"))
        }
    }
}

fn fair_cards(it: &FairReport, lang: Lang) -> Markup {
    let whole = &it.cube.figures;
    let visits = visits_note(it.published_visits.unwrap_or(0), it.difference_visits, lang);
    let revenue = money_note(it.published_revenue.unwrap_or_default(), it.difference_revenue, lang);
    let published_local = it.published_revenue_local_zone.unwrap_or_default();
    let local = money_note(published_local, it.difference_revenue_local_zone, lang);
    html! {
        div.figures {
            (card(lang.say("Doanh thu", "Revenue"), &whole.revenue.text(), revenue,
                Some("#by_booth")))
            (sales_card(whole.sales, whole.voids, &all_sales(&it.code), lang))
            (card(lang.say("Lượt khách", "Visits"), &group(whole.visits),
                visits, Some("#by_gate")))
            (card(lang.say("Khu trong tỉnh", "Local zone"), &whole.local_zone_share.text(), local,
                Some("#by_zone")))
            (cashless_card(whole, "#by_tender", lang))
        }
    }
}

/// Revenue and visits by hour of the day.
fn hours(parts: &[Part], lang: Lang) -> Markup {
    let question =
        lang.say("Doanh thu và lượt khách theo giờ trong ngày", "Revenue and visits by hour");
    let point = |part: &Part| Point {
        label: tables::hour(&part.code, lang),
        bar: part.revenue.0,
        line: part.visits.unwrap_or(0),
        now: false,
    };
    let points: Vec<Point> = parts.iter().map(point).collect();
    bars_and_line(question, &points, lang)
}
