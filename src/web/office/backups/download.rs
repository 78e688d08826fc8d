//! A copy through the browser: made now, sent in pieces, and gone from the laptop afterwards.

use crate::{
    backup::{
        Trouble, Whose,
        download::{Download, hand_out},
        rotation,
    },
    base::{lang::Say, refusal::Refusal},
    staff::access::Kind,
    web::{
        device::sign_in,
        http::{
            app::App,
            guard::{Organiser, SignedIn},
            problem::{Problem, Spoken},
        },
        office::backups::{form, load, page},
        ui::{
            answer::{Shown, again},
            form::Form,
        },
    },
};
use axum::{
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use std::time::Duration;
use tokio::{
    fs::File,
    io::AsyncReadExt,
    sync::{OwnedSemaphorePermit, mpsc},
    task::spawn_blocking,
    time::timeout,
};
use tokio_stream::wrappers::ReceiverStream;

/// Bytes of a piece.
const PIECE: usize = 64 * 1024;
/// So long a browser may take none: others wait for their turn.
const PATIENCE: Duration = Duration::from_secs(60);
/// Seconds after which somebody whose turn it is not may ask again.
const WAIT: i64 = 30;

/// The copy, for an organiser who gives the password again: it holds secrets.
pub async fn download(
    _: Organiser,
    SignedIn { caller, person }: SignedIn,
    State(app): State<App>,
    typed: Form,
) -> Shown {
    let person = person.uid.bytes();
    let place = sign_in::place(&caller).spoken(caller.lang)?;
    let password = typed.get("password");
    let sent = match sign_in::check(&app, Kind::Password, (&person, place), password).await {
        Ok(()) => match copy(&app, Whose::Own).await {
            Err(refusal @ Refusal::TooMany { .. }) => {
                return Err(Problem(refusal, caller.lang).into());
            }
            sent => sent,
        },
        Err(refusal) => Err(refusal),
    };
    match sent {
        Ok(response) => Ok(response),
        Err(refusal @ Refusal::Failed(_)) => Err(Problem(refusal, caller.lang).into()),
        Err(refusal) => {
            let view = load(&app, caller.lang).await.spoken(caller.lang)?;
            let mut form = form(&view.choices);
            form.refuse_at("password", &refusal);
            again(&form, page::draw(&caller, &view, &form))
        }
    }
}

/// A copy, made now; refused while somebody else's is under way.
pub async fn copy(app: &App, whose: Whose) -> Result<Response, Refusal> {
    match app.downloads.clone().try_acquire_owned() {
        Ok(turn) => send(app, whose, turn).await,
        Err(_) => Err(taken()),
    }
}

/// Somebody else's copy is under way.
fn taken() -> Refusal {
    let say = Say::new(
        "Đang có một bản sao được tải về. Hãy đợi xong rồi thử lại",
        "A copy is being downloaded already. Try again when that is done",
    );
    Refusal::TooMany { wait: WAIT, say }
}

async fn send(app: &App, whose: Whose, turn: OwnedSemaphorePermit) -> Result<Response, Refusal> {
    let at = app.shop.clock.now();
    let name = match whose {
        Whose::Own => rotation::name(app.shop.desk.origin(), at),
        Whose::Lost(node) => rotation::name(node, at),
    };
    let kept = format!("{}-{name}", app.shop.chance.below(u64::MAX));
    let handed =
        hand_out(&app.shop, (kept, whose), turn).await.map_err(|trouble| match trouble {
            Trouble::Refused(refusal) => refusal,
            trouble => {
                let Say { vi, en } = trouble.say();
                Refusal::malformed("no_copy", vi, en)
            }
        })?;
    let (size, file) = (handed.made.size, File::open(&handed.made.file).await);
    let file = file.map_err(|error| Refusal::Failed(error.to_string()))?;
    let (piece, pieces) = mpsc::channel(4);
    tokio::spawn(pour(file, handed, piece));
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CONTENT_LENGTH, size.to_string()),
        // Packing it would cost the till a core.
        (header::CONTENT_ENCODING, "identity".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(pieces))).into_response())
}

/// Sends the file for as long as somebody takes it, and removes it.
async fn pour(mut file: File, handed: Download, pieces: mpsc::Sender<std::io::Result<Vec<u8>>>) {
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        let read = (&mut file).take(PIECE as u64).read_to_end(&mut piece).await;
        let next = read.map(|_| piece);
        let ends = next.as_ref().is_ok_and(Vec::is_empty) || next.is_err();
        if next.as_ref().is_ok_and(Vec::is_empty) {
            break;
        }
        let sent = timeout(PATIENCE, pieces.send(next)).await;
        if ends || !matches!(sent, Ok(Ok(()))) {
            break;
        }
    }
    drop(file);
    // A large file takes a while to be removed.
    drop(spawn_blocking(move || drop(handed)));
}
