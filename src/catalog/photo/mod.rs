//! The photo of a product: two small JPEG files, the one for pages and the square one for tiles.
//! The entry holds what they are, by their SHA-256; the bytes lie in a folder (`folder.rs`).

pub mod folder;
pub mod jpeg;
pub mod store;
#[cfg(test)]
mod tests;

use crate::base::{id::ProductId, lang::Say};
use jpeg::{Flaw, Size};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// What a page shows: pixels on its longer side, and bytes, at most.
pub const PAGE: Size = Size { side: 480, bytes: 100_000 };
/// What a tile shows: the same of its square.
pub const TILE: Size = Size { side: 240, bytes: 40_000 };

/// The SHA-256 of a file's bytes, by which it is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash([u8; 32]);

impl Hash {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromStr for Hash {
    type Err = &'static str;

    /// Sixty-four small hexadecimal digits, and nothing that a path could be made of.
    fn from_str(text: &str) -> Result<Hash, &'static str> {
        let small = text.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it));
        let mut bytes = [0; 32];
        let read = hex::decode_to_slice(text, &mut bytes);
        read.ok().filter(|()| small).map(|()| Hash(bytes)).ok_or("no SHA-256")
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Hash, &'static str> {
        text.parse()
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> String {
        hash.to_string()
    }
}

/// One file of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Its name.
    pub sha256: Hash,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes.
    pub bytes: u64,
}

impl Image {
    fn fits(&self, most: Size) -> bool {
        let side = 1..=most.side;
        let sides = side.contains(&self.width) && side.contains(&self.height);
        sides && self.bytes <= most.bytes as u64
    }
}

/// A photo as the entry holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// For pages.
    pub page: Image,
    /// The square for tiles.
    pub tile: Image,
}

/// A product's photo from now on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shown {
    /// Whose.
    pub product: ProductId,
    /// None: it has none any more.
    pub photo: Option<Photo>,
}

impl Shown {
    /// Refuses what no photo of ours can be.
    pub fn check(&self) -> Result<(), Say> {
        match &self.photo {
            Some(it) if !it.page.fits(PAGE) || !it.tile.fits(TILE) => Err(too_large()),
            _ => Ok(()),
        }
    }
}

/// A photo whose files were looked at: what the entry will hold, and their bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// What the entry will hold.
    pub photo: Photo,
    /// The bytes of the page's file.
    pub page: Vec<u8>,
    /// The bytes of the tile's.
    pub tile: Vec<u8>,
}

/// Looks at the two files that were sent. What draws them is kept, nothing that a camera adds:
/// where it was taken, with what, when.
pub fn look(page: &[u8], tile: &[u8]) -> Result<Clean, Say> {
    let ((page, page_image), (tile, tile_image)) = (image(page, PAGE)?, image(tile, TILE)?);
    if tile_image.width != tile_image.height {
        return Err(broken());
    }
    Ok(Clean { photo: Photo { page: page_image, tile: tile_image }, page, tile })
}

fn image(sent: &[u8], most: Size) -> Result<(Vec<u8>, Image), Say> {
    let (bytes, (width, height)) = jpeg::clean(sent, most).map_err(say)?;
    let image = Image { sha256: Hash::of(&bytes), width, height, bytes: bytes.len() as u64 };
    Ok((bytes, image))
}

fn say(flaw: Flaw) -> Say {
    match flaw {
        Flaw::Other => Say::new(
            "Tệp này không phải ảnh JPEG. Hãy chọn lại ảnh",
            "This file is no JPEG picture. Choose the photo again",
        ),
        Flaw::Broken => broken(),
        Flaw::TooLarge => too_large(),
    }
}

fn broken() -> Say {
    Say::new("Ảnh bị hỏng hoặc thiếu. Hãy chọn lại ảnh", "The photo is damaged. Choose it again")
}

fn too_large() -> Say {
    let (vi, en) = ("Ảnh quá lớn. Hãy chọn lại ảnh ở mẫu này", "The photo is too large");
    Say::new(vi, format!("{en}. Choose it again in this form"))
}
