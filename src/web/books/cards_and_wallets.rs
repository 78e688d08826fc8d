//! Money by cards and wallets on the page of transfers.

use crate::{
    base::{clock::Ms, id::hex_uid, lang::Lang, money::Money},
    payment::event::Method,
    sale::tenders::store::CardPaymentRow,
};
use maud::{Markup, html};

/// Payments by card and wallet with what was typed beside them, to be compared with the bank's
/// machine or the wallet's own list.
pub fn table(rows: &[CardPaymentRow], lang: Lang) -> Markup {
    html! {
        @if !rows.is_empty() {
            h2 { (lang.say("Thẻ và ví điện tử", "Cards and wallets")) }
            div class="table-wrap" {
                table class="table" {
                    thead { tr {
                        th { (lang.say("Phiếu", "Sale")) }
                        th { (lang.say("Gian", "Booth")) }
                        th { (lang.say("Cách trả", "Method")) }
                        th { (lang.say("Mã giao dịch", "Transaction no.")) }
                        th { (lang.say("Lúc", "Time")) }
                        th { (lang.say("Ai ghi", "By")) }
                        th class="num" { (lang.say("Số tiền", "Amount")) }
                    } }
                    tbody { @for row in rows { tr {
                        th { a href={ "/sales/" (hex_uid(&row.uid)) } { (row.receipt_no) } }
                        td { (row.booth_code) }
                        td { (row.method.parse::<Method>()
                            .map_or(row.method.as_str(), |it| it.label(lang))) }
                        td { (row.reference.as_deref().unwrap_or("–")) }
                        td { (Ms(row.paid_ms).text()) }
                        td { (row.seller) }
                        td class="num" { (Money(row.amount).text()) }
                    } } }
                }
            }
        }
    }
}
