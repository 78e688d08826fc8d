//! What was sold and moved in a shift: the figures of an X and of a Z report.

use crate::{
    base::{clock::Ms, money::Money},
    payment::event::Method,
    sale::Sold,
};
use serde::{Deserialize, Serialize};

/// The figures of a shift, supplements not among them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Sales made.
    pub sales: i64,
    /// Reversals made.
    pub reversals: i64,
    /// Đồng of the sales less what was given back.
    pub revenue: Money,
    /// Đồng by which cash was rounded.
    pub rounding: Money,
    /// By means of payment.
    pub methods: Vec<MethodSum>,
    /// Đồng put into the drawer.
    pub paid_in: Money,
    /// Đồng taken out of the drawer; not below zero.
    pub paid_out: Money,
    /// The first receipt number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_no: Option<String>,
    /// The last receipt number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_no: Option<String>,
    /// Sales that the manager should look at.
    pub flagged: i64,
    /// When the last of them was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_paid_at: Option<Ms>,
}

/// What was paid in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodSum {
    /// How.
    pub method: Method,
    /// Payments of sales, as the roll-ups count them; what was given back, perhaps in another way,
    /// is counted as reversals.
    pub count: i64,
    /// Đồng applied to sales, what was given back taken off.
    pub amount: Money,
}

impl Figures {
    /// Adds a sale or reversal.
    pub fn sold(&mut self, sold: &Sold) {
        let made = i64::from(sold.reverses.is_none());
        match sold.reverses {
            Some(_) => self.reversals += 1,
            None => self.sales += 1,
        }
        self.revenue += sold.total;
        self.rounding += sold.rounding;
        self.flagged += i64::from(!sold.flags.is_empty());
        self.first_no.get_or_insert_with(|| sold.receipt_no.clone());
        self.last_no = Some(sold.receipt_no.clone());
        self.last_paid_at = self.last_paid_at.max(Some(sold.paid_at));
        for tender in &sold.payments {
            self.paid(tender.method, made, tender.amount);
        }
    }

    /// Adds what was sold later in the same shift.
    pub fn add(&mut self, later: Figures) {
        self.sales += later.sales;
        self.reversals += later.reversals;
        self.revenue += later.revenue;
        self.rounding += later.rounding;
        self.flagged += later.flagged;
        self.paid_in += later.paid_in;
        self.paid_out += later.paid_out;
        self.first_no = self.first_no.take().or(later.first_no);
        self.last_no = later.last_no.or(self.last_no.take());
        self.last_paid_at = self.last_paid_at.max(later.last_paid_at);
        for sum in later.methods {
            self.paid(sum.method, sum.count, sum.amount);
        }
    }

    /// Adds payments of one kind.
    pub fn paid(&mut self, method: Method, count: i64, amount: Money) {
        let known = self.methods.iter_mut().find(|sum| sum.method == method);
        match known {
            Some(sum) => {
                sum.count += count;
                sum.amount += amount;
            }
            None => {
                self.methods.push(MethodSum { method, count, amount });
                self.methods.sort_by_key(|sum| sum.method);
            }
        }
    }

    /// Adds money put in, or (below zero) taken out.
    pub fn moved(&mut self, amount: Money) {
        self.paid_in += amount.max(Money::ZERO);
        self.paid_out += (-amount).max(Money::ZERO);
    }

    /// Đồng that sales brought into the drawer.
    pub fn cash(&self) -> Money {
        let cash = self.methods.iter().filter(|sum| sum.method == Method::Cash);
        cash.map(|sum| sum.amount).sum()
    }

    /// Đồng that should lie in a drawer that began with `float`.
    pub fn expected(&self, float: Money) -> Money {
        float + self.cash() + self.paid_in - self.paid_out
    }
}
