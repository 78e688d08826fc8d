//! Rules of rewards, and what was paid by them, as rows.

use super::{
    Part,
    catalog::commands,
    names::{Called, Names},
    table::{Column, code, text},
    thing::{Line, PRODUCT, Refer, Thing, flag, joined, shown},
};
use crate::{
    base::lang::Say,
    catalog::{
        Change,
        rewards::{Paid, Rule},
    },
    desk::command::Command,
    sheet::cells::{count, date, money, small},
};
use uuid::Uuid;

const RULE: Refer = Refer { part: Part::Rewards, id: "rule_id", name: "rule" };

impl Thing for Rule {
    const PART: Part = Part::Rewards;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        text("name", "Tên chính sách"),
        text("decision", "Quyết định"),
        text("area", "Địa bàn"),
        text("occasion", "Khi"),
        text("star", "Hạng sao"),
        text("subject_type", "Loại hình chủ thể"),
        text("receiver", "Người nhận"),
        code("amount", "Mức chi (đồng)"),
        text("most", "Nhiều nhất"),
        text("starts_on", "Từ ngày"),
        text("ends_on", "Đến ngày"),
        text("withdrawn", "Đã rút"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Rule {
        Rule { uid: uid.into(), ..self }
    }

    fn cells(&self, _names: &Names) -> Vec<String> {
        vec![
            self.uid.to_string(),
            self.name.clone(),
            self.decision.clone(),
            self.area.clone(),
            self.occasion.as_str().to_owned(),
            shown(self.star),
            shown(self.form.map(|it| it.as_str())),
            self.receiver.as_str().to_owned(),
            self.amount.0.to_string(),
            shown(self.most),
            self.starts_on.to_string(),
            shown(self.ends_on),
            flag(self.withdrawn),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Rule>) -> Option<Rule> {
        let before = line.wrong.len();
        let name = line.text("name", stands.map(|it| &it.name));
        let decision = line.text("decision", stands.map(|it| &it.decision));
        let area = line.text("area", stands.map(|it| &it.area));
        let occasion = line.word("occasion", stands.map(|it| it.occasion));
        let star = line.maybe("star", stands.and_then(|it| it.star), |text| small(text, 3, 5));
        let form = line.maybe("subject_type", stands.and_then(|it| it.form), str::parse);
        let receiver = line.word("receiver", stands.map(|it| it.receiver));
        let amount = line.read("amount", stands.map(|it| it.amount), money);
        let most = line.maybe("most", stands.and_then(|it| it.most), count);
        let starts_on = line.read("starts_on", stands.map(|it| it.starts_on), date);
        let ends_on = line.maybe("ends_on", stands.and_then(|it| it.ends_on), date);
        let withdrawn = line.yes("withdrawn", stands.is_some_and(|it| it.withdrawn));
        let rule = Rule {
            uid: Default::default(),
            name,
            decision,
            area,
            occasion: occasion?,
            star,
            form,
            receiver: receiver?,
            amount: amount?,
            most,
            starts_on: starts_on?,
            ends_on,
            withdrawn,
        };
        checked(line, before, "name", rule.check());
        Some(rule)
    }

    fn keys(&self) -> Vec<Option<String>> {
        let (star, form) = (shown(self.star), shown(self.form.map(|it| it.as_str())));
        let words = [
            self.decision.as_str(),
            &self.name,
            &self.area,
            self.occasion.as_str(),
            &star,
            &form,
            self.receiver.as_str(),
        ];
        vec![joined(&words)]
    }

    fn called(&self) -> Option<Called> {
        Some(Called { name: self.name.clone(), fair: None, also: Vec::new() })
    }

    fn commands(things: Vec<(usize, Rule)>) -> Vec<(usize, Command)> {
        commands(things, Change::Rule)
    }
}

impl Thing for Paid {
    const PART: Part = Part::RewardsPaid;
    const COLUMNS: &'static [Column] = &[
        text("rule_id", "Mã hệ thống của chính sách"),
        text("rule", "Chính sách"),
        text("product_id", "Mã hệ thống của sản phẩm"),
        text("product", "Sản phẩm"),
        text("signed_on", "Ngày ký giấy"),
        code("amount", "Đã chi (đồng)"),
        text("paid_on", "Ngày chi"),
        text("document", "Chứng từ"),
    ];

    fn uid(&self) -> Option<Uuid> {
        None
    }

    fn under(self, _uid: Uuid) -> Paid {
        self
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        vec![
            self.rule.to_string(),
            names.name(self.rule.0).to_owned(),
            self.product.to_string(),
            names.name(self.product.0).to_owned(),
            self.signed_on.to_string(),
            shown(self.amount.map(|it| it.0)),
            self.paid_on.to_string(),
            self.document.clone(),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Paid>) -> Option<Paid> {
        let before = line.wrong.len();
        let rule = line.refer(RULE, stands.map(|it| it.rule.0));
        let product = line.refer(PRODUCT, stands.map(|it| it.product.0));
        let signed_on = line.read("signed_on", stands.map(|it| it.signed_on), date);
        let amount = line.maybe("amount", stands.and_then(|it| it.amount), money);
        let paid_on = line.read("paid_on", stands.map(|it| it.paid_on), date);
        let document = line.text("document", stands.map(|it| &it.document));
        let paid = Paid {
            rule: rule?,
            product: product?,
            signed_on: signed_on?,
            amount,
            paid_on: paid_on?,
            document,
        };
        checked(line, before, "amount", paid.check());
        Some(paid)
    }

    fn keys(&self) -> Vec<Option<String>> {
        let (rule, product) = (self.rule.to_string(), self.product.to_string());
        vec![joined(&[&rule, &product, &self.signed_on.to_string()])]
    }

    fn commands(things: Vec<(usize, Paid)>) -> Vec<(usize, Command)> {
        commands(things, Change::Paid)
    }
}

/// Notes at a column what a check says of a row.
fn checked(line: &mut Line, before: usize, column: &str, checked: Result<(), Say>) {
    if line.wrong.len() == before
        && let Err(say) = checked
    {
        line.wrong(column, say);
    }
}
