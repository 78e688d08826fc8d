//! Where a machine is set up: what stands now, and the page that changes it.

use crate::{
    backup::{
        Made,
        notes::{self, Choices},
    },
    base::{
        id::NodeId,
        lang::{Lang, Say, plural},
        refusal::Refusal,
    },
    print::{
        address::{self, PageAddress},
        printer::store::printers,
    },
    report::letterhead::{self, Letterhead},
    staff::store::devices_in_use,
    sync::upward::store::{HubRow, hub},
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::Spoken,
            route::get,
        },
        ui::{
            answer::{Shown, shown},
            page,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// Route of the page.
pub fn router() -> Router<App> {
    Router::new().route("/settings", get(one))
}

/// What stands now.
struct View {
    node: NodeId,
    folder: String,
    addresses: Vec<String>,
    https: bool,
    devices: usize,
    printers: usize,
    receipts: Option<PageAddress>,
    signed: bool,
    copies: Choices,
    copied: Option<Made>,
    hub: Option<HubRow>,
    letterhead: Letterhead,
}

async fn one(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    let view = load(&app).await.spoken(caller.lang)?;
    shown(draw(&caller, &view))
}

async fn load(app: &App) -> Result<View, Refusal> {
    let (node, port) = (app.shop.desk.origin(), app.hosts.port);
    let addresses = app.hosts.reachable().into_iter().map(|it| format!("http://{it}:{port}"));
    let made = app.keeper.state().borrow().unnoted.clone();
    let mut db = app.shop.read().await?;
    Ok(View {
        node,
        folder: app.shop.folder.display().to_string(),
        addresses: addresses.collect(),
        https: app.trust.is_some(),
        devices: devices_in_use(&mut db).await?.len(),
        printers: printers(&mut db).await?.len(),
        receipts: address::load(&mut db).await?,
        signed: address::signed(&mut db).await?,
        copies: notes::choices(&mut db).await?,
        copied: made.or(notes::last(&mut db).await?),
        hub: hub(&mut db, node).await?,
        letterhead: letterhead::store::load(&mut db).await?,
    })
}

fn draw(caller: &Caller, view: &View) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Cài đặt", "Settings");
    let body = html! {
        div class="page-head" { h1 { (title) } }
        div class="cards" {
            @for it in places(caller, view) { (place(&it, lang)) }
            (machine(view, lang))
        }
    };
    page::page(caller, "/settings", title, body)
}

/// A page of settings: its address, its name, what stands there, and what to know about it.
struct Place {
    to: &'static str,
    name: Say,
    stands: Say,
    hint: Say,
}

fn places(caller: &Caller, view: &View) -> Vec<Place> {
    let mut places = Vec::new();
    if !caller.collects {
        places.extend([devices(view), paper(view), receipts(view)]);
    }
    places.extend([copies(view), above(view)]);
    if view.https {
        places.push(https());
    }
    places.extend([files(), letters(view)]);
    places
}

fn devices(view: &View) -> Place {
    Place {
        to: "/devices",
        name: Say::new("Thiết bị", "Devices"),
        stands: counted(view.devices, "thiết bị đang dùng", ("device in use", "devices in use")),
        hint: Say::new(
            "Ghép điện thoại, máy tính bảng của gian hàng và cổng; thu hồi khi mất máy.",
            "Pair phones and tablets of booths and gates; withdraw one that is lost.",
        ),
    }
}

fn paper(view: &View) -> Place {
    Place {
        to: "/printers",
        name: Say::new("Máy in và ngăn kéo", "Printers and drawers"),
        stands: counted(view.printers, "máy in", ("printer", "printers")),
        hint: Say::new(
            "Khổ giấy, lề, ngăn kéo tiền, gian nào in ở máy nào, in lại phiếu hỏng.",
            "Width, margin, cash drawer, which booth prints where, papers that failed.",
        ),
    }
}

fn receipts(view: &View) -> Place {
    let address = view.receipts.as_ref().map(PageAddress::as_str);
    let stands = match address {
        None => Say::new("Phiếu không có mã QR", "Receipts carry no code"),
        Some(it) if view.signed => Say::new(format!("{it}, có chữ ký"), format!("{it}, signed")),
        Some(it) => Say::new(it, it),
    };
    Place {
        to: "/printers#receipt-address",
        name: Say::new("Mã QR trên phiếu", "The code on receipts"),
        stands,
        hint: Say::new(
            "Địa chỉ để khách xem và kiểm tra phiếu; chữ ký để kiểm tra khi máy đã tắt.",
            "Where customers see and check a receipt; a signature for when this machine is off.",
        ),
    }
}

