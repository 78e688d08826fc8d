//! Packs as shop people say them, and that no unit creates or destroys goods.

use super::*;
use proptest::prelude::*;

fn beer() -> Packs {
    Packs::parse("lốc=6; thùng=24", "chai").unwrap()
}

fn read(text: &str) -> Result<i64, String> {
    beer().quantity(text, "chai").map(|it| it.0 / 1000).map_err(|say| say.vi)
}

#[test]
fn packs_are_typed_as_people_write_them_and_kept_in_one_way() {
    for typed in
        ["thùng=24; lốc=6", "lốc 6 chai; thùng = 24 chai", "lốc: 6\nthùng: 24", "thùng 24;lốc 6;"]
    {
        assert_eq!(Packs::parse(typed, "chai").unwrap().text(), "thùng=24; lốc=6", "{typed}");
    }
    assert_eq!(Packs::parse(" ", "chai").unwrap(), Packs::default());
    assert_eq!(Packs::parse("bao=12,5; lạng=0,1", "kg").unwrap().text(), "bao=12,5; lạng=0,1");
    assert_eq!(Packs::parse("thùng 12 gói", "gói 500 g").unwrap().text(), "thùng=12");
}

#[test]
fn what_is_no_pack_is_refused_in_words() {
    let refused = |text: &str, unit: &str| Packs::parse(text, unit).unwrap_err().vi;
    assert!(refused("thùng", "chai").contains("ví dụ thùng=24"));
    assert!(refused("=24", "chai").contains("ví dụ thùng=24"));
    assert!(refused("thùng=1", "chai").contains("không thể là 1 chai"));
    assert!(refused("thùng=0", "chai").contains("không thể là 0 chai"));
    assert!(refused("thùng=2,5", "chai").contains("số nguyên lớn hơn 1"));
    assert!(refused("lạng=0,1", "chai").contains("không thể là 0,1 chai"));
    assert!(refused("cân=1", "kg").contains("không thể là 1 kg"));
    assert!(refused("thùng=1.250", "chai").contains("1250"));
    assert!(refused("thùng=24 hộp", "chai").contains("bao nhiêu chai"));
    assert!(refused("thùng=24, lốc=6", "chai").contains("cách nhau dấu ;"));
    assert!(refused("chai=24", "Chai").contains("trùng"));
    assert!(refused("gói=24", "gói 500 g").contains("trùng"));
    assert!(refused("thùng=24; Thung=6", "chai").contains("trùng"));
    assert!(refused("thùng+bao=24", "chai").contains("chỉ gồm chữ"));
    assert!(refused("a=2; b=3; c=4; d=5", "chai").contains("Nhiều nhất 3"));
    assert!(refused("thùng=9000000", "chai").contains("quá nhiều"));
}

#[test]
fn a_quantity_is_read_in_any_unit() {
    assert_eq!(read("2 thùng 5 chai"), Ok(53));
    assert_eq!(read("2 THUNG 5 chai"), Ok(53));
    assert_eq!(read("2thùng 5chai"), Ok(53));
    assert_eq!(read("5 chai 2 thùng"), Ok(53));
    assert_eq!(read("2 thùng"), Ok(48));
    assert_eq!(read("1,5 thùng"), Ok(36));
    assert_eq!(read("1 thùng 2 lốc 3 chai"), Ok(39));
    assert_eq!(read("53"), Ok(53));
    assert_eq!(read("-1 thùng 1 chai"), Ok(-25));
    let gifts = Packs::parse("thùng=12", "gói 500 g").unwrap();
    assert_eq!(gifts.quantity("2 thùng 5 gói", "gói 500 g"), Ok(Quantity::units(29)));
    assert_eq!(gifts.quantity("2 thùng 5 gói 500 g", "gói 500 g"), Ok(Quantity::units(29)));
    let rice = Packs::parse("bao=12,5; lạng=0,1", "kg").unwrap();
    assert_eq!(rice.quantity("2 bao 3 lạng", "kg"), Ok(Quantity(25_300)));
    assert_eq!(rice.quantity("2 bao 0,25 kg", "kg"), Ok(Quantity(25_250)));
    assert_eq!(Packs::default().quantity("5 chai", "chai"), Ok(Quantity::units(5)));
}

