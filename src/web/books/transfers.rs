//! Transfers of a fair: what the bank has confirmed, what it has not, and saying so.

pub use crate::staff::actor::spoken as by;
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, hex_uid},
        lang::{Lang, Say},
        money::{Money, group},
        refusal::Refusal,
    },
    desk::command::Command,
    fair::store::{self as fair_store, BoothRow, FairRow},
    payment::{
        bank,
        event::State as Standing,
        store::{self, Transfer, TransferFilter, Waiting},
    },
    sale::tenders::store::{CardPaymentRow, noted as noted_of},
    web::{
        books::cards_and_wallets,
        http::{
            app::App,
            guard::{Caller, Guard, Refused, SignedIn},
            problem::{Problem, Spoken, no_booth},
            route::{get, post},
        },
        office::fairs::settings,
        ui::{
            answer::{Shown, again, change, part, saved, shown},
            form::{self, Form},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{FromRequestParts, Query, State},
    http::request::Parts,
};
use maud::{Markup, html};
use serde::Deserialize;

mod bulk;

/// Routes of transfers as a page.
pub fn router() -> Router<App> {
    Router::new().merge(bulk::router()).route("/transfers", get(list).merge(post(settle)))
}

/// Transfers on a page.
const PAGE: i64 = 100;

/// The list of money that the bank has seen and that no sale has claimed.
const UNSOLD: &str = "unsold";

#[derive(Debug, Clone, Default, Deserialize)]
struct TransfersQuery {
    #[serde(default)]
    fair: String,
    #[serde(default)]
    state: String,
    before: Option<i64>,
}

impl TransfersQuery {
    /// Where all that waits is confirmed.
    fn all_path(&self) -> String {
        format!("/transfers/all?fair={}", part(&self.fair))
    }

    /// The address of the same list in another state, from its first page.
    fn path(&self, state: &str) -> String {
        match state {
            "" => format!("/transfers?fair={}", part(&self.fair)),
            state => format!("/transfers?fair={}&state={state}", part(&self.fair)),
        }
    }
}

/// Someone who may see transfers: a whole fair's for those who oversee it, those of the own booth
/// for its manager.
struct Scope {
    caller: Caller,
    own: Option<BoothId>,
}

impl Scope {
    /// Whether this caller may say what the bank shows of all transfers here.
    fn settles(&self) -> Result<(), Problem> {
        match self.own {
            Some(booth) => self.caller.manages(booth).map(drop),
            None => self.caller.organiser().map(drop),
        }
    }
}

impl Guard for Scope {}

impl FromRequestParts<App> for Scope {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Scope, Refused> {
        let SignedIn { caller, person } = SignedIn::from_request_parts(parts, app).await?;
        if caller.overseer().is_ok() {
            return Ok(Scope { caller, own: None });
        }
        let booth = person.booth.ok_or_else(|| caller.refuse())?;
        caller.manages(booth)?;
        Ok(Scope { caller, own: Some(booth) })
    }
}

/// The transfers that a caller sees.
struct TransferList {
    asked: TransfersQuery,
    fair: FairRow,
    own: Option<BoothRow>,
    waiting: Waiting,
    rows: Vec<Transfer>,
    /// What was taken by cards and wallets, which no bank file of ours can confirm.
    noted: Vec<CardPaymentRow>,
}

async fn list(scope: Scope, State(app): State<App>, Query(asked): Query<TransfersQuery>) -> Shown {
    let seen = look(&app, &scope, asked).await?;
    shown(draw(&scope.caller, &seen, &Form::default()))
}

async fn look(
    app: &App,
    scope: &Scope,
    mut asked: TransfersQuery,
) -> Result<TransferList, Problem> {
    let (lang, own) = (scope.caller.lang, scope.own);
    asked.fair = whose(app, own, &asked.fair).await.spoken(lang)?;
    let unsold = asked.state == UNSOLD;
    if !unsold {
        let known = asked.state.parse::<Standing>();
        asked.state = known.map_or_else(|_| String::new(), |it| it.as_str().into());
    }
    let fair = settings::find(app, &scope.caller, &asked.fair).await?;
    let booth = own.map(|booth| booth.bytes());
    let of_state = if unsold { Standing::Confirmed.as_str() } else { &asked.state };
    let wanted = TransferFilter {
        fair: fair.id,
        booth: booth.as_deref(),
        state: Some(of_state).filter(|state| !state.is_empty()),
        unsold,
        before: asked.before.unwrap_or(i64::MAX),
    };
    let mut db = app.shop.read().await.spoken(lang)?;
    let rows = store::transfers(&mut db, wanted, PAGE).await.spoken(lang)?;
    let waiting =
        store::waiting(&mut db, fair.id, booth.as_deref(), i64::MAX).await.spoken(lang)?;
    let noted = noted_of(&mut db, fair.id, booth.as_deref()).await.spoken(lang)?;
    let own = match &booth {
        Some(booth) => fair_store::booth(&mut db, booth).await.spoken(lang)?,
        None => None,
    };
    Ok(TransferList { asked, fair, own, waiting, rows, noted })
}

/// The fair meant: one's booth's, else the one named, else the latest that has begun.
async fn whose(app: &App, own: Option<BoothId>, named: &str) -> Result<String, Refusal> {
    let mut db = app.shop.read().await?;
    if let Some(booth) = own {
        let row = fair_store::booth(&mut db, &booth.bytes()).await?;
        return row.map(|row| row.fair_code).ok_or_else(no_booth);
    }
    if !named.is_empty() {
        return Ok(named.to_owned());
    }
    let today = app.shop.clock.now().date().to_string();
    let fairs = fair_store::fairs(&mut db).await?;
    let mut used = fairs.iter().filter(|fair| fair.closed == 0);
    let begun = used.find(|fair| fair.starts_on <= today).or(fairs.last());
    Ok(begun.map(|fair| fair.code.clone()).unwrap_or_default())
}

fn draw(caller: &Caller, seen: &TransferList, form: &Form) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Chuyển khoản", "Transfers");
    let may_settle = caller.organiser().is_ok() || seen.own.is_some();
    let body = html! {
        (frame(caller, seen))
        h2 {
            (title) " · " (group(seen.waiting.count))
            (lang.say(" khoản chờ ngân hàng xác nhận", " awaiting the bank"))
        }
        (states(&seen.asked, lang))
        @if may_settle { (bulk::draw(&seen.asked, &seen.waiting, lang)) }
        (form.error("", lang))
        @if seen.rows.is_empty() {
            p class="empty" {
                (lang.say("Không có chuyển khoản nào. Khách trả bằng VietQR sẽ hiện ở đây.",
                    "No transfers. Payments by VietQR appear here."))
            }
        } @else { (table(caller, seen)) }
        @if let Some(last) = seen.rows.last().filter(|_| seen.rows.len() as i64 == PAGE) {
            p { a class="button" href={
                (seen.asked.path(&seen.asked.state)) "&before=" (last.id)
            } { (lang.say("Các khoản cũ hơn", "Older transfers")) } }
        }
        (cards_and_wallets::table(&seen.noted, lang))
    };
    page::page(caller, "/transfers", title, body)
}

