//! Quantities in packs, as people say them: `2 thùng 5 chai`. Read and written without a loss: a
//! quantity stays whole thousandths of the product's unit.

use super::{Pack, Packs};
use crate::{
    base::{
        fold::{brief, fold, tidy},
        lang::Say,
        quantity::Quantity,
    },
    catalog::kinds::measured,
};

/// What a unit is called beside a figure: of `gói 500 g` it is `gói`, as figures of its own would
/// be taken for more of it.
pub fn spoken(unit: &str) -> &str {
    let figure = unit.find(|it: char| it.is_ascii_digit()).unwrap_or(unit.len());
    let words = if figure == unit.len() { unit } else { &unit[..figure] };
    let whole = figure == unit.len() || words.ends_with([' ', '(']);
    let words = words.trim_end_matches([' ', '(']);
    if whole && !words.is_empty() { words } else { unit }
}

impl Packs {
    /// The quantity as it is shown: `2 thùng 5 chai`, its figures grouped and never apart from
    /// their names; of a product without packs its figure alone.
    pub fn shown(&self, quantity: Quantity, unit: &str) -> String {
        match self.is_empty() {
            true => quantity.text(),
            false => self.write(quantity, unit, (Quantity::text, '\u{a0}')),
        }
    }

    /// The same with the unit in any case: `5 chai`, `2 thùng 5 chai`.
    pub fn amount(&self, quantity: Quantity, unit: &str) -> String {
        let shown = self.shown(quantity, unit);
        if self.is_empty() { format!("{shown} {unit}") } else { shown }
    }

    /// A difference with its sign: `+1 thùng`.
    pub fn signed(&self, quantity: Quantity, unit: &str) -> String {
        let more = if quantity > Quantity::ZERO { "+" } else { "" };
        format!("{more}{}", self.shown(quantity, unit))
    }

    /// What may stand after a figure, as keys beside a field offer it: each pack, then the unit.
    /// Empty where there is nothing to choose from.
    pub fn units(&self, unit: &str) -> Vec<String> {
        let names = self.iter().map(|pack| pack.name.clone());
        let unit = spoken(unit).to_owned();
        if self.is_empty() { Vec::new() } else { names.chain([unit]).collect() }
    }

    /// The quantity as a person would type it, so that reading it gives the same again.
    pub fn typed(&self, quantity: Quantity, unit: &str) -> String {
        if self.is_empty() {
            return quantity.digits();
        }
        self.write(quantity, unit, (Quantity::digits, ' '))
    }

    /// As many of each pack as go into what the larger ones leave, then the rest in the unit. A
    /// pack that is less than the unit is only for typing: 2,35 kg stays so.
    fn write(
        &self,
        quantity: Quantity,
        unit: &str,
        (figure, space): (fn(Quantity) -> String, char),
    ) -> String {
        let sign = if quantity < Quantity::ZERO { "-" } else { "" };
        let mut rest = quantity.0.unsigned_abs();
        let mut parts = Vec::new();
        for Pack { name, holds } in self.iter().filter(|pack| pack.holds > Quantity::units(1)) {
            let count = rest / holds.0.unsigned_abs();
            rest %= holds.0.unsigned_abs();
            if count > 0 {
                parts.push(format!("{}{space}{name}", figure(units(count))));
            }
        }
        if rest > 0 || parts.is_empty() {
            let rest = Quantity(i64::try_from(rest).unwrap_or(i64::MAX));
            parts.push(format!("{}{space}{}", figure(rest), spoken(unit)));
        }
        format!("{sign}{}", parts.join(" "))
    }

