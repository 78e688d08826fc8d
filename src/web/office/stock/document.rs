//! A document as a page: its number, who made it and when, its lines, its paper, and what came of
//! it.

use crate::{
    base::{clock::date_text, id::DocumentId, lang::Lang, quantity::Quantity, refusal::Refusal},
    stock::{
        Kind, Place, Posted,
        document::{Counted, PostedLine},
        load::store::posted,
        place::PlaceThen,
        read::store::{self, FollowerRow, LotRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Guard, Refused, SignedIn},
            problem::Spoken,
            route::get,
        },
        office::stock::{
            lines::{lot_words, no_document},
            page::kind,
            paper::prints,
            place::manages,
        },
        ui::{
            answer::{Shown, part, shown},
            page,
            place::seldom,
        },
    },
};
use axum::{
    Router,
    extract::{FromRequestParts, Path, State},
    http::request::Parts,
};
use maud::{Markup, html};

/// The route of a document.
pub fn router() -> Router<App> {
    Router::new().route("/documents/{uid}", get(document))
}

/// The document that an address names, in the hands of someone who may read it: who oversees the
/// fair, or the manager of its booth or of the booth that its goods go to.
pub struct Named {
    /// Who asks.
    pub caller: Caller,
    /// The document.
    pub posted: Posted,
    /// What received, ended or took it back.
    pub followers: Vec<FollowerRow>,
    /// What of a transfer is still on the way.
    pub way: Vec<LotRow>,
}

impl Guard for Named {}

impl FromRequestParts<App> for Named {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Named, Refused> {
        let SignedIn { caller, .. } = SignedIn::from_request_parts(parts, app).await?;
        if caller.overseer().is_err() && caller.booth().is_err() {
            return Err(caller.refuse().into());
        }
        let Path(uid) = Path::<DocumentId>::from_request_parts(parts, app).await?;
        let (posted, followers, way) = load(app, uid).await.spoken(caller.lang)?;
        let ends = [Some(&posted.place), posted.to.as_ref()];
        let mine = |it: &&PlaceThen| manages(&caller, it.place);
        if caller.overseer().is_err() && !ends.into_iter().flatten().any(|it| mine(&it)) {
            return Err(caller.refuse().into());
        }
        Ok(Named { caller, posted, followers, way })
    }
}

type Loaded = (Posted, Vec<FollowerRow>, Vec<LotRow>);

async fn load(app: &App, uid: DocumentId) -> Result<Loaded, Refusal> {
    let mut db = app.shop.read().await?;
    let posted = posted(&mut db, uid).await?.ok_or_else(no_document)?;
    let followers = store::followers(&mut db, uid).await?;
    let mut way = store::lots(&mut db, uid.0).await?;
    way.retain(|lot| lot.quantity != 0);
    Ok((posted, followers, way))
}

impl Named {
    /// The document that took it back.
    pub fn reversal(&self) -> Option<&FollowerRow> {
        self.followers.iter().find(|it| it.kind == Kind::Reversal.as_str())
    }

    /// Whether this caller may receive its goods: they are for a place of his or hers.
    pub fn may_receive(&self) -> bool {
        self.posted.to.as_ref().is_some_and(|to| manages(&self.caller, to.place))
    }

    /// Whether this caller may take it back.
    pub fn may_end(&self) -> bool {
        let open = self.reversal().is_none() && self.posted.kind != Kind::Reversal;
        open && manages(&self.caller, self.posted.place.place)
    }

    /// Its address.
    pub fn path(&self) -> String {
        format!("/documents/{}", self.posted.uid)
    }
}

async fn document(named: Named, State(app): State<App>) -> Shown {
    let prints = prints(&app, named.posted.place.place).await.spoken(named.caller.lang)?;
    shown(draw(&named, prints))
}

fn draw(named: &Named, prints: bool) -> Markup {
    let (lang, it) = (named.caller.lang, &named.posted);
    let title = format!("{} {}", it.kind.label(lang), it.doc_no);
    let body = html! {
        (head(named, &title, prints))
        @if !named.way.is_empty() { (on_the_way(named)) }
        @if it.kind == Kind::Count { (counted(&it.lines, lang)) } @else { (lines(it, lang)) }
        (facts(it, lang))
        (signatures(it, lang))
    };
    page::page(&named.caller, &named.path(), &title, body)
}

