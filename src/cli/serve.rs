//! `serve`: opens the data folder and serves until it is told to stop.

use super::plain;
use crate::{
    base::{
        clock::Clock,
        id::Chance,
        lang::{Lang, Say},
    },
    db,
    desk::shop::Shop,
    web::{
        self,
        app::{App, Hosts, addresses},
    },
};
use std::{net::SocketAddr, path::Path, sync::Arc};
use tokio::net::TcpListener;

/// Why the server could not start or run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The data folder could not be opened.
    #[error("{0}")]
    Open(#[from] db::OpenError),
    /// The address could not be listened on, or the network failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Runs the command.
pub async fn run(data: &Path, listen: SocketAddr, lang: Lang) -> Result<(), Say> {
    serve(data, listen, lang).await.map_err(plain)
}

/// Serves the folder at `listen` until Ctrl-C or a termination signal. Requests under way are
/// answered first.
async fn serve(folder: &Path, listen: SocketAddr, lang: Lang) -> Result<(), ServeError> {
    let shop = Shop::open(folder, Clock::system(), Chance::system()).await?;
    let listener = TcpListener::bind(listen).await?;
    let bound = listener.local_addr()?;
    let app = App::start(shop, hosts(bound));
    if let Err(said) = super::demo::note_address(folder, bound) {
        tracing::warn!(error = said.en, "access.json does not name this address");
    }
    announce(bound, lang);
    web::serve(listener, app, told_to_stop()).await?;
    Ok(())
}

/// The names by which phones and this laptop may call the server.
fn hosts(bound: SocketAddr) -> Arc<Hosts> {
    let own = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let own = own.trim().to_ascii_lowercase();
    let local = format!("{own}.local");
    let names = [own, local, "localhost".to_owned()];
    let names = names.into_iter().filter(|name| !name.is_empty() && name != ".local").collect();
    let only = Some(bound.ip()).filter(|ip| !ip.is_unspecified());
    Arc::new(Hosts { port: bound.port(), only, names })
}

/// The addresses to open: the Wi-Fi's first, loopback last.
fn reachable(bound: SocketAddr) -> Vec<String> {
    if !bound.ip().is_unspecified() {
        return vec![format!("http://{bound}")];
    }
    let mut hosts: Vec<String> = addresses().into_iter().filter(|ip| !ip.contains(':')).collect();
    hosts.sort_by_key(|ip| ip.starts_with("127."));
    hosts.iter().map(|ip| format!("http://{ip}:{}", bound.port())).collect()
}

fn announce(bound: SocketAddr, lang: Lang) {
    let addresses = reachable(bound);
    println!("{}", lang.say("Chợ Phiên đang chạy. Mở một trong các địa chỉ:", "Open one of:"));
    for address in &addresses {
        println!("  {address}");
    }
    if let Some(code) = addresses.first().and_then(|address| terminal_qr(address)) {
        println!("{code}");
    }
    println!("{}", lang.say("Nhấn Ctrl-C để dừng.", "Press Ctrl-C to stop."));
}

/// A QR code in half blocks, two rows of modules to a line, dark on light with its quiet zone.
fn terminal_qr(text: &str) -> Option<String> {
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Low).ok()?;
    let size = code.size();
    let mut out = String::new();
    for y in (-2..size + 2).step_by(2) {
        for x in -2..size + 2 {
            // The terminal is taken to be dark: a light module is drawn, a dark one left out.
            out.push(match (code.get_module(x, y), code.get_module(x, y + 1)) {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            });
        }
        out.push('\n');
    }
    Some(out)
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
