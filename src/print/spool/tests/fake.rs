//! A network printer in this process, with switches for what goes wrong at fairs.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};

/// What stands in the printer.
pub struct Inside {
    /// Paper is loaded.
    pub paper: bool,
    /// It answers questions about status.
    pub answers: bool,
    /// Breaks the connection after so many bytes of a job, once.
    pub breaks_after: Option<usize>,
    /// Jobs that ended in a cut.
    pub printed: Vec<Vec<u8>>,
    /// Jobs that were torn off.
    pub torn: usize,
}

/// The printer; switched off when dropped.
pub struct Fake {
    pub port: u16,
    inside: Arc<Mutex<Inside>>,
    running: Option<JoinHandle<()>>,
    /// Keeps the port while it is switched off, so that no other story's printer gets it.
    _held: TcpSocket,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.off();
    }
}

impl Fake {
    pub async fn on() -> Fake {
        let inside =
            Inside { paper: true, answers: true, breaks_after: None, printed: Vec::new(), torn: 0 };
        let held = TcpSocket::new_v4().unwrap();
        held.set_reuseaddr(true).unwrap();
        held.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let port = held.local_addr().unwrap().port();
        let mut fake =
            Fake { port, inside: Arc::new(Mutex::new(inside)), running: None, _held: held };
        fake.switch_on().await;
        fake
    }

    pub fn target(&self) -> String {
        format!("tcp:127.0.0.1:{}", self.port)
    }

    pub fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    /// Jobs that ended in a cut.
    pub fn printed(&self) -> Vec<Vec<u8>> {
        self.inside().printed.clone()
    }

    /// How many jobs were torn off.
    pub fn torn(&self) -> usize {
        self.inside().torn
    }

    pub fn off(&mut self) {
        self.running.take().inspect(JoinHandle::abort);
    }

    pub async fn switch_on(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        let inside = self.inside.clone();
        self.running = Some(tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                serve(stream, &inside).await;
            }
        }));
    }
}

/// One connection: questions are answered, the rest is a job.
async fn serve(stream: TcpStream, inside: &Mutex<Inside>) {
    let mut stream = BufReader::new(stream);
    let mut job = Vec::new();
    while let Ok(command) = command(&mut stream).await {
        let answer = {
            let mut inside = inside.lock().unwrap();
            let answer = match command[..] {
                [0x10, 4, n] => Some(status(n, inside.paper)),
                [0x1d, b'r', 1] => Some(0x00),
                _ => {
                    job.extend_from_slice(&command);
                    None
                }
            };
            if inside.breaks_after.is_some_and(|most| job.len() > most) {
                inside.breaks_after = None;
                break;
            }
            if command[..] == [0x1d, b'V', 66, 0] {
                inside.printed.push(std::mem::take(&mut job));
            }
            answer.filter(|_| inside.answers)
        };
        if let Some(answer) = answer {
            let _ = stream.write_all(&[answer]).await;
        }
    }
    if !job.is_empty() {
        inside.lock().unwrap().torn += 1;
    }
}

fn status(n: u8, paper: bool) -> u8 {
    match (n, paper) {
        (_, true) => 0x12,
        (1, false) => 0x1a,
        (2, false) => 0x32,
        (_, false) => 0x7e,
    }
}

/// Reads one whole command; a picture with its rows, so that dots are never taken for questions.
async fn command(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut command = vec![stream.read_u8().await?];
    if command[0] == 0 {
        return Ok(command);
    }
    command.push(stream.read_u8().await?);
    let more = match command[..] {
        [0x1b, b'@'] => 0,
        [0x10, 4] | [0x1b, b'J' | b'd'] | [0x1d, b'r'] => 1,
        [0x1d, b'V' | b'P'] => 2,
        [0x1b, b'p'] => 3,
        [0x1d, b'v'] => 6,
        _ => panic!("unexpected bytes {command:02x?}"),
    };
    let mut rest = vec![0; more];
    stream.read_exact(&mut rest).await?;
    command.extend_from_slice(&rest);
    if let [0x1d, b'v', _, _, across, _, rows, _] = command[..] {
        let mut dots = vec![0; usize::from(across) * usize::from(rows)];
        stream.read_exact(&mut dots).await?;
        command.extend_from_slice(&dots);
    }
    Ok(command)
}
