//! `hub`, `join` and `sync`: the hub's folder and its invitations, and a machine's way to it. While
//! a server holds the folder it does the work (`handover.rs`).

#[cfg(unix)]
use super::handover::{Work, hand_over};
use super::{plain, serve};
#[cfg(unix)]
use crate::folder::lock::LockError;
use crate::{
    backup::Whose,
    base::{
        clock::Clock,
        id::Chance,
        lang::{Lang, Say, plural},
        money::Money,
    },
    config::{BackupArgs, BookArgs, HubCommand, JoinArgs, SyncArgs},
    db,
    desk::book::Shop,
    folder::{self, log::Log},
    sync::{
        hub,
        upward::{self, Drawn, Me, Pace, Sum, Trouble},
    },
    tls::Authority,
};
use std::path::Path;

/// Lines to print, or the sentence that says why not.
pub type Told = Result<Vec<String>, Say>;

/// Serves a hub, or invites a machine to it.
pub async fn run(data: &Path, command: HubCommand, lang: Lang, log: &Log) -> Result<(), Say> {
    match command {
        HubCommand::Serve(args) => {
            folder::make(data).map_err(plain)?;
            begin(data).await?;
            serve::run(data, &args, lang, log).await
        }
        HubCommand::Invite => tell(match open(data).await? {
            Opened::Here(shop) => closing(&shop, invited(&shop, &[], lang).await).await,
            #[cfg(unix)]
            Opened::There(held) => asked(data, &Work::Invite { lang }, held).await?,
        }),
        HubCommand::Book(BookArgs { machine, file }) => {
            let args = BackupArgs { file, verify: false };
            super::backup::run((data, Whose::Lost(machine)), args, lang).await
        }
    }
}

/// Makes an empty folder a hub's.
async fn begin(data: &Path) -> Result<(), Say> {
    let shop = Shop::open(data, Clock::system(), Chance::system()).await;
    let shop = shop.map_err(|error| error.say(data))?;
    let begun = hub::begin(&shop).await;
    shop.close().await;
    begun.map_err(|refusal| refusal.say())
}

/// Joins a hub.
pub async fn join(data: &Path, args: JoinArgs, lang: Lang) -> Result<(), Say> {
    args.url.parse::<crate::sync::address::HubAddress>()?;
    tell(match open(data).await? {
        Opened::Here(shop) => closing(&shop, joined(&shop, &args, lang).await).await,
        #[cfg(unix)]
        Opened::There(held) => {
            let JoinArgs { url, code, name } = args;
            asked(data, &Work::Join { url, code, name, lang }, held).await?
        }
    })
}

/// Sends the book once.
pub async fn sync(data: &Path, _: SyncArgs, lang: Lang) -> Result<(), Say> {
    tell(match open(data).await? {
        Opened::Here(shop) => closing(&shop, sent(&shop, lang).await).await,
        #[cfg(unix)]
        Opened::There(held) => asked(data, &Work::Sync { lang }, held).await?,
    })
}

/// A folder that was opened, or the one whose server does the work.
pub(super) enum Opened {
    /// It is nobody else's.
    Here(Box<Shop>),
    /// A server holds it.
    #[cfg(unix)]
    There(LockError),
}

/// Opens a folder with a book in it.
pub(super) async fn open(data: &Path) -> Result<Opened, Say> {
    if !data.join(db::FILE).is_file() {
        let folder = data.display();
        return Err(Say::new(
            format!("Không có dữ liệu trong {folder}"),
            format!("There is no book in {folder}"),
        ));
    }
    match Shop::open(data, Clock::system(), Chance::system()).await {
        Ok(shop) => Ok(Opened::Here(Box::new(shop))),
        #[cfg(unix)]
        Err(db::OpenError::Lock(held @ LockError::Held(_))) => Ok(Opened::There(held)),
        Err(error) => Err(error.say(data)),
    }
}

#[cfg(unix)]
async fn asked(data: &Path, work: &Work, held: LockError) -> Result<Told, Say> {
    let answered: Result<Result<Vec<String>, (String, String)>, _> =
        hand_over(data, work, &[]).await;
    match answered {
        Ok(told) => Ok(told.map_err(|(vi, en)| Say::new(vi, en))),
        Err(_) => Err(held.say(data)),
    }
}

/// Closes the book, and gives what was told.
pub(super) async fn closing(shop: &Shop, told: Told) -> Told {
    shop.close().await;
    told
}

