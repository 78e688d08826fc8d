//! The page about copies.

use crate::{
    backup::{Made, keeper::Work},
    base::{lang::Lang, money::group},
    web::{
        http::{assets::url, guard::Caller},
        office::backups::View,
        ui::{
            form::{Ask, Form, Kind, submit},
            page,
        },
    },
};
use maud::{Markup, html};

/// The whole page.
pub fn draw(caller: &Caller, view: &View, form: &Form) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Sao lưu", "Backups");
    let body = html! {
        h1 { (title) }
        p { (lang.say(
            "Máy hỏng giữa chợ thì khôi phục bản sao lên máy khác và bán tiếp; điện thoại gửi lại \
             những phiếu mà bản sao chưa có.",
            "If this machine breaks during a fair, a copy is restored on another one and selling \
             goes on; phones send again what the copy does not have.",
        )) }
        (Ask(form, lang).head())
        (working(view, lang))
        (last(view.last.as_ref(), lang))
        (unpictured(&view.unpictured, lang))
        (places(view, form, lang))
        (view.standbys)
        (secrets(lang))
        (download(form, lang))
        (hub(lang))
    };
    page::page(caller, "/backups", title, body)
}

/// What is under way, or why the last try failed.
fn working(view: &View, lang: Lang) -> Markup {
    let work = view.now.busy.as_ref().map(|busy| busy.work);
    let words = match work {
        Some(Work::Verify) => lang.say("Đang kiểm tra bản sao", "The copy is being checked"),
        _ => lang.say("Đang sao lưu", "A copy is being made"),
    };
    let percent = view.now.busy.as_ref().map_or(0, |busy| busy.percent());
    html! {
        @if view.now.asked {
            div class="notice wait" role="status" id="working" {
                p { (words) " "
                    progress max="100" value=(percent) aria-label=(words) {} }
            }
            script type="module" src=(url("js/backups.js")) {}
        }
    }
}

fn last(made: Option<&Made>, lang: Lang) -> Markup {
    let none = lang.say("Chưa có bản sao nào.", "There is no copy yet.");
    html! {
        section class="card" id="last" {
            h2 { (lang.say("Bản sao tốt gần nhất", "The last good copy")) }
            @match made {
                None => p { (none) },
                Some(made) => (facts(made, lang)),
            }
            div class="form-end" {
                form method="post" action="/backups/now" {
                    button class="main" { (lang.say("Sao lưu ngay", "Make one now")) }
                }
                @if made.is_some() {
                    form method="post" action="/backups/verify" {
                        button class="big" { (lang.say("Kiểm tra kỹ bản này", "Check it whole")) }
                    }
                }
            }
        }
    }
}

/// Names of products that are said; the rest is counted.
const NAMED: usize = 10;

/// Photos that are in no copy, because they are not here.
fn unpictured(names: &[String], lang: Lang) -> Markup {
    let some = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(NAMED);
    html! {
        @if !names.is_empty() {
            p class="notice" id="unpictured" {
                (lang.say("Máy này thiếu tệp ảnh của: ", "This machine lacks the photos of: "))
                (some)
                @if more > 0 { " +" (more) }
                (lang.say(". Hãy chọn lại ảnh ở trang sản phẩm.",
                    ". Choose them again on the products’ pages."))
            }
        }
    }
}

