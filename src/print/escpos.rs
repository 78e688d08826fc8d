//! Dots as a printer's commands.
//!
//! The only file that knows the `escpos` crate. It builds our own bytes through a driver that
//! collects them: the crate's calls for drawers, partial cuts, resets, status and pictures are
//! wrong on the wire (a drawer pulse without times swallows the two bytes after it).

use super::{
    printer::{Drawer, Head, Raster},
    raster::Bitmap,
};
use escpos::{driver::Driver, errors::Result as Escpos, printer::Printer, utils::Protocol};
use std::{io, sync::Mutex};

/// Rows of one picture command unless a printer's setting says otherwise. From 256 on some
/// printers print garbage; very small bands show thin white seams.
pub const BAND: u8 = 128;

/// White rows from which feeding the paper is cheaper than sending zeros.
const FEED: u32 = 8;

/// Dots of a stripe of `ESC *`.
const STRIPE: u32 = 24;

/// The bytes that print a bitmap and cut the paper: `ESC @`, `GS P` so that paper moves in dots,
/// bands of `GS v 0` (or stripes of `ESC *`), white runs as `ESC J n`, `ESC d 4` to bring the last
/// line past the knife, `GS V 66 0`. Opens no drawer and asks no status.
pub fn job(bitmap: &Bitmap, head: &Head) -> io::Result<Vec<u8>> {
    let mut printer = Printer::new(Collected::default(), Protocol::default(), None);
    commands(&mut printer, bitmap, head).map_err(io::Error::other)?;
    printer.driver().0.into_inner().map_err(|_| io::Error::other("a printing thread panicked"))
}

/// The pulse that opens a cash drawer: 50 ms on, 500 ms off. A job of its own, never part of a
/// receipt.
pub fn drawer_kick(drawer: Drawer) -> Vec<u8> {
    let pin = match drawer {
        Drawer::Pin2 => 0,
        Drawer::Pin5 => 1,
    };
    vec![0x1b, b'p', pin, 25, 250]
}

fn commands(printer: &mut Printer<Collected>, bitmap: &Bitmap, head: &Head) -> Escpos<()> {
    printer.init()?;
    // 203 dots to the inch, across and down: some heads move by another unit after a reset.
    printer.custom(&[0x1d, b'P', 203, 203])?;
    let left = (head.margin / 8) as usize;
    if head.raster == Raster::Columns {
        stripes(printer, bitmap, left * 8)?;
    } else {
        bands(printer, bitmap, (u32::from(head.band.max(1)), left))?;
    }
    printer.feeds(4)?;
    printer.custom(&[0x1d, b'V', 66, 0])?;
    printer.print()?;
    Ok(())
}

/// The picture in bands of `GS v 0`, `left` white bytes before each row.
fn bands(
    printer: &mut Printer<Collected>,
    bitmap: &Bitmap,
    (band, left): (u32, usize),
) -> Escpos<()> {
    let mut y = 0;
    while y < bitmap.rows {
        let white = white_rows(bitmap, y);
        if white >= FEED {
            feed(printer, white)?;
            y += white;
        } else {
            let end = band_end(bitmap, y, band);
            printer.custom(&picture(bitmap, (y, end), left))?;
            y = end;
        }
    }
    Ok(())
}

/// The picture in stripes of `ESC * 33`: columns of 24 dots, three bytes each, `left` white ones
/// before them. A line feed moves the paper by the stripe.
fn stripes(printer: &mut Printer<Collected>, bitmap: &Bitmap, left: usize) -> Escpos<()> {
    printer.custom(&[0x1b, b'3', STRIPE as u8])?;
    let mut y = 0;
    while y < bitmap.rows {
        let white = white_rows(bitmap, y);
        if white >= FEED {
            feed(printer, white)?;
            y += white;
            continue;
        }
        let columns = left + bitmap.width as usize;
        let [low, high] = (columns as u16).to_le_bytes();
        let mut bytes = vec![0x1b, b'*', 33, low, high];
        bytes.resize(bytes.len() + left * 3, 0);
        for x in 0..bitmap.width {
            bytes.extend((0..3).map(|part| column(bitmap, x, y + part * 8)));
        }
        bytes.push(b'\n');
        printer.custom(&bytes)?;
        y += STRIPE;
    }
    printer.custom(&[0x1b, b'2'])?;
    Ok(())
}

/// Eight dots down from a row, the topmost in the highest bit.
fn column(bitmap: &Bitmap, x: u32, y: u32) -> u8 {
    (0..8).fold(0, |byte, down| {
        let there = y + down < bitmap.rows;
        let dot = there && bitmap.row(y + down)[x as usize / 8] & (0x80 >> (x % 8)) != 0;
        byte << 1 | u8::from(dot)
    })
}

