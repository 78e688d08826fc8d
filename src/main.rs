//! The program: parses the command line and runs.

use chophien::{base::lang::Lang, cli, config::Cli};
use clap::Parser;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let lang = Lang::of_tag(&cli.lang);
    match cli::run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(said) => {
            eprintln!("{}", said.in_lang(lang));
            ExitCode::FAILURE
        }
    }
}
