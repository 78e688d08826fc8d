//! Promotions: an organiser's for the whole fair or one booth, a manager's for the own booth.

use crate::{
    base::{
        clock::Ms,
        id::{BoothId, FairId, ProductId, PromotionId, hex_uid},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    desk::command::Command,
    fair::{
        Change, Promotion,
        promotion::store::{is_known, of_fair},
        range::store::range,
        shelf::store::offered,
        store::{BoothRow, FairRow, booths, fair_by_code},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Guard, Refused, SignedIn},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::{booths::form::Place, fairs::settings::find},
        ui::{
            answer::{Shown, again, change, part, saved, shown, to},
            form::{Form, asked},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{FromRequestParts, Path, State},
    http::request::Parts,
};
use maud::{Markup, html};
use std::collections::HashMap;

mod form;
mod preview;

/// Routes of promotions.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/promotions", get(list))
        .route("/fairs/{code}/promotions/new", get(fresh).merge(post(make)))
        .route("/fairs/{code}/promotions/{uid}", get(edit).merge(post(keep)))
        .route("/fairs/{code}/promotions/{uid}/end", post(end))
        .route("/booth/promotions", get(list))
        .route("/booth/promotions/new", get(fresh).merge(post(make)))
        .route("/booth/promotions/{uid}", get(edit).merge(post(keep)))
        .route("/booth/promotions/{uid}/end", post(end))
}

/// Products among which a promotion chooses.
const GOODS: i64 = 300;

/// The parts of an address, by name.
type Named = Path<HashMap<String, String>>;

/// Whose promotions an address means: a whole fair's, or those at the manager's own booth.
struct Scope {
    caller: Caller,
    /// `/fairs/CODE` or `/booth`.
    base: String,
    fair: FairRow,
    fair_uid: FairId,
    title: String,
    booth: Option<BoothRow>,
    booths: Vec<BoothRow>,
    /// Uid and name of what may be promoted.
    goods: Vec<(String, String)>,
}

impl Guard for Scope {}

impl FromRequestParts<App> for Scope {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Scope, Refused> {
        let SignedIn { caller, .. } = SignedIn::from_request_parts(parts, app).await?;
        let named = Named::from_request_parts(parts, app).await;
        let code = named.ok().and_then(|Path(names)| names.get("code").cloned());
        match code {
            Some(code) => {
                caller.overseer()?;
                Ok(of_whole_fair(app, caller, &code).await?)
            }
            None => {
                let place = Place::from_request_parts(parts, app).await?;
                Ok(of_booth(app, place).await?)
            }
        }
    }
}

/// A scope in the hands of someone who may change promotions in it.
struct InCharge(Scope);

impl Guard for InCharge {}

impl FromRequestParts<App> for InCharge {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<InCharge, Refused> {
        let scope = Scope::from_request_parts(parts, app).await?;
        if scope.changes() { Ok(InCharge(scope)) } else { Err(scope.caller.refuse().into()) }
    }
}

async fn of_whole_fair(app: &App, caller: Caller, code: &str) -> Result<Scope, Problem> {
    let fair = find(app, &caller, code).await?;
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let booths = booths(&mut db, fair.id).await.spoken(caller.lang)?;
    let goods = offered(&mut db, fair.id, GOODS).await.spoken(caller.lang)?;
    Ok(Scope {
        base: format!("/fairs/{}", part(&fair.code)),
        fair_uid: FairId::of_bytes(&fair.uid),
        title: fair.name.clone(),
        booth: None,
        booths,
        goods: goods.iter().map(|it| named(&it.uid, &it.name, &it.unit)).collect(),
        fair,
        caller,
    })
}

async fn of_booth(app: &App, place: Place) -> Result<Scope, Problem> {
    let (lang, booth) = (place.caller.lang, place.booth);
    let mut db = app.shop.read().await.spoken(lang)?;
    let fair = fair_by_code(&mut db, &booth.fair_code).await.spoken(lang)?;
    let none = || Refusal::NotFound(Say::new("Không có hội chợ này", "No such fair"));
    let fair = fair.ok_or_else(none).spoken(lang)?;
    let mut goods = range(&mut db, booth.id).await.spoken(lang)?;
    goods.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(Scope {
        base: "/booth".to_owned(),
        fair,
        fair_uid: FairId::of_bytes(&booth.fair_uid),
        title: format!("{} · {}", booth.code, booth.name),
        booths: Vec::new(),
        goods: goods.iter().map(|it| named(&it.uid, &it.name, &it.unit)).collect(),
        booth: Some(booth),
        caller: place.caller,
    })
}

fn named(uid: &[u8], name: &str, unit: &str) -> (String, String) {
    (hex_uid(uid), format!("{name} ({unit})"))
}

impl Scope {
    fn path(&self) -> String {
        format!("{}/promotions", self.base)
    }

    /// The frame of the fair or the booth.
    fn frame(&self, act: Markup) -> Markup {
        match &self.booth {
            Some(booth) => place::booth(&self.caller, booth, "promotions", act),
            None => place::fair(&self.caller, &self.fair, "promotions", act),
        }
    }

    /// Whether the caller may change something here.
    fn changes(&self) -> bool {
        match &self.booth {
            Some(booth) => self.caller.manages(BoothId::of_bytes(&booth.uid)).is_ok(),
            None => self.caller.organiser().is_ok(),
        }
    }

    /// Whether this caller may change or end it: a fair's own promotion is no manager's.
    fn owns(&self, promotion: &Promotion) -> bool {
        let here = self.booth.as_ref().map(|booth| BoothId::of_bytes(&booth.uid));
        self.changes() && (here.is_none() || promotion.booth == here)
    }

    /// Where a promotion holds, in words.
    fn place<'a>(&'a self, promotion: &Promotion, lang: Lang) -> &'a str {
        let of = |booth: &&BoothRow| Some(BoothId::of_bytes(&booth.uid)) == promotion.booth;
        let known = self.booths.iter().chain(&self.booth).find(of);
        known.map_or(lang.say("Cả hội chợ", "The whole fair"), |booth| booth.code.as_str())
    }

    async fn promotions(&self, app: &App) -> Result<Vec<Promotion>, Problem> {
        let lang = self.caller.lang;
        let mut db = app.shop.read().await.spoken(lang)?;
        let booth = self.booth.as_ref().map(|booth| booth.id);
        of_fair(&mut db, self.fair.id, booth).await.spoken(lang)
    }

    /// The promotion of an address, which must be this caller's to change.
    async fn owned(&self, app: &App, Path(names): &Named) -> Result<Promotion, Problem> {
        let uid = names.get("uid").and_then(|uid| uid.parse::<PromotionId>().ok());
        let known = self.promotions(app).await?.into_iter().find(|it| Some(it.uid) == uid);
        let none = || Refusal::NotFound(Say::new("Không có khuyến mãi này", "No such promotion"));
        let promotion = known.ok_or_else(none).spoken(self.caller.lang)?;
        if self.owns(&promotion) { Ok(promotion) } else { Err(self.caller.refuse()) }
    }
}

