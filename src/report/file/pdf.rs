//! The letter as PDF: A4, with the letters it uses inside it.

use super::{
    Unwritten,
    layout::{self, Mark, PAGE},
    letters::FONTS,
};
use crate::report::document::Document;
use krilla::{
    Document as Pdf,
    color::luma,
    geom::{PathBuilder, Point},
    metadata::Metadata,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    text::{Font, TextDirection},
};

/// Points of a rule's breadth.
const FINE: f32 = 0.5;

/// How light a bar is, of 255: figures beside it stay the darkest.
const BAR: u8 = 120;

/// Writes a report.
pub fn write(it: &Document) -> Result<Vec<u8>, Unwritten> {
    let none = |what: &str| Unwritten(format!("{what} cannot be read"));
    let mut fonts = Vec::with_capacity(FONTS.len());
    for bytes in FONTS {
        fonts.push(Font::new(bytes.into(), 0).ok_or_else(|| none("a font"))?);
    }
    let mut pdf = Pdf::new();
    let metadata = Metadata::new()
        .title(it.subject.clone())
        .description(it.stamp.said())
        .keywords(keywords(it))
        .creator("Chợ Phiên".to_owned())
        .language(it.stamp.lang.tag().to_owned());
    pdf.set_metadata(metadata);
    for marks in layout::pages(it)? {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| none("a page"))?;
        let mut page = pdf.start_page_with(size);
        let mut surface = page.surface();
        surface.set_fill(Some(Fill { paint: luma::Color::black().into(), ..Fill::default() }));
        for mark in marks {
            paint(&mut surface, &fonts, mark);
        }
        surface.finish();
        page.finish();
    }
    pdf.finish().map_err(|error| Unwritten(format!("{error:?}")))
}

/// The stamp, and the words of the office.
fn keywords(it: &Document) -> Vec<String> {
    [it.stamp.text(), it.letterhead.text()].into_iter().filter(|it| !it.is_empty()).collect()
}

fn paint(surface: &mut Surface<'_>, fonts: &[Font], mark: Mark) {
    match mark {
        Mark::Text { x, y, style, size, text } => {
            if let Some(font) = fonts.get(style as usize) {
                let (at, left) = (Point::from_xy(x, y), TextDirection::LeftToRight);
                surface.draw_text(at, font.clone(), size, &text, false, left);
            }
        }
        Mark::Rule { x, y, across, down } => {
            let mut path = PathBuilder::new();
            path.move_to(x, y);
            path.line_to(x + across, y + down);
            surface.set_stroke(Some(Stroke { width: FINE, ..Stroke::default() }));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
            surface.set_stroke(None);
        }
        Mark::Bar { x, y, across, down } => {
            let mut path = PathBuilder::new();
            path.move_to(x, y);
            path.line_to(x + across, y);
            path.line_to(x + across, y + down);
            path.line_to(x, y + down);
            path.close();
            surface.set_fill(Some(Fill { paint: luma::Color::new(BAR).into(), ..Fill::default() }));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
            let black = luma::Color::black().into();
            surface.set_fill(Some(Fill { paint: black, ..Fill::default() }));
        }
    }
}
