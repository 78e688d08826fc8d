//! Importing a sheet: first everything is checked, then all of it is written, or nothing.

use crate::{
    base::{
        lang::{Lang, Say},
        money::group,
        refusal::Refusal,
    },
    desk::import::{Failure, File, Imported, import},
    sheet::{FILE_LIMIT, FileKind, RowError},
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
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
    extract::{DefaultBodyLimit, Multipart, State},
};
use maud::{Markup, html};

/// Route of imports; only here may a body be as large as a sheet.
pub fn router() -> Router<App> {
    // Beside the file a body holds the form's other fields and the marks between them.
    let limit = DefaultBodyLimit::max(FILE_LIMIT + (64 << 10));
    Router::new().route("/import", get(ask).merge(post(take))).layer(limit)
}

/// Errors shown on one page; the rest is counted.
const SHOWN: usize = 200;

/// What came of a sheet.
enum Outcome {
    /// All is well, nothing was written yet.
    Checked(Imported),
    /// All was written.
    Kept(Imported),
    /// Nothing was written.
    Wrong(Failure),
}

async fn ask(Organiser(caller): Organiser) -> Shown {
    let form = Form::of([("kind", FileKind::Products.as_str().to_owned())]);
    shown(draw(&caller, &form, None))
}

fn draw(caller: &Caller, form: &Form, outcome: Option<&Outcome>) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let title = lang.say("Nhập từ tệp", "Import a file");
    let body = html! {
        h1 { (title) }
        @if let Some(outcome) = outcome { (draw_outcome(outcome, lang)) }
        form class="form" method="post" action="/import" enctype="multipart/form-data" {
            (ask.head())
            (ask.select("kind", lang.say("Tệp này chứa gì?", "What is in the file?"),
                &options(FileKind::ALL, FileKind::as_str, |it| it.label(lang))))
            div class="form-row" {
                label class="label" for="file" {
                    (lang.say("Tệp CSV hoặc Excel (.xlsx), tối đa 16 MB",
                        "A CSV or Excel (.xlsx) file of at most 16 MB"))
                }
                input class="field" id="file" name="file" type="file" accept=".csv,.xlsx"
                    data-most=(FILE_LIMIT) data-large=(lang.say(
                        "Tệp lớn hơn 16 MB. Hãy chia nhỏ rồi nhập từng phần",
                        "The file is larger than 16 MB. Split it and import the parts"));
                (form.error("file", lang))
            }
            div class="form-end" {
                button class="main" name="keep" value="1" { (lang.say("Nhập", "Import")) }
                button class="big" name="keep" value="" {
                    (lang.say("Chỉ kiểm tra", "Only check"))
                }
            }
        }
        (columns(lang))
    };
    page::page(caller, "/import", title, body)
}

fn draw_outcome(outcome: &Outcome, lang: Lang) -> Markup {
    let counts = |it: &Imported| {
        let (rows, entries) = (group(it.rows as i64), group(it.entries as i64));
        match lang {
            Lang::Vi => format!("{rows} dòng, {entries} thay đổi."),
            Lang::En => format!("{rows} rows, {entries} changes."),
        }
    };
    match outcome {
        Outcome::Kept(it) => html! {
            p class="notice good" role="status" {
                (lang.say("Đã nhập xong: ", "Imported: ")) (counts(it))
            }
        },
        Outcome::Checked(it) => html! {
            p class="notice wait" role="status" {
                (lang.say("Tệp đúng, chưa ghi gì: ", "The file is right; nothing was written: "))
                (counts(it))
                (lang.say(" Chọn lại tệp và bấm “Nhập”.", " Choose it again and press “Import”."))
            }
        },
        Outcome::Wrong(Failure::Rows(errors)) => wrong(errors, lang),
        Outcome::Wrong(failure) => html! {
            @for line in failure.lines(lang) { p class="notice stop" role="alert" { (line) } }
        },
    }
}

fn wrong(errors: &[RowError], lang: Lang) -> Markup {
    html! {
        p class="notice stop" role="alert" {
            (group(errors.len() as i64))
            (lang.say(" chỗ cần sửa; chưa nhập dòng nào.",
                " things to put right; nothing was imported."))
        }
        div class="table-wrap tall" {
            table class="table" {
                thead { tr {
                    th class="num" { (lang.say("Dòng", "Row")) }
                    th { (lang.say("Cột", "Column")) }
                    th { (lang.say("Cần sửa", "What is wrong")) }
                } }
                tbody {
                    @for it in errors.iter().take(SHOWN) {
                        tr { td class="num" { (it.row) } td { (it.column) }
                            td { (it.say.in_lang(lang)) } }
                    }
                }
            }
        }
    }
}

fn columns(lang: Lang) -> Markup {
    html! {
        details {
            summary { (lang.say("Các cột của mỗi tệp", "The columns of each file")) }
            @for kind in FileKind::ALL {
                h2 { (kind.label(lang)) }
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
    let actor = caller.actor();
    let mut sent = receive(parts).await;
    let kind = sent.form.word::<FileKind>("kind");
    let Some(kind) = kind.filter(|_| sent.form.ok()) else {
        return again(&sent.form, draw(&caller, &sent.form, None));
    };
    if sent.bytes.is_empty() {
        sent.form.wrong(
            "file",
            match sent.name.is_empty() {
                true => Say::new("Hãy chọn tệp", "Choose a file"),
                false => Say::new("Tệp không có dữ liệu", "The file is empty"),
            },
        );
        return again(&sent.form, draw(&caller, &sent.form, None));
    }
    let keep = sent.form.get("keep") == "1";
    let file = File::new(sent.name.clone(), std::mem::take(&mut sent.bytes));
    match import(&app.shop, kind, &actor, file, keep).await {
        Ok(done) if keep => shown(draw(&caller, &sent.form, Some(&Outcome::Kept(done)))),
        Ok(done) => shown(draw(&caller, &sent.form, Some(&Outcome::Checked(done)))),
        Err(failure) => {
            again(&sent.form, draw(&caller, &sent.form, Some(&Outcome::Wrong(failure))))
        }
    }
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
