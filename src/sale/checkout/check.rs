//! What of a sale can be checked without the book.

use crate::{
    base::{money::Money, quantity::Quantity, refusal::Refusal},
    payment::event::Method,
    sale::{Asked, Checkout, LINES, PAYMENTS, Tender},
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
    let sane = |line: &Asked| line.quantity > Quantity::ZERO && line.quantity <= Quantity::LIMIT;
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
    if ask.payments.iter().any(|tender| !payable(tender)) {
        return Err(Refusal::malformed(
            "payment_amount",
            "Số tiền trả không hợp lệ: tiền khách đưa phải đủ cho số tiền trả",
            "A payment is not valid: the money given must cover its amount",
        ));
    }
    Ok(())
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
fn check_extras(line: &Asked) -> Result<(), Refusal> {
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

fn payable(tender: &Tender) -> bool {
    let given = match tender.method {
        Method::Cash => tender.given.is_none_or(|given| given >= tender.amount),
        _ => tender.given.is_none(),
    };
    given
        && (Money::ZERO..=Money::LIMIT).contains(&tender.amount)
        && tender.given.is_none_or(|given| given <= Money::LIMIT)
        && tender.reference.as_ref().is_none_or(|reference| reference.chars().count() <= 40)
}
