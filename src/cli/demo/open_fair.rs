//! One fair that is open today, for trying the till: booths, goods, people and devices. No sale
//! has been made there yet.

use super::{
    fair::{CASH_ROUNDING, booth, range},
    fill::stamped,
    goods::{Good, renewals},
    names::{self, LOCALITIES, MARK, PROVINCES},
};
use crate::{
    base::{
        clock::{DAY, HOUR, Ms},
        id::{Chance, DeviceId, FairId, GateId, PersonId, ProductId},
        quantity::Quantity,
    },
    desk::command::{Command, Envelope},
    fair::{
        Booth, Change, Fair, Gate, OpeningDay, Range,
        kinds::{Kind, Level, Zone},
    },
    staff::{self, Device, Person, Role},
    stock::{Ask, Line},
};
use jiff::Span;

const BOOTHS: usize = 12;
const GATES: usize = 2;
const DAYS: i64 = 7;

/// The open fair with everyone and everything at it.
pub struct OpenFair {
    /// When it was set up: the beginning of today, so that two runs on a day are alike.
    pub at: Ms,
    /// The fair.
    pub fair: Fair,
    /// Booths.
    pub stands: Vec<Stand>,
    /// Gates.
    pub gates: Vec<Entrance>,
    /// Organiser, auditor, administrator.
    pub office: Vec<Person>,
}

/// A booth with its people, its device and its goods.
pub struct Stand {
    /// The booth.
    pub booth: Booth,
    /// Its manager.
    pub manager: Person,
    /// Its seller.
    pub seller: Person,
    /// Its phone.
    pub device: Device,
    /// What it sells.
    pub range: Vec<ProductId>,
}

/// A gate with the person who counts and the device.
pub struct Entrance {
    /// The gate.
    pub gate: Gate,
    /// Who counts.
    pub counter: Person,
    /// On which device.
    pub device: Device,
}

/// Plans the fair around `now`: it opened yesterday.
pub fn plan(chance: &Chance, now: Ms, goods: &[Good]) -> OpenFair {
    let at = Ms::start_of(now.date());
    let fair = fair(chance.uid(at).into(), at);
    let stands = (0..BOOTHS).map(|n| stand(chance, at, &fair, n, goods)).collect();
    let gates = (0..GATES).map(|n| entrance(chance, at, &fair, n)).collect();
    let office =
        [("bantochuc", Role::Organiser), ("kiemtra", Role::Auditor), ("quantri", Role::Admin)];
    let person = |(login, role)| person(chance, at, role, login, None);
    OpenFair { at, stands, gates, office: office.map(person).into(), fair }
}

fn fair(uid: FairId, at: Ms) -> Fair {
    let yesterday = Ms(at.0 - DAY).date();
    let year = yesterday.year();
    Fair {
        uid,
        code: format!("HN-{year}"),
        name: format!("Hội chợ OCOP Hà Nội {year} {MARK}"),
        level: Level::Programme,
        kind: Kind::TradePromotion,
        starts_on: yesterday,
        ends_on: Some(yesterday.saturating_add(Span::new().days(DAYS - 1))),
        place: "Hà Nội".to_owned(),
        cash_rounding: CASH_ROUNDING,
        published_visits: None,
        published_revenue: None,
        published_revenue_local_zone: None,
        closed: false,
    }
}

fn stand(chance: &Chance, at: Ms, fair: &Fair, n: usize, goods: &[Good]) -> Stand {
    let (zone, letter, k) = match n {
        0..6 => (Zone::Local, 'A', n),
        6..10 => (Zone::OtherProvince, 'B', n - 6),
        _ => (Zone::Other, 'C', n - 10),
    };
    let unit = match zone {
        Zone::Local => LOCALITIES[n],
        Zone::OtherProvince => PROVINCES[k % PROVINCES.len()],
        Zone::Other => "Doanh nghiệp khác",
    };
    let here = |good: &Good| match zone {
        Zone::Local => good.province == "Quảng Ninh",
        Zone::OtherProvince => good.province == unit,
        Zone::Other => true,
    };
    let mut range: Vec<ProductId> = range(chance, goods.iter().filter(|good| here(good)).collect())
        .iter()
        .map(|good| good.uid)
        .collect();
    // Every booth weighs something out, so that the keypad's decimals can be tried anywhere.
    let weighed = goods.iter().find(|good| good.weighed && here(good)).map(|good| good.uid);
    if let Some(weighed) = weighed.filter(|uid| !range.contains(uid)) {
        range[0] = weighed;
    }
    let code = format!("{letter}{:02}", k + 1);
    let booth = booth(chance.uid(at).into(), fair.uid, (&code, unit), zone);
    let device = device(chance, at, &format!("Điện thoại {code}"));
    Stand {
        manager: person(chance, at, Role::Manager, "", Some(&booth)),
        seller: person(chance, at, Role::Seller, "", Some(&booth)),
        device: Device { booth: Some(booth.uid), ..device },
        range,
        booth,
    }
}

