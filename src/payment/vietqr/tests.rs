use super::*;
use proptest::prelude::*;
use serde_json::Value;

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../../../tests/data/vietqr_vectors.json")).unwrap()
}

fn text<'a>(vector: &'a Value, key: &str) -> Option<&'a str> {
    vector[key].as_str()
}

#[test]
fn every_known_payload_is_read_and_written_byte_for_byte() {
    let good = vectors().into_iter().filter(|v| v["crc_ok"] == true && v["tlv_ok"] == true);
    let mut count = 0;
    for vector in good {
        let payload = text(&vector, "payload").unwrap();
        let qr = VietQr::decode(payload).unwrap();
        assert_eq!(Some(qr.bin.as_str()), text(&vector, "bin"), "{vector}");
        assert_eq!(Some(qr.account.as_str()), text(&vector, "account"));
        assert_eq!(qr.service.map(Service::code), text(&vector, "service"));
        assert_eq!(qr.dynamic, vector["poi"] == "12");
        let amount = qr.amount.map(|amount| amount.0.to_string());
        assert_eq!(amount.as_deref(), text(&vector, "amount"));
        assert_eq!(qr.purpose.as_deref(), text(&vector["additional"], "08"));
        let bill = qr.other.get("62/01").map(String::as_str);
        assert_eq!(bill, text(&vector["additional"], "01"));
        // MB Bank writes its checksum in lower case; we do not.
        let (body, checksum) = payload.split_at(payload.len() - 4);
        assert_eq!(qr.encode().unwrap(), format!("{body}{}", checksum.to_uppercase()));
        count += 1;
    }
    assert_eq!(count, 12);
}

#[test]
fn malformed_payloads_are_refused_with_the_reason() {
    let refused = |id: &str| {
        let all = vectors();
        let vector = all.iter().find(|v| v["id"] == id).unwrap();
        VietQr::decode(text(vector, "payload").unwrap()).unwrap_err()
    };
    assert_eq!(refused("N1"), Malformed::NotATag("38/01/01".into()));
    let right = "4F52".to_owned();
    assert_eq!(refused("N2"), Malformed::Checksum { stated: "A203".into(), right });
    assert_eq!(refused("N2").say().en, "Wrong CRC: it says A203, it should be 4F52");
}

/// A payload with the right checksum whatever the body.
fn sealed(body: &str) -> String {
    let body = format!("{body}6304");
    format!("{body}{:04X}", crc(body.as_bytes()))
}

const NAPAS_38: &str = "38540010A00000072701240006970436011010175956000208QRIBFTTA";

#[test]
fn objects_may_stand_in_any_order() {
    let qr = VietQr::decode(&sealed(&format!("0002015802VN5405450005303704{NAPAS_38}010212")));
    assert_eq!(qr.unwrap(), { VietQr::transfer("970436", "1017595600", Some(Money(45_000)), "") });
}

#[test]
fn what_would_misdirect_money_is_refused() {
    let reason = |body: &str| VietQr::decode(&sealed(body)).unwrap_err();
    let with = |more: &str| format!("000201010212{NAPAS_38}53037045802VN{more}");
    assert_eq!(reason(&with(NAPAS_38)), Malformed::Doubled("38".into()));
    assert_eq!(reason(&with("5499450")), Malformed::Cut("54".into()));
    assert_eq!(reason(&with("5400")), Malformed::Empty("54".into()));
    for amount in ["54010", "540650 000", "54045.50", "5403-50", "541412345678901234"] {
        assert!(matches!(reason(&with(amount)), Malformed::Value { .. }), "{amount}");
    }
    assert_eq!(reason("000201010211"), Malformed::Missing("53".into()));
    assert_eq!(reason("010211000201"), Malformed::Start);
    let dollars = with("").replace("5303704", "5303840");
    assert_eq!(reason(&dollars), Malformed::value("53", "840"));
    let push = with("").replace("QRIBFTTA", "QRXXXXXX");
    assert_eq!(reason(&push), Malformed::value("38/02", "QRXXXXXX"));
    let letters = with("").replace("0006970436", "000697043A");
    assert_eq!(reason(&letters), Malformed::value("38/01/00", "97043A"));
    assert_eq!(VietQr::decode(""), Err(Malformed::Missing("63".into())));
    assert_eq!(VietQr::decode("chợ phiên"), Err(Malformed::NotAscii));
    assert_eq!(VietQr::decode(&"0".repeat(600)), Err(Malformed::TooLong(600)));
}

