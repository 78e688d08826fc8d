//! What goes out into files and comes in from them.

use crate::{cli::import::What, desk::import::Again};
use clap::Args;
use std::path::PathBuf;

/// What goes out into files.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// all: mọi thứ sửa được; không có phiếu bán · Everything that can be edited; no sales
    #[arg(value_parser = ["all"])]
    pub what: String,

    /// Thư mục mới hoặc trống · A new or empty folder
    pub folder: PathBuf,
}

/// A sheet to import.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// producers, products, fairs, booths, stock, online_sales; all: thư mục · the folder of
    /// export all
    #[arg(value_parser = kind)]
    pub kind: What,

    /// Tệp CSV (UTF-8), XLSX hoặc XLS · A CSV (UTF-8), XLSX or XLS file
    #[arg(required_unless_present = "columns")]
    pub file: Option<PathBuf>,

    /// Kiểm tra, không ghi gì · Checks the file and changes nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Trang cần nhập của tệp Excel · The page of an Excel file
    #[arg(long)]
    pub page: Option<String>,

    /// Hàng đã nhập rồi: skip, difference, all · Goods received already
    #[arg(long, value_parser = again)]
    pub again: Option<Again>,

    /// Các thay đổi và giá lạ là cố ý · Changes and odd prices are meant
    #[arg(long)]
    pub sure: bool,

    /// In các cột của bảng · Prints the sheet's columns
    #[arg(long)]
    pub columns: bool,
}

fn again(text: &str) -> Result<Again, String> {
    text.parse().map_err(|say: crate::base::lang::Say| format!("{} · {}", say.vi, say.en))
}

fn kind(text: &str) -> Result<What, String> {
    What::read(text).map_err(|say: crate::base::lang::Say| format!("{} · {}", say.vi, say.en))
}
