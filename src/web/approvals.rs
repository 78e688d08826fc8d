//! A manager's word for one sale or refund, given by PIN at the device. It is bound to the uid of
//! what is still to come, so it can be used for that and for nothing else, however often that is
//! sent again. No PIN hash leaves the laptop: without the laptop there is no approval.

use super::{
    app::App,
    guard::Caller,
    problem::{Problem, Spoken},
    sales::unreadable,
    sign_in,
};
use crate::{
    base::{
        clock::Ms,
        id::{PersonId, SaleId},
        lang::Say,
        refusal::Refusal,
    },
    staff::{Role, access, store},
};
use axum::{
    Json, Router,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    routing::post,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Route of approvals.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/approvals", post(approve))
}

crate::words! {
    /// What a manager approves.
    What {
        /// A discount beyond the seller's limit.
        Discount = "discount", "Giảm giá", "Discount";
        /// A refund beyond the seller's limit or of another's sale.
        Refund = "refund", "Trả hàng", "Refund";
    }
}

#[derive(Deserialize)]
struct Approval {
    subject: SaleId,
    what: String,
    person: PersonId,
    pin: String,
}

async fn approve(
    State(app): State<App>,
    caller: Caller,
    input: Result<Json<Approval>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let booth = caller.booth()?;
    caller.changes()?;
    let Json(input) = input.map_err(|error| unreadable(&error)).spoken(lang)?;
    let what: What = input.what.parse().map_err(Refusal::from).spoken(lang)?;
    let mut db = app.shop.read().await.spoken(lang)?;
    let row = store::person(&mut db, &input.person.bytes()).await.spoken(lang)?;
    drop(db);
    let manager = |row: &store::PersonRow| {
        row.active == 1
            && row.role.parse() == Ok(Role::Manager)
            && row.booth.as_deref() == Some(booth.bytes().as_slice())
    };
    let row = row.filter(manager).ok_or_else(no_manager).spoken(lang)?;
    let place = caller.device_uid();
    sign_in::check(&app, &row.uid, Some(&place), &input.pin).await.map_err(wrong).spoken(lang)?;
    let (subject, person, now) = (input.subject.bytes(), row.uid, app.shop.clock.now());
    let word = what.as_str();
    let work = app.shop.desk.local(move |db| {
        Box::pin(async move {
            access::store::prune_approvals(db, Ms(now.0 - access::APPROVAL)).await?;
            access::store::add_approval(db, &subject, word, &person, now).await
        })
    });
    work.await.spoken(lang)?;
    let given = json!({"subject": input.subject, "what": word, "by": row.name});
    Ok((StatusCode::CREATED, Json(given)))
}

fn no_manager() -> Refusal {
    Refusal::Forbidden(Say::new(
        "Người này không phải chủ gian hàng",
        "This person is not the booth's manager",
    ))
}

/// A wrong PIN here must not read as "sign in again": the seller is signed in.
fn wrong(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::SignIn(say) => Refusal::Forbidden(say),
        other => other,
    }
}

/// The name of the manager who approved `what` of this sale or refund.
pub async fn approver(app: &App, subject: SaleId, what: What) -> Result<Option<String>, Refusal> {
    let mut db = app.shop.read().await?;
    Ok(access::store::approver(&mut db, &subject.bytes(), what.as_str()).await?)
}
