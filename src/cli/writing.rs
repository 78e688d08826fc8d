//! Whether the desk can write, while the program runs: the terminal says once when it no longer
//! can, once when it can again, and warns before the disk is full.

use crate::{
    base::{
        lang::{Lang, Say},
        outage::Outage,
    },
    desk::{
        condition::{Condition, Stop},
        space::Low,
    },
};
use tokio::sync::watch;

/// Says each change, for as long as there is a desk.
pub async fn watch(mut condition: Condition, lang: Lang) {
    let mut said: Option<Outage> = None;
    while condition.changed().await.is_ok() {
        let stop = condition.borrow_and_update().clone();
        let outage = stop.as_ref().map(|stop| stop.outage);
        if outage == said {
            continue;
        }
        said = outage;
        let say = stop.map_or_else(again, |stop| line(&stop));
        eprintln!("{}", say.in_lang(lang));
    }
}

/// One line, with the database's own words for who mends the machine.
fn line(stop: &Stop) -> Say {
    let (say, error) = (stop.say(), &stop.error);
    Say::new(format!("!!! {}. ({error})", say.vi), format!("!!! {}. ({error})", say.en))
}

fn again() -> Say {
    Say::new(
        "Ghi lại được rồi; máy bán hàng đang gửi các phiếu đã giữ.",
        "It can write again; tills are sending the sales they kept.",
    )
}

/// Warns when little room is left, and says when there is enough again.
pub async fn watch_space(mut space: watch::Receiver<Option<Low>>, lang: Lang) {
    let mut warned = false;
    loop {
        let low = *space.borrow_and_update();
        match low {
            Some(low) if !warned => eprintln!("!!! {}", low.say().in_lang(lang)),
            None if warned => {
                let vi = "Ổ đĩa máy chủ lại đủ chỗ.";
                eprintln!("{}", lang.say(vi, "There is enough room on the disk again."));
            }
            _ => {}
        }
        warned = low.is_some();
        if space.changed().await.is_err() {
            return;
        }
    }
}
