//! Forms: what was typed is kept, and what is wrong stands at its field.

use crate::{
    base::{
        code,
        fold::{tidy, within},
        lang::{Lang, Say},
        money::Money,
        old_letters::reading,
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::doubtful,
    sheet::{Holds, Value, cells},
};
use axum::{
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use jiff::civil::{Date, Time};
use maud::{Markup, html};
use std::str::FromStr;

mod ask;

pub use ask::{Ask, Kind, asked, options, submit};

/// Names and values as they were typed or as they stand, with what is wrong with them.
#[derive(Debug, Clone, Default)]
pub struct Form {
    values: Vec<(String, String)>,
    errors: Vec<(String, Say)>,
    refused: Option<Refusal>,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Form, Response> {
        let sent = axum::Form::<Vec<(String, String)>>::from_request(request, state).await;
        let axum::Form(values) = sent.map_err(IntoResponse::into_response)?;
        Ok(Form { values, ..Form::default() })
    }
}

impl Form {
    /// A form as it is first shown.
    pub fn of<const N: usize>(values: [(&str, String); N]) -> Form {
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Form { values, ..Form::default() }
    }

    /// Adds a value.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.push((name.to_owned(), value.into()));
    }

    /// Puts a value in the place of whatever stands at a name.
    pub fn replace(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(key, _)| key != name);
        self.set(name, value);
    }

    /// Puts a value at a name at which nothing was sent: what a form does not ask for stays.
    pub fn fill(&mut self, name: &str, value: &str) {
        if self.all(name).next().is_none() {
            self.set(name, value);
        }
    }

    /// All names with what stands at them.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What stands at a name, or empty.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Whether the form was sent with this name, be it empty.
    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The names with this beginning at which something was typed.
    pub fn typed<'a>(&'a self, begins: &str) -> impl Iterator<Item = &'a str> {
        let typed = self.values.iter().filter(|(_, value)| !value.trim().is_empty());
        typed.map(|(key, _)| key.as_str()).filter(move |key| key.starts_with(begins))
    }

    /// Everything that stands at a name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Notes what is wrong with a field; an empty name stands for the form as a whole.
    pub fn wrong(&mut self, name: &str, say: impl Into<Say>) {
        self.errors.push((name.to_owned(), say.into()));
    }

    /// Notes a refusal of the desk: at `field` when a name is taken, else at the form's head.
    pub fn refuse(&mut self, field: &str, refusal: &Refusal) {
        let taken = matches!(refusal, Refusal::Malformed { code: "name_taken", .. });
        let at = refusal.field().unwrap_or(if taken { field } else { "" });
        self.refuse_at(at, refusal);
    }

    /// Whether the desk did it; what it refused is noted as `refuse` does.
    pub fn takes<T>(&mut self, field: &str, done: Result<T, Refusal>) -> bool {
        done.map_err(|refusal| self.refuse(field, &refusal)).is_ok()
    }

    /// Notes a refusal at a field.
    pub fn refuse_at(&mut self, name: &str, refusal: &Refusal) {
        if let Refusal::Failed(error) = refusal {
            tracing::error!(error, "a form could not be written");
        }
        self.wrong(name, refusal.say());
        self.refused = Some(refusal.clone());
    }

    /// What refused the form as it was sent; none where only what was typed is wrong.
    pub fn refused(&self) -> Option<&Refusal> {
        self.refused.as_ref()
    }

    /// What is wrong first of all.
    pub fn first_error(&self) -> Option<&Say> {
        self.errors.first().map(|(_, say)| say)
    }

    /// Whether nothing is wrong so far.
    pub fn ok(&self) -> bool {
        self.errors.is_empty()
    }

    /// Text in composed letters, at most `limit` of them.
    pub fn text(&mut self, name: &str, limit: usize) -> String {
        let text = tidy(self.get(name));
        if let Err(say) = within(limit, &[&text]) {
            self.wrong(name, say);
        } else if let Some(it) = reading(self.get(name)) {
            let say = it.say(self.get(name));
            self.wrong(name, say);
        } else if let fault @ Value::Fault(_) = Value::of_text(&text)
            && let Err(say) = fault.text(Holds::Text)
        {
            // Copied out of a spreadsheet.
            self.wrong(name, say);
        }
        text
    }

    /// A barcode in the one way it is written, its check digit right; or empty.
    pub fn barcode(&mut self, name: &str) -> String {
        let typed = self.text(name, 40);
        let read = code::barcode(&typed);
        read.unwrap_or_else(|say| {
            self.wrong(name, say);
            typed
        })
    }

    /// An item code, or empty.
    pub fn item(&mut self, name: &str) -> String {
        code::unwrap(&self.text(name, 40))
    }

    /// Text that may not be empty.
    pub fn required(&mut self, name: &str, limit: usize) -> String {
        let text = self.text(name, limit);
        if text.is_empty() {
            self.wrong(name, Say::new("Hãy nhập ô này", "Please fill this in"));
        }
        text
    }

    /// A word of a closed vocabulary.
    pub fn word<T: FromStr<Err = Say>>(&mut self, name: &str) -> Option<T> {
        match T::from_str(self.get(name)) {
            Ok(word) => Some(word),
            Err(say) => {
                self.wrong(name, say);
                None
            }
        }
    }

    /// A date as `02/06/2026`, none when empty.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let say = Say::new(
            "Ngày không hợp lệ. Viết ngày/tháng/năm, ví dụ 02/06/2026",
            "Not a date. Write day/month/year, such as 02/06/2026",
        );
        self.parsed(name, say, |text| cells::date(text).ok())
    }

    /// A time of day as `14:30`, none when empty.
    pub fn time(&mut self, name: &str) -> Option<Time> {
        let say = Say::new("Giờ không hợp lệ, ví dụ 14:30", "Not a time, such as 14:30");
        self.parsed(name, say, clock_time)
    }

    /// An amount in đồng from 0 up, none when empty.
    pub fn money(&mut self, name: &str) -> Option<Money> {
        let say = Say::new("Số tiền không hợp lệ, ví dụ 55.000", "Not an amount, such as 55.000");
        let fits = |money: &Money| (Money::ZERO..=Money::LIMIT).contains(money);
        let typed = self.get(name).trim();
        if typed.is_empty() {
            return None;
        }
        let amount = Money::parse_typed(typed).and_then(|it| fits(&it).then_some(it).ok_or(say));
        amount.map_err(|say| self.wrong(name, say)).ok()
    }

    /// A price as `money`; one that may be a slip of the finger is asked about, and meant when it
    /// is sent again.
    pub fn asked_price(&mut self, name: &str) -> Option<Money> {
        let amount = self.money(name)?;
        self.ask_if_doubtful(name, amount);
        Some(amount)
    }

    fn ask_if_doubtful(&mut self, name: &str, amount: Money) {
        if let Some(say) = doubtful(amount) {
            self.doubt_of(name, say, amount.0.to_string());
        }
    }

    /// Asks about what stands at a field, once: when the same is to be asked again, it is meant.
    pub fn doubt(&mut self, name: &str, say: Say) {
        let about = say.vi.clone();
        self.doubt_of(name, say, about);
    }

    fn doubt_of(&mut self, name: &str, Say { vi, en }: Say, about: String) {
        let sure = format!("{name}.sure");
        if self.get(&sure) != about {
            self.replace(&sure, about);
            let (vi, en) =
                (format!("{vi} Nếu đúng, hãy lưu lần nữa"), format!("{en} If so, save again"));
            self.wrong(name, Say::new(vi, en));
        }
    }

    /// A price in đồng above 0, none when empty: what is given away is a sample, with its reason.
    /// Another one than stands may be asked about.
    pub fn price(&mut self, name: &str, stands: Option<i64>) -> Option<Money> {
        let amount = self.money(name)?;
        if amount == Money::ZERO {
            let vi = "Giá phải trên 0 đồng; hàng tặng thì ghi hàng mẫu khi bán";
            let en = "A price is above 0 đồng; what is given away is a sample at the till";
            self.wrong(name, Say::new(vi, en));
        } else if Some(amount.0) != stands {
            self.ask_if_doubtful(name, amount);
        }
        Some(amount)
    }

    /// A quantity with at most three decimals, none when empty.
    pub fn quantity(&mut self, name: &str) -> Option<Quantity> {
        let text = self.get(name).trim();
        if text.is_empty() {
            return None;
        }
        Quantity::parse_typed(text).map_err(|say| self.wrong(name, say)).ok()
    }

    /// A whole number from 0 up, none when empty.
    pub fn count(&mut self, name: &str) -> Option<i64> {
        let say = Say::new("Hãy nhập số nguyên", "Enter a whole number");
        self.parsed(name, say, |text| text.replace('.', "").parse().ok().filter(|n| *n >= 0))
    }

    /// An id, none when empty.
    pub fn uid<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let say = Say::new("Hãy chọn lại", "Please choose again");
        self.parsed(name, say, |text| text.parse().ok())
    }

    fn parsed<T>(&mut self, name: &str, say: Say, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.get(name).trim();
        if text.is_empty() {
            return None;
        }
        let value = parse(text);
        if value.is_none() {
            self.wrong(name, say);
        }
        value
    }

    /// What is wrong at a name, in words.
    pub fn error(&self, name: &str, lang: Lang) -> Markup {
        let said = self.errors.iter().filter(|(key, _)| key == name);
        html! { @for (_, say) in said { p class="error" role="alert" { (say.in_lang(lang)) } } }
    }

    /// Whether something is wrong at this field.
    pub fn is_wrong(&self, name: &str) -> bool {
        self.errors.iter().any(|(key, _)| key == name)
    }
}

/// A time of day as people write it: `8`, `8h30`, `14:30`, `14:30:00`.
fn clock_time(text: &str) -> Option<Time> {
    let mut parts = text.trim_end_matches(['h', 'H']).split([':', 'h', 'H', '.']);
    let mut number = |least: i8| match parts.next() {
        None => Some(least),
        Some(part) if part.len() <= 2 => part.parse::<i8>().ok(),
        Some(_) => None,
    };
    let (hour, minute, second) = (number(-1)?, number(0)?, number(0)?);
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}
