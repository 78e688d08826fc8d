//! VietQR: the text behind the QR code that a customer's bank app scans (NAPAS, "Tài liệu quy
//! định định dạng mã VietQR" 1.0, 2021). Objects are two digits of id, two of length, the value.

mod malformed;
#[cfg(test)]
mod tests;
mod tlv;

use crate::base::{fold::ascii, money::Money};
use serde::Serialize;
use std::collections::BTreeMap;
use tlv::{Objects, crc, pack, path, unpack};

pub use malformed::Malformed;

/// NAPAS's application identifier.
const NAPAS: &str = "A000000727";
/// MoMo's own BIN. Banks reach its wallets only by accounts that MoMo gives out for that.
const MOMO: &str = "971025";
/// The longest account, card or virtual account number.
const ACCOUNT: usize = 19;
/// The longest purpose, and any other text of field 62.
const PURPOSE: usize = 25;
/// The longest amount, in digits.
const AMOUNT: usize = 13;

/// What a VietQR asks the customer's bank to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VietQr {
    /// The bank's BIN, six digits.
    pub bin: String,
    /// The account or card number, at most 19 letters and digits (virtual accounts have letters).
    pub account: String,
    /// Whether the number is of an account or of a card; none in a merchant's code that does not
    /// say it.
    pub service: Option<Service>,
    /// The amount in whole đồng; without one the customer types it.
    pub amount: Option<Money>,
    /// The purpose (62/08), all that reaches the bank's transfer content; at most 25 characters.
    pub purpose: Option<String>,
    /// The reference label (62/05), which most banks drop.
    pub reference: Option<String>,
    /// For one payment (12) rather than for many (11).
    pub dynamic: bool,
    /// Every other object by its id, as it stood: `59`, or `62/01` within field 62.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub other: Objects,
}

/// The NAPAS service behind the QR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Transfer to an account (`QRIBFTTA`).
    Account,
    /// Transfer to a card (`QRIBFTTC`).
    Card,
}

impl Service {
    /// The code of field 38/02.
    pub fn code(self) -> &'static str {
        match self {
            Service::Account => "QRIBFTTA",
            Service::Card => "QRIBFTTC",
        }
    }
}

impl VietQr {
    /// A transfer to an account: for one payment when there is an amount, else for many. Marks
    /// and punctuation are taken from the purpose, since banks would. An account of a MoMo wallet
    /// gets the label (62/05) by which MoMo knows it.
    pub fn transfer(bin: &str, account: &str, amount: Option<Money>, purpose: &str) -> VietQr {
        let purpose = ascii(purpose).trim().to_owned();
        VietQr {
            bin: bin.trim().to_owned(),
            account: account.trim().to_owned(),
            service: Some(Service::Account),
            amount,
            purpose: (!purpose.is_empty()).then_some(purpose),
            reference: momo_label(account.trim()),
            dynamic: amount.is_some(),
            other: BTreeMap::new(),
        }
    }

    /// The payload, objects in the order of their ids, as every bank app emits them. Refuses
    /// whatever `decode` would; a number is never shortened to make it fit.
    pub fn encode(&self) -> Result<String, Malformed> {
        if self.bin == MOMO && momo_label(&self.account).is_none() {
            return Err(Malformed::Wallet(self.account.clone()));
        }
        for (field, text) in [("62/08", &self.purpose), ("62/05", &self.reference)] {
            fits(field, text.as_deref().unwrap_or_default())?;
        }
        let inner = objects(&[("00", &self.bin), ("01", &self.account)]);
        let inner = pack("38/01", &inner)?;
        let mut napas = objects(&[("00", NAPAS), ("01", &inner)]);
        napas.extend(self.service.map(|service| ("02".to_owned(), service.code().to_owned())));
        let initiation = if self.dynamic { "12" } else { "11" };
        let napas = pack("38", &napas)?;
        let mut root = objects(&[
            ("00", "01"),
            ("01", initiation),
            ("38", &napas),
            ("53", "704"),
            ("58", "VN"),
        ]);
        let mut additional = BTreeMap::new();
        for (id, value) in &self.other {
            let (map, id) = match id.strip_prefix("62/") {
                Some(inner) => (&mut additional, inner),
                None => (&mut root, id.as_str()),
            };
            if map.insert(id.to_owned(), value.clone()).is_some() {
                return Err(Malformed::Doubled(id.to_owned()));
            }
        }
        root.extend(self.amount.map(|amount| ("54".to_owned(), amount.0.to_string())));
        additional.extend(self.reference.clone().map(|text| ("05".to_owned(), text)));
        additional.extend(self.purpose.clone().map(|text| ("08".to_owned(), text)));
        if !additional.is_empty() {
            root.insert("62".to_owned(), pack("62", &additional)?);
        }
        let body = pack("", &root)? + "6304";
        let payload = format!("{body}{:04X}", crc(body.as_bytes()));
        // Reading it back is the check: no booth shows a QR that this program would refuse.
        match VietQr::decode(&payload)? == *self {
            true => Ok(payload),
            false => Err(Malformed::Value { field: "62".to_owned(), value: payload }),
        }
    }

