//! Sending a job and finding out what became of it. Whoever cannot be sure says so.

use super::{
    Delivered, Outcome, Ready, Timing,
    heard::{Sense, Wanted},
    queue::unsent,
    talk::Talk,
};
use crate::print::{
    job::Trouble,
    printer::{Answers, Pace},
};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};

/// Between two looks at the send queue.
const LOOK: Duration = Duration::from_millis(50);
/// What a printer may hold that this machine cannot see: its own buffers.
const HIDDEN: usize = 16 * 1024;
/// A job so short says nothing about a printer's speed: it lies in the buffers at once.
const TELLING: usize = 2 * HIDDEN;

/// A job over an open network line.
pub struct Job<'a> {
    pub bytes: &'a [u8],
    pub answers: Answers,
    pub pace: Option<Pace>,
    pub timing: &'a Timing,
}

impl Job<'_> {
    /// Sends it, waits until the printer has it, and takes leave.
    pub async fn send(&self, stream: &mut TcpStream) -> Outcome {
        let begun = Instant::now();
        let poured = self.pour(stream).await;
        let mut took = None;
        let (delivered, confirms) = match (poured, self.answers) {
            (Err(delivered), _) => return Outcome::of(delivered),
            (Ok(()), Answers::Never) => match self.drained(stream).await {
                Some(delivered) => (delivered, None),
                None => {
                    took = Some(begun.elapsed());
                    (self.part(stream).await, None)
                }
            },
            (Ok(()), Answers::Status) => (self.look_after(stream).await, None),
            (Ok(()), Answers::Full | Answers::Unknown) => self.confirm(stream).await,
        };
        let took = took.unwrap_or(begun.elapsed());
        leave(stream, self.timing.leave).await;
        let well = matches!(delivered, Delivered::Confirmed | Delivered::Sent);
        let telling = well && self.bytes.len() >= TELLING && confirms != Some(false);
        let pace = telling.then(|| Pace::of(self.bytes.len(), took));
        Outcome { delivered, confirms, pace }
    }

    /// How long nothing at all may happen: three times what the bytes take that are under way.
    fn patience(&self, bytes: usize) -> Duration {
        self.timing.confirm.max(self.timing.pace(self.pace).time(bytes) * 3)
    }

    /// Writes all bytes and hears meanwhile what the printer says: what it says unasked would
    /// fill its line, and reset the connection at its end.
    async fn pour(&self, stream: &mut TcpStream) -> Result<(), Delivered> {
        let (mut read, mut write) = stream.split();
        let mut said = [0; 256];
        let mut open = true;
        let mut pouring = Pouring { sent: 0, patience: self.patience(HIDDEN) };
        while pouring.sent < self.bytes.len() {
            let rest = &self.bytes[pouring.sent..];
            tokio::select! {
                wrote = timeout(pouring.patience, write.write(rest)) => pouring.wrote(wrote)?,
                heard = read.read(&mut said), if open => match heard {
                    Ok(0) => open = false,
                    Ok(_) => {}
                    Err(_) => return Err(pouring.ended(Trouble::Lost)),
                },
            }
        }
        Ok(())
    }

    /// `GS r 1` stands in the queue behind the job, so its answer says that the job is done. A
    /// printer that does not know it is asked how it is, and is not asked for that again.
    async fn confirm(&self, stream: &mut TcpStream) -> (Delivered, Option<bool>) {
        let lost = (Delivered::Uncertain(Trouble::Lost), None);
        let mut talk = Talk::on(stream);
        if talk.forget().is_err() || talk.stream.write_all(&[0x1d, b'r', 1]).await.is_err() {
            return lost;
        }
        let mut waiting = Waiting::new(self.patience(self.bytes.len()));
        loop {
            match talk.hear(Wanted::Done, LOOK).await {
                Ok(Sense::Answer(_)) => return (Delivered::Confirmed, Some(true)),
                Ok(Sense::Noise | Sense::Nothing) => {}
                Err(_) => return lost,
            }
            match waiting.look(unsent(talk.stream).await) {
                Look::On => {}
                Look::Stuck => return (Delivered::Uncertain(Trouble::Stalled), None),
                Look::Gone if waiting.over() => break,
                Look::Gone => {}
            }
        }
        match talk.ask(self.timing).await {
            Ok(Ready::Well) => (Delivered::Sent, Some(false)),
            Ok(Ready::Not(_) | Ready::Mute) => (Delivered::Uncertain(Trouble::Stalled), None),
            Err(_) => lost,
        }
    }

    /// Waits until all bytes are with a printer that tells its status and no more, and asks it.
    async fn look_after(&self, stream: &mut TcpStream) -> Delivered {
        if let Some(delivered) = self.drained(stream).await {
            return delivered;
        }
        match Talk::on(stream).ask(self.timing).await {
            Ok(Ready::Well) => Delivered::Sent,
            Ok(Ready::Not(_) | Ready::Mute) => Delivered::Uncertain(Trouble::Stalled),
            Err(_) => Delivered::Uncertain(Trouble::Lost),
        }
    }

    /// Takes leave of a printer that never answers and has all bytes. All it can tell is that the
    /// connection broke; many close it when they are done, and the line is held until then or
    /// until what they may still hold is surely printed.
    async fn part(&self, stream: &mut TcpStream) -> Delivered {
        let lost = Delivered::Uncertain(Trouble::Lost);
        if stream.shutdown().await.is_err() {
            return lost;
        }
        let hidden = self.bytes.len().min(HIDDEN);
        let end = Instant::now() + self.timing.pace(self.pace).time(hidden) + self.timing.leave;
        let mut said = [0; 256];
        loop {
            match timeout_at(end, stream.read(&mut said)).await {
                Ok(Ok(0)) | Err(_) => return Delivered::Sent,
                Ok(Ok(_)) => {}
                Ok(Err(_)) => return lost,
            }
        }
    }

    /// Waits until the send queue is empty; what went wrong, if something did.
    async fn drained(&self, stream: &mut TcpStream) -> Option<Delivered> {
        let mut waiting = Waiting::new(self.patience(HIDDEN));
        let mut talk = Talk::on(stream);
        loop {
            match waiting.look(unsent(talk.stream).await) {
                Look::On => {}
                Look::Stuck => return Some(Delivered::Uncertain(Trouble::Stalled)),
                Look::Gone => return None,
            }
            // A printer that has hung up while bytes wait has not got them.
            if talk.hear(Wanted::Done, LOOK).await.is_err() {
                return Some(Delivered::Uncertain(Trouble::Lost));
            }
        }
    }
}

