//! Printers: setting them up, which booth prints where, the jobs and what became of them.

use crate::{
    base::{
        id::{BoothId, JobId, PrinterId},
        lang::Say,
        refusal::Refusal,
    },
    fair::store::{self as fairs, BoothRow, FairRow},
    print::{
        block::Width,
        job::Job,
        printer::{BAND, BANDS, NewPrinter, Printer, store as printers},
        spool::Stuck,
        store,
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::Spoken,
            route::{get, post},
        },
        office::receipt_address::{self, Wrong},
        ui::{
            answer::{Shown, again, saved, shown, to},
            form::Form,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use std::{collections::HashMap, sync::Arc};

mod draw;

/// Routes of printers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/printers", get(list).merge(post(add)))
        .route("/printers/{printer}", get(edit).merge(post(save)))
        .route("/printers/{printer}/removal", post(remove))
        .route("/printers/{printer}/test", post(test))
        .route("/printers/booths/{booth}", post(map))
        .route("/printers/jobs/{job}/retry", post(retry))
        .route("/printers/jobs/retries", post(retry_failed))
}

/// What the page shows.
struct Found {
    printers: Vec<Printer>,
    /// Fairs that are open or still to come, each with its booths.
    fairs: Vec<(FairRow, Vec<BoothRow>)>,
    mapped: HashMap<BoothId, PrinterId>,
    jobs: Vec<Job>,
    stuck: Arc<Vec<Stuck>>,
    address: receipt_address::Setting,
}

async fn load(app: &App) -> Result<Found, Refusal> {
    let today = app.shop.clock.now().date().to_string();
    let mut db = app.shop.read().await?;
    let printers = printers::printers(&mut db).await?;
    let mapped = printers::maps(&mut db).await?;
    let jobs = store::jobs(&mut db, 50).await?;
    let mut fairs = Vec::new();
    let current = |fair: &FairRow| fair.ends_on.as_ref().is_none_or(|end| *end >= today);
    for fair in fairs::fairs(&mut db).await?.into_iter().filter(current).take(20) {
        let booths = fairs::booths(&mut db, fair.id).await?;
        fairs.push((fair, booths));
    }
    drop(db);
    let address = receipt_address::load(app, None).await?;
    let stuck = app.spool.stuck().borrow().clone();
    Ok(Found { printers, fairs, mapped, jobs, stuck, address })
}

fn blank() -> Form {
    Form::of([("width", Width::Mm80.dots().to_string()), ("band", BAND.to_string())])
}

/// Reads a printer; none when something is wrong, which the form then says.
fn parse(form: &mut Form) -> Option<NewPrinter> {
    let name = form.required("name", 100);
    let target = form.word("target");
    let width = form.count("width").and_then(|dots| Width::of_dots(u32::try_from(dots).ok()?));
    if width.is_none() {
        form.wrong("width", Say::new("Chọn khổ giấy", "Choose the paper"));
    }
    let band = form.count("band").and_then(|band| u8::try_from(band).ok());
    let band = band.filter(|band| BANDS.contains(band));
    if band.is_none() {
        form.wrong("band", Say::new("Chọn số hàng", "Choose the rows"));
    }
    let printer = NewPrinter { name, target: target?, width: width?, band: band? };
    form.ok().then_some(printer)
}

async fn list(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    let found = load(&app).await.spoken(caller.lang)?;
    shown(draw::list(&caller, &found, &blank()))
}

/// The page again, with an address for receipts that could not be taken.
pub async fn with_wrong_address(app: &App, caller: &Caller, wrong: Wrong) -> Shown {
    let mut found = load(app).await.spoken(caller.lang)?;
    found.address = receipt_address::load(app, Some(wrong)).await.spoken(caller.lang)?;
    again(&blank(), draw::list(caller, &found, &blank()))
}

async fn add(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    if let Some(printer) = parse(&mut form) {
        match app.spool.add_printer(printer).await {
            Ok(_) => return saved("/printers"),
            Err(refusal) => form.refuse("name", &refusal),
        }
    }
    let found = load(&app).await.spoken(caller.lang)?;
    again(&form, draw::list(&caller, &found, &form))
}

async fn edit(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<PrinterId>,
) -> Shown {
    let printer = find(&app, uid).await.spoken(caller.lang)?;
    let form = Form::of([
        ("name", printer.name),
        ("target", printer.target.to_string()),
        ("width", printer.width.dots().to_string()),
        ("band", printer.band.to_string()),
    ]);
    shown(draw::edit(&caller, uid, &form))
}

async fn save(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<PrinterId>,
    mut form: Form,
) -> Shown {
    if let Some(printer) = parse(&mut form) {
        match app.spool.change_printer(uid, printer).await {
            Ok(()) => return saved("/printers"),
            Err(refusal) => form.refuse("name", &refusal),
        }
    }
    again(&form, draw::edit(&caller, uid, &form))
}

async fn find(app: &App, uid: PrinterId) -> Result<Printer, Refusal> {
    let none = || Refusal::NotFound(Say::new("Không có máy in này", "No such printer"));
    printers::by_uid(&mut *app.shop.read().await?, uid).await?.ok_or_else(none)
}

async fn remove(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<PrinterId>,
) -> Shown {
    app.spool.remove_printer(uid).await.spoken(caller.lang)?;
    saved("/printers")
}

async fn test(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<PrinterId>,
) -> Shown {
    app.spool.test_page(uid).await.spoken(caller.lang)?;
    to("/printers")
}

async fn map(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(booth): Path<BoothId>,
    mut form: Form,
) -> Shown {
    let printer = form.uid("printer");
    app.spool.map_booth(booth, printer).await.spoken(caller.lang)?;
    saved("/printers")
}

async fn retry(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(job): Path<JobId>,
) -> Shown {
    app.spool.retry(job).await.spoken(caller.lang)?;
    to("/printers")
}

/// Prints every paper that failed lately.
async fn retry_failed(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    app.spool.retry_failed(None).await.spoken(caller.lang)?;
    to("/printers")
}
