//! People: who works here, what they may do, and their PINs and passwords.

use crate::{
    base::{
        id::{BoothId, PersonId, hex_uid},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    fair::store as fairs,
    staff::{
        Person, Role,
        access::{self, strength},
        store::{self, PersonRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Guard, Person as Actor, Refused, SignedIn},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, saved, shown},
            form::{Ask, Form, Kind, submit},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{FromRequestParts, Path, State},
    http::{Uri, request::Parts},
};
use maud::{Markup, html};
use uuid::Uuid;

mod list;
mod write;

pub use write::make_new;
use write::write;

/// Routes of people: everyone's for organisers, a booth's own for its manager.
pub fn router() -> Router<App> {
    Router::new()
        .merge(list::router())
        .route("/people/new", get(fresh).merge(post(make)))
        .route("/people/{uid}", get(edit).merge(post(save)))
        .route("/booth/people/new", get(fresh).merge(post(make)))
        .route("/booth/people/{uid}", get(edit).merge(post(save)))
}

/// Someone who may see to the people that an address means: an organiser to everyone, a manager to
/// those of the own booth.
struct Employer {
    caller: Caller,
    actor: Actor,
    base: &'static str,
    booth: Option<BoothId>,
}

impl Guard for Employer {}

impl FromRequestParts<App> for Employer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Employer, Refused> {
        let SignedIn { caller, person: actor } = SignedIn::from_request_parts(parts, app).await?;
        if parts.uri.path().starts_with("/people") {
            caller.organiser()?;
            return Ok(Employer { caller, actor, base: "/people", booth: None });
        }
        let booth = actor.booth.ok_or_else(|| caller.refuse())?;
        caller.manages(booth)?;
        Ok(Employer { caller, actor, base: "/booth/people", booth: Some(booth) })
    }
}

impl Employer {
    fn holds(&self, row: &PersonRow) -> bool {
        let booth = row.booth.as_deref().map(BoothId::of_bytes);
        self.booth.is_none() || self.booth == booth
    }

    /// Whether this person may be changed: who stands below, and oneself.
    fn may_change(&self, row: &PersonRow) -> bool {
        let below = row.role().is_some_and(|role| self.actor.role.stands_above(role));
        below || self.actor.uid == PersonId::of_bytes(&row.uid)
    }
}

async fn fresh(by: Employer, State(app): State<App>, uri: Uri) -> Shown {
    let uid = app.shop.chance.uid(app.shop.clock.now());
    let form = Form::of([
        ("uid", uid.to_string()),
        ("role", Role::Seller.as_str().into()),
        ("active", "1".into()),
    ]);
    shown(draw(&app, &by, uri.path(), &form).await?)
}

/// The roles that a person may give: those he or she stands above.
fn roles(actor: &Actor, lang: Lang) -> Vec<(String, String)> {
    let below = |role: &&Role| actor.role.stands_above(**role);
    let named = |role: &Role| (role.as_str().to_owned(), role.label(lang).to_owned());
    Role::ALL.iter().filter(below).map(named).collect()
}

/// Booths in use of fairs that are not over yet, newest first: (uid, `A03 · name (fair)`).
async fn booths(app: &App) -> Result<Vec<(String, String)>, Refusal> {
    let today = app.shop.clock.now().date().to_string();
    let mut db = app.shop.read().await?;
    let mut options = vec![(String::new(), "—".to_owned())];
    for fair in fairs::fairs(&mut db).await? {
        if !fair.in_use(&today) {
            continue;
        }
        for booth in fairs::booths_in_use(&mut db, fair.id).await? {
            let words = format!("{} · {} ({})", booth.code, booth.name, fair.name);
            options.push((hex_uid(&booth.uid), words));
        }
    }
    Ok(options)
}

async fn draw(app: &App, by: &Employer, path: &str, form: &Form) -> Result<Markup, Problem> {
    let (lang, ask) = (by.caller.lang, Ask(form, by.caller.lang));
    let mut places = booths(app).await.spoken(lang)?;
    let kept = form.get("booth");
    if !kept.is_empty() && places.iter().all(|(uid, _)| uid != kept) {
        places.push((kept.to_owned(), lang.say("Gian cũ", "An earlier booth").to_owned()));
    }
    let title = match path.ends_with("/new") {
        true => lang.say("Thêm người", "New person"),
        false => lang.say("Sửa", "Edit"),
    };
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            form class="form" method="post" action=(path) {
                (ask.head())
                (ask.hidden("uid"))
                (ask.field("name", lang.say("Tên (in trên phiếu)", "Name (as printed)"),
                    Kind::Text, ""))
                @if by.booth.is_none() {
                    (ask.select("role", lang.say("Vai trò", "Role"), &roles(&by.actor, lang)))
                    (ask.select("booth", lang.say("Gian hàng (người bán, chủ gian)",
                        "Booth (sellers, managers)"), &places))
                    (ask.field("login", lang.say("Tên đăng nhập", "Sign-in name"), Kind::Text,
                        lang.say("Chỉ cho người dùng mật khẩu", "Only for those with a password")))
                }
                @if form.get("uid") == by.actor.uid.to_string() {
                    p { a href="/account" {
                        (lang.say("Đổi mã PIN hoặc mật khẩu của bạn",
                            "Change your own PIN or password"))
                    } }
                } @else {
                    (ask.field("secret",
                        lang.say("Mã PIN hoặc mật khẩu mới", "New PIN or password"),
                        Kind::Password, &secret_hint(by.booth.is_some(), lang)))
                }
                (ask.tick("active", lang.say("Đang làm việc", "Works here")))
                (submit(lang.say("Lưu", "Save")))
            }
        }
    };
    Ok(page::page(&by.caller, path, title, body))
}

