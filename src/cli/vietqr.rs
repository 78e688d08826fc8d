//! `vietqr encode` and `vietqr decode`.

use super::plain;
use crate::{
    base::{lang::Say, money::Money},
    config::VietqrCommand,
    payment::{bank, vietqr::VietQr},
};

/// Runs either; a malformed payload is the error.
pub fn run(command: VietqrCommand) -> Result<(), Say> {
    match command {
        VietqrCommand::Encode { bank, account, amount, purpose } => {
            println!("{}", encode(&bank, &account, amount, &purpose)?);
        }
        VietqrCommand::Decode { payload } => println!("{}", decode(&payload)?),
    }
    Ok(())
}

fn encode(bin: &str, account: &str, amount: Option<i64>, purpose: &str) -> Result<String, Say> {
    if bank::by_bin(bin).is_none() {
        return Err(Say::new(
            format!("Không có ngân hàng nào mang mã BIN “{bin}”"),
            format!("No bank has the BIN “{bin}”"),
        ));
    }
    let transfer = VietQr::transfer(bin, account, amount.map(Money), purpose);
    transfer.encode().map_err(|malformed| malformed.say())
}

fn decode(payload: &str) -> Result<String, Say> {
    let fields = VietQr::decode(payload).map_err(|malformed| malformed.say())?;
    serde_json::to_string_pretty(&fields).map_err(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_and_a_bent_letter_is_refused() {
        let payload = encode("970436", "1017595600", Some(453_000), "OC7K3M9QE").unwrap();
        let fields = decode(&payload).unwrap();
        assert!(fields.contains("\"bin\": \"970436\"") && fields.contains("\"amount\": 453000"));
        let bent = payload.replace("453000", "453001");
        assert!(decode(&bent).unwrap_err().en.starts_with("Wrong CRC"));
        assert_eq!(encode("970000", "1", None, "").unwrap_err().en, "No bank has the BIN “970000”");
    }
}
