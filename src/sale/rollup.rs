//! The roll-ups that reports read: netted per key from sold lines, tenders and sales.

use super::Sold;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Roll-up rows of a batch, netted per key. Keys hold uids; the store turns them into row ids.
#[derive(Debug, Default)]
pub struct Rollups {
    lines: BTreeMap<LineCell, [i64; 4]>,
    tenders: BTreeMap<Cell<&'static str>, [i64; 3]>,
    sales: BTreeMap<Cell<(&'static str, String)>, [i64; 4]>,
}

/// Fair, day, hour, booth, and what else tells rows apart.
type Cell<Rest> = (String, String, i64, String, Rest);
/// Product, star, OCOP group and producer's form of a line.
type LineCell = Cell<(String, u8, u8, &'static str)>;

impl Rollups {
    /// Adds a sale or reversal.
    pub fn add(&mut self, sold: &Sold) {
        let (fair, booth) = (sold.fair.uid.hex(), sold.booth.uid.hex());
        let day = sold.day.to_string();
        for line in &sold.lines {
            let rest = (
                line.product.hex(),
                line.star.unwrap_or(0),
                line.ocop_group,
                line.producer_type.as_str(),
            );
            let key = (fair.clone(), day.clone(), sold.hour, booth.clone(), rest);
            let cell = self.lines.entry(key).or_default();
            cell[0] += line.quantity.0;
            cell[1] += line.amount.0;
            if let Some(worth) = line.sample_value() {
                cell[2] += line.quantity.0;
                cell[3] += worth.0;
            }
        }
        for tender in &sold.payments {
            let key = (fair.clone(), day.clone(), sold.hour, booth.clone(), tender.method.as_str());
            let cell = self.tenders.entry(key).or_default();
            cell[1] += tender.amount.0;
            // What is given back may go another way than it came: only sales are counted.
            if sold.reverses.is_none() {
                cell[0] += 1;
                cell[2] += tender.amount.0;
            }
        }
        let rest = (sold.booth.zone.as_str(), sold.booth.origin_unit.clone());
        let cell = self.sales.entry((fair, day, sold.hour, booth, rest)).or_default();
        let (made, void) = (i64::from(sold.reverses.is_none()), i64::from(sold.voids()));
        for (sum, part) in cell.iter_mut().zip([made, void, sold.total.0, sold.rounding.0]) {
            *sum += part;
        }
    }

    /// Rows of `rollup_line`.
    pub fn line_rows(&self) -> Vec<Value> {
        let row = |(key, sums): (&LineCell, &[i64; 4])| {
            let (fair, day, hour, booth, (product, star, group, kind)) = key;
            json!([
                fair, day, hour, booth, product, star, group, kind, sums[0], sums[1], sums[2],
                sums[3]
            ])
        };
        self.lines.iter().map(row).collect()
    }

    /// Rows of `rollup_tender`.
    pub fn tender_rows(&self) -> Vec<Value> {
        let row = |(key, sums): (&Cell<&str>, &[i64; 3])| {
            let (fair, day, hour, booth, method) = key;
            json!([fair, day, hour, booth, method, sums[0], sums[1], sums[2]])
        };
        self.tenders.iter().map(row).collect()
    }

    /// Rows of `rollup_sale`.
    pub fn sale_rows(&self) -> Vec<Value> {
        let row = |(key, sums): (&Cell<(&str, String)>, &[i64; 4])| {
            let (fair, day, hour, booth, (zone, unit)) = key;
            json!([fair, day, hour, booth, zone, unit, sums[0], sums[1], sums[2], sums[3]])
        };
        self.sales.iter().map(row).collect()
    }
}
