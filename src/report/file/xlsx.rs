//! The tables as a workbook: a sheet that says what it is about, and one for each table. Figures
//! are numbers and days are days, in the formats of an office, so that they can be reckoned with.

use super::{
    PROPERTY,
    letters::{Letters, Style},
};
use crate::{
    base::lang::Lang,
    report::{
        document::Document,
        table::{Cell, Table},
    },
};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook,
    Worksheet, XlsxError,
};

/// The row of heads; above it stand the title and the state of the book.
const HEADS: u32 = 3;
/// Letters of a sheet's name that Excel takes.
const NAME: usize = 31;
/// A column is between so many letters wide.
const WIDTH: (f64, f64) = (9.0, 48.0);

/// How cells look.
struct Formats {
    title: Format,
    quiet: Format,
    head: Format,
    text: Format,
    count: Format,
    share: Format,
    quantity: Format,
    day: Format,
}

impl Formats {
    fn new() -> Formats {
        let cell = || Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top);
        let number = |format: &str| cell().set_num_format(format);
        Formats {
            title: Format::new().set_bold().set_font_size(14.0),
            quiet: Format::new().set_font_color(Color::RGB(0x005A_665F)),
            head: cell()
                .set_bold()
                .set_text_wrap()
                .set_background_color(Color::RGB(0x00E4_F0EA))
                .set_align(FormatAlign::Center),
            text: cell().set_text_wrap(),
            // The dot or comma between thousands is the reader's own.
            count: number("#,##0"),
            share: number("0.0%"),
            quantity: number("#,##0.###"),
            day: number("dd/mm/yyyy"),
        }
    }

    fn of(&self, cell: &Cell) -> &Format {
        match cell {
            Cell::Text(_) | Cell::Nothing => &self.text,
            Cell::Count(_) | Cell::Money(_) => &self.count,
            Cell::Share(_) => &self.share,
            Cell::Quantity(_) => &self.quantity,
            Cell::Date(_) => &self.day,
        }
    }
}

/// Writes a report.
pub fn write(it: &Document) -> Result<Vec<u8>, XlsxError> {
    let lang = it.stamp.lang;
    let formats = Formats::new();
    let mut book = Workbook::new();
    // No hour of writing: the same report is the same file.
    let properties = DocProperties::new()
        .set_title(&it.subject)
        .set_comment(it.stamp.said())
        .set_creation_datetime(&ExcelDateTime::from_ymd(2024, 1, 1)?)
        .set_custom_property(PROPERTY, it.stamp.text());
    book.set_properties(&properties);
    let names: Vec<String> =
        it.tables.iter().enumerate().map(|(n, table)| sheet_name(n + 1, &table.title)).collect();
    summary(book.add_worksheet(), it, &names, &formats)?;
    for (table, name) in it.tables.iter().zip(&names) {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        table_sheet(sheet, (it, table), &formats, lang)?;
    }
    book.save_to_buffer()
}

/// `3 Theo gian hàng`: numbered as in the letter, without the letters Excel refuses.
fn sheet_name(number: usize, title: &str) -> String {
    let plain = |it: char| if "[]:*?/\\'".contains(it) { ' ' } else { it };
    let name: String = format!("{number} {title}").chars().map(plain).take(NAME).collect();
    name.trim_end().to_owned()
}

/// The first sheet: what it is about, the sentence, the tables, the state of the book.
fn summary(
    sheet: &mut Worksheet,
    it: &Document,
    names: &[String],
    formats: &Formats,
) -> Result<(), XlsxError> {
    let lang = it.stamp.lang;
    sheet.set_name(lang.say("Tóm tắt", "Summary"))?.set_paper_size(9).set_column_width(0, 100)?;
    sheet.set_print_fit_to_pages(1, 0).set_row_height(2, 52)?;
    sheet.write_string_with_format(0, 0, &it.subject, &formats.title)?;
    let sentence = Format::new().set_text_wrap().set_font_size(12.0);
    sheet.write_string_with_format(2, 0, it.sentence.text(), &sentence)?;
    let bold = Format::new().set_bold();
    sheet.write_string_with_format(4, 0, lang.say("Các bảng", "Tables"), &bold)?;
    let mut row = 5;
    for name in names {
        let to = Url::new(format!("internal:'{name}'!A1")).set_text(name);
        sheet.write_url(row, 0, to)?;
        row += 1;
    }
    sheet.write_string_with_format(row + 1, 0, it.stamp.said(), &formats.quiet)?;
    let check = lang.say(
        "Kiểm tra tệp này với sổ: chophien verify --report TỆP",
        "Check this file against the book: chophien verify --report FILE",
    );
    sheet.write_string_with_format(row + 2, 0, check, &formats.quiet)?;
    Ok(())
}

