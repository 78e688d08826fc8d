//! Printers: setting them up, which booth prints where, the jobs and what became of them.

use super::{
    app::App,
    guard::Caller,
    problem::{Problem, Spoken},
    receipt_address::{self, Wrong},
    ui::page::{page, refused},
};
use crate::{
    base::{
        id::{BoothId, JobId, PrinterId},
        lang::Lang,
        refusal::Refusal,
    },
    fair::store as fairs,
    print::{
        block::Width,
        job::{Job, Purpose, State as Printing},
        printer::{BANDS, NewPrinter, Printer},
        store,
    },
};
use axum::{
    Form, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashMap;

/// Routes of printers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/printers", get(list).post(add))
        .route("/printers/{printer}/test", post(test))
        .route("/printers/booths/{booth}", post(map))
        .route("/printers/jobs/{job}/retry", post(retry))
}

/// A printer as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    name: String,
    target: String,
    width: u32,
    band: u8,
}

impl Typed {
    fn parse(&self) -> Result<NewPrinter, Refusal> {
        let paper = || Refusal::malformed("width", "Chọn khổ giấy", "Choose the paper");
        Ok(NewPrinter {
            name: crate::base::fold::tidy(&self.name),
            target: self.target.parse()?,
            width: Width::of_dots(self.width).ok_or_else(paper)?,
            band: self.band,
        })
    }
}

async fn list(State(app): State<App>, caller: Caller) -> Response {
    show(&app, &caller, &untyped(), None).await.unwrap_or_else(refused)
}

fn untyped() -> Typed {
    Typed { width: 576, band: 128, ..Typed::default() }
}

/// The page again, with an address for receipts that could not be taken.
pub async fn with_wrong_address(app: &App, caller: &Caller, wrong: Wrong) -> Response {
    let address = match receipt_address::load(app, Some(wrong)).await {
        Ok(address) => address,
        Err(refusal) => return refused(Problem(refusal, caller.lang)),
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    draw(app, caller, (&untyped(), None), &address, status).await.unwrap_or_else(refused)
}

async fn show(
    app: &App,
    caller: &Caller,
    typed: &Typed,
    error: Option<&str>,
) -> Result<Response, Problem> {
    caller.organiser()?;
    let address = receipt_address::load(app, None).await.spoken(caller.lang)?;
    let status = error.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    draw(app, caller, (typed, error), &address, status).await
}

async fn draw(
    app: &App,
    caller: &Caller,
    (typed, error): (&Typed, Option<&str>),
    address: &receipt_address::Shown,
    status: StatusCode,
) -> Result<Response, Problem> {
    let lang = caller.lang;
    let found = load(app).await.spoken(lang)?;
    let body = html! {
        div class="page-head" { h1 { (lang.say("Máy in", "Printers")) } }
        (printers(&found, lang))
        (add_form(typed, error, lang))
        (jobs(&found.jobs, lang))
        (booths(&found, lang))
        (receipt_address::card(address, lang))
    };
    let title = lang.say("Máy in", "Printers");
    Ok((status, page(caller, "/printers", title, body)).into_response())
}

struct Found {
    printers: Vec<Printer>,
    booths: Vec<(fairs::BoothRow, Option<PrinterId>)>,
    jobs: Vec<Job>,
}

async fn load(app: &App) -> Result<Found, Refusal> {
    let today = app.shop.clock.now().date().to_string();
    let mut db = app.shop.read().await?;
    let printers = store::printers(&mut db).await?;
    let jobs = store::jobs(&mut db, None, 50).await?;
    let mut booths = Vec::new();
    for fair in fairs::fairs(&mut db).await?.iter().filter(|fair| fair.runs_on(&today)).take(20) {
        for booth in fairs::booths(&mut db, fair.id).await? {
            let printer = store::printer_of(&mut db, BoothId::of_bytes(&booth.uid)).await?;
            booths.push((booth, printer.map(|printer| printer.uid)));
        }
    }
    Ok(Found { printers, booths, jobs })
}

fn printers(found: &Found, lang: Lang) -> Markup {
    html! {
        section class="card flush" {
            div class="table-wrap" { table class="table" {
                thead { tr {
                    th { (lang.say("Tên", "Name")) }
                    th { (lang.say("Địa chỉ", "Address")) }
                    th { (lang.say("Khổ giấy", "Paper")) }
                    th { (lang.say("Trạng thái", "Status")) }
                    th {}
                } }
                tbody { @for printer in &found.printers { tr {
                    td { (printer.name) }
                    td { (printer.target) }
                    td { (paper(printer.width)) }
                    td { (printer.answers.label(lang)) }
                    td { form method="post" action={ "/printers/" (printer.uid) "/test" } {
                        button class="button" { (lang.say("In thử", "Test page")) }
                    } }
                } } }
            } }
            @if found.printers.is_empty() {
                p class="empty" { (lang.say(
                    "Chưa có máy in. Nhập địa chỉ ghi ở đáy máy hoặc trên giấy tự kiểm tra.",
                    "No printer yet. Enter its address; the self-test slip names it.",
                )) }
            }
        }
    }
}

fn paper(width: Width) -> &'static str {
    match width {
        Width::Mm58 => "58 mm",
        Width::Mm80 => "80 mm",
    }
}

