//! The roll-ups that reports read: netted per key from sold lines, tenders and sales. The fine ones
//! tell hours, booths and products apart; the coarse ones are what a season reads.

pub mod store;

use super::Sold;
use crate::payment::event::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Roll-up rows of a batch, netted per key. Keys hold uids; the store turns them into row ids.
#[derive(Debug, Default)]
pub struct Rollups {
    lines: BTreeMap<(Day, i64, Place, Goods), [i64; 4]>,
    sales: BTreeMap<(Day, i64, Place), [i64; 4]>,
    tenders: BTreeMap<(Day, Place, &'static str), [i64; 3]>,
    booths: BTreeMap<(Day, Place), [i64; 6]>,
    hours: BTreeMap<(Day, i64), [i64; 5]>,
    products: BTreeMap<(Day, Goods), [i64; 2]>,
}

/// A fair and one of its days.
type Day = (String, String);
/// A booth, its zone and its locality.
type Place = (String, &'static str, String);
/// Product, star, OCOP group and producer's form of a line.
type Goods = (String, u8, u8, &'static str);

impl Rollups {
    /// Adds a sale or reversal.
    pub fn add(&mut self, sold: &Sold) {
        let day = (sold.fair.uid.hex(), sold.day.to_string());
        let booth = sold.booth.uid.hex();
        let place = (booth, sold.booth.zone.as_str(), sold.booth.origin_unit.clone());
        for line in &sold.lines {
            let goods = (
                line.product.hex(),
                line.star.unwrap_or(0),
                line.ocop_group,
                line.producer_type.as_str(),
            );
            let (quantity, amount) = (line.quantity.0, line.amount.0);
            let sample = line.sample_value().map_or([0; 2], |worth| [quantity, worth.0]);
            let coarse = self.products.entry((day.clone(), goods.clone())).or_default();
            sum_up(coarse, [quantity, amount]);
            let fine = (day.clone(), sold.hour, place.clone(), goods);
            let fine = self.lines.entry(fine).or_default();
            sum_up(fine, [quantity, amount, sample[0], sample[1]]);
        }
        let (mut taken, mut cashless) = (0, 0);
        for tender in &sold.payments {
            // What is given back may go another way than it came: only sales are counted.
            let sale = i64::from(sold.reverses.is_none());
            let (amount, paid) = (tender.amount.0, sale * tender.amount.0);
            taken += paid;
            cashless += if tender.method == Method::Cash { 0 } else { paid };
            let key = (day.clone(), place.clone(), tender.method.as_str());
            sum_up(self.tenders.entry(key).or_default(), [sale, amount, paid]);
        }
        let (made, void) = (i64::from(sold.reverses.is_none()), i64::from(sold.voids()));
        let (revenue, rounding) = (sold.total.0, sold.rounding.0);
        let fine = self.sales.entry((day.clone(), sold.hour, place.clone())).or_default();
        sum_up(fine, [made, void, revenue, rounding]);
        let of_booth = self.booths.entry((day.clone(), place)).or_default();
        sum_up(of_booth, [made, void, revenue, rounding, taken, cashless]);
        let of_hour = self.hours.entry((day, sold.hour)).or_default();
        sum_up(of_hour, [made, void, revenue, taken, cashless]);
    }

    /// Rows of `rollup_line`.
    pub fn line_rows(&self) -> Vec<Value> {
        let row =
            |(((fair, day), hour, place, goods), sums): (&(Day, i64, Place, Goods), &[i64; 4])| {
                let (product, star, group, form) = goods;
                let (booth, zone, unit) = place;
                let [quantity, amount, sampled, worth] = sums;
                json!([
                    fair, day, hour, booth, product, star, group, form, zone, unit, quantity,
                    amount, sampled, worth
                ])
            };
        self.lines.iter().map(row).collect()
    }

    /// Rows of `rollup_sale`.
    pub fn sale_rows(&self) -> Vec<Value> {
        let row = |(((fair, day), hour, place), sums): (&(Day, i64, Place), &[i64; 4])| {
            let (booth, zone, unit) = place;
            let [sales, voids, revenue, rounding] = sums;
            json!([fair, day, hour, booth, zone, unit, sales, voids, revenue, rounding])
        };
        self.sales.iter().map(row).collect()
    }

    /// Rows of `rollup_tender`.
    pub fn tender_rows(&self) -> Vec<Value> {
        let row = |(((fair, day), place, method), sums): (&(Day, Place, &str), &[i64; 3])| {
            let (booth, zone, unit) = place;
            json!([fair, day, booth, method, zone, unit, sums[0], sums[1], sums[2]])
        };
        self.tenders.iter().map(row).collect()
    }

    /// Rows of `rollup_booth`.
    pub fn booth_rows(&self) -> Vec<Value> {
        let row = |(((fair, day), place), sums): (&(Day, Place), &[i64; 6])| {
            let (booth, zone, unit) = place;
            let [sales, voids, revenue, rounding, taken, cashless] = sums;
            json!([fair, day, booth, zone, unit, sales, voids, revenue, rounding, taken, cashless])
        };
        self.booths.iter().map(row).collect()
    }

    /// Rows of `rollup_hour`.
    pub fn hour_rows(&self) -> Vec<Value> {
        let row = |(((fair, day), hour), sums): (&(Day, i64), &[i64; 5])| {
            let [sales, voids, revenue, taken, cashless] = sums;
            json!([fair, day, hour, sales, voids, revenue, taken, cashless])
        };
        self.hours.iter().map(row).collect()
    }

    /// Rows of `rollup_product`.
    pub fn product_rows(&self) -> Vec<Value> {
        let row = |(((fair, day), goods), sums): (&(Day, Goods), &[i64; 2])| {
            let (product, star, group, form) = goods;
            json!([fair, day, product, star, group, form, sums[0], sums[1]])
        };
        self.products.iter().map(row).collect()
    }
}

fn sum_up<const N: usize>(sums: &mut [i64; N], parts: [i64; N]) {
    for (sum, part) in sums.iter_mut().zip(parts) {
        *sum += part;
    }
}
