//! What names and things stand in the book already: so that a taken code or an unknown parent is
//! refused in words, before a constraint would.

use super::command::{Command, Envelope};
use crate::{base::lang::Say, base::refusal::Refusal, catalog, fair, staff, stock};
use serde_json::json;
use sqlx::SqliteConnection;
use std::collections::{HashMap, HashSet};

/// Things by uid (hexadecimal) and names by scope, as far as a batch may touch them.
#[derive(Debug, Default)]
pub struct Taken {
    things: HashSet<String>,
    names: HashMap<(String, String), String>,
}

impl Taken {
    /// Loads what the master-data commands of a batch refer to. Sales load their own state.
    pub async fn load(db: &mut SqliteConnection, commands: &[Envelope]) -> sqlx::Result<Taken> {
        let mut uids = Vec::new();
        let mut names = Vec::new();
        for envelope in commands {
            mention(&envelope.command, &mut uids, &mut names);
        }
        let mut taken = Taken::default();
        if !uids.is_empty() {
            taken.things = things(&mut *db, &uids).await?.into_iter().collect();
        }
        if !names.is_empty() {
            let rows = held(db, &names).await?;
            taken.names = rows.into_iter().map(|(s, n, uid)| ((s, n), uid)).collect();
        }
        Ok(taken)
    }

    fn know(&self, uid: &str, what: Say) -> Result<(), Refusal> {
        if self.things.contains(uid) { Ok(()) } else { Err(Refusal::NotFound(what)) }
    }

    /// Takes a name within a scope for a thing, unless another thing has it.
    fn name(&mut self, scope: &str, name: &str, uid: &str) -> Result<(), Refusal> {
        if name.is_empty() {
            return Ok(());
        }
        let key = (scope.to_owned(), name.to_owned());
        match self.names.get(&key) {
            Some(holder) if holder != uid => Err(Refusal::malformed(
                "name_taken",
                format!("“{name}” đã được dùng"),
                format!("“{name}” is taken already"),
            )),
            _ => {
                self.names.insert(key, uid.to_owned());
                self.things.insert(uid.to_owned());
                Ok(())
            }
        }
    }

    /// People: sign-in names are unique, booths exist.
    pub fn staff(&mut self, change: &staff::Change) -> Result<(), Refusal> {
        let (booth, gate) = match change {
            staff::Change::Person(it) => (it.booth, None),
            staff::Change::Device(it) => (it.booth, it.gate),
        };
        if let Some(booth) = booth {
            self.know(&booth.hex(), no_booth())?;
        }
        if let Some(gate) = gate {
            self.know(&gate.hex(), Say::new("Không có cổng này", "No such gate"))?;
        }
        match change {
            staff::Change::Person(it) => self.name("person", &it.login, &it.uid.hex()),
            staff::Change::Device(_) => Ok(()),
        }
    }

    /// The catalogue: parents exist.
    pub fn catalog(&mut self, change: &catalog::Change) -> Result<(), Refusal> {
        match change {
            catalog::Change::Producer(it) => drop(self.things.insert(it.uid.hex())),
            catalog::Change::Product(it) => {
                let none = Say::new("Không có chủ thể này", "No such producer");
                self.know(&it.producer.hex(), none)?;
                self.things.insert(it.uid.hex());
            }
            catalog::Change::Certificate(it) => self.know(&it.product.hex(), no_product())?,
            catalog::Change::Price(it) => {
                self.know(&it.product.hex(), no_product())?;
                if let Some(fair) = it.fair {
                    self.know(&fair.hex(), no_fair())?;
                }
                if let Some(booth) = it.booth {
                    self.know(&booth.hex(), no_booth())?;
                }
            }
        }
        Ok(())
    }

