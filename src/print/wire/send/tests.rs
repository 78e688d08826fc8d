//! Printers that hang, hold what they took or hang up, each on a line of its own.

use super::*;
use crate::print::wire::reach;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::net::TcpSocket;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn timing() -> Timing {
    let pace = Pace(100_000);
    Timing { status: ms(150), confirm: ms(300), leave: ms(100), pace, ..Timing::default() }
}

/// A line, and the printer's end of it with a small window.
async fn line() -> (TcpStream, TcpStream) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let ours = reach(listener.local_addr().unwrap()).await.unwrap();
    (ours, listener.accept().await.unwrap().0)
}

/// Sends so many bytes, for three seconds at most.
async fn send(ours: &mut TcpStream, bytes: usize, answers: Answers) -> Outcome {
    let (bytes, timing) = (vec![0; bytes], timing());
    let job = Job { bytes: &bytes, answers, pace: None, timing: &timing };
    timeout(ms(3000), job.send(ours)).await.expect("it is waited for for ever")
}

const STALLED: Delivered = Delivered::Uncertain(Trouble::Stalled);

#[tokio::test]
async fn a_printer_that_stops_reading_before_the_question_whether_it_is_done_has_stalled() {
    let (mut ours, _theirs) = line().await;
    for _ in 0..3 {
        while ours.try_write(&[0; 512]).is_ok() {}
        let _ = timeout(ms(30), ours.writable()).await;
    }
    assert_eq!(send(&mut ours, 0, Answers::Full).await.delivered, STALLED);
}

#[tokio::test]
async fn a_printer_that_takes_nothing_and_talks_all_the_time_has_stalled() {
    let (mut ours, mut theirs) = line().await;
    let talks = tokio::spawn(async move {
        while theirs.write_all(&[0x10, 0x00, 0x00, 0x0f]).await.is_ok() {
            sleep(ms(30)).await;
        }
    });
    assert_eq!(send(&mut ours, 100_000, Answers::Full).await.delivered, STALLED);
    talks.abort();
}

#[tokio::test]
async fn what_a_stalled_printer_has_not_taken_is_thrown_away_with_the_line() {
    let (mut ours, mut theirs) = line().await;
    assert_eq!(send(&mut ours, 100_000, Answers::Never).await.delivered, STALLED);
    drop(ours);
    let ended = theirs.read_to_end(&mut Vec::new()).await;
    assert_eq!(ended.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_silent_printer_is_as_fast_as_it_prints_not_as_it_takes_the_bytes() {
    let (mut ours, mut theirs) = line().await;
    let printed = Arc::new(AtomicBool::new(false));
    let done = printed.clone();
    tokio::spawn(async move {
        theirs.read_to_end(&mut Vec::new()).await.unwrap();
        sleep(ms(333)).await;
        done.store(true, Ordering::SeqCst);
    });
    let outcome = send(&mut ours, 100_000, Answers::Never).await;
    assert_eq!(outcome.delivered, Delivered::Sent);
    assert!(printed.load(Ordering::SeqCst), "the next paper would be mixed with this one");
    let pace = outcome.pace.unwrap().0;
    assert!(pace <= 300_000, "{pace} bytes a second");
}

#[tokio::test]
async fn a_silent_printer_that_never_hangs_up_is_given_the_time_of_the_whole_job() {
    let (mut ours, mut theirs) = line().await;
    tokio::spawn(async move {
        theirs.read_to_end(&mut Vec::new()).await.unwrap();
        sleep(ms(5000)).await;
    });
    let begun = Instant::now();
    let outcome = send(&mut ours, 100_000, Answers::Never).await;
    assert_eq!((outcome.delivered, outcome.pace), (Delivered::Sent, None));
    assert!(begun.elapsed() >= ms(1000), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_silent_printer_that_hangs_up_at_once_has_printed_nothing_for_sure() {
    for bytes in [1000, 100_000] {
        let (mut ours, theirs) = line().await;
        let hangs_up = tokio::spawn(async move { drop(theirs) });
        let delivered = send(&mut ours, bytes, Answers::Never).await.delivered;
        let told = matches!(delivered, Delivered::Not(_) | Delivered::Uncertain(Trouble::Lost));
        assert!(told, "{delivered:?}");
        hangs_up.await.unwrap();
    }
}

/// A printer that reads, and says each of these, after a while, when it is asked whether it is
/// done; to other questions that it is well.
fn says(mut theirs: TcpStream, answers: &'static [u8]) {
    tokio::spawn(async move {
        let mut bytes = vec![0; 4096];
        while let Ok(n @ 1..) = theirs.read(&mut bytes).await {
            if bytes[..n].ends_with(&[0x1d, b'r', 1]) {
                for answer in answers {
                    sleep(ms(70)).await;
                    theirs.write_all(&[*answer]).await.unwrap();
                }
            } else if let [.., 0x10, 0x04, 1 | 2 | 4] = bytes[..n] {
                theirs.write_all(&[0x12]).await.unwrap();
            }
        }
    });
}

#[tokio::test]
async fn a_printer_that_is_done_without_paper_has_not_confirmed() {
    let (mut ours, theirs) = line().await;
    says(theirs, &[0x0c]);
    let outcome = send(&mut ours, 20_000, Answers::Unknown).await;
    assert_eq!(outcome.delivered, Delivered::Uncertain(Trouble::RanOut));
    assert_eq!(outcome.confirms, Some(true));
}

#[tokio::test]
async fn the_rest_of_a_status_that_was_cut_is_not_the_word_that_a_paper_is_out() {
    let (mut ours, mut theirs) = line().await;
    theirs.write_all(&[0x10, 0x00]).await.unwrap();
    says(theirs, &[0x00, 0x0f]);
    sleep(ms(30)).await;
    let outcome = send(&mut ours, 20_000, Answers::Unknown).await;
    assert_eq!((outcome.delivered, outcome.confirms), (Delivered::Sent, Some(false)));
}
