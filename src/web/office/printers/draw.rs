//! The pages of printers.

use crate::{
    base::{
        id::{BoothId, PrinterId, hex_uid},
        lang::Lang,
    },
    fair::store::{BoothRow, FairRow},
    print::{
        block::Width,
        job::{Job, Purpose, State as Printing},
        printer::BANDS,
    },
    web::{
        http::guard::Caller,
        office::{printers::Found, receipt_address},
        ui::{
            form::{Ask, Form, Kind, asked, submit},
            page::page,
        },
    },
};
use maud::{Markup, html};

/// All printers, a form for one more, which booth prints where, the jobs.
pub fn list(caller: &Caller, found: &Found, form: &Form) -> Markup {
    let lang = caller.lang;
    let body = html! {
        div class="page-head" { h1 { (lang.say("Máy in", "Printers")) } }
        (printers(found, lang))
        section class="card" {
            h2 { (lang.say("Thêm máy in", "Add a printer")) }
            form class="form" method="post" action="/printers" {
                (fields(Ask(form, lang)))
                (submit(lang.say("Thêm máy in", "Add printer")))
            }
        }
        (jobs(found, lang))
        (booths(found, lang))
        (receipt_address::card(&found.address, lang))
    };
    page(caller, "/printers", lang.say("Máy in", "Printers"), body)
}

/// One printer, to be changed or taken away.
pub fn edit(caller: &Caller, uid: PrinterId, form: &Form) -> Markup {
    let lang = caller.lang;
    let path = format!("/printers/{uid}");
    let body = html! {
        div class="page-head" {
            h1 { (lang.say("Sửa máy in", "Edit printer")) }
            a class="quiet" href="/printers" { (lang.say("Mọi máy in", "All printers")) }
        }
        section class="card" {
            form class="form" method="post" action=(path) {
                (fields(Ask(form, lang)))
                (submit(lang.say("Lưu", "Save")))
            }
        }
        section class="card" {
            (asked(
                html! { (lang.say("Bỏ máy in này…", "Remove this printer…")) },
                html! { p { (lang.say(
                    "Bỏ máy in: các gian đang dùng sẽ không in nữa cho tới khi được chọn máy \
                     khác. Phiếu chưa in theo gian sang máy mới.",
                    "Remove: its booths print nothing until they are given another. Receipts not \
                     printed yet go to the new printer with their booth.",
                )) } },
                html! { form method="post" action={ (path) "/removal" } {
                    button class="danger" { (lang.say("Bỏ máy in này", "Remove this printer")) }
                } },
            ))
        }
    };
    page(caller, "/printers", lang.say("Sửa máy in", "Edit printer"), body)
}

fn fields(ask: Ask) -> Markup {
    let lang = ask.1;
    let pair = |value: String, label: String| (value, label);
    let papers = [Width::Mm80, Width::Mm58];
    let papers = papers.map(|it| pair(it.dots().to_string(), paper(it).to_owned()));
    let bands = BANDS.map(|band| pair(band.to_string(), band.to_string()));
    html! {
        (ask.head())
        div class="form-two" {
            (ask.field("name", lang.say("Tên", "Name"), Kind::Text, ""))
            (ask.field("target", lang.say("Địa chỉ", "Address"), Kind::Text,
                "tcp:192.168.1.87:9100 · file:/dev/usb/lp0 · file:paper/thu.bin"))
            (ask.select("width", lang.say("Khổ giấy", "Paper"), &papers))
            (ask.select("band", lang.say("Số hàng mỗi dải (để 128; giảm nếu giấy in bị lỗi)",
                "Rows in a band (keep 128; less when paper is garbled)"), &bands))
        }
    }
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
                    td { a href={ "/printers/" (printer.uid) } { (printer.name) } }
                    td { (printer.target) }
                    td { (paper(printer.width)) }
                    td { (printer.answers.label(lang)) (trouble(found, printer.uid, lang)) }
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

/// Only of fairs that are open or still to come; nothing to choose without a printer.
fn booths(found: &Found, lang: Lang) -> Markup {
    html! {
        @if !found.printers.is_empty() && !found.fairs.is_empty() {
            section class="card" {
                h2 { (lang.say("Gian nào in ở máy nào", "Which booth prints where")) }
                @for (fair, booths) in &found.fairs {
                    (of_fair(found, fair, booths, lang))
                }
            }
        }
    }
}

fn of_fair(found: &Found, fair: &FairRow, booths: &[BoothRow], lang: Lang) -> Markup {
    html! {
        details open[found.fairs.len() == 1] {
            summary { (fair.name) " · " (booths.len()) " " (lang.say("gian", "booths")) }
            div class="cards" { @for booth in booths {
                form class="form-inline" method="post"
                    action={ "/printers/booths/" (hex_uid(&booth.uid)) } {
                    label class="form-row" {
                        span class="label" { (booth.code) " · " (booth.name) }
                        select class="field" name="printer" {
                            option value="" { (lang.say("Không in", "Prints nothing")) }
                            @for printer in &found.printers {
                                option value=(printer.uid) selected[
                                    found.mapped.get(&BoothId::of_bytes(&booth.uid))
                                        == Some(&printer.uid)
                                ] { (printer.name) }
                            }
                        }
                    }
                    button class="button" { (lang.say("Lưu", "Save")) }
                }
            } }
        }
    }
}

/// The paper again where none came out; a copy where nobody knows, as a person sees on the paper.
fn retry(job: &Job, lang: Lang) -> Markup {
    let copied = matches!(job.purpose, Purpose::Receipt | Purpose::Shift);
    let words = match job.state {
        Printing::Failed => lang.say("In lại", "Try again"),
        Printing::Uncertain if copied => lang.say("In bản sao", "Print a copy"),
        _ => return html! {},
    };
    html! {
        form method="post" action={ "/printers/jobs/" (job.uid) "/retry" } {
            button class="button" { (words) }
        }
    }
}

/// What is the matter with a printer, and how many papers that holds up.
fn trouble(found: &Found, printer: PrinterId, lang: Lang) -> Markup {
    let stuck = found.stuck.iter().find(|it| it.printer == printer);
    html! {
        @if let Some(stuck) = stuck {
            p class="error" { (stuck.trouble.label(lang)) " · " (stuck.papers(lang)) }
        }
    }
}

fn jobs(found: &Found, lang: Lang) -> Markup {
    let jobs = &found.jobs;
    if jobs.is_empty() {
        return html! {};
    }
    html! {
        section class="card flush" {
            div class="card-head" {
                h2 { (lang.say("Phiếu in gần đây", "Recent print jobs")) }
                @if jobs.iter().filter(|job| job.state == Printing::Failed).count() > 1 {
                    form method="post" action="/printers/jobs/retries" {
                        button class="button" {
                            (lang.say("In lại mọi phiếu lỗi", "Print all that failed"))
                        }
                    }
                }
            }
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
                    td { (retry(job, lang)) }
                } } }
            } }
        }
    }
}