    /// Fairs: codes are unique, parents exist.
    pub fn fair(&mut self, change: &fair::Change) -> Result<(), Refusal> {
        match change {
            fair::Change::Fair(it) => self.name("fair", &it.code, &it.uid.hex()),
            fair::Change::Booth(it) => {
                self.know(&it.fair.hex(), no_fair())?;
                self.name(&format!("booth {}", it.fair.hex()), &it.code, &it.uid.hex())
            }
            fair::Change::Gate(it) => {
                self.know(&it.fair.hex(), no_fair())?;
                self.name(&format!("gate {}", it.fair.hex()), &it.code, &it.uid.hex())
            }
            fair::Change::Range(it) => {
                self.know(&it.booth.hex(), no_booth())?;
                it.products.iter().try_for_each(|one| self.know(&one.hex(), no_product()))
            }
            fair::Change::OpeningDay(it) => self.know(&it.fair.hex(), no_fair()),
            fair::Change::ScaleLabel(it) => self.know(&it.fair.hex(), no_fair()),
            fair::Change::Published(_) => Ok(()),
            fair::Change::Promotion(it) => {
                self.know(&it.fair.hex(), no_fair())?;
                if let Some(booth) = it.booth {
                    self.know(&booth.hex(), no_booth())?;
                }
                it.products.iter().try_for_each(|one| self.know(&one.hex(), no_product()))
            }
        }
    }

    /// Goods: booth and products exist.
    pub fn receive(&mut self, receive: &stock::Receive) -> Result<(), Refusal> {
        self.know(&receive.booth.hex(), no_booth())?;
        receive.lines.iter().try_for_each(|line| self.know(&line.product.hex(), no_product()))
    }
}

fn no_fair() -> Say {
    Say::new("Không có hội chợ này", "No such fair")
}

fn no_booth() -> Say {
    Say::new("Không có gian hàng này", "No such booth")
}

fn no_product() -> Say {
    Say::new("Không có sản phẩm này", "No such product")
}

/// The uids and names that a command refers to.
fn mention(command: &Command, uids: &mut Vec<String>, names: &mut Vec<(String, String)>) {
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
        Command::Fair(fair::Change::Fair(it)) => names.push(("fair".into(), it.code.clone())),
        Command::Fair(fair::Change::Booth(it)) => {
            uids.push(it.fair.hex());
            names.push((format!("booth {}", it.fair.hex()), it.code.clone()));
        }
        Command::Fair(fair::Change::Gate(it)) => {
            uids.push(it.fair.hex());
            names.push((format!("gate {}", it.fair.hex()), it.code.clone()));
        }
        Command::Fair(fair::Change::Range(it)) => {
            uids.push(it.booth.hex());
            uids.extend(it.products.iter().map(|product| product.hex()));
        }
        Command::Fair(fair::Change::OpeningDay(it)) => uids.push(it.fair.hex()),
        Command::Fair(fair::Change::ScaleLabel(it)) => uids.push(it.fair.hex()),
        Command::Fair(fair::Change::Published(_)) => {}
        Command::Fair(fair::Change::Promotion(it)) => {
            uids.push(it.fair.hex());
            uids.extend(it.booth.map(|booth| booth.hex()));
            uids.extend(it.products.iter().map(|product| product.hex()));
        }
        Command::Receive(it) => {
            uids.push(it.booth.hex());
            uids.extend(it.lines.iter().map(|line| line.product.hex()));
        }
        Command::Count(_) | Command::Payment(_) | Command::Checkout(_) | Command::Refund(_) => {}
        Command::Shift(_) => {}
    }
}

async fn things(db: &mut SqliteConnection, uids: &[String]) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "with wanted as (select unhex(value) as uid from json_each(?)) \
         select lower(hex(uid)) from wanted where exists (select 1 from fair f where f.uid = \
         wanted.uid) or exists (select 1 from booth b where b.uid = wanted.uid) \
         or exists (select 1 from gate g where g.uid = wanted.uid) \
         or exists (select 1 from producer r where r.uid = wanted.uid) \
         or exists (select 1 from product p where p.uid = wanted.uid)",
    )
    .bind(json!(uids).to_string())
    .fetch_all(db)
    .await
}

async fn held(
    db: &mut SqliteConnection,
    names: &[(String, String)],
) -> sqlx::Result<Vec<(String, String, String)>> {
    sqlx::query_as(
        "with held (scope, name, uid) as (\
         select 'person', login, uid from person where login <> '' \
         union all select 'fair', code, uid from fair \
         union all select 'booth ' || lower(hex(f.uid)), b.code, b.uid \
         from booth b join fair f on f.id = b.fair \
         union all select 'gate ' || lower(hex(f.uid)), g.code, g.uid \
         from gate g join fair f on f.id = g.fair) \
         select held.scope, held.name, lower(hex(held.uid)) from json_each(?) \
         join held on held.scope = value ->> 0 and held.name = value ->> 1",
    )
    .bind(json!(names).to_string())
    .fetch_all(db)
    .await
}
