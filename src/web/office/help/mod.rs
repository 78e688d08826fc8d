//! Help: a short page for each screen, with its picture, and a list of them. Nothing in it is
//! anybody's, so that whoever cannot sign in may read it too.

mod card;
mod fairs;
mod goods;
mod machine;
mod selling;
#[cfg(test)]
mod tests;

use crate::{
    base::lang::{Lang, Say},
    base::refusal::Refusal,
    web::{
        http::{
            app::App,
            assets::url,
            guard::{Anyone, Caller},
            problem::Problem,
            route::get,
        },
        ui::{
            answer::{Shown, shown},
            help::words,
            page,
        },
    },
};
use axum::{Router, extract::Path};
use maud::{Markup, html};

/// The routes of help.
pub fn router() -> Router<App> {
    Router::new()
        .merge(card::router())
        .route("/help", get(list))
        .route("/help/{screen}", get(screen))
}

/// A text in both languages. What stands between asterisks is what the screen calls it.
type Text = (&'static str, &'static str);

/// The help for a screen.
struct Help {
    /// Its name in the address, and that of its pictures.
    name: &'static str,
    /// What it is about.
    title: Text,
    /// What it is for, in a sentence.
    about: Text,
    /// What to do, in order.
    steps: &'static [Text],
    /// What else to know.
    notes: &'static [Text],
    /// Its picture is of a laptop's screen, not of a phone's.
    wide: bool,
}

/// What the screens of one kind of work are called, and their help.
type Chapter = (Text, &'static [Help]);

const CHAPTERS: [Chapter; 4] = [
    (("Bán hàng", "Selling"), selling::HELP),
    (("Hội chợ và gian hàng", "Fairs and booths"), fairs::HELP),
    (("Hàng và kho", "Goods and stock"), goods::HELP),
    (("Máy và sổ", "The laptop and its book"), machine::HELP),
];

fn all() -> impl Iterator<Item = &'static Help> {
    CHAPTERS.iter().flat_map(|(_, helps)| helps.iter())
}

fn say((vi, en): Text, lang: Lang) -> &'static str {
    lang.say(vi, en)
}

async fn list(Anyone(caller): Anyone) -> Shown {
    let lang = caller.lang;
    let body = html! {
        div class="page-head" {
            h1 { (words(lang)) }
            div class="actions" { (card::link(lang)) }
        }
        div class="cards" {
            @for (title, helps) in CHAPTERS {
                section class="card" {
                    h2 { (say(title, lang)) }
                    ul class="facts" {
                        @for help in helps { li {
                            a href={ "/help/" (help.name) } { (say(help.title, lang)) }
                        } }
                    }
                }
            }
        }
    };
    shown(page::page(&caller, "/help", words(lang), body))
}

async fn screen(Anyone(caller): Anyone, Path(name): Path<String>) -> Shown {
    let found = all().find(|help| help.name == name);
    let none = || Refusal::NotFound(Say::new("Không có hướng dẫn này", "No such help"));
    let help = found.ok_or_else(|| Problem(none(), caller.lang))?;
    shown(draw(&caller, help))
}

fn draw(caller: &Caller, help: &Help) -> Markup {
    let (lang, title) = (caller.lang, say(help.title, caller.lang));
    let body = html! {
        p class="crumbs" { a href="/help" { (words(lang)) } " ›" }
        div class={ "help" @if help.wide { " wide" } } {
            div class="help-words" {
                h1 { (title) }
                p class="sub" { (marked(say(help.about, lang))) }
                ol { @for step in help.steps { li { (marked(say(*step, lang))) } } }
                @if !help.notes.is_empty() {
                    ul { @for note in help.notes { li { (marked(say(*note, lang))) } } }
                }
            }
            img src=(url(&picture(help, lang))) alt={ (title) } loading="lazy";
        }
    };
    page::page(caller, &format!("/help/{}", help.name), title, body)
}

/// The file of a screen's picture (`tests/browser/flows/help.test.mjs` takes it).
fn picture(help: &Help, lang: Lang) -> String {
    format!("help/{}-{}.webp", help.name, lang.tag())
}

/// A text in which the screen's own words stand out.
fn marked(text: &str) -> Markup {
    html! {
        @for (n, part) in text.split('*').enumerate() {
            @if n % 2 == 1 { b { (part) } } @else { (part) }
        }
    }
}
