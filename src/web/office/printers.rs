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
        printer::{BANDS, Drawer, Head, MARGIN, NewPrinter, Printer, store as printers},
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
        .route("/printers/{printer}/calibration", get(calibrate).merge(post(calibrated)))
        .route("/printers/{printer}/calibration/page", post(calibration_page))
        .route("/printers/booths/{booth}", post(map))
        .route("/printers/jobs/{job}/retry", post(retry))
        .route("/printers/jobs/retries", post(retry_failed))
}

/// Dots of a millimetre.
pub const MILLIMETRE: u32 = 8;

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
    let current = |fair: &FairRow| fair.in_use(&today);
    for fair in fairs::fairs(&mut db).await?.into_iter().filter(current).take(20) {
        let booths = fairs::booths_in_use(&mut db, fair.id).await?;
        fairs.push((fair, booths));
    }
    drop(db);
    let address = receipt_address::load(app, None).await?;
    let stuck = app.spool.stuck().borrow().clone();
    Ok(Found { printers, fairs, mapped, jobs, stuck, address })
}

fn blank() -> Form {
    values(&Head::plain(Width::MM80), None)
}

/// The fields of a printer's head and drawer.
fn values(head: &Head, drawer: Option<Drawer>) -> Form {
    Form::of([
        ("width", head.width.dots().to_string()),
        ("margin", (head.margin / MILLIMETRE).to_string()),
        ("band", head.band.to_string()),
        ("raster", head.raster.as_str().to_owned()),
        ("drawer", drawer.map_or(0, Drawer::pin).to_string()),
    ])
}

/// Reads a printer; none when something is wrong, which the form then says.
fn parse(form: &mut Form) -> Option<NewPrinter> {
    let name = form.required("name", 100);
    let target = form.word("target");
    let width = form.count("width").and_then(|dots| Width::of_dots(u32::try_from(dots).ok()?));
    if width.is_none() {
        let words = Say::new("Khổ giấy từ 256 đến 832 điểm", "The paper is 256 to 832 dots wide");
        form.wrong("width", words);
    }
    let margin = form.count("margin").and_then(|mm| u32::try_from(mm).ok());
    let margin = margin.map(|mm| mm.saturating_mul(MILLIMETRE)).filter(|it| *it <= MARGIN);
    if margin.is_none() {
        form.wrong("margin", Say::new("Lề trái từ 0 đến 20 mm", "The left margin is 0 to 20 mm"));
    }
    let raster = form.word("raster");
    let drawer = form.count("drawer").and_then(Drawer::of_pin);
    let band = form.count("band").and_then(|band| u8::try_from(band).ok());
    let band = band.filter(|band| BANDS.contains(band));
    if band.is_none() {
        form.wrong("band", Say::new("Chọn số hàng", "Choose the rows"));
    }
    let head = Head { width: width?, band: band?, margin: margin?, raster: raster? };
    let printer = NewPrinter { name, target: target?, head, drawer };
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
    let mut form = values(&printer.head, printer.drawer);
    form.set("name", &printer.name);
    form.set("target", printer.target.to_string());
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
    app.spool.retry_failed(None, true).await.spoken(caller.lang)?;
    to("/printers")
}

/// What the calibration page says: two taps.
async fn calibrate(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<PrinterId>,
) -> Shown {
    let printer = find(&app, uid).await.spoken(caller.lang)?;
    shown(draw::calibration(&caller, &printer, &Form::of([])))
}

async fn calibration_page(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<PrinterId>,
) -> Shown {
    app.spool.calibration(uid).await.spoken(caller.lang)?;
    to(&format!("/printers/{uid}/calibration"))
}

async fn calibrated(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<PrinterId>,
    mut form: Form,
) -> Shown {
    let printer = find(&app, uid).await.spoken(caller.lang)?;
    if let Some(head) = seen(&mut form, printer.head) {
        let again = NewPrinter {
            name: printer.name.clone(),
            target: printer.target.clone(),
            head,
            drawer: printer.drawer,
        };
        app.spool.change_printer(uid, again).await.spoken(caller.lang)?;
        return saved("/printers");
    }
    again(&form, draw::calibration(&caller, &printer, &form))
}

/// The head as the person saw it: the first millimetre on paper, and the longest whole line less
/// what lies left of the paper.
fn seen(form: &mut Form, head: Head) -> Option<Head> {
    let mut tapped = |name: &str| {
        let found = form.count(name).and_then(|it| u32::try_from(it).ok());
        if found.is_none() {
            form.wrong(name, Say::new("Chọn một ô", "Choose one"));
        }
        found
    };
    let (left, line) = (tapped("left"), tapped("line"));
    let margin = left?.saturating_mul(MILLIMETRE).min(MARGIN);
    let width = Width::of_dots(line?.saturating_sub(margin));
    if width.is_none() {
        form.wrong("line", Say::new("Dòng này quá ngắn", "That line is too short"));
    }
    Some(Head { width: width?, margin, ..head })
}
