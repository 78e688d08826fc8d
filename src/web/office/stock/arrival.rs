//! A transfer arrives, perhaps in parts; and what never arrives is owned by somebody.

use crate::{
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    stock::{Act, Ask as Document, Kind as Sort, Place},
    web::{
        http::{
            app::App,
            guard::{Guard, Refused},
            problem::Spoken,
            route::{get, post},
        },
        office::stock::{
            document::Named,
            lines::{self, document, no_document},
            place::manages,
            shelf::{self, Row, Shelf},
        },
        ui::{
            answer::{Shown, again, saved, shown},
            form::{Ask, Form, Kind, options},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{FromRequestParts, State},
    http::request::Parts,
};
use maud::{Markup, html};

/// Routes of arrivals.
pub fn router() -> Router<App> {
    Router::new()
        .route("/documents/{uid}/receipt", get(fresh).merge(post(receive)))
        .route("/documents/{uid}/ending", get(rest).merge(post(end)))
}

/// A transfer in the hands of someone who has to do with what is on the way.
pub struct Way(Named);

impl Guard for Way {}

impl FromRequestParts<App> for Way {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Way, Refused> {
        let named = Named::from_request_parts(parts, app).await?;
        if !named.may_receive() && !manages(&named.caller, named.posted.place.place) {
            return Err(named.caller.refuse().into());
        }
        if named.posted.kind != Sort::Transfer {
            return Err(no_document()).spoken(named.caller.lang).map_err(Refused::from);
        }
        Ok(Way(named))
    }
}

/// A transfer in the hands of who receives it.
pub struct Comes(Named);

impl Guard for Comes {}

impl FromRequestParts<App> for Comes {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Comes, Refused> {
        let Way(named) = Way::from_request_parts(parts, app).await?;
        if named.may_receive() { Ok(Comes(named)) } else { Err(named.caller.refuse().into()) }
    }
}

async fn load(app: &App, named: &Named, form: &Form) -> Result<Shelf, Refusal> {
    shelf::on_the_way(app, named.posted.uid.0, form).await
}

async fn fresh(Comes(named): Comes, State(app): State<App>) -> Shown {
    let form = lines::drawn(&app).await.spoken(named.caller.lang)?;
    let shelf = load(&app, &named, &form).await.spoken(named.caller.lang)?;
    shown(draw(&named, &shelf.rows, &form))
}

async fn receive(Comes(named): Comes, State(app): State<App>, mut form: Form) -> Shown {
    let shelf = load(&app, &named, &form).await.spoken(named.caller.lang)?;
    if form.get("fill") == "1" {
        shelf::fill(&mut form, &shelf.rows);
        return shown(draw(&named, &shelf.rows, &form));
    }
    if let Some(ask) = read(&mut form, &named, &shelf)
        && lines::post(&app, &named.caller, ask, &mut form).await.is_some()
    {
        // What is still on the way stands on the transfer's own page.
        return saved(&named.path());
    }
    again(&form, draw(&named, &shelf.rows, &form))
}

fn read(form: &mut Form, named: &Named, shelf: &Shelf) -> Option<Document> {
    let to = named.posted.to.as_ref()?.place;
    let lines = shelf::lines(form, shelf);
    let over = shelf.is_under(&lines);
    let ask = document(form, to, Act::Receipt(named.posted.uid), lines)?;
    form.ok().then_some(Document { over, ..ask })
}

fn draw(named: &Named, rows: &[Row], form: &Form) -> Markup {
    let (lang, ask, it) = (named.caller.lang, Ask(form, named.caller.lang), &named.posted);
    let title = format!("{} {}", lang.say("Nhận hàng", "Receive"), it.doc_no);
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            p class="sub" { (from_to(named)) }
            @if rows.is_empty() {
                p class="empty" {
                    (lang.say("Không còn hàng trên đường.", "Nothing is left on the way."))
                }
            } @else {
                form class="form" method="post" action={ (named.path()) "/receipt" } {
                    (ask.head())
                    (ask.hidden("uid"))
                    (ask.hidden("drawn"))
                    (ask.hidden("sure"))
                    p class="hint" {
                        (lang.say("Đếm rồi ghi số thực nhận. Chưa tới thì để trống: phần còn lại \
                            vẫn trên đường.",
                            "Count, and give what arrived. What has not come stays empty: the rest \
                            stays on the way."))
                    }
                    (shelf::full(form, rows, lang))
                    (shelf::draw(rows, ask, lang.say("Trên đường", "On the way")))
                    (ask.maybe("reason", lang.say("Ghi chú", "Note"), Kind::Text, ""))
                    div class="form-end" {
                        button class="main" { (lang.say("Lưu phiếu nhận", "Save the receipt")) }
                        button class="big" name="fill" value="1" {
                            (lang.say("Điền đủ như phiếu gửi", "Fill in all as sent"))
                        }
                    }
                }
            }
        }
    };
    page::page(&named.caller, &named.path(), &title, body)
}

