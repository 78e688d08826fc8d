//! Serial lines and Bluetooth printers: the system's line discipline would turn the bytes of a
//! picture into something else, so they are opened raw, with their speed.

use super::{Delivered, Line, send};
use crate::print::{job::Trouble, printer::Pace};
use rustix::{
    fs::{OFlags, fcntl_getfl, fcntl_setfl},
    io::Errno,
    termios::{ControlModes, OptionalActions, tcdrain, tcgetattr, tcsetattr},
};
use std::{
    io,
    os::unix::fs::{FileTypeExt, OpenOptionsExt},
    path::Path,
    time::Duration,
};
use tokio::{
    fs::File,
    task::spawn_blocking,
    time::{sleep, timeout},
};

/// Bits that one byte takes, its start and its stop with it.
const BITS: u32 = 10;

/// Opens a line raw, eight bits without parity, at a speed.
pub async fn open(path: &Path, speed: u32) -> io::Result<Line> {
    let path = path.to_owned();
    let opened = spawn_blocking(move || raw(&path, speed)).await.map_err(io::Error::other)??;
    Ok(Line::Serial(File::from_std(opened), Pace(speed / BITS)))
}

fn raw(path: &Path, speed: u32) -> io::Result<std::fs::File> {
    if std::fs::canonicalize(path)? != path {
        return Err(io::Error::other("a link to something else"));
    }
    // Opened without waiting for a carrier, which many printers never raise.
    let flags = OFlags::NOCTTY | OFlags::NONBLOCK;
    let file = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)?;
    if !file.metadata()?.file_type().is_char_device() {
        return Err(io::Error::other("not a character device"));
    }
    let mut set = tcgetattr(&file)?;
    set.make_raw();
    set.set_speed(speed)?;
    set.control_modes |= ControlModes::CLOCAL | ControlModes::CREAD;
    tcsetattr(&file, OptionalActions::Now, &set)?;
    fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    Ok(file)
}

/// Writes all bytes and waits until the line has sent them: closing it would drop the rest.
pub async fn send(file: &mut File, bytes: &[u8], speed: Pace, patience: Duration) -> Delivered {
    if let Err(delivered) = send::pour(file, bytes, patience).await {
        return delivered;
    }
    let Ok(line) = file.try_clone().await else { return Delivered::Uncertain(Trouble::Lost) };
    let line = line.into_std().await;
    match timeout(patience, spawn_blocking(move || tcdrain(&line))).await {
        Ok(Ok(Ok(()))) => Delivered::Sent,
        // A line that cannot say when it is empty is held for as long as the bytes take.
        Ok(Ok(Err(Errno::NOTTY | Errno::INVAL))) => {
            sleep(speed.time(bytes.len())).await;
            Delivered::Sent
        }
        Ok(_) => Delivered::Uncertain(Trouble::Lost),
        Err(_) => Delivered::Uncertain(Trouble::Stalled),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::io::Read;

    #[tokio::test]
    async fn every_byte_goes_over_a_serial_line_as_it_is() {
        let far = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&far).unwrap();
        unlockpt(&far).unwrap();
        let name = ptsname(&far, Vec::new()).unwrap().into_string().unwrap();
        // Line ends, flow control and end of file, which a line that is not raw would swallow.
        let bytes: Vec<u8> = (0..=255).cycle().take(2048).collect();
        let Line::Serial(mut file, pace) = open(Path::new(&name), 19_200).await.unwrap() else {
            panic!("not a serial line");
        };
        assert_eq!(pace, Pace(1920));
        let wanted = bytes.len();
        let reading = spawn_blocking(move || {
            let (mut far, mut heard) = (std::fs::File::from(far), vec![0; wanted]);
            // The far end stays open: the line is still asked whether it is empty.
            far.read_exact(&mut heard).map(|()| (heard, far))
        });
        let sent = send(&mut file, &bytes, pace, Duration::from_secs(5)).await;
        assert_eq!(sent, Delivered::Sent);
        let (heard, _far) = reading.await.unwrap().unwrap();
        assert!(heard == bytes, "the bytes were changed on the way");
    }
}
