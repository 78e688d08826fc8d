//! Labels of goods and price signs as dots, each as large as the label on its roll: 8 dots to the
//! millimetre, as receipts. `paper.rs` and `web/` know where what stands on them comes from.

use super::{
    block::{Size, wrap},
    ean,
    letters::{Face, Letters, readable},
    raster::{self, Bitmap},
};
use std::io;

crate::words! {
    /// The labels of a roll: how wide and how high.
    Roll {
        /// 40 by 30 mm.
        Small = "40x30", "40 × 30 mm", "40 × 30 mm";
        /// 50 by 30 mm.
        Middle = "50x30", "50 × 30 mm", "50 × 30 mm";
        /// 60 by 40 mm.
        Large = "60x40", "60 × 40 mm", "60 × 40 mm";
    }
}

crate::words! {
    /// What is printed.
    Kind {
        /// Sticks on the goods: name, price, barcode.
        Label = "label", "Tem dán hàng", "Product label";
        /// Stands before the goods: price, stars, whose they are.
        Sign = "sign", "Bảng giá", "Price sign";
    }
}

/// Dots in a millimetre of a printer’s head.
pub const MM: u32 = 8;

/// White dots at each edge: nobody cuts to the dot.
const EDGE: u32 = 10;

/// Dots of a module of a QR on a sign: 0.375 mm, which phones read at arm's length.
const QR: u32 = 3;

/// White dots between labels that follow each other on a roll: 2 mm, as rolls are cut.
const GAP: u32 = 2 * MM;

impl Roll {
    /// Dots across and down.
    pub fn dots(self) -> (u32, u32) {
        let (across, down) = match self {
            Roll::Small => (40, 30),
            Roll::Middle => (50, 30),
            Roll::Large => (60, 40),
        };
        (across * MM, down * MM)
    }
}

/// What stands on a label or a sign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goods {
    /// The product's name.
    pub name: String,
    /// `185.000 đ`; empty: it has no price.
    pub price: String,
    /// `chai 500 ml`.
    pub unit: String,
    /// `★★★★` while the certificate holds, else empty.
    pub stars: String,
    /// Who makes it.
    pub producer: String,
    /// Where: commune and province, or empty.
    pub place: String,
    /// An EAN-13, or another code that is only written; or empty.
    pub barcode: String,
    /// `Lô 2611A`, or empty.
    pub lot: String,
    /// The address of its page; empty: nobody could reach it.
    pub page: String,
}

/// A label as large as those of the roll.
pub fn paint(goods: &Goods, kind: Kind, roll: Roll) -> io::Result<Bitmap> {
    let (across, down) = roll.dots();
    let mut sheet =
        Sheet { letters: Letters::load()?, paper: Bitmap::blank(across, down), y: EDGE };
    match kind {
        Kind::Label => sheet.label(goods),
        Kind::Sign => sheet.sign(goods),
    }
    Ok(sheet.paper)
}

/// Whether a head that is so many dots wide prints all that stands on a label; of its white edges
/// some may be left out.
pub fn fits(label: &Bitmap, width: u32) -> bool {
    label.width <= width + 2 * EDGE
}

/// So many of a label one below the other, in the middle of paper that is so many dots wide.
pub fn strip(label: &Bitmap, count: u32, width: u32) -> Bitmap {
    let mut paper = Bitmap::blank(width, (label.rows + GAP) * count);
    let left = (i64::from(width) - i64::from(label.width)) / 2;
    for n in 0..count {
        let top = i64::from(n * (label.rows + GAP));
        for y in 0..label.rows {
            for x in (0..label.width).filter(|x| label.is_black(*x, y)) {
                paper.ink(left + i64::from(x), top + i64::from(y));
            }
        }
    }
    paper
}

struct Sheet {
    letters: Letters,
    paper: Bitmap,
    y: u32,
}

impl Sheet {
    fn room(&self) -> u32 {
        self.paper.width - 2 * EDGE
    }

