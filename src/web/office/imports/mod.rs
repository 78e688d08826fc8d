//! Importing a sheet: a file is chosen, what it would do is shown and asked about, and then all of
//! it is written, or nothing.

mod review;

use crate::{
    base::{
        lang::{Lang, Say, plural},
        money::group,
        refusal::Refusal,
    },
    desk::import::{Again, Failure, File, How, Imported, import, pages},
    sheet::{FILE_LIMIT, FileKind, template},
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, shown},
            form::{Ask, Form, options},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

/// Route of imports; only here may a body be as large as a sheet.
pub fn router() -> Router<App> {
    // Beside the file a body holds the form's other fields and the marks between them.
    let limit = DefaultBodyLimit::max(FILE_LIMIT + (64 << 10));
    Router::new()
        .route("/import", get(ask).merge(post(take)))
        .route("/import/template", get(blank))
        .layer(limit)
}

/// What came of a sheet.
enum Outcome {
    /// Nothing was written yet.
    Looked(Imported),
    /// All was written.
    Kept(Imported),
    /// Nothing was written.
    Wrong(Failure),
}

async fn ask(Organiser(caller): Organiser) -> Shown {
    let form = Form::of([("kind", FileKind::Products.as_str().to_owned())]);
    shown(draw(&caller, &form, None))
}

/// Which workbook is to be filled in.
#[derive(Deserialize)]
struct Which {
    kind: String,
}

/// A workbook to fill in.
async fn blank(
    Organiser(caller): Organiser,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let kind = which.kind.parse::<FileKind>().map_err(Refusal::from).spoken(caller.lang)?;
    let bytes = template::workbook(kind, caller.lang).spoken(caller.lang)?;
    let name = format!("attachment; filename=\"{}.xlsx\"", kind.as_str());
    let heads = [(header::CONTENT_TYPE, XLSX), (header::CONTENT_DISPOSITION, name.as_str())];
    Ok((heads, bytes).into_response())
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn draw(caller: &Caller, form: &Form, outcome: Option<&Outcome>) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Nhập từ tệp", "Import a file");
    let body = html! {
        h1 { (title) }
        @match outcome {
            Some(Outcome::Looked(it)) => (review::draw(it, Ask(form, lang))),
            Some(Outcome::Kept(it)) => p class="notice good" role="status" {
                (lang.say("Đã nhập xong: ", "Imported: ")) (counts(it, lang))
            },
            Some(Outcome::Wrong(failure)) => (review::wrong(failure, lang)),
            None => {}
        }
        (upload(Ask(form, lang), matches!(outcome, Some(Outcome::Looked(_)))))
        (columns(lang))
    };
    page::page(caller, "/import", title, body)
}

fn counts(it: &Imported, lang: Lang) -> String {
    let row = plural(it.rows as i64, "row", "rows");
    let change = plural(it.entries as i64, "change", "changes");
    let (rows, entries) = (group(it.rows as i64), group(it.entries as i64));
    match lang {
        Lang::Vi => format!("{rows} dòng, {entries} thay đổi."),
        Lang::En => format!("{rows} {row}, {entries} {change}."),
    }
}

/// The form by which a file is chosen; where several pages of it may be meant, which. Beside a file
/// that was looked at, to import that one is the main thing.
fn upload(ask: Ask, beside: bool) -> Markup {
    let (form, lang) = (ask.0, ask.1);
    let pages: Vec<(String, String)> =
        form.all("pages").map(|name| (name.to_owned(), name.to_owned())).collect();
    html! {
        form class="form" method="post" action="/import" enctype="multipart/form-data" {
            (ask.head())
            (ask.select("kind", lang.say("Tệp này chứa gì?", "What is in the file?"),
                &options(FileKind::ALL, FileKind::as_str, |it| it.label(lang))))
            @if !pages.is_empty() {
                (ask.hidden("held"))
                (ask.select("page", lang.say("Trang cần nhập", "Page to import"), &pages))
            }
            div class="form-row" {
                label class="label" for="file" {
                    (lang.say("Tệp CSV hoặc Excel (.xlsx, .xls), tối đa 16 MB",
                        "A CSV or Excel (.xlsx, .xls) file of at most 16 MB"))
                }
                input class="field" id="file" name="file" type="file"
                    accept=".csv,.tsv,.txt,.xlsx,.xls"
                    data-most=(FILE_LIMIT) data-large=(lang.say(
                        "Tệp lớn hơn 16 MB. Hãy chia nhỏ rồi nhập từng phần",
                        "The file is larger than 16 MB. Split it and import the parts"));
                (form.error("file", lang))
            }
            div class="form-end" {
                button class=[(!beside).then_some("main")] { (lang.say("Xem trước", "Preview")) }
            }
        }
    }
}

fn columns(lang: Lang) -> Markup {
    html! {
        details {
            summary { (lang.say("Tệp mẫu và các cột", "Templates and columns")) }
            @for kind in FileKind::ALL {
                h2 { (kind.label(lang)) }
                p {
                    a href={ "/import/template?kind=" (kind.as_str()) } {
                        (lang.say("Tải tệp mẫu (.xlsx)", "Download the template (.xlsx)"))
                    }
                }
                p {
                    @for (n, column) in kind.columns().iter().enumerate() {
                        @if n > 0 { ", " }
                        (column.vi) " (" code { (column.name) } ")"
                        @if column.required { "*" }
                    }
                }
            }
            p class="hint" { "* " (lang.say("bắt buộc", "required")) }
        }
    }
}

