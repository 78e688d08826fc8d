use super::*;
use crate::{
    base::id::{BoothId, FairId},
    fair::kinds::Zone,
    payment::event::Method,
    print::block::plain,
};
use jiff::civil::date;

fn fair() -> FairThen {
    FairThen {
        uid: FairId::default(),
        code: "HL26".into(),
        name: "Hội chợ OCOP Quảng Ninh – Hè".into(),
        place: "Hạ Long".into(),
        starts_on: date(2026, 6, 1),
        ends_on: Some(date(2026, 6, 6)),
    }
}

fn booth() -> BoothThen {
    BoothThen {
        uid: BoothId::default(),
        code: "A03".into(),
        name: "Gian Cô Tô".into(),
        zone: Zone::Local,
        origin_unit: "Cô Tô".into(),
        seller: "HTX Cô Tô".into(),
        address: String::new(),
        phone: String::new(),
        tax_code: String::new(),
        account: String::new(),
    }
}

fn figures() -> Figures {
    let mut it = Figures {
        sales: 42,
        reversals: 1,
        revenue: Money(9_436_145),
        rounding: Money(-145),
        paid_in: Money(200_000),
        paid_out: Money(3_050_000),
        first_no: Some("A03-0101".into()),
        last_no: Some("A03-0143".into()),
        flagged: 2,
        ..Figures::default()
    };
    it.paid(Method::Cash, 29, Money(6_186_000));
    it.paid(Method::VietQr, 12, Money(3_250_000));
    it
}

fn paper(kind: Kind) -> ShiftPaper {
    ShiftPaper {
        lang: Lang::Vi,
        fair: fair(),
        booth: booth(),
        opened: (Ms(1_780_448_700_000), "Lan".into()),
        float: Money(500_000),
        figures: figures(),
        kind,
        seal: (1_234, (0u8..32).map(|n| n * 7 + 3).collect()),
        copy: 0,
        job_tag: "7Q · lần in 1".into(),
    }
}

fn closed(late: Supplements) -> ShiftPaper {
    let notes = vec![
        Notes { note: 500_000, count: 7 },
        Notes { note: 50_000, count: 6 },
        Notes { note: 5_000, count: 6 },
    ];
    let closed = (Ms(1_780_492_200_000), Ms(1_780_492_200_000), "Minh".into());
    let cash = (Money(3_836_000), Money(3_830_000));
    paper(Kind::Z { z_no: "A03-Z0003".into(), closed, notes, cash, after: Money::ZERO, late })
}

fn text(it: &ShiftPaper, width: Width) -> String {
    plain(&layout(it, width), width.columns())
}

#[test]
fn a_z_report_reads_the_same_as_yesterday() {
    insta::assert_snapshot!("z_58", text(&closed(Supplements::default()), Width::MM58));
    insta::assert_snapshot!("z_80", text(&closed(Supplements::default()), Width::MM80));
    let english = ShiftPaper { lang: Lang::En, ..closed(Supplements::default()) };
    insta::assert_snapshot!("z_english_80", text(&english, Width::MM80));
}

#[test]
fn an_x_says_that_it_closes_nothing_and_hides_what_is_still_to_be_counted() {
    let at = Ms(1_780_473_120_000);
    let blind = paper(Kind::X { at, holder: "Minh".into(), expected: None });
    let said = text(&blind, Width::MM58);
    assert!(said.contains("X – không chốt ca"), "{said}");
    for hidden in ["Phải có trong két", "Doanh thu  ", "Tiền mặt (", "Bán thu tiền mặt"]
    {
        assert!(!said.contains(hidden), "{hidden}: {said}");
    }
    assert!(said.contains("Tiền mặt và doanh thu"), "{said}");
    let kind = Kind::X { at, holder: "Minh".into(), expected: Some(Money(3_836_000)) };
    let said = text(&paper(kind), Width::MM58);
    assert!(said.contains("Phải có trong két      3.836.000"), "{said}");
}

#[test]
fn a_copy_of_a_z_names_its_supplements() {
    let first = vec![Late { number: 1, what: "A03-0151".into(), amount: Money(185_000) }];
    let late = Supplements { first, more: 12 };
    let it = ShiftPaper { copy: 1, ..closed(late) };
    let said = text(&it, Width::MM80);
    assert!(said.contains("BẢN SAO 1") && said.contains("Bổ sung sau khi chốt ca"), "{said}");
    assert!(said.contains("1. A03-0151"), "{said}");
    assert!(said.contains("Còn 12 bổ sung nữa"), "what does not fit is told: {said}");
}

#[test]
fn the_whole_hash_stands_on_the_paper_and_no_line_is_too_wide() {
    for width in [Width::MM58, Width::MM80] {
        let said = text(&closed(Supplements::default()), width);
        let bare: String = said.chars().filter(|letter| !letter.is_whitespace()).collect();
        let hash = hex::encode((0u8..32).map(|n| n * 7 + 3).collect::<Vec<_>>());
        assert!(bare.contains(&hash), "{said}");
        let columns = width.columns() as usize;
        assert!(said.lines().all(|line| line.chars().count() <= columns), "{said}");
    }
}
