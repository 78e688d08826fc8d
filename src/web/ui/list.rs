//! A list: searched as one types, filtered by chips with their counts, sorted by its heads, in
//! pages of fifty that keep their place. On a phone its rows are cards. All of it works without
//! scripts; `static/js/lib/list_search.js` asks again while one types.

mod asked;
#[cfg(test)]
mod tests;

pub use asked::{Asked, PAGE};

use crate::base::{
    code,
    fold::fold,
    lang::{Lang, plural},
    money::group,
};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Draws a part of a row.
type Cell<'a, T> = Box<dyn Fn(&T) -> Markup + 'a>;
/// Puts rows in order.
type Order<'a, T> = Box<dyn Fn(&mut Vec<&T>) + 'a>;
/// A word of a row.
type Word<'a, T> = Box<dyn Fn(&T) -> String + 'a>;

/// A column of a list.
pub struct Column<'a, T> {
    key: &'static str,
    head: &'a str,
    figures: bool,
    cell: Cell<'a, T>,
    order: Option<Order<'a, T>>,
}

impl<'a, T> Column<'a, T> {
    /// A column of words; `key` names it in the address.
    pub fn new(key: &'static str, head: &'a str, cell: impl Fn(&T) -> Markup + 'a) -> Self {
        Column { key, head, figures: false, cell: Box::new(cell), order: None }
    }

    /// The same with figures, to the right.
    pub fn figures(self) -> Self {
        Column { figures: true, ..self }
    }

    /// The same, by which the list can be sorted.
    pub fn by<K: Ord>(self, key: impl Fn(&T) -> K + 'a) -> Self {
        let order: Order<'a, T> = Box::new(move |rows| rows.sort_by_cached_key(|row| key(row)));
        Column { order: Some(order), ..self }
    }
}

/// Some of the rows, one press away.
struct Chip<'a, T> {
    word: String,
    label: String,
    holds: Box<dyn Fn(&T) -> bool + 'a>,
}

/// A list as it is drawn. The first column names the row and leads to it.
pub struct List<'a, T> {
    path: &'a str,
    asked: &'a Asked,
    lang: Lang,
    name: &'a str,
    seek: &'a str,
    columns: Vec<Column<'a, T>>,
    chips: Vec<Chip<'a, T>>,
    text: Option<Word<'a, T>>,
    group: Option<Word<'a, T>>,
    actions: Option<Cell<'a, T>>,
    off: Box<dyn Fn(&T) -> bool + 'a>,
    away: Option<Chip<'a, T>>,
}

impl<'a, T> List<'a, T> {
    /// A list at `path`, of which `asked` names a part. `name` is what its rows are.
    pub fn new(path: &'a str, asked: &'a Asked, name: &'a str, lang: Lang) -> Self {
        List {
            path,
            asked,
            lang,
            name,
            seek: "",
            columns: Vec::new(),
            chips: Vec::new(),
            text: None,
            group: None,
            actions: None,
            off: Box::new(|_| false),
            away: None,
        }
    }

    /// What is looked through for the words that are typed; `seek` says what can be found.
    pub fn searched(self, seek: &'a str, text: impl Fn(&T) -> String + 'a) -> Self {
        List { seek, text: Some(Box::new(text)), ..self }
    }

    /// Another column.
    pub fn column(mut self, column: Column<'a, T>) -> Self {
        self.columns.push(column);
        self
    }

    /// Another chip: those rows for which it holds.
    pub fn chip(
        mut self,
        word: impl Into<String>,
        label: impl Into<String>,
        holds: impl Fn(&T) -> bool + 'a,
    ) -> Self {
        let (word, label) = (word.into(), label.into());
        self.chips.push(Chip { word, label, holds: Box::new(holds) });
        self
    }

    /// A heading above rows that follow each other, as long as the list has its own order.
    pub fn grouped(self, group: impl Fn(&T) -> String + 'a) -> Self {
        List { group: Some(Box::new(group)), ..self }
    }

    /// What can be done with a row, in one line.
    pub fn actions(self, actions: impl Fn(&T) -> Markup + 'a) -> Self {
        List { actions: Some(Box::new(actions)), ..self }
    }

    /// Which rows are out of use.
    pub fn off(self, off: impl Fn(&T) -> bool + 'a) -> Self {
        List { off: Box::new(off), ..self }
    }