#[test]
fn what_is_not_exact_or_not_known_is_refused_in_words() {
    let refused = |text: &str| read(text).unwrap_err();
    assert!(refused("1,3 thùng").contains("không ra số chai chẵn"));
    assert!(refused("2 két").contains("hàng này tính bằng thùng, lốc, chai"));
    assert!(refused("2t5").contains("hàng này tính bằng thùng, lốc, chai"));
    assert!(refused("2 thùng 5").contains("sau số cuối hãy ghi thùng, lốc, chai"));
    assert!(refused("thùng").contains("trước mỗi tên phải có số"));
    assert!(refused("2 thùng -5 chai").contains("trước mỗi tên phải có số"));
    assert!(refused("2 thùng 3 thùng").contains("hai lần"));
    assert!(refused("1.250 thùng").contains("hai cách"));
    assert!(refused("99999 thùng").contains("quá nhiều"));
    let rice = Packs::parse("lạng=0,1", "kg").unwrap();
    assert!(rice.quantity("0,005 lạng", "kg").unwrap_err().vi.contains("không ra số kg chẵn"));
}

#[test]
fn a_quantity_is_shown_in_packs_and_the_rest_in_the_unit() {
    let shown = |count: i64| beer().shown(Quantity::units(count), "chai").replace('\u{a0}', " ");
    assert_eq!(shown(53), "2 thùng 5 chai");
    assert_eq!(shown(35), "1 thùng 1 lốc 5 chai");
    assert_eq!(shown(48), "2 thùng");
    assert_eq!(shown(0), "0 chai");
    assert_eq!(shown(-29), "-1 thùng 5 chai");
    assert_eq!(shown(30_000), "1.250 thùng");
    assert_eq!(Packs::default().shown(Quantity::units(53), "chai"), "53");
    let rice = Packs::parse("bao=12,5; lạng=0,1", "kg").unwrap();
    assert_eq!(rice.shown(Quantity(14_850), "kg"), "1\u{a0}bao 2,35\u{a0}kg");
    assert_eq!(rice.signed(Quantity(12_500), "kg"), "+1\u{a0}bao");
    assert_eq!(rice.signed(Quantity(-12_500), "kg"), "-1\u{a0}bao");
    assert_eq!(rice.units("kg"), ["bao", "lạng", "kg"]);
    assert_eq!(Packs::default().amount(Quantity(350), "kg"), "0,35 kg");
    let tea = Packs::parse("thùng=12", "hộp (20 gói)").unwrap();
    assert_eq!(tea.amount(Quantity::units(29), "hộp (20 gói)"), "2\u{a0}thùng 5\u{a0}hộp");
}

const UNITS: [&str; 7] = ["chai", "gói 500 g", "hộp (20 gói)", "kg", "lít", "500g", "túi/250 ml"];
const NAMES: [&str; 5] = ["thùng", "lốc", "khay to", "khay", "bó"];

/// A product with packs, and a quantity that it may have.
fn goods() -> impl Strategy<Value = (Packs, &'static str, Quantity)> {
    let sizes = proptest::collection::vec((0..5_usize, 1..60_000_i64), 1..=PACKS);
    (0..UNITS.len(), sizes, -900_000_000..900_000_000_i64).prop_filter_map(
        "packs that may be",
        |(unit, sizes, quantity)| {
            let unit = UNITS[unit];
            let whole = |it: i64| if measured(unit) { it } else { it * 1000 };
            let pack = |(name, holds): (usize, i64)| Pack {
                name: NAMES[name].into(),
                holds: Quantity(whole(holds)),
            };
            let text = Packs(sizes.into_iter().map(pack).collect()).text();
            let quantity = if measured(unit) { quantity } else { quantity / 1000 * 1000 };
            Some((Packs::parse(&text, unit).ok()?, unit, Quantity(quantity)))
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same(case in goods()) {
        let (packs, unit, quantity) = case;
        let typed = packs.typed(quantity, unit);
        prop_assert_eq!(packs.quantity(&typed, unit), Ok(quantity), "{}", typed);
        prop_assert_eq!(packs.shown(quantity, unit).replace('.', "").replace('\u{a0}', " "), typed);
        prop_assert_eq!(Packs::parse(&packs.text(), unit), Ok(packs.clone()));
        prop_assert_eq!(Packs::try_from(packs.text()), Ok(packs));
    }

    #[test]
    fn a_unit_creates_and_destroys_nothing(
        case in goods(),
        counts in proptest::array::uniform4(0..9_000_i64),
    ) {
        let (packs, unit, _) = case;
        let step = if measured(unit) { 1 } else { 1000 };
        let mut text = format!("{} {}", Quantity(counts[3] * step).digits(), unit);
        let mut sum = Some(counts[3] * step);
        for (pack, count) in packs.iter().zip(counts) {
            text = format!("{} {} {text}", Quantity(count).digits(), pack.name);
            let part = count * pack.holds.0;
            let exact = part % (step * 1000) == 0;
            sum = sum.filter(|_| exact).map(|sum| sum + part / 1000);
        }
        let sum = sum.filter(|sum| *sum <= Quantity::LIMIT.0).map(Quantity);
        prop_assert_eq!(packs.quantity(&text, unit).ok(), sum, "{}", text);
    }
}
