//! Things that are parts of others: a promotion of a fair, a certificate of a product, a store room
//! with a transfer to it; people, devices, and what a source says.

use super::{Machine, NOW, Stall, line};
use crate::{
    catalog,
    desk::command::Command,
    fair, staff,
    stock::{
        ask::{Act, Ask},
        place::{Place, Room},
    },
};
use serde_json::json;
use uuid::Uuid;

/// The ids of such things, the same at every machine.
#[derive(Debug, Clone, Copy)]
pub struct Things {
    pub promotion: Uuid,
    pub certificate: Uuid,
    pub room: Uuid,
    pub person: Uuid,
    pub device: Uuid,
}

impl Machine {
    /// Names or changes all of them; `name` stands in each.
    pub async fn things(&mut self, stall: &Stall, ids: Things, name: &str, percent: i64) {
        let promotion = json!({
            "uid": ids.promotion, "fair": stall.fair, "booth": stall.booth, "name": name,
            "products": [stall.product], "deal": {"percent": percent},
            "starts": NOW.0 - 1_000_000_000, "ends": NOW.0 - 900_000_000,
        });
        self.change(Command::Fair(fair::Change::Promotion(
            serde_json::from_value(promotion).unwrap(),
        )))
        .await;
        let certificate = json!({
            "uid": ids.certificate, "product": stall.product, "number": name, "star": 4,
            "signed_on": "2023-01-05", "expires_on": "2026-01-05",
        });
        self.change(Command::Catalog(catalog::Change::Certificate(
            serde_json::from_value(certificate).unwrap(),
        )))
        .await;
        let person = json!({
            "uid": ids.person, "name": name, "login": "", "role": "seller", "booth": stall.booth,
            "active": true,
        });
        self.change(Command::Staff(staff::Change::Person(serde_json::from_value(person).unwrap())))
            .await;
        let device = json!({
            "uid": ids.device, "name": name, "letter": "A", "booth": null, "gate": stall.gate,
            "revoked": false,
        });
        self.change(Command::Staff(staff::Change::Device(serde_json::from_value(device).unwrap())))
            .await;
        let room = Room {
            uid: ids.room.into(),
            fair: stall.fair,
            code: "K1".to_owned(),
            name: name.to_owned(),
            active: true,
        };
        self.change(Command::Room(room)).await;
        self.figure(percent).await;
    }

    /// What a source says of a season.
    pub async fn figure(&mut self, value: i64) {
        let figure = json!({
            "sort": "published", "measure": "fairs", "area": "", "starts_on": "2024-01-01",
            "ends_on": "2024-12-31", "value": value, "bound": "exact", "source": "Báo",
        });
        self.change(Command::Fair(fair::Change::Figure(serde_json::from_value(figure).unwrap())))
            .await;
    }

    /// Sends some of a booth's goods to the store room.
    pub async fn send(&mut self, stall: &Stall, ids: Things, units: i64, uid: Uuid) {
        let act = Act::Transfer(Place::Store(ids.room.into()));
        let ask = Ask { act, ..Ask::delivery(uid.into(), stall.booth, vec![line(stall, units)]) };
        self.post(&ask).await;
    }
}
