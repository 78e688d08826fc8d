//! The program as it is delivered, in a process of its own.

use std::{
    io::{BufRead, BufReader, Read, Write},
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
};

/// The program on this folder, speaking English.
pub fn program(folder: &Path) -> Command {
    spoken(folder, "en")
}

/// The program on this folder, speaking this language.
pub fn spoken(folder: &Path, lang: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chophien"));
    program.arg("--data").arg(folder).args(["--lang", lang]);
    program
}

/// All that a run of the program said.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The program with these words, and what is typed.
pub fn typed(folder: &Path, words: &[&str], typed: &str) -> Output {
    let mut program = program(folder)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    program.wait_with_output().unwrap()
}

/// The owner's own check, on the folder as it lies there; what it said.
pub fn verify(folder: &Path) -> String {
    let verified = program(folder).arg("verify").output().unwrap();
    let said = said(&verified);
    assert!(verified.status.success(), "{said}");
    assert!(said.contains("Every figure agrees"), "{said}");
    said
}

/// A server in a process; it says itself at which port it listens.
pub struct Server {
    process: Child,
    pub port: u16,
    /// Kept open, so that the program may say what it likes.
    _said: BufReader<ChildStdout>,
}

impl Server {
    pub fn start(folder: &Path) -> Server {
        let mut program = program(folder);
        program.args(["serve", "--listen", "127.0.0.1:0"]);
        Server::run(&mut program)
    }

    /// At these ports, plain and HTTPS: where it was before.
    pub fn start_at(folder: &Path, (port, secure): (u16, u16)) -> Server {
        let (plain, secure) = (format!("127.0.0.1:{port}"), format!("127.0.0.1:{secure}"));
        let mut program = program(folder);
        Server::run(program.args(["serve", "--listen", &plain, "--tls-listen", &secure]))
    }

    /// Of a command that ends in `serve`.
    pub fn run(program: &mut Command) -> Server {
        let (out, err) = (Stdio::piped(), Stdio::piped());
        let mut process = program.stdout(out).stderr(err).spawn().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let port = said.by_ref().lines().find_map(|line| {
            let port = line.unwrap().trim().strip_prefix("http://127.0.0.1:")?.to_owned();
            Some(port.parse().unwrap())
        });
        let Some(port) = port else { panic!("{}", Server::words(&mut process)) };
        Server { process, port, _said: said }
    }

    /// The process as the system numbers it.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// `kill -9`: the program gets no say.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        let ended = self.process.wait().unwrap();
        assert_eq!(ended.signal(), Some(9), "it ended by itself: {ended}");
    }

    /// Another signal, by its name, and the end that follows; what was said on standard error.
    pub fn stop(self, signal: &str) -> String {
        self.signal(signal);
        let (ended, words) = self.end();
        assert!(ended.success(), "{ended}: {words}");
        words
    }

    /// A signal, by its name.
    pub fn signal(&self, signal: &str) {
        let process = self.process.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &process]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until the program ends by itself; how, and what it said on standard error.
    pub fn end(mut self) -> (ExitStatus, String) {
        let words = Server::words(&mut self.process);
        (self.process.wait().unwrap(), words)
    }

    fn words(process: &mut Child) -> String {
        let mut words = String::new();
        process.stderr.take().unwrap().read_to_string(&mut words).unwrap();
        words
    }
}
