//! The certificates as a phone reads them.

use super::{Authority, Live, covered};
use crate::base::{
    clock::{Clock, DAY, Ms},
    id::Chance,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use x509_parser::prelude::{FromDer, GeneralName, ParsedExtension, X509Certificate};

/// 3 June 2026, 14:32 in Vietnam.
const NOW: i64 = 1_780_471_920_000;

fn hosts(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A laptop at the fair, whose clock the test steers.
struct Laptop {
    folder: tempfile::TempDir,
    now: Arc<AtomicI64>,
}

impl Laptop {
    fn new() -> Laptop {
        Laptop { folder: tempfile::tempdir().unwrap(), now: Arc::new(AtomicI64::new(NOW)) }
    }

    fn authority(&self) -> Authority {
        let now = Ms(self.now.load(Ordering::SeqCst));
        Authority::open(self.folder.path(), now, &Chance::seeded(5)).unwrap()
    }

    fn serve(&self, names: &[&str]) -> Arc<Live> {
        let told = self.now.clone();
        let clock = Clock::by(move || Ms(told.load(Ordering::SeqCst)));
        Live::start(self.authority(), hosts(names), clock, Chance::seeded(6)).unwrap()
    }
}

fn leaf(live: &Live) -> CertificateDer<'static> {
    live.leaf()
}

fn days(it: &X509Certificate<'_>) -> i64 {
    (it.validity().not_after.timestamp() - it.validity().not_before.timestamp()) / 86_400
}

/// What a device that installed the authority says of the leaf for this host.
fn believed(live: &Live, leaf: &CertificateDer<'static>, host: &str, at: i64) -> bool {
    use tokio_rustls::rustls::{
        RootCertStore,
        client::{WebPkiServerVerifier, danger::ServerCertVerifier},
        crypto::ring,
    };
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(live.authority().certificate().to_vec())).unwrap();
    let provider = Arc::new(ring::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider);
    let name = ServerName::try_from(host.to_owned()).unwrap();
    let at = UnixTime::since_unix_epoch(std::time::Duration::from_millis(at.unsigned_abs()));
    let said = verifier.build().unwrap().verify_server_cert(leaf, &[], &name, &[], at);
    said.is_ok()
}

#[test]
fn the_authority_may_vouch_for_private_addresses_and_nothing_else() {
    let laptop = Laptop::new();
    let authority = laptop.authority();
    let (_, it) = X509Certificate::from_der(authority.certificate()).unwrap();
    let constraints =
        it.extensions().iter().find_map(|extension| match extension.parsed_extension() {
            ParsedExtension::NameConstraints(it) => Some((extension.critical, it.clone())),
            _ => None,
        });
    let (critical, constraints) = constraints.unwrap();
    assert!(critical, "a device that does not understand the limits must refuse the authority");
    assert!(constraints.excluded_subtrees.is_none());
    let said = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => (*name).to_owned(),
        GeneralName::IPAddress(bytes) => hex::encode(bytes),
        other => panic!("{other:?}"),
    };
    let permitted: Vec<_> =
        constraints.permitted_subtrees.unwrap().iter().map(|it| said(&it.base)).collect();
    let v6 = |net: &str, mask: &str| format!("{net:0<32}{mask:0<32}");
    let loopback = format!("{}1{}", "0".repeat(31), "f".repeat(32));
    assert_eq!(
        permitted,
        [
            "local",
            "localhost",
            "0a000000ff000000",
            "ac100000fff00000",
            "c0a80000ffff0000",
            "7f000000ff000000",
            "a9fe0000ffff0000",
            &v6("fc", "fe"),
            &v6("fe80", "ffc0"),
            &loopback,
        ]
    );
    let basic = it.basic_constraints().unwrap().unwrap();
    assert!(basic.critical && basic.value.ca);
    assert_eq!(basic.value.path_len_constraint, Some(0), "it signs servers, never authorities");
    assert!(it.key_usage().unwrap().unwrap().value.key_cert_sign());
    assert_eq!(days(&it), 3680);
}

