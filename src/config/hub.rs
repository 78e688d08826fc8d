//! The commands of a hub, and of machines that send it their books.

use super::ServeArgs;
use clap::{Args, Subcommand};

/// The hub.
#[derive(Debug, Subcommand)]
pub enum HubCommand {
    /// Phục vụ: thư mục trống thành máy tổng hợp · Serves; an empty folder becomes a hub
    Serve(ServeArgs),
    /// In mã mời, dùng một lần trong mười phút · Prints an invitation: once, within ten minutes
    Invite,
}

/// Which hub is joined.
#[derive(Debug, Args)]
pub struct JoinArgs {
    /// Địa chỉ mà máy tổng hợp hiện · The address that the hub shows
    pub url: String,
    /// Mã mời, tám chữ · The invitation, eight letters
    pub code: String,
    /// Tên của máy này; không ghi: tên máy tính · What this machine is called
    #[arg(long, default_value = "")]
    pub name: String,
}

/// When the book is sent.
#[derive(Debug, Args)]
pub struct SyncArgs {
    /// Một lần, ngay bây giờ; khi phục vụ thì máy tự gửi · Once, now; a machine that serves sends
    /// by itself
    #[arg(long, required = true)]
    pub once: bool,
}
