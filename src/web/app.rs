//! What every handler is handed.

use super::{
    display::Displays, entrance::Places, hosts::Hosts, laptop::Proofs, streams::Streams,
    turns::Turns,
};
use crate::{
    desk::shop::Shop,
    live::{Live, news::News},
    print::spool::{self, Spool},
    tls::{self, TlsError},
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
    /// What moved for the tills.
    pub news: News,
    /// The open streams.
    pub streams: Streams,
    /// What takes turns.
    pub turns: Turns,
    /// What tills show their customers.
    pub displays: Displays,
    /// How often devices asked who this laptop is.
    pub proofs: Proofs,
    /// The places of all connections.
    pub places: Places,
    /// HTTPS; none where it is switched off or its port is taken.
    pub trust: Option<Trust>,
}

impl App {
    /// Starts the followers of an opened book.
    pub fn start(shop: Shop, hosts: Arc<Hosts>) -> App {
        let (spool, live) = (spool::start(shop.clone()), Live::new(shop.clone()));
        let news = News::start(shop.clone());
        let streams = Streams::start(shop.clone(), news.heads());
        let (displays, proofs) = (Displays::default(), Proofs::default());
        let (places, turns) = (Places::default(), Turns::default());
        App {
            spool,
            live,
            news,
            streams,
            turns,
            displays,
            proofs,
            places,
            hosts,
            shop,
            trust: None,
        }
    }

    /// The same with HTTPS beside plain HTTP.
    pub fn trusting(self, trust: Option<Trust>) -> App {
        App { trust, ..self }
    }

    /// The same with other places for connections.
    pub fn with_places(self, places: Places) -> App {
        App { places, ..self }
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
