//! Handing a device's command to the desk.

use super::{app::App, guard::Caller};
use crate::{
    base::{id::CommandId, refusal::Refusal},
    desk::command::{Answer, Command, Envelope},
};
use axum::extract::rejection::JsonRejection;

/// What could not be read as JSON of the right shape.
pub fn unreadable(error: &JsonRejection) -> Refusal {
    let text = error.body_text();
    Refusal::malformed("json", format!("Dữ liệu không đúng: {text}"), format!("Not valid: {text}"))
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