/// The number, when and by whom, where, and what can be done.
fn head(named: &Named, title: &str, prints: bool) -> Markup {
    let (lang, it) = (named.caller.lang, &named.posted);
    html! {
        p class="crumbs" { a href=(stock_of(&named.caller, &it.place)) {
            (lang.say("Kho", "Stock")) " " (it.place.code) " ›"
        } }
        div class="page-head" {
            div {
                h1 { (title) }
                p class="sub" {
                    (it.at.text()) " · " (it.by) " · " (it.place.code) " " (it.place.name)
                    @if let Some(to) = &it.to { " → " (to.code) " " (to.name) }
                }
                (standing(named, lang))
            }
            div class="actions" {
                @if prints && manages(&named.caller, it.place.place) {
                    form method="post" action={ (named.path()) "/prints" } {
                        button { (lang.say("In phiếu", "Print")) }
                    }
                }
                a class="button" href={ (named.path()) "/paper.png" } {
                    (lang.say("Xem phiếu in", "The paper"))
                }
                button type="button" data-print { (lang.say("In khổ A4", "Print on A4")) }
                @if named.may_end() {
                    (seldom(&format!("{}/reversal", named.path()),
                        lang.say("Lập nhầm? Hủy phiếu…", "A mistake? Take back…"), lang))
                }
            }
        }
    }
}

/// Where the stock of a document's place is shown to this caller.
pub fn stock_of(caller: &Caller, place: &PlaceThen) -> String {
    if caller.overseer().is_err() {
        return "/booth/stock".to_owned();
    }
    let (fair, code) = (part(&place.fair_code), part(&place.code));
    match place.place {
        Place::Store(_) => format!("/fairs/{fair}/rooms/{code}"),
        _ => format!("/fairs/{fair}/booths/{code}/stock"),
    }
}

fn standing(named: &Named, lang: Lang) -> Markup {
    html! {
        @if let Some(about) = &named.posted.about {
            p {
                span class="tag" {
                    @if named.posted.kind == Kind::Reversal {
                        (lang.say("Hủy phiếu", "Takes back"))
                    } @else { (lang.say("Của phiếu", "Of")) }
                } " "
                a href={ "/documents/" (about.uid) } { (about.doc_no) }
            }
        }
        @for it in &named.followers {
            p {
                @if it.kind == Kind::Reversal.as_str() {
                    span class="tag stop" { (lang.say("Đã hủy bởi phiếu", "Taken back by")) } " "
                } @else {
                    span class="tag" { (kind(&it.kind, lang)) } " "
                }
                a href={ "/documents/" (it.uid) } { (it.doc_no) }
                @if it.reversed { " " span class="tag stop" { (lang.say("đã hủy", "taken back")) } }
            }
        }
    }
}

/// What of a transfer is still on the way, and what can be done about it.
fn on_the_way(named: &Named) -> Markup {
    let lang = named.caller.lang;
    let owns = named.may_receive() || manages(&named.caller, named.posted.place.place);
    html! {
        section class="card" {
            h2 { (lang.say("Còn trên đường", "Still on the way")) }
            ul class="facts" { @for it in &named.way { li {
                span { (it.name) " · " (lot_words(&it.lot, lang)) }
                b { (it.packs.amount(Quantity(it.quantity), &it.unit)) }
            } } }
            div class="form-end no-print" {
                @if named.may_receive() {
                    a class="button filled" href={ (named.path()) "/receipt" } {
                        (lang.say("Nhận hàng", "Receive"))
                    }
                }
                @if owns {
                    a class="button" href={ (named.path()) "/ending" } {
                        (lang.say("Hàng thiếu…", "Something is missing…"))
                    }
                }
            }
        }
    }
}

fn lines(it: &Posted, lang: Lang) -> Markup {
    let expected = it.lines.iter().any(|line| line.expected.is_some());
    let (lot, until) = (lang.say("Lô", "Lot"), lang.say("Hạn", "Last day"));
    let (announced, quantity) =
        (lang.say("Báo trước", "Announced"), lang.say("Số lượng", "Quantity"));
    html! {
        section class="list" { div class="table-wrap" { table class="table list-table" {
            thead { tr {
                th { (lang.say("Hàng", "Goods")) }
                th { (lot) }
                th { (until) }
                @if expected { th class="num" { (announced) } }
                th class="num" { (quantity) }
            } }
            tbody { @for line in &it.lines { tr {
                th { (line.name) (more(line, lang)) }
                td data-label=(lot) { (line.lot) }
                td data-label=(until) { @if let Some(day) = line.expires_on { (date_text(day)) } }
                @if expected {
                    td class="num" data-label=(announced) {
                        @if let Some(said) = line.expected { (line.packs.shown(said, &line.unit)) }
                    }
                }
                td class="num" data-label=(quantity) {
                    span { (line.packs.amount(line.quantity, &line.unit)) }
                    @if let Some(said) = line.expected.filter(|said| *said != line.quantity) {
                        p class="hint" {
                            (lang.say("lệch ", "differs by "))
                            (line.packs.signed(line.quantity - said, &line.unit))
                        }
                    }
                }
            } } }
        } } }
    }
}

