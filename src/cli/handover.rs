//! Work that a command hands to the server which holds the folder's lock: through a socket in the
//! folder, which only the folder's owner can open, so that the network never sees it and no secret
//! has to be kept. The server does it as the command would have done it alone.

use crate::{
    base::lang::Lang,
    cli::import::{Report, What, all, report},
    desk::{
        book::Shop,
        import::{File, How, import},
    },
    editable, folder,
    staff::actor::COMMAND_LINE,
};
use serde::{Deserialize, Serialize};
use std::{io, path::Path, time::Duration};
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

/// What came of it: what is told of it, or a line for each thing that is wrong.
pub type Outcome = Result<Report, Vec<String>>;

/// Takes work on from the command line for as long as the server runs, one after the other.
pub fn start(shop: Shop) -> io::Result<Socket> {
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
                Ok((stream, _)) => answer(&shop, stream).await,
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

async fn answer(shop: &Shop, mut stream: UnixStream) -> io::Result<()> {
    let (ask, bytes) = tokio::time::timeout(PATIENCE, receive(&mut stream)).await??;
    let outcome: Outcome = match What::read(&ask.kind).map_err(|_| io::ErrorKind::InvalidData)? {
        What::All => all::packed(shop, &bytes, ask.how, ask.lang).await,
        What::Sheet(kind) => {
            let file = File { page: ask.page, ..File::new(&ask.name, bytes) };
            let done = import(shop, kind, COMMAND_LINE, file, ask.how).await;
            done.map(|done| report(&done, ask.how, ask.lang))
                .map_err(|failure| failure.lines(ask.lang))
        }
    };
    let answer = serde_json::to_vec(&outcome)?;
    // A command that was stopped takes nothing, and the next one waits behind it.
    let told = async {
        stream.write_all(&answer).await?;
        stream.shutdown().await
    };
    tokio::time::timeout(PATIENCE, told).await?
}

async fn receive(stream: &mut UnixStream) -> io::Result<(Ask, Vec<u8>)> {
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    (&mut reader).take(LINE).read_until(b'\n', &mut line).await?;
    let ask = serde_json::from_slice(&line)?;
    let mut bytes = Vec::new();
    // More than any sheet has; whoever reads it has the limit.
    reader.take(editable::LIMIT as u64 + 1).read_to_end(&mut bytes).await?;
    Ok((ask, bytes))
}

/// Hands a sheet to the server of this folder and awaits what came of it.
pub async fn hand_over(folder: &Path, ask: &Ask, bytes: &[u8]) -> io::Result<Outcome> {
    let stream = with_short_path(folder, |path| std::os::unix::net::UnixStream::connect(path))?;
    stream.set_nonblocking(true)?;
    let mut stream = UnixStream::from_std(stream)?;
    let mut line = serde_json::to_vec(ask)?;
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