    /// The quantity that somebody typed: a figure of the unit, or figures each with the name of a
    /// pack or of the unit. Marks and case of the names do not matter.
    pub fn quantity(&self, text: &str, unit: &str) -> Result<Quantity, Say> {
        let text = tidy(text);
        if text.chars().all(|it| it.is_ascii_digit() || matches!(it, '.' | ',' | '-')) {
            return Quantity::parse_typed(&text);
        }
        let folded = fold(&text);
        let (sign, mut rest) = match folded.strip_prefix('-') {
            Some(rest) => (-1, rest.trim_start()),
            None => (1, folded.as_str()),
        };
        let names = self.names(unit);
        let mut said: Vec<&str> = Vec::new();
        let mut sum = 0_i128;
        while !rest.is_empty() {
            let (count, after) = figure(rest, &text)?;
            let named = names.iter().filter(|(name, _)| begins(after, name));
            let Some((name, holds)) = named.max_by_key(|(name, _)| name.len()) else {
                return Err(self.unknown(&text, after, unit));
            };
            if said.contains(&name.as_str()) {
                return Err(twice(&text));
            }
            said.push(name);
            sum += exact(count, *holds, unit, &text)?;
            rest = after[name.len()..].trim_start();
        }
        let sum = i64::try_from(sum).ok().filter(|sum| *sum <= Quantity::LIMIT.0);
        sum.map(|sum| Quantity(sign * sum)).ok_or_else(|| {
            let text = brief(&text);
            Say::new(format!("“{text}” là quá nhiều"), format!("“{text}” is too much"))
        })
    }

    /// What may stand after a figure, folded, with the thousandths that it means.
    fn names(&self, unit: &str) -> Vec<(String, i64)> {
        let packs = self.iter().map(|pack| (fold(&pack.name), pack.holds.0));
        let one = [unit, spoken(unit)].map(|name| (fold(name), Quantity::units(1).0));
        packs.chain(one).collect()
    }

    fn unknown(&self, text: &str, after: &str, unit: &str) -> Say {
        let names: Vec<&str> = self.iter().map(|pack| pack.name.as_str()).collect();
        let names = [names, vec![spoken(unit)]].concat().join(", ");
        let text = brief(text);
        if after.is_empty() {
            return Say::new(
                format!("“{text}”: sau số cuối hãy ghi {names}"),
                format!("“{text}”: write after the last figure {names}"),
            );
        }
        Say::new(
            format!("“{text}”: hàng này tính bằng {names}"),
            format!("“{text}”: this product counts in {names}"),
        )
    }
}

fn units(count: u64) -> Quantity {
    Quantity(i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(1000))
}

/// The figure at the beginning of what is left, and what follows it.
fn figure<'a>(rest: &'a str, text: &str) -> Result<(Quantity, &'a str), Say> {
    let end = rest.find(|it: char| !(it.is_ascii_digit() || matches!(it, '.' | ',')));
    let (figure, after) = rest.split_at(end.unwrap_or(rest.len()));
    if figure.is_empty() {
        let text = brief(text);
        return Err(Say::new(
            format!("“{text}”: trước mỗi tên phải có số, ví dụ 2 thùng 5 chai"),
            format!("“{text}”: a figure stands before each name, such as 2 thùng 5 chai"),
        ));
    }
    Ok((Quantity::parse_typed(figure)?, after.trim_start()))
}

/// Whether a text begins with a name as a word of its own.
fn begins(text: &str, name: &str) -> bool {
    let next = text.strip_prefix(name).map(|rest| rest.chars().next());
    next.is_some_and(|next| next.is_none_or(char::is_whitespace))
}

/// Thousandths of the unit in so many of what holds so many; whole pieces where pieces are counted.
fn exact(count: Quantity, holds: i64, unit: &str, text: &str) -> Result<i128, Say> {
    let millionths = i128::from(count.0) * i128::from(holds);
    let least = if measured(unit) { 1_000 } else { 1_000_000 };
    if millionths % least == 0 {
        return Ok(millionths / 1_000);
    }
    let (text, unit) = (brief(text), spoken(unit));
    Err(Say::new(
        format!("“{text}” không ra số {unit} chẵn; hãy ghi phần lẻ bằng {unit}"),
        format!("“{text}” is no exact number of {unit}; write what is left over in {unit}"),
    ))
}

fn twice(text: &str) -> Say {
    let text = brief(text);
    Say::new(
        format!("“{text}”: một đơn vị ghi hai lần"),
        format!("“{text}”: the same unit stands twice"),
    )
}