/// The frame of the fair, or of the own booth.
fn frame(caller: &Caller, seen: &TransferList) -> Markup {
    match &seen.own {
        Some(booth) => place::booth(caller, booth, "transfers", html! {}),
        None => place::fair(caller, &seen.fair, "transfers", html! {}),
    }
}

/// All, or those of one state.
fn states(asked: &TransfersQuery, lang: Lang) -> Markup {
    let all = std::iter::once(("", lang.say("Tất cả", "All")));
    let each = Standing::ALL.iter().map(|state| (state.as_str(), state.label(lang)));
    html! {
        nav class="chips wrap" aria-label=(lang.say("Tình trạng", "State")) {
            @for (word, label) in all.chain(each).chain([(UNSOLD, unsold(lang))]) {
                a class="button" href=(asked.path(word))
                    aria-current=[(asked.state == word).then_some("true")] { (label) }
            }
        }
    }
}

/// Such money is the customer's: a sale is rung up for it, or it is given back.
fn unsold(lang: Lang) -> &'static str {
    lang.say("Tiền về, chưa có phiếu", "Money without a sale")
}

fn table(caller: &Caller, seen: &TransferList) -> Markup {
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
                            td {
                                (state(&row.state, lang))
                                @if row.state == Standing::Confirmed.as_str() && !row.claimed {
                                    " " span class="tag stop" { (unsold(lang)) }
                                }
                            }
                            td { (by(&row.actor, lang)) }
                            td class="num" { (Money(row.amount).text()) }
                            td { @if caller.manages(BoothId::of_bytes(&row.booth)).is_ok() {
                                (steps(row, &seen.asked, lang))
                            } }
                        }
                    }
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

