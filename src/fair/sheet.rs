//! Sheets of fairs and of booths, read as those of the catalogue are.

use super::kinds::{Kind, Level, Zone};
use crate::base::{lang::Say, money::Money};
use crate::sheet::{
    File, FileKind, RowError, Table,
    cells::{self, Cells},
};
use jiff::civil::Date;

/// A row of a fairs file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FairRow {
    /// The row's number as a spreadsheet shows it.
    pub row: usize,
    /// The fair's code, by which other files name it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Who holds it.
    pub level: Level,
    /// What it is.
    pub kind: Kind,
    /// Its first day.
    pub starts_on: Date,
    /// Its last day; none for a permanent sales point.
    pub ends_on: Option<Date>,
    /// Where it is held.
    pub place: Option<String>,
    /// Visits, as published.
    pub published_visits: Option<i64>,
    /// Revenue in đồng, as published.
    pub published_revenue: Option<Money>,
    /// Revenue of sellers from the province itself in đồng, as published.
    pub published_revenue_local_zone: Option<Money>,
}

/// A row of a booths file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoothRow {
    /// The row's number as a spreadsheet shows it.
    pub row: usize,
    /// The fair's code.
    pub fair: String,
    /// The booth's code, unique in its fair.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its zone.
    pub zone: Zone,
    /// Who sells there.
    pub seller: String,
    /// Where the seller comes from.
    pub origin_unit: Option<String>,
    /// The seller's tax code, as written.
    pub tax_code: Option<String>,
    /// The BIN of the seller's bank, one of the list.
    pub bank_bin: Option<String>,
    /// The seller's account at that bank.
    pub account: Option<String>,
}

/// Reads a fairs file. A fair's code stands once.
pub fn fairs(file: &File) -> Result<Table<FairRow>, Vec<RowError>> {
    cells::rows(FileKind::Fairs, file, fair, |row: &FairRow| vec![("code", row.code.clone())])
}

