//! What a file would do, before it is written: its first rows, what was passed over, what changes,
//! and what is asked. Or what is wrong with it.

use crate::{
    base::{
        lang::{Lang, Say},
        money::group,
    },
    desk::import::{Again, Asked, Failure, Imported},
    sheet::RowError,
    web::ui::form::{Ask, options},
};
use maud::{Markup, html};

/// Errors and changes shown on one page; the rest is counted.
const SHOWN: usize = 200;

/// The file as it was read, and the form that has it written.
pub fn draw(it: &Imported, ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        p class="notice wait" role="status" {
            (lang.say("Tệp đúng, chưa ghi gì: ", "The file is right; nothing was written: "))
            (super::counts(it, lang))
        }
        @if !it.notes.is_empty() {
            ul { @for note in &it.notes { li { (note.in_lang(lang)) } } }
        }
        form class="form" method="post" action="/import" enctype="multipart/form-data" {
            (ask.hidden("held"))
            (ask.hidden("kind"))
            (ask.hidden("page"))
            input type="hidden" name="keep" value="1";
            @for asked in &it.asked { (question(*asked, ask)) }
            @if !it.asked.iter().any(|asked| matches!(asked, Asked::Sure(_))) {
                (ask.hidden("sure"))
            }
            @if !it.asked.iter().any(|asked| matches!(asked, Asked::Received { .. })) {
                (ask.hidden("again"))
            }
            (changes(&it.changes, lang))
            (first(it, lang))
            div class="form-end" {
                button class="main" { (lang.say("Nhập", "Import")) }
            }
        }
        h2 { (lang.say("Hoặc chọn tệp khác", "Or choose another file")) }
    }
}

fn question(asked: Asked, ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        p class="notice gold" { (asked.say().in_lang(lang)) }
        @match asked {
            Asked::Sure(_) => (ask.tick("sure", lang.say("Đúng, các thay đổi này là cố ý",
                "Yes, these changes are meant"))),
            Asked::Received { .. } => (ask.select("again",
                lang.say("Làm gì với hàng đã nhập?", "What about goods received already?"),
                &options(Again::ALL, Again::as_str, |it| it.label(lang)))),
        }
    }
}

fn changes(changes: &[(usize, Say)], lang: Lang) -> Markup {
    html! {
        @if !changes.is_empty() {
            h2 { (lang.say("Sẽ thay đổi", "What will change")) }
            div class="table-wrap tall" {
                table class="table" {
                    thead { tr {
                        th class="num" { (lang.say("Dòng", "Row")) }
                        th { (lang.say("Thay đổi", "Change")) }
                    } }
                    tbody {
                        @for (row, said) in changes.iter().take(SHOWN) {
                            tr { td class="num" { (row) } td { (said.in_lang(lang)) } }
                        }
                    }
                }
            }
            (more(changes.len(), lang))
        }
    }
}

fn first(it: &Imported, lang: Lang) -> Markup {
    html! {
        h2 { (lang.say("Các dòng đầu", "The first rows")) }
        div class="table-wrap" {
            table class="table" {
                thead { tr {
                    th class="num" { (lang.say("Dòng", "Row")) }
                    @for head in &it.heads { th { (head) } }
                } }
                tbody {
                    @for (number, cells) in &it.first {
                        tr { td class="num" { (number) } @for cell in cells { td { (cell) } } }
                    }
                }
            }
        }
    }
}

fn more(all: usize, lang: Lang) -> Markup {
    html! {
        @if all > SHOWN {
            p class="hint" {
                (lang.say("và còn nữa: ", "and more: ")) (group((all - SHOWN) as i64))
            }
        }
    }
}

/// What is wrong with a file.
pub fn wrong(failure: &Failure, lang: Lang) -> Markup {
    match failure {
        Failure::Rows(errors) => rows(errors, lang),
        Failure::Refused(_) => html! {
            @for line in failure.lines(lang) { p class="notice stop" role="alert" { (line) } }
        },
    }
}

fn rows(errors: &[RowError], lang: Lang) -> Markup {
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
                        tr {
                            td class="num" { @if it.row > 0 { (it.row) } }
                            td { (it.column) }
                            td { (it.say.in_lang(lang)) }
                        }
                    }
                }
            }
        }
        (more(errors.len(), lang))
    }
}
