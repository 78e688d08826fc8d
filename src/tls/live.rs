//! The certificate in use. It is issued anew when the machine's addresses change or its end comes
//! near, while the server runs; connections that stand keep the old one.

use super::{Authority, TlsError, covered};
use crate::base::{
    clock::{Clock, DAY, Ms},
    id::Chance,
};
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use tokio_rustls::rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

/// A certificate is replaced when fewer days than this remain.
const RENEW: i64 = 30 * DAY;
/// How often the machine's addresses are looked at.
const LOOK: Duration = Duration::from_secs(10);

/// The authority and the certificate in use.
pub struct Live {
    authority: Authority,
    clock: Clock,
    chance: Chance,
    used: RwLock<Used>,
}

struct Used {
    key: Arc<CertifiedKey>,
    hosts: Vec<String>,
    until: Ms,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Live").field("hosts", &self.hosts()).finish_non_exhaustive()
    }
}

impl Live {
    /// A certificate for these names and addresses, those that the authority may vouch for.
    pub fn start(
        authority: Authority,
        hosts: Vec<String>,
        clock: Clock,
        chance: Chance,
    ) -> Result<Arc<Live>, TlsError> {
        let used = issue(&authority, vouched(hosts), clock.now(), &chance)?;
        Ok(Arc::new(Live { authority, clock, chance, used: RwLock::new(used) }))
    }

    /// The authority behind it.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// The certificate in use.
    #[cfg(test)]
    pub(super) fn leaf(&self) -> tokio_rustls::rustls::pki_types::CertificateDer<'static> {
        self.used.read().unwrap_or_else(PoisonError::into_inner).key.cert[0].clone()
    }

    /// The names and addresses that the certificate in use holds for.
    pub fn hosts(&self) -> Vec<String> {
        self.used.read().unwrap_or_else(PoisonError::into_inner).hosts.clone()
    }

    /// The server's side of TLS 1.2 and 1.3, for HTTP/1.1.
    pub fn config(self: &Arc<Live>) -> Result<Arc<ServerConfig>, TlsError> {
        let provider = Arc::new(ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(self.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// Looks whether the certificate still fits the machine's names and addresses, and issues
    /// another if not. Answers whether it did.
    pub fn refresh(&self, hosts: Vec<String>) -> Result<bool, TlsError> {
        let (hosts, now) = (vouched(hosts), self.clock.now());
        {
            let used = self.used.read().unwrap_or_else(PoisonError::into_inner);
            if used.hosts == hosts && used.until.0 - now.0 >= RENEW {
                return Ok(false);
            }
        }
        let fresh = issue(&self.authority, hosts, now, &self.chance)?;
        *self.used.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(true)
    }
}

impl ResolvesServerCert for Live {
    /// One certificate for whoever calls: browsers name no address in their greeting.
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.used.read().unwrap_or_else(PoisonError::into_inner).key.clone())
    }
}

/// Keeps the certificate true for as long as the server runs; `hosts` tells the machine's names
/// and addresses of the moment.
pub async fn follow(live: Arc<Live>, hosts: impl Fn() -> Vec<String>) {
    let mut turn = tokio::time::interval(LOOK);
    loop {
        turn.tick().await;
        match live.refresh(hosts()) {
            Ok(false) => {}
            Ok(true) => tracing::info!(hosts = ?live.hosts(), "a new HTTPS certificate"),
            Err(error) => tracing::error!(%error, "no new HTTPS certificate; the old one stays"),
        }
    }
}

/// Sorted, without repetition, and only what the authority may vouch for.
fn vouched(mut hosts: Vec<String>) -> Vec<String> {
    hosts.retain(|host| covered(host));
    hosts.sort();
    hosts.dedup();
    hosts
}

fn issue(
    authority: &Authority,
    hosts: Vec<String>,
    now: Ms,
    chance: &Chance,
) -> Result<Used, TlsError> {
    let leaf = authority.issue(&hosts, now, chance)?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(leaf.key.serialize_der()));
    // The authority goes along: who knows its fingerprint alone, as a machine that joins a hub
    // does, can check the rest by it.
    let chain = vec![leaf.certificate, authority.der()];
    let key = CertifiedKey::from_der(chain, key, &ring::default_provider())?;
    Ok(Used { key: Arc::new(key), hosts, until: leaf.until })
}
