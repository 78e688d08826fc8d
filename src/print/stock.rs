//! The paper of a stock document on the receipt printer's roll: what moved, between whom, and room
//! for both to sign.

#[cfg(test)]
mod tests;

use super::block::{Block, Size, Width};
use crate::{
    base::{clock::date_text, lang::Lang},
    stock::{
        Kind, Posted,
        document::{Counted, PostedLine},
    },
};

/// The paper as blocks.
pub fn layout(it: &Posted, lang: Lang, width: Width) -> Vec<Block> {
    let mut blocks = vec![Block::Gap(6), Block::title(&it.kind.label(lang).to_uppercase())];
    blocks.extend(Block::numbered(&it.doc_no, &it.at.text(), width));
    blocks.push(Block::Rule);
    about(it, lang, &mut blocks);
    blocks.push(Block::Rule);
    for line in &it.lines {
        goods(line, lang, &mut blocks);
    }
    blocks.push(Block::Rule);
    let many = it.lines.len();
    blocks.push(Block::bold(lang.say("Số dòng", "Lines"), &many.to_string(), Size::Body));
    signatures(it.kind, lang, &mut blocks);
    blocks
}

/// Between whom, by whom, why, and with which paper.
fn about(it: &Posted, lang: Lang, blocks: &mut Vec<Block>) {
    let mut row = |label: &str, words: &str| {
        if !words.trim().is_empty() {
            blocks.push(Block::row(label, words, Size::Body));
        }
    };
    let place = format!("{} {}", it.place.code, it.place.name);
    row(lang.say("Nơi lập", "Place"), &place);
    if let Some(to) = &it.to {
        row(lang.say("Chuyển tới", "To"), &format!("{} {}", to.code, to.name));
    }
    row(lang.say("Người lập", "By"), &it.by);
    if let Some(about) = &it.about {
        row(lang.say("Của phiếu", "Of"), &about.doc_no);
    }
    if let Some(paper) = &it.paper {
        let on = paper.on.map(date_text).unwrap_or_default();
        row(paper.kind.label(lang), format!("{} {on}", paper.number).trim());
    }
    let why = if it.kind.wants_reason() { ("Lý do", "Reason") } else { ("Ghi chú", "Note") };
    row(lang.say(why.0, why.1), &it.reason);
}

/// A line: the goods with how much, and under them what tells the lot.
fn goods(line: &PostedLine, lang: Lang, blocks: &mut Vec<Block>) {
    let (packs, unit) = (&line.packs, line.unit.as_str());
    blocks.push(Block::bold(&line.name, &packs.amount(line.quantity, unit), Size::Body));
    let lot = Some(&line.lot).filter(|lot| !lot.is_empty());
    let lot = lot.map(|lot| format!("{} {lot}", lang.say("Lô", "Lot")));
    let day = line.expires_on.map(|day| format!("{} {}", lang.say("hạn", "until"), date_text(day)));
    let about: Vec<String> = [lot, day].into_iter().flatten().collect();
    blocks.push(Block::row(&line.owner_name, &about.join(" · "), Size::Note));
    if let Some(said) = line.expected.filter(|said| *said != line.quantity) {
        let off = packs.signed(line.quantity - said, unit);
        let said = packs.shown(said, unit);
        let words = format!("{} {said}", lang.say("Báo trước", "Announced"));
        blocks.push(Block::row(&words, &off, Size::Note));
    }
    if let Some(count) = &line.count {
        counted(line, count, lang, blocks);
    }
}

/// What the book had when it was counted, and by how much it differs.
fn counted(line: &PostedLine, it: &Counted, lang: Lang, blocks: &mut Vec<Block>) {
    let (packs, unit) = (&line.packs, line.unit.as_str());
    let off = packs.signed(line.quantity - it.book, unit);
    let book = format!("{} {}", lang.say("Sổ lúc đếm", "Book then"), packs.shown(it.book, unit));
    let off = format!("{} {off}", lang.say("lệch", "differs"));
    blocks.push(Block::row(&book, &off, Size::Note));
}

fn signatures(kind: Kind, lang: Lang, blocks: &mut Vec<Block>) {
    let (one, two) = match kind {
        Kind::Count => (lang.say("Người đếm", "Counted by"), lang.say("Chủ gian", "Manager")),
        _ => (lang.say("Người giao", "Handed over by"), lang.say("Người nhận", "Received by")),
    };
    blocks.push(Block::Gap(8));
    blocks.push(Block::row(one, two, Size::Note));
    blocks.push(Block::Gap(96));
}
