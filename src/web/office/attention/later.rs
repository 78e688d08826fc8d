//! Putting a line off for a while, with a reason, and looking at all of them again.

use super::Seen;
use crate::{
    base::{
        clock::{HOUR, Ms},
        lang::Say,
    },
    live::attention::store,
    web::{
        http::{
            app::App,
            guard::Organiser,
            problem::{Problem, Spoken},
        },
        office::{booths::form::InCharge, fairs::settings::find},
        ui::{
            answer::{Shown, part, saved},
            form::Form,
        },
    },
};
use axum::extract::{Path, State};

/// For how long a line may be put off, in hours.
pub const HOURS: [i64; 3] = [1, 3, 12];

/// A line of a fair's list.
pub async fn of_fair(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    form: Form,
) -> Shown {
    let fair = find(&app, &caller, &code).await?;
    let seen = Seen::fair(&app, &caller, &fair).await?;
    put_off(&app, &seen, form).await?;
    saved(&format!("/board/{}", part(&code)))
}

/// A line of a booth's list.
pub async fn of_booth(InCharge(at): InCharge, State(app): State<App>, form: Form) -> Shown {
    let seen = Seen::booth(&app, &at).await?;
    put_off(&app, &seen, form).await?;
    saved(&at.goods())
}

/// Only what stands in the list is put off: a manager's word is about his own booth, and what was
/// mended meanwhile needs no word.
async fn put_off(app: &App, seen: &Seen<'_>, mut form: Form) -> Result<(), Problem> {
    let lang = seen.lang();
    if let Some(off) = read(&mut form, seen, app.shop.clock.now()) {
        let kept =
            app.shop.desk.local(move |db| Box::pin(async move { store::keep_off(db, &off).await }));
        kept.await.spoken(lang)?;
    }
    match form.first_error() {
        Some(say) => Err(Problem(say.clone().into(), lang)),
        None => Ok(()),
    }
}

fn read(form: &mut Form, seen: &Seen, now: Ms) -> Option<store::Off> {
    let (matter, reason) = (form.required("matter", 80), form.required("reason", 80));
    let hours = form.count("hours").filter(|hours| HOURS.contains(hours));
    if hours.is_none() {
        form.wrong("hours", Say::new("Hãy chọn lại", "Please choose again"));
    }
    let (fair, actor) = (seen.fair.uid.clone(), seen.caller.actor());
    let off = store::Off { fair, matter, until: Ms(now.0 + hours? * HOUR), reason, actor, at: now };
    let stands = seen.it.matters.iter().any(|it| it.key(seen.of()) == off.matter);
    (form.ok() && stands).then_some(off)
}

/// All lines of a fair's list again.
pub async fn again_of_fair(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let fair = find(&app, &caller, &code).await?;
    look_again(&app, &Seen::fair(&app, &caller, &fair).await?).await?;
    saved(&format!("/board/{}", part(&code)))
}

/// All lines of a booth's list again.
pub async fn again_of_booth(InCharge(at): InCharge, State(app): State<App>) -> Shown {
    look_again(&app, &Seen::booth(&app, &at).await?).await?;
    saved(&at.goods())
}

/// Everything of this list that was put off is looked at again.
async fn look_again(app: &App, seen: &Seen<'_>) -> Result<(), Problem> {
    let fair = seen.fair.uid.clone();
    let keys: Vec<String> = seen.it.off.iter().map(|(_, off)| off.matter.clone()).collect();
    let again = app.shop.desk.local(move |db| {
        Box::pin(async move {
            for key in keys {
                store::look_again(db, &fair, &key).await?;
            }
            Ok(())
        })
    });
    again.await.spoken(seen.lang())
}
