//! What a till needs to sell: its booth, its people, its range with prices, the journal position
//! whose prices these are. A till that knows an earlier position is told only what changed.

use crate::{
    base::{
        clock::{DAY, MINUTE, Ms},
        id::{BoothId, hex_uid},
        lang::Lang,
        refusal::Refusal,
    },
    catalog::{kinds::group_name, valid_star},
    fair::{
        Promotion,
        label::store::labels,
        news::store::{changed, groups as group_ids},
        promotion,
        range::store::{RangeItem, range, range_of},
        store::{self as fairs, BoothRow},
    },
    journal,
    payment::bank,
    print::{
        address::{self, PageAddress},
        printer::store as printers,
    },
    sale::numbers,
    staff::store as staff,
    stock::block,
    web::{
        device::server_proof::addresses,
        http::{
            app::App,
            guard::{AtBooth, Caller, OnDuty},
            https::Scheme,
            outage,
            problem::{Problem, Spoken, no_booth},
            route::get,
            sse::{Kind, message},
        },
        till::{prints, shifts::answers::brief, stock::answers::packs_json},
    },
};
use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};

/// Entries after which a till is told everything anew: reading them would cost more.
const NEWS: i64 = 20_000;
/// The journal's head is told no more often than this.
const PAUSE: Duration = Duration::from_secs(2);
/// That a device is there is kept no more often than this, while it makes no sales.
const HEARD: i64 = 5 * MINUTE;
/// A sign of life while nothing happens.
const ALIVE: Duration = Duration::from_secs(5);

/// Routes of the till's data.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/till", get(till)).route("/api/v1/till/stream", get(stream))
}

#[derive(Deserialize)]
struct StateQuery {
    since: Option<i64>,
    /// The number that the device will give to its next sale; a device without goods would have no
    /// way to mend one that is none.
    next: Option<String>,
}

async fn till(
    AtBooth { caller, booth }: AtBooth,
    State(app): State<App>,
    scheme: Option<Extension<Scheme>>,
    Query(wanted): Query<StateQuery>,
) -> Result<Json<Value>, Problem> {
    let next = wanted.next.and_then(|next| next.parse().ok());
    let _turn = app.turns.till().await.spoken(caller.lang)?;
    if let Err(refusal) = hear(&app, &caller, next).await {
        tracing::warn!(?refusal, "a device's next number was not kept");
    }
    let till = load(&app, &caller, &booth.bytes(), wanted.since).await;
    let mut till = till.spoken(caller.lang)?;
    till["addresses"] = json!(addresses(&app, scheme).await);
    Ok(Json(till))
}

/// Keeps what a device says of its numbers, so that sales which it made and never sent are missed
/// though none came after them. Not in the book, and seldom while nothing changes.
async fn hear(app: &App, caller: &Caller, next: Option<i64>) -> Result<(), Refusal> {
    let (Some(device), Some(next)) = (&caller.device, numbers::possible(next)) else {
        return Ok(());
    };
    let (uid, now) = (device.uid.bytes(), app.shop.clock.now());
    let mut db = app.shop.read_to_sell().await?;
    let before = numbers::store::heard(&mut db, &uid).await?;
    drop(db);
    if before.is_some_and(|(known, at)| known == next && now.0 - at < HEARD) {
        return Ok(());
    }
    let kept = app
        .shop
        .desk
        .local(move |db| Box::pin(async move { numbers::store::hear(db, &uid, next, now).await }));
    match kept.await {
        // It is told again in a minute; a till must open meanwhile.
        Err(Refusal::CannotWrite(_)) => Ok(()),
        kept => kept,
    }
}

