//! The tables and the sentence of papers.

use super::{KindPart, Paper, Papers, State, kind};
use crate::{
    base::{
        clock::date_text,
        lang::{Lang, plural},
        money::group,
    },
    report::{
        sentence::Sentence,
        table::{Cell, Source, Table},
    },
};

/// How many of which kind hold how long; what holds and of how much land; every paper.
pub fn tables(it: &Papers, lang: Lang) -> Vec<Table> {
    vec![states(&it.by_kind, lang), lands(&it.by_kind, lang), listed(&it.papers, lang)]
}

/// Kinds by state, with their total.
pub fn states(kinds: &[KindPart], lang: Lang) -> Table {
    let labels = State::ALL.iter().map(|state| format!("#{}", state.label(lang)));
    let first = [lang.say("Loại giấy", "Kind").to_owned(), lang.say("#Giấy", "#Papers").to_owned()];
    let heads: Vec<String> = first.into_iter().chain(labels).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new("by_state", lang.say("Theo thời hạn", "By time left"), &heads);
    let cells = |name: String, count: i64, by_state: &[i64; 5]| {
        let counts = [count].into_iter().chain(by_state.iter().copied()).map(Cell::Count);
        [Cell::Text(name)].into_iter().chain(counts).collect::<Vec<_>>()
    };
    let (mut whole, mut count) = ([0; 5], 0);
    for part in kinds {
        table.row(cells(kind(&part.code, lang), part.count, &part.by_state), None);
        count += part.count;
        for (sum, of) in whole.iter_mut().zip(part.by_state) {
            *sum += of;
        }
    }
    table.with_total(cells(lang.say("Tất cả", "All").to_owned(), count, &whole))
}

fn lands(kinds: &[KindPart], lang: Lang) -> Table {
    let mut table = Table::new(
        "holding",
        lang.say("Giấy còn hạn", "Papers that hold"),
        &[
            lang.say("Loại giấy", "Kind"),
            lang.say("#Giấy còn hạn", "#Papers that hold"),
            lang.say("#Chủ thể", "#Producers"),
            lang.say("#Diện tích (ha)", "#Area (ha)"),
        ],
    );
    for part in kinds {
        let holding = part.count - part.by_state[State::Expired as usize];
        let area = if part.hectares.0 > 0 { Cell::Quantity(part.hectares) } else { Cell::Nothing };
        let cells = vec![
            Cell::Text(kind(&part.code, lang)),
            Cell::Count(holding),
            Cell::Count(part.makers),
            area,
        ];
        table.row(cells, None);
    }
    table
}

fn listed(papers: &[Paper], lang: Lang) -> Table {
    let mut table = Table::new(
        "papers",
        lang.say("Từng giấy", "Every paper"),
        &[
            lang.say("Của", "Of"),
            lang.say("Giấy", "Paper"),
            lang.say("Nơi cấp", "Issued by"),
            lang.say("Cấp ngày", "Holds from"),
            lang.say("Hết hạn", "Expires"),
            lang.say("#Còn (ngày)", "#Days left"),
            lang.say("Tình trạng", "State"),
        ],
    );
    for it in papers {
        let cells = vec![
            Cell::Text(of(it)),
            Cell::Text(named(it, lang)),
            Cell::text(&it.issued_by),
            Cell::Date(it.holds_from),
            it.expires_on.map_or(Cell::Nothing, Cell::Date),
            it.days_left.map_or(Cell::Nothing, Cell::Count),
            Cell::text(it.state.label(lang)),
        ];
        table.row(cells, Some(source(it)));
    }
    table
}

/// The product and its maker, or the maker.
pub fn of(it: &Paper) -> String {
    match it.product_name.as_str() {
        "" => it.producer_name.clone(),
        name => format!("{name} · {}", it.producer_name),
    }
}

/// `VietGAP 12/GCN · VN-QN-01 · 12,35 ha`.
pub fn named(it: &Paper, lang: Lang) -> String {
    let star = it.star.map(|star| format!(" {star}★")).unwrap_or_default();
    let number = if it.number.is_empty() { String::new() } else { format!(" {}", it.number) };
    let code =
        if it.area_code.is_empty() { String::new() } else { format!(" · {}", it.area_code) };
    let area = it.hectares.map(|it| format!(" · {} ha", it.text())).unwrap_or_default();
    format!("{}{star}{number}{code}{area}", kind(&it.kind, lang))
}

/// Where a paper is renewed: at its product, or at its maker.
pub fn source(it: &Paper) -> Source {
    match it.product {
        Some(product) => Source::Product(product.to_string()),
        None => Source::Producer(it.producer.to_string()),
    }
}

/// How many papers there are, and how many are to be renewed.
pub fn sentence(it: &Papers, lang: Lang) -> Sentence {
    let count = |state: State| it.papers.iter().filter(|paper| paper.state == state).count() as i64;
    let soon = |days: i64| it.papers.iter().filter(|paper| paper.within(days)).count() as i64;
    let (all, day) = (it.papers.len() as i64, date_text(it.on));
    let figure = |count: i64| (group(count), Source::Table("papers"));
    let (whole, expired) = (figure(all), figure(count(State::Expired)));
    let [near, mid, far] = [30, 90, 180].map(soon).map(figure);
    let begun = Sentence::default();
    match lang {
        Lang::Vi => begun
            .say(format!("Ngày {day} có "))
            .figure(whole.0, whole.1)
            .say(" giấy chứng nhận: ")
            .figure(expired.0, expired.1)
            .say(" đã hết hạn; hết hạn trong 30 ngày ")
            .figure(near.0, near.1)
            .say(", trong 90 ngày ")
            .figure(mid.0, mid.1)
            .say(", trong 180 ngày ")
            .figure(far.0, far.1)
            .say("."),
        Lang::En => begun
            .say(format!("On {day} there {} ", plural(all, "is", "are")))
            .figure(whole.0, whole.1)
            .say(plural(all, " certificate: ", " certificates: "))
            .figure(expired.0, expired.1)
            .say(" expired; ")
            .figure(near.0, near.1)
            .say(" to expire within 30 days, ")
            .figure(mid.0, mid.1)
            .say(" within 90, ")
            .figure(far.0, far.1)
            .say(" within 180."),
    }
}
