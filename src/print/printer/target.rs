//! Where a printer's bytes may go: a printer on this network or at this machine, or a plain file
//! of its own. Whoever sets a printer up must be able to reach neither the book, nor the system's
//! files, nor a machine beyond the fair.

use crate::base::{fold::brief, lang::Say};
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

/// The port that network printers listen on.
const RAW: u16 = 9100;
/// The port of the older line printer service.
const LPD: u16 = 515;
/// Ports below this one belong to other services.
const FIRST: u16 = 1024;
/// The folder beneath the data folder into which printers may write plain files.
pub const PAPER: &str = "paper";
/// Letters of a host's name.
const HOST: usize = 253;

/// Where a printer's bytes go.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A network printer: host and port.
    Tcp(String, u16),
    /// A device, such as `/dev/usb/lp0`.
    Device(PathBuf),
    /// A serial line or a Bluetooth printer's: device and bits a second.
    Serial(PathBuf, u32),
    /// A plain file of this name in the data folder's `paper/`, which is appended to: for trials.
    Paper(String),
}

/// Whether an address is on this network or this machine: private, link-local or loopback. Asked
/// of a name's addresses too, whenever a connection is made, as names may lead elsewhere later.
pub fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(it) => it.is_private() || it.is_link_local() || it.is_loopback(),
        IpAddr::V6(it) => it.is_unique_local() || it.is_unicast_link_local() || it.is_loopback(),
    }
}

/// Speeds of serial lines, bits a second; most printers are set to the first.
pub const SPEEDS: [u32; 6] = [9600, 19_200, 38_400, 57_600, 115_200, 4800];
const SPEED: &str = "9600";

fn is_number(rest: &str) -> bool {
    (1..=3).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a path is one of the devices that printers are attached to.
fn is_device(path: &str) -> bool {
    let numbered = ["/dev/usb/lp", "/dev/lp"];
    let stem = |stem: &&str| path.strip_prefix(*stem).is_some_and(is_number);
    numbered.iter().any(stem)
}

/// Whether a path is a serial line's, or a Bluetooth one's.
fn is_serial(path: &str) -> bool {
    let serial = |rest: &str| {
        let plain = rest.len() <= 20 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        plain && rest.starts_with(|first: char| first.is_ascii_uppercase())
    };
    path.strip_prefix("/dev/rfcomm").is_some_and(is_number)
        || path.strip_prefix("/dev/tty").is_some_and(serial)
}

impl FromStr for Target {
    type Err = Say;

    fn from_str(text: &str) -> Result<Target, Say> {
        let text = text.trim();
        if let Some(name) = text.strip_prefix("file:paper/") {
            let known = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
            let plain = !name.starts_with('.') && name.chars().all(known) && name.len() <= 60;
            return match plain && !name.is_empty() {
                true => Ok(Target::Paper(name.to_owned())),
                false => Err(no_target(text)),
            };
        }
        if let Some(path) = text.strip_prefix("file:") {
            return match path {
                // Opened as a plain file it would change bytes on their way.
                _ if is_serial(path) => Ok(Target::Serial(path.into(), SPEEDS[0])),
                _ if is_device(path) => Ok(Target::Device(path.into())),
                _ => Err(no_target(text)),
            };
        }
        if let Some(line) = text.strip_prefix("serial:") {
            let (path, speed) = line.rsplit_once(':').unwrap_or((line, SPEED));
            let known = SPEEDS.into_iter().find(|it| it.to_string() == speed);
            return match known.filter(|_| is_serial(path)) {
                Some(speed) => Ok(Target::Serial(path.into(), speed)),
                None => Err(no_target(text)),
            };
        }
        let address = text.strip_prefix("tcp:").ok_or_else(|| no_target(text))?;
        let (host, port) = split(address).ok_or_else(|| no_target(text))?;
        match host.parse::<IpAddr>() {
            Ok(address) if !is_near(address) => Err(far(text)),
            _ if port < FIRST && port != LPD => Err(no_port(port)),
            // One printer has one address, however it is written.
            Ok(address) => Ok(Target::Tcp(address.to_canonical().to_string(), port)),
            Err(_) if host.eq_ignore_ascii_case("localhost") => {
                Ok(Target::Tcp(Ipv4Addr::LOCALHOST.to_string(), port))
            }
            Err(_) => Ok(Target::Tcp(host.to_ascii_lowercase(), port)),
        }
    }
}

/// Host and port, an IPv6 address in brackets.
fn split(address: &str) -> Option<(&str, u16)> {
    if let Some(rest) = address.strip_prefix('[') {
        let (host, port) = rest.split_once(']')?;
        host.parse::<Ipv6Addr>().ok()?;
        return match port.strip_prefix(':') {
            Some(port) => Some((host, port.parse().ok()?)),
            None if port.is_empty() => Some((host, RAW)),
            None => None,
        };
    }
    let (host, port) = match address.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (address, RAW),
    };
    let known = |letter: char| letter.is_ascii_alphanumeric() || ".-".contains(letter);
    // Digits that are no address are read as one by some resolvers: 3232235863, 0x7f.1.
    let name = host.starts_with(|first: char| first.is_ascii_alphabetic());
    let sound = name || host.parse::<Ipv4Addr>().is_ok();
    let whole = sound && host.len() <= HOST && host.chars().all(known);
    whole.then_some((host, port))
}

