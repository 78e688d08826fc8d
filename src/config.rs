//! The command line: one clap tree, few options, each explained by `--help`.

use crate::catalog::sheet::FileKind;
use clap::{Args, Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf};

/// Chợ Phiên: máy tính tiền cho hội chợ OCOP. A till for OCOP fairs, on one laptop.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    /// Thư mục dữ liệu · The data folder
    #[arg(long, global = true, env = "CHOPHIEN_DATA", default_value = "./chophien-data")]
    pub data: PathBuf,

    /// Ngôn ngữ của thông báo: vi hoặc en · Language of messages
    #[arg(long, global = true, env = "LANG", default_value = "vi")]
    pub lang: String,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tạo mùa hội chợ mẫu trong thư mục trống · Fills an empty folder with a demonstration season
    Demo(DemoArgs),
    /// Nhập bảng CSV hoặc XLSX, tất cả hoặc không gì cả · Imports a sheet, all or nothing
    Import(ImportArgs),
    /// Kiểm tra sổ: chuỗi băm và mọi con số · Checks the chain and every figure
    Verify,
    /// Mã VietQR: tạo và đọc · VietQR payloads
    #[command(subcommand)]
    Vietqr(VietqrCommand),
}

/// Where to listen.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Địa chỉ và cổng; cổng 0 chọn cổng trống · Address and port; port 0 picks a free one
    #[arg(long, default_value = "0.0.0.0:8080")]
    pub listen: SocketAddr,
}

/// The demonstration season.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Mùa hội chợ nào · Which season
    #[arg(long, default_value = "quang-ninh-2024", value_parser = ["quang-ninh-2024"])]
    pub season: String,

    /// Chỉ tạo dữ liệu, không phục vụ · Only fills the folder
    #[arg(long)]
    pub no_serve: bool,

    /// Where to serve afterwards.
    #[command(flatten)]
    pub serve: ServeArgs,
}

/// A sheet to import.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// producers, products, fairs, booths, stock
    #[arg(value_parser = kind)]
    pub kind: FileKind,

    /// Tệp CSV (UTF-8) hoặc XLSX · A CSV (UTF-8) or XLSX file
    #[arg(required_unless_present = "columns")]
    pub file: Option<PathBuf>,

    /// Kiểm tra, không ghi gì · Checks the file and changes nothing
    #[arg(long)]
    pub dry_run: bool,

    /// In các cột của bảng · Prints the sheet's columns
    #[arg(long)]
    pub columns: bool,
}

fn kind(text: &str) -> Result<FileKind, String> {
    text.parse().map_err(|say: crate::base::lang::Say| format!("{} · {}", say.vi, say.en))
}

/// VietQR payloads.
#[derive(Debug, Subcommand)]
pub enum VietqrCommand {
    /// In chuỗi VietQR · Prints the payload of a transfer
    Encode {
        /// BIN của ngân hàng, sáu chữ số · The bank's BIN, six digits
        #[arg(long)]
        bank: String,
        /// Số tài khoản · The account number
        #[arg(long)]
        account: String,
        /// Số tiền (đồng) · Whole đồng
        #[arg(long)]
        amount: Option<i64>,
        /// Nội dung chuyển khoản · The purpose, at most 25 characters
        #[arg(long, default_value = "")]
        purpose: String,
    },
    /// In các trường của chuỗi, dạng JSON · Prints a payload's fields as JSON
    Decode {
        /// Chuỗi VietQR · The payload
        payload: String,
    },
}