fn steps(row: &Transfer, asked: &TransfersQuery, lang: Lang) -> Markup {
    let state = row.state.parse();
    html! {
        @match state {
            Ok(Standing::Claimed) => (compared(row, asked, true, lang)),
            Ok(Standing::Missing | Standing::Requested | Standing::Withdrawn) => {
                (compared(row, asked, false, lang))
            }
            Ok(Standing::Confirmed) if row.claimed => (take_back(row, asked, lang)),
            _ => {}
        }
    }
}

/// What the bank's statement shows of one transfer; `miss` where it may show nothing.
fn compared(row: &Transfer, asked: &TransfersQuery, miss: bool, lang: Lang) -> Markup {
    form::asked(
        html! {
            (lang.say("Đối chiếu…", "Compare…"))
            span class="hidden-words" { " " (row.reference) }
        },
        html! { p {
            (lang.say("Sao kê của ngân hàng có ", "Does the bank’s statement show "))
            b { (Money(row.amount).text()) " · " (row.reference) }
            (lang.say(" không? Lời này vào sổ cùng tên bạn.",
                "? What you say goes into the book under your name."))
        } },
        html! { (said(row, asked, html! {
            button name="state" value=(Standing::Confirmed.as_str()) {
                (lang.say("Đã thấy tiền", "Confirmed"))
            }
            @if miss {
                button class="danger" name="state" value=(Standing::Missing.as_str()) {
                    (lang.say("Không thấy", "Missing"))
                }
            }
        })) },
    )
}

/// A word about the bank that was wrong is taken back by another: both stand in the book.
fn take_back(row: &Transfer, asked: &TransfersQuery, lang: Lang) -> Markup {
    form::asked(
        html! {
            (lang.say("Rút lại…", "Take back…"))
            span class="hidden-words" { " " (row.reference) }
        },
        html! { p { (lang.say(
            "Khoản này chờ ngân hàng xác nhận trở lại; lời cũ vẫn còn trong sổ.",
            "It awaits the bank again; what was said before stays in the book.",
        )) } },
        said(
            row,
            asked,
            html! {
                button name="state" value=(Standing::Claimed.as_str()) {
                    (lang.say("Rút lại xác nhận", "Take the confirmation back"))
                }
            },
        ),
    )
}

fn said(row: &Transfer, asked: &TransfersQuery, buttons: Markup) -> Markup {
    html! {
        form class="actions" method="post" action=(asked.path(&asked.state)) {
            input type="hidden" name="booth" value=(hex_uid(&row.booth));
            input type="hidden" name="reference" value=(row.reference);
            (buttons)
        }
    }
}

async fn settle(
    scope: Scope,
    State(app): State<App>,
    Query(asked): Query<TransfersQuery>,
    mut form: Form,
) -> Shown {
    let booth: BoothId = form.uid("booth").unwrap_or_default();
    scope.caller.manages(booth)?;
    let back = asked.path(&asked.state);
    match step(&app, &scope.caller, booth, &mut form).await {
        Ok(()) => saved(&back),
        Err(refusal) => {
            form.refuse_at("", &refusal);
            let seen = look(&app, &scope, asked).await?;
            again(&form, draw(&scope.caller, &seen, &form))
        }
    }
}

/// A person says what the bank's notice or file shows.
async fn step(app: &App, caller: &Caller, booth: BoothId, form: &mut Form) -> Result<(), Refusal> {
    let state = bulk::chosen(form.get("state"))?;
    let mut db = app.shop.read().await?;
    let row = store::by_reference(&mut db, &booth.bytes(), form.get("reference")).await?;
    drop(db);
    let none = || Refusal::NotFound(Say::new("Không có mã này", "No such reference"));
    let row = row.ok_or_else(none)?;
    let step = bulk::step(app, &row, state);
    change(app, caller, Command::Payment(step)).await.map(drop)
}
