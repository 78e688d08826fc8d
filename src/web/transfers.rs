//! Transfers of a fair: what the bank has confirmed, what it has not, and saying so.

use super::{
    app::App,
    fairs,
    guard::Caller,
    problem::{Problem, Spoken},
    screen::{Shown, again, change, part, shown, to},
    till::hex_uid,
    ui::{form::Form, page},
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, CommandId, RequestId},
        lang::{Lang, Say},
        money::Money,
        refusal::Refusal,
    },
    desk::command::Command,
    fair::store as fair_store,
    payment::{
        bank,
        event::{Method, State as Standing, Step},
        store::{self, Transfer},
    },
    sale::paid::store::{self as paid, NotedRow},
    staff::Role,
};
use axum::{
    Router,
    extract::{Query, State},
    routing::get,
};
use maud::{Markup, html};
use serde::Deserialize;

/// Routes of transfers as a page.
pub fn router() -> Router<App> {
    Router::new().route("/transfers", get(list).post(settle))
}

/// Transfers looked at, the newest.
const LIMIT: i64 = 500;

#[derive(Deserialize)]
struct Asked {
    fair: Option<String>,
}

/// The transfers a caller may see: a whole fair's for those who oversee it, else one's booth's.
struct Seen {
    fair: String,
    name: String,
    rows: Vec<Transfer>,
    /// What was taken by cards and wallets, which no bank file of ours can confirm.
    noted: Vec<NotedRow>,
}

async fn list(State(app): State<App>, caller: Caller, Query(asked): Query<Asked>) -> Shown {
    let seen = look(&app, &caller, asked.fair.as_deref()).await?;
    shown(draw(&caller, &seen, &Form::default()))
}

async fn look(app: &App, caller: &Caller, fair: Option<&str>) -> Result<Seen, Problem> {
    let lang = caller.lang;
    let own = match caller.overseer() {
        Ok(_) => None,
        Err(_) => {
            let booth = caller.signed_in()?.booth.ok_or_else(|| caller.refuse())?;
            caller.manages(booth)?;
            Some(booth)
        }
    };
    let none = || Refusal::NotFound(Say::new("Không có gian hàng này", "No such booth"));
    let code = match own {
        None => fair.unwrap_or_default().to_owned(),
        Some(booth) => {
            let mut db = app.shop.read().await.spoken(lang)?;
            let row = fair_store::booth(&mut db, &booth.bytes()).await.spoken(lang)?;
            row.ok_or_else(none).spoken(lang)?.fair_code
        }
    };
    let fair = fairs::find(app, caller, &code).await?;
    let mut db = app.shop.read().await.spoken(lang)?;
    let mut rows = store::transfers(&mut db, fair.id, LIMIT).await.spoken(lang)?;
    rows.retain(|row| own.is_none_or(|booth| booth.bytes() == row.booth));
    let mut noted = paid::noted(&mut db, fair.id, LIMIT).await.spoken(lang)?;
    noted.retain(|row| own.is_none_or(|booth| booth.bytes() == row.booth));
    Ok(Seen { fair: fair.code, name: fair.name, rows, noted })
}

fn draw(caller: &Caller, seen: &Seen, form: &Form) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Chuyển khoản", "Transfers");
    let open = seen.rows.iter().filter(|row| row.state == Standing::Claimed.as_str()).count();
    let body = html! {
        div class="page-head" {
            div {
                h1 { (title) }
                p class="sub" {
                    (seen.name) " · " (open)
                    (lang.say(" khoản chờ ngân hàng xác nhận", " awaiting the bank"))
                }
            }
        }
        (form.error("", lang))
        @if seen.rows.is_empty() {
            p class="empty" {
                (lang.say("Chưa có chuyển khoản. Khách trả bằng VietQR sẽ hiện ở đây.",
                    "No transfers yet. Payments by VietQR appear here."))
            }
        } @else { (table(caller, seen)) }
        (noted(&seen.noted, lang))
    };
    page::page(caller, "/transfers", title, body)
}

fn table(caller: &Caller, seen: &Seen) -> Markup {
    let lang = caller.lang;
    html! {
        div class="table-wrap" {
            table class="table" {
                thead { tr {
                    th { (lang.say("Mã", "Reference")) }
                    th { (lang.say("Gian", "Booth")) }
                    th { (lang.say("Tài khoản", "Account")) }
                    th { (lang.say("Lúc", "Time")) }
                    th { (lang.say("Tình trạng", "State")) }
                    th { (lang.say("Ai ghi", "By")) }
                    th class="num" { (lang.say("Số tiền", "Amount")) }
                    th {}
                } }
                tbody {
                    @for row in &seen.rows {
                        tr {
                            th { (row.reference) }
                            td { (row.booth_code) }
                            td { (account(&row.account)) }
                            td { (Ms(row.at_ms).text()) }
                            td { (state(&row.state, lang)) }
                            td { (by(&row.actor, lang)) }
                            td class="num" { (Money(row.amount).text()) }
                            td { @if caller.manages(BoothId::of_bytes(&row.booth)).is_ok() {
                                (steps(row, &seen.fair, lang))
                            } }
                        }
                    }
                }
            }
        }
    }
}

