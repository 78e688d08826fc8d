//! Rewards and support: what is due, to whom, what was paid, and the rules that say so.

use super::{cut, head, journal_state, routes::answer, said};
use crate::{
    base::{
        clock::date_text,
        id::{ProductId, RuleId},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    catalog::{
        Change,
        kinds::SubjectType,
        rewards::{Occasion, Paid, Receiver, Rule, store::rules as read_rules},
    },
    desk::command::Command,
    report::{
        self,
        document::Document,
        rewards::{Due, Rewards, words},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, change, saved, shown},
            form::{Ask, Form, Kind, options, submit},
            page::page,
            refusal,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
};
use jiff::civil::{Date, date};
use maud::{Markup, html};
use serde::Deserialize;

pub use words::PATH;

/// Where the rules stand.
const RULES: &str = "/reports/rewards/rules";

/// The routes of rewards.
pub fn router() -> Router<App> {
    Router::new()
        .route("/reports/rewards", get(rewards).merge(post(pay)))
        .route("/reports/rewards/rules", get(rules).merge(post(keep)))
}

#[derive(Default, Deserialize)]
struct Asked {
    from: Option<String>,
    to: Option<String>,
    format: Option<String>,
    rule: Option<RuleId>,
    product: Option<ProductId>,
    signed_on: Option<Date>,
}

async fn rewards(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Response {
    rewards_of(&app, &caller, &asked).await.unwrap_or_else(refusal::page)
}

async fn rewards_of(app: &App, caller: &Caller, asked: &Asked) -> Result<Response, Problem> {
    let lang = caller.lang;
    let it = read(app, caller, asked).await?;
    let meant = |due: &&Due| {
        Some(due.rule) == asked.rule
            && Some(due.product) == asked.product
            && Some(due.signed_on) == asked.signed_on
    };
    let form = it.dues.iter().find(meant).map(|due| filled(due, app.shop.clock.now().date()));
    let form = form.filter(|_| caller.organiser().is_ok());
    let body = || rewards_page(&it, form.as_ref(), lang);
    let head = (app, caller, PATH, title(lang));
    answer(head, asked.format.as_deref(), &it, |lang| Document::rewards(&it, lang), body).await
}

/// What is due of the days asked for; else of this year.
async fn read(app: &App, caller: &Caller, asked: &Asked) -> Result<Rewards, Problem> {
    let lang = caller.lang;
    let year = app.shop.clock.now().date().year();
    let (from, to) = (day(&asked.from).spoken(lang)?, day(&asked.to).spoken(lang)?);
    let from = from.unwrap_or(date(year, 1, 1));
    let to = to.unwrap_or(date(year, 12, 31)).max(from);
    let mut db = app.shop.read().await.spoken(lang)?;
    report::rewards::rewards(&mut db, from, to).await.spoken(lang)
}

fn day(text: &Option<String>) -> Result<Option<Date>, Refusal> {
    let text = text.as_deref().filter(|it| !it.trim().is_empty());
    text.map(crate::sheet::cells::date).transpose().map_err(Refusal::from)
}

fn filled(due: &Due, today: Date) -> Form {
    let amount = if due.paid_on.is_some() { due.paid } else { due.due };
    Form::of([
        ("rule", due.rule.to_string()),
        ("product", due.product.to_string()),
        ("signed_on", due.signed_on.to_string()),
        ("amount", amount.digits()),
        ("paid_on", due.paid_on.unwrap_or(today).to_string()),
        ("document", due.document.clone()),
    ])
}

async fn pay(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    if let Some(paid) = read_paid(&mut form) {
        let year = paid.signed_on.year();
        let command = Command::Catalog(Change::Paid(paid));
        if form.takes("amount", change(&app, &caller, command).await) {
            return saved(&format!("{PATH}?from={year}-01-01&to={year}-12-31"));
        }
    }
    let it = read(&app, &caller, &Asked::default()).await?;
    let body = rewards_page(&it, Some(&form), caller.lang);
    again(&form, page(&caller, PATH, title(caller.lang), body))
}

fn read_paid(form: &mut Form) -> Option<Paid> {
    let (rule, product) = (form.uid::<RuleId>("rule"), form.uid::<ProductId>("product"));
    let (signed_on, paid_on) = (form.date("signed_on"), form.date("paid_on"));
    let gone = form.get("withdrawn") == "1";
    let amount = if gone { None } else { form.money("amount") };
    if !gone && amount.is_none() && form.get("amount").trim().is_empty() {
        form.wrong("amount", Say::new("Hãy nhập số tiền", "Enter the amount"));
    }
    let document = form.text("document", 200);
    let paid = Paid {
        rule: rule?,
        product: product?,
        signed_on: signed_on?,
        amount,
        paid_on: paid_on?,
        document,
    };
    form.ok().then_some(paid)
}

fn title(lang: Lang) -> &'static str {
    lang.say("Thưởng và hỗ trợ", "Rewards and support")
}

/// The page; with the form for an amount that somebody chose.
pub fn rewards_page(it: &Rewards, form: Option<&Form>, lang: Lang) -> Markup {
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    let sub = format!("{} – {} · {book}", date_text(it.from), date_text(it.to));
    let query = format!("from={}&to={}", it.from, it.to);
    let ways = html! {
        a.button href=(RULES) { (lang.say("Các chính sách", "The rules")) }
    };
    let asked = Form::of([("from", it.from.to_string()), ("to", it.to.to_string())]);
    let ask = Ask(&asked, lang);
    html! {
        (head(title(lang), &sub, &query, ways, lang))
        form.form-inline.no-print method="get" action=(PATH) {
            (ask.field("from", lang.say("Giấy ký từ ngày", "Signed from"), Kind::Date, ""))
            (ask.field("to", lang.say("Đến ngày", "To"), Kind::Date, ""))
            button { (lang.say("Xem kỳ này", "Show this period")) }
        }
        (said(&words::sentence(it, lang)))
        @if let Some(form) = form { (paying(form, lang)) }
        @if it.by_rule.is_empty() {
            p.empty {
                (lang.say("Chưa có chính sách nào. Nhập mức thưởng, hỗ trợ theo quyết định của \
                     tỉnh, huyện, xã.",
                    "No rules yet. Enter what decisions promise for rated products.")) " "
                a href=(RULES) { (lang.say("Nhập chính sách", "Enter a rule")) }
            }
        } @else { @for one in words::tables(it, lang) { (cut(one, lang)) } }
    }
}

fn paying(form: &Form, lang: Lang) -> Markup {
    let ask = Ask(form, lang);
    html! {
        section.card.no-print id="pay" {
            h2 { (lang.say("Ghi số đã chi", "Note what was paid")) }
            p.hint {
                (lang.say("Tổng đã chi của khoản này; ghi lại thì số mới thay số cũ.",
                    "All that was paid of this amount; noted again, it takes the old one’s place."))
            }
            form.form method="post" action=(PATH) {
                (ask.head())
                @for name in ["rule", "product", "signed_on"] { (ask.hidden(name)) }
                div.form-two {
                    (ask.field("amount", lang.say("Đã chi (đ)", "Paid (đ)"), Kind::Number, ""))
                    (ask.field("paid_on", lang.say("Ngày chi", "Paid on"), Kind::Date, ""))
                }
                (ask.maybe("document", lang.say("Chứng từ", "Paper"), Kind::Text,
                    lang.say("Số ủy nhiệm chi, phiếu chi", "Number of the payment order")))
                (ask.tick("withdrawn", lang.say("Rút lại (chưa chi)", "Take back (not paid)")))
                (submit(lang.say("Lưu", "Save")))
            }
        }
    }
}

#[derive(Deserialize)]
struct Which {
    uid: Option<RuleId>,
}

async fn rules(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(which): Query<Which>,
) -> Shown {
    let all = load(&app, &caller).await?;
    let known = which.uid.and_then(|uid| all.iter().find(|it| it.uid == uid));
    let form = known.map(filled_rule).unwrap_or_else(|| {
        let now = app.shop.clock.now();
        Form::of([
            ("uid", app.shop.chance.uid(now).to_string()),
            ("starts_on", date(now.date().year(), 1, 1).to_string()),
        ])
    });
    shown(draw_rules(&caller, &all, &form))
}

async fn load(app: &App, caller: &Caller) -> Result<Vec<Rule>, Problem> {
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    read_rules(&mut db).await.spoken(caller.lang)
}

fn filled_rule(it: &Rule) -> Form {
    let shown = |it: Option<String>| it.unwrap_or_default();
    Form::of([
        ("uid", it.uid.to_string()),
        ("name", it.name.clone()),
        ("decision", it.decision.clone()),
        ("area", it.area.clone()),
        ("occasion", it.occasion.as_str().into()),
        ("star", shown(it.star.map(|it| it.to_string()))),
        ("form", shown(it.form.map(|it| it.as_str().to_owned()))),
        ("receiver", it.receiver.as_str().into()),
        ("amount", it.amount.digits()),
        ("most", shown(it.most.map(|it| it.to_string()))),
        ("starts_on", it.starts_on.to_string()),
        ("ends_on", shown(it.ends_on.map(|it| it.to_string()))),
        ("withdrawn", u8::from(it.withdrawn).to_string()),
    ])
}

async fn keep(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    if let Some(rule) = read_rule(&mut form) {
        let command = Command::Catalog(Change::Rule(rule));
        if form.takes("name", change(&app, &caller, command).await) {
            return saved(RULES);
        }
    }
    let all = load(&app, &caller).await?;
    again(&form, draw_rules(&caller, &all, &form))
}

fn read_rule(form: &mut Form) -> Option<Rule> {
    let (uid, amount) = (form.uid::<RuleId>("uid"), form.money("amount"));
    let (name, decision) = (form.required("name", 200), form.required("decision", 200));
    let (occasion, receiver) = (form.word::<Occasion>("occasion"), form.word("receiver"));
    let any = |form: &Form, name: &str| form.get(name).is_empty();
    let star = if any(form, "star") { None } else { form.count("star") };
    let maker = if any(form, "form") { None } else { form.word::<SubjectType>("form") };
    if amount.is_none() && any(form, "amount") {
        form.wrong("amount", Say::new("Hãy nhập số tiền", "Enter the amount"));
    }
    let starts_on = form.date("starts_on");
    if starts_on.is_none() && any(form, "starts_on") {
        form.wrong("starts_on", Say::new("Hãy nhập ngày", "Enter the day"));
    }
    let rule = Rule {
        area: form.text("area", 200),
        most: form.count("most"),
        ends_on: form.date("ends_on"),
        star: star.and_then(|it| u8::try_from(it).ok()),
        form: maker,
        withdrawn: form.get("withdrawn") == "1",
        uid: uid?,
        name,
        decision,
        occasion: occasion?,
        receiver: receiver?,
        amount: amount?,
        starts_on: starts_on?,
    };
    if let Err(say) = rule.check() {
        form.wrong("", say);
    }
    form.ok().then_some(rule)
}

fn draw_rules(caller: &Caller, all: &[Rule], form: &Form) -> Markup {
    let (lang, writes) = (caller.lang, caller.organiser().is_ok());
    let title = lang.say("Chính sách thưởng, hỗ trợ", "Rules of rewards and support");
    let body = html! {
        div class="narrow" {
            p class="crumbs" {
                a href=(PATH) { (lang.say("Thưởng và hỗ trợ", "Rewards and support")) } " ›"
            }
            h1 { (title) }
            @if all.is_empty() {
                p class="empty" { (lang.say("Chưa có chính sách nào.", "No rules yet.")) }
            }
            @for rule in all { (rule_card(rule, writes, lang)) }
            @if writes { (entering(all, form, lang)) }
        }
    };
    page(caller, RULES, title, body)
}

fn rule_card(it: &Rule, writes: bool, lang: Lang) -> Markup {
    let days = match it.ends_on {
        Some(end) => format!("{} – {}", date_text(it.starts_on), date_text(end)),
        None => format!("{} {}", lang.say("từ", "since"), date_text(it.starts_on)),
    };
    html! {
        section class="card" {
            h2 {
                (it.name)
                @if it.withdrawn {
                    " " span class="tag stop" { (lang.say("Đã rút", "Taken back")) }
                }
            }
            p { (words::pays(it, lang)) }
            p class="hint" { (it.decision) " · " (days) }
            @if writes {
                a class="button quiet" href={ (RULES) "?uid=" (it.uid) "#enter" } {
                    (lang.say("Sửa", "Edit"))
                }
            }
        }
    }
}

fn entering(all: &[Rule], form: &Form, lang: Lang) -> Markup {
    let ask = Ask(form, lang);
    let known = all.iter().any(|it| it.uid.to_string() == form.get("uid"));
    let any = || (String::new(), lang.say("Bất kỳ", "Any").to_owned());
    let stars = (3..=5).map(|star: usize| (star.to_string(), "★".repeat(star)));
    let stars: Vec<_> = [any()].into_iter().chain(stars).collect();
    let forms = options(SubjectType::ALL, SubjectType::as_str, |it| it.label(lang));
    let forms: Vec<_> = [any()].into_iter().chain(forms).collect();
    html! {
        section class="card" id="enter" {
            h2 {
                @if known { (lang.say("Sửa chính sách", "Edit the rule")) }
                @else { (lang.say("Thêm chính sách", "Another rule")) }
            }
            form class="form" method="post" action=(RULES) {
                (ask.head())
                (ask.hidden("uid"))
                (ask.field("name", lang.say("Tên", "Name"), Kind::Text,
                    lang.say("Ví dụ: Thưởng sản phẩm 4 sao", "Such as: Reward of four stars")))
                (ask.field("decision", lang.say("Quyết định", "Decision"), Kind::Text,
                    lang.say("Số và ngày quyết định", "Its number and day")))
                div class="form-two" {
                    (ask.field("amount", lang.say("Mức chi một sản phẩm (đ)",
                        "For each product (đ)"), Kind::Number, ""))
                    (ask.select("receiver", lang.say("Người nhận", "Who receives it"),
                        &options(Receiver::ALL, Receiver::as_str, |it| it.label(lang))))
                    (ask.select("occasion", lang.say("Khi", "When"),
                        &options(Occasion::ALL, Occasion::as_str, |it| it.label(lang))))
                    (ask.select("star", lang.say("Hạng sao", "Stars"), &stars))
                    (ask.select("form", lang.say("Loại chủ thể", "Kind of producer"), &forms))
                    (ask.maybe("most", lang.say("Nhiều nhất mấy sản phẩm", "At most for"),
                        Kind::Digits, lang.say("Của một người nhận", "Products of one receiver")))
                    (ask.field("starts_on", lang.say("Giấy ký từ ngày", "Signed from"),
                        Kind::Date, ""))
                    (ask.maybe("ends_on", lang.say("Đến hết ngày", "To the end of"),
                        Kind::Date, ""))
                }
                (ask.maybe("area", lang.say("Địa bàn", "Place"), Kind::Text,
                    lang.say("Tỉnh, hoặc tên trong địa chỉ xã của chủ thể; để trống: tất cả",
                        "The province, or a name in the producer’s commune; empty: all")))
                @if known {
                    (ask.tick("withdrawn", lang.say("Rút chính sách này (ghi nhầm)",
                        "Take this rule back (a mistake)")))
                }
                (submit(lang.say("Lưu chính sách", "Save the rule")))
            }
        }
    }
}