    /// Reads a payload strictly: checksum (either case), structure to the last object, and every
    /// value that decides where money goes. Objects may stand in any order between 00 and 63.
    pub fn decode(payload: &str) -> Result<VietQr, Malformed> {
        let payload = payload.trim();
        check(payload)?;
        if !payload.starts_with("00") {
            return Err(Malformed::Start);
        }
        let mut root = unpack("", payload)?;
        take(&mut root, "", "63")?;
        expect("00", &take(&mut root, "", "00")?, &["01"])?;
        let initiation = take(&mut root, "", "01")?;
        expect("01", &initiation, &["11", "12"])?;
        expect("53", &take(&mut root, "", "53")?, &["704"])?;
        expect("58", &take(&mut root, "", "58")?, &["VN"])?;
        let (bin, account, service) = beneficiary(&take(&mut root, "", "38")?)?;
        let amount = root.remove("54").map(|text| amount(&text)).transpose()?;
        let mut additional = match root.remove("62") {
            Some(text) => unpack("62", &text)?,
            None => BTreeMap::new(),
        };
        for (id, value) in &additional {
            fits(&format!("62/{id}"), value)?;
        }
        let purpose = additional.remove("08");
        let reference = additional.remove("05");
        root.extend(additional.into_iter().map(|(id, value)| (format!("62/{id}"), value)));
        Ok(VietQr {
            bin,
            account,
            service,
            amount,
            purpose,
            reference,
            dynamic: initiation == "12",
            other: root,
        })
    }
}

fn objects(pairs: &[(&str, &str)]) -> Objects {
    pairs.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect()
}

/// The bank, the number and the service within field 38.
fn beneficiary(text: &str) -> Result<(String, String, Option<Service>), Malformed> {
    let mut napas = unpack("38", text)?;
    expect("38/00", &take(&mut napas, "38", "00")?, &[NAPAS])?;
    let mut inner = unpack("38/01", &take(&mut napas, "38", "01")?)?;
    let code = napas.remove("02");
    let service = match code.as_deref() {
        None => None,
        Some(code) => {
            expect("38/02", code, &[Service::Account.code(), Service::Card.code()])?;
            let card = code == Service::Card.code();
            Some(if card { Service::Card } else { Service::Account })
        }
    };
    let bin = take(&mut inner, "38/01", "00")?;
    if bin.len() != 6 || !bin.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Malformed::value("38/01/00", &bin));
    }
    let account = take(&mut inner, "38/01", "01")?;
    if account.len() > ACCOUNT || !account.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Malformed::value("38/01/01", &account));
    }
    // An object nobody knows could change where the money goes.
    for (field, left) in [("38", napas), ("38/01", inner)] {
        if let Some((id, value)) = left.into_iter().next() {
            return Err(Malformed::value(&format!("{field}/{id}"), &value));
        }
    }
    Ok((bin, account, service))
}

/// The label of a MoMo wallet's account: `99MM`, its year and kind, `M`, its number. Without the
/// label, which repeats the last letters, MoMo does not find the wallet.
fn momo_label(account: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let rest = account.strip_prefix("99MM").filter(|_| account.is_ascii())?;
    let known = rest.len() == 14 && digits(&rest[..5]) && &rest[5..6] == "M" && digits(&rest[6..]);
    known.then(|| format!("MOMOW2W{}", &account[10..]))
}

/// Texts of field 62 have at most 25 letters.
fn fits(field: &str, text: &str) -> Result<(), Malformed> {
    let (field, length) = (field.to_owned(), text.len());
    if length > PURPOSE { Err(Malformed::Long { field, length }) } else { Ok(()) }
}

/// Whole đồng, not nothing. A point is allowed by the standard when only zeros follow it.
fn amount(text: &str) -> Result<Money, Malformed> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit());
    let zeros = rest.bytes().all(|digit| digit == b'0');
    match whole.parse::<i64>() {
        Ok(value) if digits && zeros && value > 0 && text.len() <= AMOUNT => Ok(Money(value)),
        _ => Err(Malformed::value("54", text)),
    }
}

/// The checks of the whole text: its letters, its length and its checksum, which comes last.
fn check(payload: &str) -> Result<(), Malformed> {
    if !payload.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(Malformed::NotAscii);
    }
    if payload.len() > malformed::LONGEST {
        return Err(Malformed::TooLong(payload.len()));
    }
    let (body, stated) = payload.split_at(payload.len().saturating_sub(4));
    if !body.ends_with("6304") {
        return Err(Malformed::Missing("63".to_owned()));
    }
    let right = format!("{:04X}", crc(body.as_bytes()));
    if !stated.eq_ignore_ascii_case(&right) {
        return Err(Malformed::Checksum { stated: stated.to_owned(), right });
    }
    Ok(())
}

fn expect(field: &str, value: &str, allowed: &[&str]) -> Result<(), Malformed> {
    if allowed.contains(&value) { Ok(()) } else { Err(Malformed::value(field, value)) }
}

fn take(objects: &mut Objects, field: &str, id: &str) -> Result<String, Malformed> {
    objects.remove(id).ok_or_else(|| Malformed::Missing(path(field, id)))
}