/// The check of an account by its bank and number; gives the column that is wrong, and why.
pub type CheckAccount = fn(&str, &str) -> Result<(), (&'static str, Say)>;

/// Reads a booths file. A booth's code stands once in its fair. The bank list and what an account
/// is, are the payment room's, to the right of this one.
pub fn booths(
    file: &File,
    tidy_account: fn(&str) -> String,
    check: CheckAccount,
) -> Result<Table<BoothRow>, Vec<RowError>> {
    let parse = |cells: &mut Cells| booth(cells, tidy_account, check);
    cells::rows(FileKind::Booths, file, parse, |row: &BoothRow| {
        vec![("code", format!("{}\n{}", row.fair, row.code))]
    })
}

fn fair(cells: &mut Cells) -> Option<FairRow> {
    let code = cells.read("code", cells::item);
    let name = cells.text("name");
    let level = cells.read("level", str::parse);
    let kind = cells.read("kind", Kind::real);
    let starts_on = cells.read("starts_on", cells::date);
    let ends_on = cells.read("ends_on", |text| ends_on(text, starts_on));
    let place = cells.text("place");
    let published_visits = cells.read("published_visits", cells::count);
    let published_revenue = cells.read("published_revenue", cells::money);
    let published_revenue_local_zone = cells.read("published_revenue_local_zone", cells::money);
    Some(FairRow {
        row: cells.number(),
        code: code?,
        name: name?,
        level: level?,
        kind: kind?,
        starts_on: starts_on?,
        ends_on,
        place,
        published_visits,
        published_revenue,
        published_revenue_local_zone,
    })
}

fn ends_on(text: &str, starts_on: Option<Date>) -> Result<Date, Say> {
    let date = cells::date(text)?;
    if starts_on.is_some_and(|start| date < start) {
        return Err(Say::new("Ngày bế mạc trước ngày khai mạc", "Ends before it starts"));
    }
    Ok(date)
}

fn booth(
    cells: &mut Cells,
    tidy_account: fn(&str) -> String,
    check: CheckAccount,
) -> Option<BoothRow> {
    let fair = cells.read("fair", cells::item);
    let code = cells.read("code", cells::item);
    let name = cells.text("name");
    let zone = cells.read("zone", str::parse);
    let seller = cells.text("seller");
    let origin_unit = cells.text("origin_unit");
    let tax_code = cells.read("tax_code", cells::item);
    let bank_bin = cells.read("bank_bin", cells::item);
    let account = cells.read("account", |text| Ok(tidy_account(text)));
    // One without the other may stand in the book: that is checked where both are known.
    if let (Some(bin), Some(number)) = (&bank_bin, &account)
        && let Err((column, say)) = check(bin, number)
    {
        cells.wrong(column, say);
    }
    Some(BoothRow {
        row: cells.number(),
        fair: fair?,
        code: code?,
        name: name?,
        zone: zone?,
        seller: seller?,
        origin_unit,
        tax_code,
        bank_bin,
        account,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::lang::Lang;

    fn messages(errors: Vec<RowError>) -> Vec<String> {
        errors.iter().map(|error| error.line(Lang::En)).collect()
    }

    #[test]
    fn fairs_are_read_with_dates_as_people_write_them() {
        let file = "Mã hội chợ;Tên hội chợ;Cấp tổ chức;Loại hình;Ngày khai mạc;Ngày bế mạc;\
            Doanh thu đã công bố\n\
            QN24-01;Hội chợ OCOP Quảng Ninh - Hè 2024;Cấp tỉnh;fair;25/04/2024;1/5/2024;\
            16.000.000.000\n\
            QN-DIEM;Điểm giới thiệu;not_stated;sales_point;2024-01-01;;\n";
        let rows = fairs(&File::new("fairs.csv", file.as_bytes())).unwrap();
        assert_eq!(rows[0].level, Level::Provincial);
        assert_eq!(rows[0].starts_on.to_string(), "2024-04-25");
        assert_eq!(rows[0].ends_on.map(|day| day.to_string()).as_deref(), Some("2024-05-01"));
        assert_eq!(rows[0].published_revenue, Some(Money(16_000_000_000)));
        assert_eq!(rows[1].kind, Kind::SalesPoint);
        assert_eq!(rows[1].ends_on, None);
    }

    #[test]
    fn a_fair_cannot_end_before_it_starts_nor_stand_twice() {
        let file = "code,name,level,kind,starts_on,ends_on\n\
            A,Một,local,fair,2024-06-02,01/06/2024\n\
            a,Hai,huyện,fair,31/02/2024,\n\
            A,Ba,local,fair,2024-06-02,\n";
        let errors = messages(fairs(&File::new("fairs.csv", file.as_bytes())).unwrap_err());
        assert_eq!(errors[0], "Row 2, ends_on: Ends before it starts");
        assert!(errors[1].starts_with("Row 3, level: “huyện” is not one of: provincial,"));
        assert!(errors[2].starts_with("Row 3, starts_on: “31/02/2024” is not a date"));
        assert_eq!(errors[3..], ["Row 4, code: The same as row 2"]);
    }

    #[test]
    fn a_booth_names_a_bank_that_exists_and_a_code_of_its_own() {
        let tidy: fn(&str) -> String = |text| text.replace(' ', "");
        let known: CheckAccount = |bin, _| match bin {
            "970436" => Ok(()),
            _ => Err(("bank_bin", Say::new("Không có", "No such bank"))),
        };
        let file = "fair,code,name,zone,seller,bank_bin,account\n\
            A,B01,Trà hoa vàng,Trong tỉnh,Công ty Quy Hoa,970436,1017595600\n\
            B,B01,Bánh pía,other_province,Cơ sở Mỹ Hiệp Thành,,\n";
        let rows = booths(&File::new("booths.csv", file.as_bytes()), tidy, known).unwrap();
        assert_eq!((rows[0].zone, rows[1].zone), (Zone::Local, Zone::OtherProvince));
        assert_eq!(rows[0].account.as_deref(), Some("1017595600"));
        let wrong = format!("{file}A,b01,Khác,other,Ai đó,970000,1\nA,b01,Nữa,other,Ai đó,,\n");
        let errors =
            messages(booths(&File::new("booths.csv", wrong.as_bytes()), tidy, known).unwrap_err());
        assert_eq!(
            errors,
            [
                "Row 4, bank_bin: No such bank",
                "Row 4, code: The same as row 2",
                "Row 5, code: The same as row 2",
            ]
        );
    }
}
