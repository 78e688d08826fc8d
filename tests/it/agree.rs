//! The till and the server price every cart alike, to the last đồng: random carts, promotions and
//! discounts, priced here and by the device's own module.

use chophien::{
    base::{
        clock::Ms,
        id::{Chance, FairId, ProductId, PromotionId},
        money::Money,
        quantity::Quantity,
    },
    fair::promotion::{Deal, Promotion},
    sale::cart::{Discount, Item, Priced, price, within},
};
use serde_json::{Value, json};
use std::{
    io::Write,
    process::{Command, Stdio},
};
use uuid::Uuid;

/// Carts compared in a run.
const CARTS: usize = 4_000;

struct Cart {
    items: Vec<Item>,
    promotions: Vec<Promotion>,
    discount: Option<Discount>,
    limit: i64,
}

#[test]
fn till_and_server_agree_on_every_cart_to_the_last_dong() {
    let chance = Chance::seeded(0x0C09);
    let carts: Vec<Cart> = (0..CARTS).map(|_| cart(&chance)).collect();
    let asked: Vec<Value> = carts.iter().map(asked).collect();
    let answers = device("price.mjs", &json!(asked));
    assert_eq!(answers.len(), CARTS);
    let (mut promoted, mut shared, mut beyond) = (0, 0, 0);
    for (cart, answer) in carts.iter().zip(&answers) {
        let promotions: Vec<&Promotion> = cart.promotions.iter().collect();
        let ours = price(&cart.items, &promotions, cart.discount);
        if let Some(priced) = &ours {
            adds_up(cart, priced);
            promoted += usize::from(priced.iter().any(|line| line.off.promotion > Money::ZERO));
            shared += usize::from(priced.iter().any(|line| line.off.cart > Money::ZERO));
            beyond += usize::from(!within(priced, cart.limit));
        }
        let ours = ours.map_or(Value::Null, |priced| figures(&priced, cart.limit));
        assert_eq!(&ours, answer, "{}", self::asked(cart));
    }
    // The carts are of every kind, or the agreement would say little.
    assert!(promoted > CARTS / 4 && shared > CARTS / 4 && beyond > CARTS / 10);
}

/// No line is charged less than nothing, and the shares of the whole add up to it.
fn adds_up(cart: &Cart, priced: &[Priced]) {
    assert!(priced.iter().all(|line| line.net() >= Money::ZERO));
    let before: Money = priced.iter().map(|line| line.net() + line.off.cart).sum();
    let taken: Money = priced.iter().map(|line| line.off.cart).sum();
    match cart.discount {
        None => assert_eq!(taken, Money::ZERO),
        Some(Discount::Amount(amount)) => assert_eq!(taken, amount.min(before)),
        Some(Discount::Percent(percent)) => {
            let exact = before.0 * percent;
            assert!((taken.0 * 100 - exact).abs() <= 50, "{taken:?} of {before:?}");
        }
    }
}

fn figures(priced: &[Priced], limit: i64) -> Value {
    let line = |it: &Priced| {
        let off = &it.off;
        let all = [it.gross, off.promotion, off.line, off.cart, it.net()];
        all.map(|money| money.0.to_string())
    };
    json!({
        "lines": priced.iter().map(line).collect::<Vec<_>>(),
        "names": priced.iter().map(|it| it.off.name.as_str()).collect::<Vec<_>>(),
        "within": within(priced, limit),
    })
}

fn asked(cart: &Cart) -> Value {
    let item = |it: &Item| {
        json!({
            "uid": it.product, "thousandths": it.quantity.0.to_string(),
            "price": it.price.0.to_string(), "discount": it.discount,
            "sample": it.sample, "free": it.free,
        })
    };
    let promotion =
        |it: &Promotion| json!({"name": it.name, "products": it.products, "deal": it.deal});
    json!({
        "items": cart.items.iter().map(item).collect::<Vec<_>>(),
        "promotions": cart.promotions.iter().map(promotion).collect::<Vec<_>>(),
        "discount": cart.discount,
        "limit": cart.limit,
    })
}

/// What the device's own modules, asked by `script`, make of the cases.
pub fn device(script: &str, cases: &Value) -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/agree/");
    let mut node = Command::new("node")
        .arg(format!("{folder}{script}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = node.stdin.take().unwrap();
    let text = cases.to_string();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
    let output = node.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn cart(chance: &Chance) -> Cart {
    let items = (0..1 + chance.below(6)).map(|_| item(chance)).collect();
    let promotions = (0..chance.below(5)).map(|n| promotion(chance, n)).collect();
    let discount = (chance.below(2) == 0).then(|| discount(chance));
    Cart { items, promotions, discount, limit: chance.below(31) as i64 }
}

fn product(chance: &Chance) -> ProductId {
    ProductId(Uuid::from_u128(1 + u128::from(chance.below(6))))
}

fn item(chance: &Chance) -> Item {
    let quantity = match chance.below(4) {
        0 => Quantity(1 + chance.below(9_999) as i64),
        1 => Quantity::units(1 + chance.below(40) as i64),
        _ => Quantity::units(1 + chance.below(6) as i64),
    };
    let price = match chance.below(12) {
        0 => chance.below(60) as i64,
        1 => 90_000_000_000 + chance.below(20_000_000_000) as i64,
        2 => chance.below(1_000_000) as i64,
        _ => 500 * (1 + chance.below(800) as i64),
    };
    let sample = chance.below(10) == 0;
    let free = !sample && chance.below(12) == 0;
    let discounted = !sample && chance.below(3) == 0;
    Item {
        product: product(chance),
        quantity: if free { Quantity::units(1) } else { quantity },
        price: Money(price),
        discount: discounted.then(|| discount(chance)),
        sample,
        free,
    }
}

fn discount(chance: &Chance) -> Discount {
    match chance.below(2) {
        0 => Discount::Percent(chance.below(101) as i64),
        _ => Discount::Amount(Money(chance.below(120_000) as i64)),
    }
}

fn promotion(chance: &Chance, n: u64) -> Promotion {
    let deal = match chance.below(4) {
        0 => Deal::Percent(1 + chance.below(100) as i64),
        1 => Deal::Amount(Money(1 + chance.below(90_000) as i64)),
        2 => Deal::BuyGet { buy: 1 + chance.below(4) as i64, get: 1 + chance.below(2) as i64 },
        _ => Deal::Bundle(Money(chance.below(400_000) as i64)),
    };
    let mut products: Vec<ProductId> = (0..2 + chance.below(2)).map(|_| product(chance)).collect();
    products.sort();
    products.dedup();
    Promotion {
        uid: PromotionId::default(),
        fair: FairId::default(),
        booth: None,
        name: format!("Khuyến mãi {n}"),
        products,
        deal,
        starts: Ms(0),
        ends: Ms(i64::MAX),
    }
}
