//! What is hashed of a sale and of its refund.

use super::*;

#[test]
fn a_sale_is_the_same_command_whoever_delivers_it() {
    let ask = Checkout {
        lines: vec![LineOrder::plain(ProductId::default(), Quantity::units(1))],
        approved_by: Some(Approval { by: "Hoa".into(), most: None }),
        seller_id: Some(PersonId::default()),
        ..Checkout::default()
    };
    let text = serde_json::to_value(&ask).unwrap();
    let names: Vec<&str> = text.as_object().unwrap().keys().map(String::as_str).collect();
    let known = "id booth device_seq paid_at lines payments expected_total \
                 priced_at_pos provisional_no print";
    assert_eq!(names.join(" "), known);
    let line: Vec<&String> = text["lines"][0].as_object().unwrap().keys().collect();
    assert_eq!(line, ["product", "quantity"]);
}

#[test]
fn a_void_is_the_same_command_whoever_delivers_it() {
    let ask = refund::Refund {
        seller_id: Some(PersonId::default()),
        stranger: true,
        by_other_hands: true,
        right: refund::Right::Manager,
        ..refund::Refund::default()
    };
    let text = serde_json::to_value(&ask).unwrap();
    let names: Vec<&str> = text.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names.join(" "), "id sale reason device_seq at");
}
