//! A receipt's own proof: what its code says and the key of the machine that wrote it has signed,
//! so that it can be checked when that machine's network is gone, by whoever has the public key.
//!
//! Written in base 32 of these bytes: 1 (this form), four of the public key's, sequence, sum and
//! second of payment as varints (LEB128; the sum zigzag), eight of the entry's hash, the receipt
//! number, and Ed25519's 64 over `chophien receipt` and all before it.

pub mod check;

use crate::{
    base::{base32, clock::Ms, money::Money},
    desk::chains::branch::came_from,
    journal::Entry,
    node::key::{self, NodeKey, SIGNATURE},
    sale::Sold,
};

/// What is signed begins with this, so that no signature of something else is taken for one.
const MARK: &[u8] = b"chophien receipt";
/// This form.
const FORM: u8 = 1;
/// Bytes of the public key by which it is looked up.
const KEY: usize = 4;
/// Bytes of the entry's hash.
const HASH: usize = 8;
/// Bytes of the longest receipt number that is read.
const NUMBER: usize = 40;

/// What a receipt's code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The entry's place in its chain.
    pub seq: i64,
    /// What the customer paid, đồng; negative where money went back.
    pub due: Money,
    /// When, epoch seconds.
    pub paid_s: i64,
    /// How the entry's hash begins.
    pub hash: [u8; HASH],
    /// The receipt number.
    pub number: String,
}

/// A code as it was read: what it says, and who is said to have signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What it says.
    pub said: Said,
    key: [u8; KEY],
    signature: Vec<u8>,
}

impl Said {
    /// What is said of a sale and the entry that it stands in.
    pub fn of(entry: &Entry, sold: &Sold) -> Said {
        let mut hash = [0; HASH];
        hash.iter_mut().zip(&entry.hash).for_each(|(to, from)| *to = *from);
        let (due, number) = (sold.total + sold.rounding, sold.receipt_no.clone());
        Said { seq: entry.seq, due, paid_s: sold.paid_at.0.div_euclid(1000), hash, number }
    }

    /// Whether it is said of this sale: of its entry, or of where that stood before it was written
    /// down again.
    pub fn is_of(&self, entry: &Entry, sold: &Sold) -> bool {
        let first = came_from(entry).and_then(|from| {
            let hash = hex::decode(from.hash).ok()?;
            Some(Entry { seq: from.seq, hash, ..entry.clone() })
        });
        Said::of(entry, sold) == *self || first.is_some_and(|it| Said::of(&it, sold) == *self)
    }

    /// The instant of payment, in whole seconds.
    pub fn paid(&self) -> Ms {
        Ms(self.paid_s.saturating_mul(1000))
    }

    /// Signed, in the letters of the code.
    pub fn sign(&self, key: &NodeKey) -> String {
        let mut code = self.bytes(mark(&key.public()));
        code.extend(key.sign(&message(&code)));
        base32::encode(&code)
    }

    fn bytes(&self, key: [u8; KEY]) -> Vec<u8> {
        let mut out = vec![FORM];
        out.extend(key);
        varint(self.seq.unsigned_abs(), &mut out);
        let zigzag = (self.due.0 << 1) ^ (self.due.0 >> 63);
        varint(zigzag.cast_unsigned(), &mut out);
        varint(self.paid_s.unsigned_abs(), &mut out);
        out.extend(self.hash);
        out.extend(self.number.as_bytes());
        out
    }
}

impl Code {
    /// Reads a code, or an address that ends in one. None when it is no code of a receipt.
    pub fn read(text: &str) -> Option<Code> {
        let bare: String = text.rsplit('#').next()?.split_whitespace().collect();
        let bytes = base32::decode(&bare)?;
        let (said, signature) = bytes.split_at_checked(bytes.len().checked_sub(SIGNATURE)?)?;
        let (form, rest) = said.split_first()?;
        let (key, rest) = rest.split_at_checked(KEY)?;
        let (seq, rest) = unvarint(rest)?;
        let (due, rest) = unvarint(rest)?;
        let (paid, rest) = unvarint(rest)?;
        let (hash, number) = rest.split_at_checked(HASH)?;
        let number = std::str::from_utf8(number).ok()?;
        let short = !number.is_empty() && number.len() <= NUMBER;
        let plain = short && !number.chars().any(char::is_control);
        let said = Said {
            seq: i64::try_from(seq).ok()?,
            due: Money((due >> 1).cast_signed() ^ -(due & 1).cast_signed()),
            paid_s: i64::try_from(paid).ok()?,
            hash: hash.try_into().ok()?,
            number: number.to_owned(),
        };
        let code = Code { said, key: key.try_into().ok()?, signature: signature.to_vec() };
        (*form == FORM && plain).then_some(code)
    }

