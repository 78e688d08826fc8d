//! People, their roles, and the devices of booths and gates.

pub mod access;
pub mod actor;
pub mod store;

use crate::base::{
    fold::{NAME, within},
    id::{BoothId, DeviceId, GateId, PersonId},
    lang::Say,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::words! {
    /// What a person may do.
    Role {
        /// Sells at one booth.
        Seller = "seller", "Nhân viên bán hàng", "Seller";
        /// The producer at the booth: also its stock, prices and people.
        Manager = "manager", "Chủ gian hàng", "Booth manager";
        /// Counts visits at a gate.
        Counter = "counter", "Nhân viên đếm khách", "Gate counter";
        /// Runs the fair.
        Organiser = "organiser", "Ban tổ chức", "Organiser";
        /// Reads everything, changes nothing.
        Auditor = "auditor", "Kiểm tra", "Auditor";
        /// Everything an organiser may, and the machine itself.
        Admin = "admin", "Quản trị", "Administrator";
    }
}

impl Role {
    /// Whether this role may change fairs, booths and people.
    pub fn organises(self) -> bool {
        matches!(self, Role::Organiser | Role::Admin)
    }

    /// Whether this role may read the whole fair.
    pub fn oversees(self) -> bool {
        self.organises() || self == Role::Auditor
    }

    /// Whether people of this role sign in with a PIN on a booth's or gate's device.
    pub fn uses_pin(self) -> bool {
        matches!(self, Role::Seller | Role::Manager | Role::Counter)
    }

    /// Whether this role may set the PIN or password of `other`: the administrator of everyone,
    /// an organiser of everyone but organisers, a booth's manager of sellers.
    pub fn stands_above(self, other: Role) -> bool {
        match self {
            Role::Admin => true,
            Role::Organiser => !other.organises(),
            Role::Manager => other == Role::Seller,
            _ => false,
        }
    }
}

/// A change to people or devices; its contents are the journal entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Change {
    /// A person as he or she now stands.
    Person(Person),
    /// A device as it now stands.
    Device(Device),
}

impl Change {
    /// The uid of what is changed.
    pub fn subject(&self) -> String {
        match self {
            Change::Person(it) => it.uid.to_string(),
            Change::Device(it) => it.uid.to_string(),
        }
    }

    /// The things that it names and that have to be there before it: not what it is itself.
    pub fn refers(&self) -> Vec<Uuid> {
        match self {
            Change::Person(it) => it.booth.map(|it| it.0).into_iter().collect(),
            Change::Device(it) => {
                let gate = it.gate.map(|it| it.0);
                it.booth.map(|it| it.0).into_iter().chain(gate).collect()
            }
        }
    }
}

/// A person. Secrets are local and never here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub uid: PersonId,
    /// The name on receipts.
    pub name: String,
    /// What organisers sign in with; empty for those who use a PIN.
    pub login: String,
    /// What the person may do.
    pub role: Role,
    /// The booth of a seller or manager.
    pub booth: Option<BoothId>,
    /// False: may no longer sign in.
    pub active: bool,
}

/// A phone, tablet or laptop paired to a booth or a gate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Device {
    /// Which.
    pub uid: DeviceId,
    /// Its name in lists.
    pub name: String,
    /// One to three letters on provisional numbers. Empty in a command: the desk gives the first
    /// that no device of the booth has.
    pub letter: String,
    /// The booth it sells for.
    pub booth: Option<BoothId>,
    /// The gate it counts at.
    pub gate: Option<GateId>,
    /// True: its token no longer holds.
    pub revoked: bool,
}

/// The letters of the n-th device of a booth: A … Z, then AA …
pub fn letters(n: i64) -> String {
    let letter = |n: i64| char::from(b'A' + u8::try_from(n.rem_euclid(26)).unwrap_or(0));
    if n < 26 { letter(n).to_string() } else { format!("{}{}", letter(n / 26 - 1), letter(n)) }
}

/// Checks a change by itself.
pub fn check(change: &Change) -> Result<(), Say> {
    if let Change::Person(person) = change {
        within(NAME, &[&person.name])?;
    }
    match change {
        Change::Person(person) if person.name.trim().is_empty() => {
            Err(Say::new("Hãy nhập tên người", "Enter the person's name"))
        }
        Change::Person(person) if !person.role.uses_pin() && person.login.trim().is_empty() => {
            Err(Say::new("Hãy nhập tên đăng nhập", "Enter a sign-in name"))
        }
        _ => Ok(()),
    }
}
