//! Handing a device's command to the desk.

use super::{app::App, guard::Caller};
use crate::{
    base::{id::CommandId, refusal::Refusal},
    desk::command::{Answer, Command, Envelope},
};
use axum::extract::rejection::JsonRejection;
use serde_json::Value;

/// A device's own number. What is no whole number is none that a device gives: 0 stands for it, as
/// it must not keep a sale from being written.
pub fn device_seq(said: &Value) -> i64 {
    said.as_i64().unwrap_or_default()
}

/// What could not be read as JSON of the right shape. In Vietnamese it is told where; the reader's
/// own words are English and are for who wrote the program that sent it.
pub fn unreadable(error: &JsonRejection) -> Refusal {
    let text = error.body_text();
    let vi = match error {
        JsonRejection::JsonDataError(_) => match field(&text) {
            Some(field) => format!("Dữ liệu gửi lên thiếu hoặc sai ở “{field}”"),
            None => "Dữ liệu gửi lên thiếu hoặc sai".to_owned(),
        },
        JsonRejection::JsonSyntaxError(_) => "Dữ liệu gửi lên không phải JSON".to_owned(),
        _ => "Dữ liệu gửi lên không đọc được".to_owned(),
    };
    Refusal::malformed("json", vi, format!("Not valid: {text}"))
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
    let at = app.shop.clock.now();
    let (actor, device) = (caller.actor(), caller.device_uid());
    app.shop.desk.submit(Envelope { uid, at, actor, device, command }).await
}
