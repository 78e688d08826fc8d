//! Sending a job and finding out what became of it. Whoever cannot be sure says so.

use super::{
    Delivered, Outcome, Ready, Timing,
    heard::{Sense, Wanted, unfinished},
    queue::{Queue, unsent},
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
    time::{Instant, sleep, timeout, timeout_at},
};

/// Between two looks at the send queue.
const LOOK: Duration = Duration::from_millis(50);
/// What a printer may hold that this machine cannot see: its own buffers.
const HIDDEN: usize = 16 * 1024;
/// A job so short says nothing about a printer's speed: it lies in the buffers at once.
const TELLING: usize = 2 * HIDDEN;
/// Of a printer that has run out of paper: its answer to `GS r 1`.
const NO_PAPER: u8 = 0x0c;
/// So many looks at a queue of which the system does not tell, before other signs have to do.
const UNTOLD: u8 = 3;

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
        let sent = match (self.pour(stream, self.bytes).await, self.answers) {
            (Err(delivered), _) => Parted::with(delivered),
            (Ok(_), Answers::Never) => match self.drained(stream).await {
                Some(delivered) => Parted::with(delivered),
                None => self.part(stream, begun).await,
            },
            (Ok(_), Answers::Status) => match self.look_after(stream).await {
                Delivered::Sent => self.part(stream, begun).await,
                delivered => Parted::with(delivered),
            },
            (Ok(heard), Answers::Full | Answers::Unknown) => self.confirm(stream, heard).await,
        };
        let took = begun.elapsed();
        match sent.delivered {
            // The system would go on sending what it holds, beside the next job's connection.
            Delivered::Not(_) | Delivered::Uncertain(Trouble::Stalled | Trouble::Lost) => {
                if let Err(error) = stream.set_zero_linger() {
                    tracing::debug!(%error, "a line that hangs was closed in the ordinary way");
                }
            }
            _ => leave(stream, self.timing.leave).await,
        }
        let telling = sent.worked_off && self.bytes.len() >= TELLING;
        let pace = telling.then(|| Pace::of(self.bytes.len(), took));
        Outcome { delivered: sent.delivered, confirms: sent.confirms, pace }
    }

    /// How long nothing at all may happen: three times what the bytes take that are under way.
    fn patience(&self, bytes: usize) -> Duration {
        self.timing.confirm.max(self.timing.pace(self.pace).time(bytes) * 3)
    }

    /// Writes all bytes and hears meanwhile what the printer says: what it says unasked would
    /// fill its line, and reset the connection at its end. Answers the automatic status of which
    /// the rest is still to come. A printer that hangs up before it has all is lost.
    async fn pour(&self, stream: &mut TcpStream, bytes: &[u8]) -> Result<Vec<u8>, Delivered> {
        let (mut read, mut write) = stream.split();
        let (mut said, mut heard) = ([0; 256], Vec::new());
        let mut pouring = Pouring::new(self.patience(HIDDEN));
        while pouring.sent < bytes.len() {
            let rest = &bytes[pouring.sent..];
            tokio::select! {
                wrote = timeout_at(pouring.until, write.write(rest)) => pouring.wrote(wrote)?,
                came = read.read(&mut said) => match came {
                    Ok(0) | Err(_) => return Err(pouring.ended(Trouble::Lost)),
                    Ok(n) => {
                        heard.extend_from_slice(&said[..n]);
                        heard = unfinished(&heard);
                    }
                },
            }
        }
        Ok(heard)
    }

    /// `GS r 1` stands in the queue behind the job, so its answer says that the job is done. A
    /// printer that does not know it is asked how it is, and is not asked for that again.
    async fn confirm(&self, stream: &mut TcpStream, heard: Vec<u8>) -> Parted {
        let (lost, stalled) = (Parted::doubtful(Trouble::Lost), Parted::doubtful(Trouble::Stalled));
        let mut talk = Talk::after(stream, heard);
        if talk.forget().is_err() {
            return lost;
        }
        let heard = talk.into_heard();
        // Nothing of what is said before the last byte of the question answers it.
        let more = match self.pour(stream, &[0x1d, b'r', 1]).await {
            Ok(more) => more,
            Err(Delivered::Uncertain(Trouble::Lost)) => return lost,
            Err(_) => return stalled,
        };
        let mut talk = Talk::after(stream, unfinished(&[heard, more].concat()));
        let mut waiting = Waiting::new(self.patience(self.bytes.len()));
        loop {
            match talk.hear(Wanted::Done, LOOK).await {
                Ok(Sense::Answer(byte)) => return Parted::answered(byte),
                Ok(Sense::Noise | Sense::Nothing) => {}
                Err(_) => return lost,
            }
            match waiting.look(unsent(talk.stream).await) {
                Look::On => {}
                Look::Lost => return lost,
                Look::Stuck => return stalled,
                Look::Gone if waiting.over() => break,
                Look::Gone => {}
            }
        }
        match talk.ask(self.timing).await {
            Ok(Ready::Well) => Parted { confirms: Some(false), ..Parted::with(Delivered::Sent) },
            Ok(Ready::Not(_) | Ready::Mute) => stalled,
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

    /// Takes leave of a printer that does not say when it is done and has all bytes. All it can
    /// tell is that the connection broke; many close it when they are done, and the line is held
    /// until then or until the whole job is surely printed. How fast it took the bytes says
    /// nothing about how fast it prints them: it may hold all of them.
    async fn part(&self, stream: &mut TcpStream, begun: Instant) -> Parted {
        let lost = Parted::doubtful(Trouble::Lost);
        if broken(stream) || stream.shutdown().await.is_err() {
            return lost;
        }
        let (pace, all) = (self.timing.pace(self.pace), self.bytes.len());
        let held = Instant::now() + pace.time(all.min(HIDDEN));
        let end = held.max(begun + pace.time(all)) + self.timing.leave;
        let mut said = [0; 256];
        loop {
            match timeout_at(end, stream.read(&mut said)).await {
                Ok(Ok(0)) => break,
                Err(_) => return Parted::with(Delivered::Sent),
                Ok(Ok(_)) => {}
                Ok(Err(_)) => return lost,
            }
        }
        // One that hung up without reading says so a moment later.
        sleep(LOOK).await;
        match broken(stream) {
            true => lost,
            false => Parted { worked_off: true, ..Parted::with(Delivered::Sent) },
        }
    }

    /// Waits until the send queue is empty; what went wrong, if something did.
    async fn drained(&self, stream: &mut TcpStream) -> Option<Delivered> {
        let mut waiting = Waiting::new(self.patience(HIDDEN));
        let mut talk = Talk::on(stream);
        loop {
            match waiting.look(unsent(talk.stream).await) {
                Look::On => {}
                Look::Lost => return Some(Delivered::Uncertain(Trouble::Lost)),
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
    let mut pouring = Pouring::new(patience);
    while pouring.sent < bytes.len() {
        let wrote = timeout_at(pouring.until, to.write(&bytes[pouring.sent..])).await;
        pouring.wrote(wrote)?;
    }
    match timeout(patience, to.flush()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Delivered::Uncertain(Trouble::Lost)),
        Err(_) => Err(Delivered::Uncertain(Trouble::Stalled)),
    }
}

/// What became of a job, and what its printer taught meanwhile.
struct Parted {
    delivered: Delivered,
    confirms: Option<bool>,
    /// The printer told that it has worked the job off, so that the time it took is its speed.
    worked_off: bool,
}

impl Parted {
    fn with(delivered: Delivered) -> Parted {
        Parted { delivered, confirms: None, worked_off: false }
    }

    fn doubtful(trouble: Trouble) -> Parted {
        Parted::with(Delivered::Uncertain(trouble))
    }

    /// The answer to `GS r 1`: all is worked off, or there is no paper to work it off on.
    fn answered(byte: u8) -> Parted {
        let out = byte & NO_PAPER != 0;
        let delivered = match out {
            true => Delivered::Uncertain(Trouble::RanOut),
            false => Delivered::Confirmed,
        };
        Parted { delivered, confirms: Some(true), worked_off: !out }
    }
}

/// Whether the other side has reset the connection.
fn broken(stream: &TcpStream) -> bool {
    !matches!(stream.take_error(), Ok(None))
}

/// How far the writing has come. Only bytes that leave move the end of patience.
struct Pouring {
    sent: usize,
    patience: Duration,
    until: Instant,
}

impl Pouring {
    fn new(patience: Duration) -> Pouring {
        Pouring { sent: 0, patience, until: Instant::now() + patience }
    }

    fn wrote(
        &mut self,
        wrote: Result<std::io::Result<usize>, tokio::time::error::Elapsed>,
    ) -> Result<(), Delivered> {
        match wrote {
            Ok(Ok(n)) if n > 0 => {
                self.sent += n;
                self.until = Instant::now() + self.patience;
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
    /// The connection was reset.
    Lost,
}

/// Waiting for a queue to empty: as long as it shrinks, patience begins anew.
struct Waiting {
    left: u64,
    since: Instant,
    patience: Duration,
    untold: u8,
}

impl Waiting {
    fn new(patience: Duration) -> Waiting {
        Waiting { left: u64::MAX, since: Instant::now(), patience, untold: 0 }
    }

    fn look(&mut self, queue: Queue) -> Look {
        let left = match queue {
            Queue::Left(left) => left,
            Queue::Reset => return Look::Lost,
            // Where the system never tells, the answer or the time the job takes has to do.
            Queue::Untold => {
                self.untold = self.untold.saturating_add(1);
                return if self.untold < UNTOLD { Look::On } else { Look::Gone };
            }
        };
        self.untold = 0;
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

#[cfg(test)]
mod tests;
