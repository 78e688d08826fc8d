use super::*;
use crate::{
    base::{id::ProductId, quantity::Quantity},
    catalog::pack::Packs,
    report::stock::foresight::Outlook,
};

const NOON: Ms = Ms(1_780_462_800_000);
const HOUR: i64 = 3_600_000;

fn spot(code: &str, kind: &str, units: i64, hours: Option<i64>) -> Spot {
    let outlook = hours.map(|hours| Outlook {
        per_hour: Quantity::units(1),
        empty_at: Some(Ms(NOON.0 + hours * HOUR)),
        left: Quantity::ZERO,
        unsold: Quantity::ZERO,
        needs: Quantity::ZERO,
    });
    let quantity = Quantity::units(units);
    Spot { code: code.into(), kind: kind.into(), quantity, tracked: true, closed: false, outlook }
}

fn held(name: &str, spots: Vec<Spot>) -> Held {
    Held {
        product: ProductId::default(),
        name: name.into(),
        unit: "chai".into(),
        packs: Packs::default(),
        spots,
        nearest: None,
        past: Quantity::ZERO,
        near: Quantity::ZERO,
    }
}

#[test]
fn what_is_out_comes_first_and_what_lasts_until_tomorrow_is_not_named() {
    let all = [
        held("Chè", vec![spot("A03", "booth", 5, Some(3)), spot("K1", "store", 0, None)]),
        held(
            "Mật",
            vec![
                spot("A03", "booth", 5, Some(1)),
                spot("B01", "booth", 9, Some(30)),
                spot("K1", "store", 4, None),
            ],
        ),
        held("Ruốc", vec![spot("B01", "booth", -1, Some(0)), spot("A03", "booth", 2, Some(40))]),
    ];
    let told: Vec<String> = soon(&all, NOON)
        .iter()
        .map(|it| {
            let hours = it.when.map(|when| (when.0 - NOON.0) / HOUR);
            let more = it.more.map(|it| it.code.as_str());
            format!("{} {} {hours:?} {more:?}", it.held.name, it.spot.code)
        })
        .collect();
    let wanted =
        ["Ruốc B01 None Some(\"A03\")", "Mật A03 Some(1) Some(\"K1\")", "Chè A03 Some(3) None"];
    assert_eq!(told, wanted);
}
