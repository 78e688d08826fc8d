//! A JPEG file that somebody sent: what it really is, and no more of it than draws it.
//!
//! Architecture invariant: nothing is decoded before its header has said that it is small.

use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, options::DecoderOptions},
};

/// Scans of a progressive picture; libraries make ten.
const SCANS: usize = 32;

/// The most that a picture may have.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Pixels of its longer side.
    pub side: u32,
    /// Bytes.
    pub bytes: usize,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It is something else, whatever its name says.
    Other,
    /// It ends too soon, or cannot be drawn.
    Broken,
    /// It has more pixels or bytes than are allowed.
    TooLarge,
}

/// The file without all that does not draw it (EXIF with its places, XMP, colour profiles,
/// thumbnails, comments, what follows its end), and its width and height in pixels. It was decoded
/// once, so a browser draws it too. What is clean already comes out as it went in.
pub fn clean(sent: &[u8], most: Size) -> Result<(Vec<u8>, (u32, u32)), Flaw> {
    if !sent.starts_with(&[0xff, START, 0xff]) {
        return Err(Flaw::Other);
    }
    let Stripped { bytes, frame } = strip(sent).ok_or(Flaw::Broken)?;
    let (width, height) = frame.ok_or(Flaw::Broken)?;
    if width.max(height) > most.side || bytes.len() > most.bytes {
        return Err(Flaw::TooLarge);
    }
    decode(&bytes, most.side).ok_or(Flaw::Broken)?;
    Ok((bytes, (width, height)))
}

fn decode(bytes: &[u8], side: u32) -> Option<()> {
    let side = side as usize;
    let limits = DecoderOptions::default().set_max_width(side).set_max_height(side);
    let limits = limits.set_strict_mode(true).jpeg_set_max_scans(SCANS);
    JpegDecoder::new_with_options(ZCursor::new(bytes), limits).decode().ok().map(drop)
}

// Markers of ISO/IEC 10918-1, table B.1.
const START: u8 = 0xd8;
const END: u8 = 0xd9;
/// A scan: what follows is its data, up to the next marker.
const SCAN: u8 = 0xda;
/// Tables that draw: Huffman, quantisation, restart interval.
const TABLES: [u8; 3] = [0xc4, 0xdb, 0xdd];
/// Frames that browsers draw: baseline, extended, progressive.
const FRAMES: [u8; 3] = [0xc0, 0xc1, 0xc2];
/// Application data and comments: nothing of them draws.
const ADDED: [std::ops::RangeInclusive<u8>; 2] = [0xe0..=0xef, 0xfe..=0xfe];

struct Stripped {
    bytes: Vec<u8>,
    /// Width and height as the frame says them.
    frame: Option<(u32, u32)>,
}

/// What draws the picture; none where the file does not follow the format to its end.
fn strip(sent: &[u8]) -> Option<Stripped> {
    let mut kept = Stripped { bytes: vec![0xff, START], frame: None };
    let mut rest = &sent[2..];
    loop {
        let (marker, after) = marker(rest)?;
        if marker == END {
            kept.bytes.extend([0xff, END]);
            return Some(kept);
        }
        let length = usize::from(u16::from_be_bytes(after.get(..2)?.try_into().ok()?));
        let segment = after.get(..length).filter(|it| it.len() >= 2)?;
        rest = &after[length..];
        if FRAMES.contains(&marker) {
            kept.frame = Some(dimensions(segment).filter(|_| kept.frame.is_none())?);
        }
        if FRAMES.contains(&marker) || TABLES.contains(&marker) || marker == SCAN {
            kept.bytes.extend([0xff, marker]);
            kept.bytes.extend(segment);
        } else if !ADDED.iter().any(|it| it.contains(&marker)) {
            return None;
        }
        if marker == SCAN {
            let data = scan_data(rest);
            kept.bytes.extend(&rest[..data]);
            rest = &rest[data..];
        }
    }
}

/// The next marker, and what follows it; any number of `ff` may stand before it.
fn marker(rest: &[u8]) -> Option<(u8, &[u8])> {
    let at = rest.iter().position(|it| *it != 0xff).filter(|at| *at > 0)?;
    Some((rest[at], &rest[at + 1..]))
}

/// Width and height of a frame in grey or in the three parts of a colour. A height of none would
/// be told only after the scan.
fn dimensions(segment: &[u8]) -> Option<(u32, u32)> {
    let &[_, _, _, h1, h2, w1, w2, parts, ..] = segment else { return None };
    let pair = |it| u32::from(u16::from_be_bytes(it));
    let (height, width) = (pair([h1, h2]), pair([w1, w2]));
    (height > 0 && width > 0 && [1, 3].contains(&parts)).then_some((width, height))
}

/// The bytes of a scan's data: in it `ff` is followed by nothing but a nought or a restart.
fn scan_data(rest: &[u8]) -> usize {
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7);
    rest.windows(2).position(ends).unwrap_or(rest.len())
}
