//! What the writer does for the book's files beside writing: it makes sure before each answer that
//! they are still those in the folder, and in quiet moments it writes the log of changes into the
//! book itself.

use crate::{
    base::{lang::Say, outage::Outage},
    db,
    folder::{
        lock::{self, Lock},
        watch::{Gone, Stamps, Watch},
    },
};
use sqlx::{Connection, SqliteConnection};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::time::{Instant, sleep_until};

/// Without commands for this long the writer has time for its files.
const QUIET: Duration = Duration::from_secs(2);
/// However much is sold, the log is copied this long after the first change in it.
const LATEST: Duration = Duration::from_secs(60);

/// The files of an opened book.
pub(super) struct Upkeep {
    lock: Arc<Lock>,
    watch: Watch,
    gone: Option<Gone>,
    /// The book and its log as this writer left them; nobody else writes them.
    left: Stamps,
    /// When the first and the last change was written that only the log has for sure.
    changes: Option<(Instant, Instant)>,
    looked: Instant,
}

impl Upkeep {
    /// Of the book that was opened under this lock.
    pub fn new(lock: Arc<Lock>) -> Upkeep {
        let (watch, now) = (watch(lock.folder()), Instant::now());
        let left = Stamps::of(&written(lock.folder()));
        // What an earlier run left in the log is copied too.
        Upkeep { lock, watch, gone: None, left, changes: Some((now, now)), looked: now }
    }

    /// To be asked after each commit and before its answer: whether what was written stands in the
    /// folder's book. After the first no there is no yes.
    pub fn stands(&mut self) -> bool {
        let now = Instant::now();
        self.looked = now;
        self.changes = Some((self.changes.map_or(now, |(first, _)| first), now));
        self.gone = self.gone.take().or_else(|| self.watch.gone());
        self.leave();
        self.gone.is_none()
    }

    /// Whether another program has written into the book or its log since this writer did. What
    /// SQLite keeps in memory hides that from it until the sales written meanwhile are lost. Files
    /// that are gone are another matter: what is open is saved then.
    pub fn is_written(&self) -> bool {
        self.left.differ(&self.stamps()) && self.watch.gone().is_none()
    }

    /// Whether the book's own file is shorter than it was. SQLite never makes it so.
    pub fn is_cut(&self) -> bool {
        self.left.cut(&self.stamps())
    }

    /// Remembers the book and its log as they stand after this writer's own work. A book that was
    /// cut meanwhile is not forgotten.
    pub fn leave(&mut self) {
        let now = self.stamps();
        if !self.left.cut(&now) {
            self.left = now;
        }
    }

    fn stamps(&self) -> Stamps {
        Stamps::of(&written(self.lock.folder()))
    }

    /// Whether `stands` has ever said no.
    pub fn is_over(&self) -> bool {
        self.gone.is_some()
    }

    /// Returns when there is time for the files.
    pub async fn quiet(&self) {
        let due = match self.changes {
            Some((first, last)) => (last + QUIET).min(first + LATEST),
            None => self.looked + QUIET,
        };
        sleep_until(due).await;
    }

    /// Whether the book itself is still the one that was opened; the files beside it may be new,
    /// as after a connection that was the last one. After the first no there is no yes.
    pub fn is_there(&mut self) -> bool {
        if !self.watch.same(&self.lock.folder().join(db::FILE)) {
            self.gone = self.gone.take().or_else(|| self.watch.gone());
        }
        self.gone.is_none()
    }

    /// After the book was opened anew: from now on the files that stand beside it count.
    pub fn renew(&mut self) {
        self.watch = watch(self.lock.folder());
        self.leave();
    }

    /// Looks whether the files are still there, and copies the log.
    pub async fn look(&mut self, db: &mut SqliteConnection) {
        self.looked = Instant::now();
        self.gone = self.gone.take().or_else(|| self.watch.gone());
        if self.gone.is_some() {
            return;
        }
        if self.changes.is_some() {
            // A reader in the way, or a disk that fails: it is tried again in the next such moment.
            let copied = db::copy_log(db).await;
            let copied = copied.inspect_err(|error| match Outage::of(error) {
                // A disk without room fails at this again and again; the next sale says so once.
                Some(_) => tracing::info!(%error, "the log stays"),
                None => tracing::warn!(%error, "the log stays"),
            });
            self.changes = (!copied.unwrap_or_default()).then_some((self.looked, self.looked));
            self.leave();
        }
    }

