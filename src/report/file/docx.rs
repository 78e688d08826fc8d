//! The letter as a word processor's document, to be finished by the office that signs it: A4, the
//! margins and letters of Decree 30/2020, numbered tables.

use super::{
    PROPERTY, Unwritten,
    form::{Form, chart as chart_word, form, table as table_word},
    layout::TEXT,
    letters::{Letters, spoken},
    widths::columns,
};
use crate::{
    base::lang::Lang,
    report::{
        charts::{Bar, Chart},
        document::Document,
        table::{Cell, Table},
    },
};
use docx_rs as word;
use std::io::Cursor;
use word::{
    AlignmentType, Docx, Header, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, Run,
    RunFonts, Table as Grid, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

/// Twentieths of a point, in which Word measures.
const TWIPS: f32 = 20.0;
/// Twentieths of a point in a millimetre.
const MM: f32 = 72.0 / 25.4 * TWIPS;

/// Rows of a table in a letter. What a longer one says beyond them stands in the workbook.
pub const ROWS: usize = 40;

/// Blocks of the longest bar.
const BLOCKS: i64 = 24;
/// Rows at the end of the last table that stay with the signature, the total among them.
const KEPT: usize = 3;

/// Writes a report.
pub fn write(it: &Document) -> Result<Vec<u8>, Unwritten> {
    let lang = it.stamp.lang;
    let (form, letters) = (form(lang, &it.letterhead), Letters::new()?);
    let stars = lang.say("sao", "stars");
    let mut docx = framed(it).add_table(head(&form));
    docx = docx.add_paragraph(text(form.kind).middle().bold().before(12.0).build());
    docx = docx.add_paragraph(text(&it.subject).middle().bold().after(12.0).build());
    docx = docx.add_paragraph(text(&it.sentence.text()).indented().after(6.0).build());
    for (n, chart) in it.charts.iter().enumerate() {
        docx = drawn(docx, n + 1, chart, lang);
    }
    for (n, table) in it.tables.iter().enumerate() {
        let title = format!("{} {}. {}", table_word(lang), n + 1, table.title);
        let title = text(&title).size(13.0).middle().bold().before(10.0).after(4.0).kept().build();
        let last = n + 1 == it.tables.len();
        docx = docx.add_paragraph(title).add_table(grid(table, &letters, (stars, last)));
        if let Some(more) = table.rows.len().checked_sub(ROWS).filter(|more| *more > 0) {
            docx = docx.add_paragraph(text(&left_out(more, lang)).size(11.0).italic().build());
        }
    }
    // The signature never stands alone on a page.
    let said = text(&it.stamp.said()).size(9.0).before(10.0).after(10.0).kept().build();
    docx = docx.add_paragraph(said).add_table(ending(&form)).add_paragraph(Paragraph::new());
    let mut built = docx.build();
    // docx-rs has no heads of tables that stand again on each page. Only heads may not be split.
    let (whole, again) = ("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />");
    let body = String::from_utf8(built.document).map_err(Unwritten::of)?;
    built.document = body.replace(whole, again).into_bytes();
    let mut out = Cursor::new(Vec::new());
    built.pack(&mut out).map_err(Unwritten::of)?;
    Ok(out.into_inner())
}

/// A chart of letters: each bar as long as its figure, so that it goes along wherever the text
/// goes.
fn drawn(docx: Docx, number: usize, chart: &Chart, lang: Lang) -> Docx {
    let stars = lang.say("sao", "stars");
    let title = format!("{} {number}. {}", chart_word(lang), chart.title);
    let title = text(&title).size(13.0).middle().bold().before(10.0).after(4.0).kept().build();
    let line = |bar: &Bar| {
        let long = (bar.value * BLOCKS).div_euclid(chart.most().max(1)).max(0) as usize;
        let (label, blocks) = (spoken(&bar.label, stars), "█".repeat(long.max(1)));
        text(&format!("{blocks} {label}: {}", bar.shown)).size(11.0).kept().build()
    };
    let all = chart.bars.iter().map(line);
    let docx = docx.add_paragraph(title);
    all.fold(docx, |docx, bar| docx.add_paragraph(bar)).add_paragraph(text("").size(6.0).build())
}

fn left_out(more: usize, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Còn {more} dòng nữa; cả bảng ở tệp Excel."),
        Lang::En => format!("{more} more rows; the whole table is in Excel."),
    }
}

