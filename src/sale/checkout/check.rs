//! What of a sale can be checked without the book.

use crate::{
    base::{lang::Lang, money::Money, quantity::Quantity, refusal::Refusal},
    payment::event::Method,
    sale::{Checkout, LINES, LineOrder, PAYMENTS, Tender},
};

/// Checks what can be checked without the book.
pub fn check(ask: &Checkout) -> Result<(), Refusal> {
    if ask.lines.is_empty() || ask.lines.len() > LINES {
        return Err(Refusal::malformed(
            "lines",
            "Phiếu phải có từ 1 đến 100 dòng hàng",
            "A sale has 1 to 100 lines",
        ));
    }
    let sane =
        |line: &LineOrder| line.quantity > Quantity::ZERO && line.quantity <= Quantity::LIMIT;
    if !ask.lines.iter().all(sane) {
        return Err(Refusal::malformed(
            "quantity",
            "Số lượng phải lớn hơn 0",
            "Each quantity must be above zero",
        ));
    }
    ask.lines.iter().try_for_each(check_extras)?;
    if ask.discount.is_some_and(|discount| !discount.sane()) {
        return Err(bad_discount());
    }
    if ask.payments.is_empty() || ask.payments.len() > PAYMENTS {
        return Err(Refusal::malformed(
            "payments",
            "Phiếu phải có từ 1 đến 8 khoản trả",
            "A sale has 1 to 8 payments",
        ));
    }
    let shown = ask.expected_total.unwrap_or(Money::ZERO);
    if !(Money::ZERO..=Money::LIMIT).contains(&shown) {
        return Err(Refusal::malformed("amount", "Số tiền quá lớn", "The amount is too large"));
    }
    ask.payments.iter().try_for_each(payable)
}

fn bad_discount() -> Refusal {
    Refusal::malformed(
        "discount",
        "Giảm giá phải từ 0 đến 100%, hoặc từ 0 đồng trở lên",
        "A discount is 0 to 100 per cent, or 0 đồng or more",
    )
}

/// What a line may carry beside its product: a sample is neither discounted nor charged, and an
/// amount is typed for one unit.
fn check_extras(line: &LineOrder) -> Result<(), Refusal> {
    if line.discount.is_some_and(|discount| !discount.sane()) {
        return Err(bad_discount());
    }
    let given = line.discount.is_some() || line.amount.is_some();
    if !line.sample.is_empty() && given {
        return Err(Refusal::malformed(
            "sample",
            "Hàng mẫu không có giá và không giảm giá",
            "A sample has neither an amount nor a discount",
        ));
    }
    let typed = line.amount.unwrap_or(Money::ZERO);
    let one = line.amount.is_none() || line.quantity == Quantity::units(1);
    if !one || !(Money::ZERO..=Money::LIMIT).contains(&typed) {
        return Err(Refusal::malformed(
            "line_amount",
            "Số tiền tự nhập phải từ 0 đồng, cho số lượng 1",
            "A typed amount is 0 đồng or more, for a quantity of 1",
        ));
    }
    Ok(())
}

/// What is wrong with a payment is said of its own way of paying.
fn payable(tender: &Tender) -> Result<(), Refusal> {
    let way = |lang| tender.method.label(lang);
    let wrong = |code, vi: &str, en: &str| {
        let vi = format!("{}: {vi}", way(Lang::Vi));
        Err(Refusal::malformed(code, vi, format!("{}: {en}", way(Lang::En))))
    };
    let (limit, amount) = (Money::ZERO..=Money::LIMIT, "payment_amount");
    match (tender.method, tender.given) {
        _ if !limit.contains(&tender.amount) => {
            wrong(amount, "số tiền trả không hợp lệ", "the amount is not valid")
        }
        (Method::Cash, Some(given)) if given < tender.amount || given > Money::LIMIT => wrong(
            amount,
            "tiền khách đưa phải đủ cho số tiền trả",
            "the money given must cover the amount",
        ),
        (Method::Cash, _) | (_, None) => match note_fits(tender) {
            true => Ok(()),
            false => wrong("reference", "ghi chú dài quá 40 ký tự", "the note has over 40 letters"),
        },
        (_, Some(_)) => wrong(
            amount,
            "không có tiền khách đưa; chỉ ghi số tiền trả",
            "no money is handed over; give the amount alone",
        ),
    }
}

fn note_fits(tender: &Tender) -> bool {
    tender.reference.as_ref().is_none_or(|reference| reference.chars().count() <= 40)
}
