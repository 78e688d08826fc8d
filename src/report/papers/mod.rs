//! Papers on a day: OCOP certificates of products and quality certificates of makers, by how long
//! they still hold. Of several that follow each other the last one counts; the others are history.

pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

use crate::{
    base::{
        id::{ProducerId, ProductId},
        lang::Lang,
        quantity::Quantity,
    },
    catalog::papers::QualityKind,
};
use jiff::{ToSpan, civil::Date};
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// The word of a rating's certificate among kinds of papers.
pub const OCOP: &str = "ocop";

crate::words! {
    /// How long a paper still holds.
    State {
        /// It no longer does.
        Expired = "expired", "Đã hết hạn", "Expired";
        /// Thirty days or less.
        In30 = "in_30", "Còn đến 30 ngày", "Up to 30 days";
        /// More than that, ninety days or less.
        In90 = "in_90", "31–90 ngày", "31–90 days";
        /// More than that, a hundred and eighty days or less.
        In180 = "in_180", "91–180 ngày", "91–180 days";
        /// Longer, or without end.
        Longer = "longer", "Trên 180 ngày", "Over 180 days";
    }
}

/// The report of papers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Papers {
    /// On this day.
    pub on: Date,
    /// By kind, those of ratings first.
    pub by_kind: Vec<KindPart>,
    /// Every paper, the first to run out first.
    pub papers: Vec<Paper>,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// Papers of a kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct KindPart {
    /// `ocop`, or the word of a quality certificate's kind.
    pub code: String,
    /// In Vietnamese.
    pub name: String,
    /// How many.
    pub count: i64,
    /// By state, in the order of the words.
    pub by_state: [i64; 5],
    /// Makers with one that holds.
    pub makers: i64,
    /// Thousandths of a hectare of those that hold.
    pub hectares: Quantity,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paper {
    /// `ocop`, or the word of a quality certificate's kind.
    pub kind: String,
    /// 3 to 5, of a rating.
    pub star: Option<i64>,
    /// Of which product, if of one.
    pub product: Option<ProductId>,
    /// The product's name; empty where it is the maker's paper.
    pub product_name: String,
    /// Whose product, or whose paper.
    pub producer: ProducerId,
    /// The maker's name.
    pub producer_name: String,
    /// Its number, or empty.
    pub number: String,
    /// The code of an area or a packing house, or empty.
    pub area_code: String,
    /// Thousandths of a hectare.
    pub hectares: Option<Quantity>,
    /// Who issued it, or empty.
    pub issued_by: String,
    /// The first day on which it holds.
    pub holds_from: Date,
    /// The first day on which it no longer holds; none: never.
    pub expires_on: Option<Date>,
    /// Days until then, negative after it.
    pub days_left: Option<i64>,
    /// How long it still holds.
    pub state: State,
}

impl Paper {
    /// Whether it runs out within so many days and has not yet.
    pub fn within(&self, days: i64) -> bool {
        self.days_left.is_some_and(|left| 0 < left && left <= days)
    }
}

/// The label of a kind of paper.
pub fn kind(code: &str, lang: Lang) -> String {
    match code.parse::<QualityKind>() {
        Ok(kind) => kind.label(lang).to_owned(),
        Err(_) => lang.say("Giấy chứng nhận OCOP", "OCOP certificate").to_owned(),
    }
}

/// Reads the papers on a day, in one read transaction.
pub async fn papers(db: &mut SqliteConnection, on: Date) -> sqlx::Result<Papers> {
    let mut reading = db.begin().await?;
    let head = super::store::head(&mut reading).await?;
    let mut rows = store::ratings(&mut reading).await?;
    rows.extend(store::quality(&mut reading).await?);
    reading.commit().await?;
    let papers = last_of_each(rows, on);
    let (journal_pos, hash) = head.unwrap_or_default();
    let by_kind = by_kind(&papers);
    Ok(Papers { on, by_kind, papers, journal_pos, journal_head: hex::encode(hash) })
}

/// What a paper follows: the same product's rating, the same maker's paper of a kind and area, or
/// of a number where it names no area.
type Line = (Vec<u8>, String, String);

/// Of papers that follow each other the one that holds longest, by the first to run out.
fn last_of_each(rows: Vec<store::PaperRow>, on: Date) -> Vec<Paper> {
    let mut last: BTreeMap<Line, Paper> = BTreeMap::new();
    for row in rows {
        // Two papers without an area are two, unless they have one number.
        let which = if row.area_code.is_empty() { &row.number } else { &row.area_code };
        let which = if row.kind == OCOP { String::new() } else { which.clone() };
        let line = (row.of().to_vec(), row.kind.clone(), which);
        let Some(paper) = row.paper(on).filter(|it| it.holds_from <= on) else { continue };
        // One without an end holds longest.
        let end = |it: &Paper| (it.expires_on.unwrap_or(Date::MAX), it.holds_from);
        if last.get(&line).is_none_or(|stands| end(stands) <= end(&paper)) {
            last.insert(line, paper);
        }
    }
    let mut papers: Vec<Paper> = last.into_values().collect();
    papers.sort_by_key(|it| it.expires_on.unwrap_or(Date::MAX));
    papers
}

/// How long a paper holds from a day on.
fn state(expires_on: Option<Date>, on: Date) -> State {
    let within = |end: Date, days: i64| end <= on.saturating_add(days.days());
    match expires_on {
        Some(end) if end <= on => State::Expired,
        Some(end) if within(end, 30) => State::In30,
        Some(end) if within(end, 90) => State::In90,
        Some(end) if within(end, 180) => State::In180,
        _ => State::Longer,
    }
}

fn by_kind(papers: &[Paper]) -> Vec<KindPart> {
    let kinds = [OCOP].into_iter().chain(QualityKind::ALL.iter().map(|it| it.as_str()));
    let part = |code: &str| {
        let own: Vec<&Paper> = papers.iter().filter(|it| it.kind == code).collect();
        let holds = || own.iter().filter(|it| it.state != State::Expired);
        let makers: BTreeSet<_> = holds().map(|it| it.producer.bytes()).collect();
        let mut by_state = [0; 5];
        for it in &own {
            by_state[it.state as usize] += 1;
        }
        KindPart {
            code: code.to_owned(),
            name: kind(code, Lang::Vi),
            count: own.len() as i64,
            by_state,
            makers: makers.len() as i64,
            hectares: holds().filter_map(|it| it.hectares).sum(),
        }
    };
    kinds.map(part).filter(|it| it.count > 0).collect()
}