/// Payments by card and wallet with what was typed beside them, to be compared with the bank's
/// machine or the wallet's own list.
fn noted(rows: &[NotedRow], lang: Lang) -> Markup {
    html! {
        @if !rows.is_empty() {
            h2 { (lang.say("Thẻ và ví điện tử", "Cards and wallets")) }
            div class="table-wrap" {
                table class="table" {
                    thead { tr {
                        th { (lang.say("Phiếu", "Sale")) }
                        th { (lang.say("Gian", "Booth")) }
                        th { (lang.say("Cách trả", "Method")) }
                        th { (lang.say("Mã giao dịch", "Transaction no.")) }
                        th { (lang.say("Lúc", "Time")) }
                        th { (lang.say("Ai ghi", "By")) }
                        th class="num" { (lang.say("Số tiền", "Amount")) }
                    } }
                    tbody { @for row in rows { tr {
                        th { a href={ "/sales/" (hex_uid(&row.uid)) } { (row.receipt_no) } }
                        td { (row.booth_code) }
                        td { (row.method.parse::<Method>()
                            .map_or(row.method.as_str(), |it| it.label(lang))) }
                        td { (row.reference.as_deref().unwrap_or("–")) }
                        td { (Ms(row.paid_ms).text()) }
                        td { (row.seller) }
                        td class="num" { (Money(row.amount).text()) }
                    } } }
                }
            }
        }
    }
}

/// `Vietcombank 0123456789`, from the BIN, a slash, and the number.
fn account(text: &str) -> String {
    let (bin, number) = text.split_once('/').unwrap_or(("", text));
    let name = bank::by_bin(bin).map(|bank| bank.short_name.as_str()).unwrap_or(bin);
    format!("{name} {number}")
}

/// Who did it: the journal keeps `Lan (seller)`, people read `Lan (Nhân viên bán hàng)`.
pub fn by(actor: &str, lang: Lang) -> String {
    let known = actor.strip_suffix(')').and_then(|text| {
        let (name, role) = text.rsplit_once(" (")?;
        Some((name, role.parse::<Role>().ok()?))
    });
    match known {
        Some((name, role)) => format!("{name} ({})", role.label(lang)),
        None => actor.to_owned(),
    }
}

/// Where a transfer stands, as a small label.
pub fn state(word: &str, lang: Lang) -> Markup {
    let Ok(state) = word.parse::<Standing>() else { return html! { (word) } };
    let class = match state {
        Standing::Requested | Standing::Claimed => "tag wait",
        Standing::Confirmed => "tag good",
        Standing::Missing => "tag stop",
        Standing::Withdrawn => "tag",
    };
    html! { span class=(class) { (state.label(lang)) } }
}

fn steps(row: &Transfer, fair: &str, lang: Lang) -> Markup {
    let (confirm, miss) = match row.state.parse() {
        Ok(Standing::Claimed) => (true, true),
        Ok(Standing::Missing | Standing::Requested) => (true, false),
        _ => (false, false),
    };
    html! {
        @if confirm {
            form class="actions" method="post" action={ "/transfers?fair=" (part(fair)) } {
                input type="hidden" name="booth" value=(hex_uid(&row.booth));
                input type="hidden" name="reference" value=(row.reference);
                button name="state" value=(Standing::Confirmed.as_str()) {
                    (lang.say("Đã thấy tiền", "Confirmed"))
                }
                @if miss {
                    button class="danger" name="state" value=(Standing::Missing.as_str()) {
                        (lang.say("Không thấy", "Missing"))
                    }
                }
            }
        }
    }
}

async fn settle(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
    mut form: Form,
) -> Shown {
    let booth: BoothId = form.uid("booth").unwrap_or_default();
    caller.manages(booth)?;
    let back = format!("/transfers?fair={}", part(asked.fair.as_deref().unwrap_or_default()));
    match step(&app, &caller, booth, &mut form).await {
        Ok(()) => to(&back),
        Err(refusal) => {
            form.wrong("", refusal.say());
            let seen = look(&app, &caller, asked.fair.as_deref()).await?;
            again(draw(&caller, &seen, &form))
        }
    }
}

/// A person says what the bank's notice or file shows.
async fn step(app: &App, caller: &Caller, booth: BoothId, form: &mut Form) -> Result<(), Refusal> {
    let state: Standing = form.get("state").parse()?;
    if !matches!(state, Standing::Confirmed | Standing::Missing) {
        return Err(Say::new("Hãy chọn lại", "Please choose again").into());
    }
    let mut db = app.shop.read().await?;
    let row = store::by_reference(&mut db, &booth.bytes(), form.get("reference")).await?;
    drop(db);
    let none = || Refusal::NotFound(Say::new("Không có mã này", "No such reference"));
    let row = row.ok_or_else(none)?;
    let at = app.shop.clock.now();
    let uid = app.shop.chance.uid(at);
    let request = row.request.as_deref().map(RequestId::of_bytes).unwrap_or(RequestId(uid));
    let step = Step {
        uid: CommandId(uid),
        request,
        booth,
        state,
        reference: row.reference,
        amount: Money(row.amount),
        at,
    };
    change(app, caller, Command::Payment(step)).await.map(drop)
}
