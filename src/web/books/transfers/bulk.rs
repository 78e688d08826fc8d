//! Many transfers confirmed at once by the filter on the page: somebody has compared the bank's
//! statement with the whole list. Each is an event of its own under that person's name, and so is
//! taking the word back.

use crate::{
    base::{
        id::{BoothId, CommandId, RequestId},
        lang::{Lang, Say},
        money::{Money, group},
        refusal::Refusal,
    },
    desk::command::Command,
    payment::{
        event::{State as Standing, Step},
        store::{self, Transfer, TransferFilter},
    },
    web::{
        books::transfers::{Scope, TransfersQuery, whose},
        http::{app::App, guard::Caller, problem::Spoken, route::post},
        office::fairs::settings::find,
        ui::{
            answer::{Shown, change_all, saved},
            form,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};

/// The route of confirming all.
pub fn router() -> Router<App> {
    Router::new().route("/transfers/all", post(confirm_all))
}

/// Transfers confirmed in one transaction; the writer turns to the sales that wait in between.
const TOGETHER: i64 = 100;

/// The button that confirms all that wait; it asks first.
pub fn draw(asked: &TransfersQuery, waiting: (i64, i64), lang: Lang) -> Markup {
    let (count, amount) = (group(waiting.0), Money(waiting.1).text());
    html! {
        @if waiting.0 > 0 {
            (form::asked(
                html! { (lang.say("Xác nhận cả ", "Confirm all ")) (count) "…" },
                html! { p {
                    (lang.say("Sao kê của ngân hàng có đủ ", "Does the bank’s statement show all "))
                    b { (count) " · " (amount) }
                    (lang.say("? Từng khoản ghi “xác nhận bằng tay” cùng tên bạn; khoản nào sai \
                        thì rút lại từng khoản.",
                        "? Each is noted as confirmed by hand under your name; a wrong one is \
                         taken back by itself."))
                } },
                html! { form method="post" action=(asked.all_path()) {
                    button { (lang.say("Đã thấy đủ tiền", "All of it is there")) }
                } },
            ))
        }
    }
}

async fn confirm_all(
    scope: Scope,
    State(app): State<App>,
    Query(asked): Query<TransfersQuery>,
) -> Shown {
    let lang = scope.caller.lang;
    scope.settles()?;
    let code = whose(&app, scope.own, &asked.fair).await.spoken(lang)?;
    let fair = find(&app, &scope.caller, &code).await?;
    let booth = scope.own.map(|booth| booth.bytes());
    confirm(&app, &scope.caller, fair.id, booth.as_deref()).await.spoken(lang)?;
    saved(&asked.path(Standing::Confirmed.as_str()))
}

/// Confirms what waits, the newest first, a hundred at a time. What somebody else settled meanwhile
/// is no longer among those that wait.
async fn confirm(
    app: &App,
    caller: &Caller,
    fair: i64,
    booth: Option<&[u8]>,
) -> Result<(), Refusal> {
    let mut before = i64::MAX;
    loop {
        let wanted = TransferFilter {
            fair,
            booth,
            state: Some(Standing::Claimed.as_str()),
            unsold: false,
            before,
        };
        let mut db = app.shop.read().await?;
        let rows = store::transfers(&mut db, wanted, TOGETHER).await?;
        drop(db);
        let Some(last) = rows.last() else { return Ok(()) };
        before = last.id;
        let steps = rows.iter().map(|row| Command::Payment(step(app, row, Standing::Confirmed)));
        change_all(app, caller, steps).await?;
    }
}

/// A step of a transfer that a person takes by what the bank's notice or file shows.
pub fn step(app: &App, row: &Transfer, state: Standing) -> Step {
    let at = app.shop.clock.now();
    let uid = app.shop.chance.uid(at);
    let request = row.request.as_deref().map(RequestId::of_bytes).unwrap_or(RequestId(uid));
    Step {
        uid: CommandId(uid),
        request,
        booth: BoothId::of_bytes(&row.booth),
        state,
        reference: row.reference.clone(),
        amount: Money(row.amount),
        at,
    }
}

/// Which states a person may give a transfer: what the bank shows, or that the word is taken back.
pub fn chosen(word: &str) -> Result<Standing, Refusal> {
    let state: Standing = word.parse()?;
    match state {
        Standing::Confirmed | Standing::Missing | Standing::Claimed => Ok(state),
        _ => Err(Say::new("Hãy chọn lại", "Please choose again").into()),
    }
}
