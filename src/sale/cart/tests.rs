//! Carts as a shop would ring them up, with every figure.

use super::*;
use crate::base::{
    clock::Ms,
    id::{FairId, PromotionId},
};
use crate::fair::promotion::Deal;
use uuid::Uuid;

const HONEY: u128 = 1;
const TEA: u128 = 2;
const SQUID: u128 = 3;

fn item(product: u128, thousandths: i64, price: i64) -> Item {
    Item {
        product: ProductId(Uuid::from_u128(product)),
        quantity: Quantity(thousandths),
        price: Money(price),
        discount: None,
        sample: false,
        free: false,
    }
}

fn promotion(name: &str, products: &[u128], deal: Deal) -> Promotion {
    Promotion {
        uid: PromotionId::default(),
        fair: FairId::default(),
        booth: None,
        name: name.into(),
        products: products.iter().map(|n| ProductId(Uuid::from_u128(*n))).collect(),
        deal,
        starts: Ms(0),
        ends: Ms(i64::MAX),
    }
}

/// Promotion, off the line, share of the cart's discount, net: for each line.
fn figures(
    items: &[Item],
    promotions: &[Promotion],
    discount: Option<Discount>,
) -> Vec<(i64, i64, i64, i64)> {
    let promotions: Vec<&Promotion> = promotions.iter().collect();
    let lines = price(items, &promotions, discount).unwrap();
    let figure = |it: &Priced| (it.off.promotion.0, it.off.line.0, it.off.cart.0, it.net().0);
    lines.iter().map(figure).collect()
}

#[test]
fn per_cents_of_a_line_are_rounded_to_whole_dong() {
    let line = Item { discount: Some(Discount::Percent(15)), ..item(SQUID, 333, 55_001) };
    assert_eq!(figures(&[line], &[], None), [(0, 2747, 0, 15_568)]);
}

#[test]
fn an_amount_never_takes_off_more_than_the_line() {
    let line = Item { discount: Some(Discount::Amount(Money(90_000))), ..item(TEA, 1000, 55_000) };
    assert_eq!(figures(&[line], &[], None), [(0, 55_000, 0, 0)]);
}

#[test]
fn a_discount_on_the_whole_is_shared_to_the_last_dong() {
    let items = [item(HONEY, 1000, 100), item(TEA, 1000, 100), item(SQUID, 1000, 100)];
    let shared = figures(&items, &[], Some(Discount::Amount(Money(100))));
    assert_eq!(shared, [(0, 0, 34, 66), (0, 0, 33, 67), (0, 0, 33, 67)]);
}

#[test]
fn promotion_comes_before_the_line_and_the_line_before_the_whole() {
    let line = Item { discount: Some(Discount::Percent(10)), ..item(HONEY, 3000, 100_000) };
    let promotions = [promotion("Mua 2 tặng 1", &[HONEY], Deal::BuyGet { buy: 2, get: 1 })];
    let figures = figures(&[line], &promotions, Some(Discount::Percent(50)));
    assert_eq!(figures, [(100_000, 20_000, 90_000, 90_000)]);
}

#[test]
fn of_two_promotions_a_line_takes_the_one_that_saves_more_and_the_earlier_of_equals() {
    let less = promotion("10%", &[HONEY], Deal::Percent(10));
    let more = promotion("20.000", &[HONEY], Deal::Amount(Money(20_000)));
    let same = promotion("20%", &[HONEY], Deal::Percent(20));
    let all = [&less, &more, &same];
    let lines = price(&[item(HONEY, 2000, 100_000)], &all, None).unwrap();
    assert_eq!((lines[0].off.promotion, lines[0].off.name.as_str()), (Money(40_000), "20.000"));
}

#[test]
fn buy_two_get_one_counts_whole_groups_of_three() {
    let deal = [promotion("2+1", &[HONEY], Deal::BuyGet { buy: 2, get: 1 })];
    for (units, saved) in [(2, 0), (3, 1), (5, 1), (6, 2), (7, 2)] {
        let figures = figures(&[item(HONEY, units * 1000, 185_000)], &deal, None);
        assert_eq!(figures[0].0, saved * 185_000, "{units}");
    }
}

#[test]
fn of_buy_three_get_two_the_fourth_piece_is_given_already_and_five_cost_no_less_than_four() {
    let deal = [promotion("3+2", &[HONEY], Deal::BuyGet { buy: 3, get: 2 })];
    for (units, paid) in [(3, 3), (4, 3), (5, 3), (6, 4), (8, 6), (9, 6), (10, 6), (11, 7)] {
        let figures = figures(&[item(HONEY, units * 1000, 185_000)], &deal, None);
        assert_eq!(figures[0].3, paid * 185_000, "{units}");
    }
}

#[test]
fn three_pieces_in_two_lines_are_three_pieces() {
    let deal = [promotion("2+1", &[HONEY], Deal::BuyGet { buy: 2, get: 1 })];
    let items = [item(HONEY, 2000, 185_000), item(HONEY, 1000, 185_000)];
    assert_eq!(figures(&items, &deal, None), [(123_333, 0, 0, 246_667), (61_667, 0, 0, 123_333)]);
}

