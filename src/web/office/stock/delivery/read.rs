//! What was typed into a delivery, and what is asked about it.

use super::{Known, fields::count};
use crate::{
    base::{
        clock::date_text,
        id::{ProducerId, ProductId},
        lang::Say,
        quantity::Quantity,
    },
    stock::{
        Act, Ask as Document, LOT, Line,
        ask::{Paper, PaperKind},
    },
    web::{
        office::stock::{
            lines::{Doubts, above_zero, document, no_line, quantity},
            place::{At, Good},
        },
        ui::form::Form,
    },
};

/// More than so many thousandths on one line are asked about.
const MANY: i64 = 10_000_000;

/// Reads a delivery; none when something is wrong or asked, which the form then says.
pub fn read(form: &mut Form, at: &At, known: &Known) -> Option<Document> {
    let (mut lines, mut doubts) = (Vec::new(), Doubts::unless(known.sent));
    let mut changed = false;
    for n in 0..count(form) {
        let Some((good, line)) = line(form, n, known) else { continue };
        changed |= !known.sent && packs(form, n, good, known);
        doubt(n, (good, &line), &lines, known, &mut doubts);
        lines.push(line);
    }
    if lines.is_empty() && form.ok() {
        form.wrong("", no_line());
    }
    let paper = paper(form);
    doubts.ask(form);
    if changed {
        known.since.renew(form);
    }
    let ask = document(form, at.place(), Act::Delivery, lines)?;
    form.ok().then_some(Document { paper, ..ask })
}

/// The products that the lines name.
pub fn products(form: &Form) -> Vec<ProductId> {
    (0..count(form)).filter_map(|n| form.get(&format!("product-{n}")).parse().ok()).collect()
}

/// Says that the goods of a line are counted otherwise than when the form was drawn.
fn packs(form: &mut Form, n: usize, good: &Good, known: &Known) -> bool {
    known.since.packs(form, &format!("quantity-{n}"), good.uid, (&good.unit, &good.packs))
}

/// The paper that came along; a number without a kind is another paper.
fn paper(form: &mut Form) -> Option<Paper> {
    let (number, on) = (form.text("paper_no", 60), form.date("paper_on"));
    let kind = match form.get("paper_kind") {
        "" if number.is_empty() && on.is_none() => return None,
        "" => PaperKind::Other,
        _ => form.word("paper_kind")?,
    };
    Some(Paper { kind, number, on })
}

/// Line `n`; none where it is blank, or wrong.
fn line<'a>(form: &mut Form, n: usize, known: &'a Known) -> Option<(&'a Good, Line)> {
    let name = |field: &str| format!("{field}-{n}");
    let typed = |form: &Form, field: &str| !form.get(&name(field)).trim().is_empty();
    let (product, many) = (typed(form, "product"), typed(form, "quantity"));
    let more = ["lot", "expires_on", "made_on", "expected", "owner", "area"];
    if !product && !many && !more.iter().any(|it| typed(form, it)) {
        return None;
    }
    if !product {
        form.wrong(&name("product"), Say::new("Hãy chọn hàng", "Choose the product"));
        return None;
    }
    let uid: ProductId = form.uid(&name("product"))?;
    let Some(good) = known.goods.iter().find(|it| it.uid == uid) else {
        form.wrong(&name("product"), Say::new("Hãy chọn lại", "Please choose again"));
        return None;
    };
    form.required(&name("quantity"), 80);
    let of = (good.unit.as_str(), &good.packs);
    let amount = quantity(form, &name("quantity"), of);
    if amount == Some(Quantity::ZERO) {
        form.wrong(&name("quantity"), Say::new("Số lượng phải khác 0", "The quantity is not zero"));
    }
    let expected = quantity(form, &name("expected"), of);
    if expected.is_some_and(|it| it < Quantity::ZERO) {
        form.wrong(&name("expected"), above_zero());
    }
    let line = Line {
        product: uid,
        quantity: amount.unwrap_or_default(),
        owner: owner(form, &name("owner"), known),
        lot: Some(form.text(&name("lot"), LOT)),
        made_on: form.date(&name("made_on")),
        expires_on: form.date(&name("expires_on")),
        soft: form.get(&name("soft")) == "1",
        area: form.text(&name("area"), 60),
        expected,
        ..Line::default()
    };
    Some((good, line))
}

