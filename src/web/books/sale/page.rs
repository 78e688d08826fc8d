//! One sale, from its journal entry, with its refunds.

use crate::{
    base::{
        clock::Ms,
        id::{BoothId, CommandId, SaleId, hex_uid},
        lang::{Lang, Say},
        money::Money,
        refusal::Refusal,
    },
    desk::{command::Command, fact::Fact},
    journal::{self, Entry},
    payment::store::{self as payment, Transfer},
    print::slip,
    sale::{
        Flag, Line, Sold, Tender,
        shift::read::store as shifts,
        store::{self, LineRow},
    },
    web::{
        books::{
            report::routes::receipt_path,
            sale::refund_form,
            transfers::{self, by},
        },
        http::{
            app::App,
            guard::{Caller, ManagerOf, ReaderOf, SignedIn},
            problem::Spoken,
            route::{get, post},
            submit::submit,
        },
        ui::{
            answer::{Shown, again, saved, shown},
            form::{Ask, Form},
            page, place,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// Routes of one sale as a page.
pub fn router() -> Router<App> {
    Router::new().route("/sales/{uid}", get(sale)).route("/sales/{uid}/refunds", post(refund))
}

struct Whole {
    sold: Sold,
    entry: Entry,
    refunds: Vec<(Vec<u8>, String)>,
    lines: Vec<LineRow>,
    /// What happened to its transfers, in order.
    transfers: Vec<Transfer>,
    /// The uid of its shift, the number of that shift's Z, its own number under that Z.
    shift: Option<(Vec<u8>, Option<String>, Option<i64>)>,
}

async fn load(app: &App, sale: SaleId) -> Result<Whole, Refusal> {
    let none = || Refusal::NotFound(Say::new("Không tìm thấy phiếu", "No such sale"));
    let mut db = app.shop.read().await?;
    let pos = store::pos_of(&mut db, &sale.bytes()).await?.ok_or_else(none)?;
    let entry = journal::store::at(&mut db, pos).await?.ok_or_else(none)?;
    let refunds = store::refunds(&mut db, &sale.bytes()).await?;
    let lines = store::lines(&mut db, &sale.bytes()).await?;
    let fact = Fact::parse(&entry.kind, entry.body_version, &entry.body);
    let Some(Fact::Sold(sold)) = fact else {
        return Err(Refusal::Failed(format!("entry {pos} is not a sale")));
    };
    let mut transfers = Vec::new();
    for reference in sold.payments.iter().filter_map(Tender::transfer) {
        transfers.extend(payment::steps(&mut db, &sold.booth.uid.bytes(), reference).await?);
    }
    let shift = shifts::of_sale(&mut db, &sale.bytes()).await?;
    Ok(Whole { sold: *sold, entry, refunds, lines, transfers, shift })
}

/// A page of a booth's sale is for its people and for those who oversee the fair.
async fn sale(
    _: SignedIn,
    ReaderOf { caller, id: sale, booth }: ReaderOf<SaleId>,
    State(app): State<App>,
) -> Shown {
    let whole = load(&app, sale).await.spoken(caller.lang)?;
    let uid = app.shop.chance.uid(app.shop.clock.now());
    let form = refund_form::first(&whole.lines, uid);
    shown(draw(&caller, booth, &whole, &form))
}

fn draw(caller: &Caller, booth: BoothId, whole: &Whole, form: &Form) -> Markup {
    let (lang, sold) = (caller.lang, &whole.sold);
    let path = format!("/sales/{}", sold.id);
    let open = sold.reverses.is_none() && whole.lines.iter().any(|it| it.quantity > it.returned);
    let title = format!("{} {}", lang.say("Phiếu", "Sale"), sold.receipt_no);
    let body = html! {
        div class="page-head" {
            div {
                h1 { (title) }
                p class="sub" {
                    (sold.paid_at.text())
                    @if !sold.seller.is_empty() { " · " (sold.seller) }
                    " · " (sold.booth.code) " " (sold.booth.name) " · " (sold.fair.name)
                }
                (standing(whole, lang))
            }
            div class="actions" {
                a class="button" href=(receipt_path(&sold.id.bytes())) {
                    (lang.say("Xem phiếu in", "The paper"))
                }
            }
        }
        (lines(caller, sold))
        div class="cards" { (payments(whole, lang)) (book(whole, lang)) }
        @if open && caller.manages(booth).is_ok() {
            (refund_form::draw(&path, &whole.lines, &sold.payments, Ask(form, lang)))
        }
    };
    page::page(caller, &path, &title, body)
}

fn standing(whole: &Whole, lang: Lang) -> Markup {
    html! {
        @for (uid, number) in &whole.refunds {
            p {
                span class="tag stop" { (lang.say("Đã trả hàng bởi phiếu ", "Refunded by ")) }
                " " a href={ "/sales/" (hex_uid(uid)) } { (number) }
            }
        }
        @if let Some(reversed) = &whole.sold.reverses {
            p {
                span class="tag" {
                    @if reversed.whole { (lang.say("Hủy phiếu ", "Voids ")) }
                    @else { (lang.say("Trả hàng của phiếu ", "Refund of ")) }
                    (reversed.receipt_no)
                }
                " " (lang.say("Lý do", "Reason")) ": " (reversed.reason) " "
                @if let Some(name) = &reversed.approved_by {
                    (lang.say("Chủ gian duyệt", "Approved by")) ": " (name) " "
                }
                a href={ "/sales/" (reversed.sale) } { (lang.say("Phiếu gốc", "The original")) }
            }
        }
        (tags(&whole.sold.flags, lang))
        (shift(whole, lang))
    }
}

/// The shift it belongs to, its Z, and its place under that when it came late.
fn shift(whole: &Whole, lang: Lang) -> Markup {
    html! {
        @if let Some((uid, z_no, late)) = &whole.shift {
            p {
                a href={ "/shifts/" (hex_uid(uid)) } {
                    @match (z_no, late) {
                        (Some(z_no), Some(late)) => {
                            (lang.say("Bổ sung ", "Supplement ")) (late)
                            (lang.say(" của phiếu Z ", " to Z ")) (z_no)
                        },
                        (Some(z_no), None) => {
                            (lang.say("Trong phiếu Z ", "In Z ")) (z_no)
                        },
                        (None, _) => (lang.say("Ca bán hàng", "Its shift")),
                    }
                }
            }
        }
    }
}

fn stars(star: u8, lang: Lang) -> Markup {
    let words = format!("{star} {}", lang.say("sao", "stars"));
    html! { span class="stars" role="img" aria-label=(words) { ("★".repeat(usize::from(star))) } }
}

/// Flags as small labels.
fn tags(flags: &[Flag], lang: Lang) -> Markup {
    html! { @for flag in flags { span class="tag gold" { (flag.label(lang)) } " " } }
}

fn lines(caller: &Caller, sold: &Sold) -> Markup {
    let lang = caller.lang;
    let off_whole: Money = sold.lines.iter().map(|line| line.off.cart).sum();
    html! {
        div class="table-wrap" {
            table class="table" {
                thead { tr {
                    th { (lang.say("Hàng", "Goods")) }
                    th class="num" { (lang.say("Số lượng", "Quantity")) }
                    th class="num" { (lang.say("Đơn giá", "Price")) }
                    th class="num" { (lang.say("Thành tiền", "Amount")) }
                } }
                tbody {
                    @for line in &sold.lines {
                        tr {
                            th {
                                (line.name)
                                @if let Some(star) = line.star { " " (stars(star, lang)) }
                                @if !line.note.is_empty() { " · " (line.note) }
                                (taken_off(line, lang))
                                (lots(caller, line))
                            }
                            td class="num" { (line.quantity.text()) " " (line.unit) }
                            td class="num" { (line.price.text()) }
                            td class="num" { (line.amount.text()) }
                        }
                    }
                    @if off_whole != Money::ZERO {
                        tr {
                            th { (lang.say("Trong đó giảm cả đơn", "Of which off the whole")) }
                            td {} td {}
                            td class="num" { ((-off_whole).text()) }
                        }
                    }
                    @if sold.rounding != Money::ZERO {
                        tr {
                            th { (lang.say("Làm tròn tiền mặt", "Cash rounding")) }
                            td {} td {}
                            td class="num" { (sold.rounding.text()) }
                        }
                    }
                }
                tfoot { tr {
                    th { (lang.say("Tổng cộng", "Total")) }
                    td {} td {}
                    td class="num" { ((sold.total + sold.rounding).text()) }
                } }
            }
        }
    }
}

/// The lots that a line was drawn from; who oversees the fair is led to where else they are.
fn lots(caller: &Caller, line: &Line) -> Markup {
    let (lang, leads) = (caller.lang, caller.overseer().is_ok());
    let named: Vec<_> = line.draws.iter().filter(|draw| !draw.lot.is_empty()).collect();
    html! {
        @if !named.is_empty() {
            p class="hint" {
                (lang.say("Lô", "Lot"))
                @for (n, draw) in named.iter().enumerate() {
                    @if n > 0 { "," } " "
                    @if leads { a href=(place::lot(line.product, &draw.lot)) { (draw.lot) } }
                    @else { (draw.lot) }
                    @if line.draws.len() > 1 { " × " (draw.quantity.text()) }
                }
            }
        }
    }
}

/// What a line was taken off and why, or why it was given away.
fn taken_off(line: &Line, lang: Lang) -> Markup {
    html! {
        @for (words, off) in slip::offs(line, lang) {
            p class="hint" { (words) " " ((-off).text()) }
        }
        @if !line.sample.is_empty() {
            p class="hint" { (lang.say("Hàng mẫu", "Free sample")) ": " (line.sample) }
        }
    }
}

fn payments(whole: &Whole, lang: Lang) -> Markup {
    let sold = &whole.sold;
    html! {
        section class="card" {
            h2 { (lang.say("Thanh toán", "Payments")) }
            ul class="facts" {
                @for it in &sold.payments {
                    li {
                        span {
                            (it.method.label(lang))
                            @if let Some(reference) = &it.reference { " · " (reference) }
                            @if let Some(given) = it.given {
                                " · " (lang.say("khách đưa", "given")) " " (given.text())
                            }
                        }
                        b { (it.amount.text()) }
                    }
                }
            }
            (steps(&whole.transfers, lang))
            @if sold.difference != Money::ZERO {
                p class="hint" {
                    (lang.say("Lệch so với giá máy chủ", "Away from the server's prices")) ": "
                    (sold.difference.text())
                }
            }
        }
    }
}

/// What happened to the transfers of a sale: when, what, and by whose word.
fn steps(transfers: &[Transfer], lang: Lang) -> Markup {
    html! {
        @if !transfers.is_empty() {
            h3 { (lang.say("Chuyển khoản", "Transfer")) }
            ul class="facts" {
                @for step in transfers {
                    li {
                        span {
                            (transfers::state(&step.state, lang)) " " (Money(step.amount).text())
                            @if !step.actor.is_empty() { " · " (by(&step.actor, lang)) }
                        }
                        span { (Ms(step.at_ms).text()) }
                    }
                }
            }
        }
    }
}

fn book(whole: &Whole, lang: Lang) -> Markup {
    let (entry, sold) = (&whole.entry, &whole.sold);
    html! {
        section class="card" {
            h2 { (lang.say("Trong sổ", "In the journal")) }
            dl class="pairs" {
                dt { (lang.say("Dòng", "Position")) } dd { (entry.pos) }
                dt { (lang.say("Thứ tự trong chuỗi", "Sequence")) } dd { (entry.seq) }
                dt { (lang.say("Máy chủ nhận lúc", "Received")) } dd { (Ms(entry.at_ms).text()) }
                dt { (lang.say("Người ghi", "By")) } dd { (by(&entry.actor, lang)) }
                @if let Some(name) = &sold.approved_by {
                    dt { (lang.say("Người duyệt giảm giá", "Discount approved by")) } dd { (name) }
                }
                @if let Some(number) = &sold.provisional_no {
                    dt { (lang.say("Số tạm", "Provisional number")) } dd { (number) }
                }
                dt { (lang.say("Mã chuỗi", "Hash")) }
                dd style="overflow-wrap:anywhere" { (hex::encode(&entry.hash)) }
            }
        }
    }
}

async fn refund(
    ManagerOf { caller, person, id: sale, booth }: ManagerOf<SaleId>,
    State(app): State<App>,
    mut form: Form,
) -> Shown {
    let whole = load(&app, sale).await.spoken(caller.lang)?;
    if let Some(ask) = refund_form::parse(&mut form, sale, &whole.lines, &person) {
        let id = ask.id;
        match submit(&app, &caller, CommandId(id.0), Command::Refund(ask)).await {
            Ok(_) => return saved(&format!("/sales/{id}")),
            Err(refusal) => form.refuse("reason", &refusal),
        }
    }
    again(&form, draw(&caller, booth, &whole, &form))
}
