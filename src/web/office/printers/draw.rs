//! The pages of printers.

use crate::{
    base::{
        id::{BoothId, PrinterId, hex_uid},
        lang::Lang,
    },
    fair::store::{BoothRow, FairRow},
    print::{
        block::Width,
        calibration::{LINES, RULER},
        job::{Job, Purpose, State as Printing},
        printer::{BANDS, Head, Printer, Raster},
    },
    web::{
        http::guard::Caller,
        office::{
            printers::{Found, MILLIMETRE},
            receipt_address,
        },
        ui::{
            form::{Ask, Form, Kind, asked, options, submit},
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

/// What a person saw on the calibration page, tapped.
pub fn calibration(caller: &Caller, printer: &Printer, form: &Form) -> Markup {
    let lang = caller.lang;
    let path = format!("/printers/{}/calibration", printer.uid);
    let title = lang.say("Canh khổ giấy", "Fit the paper");
    let lefts: Vec<(u32, String)> = (0..=RULER).step_by(2).map(|mm| (mm, mm.to_string())).collect();
    let lines: Vec<(u32, String)> =
        LINES.iter().map(|(letter, dots)| (*dots, letter.to_string())).collect();
    let body = html! {
        div class="page-head" {
            h1 { (title) " · " (printer.name) }
            a class="quiet" href="/printers" { (lang.say("Mọi máy in", "All printers")) }
        }
        section class="card" {
            p { (lang.say(
                "In trang canh, nhìn giấy rồi bấm đúng những gì thấy.",
                "Print the page, look at the paper, and tap what is seen there.",
            )) }
            form method="post" action={ (path) "/page" } {
                button class="button" { (lang.say("In trang canh", "Print the page")) }
            }
        }
        section class="card" {
            form class="form" method="post" action=(path) {
                (taps(form, "left", lang.say("1. Số nhỏ nhất đọc được ở mép trái",
                    "1. The smallest number that can be read at the left edge"), &lefts, lang))
                (taps(form, "line", lang.say("2. Chữ của dòng dài nhất còn thấy cả hai vạch đứng",
                    "2. The letter of the longest line with both its upright marks"), &lines, lang))
                (submit(lang.say("Lưu khổ giấy", "Save the paper")))
            }
        }
    };
    page(caller, "/printers", title, body)
}

/// One of several things to be tapped.
fn taps(form: &Form, name: &str, label: &str, all: &[(u32, String)], lang: Lang) -> Markup {
    html! {
        fieldset class="form-row taps" {
            legend class="label" { (label) }
            @for (value, words) in all {
                label class="box" {
                    input type="radio" name=(name) value=(value)
                        checked[form.get(name) == value.to_string()];
                    span { (words) }
                }
            }
            (form.error(name, lang))
        }
    }
}

fn fields(ask: Ask) -> Markup {
    let lang = ask.1;
    let pair = |value: String, label: String| (value, label);
    let drawers = [
        pair("0".to_owned(), lang.say("Không có két", "No drawer").to_owned()),
        pair("2".to_owned(), lang.say("Có két (chân 2, hầu hết)", "Pin 2 (nearly all)").to_owned()),
        pair("5".to_owned(), lang.say("Có két (chân 5)", "Pin 5").to_owned()),
    ];
    let rasters = options(Raster::ALL, Raster::as_str, |it| it.label(lang));
    let bands = BANDS.map(|band| pair(band.to_string(), band.to_string()));
    html! {
        (ask.head())
        div class="form-two" {
            (ask.field("name", lang.say("Tên", "Name"), Kind::Text, ""))
            (ask.field("target", lang.say("Địa chỉ", "Address"), Kind::Text,
                "tcp:192.168.1.87:9100 · file:/dev/usb/lp0 · serial:/dev/rfcomm0:9600"))
            (ask.field("width", lang.say("Số điểm ngang khổ giấy", "Dots across the paper"),
                Kind::Number, lang.say("58 mm: 384 · 80 mm: 576 · khác: 432, 504, 512, 546, 640",
                    "58 mm: 384 · 80 mm: 576 · others: 432, 504, 512, 546, 640")))
            (ask.field("margin", lang.say("Lề trái (mm)", "Left margin (mm)"), Kind::Number, ""))
            (ask.select("drawer", lang.say("Két tiền nối với máy in", "Cash drawer at the printer"),
                &drawers))
            (ask.select("raster", lang.say("Cách gửi hình", "How dots are sent"), &rasters))
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
                    td { (paper(&printer.head, lang)) }
                    td { (printer.answers.label(lang)) (trouble(found, printer.uid, lang)) }
                    td {
                        form method="post" action={ "/printers/" (printer.uid) "/test" } {
                            button class="button" { (lang.say("In thử", "Test page")) }
                        }
                        a class="quiet" href={ "/printers/" (printer.uid) "/calibration" } {
                            (lang.say("Canh khổ giấy", "Fit the paper"))
                        }
                    }
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

fn paper(head: &Head, lang: Lang) -> String {
    let margin = head.margin / MILLIMETRE;
    let width = match head.width {
        Width::MM58 => "58 mm".to_owned(),
        Width::MM80 => "80 mm".to_owned(),
        other => format!("{} {}", other.dots(), lang.say("điểm", "dots")),
    };
    match margin {
        0 => width,
        mm => format!("{width}, {} {mm} mm", lang.say("lề", "margin")),
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