fn table_sheet(
    sheet: &mut Worksheet,
    (it, table): (&Document, &Table),
    formats: &Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, &table.title, &formats.title)?;
    sheet.write_string_with_format(1, 0, &it.subject, &formats.quiet)?;
    let last_column = u16::try_from(table.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    for (n, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(HEADS, n, &column.head, &formats.head)?;
    }
    sheet.set_row_height(HEADS, 32)?;
    let mut row = HEADS;
    for line in &table.rows {
        row += 1;
        for (n, cell) in (0..).zip(&line.cells) {
            put(sheet, (row, n), cell, formats.of(cell))?;
        }
    }
    if row > HEADS {
        sheet.autofilter(HEADS, 0, row, last_column)?;
    }
    for (n, cell) in (0..).zip(table.total.iter().flatten()) {
        put(sheet, (row + 1, n), cell, &formats.of(cell).clone().set_bold())?;
    }
    for (n, width) in (0..).zip(widths(table)) {
        sheet.set_column_width(n, width)?;
    }
    sheet.set_freeze_panes(HEADS + 1, 1)?.set_repeat_rows(0, HEADS)?;
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.6, 0.6, 0.8, 0.8, 0.3, 0.3);
    if table.columns.len() > 6 {
        sheet.set_landscape();
    }
    let (page, of) = (lang.say("Trang", "Page"), lang.say("trên", "of"));
    sheet.set_footer(format!("&L&8{}&R&8{page} &P {of} &N", it.stamp.said()));
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    // A workbook knows no other numbers than these. Whole đồng and thousandths are exact in them up
    // to 2^53, which is nine million billion đồng.
    match cell {
        Cell::Text(words) => sheet.write_string_with_format(row, column, words, format)?,
        Cell::Nothing => sheet.write_blank(row, column, format)?,
        Cell::Count(count) => sheet.write_number_with_format(row, column, *count as f64, format)?,
        Cell::Money(sum) => sheet.write_number_with_format(row, column, sum.0 as f64, format)?,
        Cell::Share(share) => {
            sheet.write_number_with_format(row, column, share.number(), format)?
        }
        Cell::Quantity(it) => {
            sheet.write_number_with_format(row, column, it.0 as f64 / 1000.0, format)?
        }
        Cell::Date(day) => {
            let (year, month, day) = (day.year(), day.month(), day.day());
            let year = u16::try_from(year).unwrap_or_default();
            let day = ExcelDateTime::from_ymd(year, month.unsigned_abs(), day.unsigned_abs())?;
            sheet.write_datetime_with_format(row, column, &day, format)?
        }
    };
    Ok(())
}

/// Widths of the columns in letters of the usual font.
fn widths(table: &Table) -> Vec<f64> {
    let Ok(letters) = Letters::new() else { return Vec::new() };
    let digit = letters.width("0", Style::Bold, 11.0);
    let long = |text: &str| f64::from(letters.width(text, Style::Bold, 11.0) / digit) * 1.15 + 2.5;
    let column = |n: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(n));
        let total = table.total.iter().filter_map(|total| total.get(n));
        let cells = cells.chain(total).map(|cell| long(&cell.shown()));
        let head = table.columns[n].head.split(' ').map(long).fold(0.0, f64::max);
        cells.fold(head, f64::max).clamp(WIDTH.0, WIDTH.1)
    };
    (0..table.columns.len()).map(column).collect()
}
