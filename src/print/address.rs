//! The address under which customers reach the pages of receipts: a hub's, or this laptop's own
//! when the organiser says that visitors are on its network. A setting of this machine; without it
//! no paper carries a QR, because a code that opens nothing is worse than none. Where it is a
//! hub's, the code may hold the receipt's own proof (`signed.rs`).

use super::signed::Said;
use crate::{
    base::{
        code::percent,
        id::{ProductId, SaleId},
        refusal::Refusal,
    },
    desk::book::Shop,
    journal::{Entry, store},
    node::key::NodeKey,
    sale::Sold,
};
use sqlx::SqliteConnection;
use std::{io, sync::Arc};

/// The setting's name.
const NAME: &str = "receipt_address";
/// The name of the setting that says that codes are signed.
const SIGNED: &str = "receipt_signed";
/// Letters of the longest signed link: what stands on 58 mm paper in modules of six dots.
const LONGEST_SIGNED: usize = 200;
/// A longer address makes a symbol that 58 mm paper cannot hold legibly.
const LONGEST: usize = 80;

/// `https://host` or `http://host:port`, without a slash behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAddress(String);

impl PageAddress {
    /// Reads what an organiser typed; none for nothing. Refused: anything but scheme, host and
    /// port, and addresses that mean each customer's own phone.
    pub fn parse(typed: &str) -> Result<Option<PageAddress>, Refusal> {
        let text = typed.trim().trim_end_matches('/').to_ascii_lowercase();
        if text.is_empty() {
            return Ok(None);
        }
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let parts = rest.and_then(split).filter(|_| text.len() <= LONGEST);
        let Some(host) = parts else { return Err(malformed()) };
        let inner = host.trim_start_matches('[').trim_end_matches(']');
        let own = inner.parse::<std::net::IpAddr>();
        if inner == "localhost" || own.is_ok_and(|ip| ip.is_loopback() || ip.is_unspecified()) {
            return Err(Refusal::malformed(
                "address",
                "Địa chỉ này chỉ mở được trên chính máy chủ, khách không tới được",
                "This address opens on the server alone; customers cannot reach it",
            ));
        }
        Ok(Some(PageAddress(text)))
    }

    /// The address of a sale's page.
    pub fn of(&self, sale: SaleId) -> String {
        format!("{}/r/{sale}", self.0)
    }

    /// The address of a product's page, and of a lot of it.
    pub fn product(&self, product: ProductId, lot: &str) -> String {
        match lot {
            "" => format!("{}/p/{product}", self.0),
            lot => format!("{}/p/{product}/{}", self.0, percent(lot)),
        }
    }

    /// The page that checks a receipt's own proof, with it.
    fn check(&self, code: &str) -> String {
        format!("{}/c#{code}", self.0)
    }

    /// As it was set.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The host of `host`, `host:port` or `[v6]:port`; none when that is not what it is.
fn split(rest: &str) -> Option<&str> {
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (rest, None),
    };
    let number = |port: &str| {
        port.bytes().all(|it| it.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|it| it > 0)
    };
    if port.is_some_and(|port| !number(port)) {
        return None;
    }
    if let Some(inner) = host.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().ok().map(|_| host);
    }
    let label = |it: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !it.is_empty() && it.bytes().all(plain) && !it.starts_with('-') && !it.ends_with('-')
    };
    host.split('.').all(label).then_some(host)
}

fn malformed() -> Refusal {
    Refusal::malformed(
        "address",
        "Ghi đủ dạng http://192.168.1.20:8080 hoặc https://ten-mien.vn, không thêm gì phía sau",
        "Write it like http://192.168.1.20:8080 or https://name.vn, with nothing behind it",
    )
}

/// Where the codes on receipts lead, and whose key signs them.
#[derive(Clone)]
pub struct Pages {
    address: PageAddress,
    key: Option<Arc<NodeKey>>,
}

