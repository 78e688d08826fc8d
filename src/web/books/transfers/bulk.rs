//! All transfers that wait at a fair or a booth confirmed at once: somebody has compared the bank's
//! statement with what the page showed. Each is an event of its own under that person's name, and
//! so is taking the word back.

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
        store::{self, Transfer, TransferFilter, Waiting},
    },
    web::{
        books::transfers::{Scope, TransfersQuery, look, whose},
        http::{app::App, guard::Caller, problem::Spoken, route::post},
        office::fairs::settings::find,
        ui::{
            answer::{Shown, again, change_all, saved},
            form::{self, Form},
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

/// How often those that wait are read again because somebody else settled one of them meanwhile.
const TRIES: usize = 10;

/// The button that confirms all that wait; it asks first, and sends what was seen.
pub fn draw(asked: &TransfersQuery, waiting: &Waiting, lang: Lang) -> Markup {
    let (count, amount) = (group(waiting.count), Money(waiting.amount).text());
    html! {
        @if waiting.count > 0 {
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
                    input type="hidden" name="upto" value=(waiting.newest);
                    input type="hidden" name="count" value=(waiting.count);
                    input type="hidden" name="amount" value=(waiting.amount);
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
    mut form: Form,
) -> Shown {
    let lang = scope.caller.lang;
    scope.settles()?;
    let code = whose(&app, scope.own, &asked.fair).await.spoken(lang)?;
    let fair = find(&app, &scope.caller, &code).await?.id;
    match confirm_seen(&app, &scope, fair, &form).await {
        Ok(()) => saved(&asked.path(Standing::Confirmed.as_str())),
        Err(refusal) => {
            form.refuse_at("", &refusal);
            let seen = look(&app, &scope, asked).await?;
            again(&form, super::draw(&scope.caller, &seen, &form))
        }
    }
}

/// Confirms what the person saw and compared, and nothing that came or was settled since.
async fn confirm_seen(app: &App, scope: &Scope, fair: i64, form: &Form) -> Result<(), Refusal> {
    let sent = |name: &str| form.get(name).parse::<i64>().unwrap_or_default();
    let seen = Waiting { count: sent("count"), amount: sent("amount"), newest: sent("upto") };
    let booth = scope.own.map(|booth| booth.bytes());
    let mut db = app.shop.read().await?;
    let waiting = store::waiting(&mut db, fair, booth.as_deref(), seen.newest).await?;
    drop(db);
    if waiting != seen || waiting.count == 0 {
        return Err(Refusal::malformed(
            "count",
            "Danh sách đã đổi từ lúc bạn xem. Hãy so lại với sao kê rồi xác nhận",
            "The list has changed since you saw it. Compare it again, then confirm",
        ));
    }
    // Once begun it goes on, though the browser should not wait for the answer.
    let work = confirm(app.clone(), scope.caller.clone(), (fair, booth), seen.newest);
    tokio::spawn(work).await.map_err(|error| Refusal::Failed(error.to_string()))?
}

/// Confirms what waits up to a step, the newest first, a hundred at a time.
async fn confirm(
    app: App,
    caller: Caller,
    (fair, booth): (i64, Option<Vec<u8>>),
    upto: i64,
) -> Result<(), Refusal> {
    let (mut before, mut tries) = (upto.saturating_add(1), 0);
    loop {
        let wanted = TransferFilter {
            fair,
            booth: booth.as_deref(),
            state: Some(Standing::Claimed.as_str()),
            unsold: false,
            before,
        };
        let mut db = app.shop.read().await?;
        let rows = store::transfers(&mut db, wanted, TOGETHER).await?;
        drop(db);
        let Some(last) = rows.last() else { return Ok(()) };
        let steps = rows.iter().map(|row| Command::Payment(step(&app, row, Standing::Confirmed)));
        match change_all(&app, &caller, steps).await {
            Ok(()) => before = last.id,
            Err(Refusal::Conflict(_)) if tries < TRIES => tries += 1,
            Err(refusal) => return Err(refusal),
        }
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
