//! The letters of reports on paper: Tinos, which has the widths of Times New Roman, so that a
//! column measured here fits in a word processor too.

use super::Unwritten;
use ab_glyph::{Font, FontRef};

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Upright.
    Regular,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
}

/// The bytes of each, in the order of `Style`.
pub const FONTS: [&[u8]; 3] = [
    include_bytes!("../../../static/font/Tinos-Regular.ttf"),
    include_bytes!("../../../static/font/Tinos-Bold.ttf"),
    include_bytes!("../../../static/font/Tinos-Italic.ttf"),
];

/// Measures texts.
pub struct Letters([FontRef<'static>; 3]);

impl Letters {
    /// Reads the fonts.
    pub fn new() -> Result<Letters, Unwritten> {
        let read = |bytes| FontRef::try_from_slice(bytes).map_err(Unwritten::of);
        let [regular, bold, italic] = FONTS;
        Ok(Letters([read(regular)?, read(bold)?, read(italic)?]))
    }

    /// How wide a text is, in points, at so many points.
    pub fn width(&self, text: &str, style: Style, size: f32) -> f32 {
        let font = &self.0[style as usize];
        let em = font.units_per_em().unwrap_or(2048.0);
        let units: f32 = text.chars().map(|it| font.h_advance_unscaled(font.glyph_id(it))).sum();
        units * size / em
    }

    /// A text in lines of at most `width` points. It breaks at spaces, and within a word only where
    /// the word alone is too wide.
    pub fn lines(&self, text: &str, style: Style, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, style, size) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = word.to_owned();
            while self.width(&line, style, size) > width && line.chars().nth(1).is_some() {
                let rest = line.split_off(self.fitting(&line, style, size, width));
                lines.push(std::mem::replace(&mut line, rest));
            }
        }
        lines.push(line);
        lines
    }

    /// Bytes of a word that fit, one letter at least.
    fn fitting(&self, word: &str, style: Style, size: f32, width: f32) -> usize {
        let ends = word.char_indices().skip(1).map(|(at, _)| at);
        let fits = |end: &usize| self.width(&word[..*end], style, size) <= width;
        let first = word.chars().next().map_or(0, char::len_utf8);
        ends.take_while(fits).last().unwrap_or(first)
    }
}

/// A cell as a letter says it: a font of letters has no stars.
pub fn spoken(text: &str, stars: &str) -> String {
    let count = text.chars().filter(|it| *it == '★').count();
    if count > 0 && count == text.chars().count() {
        format!("{count} {stars}")
    } else {
        text.into()
    }
}
