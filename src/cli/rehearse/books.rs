//! The check of the books: what the server reports of the rehearsal's fair, against the receipts.

use super::tally::Tally;
use serde_json::Value;

/// Every difference between the fair's own report and what was sold, one line each; and gaps in
/// the receipts' numbers.
pub fn differences(tally: &Tally, report: &Value) -> Vec<String> {
    let mut all = tally.wrong.clone();
    let mut differ = |what: &str, reported: &Value, sold: i64| {
        if reported.as_i64().unwrap_or_default() != sold {
            all.push(format!("{what}: {reported} reported, {sold} sold"));
        }
    };
    let booths = || tally.booths.values();
    differ("sales", &report["sales"], booths().map(|it| it.sales).sum());
    differ("revenue", &report["revenue"], booths().map(|it| it.revenue).sum());
    differ("visits", &report["visits"], tally.visits);
    for method in ["cash", "vietqr"] {
        let sold = tally.tenders.get(method).copied().unwrap_or_default();
        differ(method, &report["tenders"][method], sold);
    }
    let part = |list: &str, key: &str, name: &str| {
        let parts = report[list].as_array();
        let found = parts.and_then(|parts| parts.iter().find(|part| part[key] == name));
        found.cloned().unwrap_or_default()
    };
    for (code, booth) in &tally.booths {
        let reported = part("by_booth", "code", code);
        differ(&format!("sales of {code}"), &reported["sales"], booth.sales);
        differ(&format!("revenue of {code}"), &reported["revenue"], booth.revenue);
    }
    for (uid, units) in &tally.units {
        let reported = part("by_product", "uid", uid)["quantity"].clone();
        let whole = reported.as_str().and_then(|text| text.parse::<i64>().ok());
        differ(&format!("units of {uid}"), &Value::from(whole), *units);
    }
    for (code, booth) in &tally.booths {
        let last = booth.numbers.last().copied().unwrap_or_default();
        if last != booth.numbers.len() as i64 {
            all.push(format!("{code}: {} numbers up to {last}", booth.numbers.len()));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::rehearse::tally::Booth;
    use serde_json::json;

    fn sold() -> Tally {
        let mut tally = Tally::new(Default::default());
        tally.visits = 5;
        let booth = Booth { numbers: [1, 2].into(), sales: 2, revenue: 55_000 };
        tally.booths.insert("D001".into(), booth);
        tally.tenders = [("cash", 40_000), ("vietqr", 15_000)].into();
        tally.units.insert("p".into(), 3);
        tally
    }

    fn report() -> Value {
        json!({"sales": 2, "revenue": 55_000, "visits": 5,
            "tenders": {"cash": 40_000, "vietqr": 15_000},
            "by_booth": [{"code": "D001", "sales": 2, "revenue": 55_000}],
            "by_product": [{"uid": "p", "quantity": "3"}]})
    }

    #[test]
    fn books_that_agree_have_no_difference() {
        assert_eq!(differences(&sold(), &report()), Vec::<String>::new());
    }

    #[test]
    fn a_sale_too_few_is_told_of_the_whole_of_its_booth_and_of_its_goods() {
        let mut short = report();
        short["sales"] = json!(1);
        short["by_booth"] = json!([]);
        short["by_product"][0]["quantity"] = json!("2");
        let told = differences(&sold(), &short);
        assert_eq!(told[0], "sales: 1 reported, 2 sold");
        assert_eq!(told.len(), 4, "{told:?}");
    }

    #[test]
    fn a_gap_in_the_numbers_is_told() {
        let mut gap = sold();
        gap.booths.entry("D001".into()).or_default().numbers = [1, 3].into();
        assert_eq!(differences(&gap, &report()), ["D001: 2 numbers up to 3"]);
    }
}
