//! Finding out who sent a request, by its token and its session's cookie; and of many at once,
//! whether they are still who they were.

use crate::{
    base::{
        clock::{MINUTE, Ms},
        id::{BoothId, DeviceId, GateId, PersonId},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    db::several::Several,
    journal::{self, clock_check::behind},
    node,
    staff::{
        Role, access,
        store::{self, DeviceRow, PersonRow},
    },
    web::http::{
        app::App,
        guard::{COOKIE, Caller, Device, Person, bearer, cookie},
        notices,
        session_buffer::Meanwhile,
    },
};
use axum::http::HeaderMap;
use sqlx::SqliteConnection;
use std::collections::{HashMap, HashSet};

/// What a request proves itself with, as the local tables know it: digests of its device's token
/// and of its session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Credentials {
    /// The device's token.
    pub token: Option<Vec<u8>>,
    /// The session's cookie.
    pub session: Option<Vec<u8>>,
}

impl Credentials {
    /// Those of these headers.
    pub fn of(headers: &HeaderMap) -> Credentials {
        Credentials {
            token: bearer(headers).map(access::digest),
            session: cookie(headers, COOKIE).map(|sid| access::digest(&sid)),
        }
    }
}

/// A session as it stands: its row, its person's, and the device it was opened on.
type Standing = (access::store::Session, Option<PersonRow>, Option<Device>);

/// Who sent these headers. A session that was not used for a minute is noted as used.
pub async fn identify(headers: &HeaderMap, app: &App, lang: Lang) -> Result<Caller, Refusal> {
    let mut who = Credentials::of(headers);
    let (mut caller, seen) = look(app, &who).await?;
    (caller.lang, caller.stop) = (lang, app.shop.desk.stop());
    let now = app.shop.clock.now();
    if let (Some(seen), Some(digest)) = (seen, who.session.take())
        && now.0 - seen > MINUTE
        && let Some(_turn) = app.turns.note()
    {
        let used = digest.clone();
        let work = app.shop.desk.local(move |db| {
            Box::pin(async move { access::store::touch_session(db, &used, now).await })
        });
        match work.await {
            Err(Refusal::CannotWrite(_)) => app.meanwhile.touch(&digest, now),
            Err(refusal) => tracing::warn!(?refusal, "a session was not noted as used"),
            Ok(()) => {}
        }
    }
    Ok(caller)
}

/// Whose credentials these are, and when the session was last used.
async fn look(app: &App, who: &Credentials) -> Result<(Caller, Option<i64>), Refusal> {
    if *who == Credentials::default() {
        return Ok((Caller::default(), None));
    }
    let now = app.shop.clock.now();
    // However many strangers come, the devices' readers are theirs.
    let lane = app.known.lane(&app.shop, who).await?;
    let mut db = app.shop.readers().take(lane).await?;
    let mut several = Several::default();
    let of_token = who
        .token
        .as_ref()
        .map(|token| several.ask::<DeviceRow>(access::store::ask_device_of_token(token)));
    let of_session = who.session.as_ref().map(|digest| {
        let session = several.ask::<access::store::Session>(access::store::ask_session(digest));
        let person = several.ask::<PersonRow>(access::store::ask_person_of_session(digest));
        let on = several.ask::<DeviceRow>(access::store::ask_device_of_session(digest));
        (digest, session, person, on)
    });
    let mut rows = several.fetch(&mut db).await?;
    let mut device = None;
    if let Some((token, slot)) = who.token.as_ref().zip(of_token) {
        let held = paired(rows.take(slot)?.pop());
        app.known.note(token, held.is_some());
        device = Some(held.ok_or_else(stale)?);
    }
    let standing = match of_session {
        Some((digest, session, person, on)) => {
            let stored = rows.take(session)?.pop();
            match app.meanwhile.session(digest, stored.clone()) {
                // One that was opened while nothing could be written is in memory alone.
                Some(session) if stored.as_ref().is_none_or(|it| it.0 != session.0) => {
                    Some(standing_of(&mut db, session).await?)
                }
                Some(session) => {
                    Some((session, rows.take(person)?.pop(), paired(rows.take(on)?.pop())))
                }
                None => None,
            }
        }
        None => None,
    };
    let Some((session, row, on)) = standing.filter(|(session, ..)| live(session, now)) else {
        return Ok((Caller { device, ..Caller::default() }, None));
    };
    let seen = session.3;
    let mut caller = caller_of(device, Some((session, row, on)));
    if caller.overseer().is_ok() {
        caller.behind = behind(now, journal::store::newest(&mut db).await?);
        caller.low = *app.space.borrow();
        let standing = node::store::standing(&mut db, app.shop.desk.origin()).await?;
        caller.collects = standing.collects;
        caller.notices = notices::load(app, &mut db, &standing).await?;
    }
    Ok((caller, Some(seen)))
}

