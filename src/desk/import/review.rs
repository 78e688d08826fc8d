//! What a file changes, in words, and what is asked about it.

use crate::{
    base::{
        fold::brief,
        lang::{Say, plural},
        money::group,
    },
    sheet::FileKind,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A question that a file raises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// So many rows change what a thing is, where money goes, or have a price that nobody charges.
    Sure(usize),
    /// So many rows bring goods that were received already, `differ` of them in another quantity.
    Received {
        /// Rows whose lot the booth has received.
        there: usize,
        /// Of these, rows whose quantity differs from what was received.
        differ: usize,
    },
}

impl Asked {
    /// The question.
    pub fn say(self) -> Say {
        match self {
            Asked::Sure(rows) => Say::new(
                format!("Hãy xem {rows} dòng dưới đây rồi xác nhận là đúng"),
                match rows {
                    1 => "Look at the row below and confirm that it is right".to_owned(),
                    _ => format!("Look at the {rows} rows below and confirm that they are right"),
                },
            ),
            Asked::Received { there, differ } => Say::new(
                format!(
                    "Hàng này đã nhập rồi: {there} dòng đã có trong sổ, {differ} dòng khác số \
                         lượng"
                ),
                format!(
                    "These goods were received already: {there} {} in the book, {differ} in \
                     another quantity",
                    plural(there as i64, "row stands", "rows stand")
                ),
            ),
        }
    }
}

/// The fields in which two things differ, and what that is in words, under the columns' names.
/// Fields that no column has are not said.
pub(super) fn differences<T: Serialize>(
    kind: FileKind,
    name: &str,
    was: &T,
    now: &T,
) -> (Vec<String>, Option<Say>) {
    let fields = |it: &T| serde_json::to_value(it).unwrap_or_default();
    let (was, now) = (fields(was), fields(now));
    let (Value::Object(was), Value::Object(now)) = (was, now) else { return (Vec::new(), None) };
    let mut keys: Vec<&String> = was.keys().chain(now.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| was.get(*key) != now.get(*key));
    let mut said: Vec<(String, String)> = Vec::new();
    for key in &keys {
        let names = |column: &str| column == key.as_str() || column == format!("{key}_vi");
        let Some(column) = kind.columns().iter().find(|it| names(it.name)) else { continue };
        let change = format!("{} → {}", shown(was.get(*key)), shown(now.get(*key)));
        said.push((format!("{}: {change}", column.vi), format!("{}: {change}", column.name)));
    }
    let keys = keys.into_iter().cloned().collect();
    if said.is_empty() {
        return (keys, None);
    }
    let join = |pick: fn(&(String, String)) -> &str| {
        format!("{}: {}", brief(name), said.iter().map(pick).collect::<Vec<_>>().join("; "))
    };
    (keys, Some(Say::new(join(|it| &it.0), join(|it| &it.1))))
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::String(text)) if text.is_empty() => "–".to_owned(),
        Some(Value::String(text)) => format!("“{}”", brief(text)),
        Some(Value::Number(number)) => number.as_i64().map_or_else(|| number.to_string(), group),
        Some(other) => other.to_string(),
    }
}
