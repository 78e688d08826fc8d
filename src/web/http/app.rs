//! What every handler is handed.

use crate::{
    backup::keeper::Keeper,
    base::rate::Rate,
    desk::{
        book::Shop,
        space::{self, Low},
    },
    live::{Live, display::Displays, news::News},
    print::spool::{self, Spool},
    staff::access::Checks,
    standby::{
        Follower,
        leader::Standbys,
        returning::{self, Here},
    },
    sync::{hub::Doors, upward::Upward},
    tls::{self, TlsError},
    web::http::{
        guard::Known, hosts::Hosts, listener::Places, session_buffer::Meanwhile, sse::Streams,
        turns::Turns, uploads::Uploads,
    },
};
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};

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
    /// What moved for the tills.
    pub news: News,
    /// The open streams.
    pub streams: Streams,
    /// What takes turns.
    pub turns: Turns,
    /// What tills show their customers.
    pub displays: Displays,
    /// How often devices asked who this laptop is.
    pub proofs: Rate,
    /// Which tokens are devices'.
    pub known: Known,
    /// Sign-ins while the desk cannot write.
    pub meanwhile: Meanwhile,
    /// Whether the disk is nearly full.
    pub space: watch::Receiver<Option<Low>>,
    /// The places of all connections.
    pub places: Places,
    /// Wrong tries, and the lanes in which secrets are hashed.
    pub checks: Checks,
    /// One receipt at a time is drawn for whoever holds its address.
    pub pictures: Arc<Semaphore>,
    /// One copy of the book at a time is made for a browser.
    pub downloads: Arc<Semaphore>,
    /// Whose turn it is to have a report set as a file.
    pub files: Arc<Semaphore>,
    /// Sheets that are looked at before they are imported.
    pub uploads: Uploads,
    /// What the calls of machines share that joined this hub.
    pub doors: Doors,
    /// What sends the book to the hub that this machine joined.
    pub upward: Upward,
    /// What the calls of standbys share.
    pub standbys: Standbys,
    /// What keeps this machine up with the one that it follows.
    pub follower: Follower,
    /// HTTPS; none where it is switched off or its port is taken.
    pub trust: Option<Trust>,
}

impl App {
    /// Starts the followers of an opened book.
    pub fn start(shop: Shop, hosts: Arc<Hosts>) -> App {
        let (spool, live) = (spool::start(shop.clone()), Live::new(shop.clone()));
        let news = News::start(shop.clone());
        let (displays, proofs, known) = (Displays::default(), Rate::default(), Known::default());
        let (meanwhile, space) = (Meanwhile::start(shop.clone()), space::start(shop.clone()));
        let streams = Streams::start(shop.clone(), news.heads(), meanwhile.clone());
        let (places, turns, checks) = (Places::default(), Turns::default(), Checks::default());
        let (keeper, follower) = (Keeper::start(shop.clone()), Follower::idle(shop.clone()));
        let [pictures, downloads, files] = [(); 3].map(|()| Arc::new(Semaphore::new(1)));
        App {
            keeper,
            spool,
            live,
            news,
            streams,
            turns,
            displays,
            proofs,
            known,
            meanwhile,
            space,
            places,
            checks,
            pictures,
            downloads,
            files,
            hosts,
            shop,
            uploads: Uploads::default(),
            doors: Doors::default(),
            upward: Upward::default(),
            standbys: Standbys::default(),
            follower,
            trust: None,
        }
    }

    /// The same with HTTPS beside plain HTTP.
    pub fn trusting(self, trust: Option<Trust>) -> App {
        App { trust, ..self }
    }

    /// The same, and the book goes to the hub that was joined, and follows the machine of which it
    /// is a standby. HTTPS is there by then: phones are told where it is found.
    pub fn sending(self) -> App {
        let (hosts, trust) = (self.hosts.clone(), self.trust.clone());
        let addresses = Box::new(move || origins(&hosts, trust.as_ref()));
        let follower = Follower::start(self.shop.clone(), addresses);
        let pin = self.trust.as_ref().map(|trust| trust.live.authority().pin());
        let (hosts, trust, known) = (self.hosts.clone(), self.trust.clone(), pin.clone());
        let addresses = Box::new(move || pinned(&hosts, trust.as_ref(), known.as_deref()));
        let here = Here { addresses, pin };
        tokio::spawn(returning::watch(self.shop.clone(), self.standbys.clone(), here));
        App { upward: Upward::start(self.shop.clone()), follower, ..self }
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

/// Addresses that are told.
const TOLD: usize = 8;

/// The addresses at which phones find this laptop now, as origins, plain ones and those of HTTPS.
/// The laptop's name outlives a change of its address, where the network knows such names.
pub fn origins(at: &Hosts, trust: Option<&Trust>) -> Vec<String> {
    let mut hosts = at.reachable();
    let loopback = |host: &String| host.starts_with("127.") || host == "[::1]";
    if hosts.iter().any(|host| !loopback(host)) {
        hosts.retain(|host| !loopback(host));
    }
    if at.only.is_none() {
        hosts.extend(at.names.iter().filter(|name| name.ends_with(".local")).cloned());
    }
    hosts.truncate(TOLD);
    let plain = hosts.iter().map(|host| format!("http://{host}:{}", at.port));
    let secure = hosts.iter().filter_map(|host| trust?.url(host));
    plain.chain(secure).collect()
}

/// The same for machines: those of HTTPS first, with the fingerprint of this laptop's authority.
fn pinned(at: &Hosts, trust: Option<&Trust>, pin: Option<&str>) -> Vec<String> {
    let mut all = origins(at, trust);
    all.sort_by_key(|it| !it.starts_with("https:"));
    let named = |it: String| match pin {
        Some(pin) if it.starts_with("https:") => format!("{it}/#{pin}"),
        _ => it,
    };
    all.into_iter().map(named).collect()
}
