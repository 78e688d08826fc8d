//! Asking a printer, and hearing what it says.

use super::{
    Ready, Timing,
    heard::{Sense, Wanted, sense},
};
use crate::print::job::Trouble;
use std::{io, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, timeout_at},
};

/// After so long without a byte what was heard is looked at.
const QUIET: Duration = Duration::from_millis(20);
/// What one question may bring; a line that talks on is not listened to for ever.
const MOST: usize = 4096;

/// An open line with what was heard on it since the last question.
pub struct Talk<'a> {
    pub stream: &'a mut TcpStream,
    heard: Vec<u8>,
}

impl<'a> Talk<'a> {
    pub fn on(stream: &'a mut TcpStream) -> Talk<'a> {
        Talk { stream, heard: Vec::new() }
    }

    /// Forgets what came without a question, so that it answers none.
    pub fn forget(&mut self) -> io::Result<()> {
        self.heard.clear();
        let mut bytes = [0; 256];
        for _ in 0..64 {
            match self.stream.try_read(&mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Listens for the answer, at most for `patience`; what was heard so far is kept.
    pub async fn hear(&mut self, wanted: Wanted, patience: Duration) -> io::Result<Sense> {
        let end = Instant::now() + patience;
        let (mut bytes, mut quiet) = ([0; 256], true);
        loop {
            let look = if quiet { end } else { end.min(Instant::now() + QUIET) };
            match timeout_at(look, self.stream.read(&mut bytes)).await {
                Ok(Ok(0)) => return self.ended(wanted, io::ErrorKind::UnexpectedEof.into()),
                Ok(Ok(n)) => {
                    let room = MOST.saturating_sub(self.heard.len());
                    self.heard.extend_from_slice(&bytes[..n.min(room)]);
                    quiet = false;
                }
                Ok(Err(error)) => return self.ended(wanted, error),
                Err(_) => {
                    let made = sense(&self.heard, wanted);
                    if made != Sense::Nothing || Instant::now() >= end {
                        return Ok(made);
                    }
                    quiet = true;
                }
            }
        }
    }

    /// A printer may answer and leave.
    fn ended(&self, wanted: Wanted, error: io::Error) -> io::Result<Sense> {
        match sense(&self.heard, wanted) {
            answer @ Sense::Answer(_) => Ok(answer),
            _ => Err(error),
        }
    }

    /// `DLE EOT` 1, 2 and 4: offline; cover, paper and errors; the paper's sensors. Printers answer
    /// at once, whatever they are doing.
    pub async fn ask(&mut self, timing: &Timing) -> io::Result<Ready> {
        let mut status = [0; 3];
        for (n, answer) in [1, 2, 4].into_iter().zip(&mut status) {
            match self.question(n, timing).await? {
                Some(byte) => *answer = byte,
                None => return Ok(Ready::Mute),
            }
        }
        Ok(judge(status))
    }

    /// One question, asked once more when something else was said in between.
    async fn question(&mut self, n: u8, timing: &Timing) -> io::Result<Option<u8>> {
        for _ in 0..2 {
            self.forget()?;
            self.stream.write_all(&[0x10, 0x04, n]).await?;
            match self.hear(Wanted::Status, timing.status).await? {
                Sense::Answer(byte) => return Ok(Some(byte)),
                Sense::Noise => {}
                Sense::Nothing => return Ok(None),
            }
        }
        Ok(None)
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
}
