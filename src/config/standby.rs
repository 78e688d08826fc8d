//! The commands of a standby.

use clap::Args;

/// Whom a standby follows.
#[derive(Debug, Args)]
pub struct StandbyArgs {
    /// Địa chỉ mà máy chính hiện · The address that the first laptop shows
    pub url: String,
    /// Mã tám chữ mà máy chính hiện · The code that it shows, eight letters
    pub code: String,
    /// Tên của máy này; không ghi: tên máy tính · What this machine is called
    #[arg(long, default_value = "")]
    pub name: String,
    /// Nhận bản sao có bí mật qua http không mã hoá · Secrets may come without encryption
    #[arg(long)]
    pub without_encryption: bool,
}

/// The old machine is gone.
#[derive(Debug, Args)]
pub struct PromoteArgs {
    /// Mã hội chợ, để xác nhận; không ghi thì hỏi · The fair's code, to say so; else it is asked
    #[arg(long)]
    pub fair: Option<String>,
}
