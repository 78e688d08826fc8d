//! The line to a printer: open, ask, send, hear that it is done. A write that succeeds proves
//! nothing: the kernel takes a whole receipt for a printer without paper.

use super::{
    job::Trouble,
    printer::target::{PAPER, Target, near},
};
use crate::folder;
use std::{fs::Metadata, io, path::Path, time::Duration};
use tokio::{
    fs::{File, OpenOptions},
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// How long the spool waits for what. Tests make all of it short.
#[derive(Debug, Clone)]
pub struct Timing {
    /// For a connection.
    pub connect: Duration,
    /// For the answer to a question about status.
    pub status: Duration,
    /// At least, for a printer to say that it is done.
    pub confirm: Duration,
    /// Bytes that a printer surely works off in a second: sets how long more is waited.
    pub pace: u32,
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
            status: Duration::from_millis(500),
            confirm: Duration::from_secs(5),
            pace: 40_000,
            backoff: [1, 2, 5, 10].map(Duration::from_secs),
            give_up: Duration::from_secs(120),
            look: Duration::from_secs(2),
        }
    }
}

impl Timing {
    /// How long to wait until a job of so many bytes is done: three times what it should take.
    fn done(&self, bytes: usize) -> Duration {
        let expected = Duration::from_millis(bytes as u64 * 1000 / u64::from(self.pace.max(1)));
        self.confirm.max(expected * 3)
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

/// An open line; dropping it closes the connection in the ordinary way, without a reset.
pub enum Line {
    /// A network printer.
    Tcp(TcpStream),
    /// A device or a plain file, which tells nothing.
    File(File),
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
        Target::Paper(name) => Ok(Line::File(paper(folder, name)?)),
    }
}

/// Connects to the printer's near addresses alone, in turn. The name is resolved once: what was
/// looked at is what is called.
async fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let found = tokio::net::lookup_host((host, port)).await?;
    TcpStream::connect(near(found)?.as_slice()).await
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
            Line::Tcp(stream) => ask(stream, timing).await,
            Line::File(_) => Ok(Ready::Mute),
        }
    }

    /// Sends a job. `answers`: the printer can say that it is done.
    pub async fn deliver(&mut self, bytes: &[u8], answers: bool, timing: &Timing) -> Delivered {
        let patience = timing.done(bytes.len());
        let poured = match self {
            Line::Tcp(stream) => pour(stream, bytes, patience).await,
            Line::File(file) => pour(file, bytes, patience).await,
        };
        match (poured, self) {
            (Err(delivered), _) => delivered,
            (Ok(()), Line::File(_)) => Delivered::Sent,
            (Ok(()), Line::Tcp(stream)) if answers => confirm(stream, patience, timing).await,
            (Ok(()), Line::Tcp(stream)) => part(stream, timing).await,
        }
    }
}

/// Writes all bytes; no progress for `patience` means that the printer takes no more.
async fn pour<W: AsyncWrite + Unpin>(
    to: &mut W,
    bytes: &[u8],
    patience: Duration,
) -> Result<(), Delivered> {
    let mut sent = 0;
    while sent < bytes.len() {
        let trouble = match timeout(patience, to.write(&bytes[sent..])).await {
            Ok(Ok(n)) if n > 0 => {
                sent += n;
                continue;
            }
            Ok(_) => Trouble::Lost,
            Err(_) => Trouble::Stalled,
        };
        return Err(match sent {
            0 => Delivered::Not(Trouble::Unreachable),
            _ => Delivered::Uncertain(trouble),
        });
    }
    match timeout(patience, to.flush()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Delivered::Uncertain(Trouble::Lost)),
        Err(_) => Err(Delivered::Uncertain(Trouble::Stalled)),
    }
}

/// `GS r 1` stands in the queue behind the job, so its answer says that the job is done. A
/// printer that does not know it is asked how it is.
async fn confirm(stream: &mut TcpStream, patience: Duration, timing: &Timing) -> Delivered {
    if stream.write_all(&[0x1d, b'r', 1]).await.is_err() {
        return Delivered::Uncertain(Trouble::Lost);
    }
    // Its fixed bits tell it apart from a late answer to DLE EOT.
    match timeout(patience, hear(stream, |byte| byte & 0x90 == 0)).await {
        Ok(Ok(_)) => return Delivered::Confirmed,
        Ok(Err(_)) => return Delivered::Uncertain(Trouble::Lost),
        Err(_) => {}
    }
    match ask(stream, timing).await {
        Ok(Ready::Well) => Delivered::Sent,
        Ok(Ready::Not(_) | Ready::Mute) => Delivered::Uncertain(Trouble::Stalled),
        Err(_) => Delivered::Uncertain(Trouble::Lost),
    }
}

/// Takes leave of a printer that never answers; all it can tell is that the connection broke.
async fn part(stream: &mut TcpStream, timing: &Timing) -> Delivered {
    let lost = Delivered::Uncertain(Trouble::Lost);
    if stream.shutdown().await.is_err() {
        return lost;
    }
    let mut rest = [0; 64];
    match timeout(timing.status, stream.read(&mut rest)).await {
        Ok(Err(_)) => lost,
        _ => Delivered::Sent,
    }
}

/// `DLE EOT` 1, 2 and 4: offline; cover, paper and errors; the paper's sensors. Printers answer
/// at once, whatever they are doing.
async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    timing: &Timing,
) -> io::Result<Ready> {
    let mut status = [0; 3];
    for (n, answer) in [1, 2, 4].into_iter().zip(&mut status) {
        stream.write_all(&[0x10, 0x04, n]).await?;
        // Fixed bits 0xx1xx10.
        match timeout(timing.status, hear(stream, |byte| byte & 0x93 == 0x12)).await {
            Ok(byte) => *answer = byte?,
            Err(_) => return Ok(Ready::Mute),
        }
    }
    Ok(judge(status))
}

/// The next byte that is an answer of the wanted kind.
async fn hear<S: AsyncRead + Unpin>(stream: &mut S, wanted: fn(u8) -> bool) -> io::Result<u8> {
    loop {
        let byte = stream.read_u8().await?;
        if wanted(byte) {
            return Ok(byte);
        }
    }
}

fn judge([offline, cause, paper]: [u8; 3]) -> Ready {
    if cause & 0x04 != 0 {
        Ready::Not(Trouble::CoverOpen)
    } else if cause & 0x20 != 0 || paper & 0x60 != 0 {
        Ready::Not(Trouble::PaperOut)
    } else if cause & 0x40 != 0 || offline & 0x08 != 0 {
        Ready::Not(Trouble::Fault)
    } else {
        Ready::Well
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printers_status_says_what_a_person_has_to_do() {
        assert_eq!(judge([0x16, 0x12, 0x12]), Ready::Well);
        assert_eq!(judge([0x1a, 0x32, 0x7e]), Ready::Not(Trouble::PaperOut));
        assert_eq!(judge([0x1a, 0x16, 0x12]), Ready::Not(Trouble::CoverOpen));
        assert_eq!(judge([0x1a, 0x52, 0x12]), Ready::Not(Trouble::Fault));
        assert_eq!(judge([0x1a, 0x12, 0x12]), Ready::Not(Trouble::Fault));
        // The roll is near its end: it still prints.
        assert_eq!(judge([0x12, 0x12, 0x1e]), Ready::Well);
    }

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

    #[test]
    fn a_long_job_is_waited_for_longer() {
        let timing = Timing::default();
        assert_eq!(timing.done(43_000), Duration::from_secs(5));
        assert_eq!(timing.done(200_000), Duration::from_secs(15));
    }
}
