//! What the book is asked about before master data and documents are decided.

use super::command::Command;
use crate::{fair, staff};
use uuid::Uuid;

/// The uids and names that a command refers to.
pub fn mention(command: &Command, uids: &mut Vec<String>, names: &mut Vec<(String, String)>) {
    match command {
        Command::Staff(change) => {
            refer(uids, change.refers());
            if let staff::Change::Person(it) = change {
                names.push(("person".into(), it.login.clone()));
            }
        }
        Command::Catalog(change) => refer(uids, change.refers()),
        Command::Fair(change) => {
            refer(uids, change.refers());
            match change {
                fair::Change::Fair(it) => {
                    uids.push(it.uid.hex());
                    names.push(("fair".into(), it.code.clone()));
                }
                fair::Change::Booth(it) => {
                    uids.push(it.uid.hex());
                    names.push((format!("booth {}", it.fair.hex()), it.code.clone()));
                }
                fair::Change::Gate(it) => {
                    uids.push(it.uid.hex());
                    names.push((format!("gate {}", it.fair.hex()), it.code.clone()));
                }
                _ => {}
            }
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

fn refer(uids: &mut Vec<String>, things: Vec<Uuid>) {
    uids.extend(things.iter().map(|uid| uid.simple().to_string()));
}
