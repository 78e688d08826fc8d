//! The sign at which long statements end early: the program stops, or nobody waits for them any
//! more. A reader that went on would keep the log of changes from being written into the book.

use sqlx::SqliteConnection;
use tokio::sync::watch;

/// SQLite's instructions between two looks at the sign: well under a millisecond.
const STEPS: i32 = 1000;

/// The sign. Clones share it; once given it is not taken back.
#[derive(Debug, Clone)]
pub struct Halt(watch::Sender<bool>);

impl Default for Halt {
    fn default() -> Halt {
        Halt(watch::Sender::new(false))
    }
}

impl Halt {
    /// Gives it.
    pub fn give(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was given.
    pub fn is_given(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when it was given.
    pub async fn wait(&self) {
        let _ = self.0.subscribe().wait_for(|given| *given).await;
    }

    /// From then on the statements of this connection end with an error.
    pub async fn ends(&self, db: &mut SqliteConnection) -> sqlx::Result<()> {
        let halt = self.clone();
        db.lock_handle().await?.set_progress_handler(STEPS, move || !halt.is_given());
        Ok(())
    }
}
