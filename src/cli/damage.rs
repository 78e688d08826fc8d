//! Damage to the book's file, as a failing disk makes it: looked for before serving, as long as
//! people have patience, and beside it after that.

use super::serve::loud;
use crate::{
    base::lang::{Lang, Say},
    db::{self, halt::Halt},
};
use std::{path::Path, time::Duration};

/// So long a start waits for the look at the file: a small book is through, a season is not.
const PATIENCE: Duration = Duration::from_millis(300);

/// Looks through the book in `folder`. An error when damage is found in time; else the look goes on
/// beside the server until `halt`, and the terminal tells what it finds.
pub async fn look(folder: &Path, halt: &Halt, lang: Lang) -> Result<(), Say> {
    if !folder.join(db::FILE).exists() {
        return Ok(());
    }
    let (at, halt) = (folder.to_owned(), halt.clone());
    let mut looking = tokio::spawn(async move { db::quick_damage(&at, &halt).await });
    let found = match tokio::time::timeout(PATIENCE, &mut looking).await {
        Ok(found) => found.unwrap_or(Ok(Vec::new())),
        Err(_) => {
            let at = folder.to_owned();
            tokio::spawn(async move {
                if let Some(said) = looking.await.ok().and_then(|found| damage_message(&at, found))
                {
                    eprintln!("{}", loud(said.in_lang(lang)));
                    tracing::error!("the book's file is damaged");
                }
            });
            return Ok(());
        }
    };
    damage_message(folder, found).map_or(Ok(()), Err)
}

/// What a person has to know; none when all is well. A file that could not be looked at is told by
/// who opens it next.
fn damage_message(folder: &Path, found: Result<Vec<String>, db::OpenError>) -> Option<Say> {
    match found {
        Ok(lines) => lines.first().map(|line| db::damaged(folder, line)),
        Err(error) => error.is_damage().then(|| db::damaged(folder, &error.to_string())),
    }
}