fn add_form(typed: &Typed, error: Option<&str>, lang: Lang) -> Markup {
    html! {
        section class="card" {
            h2 { (lang.say("Thêm máy in", "Add a printer")) }
            form class="form" method="post" action="/printers" {
                div class="form-two" {
                    label class="form-row" {
                        span class="label" { (lang.say("Tên", "Name")) }
                        input class="field" name="name" value=(typed.name) required;
                    }
                    label class={ "form-row" @if error.is_some() { " wrong" } } {
                        span class="label" { (lang.say("Địa chỉ", "Address")) }
                        input class="field" name="target" value=(typed.target) required
                            placeholder="tcp:192.168.1.87:9100";
                        span class="hint" { "tcp:192.168.1.87:9100 · file:/dev/usb/lp0" }
                        @if let Some(error) = error { p class="error" role="alert" { (error) } }
                    }
                    label class="form-row" {
                        span class="label" { (lang.say("Khổ giấy", "Paper")) }
                        select class="field" name="width" {
                            @for (dots, name) in [(576, "80 mm"), (384, "58 mm")] {
                                option value=(dots) selected[typed.width == dots] { (name) }
                            }
                        }
                    }
                    label class="form-row" {
                        span class="label" { (lang.say("Số hàng mỗi dải", "Rows in a band")) }
                        select class="field" name="band" {
                            @for band in BANDS {
                                option value=(band) selected[typed.band == band] { (band) }
                            }
                        }
                        span class="hint" { (lang.say(
                            "Để 128; giảm nếu giấy in bị lỗi",
                            "Keep 128; less when paper is garbled",
                        )) }
                    }
                }
                div class="form-end" {
                    button class="button main" { (lang.say("Thêm máy in", "Add printer")) }
                }
            }
        }
    }
}

fn booths(found: &Found, lang: Lang) -> Markup {
    html! {
        section class="card" {
            h2 { (lang.say("Gian nào in ở máy nào", "Which booth prints where")) }
            div class="cards" { @for (booth, mapped) in &found.booths {
                form class="form-inline" method="post"
                    action={ "/printers/booths/" (super::till::hex_uid(&booth.uid)) } {
                    label class="form-row" {
                        span class="label" {
                            (booth.fair_code) " · " (booth.code) " · " (booth.name)
                        }
                        select class="field" name="printer" {
                            option value="" { (lang.say("Không in", "Prints nothing")) }
                            @for printer in &found.printers {
                                option value=(printer.uid) selected[*mapped == Some(printer.uid)] {
                                    (printer.name)
                                }
                            }
                        }
                    }
                    button class="button" { (lang.say("Lưu", "Save")) }
                }
            } }
        }
    }
}

fn jobs(jobs: &[Job], lang: Lang) -> Markup {
    if jobs.is_empty() {
        return html! {};
    }
    html! {
        section class="card flush" {
            h2 { (lang.say("Phiếu in gần đây", "Recent print jobs")) }
            div class="table-wrap" { table class="table" {
                thead { tr {
                    th { (lang.say("Lúc", "At")) }
                    th { (lang.say("Phiếu", "Paper")) }
                    th { (lang.say("Máy in", "Printer")) }
                    th { (lang.say("Trạng thái", "State")) }
                    th {}
                } }
                tbody { @for job in jobs { tr {
                    td { (job.created.text()) }
                    td {
                        (job.title)
                        @if job.purpose == Purpose::Unpaid { " · " (job.purpose.label(lang)) }
                        @if job.copy > 0 { " · " (lang.say("bản sao", "copy")) " " (job.copy) }
                    }
                    td { (job.printer) }
                    td { (job.status(lang)) }
                    td { @if job.state == Printing::Failed {
                        form method="post" action={ "/printers/jobs/" (job.uid) "/retry" } {
                            button class="button" { (lang.say("In lại", "Try again")) }
                        }
                    } }
                } } }
            } }
        }
    }
}

async fn add(State(app): State<App>, caller: Caller, Form(typed): Form<Typed>) -> Response {
    if let Err(problem) = caller.organiser() {
        return refused(problem);
    }
    let added = match typed.parse() {
        Ok(printer) => app.spool.add_printer(printer).await.map(|_| ()),
        Err(refusal) => Err(refusal),
    };
    match added {
        Ok(()) => Redirect::to("/printers").into_response(),
        Err(refusal) => {
            let say = refusal.say();
            let error = Some(say.in_lang(caller.lang));
            show(&app, &caller, &typed, error).await.unwrap_or_else(refused)
        }
    }
}

/// Goes back to the list, or says why not.
fn done(result: Result<(), Refusal>, caller: &Caller) -> Response {
    match result {
        Ok(()) => Redirect::to("/printers").into_response(),
        Err(refusal) => refused(Problem(refusal, caller.lang)),
    }
}

async fn test(State(app): State<App>, caller: Caller, Path(printer): Path<PrinterId>) -> Response {
    if let Err(problem) = caller.organiser() {
        return refused(problem);
    }
    done(app.spool.test_page(printer).await.map(|_| ()), &caller)
}

async fn map(
    State(app): State<App>,
    caller: Caller,
    Path(booth): Path<BoothId>,
    Form(typed): Form<HashMap<String, String>>,
) -> Response {
    if let Err(problem) = caller.organiser() {
        return refused(problem);
    }
    let printer = typed.get("printer").and_then(|uid| uid.parse::<PrinterId>().ok());
    done(app.spool.map_booth(booth, printer).await, &caller)
}

async fn retry(State(app): State<App>, caller: Caller, Path(job): Path<JobId>) -> Response {
    if let Err(problem) = caller.organiser() {
        return refused(problem);
    }
    done(app.spool.retry(job).await, &caller)
}