/// The person and the device of a session that the book does not hold.
async fn standing_of(
    db: &mut SqliteConnection,
    session: access::store::Session,
) -> sqlx::Result<Standing> {
    let row = store::person(&mut *db, &session.0).await?;
    let on = match &session.1 {
        Some(on) => paired(store::device(db, on).await?),
        None => None,
    };
    Ok((session, row, on))
}

/// The same of many at once, in a few statements however many they are; whoever is not in the
/// answer holds a token that holds no longer.
pub async fn callers(
    db: &mut SqliteConnection,
    asked: &HashSet<Credentials>,
    (now, meanwhile): (Ms, &Meanwhile),
) -> sqlx::Result<HashMap<Credentials, Caller>> {
    let digests = |pick: fn(&Credentials) -> &Option<Vec<u8>>| -> Vec<String> {
        asked.iter().filter_map(|who| pick(who).as_ref().map(hex::encode)).collect()
    };
    let tokens = access::store::devices_of(db, &digests(|who| &who.token)).await?;
    let sessions = access::store::sessions(db, &digests(|who| &who.session)).await?;
    let people = store::people(db).await?;
    let devices = store::devices_in_use(db).await?;
    let tokens: HashMap<_, _> = tokens.into_iter().collect();
    let sessions: HashMap<_, _> = sessions.into_iter().collect();
    let people: HashMap<_, _> = people.into_iter().map(|row| (row.uid.clone(), row)).collect();
    let devices: HashMap<_, _> = devices.into_iter().map(|row| (row.uid.clone(), row)).collect();
    let device = |uid: &Vec<u8>| paired(devices.get(uid).cloned());
    let standing = |digest: &Vec<u8>| -> Option<Standing> {
        let session = meanwhile.session(digest, sessions.get(digest).cloned());
        let session = session.filter(|session| live(session, now))?;
        let (row, on) = (people.get(&session.0).cloned(), session.1.as_ref().and_then(device));
        Some((session, row, on))
    };
    let mut found = HashMap::with_capacity(asked.len());
    for who in asked {
        let known = who.token.as_ref().map(|token| tokens.get(token).and_then(device));
        if matches!(known, Some(None)) {
            continue;
        }
        let caller = caller_of(known.flatten(), who.session.as_ref().and_then(standing));
        found.insert(who.clone(), caller);
    }
    Ok(found)
}

/// The device of the token, if there is one, and the person of the session, if he or she may be
/// there; else the device that the session was opened on.
fn caller_of(device: Option<Device>, session: Option<Standing>) -> Caller {
    let mut caller = Caller { device, ..Caller::default() };
    let Some(((_, on, ..), row, opened_on)) = session else { return caller };
    let here = caller.device.clone().or(opened_on);
    let home = |person: &Person| at_home(person, here.as_ref(), on.as_deref());
    caller.person = row.filter(|row| row.active == 1).and_then(person_of).filter(home);
    // A session alone makes nobody a device.
    if caller.person.is_some() {
        caller.device = here;
    }
    caller
}

/// A session stays where it was opened: one of a booth's device holds on that device alone, while
/// it is paired, and people with a PIN belong to its booth.
fn at_home(person: &Person, device: Option<&Device>, on: Option<&[u8]>) -> bool {
    let Some(device) = device else { return on.is_none() };
    let same = on.is_none_or(|on| on == device.uid.bytes());
    let own = !matches!(person.role, Role::Seller | Role::Manager) || person.booth == device.booth;
    same && own
}

fn live((_, _, opened, seen): &access::store::Session, now: Ms) -> bool {
    now.0 - seen < access::IDLE && now.0 - opened < access::SESSION
}

fn stale() -> Refusal {
    Refusal::SignIn(Say::new(
        "Thiết bị này chưa được ghép hoặc đã bị thu hồi",
        "This device is not paired, or was revoked",
    ))
}

/// The device of a row, unless it was revoked.
fn paired(row: Option<DeviceRow>) -> Option<Device> {
    row.filter(|row| row.revoked == 0).map(|row| Device {
        uid: DeviceId::of_bytes(&row.uid),
        letter: row.letter,
        booth: row.booth.map(|booth| BoothId::of_bytes(&booth)),
        gate: row.gate.map(|gate| GateId::of_bytes(&gate)),
    })
}

fn person_of(row: PersonRow) -> Option<Person> {
    Some(Person {
        uid: PersonId::of_bytes(&row.uid),
        name: row.name,
        role: row.role.parse().ok()?,
        booth: row.booth.map(|booth| BoothId::of_bytes(&booth)),
    })
}
