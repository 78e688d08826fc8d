//! Dots as a printer's commands.
//!
//! The only file that knows the `escpos` crate. It builds our own bytes through a driver that
//! collects them: the crate's calls for drawers, partial cuts, resets, status and pictures are
//! wrong on the wire (a drawer pulse without times swallows the two bytes after it).

use super::raster::Bitmap;
use escpos::{driver::Driver, errors::Result as Escpos, printer::Printer, utils::Protocol};
use std::{io, sync::Mutex};

/// Rows of one picture command unless a printer's setting says otherwise. From 256 on some
/// printers print garbage; very small bands show thin white seams.
pub const BAND: u8 = 128;

/// White rows from which feeding the paper is cheaper than sending zeros.
const FEED: u32 = 8;

/// The bytes that print a bitmap and cut the paper: `ESC @`, bands of `GS v 0` of at most `band`
/// rows, white runs as `ESC J n`, `ESC d 4` to bring the last line past the knife, `GS V 66 0`.
/// Opens no drawer and asks no status.
pub fn job(bitmap: &Bitmap, band: u8) -> io::Result<Vec<u8>> {
    let mut printer = Printer::new(Collected::default(), Protocol::default(), None);
    commands(&mut printer, bitmap, u32::from(band.max(1))).map_err(io::Error::other)?;
    printer.driver().0.into_inner().map_err(|_| io::Error::other("a printing thread panicked"))
}

/// The pulse that opens a cash drawer: pin 2, 50 ms on, 500 ms off. A job of its own, never part
/// of a receipt.
pub fn drawer_kick() -> Vec<u8> {
    vec![0x1b, b'p', 0, 25, 250]
}

fn commands(printer: &mut Printer<Collected>, bitmap: &Bitmap, band: u32) -> Escpos<()> {
    printer.init()?;
    let mut y = 0;
    while y < bitmap.rows {
        let white = white_rows(bitmap, y);
        if white >= FEED {
            feed(printer, white)?;
            y += white;
        } else {
            let end = band_end(bitmap, y, band);
            printer.custom(&picture(bitmap, y, end))?;
            y = end;
        }
    }
    printer.feeds(4)?;
    printer.custom(&[0x1d, b'V', 66, 0])?;
    printer.print()?;
    Ok(())
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

/// `GS v 0`: rows `from` to `to` as a picture.
fn picture(bitmap: &Bitmap, from: u32, to: u32) -> Vec<u8> {
    let [across, across_high] = ((bitmap.width / 8) as u16).to_le_bytes();
    let [rows, rows_high] = ((to - from) as u16).to_le_bytes();
    let mut bytes = vec![0x1d, b'v', b'0', 0, across, across_high, rows, rows_high];
    for y in from..to {
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
        let mut rest = bytes.strip_prefix(&[0x1b, b'@']).expect("a job begins with ESC @");
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
        for width in [Width::Mm58, Width::Mm80] {
            let paper = paint(&layout(&sample::sale(), width), width).unwrap();
            for band in [24, 64, 128, 255] {
                let printed = print(&job(&paper, band).unwrap(), width.dots() as usize / 8);
                assert_eq!(printed.cuts, 1);
                assert_eq!(printed.bits, paper.bits);
                assert!(printed.bands.iter().all(|rows| *rows <= u32::from(band)));
            }
        }
    }

    #[test]
    fn white_paper_is_fed_not_sent() {
        let paper = paint(&layout(&sample::sale(), Width::Mm80), Width::Mm80).unwrap();
        let bytes = job(&paper, BAND).unwrap();
        assert!(bytes.len() < paper.bits.len() * 7 / 10, "{} bytes", bytes.len());
        let white = print(&job(&Bitmap::blank(576, 600), BAND).unwrap(), 72);
        assert_eq!((white.bits.len(), white.bands.len()), (600 * 72, 0));
    }

    #[test]
    fn no_seam_runs_through_a_line_of_text() {
        let paper = paint(&layout(&sample::mixed(), Width::Mm58), Width::Mm58).unwrap();
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
            let printed = print(&job(&paper, band).unwrap(), 2);
            prop_assert_eq!(printed.bits, paper.bits);
            prop_assert!(printed.bands.iter().all(|rows| *rows <= u32::from(band.max(1))));
        }
    }

    #[test]
    fn the_drawer_is_a_job_of_its_own() {
        assert_eq!(drawer_kick(), [0x1b, 0x70, 0x00, 0x19, 0xfa]);
    }
}
