//! What scrolls over the address to open, and what is kept for who looks after the machine.

use crate::{
    folder::{Heard, prepared, till},
    program::Server,
};
use std::{fs, sync::Arc, time::Duration};
use tokio::runtime::Runtime;

#[test]
fn slow_statements_go_to_the_log_in_the_folder_without_names_and_amounts() {
    let (folder, who, goods) = prepared();
    let server = Server::start(folder.path());
    let (heard, runtime) = (Arc::new(Heard::default()), Runtime::new().unwrap());
    let log = folder.path().join("logs/chophien.log");
    let kept = || fs::read_to_string(&log).unwrap();
    // A machine that stands still for a moment: whatever it was at took that long.
    // Who waited for a reader meanwhile is refused, and this till gives up then: others come.
    let slow = (0..20).any(|_| {
        for who in &who {
            runtime.spawn(till(server.port, who.clone(), goods, heard.clone()));
        }
        std::thread::sleep(Duration::from_millis(150));
        server.signal("STOP");
        std::thread::sleep(Duration::from_millis(1200));
        server.signal("CONT");
        std::thread::sleep(Duration::from_millis(150));
        kept().contains("slow statement")
    });
    assert!(slow, "no statement was slow: {}", kept());
    assert!(!heard.acknowledged.lock().unwrap().is_empty());
    let words = server.stop("TERM");
    drop(runtime);
    for sql in ["select ", "insert ", "slow statement"] {
        assert!(!words.contains(sql), "{words}");
    }
    for private in ["Mật ong", "185000", "185_000", "A01"] {
        assert!(!kept().contains(private), "{}", kept());
    }
}
