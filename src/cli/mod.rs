//! The command line. Exit codes: 0 done, 1 failed, 2 wrong use (clap's own).

mod backup;
mod bundle;
mod check;
mod clock;
mod damage;
pub mod demo;
mod export;
mod handles;
#[cfg(unix)]
mod handover;
mod hub;
pub mod import;
mod receipt;
pub mod rehearse;
mod report;
mod serve;
mod standby;
mod verify;
mod vietqr;
mod writing;

use crate::{
    backup::Whose,
    base::{
        lang::{Lang, Say},
        outage::Outage,
    },
    config::{Cli, Command},
    db,
    folder::log::Log,
};
use indicatif::{ProgressBar, ProgressStyle};
use sqlx::SqliteConnection;
use std::{fmt::Display, io::Write, path::Path};

/// Runs a command. An error is one sentence for standard error. What serves writes into `log`.
pub async fn run(cli: Cli, log: &Log) -> Result<(), Say> {
    let lang = Lang::of_tag(&cli.lang);
    let data = cli.data.as_path();
    match cli.command {
        Command::Demo(args) => {
            demo::run(data, args.fairs, args.serve.listen, lang).await?;
            match args.no_serve {
                true => Ok(()),
                false => serve::run(data, &args.serve, lang, log).await,
            }
        }
        Command::Serve(args) => serve::run(data, &args, lang, log).await,
        Command::Report(command) => report::run(data, command, lang).await,
        Command::Rehearse(args) => rehearse::run(args, lang).await,
        Command::Receipt(args) => receipt::run(data, args, lang).await,
        Command::Check(args) => check::run(data, args, lang).await,
        Command::Export(args) => export::run(data, &args.folder, lang).await,
        Command::Import(args) => import::run(data, args, lang).await,
        Command::Verify(args) => match args.report {
            Some(file) => verify::report::run(data, &file, lang).await,
            None => verify::run(data, lang).await,
        },
        Command::Backup(args) => backup::run((data, Whose::Own), args, lang).await,
        Command::Restore(args) => backup::restore(data, args, lang).await,
        Command::Standby(args) => standby::run(data, args, lang).await,
        Command::Promote(args) => standby::promote(data, args, lang).await,
        Command::Bundle(command) => bundle::run(data, command, lang).await,
        Command::Hub(command) => hub::run(data, command, lang, log).await,
        Command::Join(args) => hub::join(data, args, lang).await,
        Command::Sync(args) => hub::sync(data, args, lang).await,
        Command::Vietqr(command) => vietqr::run(command),
    }
}

/// An error of the machine, which speaks English only.
fn plain(error: impl Display) -> Say {
    Say::new(error.to_string(), error.to_string())
}

/// An error of the book, with what to do when the disk or the machine is to blame.
fn of_book(error: sqlx::Error) -> Say {
    let Some(outage) = Outage::of(&error) else { return plain(error) };
    let (say, todo) = (outage.say(), outage.advice());
    Say::new(
        format!("{} ({error}). {}", say.vi, todo.vi),
        format!("{} ({error}). {}", say.en, todo.en),
    )
}

/// A bar on standard error; drawn only on a terminal.
fn bar(length: u64, message: &str) -> ProgressBar {
    let bar = ProgressBar::new(length).with_message(message.to_owned());
    let style = "{msg} [{bar:40}] {percent:>3}% {elapsed}";
    match ProgressStyle::with_template(style) {
        Ok(style) => bar.with_style(style.progress_chars("=> ")),
        Err(_) => bar,
    }
}

/// A book for reading alone, up to date; none where there is no book. A server may be running.
async fn reader(data: &Path, lang: Lang) -> Result<SqliteConnection, Say> {
    if !data.join(db::FILE).is_file() {
        let folder = data.display();
        let none = lang.say("Không có dữ liệu trong", "There is no book in");
        return Err(plain(format!("{none} {folder}")));
    }
    db::renewed(data).await.map_err(|error| error.say(data))?;
    db::reader(data).await.map_err(|error| db::OpenError::from(error).say(data))
}

/// Writes to a file, or to standard output.
fn deliver(bytes: &[u8], out: Option<&Path>) -> Result<(), Say> {
    match out {
        Some(file) => std::fs::write(file, bytes).map_err(plain),
        None => std::io::stdout().write_all(bytes).map_err(plain),
    }
}
