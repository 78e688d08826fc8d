//! The form of a promotion.

use crate::{
    base::{
        clock::{DAY, HOUR, Ms},
        id::{BoothId, PromotionId, hex_uid},
        lang::Say,
        money::Money,
    },
    fair::{
        Promotion,
        promotion::{Deal, check},
    },
    web::{
        http::app::App,
        office::fairs::promotions::{Scope, chosen},
        ui::{
            form::{Ask, Form, Kind, options},
            page,
        },
    },
};
use maud::{Markup, html};
use std::collections::HashSet;

crate::words! {
    /// What sort of promotion a form asks for.
    Sort {
        /// Per cents.
        Percent = "percent", "Giảm theo phần trăm", "Per cents off";
        /// An amount off each unit.
        Amount = "amount", "Giảm số tiền mỗi đơn vị", "An amount off each unit";
        /// Buy some, get some.
        BuyGet = "buy_get", "Mua N tặng M (cùng một sản phẩm)", "Buy N get M (of one product)";
        /// A set at a price.
        Bundle = "bundle", "Cả bộ một giá (mỗi thứ một)", "A set at one price (one of each)";
    }
}

/// A new promotion as its form begins: from now to the evening of today.
pub fn blank(app: &App) -> Form {
    let now = app.shop.clock.now();
    let uid = app.shop.chance.uid(now);
    Form::of([
        ("uid", uid.to_string()),
        ("sort", Sort::Percent.as_str().to_owned()),
        ("buy", "2".to_owned()),
        ("get", "1".to_owned()),
        ("starts_on", now.date().to_string()),
        ("starts_at", now.civil().strftime("%H:%M").to_string()),
        ("ends_on", now.date().to_string()),
        ("ends_at", "22:00".to_owned()),
    ])
}

/// A promotion as it stands.
pub fn filled(it: &Promotion) -> Form {
    let time = |at: Ms| at.civil().strftime("%H:%M").to_string();
    let sort = match it.deal {
        Deal::Percent(_) => Sort::Percent,
        Deal::Amount(_) => Sort::Amount,
        Deal::BuyGet { .. } => Sort::BuyGet,
        Deal::Bundle(_) => Sort::Bundle,
    };
    let mut form = Form::of([
        ("uid", it.uid.to_string()),
        ("name", it.name.clone()),
        ("booth", it.booth.map(|booth| booth.to_string()).unwrap_or_default()),
        ("sort", sort.as_str().to_owned()),
        ("starts_on", it.starts.date().to_string()),
        ("starts_at", time(it.starts)),
        ("ends_on", it.ends.date().to_string()),
        ("ends_at", time(it.ends)),
    ]);
    match it.deal {
        Deal::Percent(percent) => form.set("percent", percent.to_string()),
        Deal::Amount(amount) | Deal::Bundle(amount) => form.set("amount", amount.digits()),
        Deal::BuyGet { buy, get } => {
            form.set("buy", buy.to_string());
            form.set("get", get.to_string());
        }
    }
    for product in &it.products {
        form.set("product", product.to_string());
    }
    form
}

/// The form as a page: of a new promotion, or of the one that is changed; `tried`, where it was
/// tried out.
pub fn draw(scope: &Scope, form: &Form, changed: Option<PromotionId>, tried: &Markup) -> Markup {
    let (lang, ask) = (scope.caller.lang, Ask(form, scope.caller.lang));
    let title = match changed {
        None => lang.say("Khuyến mãi mới", "New promotion"),
        Some(_) => lang.say("Sửa khuyến mãi", "Change the promotion"),
    };
    let own = changed.map_or("new".to_owned(), |uid| uid.to_string());
    let to = format!("{}/{own}", scope.path());
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            p class="sub" { (scope.title) }
            @if changed.is_some() {
                p class="hint" { (lang.say(
                    "Có hiệu lực từ bây giờ. Phiếu đã bán giữ nguyên giá.",
                    "Holds from now on. Sales that were made keep their prices.")) }
            }
            form class="form" method="post" action=(to) {
                (ask.head())
                (ask.hidden("uid"))
                (ask.field("name", lang.say("Tên (in trên phiếu)", "Name (as printed)"),
                    Kind::Text, lang.say("Ví dụ: Mua 2 tặng 1", "Such as: Buy 2 get 1")))
                @if scope.booth.is_none() {
                    (ask.select("booth", lang.say("Áp dụng ở", "Where"),
                        &places(scope, form.get("booth"))))
                }
                (terms(ask))
                (times(ask))
                (goods(scope, ask))
                (tried)
                div class="form-end" {
                    button class="main" { (lang.say("Lưu khuyến mãi", "Save the promotion")) }
                    button name="preview" value="1" formaction={ (to) "#preview" } {
                        (lang.say("Xem thử", "Try it out"))
                    }
                }
            }
        }
    };
    page::page(&scope.caller, &scope.path(), title, body)
}

/// Where a promotion may hold: the booths in use, and the one that was chosen.
fn places(scope: &Scope, chosen: &str) -> Vec<(String, String)> {
    let whole = scope.caller.lang.say("Cả hội chợ", "The whole fair");
    let booth = |it: &crate::fair::store::BoothRow| {
        (hex_uid(&it.uid), format!("{} · {}", it.code, it.name))
    };
    let whole = std::iter::once((String::new(), whole.to_owned()));
    let all = scope.booths.iter();
    let offered = all.filter(|it| it.closed == 0 || hex_uid(&it.uid) == chosen);
    whole.chain(offered.map(booth)).collect()
}

