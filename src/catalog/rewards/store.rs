//! SQL of rewards: rules, and what was paid.

use super::{Paid, Rule};
use crate::{
    base::{
        id::{ProductId, RuleId},
        money::Money,
    },
    db::several::Statement,
};
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection, error::BoxDynError};

/// The row of a rule whose entry stands at `pos`.
pub fn rule_row(pos: i64, it: &Rule) -> Value {
    json!([
        pos,
        it.uid.hex(),
        it.name,
        it.decision,
        it.area,
        it.occasion,
        it.star,
        it.form,
        it.receiver,
        it.amount,
        it.most,
        it.starts_on,
        it.ends_on,
        i64::from(it.withdrawn)
    ])
}

/// Writes rules; a known uid is brought up to date.
pub fn write_rules(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into reward_rule (id, uid, name, decision, area, occasion, star, form, receiver, \
         amount, most, starts_on, ends_on, withdrawn) \
         select value ->> 0, unhex(value ->> 1), value ->> 2, value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, \
         value ->> 11, value ->> 12, value ->> 13 from json_each(?) where true \
         on conflict (uid) do update set name = excluded.name, decision = excluded.decision, \
         area = excluded.area, occasion = excluded.occasion, star = excluded.star, \
         form = excluded.form, receiver = excluded.receiver, amount = excluded.amount, \
         most = excluded.most, starts_on = excluded.starts_on, ends_on = excluded.ends_on, \
         withdrawn = excluded.withdrawn",
    )
    .bind(json!(rows).to_string())
}

/// The row of what was paid, whose entry stands at `pos`.
pub fn paid_row(pos: i64, it: &Paid) -> Value {
    let (rule, product) = (it.rule.hex(), it.product.hex());
    json!([pos, rule, product, it.signed_on, it.amount, it.paid_on, it.document])
}

/// Writes what was paid; a known one is brought up to date.
pub fn write_paid(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into reward_paid (id, rule, product, signed_on, amount, paid_on, document) \
         select value ->> 0, (select id from reward_rule where uid = unhex(value ->> 1)), \
         (select id from product where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6 from json_each(?) where true \
         on conflict (rule, product, signed_on) do update set amount = excluded.amount, \
         paid_on = excluded.paid_on, document = excluded.document",
    )
    .bind(json!(rows).to_string())
}

#[derive(FromRow)]
struct RuleRow {
    uid: RuleId,
    name: String,
    decision: String,
    area: String,
    occasion: String,
    star: Option<u8>,
    form: Option<String>,
    receiver: String,
    amount: i64,
    most: Option<i64>,
    starts_on: String,
    ends_on: Option<String>,
    withdrawn: bool,
}

/// A day or a word as stored.
fn word<T: std::str::FromStr>(text: &str) -> sqlx::Result<T> {
    let unreadable = || -> BoxDynError { format!("unreadable word in the book: {text}").into() };
    text.parse().map_err(|_| sqlx::Error::Decode(unreadable()))
}

/// Rules in the order in which they were entered, those taken back too.
pub async fn rules(db: &mut SqliteConnection) -> sqlx::Result<Vec<Rule>> {
    let rows: Vec<RuleRow> = sqlx::query_as(
        "select uid, name, decision, area, occasion, star, form, receiver, amount, most, \
         starts_on, ends_on, withdrawn from reward_rule order by id",
    )
    .fetch_all(db)
    .await?;
    let rule = |it: RuleRow| {
        Ok(Rule {
            uid: it.uid,
            name: it.name,
            decision: it.decision,
            area: it.area,
            occasion: word(&it.occasion)?,
            star: it.star,
            form: it.form.as_deref().map(word).transpose()?,
            receiver: word(&it.receiver)?,
            amount: Money(it.amount),
            most: it.most,
            starts_on: word(&it.starts_on)?,
            ends_on: it.ends_on.as_deref().map(word).transpose()?,
            withdrawn: it.withdrawn,
        })
    };
    rows.into_iter().map(rule).collect()
}

/// What was paid, as stored: rule, product, signed on, amount, paid on, paper.
type PaidRow = (RuleId, ProductId, String, Option<i64>, String, String);

/// What was paid, in the order in which it was noted, what was taken back too.
pub async fn paid(db: &mut SqliteConnection) -> sqlx::Result<Vec<Paid>> {
    let rows: Vec<PaidRow> = sqlx::query_as(
        "select r.uid, p.uid, x.signed_on, x.amount, x.paid_on, x.document from reward_paid x \
         join reward_rule r on r.id = x.rule join product p on p.id = x.product order by x.id",
    )
    .fetch_all(db)
    .await?;
    let paid = |(rule, product, signed_on, amount, paid_on, document): PaidRow| {
        let (signed_on, paid_on) = (word(&signed_on)?, word(&paid_on)?);
        Ok(Paid { rule, product, signed_on, amount: amount.map(Money), paid_on, document })
    };
    rows.into_iter().map(paid).collect()
}
