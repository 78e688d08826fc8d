//! A promotion on three carts of the fair's own goods, before it is saved.

use crate::{
    base::{
        id::{BoothId, ProductId, hex_uid},
        lang::Lang,
        money::{Money, group},
        refusal::Refusal,
    },
    fair::{
        Promotion, promotion::store::of_fair, range::store::range, shelf::store::offered,
        store::BoothRow,
    },
    sale::cart::preview::{Tried, three},
    web::{
        http::{
            app::App,
            problem::{Problem, Spoken},
        },
        office::fairs::promotions::{GOODS, Scope},
    },
};
use maud::{Markup, html};
use std::collections::HashMap;

/// The promotion tried out as the tills would reckon it when it begins.
pub async fn tried(app: &App, scope: &Scope, it: &Promotion) -> Result<Markup, Problem> {
    let lang = scope.caller.lang;
    let (prices, others) = load(app, scope, it).await.spoken(lang)?;
    let priced = it.products.iter().filter_map(|uid| Some((*uid, *prices.get(uid)?)));
    let priced: Vec<_> = priced.collect();
    let unpriced = it.products.len() - priced.len();
    // A set without one of its parts is another set.
    let carts = if unpriced == 0 { three(it, &others, &priced) } else { Vec::new() };
    Ok(draw(scope, it, (&carts, unpriced)))
}

/// Đồng for a unit of each product where the promotion holds.
type Prices = HashMap<ProductId, Money>;

/// The prices, and the other promotions that hold there then.
async fn load(
    app: &App,
    scope: &Scope,
    it: &Promotion,
) -> Result<(Prices, Vec<Promotion>), Refusal> {
    let at = it.starts.max(app.shop.clock.now());
    let here = |row: &&BoothRow| Some(BoothId::of_bytes(&row.uid)) == it.booth;
    let booth = scope.booths.iter().chain(&scope.booth).find(here).map(|row| row.id);
    let mut db = app.shop.read().await?;
    let rows: Vec<(Vec<u8>, Option<i64>)> = match booth {
        Some(booth) => {
            let rows = range(&mut db, booth).await?.into_iter();
            rows.map(|row| (row.uid, row.price)).collect()
        }
        None => {
            let rows = offered(&mut db, scope.fair.id, GOODS).await?.into_iter();
            rows.map(|row| (row.uid, row.fair_price.or(row.price))).collect()
        }
    };
    let price =
        |(uid, price): (Vec<u8>, Option<i64>)| Some((ProductId::of_bytes(&uid), Money(price?)));
    let mut others = of_fair(&mut db, scope.fair.id, booth).await?;
    // Of the whole fair what holds everywhere counts; a booth's own is that booth's affair.
    others.retain(|other| {
        let there = other.booth.is_none() || other.booth == it.booth;
        other.uid != it.uid && other.holds(at) && there
    });
    Ok((rows.into_iter().filter_map(price).collect(), others))
}

fn draw(scope: &Scope, it: &Promotion, (carts, unpriced): (&[Tried], usize)) -> Markup {
    let lang = scope.caller.lang;
    html! {
        section class="list" id="preview" {
            h2 { (lang.say("Thử trên ba giỏ hàng", "Tried on three carts")) }
            @if carts.is_empty() {
                p class="empty" {
                    (group(unpriced as i64)) " "
                    (match it.booth {
                        Some(_) => lang.say("món đã chọn chưa có giá, nên chưa thử được.",
                            "of the goods chosen have no price yet, so it cannot be tried."),
                        None => lang.say(
                            "món đã chọn chưa có giá chung ở hội chợ: chọn một gian để thử theo \
                             giá của gian.",
                            "of the goods chosen have no common price at the fair: choose a booth \
                             to try it at that booth’s prices.",
                        ),
                    })
                }
            } @else {
                (table(scope, it, carts))
                p class="hint" { (hint(it, lang)) }
            }
        }
    }
}

fn hint(it: &Promotion, lang: Lang) -> &'static str {
    match it.booth {
        Some(_) => lang.say(
            "Tính như máy bán của gian, cùng các khuyến mãi khác lúc đó. Chưa lưu gì cả.",
            "Reckoned as the booth’s till does, with the other promotions of that time. Nothing is \
             saved yet.",
        ),
        None => lang.say(
            "Tính như máy bán, theo giá chung của hội chợ, cùng các khuyến mãi cả hội chợ lúc đó. \
             Chưa lưu gì cả.",
            "Reckoned as the tills do, at the fair’s common prices, with the fair’s other \
             promotions of that time. Nothing is saved yet.",
        ),
    }
}

fn table(scope: &Scope, it: &Promotion, carts: &[Tried]) -> Markup {
    let lang = scope.caller.lang;
    let heads = [
        lang.say("Chưa giảm", "Before"),
        lang.say("Được giảm", "Taken off"),
        lang.say("Khách trả", "To pay"),
    ];
    html! {
        div class="table-wrap" {
            table class="table list-table" {
                thead { tr {
                    th scope="col" { (lang.say("Giỏ hàng", "Cart")) }
                    @for head in heads { th scope="col" class="num" { (head) } }
                } }
                tbody {
                    @for cart in carts {
                        tr {
                            th scope="row" { (pieces(scope, cart)) (by(it, cart)) }
                            @for (head, sum) in heads.iter().zip(sums(cart)) {
                                td class="num" data-label=(head) { div { (sum.text()) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sums(cart: &Tried) -> [Money; 3] {
    [cart.before, cart.off, cart.to_pay()]
}

/// Kinds of goods of a cart that are named.
const NAMED: usize = 4;

/// `3 × Mật ong (chai)`, each in a line of its own.
fn pieces(scope: &Scope, cart: &Tried) -> Markup {
    let name = |uid: &ProductId| {
        let hex = hex_uid(&uid.bytes());
        scope.goods.iter().find(|it| it.0 == hex).map_or("", |it| it.1.as_str())
    };
    html! {
        @for (n, (uid, units)) in cart.pieces.iter().take(NAMED).enumerate() {
            @if n > 0 { br; }
            (units) " × " (name(uid))
        }
        @if cart.pieces.len() > NAMED { br; "+ " (cart.pieces.len() - NAMED) }
    }
}

/// Which other promotion takes something off.
fn by(it: &Promotion, cart: &Tried) -> Markup {
    let others = cart.names.iter().filter(|name| **name != it.name);
    html! { @for name in others { br; span class="tag gold" { (name) } } }
}
