//! What every handler is handed.

use super::display::Displays;
use crate::{
    desk::shop::Shop,
    live::Live,
    print::spool::{self, Spool},
};
use std::sync::Arc;

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
    /// What tills show their customers.
    pub displays: Displays,
}

impl App {
    /// Starts the followers of an opened book.
    pub fn start(shop: Shop, hosts: Arc<Hosts>) -> App {
        let (spool, live) = (spool::start(shop.clone()), Live::new(shop.clone()));
        App { spool, live, displays: Displays::default(), hosts, shop }
    }
}

/// The allow-list against DNS rebinding.
#[derive(Debug, Default)]
pub struct Hosts {
    /// The port we listen on.
    pub port: u16,
    /// Names beside the machine's live addresses: `localhost`, the laptop's own name.
    pub names: Vec<String>,
}

impl Hosts {
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