impl Pages {
    /// As it is set; none when papers carry no QR. A key that cannot be had keeps no paper waiting:
    /// it goes out with the short link.
    pub async fn of(shop: &Shop) -> Result<Option<Pages>, Refusal> {
        let mut db = shop.read_to_sell().await?;
        let (address, signed) = (load(&mut db).await?, signed(&mut db).await?);
        drop(db);
        let Some(address) = address else { return Ok(None) };
        let key = if signed { shop.key().await.map_err(untold).ok() } else { None };
        Ok(Some(Pages { address, key }))
    }

    /// The same for a book that nobody has opened, by the key that lies beside it.
    pub async fn beside(
        db: &mut SqliteConnection,
        key: Option<NodeKey>,
    ) -> sqlx::Result<Option<Pages>> {
        let Some(address) = load(&mut *db).await? else { return Ok(None) };
        let key = if signed(db).await? { key.map(Arc::new) } else { None };
        Ok(Some(Pages { address, key }))
    }

    /// The link of a sale's paper. Signed is only what this machine wrote itself, and only where it
    /// stays short enough to be read from narrow paper.
    pub fn link(&self, entry: &Entry, sold: &Sold) -> String {
        let key = self.key.as_ref().filter(|key| key.node().bytes() == entry.origin);
        let signed = key.map(|key| self.address.check(&Said::of(entry, sold).sign(key)));
        let short = signed.filter(|link| link.len() <= LONGEST_SIGNED);
        short.unwrap_or_else(|| self.address.of(sold.id))
    }
}

fn untold(error: io::Error) {
    tracing::warn!("receipts go out unsigned: {error}");
}

/// Whether receipts carry their own proof.
pub async fn signed(db: &mut SqliteConnection) -> sqlx::Result<bool> {
    Ok(store::setting(db, SIGNED).await?.is_some_and(|it| it == "yes"))
}

/// Says whether they do.
pub async fn keep_signed(db: &mut SqliteConnection, signed: bool) -> sqlx::Result<()> {
    let word = if signed { "yes" } else { "no" };
    store::set_setting(db, SIGNED, word).await
}

/// The address that is set; none when papers carry no QR.
pub async fn load(db: &mut SqliteConnection) -> sqlx::Result<Option<PageAddress>> {
    let kept = store::setting(db, NAME).await?.unwrap_or_default();
    // What no longer parses (a setting edited by hand) prints nothing rather than nonsense.
    Ok(PageAddress::parse(&kept).ok().flatten())
}

/// Sets it, or with none takes it away.
pub async fn keep(db: &mut SqliteConnection, address: Option<PageAddress>) -> sqlx::Result<()> {
    store::set_setting(db, NAME, address.as_ref().map_or("", PageAddress::as_str)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Option<String> {
        PageAddress::parse(typed).unwrap().map(|it| it.0)
    }

    #[test]
    fn an_address_that_customers_can_reach_is_taken_as_typed() {
        let lan = "http://192.168.1.20:8080";
        assert_eq!(read(" http://192.168.1.20:8080/ ").as_deref(), Some(lan));
        assert_eq!(read("HTTPS://OCOP.example.vn").as_deref(), Some("https://ocop.example.vn"));
        assert_eq!(read("http://[fd00::2]:8080").as_deref(), Some("http://[fd00::2]:8080"));
        assert_eq!(read("http://hoi-cho").as_deref(), Some("http://hoi-cho"));
        assert_eq!(read("  "), None);
        let sale = SaleId::default();
        let page = PageAddress::parse(lan).unwrap().unwrap().of(sale);
        assert_eq!(page, format!("{lan}/r/{sale}"));
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        for typed in [
            "192.168.1.20:8080",
            "ftp://192.168.1.20",
            "http://",
            "http://a b",
            "http://host/r",
            "http://host?x",
            "http://host#x",
            "http://me@host",
            "http://host:0",
            "http://host:99999",
            "http://host:+80",
            "http://host:",
            "http://.vn",
            "http://-a.vn",
            "http://hội-chợ.vn",
            "http://localhost:8080",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "http://0.0.0.0",
            "javascript:alert(1)",
        ] {
            assert!(PageAddress::parse(typed).is_err(), "{typed}");
        }
        assert!(PageAddress::parse(&format!("http://{}.vn", "a".repeat(80))).is_err());
    }
}
