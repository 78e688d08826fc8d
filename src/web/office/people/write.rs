//! Writing people and their secrets.

use crate::{
    base::refusal::Refusal,
    desk::command::Command,
    staff::{Change, Person, access, store},
    web::{
        device::sign_in,
        http::{app::App, guard::Caller},
        ui::answer::{change, create, saved_already},
    },
};

/// Writes somebody new, under the id that the form minted. Someone who is here already is changed
/// elsewhere, by those who stand above him or her; the same form sent twice is done once.
pub async fn make_new(
    app: &App,
    caller: &Caller,
    person: Person,
    secret: String,
) -> Result<(), Refusal> {
    let known = store::person(&mut *app.shop.read().await?, &person.uid.bytes()).await?;
    if let Some(row) = known {
        let same = row.name == person.name
            && row.role() == Some(person.role)
            && row.booth == person.booth.map(|booth| booth.bytes());
        return if same { Ok(()) } else { Err(saved_already()) };
    }
    let (uid, kept) = (person.uid, person.clone());
    create(app, caller, uid.0, Command::Staff(Change::Person(person))).await?;
    keep_secret(app, &kept, secret).await
}

/// Writes a person as he or she now stands and, when given, a new PIN or password.
pub async fn write(
    app: &App,
    caller: &Caller,
    person: Person,
    secret: String,
) -> Result<(), Refusal> {
    let kept = person.clone();
    let known = store::person(&mut *app.shop.read().await?, &person.uid.bytes()).await?;
    // Whoever came down from a hub is changed there, and gets a PIN here.
    if !known.is_some_and(|row| row.is(&person)) {
        change(app, caller, Command::Staff(Change::Person(person))).await?;
    }
    keep_secret(app, &kept, secret).await
}

/// A reset forgives wrong tries and ends the sessions that the old secret opened; so does leaving.
async fn keep_secret(app: &App, person: &Person, secret: String) -> Result<(), Refusal> {
    if secret.is_empty() && person.active {
        return Ok(());
    }
    let uid = person.uid.bytes();
    let kind = access::Kind::of(person.role);
    let hash = match secret.is_empty() {
        true => None,
        false => Some(sign_in::hash(app, kind, secret).await?),
    };
    app.checks.tries.forgive(&uid);
    let work = app.shop.desk.revoke(move |db| {
        Box::pin(async move {
            if let Some(hash) = hash {
                access::store::set_secret(db, &uid, kind.as_str(), &hash).await?;
            }
            access::store::drop_sessions_of(db, &uid).await
        })
    });
    work.await
}
