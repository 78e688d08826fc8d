//! The line to a printer: open, ask, send, hear that it is done. A write that succeeds proves
//! nothing: the kernel takes a whole receipt for a printer without paper.

mod heard;
mod queue;
mod send;
#[cfg(unix)]
mod serial;
mod talk;

use super::{
    job::Trouble,
    printer::{
        Answers, Pace,
        target::{PAPER, Target, near},
    },
};
use crate::folder;
use std::{fs::Metadata, io, net::SocketAddr, path::Path, time::Duration};
use tokio::{
    fs::{File, OpenOptions},
    net::{TcpSocket, TcpStream},
    time::timeout,
};

/// Bytes that this machine keeps of a job for a printer that is slow: with more, a write that
/// succeeded would say even less.
const KEPT: u32 = 16 * 1024;

/// How long the spool waits for what. Tests make all of it short.
#[derive(Debug, Clone)]
pub struct Timing {
    /// For a connection.
    pub connect: Duration,
    /// For the answer to a question about status: some printers take most of a second.
    pub status: Duration,
    /// At least, for a printer to say that it is done, and for it to take any more bytes.
    pub confirm: Duration,
    /// For the printer to close the connection when all is said.
    pub leave: Duration,
    /// How fast a printer is taken to be whose speed was not learnt yet: slower than most.
    pub pace: Pace,
    /// Between attempts at a printer that cannot be reached; the last is repeated.
    pub backoff: [Duration; 4],
    /// After this long without a connection a job has failed, for people to see.
    pub give_up: Duration,
    /// Between looks at a printer that waits for a person: paper, cover.
    pub look: Duration,
}

impl Default for Timing {
    fn default() -> Timing {
        Timing {
            connect: Duration::from_secs(3),
            status: Duration::from_millis(2500),
            confirm: Duration::from_secs(5),
            leave: Duration::from_millis(500),
            pace: Pace(10_000),
            backoff: [1, 2, 5, 10].map(Duration::from_secs),
            give_up: Duration::from_secs(120),
            look: Duration::from_secs(2),
        }
    }
}

impl Timing {
    /// How fast a printer is taken to be.
    fn pace(&self, learnt: Option<Pace>) -> Pace {
        learnt.unwrap_or(self.pace)
    }
}

/// What a printer said before a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    /// It is well.
    Well,
    /// A person has to do something first.
    Not(Trouble),
    /// It said nothing.
    Mute,
}

/// What became of the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// The printer has worked off all of them.
    Confirmed,
    /// All left, to a printer that was well and cannot tell more.
    Sent,
    /// None left: the same job may be tried again.
    Not(Trouble),
    /// Some left, and nobody knows what stands on paper.
    Uncertain(Trouble),
}

/// What became of a job, and what was learnt about its printer on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// What became of the bytes.
    pub delivered: Delivered,
    /// Whether it says that a job is done; none where that was not asked or did not come out.
    pub confirms: Option<bool>,
    /// How fast it took the job, where that tells anything.
    pub pace: Option<Pace>,
}

impl Outcome {
    fn of(delivered: Delivered) -> Outcome {
        Outcome { delivered, confirms: None, pace: None }
    }
}

/// An open line; dropping it closes the connection in the ordinary way, without a reset.
pub enum Line {
    /// A network printer.
    Tcp(TcpStream),
    /// A device or a plain file, which tells nothing.
    File(File),
    /// A serial line, which tells nothing either, and how fast it is.
    #[cfg(unix)]
    Serial(File, Pace),
}

/// Opens the line. Nothing is sent. Plain files stand beneath the data folder.
pub async fn open(target: &Target, folder: &Path, timing: &Timing) -> io::Result<Line> {
    match target {
        Target::Tcp(host, port) => {
            let stream = timeout(timing.connect, connect(host, *port));
            let stream = stream.await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
            stream.set_nodelay(true)?;
            Ok(Line::Tcp(stream))
        }
        Target::Device(path) => Ok(Line::File(device(path).await?)),
        #[cfg(unix)]
        Target::Serial(path, speed) => serial::open(path, *speed).await,
        #[cfg(not(unix))]
        Target::Serial(..) => Err(io::ErrorKind::Unsupported.into()),
        Target::Paper(name) => Ok(Line::File(paper(folder, name)?)),
    }
}

