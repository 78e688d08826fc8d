//! The catalogue's indicators.

use crate::{
    base::{clock::date_text, lang::Lang},
    report::{products::Products, tables},
    web::{
        books::report::{head, linked},
        ui::figures::all,
    },
};
use maud::{Markup, html};

/// The catalogue's indicators.
pub fn products_page(it: &Products, lang: Lang) -> Markup {
    let on = date_text(it.on);
    let due = it.to_renew.len();
    let coded = it.with_barcode;
    html! {
        (head(lang.say("Sản phẩm OCOP", "OCOP products"), &on, &format!("on={}", it.on), html! {},
            lang))
        p.sentence {
            @if lang == Lang::Vi {
                "Ngày " (on) " có " (it.count) " sản phẩm của " (it.producers) " chủ thể; "
                (coded) " sản phẩm (" (it.barcode_share.text()) ") có mã vạch, "
                (linked("#to_renew", &due.to_string())) " sản phẩm cần đánh giá lại."
            } @else {
                "On " (on) " there are " (it.count) " products of " (it.producers)
                " producers; " (coded) " (" (it.barcode_share.text()) ") carry a barcode, "
                (linked("#to_renew", &due.to_string())) " are to be rated anew."
            }
        }
        (all(&tables::catalogue(it, lang), lang))
    }
}
