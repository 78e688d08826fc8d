//! A network printer as they are found at fairs: it speaks unasked, greets in text, takes its time,
//! hangs. All connections share one head, so papers that overlap are mixed, as on a real one.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};

/// How it behaves.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// Sends four bytes of status after so many bytes, asked or not.
    pub automatic: Option<usize>,
    /// What it says to whoever connects.
    pub greeting: &'static str,
    /// Takes so long for each answer.
    pub late: Duration,
    /// Answers `DLE EOT`.
    pub tells: bool,
    /// Answers `GS r`.
    pub confirms: bool,
    /// Takes connections and reads nothing.
    pub deaf: bool,
    /// Bytes a second that it works off; none: at once.
    pub pace: Option<usize>,
}

/// What became of it.
#[derive(Debug, Default)]
pub struct Seen {
    /// Bytes in the order in which the head had them, without questions.
    pub head: Vec<u8>,
    /// Connections that stand, and the most that stood at once.
    pub open: (usize, usize),
    /// Connections that ended in a reset.
    pub resets: usize,
    /// How often `GS r` and `DLE EOT` were asked.
    pub asked: (usize, usize),
}

pub struct Rogue {
    port: u16,
    seen: Arc<Mutex<Seen>>,
    running: JoinHandle<()>,
}

impl Drop for Rogue {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl Rogue {
    pub fn on(ways: Ways) -> Rogue {
        let socket = TcpSocket::new_v4().unwrap();
        // A small window, as in a printer.
        socket.set_recv_buffer_size(4096).unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let listener = socket.listen(16).unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let running = tokio::spawn(listen(listener, ways, seen.clone()));
        Rogue { port, seen, running }
    }

    pub fn target(&self) -> String {
        format!("tcp:127.0.0.1:{}", self.port)
    }

    pub fn seen<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.lock().unwrap())
    }

    /// Papers in the order in which they came out whole, and what else lies on the head.
    pub fn papers(&self) -> Vec<Vec<u8>> {
        let cut = [0x1d, b'V', 66, 0];
        let head = self.seen(|it| it.head.clone());
        let (mut papers, mut from) = (Vec::new(), 0);
        for at in 0..head.len() {
            if head[at..].starts_with(&cut) {
                papers.push(head[from..at + 4].to_vec());
                from = at + 4;
            }
        }
        papers.extend((from < head.len()).then(|| head[from..].to_vec()));
        papers
    }
}

async fn listen(listener: TcpListener, ways: Ways, seen: Arc<Mutex<Seen>>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (ways, seen) = (ways.clone(), seen.clone());
        tokio::spawn(async move {
            let open = |by: isize| {
                let mut seen = seen.lock().unwrap();
                seen.open.0 = seen.open.0.checked_add_signed(by).unwrap();
                seen.open.1 = seen.open.1.max(seen.open.0);
            };
            open(1);
            let ended = serve(stream, &ways, &seen).await;
            open(-1);
            seen.lock().unwrap().resets += usize::from(ended.is_err());
        });
    }
}

async fn serve(mut stream: TcpStream, ways: &Ways, seen: &Mutex<Seen>) -> std::io::Result<()> {
    stream.write_all(ways.greeting.as_bytes()).await?;
    if ways.deaf {
        return std::future::pending().await;
    }
    let (mut since, mut bytes) = (0, vec![0; 512]);
    loop {
        let n = match stream.read(&mut bytes).await? {
            0 => return Ok(()),
            n => n,
        };
        if let Some(pace) = ways.pace {
            tokio::time::sleep(Duration::from_millis((n * 1000 / pace) as u64)).await;
        }
        // A question stands alone in what is read, or behind the cut; dots that look like one are
        // told apart by that here, for the receipts of these tests.
        let (rest, question) = question(&bytes[..n]);
        seen.lock().unwrap().head.extend_from_slice(rest);
        since += n;
        if ways.automatic.is_some_and(|every| since >= every) {
            since = 0;
            stream.write_all(&[0x10, 0x00, 0x00, 0x0f]).await?;
        }
        let Some(done) = question else { continue };
        let mut asked = seen.lock().unwrap().asked;
        if done {
            asked.0 += 1
        } else {
            asked.1 += 1
        }
        seen.lock().unwrap().asked = asked;
        tokio::time::sleep(ways.late).await;
        match done {
            true if ways.confirms => stream.write_all(&[0x00]).await?,
            false if ways.tells => stream.write_all(&[0x12]).await?,
            _ => {}
        }
    }
}

/// What is to be printed, and the question behind it: whether the job is done.
fn question(bytes: &[u8]) -> (&[u8], Option<bool>) {
    match bytes {
        [rest @ .., 0x1d, b'r', 1] => (rest, Some(true)),
        [rest @ .., 0x10, 4, 1 | 2 | 4] => (rest, Some(false)),
        _ => (bytes, None),
    }
}
