//! A manager's word for one sale or refund, given by PIN at the device. It is bound to the booth,
//! to the uid of what is still to come and to the sum that the screen said, so it can be used for
//! that and for nothing else, however often that is sent again. No PIN hash leaves the laptop:
//! without the laptop there is no approval.

use crate::{
    base::{
        clock::Ms,
        id::{BoothId, PersonId, SaleId},
        lang::Say,
        money::Money,
        refusal::Refusal,
    },
    sale::Approval,
    staff::{
        Role,
        access::{self, Kind},
        store,
    },
    web::{
        device::sign_in,
        http::{
            app::App,
            guard::{AtBooth, Caller, Changer},
            problem::{Problem, Spoken},
            route::post,
            submit::Input,
        },
    },
};
use axum::{Json, Router, extract::State, http::StatusCode};
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
struct ApprovalRequest {
    subject: SaleId,
    what: String,
    person: PersonId,
    pin: String,
    /// At most this many đồng; a page of an older program does not say.
    most: Option<i64>,
}

async fn approve(
    AtBooth { caller, booth }: AtBooth,
    _: Changer,
    State(app): State<App>,
    input: Input<ApprovalRequest>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
    let what: What = input.what.parse().map_err(Refusal::from).spoken(lang)?;
    let row = by_pin(&app, &caller, booth, input.person, &input.pin).await.spoken(lang)?;
    let (subject, person, now) = (input.subject.bytes(), row.uid, app.shop.clock.now());
    let (word, booth, most) = (what.as_str(), booth.bytes(), input.most);
    let work = app.shop.desk.local(move |db| {
        Box::pin(async move {
            access::store::prune_approvals(db, Ms(now.0 - access::APPROVAL)).await?;
            let about = (subject.as_slice(), word, booth.as_slice());
            access::store::add_approval(db, about, (&person, most), now).await
        })
    });
    work.await.spoken(lang)?;
    let given = json!({"subject": input.subject, "what": word, "by": row.name});
    Ok((StatusCode::CREATED, Json(given)))
}

/// The booth's manager whose PIN was typed on the caller's device.
pub async fn by_pin(
    app: &App,
    caller: &Caller,
    booth: BoothId,
    person: PersonId,
    pin: &str,
) -> Result<store::PersonRow, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let row = store::person(&mut db, &person.bytes()).await?;
    drop(db);
    let row = row.filter(|row| approves(row, booth)).ok_or_else(no_manager)?;
    let place = sign_in::place(caller)?;
    sign_in::check(app, Kind::Pin, (&row.uid, place), pin).await.map_err(wrong)?;
    Ok(row)
}

/// Whether a person's PIN counts at a booth: its manager's. An organiser has a password, which is
/// not typed where a fair's guests look on.
fn approves(row: &store::PersonRow, booth: BoothId) -> bool {
    let own = row.booth.as_deref() == Some(booth.bytes().as_slice());
    row.active == 1 && row.role() == Some(Role::Manager) && own
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

/// The manager's word for `what` of this sale or refund, given at this booth.
pub async fn approval_for(
    app: &App,
    subject: SaleId,
    what: What,
    booth: BoothId,
) -> Result<Option<Approval>, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let (subject, booth) = (subject.bytes(), booth.bytes());
    let row = access::store::approval(&mut db, &subject, what.as_str(), &booth).await?;
    Ok(row.map(|(by, most)| Approval { by, most: most.map(Money) }))
}
