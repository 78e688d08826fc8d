//! A page by which a person finds out how wide a printer's head is and how much of it lies left of
//! the paper: nobody has to know dots. Lines of known lengths, each a picture of its own so that a
//! head that is too narrow for one garbles that line alone, and a ruler in millimetres.

use super::{
    block::{Block, Size, Width},
    escpos,
    raster::{Bitmap, paint},
};
use std::io;

/// The lines, by their letters: dots of heads that are sold.
pub const LINES: [(char, u32); 11] = [
    ('A', 256),
    ('B', 320),
    ('C', 384),
    ('D', 432),
    ('E', 504),
    ('F', 512),
    ('G', 546),
    ('H', 576),
    ('I', 640),
    ('K', 720),
    ('L', 832),
];
/// The ruler's millimetres.
pub const RULER: u32 = 20;
/// Dots of a millimetre.
const MILLIMETRE: u32 = 8;
/// Rows of a line and of a mark.
const HIGH: u32 = 12;

/// The commands that print the page.
pub fn job() -> io::Result<Vec<u8>> {
    let mut bytes = vec![0x1b, b'@', 0x1d, b'P', 203, 203];
    let narrow = Width::MM58;
    let head = [
        Block::title("CANH KHỔ GIẤY"),
        Block::centre("1. Số nhỏ nhất đọc được ở mép trái?", Size::Note),
    ];
    add(&mut bytes, &paint(&head, narrow)?);
    for bitmap in ruler()? {
        add(&mut bytes, &bitmap);
    }
    let next = [Block::centre("2. Chữ cuối cùng còn thấy cả hai vạch đứng?", Size::Note)];
    add(&mut bytes, &paint(&next, narrow)?);
    for (letter, dots) in LINES {
        add(&mut bytes, &line(letter, dots)?);
    }
    let end = [Block::centre("Chọn hai điều đó trên trang máy in.", Size::Note)];
    add(&mut bytes, &paint(&end, narrow)?);
    bytes.extend([0x1b, b'd', 4, 0x1d, b'V', 66, 0]);
    Ok(bytes)
}

fn add(bytes: &mut Vec<u8>, bitmap: &Bitmap) {
    // Small bands, which every head takes.
    let mut y = 0;
    while y < bitmap.rows {
        let end = (y + 24).min(bitmap.rows);
        bytes.extend(escpos::picture(bitmap, (y, end), 0));
        y = end;
    }
}

/// A mark at each millimetre of the left edge with its number, in two rows so that numbers do not
/// touch.
fn ruler() -> io::Result<[Bitmap; 2]> {
    let row = |odd: u32| -> io::Result<Bitmap> {
        let mut ruler = Bitmap::blank(Width::MM58.dots(), HIGH);
        let numbers = (0..=RULER).filter(|mm| mm % 4 == odd * 2);
        let mut all = Bitmap::blank(Width::MM58.dots(), 36);
        for mm in numbers {
            let x = mm * MILLIMETRE;
            rect(&mut ruler, (x, 0), (2, HIGH));
            stamp(&mut all, &mm.to_string(), x)?;
        }
        ruler.bits.extend_from_slice(&all.bits);
        ruler.rows += all.rows;
        Ok(ruler)
    };
    Ok([row(0)?, row(1)?])
}

/// A line of so many dots with an upright mark at either end, and its letter in the middle.
fn line(letter: char, dots: u32) -> io::Result<Bitmap> {
    let mut line = Bitmap::blank(dots, HIGH * 3);
    rect(&mut line, (0, 0), (4, HIGH * 3));
    rect(&mut line, (dots - 4, 0), (4, HIGH * 3));
    rect(&mut line, (0, HIGH * 3 - 2), (dots, 2));
    // Far enough to the left that each head prints it.
    stamp(&mut line, &format!("{letter} {dots}"), 24)?;
    line.bits.resize(line.bits.len() + line.width as usize / 8 * 8, 0);
    line.rows += 8;
    Ok(line)
}

fn rect(bitmap: &mut Bitmap, (x, y): (u32, u32), (across, down): (u32, u32)) {
    for dy in 0..down {
        for dx in 0..across {
            bitmap.ink(i64::from(x + dx), i64::from(y + dy));
        }
    }
}

/// Draws a short text with its left end at `x`, at the top.
fn stamp(bitmap: &mut Bitmap, text: &str, x: u32) -> io::Result<()> {
    let drawn = paint(&[Block::row(text, "", Size::Fine)], Width::MM58)?;
    let margin = Width::MM58.margin();
    for y in 0..drawn.rows.min(bitmap.rows) {
        for dot in 0..drawn.width - margin {
            let at = dot + margin;
            if drawn.row(y)[at as usize / 8] & (0x80 >> (at % 8)) != 0 {
                bitmap.ink(i64::from(x + dot), i64::from(y));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_picture_of_its_own_width() {
        for (letter, dots) in LINES {
            assert!(Width::of_dots(dots).is_some(), "{letter}");
            let line = line(letter, dots).unwrap();
            assert_eq!(line.width, dots.next_multiple_of(8));
            let last = dots as usize - 1;
            assert_ne!(line.row(1)[last / 8] & (0x80 >> (last % 8)), 0, "{letter} has an end");
        }
        let bytes = job().unwrap();
        let cuts = bytes.windows(4).filter(|it| it[..] == [0x1d, b'V', 66, 0]).count();
        assert_eq!((cuts, &bytes[bytes.len() - 4..]), (1, &[0x1d, b'V', 66, 0][..]));
    }
}
