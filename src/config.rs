//! The command line: one clap tree, few options, each explained by `--help`.

mod files;
mod hub;
mod reports;
mod standby;

pub use files::{ExportArgs, ImportArgs};
pub use hub::{BookArgs, HubCommand, JoinArgs, SyncArgs};
pub use reports::{Out, ReportCommand};
pub use standby::{PromoteArgs, StandbyArgs};

use crate::cli::rehearse::wire::Address;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
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
    /// Xuất mọi thứ sửa được ra các tệp CSV · Exports what can be edited, as CSV files
    Export(ExportArgs),
    /// Nhập bảng CSV hoặc XLSX, tất cả hoặc không gì cả · Imports a sheet, all or nothing
    Import(ImportArgs),
    /// Phục vụ: mở hoặc tạo thư mục dữ liệu · Serves; opens or makes the data folder
    Serve(ServeArgs),
    /// Báo cáo mùa, hội chợ, gian hàng, danh mục · Reports
    #[command(subcommand)]
    Report(ReportCommand),
    /// Phiếu bán hàng như khi in · The paper of a sale, as it would be printed
    Receipt(ReceiptArgs),
    /// Kiểm tra mã in trên phiếu, không cần mạng · Checks a receipt’s code, without a network
    Check(CheckArgs),
    /// Diễn tập một hội chợ với máy chủ đang chạy · Plays a fair against a running server
    Rehearse(RehearseArgs),
    /// Kiểm tra sổ: chuỗi băm và mọi con số · Checks the chain and every figure
    Verify(VerifyArgs),
    /// Sao lưu sổ, cả khi đang bán · Copies the book, also while it is served
    Backup(BackupArgs),
    /// Khôi phục bản sao vào thư mục trống (--data) · Restores a copy into an empty folder
    Restore(RestoreArgs),
    /// Thành máy dự phòng của máy chính (--data trống) · Becomes a standby, in an empty folder
    Standby(StandbyArgs),
    /// Máy cũ không còn dùng nữa: máy này bán thay · The old machine is gone: this one sells
    Promote(PromoteArgs),
    /// Gói sổ: mang một hội chợ sang sổ khác không cần mạng · A fair's book in one file, by USB
    #[command(subcommand)]
    Bundle(BundleCommand),
    /// Máy tổng hợp: nhận sổ của nhiều máy · The hub, which takes in the books of many laptops
    #[command(subcommand)]
    Hub(HubCommand),
    /// Kết nối máy này với máy tổng hợp · Joins a hub, which gets this machine's book from then on
    Join(JoinArgs),
    /// Gửi sổ lên máy tổng hợp · Sends the book to the hub
    Sync(SyncArgs),
    /// Mã VietQR: tạo và đọc · VietQR payloads
    #[command(subcommand)]
    Vietqr(VietqrCommand),
}

/// What is checked.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Chỉ kiểm tra tệp báo cáo này (xlsx, docx, pdf) · Only checks this file of a report
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
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

    /// Chỉ những hội chợ đầu của mùa, để xem nhanh · Only the first fairs of the season
    #[arg(long, value_name = "N")]
    pub fairs: Option<usize>,

    /// Chỉ tạo dữ liệu, không phục vụ · Only fills the folder
    #[arg(long)]
    pub no_serve: bool,

    /// Where to serve afterwards.
    #[command(flatten)]
    pub serve: ServeArgs,
}

/// What is rehearsed, and against which server.
#[derive(Debug, Args)]
pub struct RehearseArgs {
    /// Địa chỉ máy chủ, http://… · The server's address
    #[arg(long)]
    pub url: Address,
    /// Tên đăng nhập của người tổ chức · An organiser's sign-in name
    #[arg(long, env = "CHOPHIEN_USER")]
    pub user: String,
    /// Tệp chứa mật khẩu · A file that holds the password
    #[arg(long, required_unless_present = "password")]
    pub password_file: Option<PathBuf>,
    /// Mật khẩu; nên để trong biến môi trường · The password, better in the environment
    #[arg(long, env = "CHOPHIEN_PASSWORD", hide_env_values = true)]
    pub password: Option<String>,
    /// Số gian hàng, mỗi gian một máy · Booths, each with a phone
    #[arg(long, value_parser = value_parser!(u64).range(1..=500))]
    pub booths: u64,
    /// Số phiếu mỗi giây của tất cả các gian · Sales a second, of all booths
    #[arg(long, value_parser = within(10_000.0))]
    pub rate: f64,
    /// Bao nhiêu phút · For so many minutes
    #[arg(long, value_parser = within(1_440.0))]
    pub minutes: f64,
    /// Mỗi máy giữ thêm một luồng tin · Every phone also keeps its stream open
    #[arg(long)]
    pub streams: bool,
    /// Giữa chừng mọi máy mất mạng và trở lại cùng lúc · In the middle all phones come back at once
    #[arg(long)]
    pub returns: bool,
    /// Số màn hình xem bảng · Screens that show the board
    #[arg(long, default_value_t = 0, value_parser = value_parser!(u64).range(..=5_000))]
    pub viewers: u64,
    /// Số kết nối chậm của người lạ · Slow connections of strangers
    #[arg(long, default_value_t = 0, value_parser = value_parser!(u64).range(..=5_000))]
    pub strangers: u64,
    /// Cứ diễn tập khi một hội chợ thật đang mở · Begin although a real fair is open
    #[arg(long)]
    pub beside_real: bool,
}

/// Reads a number of an option, above nothing and at most `most`.
fn within(most: f64) -> impl Fn(&str) -> Result<f64, String> + Clone + Send + Sync {
    move |text| {
        let number = text.parse().ok().filter(|number| *number >= 0.01 && *number <= most);
        number.ok_or_else(|| format!("0.01 – {most}"))
    }
}

/// Which receipt, and in which form.
#[derive(Debug, Args)]
pub struct ReceiptArgs {
    /// Số phiếu hoặc uid · Receipt number or uid
    pub name: String,
    /// Mã hội chợ, khi nhiều hội chợ có cùng số phiếu · The fair's code
    #[arg(long)]
    pub fair: Option<String>,
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

/// What is checked, and by whose key.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Mã hoặc đường dẫn quét từ phiếu · What the receipt’s QR says
    pub code: String,
    /// Khóa công khai của máy đã in; không có thì hỏi sổ (--data) · The machine’s public key
    #[arg(long)]
    pub key: Option<String>,
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

/// The book's entries in one file.
#[derive(Debug, Subcommand)]
pub enum BundleCommand {
    /// Ghi gói ra tệp, cả khi đang bán · Writes a bundle, also while it is served
    Export {
        /// Mã hội chợ · The fair's code
        #[arg(long)]
        fair: String,
        /// Tệp mới · A new file
        file: PathBuf,
    },
    /// Nhận gói từ máy khác, khi máy chủ đã dừng · Takes in another machine's bundle
    Import {
        /// Tệp · The file
        file: PathBuf,
    },
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
