//! The tables and the sentence of rewards.

use super::{Due, Owed, Rewards};
use crate::{
    base::{
        clock::date_text,
        lang::{Lang, plural},
        money::group,
    },
    catalog::rewards::{Receiver, Rule},
    report::{
        sentence::Sentence,
        table::{Cell, Source, Table},
        words::short,
    },
};

/// By rule, by each kind of receiver, every amount.
pub fn tables(it: &Rewards, lang: Lang) -> Vec<Table> {
    let mut tables = vec![rules(it, lang)];
    for (id, receiver) in [
        ("makers", Receiver::Maker),
        ("communes", Receiver::Commune),
        ("villages", Receiver::Village),
    ] {
        tables.extend(receivers(it, (id, receiver), lang));
    }
    if !it.dues.is_empty() {
        tables.push(dues(it, lang));
    }
    tables
}

fn sums(owed: Owed) -> [Cell; 4] {
    let money = [owed.due, owed.paid, owed.left].map(Cell::Money);
    let [due, paid, left] = money;
    [Cell::Count(owed.count), due, paid, left]
}

const SUMS: [(&str, &str); 4] = [
    ("#Số khoản", "#Amounts"),
    ("#Phải chi (đ)", "#Due (đ)"),
    ("#Đã chi (đ)", "#Paid (đ)"),
    ("#Còn lại (đ)", "#Left (đ)"),
];

fn heads<'a>(first: &[&'a str], lang: Lang) -> Vec<&'a str> {
    first.iter().copied().chain(SUMS.map(|(vi, en)| lang.say(vi, en))).collect()
}

fn whole(first: Vec<Cell>, owed: Owed) -> Vec<Cell> {
    first.into_iter().chain(sums(owed)).collect()
}

fn rules(it: &Rewards, lang: Lang) -> Table {
    let first = [lang.say("Chính sách", "Rule"), lang.say("Mức chi", "Pays")];
    let title = lang.say("Theo chính sách", "By rule");
    let mut table = Table::new("by_rule", title, &heads(&first, lang));
    for part in &it.by_rule {
        let rule = &part.rule;
        let named = Cell::Text(format!("{} · {}", rule.name, rule.decision));
        table.row(whole(vec![named, Cell::Text(pays(rule, lang))], part.owed), None);
    }
    let all = Cell::text(lang.say("Tất cả", "All"));
    table.with_total(whole(vec![all, Cell::Nothing], it.whole))
}

/// `30.000.000 đ · 3 sao · Hợp tác xã · nhiều nhất 5`.
pub fn pays(rule: &Rule, lang: Lang) -> String {
    let mut said = vec![rule.amount.text(), rule.receiver.label(lang).to_owned()];
    said.push(rule.occasion.label(lang).to_owned());
    said.extend(rule.star.map(|star| format!("{star}★")));
    said.extend(rule.form.map(|form| form.label(lang).to_owned()));
    said.extend((!rule.area.is_empty()).then(|| rule.area.clone()));
    said.extend(rule.most.map(|most| format!("{} {most}", lang.say("nhiều nhất", "at most"))));
    said.join(" · ")
}

