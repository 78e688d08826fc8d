//! A report set on pages of A4 in the official form: where each text and each rule stands. Pure;
//! what paints it stands beside.

use super::{
    Unwritten,
    form::{Form, chart as chart_word, form, table as table_word},
    letters::{Letters, Style, spoken},
    widths::{INSET, columns},
};
use crate::{
    base::lang::Lang,
    report::{
        charts::Chart,
        document::Document,
        table::{Cell, Table},
    },
};

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;
/// A4, and the margins of Decree 30/2020: 20 mm above and below, 30 left, 15 right.
pub const PAGE: (f32, f32) = (210.0 * MM, 297.0 * MM);
const TOP: f32 = 20.0 * MM;
const BOTTOM: f32 = 20.0 * MM;
const LEFT: f32 = 30.0 * MM;
/// Points from margin to margin: 15 mm are left on the right.
pub const TEXT: f32 = 165.0 * MM;

/// Points that receivers and signature take.
const SIGNING: f32 = 150.0;
/// Rows of the last table that stay with them, the total among them.
const KEPT: usize = 3;
/// Points that those rows after the first of them, and the signature, take at most.
const ENDING: f32 = SIGNING + 90.0;

/// Something at its place, in points from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A line of text; `y` is its base line.
    Text {
        /// Where it begins.
        x: f32,
        /// Its base line.
        y: f32,
        /// Upright, bold, italic.
        style: Style,
        /// Points.
        size: f32,
        /// The words.
        text: String,
    },
    /// A rule from here, to the right or down.
    Rule {
        /// Left.
        x: f32,
        /// Above.
        y: f32,
        /// To the right.
        across: f32,
        /// Down.
        down: f32,
    },
    /// A bar of a chart, filled.
    Bar {
        /// Left.
        x: f32,
        /// Above.
        y: f32,
        /// To the right.
        across: f32,
        /// Down.
        down: f32,
    },
}

/// Where a text stands between its edges.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Middle,
    Right,
}

struct Setter<'a> {
    letters: Letters,
    form: Form,
    lang: Lang,
    foot: &'a str,
    pages: Vec<Vec<Mark>>,
    y: f32,
    /// Points that have to be left below the next row.
    kept: f32,
}

/// Sets a report.
pub fn pages(it: &Document) -> Result<Vec<Vec<Mark>>, Unwritten> {
    let lang = it.stamp.lang;
    let said = it.stamp.said();
    let mut setter = Setter {
        letters: Letters::new()?,
        form: form(lang, &it.letterhead),
        lang,
        foot: &said,
        pages: Vec::new(),
        y: 0.0,
        kept: 0.0,
    };
    setter.page();
    setter.head(&it.subject);
    setter.paragraph(&it.sentence.text());
    for (n, chart) in it.charts.iter().enumerate() {
        setter.chart(n + 1, chart);
    }
    for (n, table) in it.tables.iter().enumerate() {
        setter.table((n + 1, n + 1 == it.tables.len()), table);
    }
    setter.ending();
    Ok(setter.pages)
}