    /// Lines of a text, at most so many; what does not fit ends with an ellipsis. Tells how many.
    fn text(&mut self, text: &str, face: Face, most: usize, room: u32) -> usize {
        let text = readable(text);
        let mut lines = wrap(&text, room, |text| self.letters.width(text, face));
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while !last.is_empty() && self.letters.width(&format!("{last}…"), face) > room {
                    last.pop();
                }
                last.push('…');
            }
        }
        for line in &lines {
            let baseline = self.y + face.size.ascent();
            self.letters.draw(&mut self.paper, (EDGE, baseline), line, face);
            self.y += face.size.pitch();
        }
        lines.len()
    }

    /// A text at the left and one at the right end of a line.
    fn ends(&mut self, (left, left_face): (&str, Face), (right, right_face): (&str, Face)) {
        let size = right_face.size;
        let baseline = self.y + size.ascent();
        let width = self.letters.width(right, right_face);
        let room = self.room().saturating_sub(width + size.em() / 2);
        let left = readable(left);
        let line = wrap(&left, room, |text| self.letters.width(text, left_face));
        let first = line.first().cloned().unwrap_or_default();
        self.letters.draw(&mut self.paper, (EDGE, baseline), &first, left_face);
        let x = (self.paper.width - EDGE).saturating_sub(width);
        self.letters.draw(&mut self.paper, (x, baseline), right, right_face);
        self.y += size.pitch();
    }

    /// Name, price, and the barcode in what is left.
    fn label(&mut self, goods: &Goods) {
        let wide = self.paper.rows > 30 * MM;
        let name = Face { size: if wide { Size::Title } else { Size::Note }, bold: true };
        let (note, room) = (Face { size: Size::Fine, bold: false }, self.room());
        let lines = self.text(&goods.name, name, 2, room);
        if wide || lines < 2 {
            let about = match goods.lot.as_str() {
                "" => goods.producer.clone(),
                lot => format!("{lot} · {}", goods.producer),
            };
            self.text(&about, note, 1, room);
        }
        let price = Face { size: if wide { Size::Total } else { Size::Title }, bold: true };
        let unit = if lines < 2 || wide || goods.lot.is_empty() { &goods.unit } else { &goods.lot };
        self.ends((unit, note), (&goods.price, price));
        self.code(&goods.barcode);
    }

    /// An EAN-13 as bars above its digits, another code as letters, at the foot of the label.
    fn code(&mut self, barcode: &str) {
        let face = Face { size: Size::Note, bold: false };
        let width = self.letters.width(barcode, face);
        let (across, down) = (self.paper.width, self.paper.rows);
        let foot = down - EDGE / 2;
        let x = across.saturating_sub(width) / 2;
        let digits = foot - (face.size.pitch() - face.size.ascent());
        self.letters.draw(&mut self.paper, (x, digits), barcode, face);
        let Some(bars) = ean::bars(barcode) else { return };
        let module = (across / (ean::MODULES + ean::QUIET.0 + ean::QUIET.1)).clamp(1, 4);
        let left = (across - ean::MODULES * module) / 2;
        let top = self.y + 4;
        let height = (foot - face.size.pitch()).saturating_sub(top);
        for (n, _) in bars.iter().enumerate().filter(|(_, black)| **black) {
            self.paper.fill((left + n as u32 * module, top), module, height);
        }
    }

    /// The price largest, then what it is for, whose it is, and its page.
    fn sign(&mut self, goods: &Goods) {
        let wide = self.paper.rows > 30 * MM;
        let face = |size, bold| Face { size, bold };
        let side = raster::qr_side(&goods.page, QR).filter(|_| self.paper.width >= 50 * MM);
        let name = face(if wide { Size::Title } else { Size::Body }, true);
        let room = self.room();
        self.text(&goods.name, name, 2, room);
        let room = room - side.unwrap_or(0);
        self.text(&goods.price, face(Size::Total, true), 1, room);
        let unit = match goods.stars.as_str() {
            "" => goods.unit.clone(),
            stars => format!("{} {stars}", goods.unit),
        };
        self.text(&unit, face(Size::Note, false), 1, room);
        let left = (self.paper.rows - self.y) / Size::Fine.pitch();
        let note = face(Size::Fine, false);
        if left > 0 {
            let used = self.text(&goods.producer, note, if left > 2 { 2 } else { 1 }, room);
            if left as usize > used {
                self.text(&goods.place, note, left as usize - used, room);
            }
        }
        if let Some(side) = side {
            let (across, down) = (self.paper.width, self.paper.rows);
            raster::draw_qr(&mut self.paper, &goods.page, (across - side, down - side), QR);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_printed_whole_or_not_at_all() {
        let label = |width: u32| {
            let mut label = Bitmap::blank(width, 1);
            // What stands on it ends at its edges.
            (EDGE..width - EDGE).for_each(|x| label.ink(i64::from(x), 0));
            label
        };
        for (roll, head, whole) in [(320, 384, true), (400, 384, true), (480, 384, false)] {
            let (label, strip) = (label(roll), strip(&label(roll), 1, head));
            assert_eq!(fits(&label, head), whole, "{roll} on {head}");
            let black = (0..head).filter(|x| strip.is_black(*x, 0)).count() as u32;
            assert_eq!(black == roll - 2 * EDGE, whole, "{roll} on {head}");
        }
    }
}
