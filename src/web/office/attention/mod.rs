//! What somebody should see to, as a list on the pages of a fair and of a booth: each line leads to
//! where it is mended, and can be put off for a while with a reason.

mod later;
mod words;

use crate::{
    base::{
        clock::Ms,
        id::{FairId, hex_uid},
        lang::{Lang, plural},
    },
    fair::store::{BoothRow, FairRow, fair},
    live::attention::{Attention, Matter, OfBooth, attention, store::PutOff},
    print::spool::Stuck,
    web::{
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::{booths::form::Place, fairs::settings::find},
        ui::{
            answer::{Shown, part, shown},
            place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
};
use maud::{Markup, html};
use serde::Deserialize;
use std::borrow::Cow;

/// Routes of the lists: of a fair, of a booth, of one's own booth.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/attention", get(lines).merge(post(later::of_fair)))
        .route("/fairs/{code}/attention/all", post(later::again_of_fair))
        .route("/fairs/{code}/booths/{booth}/attention", get(lines_of).merge(post(later::of_booth)))
        .route("/fairs/{code}/booths/{booth}/attention/all", post(later::again_of_booth))
        .route("/booth/attention", get(lines_of).merge(post(later::of_booth)))
        .route("/booth/attention/all", post(later::again_of_booth))
}

/// A list: of a whole fair or of a booth, as somebody sees it.
pub struct Seen<'a> {
    caller: &'a Caller,
    fair: Cow<'a, FairRow>,
    booth: Option<&'a BoothRow>,
    /// What its addresses begin with.
    base: String,
    /// Whether the caller may put lines off.
    changes: bool,
    it: Attention,
    /// Printers from which papers have not come out; none where they stand elsewhere on the page.
    papers: Option<Vec<Stuck>>,
}

impl<'a> Seen<'a> {
    /// What is to be seen to at a fair, but for its printers.
    pub async fn fair(
        app: &App,
        caller: &'a Caller,
        fair: &'a FairRow,
    ) -> Result<Seen<'a>, Problem> {
        let (base, changes) = (format!("/fairs/{}", part(&fair.code)), caller.organiser().is_ok());
        let it = look(app, caller, fair, None).await?;
        let fair = Cow::Borrowed(fair);
        Ok(Seen { caller, fair, booth: None, base, changes, it, papers: None })
    }

    /// The same with the fair's printers.
    pub fn and_printers(mut self, app: &App) -> Seen<'a> {
        let uid = FairId::of_bytes(&self.fair.uid);
        let stuck = app.spool.stuck().borrow().clone();
        self.papers = Some(stuck.iter().filter(|it| it.fairs.contains(&uid)).cloned().collect());
        self
    }

    /// What is to be seen to at a booth, the printer that has its papers too.
    pub async fn booth(app: &App, at: &'a Place) -> Result<Seen<'a>, Problem> {
        let (caller, booth) = (&at.caller, &at.booth);
        let mut db = app.shop.read_to_follow().await.spoken(caller.lang)?;
        let fair = fair(&mut db, &booth.fair_uid).await.spoken(caller.lang)?;
        drop(db);
        let fair = Cow::Owned(fair.ok_or_else(|| caller.refuse())?);
        let stuck = app.spool.stuck().borrow().clone();
        let papers = stuck.iter().filter(|it| it.booths.contains(&at.uid())).cloned().collect();
        let it = look(app, caller, &fair, Some(booth)).await?;
        let (base, changes) = (at.base.clone(), at.changes());
        Ok(Seen { caller, fair, booth: Some(booth), base, changes, it, papers: Some(papers) })
    }

    fn of(&self) -> OfBooth<'_> {
        of(self.booth)
    }

    fn lang(&self) -> Lang {
        self.caller.lang
    }

    /// The address of a line's page, for whoever may open it.
    fn address(&self, matter: &Matter) -> Option<String> {
        let oversees = self.caller.overseer().is_ok();
        let fair = format!("/fairs/{}", part(&self.fair.code));
        let booth = |code: &str| match oversees {
            true => format!("{fair}/booths/{}", part(code)),
            false => "/booth".to_owned(),
        };
        match matter {
            Matter::Silent { booth: code, .. } => Some(format!("{}/shifts", booth(code))),
            Matter::Unsent(it) => Some(format!("{}/numbers", booth(&it.booth))),
            Matter::Uncertain(it) | Matter::Missing(it) => {
                let of = oversees.then(|| format!("fair={}&", part(&self.fair.code)));
                Some(format!("/transfers?{}state={}", of.unwrap_or_default(), it.state))
            }
            Matter::Shift(it) => Some(format!("/shifts/{}", hex_uid(&it.uid))),
            Matter::Recalled(it) if oversees => Some(place::lot(it.product, &it.lot)),
            Matter::Recalled(_) => Some("/booth/stock".to_owned()),
            Matter::Overpaid(it) => Some(format!("/sales/{}", hex_uid(&it.sale))),
            Matter::Differs(_) => Some("/differences".to_owned()),
            Matter::Recount(_) if oversees => Some(format!("{fair}/stock")),
            Matter::Recount(_) => Some("/booth/stock".to_owned()),
            Matter::Certificates { .. } => oversees.then(|| "/reports/products".to_owned()),
            Matter::Flagged(_) => {
                let booth = self.booth.map(|it| format!("?booth={}", part(&it.code)));
                Some(format!("{fair}/sales{}", booth.unwrap_or_default()))
            }
        }
    }
}