/// The addresses of a printer that are near; none of them is an error that says so.
pub fn near(found: impl Iterator<Item = SocketAddr>) -> std::io::Result<Vec<SocketAddr>> {
    let near: Vec<SocketAddr> = found.filter(|it| is_near(it.ip())).collect();
    match near.is_empty() {
        true => Err(std::io::Error::other("the printer is not on this network")),
        false => Ok(near),
    }
}

fn no_target(text: &str) -> Say {
    let text = brief(text);
    Say::new(
        format!(
            "“{text}” không phải địa chỉ máy in: ghi tcp:192.168.1.87:9100, file:/dev/usb/lp0, \
             serial:/dev/rfcomm0:9600 hoặc file:paper/thu.bin để in thử ra tệp"
        ),
        format!(
            "“{text}” is no printer: write tcp:192.168.1.87:9100, file:/dev/usb/lp0, \
             serial:/dev/rfcomm0:9600 or file:paper/trial.bin to try it with a file"
        ),
    )
}

fn far(text: &str) -> Say {
    let text = brief(text);
    Say::new(
        format!(
            "“{text}” không ở trong mạng này: máy in phải có địa chỉ nội bộ như 192.168.1.87, \
             10.0.0.5 hoặc 127.0.0.1"
        ),
        format!(
            "“{text}” is not on this network: a printer has a private address such as \
             192.168.1.87, 10.0.0.5 or 127.0.0.1"
        ),
    )
}

