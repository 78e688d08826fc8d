//! Letters as dots: measuring and drawing one line of text at a printer's own resolution.

use super::{
    block::{STAR, Size},
    raster::Bitmap,
};
use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};
use deunicode::deunicode_char;
use std::{f32::consts::PI, io, sync::OnceLock};

/// The share of a dot that must be covered to be burnt: grey under 150 of 255, no dither.
const INKED: f32 = 0.41;

/// How far a star reaches, in ems.
const STAR_WIDTH: f32 = 0.92;

/// A size and a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Face {
    /// How large.
    pub size: Size,
    /// Weight 700 instead of 400.
    pub bold: bool,
}

/// The two embedded fonts, Roboto Condensed 400 and 700: condensed letters put a third more of a
/// name on 58 mm paper than others, and their digits are all of one width.
pub struct Letters {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl Letters {
    /// Reads the embedded fonts; fails only when a file in `static/font/` is broken.
    pub fn load() -> io::Result<Letters> {
        let regular = include_bytes!("../../static/font/RobotoCondensed-Regular.ttf");
        let bold = include_bytes!("../../static/font/RobotoCondensed-Bold.ttf");
        Ok(Letters {
            regular: FontRef::try_from_slice(regular).map_err(io::Error::other)?,
            bold: FontRef::try_from_slice(bold).map_err(io::Error::other)?,
        })
    }

    /// Dots a line of text is wide.
    pub fn width(&self, text: &str, face: Face) -> u32 {
        self.set(text, face).1.ceil() as u32
    }

    /// Draws a line of text with its left end at `x` and its letters standing on `baseline`.
    pub fn draw(&self, paper: &mut Bitmap, (x, baseline): (u32, u32), text: &str, face: Face) {
        let (places, _) = self.set(text, face);
        let scale = self.scale(face);
        for (letter, offset) in places {
            // Whole dots, so that the same letter looks the same wherever it stands.
            let left = (x as f32 + offset).round();
            if letter == STAR {
                star(paper, left, baseline as f32, face.size.em() as f32);
                continue;
            }
            let glyph = self.font(face).glyph_id(letter);
            let glyph = glyph.with_scale_and_position(scale, point(left, baseline as f32));
            let Some(outline) = self.font(face).outline_glyph(glyph) else { continue };
            let corner = outline.px_bounds().min;
            outline.draw(|dx, dy, cover| {
                if cover > INKED {
                    paper.ink(corner.x as i64 + i64::from(dx), corner.y as i64 + i64::from(dy));
                }
            });
        }
    }

    /// Whether both fonts can draw a letter.
    pub fn has(&self, letter: char) -> bool {
        let drawn = |font: &FontRef| font.glyph_id(letter) != GlyphId(0);
        letter == STAR || (drawn(&self.regular) && drawn(&self.bold))
    }

    /// Where each letter begins, and where the line ends, in dots.
    fn set(&self, text: &str, face: Face) -> (Vec<(char, f32)>, f32) {
        let font = self.font(face).as_scaled(self.scale(face));
        let mut pen = 0.0;
        let mut before: Option<GlyphId> = None;
        let mut places = Vec::with_capacity(text.len());
        for letter in text.chars() {
            if letter == STAR {
                places.push((letter, pen));
                pen += face.size.em() as f32 * STAR_WIDTH;
                before = None;
                continue;
            }
            let glyph = font.glyph_id(letter);
            pen += before.map_or(0.0, |before| font.kern(before, glyph));
            places.push((letter, pen));
            pen += font.h_advance(glyph);
            before = Some(glyph);
        }
        (places, pen)
    }

    fn font(&self, face: Face) -> &FontRef<'static> {
        if face.bold { &self.bold } else { &self.regular }
    }

    /// ab_glyph scales by ascent and descent together; the sizes here are ems.
    fn scale(&self, face: Face) -> PxScale {
        let font = self.font(face);
        let per_em = font.height_unscaled() / font.units_per_em().unwrap_or(2048.0);
        PxScale::from(face.size.em() as f32 * per_em)
    }
}

/// The fonts, read once; none when a file in `static/font/` is broken.
static LETTERS: OnceLock<Option<Letters>> = OnceLock::new();

/// The text in letters that can be drawn: an emoji by its name, letters of other scripts by their
/// sound. What has neither is a question mark, so that nothing is missing in silence.
pub fn readable(text: &str) -> String {
    let Some(letters) = LETTERS.get_or_init(|| Letters::load().ok()) else {
        return text.to_owned();
    };
    if text.chars().all(|letter| letter.is_ascii() || letters.has(letter)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() || letters.has(letter) {
            out.push(letter);
            continue;
        }
        let known = deunicode_char(letter);
        match known.map(str::trim) {
            // What joins or varies the letters beside it stands for nothing itself.
            Some("") => {}
            Some(name) if name.len() > 2 && letter as u32 >= EMOJI => {
                out.extend(["(", name, ")"]);
            }
            Some(_) => out.push_str(known.unwrap_or_default()),
            None if is_joiner(letter) => {}
            None => out.push('?'),
        }
    }
    out.trim_end().to_owned()
}

