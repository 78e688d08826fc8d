//! Fairs that were given to this machine: it takes each, by an entry of its own.

use crate::{
    base::refusal::Refusal,
    desk::{book::Shop, command::Command},
    fair::charge::{Event, Taken, store},
    staff::actor::HANDED,
};

/// Takes every fair that was given to this machine and that it has not taken. How many those were.
pub async fn take_up(shop: &Shop) -> Result<usize, Refusal> {
    let waiting = store::waiting(&mut *shop.read_to_follow().await?).await?;
    let mut taken = 0;
    for it in waiting {
        let event = Event::Taken(Taken { fair: it.fair, from: it.origin, seq: it.seq });
        match shop.submit(HANDED, Command::Charge(event)).await {
            Ok(_) => taken += 1,
            // It is another machine's to take, or this one takes nothing on.
            Err(Refusal::Conflict(_) | Refusal::Waiting | Refusal::Followed) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(taken)
}
