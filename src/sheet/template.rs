//! A workbook to fill in: the heads of a kind of file, columns of codes and days as text, so that
//! no zero is lost, and a page that says what each column is.

use super::{Column, FileKind, Holds};
use crate::base::{lang::Lang, refusal::Refusal};
use std::io::{Cursor, Write};
use zip::{ZipWriter, result::ZipResult, write::SimpleFileOptions};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// What Office calls the parts of a workbook.
const PART: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Styles: plain, text, a head.
const STYLES: &str = "<fonts count=\"2\"><font/><font><b/></font></fonts><fills count=\"1\"><fill/>\
    </fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
    <cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"49\" applyNumberFormat=\"1\"/>\
    <xf numFmtId=\"49\" fontId=\"1\" applyFont=\"1\"/></cellXfs>";

/// The workbook for a kind of file, as .xlsx.
pub fn workbook(kind: FileKind, lang: Lang) -> Result<Vec<u8>, Refusal> {
    pack(kind, lang).map_err(|error| Refusal::Failed(error.to_string()))
}

fn pack(kind: FileKind, lang: Lang) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let sheets = [kind.label(lang).to_owned(), lang.say("Hướng dẫn", "Guide").to_owned()];
    let pages = [to_fill(kind.columns(), lang), guide(kind.columns(), lang)];
    for (name, text) in parts(&sheets, &pages) {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(format!("{XML}{text}").as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn parts(sheets: &[String; 2], pages: &[String; 2]) -> Vec<(&'static str, String)> {
    let listed = |n: usize| {
        let name = escape(&sheets[n - 1]);
        format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>")
    };
    let relation = |n: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |inner: String| {
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inner}</Relationships>")
    };
    let part = |name: &str, kind: &str| {
        format!("<Override PartName=\"/xl/{name}.xml\" ContentType=\"{PART}.{kind}+xml\"/>")
    };
    let types = [
        part("workbook", "sheet.main"),
        part("worksheets/sheet1", "worksheet"),
        part("worksheets/sheet2", "worksheet"),
        part("styles", "styles"),
    ];
    let book = [
        relation(1, "worksheet", "worksheets/sheet1.xml"),
        relation(2, "worksheet", "worksheets/sheet2.xml"),
        relation(3, "styles", "styles.xml"),
    ];
    vec![
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\
             \"application/vnd.openxmlformats-package.relationships+xml\"/>{}</Types>",
                types.concat(),
            ),
        ),
        ("_rels/.rels", relations(relation(1, "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{}{}</sheets></workbook>",
                listed(1),
                listed(2),
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relations(book.concat())),
        ("xl/styles.xml", format!("<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>")),
        ("xl/worksheets/sheet1.xml", pages[0].clone()),
        ("xl/worksheets/sheet2.xml", pages[1].clone()),
    ]
}

/// The page that is filled in: its heads, and columns wide enough for them.
fn to_fill(columns: &[Column], lang: Lang) -> String {
    let width = |(n, column): (usize, &Column)| {
        let style = if column.holds == Holds::Number { 0 } else { 1 };
        let (n, wide) = (n + 1, head(column, lang).chars().count().max(10) + 4);
        format!(
            "<col min=\"{n}\" max=\"{n}\" width=\"{wide}\" style=\"{style}\" customWidth=\"1\"/>"
        )
    };
    let widths: String = columns.iter().enumerate().map(width).collect();
    let heads: Vec<String> = columns.iter().map(|column| head(column, lang)).collect();
    page(&widths, &[(heads, 2)])
}

/// The page that says what each column is, a line each.
fn guide(columns: &[Column], lang: Lang) -> String {
    let title =
        [lang.say("Cột", "Column"), lang.say("Bắt buộc", "Required"), lang.say("Ví dụ", "Example")];
    let mut rows = vec![(title.map(str::to_owned).to_vec(), 2)];
    rows.extend(columns.iter().map(|it| {
        let must = if it.required { "*" } else { "" };
        (vec![head(it, lang), must.to_owned(), it.example.to_owned()], 1)
    }));
    page("<col min=\"1\" max=\"3\" width=\"32\" customWidth=\"1\"/>", &rows)
}

fn head(column: &Column, lang: Lang) -> String {
    lang.say(column.vi, column.name).to_owned()
}

fn page(widths: &str, rows: &[(Vec<String>, usize)]) -> String {
    let cell = |text: &String, style: usize| {
        let text = escape(text);
        format!("<c t=\"inlineStr\" s=\"{style}\"><is><t>{text}</t></is></c>")
    };
    let row = |(cells, style): &(Vec<String>, usize)| {
        let cells: String = cells.iter().map(|text| cell(text, *style)).collect();
        format!("<row>{cells}</row>")
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<worksheet xmlns=\"{MAIN}\"><cols>{widths}</cols><sheetData>{rows}</sheetData></worksheet>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