/// How many white rows follow from row `y`.
fn white_rows(bitmap: &Bitmap, y: u32) -> u32 {
    (y..bitmap.rows).take_while(|row| bitmap.is_blank(*row)).count() as u32
}

/// Where a band that begins at row `y` ends: before the next long white run, else at the last
/// white row of its second half, so that no seam runs through a line of text.
fn band_end(bitmap: &Bitmap, y: u32, band: u32) -> u32 {
    let limit = (y + band).min(bitmap.rows);
    if let Some(run) = (y + 1..limit).find(|row| white_rows(bitmap, *row) >= FEED) {
        return run;
    }
    if limit == bitmap.rows {
        return limit;
    }
    (y + band / 2 + 1..=limit).rev().find(|row| bitmap.is_blank(*row)).unwrap_or(limit)
}

/// `ESC J n`, as often as needed: it feeds at most 255 rows.
fn feed(printer: &mut Printer<Collected>, rows: u32) -> Escpos<()> {
    let mut left = rows;
    while left > 0 {
        let step = left.min(255);
        printer.custom(&[0x1b, b'J', step as u8])?;
        left -= step;
    }
    Ok(())
}

/// `GS v 0`: rows `from` to `to` as a picture, `left` white bytes before each.
pub(super) fn picture(bitmap: &Bitmap, (from, to): (u32, u32), left: usize) -> Vec<u8> {
    let [across, across_high] = ((left as u32 + bitmap.width / 8) as u16).to_le_bytes();
    let [rows, rows_high] = ((to - from) as u16).to_le_bytes();
    let mut bytes = vec![0x1d, b'v', b'0', 0, across, across_high, rows, rows_high];
    for y in from..to {
        bytes.resize(bytes.len() + left, 0);
        bytes.extend_from_slice(bitmap.row(y));
    }
    bytes
}

/// A driver that keeps the bytes: the spool sends them, once, over a connection of its own.
#[derive(Default)]
struct Collected(Mutex<Vec<u8>>);

impl Driver for Collected {
    fn name(&self) -> String {
        "collected".to_owned()
    }

    fn write(&self, data: &[u8]) -> Escpos<()> {
        let mut bytes = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        bytes.extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _: &mut [u8]) -> Escpos<usize> {
        Ok(0)
    }

    fn flush(&self) -> Escpos<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::{block::Width, raster::paint, receipt::layout, sample};
    use proptest::prelude::*;

    /// What a strict printer understood of a job.
    #[derive(Default)]
    struct Printed {
        bits: Vec<u8>,
        bands: Vec<u32>,
        cuts: u32,
    }

    /// Reads a job as a printer would, and panics at the first byte that a receipt must not hold.
    fn print(bytes: &[u8], across: usize) -> Printed {
        let mut printed = Printed::default();
        let begin = [0x1b, b'@', 0x1d, b'P', 203, 203];
        let mut rest = bytes.strip_prefix(&begin).expect("a job begins with ESC @, GS P");
        while !rest.is_empty() {
            assert_eq!(printed.cuts, 0, "something follows the cut");
            match rest {
                [0x1b, b'J', rows, tail @ ..] => {
                    printed.bits.resize(printed.bits.len() + across * usize::from(*rows), 0);
                    rest = tail;
                }
                [0x1d, b'v', b'0', 0, x, 0, rows, 0, tail @ ..] => {
                    assert_eq!(usize::from(*x), across);
                    let (data, after) = tail.split_at(across * usize::from(*rows));
                    printed.bits.extend_from_slice(data);
                    printed.bands.push(u32::from(*rows));
                    rest = after;
                }
                [0x1b, b'd', 4, 0x1d, b'V', 66, 0, tail @ ..] => {
                    printed.cuts += 1;
                    rest = tail;
                }
                _ => panic!("unexpected bytes {:02x?}", &rest[..rest.len().min(8)]),
            }
        }
        printed
    }

    #[test]
    fn a_job_prints_exactly_the_receipt_and_cuts_once() {
        for width in [Width::MM58, Width::MM80] {
            let paper = paint(&layout(&sample::sale(), width), width).unwrap();
            for band in [24, 64, 128, 255] {
                let head = Head { band, ..Head::plain(width) };
                let printed = print(&job(&paper, &head).unwrap(), width.dots() as usize / 8);
                assert_eq!(printed.cuts, 1);
                assert_eq!(printed.bits, paper.bits);
                assert!(printed.bands.iter().all(|rows| *rows <= u32::from(band)));
            }
        }
    }

