use super::*;
use crate::base::{clock::Ms, id::ProducerId};
use proptest::prelude::*;

fn want(booth: &str, held: i64, needs: i64, empty_at: Option<i64>) -> Want {
    Want {
        booth: booth.into(),
        held: Quantity::units(held),
        coming: Quantity::ZERO,
        needs: Quantity::units(needs),
        empty_at: empty_at.map(Ms),
    }
}

fn lot(code: &str, units: i64) -> Lot {
    let quantity = Quantity::units(units);
    Lot { owner: ProducerId::default(), code: code.into(), quantity }
}

fn told(all: &[Bring]) -> Vec<String> {
    let one = |it: &Bring| {
        let part = |it: &Part| format!("{}×{}", it.code, it.quantity.text());
        let parts: Vec<String> = it.parts.iter().map(part).collect();
        format!("{} {} thiếu {}", it.booth, parts.join("+"), it.missing.text())
    };
    all.iter().map(one).collect()
}

/// A05 is empty and needs 20: four sixes. A03 runs out first of the others and lacks 30 − 7 = 23:
/// four sixes. A04 has enough. B01 lacks 5 and gets what is left: 50 − 48 = 2.
#[test]
fn the_emptiest_shelf_comes_first_in_whole_packs_from_the_lot_that_expires_first() {
    let wants = [
        want("A03", 7, 30, Some(500)),
        want("A04", 40, 12, None),
        want("A05", -2, 20, Some(0)),
        want("B01", 10, 15, Some(900)),
    ];
    let all = share(&wants, &[lot("L1", 30), lot("L2", 20)], Quantity::units(6));
    assert_eq!(told(&all), ["A05 L1×24 thiếu 0", "A03 L1×6+L2×18 thiếu 0", "B01 L2×2 thiếu 3"]);
}

#[test]
fn an_empty_shelf_gets_a_pack_though_nothing_was_sold_and_an_empty_room_says_what_is_missing() {
    let wants = [want("A03", 0, 0, None), want("A04", 3, 9, Some(5))];
    let all = share(&wants, &[lot("L1", 100)], Quantity::units(24));
    assert_eq!(told(&all), ["A03 L1×24 thiếu 0", "A04 L1×24 thiếu 0"]);
    assert_eq!(told(&share(&wants, &[], Quantity::units(24))), ["A03  thiếu 1", "A04  thiếu 6"]);
    // What is on the way already is not brought twice.
    let comes = Want { coming: Quantity::units(6), ..want("A04", 3, 9, Some(5)) };
    assert!(share(&[comes], &[lot("L1", 100)], Quantity::units(6)).is_empty());
    assert!(share(&[want("A04", 9, 9, None)], &[lot("L1", 100)], Quantity::units(1)).is_empty());
}

proptest! {
    #[test]
    fn goods_are_shared_and_never_made(
        wants in proptest::collection::vec(
            (-9_000i64..90_000, 0i64..90_000, 0i64..99, 0i64..20_000),
            0..9,
        ),
        lots in proptest::collection::vec(0i64..60_000, 0..5),
        step in 1i64..30_000,
    ) {
        let wants: Vec<Want> = wants
            .iter()
            .enumerate()
            .map(|(n, (held, needs, at, coming))| Want {
                booth: format!("A{n}"),
                held: Quantity(*held),
                coming: Quantity((*coming - 10_000).max(0)),
                needs: Quantity(*needs),
                empty_at: (*at < 80).then_some(Ms(*at)),
            })
            .collect();
        let lots: Vec<Lot> = lots
            .iter()
            .enumerate()
            .map(|(n, it)| Lot {
                owner: ProducerId::default(),
                code: format!("L{n}"),
                quantity: Quantity(*it),
            })
            .collect();
        let all = share(&wants, &lots, Quantity(step));
        let held: Quantity = lots.iter().map(|it| it.quantity).sum();
        let brought: Quantity = all.iter().map(Bring::quantity).sum();
        prop_assert!(brought <= held);
        for lot in &lots {
            let parts = all.iter().flat_map(|it| &it.parts).filter(|it| it.code == lot.code);
            prop_assert!(parts.map(|it| it.quantity).sum::<Quantity>() <= lot.quantity);
        }
        for it in &all {
            let want = wants.iter().find(|want| want.booth == it.booth).unwrap();
            let (lacking, quantity) = (want.lacking(), it.quantity());
            prop_assert!(quantity >= Quantity::ZERO && quantity.0 < lacking.0 + step);
            prop_assert_eq!(it.missing, (lacking - quantity).max(Quantity::ZERO));
        }
        // Nobody gets anything while somebody before still misses something, and nothing is missing
        // while there is some left.
        let short = all.iter().position(|it| it.missing > Quantity::ZERO).unwrap_or(all.len());
        prop_assert!(all.iter().skip(short + 1).all(|it| it.quantity() == Quantity::ZERO));
        prop_assert!(short == all.len() || brought == held);
        // Everybody who lacks something is named, and nobody else.
        let lack = wants.iter().filter(|it| it.lacking() > Quantity::ZERO).count();
        prop_assert_eq!(all.len(), lack);
        // A later lot is begun only when those before are empty.
        let used = |lot: &Lot| -> Quantity {
            let parts = all.iter().flat_map(|it| &it.parts).filter(|it| it.code == lot.code);
            parts.map(|it| it.quantity).sum()
        };
        for (n, lot) in lots.iter().enumerate() {
            if used(lot) > Quantity::ZERO {
                prop_assert!(lots[..n].iter().all(|before| used(before) == before.quantity));
            }
        }
    }
}
