//! `export`: everything that a person may edit into a folder of CSV files, also while it is served.

use super::{plain, reader};
use crate::{
    base::lang::{Lang, Say},
    catalog::photo,
    editable::{self, Named},
    folder,
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Writes the files into a folder that is new or empty. They are written beside it first: a cut
/// leaves no half export.
pub async fn run(data: &Path, target: &Path, lang: Lang) -> Result<(), Say> {
    let target = place(data, target)?;
    let mut db = reader(data, lang).await?;
    let files = editable::export(&mut db, lang).await.map_err(|refusal| refusal.say())?;
    let named = photo::store::named(&mut db).await.map_err(plain)?;
    let written = write(&target, &files, |to| photo::folder::take_along(data, to, &named));
    written.map_err(|error| {
        let name = target.display();
        Say::new(format!("Không ghi được {name}: {error}"), format!("Cannot write {name}: {error}"))
    })?;
    let (files, name) = (files.len(), target.display());
    let said = Say::new(format!("Đã ghi {files} tệp: {name}"), format!("{files} files: {name}"));
    println!("{}", said.in_lang(lang));
    Ok(())
}

/// Where the files may lie: outside the data folder, in a folder that holds nothing.
fn place(data: &Path, target: &Path) -> Result<PathBuf, Say> {
    let target = std::path::absolute(target).map_err(plain)?;
    let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(filled(&target));
    };
    let parent = parent.canonicalize().map_err(|error| {
        let name = parent.display();
        Say::new(format!("Không có thư mục {name}"), format!("There is no folder {name}: {error}"))
    })?;
    if data.canonicalize().is_ok_and(|data| parent.starts_with(data)) {
        return Err(Say::new(
            "Hãy chọn nơi ngoài thư mục dữ liệu",
            "Choose a place outside the data folder",
        ));
    }
    let target = parent.join(name);
    match fs::read_dir(&target).map(|mut holds| holds.next().is_none()) {
        Ok(true) => Ok(target),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(target),
        _ => Err(filled(&target)),
    }
}

fn filled(target: &Path) -> Say {
    let name = target.display();
    Say::new(
        format!("{name} không trống; hãy chọn thư mục mới"),
        format!("{name} is not empty; choose a new folder"),
    )
}

fn write(target: &Path, files: &[Named], more: impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let part = Passing(target.with_file_name(format!(".{name}.part")));
    // What an earlier try left, cut off.
    part.remove();
    folder::make(&part.0)?;
    for file in files {
        folder::replace(&part.0.join(&file.name), &file.bytes)?;
    }
    more(&part.0)?;
    // One that is there is empty; a folder takes no other's place on Windows.
    match fs::remove_dir(target) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::rename(&part.0, target)?;
    folder::settle(target.parent().unwrap_or(Path::new("/")))
}

/// A folder that does not stay where its files did not get where they belong.
struct Passing(PathBuf);

impl Passing {
    fn remove(&self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        self.remove();
    }
}
