//! Asking a printer, and hearing what it says.

use super::{
    Ready, Timing,
    heard::{Sense, Wanted, sense, statuses, unfinished},
};
use crate::print::job::Trouble;
use std::{io, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
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
        Talk::after(stream, Vec::new())
    }

    /// On a line on which something was heard that may go on.
    pub fn after(stream: &'a mut TcpStream, heard: Vec<u8>) -> Talk<'a> {
        Talk { stream, heard }
    }

    /// What was heard since the last question.
    pub fn into_heard(self) -> Vec<u8> {
        self.heard
    }

    /// Forgets what came without a question, so that it answers none. Of automatic status that was
    /// cut the rest is still to come.
    pub fn forget(&mut self) -> io::Result<()> {
        let mut bytes = [0; 256];
        for _ in 0..64 {
            self.heard = unfinished(&self.heard);
            match self.stream.try_read(&mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(n) => self.heard.extend_from_slice(&bytes[..n]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        self.heard = unfinished(&self.heard);
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

    /// One question, asked once more when something else was said in between. A slow printer
    /// answers both times then, and no answer may be left over for the next question.
    async fn question(&mut self, n: u8, timing: &Timing) -> io::Result<Option<u8>> {
        let mut owed: usize = 0;
        for _ in 0..2 {
            self.forget()?;
            let question = [0x10, 0x04, n];
            let asking = self.stream.write_all(&question);
            let Ok(asked) = timeout(timing.status, asking).await else { return Ok(None) };
            asked?;
            owed += 1;
            let heard = self.hear(Wanted::Status, timing.status).await?;
            // In a text a letter may look like an answer: what is owed still is waited for.
            if heard != Sense::Noise {
                owed = owed.saturating_sub(statuses(&self.heard));
            }
            match heard {
                Sense::Answer(byte) if owed == 0 => return Ok(Some(byte)),
                Sense::Answer(_) => {
                    let last = self.hear(Wanted::Status, timing.status).await?;
                    return Ok(if let Sense::Answer(byte) = last { Some(byte) } else { None });
                }
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

    #[tokio::test]
    async fn a_late_answer_to_a_question_asked_twice_is_not_taken_for_the_next_ones() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut ours = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (mut theirs, _) = listener.accept().await.unwrap();
        tokio::spawn(async move {
            theirs.write_all(b"> ").await.unwrap();
            let mut asked = [0; 3];
            while theirs.read_exact(&mut asked).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(60)).await;
                // The cover is open.
                let answer = if asked[2] == 2 { 0x16 } else { 0x12 };
                theirs.write_all(&[answer]).await.unwrap();
            }
        });
        let timing = Timing { status: Duration::from_millis(400), ..Timing::default() };
        let ready = Talk::on(&mut ours).ask(&timing).await.unwrap();
        assert_eq!(ready, Ready::Not(Trouble::CoverOpen));
    }
}
