//! The clock while the program runs: when it is behind the book, the terminal says so.

use crate::{
    base::{lang::Lang, refusal::Refusal},
    desk::book::Shop,
    journal::{
        self,
        clock_check::{Behind, behind},
    },
};
use std::time::Duration;

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(30);

/// Warns whenever the clock falls behind the book, and says when it no longer is.
pub async fn watch(shop: Shop, lang: Lang) {
    let mut warned = false;
    loop {
        match look(&shop).await {
            Ok(Some(behind)) if !warned => {
                warned = true;
                eprintln!("\n!!! {}\n", behind.say().in_lang(lang));
            }
            Ok(None) if warned => {
                warned = false;
                let vi = "Đồng hồ máy chủ không còn chậm hơn sổ.";
                eprintln!("{}", lang.say(vi, "The clock is no longer behind the book."));
            }
            Ok(_) => {}
            Err(refusal) => tracing::warn!(?refusal, "the clock was not compared with the book"),
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn look(shop: &Shop) -> Result<Option<Behind>, Refusal> {
    let mut db = shop.read_to_follow().await?;
    let newest = journal::store::newest(&mut db).await?;
    Ok(behind(shop.clock.now(), newest))
}