#[test]
fn a_servers_certificate_is_of_397_days_for_this_server_alone() {
    let laptop = Laptop::new();
    let live = laptop.serve(&["192.168.1.50", "fair.local", "8.8.8.8", "fd00::2", "fair"]);
    let leaf = leaf(&live);
    let (_, it) = X509Certificate::from_der(&leaf).unwrap();
    assert_eq!(days(&it), 397, "Apple refuses more than 398");
    assert!(it.validity().not_before.timestamp() * 1000 < NOW - DAY / 2);
    let usage = it.extended_key_usage().unwrap().unwrap().value;
    assert!(usage.server_auth && !usage.client_auth && !usage.any && usage.other.is_empty());
    let usage = it.key_usage().unwrap().unwrap();
    assert!(usage.critical && usage.value.digital_signature() && !usage.value.key_cert_sign());
    assert!(!it.is_ca());
    let serial = it.raw_serial();
    assert_eq!((serial.len(), serial[0] & 0x80), (16, 0), "positive");
    let names = it.subject_alternative_name().unwrap().unwrap().value.general_names.len();
    assert_eq!(names, 3, "a public address or a bare name would spoil the whole certificate");
    assert_eq!(live.hosts(), ["192.168.1.50", "fair.local", "fd00::2"]);
}

#[test]
fn a_device_believes_it_for_its_own_names_and_not_after_its_end() {
    let laptop = Laptop::new();
    let live = laptop.serve(&["192.168.1.50", "fair.local", "localhost", "::1"]);
    let leaf = leaf(&live);
    for host in ["192.168.1.50", "fair.local", "localhost", "::1"] {
        assert!(believed(&live, &leaf, host, NOW), "{host}");
    }
    assert!(!believed(&live, &leaf, "192.168.1.51", NOW));
    assert!(!believed(&live, &leaf, "192.168.1.50", NOW + 397 * DAY));
}

#[test]
fn a_certificate_signed_for_a_bank_is_refused_by_every_device() {
    let laptop = Laptop::new();
    let live = laptop.serve(&["localhost"]);
    let (now, chance) = (Ms(NOW), Chance::seeded(9));
    let sign = |host: &str| live.authority().issue(&hosts(&[host]), now, &chance).unwrap();
    for host in ["vietcombank.com.vn", "203.0.113.7", "2001:db8::1", "notlocal"] {
        let stolen = sign(host).certificate;
        assert!(!believed(&live, &stolen, host, NOW), "{host}");
        assert!(!covered(host), "{host}");
    }
    assert!(believed(&live, &sign("172.31.255.1").certificate, "172.31.255.1", NOW));
    assert!(!covered("172.32.0.1") && covered("169.254.3.4") && covered("fe80::1"));
}

#[test]
fn the_authority_is_made_once_and_read_by_its_owner_alone() {
    let laptop = Laptop::new();
    let first = laptop.authority();
    laptop.now.fetch_add(90 * DAY, Ordering::SeqCst);
    assert_eq!(first.fingerprint(), laptop.authority().fingerprint());
    assert_eq!(first.fingerprint().len(), 32 * 3 - 1);
    assert_ne!(first.fingerprint(), Laptop::new().authority().fingerprint(), "one per laptop");
    let live = laptop.serve(&["localhost"]);
    assert!(believed(&live, &leaf(&live), "localhost", NOW + 91 * DAY));
    #[cfg(unix)]
    for (path, mode) in [("tls", 0o700), ("tls/ca.key", 0o600), ("tls/ca.crt", 0o600)] {
        use std::os::unix::fs::PermissionsExt;
        let is = laptop.folder.path().join(path).metadata().unwrap().permissions().mode();
        assert_eq!(is & 0o777, mode, "{path}");
    }
}

#[test]
fn a_new_address_or_the_last_month_brings_a_new_certificate_without_a_restart() {
    let laptop = Laptop::new();
    let live = laptop.serve(&["127.0.0.1", "192.168.1.50"]);
    let first = leaf(&live);
    assert!(!live.refresh(hosts(&["192.168.1.50", "127.0.0.1"])).unwrap(), "order is no change");
    assert!(live.refresh(hosts(&["127.0.0.1", "192.168.8.20"])).unwrap());
    let second = leaf(&live);
    assert_ne!(first, second);
    assert!(believed(&live, &second, "192.168.8.20", NOW));
    laptop.now.fetch_add(366 * DAY, Ordering::SeqCst);
    assert!(live.refresh(hosts(&["127.0.0.1", "192.168.8.20"])).unwrap(), "29 days are left");
    assert!(believed(&live, &leaf(&live), "192.168.8.20", NOW + 700 * DAY));
}
