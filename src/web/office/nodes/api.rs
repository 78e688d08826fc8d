//! What machines send to their hub: that they join, that they are there, and their books.

use crate::{
    base::{id::NodeId, lang::Say, refusal::Refusal},
    sync::{
        hub,
        talk::{Contact, Holding, Joining, Shared, Sharing, Taken, Welcome},
    },
    web::http::{
        app::App,
        guard::{Joined, Open},
        problem::{Problem, Spoken, too_large},
        route::post,
        submit::Input,
    },
};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::StatusCode,
};

/// Routes of machines.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/nodes", post(join))
        .route("/api/v1/nodes/{id}/contact", post(contact))
        .route("/api/v1/journal/{id}", post(take))
        .route("/api/v1/journal/{id}/down", post(give))
        .route("/api/v1/journal/{id}/shared", post(shared))
}

async fn join(
    Open(lang): Open,
    State(app): State<App>,
    input: Input<Joining>,
) -> Result<(StatusCode, Json<Welcome>), Problem> {
    let welcome = hub::join(&app.shop, &app.doors, input.read(lang)?).await.spoken(lang)?;
    Ok((StatusCode::CREATED, Json(welcome)))
}

async fn contact(
    joined: Joined,
    Path(node): Path<NodeId>,
    State(app): State<App>,
    input: Input<Contact>,
) -> Result<Json<Holding>, Problem> {
    own(&joined, node)?;
    let contact = input.read(joined.lang)?;
    hub::contact(&app.shop, &joined.row, contact).await.spoken(joined.lang).map(Json)
}

/// A batch. Where rows before it are missing the answer is a conflict; it names the sequence that
/// is expected, and what was taken all the same.
async fn take(
    joined: Joined,
    Path(node): Path<NodeId>,
    State(app): State<App>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Taken>), Problem> {
    own(&joined, node)?;
    let packed = body.map_err(|_| too_large()).spoken(joined.lang)?;
    let from = (&joined.row, joined.beside);
    let taken = hub::take(&app.shop, &app.doors, from, packed).await.spoken(joined.lang)?;
    let gap = taken.stopped.iter().any(|it| it.expected.is_some());
    Ok((if gap { StatusCode::CONFLICT } else { StatusCode::OK }, Json(taken)))
}

/// What comes down after what the machine has; nothing where it has all.
async fn give(
    joined: Joined,
    Path(node): Path<NodeId>,
    State(app): State<App>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Vec<u8>), Problem> {
    own(&joined, node)?;
    let body = body.map_err(|_| too_large()).spoken(joined.lang)?;
    let from = (&joined.row, joined.beside);
    let sealed = hub::down::give(&app.shop, from, &body).await.spoken(joined.lang)?;
    Ok((if sealed.is_empty() { StatusCode::NO_CONTENT } else { StatusCode::OK }, sealed))
}

/// Whether an entry that a machine has is the one that is here.
async fn shared(
    joined: Joined,
    Path(node): Path<NodeId>,
    State(app): State<App>,
    input: Input<Sharing>,
) -> Result<Json<Shared>, Problem> {
    own(&joined, node)?;
    let asked = input.read(joined.lang)?;
    hub::shared(&app.shop, &asked).await.spoken(joined.lang).map(Json)
}

/// A machine speaks for itself alone.
fn own(joined: &Joined, node: NodeId) -> Result<(), Problem> {
    let say = || Say::new("Mã này là của máy khác", "This token is another machine’s");
    let fits = joined.row.node == node;
    if fits { Ok(()) } else { Err(Problem(Refusal::Forbidden(say()), joined.lang)) }
}
