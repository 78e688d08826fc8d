//! The command line: one clap tree, few options, each explained by `--help`.

use crate::catalog::sheet::FileKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
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
    /// Phục vụ: mở hoặc tạo thư mục dữ liệu · Serves; opens or makes the data folder
    Serve(ServeArgs),
    /// Báo cáo mùa, hội chợ, gian hàng, danh mục · Reports
    #[command(subcommand)]
    Report(ReportCommand),
    /// Phiếu bán hàng như khi in · The paper of a sale, as it would be printed
    Receipt(ReceiptArgs),
    /// Kiểm tra sổ: chuỗi băm và mọi con số · Checks the chain and every figure
    Verify,
    /// Sao lưu sổ, cả khi đang bán · Copies the book, also while it is served
    Backup(BackupArgs),
    /// Khôi phục bản sao vào thư mục trống (--data) · Restores a copy into an empty folder
    Restore(RestoreArgs),
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

    /// Địa chỉ và cổng HTTPS, hoặc off; mặc định cổng 8443 · HTTPS address and port, or off
    #[arg(long)]
    pub tls_listen: Option<TlsListen>,
}

impl ServeArgs {
    /// Where HTTPS listens: port 8443 on the same address as plain HTTP, unless told otherwise.
    /// A server that may take any port (0) takes any for HTTPS too.
    pub fn tls(&self) -> Option<SocketAddr> {
        let port = if self.listen.port() == 0 { 0 } else { 8443 };
        match self.tls_listen {
            None => Some(SocketAddr::new(self.listen.ip(), port)),
            Some(TlsListen::At(at)) => Some(at),
            Some(TlsListen::Off) => None,
        }
    }
}

/// Where HTTPS listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsListen {
    /// There.
    At(SocketAddr),
    /// Nowhere.
    Off,
}

impl std::str::FromStr for TlsListen {
    type Err = std::net::AddrParseError;
    fn from_str(text: &str) -> Result<TlsListen, Self::Err> {
        if text == "off" { Ok(TlsListen::Off) } else { text.parse().map(TlsListen::At) }
    }
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

/// Which report, and in which form.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Tổng hợp các hội chợ trong kỳ · The roll-up over fairs
    Season {
        /// Ngày đầu, yyyy-mm-dd · First day
        #[arg(long)]
        from: Date,
        /// Ngày cuối, yyyy-mm-dd · Last day
        #[arg(long)]
        to: Date,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
    /// Một hội chợ · One fair
    Fair {
        /// Mã hội chợ · The fair's code
        code: String,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
    /// Bảng kê của một gian hàng · One booth's statement
    Booth {
        /// Mã gian hàng · The booth's code
        code: String,
        /// Mã hội chợ, khi nhiều hội chợ có cùng mã gian · The fair's code
        #[arg(long)]
        fair: Option<String>,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
    /// Chỉ tiêu của danh mục · The catalogue's indicators
    Products {
        /// Vào ngày, yyyy-mm-dd · On this day
        #[arg(long)]
        on: Option<Date>,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
}

/// How a report is written.
#[derive(Debug, Args)]
pub struct Out {
    /// json, csv, html
    #[arg(long, default_value = "json", value_parser = ["json", "csv", "html"])]
    pub format: String,
    /// Ghi vào tệp thay vì màn hình · To this file instead of standard output
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// Which receipt, and in which form.
#[derive(Debug, Args)]
pub struct ReceiptArgs {
    /// Số phiếu hoặc uid · Receipt number or uid
    pub name: String,
    /// Dạng nào · In which form
    #[arg(long, value_enum, default_value_t = PaperFormat::Txt)]
    pub format: PaperFormat,
    /// Số điểm ngang: 384 hoặc 576 · Dots across
    #[arg(long, default_value_t = 576)]
    pub width: u32,
    /// Ghi vào tệp thay vì màn hình · To this file instead of standard output
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// The forms of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaperFormat {
    /// The printer's commands.
    Escpos,
    /// A picture, dot for dot.
    Png,
    /// A page.
    Html,
    /// Plain text.
    Txt,
}

/// A copy of the book.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Tệp bản sao, chưa có, ngoài thư mục dữ liệu · The copy: a new file outside the data folder
    pub file: PathBuf,

    /// Kiểm tra mọi con số trong bản sao · Checks every figure in the copy
    #[arg(long)]
    pub verify: bool,
}

/// A copy that is restored.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// Tệp bản sao · The copy
    pub file: PathBuf,

    /// Máy cũ không còn dùng nữa: hỏi mã hội chợ rồi bán ngay · The old machine is gone: asks for
    /// the fair's code, then sells
    #[arg(long)]
    pub take_over: bool,
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
