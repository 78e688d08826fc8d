//! The fields of a form as they are drawn.

use super::Form;
use crate::{
    base::{clock::stored_date_text, lang::Lang, money::Money},
    locality::{search::Here, settle::advice},
};
use maud::{Markup, html};

/// What kind of keyboard and field a value needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Money, quantities: right-aligned, with the pad of digits.
    Number,
    /// Digits only, as codes and accounts.
    Digits,
    /// A day, `dd/mm/yyyy` whatever the browser's language (`static/js/lib/date_field.js`).
    Date,
    /// A time of day, `hh:mm` on a clock of 24 hours.
    Time,
    /// Never shown again.
    Password,
}

/// Draws the fields of a form in a language.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a>(pub &'a Form, pub Lang);

impl Ask<'_> {
    /// A field with its label and a hint (empty: none).
    pub fn field(&self, name: &str, label: &str, kind: Kind, hint: &str) -> Markup {
        let (input, mode) = match kind {
            Kind::Text => ("text", None),
            Kind::Number => ("text", Some("decimal")),
            Kind::Digits => ("text", Some("numeric")),
            Kind::Date | Kind::Time => ("text", Some("numeric")),
            Kind::Password => ("password", None),
        };
        let value = (kind != Kind::Password).then(|| self.0.get(name));
        let value =
            if kind == Kind::Date { value.map(stored_date_text) } else { value.map(str::to_owned) };
        let pattern = match kind {
            Kind::Date => Some(self.1.say("ngày/tháng/năm", "dd/mm/yyyy")),
            Kind::Time => Some(self.1.say("giờ:phút", "hh:mm")),
            _ => None,
        };
        let show = (kind == Kind::Password).then(|| self.1.say("Hiện", "Show"));
        let hide = (kind == Kind::Password).then(|| self.1.say("Ẩn", "Hide"));
        let day = (kind == Kind::Date).then_some("");
        let class = if kind == Kind::Number { "field num" } else { "field" };
        let wrong = self.0.is_wrong(name).then_some("true");
        self.row(name, label, hint, html! {
            (self.sure(name))
            input class=(class) id=(name) name=(name) type=(input) inputmode=[mode] value=[value]
                placeholder=[pattern] data-day=[day] data-show=[show] data-hide=[hide]
                autocomplete="off" aria-invalid=[wrong] aria-describedby={ (name) "-said" };
        })
    }

    /// A field that may stay empty, and says so.
    pub fn maybe(&self, name: &str, label: &str, kind: Kind, hint: &str) -> Markup {
        let label = format!("{label} ({})", self.1.say("không bắt buộc", "optional"));
        self.field(name, &label, kind, hint)
    }

    /// A field for an administrative unit, which is looked for as one types
    /// (`static/js/lib/locality_field.js`), those of the province `near` first; free words stay
    /// too. Below it stands what a former unit is now, or that there is none of that name.
    pub fn locality(&self, name: &str, label: &str, near: Option<&str>) -> Markup {
        let said = advice(self.0.get(name), Here { near, ..Here::TODAY });
        let said = said.as_ref().map_or("", |it| it.in_lang(self.1));
        self.searched(name, label, said, (near.unwrap_or_default(), None))
    }

    /// A field for a venue: after its first comma a unit is looked for.
    pub fn venue(&self, name: &str, label: &str, hint: &str) -> Markup {
        self.searched(name, label, hint, ("", Some("")))
    }

    fn searched(
        &self,
        name: &str,
        label: &str,
        hint: &str,
        (near, venue): (&str, Option<&str>),
    ) -> Markup {
        let label = format!("{label} ({})", self.1.say("không bắt buộc", "optional"));
        let wrong = self.0.is_wrong(name).then_some("true");
        self.row(
            name,
            &label,
            hint,
            html! {
                input class="field" id=(name) name=(name) type="text" value=(self.0.get(name))
                    data-locality=(near) data-venue=[venue]
                    autocomplete="off" aria-invalid=[wrong] aria-describedby={ (name) "-said" };
            },
        )
    }

    /// A field of words in one of several forms on a page; `of` tells its form from the others.
    pub fn named(&self, name: &str, label: &str, of: &str) -> Markup {
        let id = format!("{name}-{of}");
        let wrong = self.0.is_wrong(name).then_some("true");
        html! {
            div class="form-row" {
                label class="label" for=(id) { (label) }
                input class="field" id=(id) name=(name) value=(self.0.get(name))
                    autocomplete="off" aria-invalid=[wrong];
                (self.0.error(name, self.1))
            }
        }
    }

    /// A choice among (value, label).
    pub fn select(&self, name: &str, label: &str, options: &[(String, String)]) -> Markup {
        let chosen = self.0.get(name);
        self.row(
            name,
            label,
            "",
            html! {
                select class="field" id=(name) name=(name) aria-describedby={ (name) "-said" } {
                    @for (value, words) in options {
                        option value=(value) selected[value == chosen] { (words) }
                    }
                }
            },
        )
    }

    /// A field that offers known words while one types, and takes new ones too.
    pub fn offered(&self, name: &str, label: &str, hint: &str, known: &[String]) -> Markup {
        self.row(
            name,
            label,
            hint,
            html! {
                input class="field" id=(name) name=(name) value=(self.0.get(name))
                    list={ (name) "-known" } autocomplete="off"
                    aria-describedby={ (name) "-said" };
                datalist id={ (name) "-known" } { @for word in known { option value=(word); } }
            },
        )
    }

    /// A tick.
    pub fn tick(&self, name: &str, label: &str) -> Markup {
        html! {
            label class="box" {
                input type="checkbox" name=(name) value="1" checked[self.0.get(name) == "1"];
                span { (label) }
            }
        }
    }

    /// A value that travels along unseen.
    pub fn hidden(&self, name: &str) -> Markup {
        html! { input type="hidden" name=(name) value=(self.0.get(name)); }
    }

    /// The cell in which the price of a product is set, or what stands there.
    pub fn price_cell(&self, name: &str, of: &str, stands: Option<i64>, changes: bool) -> Markup {
        let stands = stands.map(|price| Money(price).digits()).unwrap_or_default();
        let typed = self.0.all(name).next().unwrap_or(&stands);
        html! {
            @if changes {
                input class="field num" name=(name) inputmode="numeric" value=(typed)
                    aria-label={ (self.1.say("Giá", "Price")) " " (of) };
                (self.sure(name))
                (self.0.error(name, self.1))
            } @else { (stands) }
        }
    }

    /// A price that was asked about travels along, so that sending it again means it.
    pub fn sure(&self, name: &str) -> Markup {
        let sure = format!("{name}.sure");
        html! { @if self.0.has(&sure) { (self.hidden(&sure)) } }
    }

    /// What is wrong with the form as a whole.
    pub fn head(&self) -> Markup {
        self.0.error("", self.1)
    }

    fn row(&self, name: &str, label: &str, hint: &str, field: Markup) -> Markup {
        let class = if self.0.is_wrong(name) { "form-row wrong" } else { "form-row" };
        html! {
            div class=(class) {
                label class="label" for=(name) { (label) }
                (field)
                div id={ (name) "-said" } {
                    @if !hint.is_empty() { p class="hint" { (hint) } }
                    (self.0.error(name, self.1))
                }
            }
        }
    }
}

/// What cannot be taken back is not done by one press: the button opens what would be lost, and
/// beside that stands the one that does it.
pub fn asked(label: Markup, lost: Markup, act: Markup) -> Markup {
    html! {
        details class="asked" {
            summary class="button" { (label) }
            div class="asked-for" { (lost) (act) }
        }
    }
}

/// The one button of a form.
pub fn submit(label: &str) -> Markup {
    html! { div class="form-end" { button class="main" { (label) } } }
}

/// The options of a closed vocabulary, as `words!` makes it.
pub fn options<T: Copy>(
    all: &[T],
    word: fn(T) -> &'static str,
    label: impl Fn(T) -> &'static str,
) -> Vec<(String, String)> {
    all.iter().map(|it| (word(*it).to_owned(), label(*it).to_owned())).collect()
}