fn receivers(it: &Rewards, (id, receiver): (&'static str, Receiver), lang: Lang) -> Option<Table> {
    let (first, by) = (receiver.label(lang), receiver.label(lang).to_lowercase());
    let title = match lang {
        Lang::Vi => format!("Theo {by}"),
        Lang::En => format!("By {by}"),
    };
    let mut table = Table::new(id, &title, &heads(&[first], lang));
    let mut all = Owed::default();
    for part in it.by_receiver.iter().filter(|it| it.receiver == receiver) {
        table.row(whole(vec![Cell::text(&part.name)], part.owed), None);
        all.count += part.owed.count;
        all.due += part.owed.due;
        all.paid += part.owed.paid;
    }
    all.left = all.due - all.paid;
    let named = Cell::text(lang.say("Tất cả", "All"));
    (!table.rows.is_empty()).then(|| table.with_total(whole(vec![named], all)))
}

fn dues(it: &Rewards, lang: Lang) -> Table {
    let mut table = Table::new(
        "dues",
        lang.say("Từng khoản", "Every amount"),
        &[
            lang.say("Sản phẩm, chủ thể", "Product, producer"),
            lang.say("Giấy", "Certificate"),
            lang.say("Chính sách, người nhận", "Rule, receiver"),
            lang.say("#Phải chi (đ)", "#Due (đ)"),
            lang.say("#Đã chi (đ)", "#Paid (đ)"),
            lang.say("#Còn lại (đ)", "#Left (đ)"),
            lang.say("Ghi chú", "Note"),
        ],
    );
    for due in &it.dues {
        let cells = vec![
            Cell::Text(format!("{} · {}", due.product_name, due.producer_name)),
            Cell::Text(certificate(due)),
            Cell::Text(format!("{} → {}", due.rule_name, due.receiver_name)),
            Cell::Money(due.due),
            Cell::Money(due.paid),
            Cell::Money(due.due - due.paid),
            Cell::Text(note(due, lang)),
        ];
        table.row(cells, Some(Source::Page(paying(it, due))));
    }
    let blank = || Cell::Nothing;
    let all = Cell::text(lang.say("Tất cả", "All"));
    let money = [it.whole.due, it.whole.paid, it.whole.left].map(Cell::Money);
    let cells = [all, blank(), blank()].into_iter().chain(money).chain([blank()]);
    table.with_total(cells.collect())
}

/// `4★ 12/QĐ-UBND · 02/06/2025`.
fn certificate(due: &Due) -> String {
    let number = if due.number.is_empty() { String::new() } else { format!(" {}", due.number) };
    format!("{}★{number} · {}", due.star, date_text(due.signed_on))
}

fn note(due: &Due, lang: Lang) -> String {
    let over = due.over.then(|| lang.say("vượt số sản phẩm", "over the most").to_owned());
    let paid = due.paid_on.map(|day| {
        let by =
            if due.document.is_empty() { String::new() } else { format!(", {}", due.document) };
        format!("{} {}{by}", lang.say("chi ngày", "paid on"), date_text(day))
    });
    over.into_iter().chain(paid).collect::<Vec<_>>().join(" · ")
}

/// Where rewards stand.
pub const PATH: &str = "/reports/rewards";

/// Where what was paid of an amount is noted.
fn paying(it: &Rewards, due: &Due) -> String {
    let (rule, product, day) = (due.rule, due.product, due.signed_on);
    let days = format!("from={}&to={}", it.from, it.to);
    format!("{PATH}?{days}&rule={rule}&product={product}&signed_on={day}#pay")
}

/// How much is due, paid and left.
pub fn sentence(it: &Rewards, lang: Lang) -> Sentence {
    let (from, to) = (date_text(it.from), date_text(it.to));
    let [due, paid, left] = [it.whole.due, it.whole.paid, it.whole.left].map(|it| short(it, lang));
    let (count, there) = (group(it.whole.count), || Source::Table("by_rule"));
    let begun = Sentence::default();
    match lang {
        Lang::Vi => begun
            .say(format!("Giấy chứng nhận ký từ {from} đến {to}: "))
            .figure(count, there())
            .say(" khoản thưởng, hỗ trợ, phải chi ")
            .figure(due, there())
            .say(", đã chi ")
            .figure(paid, there())
            .say(", còn lại ")
            .figure(left, there())
            .say("."),
        Lang::En => begun
            .say(format!("For certificates signed from {from} to {to} "))
            .figure(count, there())
            .say(plural(it.whole.count, " amount is due: ", " amounts are due: "))
            .figure(due, there())
            .say(", of which ")
            .figure(paid, there())
            .say(" are paid and ")
            .figure(left, there())
            .say(" are left."),
    }
}
