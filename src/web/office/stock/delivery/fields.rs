//! The fields of a delivery as they are drawn.

use super::Known;
use crate::{
    base::lang::Lang,
    stock::{ask::LINES, ask::PaperKind},
    web::{
        office::stock::{lines::offered, place::Good},
        ui::form::{Ask, Form, Kind},
    },
};
use maud::{Markup, html};

/// How many lines the form has.
pub fn count(form: &Form) -> usize {
    form.get("lines").parse().unwrap_or(1).clamp(1, LINES)
}

/// The form at `path`.
pub fn draw(path: &str, known: &Known, ask: Ask) -> Markup {
    let (lang, count) = (ask.1, count(ask.0));
    html! {
        form class="form" method="post" action=(path) {
            (ask.head())
            // Enter in a field saves: the first button of a form is the one that it presses.
            button class="hidden-words" tabindex="-1" aria-hidden="true" { }
            (ask.hidden("uid"))
            (ask.hidden("drawn"))
            (ask.hidden("sure"))
            input type="hidden" name="lines" value=(count);
            datalist id="owners" { @for (_, name) in &known.owners { option value=(name); } }
            @for n in 0..count { (line(n, &known.goods, ask)) }
            div {
                button name="more" value="1" {
                    (lang.say("Thêm mặt hàng, thêm lô", "Another product or lot"))
                }
            }
            (paper(ask))
            (ask.maybe("reason", lang.say("Ghi chú", "Note"), Kind::Text, ""))
            div class="form-end" {
                button class="main" { (lang.say("Lưu phiếu nhập", "Save the delivery")) }
            }
        }
    }
}

fn line(n: usize, goods: &[Good], ask: Ask) -> Markup {
    let lang = ask.1;
    let name = |field: &str| format!("{field}-{n}");
    let more = ["expected", "made_on", "area", "owner", "soft"];
    let open = more.iter().any(|field| !ask.0.get(&name(field)).is_empty());
    html! {
        fieldset class="line" {
            legend { (lang.say("Dòng", "Line")) " " (n + 1) }
            (product(n, goods, ask))
            div class="form-two" {
                (ask.field(&name("quantity"), lang.say("Thực nhận", "Received"), Kind::Number, ""))
                (ask.maybe(&name("lot"), lang.say("Số lô", "Lot"), Kind::Text, ""))
                (ask.maybe(&name("expires_on"), lang.say("Hạn dùng", "Last day"), Kind::Date, ""))
            }
            details open[open] {
                summary { (lang.say("Chủ hàng, ngày làm, số báo trước…",
                    "Owner, made on, announced…")) }
                div class="form-two" {
                    (owner(&name("owner"), ask))
                    (ask.maybe(&name("expected"), lang.say("Số báo trước", "Announced"),
                        Kind::Number, ""))
                    (ask.maybe(&name("made_on"), lang.say("Ngày sản xuất", "Made on"),
                        Kind::Date, ""))
                    (ask.maybe(&name("area"), lang.say("Mã vùng trồng", "Growing area"),
                        Kind::Text, ""))
                }
                (ask.tick(&name("soft"), lang.say("Hạn là “tốt nhất trước”: qua ngày vẫn bán được",
                    "The day is a “best before”: it may be sold after it")))
            }
        }
    }
}

/// Which goods; the fields of their quantities offer their packs.
fn product(n: usize, goods: &[Good], ask: Ask) -> Markup {
    let (lang, name) = (ask.1, format!("product-{n}"));
    let fields = format!("quantity-{n} expected-{n}");
    let chosen = ask.0.get(&name);
    html! {
        div class=(if ask.0.is_wrong(&name) { "form-row wrong" } else { "form-row" }) {
            label class="label" for=(name) { (lang.say("Sản phẩm", "Product")) }
            select class="field" id=(name) name=(name) aria-describedby={ (name) "-said" }
                data-units-to=(fields) {
                option value="" selected[chosen.is_empty()] {
                    (lang.say("– chọn hàng –", "– choose –"))
                }
                @for (good, (value, words)) in goods.iter().map(|it| (it, it.option())) {
                    option value=(value) selected[value == chosen]
                        data-units=[offered(&good.packs, &good.unit)] { (words) }
                }
            }
            div id={ (name) "-said" } { (ask.0.error(&name, lang)) }
        }
    }
}

/// Whose goods: a producer's name, offered while one types.
fn owner(name: &str, ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        div class="form-row" {
            label class="label" for=(name) {
                (lang.say("Hàng của ai (không bắt buộc)", "Whose goods (optional)"))
            }
            input class="field" id=(name) name=(name) value=(ask.0.get(name)) list="owners"
                autocomplete="off" aria-describedby={ (name) "-said" };
            div id={ (name) "-said" } {
                p class="hint" {
                    (lang.say("Để trống: của nhà sản xuất", "Empty: the producer’s"))
                }
                (ask.0.error(name, lang))
            }
        }
    }
}

/// The paper that travelled with the goods.
fn paper(ask: Ask) -> Markup {
    let lang = ask.1;
    let none = (String::new(), lang.say("– chưa có –", "– none yet –").to_owned());
    let kinds = PaperKind::ALL.iter().map(|it| (it.as_str().to_owned(), label(*it, lang)));
    let kinds: Vec<(String, String)> = std::iter::once(none).chain(kinds).collect();
    html! {
        fieldset class="line" {
            legend { (lang.say("Giấy tờ đi cùng hàng", "The paper that came along")) }
            (ask.select("paper_kind", lang.say("Loại giấy", "Kind"), &kinds))
            div class="form-two" {
                (ask.maybe("paper_no", lang.say("Số", "Number"), Kind::Text, ""))
                (ask.maybe("paper_on", lang.say("Ngày", "Date"), Kind::Date, ""))
            }
        }
    }
}

fn label(kind: PaperKind, lang: Lang) -> String {
    kind.label(lang).to_owned()
}
