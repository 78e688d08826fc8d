//! Whether the desk can write, and what is told of it.

use crate::base::{clock::Ms, lang::Say, outage::Outage};
use tokio::sync::watch;

/// The desk cannot write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Why.
    pub outage: Outage,
    /// Since when.
    pub since: Ms,
    /// The database's own words, for who mends the machine.
    pub error: String,
}

impl Stop {
    /// `Cannot write: disk full`, since when, and what to do.
    pub fn say(&self) -> Say {
        let (short, advice, at) = (self.outage.say(), self.outage.advice(), self.since.text());
        Say::new(
            format!(
                "{} (từ {at}). {}. Máy bán hàng vẫn bán, giữ phiếu lại và tự gửi khi ghi được",
                short.vi, advice.vi
            ),
            format!(
                "{} (since {at}). {}. Tills go on selling, keep their sales and send them by \
                 themselves afterwards",
                short.en, advice.en
            ),
        )
    }
}

/// Whether the desk can write, now and at each change.
pub type Condition = watch::Receiver<Option<Stop>>;

/// Waits until the desk can write; at once when it can, or when it is gone.
pub async fn writable(mut condition: Condition) {
    let _ = condition.wait_for(Option::is_none).await;
}