/// Connects to the printer's near addresses alone, in turn. The name is resolved once: what was
/// looked at is what is called.
async fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let found = tokio::net::lookup_host((host, port)).await?;
    let mut last = io::ErrorKind::AddrNotAvailable.into();
    for address in near(found)? {
        match reach(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

async fn reach(address: SocketAddr) -> io::Result<TcpStream> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_send_buffer_size(KEPT)?;
    socket.connect(address).await
}

/// A plain file in the folder's `paper/`. Neither the folder nor the file may be a link that leads
/// somewhere else.
fn paper(data: &Path, name: &str) -> io::Result<File> {
    let paper = data.join(PAPER);
    if !stands(&paper, Metadata::is_dir) {
        return Err(io::Error::other("paper/ is no folder of its own"));
    }
    folder::make(&paper)?;
    let file = paper.join(name);
    if !stands(&file, Metadata::is_file) {
        return Err(io::Error::other("not a plain file"));
    }
    Ok(File::from_std(folder::append(&file)?))
}

/// Whether what stands there, itself and not what it may lead to, is of this kind, or nothing does.
fn stands(path: &Path, kind: fn(&Metadata) -> bool) -> bool {
    match std::fs::symlink_metadata(path) {
        Ok(it) => kind(&it),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// A device that is unplugged must not be replaced by a plain file of its name, and a disk is no
/// printer.
async fn device(path: &Path) -> io::Result<File> {
    if tokio::fs::canonicalize(path).await? != path {
        return Err(io::Error::other("a link to something else"));
    }
    let file = OpenOptions::new().append(true).open(path).await?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if !file.metadata().await?.file_type().is_char_device() {
            return Err(io::Error::other("not a character device"));
        }
    }
    Ok(file)
}

impl Line {
    /// Asks how the printer is.
    pub async fn ready(&mut self, timing: &Timing) -> io::Result<Ready> {
        match self {
            Line::Tcp(stream) => talk::Talk::on(stream).ask(timing).await,
            _ => Ok(Ready::Mute),
        }
    }

    /// Sends a job to a printer of which is known what it answers and how fast it is.
    pub async fn deliver(
        &mut self,
        bytes: &[u8],
        answers: Answers,
        pace: Option<Pace>,
        timing: &Timing,
    ) -> Outcome {
        match self {
            Line::Tcp(stream) => send::Job { bytes, answers, pace, timing }.send(stream).await,
            Line::File(file) => {
                let patience = timing.confirm.max(timing.pace(pace).time(bytes.len()) * 3);
                let poured = send::pour(file, bytes, patience).await;
                Outcome::of(poured.map_or_else(|delivered| delivered, |()| Delivered::Sent))
            }
            #[cfg(unix)]
            Line::Serial(file, speed) => {
                let patience = timing.confirm.max(speed.time(bytes.len()) * 3);
                Outcome::of(serial::send(file, bytes, *speed, patience).await)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[tokio::test]
    async fn a_paper_file_is_no_way_out_of_the_folder() {
        use std::os::unix::fs::symlink;
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let line = async |folder: &Path, name: &str| {
            open(&Target::Paper(name.into()), folder, &Timing::default()).await
        };
        assert!(line(folder.path(), "thu.bin").await.is_ok());
        let book = folder.path().join("chophien.db");
        std::fs::write(&book, b"book").unwrap();
        symlink(&book, folder.path().join("paper/link.bin")).unwrap();
        assert!(line(folder.path(), "link.bin").await.is_err());
        std::fs::create_dir(folder.path().join("paper/folder.bin")).unwrap();
        assert!(line(folder.path(), "folder.bin").await.is_err());
        let other = tempfile::tempdir().unwrap();
        symlink(outside.path(), other.path().join(PAPER)).unwrap();
        assert!(line(other.path(), "thu.bin").await.is_err());
        assert_eq!(std::fs::read(&book).unwrap(), b"book");
        assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn a_name_that_leads_out_of_the_network_is_not_called() {
        // The form refuses such an address; a name may come to mean it later.
        let far = Target::Tcp("203.0.113.9".into(), 9100);
        let error = open(&far, Path::new("."), &Timing::default()).await.err().unwrap();
        assert!(error.to_string().contains("not on this network"), "{error}");
    }
}