/// What a new secret must be, before anyone is refused for it.
fn secret_hint(pins_only: bool, lang: Lang) -> String {
    let rules = |kind| strength::rules(kind).in_lang(lang).to_owned();
    let pin = format!("PIN: {}.", rules(access::Kind::Pin));
    let empty = lang.say("Để trống: giữ như cũ.", "Empty: as it is.");
    if pins_only {
        return format!("{pin} {empty}");
    }
    let password = lang.say("Mật khẩu (ban tổ chức): ", "Password (organisers): ");
    format!("{pin} {password}{}. {empty}", rules(access::Kind::Password))
}

async fn make(by: Employer, State(app): State<App>, uri: Uri, mut form: Form) -> Shown {
    match keep(&app, &by, None, &mut form).await {
        Some(()) => saved(by.base),
        None => again(&form, draw(&app, &by, uri.path(), &form).await?),
    }
}

/// Someone whom the caller may change: in scope, and below in standing, or oneself.
async fn target(app: &App, by: &Employer, uid: Uuid) -> Result<PersonRow, Problem> {
    let lang = by.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let row = store::person(&mut db, uid.as_bytes()).await.spoken(lang)?;
    let none = || Refusal::NotFound(Say::new("Không có người này", "No such person"));
    let row = row.ok_or_else(none).spoken(lang)?;
    if by.holds(&row) && by.may_change(&row) { Ok(row) } else { Err(by.caller.refuse()) }
}

async fn edit(by: Employer, State(app): State<App>, uri: Uri, Path(uid): Path<Uuid>) -> Shown {
    let row = target(&app, &by, uid).await?;
    let form = Form::of([
        ("uid", uid.to_string()),
        ("name", row.name),
        ("role", row.role),
        ("booth", row.booth.as_deref().map(hex_uid).unwrap_or_default()),
        ("login", row.login),
        ("active", row.active.to_string()),
    ]);
    shown(draw(&app, &by, uri.path(), &form).await?)
}

async fn save(
    by: Employer,
    State(app): State<App>,
    uri: Uri,
    Path(uid): Path<Uuid>,
    mut form: Form,
) -> Shown {
    let row = target(&app, &by, uid).await?;
    form.replace("uid", uid.to_string());
    if by.actor.uid == PersonId::of_bytes(&row.uid) {
        // Nobody raises, moves or locks out oneself.
        form.replace("role", row.role.clone());
        form.replace("booth", row.booth.as_deref().map(hex_uid).unwrap_or_default());
        form.replace("active", "1");
        // One's own secret is changed where the old one is asked.
        form.replace("secret", "");
    }
    match keep(&app, &by, row.role(), &mut form).await {
        Some(()) => saved(by.base),
        None => again(&form, draw(&app, &by, uri.path(), &form).await?),
    }
}

async fn keep(app: &App, by: &Employer, stood: Option<Role>, form: &mut Form) -> Option<()> {
    let person = parse(form, by)?;
    let secret = form.get("secret").to_owned();
    // A PIN must not become a password by a change of role.
    let same = stood.is_none_or(|stood| stood.uses_pin() == person.role.uses_pin());
    let fits = match secret.is_empty() && same {
        true => Ok(()),
        false => {
            strength::check(access::Kind::of(person.role), &secret, &[&person.name, &person.login])
        }
    };
    if let Err(say) = fits {
        form.wrong("secret", say);
        return None;
    }
    let written = match stood {
        None => make_new(app, &by.caller, person, secret).await,
        Some(_) => write(app, &by.caller, person, secret).await,
    };
    if let Err(refusal) = written {
        form.refuse("login", &refusal);
        return None;
    }
    Some(())
}

fn parse(form: &mut Form, by: &Employer) -> Option<Person> {
    let actor = &by.actor;
    let uid: PersonId = form.uid("uid")?;
    let own = uid == actor.uid;
    let role = match (by.booth, own) {
        (_, true) => actor.role,
        (Some(_), _) => Role::Seller,
        (None, _) => form.word("role")?,
    };
    if !own && !actor.role.stands_above(role) {
        form.wrong(
            "role",
            Say::new("Bạn không giao được vai trò này", "You may not give this role"),
        );
    }
    let at_booth = matches!(role, Role::Seller | Role::Manager);
    let booth = by.booth.or(form.uid("booth")).filter(|_| at_booth);
    if at_booth && booth.is_none() {
        form.wrong("booth", Say::new("Hãy chọn gian hàng", "Choose a booth"));
    }
    let login = if role.uses_pin() { String::new() } else { form.required("login", 80) };
    let person = Person {
        uid,
        name: form.required("name", 80),
        login,
        role,
        booth,
        active: form.get("active") == "1",
    };
    form.ok().then_some(person)
}
