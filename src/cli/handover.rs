//! Work that a command hands to the server which holds the folder's lock: through a socket in the
//! folder, which only the folder's owner can open, so that the network never sees it and no secret
//! has to be kept. The server does it as the command would have done it alone.

use crate::{
    base::lang::{Lang, Say},
    cli::{
        hub,
        import::{Report, What, all, report},
        standby,
    },
    config::JoinArgs,
    desk::{
        book::Shop,
        import::{File, How, import},
    },
    editable, folder,
    staff::actor::COMMAND_LINE,
    standby::Follower,
};
use serde::{Deserialize, Serialize};
use std::{
    io,
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{UnixListener, UnixStream},
};

/// The socket in the data folder of a running server.
const SOCKET: &str = "chophien.sock";
/// For the file to come through, and for the answer; the two ends are on one machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest first line, in bytes: a path may be long.
const LINE: u64 = 16 << 10;

/// A sheet to import, or all files as one ZIP; the bytes follow the line that holds this.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ask {
    /// Which kind of sheet, or `all`.
    pub kind: String,
    /// The file's name, which tells CSV from XLSX.
    pub name: String,
    /// The page of the file that is meant.
    pub page: Option<String>,
    /// What is to be done with it.
    pub how: How,
    /// The language of what is wrong.
    pub lang: Lang,
}

/// What a server does for a command.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Work {
    /// A sheet is imported; its bytes follow.
    Import(Ask),
    /// A machine is invited to this hub.
    Invite {
        /// The language of what is told.
        lang: Lang,
    },
    /// A hub is joined.
    Join {
        /// The hub's address.
        url: String,
        /// The invitation.
        code: String,
        /// What this machine is called.
        name: String,
        /// The language of what is told.
        lang: Lang,
    },
    /// This machine takes over.
    Promote {
        /// The language of what is told.
        lang: Lang,
    },
    /// The book is sent to the hub.
    Sync {
        /// The language of what is told.
        lang: Lang,
    },
}

/// By which addresses machines reach this server, and what keeps it up with the one that it
/// follows, once it listens.
pub type Reached = Arc<OnceLock<(Vec<String>, Follower)>>;

/// What came of it: what is told of it, or a line for each thing that is wrong.
pub type Outcome = Result<Report, Vec<String>>;

/// Takes work on from the command line for as long as the server runs, one after the other.
pub fn start(shop: Shop, reached: Reached) -> io::Result<Socket> {
    let path = shop.folder.join(SOCKET);
    // Whoever left it there is gone: the lock is ours.
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = with_short_path(&shop.folder, |path| UnixListener::bind(path))?;
    folder::close(&path);
    let socket = Socket(path);
    tokio::spawn(async move {
        loop {
            let answered = match listener.accept().await {
                Ok((stream, _)) => answer(&shop, &reached, stream).await,
                Err(error) => Err(error),
            };
            if let Err(error) = answered {
                tracing::warn!(%error, "work from the command line was not taken on");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    });
    Ok(socket)
}

/// The socket's file, which goes with the server.
pub struct Socket(std::path::PathBuf);

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn answer(shop: &Shop, reached: &Reached, mut stream: UnixStream) -> io::Result<()> {
    let (work, bytes) = tokio::time::timeout(PATIENCE, receive(&mut stream)).await??;
    let answer = match work {
        Work::Import(ask) => serde_json::to_vec(&imported(shop, ask, bytes).await?)?,
        Work::Invite { lang } => {
            let at = reached.get().map(|it| it.0.clone()).unwrap_or_default();
            told(hub::invited(shop, &at, lang).await)?
        }
        Work::Join { url, code, name, lang } => {
            told(hub::joined(shop, &JoinArgs { url, code, name }, lang).await)?
        }
        Work::Promote { lang } => {
            let follower = reached.get().map(|it| &it.1);
            told(standby::promoted(shop, follower, lang).await)?
        }
        Work::Sync { lang } => told(hub::sent(shop, lang).await)?,
    };
    // A command that was stopped takes nothing, and the next one waits behind it.
    let told = async {
        stream.write_all(&answer).await?;
        stream.shutdown().await
    };
    tokio::time::timeout(PATIENCE, told).await?
}

async fn imported(shop: &Shop, ask: Ask, bytes: Vec<u8>) -> io::Result<Outcome> {
    let kind = match What::read(&ask.kind).map_err(|_| io::ErrorKind::InvalidData)? {
        What::All => return Ok(all::packed(shop, &bytes, ask.how, ask.lang).await),
        What::Sheet(kind) => kind,
    };
    let file = File { page: ask.page, ..File::new(&ask.name, bytes) };
    let done = import(shop, kind, COMMAND_LINE, file, ask.how).await;
    Ok(done.map(|done| report(&done, ask.how, ask.lang)).map_err(|failure| failure.lines(ask.lang)))
}

/// Lines, or the sentence in both languages.
fn told(told: Result<Vec<String>, Say>) -> io::Result<Vec<u8>> {
    Ok(serde_json::to_vec(&told.map_err(|say| (say.vi, say.en)))?)
}

async fn receive(stream: &mut UnixStream) -> io::Result<(Work, Vec<u8>)> {
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    (&mut reader).take(LINE).read_until(b'\n', &mut line).await?;
    let ask = serde_json::from_slice(&line)?;
    let mut bytes = Vec::new();
    // More than any sheet has; whoever reads it has the limit.
    reader.take(editable::LIMIT as u64 + 1).read_to_end(&mut bytes).await?;
    Ok((ask, bytes))
}

/// Hands work to the server of this folder and awaits what came of it.
pub async fn hand_over<T: for<'de> Deserialize<'de>>(
    folder: &Path,
    work: &Work,
    bytes: &[u8],
) -> io::Result<T> {
    let stream = with_short_path(folder, |path| std::os::unix::net::UnixStream::connect(path))?;
    stream.set_nonblocking(true)?;
    let mut stream = UnixStream::from_std(stream)?;
    let mut line = serde_json::to_vec(work)?;
    line.push(b'\n');
    stream.write_all(&line).await?;
    stream.write_all(bytes).await?;
    stream.shutdown().await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(serde_json::from_slice(&answer)?)
}

/// The name of a socket may have a hundred bytes, and Vietnamese folders are longer: on Linux it is
/// named by way of the opened folder.
fn with_short_path<T>(folder: &Path, work: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    #[cfg(target_os = "linux")]
    {
        use std::os::fd::AsRawFd;
        let open = std::fs::File::open(folder)?;
        work(Path::new(&format!("/proc/self/fd/{}/{SOCKET}", open.as_raw_fd())))
    }
    #[cfg(not(target_os = "linux"))]
    work(&folder.join(SOCKET))
}
