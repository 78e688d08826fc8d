//! How the labels of a fair's scales are read: a card on the fair's settings, for the organiser.

use crate::{
    base::{id::FairId, lang::Lang},
    desk::command::Command,
    fair::{
        Change, ScaleLabel,
        label::{LabelKind, check, store::LabelRow},
    },
    web::{
        http::{app::App, guard::Organiser, route::post},
        office::fairs::page,
        ui::{
            answer::{Shown, again, change, part, saved},
            form::{Ask, Form, Kind, asked},
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// The route of the card's form.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/labels", post(keep))
}

/// What the digits of the value can mean, as `kind:step`.
const VALUES: [(&str, (&str, &str)); 6] = [
    ("weight:1", ("số gam", "grams")),
    ("weight:10", ("số chục gam", "tens of grams")),
    ("price:1", ("số đồng", "đồng")),
    ("price:10", ("số chục đồng", "tens of đồng")),
    ("price:100", ("số trăm đồng", "hundreds of đồng")),
    ("price:1000", ("số nghìn đồng", "thousands of đồng")),
];

fn value_words(value: &str, lang: Lang) -> &'static str {
    let known = VALUES.iter().find(|(word, _)| *word == value);
    known.map(|(_, (vi, en))| lang.say(vi, en)).unwrap_or_default()
}

/// A rule as most scales come: 21, five digits of item code, grams.
pub fn blank() -> Form {
    Form::of([("prefix", "".into()), ("item_digits", "5".into()), ("value", "weight:1".into())])
}

/// The rules that hold, and the form of another.
pub fn card(rows: &[LabelRow], base: &str, changes: bool, ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        section class="card" {
            h2 { (lang.say("Tem cân", "Labels of scales")) }
            p class="hint" {
                (lang.say(
                    "Mã vạch do cân in ra, mang mã hàng và cân nặng hoặc số tiền.",
                    "Barcodes printed by a scale: an item code and a weight or an amount."))
            }
            ul class="facts" {
                @for row in rows { li { (rule(row, changes.then_some(base), lang)) } }
                @if rows.is_empty() {
                    li { (lang.say("Chưa đọc tem cân nào.", "No labels are read yet.")) }
                }
            }
            @if changes { (form(base, ask)) }
        }
    }
}

/// One rule; `base` is where whoever may take it away says so.
fn rule(row: &LabelRow, base: Option<&str>, lang: Lang) -> Markup {
    let value = value_words(&format!("{}:{}", row.kind, row.step), lang);
    let left = 10 - row.item_digits - i64::from(row.verifier);
    let pattern = format!(
        "{} {} {}{}",
        row.prefix,
        "M".repeat(usize::try_from(row.item_digits).unwrap_or_default()),
        if row.verifier { "K " } else { "" },
        "S".repeat(usize::try_from(left).unwrap_or_default()),
    );
    html! {
        span class="rule" {
            b { (pattern) } br;
            (lang.say("M là mã hàng, S là ", "M is the item code, S is ")) (value)
            @if row.verifier { (lang.say(", K kiểm tra S", ", K checks S")) }
        }
        @if let Some(base) = base {
            (asked(
                html! {
                    (lang.say("Bỏ…", "Remove…")) span class="hidden-words" { " " (row.prefix) }
                },
                html! { p { (lang.say(
                    "Máy bán thôi đọc tem có đầu mã này.",
                    "Tills read labels of this prefix no more.",
                )) } },
                html! {
                    form method="post" action={ (base) "/labels" } {
                        button class="danger" name="remove" value=(row.prefix) {
                            (lang.say("Bỏ tem đầu", "Remove prefix")) " " (row.prefix)
                        }
                    }
                },
            ))
        }
    }
}

fn form(base: &str, ask: Ask) -> Markup {
    let lang = ask.1;
    let values: Vec<_> = VALUES
        .iter()
        .map(|(word, _)| ((*word).to_owned(), value_words(word, lang).to_owned()))
        .collect();
    let digits = ["4", "5", "6"].map(|count| (count.to_owned(), count.to_owned()));
    html! {
        form class="form" method="post" action={ (base) "/labels" } {
            (ask.head())
            div class="form-two" {
                (ask.field("prefix", lang.say("Đầu mã", "Prefix"), Kind::Digits,
                    lang.say("02, 04, 20–29", "02, 04, 20–29")))
                (ask.select("item_digits", lang.say("Số chữ số mã hàng", "Item code digits"),
                    &digits))
            }
            (ask.select("value", lang.say("Các số còn lại là", "The other digits are"), &values))
            (ask.tick("verifier", lang.say("Giữa mã hàng và số có một số kiểm tra (GS1)",
                "A digit between item code and value checks it (GS1)")))
            p class="hint" {
                (lang.say(
                    "Cân in tiền đã làm tròn thì máy bán lấy số gam ra gần số trên tem nhất, và \
                     báo nếu tiền tính khác tem.",
                    "Of amounts that the scale has rounded, the till takes the grams that come \
                     nearest, and says when it charges another sum than the label."))
            }
            div class="form-end" { button { (lang.say("Lưu tem", "Save the label")) } }
        }
    }
}

async fn keep(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    mut form: Form,
) -> Shown {
    let whole = page::load(&app, &caller, &code).await?;
    let fair = FairId::of_bytes(&whole.fair.uid);
    let removed = whole.labels.iter().find(|row| row.prefix == form.get("remove"));
    let label = match removed {
        Some(row) => stored(row, fair),
        None => read(&mut form, fair),
    };
    if let Some(label) = label {
        match change(&app, &caller, Command::Fair(Change::ScaleLabel(label))).await {
            Ok(_) => return saved(&format!("/fairs/{}/settings", part(&whole.fair.code))),
            Err(refusal) => form.refuse("prefix", &refusal),
        }
    }
    again(&form, page::draw(&caller, &whole, &form))
}

/// A rule that stands, no longer read.
fn stored(row: &LabelRow, fair: FairId) -> Option<ScaleLabel> {
    Some(ScaleLabel {
        fair,
        prefix: row.prefix.clone(),
        kind: row.kind.parse().ok()?,
        item_digits: u8::try_from(row.item_digits).ok()?,
        step: row.step,
        active: false,
        verifier: row.verifier,
    })
}

fn read(form: &mut Form, fair: FairId) -> Option<ScaleLabel> {
    let prefix = form.required("prefix", 2);
    let item_digits = form.count("item_digits").and_then(|count| u8::try_from(count).ok())?;
    let (kind, step) = form.get("value").split_once(':')?;
    let (kind, step): (LabelKind, i64) = (kind.parse().ok()?, step.parse().ok()?);
    let verifier = form.get("verifier") == "1";
    let label = ScaleLabel { fair, prefix, kind, item_digits, step, active: true, verifier };
    if let Err((field, say)) = check(&label)
        && form.ok()
    {
        form.wrong(field, say);
    }
    form.ok().then_some(label)
}
