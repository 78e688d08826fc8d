//! What somebody chose for this laptop, as rows of a name and a value. Tokens, keys and PINs are no
//! settings, nor is where copies and paper go: another machine has other disks and printers.

use super::{
    Part,
    names::Names,
    table::{Column, text},
    thing::{Line, Thing},
};
use crate::{
    base::lang::Say,
    desk::command::Command,
    print::address::{self, PageAddress},
};
use serde::Serialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

crate::words! {
    /// A setting.
    Name {
        /// The address under which customers reach the pages of receipts.
        ReceiptAddress = "receipt_address", "Địa chỉ trang phiếu cho khách",
            "Address of receipts’ pages";
        /// Whether receipts carry their own proof: `yes` or `no`.
        ReceiptSigned = "receipt_signed", "Phiếu mang chữ ký của máy (yes, no)",
            "Receipts carry this machine’s signature (yes, no)";
    }
}

/// What is chosen.
pub async fn load(db: &mut SqliteConnection) -> sqlx::Result<Vec<Setting>> {
    let address = address::load(db).await?;
    let value = address.as_ref().map_or("", PageAddress::as_str).to_owned();
    let signed = if address::signed(db).await? { "yes" } else { "no" };
    Ok(vec![
        Setting { name: Name::ReceiptAddress, value },
        Setting { name: Name::ReceiptSigned, value: signed.to_owned() },
    ])
}

/// Chooses this from now on.
pub async fn keep(db: &mut SqliteConnection, it: &Setting) -> sqlx::Result<()> {
    match it.name {
        // It was read as one already.
        Name::ReceiptAddress => {
            address::keep(db, PageAddress::parse(&it.value).ok().flatten()).await
        }
        Name::ReceiptSigned => address::keep_signed(db, it.value == "yes").await,
    }
}

/// A setting as it stands.
#[derive(Debug, Clone, Serialize)]
pub struct Setting {
    /// Which.
    pub name: Name,
    /// What was chosen, or nothing.
    pub value: String,
}

impl Thing for Setting {
    const PART: Part = Part::Settings;
    const COLUMNS: &'static [Column] = &[text("name", "Tên"), text("value", "Giá trị")];

    fn uid(&self) -> Option<Uuid> {
        None
    }

    fn under(self, _uid: Uuid) -> Setting {
        self
    }

    fn cells(&self, _names: &Names) -> Vec<String> {
        vec![self.name.as_str().to_owned(), self.value.clone()]
    }

    fn read(line: &mut Line, stands: Option<&Setting>) -> Option<Setting> {
        let name = line.word("name", stands.map(|it| it.name))?;
        let typed = line.text("value", stands.map(|it| &it.value));
        let value = match name {
            Name::ReceiptAddress => PageAddress::parse(&typed)
                .map(|it| it.as_ref().map_or("", PageAddress::as_str).to_owned())
                .map_err(|refusal| refusal.say()),
            Name::ReceiptSigned => match typed.as_str() {
                "yes" | "no" => Ok(typed),
                "" => Ok("no".to_owned()),
                _ => Err(Say::new("Ghi yes hoặc no", "Write yes or no")),
            },
        };
        let value: Result<String, Say> = value;
        let value = value.map_err(|say| line.wrong("value", say)).ok()?;
        Some(Setting { name, value })
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![Some(self.name.as_str().to_owned())]
    }

    fn setting(&self) -> Option<Setting> {
        Some(self.clone())
    }

    /// No entry: settings are this laptop's own.
    fn commands(_things: Vec<(usize, Setting)>) -> Vec<(usize, Command)> {
        Vec::new()
    }
}
