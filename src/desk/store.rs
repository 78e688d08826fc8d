//! What names and things stand in the book already: so that a taken code or an unknown parent is
//! refused in words, before a constraint would.

use super::{
    codes::Codes,
    command::{Command, Envelope},
    mention,
};
use crate::{
    base::{fold::brief, lang::Say, refusal::Refusal},
    catalog,
    fair::{self, kinds::Kind},
    staff, stock,
};
use serde_json::json;
use sqlx::SqliteConnection;
use std::collections::HashMap;

const FAIR: &str = "fair";
const BOOTH: &str = "booth";
const GATE: &str = "gate";
const PRODUCER: &str = "producer";
const PRODUCT: &str = "product";
const RULE: &str = "reward_rule";
const ROOM: &str = "room";
/// Before the kind of place that has a uid (`Place::kind`).
const PLACE: &str = "place";

/// Things by kind and uid (hexadecimal) with the fair they belong to (a fair with whether it is a
/// rehearsal), and names by scope, as far as a batch may touch them.
#[derive(Debug, Default)]
pub struct Taken {
    things: HashMap<(String, String), String>,
    names: HashMap<(String, String), String>,
    /// The letters of a booth's devices, by booth or gate.
    letters: HashMap<String, Vec<String>>,
    codes: Codes,
}

impl Taken {
    /// Loads what the master-data commands of a batch refer to. Sales load their own state.
    pub async fn load(db: &mut SqliteConnection, commands: &[Envelope]) -> sqlx::Result<Taken> {
        let mut uids = Vec::new();
        let mut names = Vec::new();
        for envelope in commands {
            mention::mention(&envelope.command, &mut uids, &mut names);
        }
        let mut taken = Taken { codes: Codes::load(&mut *db, commands).await?, ..Taken::default() };
        if !uids.is_empty() {
            let rows = things(&mut *db, &uids).await?;
            taken.things = rows.into_iter().map(|(kind, uid, fair)| ((kind, uid), fair)).collect();
        }
        if !names.is_empty() {
            let rows = name_holders(&mut *db, &names).await?;
            taken.names = rows.into_iter().map(|(s, n, uid)| ((s, n), uid)).collect();
        }
        let new = |envelope: &Envelope| match &envelope.command {
            Command::Staff(staff::Change::Device(it)) => it.letter.is_empty(),
            _ => false,
        };
        if commands.iter().any(new) {
            for (place, letter) in letters(db, &uids).await? {
                taken.letters.entry(place).or_default().push(letter);
            }
        }
        Ok(taken)
    }

    /// The change with the first letters that no other device has at its booth or gate.
    pub fn lettered(&mut self, change: &staff::Change) -> staff::Change {
        let staff::Change::Device(it) = change else { return change.clone() };
        let mut it = it.clone();
        let place = it.booth.map(|booth| booth.hex()).or(it.gate.map(|gate| gate.hex()));
        let held = self.letters.entry(place.unwrap_or_default()).or_default();
        if it.letter.is_empty() {
            let free = (0..700).map(staff::letters).find(|letters| !held.contains(letters));
            it.letter = free.unwrap_or_else(|| "?".to_owned());
        }
        held.push(it.letter.clone());
        staff::Change::Device(it)
    }

    /// A thing of another kind under the same uid is none: a product is no booth.
    fn know(&self, kind: &str, uid: &str, none: fn() -> Refusal) -> Result<(), Refusal> {
        let known = self.things.contains_key(&(kind.to_owned(), uid.to_owned()));
        if known { Ok(()) } else { Err(none()) }
    }

    fn add(&mut self, kind: &str, uid: String, fair: String) {
        self.things.insert((kind.to_owned(), uid), fair);
    }

    /// Booths and gates stay at the fair they were made for: their sales and visits are its.
    fn stays(&self, kind: &str, uid: &str, fair: &str) -> Result<(), Refusal> {
        match self.things.get(&(kind.to_owned(), uid.to_owned())) {
            Some(stood) if stood != fair => Err(Refusal::malformed(
                "other_fair",
                "Gian hoặc cổng này thuộc hội chợ khác",
                "This booth or gate belongs to another fair",
            )),
            _ => Ok(()),
        }
    }