    /// Which rows stand under a chip of their own alone, the last one.
    pub fn away(
        self,
        word: impl Into<String>,
        label: impl Into<String>,
        holds: impl Fn(&T) -> bool + 'a,
    ) -> Self {
        let (word, label) = (word.into(), label.into());
        List { away: Some(Chip { word, label, holds: Box::new(holds) }), ..self }
    }

    /// The list of these rows, in their own order.
    pub fn draw(&self, rows: &[T]) -> Markup {
        html! {
            section class="list" data-list {
                (self.search())
                (self.body(rows))
            }
        }
    }

    /// The field in which one types. Where a form stands around the rows, it stands before it.
    pub fn search(&self) -> Markup {
        let (asked, find) = (self.asked, self.lang.say("Tìm", "Search"));
        html! {
            @if self.text.is_some() {
                form class="search-form" method="get" action=(self.path) role="search"
                    data-list-search {
                    @for (name, value) in [("only", &asked.only), ("sort", &asked.sort)] {
                        @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
                    }
                    input class="search" type="search" name="q" value=(asked.q)
                        placeholder=(self.seek) aria-label=(self.seek) autocomplete="off";
                    button { (find) }
                    span class="hidden-words" role="status" {}
                }
            }
        }
    }

    /// Chips, rows, and the way to the other pages.
    pub fn body(&self, rows: &[T]) -> Markup {
        let is_away = |row: &&T| self.away.as_ref().is_some_and(|it| (it.holds)(row));
        let (away, found): (Vec<&T>, Vec<&T>) = self.found(rows).into_iter().partition(is_away);
        let seeks_away = self.away.as_ref().is_some_and(|it| it.word == self.asked.only);
        let mut chosen = if seeks_away { away.clone() } else { found.clone() };
        if let Some(chip) = self.chips.iter().find(|it| it.word == self.asked.only) {
            chosen.retain(|row| (chip.holds)(row));
        }
        self.order(&mut chosen);
        let page = self.asked.page(chosen.len());
        let shown: Vec<&T> = chosen.iter().skip(page * PAGE).take(PAGE).copied().collect();
        html! {
            div class="list-body" data-list-body=(self.counted(chosen.len())) {
                (self.draw_chips(&found, away.len()))
                @if shown.is_empty() {
                    p class="empty" {
                        (self.lang.say("Không tìm thấy gì. Thử ít chữ hơn.",
                            "Nothing found. Try fewer letters."))
                    }
                } @else { (self.table(&shown)) }
                (self.pages(page, chosen.len()))
            }
        }
    }

    /// How many rows there are, said to those who do not see them change.
    fn counted(&self, rows: usize) -> String {
        let words = self.lang.say("dòng", plural(rows as i64, "row", "rows"));
        format!("{} {words}", group(rows as i64))
    }

