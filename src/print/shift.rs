//! The paper of a shift: the Z report of its closing, or an X while it is open. What stands on it
//! and in which order; others fill it in.

#[cfg(test)]
mod tests;

use super::{
    block::{Block, Size, Width},
    slip::days,
};
use crate::{
    base::{
        clock::Ms,
        lang::Lang,
        money::{Money, group},
    },
    journal::Entry,
    payment::event::Method,
    sale::{
        BoothThen, FairThen,
        shift::{Closed, Opened, figures::Figures, notes::Notes},
    },
    staff::actor::spoken,
};

/// Everything that the paper of a shift says.
#[derive(Debug, Clone)]
pub struct ShiftPaper {
    /// The language of the labels.
    pub lang: Lang,
    /// The fair.
    pub fair: FairThen,
    /// The booth.
    pub booth: BoothThen,
    /// When it was opened, and by whom.
    pub opened: (Ms, String),
    /// Đồng in the drawer to begin with.
    pub float: Money,
    /// What was sold and moved.
    pub figures: Figures,
    /// X or Z.
    pub kind: Kind,
    /// The entry that seals it: sequence in the chain, and hash.
    pub seal: (i64, Vec<u8>),
    /// 0 for the first paper, then the number of the copy.
    pub copy: u32,
    /// The print job's own mark, small at the foot.
    pub job_tag: String,
}

/// What kind of report it is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// The shift goes on.
    X {
        /// When it was asked for.
        at: Ms,
        /// Who has the drawer.
        holder: String,
        /// Đồng that should lie in the drawer; none for who is to count it blind, whose paper has
        /// neither cash nor revenue.
        expected: Option<Money>,
    },
    /// The shift is closed.
    Z {
        /// `A03-Z0001`.
        z_no: String,
        /// When it ended, when the drawer was counted, and by whom.
        closed: (Ms, Ms, String),
        /// What lay in the drawer.
        notes: Vec<Notes>,
        /// Đồng that should have lain there, and that did.
        cash: (Money, Money),
        /// Đồng that came into it after the count.
        after: Money,
        /// What came after it, on copies.
        late: Supplements,
    },
}

/// What came after a Z, as far as its paper has room for it.
#[derive(Debug, Clone, Default)]
pub struct Supplements {
    /// The first of them, in the order of their numbers.
    pub first: Vec<Late>,
    /// How many more there are.
    pub more: i64,
}

/// A supplement to the Z: its number, what it is, đồng.
#[derive(Debug, Clone)]
pub struct Late {
    /// 1 and up.
    pub number: i64,
    /// The receipt number, or the reason of money put in or taken out.
    pub what: String,
    /// Đồng.
    pub amount: Money,
}

/// The Z report of a closing, sealed by its own entry.
pub fn z(entry: &Entry, it: &Closed, lang: Lang, late: Supplements) -> ShiftPaper {
    ShiftPaper {
        lang,
        fair: it.fair.clone(),
        booth: it.booth.clone(),
        opened: (it.opened_at, it.opened_by.clone()),
        float: it.float,
        figures: it.figures.clone(),
        kind: Kind::Z {
            z_no: it.z_no.clone(),
            closed: (it.closed_at, it.counted_at, it.by.clone()),
            notes: it.notes.clone(),
            cash: (it.expected, it.counted),
            after: it.after_count,
            late,
        },
        seal: (entry.seq, entry.hash.clone()),
        copy: 0,
        job_tag: String::new(),
    }
}

/// An X of an open shift, with the chain's head as it stood.
pub fn x(
    it: &Opened,
    figures: Figures,
    kind: Kind,
    seal: (i64, Vec<u8>),
    lang: Lang,
) -> ShiftPaper {
    ShiftPaper {
        lang,
        fair: it.fair.clone(),
        booth: it.booth.clone(),
        opened: (it.at, it.by.clone()),
        float: it.float,
        figures,
        kind,
        seal,
        copy: 0,
        job_tag: String::new(),
    }
}

/// The paper as blocks.
pub fn layout(it: &ShiftPaper, width: Width) -> Vec<Block> {
    let mut blocks = vec![Block::Gap(6), Block::title(&it.fair.name.to_uppercase())];
    let held = days(it.fair.starts_on, it.fair.ends_on, it.lang);
    let place = Some(it.fair.place.trim()).filter(|place| !place.is_empty());
    let held = place.map(|place| format!("{place} · {held}")).unwrap_or(held);
    blocks.push(Block::centre(&held, Size::Note));
    blocks.push(Block::Rule);
    heading(it, &mut blocks);
    about(it, &mut blocks);
    sales(it, &mut blocks);
    drawer(it, &mut blocks);
    supplements(it, &mut blocks);
    seal(it, width, &mut blocks);
    blocks
}