/// From here on pictures stand.
const EMOJI: u32 = 0x1f000;

/// Whether a letter only varies the one before it: skin tones, styles, joiners.
fn is_joiner(letter: char) -> bool {
    let joins = [0x200b..=0x200f, 0xfe00..=0xfe0f, 0x1f3fb..=0x1f3ff, 0xe0000..=0xe01ef];
    joins.iter().any(|range| range.contains(&(letter as u32)))
}

/// Draws a five-pointed star, centred on the height of capitals.
fn star(paper: &mut Bitmap, left: f32, baseline: f32, em: f32) {
    let radius = em * 0.45;
    let (x, y) = (left + em * STAR_WIDTH / 2.0, baseline - em * 0.34);
    let corners: Vec<(f32, f32)> = (0..10)
        .map(|n| {
            let reach = if n % 2 == 0 { radius } else { radius * 0.4 };
            let turn = n as f32 * PI / 5.0;
            (x + reach * turn.sin(), y - reach * turn.cos())
        })
        .collect();
    for row in (y - radius).floor() as i64..=(y + radius).ceil() as i64 {
        for dot in (x - radius).floor() as i64..=(x + radius).ceil() as i64 {
            if inside(&corners, (dot as f32 + 0.5, row as f32 + 0.5)) {
                paper.ink(dot, row);
            }
        }
    }
}

/// Whether a point lies inside a polygon: a ray to the right crosses its border an odd number of
/// times.
fn inside(corners: &[(f32, f32)], (x, y): (f32, f32)) -> bool {
    let next = corners.iter().cycle().skip(1);
    let crossings = corners.iter().zip(next).filter(|((x1, y1), (x2, y2))| {
        (*y1 > y) != (*y2 > y) && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    /// Every Vietnamese letter, both cases: twelve vowels with six tones each, and the rest.
    fn alphabet() -> Vec<char> {
        let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];
        let vowels = "aăâeêioôơuưy".chars().flat_map(|vowel| {
            tones.iter().flat_map(move |tone| format!("{vowel}{tone}").nfc().collect::<Vec<_>>())
        });
        let lower: Vec<char> = vowels.chain("bcdđghklmnpqrstvxfjwz".chars()).collect();
        let upper = lower.iter().flat_map(|letter| letter.to_uppercase());
        lower.iter().copied().chain(upper).collect()
    }

    #[test]
    fn every_vietnamese_letter_can_be_drawn() {
        let letters = Letters::load().unwrap();
        assert_eq!(alphabet().len(), 2 * (72 + 21));
        for letter in alphabet() {
            assert!(letters.has(letter), "{letter}");
        }
        for sign in "0123456789 \u{a0}.,:/()-–×·…₫%#&+=@'\"★".chars() {
            assert!(letters.has(sign), "{sign}");
        }
    }

    #[test]
    fn no_letter_leaves_its_line() {
        let letters = Letters::load().unwrap();
        for size in [Size::Fine, Size::Note, Size::Body, Size::Title, Size::Total] {
            for letter in alphabet() {
                let face = Face { size, bold: true };
                let mut paper = Bitmap::blank(64, size.pitch() * 3);
                let baseline = size.pitch() + size.ascent();
                letters.draw(&mut paper, (8, baseline), &letter.to_string(), face);
                let inked: Vec<u32> = (0..paper.rows).filter(|y| !paper.is_blank(*y)).collect();
                let (top, foot) = (inked[0], inked[inked.len() - 1]);
                assert!(top >= size.pitch() && foot < 2 * size.pitch(), "{letter} {size:?}");
            }
        }
    }

    #[test]
    fn emoji_and_letters_of_other_scripts_are_printed_as_something_readable() {
        let letters = Letters::load().unwrap();
        assert_eq!(readable("Mực khô ★★★★ 1 kg – 980.000 ₫"), "Mực khô ★★★★ 1 kg – 980.000 ₫");
        assert_eq!(readable("Trà 茶 hoa"), "Trà Cha  hoa");
        assert_eq!(readable("Dứa 🍍"), "Dứa (pineapple)");
        for text in ["Mật ong 🍯❤️👍🏽", "绿茶", "ชาเขียว", "녹차", "شاي", "\u{10ffff}"]
        {
            let read = readable(text);
            assert!(!read.is_empty() && read.chars().all(|it| letters.has(it)), "{text}: {read}");
        }
    }

    #[test]
    fn all_digits_are_of_one_width() {
        let letters = Letters::load().unwrap();
        let face = Face { size: Size::Body, bold: false };
        for digit in '0'..='9' {
            assert_eq!(letters.width(&digit.to_string(), face), letters.width("0", face));
        }
    }
}