    /// The rows that have all the words, exact spelling first.
    fn found<'r>(&self, rows: &'r [T]) -> Vec<&'r T> {
        let (typed, Some(text)) = (self.asked.q.trim().to_lowercase(), &self.text) else {
            return rows.iter().collect();
        };
        let words = fold(&typed);
        let words: Vec<_> = words.split_whitespace().map(code::readings).collect();
        let mut exact = Vec::new();
        let mut close = Vec::new();
        for row in rows {
            let text = text(row);
            let folded = fold(&text);
            if words.iter().all(|word| word.iter().any(|it| folded.contains(it))) {
                let whole = text.to_lowercase().contains(&typed);
                if whole { exact.push(row) } else { close.push(row) }
            }
        }
        exact.append(&mut close);
        exact
    }

    fn order(&self, rows: &mut Vec<&T>) {
        let (key, back) = self.asked.order();
        let column = self.columns.iter().find(|it| it.key == key);
        if let Some(order) = column.and_then(|it| it.order.as_ref()) {
            order(rows);
            if back {
                rows.reverse();
            }
        }
    }

    fn draw_chips(&self, found: &[&T], away: usize) -> Markup {
        let (asked, all) = (self.asked, self.lang.say("Tất cả", "All"));
        let count = |chip: &Chip<T>| found.iter().filter(|row| (chip.holds)(row)).count();
        let counted: Vec<_> = self.chips.iter().map(|chip| (chip, count(chip))).collect();
        let worth = |(chip, count): &&(&Chip<T>, usize)| *count > 0 || chip.word == asked.only;
        let aside = self.away.as_ref().filter(|it| away > 0 || it.word == asked.only);
        html! {
            @if !self.chips.is_empty() || aside.is_some() {
                nav class="chips list-chips" aria-label=(self.lang.say("Lọc", "Filter")) {
                    (self.chip_link("", all, found.len()))
                    @for (chip, count) in counted.iter().filter(worth) {
                        (self.chip_link(&chip.word, &chip.label, *count))
                    }
                    @if let Some(chip) = aside { (self.chip_link(&chip.word, &chip.label, away)) }
                }
            }
        }
    }

    fn chip_link(&self, word: &str, label: &str, count: usize) -> Markup {
        let chosen = self.asked.only == word;
        html! {
            a class="button chip" href=(self.asked.under(word).address(self.path))
                aria-current=[chosen.then_some("true")] {
                (label) " " span class="count" { (group(count as i64)) }
            }
        }
    }

    fn table(&self, rows: &[&T]) -> Markup {
        let own = self.group.as_ref().filter(|_| self.asked.sort.is_empty());
        let groups = rows.chunk_by(|one, next| own.is_none_or(|of| of(one) == of(next)));
        let wide = self.columns.len() + usize::from(self.actions.is_some());
        html! {
            div class="table-wrap" {
                table class="table list-table" aria-label=(self.name) {
                    thead { tr {
                        @for column in &self.columns { (self.head(column)) }
                        @if self.actions.is_some() {
                            td { span class="hidden-words" {
                                (self.lang.say("Làm gì", "Actions"))
                            } }
                        }
                    } }
                    @for rows in groups {
                        tbody {
                            @if let Some((of, first)) = own.zip(rows.first()) {
                                tr class="group" { th colspan=(wide) scope="rowgroup" {
                                    (of(first))
                                } }
                            }
                            @for row in rows { (self.row(row)) }
                        }
                    }
                }
            }
        }
    }

    fn head(&self, column: &Column<T>) -> Markup {
        let (key, back) = self.asked.order();
        let state = (key == column.key && column.order.is_some()).then_some(back);
        let sort = state.map(|back| if back { "descending" } else { "ascending" });
        html! {
            th scope="col" class=[column.figures.then_some("num")] aria-sort=[sort] {
                @if column.order.is_some() {
                    a href=(self.asked.sorted(column.key).address(self.path)) {
                        (column.head)
                        @match state {
                            Some(true) => span aria-hidden="true" { " ↓" },
                            Some(false) => span aria-hidden="true" { " ↑" },
                            None => span class="sortable" aria-hidden="true" { " ↕" },
                        }
                    }
                } @else { (column.head) }
            }
        }
    }

    fn row(&self, row: &T) -> Markup {
        let mut columns = self.columns.iter();
        html! {
            tr class=[(self.off)(row).then_some("off")] {
                @if let Some(first) = columns.next() { th scope="row" { ((first.cell)(row)) } }
                @for column in columns {
                    @let cell = (column.cell)(row);
                    td class=[column.figures.then_some("num")] data-label=(column.head) {
                        // On a phone the cell stands beside its head, whatever it is made of.
                        @if !cell.0.is_empty() { div { (cell) } }
                    }
                }
                @if let Some(actions) = &self.actions {
                    td class="row-actions" { div { (actions(row)) } }
                }
            }
        }
    }

    fn pages(&self, page: usize, rows: usize) -> Markup {
        let (lang, last) = (self.lang, rows.saturating_sub(1) / PAGE);
        let way = |to: usize| self.asked.at(to).address(self.path);
        let (from, to) = (page * PAGE + 1, ((page + 1) * PAGE).min(rows));
        html! {
            @if last > 0 {
                nav class="pages" aria-label=(lang.say("Trang", "Pages")) {
                    @if page > 0 {
                        a class="button" rel="prev" href=(way(page - 1)) {
                            (lang.say("← Trang trước", "← Previous"))
                        }
                    }
                    span { (group(from as i64)) "–" (group(to as i64)) " / " (group(rows as i64)) }
                    @if page < last {
                        a class="button" rel="next" href=(way(page + 1)) {
                            (lang.say("Trang sau →", "Next →"))
                        }
                    }
                }
            }
        }
    }
}

/// The distinct words of rows, in order, for chips that are not known beforehand.
pub fn kinds<T, K: Ord>(rows: &[T], of: impl Fn(&T) -> Option<K>) -> BTreeSet<K> {
    rows.iter().filter_map(of).collect()
}
