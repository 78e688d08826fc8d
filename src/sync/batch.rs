//! Rows on their way: lines of JSON, gzipped, within limits at both ends.

use super::row;
use crate::journal::Entry;
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use std::io::{self, BufRead, BufReader, Read, Write};

/// Rows of a batch.
pub const ROWS: usize = 2_000;
/// Bytes of a batch as it travels.
pub const PACKED: usize = 1 << 20;
/// Bytes of its lines.
pub const UNPACKED: u64 = 8 << 20;

/// A batch, ready to be sent.
#[derive(Debug)]
pub struct Packed {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many of the entries are in it, from the first on: one at least.
    pub count: usize,
}

/// As many of these entries, of which there is one at least, as a batch may hold.
pub fn pack(entries: &[Entry]) -> io::Result<Packed> {
    let mut most = entries.len().min(ROWS);
    loop {
        let packed = try_packing(&entries[..most])?;
        if packed.bytes.len() <= PACKED || packed.count <= 1 {
            return Ok(packed);
        }
        most = packed.count / 2;
    }
}

fn try_packing(entries: &[Entry]) -> io::Result<Packed> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    let (mut bytes, mut count) = (0, 0);
    for entry in entries {
        let line = row::write(entry).map_err(io::Error::other)?;
        bytes += line.len() as u64 + 1;
        if bytes > UNPACKED && count > 0 {
            break;
        }
        writeln!(out, "{line}")?;
        count += 1;
    }
    Ok(Packed { bytes: out.finish()?, count })
}

/// Why a batch is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is not what a batch is made of.
    Malformed,
    /// It holds no row.
    Empty,
    /// It unpacks to more than a batch may hold.
    TooMuch,
}

/// The entries of a batch. However much it would unpack to, no more is unpacked than is allowed.
pub fn unpack(packed: &[u8]) -> Result<Vec<Entry>, Unfit> {
    let mut lines = BufReader::new(MultiGzDecoder::new(packed)).take(UNPACKED + 1);
    let (mut entries, mut bytes, mut line) = (Vec::new(), 0, String::new());
    loop {
        line.clear();
        let read = lines.read_line(&mut line).map_err(|_| Unfit::Malformed)? as u64;
        bytes += read;
        if bytes > UNPACKED || entries.len() > ROWS {
            return Err(Unfit::TooMuch);
        }
        match read {
            0 if entries.is_empty() => return Err(Unfit::Empty),
            0 => return Ok(entries),
            _ => entries.push(row::read(line.trim_end()).ok_or(Unfit::Malformed)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{
            clock::Ms,
            id::{CommandId, NodeId},
        },
        journal::{Draft, Head},
    };
    use uuid::Uuid;

    /// A chain of entries with bodies of these lengths.
    fn chain(bodies: &[usize], text: impl Fn(usize) -> String) -> Vec<Entry> {
        let mut head = Head::of_nothing();
        let entry = |(n, length): (usize, &usize)| {
            let draft = Draft {
                uid: CommandId(Uuid::from_u128(n as u128)),
                at: Ms(1),
                kind: "sale.made",
                subject: String::new(),
                actor: "Lan".into(),
                device: String::new(),
                input_hash: vec![1; 32],
                body_version: 1,
                body: text(*length),
            };
            head.place(NodeId(Uuid::from_u128(9)), draft)
        };
        bodies.iter().enumerate().map(entry).collect()
    }

    #[test]
    fn a_batch_holds_at_most_two_thousand_rows_and_eight_mebibytes_but_one_row_always() {
        let small = pack(&chain(&[10; 2_500], |n| "a".repeat(n))).unwrap();
        assert_eq!(small.count, 2_000);
        assert_eq!(unpack(&small.bytes).unwrap().len(), 2_000);
        // Quotes are twice as long in JSON: three rows of 2 MiB each and their frame fit.
        let quotes = chain(&[1 << 20; 5], |n| "\"".repeat(n));
        let large = pack(&quotes).unwrap();
        assert_eq!(large.count, 3);
        let back = unpack(&large.bytes).unwrap();
        assert_eq!(back[2].hash, quotes[2].hash);
        assert_eq!(back[2].body, quotes[2].body);
        // What hardly packs is halved until it fits: 5 bits of chance in each byte.
        let mut word = 7u64;
        let noise = |n: usize| {
            let mut out = String::new();
            for _ in 0..n {
                word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                out.push(char::from(b'0' + (word >> 59) as u8));
            }
            out
        };
        let noise = std::cell::RefCell::new(noise);
        let noisy = pack(&chain(&[1 << 19; 8], |n| noise.borrow_mut()(n))).unwrap();
        assert!(noisy.bytes.len() <= PACKED && noisy.count >= 2, "{}", noisy.count);
    }

    #[test]
    fn what_is_no_batch_is_refused_and_a_bomb_is_not_unpacked() {
        let packed = |text: &[u8]| {
            let mut out = GzEncoder::new(Vec::new(), Compression::best());
            out.write_all(text).unwrap();
            out.finish().unwrap()
        };
        let unfit = |bytes: &[u8]| unpack(bytes).unwrap_err();
        assert_eq!(unfit(b"[]"), Unfit::Malformed, "not gzip");
        assert_eq!(unfit(&packed(b"[1]\n")), Unfit::Malformed);
        assert_eq!(unfit(&packed(b"")), Unfit::Empty);
        let bomb = packed(&vec![b' '; 64 << 20]);
        assert!(bomb.len() < PACKED);
        assert_eq!(unfit(&bomb), Unfit::TooMuch);
        let one = row::write(&chain(&[1], |n| "a".repeat(n))[0]).unwrap();
        let many = format!("{one}\n").repeat(ROWS + 1);
        assert_eq!(unfit(&packed(many.as_bytes())), Unfit::TooMuch);
    }
}
