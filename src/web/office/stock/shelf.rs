//! What lies at a place as rows of a form, each with a field for how much of it: what stays empty
//! is no part of the document.

use crate::{
    base::{
        clock::stored_date_text,
        id::{ProducerId, ProductId},
        lang::{Lang, Say},
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::pack::Packs,
    stock::{
        Line, Place,
        ask::LINES,
        read::{Held, by_product, store},
    },
    web::{
        http::app::App,
        office::stock::{
            lines::{
                Doubts, above_zero, lot_words, no_line, not_too_many, offered, quantity, sent,
            },
            place::At,
            since::Since,
        },
        ui::form::{Ask, Form},
    },
};
use maud::{Markup, html};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A row: a lot that lies here, or a product of which no stock is kept.
pub struct Row {
    product: ProductId,
    name: String,
    unit: String,
    packs: Packs,
    /// The lot and its owner; none: whichever expires first.
    lot: Option<(ProducerId, String)>,
    owner_name: String,
    expires_on: Option<String>,
    /// Its lot is not to be sold.
    blocked: bool,
    /// Thousandths here; none where stock is not kept.
    left: Option<Quantity>,
}

/// The rows of a form, and whether it was sent before.
pub struct Shelf {
    /// What lies there.
    pub rows: Vec<Row>,
    /// The form's document stands already.
    pub sent: bool,
    /// It is counted, so that none left is a number too.
    counts: bool,
    /// What changed since the form was drawn.
    since: Since,
}

impl Shelf {
    async fn of(app: &App, form: &Form, rows: Vec<Row>) -> Result<Shelf, Refusal> {
        let since = Since::load(app, form, &typed(&rows, form), None).await?;
        Ok(Shelf { rows, sent: sent(app, form).await?, counts: false, since })
    }
}

/// The products for which something was typed.
fn typed(rows: &[Row], form: &Form) -> Vec<ProductId> {
    let some = |row: &&Row| !form.get(&row.field()).trim().is_empty();
    let products: BTreeSet<ProductId> = rows.iter().filter(some).map(|it| it.product).collect();
    products.into_iter().collect()
}

impl Shelf {
    /// Whether lines take more of a product than lies there.
    pub fn is_under(&self, lines: &[Line]) -> bool {
        lines.iter().any(|line| {
            let taken = lines.iter().filter(|it| it.product == line.product);
            let rows = self.rows.iter().filter(|it| it.product == line.product);
            let left: Quantity = rows.filter_map(|it| it.left).sum();
            taken.map(|it| it.quantity).sum::<Quantity>() > left
        })
    }
}

impl Row {
    fn amount(&self, quantity: Quantity) -> String {
        self.packs.amount(quantity, &self.unit)
    }

    /// The name of its field.
    fn field(&self) -> String {
        match &self.lot {
            Some((owner, lot)) => field(self.product, *owner, lot),
            None => format!("quantity.{}", self.product.hex()),
        }
    }
}

/// The name of the field of a lot.
pub fn field(product: ProductId, owner: ProducerId, lot: &str) -> String {
    format!("quantity.{}.{}.{}", product.hex(), owner.hex(), hex::encode(lot))
}

/// Rows of what a place holds: lots of which something is left, and those that the form has.
fn lots(held: &[Held], form: &Form) -> Vec<Row> {
    let each = held.iter().flat_map(|it| it.lots.iter().map(move |lot| (it, lot)));
    let left = |it: &Row| it.left.is_some_and(|left| left.0 > 0) || form.has(&it.field());
    each.map(|(it, lot)| row(it, lot)).filter(left).collect()
}

fn row(it: &Held, lot: &store::LotRow) -> Row {
    Row {
        product: it.product,
        name: it.name.clone(),
        unit: it.unit.clone(),
        packs: it.packs.clone(),
        lot: Some((lot.owner, lot.lot.clone())),
        owner_name: lot.owner_name.clone(),
        expires_on: lot.expires_on.clone(),
        blocked: lot.blocked,
        left: Some(Quantity(lot.quantity)),
    }
}

/// What can leave a place: its lots, and goods of which no stock is kept.
pub async fn here(app: &App, at: &At, form: &Form) -> Result<Shelf, Refusal> {
    let mut db = app.shop.read().await?;
    let held = by_product(store::lots(&mut db, at.place().uid()).await?);
    drop(db);
    let mut rows = lots(&held, form);
    // Nothing leaves a store room that never came there.
    let booth = matches!(at.place(), Place::Booth(_));
    let goods = if booth { at.goods(app, &held).await? } else { Vec::new() };
    for good in goods {
        if !held.iter().any(|it| it.tracked && it.product == good.uid) {
            rows.push(Row {
                product: good.uid,
                name: good.name,
                unit: good.unit,
                packs: good.packs,
                lot: None,
                owner_name: String::new(),
                expires_on: None,
                blocked: false,
                left: None,
            });
        }
    }
    Shelf::of(app, form, rows).await
}

/// Every lot that a place holds or held, without how much.
pub async fn blind(app: &App, at: &At, form: &Form) -> Result<Shelf, Refusal> {
    let mut db = app.shop.read().await?;
    let held = by_product(store::lots(&mut db, at.place().uid()).await?);
    drop(db);
    let all = held.iter().flat_map(|it| it.lots.iter().map(move |lot| row(it, lot)));
    let rows: Vec<Row> = all.map(|row| Row { left: None, ..row }).collect();
    let counted = Some(at.place().uid());
    let since = Since::load(app, form, &typed(&rows, form), counted).await?;
    Ok(Shelf { rows, sent: sent(app, form).await?, counts: true, since })
}

/// What a transfer has on the way, also of which too much came.
pub async fn rest(app: &App, transfer: Uuid) -> Result<Vec<Row>, Refusal> {
    let mut db = app.shop.read().await?;
    let held = by_product(store::lots(&mut db, transfer).await?);
    let each = held.iter().flat_map(|it| it.lots.iter().map(move |lot| row(it, lot)));
    Ok(each.filter(|it| it.left.is_some_and(|left| left != Quantity::ZERO)).collect())
}

/// Rows as a form was shown them: when they change, it is shown again.
pub fn seen(rows: &[Row]) -> String {
    let one = |row: &Row| format!("{}={}", row.field(), row.left.unwrap_or_default().text());
    rows.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// What is still on the way of a transfer.
pub async fn on_the_way(app: &App, transfer: Uuid, form: &Form) -> Result<Shelf, Refusal> {
    let mut db = app.shop.read().await?;
    let rows = lots(&by_product(store::lots(&mut db, transfer).await?), form);
    drop(db);
    Shelf::of(app, form, rows).await
}

/// A row in words.
pub fn fact(row: &Row, lang: Lang) -> Markup {
    let lot = row.lot.as_ref().map_or("", |it| it.1.as_str());
    html! {
        li {
            span { (row.name) " · " (lot_words(lot, lang)) }
            @if let Some(left) = row.left.filter(|left| *left < Quantity::ZERO) {
                b { (lang.say("nhận dư", "too many came:")) " " (row.amount(-left)) }
            } @else if let Some(left) = row.left {
                b { (row.amount(left)) }
            }
        }
    }
}

/// Fills the fields of lots with what is left of them, as far as a document has lines; what
/// somebody typed stays.
pub fn fill(form: &mut Form, rows: &[Row]) {
    let mut lines = form.typed("quantity.").count();
    for row in rows {
        let empty = form.get(&row.field()).trim().is_empty();
        if let Some(left) = row.left.filter(|_| empty && lines < LINES) {
            form.replace(&row.field(), row.packs.typed(left, &row.unit));
            lines += 1;
        }
    }
}

/// Says that a document is full while something of the shelf is not in it yet.
pub fn full(form: &Form, rows: &[Row], lang: Lang) -> Markup {
    let left = |row: &&Row| row.left.is_some() && form.get(&row.field()).trim().is_empty();
    let more = rows.iter().filter(left).count();
    html! {
        @if more > 0 && form.typed("quantity.").count() == LINES {
            p class="notice gold" role="status" { (match lang {
                Lang::Vi => format!(
                    "Phiếu này đã đủ {LINES} dòng, còn {more} dòng chưa điền: lưu phiếu này, rồi \
                     lập phiếu nữa."
                ),
                Lang::En => format!(
                    "This document has its {LINES} lines, and {more} are not in it yet: save it, \
                     then make another."
                ),
            }) }
        }
    }
}

/// The lines that were filled in; more than is left is asked about.
pub fn lines(form: &mut Form, shelf: &Shelf) -> Vec<Line> {
    let (mut lines, mut doubts) = (Vec::new(), Doubts::unless(shelf.sent));
    let mut changed = false;
    for row in &shelf.rows {
        let field = row.field();
        if !shelf.sent && since(form, shelf, row) {
            changed = true;
            continue;
        }
        let Some(amount) = quantity(form, &field, (&row.unit, &row.packs)) else { continue };
        let none = amount == Quantity::ZERO && !shelf.counts;
        if amount < Quantity::ZERO || none {
            form.wrong(&field, above_zero());
            continue;
        }
        if let Some(left) = row.left.filter(|left| amount > *left) {
            let shown = |it: Quantity| row.packs.shown(it, &row.unit);
            let (text, left) = (shown(amount), shown(left));
            let (vi, en) = (
                format!("Chỉ còn {left}, phiếu ghi {text}."),
                format!("Only {left} are left, not {text}."),
            );
            doubts.add(&field, Say::new(vi, en), &text);
        }
        lines.push(Line {
            product: row.product,
            quantity: amount,
            owner: row.lot.as_ref().map(|it| it.0),
            lot: row.lot.as_ref().map(|it| it.1.clone()),
            ..Line::default()
        });
    }
    let known: Vec<String> = shelf.rows.iter().map(Row::field).collect();
    let gone = form.typed("quantity.").filter(|name| !known.iter().any(|it| it == name)).count();
    if gone > 0 && !shelf.sent {
        form.wrong(
            "",
            Say::new(
                format!(
                    "Hàng ở đây vừa đổi: {gone} dòng đã ghi không còn trong phiếu. Mở lại phiếu"
                ),
                format!("The shelf changed: {gone} lines given are no longer here. Open it anew"),
            ),
        );
    } else if lines.is_empty() && form.ok() {
        form.wrong("", no_line());
    }
    not_too_many(form, lines.len());
    doubts.ask(form);
    if changed {
        shelf.since.renew(form);
    }
    lines
}

/// Says what changed since the form was drawn that makes another figure of the one typed.
fn since(form: &mut Form, shelf: &Shelf, row: &Row) -> bool {
    let field = row.field();
    if form.get(&field).trim().is_empty() {
        return false;
    }
    let packs = shelf.since.packs(form, &field, row.product, (&row.unit, &row.packs));
    let lot = row.lot.as_ref().map(|(owner, lot)| (row.product, *owner, lot.as_str()));
    let signed = |it| {
        let more = if it > Quantity::ZERO { "+" } else { "" };
        format!("{more}{}", row.amount(it))
    };
    packs | lot.is_some_and(|lot| shelf.since.moved(form, &field, lot, signed))
}

/// The rows with their fields; goods of which no stock is kept are folded under the others.
pub fn draw(rows: &[Row], ask: Ask, left: &str) -> Markup {
    let lang = ask.1;
    let (kept, loose): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.lot.is_some());
    let typed = loose.iter().any(|row| !ask.0.get(&row.field()).is_empty());
    html! {
        @if !kept.is_empty() { (table(&kept, ask, left)) }
        @if !loose.is_empty() {
            details class="loose" open[typed || kept.is_empty()] {
                summary {
                    (lang.say("Hàng không theo dõi tồn", "Goods of which no stock is kept"))
                    " (" (loose.len()) ")"
                }
                (table(&loose, ask, left))
            }
        }
    }
}

fn table(rows: &[&Row], ask: Ask, left: &str) -> Markup {
    let lang = ask.1;
    html! {
        div class="table-wrap" {
            table class="table edit" {
                thead { tr {
                    th { (lang.say("Sản phẩm", "Product")) }
                    th class="num" { (left) }
                    th class="num" { (lang.say("Số lượng", "Quantity")) }
                } }
                tbody { @for row in rows { (row_of(row, ask, left, lang)) } }
            }
        }
    }
}

fn row_of(row: &Row, ask: Ask, left: &str, lang: Lang) -> Markup {
    let field = row.field();
    let lot = row.lot.as_ref().map(|it| it.1.as_str()).filter(|lot| !lot.is_empty());
    html! {
        tr {
            th {
                (row.name)
                @if row.blocked {
                    " " span class="tag stop" { (lang.say("Thu hồi", "Recalled")) }
                }
                p class="hint" {
                    @if let Some(lot) = lot { (lang.say("Lô", "Lot")) " " (lot) " · " }
                    @if let Some(day) = &row.expires_on {
                        (lang.say("hạn", "until")) " " (stored_date_text(day)) " · "
                    }
                    @if row.lot.is_some() { (row.owner_name) }
                    @else { (lang.say("không theo dõi tồn", "stock is not kept")) }
                }
            }
            td class="num" data-label=(left) {
                @match row.left {
                    Some(left) => (row.amount(left)),
                    None => (row.unit),
                }
            }
            td class="num" {
                input class="field num" name=(field) inputmode="decimal" autocomplete="off"
                    value=(ask.0.get(&field)) data-units=[offered(&row.packs, &row.unit)]
                    aria-label={ (lang.say("Số lượng", "Quantity")) " " (row.name) " "
                        (lot.unwrap_or_default()) };
                (ask.0.error(&field, lang))
            }
        }
    }
}
