//! How much of what was written the printer has not taken over yet: what a write that succeeded
//! does not tell.

use std::net::SocketAddr;
use tokio::net::TcpStream;

/// What the system tells of a connection's send queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// So many bytes wait in it.
    Left(u64),
    /// The connection was reset: whatever waited was thrown away.
    Reset,
    /// It does not say, which is not the same as an empty queue.
    Untold,
}

/// Looks at the send queue of a connection that this side has not closed.
pub async fn unsent(stream: &TcpStream) -> Queue {
    let (Ok(local), Ok(peer)) = (stream.local_addr(), stream.peer_addr()) else {
        return Queue::Reset;
    };
    told(local, peer).await.map_or(Queue::Untold, Queue::Left)
}

#[cfg(target_os = "linux")]
async fn told(local: SocketAddr, peer: SocketAddr) -> Option<u64> {
    let name = if local.is_ipv4() { "/proc/net/tcp" } else { "/proc/net/tcp6" };
    let table = tokio::fs::read_to_string(name).await.ok()?;
    waiting(&table, &end(local), &end(peer))
}

#[cfg(not(target_os = "linux"))]
async fn told(_: SocketAddr, _: SocketAddr) -> Option<u64> {
    None
}

/// An end of a connection as the system's table writes it: words of four bytes in the machine's
/// own order, then the port.
#[cfg(any(target_os = "linux", test))]
fn end(address: SocketAddr) -> String {
    let bytes = match address.ip() {
        std::net::IpAddr::V4(it) => it.octets().to_vec(),
        std::net::IpAddr::V6(it) => it.octets().to_vec(),
    };
    let words = bytes.chunks_exact(4).map(|it| u32::from_ne_bytes([it[0], it[1], it[2], it[3]]));
    let words: String = words.map(|word| format!("{word:08X}")).collect();
    format!("{words}:{:04X}", address.port())
}

/// The send queue of the connection between two ends; none when the table does not have it.
#[cfg(any(target_os = "linux", test))]
fn waiting(table: &str, local: &str, peer: &str) -> Option<u64> {
    let row = table.lines().find_map(|line| {
        let mut fields = line.split_ascii_whitespace().skip(1);
        let ours = fields.next() == Some(local) && fields.next() == Some(peer);
        ours.then(|| fields.nth(1)).flatten()
    })?;
    u64::from_str_radix(row.split(':').next()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;

    #[test]
    fn the_systems_table_is_read() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n\
             0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0\n\
             1: 0100007F:C350 0100007F:238C 01 00001A2B:00000000 01:00000014 00000000  1000\n";
        let (local, peer) = ("0100007F:C350", "0100007F:238C");
        assert_eq!(waiting(table, local, peer), Some(0x1a2b));
        assert_eq!(waiting(table, peer, local), None);
        if cfg!(target_endian = "little") {
            assert_eq!(end(([127, 0, 0, 1], 9100).into()), peer);
        }
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_printer_that_reads_nothing_leaves_the_bytes_with_us() {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let listener = socket.listen(1).unwrap();
        let mut stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (_held, _) = listener.accept().await.unwrap();
        assert_eq!(unsent(&stream).await, Queue::Left(0));
        stream.write_all(&[0; 60_000]).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert!(matches!(unsent(&stream).await, Queue::Left(10_001..)));
    }
}