    /// A rehearsal stays one, and a fair that counts goes on counting.
    fn stays_real(&self, uid: &str, kind: &str) -> Result<(), Refusal> {
        match self.things.get(&(FAIR.to_owned(), uid.to_owned())) {
            Some(stood) if stood != kind => Err(Refusal::malformed(
                "rehearsal",
                "Diễn tập không thành hội chợ thật được, và hội chợ thật không thành diễn tập",
                "A rehearsal does not become a fair, nor a fair a rehearsal",
            )),
            _ => Ok(()),
        }
    }

    /// Takes a name within a scope for a thing, unless another thing has it. The name that it had
    /// there is free for the next.
    fn name(&mut self, scope: &str, name: &str, uid: &str) -> Result<(), Refusal> {
        let key = (scope.to_owned(), name.to_owned());
        if self.names.get(&key).is_some_and(|holder| holder != uid) {
            return Err(Refusal::malformed(
                "name_taken",
                format!("“{}” đã được dùng", brief(name)),
                format!("“{}” is taken already", brief(name)),
            ));
        }
        self.names.retain(|(within, _), holder| within != scope || holder != uid);
        if !name.is_empty() {
            self.names.insert(key, uid.to_owned());
        }
        Ok(())
    }

    /// People: sign-in names are unique, booths exist.
    pub fn staff(&mut self, change: &staff::Change) -> Result<(), Refusal> {
        let (booth, gate) = match change {
            staff::Change::Person(it) => (it.booth, None),
            staff::Change::Device(it) => (it.booth, it.gate),
        };
        if let Some(booth) = booth {
            self.know(BOOTH, &booth.hex(), Refusal::no_booth)?;
        }
        if let Some(gate) = gate {
            self.know(GATE, &gate.hex(), Refusal::no_gate)?;
        }
        match change {
            staff::Change::Person(it) => self.name("person", &it.login, &it.uid.hex()),
            staff::Change::Device(_) => Ok(()),
        }
    }

    /// The catalogue: parents exist.
    pub fn catalog(&mut self, change: &catalog::Change) -> Result<(), Refusal> {
        match change {
            catalog::Change::Producer(it) => self.add(PRODUCER, it.uid.hex(), String::new()),
            catalog::Change::Product(it) => {
                self.know(PRODUCER, &it.producer.hex(), Refusal::no_producer)?;
                self.codes.product(it)?;
                self.add(PRODUCT, it.uid.hex(), String::new());
            }
            catalog::Change::Certificate(it) => {
                self.know(PRODUCT, &it.product.hex(), Refusal::no_product)?
            }
            catalog::Change::Photo(it) => {
                self.know(PRODUCT, &it.product.hex(), Refusal::no_product)?
            }
            catalog::Change::Listing(it) => {
                self.know(PRODUCT, &it.product.hex(), Refusal::no_product)?
            }
            catalog::Change::Quality(it) => {
                self.know(PRODUCER, &it.producer.hex(), Refusal::no_producer)?
            }
            catalog::Change::Online(_) => {}
            catalog::Change::Rule(it) => self.add(RULE, it.uid.hex(), String::new()),
            catalog::Change::Paid(it) => {
                self.know(RULE, &it.rule.hex(), Refusal::no_rule)?;
                self.know(PRODUCT, &it.product.hex(), Refusal::no_product)?
            }
            catalog::Change::Price(it) => {
                self.know(PRODUCT, &it.product.hex(), Refusal::no_product)?;
                if let Some(fair) = it.fair {
                    self.know(FAIR, &fair.hex(), Refusal::no_fair)?;
                }
                if let Some(booth) = it.booth {
                    self.know(BOOTH, &booth.hex(), Refusal::no_booth)?;
                }
            }
        }
        Ok(())
    }

