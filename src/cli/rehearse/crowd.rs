//! Who else is connected: tills that listen, viewers of the board, and strangers who hold a
//! connection without asking for anything.

use super::{
    Scene,
    tally::Tally,
    wire::{Key, Wire, piece},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::{Instant, sleep, sleep_until},
};

/// Who lost a connection comes again after this long.
const PAUSE: Duration = Duration::from_secs(1);
/// A stranger says one more letter so often.
const LETTER: Duration = Duration::from_secs(2);

/// The stream of a booth's phone. Where the scene says so, it is lost in the middle of the fair,
/// and the phone loads its goods and listens again, all phones at the same moment.
pub async fn listener(token: &str, scene: Arc<Scene>) -> Tally {
    let mut tally = Tally::new(scene.progress.clone());
    let key = Key::Device(token.into());
    scene.ready().await;
    let back = scene.returns.then(|| scene.opening_at() + (scene.end() - scene.opening_at()) / 2);
    let path = "/api/v1/till/stream";
    match back {
        None => listen(path, key, &scene, &mut tally).await,
        Some(back) => {
            tokio::select! {
                () = listen(path, key.clone(), &scene, &mut tally) => {}
                () = sleep_until(back) => {}
            }
            if Instant::now() >= back && !scene.over() {
                let mut wire = Wire::new(scene.at.clone(), key.clone());
                match wire.get("/api/v1/till").await {
                    Ok(answer) if answer.status == 200 => tally.returned.add(back.elapsed()),
                    Ok(answer) => tally.error("till that came back", answer.status),
                    Err(broken) => tally.error("till that came back", broken),
                }
                listen(path, key, &scene, &mut tally).await;
            }
        }
    }
    tally
}

/// A screen that shows the board.
pub async fn viewer(cookie: Arc<str>, scene: Arc<Scene>) -> Tally {
    let path = format!("/api/v1/fairs/{}/live", scene.fair);
    let mut tally = Tally::new(scene.progress.clone());
    scene.ready().await;
    listen(&path, Key::Session(cookie), &scene, &mut tally).await;
    tally
}

/// Hears a stream until the end, and opens it again whenever it ends before.
async fn listen(path: &str, key: Key, scene: &Scene, tally: &mut Tally) {
    loop {
        let once = async {
            // A browser opens a new connection for a stream that broke.
            let mut wire = Wire::new(scene.at.clone(), key.clone());
            match wire.stream(path).await {
                Ok((status, mut body)) if status.is_success() => {
                    while let Ok(Some(said)) = piece(&mut body).await {
                        let message = said.windows(6).filter(|six| six == b"\ndata:").count();
                        let first = u64::from(said.starts_with(b"data:"));
                        tally.heard += message as u64 + first;
                    }
                    tally.error("stream", super::wire::Broken::Closed);
                }
                Ok((status, _)) => tally.error("stream", status.as_u16()),
                Err(broken) => tally.error("stream", broken),
            }
        };
        tokio::select! {
            () = once => {}
            () = scene.closed() => return,
        }
        tokio::select! {
            () = sleep(PAUSE) => {}
            () = scene.closed() => return,
        }
    }
}

/// Somebody on the Wi-Fi who sends the head of a request, or its body, letter by letter, and comes
/// again when the server has enough.
pub async fn stranger(n: u64, scene: Arc<Scene>) -> Tally {
    let mut tally = Tally::new(scene.progress.clone());
    let host = scene.at.host();
    let begun = match n % 2 {
        0 => format!("GET /login HTTP/1.1\r\nHost: {host}\r\nX-Slow: "),
        _ => format!(
            "POST /login HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\nlogin="
        ),
    };
    scene.ready().await;
    loop {
        tokio::select! {
            () = dawdle(&begun, &scene) => tally.sent_away += 1,
            () = scene.closed() => return tally,
        }
        tokio::select! {
            () = sleep(PAUSE) => {}
            () = scene.closed() => return tally,
        }
    }
}

/// Until the server ends the connection, or there is none.
async fn dawdle(begun: &str, scene: &Scene) {
    let Ok(mut stream) = scene.at.connect().await else { return };
    if stream.write_all(begun.as_bytes()).await.is_err() {
        return;
    }
    let mut said = [0; 1024];
    loop {
        tokio::select! {
            read = stream.read(&mut said) => match read {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            },
            () = sleep(LETTER) => {
                if stream.write_all(b"x").await.is_err() {
                    return;
                }
            }
        }
    }
}
