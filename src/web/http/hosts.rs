//! The names and addresses by which this server may be called: the allow-list against DNS
//! rebinding. The machine's addresses are asked for by one place and remembered: the system may
//! have no file handle left for the question, and then they are what they were.

use axum::{
    body::Body,
    http::{Request, header},
};
use std::{
    fmt, io,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The machine's addresses are taken for true this long.
const TRUE: Duration = Duration::from_secs(5);
/// One that is called by an address that is not known is looked for no more often than this: it
/// may have come up meanwhile, and may be anybody's invention.
const AGAIN: Duration = Duration::from_secs(1);

type Ask = dyn Fn() -> io::Result<Vec<IpAddr>> + Send + Sync;

/// The allow-list.
pub struct Hosts {
    /// The port we listen on.
    pub port: u16,
    /// The one address we listen on; none: all of the machine's.
    pub only: Option<IpAddr>,
    /// Names beside the machine's live addresses: `localhost`, the laptop's own name.
    pub names: Vec<String>,
    ask: Box<Ask>,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    addresses: Vec<IpAddr>,
    asked: Option<Instant>,
}

impl fmt::Debug for Hosts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Hosts").field("port", &self.port).field("names", &self.names).finish()
    }
}

impl Hosts {
    /// Of this machine.
    pub fn new(port: u16, only: Option<IpAddr>, names: Vec<String>) -> Hosts {
        let ask = || Ok(if_addrs::get_if_addrs()?.iter().map(if_addrs::Interface::ip).collect());
        Hosts::asking(port, only, names, Box::new(ask))
    }

    fn asking(port: u16, only: Option<IpAddr>, names: Vec<String>, ask: Box<Ask>) -> Hosts {
        let hosts = Hosts { port, only, names, ask, held: Mutex::default() };
        hosts.look(TRUE, Instant::now());
        hosts
    }

    /// The addresses, asked for again if that was `since` ago.
    fn look(&self, since: Duration, now: Instant) -> Vec<IpAddr> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.asked.is_none_or(|at| now.saturating_duration_since(at) >= since) {
            held.asked = Some(now);
            match (self.ask)() {
                Ok(addresses) => held.addresses = addresses,
                Err(error) => tracing::warn!(%error, "the machine does not tell its addresses"),
            }
        }
        held.addresses.clone()
    }

    /// The machine's addresses, loopback included.
    pub fn machine(&self) -> Vec<IpAddr> {
        self.look(TRUE, Instant::now())
    }

    /// Whether whoever calls this address reaches us.
    pub fn listens_on(&self, address: IpAddr) -> bool {
        self.only.is_none_or(|only| only == address)
    }

    /// Whether a `Host` header names this machine: a known name, or one of its live addresses.
    pub fn knows(&self, host: &str) -> bool {
        self.knows_at(host, Instant::now())
    }

    fn knows_at(&self, host: &str, now: Instant) -> bool {
        let bare = without_port(host);
        let bare = bare.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        let address = || bare.parse::<IpAddr>().ok();
        let live = |it| self.look(TRUE, now).contains(&it) || self.look(AGAIN, now).contains(&it);
        self.names.contains(&bare) || address().is_some_and(live)
    }

    /// Every name and address by which the server may be called at this moment.
    pub fn all(&self) -> Vec<String> {
        let addresses = self.machine().into_iter().map(|it| it.to_string());
        self.names.iter().cloned().chain(addresses).collect()
    }

    /// The machine's addresses as they stand in a URL, those that phones can reach first.
    pub fn reachable(&self) -> Vec<String> {
        let mut addresses = self.machine();
        addresses.retain(|it| self.listens_on(*it));
        // Link-local addresses of IPv6 need a zone that no QR can carry.
        addresses
            .retain(|it| !matches!(it, std::net::IpAddr::V6(v6) if v6.is_unicast_link_local()));
        addresses.sort_by_key(|it| (it.is_loopback(), it.is_ipv6()));
        let text = |it: &std::net::IpAddr| match it {
            std::net::IpAddr::V4(it) => it.to_string(),
            std::net::IpAddr::V6(it) => format!("[{it}]"),
        };
        addresses.iter().map(text).collect()
    }
}

/// A `Host` header without its port; an IPv6 address keeps its brackets.
pub fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The host that a request names; none when it names none, several, or in its target another
/// than in its head. What stands between the laptop and a phone could read another one than we.
pub fn named(request: &Request<Body>) -> Option<&str> {
    let mut lines = request.headers().get_all(header::HOST).iter();
    let host = lines.next()?.to_str().ok()?;
    let target = request.uri().authority();
    let same = target.is_none_or(|target| target.as_str().eq_ignore_ascii_case(host));
    (same && lines.next().is_none()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    /// What the machine answers; none: it does not.
    type Here = Arc<Mutex<Option<Vec<IpAddr>>>>;

    /// A machine whose addresses the test gives, and how often it was asked.
    fn machine() -> (Hosts, Here, Arc<AtomicUsize>) {
        let here: Here = Arc::new(Mutex::new(Some(vec![[192, 168, 1, 5].into()])));
        let asked = Arc::new(AtomicUsize::new(0));
        let (told, count) = (here.clone(), asked.clone());
        let ask = move || {
            count.fetch_add(1, Ordering::SeqCst);
            told.lock().unwrap().clone().ok_or(io::Error::other("too many open files"))
        };
        let names = vec!["localhost".to_owned()];
        (Hosts::asking(8080, None, names, Box::new(ask)), here, asked)
    }

    #[test]
    fn a_machine_that_does_not_answer_is_still_where_it_was() {
        let (hosts, here, asked) = machine();
        *here.lock().unwrap() = None;
        let began = Instant::now();
        for n in 1..=3 {
            let later = began + TRUE * 2 * n;
            assert!(hosts.knows_at("192.168.1.5:8080", later), "the last known addresses stay");
            assert!(hosts.knows_at("localhost", later));
            assert!(!hosts.knows_at("192.168.1.6", later));
            assert_eq!(hosts.all(), ["localhost", "192.168.1.5"], "the certificate stays too");
        }
        assert!(asked.load(Ordering::SeqCst) > 3);
    }

    #[test]
    fn the_system_is_asked_now_and_then_and_not_at_each_request() {
        let (hosts, here, asked) = machine();
        let began = Instant::now();
        for _ in 0..1000 {
            assert!(hosts.knows_at("192.168.1.5", began));
            assert!(!hosts.knows_at("10.9.9.9", began), "somebody invents addresses");
        }
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        // Another network: whoever calls the new address is heard within a second.
        *here.lock().unwrap() = Some(vec![[10, 0, 0, 2].into()]);
        let second = began + AGAIN;
        assert!(hosts.knows_at("10.0.0.2:8080", second));
        assert!(!hosts.knows_at("192.168.1.5", second), "the old address went with the network");
        assert_eq!(asked.load(Ordering::SeqCst), 2);
        assert!(hosts.knows_at("10.0.0.2", second + TRUE));
        assert_eq!(asked.load(Ordering::SeqCst), 3);
    }
}
