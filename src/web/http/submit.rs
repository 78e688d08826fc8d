//! Handing a device's command to the desk.

use crate::{
    base::{
        fold::{brief, cut},
        id::CommandId,
        lang::Lang,
        refusal::Refusal,
    },
    desk::command::{Answer, Command, Envelope},
    web::http::{
        app::App,
        guard::Caller,
        problem::{Problem, Spoken, too_large},
    },
};
use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request, rejection::JsonRejection},
    http::StatusCode,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use std::convert::Infallible;

/// A device's own number. What is no whole number is none that a device gives: 0 stands for it, as
/// it must not keep a sale from being written.
pub fn device_seq(said: &Value) -> i64 {
    said.as_i64().unwrap_or_default()
}

/// A body that should be JSON of the right shape. It is taken as it comes, so that who asks is
/// known before what was sent is read.
pub struct Input<T>(Result<T, Unread>);

/// A body that could not be taken as what it should be.
struct Unread {
    rejection: JsonRejection,
    /// It is JSON all the same. The reader calls some wrong shapes bad syntax: `{}` for a choice.
    json: bool,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Input<T> {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Input<T>, Infallible> {
        let (head, body) = request.into_parts();
        let whole = Request::from_parts(head.clone(), body);
        Ok(Input(match Bytes::from_request(whole, state).await {
            Ok(bytes) => read(Request::from_parts(head, bytes.clone().into()), &bytes).await,
            Err(rejection) => Err(Unread { rejection: rejection.into(), json: false }),
        }))
    }
}

async fn read<T: DeserializeOwned>(request: Request, bytes: &[u8]) -> Result<T, Unread> {
    let read = Json::<T>::from_request(request, &()).await;
    read.map(|Json(input)| input).map_err(|rejection| Unread {
        rejection,
        json: serde_json::from_slice::<IgnoredAny>(bytes).is_ok(),
    })
}

impl<T> Input<T> {
    /// What was sent, or what is wrong with it in the caller's language.
    pub fn read(self, lang: Lang) -> Result<T, Problem> {
        self.0.map_err(|error| unreadable(&error)).spoken(lang)
    }
}

/// What could not be read as JSON of the right shape. In Vietnamese it is told where; the reader's
/// own words are English and are for who wrote the program that sent it.
fn unreadable(error: &Unread) -> Refusal {
    let text = error.rejection.body_text();
    let status = match error.rejection.status() {
        StatusCode::BAD_REQUEST if error.json => StatusCode::UNPROCESSABLE_ENTITY,
        status => status,
    };
    let (code, vi) = match status {
        StatusCode::PAYLOAD_TOO_LARGE => return too_large(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ("media_type", "Dữ liệu gửi lên phải là JSON (Content-Type: application/json)".into())
        }
        StatusCode::UNPROCESSABLE_ENTITY => match field(&text) {
            Some(field) => ("json", format!("Dữ liệu gửi lên thiếu hoặc sai ở “{}”", brief(field))),
            None => ("json", "Dữ liệu gửi lên thiếu hoặc sai".into()),
        },
        _ => ("not_json", "Dữ liệu gửi lên không phải JSON".into()),
    };
    // Long values are repeated in it as they were sent.
    Refusal::malformed(code, vi, format!("Not valid: {}", cut(&text, 200)))
}

/// The field that a reader's words name: its path, or the one that is missing.
fn field(text: &str) -> Option<&str> {
    let missing = text.split_once("missing field `").and_then(|(_, rest)| rest.split_once('`'));
    let path = text.split_once("target type: ").and_then(|(_, rest)| rest.split_once(": "));
    let named = |name: &&str| !name.contains(' ');
    missing.or(path).map(|(name, _)| name).filter(named)
}

/// Hands a command of this caller to the desk under the device's own id.
pub async fn submit(
    app: &App,
    caller: &Caller,
    uid: CommandId,
    command: Command,
) -> Result<Answer, Refusal> {
    app.shop.desk.submit(envelope(app, caller, uid, command)).await
}

/// Hands commands of this caller to the desk that stand or fall together: what refuses one of them
/// leaves the book as it was.
pub async fn submit_all(
    app: &App,
    caller: &Caller,
    commands: Vec<(CommandId, Command)>,
) -> Result<(), Refusal> {
    if commands.is_empty() {
        return Ok(());
    }
    let all = commands.into_iter().map(|(uid, command)| envelope(app, caller, uid, command));
    let done = app.shop.desk.submit_all(all.collect()).await;
    done.map(drop).map_err(|(_, refusal)| refusal)
}

fn envelope(app: &App, caller: &Caller, uid: CommandId, command: Command) -> Envelope {
    let at = app.shop.clock.now();
    Envelope { uid, at, actor: caller.actor(), device: caller.device_uid(), command }
}