fn no_port(port: u16) -> Say {
    Say::new(
        format!("Cổng {port} không phải của máy in: thường là 9100; từ 1024 trở lên, hoặc 515"),
        format!("Port {port} is no printer's: mostly 9100; from 1024 up, or 515"),
    )
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Tcp(host, port) if host.contains(':') => write!(out, "tcp:[{host}]:{port}"),
            Target::Tcp(host, port) => write!(out, "tcp:{host}:{port}"),
            Target::Device(path) => write!(out, "file:{}", path.display()),
            Target::Serial(path, speed) => write!(out, "serial:{}:{speed}", path.display()),
            Target::Paper(name) => write!(out, "file:{PAPER}/{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_is_named_by_its_address_or_its_device() {
        let target = |text: &str| text.parse::<Target>();
        assert_eq!(target("tcp:192.168.1.87"), Ok(Target::Tcp("192.168.1.87".into(), 9100)));
        assert_eq!(target("tcp:May-In"), target("tcp:may-in:9100"));
        assert_eq!(target("tcp:[FD00:0::1]"), target("tcp:[fd00::1]:9100"));
        assert_eq!(target(" tcp:may-in:9101 "), Ok(Target::Tcp("may-in".into(), 9101)));
        assert_eq!(target("file:/dev/usb/lp0"), Ok(Target::Device("/dev/usb/lp0".into())));
        assert_eq!(target("file:paper/thu.bin"), Ok(Target::Paper("thu.bin".into())));
        for wrong in [
            "",
            "192.168.1.87",
            "tcp:",
            "tcp::9100",
            "tcp:a b:1",
            "tcp:a:99999",
            "tcp:3232235863",
            "tcp:0x7f.1",
            "tcp:127.1",
            "tcp:[192.168.1.87]",
            "tcp:[fd00::1",
            "file:",
            "file:lp0",
            "file:/dev/",
            "file:/etc/passwd",
            "file:/var/lib/chophien/chophien.db",
            "file:paper/../chophien.db",
            "file:paper/",
            "file:paper/.bin",
            "file:paper/a/b",
        ] {
            assert!(target(wrong).unwrap_err().vi.contains("không phải địa chỉ"), "{wrong}");
        }
        for text in ["tcp:may-in:9100", "tcp:[fd00::1]:9100", "tcp:[fe80::1]:9100"] {
            assert_eq!(target(text).unwrap().to_string(), text);
        }
        let long = format!("tcp:{}", "a".repeat(100_000));
        assert!(target(&long).unwrap_err().vi.len() < 400);
    }

    #[test]
    fn printers_are_on_this_network_and_nowhere_else() {
        for near in
            ["10.1.2.3", "172.16.0.9", "172.31.255.9", "192.168.1.87", "169.254.7.7", "127.0.0.1"]
        {
            assert!(format!("tcp:{near}:9100").parse::<Target>().is_ok(), "{near}");
        }
        for far in [
            "8.8.8.8",
            "172.32.0.1",
            "192.169.1.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "100.64.0.1",
        ] {
            let say = format!("tcp:{far}").parse::<Target>().unwrap_err();
            assert!(say.vi.contains("không ở trong mạng này"), "{far}");
            assert!(say.en.contains("not on this network"), "{far}");
        }
        for far in ["[2001:db8::1]", "[::]", "[ff02::1]", "[::ffff:8.8.8.8]"] {
            assert!(format!("tcp:{far}:9100").parse::<Target>().is_err(), "{far}");
        }
        for port in [1, 22, 25, 80, 443, 631] {
            let say = format!("tcp:192.168.1.87:{port}").parse::<Target>().unwrap_err();
            assert!(say.en.contains("no printer's"), "{port}");
        }
        assert!("tcp:192.168.1.87:515".parse::<Target>().is_ok());
        // A name that leads out of the network is found out when a connection is made.
        let led = ["8.8.8.8:9100".parse().unwrap(), "192.168.1.87:9100".parse().unwrap()];
        assert_eq!(super::near(led.into_iter()).unwrap(), [led[1]]);
        assert!(super::near(led.into_iter().take(1)).is_err());
    }

    #[test]
    fn a_serial_line_has_a_speed() {
        let bluetooth = Target::Serial("/dev/rfcomm0".into(), 9600);
        assert_eq!("serial:/dev/rfcomm0".parse(), Ok(bluetooth.clone()));
        assert_eq!(bluetooth.to_string(), "serial:/dev/rfcomm0:9600");
        let usb = Target::Serial("/dev/ttyUSB0".into(), 115_200);
        assert_eq!("serial:/dev/ttyUSB0:115200".parse(), Ok(usb));
        for wrong in ["/dev/usb/lp0:9600", "/dev/ttyUSB0:9601", "/dev/sda:9600", "", "/dev/rfcomm"]
        {
            assert!(format!("serial:{wrong}").parse::<Target>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_machine_has_one_name_however_it_is_written() {
        let target = |text: &str| text.parse::<Target>().unwrap();
        assert_eq!(target("tcp:localhost:9155"), target("tcp:127.0.0.1:9155"));
        // A serial line is opened as one, with a speed, by whichever word it is named.
        for line in ["/dev/ttyUSB0", "/dev/rfcomm0", "/dev/ttyACM1"] {
            let serial = Target::Serial(line.into(), 9600);
            assert_eq!(target(&format!("file:{line}")), serial);
            assert_eq!(target(&format!("serial:{line}")), serial);
        }
        let plain = Target::Device("/dev/usb/lp1".into());
        assert_eq!(target("file:/dev/usb/lp1"), plain);
    }

    #[test]
    fn of_the_machines_devices_only_those_of_printers_are_taken() {
        for device in ["usb/lp0", "usb/lp12", "lp0", "ttyUSB0", "ttyACM1", "ttyS0", "rfcomm0"] {
            assert!(format!("file:/dev/{device}").parse::<Target>().is_ok(), "{device}");
        }
        for other in [
            "sda",
            "tty",
            "tty1",
            "ttys0",
            "mem",
            "null",
            "usb/lp",
            "usb/hiddev0",
            "lp",
            "lpx",
            "input/event0",
            "../etc/passwd",
            "usb/lp0/../../sda",
            "ttyUSB0/../../sda",
            "shm/x",
            "fd/1",
            "stdout",
            "watchdog",
            "rfcomm",
            "rfcomm0x",
        ] {
            assert!(format!("file:/dev/{other}").parse::<Target>().is_err(), "{other}");
        }
    }
}