async fn list(scope: Scope, State(app): State<App>) -> Shown {
    let all = scope.promotions(&app).await?;
    let (lang, now) = (scope.caller.lang, app.shop.clock.now());
    let title = lang.say("Khuyến mãi", "Promotions");
    let act = html! {
        @if scope.changes() {
            a class="button filled" href={ (scope.path()) "/new" } {
                (lang.say("Thêm khuyến mãi", "New promotion"))
            }
        }
    };
    let body = html! {
        (scope.frame(act))
        @if all.is_empty() {
            p class="empty" {
                (lang.say("Chưa có khuyến mãi nào. Bấm “Thêm khuyến mãi”; máy bán tự tính giá.",
                    "No promotions yet. Press “New promotion”; the tills reckon by themselves."))
            }
        } @else { (table(&scope, &all, now)) }
    };
    shown(page::page(&scope.caller, &scope.path(), title, body))
}

fn table(scope: &Scope, all: &[Promotion], now: Ms) -> Markup {
    let lang = scope.caller.lang;
    html! {
        div class="table-wrap" {
            table class="table" {
                thead { tr {
                    th { (lang.say("Tên", "Name")) }
                    th { (lang.say("Khuyến mãi", "Gives")) }
                    th { (lang.say("Nơi áp dụng", "Where")) }
                    th class="num" { (lang.say("Sản phẩm", "Products")) }
                    th { (lang.say("Từ", "From")) }
                    th { (lang.say("Đến", "To")) }
                    th {}
                } }
                tbody {
                    @for it in all {
                        tr class=[is_over(it, now).then_some("off")] {
                            th { (name(scope, it, now)) " " (standing(it, now, lang)) }
                            td { (it.words(lang)) }
                            td { (scope.place(it, lang)) }
                            td class="num" { (it.products.len()) }
                            td { (it.starts.text()) }
                            td { (it.ends.text()) }
                            td { @if !is_over(it, now) && scope.owns(it) { (ending(scope, it)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Its name, which leads to its form as long as there is something to change.
fn name(scope: &Scope, it: &Promotion, now: Ms) -> Markup {
    let open = !is_over(it, now) && scope.owns(it);
    html! {
        @if open { a href={ (scope.path()) "/" (it.uid) } { (it.name) } } @else { (it.name) }
    }
}

/// Whether it has ended for good; ended before it began, it never holds and has no time left.
fn is_over(it: &Promotion, now: Ms) -> bool {
    it.ends <= now || it.ends <= it.starts
}

fn standing(it: &Promotion, now: Ms, lang: Lang) -> Markup {
    let (class, words) = match it {
        it if it.ends <= it.starts => ("tag", lang.say("Đã bỏ", "Withdrawn")),
        it if it.ends <= now => ("tag", lang.say("Đã hết", "Over")),
        it if it.starts > now => ("tag wait", lang.say("Chưa bắt đầu", "Not yet")),
        _ => ("tag good", lang.say("Đang chạy", "Running")),
    };
    html! { span class=(class) { (words) } }
}

fn ending(scope: &Scope, it: &Promotion) -> Markup {
    let lang = scope.caller.lang;
    let words = lang.say("Kết thúc ngay", "End now");
    asked(
        html! { (words) "…" span class="hidden-words" { " " (it.name) } },
        html! { p { (lang.say(
            "Máy bán thôi tính khuyến mãi này từ bây giờ; không mở lại được, chỉ lập cái mới.",
            "Tills stop giving it from now on. It cannot be begun again; make a new one.",
        )) } },
        html! {
            form method="post" action={ (scope.path()) "/" (it.uid) "/end" } {
                button class="danger" aria-label={ (words) ": " (it.name) } { (words) }
            }
        },
    )
}

async fn fresh(InCharge(scope): InCharge, State(app): State<App>) -> Shown {
    shown(form::draw(&scope, &form::blank(&app), None, &html! {}))
}

async fn make(InCharge(scope): InCharge, State(app): State<App>, mut form: Form) -> Shown {
    if let Some(promotion) = form::parse(&mut form, &scope, app.shop.clock.now()) {
        if is_trial(&form) {
            let tried = preview::tried(&app, &scope, &promotion).await?;
            return shown(form::draw(&scope, &form, None, &tried));
        }
        if exists(&app, &scope, promotion.uid).await? {
            // A double tap makes one promotion, and no form takes over another's.
            return saved(&scope.path());
        }
        let promotion = Command::Fair(Change::Promotion(promotion));
        match change(&app, &scope.caller, promotion).await {
            Ok(_) => return saved(&scope.path()),
            Err(refusal) => form.refuse("name", &refusal),
        }
    }
    again(&form, form::draw(&scope, &form, None, &html! {}))
}

async fn edit(InCharge(scope): InCharge, State(app): State<App>, named: Named) -> Shown {
    let promotion = scope.owned(&app, &named).await?;
    if is_over(&promotion, app.shop.clock.now()) {
        return to(&scope.path());
    }
    let (form, uid) = (form::filled(&promotion), Some(promotion.uid));
    shown(form::draw(&scope, &form, uid, &html! {}))
}

/// Puts a promotion right: another version of it, which holds from now. Sales keep what they were
/// made under, and so does a cart that was begun before.
async fn keep(
    InCharge(scope): InCharge,
    State(app): State<App>,
    named: Named,
    mut form: Form,
) -> Shown {
    let (known, now) = (scope.owned(&app, &named).await?, app.shop.clock.now());
    if is_over(&known, now) {
        return to(&scope.path());
    }
    form.replace("uid", known.uid.to_string());
    if let Some(promotion) = form::parse(&mut form, &scope, now) {
        if is_trial(&form) {
            let tried = preview::tried(&app, &scope, &promotion).await?;
            return shown(form::draw(&scope, &form, Some(known.uid), &tried));
        }
        if promotion == known {
            return saved(&scope.path());
        }
        let promotion = Command::Fair(Change::Promotion(promotion));
        match change(&app, &scope.caller, promotion).await {
            Ok(_) => return saved(&scope.path()),
            Err(refusal) => form.refuse("name", &refusal),
        }
    }
    again(&form, form::draw(&scope, &form, Some(known.uid), &html! {}))
}

async fn exists(app: &App, scope: &Scope, uid: PromotionId) -> Result<bool, Problem> {
    let lang = scope.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    is_known(&mut db, &uid.bytes()).await.spoken(lang)
}

async fn end(InCharge(scope): InCharge, State(app): State<App>, named: Named) -> Shown {
    let promotion = scope.owned(&app, &named).await?;
    let now = app.shop.clock.now();
    if !is_over(&promotion, now) {
        let ended = Promotion { ends: now.max(promotion.starts), ..promotion };
        let ended = Command::Fair(Change::Promotion(ended));
        change(&app, &scope.caller, ended).await.spoken(scope.caller.lang)?;
    }
    saved(&scope.path())
}

/// Whether the form is only to be tried out.
fn is_trial(form: &Form) -> bool {
    form.get("preview") == "1"
}

/// The products that were chosen on a form.
fn chosen(form: &Form) -> Vec<ProductId> {
    form.all("product").filter_map(|uid| uid.parse().ok()).collect()
}
