//! What the book is asked about before master data and documents are decided.

use super::command::Command;
use crate::{catalog, fair, staff};

/// The uids and names that a command refers to.
pub fn mention(command: &Command, uids: &mut Vec<String>, names: &mut Vec<(String, String)>) {
    match command {
        Command::Staff(staff::Change::Person(it)) => {
            uids.extend(it.booth.map(|booth| booth.hex()));
            names.push(("person".into(), it.login.clone()));
        }
        Command::Staff(staff::Change::Device(it)) => {
            uids.extend(it.booth.map(|booth| booth.hex()));
            uids.extend(it.gate.map(|gate| gate.hex()));
        }
        Command::Catalog(catalog::Change::Producer(_)) => {}
        Command::Catalog(catalog::Change::Product(it)) => uids.push(it.producer.hex()),
        Command::Catalog(catalog::Change::Certificate(it)) => uids.push(it.product.hex()),
        Command::Catalog(catalog::Change::Price(it)) => {
            uids.push(it.product.hex());
            uids.extend(it.booth.map(|booth| booth.hex()));
            uids.extend(it.fair.map(|fair| fair.hex()));
        }
        Command::Fair(fair::Change::Fair(it)) => {
            uids.push(it.uid.hex());
            names.push(("fair".into(), it.code.clone()));
        }
        Command::Fair(fair::Change::Booth(it)) => {
            uids.extend([it.fair.hex(), it.uid.hex()]);
            names.push((format!("booth {}", it.fair.hex()), it.code.clone()));
        }
        Command::Fair(fair::Change::Gate(it)) => {
            uids.extend([it.fair.hex(), it.uid.hex()]);
            names.push((format!("gate {}", it.fair.hex()), it.code.clone()));
        }
        Command::Fair(fair::Change::Range(it)) => {
            uids.push(it.booth.hex());
            uids.extend(it.products.iter().map(|product| product.hex()));
        }
        Command::Fair(fair::Change::OpeningDay(it)) => uids.push(it.fair.hex()),
        Command::Fair(fair::Change::ScaleLabel(it)) => uids.push(it.fair.hex()),
        Command::Fair(fair::Change::Figure(_)) => {}
        Command::Fair(fair::Change::Promotion(it)) => {
            uids.push(it.fair.hex());
            uids.extend(it.booth.map(|booth| booth.hex()));
            uids.extend(it.products.iter().map(|product| product.hex()));
        }
        Command::Room(it) => {
            uids.extend([it.fair.hex(), it.uid.hex()]);
            names.push((format!("booth {}", it.fair.hex()), it.code.clone()));
        }
        Command::Stock(it) => uids.push(it.uid.hex()),
        Command::Count(_) | Command::Payment(_) | Command::Checkout(_) | Command::Refund(_) => {}
        Command::Shift(_) | Command::SetAside(_) => {}
        Command::Charge(it) => uids.push(it.fair().hex()),
        Command::OpenDrawer(_) | Command::Node(_) | Command::Say(_) => {}
    }
}