fn entrance(chance: &Chance, at: Ms, fair: &Fair, n: usize) -> Entrance {
    let uid: GateId = chance.uid(at).into();
    let (code, name) = (format!("C{}", n + 1), format!("Cổng {}", n + 1));
    let device = device(chance, at, &format!("Điện thoại {name}"));
    Entrance {
        gate: Gate { uid, fair: fair.uid, code, name },
        counter: person(chance, at, Role::Counter, "", None),
        device: Device { gate: Some(uid), ..device },
    }
}

fn person(chance: &Chance, at: Ms, role: Role, login: &str, booth: Option<&Booth>) -> Person {
    Person {
        uid: PersonId(chance.uid(at)),
        name: names::person(chance),
        login: login.to_owned(),
        role,
        booth: booth.map(|booth| booth.uid),
        active: true,
    }
}

fn device(chance: &Chance, at: Ms, name: &str) -> Device {
    Device {
        uid: DeviceId(chance.uid(at)),
        name: name.to_owned(),
        letter: "A".to_owned(),
        booth: None,
        gate: None,
        revoked: false,
    }
}

impl OpenFair {
    /// The commands that set it up, in order.
    pub fn commands(&self, chance: &Chance, goods: &[Good]) -> Vec<Envelope> {
        let mut commands = vec![Command::Fair(Change::Fair(self.fair.clone()))];
        let mut staff = Vec::new();
        for day in 0..DAYS {
            let day = self.fair.starts_on.saturating_add(Span::new().days(day));
            let (opens, closes) = ("08:00".to_owned(), "21:30".to_owned());
            let open = OpeningDay { fair: self.fair.uid, day, opens, closes };
            commands.push(Command::Fair(Change::OpeningDay(open)));
        }
        for entrance in &self.gates {
            commands.push(Command::Fair(Change::Gate(entrance.gate.clone())));
            staff.push(staff::Change::Person(entrance.counter.clone()));
            staff.push(staff::Change::Device(entrance.device.clone()));
        }
        commands.extend(renewals(chance, self.at, goods).into_iter().map(Command::Catalog));
        for stand in &self.stands {
            let (booth, products) = (stand.booth.uid, stand.range.clone());
            let range = Range { booth, products, active: true };
            commands.push(Command::Fair(Change::Booth(stand.booth.clone())));
            commands.push(Command::Fair(Change::Range(range)));
            commands.push(Command::Stock(Box::new(stand.stock(chance, self.at))));
            staff.push(staff::Change::Person(stand.manager.clone()));
            staff.push(staff::Change::Person(stand.seller.clone()));
            staff.push(staff::Change::Device(stand.device.clone()));
        }
        staff.extend(self.office.iter().cloned().map(staff::Change::Person));
        commands.extend(staff.into_iter().map(Command::Staff));
        // Set up on the afternoon before the first day.
        stamped(chance, Ms(self.at.0 - DAY - 8 * HOUR), commands)
    }
}

impl Stand {
    fn stock(&self, chance: &Chance, at: Ms) -> Ask {
        let line = |product: &ProductId| Line {
            product: *product,
            quantity: Quantity::units(20 + chance.below(60) as i64),
            lot: Some("L1".to_owned()),
            expires_on: Some(at.date().saturating_add(Span::new().months(6))),
            ..Line::default()
        };
        let lines = self.range.iter().map(line).collect();
        let by = self.manager.name.clone();
        Ask { by, ..Ask::delivery(chance.uid(at).into(), self.booth.uid, lines) }
    }
}
