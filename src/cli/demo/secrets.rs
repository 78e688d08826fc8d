//! The open fair's PINs, passwords, tokens and printer: local, drawn from the system's chance and
//! never from the seed, and written down once in `access.json` for the people of the house.

use super::open_fair::{OpenFair, Stand};
use crate::{
    base::{
        clock::Ms,
        id::{Chance, PrinterId},
        lang::Say,
    },
    catalog::store::listed,
    cli::{of_book, plain},
    folder,
    print::{
        block::Width,
        printer::{Drawer, Head, NewPrinter, Target, store as printers},
    },
    staff::{
        Device, Person,
        access::{self, Kind, digest, hashing::hash_secret, strength},
    },
};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use std::{net::SocketAddr, path::Path};

/// The file of secrets in the data folder, readable by its owner alone.
pub const FILE: &str = "access.json";
/// The file in the data folder's `paper/` to which the demonstration's printer writes.
const PAPER: &str = "printer.escpos";

/// Makes the secrets and writes the file.
pub async fn write(
    db: &mut SqliteConnection,
    data: &Path,
    open: &OpenFair,
    now: Ms,
) -> Result<(), Say> {
    let chance = Chance::system();
    let mut transaction = db.begin_with("begin immediate").await.map_err(of_book)?;
    let mut booths = Vec::new();
    for stand in &open.stands {
        booths.push(booth(&mut transaction, &chance, stand, now).await?);
    }
    let mut gates = Vec::new();
    for entrance in &open.gates {
        let pin = pin(&mut transaction, &chance, &entrance.counter).await?;
        let token = token(&mut transaction, &chance, &entrance.device, now).await?;
        gates.push(json!({ "code": entrance.gate.code, "token": token, "counter_pin": pin }));
    }
    let mut people = Vec::new();
    for person in &open.office {
        people.push(account(&mut transaction, &chance, person).await?);
    }
    printer(&mut transaction, open, PrinterId(chance.uid(now))).await?;
    transaction.commit().await.map_err(of_book)?;
    let [organiser, auditor, admin] = people.as_slice() else { return Ok(()) };
    let access = json!({
        "url": "",
        "organiser": organiser,
        "auditor": auditor,
        "admin": admin,
        "open_fair": { "code": open.fair.code, "gates": gates, "booths": booths },
    });
    save(&data.join(FILE), &access)
}

/// Notes where the server listens.
pub fn set_url(file: &Path, listen: SocketAddr) -> Result<(), Say> {
    let text = std::fs::read_to_string(file).map_err(plain)?;
    let mut access: Value = serde_json::from_str(&text).map_err(plain)?;
    let host = match listen.ip() {
        ip if ip.is_unspecified() => "127.0.0.1".to_owned(),
        ip if ip.is_ipv6() => format!("[{ip}]"),
        ip => ip.to_string(),
    };
    access["url"] = json!(format!("http://{host}:{}", listen.port()));
    save(file, &access)
}

fn save(file: &Path, access: &Value) -> Result<(), Say> {
    let text = serde_json::to_string_pretty(access).map_err(plain)?;
    folder::replace(file, text.as_bytes()).map_err(plain)
}

async fn booth(
    db: &mut SqliteConnection,
    chance: &Chance,
    stand: &Stand,
    now: Ms,
) -> Result<Value, Say> {
    let manager_pin = pin(db, chance, &stand.manager).await?;
    let seller_pin = pin(db, chance, &stand.seller).await?;
    let token = token(db, chance, &stand.device, now).await?;
    let mut products = Vec::new();
    for uid in &stand.range {
        let Some(it) = listed(db, &uid.bytes()).await.map_err(of_book)? else { continue };
        let (uid, name) = (uid.to_string(), it.name);
        products.push(json!({ "uid": uid, "name": name, "price": it.price, "unit": it.unit }));
    }
    Ok(json!({
        "code": stand.booth.code,
        "token": token,
        "manager": stand.manager.name,
        "manager_pin": manager_pin,
        "seller": stand.seller.name,
        "seller_pin": seller_pin,
        "products": products,
    }))
}

/// A person's new PIN: six digits that nobody guesses.
async fn pin(db: &mut SqliteConnection, chance: &Chance, person: &Person) -> Result<String, Say> {
    let mut pin = format!("{:06}", chance.below(1_000_000));
    while strength::check(Kind::Pin, &pin, &[]).is_err() {
        pin = format!("{:06}", chance.below(1_000_000));
    }
    secret(db, person, Kind::Pin, &pin).await?;
    Ok(pin)
}

async fn account(
    db: &mut SqliteConnection,
    chance: &Chance,
    person: &Person,
) -> Result<Value, Say> {
    let draw = || chance.token().chars().take(14).collect::<String>();
    let mut password = draw();
    while strength::check(Kind::Password, &password, &[&person.name, &person.login]).is_err() {
        password = draw();
    }
    secret(db, person, Kind::Password, &password).await?;
    Ok(json!({ "user": person.login, "password": password }))
}

async fn secret(
    db: &mut SqliteConnection,
    person: &Person,
    kind: Kind,
    secret: &str,
) -> Result<(), Say> {
    let hash = hash_secret(secret, &Chance::system()).map_err(|refusal| refusal.say())?;
    access::store::set_secret(db, &person.uid.bytes(), kind.as_str(), &hash).await.map_err(of_book)
}

async fn token(
    db: &mut SqliteConnection,
    chance: &Chance,
    device: &Device,
    now: Ms,
) -> Result<String, Say> {
    let token = chance.token();
    let (digest, device) = (digest(&token), device.uid.bytes());
    access::store::add_token(db, &digest, &device, now).await.map_err(of_book)?;
    Ok(token)
}

/// One printer for all booths, which writes into a file.
async fn printer(db: &mut SqliteConnection, open: &OpenFair, uid: PrinterId) -> Result<(), Say> {
    let printer = NewPrinter {
        name: "Máy in mẫu (ghi ra tệp)".to_owned(),
        target: Target::Paper(PAPER.to_owned()),
        head: Head::plain(Width::MM80),
        drawer: Some(Drawer::Pin2),
    };
    printers::add_printer(db, uid, &printer).await.map_err(of_book)?;
    for stand in &open.stands {
        printers::map_booth(db, stand.booth.uid, uid).await.map_err(of_book)?;
    }
    Ok(())
}