/// Whose goods, and where they came from.
fn more(line: &PostedLine, lang: Lang) -> Markup {
    html! {
        p class="hint" {
            (line.owner_name)
            @if let Some(day) = line.made_on {
                " · " (lang.say("làm ngày", "made on")) " " (date_text(day))
            }
            @if !line.area.is_empty() { " · " (line.area) }
        }
    }
}

/// The lines of a count: what was counted beside what the book had then.
fn counted(lines: &[PostedLine], lang: Lang) -> Markup {
    let (lot, found) = (lang.say("Lô", "Lot"), lang.say("Đếm được", "Counted"));
    let (book, off) = (lang.say("Sổ lúc đếm", "Book then"), lang.say("Lệch", "Difference"));
    html! {
        section class="list" { div class="table-wrap" { table class="table list-table" {
            thead { tr {
                th { (lang.say("Hàng", "Goods")) }
                th { (lot) }
                th class="num" { (found) }
                th class="num" { (book) }
                th class="num" { (off) }
            } }
            tbody { @for line in lines { @if let Some(count) = &line.count { tr {
                th { (line.name) (how(line, count, lang)) }
                td data-label=(lot) { (line.lot) }
                td class="num" data-label=(found) {
                    span { (line.packs.amount(line.quantity, &line.unit)) }
                }
                td class="num" data-label=(book) { (line.packs.shown(count.book, &line.unit)) }
                td class="num" data-label=(off) {
                    (line.packs.signed(line.quantity - count.book, &line.unit))
                }
            } } } }
        } } }
    }
}

/// How a line was counted: when, by whom, what was typed first, and what is to be thought of it.
fn how(line: &PostedLine, count: &Counted, lang: Lang) -> Markup {
    html! {
        p class="hint" {
            (lang.say("đếm lúc", "counted")) " " (count.at.text())
            @if !count.by.is_empty() { " · " (count.by) }
            @if let Some(first) = count.first {
                " · " (lang.say("lần đầu gõ", "typed first")) " "
                (line.packs.shown(first, &line.unit))
            }
        }
        @if count.busy {
            span class="tag gold" {
                (lang.say("có bán lúc đếm: đếm lại", "moved then: count again"))
            }
        }
        @if !count.holds {
            span class="tag" { (lang.say("đã đếm lại sau đó", "counted again later")) }
        }
    }
}

fn facts(it: &Posted, lang: Lang) -> Markup {
    html! {
        section class="card" { dl class="pairs" {
            dt { (lang.say("Nơi lập", "Place")) }
            dd { (it.place.code) " " (it.place.name) " · " (it.place.fair_code) }
            @if let Some(paper) = &it.paper {
                dt { (lang.say("Giấy đi cùng", "Paper")) }
                dd {
                    (paper.kind.label(lang))
                    @if !paper.number.is_empty() { " " (lang.say("số", "no.")) " " (paper.number) }
                    @if let Some(on) = paper.on { " " (lang.say("ngày", "of")) " " (date_text(on)) }
                }
            }
            @if !it.reason.is_empty() {
                dt { @if it.kind.wants_reason() { (lang.say("Lý do", "Reason")) }
                    @else { (lang.say("Ghi chú", "Note")) } }
                dd { (it.reason) }
            }
            @if let Some(number) = &it.provisional_no {
                dt { (lang.say("Số tạm", "Provisional number")) } dd { (number) }
            }
        } }
    }
}

/// Room for signatures, on paper alone.
fn signatures(it: &Posted, lang: Lang) -> Markup {
    let (gives, takes) = match it.kind {
        Kind::Count => (lang.say("Người đếm", "Counted by"), lang.say("Chủ gian", "Manager")),
        _ => (lang.say("Người giao", "Handed over by"), lang.say("Người nhận", "Received by")),
    };
    html! {
        div class="signatures" {
            @for who in [gives, takes] {
                div { b { (who) } p { (lang.say("(ký, ghi rõ họ tên)", "(name and signature)")) } }
            }
        }
    }
}
