//! `serve`: opens the data folder and serves until it is told to stop.

use crate::{
    base::{
        clock::Clock,
        id::Chance,
        lang::{Lang, Say},
    },
    cli::plain,
    config::ServeArgs,
    db::{self, halt::Halt},
    desk::book::Shop,
    folder::log::Log,
    tls::{self, Authority, TlsError},
    web::{
        self,
        http::{
            app::{App, Trust},
            hosts::Hosts,
            https::TlsListener,
            listener::{Budget, Patience, Places},
        },
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
    /// HTTPS could not be had.
    #[error("{0}")]
    Tls(#[from] TlsError),
    /// The book's files are damaged, or gone from the folder; what a person has to know.
    #[error("the book cannot be served")]
    Book(Say),
}

/// Runs the command.
pub async fn run(data: &Path, args: &ServeArgs, lang: Lang, log: &Log) -> Result<(), Say> {
    serve(data, args, lang, log).await.map_err(|error| match error {
        ServeError::Open(error) => error.say(data),
        ServeError::Book(said) => Say::new(loud(&said.vi), loud(&said.en)),
        other => plain(other),
    })
}

/// Serves the folder until Ctrl-C or a termination signal. Requests under way are answered first.
async fn serve(folder: &Path, args: &ServeArgs, lang: Lang, log: &Log) -> Result<(), ServeError> {
    let handles = super::handles::raise();
    let halt = Halt::default();
    super::damage::look(folder, &halt, lang).await.map_err(ServeError::Book)?;
    let mut shop = Shop::open(folder, Clock::system(), Chance::system()).await?;
    shop.halt = halt.clone();
    log.open(folder)?;
    #[cfg(unix)]
    let reached = super::handover::Reached::default();
    #[cfg(unix)]
    let _handover = super::handover::start(shop.clone(), reached.clone())
        .inspect_err(|error| tracing::warn!(%error, "import needs this server to stop"));
    let stop = halting(told_to_stop()?, halt.clone());
    let listener = TcpListener::bind(args.listen).await?;
    let bound = listener.local_addr()?;
    let hosts = hosts(bound);
    let tls = match args.tls() {
        Some(at) => secured(&shop, &hosts, at, lang).await,
        None => None,
    };
    let (tls, trust) = tls.unzip();
    let (watched, served) = (shop.clone(), shop.clone());
    let places = Places::new(Budget::of(handles), Patience::default());
    let app = App::start(shop, hosts).trusting(trust).with_places(places).sending();
    if let Err(said) = super::demo::note_address(folder, bound) {
        tracing::warn!(error = said.en, "access.json does not name this address");
    }
    let address = reachable(bound, &app.hosts).into_iter().next().unwrap_or_default();
    served.lock.serves_at(&format!("http://{address}:{}", bound.port()))?;
    #[cfg(unix)]
    let _ = reached.set((upward_addresses(bound, &app), app.follower.clone()));
    warn_of_readers(&served, lang);
    announce(bound, &app, lang);
    tokio::spawn(super::writing::watch(watched.desk.condition(), lang));
    tokio::spawn(super::writing::watch_space(app.space.clone(), lang));
    tokio::spawn(super::clock::watch(watched, lang));
    tokio::spawn(super::backup::watch(app.keeper.state(), lang));
    let keeper = app.keeper.clone();
    tokio::select! {
        ended = web::serve(listener, tls, app, stop) => ended?,
        // Nobody is answered any more, so nobody is waited for.
        said = served.desk.lost() => {
            halt.give();
            return Err(ServeError::Book(said));
        }
    }
    // A copy under way would keep the log of changes from being written into the book.
    keeper.close().await;
    served.close().await;
    Ok(())
}

/// The end of `stop`, at which everything that reads for long ends too.
async fn halting(stop: impl Future<Output = ()>, halt: Halt) {
    stop.await;
    halt.give();
}

/// A sentence that nobody overlooks among what scrolled by.
pub(super) fn loud(said: &str) -> String {
    format!("\n!!! {said}\n")
}

/// Says so when others on this machine may look into the folder: some disks keep no rights.
fn warn_of_readers(shop: &Shop, lang: Lang) {
    if shop.lock.is_closed_to_others() {
        return;
    }
    let folder = shop.folder.display();
    let said = match lang {
        Lang::Vi => format!(
            "Ổ đĩa này không giữ quyền của tệp (FAT, exFAT) hoặc tệp thuộc người khác: ai dùng \
             máy này cũng đọc được {folder}, trong đó có mã PIN đã băm. Nên chép thư mục dữ liệu \
             sang ổ của máy"
        ),
        Lang::En => format!(
            "This disk keeps no rights of files (FAT, exFAT), or they are somebody else's: \
             everyone on this machine can read {folder}, hashed PINs among it. Better move the \
             data folder to the machine's own disk"
        ),
    };
    eprintln!("{}", loud(&said));
}

/// HTTPS beside plain HTTP. It is an addition: a fair sells without it, so a port that is taken
/// or a folder that cannot be written is said clearly and stops nothing. Another port is not
/// tried: what a till keeps belongs to its port, and the next start would not find it again.
async fn secured(
    shop: &Shop,
    hosts: &Arc<Hosts>,
    at: SocketAddr,
    lang: Lang,
) -> Option<(TlsListener, Trust)> {
    match secure(shop, hosts, at).await {
        Ok(both) => Some(both),
        Err(error) => {
            let off = lang.say("HTTPS không chạy", "HTTPS is off");
            let way = lang.say(
                "Bán hàng qua HTTP vẫn chạy. Chọn cổng khác bằng --tls-listen ĐỊA_CHỈ:CỔNG",
                "Selling over HTTP goes on. Choose another port with --tls-listen ADDRESS:PORT",
            );
            eprintln!("{off} ({at}): {error}. {way}");
            None
        }
    }
}

async fn secure(
    shop: &Shop,
    hosts: &Arc<Hosts>,
    at: SocketAddr,
) -> Result<(TlsListener, Trust), ServeError> {
    let listener = TcpListener::bind(at).await?;
    let port = listener.local_addr()?.port();
    let authority = Authority::open(&shop.folder, shop.clock.now(), &shop.chance)?;
    let (clock, chance) = (shop.clock.clone(), shop.chance.clone());
    let live = tls::Live::start(authority, hosts.all(), clock, chance)?;
    let named = hosts.clone();
    tokio::spawn(tls::follow(live.clone(), move || named.all()));
    let trust = Trust::new(port, live)?;
    Ok((TlsListener::new(listener, &trust), trust))
}

/// The names by which phones and this laptop may call the server.
fn hosts(bound: SocketAddr) -> Arc<Hosts> {
    let own = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let own = own.trim().to_ascii_lowercase();
    let local = format!("{own}.local");
    let names = [own, local, "localhost".to_owned()];
    let names = names.into_iter().filter(|name| !name.is_empty() && name != ".local").collect();
    let only = Some(bound.ip()).filter(|ip| !ip.is_unspecified());
    Arc::new(Hosts::new(bound.port(), only, names))
}

/// The hosts to open: the Wi-Fi's first, loopback last.
fn reachable(bound: SocketAddr, hosts: &Hosts) -> Vec<String> {
    if !bound.ip().is_unspecified() {
        return vec![match bound {
            SocketAddr::V4(at) => at.ip().to_string(),
            SocketAddr::V6(at) => format!("[{}]", at.ip()),
        }];
    }
    let v4 = hosts.machine().into_iter().filter(|ip| ip.is_ipv4());
    let mut hosts: Vec<String> = v4.map(|ip| ip.to_string()).collect();
    hosts.sort_by_key(|ip| ip.starts_with("127."));
    hosts
}

/// The addresses by which machines reach this server as a hub: first by HTTPS, with the fingerprint
/// of its authority.
#[cfg(unix)]
fn upward_addresses(bound: SocketAddr, app: &App) -> Vec<String> {
    let hosts = reachable(bound, &app.hosts);
    let pinned = |trust: &Trust| {
        let pin = trust.live.authority().pin();
        hosts.iter().map(|host| format!("https://{host}:{}/#{pin}", trust.port)).collect()
    };
    let mut all: Vec<String> = app.trust.as_ref().map(pinned).unwrap_or_default();
    all.extend(hosts.iter().map(|host| format!("http://{host}:{}", bound.port())));
    all
}

fn announce(bound: SocketAddr, app: &App, lang: Lang) {
    let hosts = reachable(bound, &app.hosts);
    let addresses: Vec<_> =
        hosts.iter().map(|host| format!("http://{host}:{}", bound.port())).collect();
    println!("{}", lang.say("Chợ Phiên đang chạy. Mở một trong các địa chỉ:", "Open one of:"));
    for address in &addresses {
        println!("  {address}");
    }
    if let Some(code) = addresses.first().and_then(|address| terminal_qr(address)) {
        println!("{code}");
    }
    if let Some(trust) = &app.trust {
        announce_secure(&hosts, trust, lang);
    }
    println!("{}", lang.say("Nhấn Ctrl-C để dừng.", "Press Ctrl-C to stop."));
}

/// The addresses of HTTPS and the fingerprint that the page `/trust` shows too: who compares them
/// knows that the certificate comes from this laptop.
fn announce_secure(hosts: &[String], trust: &Trust, lang: Lang) {
    let what = lang.say(
        "HTTPS, cho máy đã cài chứng chỉ (xem /trust):",
        "HTTPS, for devices with the certificate (see /trust):",
    );
    println!("{what}");
    for url in hosts.iter().filter_map(|host| trust.url(host)) {
        println!("  {url}");
    }
    let name = lang.say("Dấu vân tay chứng chỉ (SHA-256):", "Certificate fingerprint (SHA-256):");
    println!("{name}");
    println!("  {}", trust.live.authority().fingerprint());
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

/// Ctrl-C, the end of the session, or the terminal's window closed. From this call on these end
/// the program in order; the future is done when one of them came.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let stays = outlives_terminal();
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut hangup = signal(SignalKind::hangup())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hangup.recv(), if !stays => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Whether the program was started with `nohup`: it then goes on when the terminal's window is
/// closed. To be asked before a handler of our own takes the place of that.
#[cfg(unix)]
fn outlives_terminal() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // The lowest bit is SIGHUP's.
    ignored.is_some_and(|mask| mask & 1 == 1)
}