#[test]
fn of_a_weighed_product_what_is_begun_of_the_gift_is_given() {
    let deal = [promotion("2+1", &[SQUID], Deal::BuyGet { buy: 2, get: 1 })];
    for (grams, paid) in [(1900, 1900), (2400, 2000), (2999, 2000), (3000, 2000), (3500, 2500)] {
        let figures = figures(&[item(SQUID, grams, 980_000)], &deal, None);
        assert_eq!(figures[0].3, paid * 980, "{grams}");
    }
}

#[test]
fn what_a_set_leaves_over_keeps_its_own_promotion_and_both_are_named() {
    let items = [item(HONEY, 2000, 185_000), item(TEA, 1000, 90_000)];
    let alone = promotion("20%", &[HONEY], Deal::Percent(20));
    let set = promotion("Bộ", &[HONEY, TEA], Deal::Bundle(Money(230_000)));
    let lines = price(&items, &[&alone, &set], None).unwrap();
    assert_eq!(lines.iter().map(|it| it.net().0).sum::<i64>(), 230_000 + 148_000);
    assert_eq!(lines[0].off.name, "Bộ + 20%");
    assert_eq!(lines[1].off.name, "Bộ");
}

#[test]
fn a_set_that_is_cheaper_than_a_part_of_it_is_charged_for_the_part() {
    let items = [item(HONEY, 1000, 185_000), item(TEA, 1000, 90_000)];
    let set = [promotion("Bộ", &[HONEY, TEA, SQUID], Deal::Bundle(Money(200_000)))];
    assert_eq!(figures(&items, &set, None).iter().map(|it| it.3).sum::<i64>(), 200_000);
}

#[test]
fn of_sets_that_share_a_product_those_are_taken_that_save_most_together() {
    let items = [item(HONEY, 1000, 100), item(TEA, 1000, 100), item(SQUID, 1000, 100)];
    let first = promotion("A", &[HONEY, TEA], Deal::Bundle(Money(190)));
    let second = promotion("B", &[TEA, SQUID], Deal::Bundle(Money(120)));
    let lines = price(&items, &[&first, &second], None).unwrap();
    assert_eq!(lines.iter().map(|it| it.net().0).sum::<i64>(), 220);
    assert_eq!(lines[0].off.name, "");
}

#[test]
fn the_rules_of_an_older_script_count_whole_blocks_of_each_line() {
    let deal = promotion("3+2", &[HONEY], Deal::BuyGet { buy: 3, get: 2 });
    let net = |items: &[Item]| {
        let lines = price_by(Rules::ByLine, items, &[&deal], None).unwrap();
        lines.iter().map(|it| it.net().0).sum::<i64>()
    };
    assert_eq!(net(&[item(HONEY, 4000, 100)]), 400);
    assert_eq!(net(&[item(HONEY, 5000, 100)]), 300);
    assert_eq!(net(&[item(HONEY, 3000, 100), item(HONEY, 2000, 100)]), 500);
}

#[test]
fn a_set_is_as_many_times_in_the_cart_as_its_scarcest_product() {
    let items = [item(HONEY, 3000, 185_000), item(TEA, 2000, 90_000)];
    let set = [promotion("Bộ quà", &[HONEY, TEA], Deal::Bundle(Money(250_000)))];
    // Two sets save 50,000 đồng, shared by what the two products cost.
    assert_eq!(figures(&items, &set, None), [(33_636, 0, 0, 521_364), (16_364, 0, 0, 163_636)]);
}

#[test]
fn a_set_takes_its_lines_over_only_where_it_saves_more_than_they_do() {
    let items = [item(HONEY, 1000, 185_000), item(TEA, 1000, 90_000)];
    let alone = promotion("20%", &[HONEY], Deal::Percent(20));
    let set = |price| promotion("Bộ", &[HONEY, TEA], Deal::Bundle(Money(price)));
    assert_eq!(figures(&items, &[alone.clone(), set(240_000)], None)[0].0, 37_000);
    let taken = figures(&items, &[alone, set(230_000)], None);
    assert_eq!(taken[0].0 + taken[1].0, 45_000);
}

#[test]
fn a_sample_and_a_typed_amount_are_left_alone_by_promotions() {
    let sample = Item { sample: true, ..item(HONEY, 1000, 185_000) };
    let typed = Item { free: true, ..item(TEA, 1000, 70_000) };
    let half = [promotion("50%", &[HONEY, TEA], Deal::Percent(50))];
    assert_eq!(figures(&[sample, typed], &half, None), [(0, 0, 0, 0), (0, 0, 0, 70_000)]);
}

#[test]
fn the_limit_holds_for_each_line_and_for_the_whole_and_leaves_rounding_alone() {
    let line = |discount| Item { discount: Some(discount), ..item(HONEY, 1000, 55_005) };
    let priced = |items: &[Item], whole| price(items, &[], whole).unwrap();
    assert!(within(&priced(&[line(Discount::Percent(10))], None), 10));
    assert!(!within(&priced(&[line(Discount::Percent(11))], None), 10));
    let dear = item(TEA, 1000, 1_000_000);
    assert!(!within(&priced(&[line(Discount::Percent(50)), dear], None), 10));
    let twice = priced(&[line(Discount::Percent(10))], Some(Discount::Percent(10)));
    assert!(!within(&twice, 10), "ten and ten are not ten");
    assert!(within(&priced(&[item(HONEY, 1000, 55_005)], None), 0));
}

#[test]
fn a_line_beyond_what_a_sale_may_carry_has_no_price() {
    assert_eq!(price(&[item(HONEY, 2000, 99_000_000_000)], &[], None), None);
}