fn copies(view: &View) -> Place {
    let stands = match (&view.copies.folder, &view.copied) {
        (None, None) => Say::new("Chưa có bản sao nào", "There is no copy yet"),
        (_, Some(made)) => {
            let at = made.at.text();
            Say::new(format!("Bản mới nhất {at}"), format!("The newest {at}"))
        }
        (Some(folder), None) => {
            let folder = folder.display();
            Say::new(format!("Vào {folder}"), format!("Into {folder}"))
        }
    };
    Place {
        to: "/backups",
        name: Say::new("Sao lưu", "Backups"),
        stands,
        hint: Say::new(
            "Bản sao vào USB mỗi giờ; tải về; kiểm tra kỹ một bản.",
            "Copies onto a stick every hour; download one; check one whole.",
        ),
    }
}

fn above(view: &View) -> Place {
    let none = || Say::new("Chưa kết nối", "Not joined");
    Place {
        to: "/sync",
        name: Say::new("Máy tổng hợp", "The hub"),
        stands: view.hub.as_ref().map_or_else(none, |it| {
            let words = format!("{} · {}", it.name, it.address);
            Say::new(words.clone(), words)
        }),
        hint: Say::new(
            "Gửi sổ của máy này lên tỉnh hoặc trung ương để cộng vào báo cáo.",
            "This machine’s book goes to the province or the nation, for their reports.",
        ),
    }
}

fn https() -> Place {
    Place {
        to: "/trust",
        name: Say::new("HTTPS", "HTTPS"),
        stands: Say::new("Đang chạy", "It runs"),
        hint: Say::new(
            "Chứng chỉ để điện thoại của ban tổ chức mở trang bảo mật và quét bằng camera.",
            "The certificate by which your own phones open secure pages and scan by camera.",
        ),
    }
}

fn files() -> Place {
    Place {
        to: "/import",
        name: Say::new("Nhập từ tệp", "Import from a file"),
        stands: Say::new("CSV, XLSX, XLS", "CSV, XLSX, XLS"),
        hint: Say::new(
            "Sản phẩm, chủ thể, gian hàng, hàng tồn, từ bảng tính có sẵn.",
            "Products, producers, booths and stock, out of sheets that you have.",
        ),
    }
}

fn letters(view: &View) -> Place {
    let stands = match view.letterhead.office.as_str() {
        "" => Say::new("Chưa điền", "Nothing is filled in"),
        office => Say::new(office, office),
    };
    Place {
        to: "/letterhead",
        name: Say::new("Đầu thư và người ký", "Letterhead and signer"),
        stands,
        hint: Say::new(
            "Tên cơ quan, nơi nhận, người ký trên báo cáo Word và PDF.",
            "Office, receiver and signer on reports as Word and PDF.",
        ),
    }
}

fn counted(many: usize, vi: &str, (one, more): (&str, &str)) -> Say {
    let en = plural(i64::try_from(many).unwrap_or(i64::MAX), one, more);
    Say::new(format!("{many} {vi}"), format!("{many} {en}"))
}

fn place(it: &Place, lang: Lang) -> Markup {
    html! {
        section class="card" {
            h2 { a href=(it.to) { (it.name.in_lang(lang)) } }
            p { b { (it.stands.in_lang(lang)) } }
            p class="hint" { (it.hint.in_lang(lang)) }
        }
    }
}

/// What cannot be changed here, but is asked for when something is wrong.
fn machine(view: &View, lang: Lang) -> Markup {
    html! {
        section class="card" {
            h2 { (lang.say("Máy này", "This machine")) }
            dl class="pairs" {
                dt { (lang.say("Phiên bản", "Version")) } dd { (env!("CARGO_PKG_VERSION")) }
                dt { (lang.say("Thư mục dữ liệu", "Data folder")) } dd { (view.folder) }
                dt { (lang.say("Tên trong sổ", "Its name in the book")) } dd { (view.node) }
                @for it in &view.addresses {
                    dt { (lang.say("Địa chỉ", "Address")) } dd { (it) }
                }
            }
        }
    }
}