    /// Fairs: codes are unique, parents exist.
    pub fn fair(&mut self, change: &fair::Change) -> Result<(), Refusal> {
        match change {
            fair::Change::Fair(it) => {
                let kind = if it.kind == Kind::Rehearsal { it.kind.as_str() } else { "" };
                // Nothing is noted of a change that is refused: its batch goes on.
                self.stays_real(&it.uid.hex(), kind)?;
                self.name(FAIR, &it.code, &it.uid.hex())?;
                self.add(FAIR, it.uid.hex(), kind.to_owned());
                Ok(())
            }
            fair::Change::Booth(it) => self.place(BOOTH, it.uid.hex(), it.fair.hex(), &it.code),
            fair::Change::Gate(it) => self.place(GATE, it.uid.hex(), it.fair.hex(), &it.code),
            fair::Change::Range(it) => {
                self.know(BOOTH, &it.booth.hex(), Refusal::no_booth)?;
                it.products
                    .iter()
                    .try_for_each(|one| self.know(PRODUCT, &one.hex(), Refusal::no_product))?;
                self.codes.range(it)
            }
            fair::Change::OpeningDay(it) => self.know(FAIR, &it.fair.hex(), Refusal::no_fair),
            fair::Change::ScaleLabel(it) => self.know(FAIR, &it.fair.hex(), Refusal::no_fair),
            fair::Change::Figure(_) | fair::Change::View(_) => Ok(()),
            fair::Change::Promotion(it) => {
                self.know(FAIR, &it.fair.hex(), Refusal::no_fair)?;
                if let Some(booth) = it.booth {
                    self.know(BOOTH, &booth.hex(), Refusal::no_booth)?;
                }
                it.products
                    .iter()
                    .try_for_each(|one| self.know(PRODUCT, &one.hex(), Refusal::no_product))
            }
        }
    }

    /// A fair that is given or taken stands here.
    pub fn charge(&self, event: &fair::charge::Event) -> Result<(), Refusal> {
        self.know(FAIR, &event.fair().hex(), Refusal::no_fair)
    }

    /// A booth or gate: its fair exists and stays the same, its code is free there.
    fn place(&mut self, kind: &str, uid: String, fair: String, code: &str) -> Result<(), Refusal> {
        self.know(FAIR, &fair, Refusal::no_fair)?;
        self.stays(kind, &uid, &fair)?;
        if kind == BOOTH {
            self.holds_goods("booth", &uid)?;
        }
        self.name(&format!("{kind} {fair}"), code, &uid)?;
        self.add(kind, uid, fair);
        Ok(())
    }

    /// A place is of one kind for ever, whatever is under way to it: its goods would be another's.
    fn holds_goods(&mut self, kind: &str, uid: &str) -> Result<(), Refusal> {
        let mut kinds = ["booth", "store", "transit", "producer", "customer", "loss", "adjustment"]
            .iter()
            .filter(|it| **it != kind);
        if kinds.any(|it| self.things.contains_key(&(format!("{PLACE} {it}"), uid.to_owned()))) {
            return Err(Refusal::Conflict(Say::new(
                "Mã này đã là của nơi chứa hàng khác",
                "This id belongs to another place of goods",
            )));
        }
        self.add(&format!("{PLACE} {kind}"), uid.to_owned(), String::new());
        Ok(())
    }

    /// A transfer: what it sends lies at a place of its own.
    pub fn stock(&mut self, ask: &stock::Ask) -> Result<(), Refusal> {
        match ask.act {
            stock::ask::Act::Transfer(_) => self.holds_goods("transit", &ask.uid.hex()),
            _ => Ok(()),
        }
    }

    /// A store room: its fair exists and stays the same, no booth and no other room of it has its
    /// code.
    pub fn room(&mut self, room: &stock::Room) -> Result<(), Refusal> {
        let (uid, fair) = (room.uid.hex(), room.fair.hex());
        self.know(FAIR, &fair, Refusal::no_fair)?;
        self.stays(ROOM, &uid, &fair)?;
        self.holds_goods("store", &uid)?;
        self.name(&format!("{BOOTH} {fair}"), &room.code, &uid)?;
        self.add(ROOM, uid, fair);
        Ok(())
    }
}