fn heading(it: &ShiftPaper, blocks: &mut Vec<Block>) {
    let say = |vi, en| it.lang.say(vi, en);
    if it.copy > 0 {
        blocks.push(Block::title(&format!("{} {}", say("BẢN SAO", "COPY"), it.copy)));
    }
    match &it.kind {
        Kind::X { .. } => {
            blocks.push(Block::title(say("PHIẾU XEM CA – X", "SHIFT REPORT – X")));
            blocks.push(Block::centre(say("X – không chốt ca", "X – not a closing"), Size::Body));
        }
        Kind::Z { z_no, .. } => {
            blocks.push(Block::title(say("PHIẾU CHỐT CA – Z", "SHIFT CLOSED – Z")));
            blocks.push(Block::title(z_no));
        }
    }
    blocks.push(Block::Rule);
}

fn about(it: &ShiftPaper, blocks: &mut Vec<Block>) {
    let say = |vi, en| it.lang.say(vi, en);
    let seller = if it.booth.seller.trim().is_empty() { &it.booth.name } else { &it.booth.seller };
    let booth = format!("{}\u{a0}{} · {seller}", say("Gian", "Booth"), it.booth.code);
    blocks.push(Block::bold(&booth, "", Size::Body));
    let who = |label: &str, by: &str| match by.is_empty() {
        true => label.to_owned(),
        false => format!("{label} · {}", spoken(by, it.lang)),
    };
    let mut row = |label: String, at: Ms| blocks.push(Block::row(&label, &at.text(), Size::Note));
    row(who(say("Mở ca", "Opened"), &it.opened.1), it.opened.0);
    match &it.kind {
        Kind::X { at, holder, .. } => row(who(say("Xem lúc", "As of"), holder), *at),
        Kind::Z { closed: (closed, counted, by), .. } => {
            row(who(say("Chốt ca", "Closed"), by), *closed);
            if counted != closed {
                // Money that the other device took after the count lies on top of it.
                row(say("Đếm tiền lúc", "Counted at").to_owned(), *counted);
            }
        }
    }
    blocks.push(Block::Rule);
}

/// Whether it is for someone who is still to count the drawer, and may not know what lies there.
fn blind(it: &ShiftPaper) -> bool {
    matches!(it.kind, Kind::X { expected: None, .. })
}

fn sales(it: &ShiftPaper, blocks: &mut Vec<Block>) {
    let say = |vi, en| it.lang.say(vi, en);
    let sums = &it.figures;
    let mut row = |label: &str, right: String| blocks.push(Block::row(label, &right, Size::Body));
    row(say("Phiếu bán", "Sales"), group(sums.sales));
    if sums.reversals > 0 {
        row(say("Phiếu hủy, trả hàng", "Voids and refunds"), group(sums.reversals));
    }
    if let (Some(first), Some(last)) = (&sums.first_no, &sums.last_no) {
        row(say("Từ phiếu", "From receipt"), first.clone());
        row(say("Đến phiếu", "To receipt"), last.clone());
    }
    if sums.flagged > 0 {
        row(say("Phiếu cần xem lại", "Sales to look at"), group(sums.flagged));
    }
    let blind = blind(it);
    for sum in sums.methods.iter().filter(|sum| !blind || sum.method != Method::Cash) {
        let label = format!("{} ({})", sum.method.label(it.lang), group(sum.count));
        row(&label, sum.amount.digits());
    }
    if sums.rounding != Money::ZERO && !blind {
        row(say("Trong đó làm tròn", "Of it, rounding"), sums.rounding.digits());
    }
    blocks.push(match blind {
        true => Block::centre(
            say(
                "Tiền mặt và doanh thu hiện sau khi đếm két",
                "Cash and revenue show once the drawer was counted",
            ),
            Size::Note,
        ),
        false => Block::sum(say("Doanh thu", "Revenue"), &sums.revenue.text()),
    });
    blocks.push(Block::Rule);
}

