//! Rewards and support: what dated rules promise for certificates signed in a period, to whom, and
//! what of it was paid.

mod families;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

use crate::{
    base::{
        fold::fold,
        id::{CertificateId, ProducerId, ProductId, RuleId},
        money::Money,
    },
    catalog::rewards::{
        Occasion, Paid, Receiver, Rule,
        store::{paid as read_paid, rules as read_rules},
    },
};
use families::Families;
use jiff::civil::{Date, date};
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, HashMap};
use store::SignedRow;

/// The report of rewards.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rewards {
    /// Certificates signed from this day on.
    pub from: Date,
    /// To this day.
    pub to: Date,
    /// All together.
    pub whole: Owed,
    /// By rule, in the order in which rules were entered; those that pay nothing here too.
    pub by_rule: Vec<RulePart>,
    /// By who receives it, the most first.
    pub by_receiver: Vec<ReceiverPart>,
    /// Every amount.
    pub dues: Vec<Due>,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// What is owed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Owed {
    /// How many amounts, those of nothing left out.
    pub count: i64,
    /// Đồng by the rules.
    pub due: Money,
    /// Đồng that were paid.
    pub paid: Money,
    /// Đồng that are left; below zero: more was paid than is due.
    pub left: Money,
}

impl Owed {
    fn add(&mut self, due: &Due) {
        self.count += i64::from(due.due > Money::ZERO);
        self.due += due.due;
        self.paid += due.paid;
        self.left = self.due - self.paid;
    }
}

/// A rule's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RulePart {
    /// The rule.
    pub rule: Rule,
    /// What it comes to.
    pub owed: Owed,
}

/// A receiver's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReceiverPart {
    /// What it is.
    pub receiver: Receiver,
    /// Its name.
    pub name: String,
    /// What it comes to.
    pub owed: Owed,
}

/// An amount that a rule promises for a certificate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Due {
    /// By which rule.
    pub rule: RuleId,
    /// The rule's name and decision.
    pub rule_name: String,
    /// For which certificate.
    pub certificate: CertificateId,
    /// Its number, or empty.
    pub number: String,
    /// Its star.
    pub star: u8,
    /// Signed on.
    pub signed_on: Date,
    /// The product.
    pub product: ProductId,
    /// The product's name.
    pub product_name: String,
    /// The maker.
    pub producer: ProducerId,
    /// The maker's name.
    pub producer_name: String,
    /// Who receives it.
    pub receiver: Receiver,
    /// The receiver's name.
    pub receiver_name: String,
    /// Đồng; nothing where the receiver had its most already.
    pub due: Money,
    /// The receiver had its most already.
    pub over: bool,
    /// Đồng that were paid.
    pub paid: Money,
    /// When, and by which paper.
    pub paid_on: Option<Date>,
    /// By which paper, or empty.
    pub document: String,
}

/// Reads what is due for certificates signed in a period, in one read transaction.
pub async fn rewards(db: &mut SqliteConnection, from: Date, to: Date) -> sqlx::Result<Rewards> {
    let mut reading = db.begin().await?;
    let head = super::store::head(&mut reading).await?;
    let rules: Vec<Rule> = read_rules(&mut reading).await?;
    let every = rules.clone();
    let rules: Vec<Rule> = rules.into_iter().filter(|it| !it.withdrawn).collect();
    // A rule counts its most from its own first day on, whatever period is asked for.
    let first = rules.iter().map(|it| it.starts_on).chain([from]).min().unwrap_or(from);
    let days = (first.max(date(1, 1, 1)).to_string(), to.to_string());
    let signed = store::signed(&mut reading, (&days.0, &days.1)).await?;
    let paid = read_paid(&mut reading).await?;
    let writers: HashMap<_, _> = store::writers(&mut reading).await?.into_iter().collect();
    let families = Families::load(&mut reading).await?;
    reading.commit().await?;
    let of = |rule: &Rule| {
        let writer = writers.get(&rule.uid).copied().unwrap_or_default();
        let own = signed.iter().filter(|row| families.meets(writer, row.owner));
        by_rule(rule, own)
    };
    let mut dues: Vec<Due> = rules.iter().flat_map(of).collect();
    dues.retain(|due| from <= due.signed_on);
    let within = |it: &&Paid| (from..=to).contains(&it.signed_on);
    let unmet: Vec<&Paid> = settle(&mut dues, &paid).into_iter().filter(within).collect();
    dues.extend(unmet.into_iter().map(|it| undue(it, &every, &signed)));
    let (journal_pos, hash) = head.unwrap_or_default();
    Ok(sum_up((from, to), rules, dues, (journal_pos, hex::encode(hash))))
}

/// What a rule promises, certificate by certificate, in the order of their days.
fn by_rule<'a>(rule: &Rule, signed: impl Iterator<Item = &'a SignedRow>) -> Vec<Due> {
    let mut counts: BTreeMap<(String, String), i64> = BTreeMap::new();
    let mut dues = Vec::new();
    for row in signed {
        let Ok(signed_on) = row.signed_on.parse::<Date>() else { continue };
        if !rule.holds(signed_on) || !meant(rule, row) {
            continue;
        }
        let receiver_name = receiver(rule, row);
        let own =
            if rule.receiver == Receiver::Commune { String::new() } else { row.producer.hex() };
        let count = counts.entry((own, receiver_name.clone())).or_default();
        *count += 1;
        // A commune that is not known is none: its most is not used up by others'.
        let known = rule.receiver != Receiver::Commune || !row.commune.is_empty();
        let over = known && rule.most.is_some_and(|most| *count > most);
        dues.push(Due {
            rule: rule.uid,
            rule_name: format!("{} · {}", rule.name, rule.decision),
            certificate: row.uid,
            number: row.number.clone(),
            star: row.star,
            signed_on,
            product: row.product,
            product_name: row.product_name.clone(),
            producer: row.producer,
            producer_name: row.producer_name.clone(),
            receiver: rule.receiver,
            receiver_name,
            due: if over { Money::ZERO } else { rule.amount },
            over,
            paid: Money::ZERO,
            paid_on: None,
            document: String::new(),
        });
    }
    dues
}

