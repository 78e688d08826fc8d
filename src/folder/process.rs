//! Whether another process of this machine still is.

/// Whether a process with this number is there, whoever's it is.
#[cfg(unix)]
pub fn is_there(process: i32) -> bool {
    use rustix::{io::Errno, process::Pid};
    let asked = Pid::from_raw(process).map(rustix::process::test_kill_process);
    asked.is_none_or(|asked| asked != Err(Errno::SRCH))
}

/// Windows: nobody was asked, so everybody is there.
#[cfg(not(unix))]
pub fn is_there(_process: i32) -> bool {
    true
}
