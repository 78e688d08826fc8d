//! The program: parses the command line and runs.

use chophien::{base::lang::Lang, cli, config::Cli, folder::log::Log};
use clap::Parser;
use std::{process::ExitCode, time::Duration};
use tokio::runtime::Runtime;
use tracing_subscriber::{EnvFilter, Layer, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// For threads that are at work when the program ends: one that waits for a stick which does not
/// answer keeps nobody waiting.
const LAST_WORK: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    let cli = Cli::parse();
    let log = start_log();
    let lang = Lang::of_tag(&cli.lang);
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let ended = runtime.block_on(cli::run(cli, &log));
    runtime.shutdown_timeout(LAST_WORK);
    match ended {
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