/// Writes all bytes to a device or a file; no progress for `patience` means that it takes no more.
pub async fn pour<W: AsyncWrite + Unpin>(
    to: &mut W,
    bytes: &[u8],
    patience: Duration,
) -> Result<(), Delivered> {
    let mut pouring = Pouring { sent: 0, patience };
    while pouring.sent < bytes.len() {
        let wrote = timeout(patience, to.write(&bytes[pouring.sent..])).await;
        pouring.wrote(wrote)?;
    }
    match timeout(patience, to.flush()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Delivered::Uncertain(Trouble::Lost)),
        Err(_) => Err(Delivered::Uncertain(Trouble::Stalled)),
    }
}

/// How far the writing has come.
struct Pouring {
    sent: usize,
    patience: Duration,
}

impl Pouring {
    fn wrote(
        &mut self,
        wrote: Result<std::io::Result<usize>, tokio::time::error::Elapsed>,
    ) -> Result<(), Delivered> {
        match wrote {
            Ok(Ok(n)) if n > 0 => {
                self.sent += n;
                Ok(())
            }
            Ok(_) => Err(self.ended(Trouble::Lost)),
            Err(_) => Err(self.ended(Trouble::Stalled)),
        }
    }

    fn ended(&self, trouble: Trouble) -> Delivered {
        match self.sent {
            0 => Delivered::Not(Trouble::Unreachable),
            _ => Delivered::Uncertain(trouble),
        }
    }
}

/// What the send queue says.
enum Look {
    /// Bytes still leave, or may.
    On,
    /// None left for too long.
    Stuck,
    /// All are with the printer, as far as the system tells.
    Gone,
}

/// Waiting for a queue to empty: as long as it shrinks, patience begins anew.
struct Waiting {
    left: u64,
    since: Instant,
    patience: Duration,
}

impl Waiting {
    fn new(patience: Duration) -> Waiting {
        Waiting { left: u64::MAX, since: Instant::now(), patience }
    }

    fn look(&mut self, left: Option<u64>) -> Look {
        let left = left.unwrap_or(0);
        if left < self.left {
            (self.left, self.since) = (left, Instant::now());
        }
        match left {
            0 => Look::Gone,
            _ if self.over() => Look::Stuck,
            _ => Look::On,
        }
    }

    fn over(&self) -> bool {
        self.since.elapsed() >= self.patience
    }
}

/// Closes a line in the ordinary way. What the printer said and nobody read would reset it, and
/// what is still in the printer's buffer would be lost with it.
async fn leave(stream: &mut TcpStream, patience: Duration) {
    let end = Instant::now() + patience;
    if stream.shutdown().await.is_err() {
        return;
    }
    let mut said = [0; 256];
    while let Ok(Ok(1..)) = timeout_at(end, stream.read(&mut said)).await {}
}
