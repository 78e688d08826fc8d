//! How much room is left on the disk that holds the folder, as a parameter like time and chance.

use std::{path::Path, sync::Arc};

type Free = Arc<dyn Fn(&Path) -> Option<u64> + Send + Sync>;

/// Where the free space comes from.
#[derive(Clone)]
pub struct Disk(Free);

impl Disk {
    /// This machine's disks.
    pub fn system() -> Disk {
        Disk::by(free)
    }

    /// A disk that a test steers.
    pub fn by(free: impl Fn(&Path) -> Option<u64> + Send + Sync + 'static) -> Disk {
        Disk(Arc::new(free))
    }

    /// Bytes that this program may still write into `folder`; none where the machine does not say.
    pub fn free(&self, folder: &Path) -> Option<u64> {
        (self.0)(folder)
    }
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let room = rustix::fs::statvfs(folder).ok()?;
    Some(room.f_bavail.saturating_mul(room.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}
