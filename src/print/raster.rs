//! Documents as dots: blocks drawn onto a bitmap as wide as the print head, one bit a dot.
//!
//! Everything is drawn as a picture because printers lack Vietnamese letters or hide them in
//! tables that differ from maker to maker.

use super::{
    block::{Block, Size, Width, wrap, wrap_evenly, wrap_row},
    letters::{Face, Letters},
};
use qrcodegen::{QrCode, QrCodeEcc, QrSegment};
use std::io;

/// White modules a scanner needs around a QR symbol.
const QUIET: u32 = 4;

/// A picture of black and white dots, laid out as `GS v 0` wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bitmap {
    /// Dots across, a multiple of eight.
    pub width: u32,
    /// Dots down.
    pub rows: u32,
    /// Row after row, eight dots a byte, the leftmost in the highest bit; 1 is black.
    pub bits: Vec<u8>,
}

impl Bitmap {
    /// White paper. The width is rounded up to whole bytes.
    pub fn blank(width: u32, rows: u32) -> Bitmap {
        let across = width.div_ceil(8);
        Bitmap { width: across * 8, rows, bits: vec![0; (across * rows) as usize] }
    }

    /// The bytes of one row.
    pub fn row(&self, y: u32) -> &[u8] {
        let across = self.width as usize / 8;
        &self.bits[y as usize * across..][..across]
    }

    /// Whether nothing is burnt in a row.
    pub fn is_blank(&self, y: u32) -> bool {
        self.row(y).iter().all(|byte| *byte == 0)
    }

    /// Burns a dot; one beside the paper is nothing.
    pub fn ink(&mut self, x: i64, y: i64) {
        if (0..i64::from(self.width)).contains(&x) && (0..i64::from(self.rows)).contains(&y) {
            let at = y as usize * (self.width as usize / 8) + x as usize / 8;
            self.bits[at] |= 0x80 >> (x % 8);
        }
    }

    /// Whether a dot is burnt; one beside the paper is not.
    pub fn is_black(&self, x: u32, y: u32) -> bool {
        let byte = self.bits.get((y * self.width / 8 + x / 8) as usize);
        x < self.width && byte.is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0)
    }

    /// Burns a rectangle.
    pub fn fill(&mut self, (x, y): (u32, u32), across: u32, down: u32) {
        for dy in 0..down {
            for dx in 0..across {
                self.ink(i64::from(x + dx), i64::from(y + dy));
            }
        }
    }

    /// Adds what another bitmap of the same width holds.
    pub fn append(&mut self, other: &Bitmap) {
        self.rows += other.rows;
        self.bits.extend(&other.bits);
    }

    /// Adds white rows at the foot and tells where they begin.
    fn grow(&mut self, rows: u32) -> u32 {
        let top = self.rows;
        self.rows += rows;
        self.bits.resize(self.width as usize / 8 * self.rows as usize, 0);
        top
    }
}

/// Draws a document for a paper. Fails only when an embedded font is broken.
pub fn paint(blocks: &[Block], width: Width) -> io::Result<Bitmap> {
    let letters = Letters::load()?;
    let mut sheet = Sheet { letters, paper: Bitmap::blank(width.dots(), 0), width };
    for block in blocks {
        sheet.add(block);
    }
    Ok(sheet.paper)
}

/// The bitmap as a black and white PNG of the same dots.
pub fn png(bitmap: &Bitmap) -> io::Result<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, bitmap.width, bitmap.rows);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header()?;
    let light: Vec<u8> = bitmap.bits.iter().map(|byte| !byte).collect();
    writer.write_image_data(&light)?;
    writer.finish()?;
    Ok(file)
}

/// The symbol of a text. What stands behind `#` takes fewer modules where all its letters are of
/// the alphanumeric kind (ISO/IEC 18004, 7.4.4), as in a receipt's own proof.
fn symbol(payload: &str) -> Option<QrCode> {
    let cut = payload.find('#').map(|at| payload.split_at(at + 1));
    let segments = match cut.filter(|(_, rest)| QrSegment::is_alphanumeric(rest)) {
        Some((head, rest)) => {
            vec![QrSegment::make_bytes(head.as_bytes()), QrSegment::make_alphanumeric(rest)]
        }
        None => QrSegment::make_segments(payload),
    };
    QrCode::encode_segments(&segments, QrCodeEcc::Medium).ok()
}

fn burn(paper: &mut Bitmap, symbol: &QrCode, (x, y): (u32, u32), module: u32) {
    let size = symbol.size();
    let all = (0..size).flat_map(|down| (0..size).map(move |across| (across, down)));
    for (across, down) in all.filter(|it| symbol.get_module(it.0, it.1)) {
        let corner = (x + across.unsigned_abs() * module, y + down.unsigned_abs() * module);
        paper.fill(corner, module, module);
    }
}

/// How many dots a side of a QR symbol takes with what must stay white around it; none for nothing,
/// and for a text that no symbol holds.
pub fn qr_side(payload: &str, module: u32) -> Option<u32> {
    let symbol = symbol(payload).filter(|_| !payload.is_empty())?;
    Some((symbol.size().unsigned_abs() + 2 * QUIET) * module)
}

/// Burns a QR symbol whose white edge begins at a corner.
pub fn draw_qr(paper: &mut Bitmap, payload: &str, (x, y): (u32, u32), module: u32) {
    if let Some(symbol) = symbol(payload) {
        burn(paper, &symbol, (x + QUIET * module, y + QUIET * module), module);
    }
}