    /// The end of a book that was closed: its own file holds everything.
    pub async fn close(self, mut db: SqliteConnection) {
        match db::empty_log(&mut db).await {
            Ok(true) => {}
            Ok(false) => tracing::warn!("a reader keeps the log of changes beside the book"),
            Err(error) => tracing::error!(%error, "the log of changes stays beside the book"),
        }
        if let Err(error) = db.close().await {
            tracing::error!(%error, "the book was not closed");
        }
    }

    /// The end of a book whose files are gone: everything acknowledged is saved once more, and what
    /// a person has to know is said. None where the files are there.
    pub async fn lost(&self, db: Option<SqliteConnection>) -> Option<Say> {
        let gone = self.gone.clone()?;
        let folder = self.lock.folder();
        let book = folder.join(db::FILE);
        let file = gone.file.display();
        tracing::error!(%file, "gone: nobody is answered, saving what is open");
        let way = match db {
            Some(mut db) => {
                let way = match self.watch.same(&book) {
                    true => into_book(&mut db).await,
                    false => rescue(&mut db, folder).await,
                };
                // Closing would remove the log by its name, whosever it is by now; the process
                // ends.
                std::mem::forget(db);
                way
            }
            None => unsaved("tệp không còn mở", "the file is not open any more"),
        };
        let what = gone.say();
        let stop = Say::new(
            "Máy chủ đã dừng: từ lúc đó không giao dịch nào được xác nhận, các máy bán hàng giữ \
             lại và sẽ tự gửi lại",
            "The server has stopped: no sale was acknowledged since, the tills keep theirs and \
             send them again",
        );
        Some(Say::new(
            format!("{}. {}. {}", what.vi, stop.vi, way.vi),
            format!("{}. {}. {}", what.en, stop.en, way.en),
        ))
    }
}

/// The files that are written while the book is open.
fn written(folder: &Path) -> [PathBuf; 2] {
    [folder.join(db::FILE), folder.join(format!("{}-wal", db::FILE))]
}

fn watch(folder: &Path) -> Watch {
    let book = folder.join(db::FILE);
    let beside = |ending: &str| folder.join(format!("{}{ending}", db::FILE));
    Watch::on([book, beside("-wal"), beside("-shm"), folder.join(lock::FILE)])
}

/// The book is there and only a file beside it is not: what was in the log goes into the book.
async fn into_book(db: &mut SqliteConnection) -> Say {
    match db::empty_log(db).await {
        Ok(true) => Say::new(
            "Sổ có đủ mọi giao dịch đã xác nhận. Hãy chạy lại chophien serve",
            "The book holds every acknowledged sale. Run chophien serve again",
        ),
        Ok(false) => unsaved("chương trình khác đang đọc sổ", "another program reads the book"),
        Err(error) => unsaved(&error.to_string(), &error.to_string()),
    }
}

/// The book is not there any more, but the writer still has it open: all of it is written down
/// under another name.
async fn rescue(db: &mut SqliteConnection, folder: &Path) -> Say {
    match db::rescue::rescue(db, folder).await {
        Ok(file) => {
            let (file, book) = (file.display(), db::FILE);
            Say::new(
                format!(
                    "Mọi giao dịch đã xác nhận nằm trong {file}. Hãy chuyển {book}, {book}-wal và \
                     {book}-shm ra nơi khác nếu còn trong thư mục, đổi tên tệp ấy thành {book}, \
                     rồi chạy lại chophien serve"
                ),
                format!(
                    "Every acknowledged sale stands in {file}. Move {book}, {book}-wal and \
                     {book}-shm elsewhere if they are still in the folder, rename that file to \
                     {book}, and run chophien serve again"
                ),
            )
        }
        Err(error) => unsaved(&error.to_string(), &error.to_string()),
    }
}

fn unsaved(vi: &str, en: &str) -> Say {
    Say::new(
        format!(
            "Không lưu lại được các giao dịch cuối ({vi}). Hãy đặt lại tệp cũ hoặc khôi phục bản \
             sao lưu vào một thư mục trống (chophien restore TỆP --data THƯ_MỤC); các máy bán hàng \
             sẽ gửi lại những giao dịch sau bản sao lưu"
        ),
        format!(
            "The last sales could not be saved ({en}). Put the old file back, or restore a backup \
             into an empty folder (chophien restore FILE --data FOLDER); the tills send again what \
             was sold after that backup"
        ),
    )
}
