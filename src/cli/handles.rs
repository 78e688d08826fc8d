//! How many files and connections this process may have open at once.

/// As many as are ever asked for: four times the places of a large fair.
const MOST: usize = 16_384;

/// Raises the limit as far as the system lets us; answers what it is then.
#[cfg(unix)]
pub fn raise() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    let wanted = limit.maximum.unwrap_or(most).min(most);
    let now = limit.current.unwrap_or(most);
    let raised = Rlimit { current: Some(wanted), maximum: limit.maximum };
    let now =
        if now < wanted && setrlimit(Resource::Nofile, raised).is_ok() { wanted } else { now };
    usize::try_from(now).unwrap_or(MOST).min(MOST)
}

/// Windows has no such limit for sockets.
#[cfg(not(unix))]
pub fn raise() -> usize {
    MOST
}
