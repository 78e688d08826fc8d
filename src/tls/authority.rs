//! The authority of this laptop: one key and one certificate, made on the first start.

use super::{TlsError, names};
use crate::{
    base::{
        clock::{DAY, Ms},
        id::Chance,
    },
    folder,
};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType,
    SerialNumber,
};
use sha2::{Digest, Sha256};
use std::{net::IpAddr, path::Path};
use tokio_rustls::rustls::pki_types::{CertificateDer, pem::PemObject};

/// The authority's folder in the data folder, for its owner alone.
pub const FOLDER: &str = "tls";
const KEY: &str = "ca.key";
const CERTIFICATE: &str = "ca.crt";

/// The authority holds ten years: a person installs it on each device by hand.
const AUTHORITY_DAYS: i64 = 3650;
/// A month backwards, for a laptop whose clock was ahead when it was first started.
const AUTHORITY_BEFORE: i64 = 30;
/// A server's certificate: with the day backwards 397 days. Apple's devices refuse more than 398
/// (support.apple.com/102028), and clocks of phones are a little behind.
const LEAF_DAYS: i64 = 396;
const LEAF_BEFORE: i64 = 1;

/// The authority, ready to sign.
pub struct Authority {
    key: KeyPair,
    certificate: CertificateDer<'static>,
}

impl Authority {
    /// The authority in the data folder; made there when there is none yet.
    pub fn open(data: &Path, now: Ms, chance: &Chance) -> Result<Authority, TlsError> {
        let folder = data.join(FOLDER);
        let (key, certificate) = (folder.join(KEY), folder.join(CERTIFICATE));
        if !(key.exists() && certificate.exists()) {
            make(&folder, now, chance)?;
        }
        let key = KeyPair::from_pem(&std::fs::read_to_string(key)?)?;
        let pem = std::fs::read(certificate)?;
        let certificate = CertificateDer::from_pem_slice(&pem);
        let certificate = certificate.map_err(|error| TlsError::Pem(error.to_string()))?;
        Ok(Authority { key, certificate })
    }

    /// The certificate as devices install it (DER).
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The same as it goes along in a greeting.
    pub(super) fn der(&self) -> CertificateDer<'static> {
        self.certificate.clone()
    }

    /// What a machine that joins a hub compares: [`super::pin`] of the certificate.
    pub fn pin(&self) -> String {
        super::pin(self.certificate())
    }

    /// The SHA-256 of the certificate, as `AB:CD:…`: what a person compares.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.certificate());
        digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
    }

    /// Signs a new certificate and key for a server by these names and addresses.
    pub(super) fn issue(
        &self,
        hosts: &[String],
        now: Ms,
        chance: &Chance,
    ) -> Result<Leaf, TlsError> {
        let key = new_key()?;
        let mut leaf = params("Chợ Phiên", now, LEAF_BEFORE, LEAF_DAYS, chance);
        leaf.subject_alt_names = hosts.iter().map(|host| san(host)).collect::<Result<_, _>>()?;
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        leaf.use_authority_key_identifier_extension = true;
        let issuer = authority(&self.key, now, chance);
        let certificate = leaf.signed_by(&key, &Issuer::from_params(&issuer, &self.key))?;
        Ok(Leaf { certificate: certificate.der().clone(), key, until: midnight(now, LEAF_DAYS) })
    }
}

/// A server's certificate with its key, and when it ends.
pub(super) struct Leaf {
    pub certificate: CertificateDer<'static>,
    pub key: KeyPair,
    pub until: Ms,
}

/// Makes the key and the certificate; the certificate is written last, so that a start cut short
/// begins anew.
fn make(at: &Path, now: Ms, chance: &Chance) -> Result<(), TlsError> {
    folder::make(at)?;
    let key = new_key()?;
    let certificate: Certificate = authority(&key, now, chance).self_signed(&key)?;
    folder::replace(&at.join(KEY), key.serialize_pem().as_bytes())?;
    folder::replace(&at.join(CERTIFICATE), certificate.pem().as_bytes())?;
    Ok(())
}

/// A key on P-256, which every phone knows. The one place where the program takes chance from
/// elsewhere than `base::id`: the signing library draws its keys from the system itself.
fn new_key() -> Result<KeyPair, rcgen::Error> {
    KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)
}

/// The authority's certificate, as it is signed and as it stands as issuer: its name comes from
/// its key, so it is the same at every start.
fn authority(key: &KeyPair, now: Ms, chance: &Chance) -> CertificateParams {
    let short = hex::encode_upper(&Sha256::digest(key.public_key_raw())[..4]);
    let name = format!("Chợ Phiên CA {short}");
    let mut it = params(&name, now, AUTHORITY_BEFORE, AUTHORITY_DAYS, chance);
    it.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    it.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    it.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    it.name_constraints = Some(NameConstraints {
        permitted_subtrees: names::permitted(),
        excluded_subtrees: Vec::new(),
    });
    it
}

/// What both kinds have: a name, days of validity, and a serial number of 126 random bits.
fn params(name: &str, now: Ms, before: i64, days: i64, chance: &Chance) -> CertificateParams {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    let mut serial = [0u8; 16];
    chance.fill(&mut serial);
    // A serial number is positive and not zero (RFC 5280, 4.1.2.2).
    serial[0] = serial[0] & 0x3f | 0x40;
    let mut it = CertificateParams::default();
    it.not_before = instant(midnight(now, -before));
    it.not_after = instant(midnight(now, days));
    it.serial_number = Some(SerialNumber::from_slice(&serial));
    it.distinguished_name = subject;
    it
}

/// Midnight (UTC) of the day that many days after `now`.
fn midnight(now: Ms, days: i64) -> Ms {
    Ms((now.0.div_euclid(DAY) + days) * DAY)
}

fn instant(at: Ms) -> time::OffsetDateTime {
    time::OffsetDateTime::from_unix_timestamp(at.0 / 1000)
        .unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
}

fn san(host: &str) -> Result<SanType, rcgen::Error> {
    match host.parse::<IpAddr>() {
        Ok(address) => Ok(SanType::IpAddress(address)),
        Err(_) => Ok(SanType::DnsName(host.try_into()?)),
    }
}