/// A document in the making: it grows downwards.
struct Sheet {
    letters: Letters,
    paper: Bitmap,
    width: Width,
}

impl Sheet {
    fn add(&mut self, block: &Block) {
        match block {
            Block::Rule => self.rule(),
            Block::Gap(rows) => {
                self.paper.grow(*rows);
            }
            Block::Row { left, right, size, bold } => {
                let face = Face { size: *size, bold: *bold };
                self.row((left, face), (right, face));
            }
            Block::Sum { left, right } => {
                let label = Face { size: Size::Title, bold: true };
                self.row((left, label), (right, Face { size: Size::Total, bold: true }));
            }
            Block::Centre { text, size, bold } => {
                self.centre(text, Face { size: *size, bold: *bold });
            }
            Block::Qr { payload, module } => self.qr(payload, *module),
        }
    }

    /// Dots between the margins.
    fn room(&self) -> u32 {
        self.width.dots() - 2 * self.width.margin()
    }

    fn rule(&mut self) {
        let top = self.paper.grow(22) + 10;
        let (mut x, end) = (self.width.margin(), self.width.dots() - self.width.margin());
        while x < end {
            self.paper.fill((x, top), 8.min(end - x), 2);
            x += 12;
        }
    }

    fn row(&mut self, (left, left_face): (&str, Face), (right, right_face): (&str, Face)) {
        let letters = &self.letters;
        let lines = wrap_row(
            (left, right),
            self.room(),
            left_face.size.em() / 2,
            |text| letters.width(text, left_face),
            |text| letters.width(text, right_face),
        );
        let margin = self.width.margin();
        for (left, right) in lines {
            // A line is as high as the larger of the texts that stand on it.
            let size = if right.is_empty() { left_face.size } else { right_face.size };
            let baseline = self.paper.grow(size.pitch()) + size.ascent();
            self.letters.draw(&mut self.paper, (margin, baseline), &left, left_face);
            let end = self.width.dots() - margin;
            let x = end.saturating_sub(self.letters.width(&right, right_face));
            self.letters.draw(&mut self.paper, (x, baseline), &right, right_face);
        }
    }

    fn centre(&mut self, text: &str, face: Face) {
        for line in wrap_evenly(text, self.room(), |text| self.letters.width(text, face)) {
            let x = self.width.dots().saturating_sub(self.letters.width(&line, face)) / 2;
            let baseline = self.paper.grow(face.size.pitch()) + face.size.ascent();
            self.letters.draw(&mut self.paper, (x, baseline), &line, face);
        }
    }

    /// Modules are whole dots, so that their edges are as sharp as the head can burn them.
    fn qr(&mut self, payload: &str, module: u32) {
        let Some(symbol) = symbol(payload) else { return self.letters_instead(payload) };
        let size = symbol.size().unsigned_abs();
        let module = module.min(self.width.dots() / (size + 2 * QUIET)).max(1);
        let x = (self.width.dots() - size * module) / 2;
        let y = self.paper.grow((size + 2 * QUIET) * module) + QUIET * module;
        burn(&mut self.paper, &symbol, (x, y), module);
    }

    /// A payload longer than any symbol holds is at least readable by people.
    fn letters_instead(&mut self, payload: &str) {
        let face = Face { size: Size::Note, bold: false };
        for line in wrap(payload, self.room(), |text| self.letters.width(text, face)) {
            self.row((&line, face), ("", face));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_as_wide_as_the_print_head() {
        for (width, dots) in [(Width::MM58, 384), (Width::MM80, 576)] {
            let paper = paint(&[Block::title("HỘI CHỢ"), Block::Rule], width).unwrap();
            assert_eq!((paper.width, paper.rows), (dots, 42 + 22));
            assert_eq!(paper.bits.len() as u32, paper.rows * dots / 8);
        }
    }

    #[test]
    fn a_rank_is_drawn_as_stars_of_equal_shape() {
        let stars = |text: &str| {
            let paper = paint(&[Block::row(text, "", Size::Body)], Width::MM80).unwrap();
            paper.bits.iter().map(|byte| byte.count_ones()).sum::<u32>()
        };
        assert!(stars("★") > 100);
        assert_eq!(stars("★★★★"), 4 * stars("★"));
    }

    #[test]
    fn a_qr_symbol_is_drawn_in_whole_modules_and_fits_the_paper() {
        let payload = "x".repeat(400);
        let paper = paint(&[Block::qr(&payload, 9)], Width::MM58).unwrap();
        let symbol = QrCode::encode_text(&payload, QrCodeEcc::Medium).unwrap();
        let size = symbol.size() as u32;
        assert_eq!(paper.rows, (size + 8) * (384 / (size + 8)));
        let too_long = "x".repeat(3000);
        assert!(paint(&[Block::qr(&too_long, 9)], Width::MM58).unwrap().rows > 1000);
    }

    #[test]
    fn a_png_holds_the_same_dots() {
        let paper = paint(&[Block::row("Cảm ơn", "5.000", Size::Body)], Width::MM80).unwrap();
        let file = png(&paper).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut dots).unwrap();
        let black: Vec<u8> = dots.iter().map(|byte| !byte).collect();
        assert_eq!(black, paper.bits);
    }
}