/// The journal's head, whenever it moved: by it a device knows that the laptop is there. The event
/// is named `news` when the booth's tills should ask what changed since the head they heard last;
/// another, `screen`, asks them to show again what a customer's screen has just come for; `print`,
/// to ask what became of their papers. A last one, `writing`, tells whether the laptop can write.
async fn stream(
    OnDuty { caller, booth }: OnDuty,
    State(app): State<App>,
    headers: HeaderMap,
    Query(wanted): Query<StateQuery>,
) -> Response {
    let head = *app.shop.desk.head().borrow();
    let mut known = wanted.since.map_or(head, |since| since.min(head));
    let heads = WatchStream::new(app.news.heads()).throttle(PAUSE);
    let events = heads.map(move |heads| {
        let news = booth.is_some_and(|booth| heads.news(booth, known));
        known = known.max(heads.pos);
        message(if news { "news" } else { "" }, "", &known.to_string()).into()
    });
    let events = events.merge(screens(&app, booth)).merge(prints::moves(&app, booth));
    let events = events.merge(outage::of_till(&app));
    let stands = |caller: &Caller| caller.on_duty().is_ok();
    app.streams.open(Kind::Till, (&caller, &headers), stands).answer(events, ALIVE)
}

/// The booth's goods, or those of them that changed, with the uids of all that did.
async fn goods(
    db: &mut sqlx::SqliteConnection,
    booth: i64,
    news: Option<i64>,
) -> sqlx::Result<(Vec<RangeItem>, Option<Vec<Vec<u8>>>)> {
    let Some(since) = news else { return Ok((range(db, booth).await?, None)) };
    let changed = changed(&mut *db, booth, since).await?;
    Ok((range_of(db, booth, &changed).await?, Some(changed)))
}

/// Which of the changed products cannot be sold here any more.
fn gone(changed: &[Vec<u8>], products: &[Value]) -> Vec<String> {
    let uids = changed.iter().map(|uid| hex_uid(uid));
    uids.filter(|uid| !products.iter().any(|it| it["uid"] == uid.as_str())).collect()
}

async fn load(
    app: &App,
    caller: &Caller,
    uid: &[u8],
    since: Option<i64>,
) -> Result<Value, Refusal> {
    let now = app.shop.clock.now();
    let mut db = app.shop.read_to_sell().await?;
    let began = Ms(now.0 - DAY);
    // The position is read before the prices: they hold at least from there.
    let pos = journal::store::last_pos(&mut db).await?;
    let booth = fairs::booth(&mut db, uid).await?.ok_or_else(no_booth)?;
    let news = since.filter(|since| (pos - NEWS..=pos).contains(since));
    let (range, changed) = goods(&mut db, booth.id, news).await?;
    let present = group_ids(&mut db, booth.id).await?;
    let promotions = promotions(&mut db, &booth, began).await?;
    let blocked = block::at_booth(&mut db, BoothId::of_bytes(uid), now).await?;
    let labels = labels(&mut db, &booth.fair_uid).await?;
    let shift = crate::sale::shift::read::store::open(&mut db, booth.id).await?;
    let people = staff::people(&mut db).await?;
    let receipts = address::load(&mut db).await?;
    let printer = printers::printer_of(&mut db, BoothId::of_bytes(uid)).await?;
    let drawer = printer.as_ref().is_some_and(|it| it.drawer.is_some());
    let next_seq = match &caller.device {
        Some(device) => staff::last_seq(&mut db, &device.uid.bytes()).await? + 1,
        None => 1,
    };
    let mine = people.iter().filter(|row| row.active == 1 && row.booth.as_deref() == Some(uid));
    let person = |row: &staff::PersonRow| {
        let id = hex_uid(&row.uid);
        json!({"id": id, "name": row.name, "role": row.role})
    };
    let products: Vec<Value> = range.iter().filter_map(|it| product(it, now)).collect();
    Ok(json!({
        "now_ms": now,
        "node": app.shop.desk.origin(),
        "pos": pos,
        // Stars end with their certificates at midnight, without an entry: a till of another
        // day asks for everything.
        "day": now.date(),
        "since": news,
        "gone": changed.map(|changed| gone(&changed, &products)),
        "fair": {"code": booth.fair_code, "name": booth.fair_name},
        "booth": {
            "id": hex_uid(&booth.uid), "code": booth.code, "name": booth.name,
            "seller": booth.seller, "bank": bank_of(&booth), "methods": booth.methods(),
            "rounding": booth.cash_rounding, "prints": printer.is_some(),
            "drawer": drawer,
            "limits": booth.limits(), "pictures": booth.pictures == 1,
        },
        "device": caller.device.as_ref().map(|device| {
            json!({"id": device.uid, "letter": device.letter, "next_seq": next_seq})
        }),
        "people": mine.map(person).collect::<Vec<_>>(),
        "person": caller.person.as_ref().map(|person| {
            json!({"id": person.uid, "name": person.name, "role": person.role})
        }),
        "labels": labels,
        // Where customers see a receipt; none until the organiser says where.
        "receipts": receipts.as_ref().map(PageAddress::as_str),
        "shift": shift.as_ref().map(|row| brief(row, caller.lang)),
        "groups": groups(&present, caller.lang),
        "promotions": promotions,
        // Lots that are not to be sold; told whole each time, there are few.
        "blocked": blocked,
        "products": products,
    }))
}

