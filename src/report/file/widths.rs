//! How wide the columns of a table are on paper.

use super::letters::{Letters, Style, spoken};
use crate::report::table::Table;

/// Points between a column's edge and its text, on each side.
pub const INSET: f32 = 3.5;

/// Sizes that are tried, the largest first.
const SIZES: [f32; 4] = [12.0, 11.0, 10.0, 9.0];

/// A word that is longer than this many points is broken, if there is no room.
const WORD: f32 = 112.0;

/// The first column is at least so many points wide, if what it says is.
const FIRST: f32 = 120.0;

/// A table set on paper.
pub struct Columns {
    /// The size of its letters, in points.
    pub size: f32,
    /// The width of each column, in points.
    pub widths: Vec<f32>,
}

/// What one column needs: at least, and to stand in one line.
#[derive(Clone, Copy)]
struct Need {
    least: f32,
    whole: f32,
}

/// Sets a table into `width` points: figures stand in one line, words share what is left.
pub fn columns(table: &Table, letters: &Letters, stars: &str, width: f32) -> Columns {
    let mut last = None;
    for size in SIZES {
        let needs = needs(table, letters, stars, size);
        let fits = needs.iter().map(|need| need.least).sum::<f32>() <= width;
        last = Some((size, needs));
        if fits {
            break;
        }
    }
    let (size, needs) = last.unwrap_or_default();
    Columns { size, widths: share(&needs, width) }
}

fn needs(table: &Table, letters: &Letters, stars: &str, size: f32) -> Vec<Need> {
    let need = |n: usize| {
        let column = &table.columns[n];
        let long = |text: &str, style| letters.width(text, style, size) + 2.0 * INSET;
        let words =
            |text: &str, style| text.split(' ').map(|word| long(word, style)).fold(0.0, f32::max);
        let (mut least, mut whole) =
            (words(&column.head, Style::Bold), long(&column.head, Style::Bold));
        if column.figures {
            whole = least;
        }
        let rows =
            table.rows.iter().filter_map(|row| row.cells.get(n)).map(|it| (it, Style::Regular));
        let total = table.total.iter().filter_map(|total| total.get(n)).map(|it| (it, Style::Bold));
        for (cell, style) in rows.chain(total) {
            let text = spoken(&cell.shown(), stars);
            whole = whole.max(long(&text, style));
            let part = if column.figures { whole } else { words(&text, style) };
            least = least.max(part);
        }
        if !column.figures {
            // What a row is about is never squeezed.
            least = if n == 0 { whole.min(FIRST).max(least.min(WORD)) } else { least.min(WORD) };
        }
        Need { least, whole }
    };
    (0..table.columns.len()).map(need).collect()
}

/// Widths that sum to `width`: what each needs at least, and the rest by what more each would take.
fn share(needs: &[Need], width: f32) -> Vec<f32> {
    let least: f32 = needs.iter().map(|need| need.least).sum();
    let whole: f32 = needs.iter().map(|need| need.whole).sum();
    let rest = width - least;
    let part = |need: &Need| {
        let more = need.whole - need.least;
        match () {
            () if rest <= 0.0 => need.least * width / least,
            // Everything fits in one line: all columns grow alike.
            () if whole <= width => need.whole * width / whole,
            () => need.least + rest * more / (whole - least),
        }
    };
    needs.iter().map(part).collect()
}