/// When a transfer left, from where and where to.
fn from_to(named: &Named) -> Markup {
    let it = &named.posted;
    html! {
        (it.at.text()) " · " (it.place.code) " " (it.place.name)
        @if let Some(to) = &it.to { " → " (to.code) " " (to.name) }
    }
}

async fn rest(Way(named): Way, State(app): State<App>) -> Shown {
    let mut form = lines::blank(&app);
    let rows = shelf::rest(&app, named.posted.uid.0).await.spoken(named.caller.lang)?;
    form.replace("seen", shelf::seen(&rows));
    shown(draw_rest(&named, &rows, &form))
}

async fn end(Way(named): Way, State(app): State<App>, mut form: Form) -> Shown {
    let lang = named.caller.lang;
    let rows = shelf::rest(&app, named.posted.uid.0).await.spoken(lang)?;
    let seen = shelf::seen(&rows);
    if form.has("seen")
        && form.get("seen") != seen
        && !lines::sent(&app, &form).await.spoken(lang)?
    {
        form.replace("seen", seen);
        form.wrong(
            "",
            Say::new(
                "Hàng trên đường vừa đổi. Xem lại số dưới đây rồi bấm lưu lần nữa.",
                "What is on the way has changed. Look at the figures below, and save again.",
            ),
        );
    }
    if let Some(ask) = ending(&mut form, &named)
        && lines::post(&app, &named.caller, ask, &mut form).await.is_some()
    {
        return saved(&named.path());
    }
    again(&form, draw_rest(&named, &rows, &form))
}

/// What is left is lost, or back where it came from, as far as this caller may say so.
fn ending(form: &mut Form, named: &Named) -> Option<Document> {
    let (uid, sender) = (named.posted.uid, sends(named));
    form.required("reason", 500);
    let act = match form.word::<Sort>("sort")? {
        Sort::SentBack if sender => Act::SentBack(uid),
        Sort::Shortfall => Act::Shortfall(uid),
        _ => {
            form.wrong("sort", Say::new("Hãy chọn lại", "Please choose again"));
            return None;
        }
    };
    let place: Place = match sender {
        true => named.posted.place.place,
        false => named.posted.to.as_ref()?.place,
    };
    let ask = document(form, place, act, Vec::new())?;
    form.ok().then_some(ask)
}

/// Whether the caller is where the goods came from.
fn sends(named: &Named) -> bool {
    manages(&named.caller, named.posted.place.place)
}

fn draw_rest(named: &Named, rows: &[Row], form: &Form) -> Markup {
    let (lang, ask) = (named.caller.lang, Ask(form, named.caller.lang));
    let title = format!("{} {}", lang.say("Hàng thiếu của", "Missing of"), named.posted.doc_no);
    let sorts: &[Sort] =
        if sends(named) { &[Sort::Shortfall, Sort::SentBack] } else { &[Sort::Shortfall] };
    let sorts = options(sorts, Sort::as_str, |it| became(it, lang));
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            p class="sub" { (from_to(named)) }
            ul class="facts" { @for row in rows { (shelf::fact(row, lang)) } }
            p { (lang.say("Tìm thấy thì bấm “Nhận hàng”. Không tìm thấy thì ghi ai chịu ở đây.",
                "Found goods are received. What is not found is owned here.")) }
            form class="form" method="post" action={ (named.path()) "/ending" } {
                (ask.head())
                (ask.hidden("uid"))
                (ask.hidden("seen"))
                (ask.select("sort", lang.say("Phần còn lại", "The rest"), &sorts))
                (ask.field("reason", lang.say("Lý do", "Reason"), Kind::Text, ""))
                div class="form-end" {
                    a class="button big" href=(named.path()) { (lang.say("Để sau", "Later")) }
                    button class="main" { (lang.say("Lưu", "Save")) }
                }
            }
        }
    };
    page::page(&named.caller, &named.path(), &title, body)
}

/// What became of the rest, in words.
fn became(sort: Sort, lang: Lang) -> &'static str {
    match sort {
        Sort::SentBack => lang.say("Đã quay về nơi gửi", "It is back where it came from"),
        _ => lang.say("Mất, hỏng trên đường", "It is lost or spoilt on the way"),
    }
}