/// The producer of that name.
fn owner(form: &mut Form, field: &str, known: &Known) -> Option<ProducerId> {
    let typed = form.text(field, 200);
    if typed.is_empty() {
        return None;
    }
    let mut named = known.owners.iter().filter(|(_, name)| *name == typed);
    let found = (named.next(), named.next());
    let say = match found {
        (Some((uid, _)), None) => return Some(ProducerId::of_bytes(uid)),
        (None, _) => Say::new("Không có chủ thể này", "No such producer"),
        (Some(_), Some(_)) => {
            Say::new("Có nhiều chủ thể cùng tên này", "Several producers have this name")
        }
    };
    form.wrong(field, say);
    None
}

/// All that a question is about: the goods, whose, which lot, how much is here, and a value.
fn said(line: &Line, known: &Known, value: &str) -> String {
    let lot = line.lot.as_deref().unwrap_or_default();
    let owner = line.owner.map(|it| it.hex()).unwrap_or_default();
    let held = known.held.iter().find(|it| it.product == line.product);
    let lots = held.into_iter().flat_map(|it| &it.lots).filter(|it| it.lot == lot);
    let here: i64 = lots.map(|it| it.quantity).sum();
    format!("{}|{owner}|{lot}|{here}|{value}", line.product.hex())
}

/// What is asked about a line; those before it move the same lot.
fn doubt(
    n: usize,
    (good, line): (&Good, &Line),
    earlier: &[Line],
    known: &Known,
    doubts: &mut Doubts,
) {
    let shown = |it: Quantity| good.packs.shown(it, &good.unit);
    let (field, text) = (format!("quantity-{n}"), line.quantity.text());
    let much = good.packs.amount(line.quantity, &good.unit);
    let lot = line.lot.as_deref().unwrap_or_default();
    let about = |value: &str| said(line, known, value);
    let held = known.held.iter().find(|it| it.product == line.product);
    let mut lots = held.into_iter().flat_map(|it| &it.lots).filter(|it| it.lot == lot);
    let here = lots.find(|it| line.owner.is_none_or(|owner| owner == it.owner));
    if line.quantity < Quantity::ZERO {
        let lot = (line.product, line.owner, &line.lot);
        let moved = earlier.iter().filter(|it| (it.product, it.owner, &it.lot) == lot);
        let moved: Quantity = moved.map(|it| it.quantity).sum();
        let left = Quantity(here.map_or(0, |it| it.quantity)) + moved;
        let (now, then) = (shown(left), shown(left + line.quantity));
        doubts.add(
            &field,
            Say::new(
                format!("{much} là sửa bớt lần nhập trước: ở đây còn {now}, sẽ thành {then}."),
                format!("{much} takes back an earlier delivery: {now} here becomes {then}."),
            ),
            about(&text),
        );
    } else if line.quantity.0 > MANY {
        doubts.add(
            &field,
            Say::new(format!("{much} là rất nhiều."), format!("{much} is a great deal.")),
            about(&text),
        );
    }
    let same = known.today.iter().find(|it| {
        (it.product, it.lot.as_str(), it.quantity) == (line.product, lot, line.quantity.0)
    });
    if let Some(it) = same {
        let no = &it.doc_no;
        doubts.add(
            &field,
            Say::new(
                format!("Phiếu {no} hôm nay đã nhập đúng {much} như vậy."),
                format!("{no} brought the same {much} today."),
            ),
            about(no),
        );
    }
    days(n, line, here.and_then(|it| it.expires_on.as_deref()), known, doubts);
}

/// What is asked about a line's last day.
fn days(n: usize, line: &Line, stands: Option<&str>, known: &Known, doubts: &mut Doubts) {
    let field = format!("expires_on-{n}");
    let Some(day) = line.expires_on else { return };
    let about = |value: &str| said(line, known, value);
    let text = date_text(day);
    if day < known.now.date() {
        doubts.add(
            &field,
            Say::new(
                format!("Hàng này đã quá hạn từ {text}."),
                format!("These goods are past their last day, {text}."),
            ),
            about(&day.to_string()),
        );
    }
    let stands = stands.and_then(|it| it.parse().ok()).filter(|it| *it != day);
    if let Some(stands) = stands.map(date_text) {
        doubts.add(
            &field,
            Say::new(
                format!("Lô này ở đây đang ghi hạn {stands}; lưu thì cả lô thành {text}."),
                format!("This lot has {stands} here; saved, the whole lot has {text}."),
            ),
            about(&day.to_string()),
        );
    }
    if line.made_on.is_some_and(|made| made > day) {
        doubts.add(
            &field,
            Say::new("Hạn dùng trước ngày sản xuất.", "The last day is before it was made."),
            about(&day.to_string()),
        );
    }
}