fn drawer(it: &ShiftPaper, blocks: &mut Vec<Block>) {
    let say = |vi, en| it.lang.say(vi, en);
    let sums = &it.figures;
    let row = |label: &str, amount: Money| Block::row(label, &amount.digits(), Size::Body);
    blocks.push(row(say("Tiền lẻ đầu ca", "Float"), it.float));
    if !blind(it) {
        blocks.push(row(say("Bán thu tiền mặt", "Cash from sales"), sums.cash()));
    }
    blocks.push(row(say("Thu thêm vào két", "Paid in"), sums.paid_in));
    blocks.push(row(say("Chi ra từ két", "Paid out"), -sums.paid_out));
    match &it.kind {
        Kind::X { expected, .. } => {
            let expected = expected.map(|sum| (say("Phải có trong két", "Expected"), sum));
            blocks
                .extend(expected.map(|(label, sum)| Block::bold(label, &sum.digits(), Size::Body)));
        }
        Kind::Z { notes, cash: (expected, counted), after, .. } => {
            if !after.is_zero() {
                blocks.push(row(say("Trừ tiền sau khi đếm", "Less: after the count"), -*after));
            }
            let expected = expected.digits();
            blocks.push(Block::bold(say("Phải có trong két", "Expected"), &expected, Size::Body));
            blocks.push(Block::Gap(6));
            for it in notes.iter().filter(|it| it.count > 0) {
                let left = format!("{} × {}", Money(it.note).digits(), group(it.count));
                let sum = Money(it.note * it.count).digits();
                blocks.push(Block::row(&left, &sum, Size::Note));
            }
            let counted = counted.digits();
            blocks.push(Block::bold(say("Đếm được", "Counted"), &counted, Size::Body));
            blocks.push(difference(it));
        }
    }
    blocks.push(Block::Rule);
}

/// In words what is over or missing, so that nobody reads a sign the wrong way round.
fn difference(it: &ShiftPaper) -> Block {
    let say = |vi, en| it.lang.say(vi, en);
    let Kind::Z { cash: (expected, counted), .. } = &it.kind else { return Block::Gap(0) };
    let (label, sum) = match counted.0 - expected.0 {
        0 => (say("Đủ tiền", "Exact"), 0),
        over @ 1.. => (say("Thừa", "Over"), over),
        short => (say("Thiếu", "Short"), -short),
    };
    Block::sum(label, &Money(sum).text())
}

fn supplements(it: &ShiftPaper, blocks: &mut Vec<Block>) {
    let Kind::Z { late, .. } = &it.kind else { return };
    if late.first.is_empty() {
        return;
    }
    let title = it.lang.say("Bổ sung sau khi chốt ca", "Supplements after the closing");
    blocks.push(Block::bold(title, "", Size::Body));
    for one in &late.first {
        let left = format!("{}. {}", one.number, one.what);
        blocks.push(Block::row(&left, &one.amount.digits(), Size::Note));
    }
    if late.more > 0 {
        let more = match it.lang {
            Lang::Vi => format!("Còn {} bổ sung nữa, xem trên máy", group(late.more)),
            Lang::En => format!("{} more, see the screen", group(late.more)),
        };
        blocks.push(Block::centre(&more, Size::Note));
    }
    blocks.push(Block::Rule);
}

/// The head of the chain on paper: a journal that was cut short or rewritten later no longer
/// leads to it.
fn seal(it: &ShiftPaper, width: Width, blocks: &mut Vec<Block>) {
    let say = |vi, en| it.lang.say(vi, en);
    let label = match it.kind {
        Kind::X { .. } => say("Đầu chuỗi sổ cái, mục", "Head of the journal, entry"),
        Kind::Z { .. } => say("Mã sổ cái của phiếu này, mục", "Journal hash, entry"),
    };
    blocks.push(Block::centre(&format!("{label} {}", group(it.seal.0)), Size::Note));
    let hash = hex::encode(&it.seal.1);
    let per_line = if width.is_narrow() { 16 } else { 32 };
    for line in chunks(&hash, per_line) {
        blocks.push(Block::centre(&chunks(&line, 4).join("\u{a0}"), Size::Note));
    }
    if matches!(it.kind, Kind::Z { .. }) {
        blocks.push(Block::Gap(8));
        let (one, two) = (say("Người chốt ca", "Closed by"), say("Chủ gian", "Manager"));
        blocks.push(Block::row(one, two, Size::Note));
        blocks.push(Block::Gap(72));
    }
    if !it.job_tag.is_empty() {
        blocks.push(Block::centre(&it.job_tag, Size::Fine));
    }
}

fn chunks(text: &str, size: usize) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(size).map(|chunk| chunk.iter().collect()).collect()
}
