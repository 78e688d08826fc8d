//! Printers: where their bytes go, how wide their paper is, whether they answer.

pub mod store;

use super::block::Width;
use crate::base::{id::PrinterId, lang::Say};
use std::{fmt, path::PathBuf, str::FromStr};

/// The port that network printers listen on.
const RAW: u16 = 9100;
/// The folder beneath the data folder into which printers may write plain files.
pub const PAPER: &str = "paper";

pub use super::escpos::BAND;

/// The band heights that printers are set to: rows in one picture command.
pub const BANDS: [u8; 4] = [24, 64, 128, 255];

/// Where a printer's bytes go. Nothing else of the machine's files can be named: whoever sets a
/// printer up must not be able to write into the book or the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A network printer: host and port.
    Tcp(String, u16),
    /// A device, such as `/dev/usb/lp0`.
    Device(PathBuf),
    /// A plain file of this name in the data folder's `paper/`, which is appended to: for trials.
    Paper(String),
}

impl FromStr for Target {
    type Err = Say;

    fn from_str(text: &str) -> Result<Target, Say> {
        let text = text.trim();
        if let Some(name) = text.strip_prefix("file:paper/") {
            let known = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
            let plain = !name.starts_with('.') && name.chars().all(known) && name.len() <= 60;
            return match plain && !name.is_empty() {
                true => Ok(Target::Paper(name.to_owned())),
                false => Err(no_target(text)),
            };
        }
        if let Some(path) = text.strip_prefix("file:") {
            let device = path.starts_with("/dev/") && path.len() > 5;
            let plain = !path.split('/').any(|part| part == "..");
            return match device && plain {
                true => Ok(Target::Device(path.into())),
                false => Err(no_target(text)),
            };
        }
        let address = text.strip_prefix("tcp:").ok_or_else(|| no_target(text))?;
        let (host, port) = match address.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| no_target(text))?),
            None => (address, RAW),
        };
        let known = |letter: char| letter.is_ascii_alphanumeric() || ".-".contains(letter);
        if host.is_empty() || !host.chars().all(known) || port == 0 {
            return Err(no_target(text));
        }
        Ok(Target::Tcp(host.to_owned(), port))
    }
}

fn no_target(text: &str) -> Say {
    Say::new(
        format!(
            "“{text}” không phải địa chỉ máy in: ghi tcp:192.168.1.87:9100, file:/dev/usb/lp0, \
             hoặc file:paper/thu.bin để in thử ra tệp"
        ),
        format!(
            "“{text}” is no printer: write tcp:192.168.1.87:9100, file:/dev/usb/lp0, \
             or file:paper/trial.bin to try it with a file"
        ),
    )
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Tcp(host, port) => write!(out, "tcp:{host}:{port}"),
            Target::Device(path) => write!(out, "file:{}", path.display()),
            Target::Paper(name) => write!(out, "file:{PAPER}/{name}"),
        }
    }
}

crate::words! {
    /// Whether a printer tells its status. Many cheap ones never do; that is learnt at the first
    /// job and at each test page.
    Answers {
        /// Not asked yet.
        Unknown = "unknown", "Chưa biết", "Not known yet";
        /// It answers.
        Full = "full", "Báo trạng thái", "Tells its status";
        /// It never answers.
        Never = "none", "Không báo trạng thái", "Tells no status";
    }
}

/// A printer as people set it up.
#[derive(Debug, Clone)]
pub struct NewPrinter {
    /// Its name in lists.
    pub name: String,
    /// Where its bytes go.
    pub target: Target,
    /// Its paper.
    pub width: Width,
    /// Rows in one picture command, one of `BANDS`.
    pub band: u8,
}

impl NewPrinter {
    /// Checks a printer by itself.
    pub fn check(&self) -> Result<(), Say> {
        if self.name.trim().is_empty() || self.name.len() > 100 {
            return Err(Say::new("Hãy đặt tên cho máy in", "Give the printer a name"));
        }
        if !BANDS.contains(&self.band) {
            return Err(Say::new(
                "Số hàng mỗi dải phải là 24, 64, 128 hoặc 255",
                "Rows in a band are 24, 64, 128 or 255",
            ));
        }
        Ok(())
    }
}

/// A printer that is set up.
#[derive(Debug, Clone)]
pub struct Printer {
    /// Row id.
    pub id: i64,
    /// Which.
    pub uid: PrinterId,
    /// Its name in lists.
    pub name: String,
    /// Where its bytes go.
    pub target: Target,
    /// Its paper.
    pub width: Width,
    /// Rows in one picture command.
    pub band: u8,
    /// Whether it tells its status.
    pub answers: Answers,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_is_named_by_its_address_or_its_device() {
        let target = |text: &str| text.parse::<Target>();
        assert_eq!(target("tcp:192.168.1.87"), Ok(Target::Tcp("192.168.1.87".into(), 9100)));
        assert_eq!(target(" tcp:may-in:9101 "), Ok(Target::Tcp("may-in".into(), 9101)));
        assert_eq!(target("file:/dev/usb/lp0"), Ok(Target::Device("/dev/usb/lp0".into())));
        assert_eq!(target("file:paper/thu.bin"), Ok(Target::Paper("thu.bin".into())));
        for wrong in [
            "",
            "192.168.1.87",
            "tcp:",
            "tcp::9100",
            "tcp:a b:1",
            "tcp:a:99999",
            "tcp:a:0",
            "file:",
            "file:lp0",
            "file:/dev/",
            "file:/etc/passwd",
            "file:/var/lib/chophien/chophien.db",
            "file:/dev/../etc/passwd",
            "file:paper/../chophien.db",
            "file:paper/",
            "file:paper/.bin",
        ] {
            assert!(target(wrong).unwrap_err().vi.contains(wrong));
        }
        assert_eq!(target("tcp:may-in").unwrap().to_string(), "tcp:may-in:9100");
    }
}