fn facts(made: &Made, lang: Lang) -> Markup {
    let size = format!("{} KiB", group(made.size.div_ceil(1024).try_into().unwrap_or_default()));
    let quick = lang.say(
        "Các trang và mục cuối đã được so với sổ",
        "Its pages and last entry were compared with the book",
    );
    let whole = |at: String| format!("{} {at}", lang.say("Đã kiểm tra kỹ lúc", "Checked whole on"));
    let checked = made.verified.map_or(quick.to_owned(), |at| whole(at.text()));
    let rows = [
        (lang.say("Lúc", "When"), made.at.text()),
        (lang.say("Ở đâu", "Where"), made.file.display().to_string()),
        (lang.say("Cỡ", "Size"), size),
        (lang.say("Mục cuối", "Last entry"), format!("{} · {}", made.seq, short(&made.head))),
        (lang.say("Kiểm tra", "Checked"), checked),
    ];
    html! {
        div class="table-wrap" { table class="table" { tbody {
            @for (name, value) in rows { tr { th { (name) } td { (value) } } }
        } } }
        @if !made.private {
            p class="notice" { (lang.say(
                "Ổ này không giữ quyền của tệp (FAT, exFAT): ai cầm USB cũng đọc được bản sao.",
                "This disk keeps no rights of files (FAT, exFAT): whoever holds the stick can \
                 read the copy.",
            )) }
        }
        @if !made.elsewhere {
            p class="notice" { (lang.say(
                "Bản sao nằm cùng ổ với sổ: ổ hỏng là mất cả hai. Hãy dùng USB.",
                "The copy lies on the same disk as the book: if it breaks, both are lost. Use a \
                 stick.",
            )) }
        }
    }
}

fn short(head: &str) -> &str {
    &head[..head.len().min(16)]
}

fn places(view: &View, form: &Form, lang: Lang) -> Markup {
    let ask = Ask(form, lang);
    let hint = lang.say(
        "Thư mục ngoài máy, như USB. Để trống: không sao lưu theo giờ",
        "A folder outside this machine, such as a stick. Empty: no timed copies",
    );
    html! {
        section class="card" id="places" {
            h2 { (lang.say("Sao lưu theo giờ", "Timed copies")) }
            form class="form" method="post" action="/backups" {
                (ask.offered("folder", lang.say("Nơi để bản sao", "Where copies go"), hint,
                    &view.sticks))
                (ask.field("minutes", lang.say("Cách nhau bao nhiêu phút, khi hội chợ đang mở",
                    "Minutes between two, while a fair is open"), Kind::Digits, ""))
                (ask.field("newest", lang.say("Giữ bao nhiêu bản mới nhất",
                    "How many of the newest stay"), Kind::Digits, ""))
                (ask.field("days", lang.say("Giữ bản cuối của bao nhiêu ngày",
                    "Of how many days the last stays"), Kind::Digits, ""))
                (submit(lang.say("Lưu", "Save")))
            }
        }
    }
}

/// The way to the other place where the book outlives this machine.
fn hub(lang: Lang) -> Markup {
    html! {
        section class="card" {
            h2 { (lang.say("Gửi sổ lên máy tổng hợp", "The book goes to a hub")) }
            p { (lang.say(
                "Khi có mạng, sổ tới văn phòng tỉnh trong vài giây: số liệu xem được ở đó, và còn \
                 lại khi máy này hỏng.",
                "Where there is a network, the book gets to the province’s office within seconds: \
                 its figures are seen there, and stay when this machine breaks.",
            )) }
            a class="button" href="/sync" { (lang.say("Xem đồng bộ", "See how it goes")) }
        }
    }
}

fn secrets(lang: Lang) -> Markup {
    html! {
        p class="hint" { (lang.say(
            "Mỗi bản sao là một tệp có đủ để máy khác bán ngay: sổ, mã PIN và mật khẩu đã băm, \
             quyền của các thiết bị, máy in, cài đặt và khoá HTTPS. Ai có tệp này có thể dò mã \
             PIN: hãy giữ như giữ tiền. Khôi phục: chophien restore TỆP --data THƯ_MỤC_MỚI",
            "Each copy is one file with all that another machine needs to sell at once: the book, \
             hashed PINs and passwords, the rights of devices, printers, settings and the key of \
             HTTPS. Who has it can try PINs: keep it like money. To restore: chophien restore \
             FILE --data NEW_FOLDER",
        )) }
    }
}

fn download(form: &Form, lang: Lang) -> Markup {
    let ask = Ask(form, lang);
    html! {
        section class="card" id="download" {
            h2 { (lang.say("Tải một bản sao về máy đang xem", "A copy through this browser")) }
            form class="form" method="post" action="/backups/download" {
                (ask.field("password", lang.say("Mật khẩu của bạn", "Your password"),
                    Kind::Password, ""))
                (submit(lang.say("Tải về", "Download")))
            }
        }
    }
}
