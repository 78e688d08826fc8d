//! A client that keeps its connection, with no library between it and the wire: what a till's
//! requests cost is then the server's cost alone.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// The longest answer that a story expects.
const LIMIT: usize = 1 << 20;

/// One kept connection.
pub struct Wire {
    stream: TcpStream,
    token: String,
    cookie: String,
    read: Vec<u8>,
}

impl Wire {
    pub async fn open(port: u16, token: &str) -> std::io::Result<Wire> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let cookie = String::new();
        Ok(Wire { stream, token: token.to_owned(), cookie, read: Vec::new() })
    }

    /// The same connection with a person's session.
    pub fn signed_in(self, cookie: &str) -> Wire {
        Wire { cookie: format!("Cookie: {cookie}\r\n"), ..self }
    }

    /// Sends one request and awaits its status and body.
    pub async fn call(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
    ) -> std::io::Result<(u16, Vec<u8>)> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n{}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.token,
            self.cookie,
            body.len()
        );
        self.stream.write_all(head.as_bytes()).await?;
        let end = self.until_blank_line().await?;
        let head = String::from_utf8_lossy(&self.read[..end]).to_ascii_lowercase();
        let field = |name: &str| {
            head.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<usize>().ok())
        };
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let length = field("content-length:").unwrap_or(0).min(LIMIT);
        while self.read.len() < end + length {
            self.more().await?;
        }
        let body = self.read[end..end + length].to_vec();
        self.read.drain(..end + length);
        Ok((status, body))
    }

    async fn until_blank_line(&mut self) -> std::io::Result<usize> {
        loop {
            if let Some(at) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                return Ok(at + 4);
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> std::io::Result<()> {
        let got = self.stream.read_buf(&mut self.read).await?;
        if got == 0 || self.read.len() > LIMIT {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}
