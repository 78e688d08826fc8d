//! The form by which a booth's manager takes goods of a sale back.

use crate::{
    base::{id::SaleId, lang::Say, quantity::Quantity},
    payment::event::Method,
    sale::{
        Tender,
        refund::{Part, Refund, Right},
        store::LineRow,
    },
    web::{
        http::guard::Person,
        ui::form::{Ask, Form, Kind},
    },
};
use maud::{Markup, html};
use uuid::Uuid;

fn rest(line: &LineRow) -> Quantity {
    Quantity(line.quantity - line.returned)
}

fn open(lines: &[LineRow]) -> impl Iterator<Item = &LineRow> {
    lines.iter().filter(|line| rest(line) > Quantity::ZERO)
}

/// The form as it is first shown: everything that is left comes back, fit to be sold again.
pub fn first(lines: &[LineRow], uid: Uuid) -> Form {
    let mut form = Form::of([("uid", uid.to_string())]);
    for line in open(lines) {
        form.set(&format!("quantity-{}", line.n), rest(line).text());
    }
    form
}

/// The form, posted to the sale's own refunds.
pub fn draw(path: &str, lines: &[LineRow], paid: &[Tender], ask: Ask) -> Markup {
    let lang = ask.1;
    let as_paid = (String::new(), lang.say("Như khách đã trả", "As it was paid").to_owned());
    // Cash and a transfer are always at hand; a card or a wallet where the customer paid by it.
    let usual = |it: &Method| matches!(it, Method::Cash | Method::VietQr);
    let fits = |it: &&Method| usual(it) || paid.iter().any(|tender| tender.method == **it);
    let methods = Method::ALL.iter().filter(fits);
    let methods = methods.map(|it| (it.as_str().into(), it.label(lang).into()));
    let methods: Vec<(String, String)> = std::iter::once(as_paid).chain(methods).collect();
    html! {
        section class="card" {
            h2 { (lang.say("Trả hàng", "Take goods back")) }
            form class="form" method="post" action={ (path) "/refunds" } {
                (ask.head())
                (ask.hidden("uid"))
                @for line in open(lines) {
                    @let hint = format!("{} {} {}", lang.say("Còn", "Left:"), rest(line).text(),
                        line.unit);
                    div class="form-two" {
                        (ask.field(&format!("quantity-{}", line.n), &line.name, Kind::Number,
                            &hint))
                        (ask.tick(&format!("loss-{}", line.n),
                            lang.say("Hỏng, không bán lại được", "Spoiled, not to be sold again")))
                    }
                }
                (ask.select("back", lang.say("Trả tiền bằng", "Money back by"), &methods))
                (ask.field("reason", lang.say("Lý do", "Reason"), Kind::Text,
                    lang.say("Ghi rồi thì không sửa được.", "It cannot be undone.")))
                div class="form-end" {
                    button class="danger" { (lang.say("Trả hàng", "Take back")) }
                }
            }
        }
    }
}

/// Reads the form; none when something is wrong, which the form then says.
pub fn parse(form: &mut Form, sale: SaleId, lines: &[LineRow], person: &Person) -> Option<Refund> {
    let reason = form.required("reason", 160);
    let mut parts = Vec::new();
    for line in open(lines) {
        let name = format!("quantity-{}", line.n);
        let quantity = form.quantity(&name).unwrap_or_default();
        if quantity < Quantity::ZERO || quantity > rest(line) {
            form.wrong(&name, Say::new("Nhiều hơn số còn lại", "More than is left"));
        } else if quantity > Quantity::ZERO {
            let loss = form.get(&format!("loss-{}", line.n)) == "1";
            parts.push(Part { n: usize::try_from(line.n).ok()?, quantity, loss });
        }
    }
    let back = match form.get("back") {
        "" => None,
        _ => Some(form.word::<Method>("back")?),
    };
    let id: SaleId = form.uid("uid")?;
    form.ok().then_some(Refund {
        id,
        sale,
        reason,
        seller: person.name.clone(),
        seller_id: Some(person.uid),
        lines: Some(parts),
        back,
        right: Right::Manager,
        ..Refund::default()
    })
}