/// Which of these uids stand in the book: as what, and at which fair.
async fn things(
    db: &mut SqliteConnection,
    uids: &[String],
) -> sqlx::Result<Vec<(String, String, String)>> {
    sqlx::query_as(
        "with wanted as (select unhex(value) as uid from json_each(?)) \
         select 'fair', lower(hex(f.uid)), iif(f.kind = 'rehearsal', f.kind, '') \
         from wanted join fair f using (uid) \
         union all select 'booth', lower(hex(b.uid)), lower(hex(f.uid)) \
         from wanted join booth b using (uid) join fair f on f.id = b.fair \
         union all select 'gate', lower(hex(g.uid)), lower(hex(f.uid)) \
         from wanted join gate g using (uid) join fair f on f.id = g.fair \
         union all select 'room', lower(hex(r.uid)), lower(hex(f.uid)) \
         from wanted join store_room r using (uid) join fair f on f.id = r.fair \
         union all select 'place ' || a.kind, lower(hex(a.uid)), '' \
         from wanted join place a using (uid) \
         union all select 'reward_rule', lower(hex(x.uid)), '' \
         from wanted w join reward_rule x on x.uid = w.uid \
         union all select 'producer', lower(hex(r.uid)), '' \
         from wanted join producer r using (uid) \
         union all select 'product', lower(hex(p.uid)), '' from wanted join product p using (uid)",
    )
    .bind(json!(uids).to_string())
    .fetch_all(db)
    .await
}

/// Who has these names among the things that this book's own line named, and at a fair those that
/// its giver named: those of other machines keep theirs, whatever is called the same here.
async fn name_holders(
    db: &mut SqliteConnection,
    names: &[(String, String)],
) -> sqlx::Result<Vec<(String, String, String)>> {
    sqlx::query_as(
        "with held (scope, name, uid, id, fair) as (\
         select 'person', login, uid, id, null from person where login <> '' \
         union all select 'fair', code, uid, id, null from fair \
         union all select 'booth ' || lower(hex(f.uid)), b.code, b.uid, b.id, f.id \
         from booth b join fair f on f.id = b.fair \
         union all select 'booth ' || lower(hex(f.uid)), r.code, r.uid, r.id, f.id \
         from store_room r join fair f on f.id = r.fair \
         union all select 'gate ' || lower(hex(f.uid)), g.code, g.uid, g.id, f.id \
         from gate g join fair f on f.id = g.fair) \
         select held.scope, held.name, lower(hex(held.uid)) from json_each(?) \
         join held on held.scope = value ->> 0 and held.name = value ->> 1 \
         where exists (select 1 from journal j join own_line l on l.origin = j.origin \
         and j.seq <= l.until where j.pos = held.id) or exists (select 1 from fair_gift x \
         join journal j on j.pos = held.id and j.origin = x.origin and j.seq < x.seq \
         where x.fair = held.fair)",
    )
    .bind(json!(names).to_string())
    .fetch_all(db)
    .await
}

/// The letters of the devices at these booths and gates.
async fn letters(
    db: &mut SqliteConnection,
    places: &[String],
) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as(
        "select lower(hex(coalesce(b.uid, g.uid))) as place, d.letter from device d \
         left join booth b on b.id = d.booth left join gate g on g.id = d.gate \
         where lower(hex(coalesce(b.uid, g.uid))) in (select value from json_each(?))",
    )
    .bind(json!(places).to_string())
    .fetch_all(db)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::id::FairId, fair::kinds::Level};
    use jiff::civil::date;
    use uuid::Uuid;

    fn fair(n: u128, code: &str, kind: Kind) -> fair::Change {
        fair::Change::Fair(fair::Fair {
            uid: FairId(Uuid::from_u128(n)),
            code: code.into(),
            name: "Hội chợ".into(),
            level: Level::Local,
            kind,
            starts_on: date(2026, 6, 1),
            ends_on: Some(date(2026, 6, 7)),
            place: String::new(),
            cash_rounding: 500,
            published_visits: None,
            published_revenue: None,
            published_revenue_local_zone: None,
            closed: false,
        })
    }

    #[test]
    fn a_refused_change_of_a_fair_leaves_no_trace_for_the_rest_of_its_batch() {
        let mut taken = Taken::default();
        assert_eq!(taken.fair(&fair(1, "HE", Kind::Fair)), Ok(()));
        assert!(taken.fair(&fair(1, "THU", Kind::Rehearsal)).is_err(), "a fair stays one");
        assert!(taken.fair(&fair(2, "HE", Kind::Rehearsal)).is_err(), "the code is taken");
        assert_eq!(taken.fair(&fair(1, "HE", Kind::Fair)), Ok(()));
        assert_eq!(taken.fair(&fair(2, "THU", Kind::Fair)), Ok(()));
    }
}
