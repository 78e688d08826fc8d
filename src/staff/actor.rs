//! Who did it, as the journal says it: without a language, and put into words where it is read.

use super::Role;
use crate::base::lang::Lang;

/// Whoever gives commands at the laptop's own command line.
pub const COMMAND_LINE: &str = "command line";
/// Whoever fills the demonstration season.
pub const DEMONSTRATION: &str = "demonstration";

/// A device on which nobody is signed in.
pub fn device(letter: &str) -> String {
    format!("device {letter}")
}

/// In words: `Lan (seller)` is read as `Lan (Nhân viên bán hàng)`, `device A` as `Máy A`. Entries
/// of older versions say some of these in Vietnamese.
pub fn spoken(actor: &str, lang: Lang) -> String {
    let letter = actor.strip_prefix("device ").or_else(|| old_letter(actor));
    if let Some(letter) = letter {
        return format!("{} {letter}", lang.say("Máy", "Device"));
    }
    let role = actor.strip_suffix(')').and_then(|text| {
        let (name, role) = text.rsplit_once(" (")?;
        Some((name, role.parse::<Role>().ok()?))
    });
    match (actor, role) {
        (_, Some((name, role))) => format!("{name} ({})", role.label(lang)),
        (COMMAND_LINE | "dòng lệnh", _) => lang.say("Dòng lệnh", "Command line").to_owned(),
        (DEMONSTRATION | "Dữ liệu mẫu", _) => {
            lang.say("Dữ liệu mẫu", "Demonstration").to_owned()
        }
        _ => actor.to_owned(),
    }
}

/// The letter of a device as shifts once named it; a person may be called Máy, but not Máy A.
fn old_letter(actor: &str) -> Option<&str> {
    let letters = actor.strip_prefix("Máy ")?;
    let named = (1..=3).contains(&letters.len());
    (named && letters.bytes().all(|it| it.is_ascii_uppercase())).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_did_it_is_read_in_the_readers_language_whatever_version_wrote_it() {
        let read = |actor: &str| [spoken(actor, Lang::Vi), spoken(actor, Lang::En)];
        assert_eq!(read("Lan (seller)"), ["Lan (Nhân viên bán hàng)", "Lan (Seller)"]);
        assert_eq!(read(&device("A")), ["Máy A", "Device A"]);
        assert_eq!(read("Máy AB"), ["Máy AB", "Device AB"]);
        assert_eq!(read("Máy Thị Lan"), ["Máy Thị Lan", "Máy Thị Lan"]);
        for line in [COMMAND_LINE, "dòng lệnh"] {
            assert_eq!(read(line), ["Dòng lệnh", "Command line"]);
        }
        assert_eq!(read("Dữ liệu mẫu"), read(DEMONSTRATION));
        assert_eq!(read("Hoa (Bình Liêu)"), ["Hoa (Bình Liêu)", "Hoa (Bình Liêu)"]);
    }
}
