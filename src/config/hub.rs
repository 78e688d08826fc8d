//! The commands of a hub, and of machines that send it their books.

use super::ServeArgs;
use crate::base::id::NodeId;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// The hub.
#[derive(Debug, Subcommand)]
pub enum HubCommand {
    /// Phục vụ: thư mục trống thành máy tổng hợp · Serves; an empty folder becomes a hub
    Serve(ServeArgs),
    /// In mã mời, dùng một lần trong mười phút · Prints an invitation: once, within ten minutes
    Invite,
    /// Sổ của một máy đã mất, theo những gì đã gửi về đây · A lost laptop's book, as it is here
    Book(BookArgs),
}

/// Whose book is written where.
#[derive(Debug, Args)]
pub struct BookArgs {
    /// Mã của máy đó, như trang của nó hiện · The machine's id, as its page shows it
    pub machine: NodeId,
    /// Tệp mới, để khôi phục ở máy khác · A new file, to be restored on another laptop
    pub file: PathBuf,
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