    /// Whether it names this public key (hexadecimal) as its own.
    pub fn names(&self, public: &str) -> bool {
        mark(public) == self.key
    }

    /// Whether this public key (hexadecimal) signed it.
    pub fn is_signed(&self, public: &str) -> bool {
        key::holds(public, &message(&self.said.bytes(self.key)), &self.signature)
    }
}

/// How a public key (hexadecimal) is named.
fn mark(public: &str) -> [u8; KEY] {
    let mut mark = [0; KEY];
    mark.iter_mut().zip(hex::decode(public).unwrap_or_default()).for_each(|(to, from)| *to = from);
    mark
}

fn message(said: &[u8]) -> Vec<u8> {
    [MARK, said].concat()
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A number in the one way that it is written, and what stands behind it.
fn unvarint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = bytes.iter().take(10).position(|byte| byte & 0x80 == 0)?;
    let (mine, rest) = bytes.split_at(end + 1);
    let part = |value: u64, (n, byte): (usize, &u8)| value | u64::from(byte & 0x7f) << (7 * n);
    let value = mine.iter().enumerate().fold(0, part);
    let mut again = Vec::new();
    varint(value, &mut again);
    (again == mine).then_some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::NodeId;
    use proptest::prelude::*;

    fn key(folder: &tempfile::TempDir) -> NodeKey {
        NodeKey::open(folder.path(), NodeId(uuid::Uuid::from_u128(7))).unwrap()
    }

    fn said() -> Said {
        let (due, paid_s) = (Money(453_000), 1_812_000_720);
        Said {
            seq: 41_233,
            due,
            paid_s,
            hash: *b"\x01\x02\x03\x04\xfc\xfd\xfe\xff",
            number: "A03KT-0142".into(),
        }
    }

    #[test]
    fn a_receipts_code_is_short_and_says_what_the_paper_says() {
        let folder = tempfile::tempdir().unwrap();
        let key = key(&folder);
        let letters = said().sign(&key);
        assert!(letters.len() <= 160, "{} letters: {letters}", letters.len());
        for text in
            [letters.clone(), format!("https://ocop.example.vn/c#{}", letters.to_lowercase())]
        {
            let code = Code::read(&text).unwrap();
            assert_eq!(code.said, said());
            assert!(code.names(&key.public()) && code.is_signed(&key.public()));
        }
    }

    #[test]
    fn no_other_figure_and_no_other_key_passes() {
        let (mine, others) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mine, other) = (key(&mine), key(&others));
        let code = Code::read(&said().sign(&mine)).unwrap();
        assert!(!code.is_signed(&other.public()) && !code.names(&other.public()));
        let more = Said { due: Money(453_001), ..said() };
        assert!(!Code { said: more, ..code.clone() }.is_signed(&mine.public()));
        let number = Said { number: "A03KT-0143".into(), ..said() };
        assert!(!Code { said: number, ..code }.is_signed(&mine.public()));
        for text in ["", "#", "OC7K3M9QX", "https://x.vn/r/018f", "ZZZZZZZZ"] {
            assert_eq!(Code::read(text), None, "{text}");
        }
    }

    #[test]
    fn any_wrong_letter_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let key = key(&folder);
        let letters = said().sign(&key);
        for at in 0..letters.len() {
            let mut wrong = letters.clone().into_bytes();
            wrong[at] = if wrong[at] == b'7' { b'8' } else { b'7' };
            let code = Code::read(std::str::from_utf8(&wrong).unwrap());
            assert!(code.is_none_or(|it| !it.is_signed(&key.public())), "letter {at}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            seq in 0..i64::MAX, due in any::<i64>(), paid_s in 0..i64::MAX,
            hash in any::<[u8; 8]>(),
        ) {
            let said = Said { seq, due: Money(due), paid_s, hash, number: "A03-0001".into() };
            let mut bytes = said.bytes([1, 2, 3, 4]);
            bytes.extend([0; SIGNATURE]);
            prop_assert_eq!(Code::read(&base32::encode(&bytes)).unwrap().said, said);
        }

        #[test]
        fn whatever_is_scanned_is_read_or_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..140),
        ) {
            let _ = Code::read(&base32::encode(&bytes));
        }
    }
}
