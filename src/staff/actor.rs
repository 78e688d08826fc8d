//! Who did it, as the journal says it: without a language, and put into words where it is read.

use super::Role;
use crate::base::lang::Lang;

/// Whoever gives commands at the laptop's own command line.
pub const COMMAND_LINE: &str = "command line";
/// The machine itself, which takes what was given to it.
pub const HANDED: &str = "given to this machine";
/// Whoever fills the demonstration season.
pub const DEMONSTRATION: &str = "demonstration";

/// A device on which nobody is signed in.
pub fn device(letter: &str) -> String {
    format!("device {letter}")
}

/// In words: `Lan (seller)` is read as `Lan (Nhân viên bán hàng)`, `device A` as `Máy A`.
pub fn spoken(actor: &str, lang: Lang) -> String {
    if let Some(letter) = actor.strip_prefix("device ") {
        return format!("{} {letter}", lang.say("Máy", "Device"));
    }
    let role = actor.strip_suffix(')').and_then(|text| {
        let (name, role) = text.rsplit_once(" (")?;
        Some((name, role.parse::<Role>().ok()?))
    });
    match (actor, role) {
        (_, Some((name, role))) => format!("{name} ({})", role.label(lang)),
        (COMMAND_LINE, _) => lang.say("Dòng lệnh", "Command line").to_owned(),
        (HANDED, _) => lang.say("Được giao cho máy này", "Given to this machine").to_owned(),
        (DEMONSTRATION, _) => lang.say("Dữ liệu mẫu", "Demonstration").to_owned(),
        _ => actor.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_did_it_is_read_in_the_readers_language() {
        let read = |actor: &str| [spoken(actor, Lang::Vi), spoken(actor, Lang::En)];
        assert_eq!(read("Lan (seller)"), ["Lan (Nhân viên bán hàng)", "Lan (Seller)"]);
        assert_eq!(read(&device("A")), ["Máy A", "Device A"]);
        assert_eq!(read("Máy Thị Lan"), ["Máy Thị Lan", "Máy Thị Lan"]);
        assert_eq!(read(COMMAND_LINE), ["Dòng lệnh", "Command line"]);
        assert_eq!(read(DEMONSTRATION), ["Dữ liệu mẫu", "Demonstration"]);
        assert_eq!(read("Hoa (Bình Liêu)"), ["Hoa (Bình Liêu)", "Hoa (Bình Liêu)"]);
    }
}
