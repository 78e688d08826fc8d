//! All files as one: a ZIP, as a browser takes them up and down and a command hands them to the
//! server.

use super::{LIMIT, Named};
use crate::base::lang::Say;
use std::io::{Cursor, Read, Write};
use zip::{ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// Files that are looked at; there are fewer.
const FILES: usize = 64;

/// The files as one ZIP.
pub fn pack(files: &[Named]) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        zip.start_file(file.name.as_str(), SimpleFileOptions::default())?;
        zip.write_all(&file.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The files of a ZIP, within the limit of all together. A folder around them is passed over.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Named>, Say> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    if zip.len() > FILES {
        return Err(too_large());
    }
    let (mut files, mut left) = (Vec::new(), LIMIT as u64);
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(|_| unreadable())?;
        if file.is_dir() {
            continue;
        }
        let path = file.name().map_err(|_| unreadable())?.into_owned();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        file.take(left + 1).read_to_end(&mut bytes).map_err(|_| unreadable())?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;
        files.push(Named { name, bytes });
    }
    Ok(files)
}

fn unreadable() -> Say {
    Say::new("Không đọc được tệp ZIP này", "This ZIP file cannot be read")
}

/// More than all files together may have.
pub fn too_large() -> Say {
    let most = LIMIT >> 20;
    Say::new(format!("Các tệp lớn quá {most} MB"), format!("The files are larger than {most} MB"))
}
