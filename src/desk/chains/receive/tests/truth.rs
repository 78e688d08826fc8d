//! What happened in a world, added up by itself: each sale, visit and piece of goods once, however
//! many machines wrote it down.

use crate::{base::id::CommandId, desk::fact::Fact, journal::Entry};
use sqlx::SqliteConnection;
use std::collections::HashMap;

/// Đồng of sales less refunds, visits, and thousandths of goods that went to customers.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    revenue: i64,
    visits: i64,
    goods: i64,
}

impl Truth {
    /// From the entries of all machines.
    pub fn of(chains: &[Vec<Entry>]) -> Truth {
        let mut each: HashMap<CommandId, Truth> = HashMap::new();
        for entry in chains.iter().flatten() {
            let mut truth = Truth::default();
            let uid = match Fact::parse(&entry.kind, entry.body_version, &entry.body).unwrap() {
                Fact::Sold(it) => {
                    truth.revenue = it.total.0;
                    truth.goods = it.lines.iter().map(|line| line.quantity.0).sum();
                    CommandId(it.id.0)
                }
                Fact::Counted(it) => {
                    truth.visits = it.count;
                    it.uid
                }
                _ => continue,
            };
            if let Some(twin) = each.insert(uid, truth) {
                assert_eq!(twin, truth, "a phone sends the same again");
            }
        }
        let add = |sum: Truth, it: Truth| Truth {
            revenue: sum.revenue + it.revenue,
            visits: sum.visits + it.visits,
            goods: sum.goods + it.goods,
        };
        each.into_values().fold(Truth::default(), add)
    }

    /// As a book says it: by its roll-ups and its movements.
    pub async fn by(db: &mut SqliteConnection) -> Truth {
        let sums = "select (select coalesce(sum(revenue), 0) from rollup_booth), \
                    (select coalesce(sum(visits), 0) from rollup_visit), \
                    (select coalesce(sum(iif(to_place = -2, quantity, -quantity)), 0) \
                    from movement where -2 in (to_place, from_place))";
        let (revenue, visits, goods) = sqlx::query_as(sums).fetch_one(db).await.unwrap();
        Truth { revenue, visits, goods }
    }
}