/// The promotions of this booth that hold or will, in the order that decides between equals.
async fn promotions(
    db: &mut sqlx::SqliteConnection,
    booth: &BoothRow,
    since: Ms,
) -> Result<Vec<Value>, Refusal> {
    let uid = BoothId::of_bytes(&booth.uid);
    let all = promotion::store::of_booths(db, &[uid.hex()], since).await?;
    let last = all.chunk_by(|one, next| one.1.uid == next.1.uid).filter_map(|all| all.last());
    let here = |it: &&(i64, Promotion)| it.1.booth.is_none_or(|only| only == uid);
    let told = |(_, it): &(i64, Promotion)| {
        json!({
            "uid": it.uid, "name": it.name, "products": it.products, "deal": it.deal,
            "starts_ms": it.starts, "ends_ms": it.ends,
        })
    };
    Ok(last.filter(here).map(told).collect())
}

/// The event `screen` whenever a customer's screen came to the booth.
fn screens(app: &App, booth: Option<BoothId>) -> impl Stream<Item = Bytes> + use<> {
    app.displays.arrivals(booth).map(|()| message("screen", "", "").into())
}

/// The booth's account; none that the check refuses, which an older book may still hold: the till
/// would draw a QR that no bank reads.
fn bank_of(booth: &BoothRow) -> Option<Value> {
    bank::check(&booth.bank_bin, &booth.account).ok()?;
    let bank = bank::by_bin(&booth.bank_bin)?;
    Some(json!({
        "bin": bank.bin, "account": booth.account,
        "name": booth.seller, "short_name": bank.short_name,
    }))
}

fn groups(present: &[i64], lang: Lang) -> Vec<Value> {
    present.iter().map(|id| json!({"id": id, "name": group_name(*id, lang)})).collect()
}

/// A product with a price; without one it cannot be sold yet, unless its amount is typed.
fn product(it: &RangeItem, now: Ms) -> Option<Value> {
    let certificates: Vec<_> = serde_json::from_str(&it.certificates).unwrap_or_default();
    let listed = it.star.and_then(|star| u8::try_from(star).ok());
    let free = it.free_amount == 1;
    let price = it.price.or(free.then_some(0))?;
    let mut said = json!({
        "uid": hex_uid(&it.uid), "name": it.name, "unit": it.unit, "price": price,
        "free_amount": free,
        "star": valid_star(listed, &certificates, now.date()), "group": it.ocop_group,
        "barcode": Some(&it.barcode).filter(|code| !code.is_empty()), "stock": it.stock,
        "sku": Some(&it.sku).filter(|code| !code.is_empty()),
    });
    if let Some(tile) = &it.tile {
        said["photo"] = json!(tile);
    }
    if !it.packs.is_empty() {
        said["packs"] = packs_json(&it.packs);
    }
    Some(said)
}