impl Setter<'_> {
    /// Begins a page: its number above from the second on, the state of the book below.
    fn page(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
        let number = self.pages.len();
        if number > 1 {
            let at = (LEFT, TEXT, TOP - 5.0 * MM);
            self.line(&number.to_string(), at, (Style::Regular, 13.0), Side::Middle);
        }
        let foot = self.foot.to_owned();
        let at = (LEFT, TEXT, PAGE.1 - BOTTOM + 9.0 * MM);
        self.line(&foot, at, (Style::Regular, 7.0), Side::Middle);
    }

    /// A new page, unless so many points are left on this one.
    fn room(&mut self, points: f32) {
        if self.y + points > PAGE.1 - BOTTOM {
            self.page();
        }
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    fn rule(&mut self, (x, y): (f32, f32), across: f32, down: f32) {
        self.put(Mark::Rule { x, y, across, down });
    }

    /// One line between `left` and `left + width`, its base line at `y`.
    fn line(
        &mut self,
        text: &str,
        (left, width, y): (f32, f32, f32),
        (style, size): (Style, f32),
        side: Side,
    ) {
        let free = width - self.letters.width(text, style, size);
        let x = match side {
            Side::Left => left,
            Side::Middle => left + free / 2.0,
            Side::Right => left + free,
        };
        self.put(Mark::Text { x, y, style, size, text: text.to_owned() });
    }

    /// Lines in the middle of a column that begins at `y`; gives where they end.
    fn middle(
        &mut self,
        text: &str,
        (left, width, mut y): (f32, f32, f32),
        (style, size): (Style, f32),
    ) -> f32 {
        for line in self.letters.lines(text, style, size, width) {
            y += size * 1.25;
            self.line(&line, (left, width, y), (style, size), Side::Middle);
        }
        y
    }

    /// The head of the letter, its kind, and what it is about.
    fn head(&mut self, subject: &str) {
        let (half, gap) = (TEXT * 0.42, TEXT * 0.02);
        let (left, right) = ((LEFT, half), (LEFT + half + gap, TEXT - half - gap));
        let (top, form) = (self.y, self.form.clone());
        let y = self.middle(&form.parent, (left.0, left.1, top), (Style::Regular, 12.0));
        let y = self.middle(&form.office, (left.0, left.1, y), (Style::Bold, 12.0));
        self.rule((left.0 + left.1 / 3.0, y + 5.0), left.1 / 3.0, 0.0);
        let office = self.middle(&form.number, (left.0, left.1, y + 9.0), (Style::Regular, 13.0));
        let y = self.middle(form.nation, (right.0, right.1, top), (Style::Bold, 12.0));
        let y = self.middle(form.motto, (right.0, right.1, y), (Style::Bold, 13.0));
        let motto = self.letters.width(form.motto, Style::Bold, 13.0);
        self.rule((right.0 + (right.1 - motto) / 2.0, y + 5.0), motto, 0.0);
        let dated = self.middle(&form.dated, (right.0, right.1, y + 9.0), (Style::Italic, 13.0));
        let y = office.max(dated) + 14.0;
        let y = self.middle(form.kind, (LEFT, TEXT, y), (Style::Bold, 14.0));
        let y = self.middle(subject, (LEFT + 20.0, TEXT - 40.0, y), (Style::Bold, 14.0));
        self.rule((LEFT + TEXT * 0.42, y + 6.0), TEXT * 0.16, 0.0);
        self.y = y + 18.0;
    }

    /// A paragraph with its first line drawn in.
    fn paragraph(&mut self, text: &str) {
        let (size, indent) = (14.0, 36.0);
        // The first line is shorter: what indents it is measured as words.
        let space = self.letters.width("\u{a0}", Style::Regular, size);
        let before = "\u{a0}".repeat((indent / space) as usize);
        let whole = format!("{before}{text}");
        for line in self.letters.lines(&whole, Style::Regular, size, TEXT) {
            self.room(size * 1.3);
            self.y += size * 1.3;
            let (x, text) = match line.strip_prefix(before.as_str()) {
                Some(first) => (LEFT + indent, first.to_owned()),
                None => (LEFT, line),
            };
            self.line(&text, (x, TEXT, self.y), (Style::Regular, size), Side::Left);
        }
        self.y += 8.0;
    }

    /// A chart under its number and question, whole on one page: names on the left, bars that begin
    /// at nothing, figures after them.
    fn chart(&mut self, number: usize, chart: &Chart) {
        let (line, size) = (16.0, 11.0);
        let (named, drawn) = (TEXT * 0.34, TEXT * 0.44);
        self.room(50.0 + line * chart.bars.len() as f32);
        let title = format!("{} {number}. {}", chart_word(self.lang), chart.title);
        self.y = self.middle(&title, (LEFT, TEXT, self.y + 8.0), (Style::Bold, 13.0)) + 6.0;
        let (stars, top) = (self.lang.say("sao", "stars"), self.y);
        for bar in &chart.bars {
            let label = spoken(&bar.label, stars);
            let label = self.letters.lines(&label, Style::Regular, size, named - 24.0);
            let cut = if label.len() > 1 { "…" } else { "" };
            let label = label.into_iter().next().unwrap_or_default() + cut;
            let base = self.y + size;
            self.line(&label, (LEFT, named - 8.0, base), (Style::Regular, size), Side::Right);
            let across = drawn * (bar.value as f32 / chart.most().max(1) as f32);
            let (x, y) = (LEFT + named, self.y + 2.0);
            self.put(Mark::Bar { x, y, across, down: line - 6.0 });
            let after = (x + across + 5.0, TEXT, base);
            self.line(&bar.shown, after, (Style::Regular, size), Side::Left);
            self.y += line;
        }
        self.rule((LEFT + named, top), 0.0, self.y - top);
        self.y += 10.0;
    }

    /// A table under its number and title. Its head stands again on every page. The end of the last
    /// one goes with the signature to the next page, so that this never stands there alone.
    fn table(&mut self, (number, last): (usize, bool), table: &Table) {
        let stars = self.lang.say("sao", "stars");
        let set = columns(table, &self.letters, stars, TEXT);
        let rows = table.rows.len() + usize::from(table.total.is_some());
        self.room(if last && rows <= KEPT { 110.0 + ENDING } else { 110.0 });
        let title = format!("{} {number}. {}", table_word(self.lang), table.title);
        self.y = self.middle(&title, (LEFT, TEXT, self.y + 8.0), (Style::Bold, 13.0)) + 6.0;
        let heads: Vec<String> = table.columns.iter().map(|it| it.head.clone()).collect();
        let figures: Vec<bool> = table.columns.iter().map(|it| it.figures).collect();
        self.heads(&heads, &set.widths, set.size);
        for (n, row) in table.rows.iter().enumerate() {
            let kept = last && n + KEPT == rows;
            self.kept = if kept { ENDING } else { 0.0 };
            self.row(&row.cells, (&heads, &figures), (&set.widths, set.size), Style::Regular);
        }
        self.kept = 0.0;
        if let Some(total) = &table.total {
            self.row(total, (&heads, &figures), (&set.widths, set.size), Style::Bold);
        }
        self.y += 10.0;
    }

    fn heads(&mut self, heads: &[String], widths: &[f32], size: f32) {
        let sides = vec![Side::Middle; heads.len()];
        let lines = self.cells(heads.iter().map(String::as_str), widths, (Style::Bold, size));
        self.boxed(&lines, &sides, (widths, size), Style::Bold);
    }

    fn row(
        &mut self,
        cells: &[Cell],
        (heads, figures): (&[String], &[bool]),
        (widths, size): (&[f32], f32),
        style: Style,
    ) {
        let stars = self.lang.say("sao", "stars");
        let texts: Vec<String> = cells.iter().map(|it| spoken(&it.shown(), stars)).collect();
        let lines = self.cells(texts.iter().map(String::as_str), widths, (style, size));
        let before = self.pages.len();
        self.room(height(&lines, size) + self.kept);
        if self.pages.len() > before {
            self.heads(heads, widths, size);
        }
        let side = |figures: &bool| if *figures { Side::Right } else { Side::Left };
        let sides: Vec<Side> = figures.iter().map(side).collect();
        self.boxed(&lines, &sides, (widths, size), style);
    }

    fn cells<'t>(
        &self,
        texts: impl Iterator<Item = &'t str>,
        widths: &[f32],
        (style, size): (Style, f32),
    ) -> Vec<Vec<String>> {
        let set = |(text, width): (&str, &f32)| {
            self.letters.lines(text, style, size, width - 2.0 * INSET + 0.01)
        };
        texts.zip(widths).map(set).collect()
    }

    /// A row of cells with rules around each.
    fn boxed(
        &mut self,
        cells: &[Vec<String>],
        sides: &[Side],
        (widths, size): (&[f32], f32),
        style: Style,
    ) {
        let (top, down) = (self.y, height(cells, size));
        let mut x = LEFT;
        for ((lines, side), width) in cells.iter().zip(sides).zip(widths) {
            for (n, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
                let y = top + 2.0 + size * (1.0 + 1.2 * n as f32);
                self.line(line, (x + INSET, width - 2.0 * INSET, y), (style, size), *side);
            }
            self.rule((x, top), 0.0, down);
            x += width;
        }
        self.rule((x, top), 0.0, down);
        self.rule((LEFT, top), x - LEFT, 0.0);
        self.rule((LEFT, top + down), x - LEFT, 0.0);
        self.y = top + down;
    }

    /// Who gets the letter, and who signs it.
    fn ending(&mut self) {
        self.room(SIGNING);
        let (half, form) = (TEXT / 2.0, self.form.clone());
        let top = self.y + 10.0;
        let mut y = top;
        for (n, line) in form.receivers.iter().enumerate() {
            let set = if n == 0 { (Style::Italic, 12.0) } else { (Style::Regular, 11.0) };
            y += set.1 * 1.3;
            self.line(line, (LEFT, half, y), set, Side::Left);
        }
        let right = LEFT + half;
        let y = self.middle(&form.rank, (right, half, top), (Style::Bold, 14.0));
        let y = self.middle(form.sign, (right, half, y), (Style::Italic, 13.0));
        self.y = self.middle(&form.signer, (right, half, y + 64.0), (Style::Bold, 14.0));
    }
}

/// How high a row is.
fn height(cells: &[Vec<String>], size: f32) -> f32 {
    let lines = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
    size * (1.3 + 1.2 * (lines - 1) as f32) + 4.0
}