fn of(booth: Option<&BoothRow>) -> OfBooth<'_> {
    booth.map(|it| (it.id, it.code.as_str()))
}

async fn look(
    app: &App,
    caller: &Caller,
    fair: &FairRow,
    booth: Option<&BoothRow>,
) -> Result<Attention, Problem> {
    let mut db = app.shop.read_to_follow().await.spoken(caller.lang)?;
    attention(&mut db, fair, of(booth), app.shop.clock.now()).await.spoken(caller.lang)
}

/// The lines of a fair alone, as a page asks for them again while it is open.
async fn lines(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Shown {
    let fair = find(&app, &caller, &code).await?;
    let seen = Seen::fair(&app, &caller, &fair).await?;
    let seen = if asked.printers { seen.and_printers(&app) } else { seen };
    shown(seen.drawn())
}

/// Whether the page that asks shows the printers among its lines.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    printers: bool,
}

/// The lines of a booth alone.
async fn lines_of(at: Place, State(app): State<App>) -> Shown {
    shown(Seen::booth(&app, &at).await?.drawn())
}

impl Seen<'_> {
    /// The list in its place, asked for again by the page (`static/js/lib/attention.js`).
    pub fn list(&self) -> Markup {
        let with = self.papers.is_some() && self.booth.is_none();
        let to = format!("{}/attention{}", self.base, if with { "?printers=true" } else { "" });
        html! { div data-attention=(to) { (self.drawn()) } }
    }

    /// The same as a card of its own, whose printers stand among its lines.
    pub fn card(&self) -> Markup {
        html! {
            section class="card" {
                h2 { (self.lang().say("Cần xem", "To look at")) }
                (self.list())
            }
        }
    }

    fn drawn(&self) -> Markup {
        let (lang, it) = (self.lang(), &self.it);
        let papers = self.papers.as_deref().unwrap_or_default();
        let to = if self.caller.organiser().is_ok() { "/printers" } else { "/help/printers" };
        html! {
            ul class="facts attention" {
                @for it in papers { (printer(it, to, lang)) }
                @for matter in &it.matters { (self.line(matter)) }
                @if it.matters.is_empty() && papers.is_empty() {
                    li { span { (lang.say("Không có việc gì cần xem.", "Nothing to look at.")) } }
                }
                @if !it.off.is_empty() { (self.put_aside()) }
            }
        }
    }

    fn line(&self, matter: &Matter) -> Markup {
        let (class, tag) = words::tag(matter, self.lang());
        let (what, more) = words::words(matter, self.lang());
        html! {
            li {
                span class={ "tag " (class) } { (tag) }
                span {
                    (self.linked(matter, &what))
                    br;
                    span class="hint" { (more) }
                }
                @if self.changes { (self.later(matter, &what)) }
            }
        }
    }

    fn linked(&self, matter: &Matter, what: &str) -> Markup {
        html! {
            @match self.address(matter) {
                Some(to) => a href=(to) { (what) },
                None => (what),
            }
        }
    }

    /// The form that puts a line off.
    fn later(&self, matter: &Matter, what: &str) -> Markup {
        let lang = self.lang();
        html! {
            details class="edit" {
                summary class="button quiet" {
                    (lang.say("Để sau…", "Later…")) span class="hidden-words" { " " (what) }
                }
                form class="form-inline" method="post" action={ (self.base) "/attention" } {
                    input type="hidden" name="matter" value=(matter.key(self.of()));
                    label { (lang.say("Vì sao?", "Why?"))
                        input class="field" name="reason" maxlength="80" required;
                    }
                    @for hours in later::HOURS {
                        button name="hours" value=(hours) {
                            (hours) " " (lang.say("giờ", plural(hours, "hour", "hours")))
                        }
                    }
                }
            }
        }
    }

    /// What was put off: who did, why and until when stands under its number.
    fn put_aside(&self) -> Markup {
        let (lang, off) = (self.lang(), &self.it.off);
        let count = match lang {
            Lang::Vi => format!("{} việc để sau", off.len()),
            Lang::En => format!("{} put off", off.len()),
        };
        let until = |off: &PutOff| {
            let until = lang.say("đến", "until");
            format!("{} · {} · {until} {}", off.reason, off.actor, Ms(off.until_ms).text())
        };
        html! {
            li {
                details {
                    summary { (count) }
                    @for (matter, off) in off {
                        p {
                            (self.linked(matter, &words::words(matter, lang).0))
                            br;
                            span class="hint" { (until(off)) }
                        }
                    }
                }
                @if self.changes {
                    form method="post" action={ (self.base) "/attention/all" } {
                        button class="quiet" name="all" value="1" {
                            (lang.say("Xem lại ngay", "Look again now"))
                        }
                    }
                }
            }
        }
    }
}

/// A printer from which papers have not come out, why, and where to see to it.
pub fn printer(it: &Stuck, to: &str, lang: Lang) -> Markup {
    html! {
        li {
            span class="tag stop" { (lang.say("Máy in", "Printer")) }
            a href=(to) { (it.name) ": " (it.trouble.label(lang)) " · " (it.papers(lang)) }
        }
    }
}
