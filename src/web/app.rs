//! What every handler is handed.

use super::{display::Displays, laptop::Proofs};
use crate::{
    backup::keeper::Keeper,
    desk::shop::Shop,
    live::Live,
    print::spool::{self, Spool},
    tls::{self, TlsError},
};
use std::{net::IpAddr, sync::Arc};

/// The opened book and what the pages need beside it.
#[derive(Clone)]
pub struct App {
    /// The opened book.
    pub shop: Shop,
    /// Host names and addresses by which this server may be called (with port).
    pub hosts: Arc<Hosts>,
    /// Who makes copies of the book.
    pub keeper: Keeper,
    /// The running print spool.
    pub spool: Spool,
    /// Live totals for whoever watches.
    pub live: Live,
    /// What tills show their customers.
    pub displays: Displays,
    /// How often devices asked who this laptop is.
    pub proofs: Proofs,
    /// HTTPS; none where it is switched off or its port is taken.
    pub trust: Option<Trust>,
}

impl App {
    /// Starts the followers of an opened book.
    pub fn start(shop: Shop, hosts: Arc<Hosts>) -> App {
        let (spool, live) = (spool::start(shop.clone()), Live::new(shop.clone()));
        let (displays, proofs) = (Displays::default(), Proofs::default());
        let keeper = Keeper::start(shop.clone());
        App { keeper, spool, live, displays, proofs, hosts, shop, trust: None }
    }

    /// The same with HTTPS beside plain HTTP.
    pub fn trusting(self, trust: Option<Trust>) -> App {
        App { trust, ..self }
    }
}

/// HTTPS as the pages and the listener need it.
#[derive(Clone)]
pub struct Trust {
    /// The port.
    pub port: u16,
    /// This laptop's authority and the certificate in use.
    pub live: Arc<tls::Live>,
    /// The server's side of TLS.
    pub config: Arc<tls::ServerConfig>,
}

impl Trust {
    /// HTTPS on this port.
    pub fn new(port: u16, live: Arc<tls::Live>) -> Result<Trust, TlsError> {
        let config = live.config()?;
        Ok(Trust { port, live, config })
    }

    /// Where HTTPS is found by this host (IPv6 in brackets); none when the certificate cannot hold
    /// for it.
    pub fn url(&self, host: &str) -> Option<String> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        tls::covered(bare).then(|| format!("https://{host}:{}", self.port))
    }
}

/// The allow-list against DNS rebinding.
#[derive(Debug, Default)]
pub struct Hosts {
    /// The port we listen on.
    pub port: u16,
    /// The one address we listen on; none: all of the machine's.
    pub only: Option<IpAddr>,
    /// Names beside the machine's live addresses: `localhost`, the laptop's own name.
    pub names: Vec<String>,
}

impl Hosts {
    /// Whether whoever calls this address reaches us.
    pub fn listens_on(&self, address: IpAddr) -> bool {
        self.only.is_none_or(|only| only == address)
    }

    /// Whether a `Host` header names this machine: a known name, or one of its live addresses.
    pub fn knows(&self, host: &str) -> bool {
        let bare = without_port(host);
        let bare = bare.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        self.names.contains(&bare) || addresses().contains(&bare)
    }
}

/// A `Host` header without its port; an IPv6 address keeps its brackets.
pub fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

impl Hosts {
    /// Every name and address by which the server may be called at this moment.
    pub fn all(&self) -> Vec<String> {
        let mut all = self.names.clone();
        all.extend(addresses());
        all
    }
}

/// The machine's live addresses, loopback included, as text.
pub fn addresses() -> Vec<String> {
    let faces = if_addrs::get_if_addrs().unwrap_or_default();
    faces.iter().map(|face| face.ip().to_string()).collect()
}
