//! The program: parses the command line and runs.

use chophien::{base::lang::Lang, cli, config::Cli, folder::log::Log};
use clap::Parser;
use std::process::ExitCode;
use tracing_subscriber::{EnvFilter, Layer, fmt, layer::SubscriberExt, util::SubscriberInitExt};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let log = start_log();
    let lang = Lang::of_tag(&cli.lang);
    match cli::run(cli, &log).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(said) => {
            eprintln!("{}", said.in_lang(lang));
            ExitCode::FAILURE
        }
    }
}

/// The terminal shows what the program itself has to say, or what `RUST_LOG` asks for; the log in
/// the data folder keeps every warning, those of libraries and of slow statements too.
fn start_log() -> Log {
    let log = Log::default();
    let kept = log.clone();
    let own = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("chophien=warn"));
    let terminal = fmt::layer().with_writer(std::io::stderr).with_filter(own);
    let file = fmt::layer().with_writer(move || kept.clone());
    let file = file.with_filter(EnvFilter::new("warn"));
    tracing_subscriber::registry().with(terminal).with(file).init();
    log
}