/// What a browser sent: the fields, the file's name and its contents.
#[derive(Default)]
struct Sent {
    form: Form,
    name: String,
    bytes: Vec<u8>,
}

async fn take(Organiser(caller): Organiser, State(app): State<App>, parts: Multipart) -> Shown {
    let mut sent = receive(parts).await;
    if let Some(done) = finished(&app, &caller, &sent.form).filter(|_| sent.bytes.is_empty()) {
        return shown(draw(&caller, &sent.form, Some(&Outcome::Kept(done))));
    }
    let kind = sent.form.word::<FileKind>("kind");
    let whole = sent.form.ok();
    let file = if whole { hold(&app, &caller, &mut sent) } else { None };
    let mut form = sent.form;
    let (Some(kind), Some(file)) = (kind, file) else {
        return again(&form, draw(&caller, &form, None));
    };
    let outcome = put(&app, &caller, kind, file, &mut form).await;
    // Of two presses at once the second found all in the book.
    let outcome = finished(&app, &caller, &form).map_or(outcome, Outcome::Kept);
    let page = draw(&caller, &form, Some(&outcome));
    match outcome {
        Outcome::Wrong(_) => again(&form, page),
        Outcome::Looked(_) | Outcome::Kept(_) => shown(page),
    }
}

/// Looks at a file, or has it written, as the form says.
async fn put(app: &App, caller: &Caller, kind: FileKind, file: File, form: &mut Form) -> Outcome {
    let page = Some(form.get("page").to_owned()).filter(|page| !page.is_empty());
    let file = File { page, ..file };
    let (said, keep) = (form.get("again").parse::<Again>().ok(), form.get("keep") == "1");
    let how = How { keep, again: said, sure: form.get("sure") == "1" };
    match import(&app.shop, kind, &caller.actor(), file.clone(), how).await {
        Ok(done) if done.written => {
            app.uploads.finish(form.get("held"), &done);
            Outcome::Kept(done)
        }
        Ok(done) => Outcome::Looked(done),
        Err(failure) => {
            if choice(&failure) {
                let names = pages(&app.shop, file).await.unwrap_or_default();
                names.into_iter().for_each(|name| form.set("pages", name));
            }
            Outcome::Wrong(failure)
        }
    }
}

/// Whether the file as a whole is meant: another page of it may be.
fn choice(failure: &Failure) -> bool {
    matches!(failure, Failure::Rows(errors) if errors.iter().any(|error| error.row == 0))
}

/// What came of a file that was imported already, for who pressed its button twice.
fn finished(app: &App, caller: &Caller, form: &Form) -> Option<Imported> {
    let (owner, now) = (caller.actor(), app.shop.clock.now());
    let done = app.uploads.done(&owner, form.get("held"), now);
    done.filter(|_| form.get("keep") == "1")
}

/// The file that was sent, which is kept from now on, or the one that was kept before.
fn hold(app: &App, caller: &Caller, sent: &mut Sent) -> Option<File> {
    let (owner, now) = (caller.actor(), app.shop.clock.now());
    if !sent.bytes.is_empty() {
        let file = File::new(sent.name.clone(), std::mem::take(&mut sent.bytes));
        let token = app.shop.chance.token();
        app.uploads.keep(&owner, token.clone(), now, &file);
        // Nobody has seen yet what this file would do.
        for name in ["keep", "sure", "again", "page"] {
            sent.form.replace(name, "");
        }
        sent.form.replace("held", token);
        return Some(file);
    }
    let held = sent.form.get("held").to_owned();
    let kept = app.uploads.find(&owner, &held, now);
    if kept.is_none() {
        let say = match (sent.name.is_empty(), held.is_empty()) {
            (true, true) => Say::new("Hãy chọn tệp", "Choose a file"),
            (true, false) => Say::new(
                "Tệp đã chọn không còn được giữ; hãy chọn lại",
                "The file is no longer kept; choose it again",
            ),
            _ => Say::new("Tệp không có dữ liệu", "The file is empty"),
        };
        sent.form.wrong("file", say);
    }
    kept
}

/// What was sent; what was cut off on its way is said at the file.
async fn receive(parts: Multipart) -> Sent {
    let mut sent = Sent::default();
    if let Err(refusal) = read(parts, &mut sent).await {
        sent.form.refuse_at("file", &refusal);
    }
    sent
}

async fn read(mut parts: Multipart, sent: &mut Sent) -> Result<(), Refusal> {
    while let Some(part) = parts.next_field().await.map_err(cut_off)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            sent.name = part.file_name().unwrap_or_default().to_owned();
            sent.bytes = part.bytes().await.map_err(cut_off)?.into();
        } else {
            sent.form.set(&name, part.text().await.map_err(cut_off)?);
        }
    }
    Ok(())
}

fn cut_off(_: axum::extract::multipart::MultipartError) -> Refusal {
    Refusal::malformed(
        "upload",
        "Tệp quá lớn (tối đa 16 MB) hoặc bị đứt khi tải lên",
        "The file is too large (at most 16 MB), or was cut off on its way",
    )
}
