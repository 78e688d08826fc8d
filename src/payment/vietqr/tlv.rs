//! The grammar of the payload: objects of two digits of id, two digits of length, and a value.

use super::Malformed;
use std::collections::BTreeMap;

/// Objects by id; in this order they are written.
pub(super) type Objects = BTreeMap<String, String>;

/// The name of an object within a field: `38/01`.
pub(super) fn path(field: &str, id: &str) -> String {
    if field.is_empty() { id.to_owned() } else { format!("{field}/{id}") }
}

/// The objects within `text`, which must fill it exactly. The text is ASCII.
pub(super) fn unpack(field: &str, text: &str) -> Result<Objects, Malformed> {
    let mut objects = BTreeMap::new();
    let mut rest = text;
    let mut before = field.to_owned();
    while !rest.is_empty() {
        let tag = rest.get(..4).filter(|tag| tag.bytes().all(|byte| byte.is_ascii_digit()));
        let Some(tag) = tag else { return Err(Malformed::NotATag(before)) };
        let here = path(field, &tag[..2]);
        let length: usize = tag[2..].parse().unwrap_or_default();
        if length == 0 {
            return Err(Malformed::Empty(here));
        }
        let Some(value) = rest.get(4..4 + length) else { return Err(Malformed::Cut(here)) };
        if objects.insert(tag[..2].to_owned(), value.to_owned()).is_some() {
            return Err(Malformed::Doubled(here));
        }
        rest = &rest[4 + length..];
        before = here;
    }
    Ok(objects)
}

/// The objects as text. No value may be empty or longer than two digits can say.
pub(super) fn pack(field: &str, objects: &Objects) -> Result<String, Malformed> {
    let mut text = String::new();
    for (id, value) in objects {
        if value.is_empty() || value.len() > 99 {
            return Err(Malformed::value(&path(field, id), value));
        }
        text += &format!("{id}{:02}{value}", value.len());
    }
    Ok(text)
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, from 0xFFFF, nothing reflected.
pub(super) fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc: u16, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}
