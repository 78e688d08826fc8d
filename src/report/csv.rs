//! Reports as CSV, as the reader's spreadsheet opens it and as our own import reads it: UTF-8 with
//! a byte-order mark so that the marks are read, and no cell that would be taken for a formula. A
//! Vietnamese spreadsheet takes semicolons between cells and a comma before decimals (`6,999`; a
//! point would make it six thousand), an English one commas and a point.

use super::table::{Cell, Table};
use crate::base::{clock::date_text, lang::Lang};

/// The tables of a report as one file: of each its title, its heads, its rows, its total, and an
/// empty line.
pub fn write(tables: &[Table], lang: Lang) -> Result<Vec<u8>, csv::Error> {
    let between = if lang == Lang::Vi { b';' } else { b',' };
    let mut out =
        csv::WriterBuilder::new().delimiter(between).flexible(true).from_writer("\u{feff}".into());
    for (n, table) in tables.iter().enumerate() {
        if n > 0 {
            out.write_record([""; 1])?;
        }
        out.write_record([guard(&table.title)])?;
        out.write_record(table.columns.iter().map(|column| guard(&column.head)))?;
        for row in &table.rows {
            out.write_record(row.cells.iter().map(|it| cell(it, lang)))?;
        }
        if let Some(total) = &table.total {
            out.write_record(total.iter().map(|it| cell(it, lang)))?;
        }
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn cell(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Text(words) => guard(words),
        Cell::Date(day) => date_text(*day),
        figure if lang == Lang::Vi => figure.plain().replace('.', ","),
        // Three decimals after a point are thousands to a Vietnamese reader, and to our import.
        Cell::Quantity(quantity) if quantity.0 % 10 != 0 => format!("{}0", quantity.plain()),
        figure => figure.plain(),
    }
}

/// Puts an apostrophe before what a spreadsheet would run as a formula (OWASP, CSV injection).
/// Plain numbers stay numbers.
fn guard(words: &str) -> String {
    let formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let number = words.parse::<rust_decimal::Decimal>().is_ok();
    if formula && !number { format!("'{words}") } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{money::Money, quantity::Quantity};

    #[test]
    fn a_name_that_looks_like_a_formula_is_only_a_name() {
        let mut table = Table::new("by_booth", "Theo gian", &["Gian", "#Doanh thu (đ)"]);
        for name in ["=1+1", "@SUM(A1)", "+84", "-5", "- Miến dong", "HTX \"Đình Trung\", A03"]
        {
            table.row(vec![Cell::text(name), Cell::Money(Money(-2_500))], None);
        }
        let table = table.with_total(vec![Cell::text("Cộng"), Cell::Money(Money(-15_000))]);
        let text = String::from_utf8(write(&[table.clone(), table], Lang::Vi).unwrap()).unwrap();
        let section = "Theo gian\nGian;Doanh thu (đ)\n'=1+1;-2500\n'@SUM(A1);-2500\n+84;-2500\n\
             -5;-2500\n'- Miến dong;-2500\n\"HTX \"\"Đình Trung\"\", A03\";-2500\nCộng;-15000\n";
        assert_eq!(text, format!("\u{feff}{section}\"\"\n{section}"));
    }

    #[test]
    fn six_kilograms_and_999_grams_are_read_again_as_that_and_as_no_thousands() {
        let mut table = Table::new("stock", "Tồn kho", &["Sản phẩm", "#Còn lại", "#Tỷ trọng"]);
        let share = crate::base::share::Share::of(12, 25);
        for quantity in [6_999, 1_250, 350, -2_500, 12_000_000] {
            let left = Cell::Quantity(Quantity(quantity));
            table.row(vec![Cell::text("Mực khô"), left, Cell::Share(share)], None);
        }
        let bytes = write(&[table.clone()], Lang::Vi).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let cells: Vec<&str> =
            text.lines().skip(2).map(|line| line.split(';').nth(1).unwrap()).collect();
        assert_eq!(cells, ["6,999", "1,25", "0,35", "-2,5", "12000"]);
        let again: Vec<i64> =
            cells.iter().map(|cell| Quantity::parse_typed(cell).unwrap().0).collect();
        assert_eq!(again, [6_999, 1_250, 350, -2_500, 12_000_000]);
        assert!(text.contains(";0,48\n"), "{text}");
        let english = String::from_utf8(write(&[table], Lang::En).unwrap()).unwrap();
        let cells: Vec<&str> =
            english.lines().skip(2).map(|line| line.split(',').nth(1).unwrap()).collect();
        assert_eq!(cells, ["6.9990", "1.25", "0.35", "-2.5", "12000"]);
        let again: Vec<i64> =
            cells.iter().map(|cell| Quantity::parse_typed(cell).unwrap().0).collect();
        assert_eq!(again, [6_999, 1_250, 350, -2_500, 12_000_000]);
    }
}
