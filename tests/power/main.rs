//! The power goes while phones sell: an emulated machine is ended, and with its memory all that
//! was written but not synced. On demand, by `tests/power/cut.sh`; `cargo test` leaves it out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a trial stops at the first surprise")]

use chophien::base::id::Chance;
use mix::{Device, prepare, sound, unknown, work};
use program::verify;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;
use wire::Wire;

#[path = "../it/crash/mix.rs"]
#[allow(dead_code, reason = "the kills use more of it")]
mod mix;
#[path = "../it/program.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod program;
#[path = "../it/shop.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod shop;
#[path = "../it/wire.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod wire;

type Devices = Vec<Arc<Mutex<Device>>>;

/// How often the power is cut; `CHOPHIEN_CUTS` asks for more.
const CUTS: u64 = 10;
/// The machine's disk.
const DISK: u64 = 256 << 20;

#[test]
fn everything_acknowledged_survives_a_power_cut() {
    let cuts = std::env::var("CHOPHIEN_CUTS").ok().and_then(|it| it.parse().ok());
    let trial = tempfile::tempdir().unwrap();
    let (mut book, devices) = begin(trial.path());
    for round in 0..cuts.unwrap_or(CUTS) {
        book = cut(trial.path(), &book, &devices, round, false);
        let lost = lost(&book, &devices, round);
        assert_eq!(lost, 0, "round {round}: acknowledged, and not there");
        verify(&book);
        let told: usize = devices.iter().map(|it| it.lock().unwrap().acknowledged.len()).sum();
        println!("cut {}: {told} acknowledged so far, all there, every figure agrees", round + 1);
    }
}

#[test]
fn a_machine_that_leaves_out_every_sync_loses_what_was_acknowledged() {
    let trial = tempfile::tempdir().unwrap();
    let (book, devices) = begin(trial.path());
    let book = cut(trial.path(), &book, &devices, 0, true);
    let lost = lost(&book, &devices, 0);
    assert!(lost > 0, "nothing was lost: this trial would not notice a missing sync");
    println!("without syncs: {lost} acknowledged commands were lost");
}

/// A folder with a book, and the devices that will work with it.
fn begin(trial: &Path) -> (PathBuf, Devices) {
    let book = trial.join("begun");
    fs::create_dir(&book).unwrap();
    let devices = Runtime::new().unwrap().block_on(prepare(&book));
    (book, devices.into_iter().map(|it| Arc::new(Mutex::new(it))).collect())
}

/// Acknowledged commands that are not in the journal.
fn lost(book: &Path, devices: &Devices, round: u64) -> usize {
    Runtime::new().unwrap().block_on(unknown(book, devices, round)).len()
}

/// Runs the machine on a disk with this book, cuts its power, and takes the book off the disk.
fn cut(trial: &Path, book: &Path, devices: &Devices, round: u64, hurry: bool) -> PathBuf {
    let (disk, chance) = (trial.join("disk"), Chance::system());
    write_disk(trial, book, &disk);
    let machine = Machine::start(&disk, hurry);
    let runtime = Runtime::new().unwrap();
    runtime.block_on(machine.answers());
    let all = || devices.iter().map(|it| it.lock().unwrap().acknowledged.len()).sum::<usize>();
    let some = all() + 50 + chance.below(400) as usize;
    devices.iter().for_each(|it| drop(runtime.spawn(work(it.clone(), machine.port))));
    let began = Instant::now();
    while all() < some {
        sound(devices, round);
        assert!(began.elapsed() < Duration::from_secs(120), "round {round}: nothing is done");
        std::thread::sleep(Duration::from_millis(chance.below(4)));
    }
    drop(machine);
    drop(runtime);
    sound(devices, round);
    read_disk(trial, &disk, round)
}

/// A file system with the book in `book/`.
fn write_disk(trial: &Path, book: &Path, disk: &Path) {
    let root = trial.join("root");
    let _ = fs::remove_dir_all(&root);
    fs::create_dir(&root).unwrap();
    fs::rename(book, root.join("book")).unwrap();
    fs::File::create(disk).unwrap().set_len(DISK).unwrap();
    tool("mkfs.ext4", &["-q", "-F", "-d", root.to_str().unwrap(), disk.to_str().unwrap()]);
}

/// The book as the disk holds it, once the file system's own journal is worked off.
fn read_disk(trial: &Path, disk: &Path, round: u64) -> PathBuf {
    // It answers 1 where there was something to work off.
    let _ = Command::new("e2fsck").args(["-fy"]).arg(disk).output().unwrap();
    let into = trial.join(format!("after-{round}"));
    fs::create_dir(&into).unwrap();
    let dump = format!("rdump /book {}", into.display());
    tool("debugfs", &["-R", &dump, disk.to_str().unwrap()]);
    into.join("book")
}

fn tool(name: &str, args: &[&str]) {
    let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default());
    let done = Command::new(name).args(args).env("PATH", path).output().unwrap();
    assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
}

/// The emulated machine; dropped, it has no power.
struct Machine {
    process: Child,
    port: u16,
}

impl Machine {
    fn start(disk: &Path, hurry: bool) -> Machine {
        let from = PathBuf::from(std::env::var("CHOPHIEN_POWER").unwrap());
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let process = Command::new("qemu-system-x86_64")
            .args(["-machine", "accel=tcg", "-cpu", "max", "-m", "1024", "-smp", "2"])
            .args(["-nographic", "-no-reboot", "-nodefaults", "-serial", "stdio"])
            .arg("-kernel")
            .arg(from.join("kernel"))
            .arg("-initrd")
            .arg(from.join("initrd"))
            .args(["-append", if hurry { "console=ttyS0 hurry" } else { "console=ttyS0" }])
            .arg("-drive")
            .arg(format!("file={},if=virtio,format=raw,cache=writeback", disk.display()))
            .args([
                "-nic",
                &format!("user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:{port}-:8080"),
            ])
            .stdin(Stdio::null())
            .stdout(fs::File::create(from.join("console")).unwrap())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        Machine { process, port }
    }

    /// Waits until the program in it serves.
    async fn answers(&self) {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(180) {
            let asked = async {
                let mut wire = Wire::open(self.port, "").await?;
                wire.call("GET", "/healthz", "").await
            };
            let answer = tokio::time::timeout(Duration::from_secs(2), asked).await;
            if matches!(answer, Ok(Ok((200 | 401, _)))) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("the machine does not serve: see its console");
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