/// Prints it.
pub(super) fn tell(told: Told) -> Result<(), Say> {
    told?.iter().for_each(|line| println!("{line}"));
    Ok(())
}

/// Makes an invitation; `at` are the addresses by which the hub is reached.
pub async fn invited(shop: &Shop, at: &[String], lang: Lang) -> Told {
    let code = hub::invite(shop).await.map_err(|refusal| refusal.say())?;
    let code = format!("{} {}", &code[..4], &code[4..]);
    let mut lines = vec![
        format!("{}: {code}", lang.say("Mã mời", "Invitation")),
        lang.say(
            "Dùng một lần, trong mười phút. Ở máy của hội chợ, chạy:",
            "For one machine, within ten minutes. On the fair’s laptop, run:",
        )
        .to_owned(),
    ];
    let bare = code.replace(' ', "");
    lines.extend(at.iter().map(|url| format!("  chophien join {url} {bare}")));
    if at.is_empty() {
        let authority = Authority::open(&shop.folder, shop.clock.now(), &shop.chance);
        let pin = authority.map_err(plain)?.pin();
        lines.push(format!("  chophien join https://…:8443/#{pin} {bare}"));
        let off = "Máy tổng hợp chưa chạy: chophien hub serve";
        lines.push(lang.say(off, "The hub is not running: chophien hub serve").to_owned());
    }
    Ok(lines)
}

/// Joins a hub, and says what comes next.
pub async fn joined(shop: &Shop, args: &JoinArgs, lang: Lang) -> Told {
    let at = args.url.parse()?;
    let me = Me::of(shop).await.map_err(plain)?;
    let joined = upward::join(shop, &me, &at, (&args.code, args.name.trim())).await;
    let row = joined.map_err(|trouble| trouble.say())?;
    let name = if row.name.is_empty() { row.address } else { row.name };
    Ok(vec![
        format!("{}: {name}", lang.say("Đã kết nối với máy tổng hợp", "Joined the hub")),
        lang.say(
            "Từ nay máy này gửi sổ của mình lên đó: tự động khi phục vụ, hoặc chophien sync --once",
            "This machine sends its book there from now on: by itself while it serves, or by \
             chophien sync --once",
        )
        .to_owned(),
    ])
}

/// Sends what the hub has not, and says how far each chain stands there.
pub async fn sent(shop: &Shop, lang: Lang) -> Told {
    let done = async {
        let hub = upward::joined(shop).await?.ok_or(Trouble::Alone)?;
        let me = Me::of(shop).await?;
        upward::pass(shop, (&me, &hub), &mut Pace::default(), |_| ()).await
    };
    done.await.map(|sum| lines(&sum, lang)).map_err(|trouble: Trouble| trouble.say())
}

fn lines(sum: &Sum, lang: Lang) -> Vec<String> {
    let (sent, added) = (sum.sent, sum.added);
    let mut lines = vec![match lang {
        Lang::Vi => format!("Đã gửi {sent} mục, trong đó {added} mục mới"),
        Lang::En => format!("{sent} entries sent, {added} of them new there"),
    }];
    let Drawn { came, fairs, .. } = sum.drawn;
    if came > 0 {
        lines.push(match lang {
            Lang::Vi => format!("Nhận về {came} mục của máy tổng hợp"),
            Lang::En => format!("{came} entries of the hub came down"),
        });
    }
    if fairs > 0 {
        lines.push(match lang {
            Lang::Vi => format!("{fairs} phiên được giao cho máy này"),
            Lang::En => format!(
                "{fairs} {} given to this machine",
                plural(fairs as i64, "fair was", "fairs were")
            ),
        });
    }
    let chain = lang.say("Chuỗi", "Chain");
    let acked = sum.acked.iter().map(|(node, seq)| format!("{chain} {node}: {seq}"));
    lines.extend(acked);
    let stopped = lang.say("Dừng", "Stopped");
    lines.extend(
        sum.halted
            .iter()
            .chain(&sum.drawn.stopped)
            .map(|it| format!("{stopped} {} · {}: {}", it.node, it.seq, it.say().in_lang(lang))),
    );
    if sum.left.0 > 0 {
        let (rows, money) = (sum.left.0, Money(sum.left.1).text());
        let left = lang.say("Chưa tới nơi", "Not there yet");
        lines.push(format!("{left}: {rows} · {money}"));
    }
    lines
}
