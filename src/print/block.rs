//! Documents for a receipt printer as a list of blocks, and the same blocks as plain text.
//!
//! Knows nothing of dots: `raster` draws the blocks with letters, `plain` writes them in columns.

use super::letters;
use unicode_normalization::UnicodeNormalization;

/// The star of an OCOP rank inside a text. The font has none, so `letters` draws it as a shape.
pub const STAR: char = '★';

/// The paper of a printer: dots across (203 dpi, 8 dots a millimetre).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Width(u32);

impl Width {
    /// 58 mm rolls, 384 dots across.
    pub const MM58: Width = Width(384);
    /// 80 mm rolls, 576 dots across.
    pub const MM80: Width = Width(576);
    /// Narrower paper holds no receipt, and no common head is wider.
    pub const DOTS: std::ops::RangeInclusive<u32> = 256..=832;

    /// The paper of a print head with so many dots.
    pub fn of_dots(dots: u32) -> Option<Width> {
        Width::DOTS.contains(&dots).then_some(Width(dots))
    }

    /// Dots across the print head.
    pub fn dots(self) -> u32 {
        self.0
    }

    /// Dots left white at either side.
    pub fn margin(self) -> u32 {
        if self.is_narrow() { 6 } else { 12 }
    }

    /// Letters across in plain text.
    pub fn columns(self) -> u32 {
        self.0 / 12
    }

    /// Whether two short texts beside each other need a line each.
    pub fn is_narrow(self) -> bool {
        self.0 < 500
    }
}

/// How large a text is. On thermal paper Vietnamese marks stay apart from 24 dots on; 22 only
/// suits short lower-case texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 22 dots: the job's tag at the foot.
    Fine,
    /// 24 dots: addresses and explanations.
    Note,
    /// 26 dots: goods and money.
    Body,
    /// 30 dots: headings.
    Title,
    /// 40 dots: the one figure of the paper.
    Total,
}

impl Size {
    /// The em of the letters in dots.
    pub fn em(self) -> u32 {
        match self {
            Size::Fine => 22,
            Size::Note => 24,
            Size::Body => 26,
            Size::Title => 30,
            Size::Total => 40,
        }
    }

    /// Dots from one line to the next: 1.4 em, as stacked capitals (Ẵ, Ễ) touch the line above
    /// when it is under 1.35.
    pub fn pitch(self) -> u32 {
        (self.em() * 14).div_ceil(10)
    }

    /// Dots from the top of a line to the foot of its letters; stacked marks fill what is above.
    pub fn ascent(self) -> u32 {
        (self.em() * 11).div_ceil(10)
    }
}

/// One piece of a document, from top to bottom. Made by the functions below, which bring every
/// text to NFC: phones and macOS write Vietnamese letters in pieces that no font joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A dashed line across the paper.
    Rule,
    /// White rows, in dots.
    Gap(u32),
    /// A text at the left and another, mostly money, at the right end of the same line.
    Row {
        /// Wrapped when it is long.
        left: String,
        /// Stands on a line of its own when both do not fit.
        right: String,
        /// Of both texts.
        size: Size,
        /// Of both texts.
        bold: bool,
    },
    /// The one sum of the document: a bold label and a much larger figure.
    Sum {
        /// Drawn as a bold title.
        left: String,
        /// Drawn as the total.
        right: String,
    },
    /// A text in the middle, broken into lines of about equal length.
    Centre {
        /// Wrapped when it is long.
        text: String,
        /// Of the whole text.
        size: Size,
        /// Of the whole text.
        bold: bool,
    },
    /// A QR symbol in the middle.
    Qr {
        /// What a scanner reads.
        payload: String,
        /// Dots a module is wide; fewer when the symbol would not fit the paper.
        module: u32,
    },
}

impl Block {
    /// A number beside its time, as a note. It is never broken: where narrow paper has no room for
    /// both, the time stands below it.
    pub fn numbered(number: &str, moment: &str, width: Width) -> Vec<Block> {
        let wanted = number.chars().count() + moment.chars().count();
        if !width.is_narrow() || wanted < width.columns() as usize {
            return vec![Block::row(number, moment, Size::Note)];
        }
        vec![Block::row(number, "", Size::Note), Block::row(moment, "", Size::Note)]
    }

    /// A regular line with a text at either end.
    pub fn row(left: &str, right: &str, size: Size) -> Block {
        Block::Row { left: clean(left), right: clean(right), size, bold: false }
    }

    /// A bold line with a text at either end.
    pub fn bold(left: &str, right: &str, size: Size) -> Block {
        Block::Row { left: clean(left), right: clean(right), size, bold: true }
    }

    /// The document's sum.
    pub fn sum(left: &str, right: &str) -> Block {
        Block::Sum { left: clean(left), right: clean(right) }
    }

    /// A regular text in the middle.
    pub fn centre(text: &str, size: Size) -> Block {
        Block::Centre { text: clean(text), size, bold: false }
    }

    /// A bold title in the middle.
    pub fn title(text: &str) -> Block {
        Block::Centre { text: clean(text), size: Size::Title, bold: true }
    }

    /// A QR symbol. Its payload is left as it is: a scanner must read the very bytes.
    pub fn qr(payload: &str, module: u32) -> Block {
        Block::Qr { payload: payload.to_owned(), module }
    }
}

/// NFC, with line breaks and control characters as plain spaces, and in letters that the font has.
fn clean(text: &str) -> String {
    let text: String = text.nfc().map(|it| if it.is_control() { ' ' } else { it }).collect();
    letters::readable(&text)
}