/// An empty letter: page, margins, letters, page numbers from the second page on, the stamp.
fn framed(it: &Document) -> Docx {
    let name = "Times New Roman";
    let fonts = RunFonts::new().ascii(name).hi_ansi(name).cs(name).east_asia(name);
    let mm = |length: f32| (length * MM) as i32;
    let margin = PageMargin::new()
        .top(mm(20.0))
        .bottom(mm(20.0))
        .left(mm(30.0))
        .right(mm(15.0))
        .header(mm(10.0))
        .footer(mm(10.0));
    let number = Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new());
    // One property: the library writes several in no order.
    let said = format!("{} {}", it.letterhead.text(), it.stamp.text());
    Docx::new()
        .page_size(mm(210.0) as u32, mm(297.0) as u32)
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(28)
        .title_pg()
        .first_header(Header::new().add_paragraph(Paragraph::new()))
        .header(Header::new().add_paragraph(number))
        .custom_property(PROPERTY, said.trim())
}

/// The office on the left, the country on the right.
fn head(form: &Form) -> Grid {
    let left = [
        text(&form.parent).size(12.0).middle().build(),
        text(&form.office).size(12.0).middle().bold().build(),
        text("————").size(8.0).middle().build(),
        text(&form.number).size(13.0).middle().before(2.0).build(),
    ];
    let right = [
        text(form.nation).size(12.0).middle().bold().build(),
        text(form.motto).size(13.0).middle().bold().underlined().build(),
        text("").size(8.0).build(),
        text(&form.dated).size(13.0).middle().italic().before(2.0).build(),
    ];
    beside([(0.42, &left), (0.58, &right)])
}

/// Who gets it on the left, who signs on the right.
fn ending(form: &Form) -> Grid {
    let [whom, first, second] = &form.receivers;
    let left = [
        text(whom).size(12.0).bold().italic().build(),
        text(first).size(11.0).build(),
        text(second).size(11.0).build(),
    ];
    let right = [
        text(&form.rank).middle().bold().build(),
        text(form.sign).size(13.0).middle().italic().after(64.0).build(),
        text(&form.signer).middle().bold().build(),
    ];
    beside([(0.5, &left), (0.5, &right)])
}

/// Paragraphs beside each other, in a table without rules.
fn beside(parts: [(f32, &[Paragraph]); 2]) -> Grid {
    let width = |part: f32| (TEXT * part * TWIPS) as usize;
    let cell = |(part, all): &(f32, &[Paragraph])| {
        let cell = TableCell::new().width(width(*part), WidthType::Dxa);
        all.iter().fold(cell, |cell, one| cell.add_paragraph(one.clone()))
    };
    Grid::without_borders(vec![TableRow::new(parts.iter().map(cell).collect())])
        .set_grid(parts.iter().map(|(part, _)| width(*part)).collect())
        .layout(TableLayoutType::Fixed)
        .width(width(1.0), WidthType::Dxa)
}

