//! For which names this laptop's authority may vouch: private and link-local addresses, and names
//! that no public server can have. A stolen key is then of no use against the internet.

use rcgen::{CidrSubnet, GeneralSubtree};
use std::net::{IpAddr, Ipv6Addr};

/// IPv4 networks of RFC 1918, loopback and link-local (RFC 3927), as (network, prefix length).
const V4: [([u8; 4], u8); 5] = [
    ([10, 0, 0, 0], 8),
    ([172, 16, 0, 0], 12),
    ([192, 168, 0, 0], 16),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
];

/// IPv6: unique local (RFC 4193), link-local, loopback.
const V6: [(Ipv6Addr, u8); 3] = [
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::LOCALHOST, 128),
];

/// Names: `local` permits itself and every name below it (RFC 5280, 4.2.1.10).
const DNS: [&str; 2] = ["local", "localhost"];

/// The name constraints of the authority.
pub fn permitted() -> Vec<GeneralSubtree> {
    let dns = DNS.iter().map(|name| GeneralSubtree::DnsName((*name).to_owned()));
    let v4 = V4.iter().map(|(net, prefix)| CidrSubnet::from_v4_prefix(*net, *prefix));
    let v6 = V6.iter().map(|(net, prefix)| CidrSubnet::from_v6_prefix(net.octets(), *prefix));
    dns.chain(v4.chain(v6).map(GeneralSubtree::IpAddress)).collect()
}

/// Whether a host (a name, or an address without brackets) may stand in the certificate. One that
/// may not would make phones refuse the whole certificate.
pub fn covered(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(it)) => V4.iter().any(|(net, prefix)| same_v4(it.octets(), *net, *prefix)),
        Ok(IpAddr::V6(it)) => V6.iter().any(|(net, prefix)| same_v6(it, *net, *prefix)),
        Err(_) => DNS.iter().any(|name| {
            host == *name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'))
        }),
    }
}

fn same_v4(a: [u8; 4], b: [u8; 4], prefix: u8) -> bool {
    let mask = u32::MAX << (32 - u32::from(prefix));
    u32::from_be_bytes(a) & mask == u32::from_be_bytes(b) & mask
}

fn same_v6(a: Ipv6Addr, b: Ipv6Addr, prefix: u8) -> bool {
    let mask = u128::MAX << (128 - u32::from(prefix));
    a.to_bits() & mask == b.to_bits() & mask
}
