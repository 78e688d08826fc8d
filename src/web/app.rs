//! What every handler is handed.

use crate::{
    desk::shop::Shop,
    live::Live,
    print::spool::{self, Spool},
};
use std::{net::IpAddr, sync::Arc};

/// The opened book and what the pages need beside it.
#[derive(Clone)]
pub struct App {
    /// The opened book.
    pub shop: Shop,
    /// Host names and addresses by which this server may be called (with port).
    pub hosts: Arc<Hosts>,
    /// The running print spool.
    pub spool: Spool,
    /// Live totals for whoever watches.
    pub live: Live,
}

impl App {
    /// Starts the followers of an opened book.
    pub fn start(shop: Shop, hosts: Arc<Hosts>) -> App {
        App { spool: spool::start(shop.clone()), live: Live::new(shop.clone()), hosts, shop }
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
        let bare = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        let bare = bare.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        self.names.contains(&bare) || addresses().contains(&bare)
    }
}

/// The machine's live addresses, loopback included, as text.
pub fn addresses() -> Vec<String> {
    let faces = if_addrs::get_if_addrs().unwrap_or_default();
    faces.iter().map(|face| face.ip().to_string()).collect()
}