/// A table of figures.
fn grid(table: &Table, letters: &Letters, (stars, last): (&str, bool)) -> Grid {
    let set = columns(table, letters, stars, TEXT);
    let widths: Vec<usize> = set.widths.iter().map(|width| (width * TWIPS) as usize).collect();
    let cell = |n: usize, words: Words| {
        let width = widths.get(n).copied().unwrap_or_default();
        TableCell::new()
            .width(width, WidthType::Dxa)
            .vertical_align(VAlignType::Center)
            .add_paragraph(words.size(set.size).tight().build())
    };
    let shown = |(n, it): (usize, &Cell)| {
        let words = text(&spoken(&it.shown(), stars));
        (n, if table.columns[n].figures { words.right() } else { words })
    };
    let head = table.columns.iter().enumerate();
    let head = head.map(|(n, column)| cell(n, text(&column.head).middle().bold())).collect();
    let mut rows = vec![TableRow::new(head).cant_split()];
    let many = table.rows.len().min(ROWS);
    let all = many + usize::from(table.total.is_some());
    for (at, row) in table.rows.iter().take(ROWS).enumerate() {
        // What stays with the signature, row by row.
        let kept = |words: Words| if last && at + KEPT >= all { words.kept() } else { words };
        let cells = row.cells.iter().enumerate().map(shown);
        let cells = cells.map(|(n, words)| cell(n, kept(words)));
        rows.push(TableRow::new(cells.collect()));
    }
    if let Some(total) = &table.total {
        let kept = |words: Words| if last { words.bold().kept() } else { words.bold() };
        let cells = total.iter().enumerate().map(shown).map(|(n, words)| cell(n, kept(words)));
        rows.push(TableRow::new(cells.collect()));
    }
    let whole = widths.iter().sum();
    let margins = word::TableCellMargins::new().margin(20, 70, 20, 70);
    Grid::new(rows)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .width(whole, WidthType::Dxa)
        .margins(margins)
}

/// A paragraph in the making. Measures are points.
struct Words {
    text: String,
    size: f32,
    align: AlignmentType,
    bold: bool,
    italic: bool,
    underlined: bool,
    first: f32,
    around: (f32, f32),
    kept: bool,
}

fn text(text: &str) -> Words {
    Words {
        text: text.to_owned(),
        size: 14.0,
        align: AlignmentType::Left,
        bold: false,
        italic: false,
        underlined: false,
        first: 0.0,
        around: (0.0, 0.0),
        kept: false,
    }
}

impl Words {
    fn size(self, size: f32) -> Words {
        Words { size, ..self }
    }

    fn middle(self) -> Words {
        Words { align: AlignmentType::Center, ..self }
    }

    fn right(self) -> Words {
        Words { align: AlignmentType::Right, ..self }
    }

    fn bold(self) -> Words {
        Words { bold: true, ..self }
    }

    fn italic(self) -> Words {
        Words { italic: true, ..self }
    }

    fn underlined(self) -> Words {
        Words { underlined: true, ..self }
    }

    /// The first line drawn in, both edges straight.
    fn indented(self) -> Words {
        Words { align: AlignmentType::Both, first: 36.0, ..self }
    }

    fn before(self, points: f32) -> Words {
        Words { around: (points, self.around.1), ..self }
    }

    fn after(self, points: f32) -> Words {
        Words { around: (self.around.0, points), ..self }
    }

    fn tight(self) -> Words {
        self.before(1.0).after(1.0)
    }

    /// On the same page as what follows.
    fn kept(self) -> Words {
        Words { kept: true, ..self }
    }

    fn build(self) -> Paragraph {
        let mut run = Run::new().size((self.size * 2.0) as usize).add_text(self.text);
        if self.bold {
            run = run.bold();
        }
        if self.italic {
            run = run.italic();
        }
        if self.underlined {
            run = run.underline("single");
        }
        let twips = |points: f32| (points * TWIPS) as u32;
        let spacing = LineSpacing::new()
            .line_rule(LineSpacingType::Auto)
            .line(if self.first > 0.0 { 312 } else { 240 })
            .before(twips(self.around.0))
            .after(twips(self.around.1));
        let paragraph = Paragraph::new().align(self.align).line_spacing(spacing).add_run(run);
        let paragraph = if self.kept { paragraph.keep_next(true) } else { paragraph };
        if self.first == 0.0 {
            return paragraph;
        }
        let first = word::SpecialIndentType::FirstLine((self.first * TWIPS) as i32);
        paragraph.indent(None, Some(first), None, None)
    }
}
