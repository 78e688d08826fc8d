//! A hub's address: `http://` on a network that is trusted, or `https://` with the fingerprint of
//! the hub's own authority behind `#`.

use crate::{base::lang::Say, staff::access};
use std::str::FromStr;

/// The letters of a fingerprint; see `tls::pin`.
const PIN: usize = 20;

/// Where a hub is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubAddress {
    /// Host and port.
    pub at: String,
    /// The fingerprint of its authority; none on plain HTTP.
    pub pin: Option<String>,
}

impl HubAddress {
    /// As it is written down.
    pub fn text(&self) -> String {
        match &self.pin {
            Some(pin) => format!("https://{}/#{}", self.at, grouped(pin)),
            None => format!("http://{}", self.at),
        }
    }
}

/// `7K3M9-QX2AB-…`: easier to read out; who types it may leave the dashes out.
fn grouped(pin: &str) -> String {
    let letters: Vec<char> = pin.chars().collect();
    let groups = letters.chunks(5).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

fn wrong() -> Say {
    Say::new(
        "Địa chỉ máy tổng hợp phải như http://192.168.1.5:8080, hoặc \
         https://192.168.1.5:8443/#… kèm dấu vân tay mà máy đó hiện",
        "A hub’s address is like http://192.168.1.5:8080, or https://192.168.1.5:8443/#… with the \
         fingerprint that the hub shows",
    )
}

impl FromStr for HubAddress {
    type Err = Say;

    fn from_str(text: &str) -> Result<HubAddress, Say> {
        let text = text.trim();
        let (front, behind) = text.split_once('#').unwrap_or((text, ""));
        let front = front.trim_end_matches('/');
        let (host, port, pin) = match (front.strip_prefix("http://"), behind) {
            (Some(host), _) => (host, 80, None),
            (None, behind) => {
                let host = front.strip_prefix("https://").ok_or_else(wrong)?;
                let pin = access::pairing_code(behind);
                (host, 443, Some(pin).filter(|pin| pin.len() == PIN))
            }
        };
        let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]_".contains(letter);
        let secure = front.starts_with("https://");
        if host.is_empty() || !host.chars().all(plain) || secure && pin.is_none() {
            return Err(wrong());
        }
        let named = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let at = if named { host.to_owned() } else { format!("{host}:{port}") };
        Ok(HubAddress { at, pin })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_plain_or_carries_the_fingerprint_of_the_hubs_authority() {
        let read = |text: &str| text.parse::<HubAddress>().map(|it| (it.text(), it.at, it.pin));
        let (text, at, pin) = read(" http://192.168.1.5:8080/ ").unwrap();
        assert_eq!((&*text, &*at, pin), ("http://192.168.1.5:8080", "192.168.1.5:8080", None));
        assert_eq!(read("http://so-nong-nghiep.local").unwrap().1, "so-nong-nghiep.local:80");
        let pinned = "https://10.0.0.5:8443/#7K3M9-QX2AB-00000-ZZZZZ";
        assert_eq!(read(pinned).unwrap().0, pinned);
        assert_eq!(read("https://a/#7k3m9qx2abooooozzzzz").unwrap().1, "a:443");
        for wrong in ["a:1", "https://a", "https://a/#7K3M9", "http://", "http://a b", "ftp://a"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