/// Breaks a text at plain spaces into lines no wider than `room`; a word that is wider is broken
/// between letters. `measure` says how wide a text is, in the unit of `room`.
pub fn wrap(text: &str, room: u32, measure: impl Fn(&str) -> u32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if measure(&longer) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if measure(&line) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    // A dot between two texts has nothing to part at either end of a line.
    let parted = lines.iter().map(|line| line.trim_matches(['·', ' ']).to_owned());
    parted.filter(|line| !line.is_empty()).collect()
}

/// Breaks a text into as few lines as `wrap` would, but of about equal length, for texts in the
/// middle of the paper.
pub fn wrap_evenly(text: &str, room: u32, measure: impl Fn(&str) -> u32) -> Vec<String> {
    let mut lines = wrap(text, room, &measure);
    let count = lines.len();
    // Not so narrow that a word would be broken for the sake of balance.
    let widest = text.split(' ').map(&measure).max().unwrap_or(0).min(room);
    let (mut low, mut high) = (widest.saturating_sub(1), room);
    while count > 1 && high - low > 1 {
        let middle = (low + high) / 2;
        let narrower = wrap(text, middle, &measure);
        if narrower.len() == count {
            (high, lines) = (middle, narrower);
        } else {
            low = middle;
        }
    }
    lines
}

/// The lines of a row as pairs of left and right text. The right text stands on the last line of
/// the left one; where it would leave it too little room, on a line of its own. `gap` is the
/// least distance between the two.
pub fn wrap_row(
    (left, right): (&str, &str),
    room: u32,
    gap: u32,
    left_measure: impl Fn(&str) -> u32,
    right_measure: impl Fn(&str) -> u32,
) -> Vec<(String, String)> {
    let taken = if right.is_empty() { 0 } else { right_measure(right) + gap };
    let alone = |line: String| (line, String::new());
    if taken + left_measure(left) <= room {
        return vec![(left.to_owned(), right.to_owned())];
    }
    if taken > room * 3 / 5 {
        let mut lines: Vec<_> = wrap(left, room, left_measure).into_iter().map(alone).collect();
        let under = wrap(right, room, right_measure);
        lines.extend(under.into_iter().map(|line| (String::new(), line)));
        return lines;
    }
    let mut lines: Vec<_> = wrap(left, room - taken, left_measure).into_iter().map(alone).collect();
    if let Some(last) = lines.last_mut() {
        last.1 = right.to_owned();
    }
    lines
}

/// The blocks as plain text in `columns` letters, for terminals and files.
pub fn plain(blocks: &[Block], columns: u32) -> String {
    let count = |text: &str| text.chars().count() as u32;
    let spaces = |n: u32| " ".repeat(n as usize);
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Rule => lines.push("-".repeat(columns as usize)),
            Block::Gap(_) => {}
            Block::Row { left, right, .. } | Block::Sum { left, right } => {
                for (left, right) in wrap_row((left, right), columns, 2, count, count) {
                    let white = columns.saturating_sub(count(&left) + count(&right));
                    lines.push(format!("{left}{}{right}", spaces(white)));
                }
            }
            Block::Centre { text, .. } => {
                for line in wrap_evenly(text, columns, count) {
                    lines.push(format!("{}{line}", spaces((columns - count(&line)) / 2)));
                }
            }
            // A link stays in one piece, so that it can be copied.
            Block::Qr { payload, .. } => lines.push(format!("QR: {payload}")),
        }
    }
    let text: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    (text.join("\n") + "\n").replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> u32 {
        text.chars().count() as u32
    }

    #[test]
    fn a_long_name_is_broken_at_its_words_and_a_longer_word_between_its_letters() {
        assert_eq!(wrap("Mực khô Cô Tô loại một", 10, count), ["Mực khô Cô", "Tô loại", "một"]);
        assert_eq!(wrap("Thịttrâugácbếp ngon", 8, count), ["Thịttrâu", "gácbếp", "ngon"]);
        assert_eq!(wrap("", 8, count), Vec::<String>::new());
    }

    #[test]
    fn a_middle_dot_neither_ends_nor_begins_a_line() {
        assert_eq!(wrap("Hạ Long · 01–06/06", 10, count), ["Hạ Long", "01–06/06"]);
        assert_eq!(wrap("Hạ Long · 01–06/06", 8, count), ["Hạ Long", "01–06/06"]);
    }

    #[test]
    fn a_price_is_never_torn_from_its_unit() {
        assert_eq!(wrap("giá 55.000\u{a0}đ", 10, count), ["giá", "55.000\u{a0}đ"]);
    }

    #[test]
    fn lines_in_the_middle_are_of_about_equal_length() {
        let lines = wrap_evenly("Phiếu bán hàng thay cho lời cảm ơn", 30, count);
        assert_eq!(lines, ["Phiếu bán hàng thay", "cho lời cảm ơn"]);
    }

    #[test]
    fn money_keeps_the_right_edge_and_gets_its_own_line_where_it_must() {
        let rows = |left, right| wrap_row((left, right), 20, 2, count, count);
        assert_eq!(rows("Tiền mặt", "5.000"), [("Tiền mặt".into(), "5.000".into())]);
        let wrapped = rows("Tổng tiền hàng đã bán", "5.000");
        assert_eq!(wrapped[0], ("Tổng tiền".into(), String::new()));
        assert_eq!(wrapped[1], ("hàng đã bán".into(), "5.000".into()));
        let apart = rows("Khách cần trả", "12.500.000.000\u{a0}đ");
        assert_eq!(apart[1], (String::new(), "12.500.000.000\u{a0}đ".into()));
    }
}