fn terms(ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        (ask.select("sort", lang.say("Loại", "Kind"),
            &options(Sort::ALL, Sort::as_str, |it| it.label(lang))))
        div class="form-two" {
            (ask.field("percent", lang.say("Phần trăm (%)", "Per cents (%)"), Kind::Digits,
                lang.say("Khi giảm theo phần trăm", "For per cents off")))
            (ask.field("amount", lang.say("Số tiền (đ)", "Amount (đ)"), Kind::Number,
                lang.say("Tiền giảm, hoặc giá cả bộ", "What is taken off, or the set’s price")))
            (ask.field("buy", lang.say("Mua", "Buy"), Kind::Digits,
                lang.say("Khi mua N tặng M", "For buy N get M")))
            (ask.field("get", lang.say("Tặng", "Get"), Kind::Digits, ""))
        }
    }
}

fn times(ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        div class="form-two" {
            (ask.field("starts_on", lang.say("Từ ngày", "From"), Kind::Date, ""))
            (ask.field("starts_at", lang.say("lúc", "at"), Kind::Time, ""))
            (ask.field("ends_on", lang.say("Đến ngày", "To"), Kind::Date, ""))
            (ask.field("ends_at", lang.say("lúc", "at"), Kind::Time, ""))
        }
    }
}

fn goods(scope: &Scope, ask: Ask) -> Markup {
    let lang = ask.1;
    let ticked: HashSet<&str> = ask.0.all("product").collect();
    html! {
        fieldset class="card" {
            legend { (lang.say("Sản phẩm được khuyến mãi", "Products")) }
            @if scope.goods.is_empty() {
                p class="empty" { (lang.say("Chưa gian nào bán hàng.", "Nothing is sold yet.")) }
            }
            div class="boxes" {
                @for (uid, name) in &scope.goods {
                    label class="box" {
                        input type="checkbox" name="product" value=(uid)
                            checked[ticked.contains(uid.as_str())];
                        span { (name) }
                    }
                }
            }
            (ask.0.error("product", lang))
        }
    }
}

/// Reads a promotion; none when something is wrong, which the form then says.
pub fn parse(form: &mut Form, scope: &Scope, now: Ms) -> Option<Promotion> {
    let name = form.required("name", 60);
    let booth = match &scope.booth {
        Some(booth) => Some(BoothId::of_bytes(&booth.uid)),
        None => form.uid("booth"),
    };
    let here = |booth: &BoothId| scope.booths.iter().any(|it| it.uid == booth.bytes());
    if scope.booth.is_none() && booth.as_ref().is_some_and(|booth| !here(booth)) {
        form.wrong("booth", Say::new("Không có gian hàng này", "No such booth"));
    }
    let (starts, ends) = (moment(form, "starts"), moment(form, "ends"));
    let deal = deal(form);
    let sold: HashSet<&str> = scope.goods.iter().map(|it| it.0.as_str()).collect();
    let products = chosen(form);
    if products.is_empty() || !products.iter().all(|it| sold.contains(it.to_string().as_str())) {
        form.wrong("product", Say::new("Hãy chọn sản phẩm", "Choose products"));
    }
    let (starts, ends) = (starts?, ends?);
    if ends <= starts {
        form.wrong("ends_on", Say::new("Phải sau lúc bắt đầu", "It must be after the start"));
    }
    if ends <= now {
        form.wrong("ends_on", Say::new("Lúc này đã qua", "That is over already"));
    }
    if ends.0 - starts.0 > 366 * DAY {
        form.wrong("ends_on", Say::new("Tối đa một năm", "At most a year"));
    }
    let (uid, fair) = (form.uid("uid")?, scope.fair_uid);
    let promotion = Promotion { uid, fair, booth, name, products, deal: deal?, starts, ends };
    if form.ok()
        && let Err(say) = check(&promotion)
    {
        form.wrong(if promotion.products.len() < 2 { "product" } else { "" }, say);
    }
    form.ok().then_some(promotion)
}

/// A day and a time of day in Vietnam.
fn moment(form: &mut Form, name: &str) -> Option<Ms> {
    let (on, at) = (format!("{name}_on"), format!("{name}_at"));
    form.required(&on, 10);
    let day = form.date(&on)?;
    form.required(&at, 8);
    let time = form.time(&at)?;
    let minutes = i64::from(time.hour()) * HOUR + i64::from(time.minute()) * (HOUR / 60);
    Some(Ms(Ms::start_of(day).0 + minutes))
}

fn deal(form: &mut Form) -> Option<Deal> {
    match form.word::<Sort>("sort")? {
        Sort::Percent => whole(form, "percent", 100).map(Deal::Percent),
        Sort::Amount => amount(form, Money(1)).map(Deal::Amount),
        Sort::Bundle => amount(form, Money::ZERO).map(Deal::Bundle),
        Sort::BuyGet => {
            let (buy, get) = (whole(form, "buy", 1000), whole(form, "get", 1000));
            Some(Deal::BuyGet { buy: buy?, get: get? })
        }
    }
}

fn whole(form: &mut Form, name: &str, most: i64) -> Option<i64> {
    let number = form.count(name).filter(|number| (1..=most).contains(number));
    if number.is_none() {
        let vi = format!("Nhập số từ 1 đến {most}");
        form.wrong(name, Say::new(vi, format!("Enter a number from 1 to {most}")));
    }
    number
}

fn amount(form: &mut Form, least: Money) -> Option<Money> {
    form.required("amount", 20);
    let amount = form.money("amount")?;
    if amount < least {
        form.wrong("amount", Say::new("Nhập số tiền lớn hơn 0", "Enter an amount above zero"));
        return None;
    }
    Some(amount)
}
