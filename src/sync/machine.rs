//! Which computer this is, as far as the system tells: a data folder that was copied to another one
//! would write a second book under the same name.

use sha2::{Digest, Sha256};

/// Where Linux names the computer.
const NAMED: &[&str] = &["/etc/machine-id", "/var/lib/dbus/machine-id"];

/// A word for this computer, the same at every start; the same for all that do not tell.
pub fn id() -> String {
    let read = |file: &&str| std::fs::read_to_string(file).ok();
    let files = NAMED.iter().filter_map(read).find(|name| !name.trim().is_empty());
    let name = files.or_else(|| std::env::var("COMPUTERNAME").ok()).unwrap_or_default();
    let sum = Sha256::digest(format!("chophien machine {}", name.trim()));
    hex::encode(&sum[..16])
}

/// What this computer is called, as a name to begin with.
pub fn name() -> String {
    let name = std::fs::read_to_string("/etc/hostname").ok();
    let name = name.or_else(|| std::env::var("COMPUTERNAME").ok()).unwrap_or_default();
    name.trim().to_owned()
}
