use super::*;
use crate::{
    base::{
        clock::Ms,
        id::{DocumentId, FairId, ProducerId, ProductId, RoomId},
        quantity::Quantity,
    },
    catalog::pack::Packs,
    print::{block::plain, raster},
    stock::{
        ask::{Paper, PaperKind},
        place::{Place, PlaceThen},
    },
};
use jiff::civil::date;

fn line(name: &str, unit: &str, thousandths: i64) -> PostedLine {
    PostedLine {
        product: ProductId::default(),
        name: name.into(),
        unit: unit.into(),
        packs: Packs::default(),
        owner: ProducerId::default(),
        owner_name: "HTX Chả mực Hạ Long".into(),
        lot: "2611A".into(),
        made_on: None,
        expires_on: Some(date(2026, 12, 12)),
        soft: false,
        area: String::new(),
        expected: None,
        quantity: Quantity(thousandths),
        count: None,
    }
}

fn document(kind: Kind, lines: Vec<PostedLine>) -> Posted {
    Posted {
        uid: DocumentId::default(),
        kind,
        place: PlaceThen {
            place: Place::Store(RoomId::default()),
            code: "K1".into(),
            name: "Kho dãy A".into(),
            fair: FairId::default(),
            fair_code: "HL26".into(),
        },
        to: None,
        number: 12,
        series: None,
        doc_no: format!("K1-{}0012", kind.letters()),
        provisional_no: None,
        at: Ms(1_780_471_920_000),
        day: date(2026, 6, 3),
        by: "Đỗ Thị Hương".into(),
        device: None,
        reason: String::new(),
        paper: None,
        about: None,
        lines,
        moves: Vec::new(),
        opened: Vec::new(),
    }
}

#[test]
fn a_delivery_names_its_paper_its_lots_and_what_did_not_come() {
    let mut squid = line("Chả mực Hạ Long", "kg", 14_200);
    squid.expected = Some(Quantity(15_000));
    let paper =
        Paper { kind: PaperKind::Internal, number: "0012/PXK".into(), on: Some(date(2026, 6, 2)) };
    let mut it = document(Kind::Delivery, vec![squid, line("Mật ong", "chai", 24_000)]);
    it.paper = Some(paper);
    for width in [Width::MM58, Width::MM80] {
        let blocks = layout(&it, Lang::Vi, width);
        let text = plain(&blocks, width.columns());
        for words in ["NHẬP HÀNG", "K1-NH0012", "14,2 kg", "24 chai", "12/12/2026", "-0,8"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(text.contains("0012/PXK 02/06/2026") && text.contains("Người nhận"), "{text}");
        raster::paint(&blocks, width).unwrap();
    }
}

#[test]
fn a_count_says_what_the_book_had_then() {
    let mut squid = line("Chả mực Hạ Long", "kg", 13_700);
    squid.count = Some(Counted {
        at: Ms(1_780_471_920_000),
        by: "Lan".into(),
        book: Quantity(14_200),
        first: None,
        holds: true,
        busy: false,
    });
    let it = document(Kind::Count, vec![squid]);
    let text = plain(&layout(&it, Lang::En, Width::MM80), Width::MM80.columns());
    assert!(text.contains("Book then 14,2") && text.contains("differs -0,5"), "{text}");
    assert!(text.contains("Counted by"), "{text}");
}

#[test]
fn goods_in_packs_are_written_as_they_are_carried() {
    let mut beer = line("Bia Hạ Long", "chai", 53_000);
    beer.packs = Packs::parse("thùng=24", "chai").unwrap();
    beer.expected = Some(Quantity::units(48));
    for width in [Width::MM58, Width::MM80] {
        let blocks = layout(&document(Kind::Delivery, vec![beer.clone()]), Lang::Vi, width);
        let text = plain(&blocks, width.columns()).replace('\u{a0}', " ");
        for words in ["2 thùng 5 chai", "Báo trước 2 thùng", "+5 chai"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        raster::paint(&blocks, width).unwrap();
    }
}