/// Whether a rule means a certificate, its day apart.
fn meant(rule: &Rule, row: &SignedRow) -> bool {
    let occasion = match rule.occasion {
        Occasion::Rated => true,
        Occasion::FirstRated => row.star_before.is_none(),
        Occasion::RatedAnew => row.star_before.is_some(),
        Occasion::Raised => row.star_before.is_some_and(|before| before < row.star),
    };
    let form = rule.form.is_none_or(|form| form.as_str() == row.form);
    occasion && form && rule.star.is_none_or(|star| star == row.star) && is_in(&rule.area, row)
}

/// Whether a product is of a place: of a province of today or of before July 2025, or of the
/// maker's commune, which may say its district too.
fn is_in(area: &str, row: &SignedRow) -> bool {
    let area = fold(area);
    let commune = fold(&row.commune);
    let whole = format!(" {area}");
    let named = |part: &str| part == area || part.ends_with(&whole);
    let part = || commune.split(',').any(|part| named(part.trim()));
    area.is_empty() || fold(&row.province_now) == area || fold(&row.province_2024) == area || part()
}

/// The name of who receives it. Villages are not in the book: each is its maker's.
fn receiver(rule: &Rule, row: &SignedRow) -> String {
    let commune = if row.commune.is_empty() { "—" } else { row.commune.as_str() };
    match rule.receiver {
        Receiver::Maker => row.producer_name.clone(),
        Receiver::Commune => commune.to_owned(),
        Receiver::Village => format!("{commune} ({})", row.producer_name),
    }
}

/// Notes what was paid; once, where two certificates of a product were signed on one day. Answers
/// what was paid and is due no more: its rating was put right, or its rule withdrawn.
fn settle<'a>(dues: &mut [Due], paid: &'a [Paid]) -> Vec<&'a Paid> {
    let mut unmet = Vec::new();
    for it in paid.iter().filter(|it| it.amount.is_some()) {
        let own = |due: &&mut Due| {
            due.rule == it.rule && due.product == it.product && due.signed_on == it.signed_on
        };
        let Some((due, amount)) = dues.iter_mut().find(own).zip(it.amount) else {
            unmet.push(it);
            continue;
        };
        due.paid = amount;
        due.paid_on = Some(it.paid_on);
        due.document = it.document.clone();
    }
    unmet
}

/// What was paid though nothing is due for it: it stands there with nothing due, so that the sum of
/// what was paid is what was paid.
fn undue(it: &Paid, rules: &[Rule], signed: &[SignedRow]) -> Due {
    let rule = rules.iter().find(|rule| rule.uid == it.rule);
    let row = signed.iter().find(|row| row.product == it.product);
    let named = |name: Option<&String>| name.map_or("—", String::as_str).to_owned();
    Due {
        rule: it.rule,
        rule_name: rule.map_or("—".to_owned(), |it| format!("{} · {}", it.name, it.decision)),
        certificate: row.map(|it| it.uid).unwrap_or_default(),
        number: String::new(),
        star: row.map_or(0, |it| it.star),
        signed_on: it.signed_on,
        product: it.product,
        product_name: named(row.map(|it| &it.product_name)),
        producer: row.map(|it| it.producer).unwrap_or_default(),
        producer_name: named(row.map(|it| &it.producer_name)),
        receiver: rule.map_or(Receiver::Maker, |it| it.receiver),
        receiver_name: rule.zip(row).map_or("—".to_owned(), |(rule, row)| receiver(rule, row)),
        due: Money::ZERO,
        over: false,
        paid: it.amount.unwrap_or_default(),
        paid_on: Some(it.paid_on),
        document: it.document.clone(),
    }
}

fn sum_up(
    (from, to): (Date, Date),
    rules: Vec<Rule>,
    dues: Vec<Due>,
    (journal_pos, journal_head): (i64, String),
) -> Rewards {
    let sum = |own: &dyn Fn(&Due) -> bool| {
        let mut owed = Owed::default();
        dues.iter().filter(|due| own(due)).for_each(|due| owed.add(due));
        owed
    };
    let part = |rule: Rule| RulePart { owed: sum(&|due| due.rule == rule.uid), rule };
    // Several makers may be called alike; a commune is one.
    let mut receivers: BTreeMap<(Receiver, String, String), Owed> = BTreeMap::new();
    for due in &dues {
        let commune = due.receiver == Receiver::Commune;
        let own = if commune { String::new() } else { due.producer.hex() };
        receivers.entry((due.receiver, due.receiver_name.clone(), own)).or_default().add(due);
    }
    let receiver = |((receiver, name, _), owed)| ReceiverPart { receiver, name, owed };
    let mut by_receiver: Vec<ReceiverPart> = receivers.into_iter().map(receiver).collect();
    by_receiver.sort_by_key(|it| (it.receiver, std::cmp::Reverse(it.owed.due)));
    Rewards {
        from,
        to,
        whole: sum(&|_| true),
        by_rule: rules.into_iter().map(part).collect(),
        by_receiver,
        dues,
        journal_pos,
        journal_head,
    }
}
