//! The command line. Exit codes: 0 done, 1 failed, 2 wrong use (clap's own).

pub mod demo;
mod import;
mod verify;
mod vietqr;

use crate::{
    base::lang::{Lang, Say},
    config::{Cli, Command},
};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Display;

/// Runs a command. An error is one sentence for standard error.
pub async fn run(cli: Cli) -> Result<(), Say> {
    let lang = Lang::of_tag(&cli.lang);
    let data = cli.data.as_path();
    match cli.command {
        Command::Demo(args) => demo::run(data, args.serve.listen, lang).await,
        Command::Import(args) => import::run(data, args, lang).await,
        Command::Verify => verify::run(data, lang).await,
        Command::Vietqr(command) => vietqr::run(command),
    }
}

/// An error of the machine, which speaks English only.
fn plain(error: impl Display) -> Say {
    Say::new(error.to_string(), error.to_string())
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
