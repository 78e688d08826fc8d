//! What standbys send: that they come, that they want the copy, what they have, and that one of
//! them took over.

use crate::{
    backup::Whose,
    base::{id::NodeId, lang::Say, refusal::Refusal},
    standby::{
        leader, returning,
        talk::{Asking, Enrolled, Enrolling, Heir, Returning, Told},
    },
    sync::talk::{Halted, Taken},
    web::{
        http::{
            app::App,
            guard::{Open, Standby},
            https::Scheme,
            problem::{Problem, Spoken, too_large},
            route::post,
            submit::Input,
        },
        office::backups::copy,
    },
};
use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::StatusCode,
    response::Response,
};

/// Routes of standbys.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/standbys", post(enrol))
        .route("/api/v1/standbys/{id}/copy", post(send_copy))
        .route("/api/v1/standbys/{id}/entries", post(entries))
        .route("/api/v1/standbys/{id}/takeover", post(take_over))
        .route("/api/v1/standbys/{id}/heir", post(heir))
}

async fn enrol(
    Open(lang): Open,
    State(app): State<App>,
    scheme: Option<Extension<Scheme>>,
    input: Input<Enrolling>,
) -> Result<(StatusCode, Json<Enrolled>), Problem> {
    let secure = scheme.is_some_and(|Extension(scheme)| scheme == Scheme::Tls);
    let asked = (input.read(lang)?, secure);
    let enrolled = leader::enrol(&app.shop, &app.standbys, asked).await.spoken(lang)?;
    Ok((StatusCode::CREATED, Json(enrolled)))
}

/// A consistent copy of the book, with the secrets that a copy holds.
async fn send_copy(
    standby: Standby,
    Path(node): Path<NodeId>,
    State(app): State<App>,
) -> Result<Response, Problem> {
    listed(&standby, node)?;
    copy(&app, Whose::Own).await.spoken(standby.lang)
}

async fn entries(
    standby: Standby,
    Path(node): Path<NodeId>,
    State(app): State<App>,
    input: Input<Asking>,
) -> Result<Json<Told>, Problem> {
    listed(&standby, node)?;
    let asking = input.read(standby.lang)?;
    let told = leader::tell(&app.shop, &app.standbys, (&standby.row, asking)).await;
    told.spoken(standby.lang).map(Json)
}

async fn take_over(
    standby: Standby,
    Path(node): Path<NodeId>,
    State(app): State<App>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Taken>, Problem> {
    own(&standby, node)?;
    let packed = body.map_err(|_| too_large()).spoken(standby.lang)?;
    let signed = (standby.signature.as_str(), packed.as_ref());
    let receipt = leader::step_down(&app.shop, &standby.row, signed).await.spoken(standby.lang)?;
    let halted = receipt.stopped.iter().map(|it| Halted::of(it.node, it.seq, &it.why));
    let stopped = halted.collect();
    Ok(Json(Taken { acked_through: receipt.through, added: receipt.added, stopped }))
}

/// A laptop that was followed is back. It has no token of this machine, and proves that it knows
/// the one by which this machine was known there.
async fn heir(
    Open(lang): Open,
    State(app): State<App>,
    Path(node): Path<NodeId>,
    input: Input<Returning>,
) -> Result<Json<Heir>, Problem> {
    let asked = (node, input.read(lang)?);
    let heir = returning::answer(&app.shop, &app.standbys, asked).await.spoken(lang)?;
    app.follower.wake();
    Ok(Json(heir))
}

/// A standby that is on the list, and speaks for itself.
fn listed(standby: &Standby, node: NodeId) -> Result<(), Problem> {
    own(standby, node)?;
    if standby.row.gone_ms > 0 { Err(Problem(leader::unknown(), standby.lang)) } else { Ok(()) }
}

/// A standby speaks for itself alone.
fn own(standby: &Standby, node: NodeId) -> Result<(), Problem> {
    let say = || Say::new("Mã này là của máy khác", "This token is another machine’s");
    let fits = standby.row.node == node;
    if fits { Ok(()) } else { Err(Problem(Refusal::Forbidden(say()), standby.lang)) }
}