    #[test]
    fn white_paper_is_fed_not_sent() {
        let paper = paint(&layout(&sample::sale(), Width::MM80), Width::MM80).unwrap();
        let head = Head::plain(Width::MM80);
        let bytes = job(&paper, &head).unwrap();
        assert!(bytes.len() < paper.bits.len() * 7 / 10, "{} bytes", bytes.len());
        let white = print(&job(&Bitmap::blank(576, 600), &head).unwrap(), 72);
        assert_eq!((white.bits.len(), white.bands.len()), (600 * 72, 0));
    }

    #[test]
    fn no_seam_runs_through_a_line_of_text() {
        let paper = paint(&layout(&sample::mixed(), Width::MM58), Width::MM58).unwrap();
        for band in [128, 255] {
            let mut y = 0;
            while y < paper.rows {
                let end = band_end(&paper, y, band);
                let seam = end < paper.rows && !paper.is_blank(end) && !paper.is_blank(end - 1);
                assert!(!seam, "a band ends in ink at row {end}");
                y = end;
            }
        }
    }

    proptest! {
        #[test]
        fn any_picture_arrives_as_it_was(
            inked in proptest::collection::vec(proptest::option::of(any::<u8>()), 0..700),
            band in any::<u8>(),
        ) {
            let mut paper = Bitmap::blank(16, inked.len() as u32);
            for (y, dots) in inked.iter().enumerate() {
                // Runs of white rows of every length between the inked ones.
                paper.bits[y * 2] = dots.filter(|dots| dots % 16 == 0).unwrap_or(0);
            }
            let head = Head { band, ..Head::plain(Width::MM58) };
            let printed = print(&job(&paper, &head).unwrap(), 2);
            prop_assert_eq!(printed.bits, paper.bits);
            prop_assert!(printed.bands.iter().all(|rows| *rows <= u32::from(band.max(1))));
        }
    }

    #[test]
    fn the_drawer_is_a_job_of_its_own() {
        assert_eq!(drawer_kick(Drawer::Pin2), [0x1b, 0x70, 0x00, 0x19, 0xfa]);
        assert_eq!(drawer_kick(Drawer::Pin5), [0x1b, 0x70, 0x01, 0x19, 0xfa]);
    }

    #[test]
    fn a_margin_moves_every_row_to_the_right_by_whole_millimetres() {
        let width = Width::of_dots(504).unwrap();
        let paper = paint(&layout(&sample::sale(), width), width).unwrap();
        let head = Head { margin: 24, ..Head::plain(width) };
        let printed = print(&job(&paper, &head).unwrap(), 3 + 63);
        for (y, row) in printed.bits.chunks(66).enumerate() {
            assert_eq!((&row[..3], &row[3..]), (&[0; 3][..], paper.row(y as u32)));
        }
        assert_eq!(head.picture(), 128 * 66);
    }

    /// Reads a job of stripes as the oldest printers would.
    fn print_stripes(bytes: &[u8], across: u32) -> Bitmap {
        let begin = [0x1b, b'@', 0x1d, b'P', 203, 203, 0x1b, b'3', 24];
        let mut rest = bytes.strip_prefix(&begin).unwrap();
        let mut rows: Vec<Vec<u8>> = Vec::new();
        loop {
            match rest {
                [0x1b, b'J', n, tail @ ..] => {
                    rows.resize(rows.len() + usize::from(*n), vec![0; across as usize / 8]);
                    rest = tail;
                }
                [0x1b, b'*', 33, low, high, tail @ ..] => {
                    let columns = usize::from(u16::from_le_bytes([*low, *high]));
                    assert_eq!(columns, across as usize);
                    let top = rows.len();
                    rows.resize(top + 24, vec![0; across as usize / 8]);
                    for (x, dots) in tail[..columns * 3].chunks(3).enumerate() {
                        for y in (0..24).filter(|y| dots[y / 8] & (0x80 >> (y % 8)) != 0) {
                            rows[top + y][x / 8] |= 0x80 >> (x % 8);
                        }
                    }
                    rest = tail[columns * 3..].strip_prefix(b"\n").unwrap();
                }
                _ => break,
            }
        }
        assert_eq!(rest, [0x1b, b'2', 0x1b, b'd', 4, 0x1d, b'V', 66, 0]);
        Bitmap { width: across, rows: rows.len() as u32, bits: rows.concat() }
    }

    #[test]
    fn the_oldest_heads_print_the_same_picture_in_stripes() {
        let paper = paint(&layout(&sample::mixed(), Width::MM58), Width::MM58).unwrap();
        let head = Head { raster: Raster::Columns, ..Head::plain(Width::MM58) };
        let printed = print_stripes(&job(&paper, &head).unwrap(), 384);
        assert_eq!(printed.bits[..paper.bits.len()], paper.bits);
        assert!(
            printed.rows < paper.rows + 24
                && printed.bits[paper.bits.len()..].iter().all(|it| *it == 0)
        );
        assert_eq!(head.picture(), 384 * 3);
    }
}