#[test]
fn a_booth_cannot_show_a_qr_that_pays_wrongly() {
    let make = |bin: &str, account: &str, amount: i64, purpose: &str| {
        VietQr::transfer(bin, account, Some(Money(amount)), purpose).encode()
    };
    assert!(make("970436", "1017595600", 128_000, "OC7K3M9QX").is_ok());
    let long = "12345678901234567890";
    assert_eq!(make("970436", long, 1, ""), Err(Malformed::value("38/01/01", long)));
    assert_eq!(make("97043", "1", 1, ""), Err(Malformed::value("38/01/00", "97043")));
    assert_eq!(make("970436", "", 1, ""), Err(Malformed::value("38/01/01", "")));
    assert_eq!(make("970436", "1", 0, ""), Err(Malformed::value("54", "0")));
    assert_eq!(make("970436", "1", -5, ""), Err(Malformed::value("54", "-5")));
    let purpose = "a purpose of more than twenty five letters";
    let long = Malformed::Long { field: "62/08".into(), length: 42 };
    assert_eq!(make("970436", "1", 1, purpose), Err(long));
}

#[test]
fn marks_are_taken_from_the_purpose() {
    let qr = VietQr::transfer("970436", "1017595600", None, " Đặc sản Quảng Ninh! ");
    assert_eq!(qr.purpose.as_deref(), Some("Dac san Quang Ninh"));
    assert!(!qr.dynamic);
    let json = serde_json::to_value(&qr).unwrap();
    assert_eq!(json["service"], "account");
    assert_eq!(json["amount"], Value::Null);
}

#[test]
fn the_checksum_is_the_standard_one() {
    assert_eq!(crc(b"123456789"), 0x29b1);
}

proptest! {
    #[test]
    fn what_is_shown_is_what_is_read(
        bin in "[0-9]{6}",
        account in "[0-9A-Z]{1,19}",
        amount in proptest::option::of(1i64..9_999_999_999_999),
        purpose in "[A-Za-z0-9]{0,25}",
    ) {
        let qr = VietQr::transfer(&bin, &account, amount.map(Money), &purpose);
        prop_assert_eq!(VietQr::decode(&qr.encode().unwrap()).unwrap(), qr);
    }

    #[test]
    fn any_text_is_read_or_refused_but_never_panics(body in "[ -~]{0,120}", text in ".{0,60}") {
        let _ = VietQr::decode(&sealed(&body));
        let _ = VietQr::decode(&text);
    }

    #[test]
    fn one_wrong_character_is_noticed(at in 0usize..100, with in "[0-9A-Z]") {
        let qr = VietQr::transfer("970436", "1017595600", Some(Money(128_000)), "OC7K3M9QX");
        let mut payload = qr.encode().unwrap();
        let at = at % payload.len();
        prop_assume!(payload[at..=at] != with);
        payload.replace_range(at..=at, &with);
        prop_assert!(VietQr::decode(&payload).is_err());
    }
}

#[test]
fn a_merchants_code_that_names_no_service_is_read_and_written_again() {
    let body = "00020101021138420010A00000072701240006970436011010175956005303704\
                5802VN";
    let payload = sealed(body);
    let qr = VietQr::decode(&payload).unwrap();
    assert_eq!((qr.bin.as_str(), qr.account.as_str(), qr.service), ("970436", "1017595600", None));
    assert_eq!(qr.encode().unwrap(), payload);
}

#[test]
fn a_purpose_that_is_too_long_says_so_when_read_and_when_made() {
    let long = "thanh toan don hang so 000123";
    let qr = VietQr::transfer("970436", "1017595600", None, long);
    let refused = qr.encode().unwrap_err();
    assert_eq!(refused, Malformed::Long { field: "62/08".into(), length: 29 });
    assert_eq!(refused.say().vi, "Nội dung chuyển khoản 62/08 dài 29 ký tự, tối đa là 25");
    let body = format!("000201010211{NAPAS_38}53037045802VN6233{}{long}", "0829");
    assert_eq!(VietQr::decode(&sealed(&body)).unwrap_err(), refused);
}

#[test]
fn an_account_of_a_momo_wallet_gets_its_label_and_a_phone_number_is_refused() {
    let account = "99MM24011M34875080";
    for bin in ["970454", "971025"] {
        let qr = VietQr::transfer(bin, account, Some(Money(45_000)), "OC7K3M9QX");
        assert_eq!(qr.reference.as_deref(), Some("MOMOW2W34875080"));
        let payload = qr.encode().unwrap();
        assert!(payload.contains("0515MOMOW2W348750800809OC7K3M9QX"), "{payload}");
        assert_eq!(VietQr::decode(&payload).unwrap(), qr);
    }
    let phone = VietQr::transfer("971025", "0912345678", None, "").encode().unwrap_err();
    assert_eq!(phone, Malformed::Wallet("0912345678".into()));
    assert!(phone.say().vi.contains("99MM"));
    assert_eq!(VietQr::transfer("970454", "0912345678", None, "").reference, None);
}
